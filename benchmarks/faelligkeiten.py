"""Measures the due items alone, after reading: a quarter, half and all of 7,131 demo cases in one run.

Usage: make benchmark, or python -m benchmarks.faelligkeiten [NUMBER OF CASES]. That they grow with the number of cases,
not faster, the tests show by counting (tests/regelwerk/test_wachstum.py).
"""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Sequence

from benchmarks.demo.erzeugen import demo_faelle, demo_team
from benchmarks.demo.skizze import STICHTAG
from fallbuch.bestand.laden import Akte, lade_bestand
from fallbuch.regelwerk.fallregeln import Fallregeln
from fallbuch.regelwerk.laden import lade_regelwerk, lade_team
from fallbuch.regelwerk.modell import Regelwerk
from fallbuch.regelwerk.sicht import Fallsicht
from fallbuch.text.quelle import Quelldatei

ANZAHL = 7_131
_LAEUFE = 3


def bestand(anzahl: int, seed: int = 1) -> tuple[tuple[Akte, ...], Regelwerk]:
    """Read `anzahl` demo cases."""
    team, _ = lade_team(demo_team(1, 1)["vorlagen/team.yml"].encode())
    regelwerk, _ = lade_regelwerk(None, team)
    dateien = [Quelldatei(f"faelle/{k}.md", text.encode(), None) for k, text in demo_faelle(anzahl, seed).items()]
    return lade_bestand(dateien, regelwerk, STICHTAG, STICHTAG, {}), regelwerk


def alle_faelligkeiten(akten: Sequence[Akte], regelwerk: Regelwerk) -> int:
    """Work out the due items of all cases; returns how many there are."""
    regeln = Fallregeln(regelwerk)
    return sum(len(regeln.faelligkeiten(Fallsicht(a.fall, regelwerk, STICHTAG), a.befunde)) for a in akten)


def messe(akten: Sequence[Akte], regelwerk: Regelwerk) -> tuple[int, float]:
    """Return the number of items and the processor seconds they took, the best of several runs."""
    dauern, zeilen = [], 0
    for _ in range(_LAEUFE):
        gc.collect()
        gc.disable()  # as `lade_bestand` does while it works
        beginn = time.process_time()
        zeilen = alle_faelligkeiten(akten, regelwerk)
        dauern.append(time.process_time() - beginn)
        gc.enable()
    return zeilen, min(dauern)


def main(anzahl: int) -> None:
    akten, regelwerk = bestand(anzahl)
    print("| Fälle | Zeilen | Rechenzeit | je Fall |")
    print("| ---: | ---: | ---: | ---: |")
    for teil in (anzahl // 4, anzahl // 2, anzahl):
        zeilen, dauer = messe(akten[:teil], regelwerk)
        print(f"| {teil} | {zeilen} | {dauer:.2f} s | {1e6 * dauer / teil:.0f} µs |")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ANZAHL)
