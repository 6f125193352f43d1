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
from fallbuch.statistik.zeitraum import Zeitraum
from tests.auditor.hilfen import Blatt, blatt, gezaehlt, geprueft, jahr, quartal, verraten
from tests.auditor.lebenslauf import JAHR, QUARTALE, ZEILEN, Ruhige, Zahlen, alle_leben, modell
from tests.hilfen import regelwerk_aus

LANG = bool(os.environ.get("FALLBUCH_LANG"))
VERSUCHE = 200 if LANG else 12
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
    for seed in range(VERSUCHE):
        rng = Random(f"leben-{seed}")
        ruhige = frozenset(rng.sample(QUARTALE, 2))
        wahr = _wahre(rng, ruhige)
        wie_oft = rng.choice((0.4, 0.6, 0.8))
        stellen = [(z, zeile) for z in ZEITRAEUME for zeile in ZEILEN if rng.random() < wie_oft]
        gedruckt = {stelle: wahr[stelle] for stelle in stellen}
        aufbau, alle, pruefung = geprueft(*_blaetter(gedruckt, regeln))
        assert not pruefung.widerspruch
        if not any(ERSTE in f.bekannte() for f in aufbau.felder.values()):
            continue  # nothing is said of people
        _halte_ruhig(aufbau, ruhige)
        m, summen = modell(gedruckt, ruhige)
        hier = rng.sample(alle, min(len(alle), 6))
        anders = {z.name: replace(z, summe=tuple(sorted(_summe(z, summen).items()))) for z in hier}
        # Of the same lives nobody is left to count.
        immer_null = {name: (0, 0) for name, z in anders.items() if not z.summe}
        des_auditors = {z.name: g for z, g in grenzen(aufbau.modell, hier, 60).items()}
        der_leben = {z.name: g for z, g in grenzen(m, [z for z in anders.values() if z.summe], 60).items()}
        assert des_auditors == der_leben | immer_null, (seed, ruhige)
        verglichen += len(des_auditors)
    assert verglichen > 3 * VERSUCHE
