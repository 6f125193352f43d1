"""The shell of all pages: drawn once for each area and depth, cut at its marks, and put around each page.

A page is the joined pieces with its own parts between them. Replacing marks one after another instead would let a
case's text contain the next mark.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from markupsafe import escape

from fallbuch.prozess.fundus import als_html
from fallbuch.website.darstellung import SEITENVORLAGEN
from fallbuch.website.menue import Menue
from fallbuch.werte import dataclass

_MARKEN = re.compile("fallbuchmarke-(titel|bereich|verzeichnis|inhalt)-")
_THEMA = "material"
#: Where its styles lie on the site.
_STILE = "assets/stylesheets"
#: Our scripts, in the order in which they build on one another.
SKRIPTE = ("fallbuch", "heute", "faelle", "karten", "suche")
#: And those that only pages of the desk need.
_TISCHSKRIPTE = ("kontakte", "tisch")
TISCHDATEIEN = frozenset({"assets/fallbuch/tisch.css", *(f"assets/fallbuch/{s}.js" for s in _TISCHSKRIPTE)})


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the site before the shell is put around it."""

    pfad: str
    titel: str
    html: str
    bereich: str
    #: Anchor and text of each heading, for the table of contents beside a long text.
    verzeichnis: tuple[tuple[str, str], ...] = ()
    suche: bool = False

    @property
    def adresse(self) -> str:
        """Where the page lies, from the site's root."""
        return als_html(self.pfad)


class Schale:
    """A page cut at its marks, to be filled any number of times."""

    def __init__(self, html: str) -> None:
        self._stuecke = _MARKEN.split(html)

    def fuelle(self, **teile: str) -> str:
        """Return the page; all parts must be escaped HTML."""
        return "".join(teile[stueck] if i % 2 else stueck for i, stueck in enumerate(self._stuecke))


class Rahmen:
    """Puts pages into the shell of one site."""

    def __init__(self, menue: Menue, *, name: str, band: str, intern: bool, am_tisch: bool = False) -> None:
        self.menue, self._name, self._band, self._intern, self._am_tisch = menue, name, band, intern, am_tisch
        self._schalen: dict[tuple[str, str], Schale] = {}
        self._stile = [f"{_STILE}/{stil.name}" for stil in themenstile()]

    def schale(self, bereich: str, wurzel: str) -> Schale:
        """Return the shell of an area's pages whose way up to the site's root is `wurzel`."""
        if (bereich, wurzel) not in self._schalen:
            html = SEITENVORLAGEN.fuelle(
                "schale.html",
                wurzel=wurzel,
                bereich=bereich,
                reiter=self.menue.reiter,
                name=self._name,
                band=self._band,
                intern=self._intern,
                stile=self._stile,
                skripte=(*SKRIPTE, *_TISCHSKRIPTE) if self._am_tisch else SKRIPTE,
                am_tisch=self._am_tisch,
            )
            self._schalen[bereich, wurzel] = Schale(html)
        return self._schalen[bereich, wurzel]

    def seite(self, blatt: Page, wurzel: str | None = None) -> str:
        """Return a whole page; `wurzel` only where the page may be shown at another address than its own."""
        wurzel = "../" * blatt.pfad.count("/") if wurzel is None else wurzel
        return self.schale(blatt.bereich, wurzel).fuelle(
            titel=str(escape(blatt.titel)),
            bereich=self.menue.seitenleiste(blatt.bereich, blatt.pfad, wurzel),
            verzeichnis=_verzeichnis(blatt),
            inhalt=blatt.html,
        )


def _verzeichnis(blatt: Page) -> str:
    if len(blatt.verzeichnis) < 2:
        return ""
    punkte = "".join(f'<li><a href="#{escape(anker)}">{escape(text)}</a></li>' for anker, text in blatt.verzeichnis)
    return f'<nav class="fb-verzeichnis" aria-label="Auf dieser Seite"><h2>Auf dieser Seite</h2><ul>{punkte}</ul></nav>'


def themenstile() -> list[Path]:
    """Return the two styles that the site takes of the theme; their names change with its versions."""
    spec = find_spec(_THEMA)
    assert spec is not None  # noqa: S101 - it is a dependency of this package
    ordner = Path(str((spec.submodule_search_locations or [])[0])) / "templates" / "assets" / "stylesheets"
    return [next(ordner.glob(f"{art}.*.min.css")) for art in ("main", "palette")]


def themendateien() -> Iterator[tuple[str, bytes]]:
    """Yield what the site takes of the theme, and the licence under which it is handed on."""
    stile = themenstile()
    for stil in stile:
        yield f"{_STILE}/{stil.name}", stil.read_bytes()
    # Beside the package lies what its installer knows of it; asking for it there would read a list of thousands of files.
    pakete = stile[0].parents[4]
    yield f"{_STILE}/LICENSE", next(pakete.glob("mkdocs_material-*.dist-info/**/LICENSE")).read_bytes()
