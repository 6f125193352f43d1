"""The site as plain Markdown with HTML in it, so that any builder of its kind can make the same pages."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import chain

from markupsafe import escape

from fallbuch.website.dateien import Website, als_bytes
from fallbuch.website.rahmen import SKRIPTE, Page

_ORDNER = "seiten"
_VORFORMATIERT = re.compile(r"(<(pre|textarea)\b.*?</\2>)", re.DOTALL)
#: What Markdown readers take for a fence even in the midst of HTML.
_ZAUN = str.maketrans({"`": "&#96;", "~": "&#126;"})


def quelldateien(website: Website) -> Iterator[tuple[str, bytes]]:
    """Yield path and content of every file: settings, one Markdown file a page, everything else as it is."""
    yield "mkdocs.yml", _einstellungen(website).encode(errors="replace")
    for blatt in chain(website.blaetter.values(), website.zahlenblaetter(), website.fallblaetter()):
        yield f"{_ORDNER}/{blatt.pfad}", als_bytes(_seite(blatt))
    for pfad, inhalt in chain(website.beiwerk(), website.listen(), website.tabellen()):
        yield f"{_ORDNER}/{pfad}", inhalt


def _seite(blatt: Page) -> str:
    """Return a page: a few lines of front matter (JSON strings are YAML), and its HTML as one block on one line."""
    kopf = {"title": _als_titel(blatt.titel), "hide": ["navigation", "toc"], "search": {"exclude": not blatt.suche}}
    zeilen = "".join(f"{name}: {json.dumps(wert, ensure_ascii=False)}\n" for name, wert in kopf.items())
    return f"---\n{zeilen}---\n\n<div>{auf_einer_zeile(blatt.html)}</div>\n"


def _als_titel(text: str) -> str:
    """Return a title as a builder takes it: MkDocs puts it into its pages as it is, and YAML ends a line where others end one."""
    return str(escape(" ".join(text.split())))


def auf_einer_zeile(html: str) -> str:
    """Return HTML without line ends: a blank line would end the block, and a fence in it would become code."""
    teile = _VORFORMATIERT.split(html)
    fertige = (
        teil.replace("\n", "&#10;") if nummer % 3 == 1 else " ".join(teil.split("\n"))
        for nummer, teil in enumerate(teile)
        if nummer % 3 != 2
    )
    return "".join(fertige).translate(_ZAUN)


def _einstellungen(website: Website) -> str:
    eintraege = {
        "site_name": _als_titel(website.name),
        "docs_dir": _ORDNER,
        "use_directory_urls": False,
        "theme": {"name": "material", "language": "de", "font": False, "features": ["navigation.tabs"]},
        # Said, since some builders take a missing list for all extensions they know.
        "markdown_extensions": [],
        "plugins": ["search"],
        "extra_css": ["assets/fallbuch/fallbuch.css"],
        "extra_javascript": [f"assets/fallbuch/{name}.js" for name in ("speicher", *SKRIPTE)],
        "nav": [
            {name: [{_als_titel(punkt.name): punkt.pfad} for punkt in punkte]}
            for name, punkte in website.menue.bereiche.items()
        ],
    }
    return "".join(f"{name}: {json.dumps(wert, ensure_ascii=False)}\n" for name, wert in eintraege.items())
