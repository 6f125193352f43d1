"""The list of employers with their contact persons: personal data, for the team alone."""

from __future__ import annotations

from fallbuch.forge.adressen import bearbeiten
from fallbuch.kennung import ordnung
from fallbuch.regelwerk.vokabular import ARBEITGEBERDATEI
from fallbuch.uebersicht.arbeitgeber import arbeitgeber
from fallbuch.uebersicht.tagesstand import Tagesstand


def werte(stand: Tagesstand) -> dict[str, object]:
    team = stand.team
    zeilen = arbeitgeber(team, lambda akte, finde: stand.beitrag(akte, "arbeitgeber", finde))
    return {
        "zeilen": zeilen,
        "filter": [
            (feld.lower(), feld, sorted({str(getattr(z.angaben, feld.lower())) for z in zeilen} - {""}, key=ordnung))
            for feld in ("Branche", "Ort")
        ],
        "datei": ARBEITGEBERDATEI,
        "bearbeiten": bearbeiten(team.datei.forge, ARBEITGEBERDATEI),
    }
