"""Measures the release of eight quarters, one after the other: the last one with its reading and full audit, and the memory.

Usage: make benchmark, or python -m benchmarks.freigeben [NUMBER OF CASES …]. That solutions serve many numbers at once, the
tests show by counting (tests/freigabe/test_beweis.py).
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from fallbuch.demo.erzeugen import demo_team
from fallbuch.demo.skizze import STICHTAG
from fallbuch.freigabe.entwurf import Auswahl, entwurf
from fallbuch.freigabe.freigeben import Ausgang, gib_frei
from fallbuch.team import oeffne, richte_ein

GROESSEN = (12, 120, 7_131)
QUARTALE = ("2024Q3", "2024Q4", "2025Q1", "2025Q2", "2025Q3", "2025Q4", "2026Q1", "2026Q2")
_VERSUCHE = 4


def lege_an(wurzel: Path, anzahl: int) -> Path:
    """Write a demo team that has released nothing."""
    for name, text in demo_team(anzahl, 2).items():
        (wurzel / name).parent.mkdir(parents=True, exist_ok=True)
        (wurzel / name).write_text(text, encoding="utf-8")
    return wurzel


def freigaben(wurzel: Path) -> Iterator[Ausgang]:
    """Release one quarter after the other with all figures, as the gate proposes it; yields what came of each try."""
    for name in QUARTALE:
        auswahl = Auswahl()
        for _ in range(_VERSUCHE):
            team = oeffne(richte_ein(wurzel), stichtag=STICHTAG, heute=STICHTAG.replace(year=STICHTAG.year + 1))
            zeitraum = team.zahlenwerk.zeitraum(name)
            if zeitraum is None or zeitraum.ende < team.zahlenwerk.beginn:
                break
            ausgang = gib_frei(team, entwurf(team.zahlenwerk, zeitraum, auswahl))
            yield ausgang
            if ausgang.freigegeben or not ausgang.vorschlaege:
                break
            auswahl = auswahl.und(ausgang.vorschlaege[0].auswahl)


def main(groessen: Sequence[int]) -> None:
    print("| Fälle | freigegeben | die letzte Freigabe | Speicher |")
    print("| ---: | ---: | ---: | ---: |")
    for anzahl in groessen:
        with tempfile.TemporaryDirectory() as name:
            versuche, dauer, gegangen = freigaben(lege_an(Path(name), anzahl)), 0.0, 0
            beginn = time.process_time()
            for ausgang in versuche:
                if ausgang.freigegeben:
                    dauer, gegangen = time.process_time() - beginn, gegangen + 1
                beginn = time.process_time()
        speicher = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"| {anzahl} | {gegangen} | {dauer:.1f} s | {speicher:.0f} MB |", flush=True)


if __name__ == "__main__":
    main(tuple(map(int, sys.argv[1:])) or GROESSEN)
