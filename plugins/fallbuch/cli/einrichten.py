"""A new team's folder: the files that are shipped for it, written without ever overwriting."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path


def plane() -> dict[str, str]:
    """Return path → text of every file of a new team's repository."""
    wurzel = files("fallbuch").joinpath("vorgaben", "einrichtung")
    return {name.replace("punkt-", "."): text for name, text in sorted(_dateien(wurzel, ""))}


def _dateien(ordner: Traversable, vorn: str) -> Iterator[tuple[str, str]]:
    for eintrag in ordner.iterdir():
        if eintrag.is_dir():
            yield from _dateien(eintrag, f"{vorn}{eintrag.name}/")
        else:
            yield f"{vorn}{eintrag.name}", eintrag.read_text(encoding="utf-8")


def lege_an(ziel: Path, dateien: Mapping[str, str]) -> list[str]:
    """Write `dateien` below `ziel`; if any exists already, write nothing and return those names."""
    vorhandene = [name for name in dateien if os.path.lexists(ziel / name)]
    if vorhandene:
        return vorhandene
    for name, text in dateien.items():
        pfad = ziel / name
        pfad.parent.mkdir(parents=True, exist_ok=True)
        with pfad.open("x", encoding="utf-8", newline="\n") as datei:
            datei.write(text)
    return []
