"""Invented teams that have agreed on figures, and the key of the place that puts them together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

from benchmarks.demo.erzeugen import demo_team

from fallbuch.einrichtung import Einrichtung
from fallbuch.kontakte.schloss import Leseschluessel, verschliesse
from fallbuch.regelwerk.laden import lade_vorlagen
from fallbuch.regelwerk.vokabular import REGELDATEI, TEAMDATEI
from fallbuch.statistik.verbund import Verbund, lade_verbund
from fallbuch.statistik.werk import Zahlenwerk
from fallbuch.statistik.zeitraum import Zeitraum, zeitraum_des_quartals
from fallbuch.team import Team, oeffne
from fallbuch.text.quelle import aus_bytes
from fallbuch.verbund.paket import Paket
from fallbuch.verbund.zaehlung import Gemeinsamzaehler
from fallbuch.zeit import quartal_aus

HEUTE = date(2026, 7, 10)
ALLE_KENNZAHLEN = (
    "zugang, menschen, bewegung, struktur, kontaktdichte, stufen, beginn, einvernehmen, massnahmen, ergebnis, dauer, aufwand, nachbetreuung, wartende"
)  # fmt: skip
SCHLUESSEL = Leseschluessel.neu()


def vereinbart(namen: list[str], kennzahlen: str = ALLE_KENNZAHLEN, mehr: str = "") -> str:
    """Return the text of an agreement: two channels of the demo team are one, one keeps its name, two nobody knows."""
    return (
        f"verbund: Verbund Mitte\nschluessel: {SCHLUESSEL.oeffentlich}\nmitglieder: [{', '.join(namen)}]\nkennzahlen: [{kennzahlen}]\n{mehr}"
        "woerter:\n  zugangswege:\n    Runder Tisch: []\n    Beratung: [VAMV Beratung, Beratungstag]\n"
    )


def verbund(namen: list[str], kennzahlen: str = ALLE_KENNZAHLEN, mehr: str = "") -> Verbund:
    """Return such an agreement, read."""
    return _gelesen(vereinbart(namen, kennzahlen, mehr))


@cache
def _gelesen(text: str) -> Verbund:
    gelesen, befunde = lade_verbund(text.encode())
    assert gelesen is not None, befunde
    return gelesen


@cache
def dateien(faelle: int, seed: int) -> dict[str, str]:
    """Return the files of an invented team; each case has a number that no other team has."""
    alle = demo_team(faelle, seed)
    ergebnis = {}
    for name, text in alle.items():
        kennung = name.removeprefix("faelle/").removesuffix(".md") if name.startswith("faelle/") else ""
        neue = f"T{seed}x{kennung}"
        ergebnis[name.replace(kennung, neue) if kennung else name] = (
            re.sub(rf"^ID: {re.escape(kennung)}$", f"ID: {neue}", text, flags=re.MULTILINE) if kennung else text
        )
    return ergebnis


def team_aus(alle: dict[str, str], name: str, heute: date = HEUTE) -> Team:
    """Open a team whose files lie nowhere."""
    vorlagen = {n: alle[n].replace("Demo-Team", name).encode() for n in (TEAMDATEI, REGELDATEI)}
    datei, regelwerk, _ = lade_vorlagen(vorlagen)
    einrichtung = Einrichtung(
        wurzel=Path("/nirgends"), datei=replace(datei, name=name), regelwerk=regelwerk, befunde=()
    )
    faelle = [aus_bytes(n, t.encode()) for n, t in sorted(alle.items()) if n.startswith("faelle/")]
    return oeffne(einrichtung, stichtag=heute, heute=heute, dateien=faelle)


def quartal(name: str, stichtag: date = HEUTE) -> Zeitraum:
    """Return a quarter as it is looked at on a day."""
    gelesen = quartal_aus(name, kalender=False)
    assert gelesen is not None
    return zeitraum_des_quartals(gelesen, stichtag)


def gezaehlt(werk: Zahlenwerk, vereinbarung: Verbund, name: str, wer: str = "Team 1", fassung: int = 1) -> Paket:
    """Return a team's package of a quarter."""
    zaehler = Gemeinsamzaehler(werk.stoff, quartal(name), vereinbarung)
    return Paket(
        verbund=vereinbarung.verbund, team=wer, quartal=name, fassung=fassung, vereinbarung=vereinbarung.kennung, woerter=vereinbarung.woerter, regeln="r", gezaehlt_am=HEUTE,
        programm="1", zahlen=zaehler.zahlen(), nicht_zuordenbar=zaehler.nicht_zuordenbare(),
    )  # fmt: skip


def verschlossen(*pakete: Paket) -> Iterator[tuple[str, bytes]]:
    """Yield packages as they lie in a folder."""
    for n, paket in enumerate(pakete):
        yield f"{n:03}.age", verschliesse(paket.als_bytes(), [SCHLUESSEL.oeffentlich])
