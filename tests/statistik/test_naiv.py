"""A second implementation of the figures, written from their definitions and not from the engine, agrees in every cell."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from functools import cache
from itertools import product
from pathlib import Path
from random import Random
from statistics import mean, median

import pytest

from fallbuch.akte.modell import Fall
from fallbuch.bestand.laden import lade_bestand
from fallbuch.bestand.protokoll import lade_protokoll
from fallbuch.einrichtung import richte_ein
from fallbuch.regelwerk.laden import lade_regelwerk, lade_team
from fallbuch.regelwerk.modell import Regelwerk
from fallbuch.statistik.bausteine import Stoff
from fallbuch.statistik.kennzahl import Massart
from fallbuch.statistik.laden import Kennzahlenbuch
from fallbuch.statistik.tabelle import Anteil, Anzahl, Kennwert, Quotient, Rohtabelle
from fallbuch.statistik.tafeln import tafeln_aus
from fallbuch.statistik.werk import Zahlenwerk
from fallbuch.statistik.zeitraum import Zeitraum, quartale_bis, seit_beginn, zeitraum_des_jahres
from fallbuch.team import oeffne
from tests.statistik import naiv
from tests.statistik.menschen import Mensch, Phase, Zeilen, phasen_von
from tests.statistik.naiv import Bild
from tests.statistik.zufallsbestand import TEAM, bestand, protokoll

WURZEL = Path(__file__).parents[2]
LANG = bool(os.environ.get("FALLBUCH_LANG"))
BESTAENDE, TEILE = (200, 10) if LANG else (60, 3)
EINFUEHRUNG = date(2027, 10, 31)
SUMMEN: dict[Massart, Callable[[Sequence[float]], float]] = {
    Massart.SUMME: sum,
    Massart.MEDIAN: median,
    Massart.MITTEL: mean,
}


@cache
def regelwerk(mit_einfuehrung: bool) -> Regelwerk:
    text = f"einfuehrung: {EINFUEHRUNG}\n" if mit_einfuehrung else ""
    geladen, befunde = lade_regelwerk(text.encode(), lade_team(TEAM.encode())[0])
    assert befunde == []
    return geladen


def phasen(faelle: Iterable[Fall], stichtag: date, einfuehrung: date | None = None) -> list[Phase]:
    return [phase for fall in faelle for phase in phasen_von(Mensch(fall, stichtag, einfuehrung))]


def zelle(art: Massart, zeilen: Zeilen, bild: Bild) -> object:
    """Return what the second implementation makes of the lines of one cell."""
    dinge, werte = {z.was for z in zeilen}, [z.wert for z in zeilen if z.wert is not None]
    match art:
        case Massart.ANZAHL:
            return "Anzahl", len(dinge)
        case Massart.ANTEIL:
            return "Anteil", sum(werte), len(dinge)
        case Massart.JE_100_OFFENE:
            return "Quotient", len(dinge), len(bild.offene)
        case Massart.JE_BERATER:
            return "Quotient", len(dinge), naiv.berater(bild)
        case _:
            return "Kennwert", pytest.approx(SUMMEN[art](werte), abs=1e-9) if werte else None


def gefunden(wert: object) -> object:
    """Return what the engine says in the same form."""
    match wert:
        case Anzahl():
            return "Anzahl", wert.zahl
        case Anteil():
            return "Anteil", wert.treffer, wert.basis
        case Kennwert():
            return "Kennwert", wert.wert
        case Quotient():
            return "Quotient", wert.zaehler, wert.nenner
        case _:
            raise AssertionError(wert)


def vergleiche_tabelle(roh: Rohtabelle, zeilen: Zeilen, bild: Bild) -> int:
    """Hold every cell and total of one table against the second implementation; returns how many are not zero."""
    tabelle = roh.tabelle
    ort = tabelle.schluessel, bild.zeitraum.name, bild.stichtag
    assert len(set(roh.zeilen)) == len(roh.zeilen), (ort, "a row twice", roh.zeilen)
    assert len(set(roh.spalten)) == len(roh.spalten), (ort, "a column twice", roh.spalten)
    fremde = {(z.zeile, z.spalte) for z in zeilen} - set(product(roh.zeilen, roh.spalten))
    assert not fremde, (ort, "outside the grid", fremde)
    masse = {mass.titel: mass.art for mass in tabelle.masse}
    summenzeilen: Sequence[str | None] = (None,) if tabelle.zeilen else ()
    summenspalten: Sequence[str | None] = (None,) if tabelle.spalten else ()
    orte = set(product((*roh.zeilen, *summenzeilen), (*roh.spalten, *summenspalten)))
    assert set(roh.werte) == orte, (ort, set(roh.werte) ^ orte)
    nicht_null = 0
    for zeile, spalte in orte:
        der_zelle = [z for z in zeilen if zeile in {None, z.zeile} and spalte in {None, z.spalte}]
        wert = roh.werte[zeile, spalte]
        art = Massart.ANZAHL if tabelle.spalten else masse[str(spalte)]
        assert gefunden(wert) == zelle(art, der_zelle, bild), (*ort, zeile, spalte, der_zelle)
        assert wert.personen.zahl == len({z.person for z in der_zelle}), (*ort, zeile, spalte, "people", der_zelle)
        nicht_null += bool(der_zelle)
    assert roh.personen.zahl == len({z.person for z in zeilen}), (ort, "people of the table")
    return nicht_null


def vergleiche_zeitraum(werk: Zahlenwerk, bild: Bild) -> Counter[str]:
    """Compare all tables of a period; returns in how many cells something was counted."""
    roh, zweite = werk.roh(bild.zeitraum), naiv.zaehle_alles(bild)
    assert set(roh) == set(zweite), set(roh) ^ set(zweite)
    gesehen = Counter({name: vergleiche_tabelle(roh[name], zeilen, bild) for name, zeilen in zweite.items()})
    for name, tabelle in roh.items():
        # Of all time nothing is expected: the log begins later than the cases.
        mit_erwartung = name == "zugang" and bild.zeitraum.schluessel != "gesamt"
        assert dict(tabelle.erwartet) == (naiv.erwartet(bild) if mit_erwartung else {}), name
    fluss = {zeile: roh["bewegung"].werte[zeile, "Anzahl"] for zeile in roh["bewegung"].zeilen}
    zahlen = {zeile: wert.zahl for zeile, wert in fluss.items() if isinstance(wert, Anzahl)}
    ende = zahlen["offen am Anfang"] + zahlen["neu"] + zahlen["wieder aufgenommen"] - zahlen["abgeschlossen"]
    assert ende == zahlen["offen am Ende"], (bild.zeitraum, zahlen)
    return gesehen


def zeitraeume(stichtag: date) -> list[Zeitraum]:
    """Return eight quarters, one year and all time."""
    quartale = quartale_bis(stichtag, 8, kalender=False)
    jahr = zeitraum_des_jahres(stichtag.year, stichtag, kalender=False)
    return [*quartale, *([jahr] if jahr.von <= stichtag else []), seit_beginn(date(2027, 3, 1), stichtag)]


def merkmale(phasen: Sequence[Phase], stichtag: date) -> Counter[str]:
    """Count what the stocks must hold so that the comparison means something."""
    eintraege = [e for phase in phasen for _, e in phase.eintraege]
    return Counter(
        {
            "phases": len(phasen),
            "reopened": sum(not p.neu for p in phasen),
            "closed": sum(p.ende is not None for p in phasen),
            "closed twice": sum(sum(e.art == "Abschluss" for _, e in p.eintraege) > 1 for p in phasen),
            "pauses": sum(len(p.pausen) for p in phasen),
            "late entries": sum(e.angaben.nachgetragen_am is not None for e in eintraege),
            "before the beginning": sum(bool(p.eintraege) and p.eintraege[0][0] < p.beginn for p in phasen),
            "entries after the key date": sum(
                len(p.mensch.ganze_datei) > len(p.mensch.eintraege) for p in phasen if p.neu
            ),
        }
    )


@pytest.mark.parametrize("teil", range(TEILE))
def test_zufaellige_bestaende(teil: int) -> None:
    """200 random stocks (60 in the short form) of 8 to 15 cases over eight quarters, a year and all time; every fifth with a day of introduction."""
    gesehen: Counter[str] = Counter()
    for seed in range(teil * BESTAENDE // TEILE, (teil + 1) * BESTAENDE // TEILE):
        rng = Random(f"bestand-{seed}")
        geladen = regelwerk(seed % 5 == 0)
        stichtag = date(2028, 1, 1) + timedelta(days=rng.randrange(731))
        akten = lade_bestand(bestand(rng), geladen, stichtag, stichtag, {})
        log, _ = lade_protokoll(protokoll(rng), geladen.vokabular, stichtag)
        stoff = Stoff(tafeln_aus(akten, log, geladen, stichtag), stichtag)
        werk = Zahlenwerk(stoff, Kennzahlenbuch(), kalender=False, geheimnis=b"")
        alle = phasen((akte.fall for akte in akten), stichtag, geladen.einfuehrung)
        gesehen += merkmale(alle, stichtag)
        for zeitraum in zeitraeume(stichtag):
            try:
                gesehen += vergleiche_zeitraum(werk, Bild(alle, log, geladen.vokabular, stichtag, zeitraum))
            except AssertionError as fehler:
                fehler.add_note(f"stock {seed}, key date {stichtag}, {zeitraum.name}: {zeitraum.spanne}")
                raise
    erwartete = {*werk.roh(zeitraum), *merkmale(alle, stichtag)}
    assert not (erwartete - set(+gesehen)), "the stocks must put every table to the test"


def test_das_demo_team() -> None:
    """The demo team of the repository, over all periods of its pages."""
    team = oeffne(richte_ein(WURZEL), stichtag=date(2026, 6, 30), heute=date(2026, 6, 30))
    alle = phasen((akte.fall for akte in team.akten), team.stichtag, team.regelwerk.einfuehrung)
    # The shipped figures alone: what the team declares itself has no second implementation.
    werk = Zahlenwerk(team.zahlenwerk.stoff, Kennzahlenbuch(), kalender=False, geheimnis=b"")
    assert len(werk.zeitraeume) >= 10
    gesehen: Counter[str] = Counter()
    for zeitraum in werk.zeitraeume:
        bild = Bild(alle, team.protokoll, team.regelwerk.vokabular, team.stichtag, zeitraum)
        gesehen += vergleiche_zeitraum(werk, bild)
    assert len(gesehen) >= 28, gesehen
