"""What a generated page is: its place, its title, its view, and a function from the team to HTML."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from fallbuch.team import Team


class Sicht(StrEnum):
    """Who may see a page. A site built for `oeffentlich` contains nothing of any case."""

    INTERN = "intern"
    OEFFENTLICH = "oeffentlich"


@dataclass(frozen=True, kw_only=True, slots=True)
class Seite:
    """A page at `pfad` (such as `berater/jana.md`).

    `gruppe` is its section of the navigation, "" for the top level, None for a page outside it.
    `suche` lets the page into the search index: never a page that shows cases.
    """

    pfad: str
    titel: str
    sicht: Sicht
    html: Callable[[Team], str]
    gruppe: str | None = ""
    #: Name in the navigation where the title would not do.
    menuename: str = ""
    #: A section within the group, "" for the group itself.
    abteilung: str = ""
    suche: bool = False

    @property
    def wurzel(self) -> str:
        """Return the relative way from this page up to the site's root."""
        return "../" * self.pfad.count("/")
