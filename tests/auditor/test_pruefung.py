"""The audit against counting by brute force, and against what everybody can work out by hand."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import product

import pytest

from fallbuch.auditor.ziele import GROESSTE, KLEINSTE, MINDESTENS_WERTE, Zielart
from fallbuch.statistik.runden import gerundet
from fallbuch.statistik.tabelle import Schutztabelle
from tests.auditor.hilfen import blatt, einfach, gekreuzt, geprueft, jahr, quartal, verraten

Q1, Q2, Q3, Q4 = (quartal(2026, n) for n in range(1, 5))
LANG = bool(os.environ.get("FALLBUCH_LANG"))
WEGE = ("A", "B", "C", "D")


def wege(*zahlen: int) -> dict[str, int]:
    return dict(zip(WEGE, zahlen, strict=False))


def test_sieben_sieben_sieben_zwei_wird_verraten() -> None:
    assert verraten(blatt(einfach(Q1, "wege", wege(7, 7, 7, 2)))) == {("2026Q1|wege|D|Anzahl", (2,))}


def test_ohne_die_summe_nicht() -> None:
    assert verraten(blatt(einfach(Q1, "wege", wege(7, 7, 7, 2), ohne_summe=True))) == set()


def test_zwei_tabellen_verraten_was_keine_allein_verraet() -> None:
    erste = einfach(Q1, "wege", wege(7, 7, 7, 2), ohne_summe=True)
    zweite = einfach(Q1, "beginn", {"neu": 12, "wieder": 11}, feld="Beginn")
    assert verraten(blatt(erste)) == verraten(blatt(zweite)) == set()
    assert ("2026Q1|wege|D|Anzahl", (2,)) in verraten(blatt(erste, zweite))


def test_ein_jahr_verraet_seine_quartale() -> None:
    quartale = [blatt(einfach(q, "wege", {"A": n, "B": 40})) for q, n in ((Q1, 7), (Q2, 7), (Q3, 7), (Q4, 2))]
    assert verraten(*quartale) == set()
    assert ("2026Q4|wege|A|Anzahl", (2,)) in verraten(
        *quartale, blatt(einfach(jahr(2026), "wege", {"A": 23, "B": 160}))
    )


def test_das_ende_eines_quartals_ist_der_anfang_des_naechsten() -> None:
    """Open at the end of the first and at the beginning of the second are the same people."""
    stufen = {"feld": "Betreuungsstufe", "wann": "offen"}
    erstes = blatt(einfach(Q1, "stufen", {"IN": 7, "IK": 7, "IG": 7, "IF": 2}, ohne_summe=True, **stufen))
    anfang = einfach(Q2, "anfang", {"neu": 23}, feld="Beginn", wann="offen am Anfang")
    assert verraten(erstes) == set()
    assert ("2026Q1|stufen|IF|Anzahl", (2,)) in verraten(erstes, blatt(anfang))


def test_eine_aenderung_wird_verraten() -> None:
    """Seven ways that change by nothing but one: both sums stand at the edge of what they round to."""
    vorher = einfach(Q1, "wege", wege(12, 12, 12, 7))
    nachher = einfach(Q2, "wege", wege(12, 12, 12, 2))
    arten = {leck.ziel.art for leck in geprueft(blatt(vorher), blatt(nachher))[2].lecks}
    assert Zielart.AENDERUNG in arten or Zielart.ZAHL in arten


def test_dass_niemand_fehlt_ist_eine_aussage_ueber_alle() -> None:
    tabelle = einfach(Q1, "wege", {"A": 12, "B": 0})
    genau = einfach(Q1, "beginn", {"neu": 7, "wieder": 6}, feld="Beginn")
    assert gerundet(13) == 15
    lecks = geprueft(blatt(tabelle, genau))[2].lecks
    reste = [
        leck for leck in lecks if leck.ziel.art is Zielart.REST and leck.ziel.aussage.zahl == "2026Q1|wege|A|Anzahl"
    ]
    assert [leck.moeglich for leck in reste] in ([], [(1, 2)])


def _alle_2x2(hoechstens: int) -> Iterator[tuple[int, int, int, int]]:
    yield from product(range(hoechstens + 1), repeat=4)


FELDER = ("Zugangsweg", "Beginn")
ORTE = (("A", "x"), ("A", "y"), ("B", "x"), ("B", "y"))


def _summen(zellen: Sequence[int]) -> dict[tuple[str | None, str | None], int]:
    """Count a 2 x 2 table with its margins, without any code of the auditor."""
    a, b, c, d = zellen
    return {
        ("A", "x"): a, ("A", "y"): b, ("B", "x"): c, ("B", "y"): d, ("A", None): a + b, ("B", None): c + d,
        (None, "x"): a + c, (None, "y"): b + d, (None, None): a + b + c + d,
    }  # fmt: skip


def _gezeigt(zellen: Sequence[int], *, innen: bool) -> tuple[tuple[tuple[str | None, str | None], int], ...]:
    return tuple(
        (ort, 5 * ((n + 2) // 5)) for ort, n in _summen(zellen).items() if innen or ort[0] is None or ort[1] is None
    )


@pytest.mark.parametrize("innen", [True, False])
def test_gegen_stumpfes_durchzaehlen(innen: bool) -> None:
    """All 2 x 2 tables with cells up to 4 (in the short form 3), whole or by their margins alone: every number that others could work out."""
    moeglich: dict[object, dict[object, set[int]]] = defaultdict(lambda: defaultdict(set))
    # Printed numbers of such tables allow no cell above 12.
    for zellen in _alle_2x2(7 if innen else 12):
        je = moeglich[_gezeigt(zellen, innen=innen)]
        summen = _summen(zellen)
        for ort, n in summen.items():
            je[ort].add(n)
            for ganzes in ((None, ort[1]), (ort[0], None)):
                if ganzes != ort:
                    je[ort, ganzes].add(summen[ganzes] - n)
    gesehen = 0
    for zellen in {_gezeigt(z, innen=innen): z for z in _alle_2x2(GROESSTE if LANG else 3)}.values():
        tabelle = gekreuzt(Q1, "t", dict(zip(ORTE, zellen, strict=True)), FELDER, innen=innen)
        assert {o: w.zahl for o, w in tabelle.werte.items()} == dict(_gezeigt(zellen, innen=innen))
        _, ziele_, pruefung = geprueft(blatt(tabelle))
        assert not pruefung.widerspruch
        je = moeglich[_gezeigt(zellen, innen=innen)]
        lecks = {leck.ziel.name for leck in pruefung.lecks}
        for ziel in ziele_:
            ort = ziel.aussage.ort
            schluessel: object = ort if ziel.bezug is None else (ort, ziel.bezug.ort)
            werte = je[schluessel]
            unten = 0 if ziel.art is Zielart.REST else KLEINSTE
            soll = len(werte) < MINDESTENS_WERTE and any(unten <= w <= GROESSTE for w in werte)
            assert (ziel.name in lecks) == soll, (zellen, ziel.name, sorted(werte))
            gesehen += soll
    assert gesehen > 20, "some of these tables must leak, or nothing was compared"


def test_was_zu_vielfach_ist_wird_nicht_geprueft_und_nicht_freigegeben() -> None:
    from fallbuch.auditor.aufbau import ZuVielfach, baue

    viele = [f"k{n}" for n in range(20)]
    namen = ("Zugangsweg", "Betreuungsstufe", "Arbeitsmarktstatus", "Grund")
    kreuz: list[Schutztabelle] = [
        gekreuzt(Q1, f"t{i}{j}", dict.fromkeys(product(viele, viele), 5), (namen[i], namen[j]))
        for i, j in ((0, 1), (1, 2), (0, 2), (2, 3), (0, 3), (1, 3))
    ]
    with pytest.raises(ZuVielfach) as fehler:
        baue([blatt(*kreuz)])
    assert fehler.value.felder == tuple(sorted(namen))


def test_was_die_zeit_nicht_zulaesst_wird_verweigert() -> None:
    from fallbuch.auditor.pruefung import pruefe

    aufbau, ziele_, _ = geprueft(blatt(einfach(Q1, "wege", wege(30, 2, 3, 4))))
    verspaetet = pruefe(aufbau.modell, ziele_, -1.0)
    assert len(verspaetet.lecks) == len(ziele_) > 0
    assert all(leck.zeit_um for leck in verspaetet.lecks)
