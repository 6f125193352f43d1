"""The start page: how many are due, and who comes first. In public it only says what this is."""

from __future__ import annotations

from fallbuch.befund import Schwere
from fallbuch.regelwerk.gruppen import ZU_VERGEBEN, gruppen
from fallbuch.team import Team
from fallbuch.website.darstellung import SEITENVORLAGEN, zeilen
from fallbuch.website.seiten.seite import Seite, Sicht

JE_GRUPPE = 12


def seiten(sicht: Sicht) -> list[Seite]:
    if sicht is Sicht.OEFFENTLICH:
        return [Seite(pfad="index.md", titel="Start", sicht=Sicht.OEFFENTLICH, html=_oeffentlich, suche=True)]
    return [Seite(pfad="index.md", titel="Start", sicht=Sicht.INTERN, html=_intern)]


def _intern(team: Team) -> str:
    abschnitte = {
        g.anker: g for g in gruppen(zeilen(team.akten, team.teamfaelligkeiten), team.stichtag, lambda z: z.faelligkeit)
    }
    zu_vergeben = abschnitte.pop(ZU_VERGEBEN).zeilen
    del abschnitte["spaeter"]
    offene = [akte for akte in team.akten if akte.sicht.besteht and akte.sicht.offen and not akte.sicht.pausiert]
    return SEITENVORLAGEN.fuelle(
        "start.html",
        team=team,
        wurzel="",
        je_gruppe=JE_GRUPPE,
        abschnitte=list(abschnitte.values()),
        zu_vergeben=zu_vergeben,
        nie_erreicht=[akte for akte in offene if not akte.sicht.kontakte],
        offen=sum(1 for akte in team.akten if akte.sicht.besteht and akte.sicht.offen),
        fehler=team.anzahl(Schwere.FEHLER),
        hinweise=team.anzahl(Schwere.HINWEIS),
    )


def _oeffentlich(team: Team) -> str:
    return SEITENVORLAGEN.fuelle("start_oeffentlich.html", team=team)
