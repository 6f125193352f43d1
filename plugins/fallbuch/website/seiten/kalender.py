"""Calendars to subscribe to, one for each counsellor and one for the team, and the page that explains how."""

from __future__ import annotations

from collections.abc import Iterator

from fallbuch.regelwerk.faelligkeit import Faelligkeit
from fallbuch.team import Team
from fallbuch.uebersicht.kalender import Kalender, im_kalender
from fallbuch.uebersicht.zustaendigkeit import beraterseiten, vorgaenge_von

ORDNER = "kalender"


def adressen(team: Team) -> list[tuple[str, str]]:
    """Return (name, path of the file) of all calendars, the team's first."""
    einzelne = [(name, f"{ORDNER}/berater/{seite}.ics") for name, seite in beraterseiten(team).items()]
    return [("Ganzes Team", f"{ORDNER}/team.ics"), *einzelne]


def dateien(team: Team) -> Iterator[tuple[str, bytes]]:
    """Yield path and content of every calendar of the site."""
    kalender = Kalender(team)
    for (name, pfad), person in zip(adressen(team), [None, *beraterseiten(team)], strict=True):
        yield pfad, kalender.ics(f"Fällig: {name}", im_kalender(team, _faellige(team, person)))


def _faellige(team: Team, person: str | None) -> list[Faelligkeit]:
    alle = [f for vorgang in vorgaenge_von(team, person) for f in vorgang.punkte]
    return sorted(alle, key=lambda f: f.reihenfolge)


def werte(team: Team) -> dict[str, object]:
    return {"adressen": adressen(team)}
