"""The list of employers with their contact persons: personal data, for the team alone."""

from __future__ import annotations

from fallbuch.forge.adressen import bearbeiten
from fallbuch.kennung import ordnung
from fallbuch.regelwerk.vokabular import ARBEITGEBERDATEI
from fallbuch.team import Team
from fallbuch.uebersicht.arbeitgeber import arbeitgeber
from fallbuch.website.darstellung import SEITENVORLAGEN
from fallbuch.website.seiten.seite import Seite, Sicht


def seiten() -> list[Seite]:
    return [Seite(pfad="arbeitgeber.md", titel="Arbeitgeber", sicht=Sicht.INTERN, gruppe="Prozesse", html=_seite)]


def _seite(team: Team) -> str:
    zeilen = arbeitgeber(team)
    werte = {
        feld: sorted({str(getattr(z.angaben, feld)) for z in zeilen} - {""}, key=ordnung) for feld in ("branche", "ort")
    }
    return SEITENVORLAGEN.fuelle(
        "arbeitgeber.html",
        zeilen=zeilen,
        filter=[("branche", "Branche", werte["branche"]), ("ort", "Ort", werte["ort"])],
        datei=ARBEITGEBERDATEI,
        bearbeiten=bearbeiten(team.datei.forge, ARBEITGEBERDATEI),
    )
