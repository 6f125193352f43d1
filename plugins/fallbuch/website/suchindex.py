"""What the search looks through: a script, because browsers let a page that was opened by double click read nothing else."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path

_ZEICHEN = re.compile(r"<[^>]*>")
_ROH = "search/search_index.json"
#: Where the script lies in the built site.
SUCHINDEX = "assets/fallbuch/suchindex.js"


def schreibe_suchindex(ordner: Path) -> None:
    """Turn the index that the site builder wrote into one script: a line for each section of a page, as plain text.

    Nothing is written where the team has switched the search off.
    """
    roh = ordner / _ROH
    if not roh.is_file():
        return
    zeilen = [
        json.dumps([d["location"], _als_text(d["title"]), _als_text(d["text"])], ensure_ascii=False)
        for d in json.loads(roh.read_bytes())["docs"]
    ]
    ziel = ordner / SUCHINDEX
    ziel.write_text("Fallbuch.suchindex = [\n" + ",\n".join(zeilen) + "\n];\n", encoding="utf-8")
    roh.unlink()
    if not any(roh.parent.iterdir()):
        roh.parent.rmdir()


def _als_text(stueck: str) -> str:
    return " ".join(html.unescape(_ZEICHEN.sub(" ", stueck)).split())
