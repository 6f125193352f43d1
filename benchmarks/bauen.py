"""Measures building and listing with 1,000 and 7,131 demo cases, in one run, so that ratios hold on a busy machine.

Usage: make benchmark, or python -m benchmarks.bauen [NUMBER OF CASES …]
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

GROESSEN = (1_000, 7_131)


def miss(befehl: list[str], ordner: Path) -> tuple[float, float]:
    """Run `befehl` in a process of its own; return seconds and the peak memory in MB."""
    lese, schreibe = os.pipe()
    beginn = time.monotonic()
    kind = os.fork()
    if kind == 0:
        os.close(lese)
        ende = subprocess.run(befehl, cwd=ordner, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        spitze = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        os.write(schreibe, f"{spitze} {ende.returncode}".encode())
        os._exit(0)
    os.close(schreibe)
    os.waitpid(kind, 0)
    dauer = time.monotonic() - beginn
    spitze_text, code = os.read(lese, 100).decode().split()
    os.close(lese)
    if code != "0":
        raise SystemExit(f"{' '.join(befehl)} ended with {code}")
    return dauer, float(spitze_text)


def main(groessen: tuple[int, ...]) -> None:
    os.environ["NO_MKDOCS_2_WARNING"] = "1"
    python = sys.executable
    zeilen = []
    with tempfile.TemporaryDirectory() as name:
        for groesse in groessen:
            team = Path(name) / str(groesse)
            subprocess.run(
                [python, "-m", "benchmarks.demo", "--faelle", str(groesse), "--ziel", str(team)],
                check=True, stdout=subprocess.DEVNULL,
            )  # fmt: skip
            bauen = miss([python, "-m", "fallbuch.cli", "bauen"], team)
            faellig = miss([python, "-m", "fallbuch.cli", "faellig", "--format", "json"], team)
            zeilen.append((groesse, *bauen, *faellig))
    print("| Fälle | Bau | je Fall | Speicher | `faellig` | Speicher |")
    print("| ---: | ---: | ---: | ---: | ---: | ---: |")
    for groesse, bau, bau_mb, liste, liste_mb in zeilen:
        print(
            f"| {groesse} | {bau:.1f} s | {1000 * bau / groesse:.2f} ms | {bau_mb:.0f} MB | {liste:.1f} s | {liste_mb:.0f} MB |"
        )
    (klein, bau_klein, *_), (gross, bau_gross, *_) = zeilen[0], zeilen[-1]
    print(f"\nFaktor der Fälle {gross / klein:.1f}, der Bauzeit {bau_gross / bau_klein:.1f}.")


if __name__ == "__main__":
    main(tuple(map(int, sys.argv[1:])) or GROESSEN)
