"""What a generated page is: its place, its title, its view, its template, and a function from the team to what that needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum

from fallbuch.team import Team
from fallbuch.website.darstellung import SEITENVORLAGEN
from fallbuch.werte import dataclass


class Sicht(StrEnum):
    """Who may see a page. A site built for `oeffentlich` contains nothing of any case."""

    INTERN = "intern"
    OEFFENTLICH = "oeffentlich"


@dataclass(frozen=True, slots=True)
class Seite:
    """A page at `pfad` (such as `berater/jana.md`): a template, and what it needs besides the team.

    `gruppe` is its section of the navigation, "" for the top level, None for a page outside it.
    `suche` lets the page into the search index: never a page that shows cases.
    """

    pfad: str
    titel: str
    sicht: Sicht
    vorlage: str
    werte: Callable[[Team], Mapping[str, object]] = lambda _: {}
    gruppe: str | None = ""
    #: Name in the navigation where the title would not do.
    menuename: str = ""
    #: A section within the group, "" for the group itself.
    abteilung: str = ""
    suche: bool = False

    def html(self, team: Team) -> str:
        """Return the page's content; `wurzel` is the relative way from it up to the site's root."""
        wurzel = "../" * self.pfad.count("/")
        return SEITENVORLAGEN.fuelle(f"{self.vorlage}.html", team=team, wurzel=wurzel, **self.werte(team))
