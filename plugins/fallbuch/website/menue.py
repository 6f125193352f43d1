"""The menu: six words, and below each the pages that belong to it, in the order in which they were made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from markupsafe import escape

from fallbuch.kennung import ordnung
from fallbuch.prozess.fundus import als_verweis
from fallbuch.werte import dataclass

HEUTE, WOCHE, FAELLE, ZAHLEN, ARBEIT, HILFE = "Heute", "Woche", "Fälle", "Zahlen", "So arbeiten wir", "Hilfe"
#: What the start page is called where there is no case.
START = "Start"
BEREICHE = (HEUTE, START, WOCHE, FAELLE, ZAHLEN, ARBEIT, HILFE)
#: Sections below the pages of an area; a team's own come first.
_REIHE = ("Unser Team", "Hilfsmittel", "Nachschlagen")


@dataclass(frozen=True, slots=True)
class Menuepunkt:
    """A page in the menu: its area, the section within it ("" for the area itself), its name and its path."""

    bereich: str
    abteilung: str
    name: str
    pfad: str


class Menue:
    """All areas with their pages."""

    def __init__(self, punkte: Iterable[Menuepunkt]) -> None:
        je_bereich: dict[str, list[Menuepunkt]] = {name: [] for name in BEREICHE}
        for punkt in punkte:
            je_bereich[punkt.bereich].append(punkt)
        self.bereiche: Mapping[str, Sequence[Menuepunkt]] = {
            name: sorted(liste, key=lambda punkt: _rang(punkt.abteilung)) for name, liste in je_bereich.items() if liste
        }

    @property
    def reiter(self) -> list[tuple[str, str]]:
        """Return (name, address from the site's root) of each area: that of its first page."""
        return [(name, als_verweis(punkte[0].pfad)) for name, punkte in self.bereiche.items()]

    @property
    def pfade(self) -> list[str]:
        """All pages in the order of the menu."""
        return [punkt.pfad for punkte in self.bereiche.values() for punkt in punkte]

    def seitenleiste(self, name: str, pfad: str, wurzel: str) -> str:
        """Return the pages of an area as HTML, the one at `pfad` marked; "" where there is nothing to choose from."""
        punkte = self.bereiche.get(name, ())
        if len(punkte) < 2:
            return ""
        teile = [f'<nav class="fb-bereich" id="bereich" aria-label="Seiten unter {escape(name)}">']
        abteilung: str | None = None
        for punkt in punkte:
            if punkt.abteilung != abteilung:
                teile.append("</ul>" if abteilung is not None else "")
                teile.append(f"<h2>{escape(punkt.abteilung or name)}</h2><ul>")
                abteilung = punkt.abteilung
            hier = ' aria-current="page"' if punkt.pfad == pfad else ""
            teile.append(f'<li><a href="{wurzel}{als_verweis(punkt.pfad)}"{hier}>{escape(punkt.name)}</a></li>')
        return "".join([*teile, "</ul></nav>"])


def _rang(abteilung: str) -> tuple[int, object]:
    return (_REIHE.index(abteilung) + 1, ()) if abteilung in _REIHE else (0, ordnung(abteilung))
