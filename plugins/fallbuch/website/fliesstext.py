"""Consultation text as safe HTML: paragraphs, lists, emphasis, web links. Tags, images and other schemes stay text."""

from __future__ import annotations

import re
from collections.abc import MutableMapping, Sequence
from functools import lru_cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markupsafe import Markup, escape

from fallbuch.zeit import TAG_UND_MONAT

# Most texts are plain sentences; only those with a mark of Markdown go through the renderer.
_MARKDOWN = re.compile(r"[*_`\[\]<>#!&\\~|]|^[ \t]*+(?:[-+=]|[0-9]{1,9}[.)])|^(?: {4}|\t)|  $", re.MULTILINE)
# "26. Januar" at the beginning of a line is the 26th, not item 26 of a list.
_TAG_VORN = re.compile(rf"( {{0,3}}(?:[>*+-][ \t]+){{0,3}})(?={TAG_UND_MONAT})([0-9]{{1,2}})")
_ZAUN = re.compile(r"[ \t]*(?:```|~~~)")
# Longer texts are no consultation notes; they are shown as they stand.
_LAENGSTER_TEXT = 20_000
_ABSATZ = re.compile(r"\n[ \t]*+\n")
_ERLAUBT = re.compile(r"(https?://|mailto:)[^\s]+", re.IGNORECASE)


class _Textausgabe(RendererHTML):
    """Images become links: a picture in a text would make the page ask another host."""

    def image(self, tokens: Sequence[Token], idx: int, options: Any, env: MutableMapping[str, Any]) -> str:
        token = tokens[idx]
        text = escape(token.content or "Bild")
        return f'<a href="{escape(str(token.attrGet("src") or ""))}" rel="noopener noreferrer">{text}</a>'

    def link_open(self, tokens: Sequence[Token], idx: int, options: Any, env: MutableMapping[str, Any]) -> str:
        tokens[idx].attrSet("rel", "noopener noreferrer")
        return self.renderToken(tokens, idx, options, env)


_MD = MarkdownIt("commonmark", {"html": False}, renderer_cls=_Textausgabe)
_MD.validateLink = lambda url: _ERLAUBT.fullmatch(url) is not None  # type: ignore[method-assign]


@lru_cache(maxsize=4096)
def fliesstext(text: str) -> Markup:
    """Render the free text of an entry; whatever it contains, it can only be text, structure and links."""
    if len(text) > _LAENGSTER_TEXT or _MARKDOWN.search(text) is None:
        absaetze = [escape(absatz.strip("\n")) for absatz in _ABSATZ.split(text) if absatz.strip()]
        return Markup("").join(Markup("<p>{}</p>\n").format(absatz) for absatz in absaetze)
    # A heading inside an entry would break the page's own outline.
    html = re.sub(r"<(/?)h[1-6]>", r"<\1h4>", _MD.render(_mit_tagen(text)))
    return Markup(html)  # noqa: S704 - the renderer escapes, raw HTML is off


def _mit_tagen(text: str) -> str:
    """Return text in which a day and its month at the beginning of a line are no list; code stays as it is."""
    zeilen, im_zaun = [], False
    for zeile in text.split("\n"):
        im_zaun ^= _ZAUN.match(zeile) is not None
        treffer = None if im_zaun else _TAG_VORN.match(zeile)
        zeilen.append(zeile if treffer is None else f"{treffer[0]}\\{zeile[treffer.end() :]}")
    return "\n".join(zeilen)
