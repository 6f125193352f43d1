"""Processes and handbook as one document: the pages one behind the other, their links leading within it."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping, Sequence

from markupsafe import Markup

from fallbuch.kennung import slug
from fallbuch.prozess.fundus import als_html
from fallbuch.team import Team
from fallbuch.website.darstellung import SEITENVORLAGEN
from fallbuch.werte import dataclass

PFAD, TITEL = "druckfassung.md", "Druckfassung"
_VERWEIS = re.compile(r'<a\b([^>]*?)\shref="([^"]*)"([^>]*)>(.*?)</a>', re.DOTALL)
_BILD = re.compile(r'(<img\b[^>]*?\ssrc=")([^"]*)(")')
_KENNUNG = re.compile(r'(\s(?:id|for|aria-labelledby|aria-describedby)=")([^"]+)(")')
_NUR_DUNKEL = re.compile(r'<img\b[^>]*#only-dark"[^>]*>')
# What only a browser can use, and what changes every day: where cases stand is nobody's business on paper.
_NUR_SCHIRM = re.compile(
    r'<a class="headerlink"[^>]*>.*?</a>|<(section|span|text|div)\b[^>]*\bfb-nur-schirm\b[^>]*>.*?</\1>', re.DOTALL
)
_FREMD = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Druckseite:
    """A page of the site with its HTML, for one part of the document."""

    teil: str
    pfad: str
    titel: str
    html: str

    @property
    def anker(self) -> str:
        return slug(self.pfad.removesuffix(".md"))


def druckfassung(team: Team, seiten: Sequence[Druckseite]) -> str:
    """Return the document: a title, a table of contents, and the pages with anchors of their own."""
    anker = {als_html(seite.pfad): seite.anker for seite in seiten}
    teile: dict[str, list[tuple[Druckseite, Markup]]] = {}
    for seite in seiten:
        teile.setdefault(seite.teil, []).append((seite, Markup(_eingebettet(seite, anker))))  # noqa: S704 - made by this site
    return SEITENVORLAGEN.fuelle("druckfassung.html", team=team, teile=teile)


def _eingebettet(seite: Druckseite, anker: Mapping[str, str]) -> str:
    """Return the page's HTML with IDs that no other page has; what leads out of the document becomes plain text.

    On somebody else's computer such a link would be dead, and in a PDF it would tell the folders of this one.
    """

    def ganzer(pfad: str) -> str:
        return posixpath.normpath(posixpath.join(posixpath.dirname(seite.pfad), pfad)) if pfad else als_html(seite.pfad)

    def verweis(treffer: re.Match[str]) -> str:
        vorn, ziel, hinten, inhalt = treffer.groups()
        if _FREMD.match(ziel):
            return treffer[0]
        pfad, _, stelle = ziel.partition("#")
        dabei = anker.get(ganzer(pfad))
        if dabei is None:
            return inhalt
        anhang = f"--{stelle}" if stelle else ""
        return f'<a{vorn} href="#{dabei}{anhang}"{hinten}>{inhalt}</a>'

    html = _NUR_SCHIRM.sub("", _NUR_DUNKEL.sub("", seite.html))
    html = _KENNUNG.sub(lambda t: t[1] + " ".join(f"{seite.anker}--{wort}" for wort in t[2].split()) + t[3], html)
    html = _VERWEIS.sub(verweis, _BILD.sub(lambda t: f"{t[1]}{ganzer(t[2])}{t[3]}", html))
    # One level down: the document has a heading of its own.
    return re.sub(r"(</?h)([1-5])\b", lambda t: f"{t[1]}{int(t[2]) + 1}", html)
