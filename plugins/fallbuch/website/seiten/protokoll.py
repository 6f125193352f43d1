"""The page of the team's log: what the team itself has to do, and what it has written down."""

from __future__ import annotations

from datetime import date

from markupsafe import Markup

from fallbuch.akte.protokoll import PROTOKOLLDATEI
from fallbuch.befund import anzahl
from fallbuch.bestand.geloeschte import FALL, KONTAKT, je_jahr
from fallbuch.forge.adressen import bearbeiten
from fallbuch.regelwerk.ereignisse import LOESCHUNG
from fallbuch.team import Team
from fallbuch.uebersicht.tagesstand import Tagesstand
from fallbuch.website.bausteine import angabenliste
from fallbuch.website.darstellung import Darsteller
from fallbuch.website.seiten.fall import eintragsangaben, neueste_zuerst

_WAS = {FALL: ("Fall", "Fälle"), KONTAKT: ("Kontakt", "Kontakte")}
_VORZEITIG = "vor der Frist, auf Wunsch oder aus anderem Grund"


def werte(stand: Tagesstand) -> dict[str, object]:
    team = stand.team
    darsteller = Darsteller(team)
    return {
        "faellige": [darsteller.punkt(None, f) for f in team.teamfaelligkeiten],
        "befunde": team.protokollbefunde,
        "eintraege": neueste_zuerst(team.protokoll.eintraege),
        "angaben": lambda e: Markup(angabenliste(eintragsangaben(e))),  # noqa: S704 - escaped there
        "aufbewahrung": _aufbewahrung(team),
        "geloescht": _geloescht(team),
        "datei": PROTOKOLLDATEI,
        "bearbeiten": bearbeiten(team.datei.forge, PROTOKOLLDATEI),
    }


def _aufbewahrung(team: Team) -> list[tuple[str, str, str]]:
    """Return how long what is kept, by the rules of today: key, title and text of each."""
    fassungen = ((regel.schluessel, regel.fassung_am(team.stichtag)) for regel in team.regelwerk.regeln)
    return [
        (schluessel, fassung.titel, fassung.text)
        for schluessel, fassung in fassungen
        if fassung is not None and not LOESCHUNG.isdisjoint(e.ereignis for e in fassung.erledigt)
    ]


def _geloescht(team: Team) -> list[tuple[int, list[tuple[date, str, str]]]]:
    """Return by year, newest first, what was erased: day, how much, and by which rule; no numbers of cases."""
    titel = {regel.schluessel: regel.neueste.titel for regel in team.regelwerk.regeln}
    return [
        (
            jahr,
            [
                (tag, anzahl(wie_viele, *_WAS[was]), titel.get(regel, _VORZEITIG))
                for was, regel, tag, wie_viele in zeilen
            ],
        )
        for jahr, zeilen in je_jahr(team.geloeschtes).items()
    ]
