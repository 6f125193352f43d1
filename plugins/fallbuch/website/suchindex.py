"""What the search looks through: a script, because browsers let a page that was opened by double click read nothing else."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator

from fallbuch.prozess.fundus import als_verweis
from fallbuch.website.rahmen import Page

#: Where the script lies in the built site.
SUCHINDEX = "assets/fallbuch/suchindex.js"
_UEBERSCHRIFT = re.compile(r"<h([1-6])\b([^>]*)>(.*?)</h\1>", re.DOTALL)
_ANKER = re.compile(r'\bid="([^"]+)"')
_OHNE_TEXT = re.compile(r"<(script|style|svg)\b.*?</\1>", re.DOTALL)
_ZEICHEN = re.compile(r"<[^>]*>")
#: What changes every day or tells of cases says so itself.
_AUSGENOMMEN = re.compile(r"<(section|figure|span|ul)\b[^>]*\bdata-search-exclude\b[^>]*>.*?</\1>", re.DOTALL)


def suchindex(blaetter: Iterable[Page]) -> bytes:
    """Return the script: a line for each section of a page that may be searched, as plain text."""
    zeilen = [
        json.dumps(eintrag, ensure_ascii=False) for blatt in blaetter if blatt.suche for eintrag in _abschnitte(blatt)
    ]
    return ("Fallbuch.suchindex = [\n" + ",\n".join(zeilen) + "\n];\n").encode(errors="replace")


def _abschnitte(blatt: Page) -> Iterator[tuple[str, str, str]]:
    """Yield place, title and text: what comes before the first heading with an anchor, then each such heading with what follows."""
    ort, titel = als_verweis(blatt.pfad), blatt.titel
    inhalt, stelle, ab = _OHNE_TEXT.sub(" ", _AUSGENOMMEN.sub(" ", blatt.html)), ort, 0
    for treffer in _UEBERSCHRIFT.finditer(inhalt):
        if treffer[1] == "1":
            ab = treffer.end() if stelle == ort else ab
            continue
        anker = _ANKER.search(treffer[2])
        if anker is not None:
            yield stelle, titel, _als_text(inhalt[ab : treffer.start()])
            stelle, titel, ab = f"{ort}#{anker[1]}", _als_text(treffer[3]), treffer.end()
    yield stelle, titel, _als_text(inhalt[ab:])


def _als_text(stueck: str) -> str:
    return " ".join(html.unescape(_ZEICHEN.sub(" ", stueck)).split())
