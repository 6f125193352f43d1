"""Builds sites as a team does: with a program of its own."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from tests.vorgeladen import rufe


def baue(wurzel: Path, *argumente: str, **umgebung: str) -> subprocess.CompletedProcess[str]:
    """Run `fallbuch bauen` in `wurzel`; both streams are captured together."""
    return rufe("fallbuch.cli", ["bauen", *argumente], wurzel, _umgebung(umgebung), zusammen=True)


def baue_am(heute: date, wurzel: Path, *argumente: str) -> subprocess.CompletedProcess[str]:
    """Run `fallbuch bauen` as if it were `heute`."""
    return rufe("fallbuch.cli", ["bauen", *argumente], wurzel, _umgebung({}), zusammen=True, heute=heute)


def baue_mit_mkdocs(wurzel: Path, *argumente: str, **umgebung: str) -> subprocess.CompletedProcess[str]:
    """Run `mkdocs build` in `wurzel`; both streams are captured together."""
    return rufe("mkdocs", ["build", *argumente], wurzel, _umgebung(umgebung), zusammen=True)


def _umgebung(mehr: Mapping[str, str]) -> dict[str, str]:
    return {k: v for k, v in os.environ.items() if not k.startswith("FALLBUCH_")} | dict(mehr)


def dateien(ordner: Path) -> dict[str, bytes]:
    """Return every file below `ordner` by its relative name."""
    return {p.relative_to(ordner).as_posix(): p.read_bytes() for p in sorted(ordner.rglob("*")) if p.is_file()}


def suchindex(ordner: Path) -> list[tuple[str, str, str]]:
    """Return what the search of a built site looks through: place, title and text of each section."""
    text = (ordner / "assets/fallbuch/suchindex.js").read_text(encoding="utf-8")
    anfang, ende = "Fallbuch.suchindex = ", ";\n"
    assert text.startswith(anfang)
    assert text.endswith(ende)
    return [(ort, titel, inhalt) for ort, titel, inhalt in json.loads(text[len(anfang) : -len(ende)])]
