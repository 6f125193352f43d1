"""Calendars to subscribe to, one for each counsellor and one for the team, and the page that explains how."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from fallbuch.uebersicht.kalender import Kalender, im_kalender
from fallbuch.uebersicht.tagesstand import Tagesstand
from fallbuch.uebersicht.zustaendigkeit import punkte_von
from fallbuch.website.seiten.seite import Beilage

ORDNER, GANZES_TEAM = "kalender", "Ganzes Team"


def adressen(stand: Tagesstand) -> list[tuple[str | None, str]]:
    """Return (name, path of the file) of all calendars, the team's first, which has no name."""
    return [
        (None, f"{ORDNER}/team.ics"),
        *((name, f"{ORDNER}/berater/{slug}.ics") for name, slug in stand.namen.items()),
    ]


def dateien(stand: Tagesstand) -> Iterator[Beilage]:
    """Yield every calendar of the site."""
    kalender = Kalender(stand.team)

    def ics(name: str | None) -> bytes:
        punkte = (f for _, f in punkte_von(stand.team, name))
        return kalender.ics(f"Fällig: {name or GANZES_TEAM}", im_kalender(stand.team, punkte))

    for name, pfad in adressen(stand):
        yield pfad, partial(ics, name)


def werte(stand: Tagesstand) -> dict[str, object]:
    return {"adressen": [(name or GANZES_TEAM, pfad) for name, pfad in adressen(stand)]}
