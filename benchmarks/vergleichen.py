"""Measures a comparison beside reading the stock once, in one run: 7,131 demo cases of which 50 differ.

Usage: make benchmark, or python -m benchmarks.vergleichen [NUMBER OF CASES]. That no case is read twice, the tests show
by counting (tests/vergleich/test_tempo.py).
"""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

from benchmarks.demo.erzeugen import demo_team
from benchmarks.demo.skizze import STICHTAG
from fallbuch.einrichtung import richte_ein
from fallbuch.team import oeffne
from fallbuch.vergleich.seiten import stelle_gegenueber
from fallbuch.vergleich.vergleichen import vergleiche as vergleiche_staende

ANZAHL, GEAENDERTE = 7_131, 50
HEUTE: date = STICHTAG


def _git(wurzel: Path, *worte: str) -> None:
    wer = ("-c", "user.name=T", "-c", "user.email=t@example.org")
    subprocess.run(["git", *wer, *worte], cwd=wurzel, check=True, capture_output=True)


def lege_an(wurzel: Path, anzahl: int, geaenderte: int) -> None:
    """Write a demo team, save it, and change some of its cases."""
    for name, text in demo_team(anzahl, 3).items():
        pfad = wurzel / name
        pfad.parent.mkdir(parents=True, exist_ok=True)
        pfad.write_bytes(text if isinstance(text, bytes) else text.encode())
    _git(wurzel, "init", "-q", "-b", "main")
    _git(wurzel, "add", "-A")
    _git(wurzel, "commit", "-qm", "Anfang")
    faelle = sorted((wurzel / "faelle").glob("*.md"))
    for pfad in faelle[:: len(faelle) // geaenderte][:geaenderte]:
        with pfad.open("a", encoding="utf-8") as datei:
            datei.write("\n## 2026-06-30 Telefonat\n\nNeues.\n")


def lies(wurzel: Path) -> int:
    """Read the team with its due items and findings; returns how many there are."""
    team = oeffne(richte_ein(wurzel), stichtag=None, heute=HEUTE)
    return len(team.befunde) + sum(len(a.faelligkeiten) for a in team.akten)


def vergleiche(wurzel: Path) -> int:
    """Compare the folder with its last saved state; returns how many cases differ."""
    with stelle_gegenueber(richte_ein(wurzel), "HEAD", None, stichtag=None, heute=HEUTE) as gegenueber:
        return len(vergleiche_staende(gegenueber).faelle)


def rechenzeit(tue: Callable[[], object]) -> float:
    """Return the seconds of processor time, those of git included: the machine may have other work."""
    gc.collect()
    vorher = os.times()
    tue()
    nachher = os.times()
    return sum(nachher[:4]) - sum(vorher[:4])


def main(anzahl: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        wurzel = Path(name) / "team"
        lege_an(wurzel, anzahl, GEAENDERTE)
        lies(wurzel)
        gelesen = min(rechenzeit(lambda: lies(wurzel)) for _ in range(2))
        verglichen = min(rechenzeit(lambda: vergleiche(wurzel)) for _ in range(2))
    print("| Fälle | geändert | lesen | vergleichen | Verhältnis |")
    print("| ---: | ---: | ---: | ---: | ---: |")
    print(f"| {anzahl} | {GEAENDERTE} | {gelesen:.2f} s | {verglichen:.2f} s | {verglichen / gelesen:.2f} |")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ANZAHL)
