"""Kills writing commands at random points and looks at what stands in the files; runs as a program of its own.

The program is loaded once and forked for each run, so that two hundred runs take seconds, not minutes.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import sys
import time
from pathlib import Path

from fallbuch.cli.haupt import main
from tests.bearbeiten.hilfen import stand

FALL = """---
ID: 4711
Erstkontakt: 2026-06-01
Akquise: Beratungstag
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
    "neu": ["neu", "--akquise", "Beratungstag", "--id", "9000"],
    "eintragen": ["eintragen", "4711", "--art", "Telefonat", "--text", "Ein Satz. " * 2000, "--erledigt", "1", "--rueckmeldung", "abgeschlossen"],
    "abschliessen": ["abschliessen", "4711", "--ergebnis", "ohne Arbeitsstelle beendet", "--grund", "Umzug", "--erklaerung", "weg"],
    "wiederaufnehmen": ["wiederaufnehmen", "4712", "--berater", "Ole"],
    "uebergeben": ["uebergeben", "4711", "--an", "Ole"],
    "formatieren": ["formatieren", "--beheben"],
    "umstellen": ["umstellen", "u.yml"],
}  # fmt: skip


def lege_an(wurzel: Path) -> None:
    shutil.rmtree(wurzel, ignore_errors=True)
    for name, text in {
        "faelle/4711.md": FALL,
        "faelle/4712.md": ZU.replace("4711", "4712"),
        "vorlagen/team.yml": "berater: {Jana: {}, Ole: {}}\nkanaele: {Laden: {}}\n",
        "u.yml": "umstellungen: [{liste: kanaele, alt: Beratungstag, neu: Sprechtag}, {liste: berater, alt: Jana, neu: Janina}]\n",
    }.items():
        (wurzel / name).parent.mkdir(parents=True, exist_ok=True)
        (wurzel / name).write_text(text, encoding="utf-8")


def laufe(befehl: list[str], wurzel: Path, frist: float | None) -> float:
    """Run a command in a child and kill it after `frist` seconds (None: never); returns how long it ran."""
    beginn = time.monotonic()
    kind = os.fork()
    if kind == 0:
        os.chdir(wurzel)
        leer = os.open(os.devnull, os.O_RDWR)
        for strom in (0, 1, 2):
            os.dup2(leer, strom)
        try:
            main(befehl)
        except SystemExit as ende:
            os._exit(int(ende.code or 0))
        os._exit(0)
    if frist is not None:
        time.sleep(frist)
        os.kill(kind, signal.SIGKILL)
    _, wie = os.waitpid(kind, 0)
    if frist is None and wie != 0:
        raise SystemExit(f"{befehl[0]} failed: {wie}")
    return time.monotonic() - beginn


def pruefe(wurzel: Path, wie_oft: int, zufall: random.Random) -> tuple[int, int]:
    """Kill each command in turn; returns how many files were old and how many new where they differ."""
    alte = neue = 0
    erwartet: dict[str, tuple[dict[str, bytes], dict[str, bytes], float]] = {}
    for name, befehl in BEFEHLE.items():
        lege_an(wurzel)
        vorher = stand(wurzel)
        dauer = max(laufe(befehl, wurzel, None), 0.005)
        erwartet[name] = vorher, stand(wurzel), dauer
        if vorher == erwartet[name][1]:
            raise SystemExit(f"{name} changed nothing")
    namen = list(BEFEHLE)
    for nummer in range(wie_oft):
        name = namen[nummer % len(namen)]
        vorher, nachher, dauer = erwartet[name]
        lege_an(wurzel)
        laufe(BEFEHLE[name], wurzel, zufall.uniform(0.3, 1.8) * dauer)
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
    ergebnis = pruefe(Path(sys.argv[1]), int(sys.argv[2]), random.Random(int(sys.argv[3])))
    sys.stdout.write(f"{ergebnis[0]} {ergebnis[1]}\n")
