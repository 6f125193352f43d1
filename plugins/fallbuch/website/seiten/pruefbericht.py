"""All findings of the team, by case."""

from __future__ import annotations

from itertools import groupby

from fallbuch.befund import Befund, Schwere
from fallbuch.team import Team
from fallbuch.website.darstellung import SEITENVORLAGEN
from fallbuch.website.forge import bearbeiten
from fallbuch.website.seiten.seite import Seite, Sicht


def seiten() -> list[Seite]:
    return [Seite(pfad="pruefbericht.md", titel="Prüfbericht", sicht=Sicht.INTERN, html=_bericht)]


def _bericht(team: Team) -> str:
    seite = {akte.fall.datei: akte for akte in team.akten}
    gruppen = [
        (datei, seite.get(datei), list(befunde), bearbeiten(team.datei.forge, datei))
        for datei, befunde in groupby(team.befunde, key=lambda befund: befund.stelle.datei)
    ]
    gruppen.sort(key=lambda gruppe: not any(befund.schwere is Schwere.FEHLER for befund in gruppe[2]))
    return SEITENVORLAGEN.fuelle(
        "pruefbericht.html",
        team=team,
        gruppen=gruppen,
        arten=_nach_art(team.befunde),
        fehler=team.anzahl(Schwere.FEHLER),
        hinweise=team.anzahl(Schwere.HINWEIS),
    )


def _nach_art(befunde: tuple[Befund, ...]) -> list[tuple[Befund, int]]:
    nach_kennung = sorted(befunde, key=lambda befund: befund.kennung)
    return [
        (gruppe[0], len(gruppe))
        for _, teile in groupby(nach_kennung, key=lambda b: b.kennung)
        if (gruppe := list(teile))
    ]
