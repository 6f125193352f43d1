"""Measures all figures of eight quarters, exact and protected, after reading: small teams and 7,131 demo cases.

Usage: make benchmark, or python -m benchmarks.zahlen [NUMBER OF CASES …]. That they grow with the number of cases, not
faster, the tests show by counting (tests/statistik/test_wachstum.py).
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence

from benchmarks.demo.skizze import STICHTAG
from benchmarks.faelligkeiten import bestand
from fallbuch.akte.protokoll import Protokoll
from fallbuch.bestand.laden import Akte
from fallbuch.regelwerk.modell import Regelwerk
from fallbuch.statistik.bausteine import Stoff
from fallbuch.statistik.laden import Kennzahlenbuch
from fallbuch.statistik.tafeln import tafeln_aus
from fallbuch.statistik.werk import Zahlenwerk

GROESSEN = (120, 300, 1_200, 7_131)


def alle_zahlen(akten: Sequence[Akte], regelwerk: Regelwerk) -> int:
    """Count everything; returns the number of quarters."""
    tafeln = tafeln_aus(akten, Protokoll(), regelwerk, STICHTAG)
    werk = Zahlenwerk(Stoff(tafeln, STICHTAG), Kennzahlenbuch(), kalender=False, geheimnis=bytes(32))
    quartale = [z for z in werk.zeitraeume if z.quartal is not None]
    for zeitraum in quartale:
        werk.geschuetzte(zeitraum)
    return len(quartale)


def main(groessen: Sequence[int]) -> None:
    print("| Fälle | Quartale | Rechenzeit | je Fall |")
    print("| ---: | ---: | ---: | ---: |")
    for anzahl in groessen:
        akten, regelwerk = bestand(anzahl)
        beginn = time.process_time()
        quartale = alle_zahlen(akten, regelwerk)
        dauer = time.process_time() - beginn
        print(f"| {anzahl} | {quartale} | {dauer:.2f} s | {1e6 * dauer / anzahl:.0f} µs |")


if __name__ == "__main__":
    main(tuple(map(int, sys.argv[1:])) or GROESSEN)
