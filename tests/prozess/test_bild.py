"""The net and its picture: layers, ways back, no box upon another, equal bytes for equal input."""

from __future__ import annotations

from itertools import combinations, pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fallbuch.prozess.bild import BREITE, HOEHE, Bild, nachbarschaft, uebersicht, umbrochen
from fallbuch.prozess.netz import Netz, schichten
from tests.conftest import WURZEL
from tests.prozess.hilfen import buch, prozess


@pytest.fixture(scope="module")
def netz() -> Netz:
    return Netz(buch(WURZEL).prozesse)


def ueberlappen(bild: Bild) -> list[tuple[str, str]]:
    return [
        (a.prozess.stamm, b.prozess.stamm)
        for a, b in combinations(bild.kaesten, 2)
        if abs(a.x - b.x) < BREITE and abs(a.y - b.y) < HOEHE
    ]


def ausserhalb(bild: Bild) -> list[str]:
    return [
        k.prozess.stamm
        for k in bild.kaesten
        if k.x < 0 or k.y < 0 or k.x + BREITE > bild.breite or k.y + HOEHE > bild.hoehe
    ]


@pytest.mark.parametrize("quer", [True, False])
def test_jede_gruppe_hat_ein_bild_ohne_ueberlappung(netz: Netz, quer: bool) -> None:
    for gruppe in dict.fromkeys(p.gruppe for p in netz.prozesse):
        prozesse = [p for p in netz.prozesse if p.gruppe == gruppe and p.teil_von is None]
        bild = uebersicht(prozesse, netz, quer=quer)
        assert [k.prozess.stamm for k in bild.kaesten] == [p.stamm for p in prozesse]
        assert (ueberlappen(bild), ausserhalb(bild)) == ([], [])


def test_unser_weg(netz: Netz) -> None:
    """Akquise, Beratung, Maßnahmen, Analyse from left to right; Beratung and Maßnahmen share one line with two heads."""
    bild = uebersicht([p for p in netz.prozesse if p.unserer], netz, quer=True)
    nach_x = sorted(bild.kaesten, key=lambda k: k.x)
    assert [k.prozess.stamm for k in nach_x] == ["akquise", "beratung", "massnahmen", "analyse"]
    assert sorted(len(linie.spitzen) for linie in bild.linien) == [1, 1, 1, 2]


def test_nachbarschaft_zeigt_genau_die_nachbarn(netz: Netz) -> None:
    p = prozess(buch(WURZEL), "beratung")
    bild = nachbarschaft(netz.nach_stamm[p.stamm], netz, quer=True)
    assert {k.prozess.stamm for k in bild.kaesten} == {"akquise", "beratung", "massnahmen", "analyse"}
    assert [k.prozess.stamm for k in bild.kaesten if k.hier] == ["beratung"]
    assert (ueberlappen(bild), ausserhalb(bild)) == ([], [])


def test_gleiche_eingabe_gleiche_bilder() -> None:
    eines, anderes = (
        uebersicht(n.prozesse, n, quer=True) for n in (Netz(buch(WURZEL).prozesse), Netz(buch(WURZEL).prozesse))
    )
    assert [(k.x, k.y) for k in eines.kaesten] == [(k.x, k.y) for k in anderes.kaesten]
    assert eines.linien == anderes.linien


NAMEN = "abcdefgh"


@given(
    st.lists(
        st.tuples(st.sampled_from(NAMEN), st.sampled_from(NAMEN)).filter(lambda k: k[0] != k[1]),
        max_size=20,
        unique=True,
    )
)
def test_schichten_fuehren_weiter_ausser_auf_dem_rueckweg(kanten: list[tuple[str, str]]) -> None:
    ebene, zurueck = schichten(list(NAMEN), kanten, ["a"])
    assert set(ebene) == set(NAMEN)
    assert min(ebene.values()) == 0
    for a, b in kanten:
        assert ((a, b) in zurueck) or ebene[a] < ebene[b]


def test_ein_langer_kreis_bricht_nicht_zusammen(tmp_path: Path) -> None:
    stamme = [f"p{n}" for n in range(3000)]
    ebene, zurueck = schichten(stamme, [*pairwise(stamme), (stamme[-1], stamme[0])])
    assert (ebene["p2999"], zurueck) == (2999, {("p2999", "p0")})


@pytest.mark.parametrize(
    ("name", "zeilen"),
    [
        ("Beratung", ["Beratung"]),
        ("Zentrales Koordinierungsgremium", ["Zentrales", "Koordinierungsgremium"]),
        ("Akquise-Liste pflegen", ["Akquise-Liste", "pflegen"]),
        ("Donaudampfschifffahrtsgesellschaft", ["Donaudampfschifffahr…"]),
        ("eins zwei drei vier fünf sechs sieben acht neun zehn elf", ["eins zwei drei vier", "fünf sechs sieben", "acht neun zehn elf"]),
        ("a" * 15 + " " + "b" * 15 + " " + "c" * 15 + " " + "d" * 15, ["a" * 15, "b" * 15, "c" * 15 + " …"]),
    ],
)  # fmt: skip
def test_namen_werden_umbrochen(name: str, zeilen: list[str]) -> None:
    assert umbrochen(name) == zeilen
