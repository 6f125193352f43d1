"""No leak, by counting: the real procedure on small stocks, on every rung; and weaker procedures are caught."""

from __future__ import annotations

import os
from collections import defaultdict
from functools import cache
from random import Random

import pytest

from fallbuch.statistik.kennzahlen import KENNZAHLEN
from fallbuch.statistik.laden import Kennzahlenbuch, lade_kennzahlen
from fallbuch.statistik.los import SCHRITT
from fallbuch.statistik.tabelle import Anzahl
from fallbuch.statistik.werk import Zahlenwerk
from tests.beweis.welten import (
    ARTEN,
    HOECHSTENS,
    QUARTALE,
    Bestand,
    Gewaehlt,
    Spiel,
    Ziel,
    gedruckte,
    kandidaten,
    werk_von,
    ziele,
)
from tests.hilfen import umfang
from tests.statistik.hilfen import naechstes

LANG = "FALLBUCH_LANG" in os.environ
WELTEN = umfang(1_500, 3_000, 200_000)
JE_BESTAND = 400 if LANG else 80
#: What is printed for all people of a stock: it decides how much of a table is shown.
STUFEN = {"nur die Summe": 6, "Zeilen und Spalten": 21, "Zellen": 51}
_WEGE = """\
tabellen:
  wege:
    titel: Offene Phasen nach Zugangsweg und Stufe
    definition: Offene Phasen.
    zaehlt: Phasen
    wann: offen
    zeilen: Zugangsweg
    spalten: Betreuungsstufe
    oeffentlich: ja
"""


@cache
def buch() -> Kennzahlenbuch:
    """Return some of the shipped figures, and one of a team's own that crosses the two fields."""
    alle, befunde = lade_kennzahlen(_WEGE.encode())
    assert befunde == []
    eigene = [k for k in alle.kennzahlen if k not in KENNZAHLEN]
    einige = [k for k in KENNZAHLEN if k.schluessel in {"menschen", "bewegung", "beginn", "wartende"}]
    return Kennzahlenbuch(kennzahlen=(*einige, *eigene))


@cache
def bewegliche() -> frozenset[Ziel]:
    """Return the targets that differ between any two stocks."""
    rng, werte = Random(7), defaultdict(set)
    for _ in range(30):
        werk = werk_von(tuple(rng.choices(ARTEN, k=rng.randint(1, HOECHSTENS))), Gewaehlt(lambda zahl: 0), buch())
        for ziel, wert in ziele(werk).items():
            werte[ziel].add(wert)
    return frozenset(z for z, alle in werte.items() if len(alle) > 1)


def bestand(rng: Random) -> Bestand:
    return tuple(sorted(rng.choices(ARTEN, k=rng.randint(1, 5))))


@pytest.mark.parametrize("stufe", list(STUFEN))
def test_kein_leck(stufe: str) -> None:
    """Each target keeps three values, and each person can be of every kind, or be missing."""
    rng, gefunden, spiel = Random(stufe), 0, Spiel(buch())
    while gefunden < WELTEN / len(STUFEN):
        wahrer = bestand(rng)

        def lose(zahl: int, menschen: int = len(wahrer)) -> int:
            return STUFEN[stufe] if zahl == menschen else rng.choice((0, 0, 3, 3, 3, 6, 9))

        spielraum, wahr = spiel.suche(wahrer, lose, kandidaten(rng, wahrer, JE_BESTAND))
        assert spielraum.enge(wahr, bewegliche()) == [], wahrer
        assert spielraum.arten == set(ARTEN), wahrer
        gefunden += spielraum.welten


def test_jede_stufe_wird_erreicht() -> None:
    """Otherwise the test above would look at the first rung three times."""
    gesehen = set()
    for gedruckt in STUFEN.values():
        werk = werk_von(ARTEN[:6], Gewaehlt(lambda zahl, g=gedruckt: g if zahl >= 4 else 3), buch())  # type: ignore[misc]
        zeitraum = werk.zeitraum(QUARTALE[1])
        assert zeitraum is not None
        tabelle = werk.geschuetzte(zeitraum)["wege"]
        gesehen.add((bool(tabelle.zeilen), any(None not in ort for ort in tabelle.werte)))
    assert gesehen == {(False, False), (True, False), (True, True)}


def _anzahl(werk: Zahlenwerk, quartal: str, zeile: str) -> int:
    zeitraum = werk.zeitraum(quartal)
    assert zeitraum is not None
    wert = werk.roh(zeitraum)["bewegung"].werte[zeile, "Anzahl"]
    assert isinstance(wert, Anzahl)
    return wert.zahl


def _ungelost(werk: Zahlenwerk) -> list[object]:
    return [*gedruckte(werk), b"neu: %d" % _anzahl(werk, QUARTALE[0], "neu")]


def _nach_werten_zusammengelegt(werk: Zahlenwerk) -> list[object]:
    wenige = 1 <= _anzahl(werk, QUARTALE[1], "offen am Ende") <= 2
    return [*gedruckte(werk), b"zusammengelegt" if wenige else b""]


def _schwelle_am_wahren(werk: Zahlenwerk) -> list[object]:
    return [
        *gedruckte(werk),
        b"geteilt" if _anzahl(werk, QUARTALE[1], "offen am Ende") >= 3 else b"nur die Summe",
    ]


GESCHWAECHT = {
    "eine Zahl ungelost": Spiel(buch(), _ungelost),
    "zusammengelegt, wo es wenige sind": Spiel(buch(), _nach_werten_zusammengelegt),
    "eine Schwelle sieht die wahre Zahl": Spiel(buch(), _schwelle_am_wahren),
    "nur gerundet": Spiel(buch(), erlaubt=lambda zahl, los: los == naechstes(zahl, SCHRITT)),
}


@pytest.mark.parametrize("was", list(GESCHWAECHT))
def test_ein_geschwaechtes_verfahren_wird_erkannt(was: str) -> None:
    rng, gerundet = Random(was), was == "nur gerundet"
    for _ in range(12):
        wahrer = tuple(sorted(rng.choices(ARTEN, k=2)))
        lose = (lambda zahl: naechstes(zahl, SCHRITT)) if gerundet else (lambda zahl: 3)
        spielraum, wahr = GESCHWAECHT[was].suche(wahrer, lose, kandidaten(rng, wahrer, 60))
        if spielraum.enge(wahr, bewegliche()):
            return
    pytest.fail("Das Durchzählen hat das geschwächte Verfahren nicht erkannt.")
