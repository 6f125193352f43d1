"""Findings as programs read them: pure functions from findings to text."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from fallbuch.befund import Befund, Schwere
from fallbuch.forge import meldeformen
from fallbuch.text.historie import vorsatz


def fuer_programme(form: str, befunde: Sequence[Befund], weg: meldeformen.Entferntes, ordner: Path) -> str:
    """Return findings, and what a change removes, in the form of a forge or as JSON."""
    match form:
        case "github":
            return meldeformen.als_github(befunde, weg, vorsatz(ordner))
        case "gitlab":
            return meldeformen.als_gitlab(befunde, weg, vorsatz(ordner))
    return befunde_als_json(befunde, weg)


def befunde_als_json(befunde: Sequence[Befund], entferntes: Iterable[tuple[str, str]] = ()) -> str:
    """Stable for programs: a list of objects; fields may be added, never renamed. `entferntes`: file and sentence."""
    weg = [
        {
            "kennung": "entfernt",
            "schwere": Schwere.HINWEIS,
            "datei": d,
            "zeile": 1,
            "spalte": 1,
            "text": s,
            "hinweis": "",
        }
        for d, s in entferntes
    ]
    return als_json(
        [
            {
                "kennung": b.kennung,
                "schwere": b.schwere,
                "datei": b.stelle.datei,
                "zeile": b.stelle.zeile,
                "spalte": b.stelle.spalte,
                "text": b.text,
                "hinweis": b.hinweis,
            }
            for b in befunde
        ]
        + weg
    )


def zeilen_als_json(zeilen: Iterable[Mapping[str, str | int | bool | None]]) -> str:
    """Return a list of flat objects as `als_json` would, many times faster: only without an indent Python writes JSON in C."""
    schreibe = json.JSONEncoder(ensure_ascii=False, separators=(",\n    ", ": ")).encode
    objekte = [f"  {{\n    {schreibe(zeile)[1:-1]}\n  }}" for zeile in zeilen]
    return "[\n" + ",\n".join(objekte) + "\n]\n" if objekte else "[]\n"


def als_json(daten: object) -> str:
    """Return readable JSON with umlauts as they are."""
    return json.dumps(daten, ensure_ascii=False, indent=2) + "\n"
