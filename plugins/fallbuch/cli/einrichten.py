"""A team's folder: the files that are shipped for it, written without ever overwriting, and git's hooks."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Iterator, Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from fallbuch.akte.protokoll import PROTOKOLLDATEI
from fallbuch.bearbeiten.editoren import editordateien
from fallbuch.forge.pipelines import pipelines
from fallbuch.regelwerk.laden import lade_regelwerk, lade_team
from fallbuch.regelwerk.vokabular import TEAMDATEI, Vokabular
from fallbuch.statistik.meldungen import KENNZAHLENDATEI
from fallbuch.team import Aufruffehler
from fallbuch.text.historie import KeinGit, git, hakenordner, hauptzweig, vorsatz

#: By these words a hook is known as ours and may be written anew.
_ZEICHEN = "Angelegt von „fallbuch einrichten --haken“"
_HAKEN = """\
#!/bin/sh
# {zeichen}: bringt vor dem Speichern in git die geänderten Falldateien in Form und prüft sie.
if {fallbuch} formatieren --vorgemerkt --team {team} || [ $? -eq 1 ]; then
  {fallbuch} pruefen --vorgemerkt --team {team} && exit 0
fi
echo "Es wurde nichts gespeichert. Beheben Sie die Fehler und speichern Sie noch einmal." >&2
exit 1
"""


def plane() -> dict[str, str]:
    """Return path → text of every file of a new team's repository."""
    wurzel = files("fallbuch").joinpath("vorgaben", "einrichtung")
    dateien = {name.replace("punkt-", "."): text for name, text in sorted(_dateien(wurzel, ""))}
    datei = lade_team(dateien[TEAMDATEI].encode())[0]
    return {**dateien, **editordateien(lade_regelwerk(None, datei)[0].vokabular)}


def fehlende(ziel: Path, vokabular: Vokabular) -> dict[str, str]:
    """Return what a team's folder lacks of the files for editors and git, with the team's own words."""
    spaetere = ("mkdocs-oeffentlich.yml", KENNZAHLENDATEI)
    hilfen = {name: text for name, text in plane().items() if name.startswith(".") or name in spaetere}
    hilfen |= editordateien(vokabular)
    return {name: text for name, text in hilfen.items() if not os.path.lexists(ziel / name)}


def _dateien(ordner: Traversable, vorn: str) -> Iterator[tuple[str, str]]:
    for eintrag in ordner.iterdir():
        if eintrag.is_dir():
            yield from _dateien(eintrag, f"{vorn}{eintrag.name}/")
        else:
            yield f"{vorn}{eintrag.name}", eintrag.read_text(encoding="utf-8")


def lege_an(ziel: Path, dateien: Mapping[str, str]) -> list[str]:
    """Write `dateien` below `ziel`; if any exists already, write nothing and return those names."""
    vorhandene = [name for name in dateien if os.path.lexists(ziel / name)]
    if vorhandene:
        return vorhandene
    for name, text in dateien.items():
        pfad = ziel / name
        pfad.parent.mkdir(parents=True, exist_ok=True)
        with pfad.open("x", encoding="utf-8", newline="\n") as datei:
            datei.write(text)
    return []


def lege_pipelines_an(ziel: Path, forge: str, zweig: str | None) -> tuple[list[str], list[str]]:
    """Write a forge's files at the top of the repository; returns the names of the new ones and of those that were there.

    Raises `Aufruffehler` where there is no git.
    """
    try:
        lage = git(ziel, "rev-parse", "--show-prefix").decode("utf-8", errors="surrogateescape").strip("\n")
        oben = Path(git(ziel, "rev-parse", "--show-toplevel").decode("utf-8", errors="surrogateescape").strip("\n"))
    except KeinGit as fehler:
        raise _ohne_git(ziel) from fehler
    alle = pipelines(forge, vorsatz=lage, zweig=zweig or hauptzweig(ziel))
    neue = {name: text for name, text in alle.items() if not os.path.lexists(oben / name)}
    lege_an(oben, neue)
    return list(neue), [name for name in alle if name not in neue]


def _ohne_git(ziel: Path) -> Aufruffehler:
    return Aufruffehler(
        f"„{ziel}“ steht noch nicht unter git, oder git ist nicht installiert. Rufen Sie dort zuerst „git init“ auf."
    )


def setze_haken(ziel: Path, ordner: str) -> Path:
    """Let git check case files before each commit and merge entries of two people; returns the hook's path.

    Raises `Aufruffehler` where there is no git, or a hook of somebody else.
    """
    try:
        pfad = hakenordner(ziel) / "pre-commit"
        lage = vorsatz(ziel)
    except KeinGit as fehler:
        raise _ohne_git(ziel) from fehler
    if pfad.exists() and _ZEICHEN not in pfad.read_text(encoding="utf-8", errors="replace"):
        raise Aufruffehler(f"Es gibt schon einen anderen Haken in „{pfad}“. Er wurde nicht verändert.")
    ort = shlex.quote(lage.rstrip("/") or ".")
    programm = f"{shlex.quote(Path(sys.executable).as_posix())} -m fallbuch.cli"
    pfad.parent.mkdir(parents=True, exist_ok=True)
    pfad.write_text(
        _HAKEN.format(zeichen=_ZEICHEN, fallbuch=programm, team=ort),
        encoding="utf-8",
        newline="\n",
    )
    pfad.chmod(0o755)
    _merke_treiber(ziel, f"{lage}{ordner}/*.md", f"{lage}{PROTOKOLLDATEI}")
    git(ziel, "config", "merge.fallbuch.name", "Fallbuch behält die Einträge beider Seiten")
    git(ziel, "config", "merge.fallbuch.driver", f"{programm} zusammenfuehren --team {ort} --dateien %O %A %B %P")
    return pfad


def _merke_treiber(ziel: Path, *muster: str) -> None:
    """Tell git, on this machine, which files the driver merges: the team may keep its cases in another folder."""
    pfad = (
        ziel / git(ziel, "rev-parse", "--git-path", "info/attributes").decode("utf-8", errors="replace").strip()
    ).resolve()
    vorhandene = pfad.read_text(encoding="utf-8").splitlines() if pfad.exists() else []
    neue = [f'"{m}" merge=fallbuch' for m in muster]
    pfad.parent.mkdir(parents=True, exist_ok=True)
    zeilen = [*vorhandene, *(zeile for zeile in neue if zeile not in vorhandene)]
    pfad.write_text("".join(f"{zeile}\n" for zeile in zeilen), encoding="utf-8", newline="\n")
