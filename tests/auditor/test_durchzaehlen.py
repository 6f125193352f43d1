"""The audit against counting by brute force: all people there could be, and no word of the auditor's own code.

Each test lists every small population, prints it as the rule says, and collects what printed sheets leave possible. The
auditor sees the sheets alone and must name the same numbers with the same possible values.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import product
from typing import TypeVar

import pytest

from fallbuch.auditor.aussagen import Aussage
from fallbuch.auditor.ziele import GROESSTE, KLEINSTE, MINDESTENS_WERTE, Zielart
from fallbuch.statistik.tabelle import Ort
from tests.auditor.hilfen import Blatt, blatt, einfach, gekreuzt, geprueft, quartal

LANG = bool(os.environ.get("FALLBUCH_LANG"))
Q1, Q2 = quartal(2026, 1), quartal(2026, 2)
FELDER = ("Arbeitsmarktstatus", "Beginn", "Zugangsweg")
WORTE = "AB"

T = TypeVar("T")
#: What a population shows: period, table, cell → how many people.
Gezeigtes = dict[tuple[str, str, Ort], int]
#: How many people of each kind there are.
Leute = Mapping[tuple[str, ...], int]


def _gedruckt(gezeigt: Gezeigtes) -> tuple[int, ...]:
    return tuple(5 * ((n + 2) // 5) for n in gezeigt.values())


def _stelle(aussage: Aussage) -> tuple[str, str, Ort]:
    return aussage.zeitraum, aussage.tabelle, aussage.ort


def _verrat(art: Zielart, moeglich: set[int]) -> bool:
    if len(moeglich) >= MINDESTENS_WERTE:
        return False
    unten = 0 if art is Zielart.REST else KLEINSTE
    return any(unten <= (abs(w) if art is Zielart.AENDERUNG else w) <= GROESSTE for w in moeglich)


def _vergleiche(
    alle: Iterable[T], wahre: Iterable[T], zeigt: Callable[[T], Gezeigtes], blaetter: Callable[[T], list[Blatt]]
) -> int:
    """Compare what the auditor says of the sheets of `wahre` with what `alle` leave open; return how many leaks there are.

    `alle` must hold every population whose printed numbers are those of one of `wahre`.
    """
    gleiche: dict[tuple[int, ...], list[Gezeigtes]] = defaultdict(list)
    for leute in alle:
        gezeigt = zeigt(leute)
        gleiche[_gedruckt(gezeigt)].append(gezeigt)
    gesehen = 0
    for gedruckt, leute in {_gedruckt(zeigt(w)): w for w in wahre}.items():
        hier = blaetter(leute)
        zahlen = {
            (b.zeitraum.schluessel, name, ort): w.zahl
            for b in hier
            for name, t in b.tabellen.items()
            for ort, w in t.werte.items()
        }
        assert zahlen == dict(zip(zeigt(leute), gedruckt, strict=True))
        _, ziele, pruefung = geprueft(*hier)
        assert not pruefung.widerspruch
        lecks = {leck.ziel.name: leck.moeglich for leck in pruefung.lecks}
        for ziel in ziele:
            mal = -1 if ziel.art is Zielart.REST else 1
            davon = [(_stelle(ziel.aussage), mal)] + ([(_stelle(ziel.bezug), -mal)] if ziel.bezug is not None else [])
            moeglich = {sum(g[stelle] * m for stelle, m in davon) for g in gleiche[gedruckt]}
            soll = _verrat(ziel.art, moeglich)
            assert lecks.get(ziel.name) == (tuple(sorted(moeglich)) if soll else None), (leute, ziel.name, moeglich)
            gesehen += soll
    return gesehen


def _alle_bis(arten: int, leute: int) -> Iterator[tuple[int, ...]]:
    """Yield all ways in which at most so many people can be of so many kinds."""
    if arten == 0:
        yield ()
        return
    for erste in range(leute + 1):
        for uebrige in _alle_bis(arten - 1, leute - erste):
            yield (erste, *uebrige)


def _zellen(leute: Leute, felder: tuple[str, str]) -> dict[tuple[str, str], int]:
    orte = [FELDER.index(f) for f in felder]
    zellen: dict[tuple[str, str], int] = defaultdict(int)
    for wer, n in leute.items():
        zellen[wer[orte[0]], wer[orte[1]]] += n
    return zellen


def _kreuz(leute: Leute, name: str, felder: tuple[str, str], *, innen: bool = True) -> Gezeigtes:
    zellen = _zellen(leute, felder)
    zeilen, spalten = (tuple(dict.fromkeys(ort[i] for ort in zellen)) for i in (0, 1))
    return {
        ("2026Q1", name, (z, s)): sum(n for (a, b), n in zellen.items() if z in {a, None} and s in {b, None})
        for z in (*zeilen, None)
        for s in (*spalten, None)
        if innen or z is None or s is None
    }


@pytest.mark.parametrize(
    ("spalten", "innen", "wahre_bis", "alle_bis"),
    [
        # With every cell printed, one that could be above 7 is printed as 10; margins alone allow the whole of 12.
        pytest.param("xy", True, 4 if LANG else 3, 7, id="2x2"),
        pytest.param("xy", False, 4 if LANG else 3, 12, id="2x2-nur-raender"),
        # Two at most: everything is printed as 0, sums apart.
        pytest.param("xyz", True, 3 if LANG else 2, 7 if LANG else 2, id="2x3"),
        pytest.param("xyz", False, 2 if LANG else 1, 7 if LANG else 4, id="2x3-nur-raender"),
    ],
)
def test_eine_tabelle(spalten: str, innen: bool, wahre_bis: int, alle_bis: int) -> None:
    """All tables of two lines, whole or by their margins alone."""
    felder = ("Zugangsweg", "Beginn")
    orte = list(product("AB", spalten))

    def leute(zahlen: Iterable[int]) -> Leute:
        return {("", s, z): n for (z, s), n in zip(orte, zahlen, strict=True)}

    def tabelle(zahlen: tuple[int, ...]) -> list[Blatt]:
        return [blatt(gekreuzt(Q1, "t", _zellen(leute(zahlen), felder), felder, innen=innen))]

    gesehen = _vergleiche(
        product(range(alle_bis + 1), repeat=len(orte)),
        product(range(wahre_bis + 1), repeat=len(orte)),
        lambda zahlen: _kreuz(leute(zahlen), "t", felder, innen=innen),
        tabelle,
    )
    assert gesehen > 9, "some of these tables must leak, or nothing was compared"


@pytest.mark.parametrize(
    "kreuze", [((0, 1), (1, 2)), ((0, 1), (1, 2), (0, 2))], ids=["die-mitte-gemeinsam", "im-dreieck"]
)
def test_mehrere_tabellen_derselben_leute(kreuze: tuple[tuple[int, int], ...]) -> None:
    """All populations of three fields, printed as tables of two: two that share a field are audited apart, three are not."""
    arten = list(product("ab", "xy", "AB"))
    bis = 12 if LANG else 7

    def leute(zahlen: Iterable[int]) -> Leute:
        return dict(zip(arten, zahlen, strict=True))

    def zeigt(zahlen: tuple[int, ...]) -> Gezeigtes:
        wer = leute(zahlen)
        return {k: n for i, j in kreuze for k, n in _kreuz(wer, f"t{i}{j}", (FELDER[i], FELDER[j])).items()}

    def blaetter(zahlen: tuple[int, ...]) -> list[Blatt]:
        wer = leute(zahlen)
        paare = [(f"t{i}{j}", (FELDER[i], FELDER[j])) for i, j in kreuze]
        return [blatt(*(gekreuzt(Q1, name, _zellen(wer, f), f) for name, f in paare))]

    # A total of 7 is the largest that is printed as 5, one of 12 the largest that is printed as 10.
    alle = list(_alle_bis(len(arten), bis))
    wahre = [z for z in alle if sum(z) <= (8 if LANG else 3)]
    assert _vergleiche(alle, wahre, zeigt, blaetter) > 9


#: Who is there at the beginning of a quarter, comes and goes in it, comes and goes in the next.
Schritte = tuple[int, ...]


def _staende(schritte: Schritte) -> dict[tuple[str, str], int]:
    da, kommt, geht, kommt_dann, geht_dann = schritte
    return {
        ("2026Q1", "offen am Anfang"): da,
        ("2026Q1", "begonnen"): kommt,
        ("2026Q1", "abgeschlossen"): geht,
        ("2026Q1", "offen"): da + kommt - geht,
        ("2026Q2", "begonnen"): kommt_dann,
        ("2026Q2", "abgeschlossen"): geht_dann,
        ("2026Q2", "offen"): da + kommt - geht + kommt_dann - geht_dann,
    }


def _stroeme(kommen: int, gehen: int) -> Iterator[Schritte]:
    """Yield all ways in which people of one kind can come and go through two quarters."""
    for s in product(*(range(n + 1) for n in (kommen, kommen, gehen, kommen, gehen))):
        if min(_staende(s).values()) >= 0:
            yield s


@pytest.mark.parametrize(
    ("arten", "fehlt", "wahre_bis", "alle_bis"),
    [
        pytest.param(1, "", 4, (7, 7), id="eine-art"),
        # Who is not told how many go knows it from those who came and those who are there.
        pytest.param(1, "abgeschlossen", 4 if LANG else 2, (7, 21) if LANG else (2, 6), id="niemand-sagt-wer-geht"),
        pytest.param(2, "", 2 if LANG else 1, (2, 2), id="zwei-arten"),
    ],
)
def test_zwei_quartale(arten: int, fehlt: str, wahre_bis: int, alle_bis: tuple[int, int]) -> None:
    """All ways to come and go: two sheets that each show who begins, who closes and who is open."""

    def zeigt(leute: tuple[Schritte, ...]) -> Gezeigtes:
        je = [_staende(s) for s in leute]
        return {
            (q, wann, (zeile, "Anzahl")): sum(s[q, wann] for w, s in zip(WORTE, je, strict=False) if zeile in {w, None})
            for q, wann in je[0]
            if wann != fehlt
            for zeile in (*WORTE[:arten], None)
        }

    def blaetter(leute: tuple[Schritte, ...]) -> list[Blatt]:
        je = [_staende(s) for s in leute]
        tabellen = {
            (q, wann): einfach(Q1 if q == "2026Q1" else Q2, wann, {w: s[q, wann] for w, s in zip(WORTE, je, strict=False)}, wann=wann)
            for q, wann in je[0]
            if wann != fehlt
        }  # fmt: skip
        return [blatt(*(t for (quartal_, _), t in tabellen.items() if quartal_ == q)) for q in ("2026Q1", "2026Q2")]

    alle = list(product(_stroeme(*alle_bis), repeat=arten))
    wahre = [leute for leute in alle if all(n <= wahre_bis for s in leute for n in s)]
    assert _vergleiche(alle, wahre, zeigt, blaetter) > 9
