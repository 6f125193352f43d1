"""Calendars to subscribe to, one for each counsellor and one for the team, and the page that explains how."""

from __future__ import annotations

from collections.abc import Iterator

from fallbuch.regelwerk.faelligkeit import Faelligkeit
from fallbuch.team import Team
from fallbuch.uebersicht.kalender import Kalender, im_kalender
from fallbuch.uebersicht.zustaendigkeit import beraterinnen, beraterseiten, vorgaenge_von
from fallbuch.website.darstellung import SEITENVORLAGEN
from fallbuch.website.seiten.seite import Seite, Sicht

ORDNER = "kalender"


def seiten() -> list[Seite]:
    return [Seite(pfad="kalender.md", titel="Kalender", sicht=Sicht.INTERN, gruppe="Planung", html=_seite)]


def adressen(team: Team) -> list[tuple[str, str]]:
    """Return (name, path of the file) of all calendars, the team's first."""
    namen = beraterseiten(team)
    return [
        ("Ganzes Team", f"{ORDNER}/team.ics"),
        *((name, f"{ORDNER}/berater/{namen[name]}.ics") for name in beraterinnen(team)),
    ]


def dateien(team: Team) -> Iterator[tuple[str, bytes]]:
    """Yield path and content of every calendar of the site."""
    kalender = Kalender(team)
    for (name, pfad), person in zip(adressen(team), [None, *beraterinnen(team)], strict=True):
        yield pfad, kalender.ics(f"Fällig: {name}", im_kalender(team, _faellige(team, person)))


def _faellige(team: Team, person: str | None) -> list[Faelligkeit]:
    alle = [f for vorgang in vorgaenge_von(team, person) for f in vorgang.punkte]
    return sorted(alle, key=lambda f: f.reihenfolge)


def _seite(team: Team) -> str:
    return SEITENVORLAGEN.fuelle("kalender.html", team=team, adressen=adressen(team))
