"""The shell of case pages: one page goes through mkdocs and the theme, its HTML is cut once.

Each case page is then the joined pieces with its own parts between them. Replacing marks one after
another instead would let a case's text contain the next mark.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

TITEL, INHALT = "fallbuchschaletitel", "fallbuchschaleinhalt"
_MARKEN = re.compile(f"({TITEL}|{INHALT})")


class Schale:
    """A page cut at its marks, to be filled any number of times."""

    def __init__(self, html: str) -> None:
        self._stuecke = _MARKEN.split(html)
        if INHALT not in self._stuecke:
            raise ValueError("the shell page lacks its content mark")

    def fuelle(self, *, titel: str, inhalt: str) -> str:
        """Return the page; `titel` and `inhalt` must be escaped HTML."""
        teile: Mapping[str, str] = {TITEL: titel, INHALT: inhalt}
        return "".join(teile.get(stueck, stueck) if i % 2 else stueck for i, stueck in enumerate(self._stuecke))
