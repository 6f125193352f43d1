"""Measures the reading of files whose one line is made to hold the program up: 200,000 characters each.

Usage: make benchmark, or python -m benchmarks.haerte [NUMBER OF CHARACTERS]. That reading grows with the length of a line,
not faster, the tests show by counting (tests/akte/test_haerte.py).
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Mapping

from fallbuch.akte.lesen import lesen
from fallbuch.website.fliesstext import fliesstext

ANZAHL = 200_000
KOPF = (
    "---\nID: 4711\nErstkontakt: 2026-01-12\nZugangsweg: Beratungstag\nStatus: in Beratung\nBerater: Jana\n---\n\n"
    "## 2026-01-14 Erstgespräch\n\n"
)
#: Name → the line with about so many characters.
ZEILEN: Mapping[str, Callable[[int], str]] = {
    "Folgetermin": lambda n: "Folgetermin: x" + "T" * n + "x",
    "Termin mit Leerzeichen": lambda n: "Folgetermin: 2026-01-01" + " " * n + "x",
    "Leerzeilen": lambda n: " \n" * n,
    "Kombinierende Zeichen": lambda n: "Dauer: a" + "\u0308\u0323" * (n // 2),
    "Berater": lambda n: "## 2026-01-15 Brief (" + "a," * (n // 10) + ")",
    "Klammern": lambda n: "[" * n,
    "Fristen": lambda n: "Vereinbarungen:\n- " + "(bis " * (3 * n // 10),
    "Namen": lambda n: "Telefon" + " " * n + "x:",
    "Fortsetzungen": lambda n: "Vereinbarungen:\n- a\n" + "  b\n" * (n // 2),
    "Sterne": lambda n: "**" * (n // 2),
    "Angaben hintereinander": lambda n: "Dauer: x Folgetermin: 2026-01-01 " * (n // 10),
    "Namen ohne Doppelpunkt": lambda n: "Schritte " * (n // 5),
    "Angaben im Zitat": lambda n: "> Dauer: 4\n" * (n // 5) + "Dauer: 5",
    "Kästchen hintereinander": lambda n: "- [ ] a " * (n // 5),
    "Maskierte Klammern": lambda n: "- " + "\\[" * n,
    "Entitäten": lambda n: "- [ ] " + "&amp;" * (n // 2),
    "Geschützte Leerzeichen": lambda n: "Dauer:" + "\u00a0" * n + "4",
    "Ohne Breite": lambda n: "Da\u200buer: 4\n" * (n // 5),
    "Ohne Einzug": lambda n: "- [ ] a\n" + "b c\n" * (n // 3),
    "Ohne Zeichen davor": lambda n: "Vereinbarungen:\n" + "a b\n" * (n // 4),
    "Tage und Monate": lambda n: "3. Mai " * (n // 5),
    "Zellen": lambda n: "|" + " Dauer: 4 |" * (n // 5),
    "Rauten": lambda n: "a " + "# " * n,
    "Überschriften im Text": lambda n: "a ## 2026-01-01 " * (n // 10),
}


def datei(name: str, anzahl: int) -> str:
    """Return a case file with one of the lines."""
    return f"{KOPF}{ZEILEN[name](anzahl)}\n"


def lies(inhalt: str) -> int:
    """Read a case file and make its texts what pages show; returns how many entries it has."""
    fall, _ = lesen(inhalt.encode(), "faelle/4711.md")
    for eintrag in fall.eintraege:
        fliesstext(eintrag.text)
    return len(fall.eintraege)


def main(anzahl: int) -> None:
    print(f"| Zeile mit {anzahl} Zeichen | Rechenzeit |")
    print("| --- | ---: |")
    for name in ZEILEN:
        inhalt = datei(name, anzahl)
        beginn = time.process_time()
        lies(inhalt)
        print(f"| {name} | {time.process_time() - beginn:.2f} s |")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ANZAHL)
