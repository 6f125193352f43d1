"""A comparison costs little beyond reading the stock once, measured side by side in one run."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable
from pathlib import Path

from fallbuch.demo.erzeugen import demo_team
from fallbuch.team import oeffne, richte_ein
from tests.git import git
from tests.vergleich.hilfen import HEUTE, verglichen

LANG = bool(os.environ.get("FALLBUCH_LANG"))
#: The number of cases that the team of the sources had, and how many of them differ.
ALLE, GEAENDERTE = (7131, 50) if LANG else (600, 20)


def rechenzeit(tue: Callable[[], object]) -> float:
    """Return the seconds of processor time, those of git included: the machine may have other work."""
    gc.collect()
    vorher = os.times()
    tue()
    nachher = os.times()
    return sum(nachher[:4]) - sum(vorher[:4])


def test_kaum_mehr_als_einmal_lesen(tmp_path: Path) -> None:
    wurzel = tmp_path / "team"
    for name, text in demo_team(ALLE, 3).items():
        pfad = wurzel / name
        pfad.parent.mkdir(parents=True, exist_ok=True)
        pfad.write_bytes(text if isinstance(text, bytes) else text.encode())
    git(wurzel, "init", "-q", "-b", "main")
    git(wurzel, "add", "-A")
    git(wurzel, "commit", "-qm", "Anfang")
    faelle = sorted((wurzel / "faelle").glob("*.md"))
    for pfad in faelle[:: len(faelle) // GEAENDERTE][:GEAENDERTE]:
        with pfad.open("a", encoding="utf-8") as datei:
            datei.write("\n## 2026-06-30 Telefonat\n\nNeues.\n")

    def lies() -> None:
        team = oeffne(richte_ein(wurzel), stichtag=None, heute=HEUTE)
        assert len(team.akten) == ALLE
        assert team.befunde is not None
        assert sum(len(a.faelligkeiten) for a in team.akten) > ALLE

    def vergleiche() -> None:
        assert len(verglichen(wurzel).faelle) == GEAENDERTE

    lies()  # what is only read once, rules and words, is read
    gelesen = min(rechenzeit(lies) for _ in range(2))
    verglichene = min(rechenzeit(vergleiche) for _ in range(2))
    print(f"{ALLE} Fälle: lesen {gelesen:.2f} s, vergleichen {verglichene:.2f} s")
    # Two states, neither of them read twice: a second reading would make it two.
    assert verglichene < 1.6 * gelesen
    if LANG:
        assert verglichene < gelesen + 2
