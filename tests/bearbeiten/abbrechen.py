"""Kills a command at each of its writes in turn, calls it again and looks at what stands in the files.

Runs as a program of its own: `python -m tests.bearbeiten.abbrechen ORDNER NAME JEDER [ANDERER BEFEHL]`. Everything that reaches the disk goes
through a handful of calls; the n-th of them kills the program before it is made, for every n.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.demo.erzeugen import demo_team

from fallbuch.bearbeiten import neu
from fallbuch.cli import gruppe
from fallbuch.cli.haupt import main
from fallbuch.register.los import LOSDATEI, Teamlos, als_text
from tests.bearbeiten.hilfen import HEUTE, stand
from tests.bearbeiten.toeten import FALL, ZU
from tests.vorrat import lade_alles

#: What a program does to a disk, by the names under which the writer calls it.
SCHREIBT = ("open", "fsync", "link", "replace", "rename", "unlink", "mkdir", "chmod")
_TEAM = {
    **{f"faelle/{n}.md": FALL.replace("4711", n).replace("jana", "Jana") for n in ("4711", "4712", "4713")},
    "faelle/4714.md": ZU.replace("4711", "4714"),
    "vorlagen/team.yml": "berater: {Jana: {}, Ole: {}}\nzugangswege: {Laden: {}, Beratungstag: {}}\n",
    "vorlagen/protokoll.md": "# Protokoll des Teams\n\n## 2026-05-01 Veranstaltung (Jana)\n\nZugangsweg: Beratungstag\nNeue Fälle: 0\n",
}  # fmt: skip


# A secret of its own: drawn anew at each run, what is written could not be compared.
_MIT_LOS = {**demo_team(12, 2), LOSDATEI: als_text(Teamlos(bytes(32))).decode()}


@dataclass(frozen=True)
class Lauf:
    """A command, the team it works on, and what it says when it is called again and finds itself done."""

    worte: Sequence[str]
    team: Mapping[str, str] = field(default_factory=lambda: _TEAM)
    #: Commands whose second call does the same once more say nothing.
    schon: str = "Dieser Befehl war unterbrochen worden."
    #: What was done before, undisturbed.
    vorher: Sequence[Sequence[str]] = ()


LAEUFE: dict[str, Lauf] = {
    "veranstaltung": Lauf(["neu", "--veranstaltung", "Beratungstag", "--faelle", "3", "--teilnehmende", "9", "--berater", "Jana", "--berater", "Ole"]),
    "uebergeben": Lauf(["uebergeben", "--von", "Jana", "--an", "Ole"]),
    "neu-prozess": Lauf(["neu-prozess", "Post", "--vorgaenger", "Beratung", "--nachfolger", "Analyse"]),
    "eintragen": Lauf(["eintragen", "4711", "--art", "Telefonat", "--text", "Ein Satz.", "--erledigt", "1"]),
    "mehrere": Lauf(["eintragen", "4711", "4712", "4713", "--art", "Notiz", "--text", "Ein Satz."]),
    "formatieren": Lauf(["formatieren", "--beheben"], schon=""),
    "zuruecknehmen": Lauf(
        ["zuruecknehmen", "4711", "--nach", "4712", "--ja"],
        vorher=[["eintragen", "4711", "--art", "Beratung", "--text", "Falsch.", "--betreuungsstufe", "IN", "--erledigt", "1"]],
    ),
    "vereinen": Lauf(["vereinen", "4711", "--mit", "4712"]),
    "freigeben": Lauf(["statistik", "--quartal", "2026Q2", "--freigeben"], _MIT_LOS),
}  # fmt: skip


def lege_an(wurzel: Path, team: Mapping[str, str]) -> None:
    shutil.rmtree(wurzel, ignore_errors=True)
    for name, text in team.items():
        (wurzel / name).parent.mkdir(parents=True, exist_ok=True)
        (wurzel / name).write_text(text, encoding="utf-8")


def _zaehle(toeten_bei: int, gezaehlt: Path | None) -> None:
    """Count the calls that reach the disk; before the one of that number the program kills itself."""
    zahl = [0]

    def mit(name: str) -> Callable[..., Any]:
        echt = getattr(os, name)

        def ruf(*args: Any, **kwargs: Any) -> Any:
            zahl[0] += 1
            if zahl[0] == toeten_bei:
                os.kill(os.getpid(), signal.SIGKILL)
            if gezaehlt is not None:
                gezaehlt.write_text(str(zahl[0]))
            return echt(*args, **kwargs)

        return ruf

    for name in SCHREIBT:
        setattr(os, name, mit(name))


def laufe(wurzel: Path, worte: Sequence[str], *, toeten_bei: int = 0, zaehlen: bool = False) -> tuple[int | None, str]:
    """Run a command in a child; returns its exit code (None: killed) and what it said."""
    ausgabe, gezaehlt = wurzel.parent / "ausgabe", wurzel.parent / "gezaehlt"
    kind = os.fork()
    if kind == 0:
        os.chdir(wurzel)
        strom = os.open(ausgabe, os.O_RDWR | os.O_CREAT | os.O_TRUNC)
        for nummer in (1, 2):
            os.dup2(strom, nummer)
        os.dup2(os.open(os.devnull, os.O_RDWR), 0)
        # Chance and clock stand still, so that two runs can be compared byte for byte.
        frei = range(6000, 7000)
        setattr(neu, "ziehe_id", lambda belegt, _: next(str(n) for n in frei if str(n) not in belegt))  # noqa: B010
        setattr(gruppe, "heute", lambda _: HEUTE)  # noqa: B010
        if toeten_bei or zaehlen:
            _zaehle(toeten_bei, gezaehlt if zaehlen else None)
        try:
            main(list(worte))
        except SystemExit as ende:
            os._exit(int(ende.code or 0))
        os._exit(0)
    _, wie = os.waitpid(kind, 0)
    code = None if os.WIFSIGNALED(wie) else os.waitstatus_to_exitcode(wie)
    return code, ausgabe.read_text(encoding="utf-8")


def reste(wurzel: Path) -> list[str]:
    """Return what should not be there any more: files half written, records nobody finished."""
    return [str(p.relative_to(wurzel)) for p in wurzel.rglob("*") if p.name.endswith((".fallbuch-neu", "-offen.json"))]


def pruefe(wurzel: Path, lauf: Lauf, jeder: int = 1, *, dazwischen: Sequence[str] = ()) -> tuple[int, int]:
    """Kill a command at each write, or at each `jeder`th; returns how often, and how often the second call found it done.

    `dazwischen` is another command, called between the killed one and the second call.
    """
    lege_an(wurzel, lauf.team)
    for worte in lauf.vorher:
        laufe(wurzel, worte)
    code, text = laufe(wurzel, lauf.worte, zaehlen=True)
    schritte = int((wurzel.parent / "gezaehlt").read_text())
    if code != 0:
        raise SystemExit(f"{lauf.worte}: {code} {text}")
    if dazwischen:
        laufe(wurzel, dazwischen)
    erwartet = stand(wurzel)
    vollendet, male = 0, range(1, schritte + 1, jeder)
    for nummer in male:
        lege_an(wurzel, lauf.team)
        for worte in lauf.vorher:
            laufe(wurzel, worte)
        code, text = laufe(wurzel, lauf.worte, toeten_bei=nummer)
        if code is not None:
            raise SystemExit(f"{lauf.worte}: not killed at {nummer}: {text}")
        if dazwischen:
            laufe(wurzel, dazwischen)
        code, text = laufe(wurzel, lauf.worte)
        if code != 0:
            raise SystemExit(f"{lauf.worte}: killed at {nummer}, then {code}: {text}")
        vollendet += bool(lauf.schon) and lauf.schon in text
        if (jetzt := stand(wurzel)) != erwartet:
            andere = [n for n in jetzt.keys() | erwartet.keys() if jetzt.get(n) != erwartet.get(n)]
            raise SystemExit(f"{lauf.worte}: killed at {nummer}, other than without: {andere}\n{text}")
        if uebrig := reste(wurzel):
            raise SystemExit(f"{lauf.worte}: killed at {nummer}, left behind {uebrig}")
    return len(male), vollendet


if __name__ == "__main__":
    os.environ["FALLBUCH_STICHTAG"] = "2026-07-01"
    lade_alles()
    ergebnis = pruefe(Path(sys.argv[1]), LAEUFE[sys.argv[2]], int(sys.argv[3]), dazwischen=sys.argv[4:])
    sys.stdout.write(f"{ergebnis[0]} {ergebnis[1]}\n")
