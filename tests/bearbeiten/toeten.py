"""Kills writing commands at random calls and looks at what stands in the files; runs as a program of its own.

The program is loaded once and forked for each run, so that two hundred runs take seconds, not minutes. When it dies is
counted in calls of functions, not in seconds: a busy machine kills at the same places.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import sys
from pathlib import Path
from types import FrameType
from typing import Any

from fallbuch.bearbeiten import platz
from fallbuch.cli.haupt import main
from tests.bearbeiten.hilfen import stand
from tests.vorrat import lade_alles

FALL = """---
ID: 4711
Erstkontakt: 2026-06-01
Zugangsweg: Beratungstag
Status: in Beratung
Berater: jana
---

## 2026-06-02 Erstgespräch (Jana)

Vereinbarungen:

* [ ] Team schreibt

## 2026-06-03 Maßnahme (Jana)

Art: Weiterbildung
Ende: 2026-06-20
"""
ZU = FALL.replace("in Beratung", "abgeschlossen") + (
    "\n## 2026-06-21 Abschluss (Jana)\n\nErgebnis: ohne Arbeitsstelle beendet\nGrund: Umzug\nErklärung: weg\n"
)
BEFEHLE: dict[str, list[str]] = {
    "neu": ["neu", "--zugangsweg", "Beratungstag", "--id", "9000"],
    "eintragen": [
        "eintragen",
        "4711",
        "--art",
        "Telefonat",
        "--text",
        "Ein Satz. " * 2000,
        "--erledigt",
        "1",
        "--rueckmeldung",
        "abgeschlossen",
    ],
    "abschliessen": [
        "abschliessen",
        "4711",
        "--ergebnis",
        "ohne Arbeitsstelle beendet",
        "--grund",
        "Umzug",
        "--erklaerung",
        "weg",
    ],
    "wiederaufnehmen": ["wiederaufnehmen", "4712", "--berater", "Ole"],
    "uebergeben": ["uebergeben", "4711", "--an", "Ole"],
    "formatieren": ["formatieren", "--beheben"],
    "importieren": ["importieren", "../alte-liste.csv", "../alte-doku.csv", "--schreiben"],
}
#: One of them is there already and gets a conversation.
LISTE = "ID;Erstkontakt;Akquise;Status\n" + "".join(f"{8000 + n};2026-06-0{n};Laden;neu\n" for n in range(1, 6))
DOKU = "Datum;Kunde;Berater;Besprechung\n2026-06-08;4711;Ole;Kam vorbei.\n" + "".join(f"2026-06-1{n};{8000 + n};Ole;Erzählt.\n" for n in range(1, 6))  # fmt: skip


def lege_an(wurzel: Path) -> None:
    shutil.rmtree(wurzel, ignore_errors=True)
    for name, text in {
        "faelle/4711.md": FALL,
        "faelle/4712.md": ZU.replace("4711", "4712"),
        "vorlagen/team.yml": "berater: {Jana: {}, Ole: {}}\nzugangswege: {Laden: {}, Beratungstag: {}}\n",
        "../alte-liste.csv": LISTE,
        "../alte-doku.csv": DOKU,
    }.items():
        (wurzel / name).parent.mkdir(parents=True, exist_ok=True)
        (wurzel / name).write_text(text, encoding="utf-8")


def laufe(befehl: list[str], wurzel: Path, bis: int | None) -> int:
    """Run a command in a child and kill it at its call number `bis` since it began to write (None: never).

    Returns how many calls it made until its end, if it was not killed.
    """
    lese, schreibe = os.pipe()
    kind = os.fork()
    if kind == 0:
        os.chdir(wurzel)
        leer = os.open(os.devnull, os.O_RDWR)
        for strom in (0, 1, 2):
            os.dup2(leer, strom)
        zahl = _zaehle_ab_dem_schreiben(bis)
        code = 0
        try:
            main(befehl)
        except SystemExit as ende:
            code = int(ende.code or 0)
        sys.setprofile(None)
        os.write(schreibe, str(zahl[0]).encode())
        os._exit(code)
    os.close(schreibe)
    _, wie = os.waitpid(kind, 0)
    gezaehlt = os.read(lese, 100)
    os.close(lese)
    if bis is None and wie != 0:
        raise SystemExit(f"{befehl[0]} failed: {wie}")
    return int(gezaehlt or 0)


def _zaehle_ab_dem_schreiben(bis: int | None) -> list[int]:
    """From the writer on, count the calls of this program, those of C too, and kill it at one of them."""
    zahl, lege_ab = [0], getattr(platz, "lege_ab")  # noqa: B009 - the name belongs to another room

    def zaehle(rahmen: FrameType, art: str, wert: object) -> None:
        if art in {"call", "c_call"}:
            zahl[0] += 1
            if zahl[0] == bis:
                os.kill(os.getpid(), signal.SIGKILL)

    def schreibe(*worte: Any) -> None:
        sys.setprofile(zaehle)
        lege_ab(*worte)

    setattr(platz, "lege_ab", schreibe)  # noqa: B010
    return zahl


def pruefe(wurzel: Path, wie_oft: int, zufall: random.Random) -> tuple[int, int]:
    """Kill each command in turn; returns how many files were old and how many new where they differ."""
    alte = neue = 0
    erwartet: dict[str, tuple[dict[str, bytes], dict[str, bytes], int]] = {}
    for name, befehl in BEFEHLE.items():
        lege_an(wurzel)
        vorher = stand(wurzel)
        rufe = laufe(befehl, wurzel, None)
        erwartet[name] = vorher, stand(wurzel), rufe
        if vorher == erwartet[name][1] or not rufe:
            raise SystemExit(f"{name} changed nothing")
    namen = list(BEFEHLE)
    for nummer in range(wie_oft):
        name = namen[nummer % len(namen)]
        vorher, nachher, rufe = erwartet[name]
        lege_an(wurzel)
        # Most calls come before the first file is written: each third dies late.
        laufe(BEFEHLE[name], wurzel, zufall.randint(1 if nummer % 3 else rufe * 4 // 5, rufe))
        jetzt = stand(wurzel)
        for datei in vorher.keys() | nachher.keys():
            if vorher.get(datei) == nachher.get(datei):
                continue
            if jetzt.get(datei) not in (vorher.get(datei), nachher.get(datei)):
                raise SystemExit(f"{name}: {datei} is neither the old nor the new one")
            alte += jetzt.get(datei) == vorher.get(datei)
            neue += jetzt.get(datei) == nachher.get(datei)
        uebrig = [d for d in jetzt if d not in vorher and d not in nachher and not d.endswith(".fallbuch-neu")]
        if uebrig:
            raise SystemExit(f"{name}: left behind {uebrig}")
    return alte, neue


if __name__ == "__main__":
    os.environ["FALLBUCH_STICHTAG"] = "2026-07-01"
    lade_alles()
    ergebnis = pruefe(Path(sys.argv[1]), int(sys.argv[2]), random.Random(int(sys.argv[3])))
    sys.stdout.write(f"{ergebnis[0]} {ergebnis[1]}\n")
