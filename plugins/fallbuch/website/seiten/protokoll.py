"""The page of the team's log: what the team itself has to do, and what it has written down."""

from __future__ import annotations

from markupsafe import Markup

from fallbuch.akte.protokoll import PROTOKOLLDATEI
from fallbuch.forge.adressen import bearbeiten
from fallbuch.uebersicht.tagesstand import Tagesstand
from fallbuch.website.bausteine import angabenliste
from fallbuch.website.darstellung import Darsteller
from fallbuch.website.seiten.fall import eintragsangaben, neueste_zuerst


def werte(stand: Tagesstand) -> dict[str, object]:
    team = stand.team
    darsteller = Darsteller(team)
    return {
        "faellige": [darsteller.punkt(None, f) for f in team.teamfaelligkeiten],
        "befunde": team.protokollbefunde,
        "eintraege": neueste_zuerst(team.protokoll.eintraege),
        "angaben": lambda e: Markup(angabenliste(eintragsangaben(e))),  # noqa: S704 - escaped there
        "datei": PROTOKOLLDATEI,
        "bearbeiten": bearbeiten(team.datei.forge, PROTOKOLLDATEI),
    }
