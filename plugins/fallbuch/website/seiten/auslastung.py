"""How the work is spread over the team: a chart with its table."""

from __future__ import annotations

from fallbuch.team import Team
from fallbuch.uebersicht.auslastung import auslastung, wochenenden
from fallbuch.uebersicht.zustaendigkeit import beraterseiten

BREITE = 1000


def werte(team: Team) -> dict[str, object]:
    lasten = auslastung(team)
    meiste = max((last.summe for last in lasten), default=0)
    return {
        "lasten": [(last, balken(last.gespraeche, meiste)) for last in lasten],
        "wochen": wochenenden(team.stichtag),
        "namen": beraterseiten(team),
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
