"""A team in memory from a few case files."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from fallbuch.akte.protokoll import Protokoll
from fallbuch.einrichtung import Einrichtung
from fallbuch.prozess.laden import lade_prozesse
from fallbuch.regelwerk.faelligkeit import Dringlichkeit, Faelligkeit
from fallbuch.regelwerk.fristen import dringlichkeit_am
from fallbuch.regelwerk.laden import lade_regelwerk, lade_team
from fallbuch.team import Team
from tests.hilfen import HEUTE, TEAM_YML, akten, fall, quelle

#: A folder in which a team has nothing of its own.
NIRGENDS = Path("nirgends")
ERSTES = "## 2026-01-14 Erstgespräch (Jana)\n\nBetreuungsstufe: {stufe}\n\n"


def team(
    *inhalte: str, stichtag: str = "2026-06-30", team_yml: str = TEAM_YML, regeln: str | None = None, fest: bool = True
) -> Team:
    """Return a team whose cases are `inhalte`; IDs are taken from the texts."""
    datei, befunde = lade_team(team_yml.encode())
    regelwerk, weitere = lade_regelwerk(None if regeln is None else regeln.encode(), datei)
    dateien = [quelle(text, f"faelle/{text.split('ID: ')[1].split()[0]}.md") for text in inhalte]
    tag = date.fromisoformat(stichtag)
    return Team(
        einrichtung=Einrichtung(wurzel=Path(), datei=datei, regelwerk=regelwerk, befunde=tuple(befunde + weitere)),
        stichtag=tag,
        heute=max(HEUTE, tag),
        fester_stichtag=fest,
        akten=akten(*dateien, stichtag=tag, regelwerk=regelwerk, heute=max(HEUTE, tag)),
        protokoll=Protokoll(),
        prozessbuch=lade_prozesse(NIRGENDS, datei.ordner.seiten, regelwerk, max(HEUTE, tag)),
    )


def mit_id(kennung: str, verlauf: str = "", **mehr: str) -> str:
    """Return a case file with another ID."""
    return fall(verlauf, **mehr).replace("ID: 4711", f"ID: {kennung}")


def dringlichkeit(f: Faelligkeit, tag: date) -> Dringlichkeit:
    """Return how pressing the item is on `tag`, if nothing but the day changes."""
    if f.faellig_am is None:
        return f.dringlichkeit
    return dringlichkeit_am(f.faellig_am, f.warnung_ab or f.faellig_am, tag, f.ableitung.versuch_am, f.kunde_dran)
