"""The start page: how many are due, and who comes first. In public it only says what this is."""

from __future__ import annotations

from fallbuch.befund import Schwere
from fallbuch.team import Team
from fallbuch.website.darstellung import SEITENVORLAGEN, gruppen, zeilen
from fallbuch.website.seiten.seite import Seite, Sicht

JE_GRUPPE = 12


def seiten(sicht: Sicht) -> list[Seite]:
    if sicht is Sicht.OEFFENTLICH:
        return [Seite(pfad="index.md", titel="Start", sicht=Sicht.OEFFENTLICH, html=_oeffentlich, suche=True)]
    return [Seite(pfad="index.md", titel="Start", sicht=Sicht.INTERN, html=_intern)]


def _intern(team: Team) -> str:
    alle = zeilen(team.akten)
    abschnitte = gruppen([z for z in alle if z.faelligkeit.regel != "zu-vergeben"], team.stichtag)
    offene = [akte for akte in team.akten if akte.sicht.besteht and akte.sicht.offen and not akte.sicht.pausiert]
    return SEITENVORLAGEN.fuelle(
        "start.html",
        team=team,
        wurzel="",
        je_gruppe=JE_GRUPPE,
        abschnitte=[g for g in abschnitte if g.anker != "spaeter"],
        zu_vergeben=[z for z in alle if z.faelligkeit.regel == "zu-vergeben"],
        nie_erreicht=[akte for akte in offene if not akte.sicht.kontakte],
        offen=sum(1 for akte in team.akten if akte.sicht.besteht and akte.sicht.offen),
        fehler=team.anzahl(Schwere.FEHLER),
        hinweise=team.anzahl(Schwere.HINWEIS),
    )


def _oeffentlich(team: Team) -> str:
    return SEITENVORLAGEN.fuelle("start_oeffentlich.html", team=team)
