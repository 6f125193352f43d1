"""Which figures a change touches. Never a value: one known case that moves a figure would give it away."""

from __future__ import annotations

from collections.abc import Sequence

from fallbuch.akte.protokoll import Protokoll
from fallbuch.bestand.laden import Akte
from fallbuch.statistik.bausteine import Stoff
from fallbuch.statistik.tafeln import tafeln_aus
from fallbuch.statistik.werk import Zahlenwerk
from fallbuch.statistik.zeitraum import Zeitraumart
from fallbuch.team import Team
from fallbuch.vergleich.modell import Zahlenfolge


def beruehrte(alt: Team, neu: Team, paare: Sequence[tuple[Akte | None, Akte | None]]) -> list[Zahlenfolge]:
    """Return the figures of each quarter that changed cases have a share in, newest quarter first.

    Cases count one by one, so it is enough to count those that differ, in both states.
    """
    mit_protokoll = alt.protokoll != neu.protokoll
    werke = [
        _werk(team, [paar[seite] for paar in paare], team.protokoll if mit_protokoll else Protokoll())
        for seite, team in enumerate((alt, neu))
    ]
    ergebnis = []
    for zeitraum in min(werke, key=lambda w: w.beginn).zeitraeume:
        if zeitraum.art is not Zeitraumart.QUARTAL:
            continue
        davor, jetzt = (w.roh(zeitraum) for w in werke)
        titel = [
            k.titel
            for k in neu.einrichtung.kennzahlen.kennzahlen
            if any(davor.get(t.schluessel) != jetzt.get(t.schluessel) for t in k.tabellen)
        ]
        if titel:
            freigegeben = neu.register.blatt(zeitraum.schluessel) is not None
            ergebnis.append(Zahlenfolge(zeitraum.name, titel, freigegeben))
    return ergebnis


def _werk(team: Team, akten: Sequence[Akte | None], protokoll: Protokoll) -> Zahlenwerk:
    tafeln = tafeln_aus([a for a in akten if a is not None], protokoll, team.regelwerk, team.stichtag)
    # Exact figures alone are compared: nothing is drawn.
    return Zahlenwerk(
        Stoff(tafeln, team.stichtag), team.einrichtung.kennzahlen, kalender=team.datei.kalenderquartale, geheimnis=b""
    )
