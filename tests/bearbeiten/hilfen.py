"""A team on the disk to work on, and what stands in it afterwards."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from fallbuch.bearbeiten.platz import Platz
from fallbuch.einrichtung import richte_ein

HEUTE = date(2026, 11, 20)


def platz(wurzel: Path, stichtag: str = "2026-07-01") -> Platz:
    """Open a team to work on; entries get the day `stichtag`."""
    return Platz(einrichtung=richte_ein(wurzel), stichtag=date.fromisoformat(stichtag), heute=HEUTE)


def lies(wurzel: Path, name: str = "faelle/4711.md") -> str:
    return (wurzel / name).read_bytes().decode()


def stand(wurzel: Path) -> dict[str, bytes]:
    """Return all files of a team that are neither git's nor what the program remembers beside them."""
    return {
        p.relative_to(wurzel).as_posix(): p.read_bytes()
        for p in sorted(wurzel.rglob("*"))
        if p.is_file() and not {".git", ".fallbuch"} & set(p.parts)
    }
