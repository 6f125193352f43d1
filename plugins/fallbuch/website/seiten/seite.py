"""What a generated page is: its place, its title, its view, its template, and a function from the team to what that needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum

from fallbuch.uebersicht.tagesstand import Tagesstand
from fallbuch.website.darstellung import SEITENVORLAGEN
from fallbuch.werte import dataclass

#: A file beside the pages: its path on the site, and what makes it when somebody wants it.
Beilage = tuple[str, Callable[[], bytes]]


class Sicht(StrEnum):
    """Who may see a page. A site built for `oeffentlich` contains nothing of any case."""

    INTERN = "intern"
    OEFFENTLICH = "oeffentlich"


@dataclass(frozen=True, slots=True)
class Seite:
    """A page at `pfad` (such as `uebergabe/jana.md`): a template, and what it needs besides the team.

    `suche` lets the page into the search index: never a page that shows cases.
    """

    pfad: str
    titel: str
    sicht: Sicht
    vorlage: str
    #: The area of the menu to which it belongs.
    bereich: str
    werte: Callable[[Tagesstand], Mapping[str, object]] = lambda _: {}
    #: Name in the menu where the title would not do.
    menuename: str = ""
    #: A section within the area, "" for the area itself.
    abteilung: str = ""
    im_menue: bool = True
    #: It shows figures, which cost as much as everything else.
    zahlen: bool = False
    suche: bool = False

    def html(self, stand: Tagesstand) -> str:
        """Return the page's content; `wurzel` is the relative way from it up to the site's root."""
        wurzel = "../" * self.pfad.count("/")
        return SEITENVORLAGEN.fuelle(f"{self.vorlage}.html", team=stand.team, wurzel=wurzel, **self.werte(stand))
