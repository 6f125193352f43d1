"""The page of the team's log: what the team itself has to do, and what it has written down."""

from __future__ import annotations

from fallbuch.akte.protokoll import PROTOKOLLDATEI
from fallbuch.forge.adressen import bearbeiten
from fallbuch.team import Team
from fallbuch.uebersicht.vorgang import vorgaenge
from fallbuch.website.darstellung import Darsteller
from fallbuch.website.seiten.fall import eintragsangaben, neueste_zuerst


def werte(team: Team) -> dict[str, object]:
    darsteller = Darsteller(team)
    return {
        "faellige": [darsteller.vorgang(v, alle=True) for v in vorgaenge((), team.teamfaelligkeiten, team.stichtag)],
        "befunde": team.protokollbefunde,
        "eintraege": neueste_zuerst(team.protokoll.eintraege),
        "angaben": eintragsangaben,
        "datei": PROTOKOLLDATEI,
        "bearbeiten": bearbeiten(team.datei.forge, PROTOKOLLDATEI),
    }
