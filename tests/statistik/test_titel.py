"""What a figure counts stands in its title: nobody may take phases for people, or people for phases."""

from __future__ import annotations

import re

import pytest

from fallbuch.statistik.kennzahl import Kern, Massart, Posten, Tabelle
from fallbuch.statistik.kennzahlen import KENNZAHLEN

TABELLEN = [t for k in KENNZAHLEN for t in k.tabellen]
KERNE = [kern for k in KENNZAHLEN for kern in k.kern]
PHASEN, MENSCHEN = r"Phasen?|Beratungsphasen", "Menschen"
#: The word for what a row of a population is, as a title writes it; with a condition that gives it another name.
WORTE = {
    ("Phasen", ""): PHASEN,
    ("Menschen", ""): MENSCHEN,
    ("Einträge", ""): "Einträge",
    ("Einträge", "Kontakt"): "Kontakte",
    ("Einträge", "Versuch"): "Versuche",
    ("Pläne", ""): "Pläne|Betreuungspläne",
    ("Maßnahmen", ""): "Maßnahmen",
    # At the end of a period each is a phase that waits; within it somebody can have had several.
    ("Kontaktfristen", "am Ende"): PHASEN,
    ("Kontaktfristen", "im Zeitraum"): "Kontakte",
}


def _wort(t: Tabelle, p: Posten) -> str:
    if t.masse[0].art is Massart.JE_100_OFFENE:
        return MENSCHEN
    besonderes = next((x for x in (p.wann, *p.nur) if (p.zaehlt, x) in WORTE), "")
    return WORTE[p.zaehlt, besonderes]


def _sagt(titel: str, wort: str) -> bool:
    return re.search(rf"\b({wort})\b", titel) is not None


@pytest.mark.parametrize("t", TABELLEN, ids=lambda t: t.schluessel)
def test_der_titel_sagt_was_gezaehlt_wird(t: Tabelle) -> None:
    worte = {_wort(t, p) for p in t.posten}
    assert len(worte) == 1, "a table of several populations counts one thing"
    (wort,) = worte
    assert _sagt(t.titel, wort), (t.titel, wort)
    for anderes in {PHASEN, MENSCHEN} - worte:
        assert not _sagt(t.titel, anderes), (t.titel, anderes)
    # A case is a file; it can have several phases, and one person.
    assert not _sagt(t.titel, "Fälle"), t.titel


@pytest.mark.parametrize("kern", KERNE, ids=lambda kern: kern.worte)
def test_auch_in_der_uebersicht(kern: Kern) -> None:
    tabelle = next(t for t in TABELLEN if t.schluessel == kern.tabelle)
    assert _sagt(kern.worte, "|".join({_wort(tabelle, p) for p in tabelle.posten})), kern.worte
