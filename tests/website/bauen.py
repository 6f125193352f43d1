"""Runs mkdocs as a team does: as a program of its own."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config

from tests.vorgeladen import rufe


def baue(wurzel: Path, *argumente: str, **umgebung: str) -> subprocess.CompletedProcess[str]:
    """Run `mkdocs build` in `wurzel`; both streams are captured together."""
    env = (
        {k: v for k, v in os.environ.items() if not k.startswith("FALLBUCH_")} | {"NO_MKDOCS_2_WARNING": "1"} | umgebung
    )
    return rufe("mkdocs", ["build", *argumente], wurzel, env, zusammen=True)


def dateien(ordner: Path) -> dict[str, bytes]:
    """Return every file below `ordner` by its relative name."""
    return {p.relative_to(ordner).as_posix(): p.read_bytes() for p in sorted(ordner.rglob("*")) if p.is_file()}


def baue_im_prozess(wurzel: Path, **umgebung: str) -> None:
    """Build the site inside the test, strictly; for many small builds in a row."""
    with pytest.MonkeyPatch.context() as dabei:
        dabei.chdir(wurzel)
        for name, wert in umgebung.items():
            dabei.setenv(name, wert)
        konfiguration = load_config(str(wurzel / "mkdocs.yml"), strict=True)
        build(konfiguration)


def suchindex(ordner: Path) -> list[tuple[str, str, str]]:
    """Return what the search of a built site looks through: place, title and text of each section."""
    text = (ordner / "assets/fallbuch/suchindex.js").read_text(encoding="utf-8")
    anfang, ende = "Fallbuch.suchindex = ", ";\n"
    assert text.startswith(anfang)
    assert text.endswith(ende)
    return [(ort, titel, inhalt) for ort, titel, inhalt in json.loads(text[len(anfang) : -len(ende)])]
