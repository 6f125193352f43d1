"""Makes a team with invented cases: `python -m benchmarks.demo --faelle N --seed S --ziel DIR`.

What `fallbuch demo` unpacks is this team with 120 cases; `make demo` writes it here and into the package.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from benchmarks.demo.erzeugen import HOECHSTENS, demo_team
from benchmarks.demo.freigaben import freigaben
from benchmarks.demo.skizze import STICHTAG
from fallbuch.befund import anzahl


def ganzes_team(faelle: int = 120, seed: int = 1) -> dict[str, str]:
    """Return path → text of a team with what it has released."""
    dateien = demo_team(faelle, seed)
    return dateien | freigaben(dateien, STICHTAG, seed) if faelle <= HOECHSTENS else dateien


def main() -> None:
    leser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    leser.add_argument("--faelle", type=int, default=120)
    leser.add_argument("--seed", type=int, default=1)
    leser.add_argument("--ziel", type=Path, required=True, action="append", help="may be given several times")
    wahl = leser.parse_args()
    dateien = ganzes_team(wahl.faelle, wahl.seed)
    for ziel in wahl.ziel:
        for name, text in dateien.items():
            (ziel / name).parent.mkdir(parents=True, exist_ok=True)
            (ziel / name).write_bytes(text.encode())
        print(f"{anzahl(wahl.faelle, 'Fall', 'Fälle')} in {ziel}")


if __name__ == "__main__":
    main()
