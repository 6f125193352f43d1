"""Markdown that people write for pages: tables, links to pages of the site, insertions, anchors for headings."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, MutableMapping, Sequence
from itertools import count
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markupsafe import Markup, escape

from fallbuch.kennung import slug
from fallbuch.prozess.einschub import einschub_in
from fallbuch.prozess.fundus import als_html
from fallbuch.prozess.texte import FREMD
from fallbuch.text.markdown import ohne_kommentare
from fallbuch.uebersicht.tage import mit_datum
from fallbuch.werte import dataclass

#: An anchor that the text itself gives to a heading.
_EIGENER_ANKER = re.compile(r"\s*\{#([\w-]+)\}\s*$")
_KASTEN = re.compile(r"^\[([ xX])\]\s+")
#: Makes the HTML of an insertion by its name; None where there is none of this name.
Einsetzer = Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class Seitentitel:
    """A heading of a page: how deep it is, its anchor, its words."""

    ebene: int
    anker: str
    worte: str


@dataclass(frozen=True, slots=True)
class Schriftseite:
    """A page that somebody wrote, as HTML; `tote` are its links that lead to no page of this site."""

    html: str
    ueberschriften: tuple[Seitentitel, ...]
    tote: tuple[str, ...]


class _Dokumentausgabe(RendererHTML):
    """Pages lead to their HTML, what is not on this site becomes plain text, headings get anchors."""

    def link_open(self, tokens: Sequence[Token], idx: int, options: Any, env: MutableMapping[str, Any]) -> str:
        ziel = str(tokens[idx].attrGet("href") or "")
        if FREMD.match(ziel):
            tokens[idx].attrSet("rel", "noopener noreferrer")
        elif not ziel.startswith("#"):
            pfad, raute, anker = ziel.partition("#")
            if not env["gibt_es"](pfad):
                env["tote"].append(pfad)
                env["offen"].append("")
                return ""
            tokens[idx].attrSet("href", f"{als_html(pfad)}{raute}{anker}")
        env["offen"].append("</a>")
        return self.renderToken(tokens, idx, options, env)

    def link_close(self, tokens: Sequence[Token], idx: int, options: Any, env: MutableMapping[str, Any]) -> str:
        ende: str = env["offen"].pop()
        return ende

    def image(self, tokens: Sequence[Token], idx: int, options: Any, env: MutableMapping[str, Any]) -> str:
        """Show pictures of the team; one from elsewhere becomes a link, since the page would ask another host."""
        quelle, text = str(tokens[idx].attrGet("src") or ""), escape(tokens[idx].content or "Bild")
        if FREMD.match(quelle):
            return str(Markup('<a href="{}" rel="noopener noreferrer">{}</a>').format(quelle, text))
        return str(Markup('<img src="{}" alt="{}">').format(quelle, text)) if env["gibt_es"](quelle) else str(text)

    def heading_open(self, tokens: Sequence[Token], idx: int, options: Any, env: MutableMapping[str, Any]) -> str:
        inhalt = tokens[idx + 1]
        eigener = _EIGENER_ANKER.search(inhalt.content)
        if eigener is not None and inhalt.children and inhalt.children[-1].type == "text":
            inhalt.content = inhalt.content[: eigener.start()]
            inhalt.children[-1].content = _EIGENER_ANKER.sub("", inhalt.children[-1].content)
            anker = eigener[1]
            env["anker"].add(anker)
        else:
            anker = _anker(inhalt.content, env["anker"])
        worte = "".join(teil.content for teil in inhalt.children or ())
        env["ueberschriften"].append(Seitentitel(int(tokens[idx].tag[1:]), anker, worte))
        tokens[idx].attrSet("id", anker)
        return self.renderToken(tokens, idx, options, env)

    def table_open(self, tokens: Sequence[Token], idx: int, options: Any, env: MutableMapping[str, Any]) -> str:
        return '<div class="fb-rollen"><table class="fb-tabelle">'

    def table_close(self, tokens: Sequence[Token], idx: int, options: Any, env: MutableMapping[str, Any]) -> str:
        return "</table></div>"

    def html_block(self, tokens: Sequence[Token], idx: int, options: Any, env: MutableMapping[str, Any]) -> str:
        if env["roh"]:
            return tokens[idx].content
        name = einschub_in(tokens[idx].content.strip("\n"))
        html: str | None = env["setze_ein"](name) if name is not None else None
        return html if html is not None else f"<p>{escape(tokens[idx].content)}</p>\n"

    def html_inline(self, tokens: Sequence[Token], idx: int, options: Any, env: MutableMapping[str, Any]) -> str:
        return tokens[idx].content if env["roh"] else str(escape(tokens[idx].content))

    def text(self, tokens: Sequence[Token], idx: int, options: Any, env: MutableMapping[str, Any]) -> str:
        # Descriptions keep dates as files do; a page of the handbook says how it wants them.
        worte = tokens[idx].content if env["roh"] else mit_datum(tokens[idx].content)
        kasten = _KASTEN.match(worte) if idx == 0 else None
        if kasten is None:
            return str(escape(worte))
        zeichen = "☐" if kasten[1] == " " else "☑"
        return f'<span class="fb-kasten">{zeichen}</span> {escape(worte[kasten.end() :])}'


def _anker(ueberschrift: str, vergeben: set[str]) -> str:
    name = slug(ueberschrift)
    anker = next(a for n in count(1) if (a := name if n == 1 else f"{name}-{n}") not in vergeben)
    vergeben.add(anker)
    return anker


_MD = MarkdownIt("commonmark", {"html": True}, renderer_cls=_Dokumentausgabe).enable("table")
_MD.validateLink = lambda url: not re.match(r"(javascript|vbscript|file|data):", url.strip(), re.IGNORECASE)  # type: ignore[method-assign]


def dokument(
    text: str, *, gibt_es: Callable[[str], bool], setze_ein: Einsetzer, vergeben: Collection[str] = ()
) -> Markup:
    """Return the HTML of a description's text.

    `gibt_es` tells whether a relative path leads to a page of this site; `vergeben` are anchors that the page has
    already. HTML in the text is shown as it stands, it is never passed on.
    """
    return Markup(_gesetzt(text, gibt_es, setze_ein, vergeben, roh=False).html)  # noqa: S704 - the renderer escapes, raw HTML is shown as text


def schriftseite(text: str, *, gibt_es: Callable[[str], bool]) -> Schriftseite:
    """Return a page of the handbook or of the team; HTML and insertions in it stay as they are."""
    return _gesetzt(text, gibt_es, lambda _: None, (), roh=True)


def _gesetzt(
    text: str, gibt_es: Callable[[str], bool], setze_ein: Einsetzer, vergeben: Collection[str], *, roh: bool
) -> Schriftseite:
    tote: list[str] = []
    ueberschriften: list[Seitentitel] = []
    umgebung = {
        "gibt_es": gibt_es, "setze_ein": setze_ein, "roh": roh, "offen": [], "anker": set(vergeben), "tote": tote, "ueberschriften": ueberschriften,
    }  # fmt: skip
    html = _MD.render(ohne_kommentare(text), umgebung)
    return Schriftseite(html, tuple(ueberschriften), tuple(tote))
