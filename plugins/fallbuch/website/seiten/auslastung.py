"""How the work is spread over the team: a chart with its table."""

from __future__ import annotations

from fallbuch.uebersicht.auslastung import wochenenden
from fallbuch.uebersicht.tagesstand import Tagesstand

BREITE = 1000


def werte(stand: Tagesstand) -> dict[str, object]:
    team = stand.team
    lasten = stand.lasten
    meiste = max((last.summe for last in lasten), default=0)
    return {
        "lasten": [(last, balken(last.gespraeche, meiste)) for last in lasten],
        "wochen": wochenenden(team.stichtag),
        "namen": stand.namen,
    }


def balken(gespraeche: tuple[int, ...], meiste: int) -> list[tuple[int, int, int]]:
    """Return a stacked bar as (week, x, width) in thousandths of the longest one; weeks without any are left out."""
    stuecke, x = [], 0
    for woche, anzahl in enumerate(gespraeche):
        ende = round(BREITE * sum(gespraeche[: woche + 1]) / max(meiste, 1))
        if anzahl:
            stuecke.append((woche, x, ende - x))
        x = ende
    return stuecke
