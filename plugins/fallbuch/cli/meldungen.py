"""Findings as programs read them: pure functions from findings to text."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from fallbuch.befund import Befund, Schwere, Stelle
from fallbuch.forge import meldeformen
from fallbuch.text.historie import vorsatz


def fuer_programme(form: str, befunde: Sequence[Befund], weg: meldeformen.Entferntes, ordner: Path) -> str:
    """Return findings, and what a change removes (file and sentence), in the form of a forge or as JSON.

    JSON is stable for programs: a list of objects; fields may be added, never renamed.
    """
    match form:
        case "github":
            return meldeformen.als_github(befunde, weg, vorsatz(ordner))
        case "gitlab":
            return meldeformen.als_gitlab(befunde, weg, vorsatz(ordner))
    zeilen = [_zeile(b.kennung, b.schwere, b.stelle, b.text, b.hinweis) for b in befunde]
    return als_json(zeilen + [_zeile("entfernt", Schwere.HINWEIS, Stelle(datei=d), satz, "") for d, satz in weg])


def _zeile(kennung: str, schwere: Schwere, stelle: Stelle, text: str, hinweis: str) -> dict[str, str | int]:
    wo: dict[str, str | int] = {"datei": stelle.datei, "zeile": stelle.zeile, "spalte": stelle.spalte}
    return {"kennung": kennung, "schwere": schwere, **wo, "text": text, "hinweis": hinweis}


def zeilen_als_json(zeilen: Iterable[Mapping[str, str | int | bool | None]]) -> str:
    """Return a list of flat objects as `als_json` would, many times faster: only without an indent Python writes JSON in C."""
    alle = json.dumps(list(zeilen), ensure_ascii=False, separators=(",\n    ", ": "))
    # In a text the end of a line is written as two other characters: these stand between objects alone.
    innen = alle[2:-2].replace("},\n    {", "\n  },\n  {\n    ")
    return f"[\n  {{\n    {innen}\n  }}\n]\n" if innen else "[]\n"


def als_json(daten: object) -> str:
    """Return readable JSON with umlauts as they are."""
    return json.dumps(daten, ensure_ascii=False, indent=2) + "\n"
