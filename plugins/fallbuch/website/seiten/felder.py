"""The field reference, generated from the declarations that reading uses."""

from __future__ import annotations

from fallbuch.akte.schema import feldgruppen
from fallbuch.team import Team
from fallbuch.website.darstellung import SEITENVORLAGEN
from fallbuch.website.seiten.seite import Seite, Sicht


def seiten() -> list[Seite]:
    return [
        Seite(
            pfad="feldreferenz.md",
            titel="Feldreferenz",
            sicht=Sicht.OEFFENTLICH,
            html=_felder,
            suche=True,
            gruppe="Handbuch",
        )
    ]


def _felder(team: Team) -> str:
    vokabular = team.regelwerk.vokabular
    # The names of the team and of its employers are nobody else's business; the page is public.
    woerter = vokabular.woerter() | {"berater": (), "arbeitgeber": ()}
    return SEITENVORLAGEN.fuelle("felder.html", gruppen=feldgruppen(woerter), arten=vokabular.arten)
