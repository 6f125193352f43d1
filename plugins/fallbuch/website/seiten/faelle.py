"""The list of all cases, one line each."""

from __future__ import annotations

from fallbuch.team import Team
from fallbuch.website.darstellung import SEITENVORLAGEN, lage
from fallbuch.website.seiten.seite import Seite, Sicht


def seiten() -> list[Seite]:
    return [Seite(pfad="faelle.md", titel="Fälle", sicht=Sicht.INTERN, html=_liste)]


def _liste(team: Team) -> str:
    akten = [(akte, lage(akte)) for akte in team.akten if akte.sicht.besteht]
    return SEITENVORLAGEN.fuelle("faelle.html", team=team, akten=akten)
