"""What the auditor knows of people beside their phases, against people as whole lives (`lebenslauf.py`)."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import replace
from random import Random

import pytest

from fallbuch.auditor.aussagen import Grundmenge
from fallbuch.auditor.beziehungen import ERSTE
from fallbuch.auditor.gruppen import Aufbau
from fallbuch.auditor.modell import Herkunft
from fallbuch.auditor.ziele import Ziel, Zielart
from fallbuch.freigabe.mitwisser import grenzen
from fallbuch.regelwerk.modell import Regelwerk
from fallbuch.statistik.begriffe import begriffe
from fallbuch.statistik.kennzahl import Posten
from fallbuch.statistik.tabelle import Schutztabelle
from fallbuch.statistik.zeitraum import Zeitraum, zeitraum_des_jahres
from fallbuch.zeit import Quartal
from tests.auditor.hilfen import HEUTE, Blatt, blatt, einfach, geprueft, gezaehlt, jahr, phasen, quartal, verraten
from tests.auditor.lebenslauf import JAHR, QUARTALE, ZEILEN, Ruhige, Zahlen, alle_leben, modell
from tests.hilfen import regelwerk_aus

LANG = bool(os.environ.get("FALLBUCH_LANG"))
#: Some of the short form are chosen: there each line of the model shows that it is needed.
VERSUCHE = range(200) if LANG else (15, 19, 20, 35, 99, *range(5))
ZEITRAEUME = {JAHR: jahr(2026), **{q: quartal(2026, n) for n, q in enumerate(QUARTALE, start=1)}}
POSTEN = {
    p.titel: p
    for p in (
        Posten(zaehlt="Phasen", wann="offen am Anfang", titel="offen am Anfang"),
        Posten(zaehlt="Phasen", wann="begonnen", nur=("neu",), titel="neu"),
        Posten(zaehlt="Phasen", wann="begonnen", nur=("wieder aufgenommen",), titel="wieder aufgenommen"),
        Posten(zaehlt="Phasen", wann="abgeschlossen", titel="abgeschlossen"),
        Posten(zaehlt="Phasen", wann="offen", titel="offen am Ende"),
        Posten(zaehlt="Menschen", wann="in Beratung", titel="in Beratung"),
        Posten(zaehlt="Menschen", wann="in Beratung", nur=("beraten",), titel="davon beraten"),
    )
}


@pytest.fixture(scope="module")
def regeln() -> Regelwerk:
    return regelwerk_aus()[0]


def _blatt(zeitraum: Zeitraum, zahlen: dict[str, int], regeln: Regelwerk) -> Blatt:
    t = gezaehlt(zeitraum, "t", {POSTEN[zeile]: n for zeile, n in zahlen.items()})
    worte = tuple(begriffe(t.tabelle, p, regeln.vokabular, zeitraum) for p in t.tabelle.posten)
    return blatt(replace(t, begriffe=worte))


def _blaetter(zahlen: Zahlen, regeln: Regelwerk) -> list[Blatt]:
    je = {z: {zeile: n for (dort, zeile), n in zahlen.items() if dort == z} for z in ZEITRAEUME}
    return [_blatt(ZEITRAEUME[z], hier, regeln) for z, hier in je.items() if hier]


def _wahre(rng: Random, ruhige: Ruhige) -> Counter[tuple[str, str]]:
    """Draw few people, most of them of a few kinds: then figures come near to giving somebody away."""
    arten = rng.sample(alle_leben(ruhige), rng.choice((2, 5, 12)))
    zahlen: Counter[tuple[str, str]] = Counter()
    for leben in rng.choices(arten, k=rng.choice((4, 9, 25))):
        zahlen.update(dict(leben.zahlen()))
    return zahlen


def _stelle(zahl: str) -> tuple[str, str]:
    zeitraum, _, zeile, _ = zahl.split("|")
    return zeitraum, zeile


def _summe(ziel: Ziel, summen: dict[tuple[str, str], dict[int, int]]) -> dict[int, int]:
    mal = -1 if ziel.art is Zielart.REST else 1
    summe = Counter({a: f * mal for a, f in summen[_stelle(ziel.aussage.zahl)].items()})
    if ziel.bezug is not None:
        for a, f in summen[_stelle(ziel.bezug.zahl)].items():
            summe[a] -= f * mal
    return {a: f for a, f in summe.items() if f}


def _halte_ruhig(aufbau: Aufbau, ruhige: Ruhige) -> None:
    for q in ruhige:
        for wann in ("begonnen", "abgeschlossen"):
            for gruppe in aufbau.gruppen[Grundmenge("Phasen", wann, q)]:
                aufbau.modell.halte(dict.fromkeys(gruppe.atome.values(), 1), 0, 0, Herkunft())


def test_dieselben_grenzen_wie_ganze_lebenslaeufe(regeln: Regelwerk) -> None:
    """Whatever is printed of quarters and their year: each number has the same smallest and largest value in both models."""
    verglichen = 0
    for seed in VERSUCHE:
        rng = Random(f"leben-{seed}")
        ruhige = frozenset(rng.sample(QUARTALE, 2))
        wahr = _wahre(rng, ruhige)
        wie_oft, genau = rng.choice((0.3, 0.5, 0.8)), rng.choice((0.3, 0.6, 0.9))
        stellen = [(z, zeile) for z in ZEITRAEUME for zeile in ZEILEN if rng.random() < wie_oft]
        gedruckt = {stelle: wahr[stelle] for stelle in stellen}
        aufbau, alle, pruefung = geprueft(*_blaetter(gedruckt, regeln))
        assert not pruefung.widerspruch
        if not any(ERSTE in f.bekannte() for f in aufbau.felder.values()):
            continue  # nothing is said of people
        _halte_ruhig(aufbau, ruhige)
        m, summen = modell(gedruckt, ruhige)
        # Rounded numbers leave so much room that what else is known hardly ever shows: some are known exactly.
        for aussage, summe in aufbau.gesagt:
            if aussage.gedruckt is not None and rng.random() < genau:
                stelle = _stelle(aussage.zahl)
                aufbau.modell.halte(dict(summe), wahr[stelle], wahr[stelle], Herkunft())
                m.halte(summen[stelle], wahr[stelle], wahr[stelle], Herkunft())
        hier = rng.sample(alle, min(len(alle), 12))
        anders = {z.name: replace(z, summe=tuple(sorted(_summe(z, summen).items()))) for z in hier}
        # Of the same lives nobody is left to count.
        immer_null = {name: (0, 0) for name, z in anders.items() if not z.summe}
        des_auditors = {z.name: g for z, g in grenzen(aufbau.modell, hier, 60).items()}
        der_leben = {z.name: g for z, g in grenzen(m, [z for z in anders.values() if z.summe], 60).items()}
        assert des_auditors == der_leben | immer_null, (seed, ruhige)
        verglichen += len(des_auditors)
    assert verglichen > 3 * len(VERSUCHE)


Q1, Q2, Q3, Q4 = (ZEITRAEUME[q] for q in QUARTALE)
MENSCHEN = Posten(zaehlt="Menschen", wann="in Beratung", titel="in Beratung")
BERATENE = Posten(zaehlt="Menschen", wann="in Beratung", nur=("beraten",), titel="beraten")
#: Printed as 15 and 5 they are 13 and 3 at least, 132 together; and 132 is the most that is printed as 130.
WENIGE = {f"Weg {n}": 13 for n in range(9)} | {f"kleiner Weg {n}": 3 for n in range(5)}


def _wege(
    zeitraum: Zeitraum, zahlen: dict[str, int], zaehlt: str = "Menschen", wann: str = "in Beratung"
) -> Schutztabelle:
    return einfach(zeitraum, "wege", zahlen, zaehlt=zaehlt, wann=wann, ohne_summe=True)


def _kleine(zeitraum: Zeitraum, zahlen: dict[str, int]) -> set[tuple[str, tuple[int, ...]]]:
    """Return that all small ways are given away."""
    return {(f"{zeitraum.schluessel}|wege|{weg}|Anzahl", (3,)) for weg, n in zahlen.items() if n == 3}


def test_die_menschen_eines_quartals_sind_unter_denen_des_jahres() -> None:
    quartale = blatt(_wege(Q3, WENIGE))
    ganzes = blatt(gezaehlt(ZEITRAEUME[JAHR], "jahr", {MENSCHEN: 132}))
    mehr = blatt(gezaehlt(ZEITRAEUME[JAHR], "jahr", {MENSCHEN: 133}))
    assert verraten(quartale) == verraten(quartale, mehr) == set()
    assert verraten(quartale, ganzes) == _kleine(Q3, WENIGE)


def test_auch_wo_das_jahr_anders_zaehlt() -> None:
    """By another calendar only those quarters that lie in the year are people of it."""
    anderes = zeitraum_des_jahres(2026, HEUTE, kalender=True)
    ganzes = blatt(gezaehlt(anderes, "jahr", {MENSCHEN: 132}))
    assert Quartal(2026, 1).anfang < anderes.von
    assert verraten(blatt(_wege(Q1, WENIGE)), ganzes) == set()
    assert verraten(blatt(_wege(Q3, WENIGE)), ganzes) == _kleine(Q3, WENIGE)


def test_die_menschen_eines_jahres_waren_in_einem_seiner_quartale() -> None:
    """22 at most in the first quarter and 2 in each other: 28 at most in the year, and its ways add up to 28 at least."""
    im_jahr = {"Weg 0": 13} | {f"kleiner Weg {n}": 3 for n in range(5)}
    ganzes = blatt(_wege(ZEITRAEUME[JAHR], im_jahr))
    quartale = [blatt(gezaehlt(q, "q", {MENSCHEN: n})) for q, n in ((Q1, 22), (Q2, 2), (Q3, 2), (Q4, 2))]
    kleine_quartale = {(f"2026Q{n}|q|in Beratung|Anzahl", (2,)) for n in (2, 3, 4)}
    assert verraten(*quartale, ganzes) == _kleine(ZEITRAEUME[JAHR], im_jahr) | kleine_quartale
    assert verraten(*quartale[1:], ganzes) == set()


def test_wer_offen_ist_ist_ein_mensch_in_beratung() -> None:
    offene = _wege(Q1, WENIGE, "Phasen", "offen")
    zu = gezaehlt(Q1, "zu", {phasen("abgeschlossen"): 20})
    assert verraten(blatt(offene, zu)) == set()
    assert verraten(blatt(offene, zu, gezaehlt(Q1, "m", {MENSCHEN: 132}))) == _kleine(Q1, WENIGE)
    # The same number of phases would say nothing: who came back has two of them.
    assert verraten(blatt(offene, zu, gezaehlt(Q1, "m", {MENSCHEN: 133}))) == set()


def test_wer_zuletzt_geschlossen_hat_war_einmal_zum_ersten_mal_da() -> None:
    """Two closed on a way on which nobody is open: they are two people, or one twice, and never nobody."""
    wege = [f"Weg {n}" for n in range(8)]
    # 52 at least and at most; 138 at most and at least.
    offene = einfach(Q1, "offen", dict.fromkeys(wege[:4], 13) | dict.fromkeys((*wege[4:], "x"), 0), wann="offen")
    zu = einfach(Q1, "zu", dict.fromkeys(wege, 17) | {"x": 2}, wann="abgeschlossen")
    menschen = _wege(Q1, dict.fromkeys(wege[:4], 30) | dict.fromkeys(wege[4:], 17) | {"x": 2})
    des_weges = ("2026Q1|wege|x|Anzahl", (1, 2))
    assert des_weges in verraten(blatt(offene, zu, menschen))
    assert des_weges not in verraten(blatt(offene, menschen))


def test_es_sind_nicht_mehr_menschen_als_phasen() -> None:
    """117 at most were open at the beginning and 17 at most began: 134 people at most, and 134 at least by their ways."""
    wege = {f"Weg {n}": 13 for n in range(8)} | {f"kleiner Weg {n}": 3 for n in range(10)}
    menschen = _wege(Q1, wege)
    bewegung = gezaehlt(Q1, "b", {phasen("offen am Anfang"): 117, phasen("begonnen"): 17})
    assert verraten(blatt(menschen)) == set()
    assert verraten(blatt(menschen, bewegung)) == _kleine(Q1, wege)


def test_jeder_beratene_hatte_einen_kontakt() -> None:
    t = _wege(Q1, WENIGE)
    beratene = replace(t, tabelle=replace(t.tabelle, posten=(BERATENE,)), begriffe=(replace(t.begriffe[0], bedingungen=("beraten",)),))  # fmt: skip
    for zahl, soll in ((132, _kleine(Q1, WENIGE)), (133, set())):
        kontakte = gezaehlt(Q1, "k", {Posten(zaehlt="Einträge", wann="im Zeitraum", titel="Einträge"): zahl})
        assert verraten(blatt(beratene, kontakte)) == soll


def test_wer_nicht_beraten_wurde_wird_geschuetzt() -> None:
    """Thirteen on each way, twelve of them advised: one was not."""
    wege = [f"Weg {n}" for n in range(9)]
    alle = einfach(Q1, "alle", dict.fromkeys(wege, 13), zaehlt="Menschen", wann="in Beratung")
    t = einfach(Q1, "beraten", dict.fromkeys(wege, 12), zaehlt="Menschen", wann="in Beratung")
    beratene = replace(t, tabelle=replace(t.tabelle, posten=(BERATENE,)), begriffe=(replace(t.begriffe[0], bedingungen=("beraten",)),))  # fmt: skip
    lecks = geprueft(blatt(alle, beratene))[2].lecks
    reste = {(leck.ziel.aussage.zahl, leck.moeglich) for leck in lecks if leck.ziel.art is Zielart.REST}
    assert reste == {(f"2026Q1|beraten|{weg}|Anzahl", (1,)) for weg in wege}
