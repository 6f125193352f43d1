"""The demo team has released periods, by the same way as any other team."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from fallbuch.freigabe.entwurf import Auswahl, entwurf
from fallbuch.freigabe.freigeben import gib_frei
from fallbuch.team import oeffne, richte_ein

#: Periods before the newest one; that one is left to whoever tries it.
ZEITRAEUME = ("2025Q3", "2025Q4", "2026Q1")
_VERSUCHE = 3


def gib_demo_frei(ordner: Path, stichtag: date) -> list[str]:
    """Release the periods of a team in a folder, following proposals; returns those that were released."""
    freigegebene = []
    for name in ZEITRAEUME:
        auswahl = Auswahl()
        for _ in range(_VERSUCHE):
            team = oeffne(richte_ein(ordner), stichtag=stichtag, heute=stichtag)
            zeitraum = team.zahlenwerk.zeitraum(name)
            if zeitraum is None or zeitraum.ende < team.zahlenwerk.beginn:
                break
            # Without a state of git: the same team has the same files wherever it is made.
            ausgang = gib_frei(team, entwurf(team.zahlenwerk, zeitraum, auswahl), commit="")
            if ausgang.freigegeben:
                freigegebene.append(name)
                break
            if not ausgang.vorschlaege:
                break
            auswahl = auswahl.und(ausgang.vorschlaege[0].auswahl)
    return freigegebene
