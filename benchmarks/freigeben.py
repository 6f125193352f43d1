"""Measures the release of eight quarters, one after the other, each by a call of its own: the last one, with its reading.

Usage: make benchmark, or python -m benchmarks.freigeben [NUMBER OF CASES …].
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.demo.erzeugen import demo_team

GROESSEN = (12, 120, 7_131)
QUARTALE = ("2024Q3", "2024Q4", "2025Q1", "2025Q2", "2025Q3", "2025Q4", "2026Q1", "2026Q2")


def lege_an(wurzel: Path, anzahl: int) -> Path:
    """Write a demo team that has released nothing."""
    for name, text in demo_team(anzahl, 2).items():
        (wurzel / name).parent.mkdir(parents=True, exist_ok=True)
        (wurzel / name).write_text(text, encoding="utf-8")
    return wurzel


def freigaben(wurzel: Path) -> Iterator[tuple[float, float]]:
    """Release one quarter after the other; yields processor seconds and the peak in MB of each that there was."""
    for name in QUARTALE:
        befehl = [
            sys.executable,
            "-m",
            "fallbuch.cli",
            "statistik",
            "--quartal",
            name,
            "--freigeben",
            "--team",
            str(wurzel),
        ]
        programm = subprocess.Popen(befehl, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, ende, verbrauch = os.wait4(programm.pid, 0)
        if os.waitstatus_to_exitcode(ende) == 0:  # a quarter before the first case is refused
            yield verbrauch.ru_utime + verbrauch.ru_stime, verbrauch.ru_maxrss / 1024


def main(groessen: Sequence[int]) -> None:
    print("| Fälle | Quartale freigegeben | die letzte Freigabe | Speicher |")
    print("| ---: | ---: | ---: | ---: |")
    for anzahl in groessen:
        with tempfile.TemporaryDirectory() as name:
            alle = list(freigaben(lege_an(Path(name), anzahl)))
        sekunden, speicher = alle[-1]
        print(f"| {anzahl} | {len(alle)} | {sekunden:.1f} s | {speicher:.0f} MB |", flush=True)


if __name__ == "__main__":
    main(tuple(map(int, sys.argv[1:])) or GROESSEN)
