"""The field reference, generated from the declarations that reading uses."""

from __future__ import annotations

from fallbuch.akte.schema import feldgruppen
from fallbuch.uebersicht.tagesstand import Tagesstand


def werte(stand: Tagesstand) -> dict[str, object]:
    team = stand.team
    vokabular = team.regelwerk.vokabular
    # The names of the team and of its employers are nobody else's business; the page is public.
    woerter = vokabular.woerter() | {"berater": (), "arbeitgeber": ()}
    return {"gruppen": feldgruppen(woerter), "arten": vokabular.arten}
