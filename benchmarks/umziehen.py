"""Measures moving in and out: a workbook with 2,000 customers and 20,000 conversations, one row in twenty of which is bad.

Each call as a whole program: processor time, wall time, peak memory. Contacts go into a store of their own.

Usage: python -m benchmarks.umziehen [CUSTOMERS]
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from fallbuch.kontakte.schloss import Leseschluessel
from fallbuch.kontakte.speicher import WIEDERHERSTELLUNG, Empfaenger, Kontaktspeicher
from fallbuch.umzug.schlichte import als_mappe

KUNDEN = [
    "ID",
    "Erstkontakt",
    "Akquise",
    "Status",
    "Berater",
    "VName",
    "NName",
    "Strasse",
    "PLZ",
    "Stadt",
    "Telefon",
    "Email",
]
GESAGT = (
    "Kurz gesprochen, alles läuft weiter wie geplant; die Unterlagen sind da.",
    "Stellen durchgesehen.\nVereinbarungen:\n• Kundin schreibt zwei Bewerbungen bis {frist}\n• Team fragt nach\nFolgetermin: {naechster}",
    "Telefonat: eine Absage. Folgetermin: {naechster}",
)


def mappe(ziel: Path, anzahl: int) -> None:
    """Write the old lists."""
    zufall = random.Random(1)
    kunden: list[list[Any]] = [list(KUNDEN)]
    doku: list[list[Any]] = [["Datum", "Kunde", "Berater", "Besprechung"]]
    for n in range(anzahl):
        kennung, erster = str(10_000 + 3 * n), date(2022, 1, 1) + timedelta(days=zufall.randrange(1200))
        wer = "Hanna" if n % 20 == 7 else "Karin"
        weg = zufall.choice(["Runder Tisch", "Beratungstag"])
        kunden.append([kennung, erster, weg, "in Beratung", wer, f"Vor{n}", f"Zuname{n}", "Weg 3", "04109", "Leipzig", "0341 55667", f"k{n}@example.org"])  # fmt: skip
        for k in range(10):
            tag = erster + timedelta(days=14 * k)
            text = zufall.choice(GESAGT).format(
                frist=f"{tag + timedelta(days=10):%d.%m.}", naechster=f"{tag + timedelta(days=14):%d.%m.%y}"
            )
            doku.append([tag, kennung, "Karin", text])
    ziel.write_bytes(als_mappe({"Kundenliste": kunden, "KundenDoku": doku}))


def miss(was: str, *worte: str, cwd: Path) -> None:
    """Run a command and print what it took."""
    beginn = time.monotonic()
    kind = subprocess.Popen([sys.executable, "-m", "fallbuch.cli", *worte], cwd=cwd, stdout=subprocess.DEVNULL)
    _, status, verbrauch = os.wait4(kind.pid, 0)
    wand = time.monotonic() - beginn
    rechenzeit = verbrauch.ru_utime + verbrauch.ru_stime
    print(
        f"| {was} | {rechenzeit:.1f} s | {wand:.1f} s | {verbrauch.ru_maxrss / 1000:.0f} MB | {os.waitstatus_to_exitcode(status)} |",
        flush=True,
    )


def main() -> None:
    anzahl = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    with tempfile.TemporaryDirectory() as name:
        ordner = Path(name)
        worte = [
            "--name",
            "Probe",
            "--berater",
            "Karin",
            "--zugangsweg",
            "Runder Tisch",
            "--zugangsweg",
            "Beratungstag",
        ]
        subprocess.run(
            [sys.executable, "-m", "fallbuch.cli", "einrichten", "team", *worte],
            cwd=ordner,
            check=True,
            stdout=subprocess.DEVNULL,
        )
        speicher = Kontaktspeicher(ordner / "kontakte")
        speicher.setze_empfaenger(
            [Empfaenger(n, Leseschluessel.neu().oeffentlich) for n in ("Karin", "Ole", "Mira", WIEDERHERSTELLUNG)]
        )
        mappe(ordner / "liste.xlsx", anzahl)
        team, liste = ordner / "team", ["importieren", "../liste.xlsx", "--ablage", "../kontakte"]
        print(
            f"{anzahl} Kunden, {10 * anzahl} Gespräche\n\n| Was | Rechenzeit | Dauer | Speicher | Code |\n| --- | ---: | ---: | ---: | ---: |"
        )
        miss("ansehen", *liste, cwd=team)
        miss("schreiben", *liste, "--schreiben", cwd=team)
        miss("noch einmal", *liste, "--schreiben", cwd=team)
        miss("exportieren", "exportieren", "../auszug", cwd=team)


if __name__ == "__main__":
    main()
