"""The audit against what everybody can work out by hand; what it cannot decide is refused."""

from __future__ import annotations

from itertools import product

import pytest

from fallbuch.auditor.ziele import Zielart
from fallbuch.statistik.runden import gerundet
from fallbuch.statistik.tabelle import Schutztabelle
from tests.auditor.hilfen import blatt, einfach, gekreuzt, geprueft, jahr, quartal, verraten

Q1, Q2, Q3, Q4 = (quartal(2026, n) for n in range(1, 5))
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
