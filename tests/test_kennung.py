"""Names, slugs and German order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fallbuch.kennung import eindeutige_slugs, naechstes, ordnung, slug, vergleichsform


@pytest.mark.parametrize(
    ("text", "erwartet"),
    [("Jana", "jana"), ("Maßnahme", "massnahme"), ("Änne Öz", "aenne-oez"), ("E-Mail", "e-mail"), ("??", "x3f-3f")],
)
def test_slug(text: str, erwartet: str) -> None:
    assert slug(text) == erwartet


def test_gleiche_slugs_werden_unterschieden() -> None:
    assert eindeutige_slugs({"a": "Ole", "b": "ole", "c": "OLE!"}) == {"a": "ole", "b": "ole-2", "c": "ole-3"}


def test_deutsche_ordnung() -> None:
    woerter = ["Zoe", "Ärzte", "Arzt", "Müller", "Muller", "Strasse", "Straße", "10", "9", "a2", "a10"]
    assert sorted(woerter, key=ordnung) == [
        "9",
        "10",
        "a2",
        "a10",
        "Arzt",
        "Ärzte",
        "Muller",
        "Müller",
        "Strasse",
        "Straße",
        "Zoe",
    ]


@given(st.lists(st.text(max_size=8), max_size=12))
def test_ordnung_ist_fuer_alles_da(texte: list[str]) -> None:
    rueckwaerts = texte[::-1]
    assert sorted(rueckwaerts, key=ordnung) == sorted(texte, key=ordnung)


def test_naechstes_wort() -> None:
    assert naechstes("Erstgespäch", ["Erstgespräch", "Beratung"]) == "Erstgespräch"
    assert naechstes("xyz", ["Erstgespräch", "Beratung"]) is None
    assert vergleichsform("E-Mail") == vergleichsform("email")
