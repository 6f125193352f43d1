"""A team's folder: the files that are shipped for it, written without ever overwriting, and git's hooks."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

from fallbuch.akte.protokoll import PROTOKOLLDATEI
from fallbuch.bearbeiten.editoren import editordateien
from fallbuch.bestand.geloeschte import GELOESCHTDATEI
from fallbuch.einrichtung import Aufruffehler
from fallbuch.forge.pipelines import GITLAB, ordnermangel, pipelines
from fallbuch.regelwerk.vokabular import Vokabular
from fallbuch.text.git import git
from fallbuch.text.historie import hakenordner, hauptzweig, vorsatz
from fallbuch.text.quelle import dateien_unter
from fallbuch.weitergabe.programm import LISTE, ORDNER, programmdateien
from fallbuch.weitergabe.rad import eigenes_rad

#: What opens the desk by a double click, one file a system.
STARTER = "starter"
_AUSFUEHRBAR = (".command", ".desktop")
#: By these words a hook is known as ours and may be written anew.
_ZEICHEN = "Angelegt von „fallbuch einrichten --haken“"


def hilfen(vokabular: Vokabular) -> dict[str, str]:
    """Return path → text of what comes on request: help for editors, forms and lists that a team may want of its own."""
    return {**vorgaben_unter("ergaenzung"), **vorgaben_unter(STARTER), **editordateien(vokabular)}


def vorgaben_unter(ordner: str) -> dict[str, str]:
    """Return path → text of every file that is shipped in a folder."""
    wurzel = files("fallbuch").joinpath("vorgaben", ordner)
    return {name.replace("punkt-", "."): datei.read_text(encoding="utf-8") for name, datei in dateien_unter(wurzel)}


def _vorgabe(*weg: str) -> str:
    return files("fallbuch").joinpath("vorgaben", *weg).read_text(encoding="utf-8")


def fehlende(ziel: Path, vokabular: Vokabular, faelle: str = "faelle") -> dict[str, str]:
    """Return what a team's folder lacks of that, with the team's own words and folder of cases."""
    alle = hilfen(vokabular)
    if faelle != "faelle":
        alle = {n.replace("faelle/", f"{faelle}/"): text.replace("faelle/", f"{faelle}/") for n, text in alle.items()}
    return {name: text for name, text in alle.items() if not os.path.lexists(ziel / name)}


def lege_an(ziel: Path, dateien: Mapping[str, str | bytes]) -> None:
    """Write `dateien` below `ziel`; if any exists already, write nothing."""
    if any(os.path.lexists(ziel / name) for name in dateien):
        return
    for name, inhalt in dateien.items():
        pfad = ziel / name
        pfad.parent.mkdir(parents=True, exist_ok=True)
        with pfad.open("xb") as datei:
            datei.write(inhalt if isinstance(inhalt, bytes) else inhalt.encode())
        if name.endswith(_AUSFUEHRBAR):
            pfad.chmod(pfad.stat().st_mode | 0o111)


def lege_pipelines_an(ziel: Path, forge: str, zweig: str | None) -> str:
    """Write a forge's files at the top of the repository; returns what was done and what is to do, for people.

    Raises `Aufruffehler` where a pipeline could not find the folder, `KeinGit` where there is no git.
    """
    lage = git(ziel, "rev-parse", "--show-prefix").decode("utf-8", errors="surrogateescape").strip("\n")
    oben = Path(git(ziel, "rev-parse", "--show-toplevel").decode("utf-8", errors="surrogateescape").strip("\n"))
    if mangel := ordnermangel(lage):
        raise Aufruffehler(
            f"Der Pfad des Teams im Verzeichnis {mangel}. Benennen Sie den Ordner um. Es wurde nichts geschrieben."
        )
    alle = pipelines(forge, vorsatz=lage, zweig=zweig or hauptzweig(ziel))
    neue = {name: text for name, text in alle.items() if not os.path.lexists(oben / name)}
    lege_an(oben, neue)
    saetze = [f"Angelegt: {name}" for name in neue]
    saetze += [f"Schon da und nicht verändert: {name}" for name in alle if name not in neue]
    if (
        GITLAB in alle
        and GITLAB not in neue
        and "fallbuch.yml" not in (oben / GITLAB).read_text(encoding="utf-8", errors="replace")
    ):
        saetze.append(
            f"Damit Ihre {GITLAB} die Aufträge von Fallbuch mit ausführt, schreiben Sie hinein:\n\n    include:\n      - local: /.gitlab/fallbuch.yml\n"
        )
    if neue and not (ziel / LISTE).is_file():
        lege_an(ziel, programmdateien(eigenes_rad()))
        saetze.append(f"Angelegt: {lage}{ORDNER}/ mit Fallbuch, damit die Abläufe es finden")
    if neue:
        saetze.append(
            "So geht es weiter: Speichern Sie die neuen Dateien in git. Was dort noch einzustellen ist, steht im Handbuch unter „Von selbst prüfen lassen“."
        )
    return "".join(f"{satz}\n" for satz in saetze)


#: Before a commit, before sending.
_HAKEN = ("pre-commit", "pre-push")


def setze_haken(ziel: Path, ordner: str) -> Path:
    """Let git check case files before each commit, send nothing erased and merge entries of two people; returns the first hook's path.

    Raises `KeinGit` where there is no git, `Aufruffehler` where there is a hook of somebody else.
    """
    pfade = [hakenordner(ziel) / name for name in _HAKEN]
    lage = vorsatz(ziel)
    for pfad in pfade:
        if pfad.exists() and _ZEICHEN not in pfad.read_text(encoding="utf-8", errors="replace"):
            raise Aufruffehler(f"Es gibt schon einen anderen Haken in „{pfad}“. Er wurde nicht verändert.")
    ort = shlex.quote(lage.rstrip("/") or ".")
    programm = f"{shlex.quote(Path(sys.executable).as_posix())} -m fallbuch.cli"
    for pfad in pfade:
        pfad.parent.mkdir(parents=True, exist_ok=True)
        haken = _vorgabe("haken", f"{pfad.name}.sh").format(fallbuch=programm, team=ort)
        pfad.write_text(haken, encoding="utf-8", newline="\n")
        pfad.chmod(0o755)
    treiber_je = {
        f"{lage}{ordner}/*.md": "fallbuch",
        f"{lage}{PROTOKOLLDATEI}": "fallbuch",
        f"{lage}{GELOESCHTDATEI}": "union",
    }
    _merke_treiber(ziel, treiber_je)
    git(ziel, "config", "merge.fallbuch.name", "Fallbuch behält die Einträge beider Seiten")
    # What git runs to merge a file. Where the program cannot be started git would leave one side alone there, without a
    # mark. A percent sign is git's.
    treiber = " ".join(_vorgabe("haken", "treiber.sh").splitlines())
    befehl = treiber.format(fallbuch=programm.replace("%", "%%"), team=ort.replace("%", "%%"))
    git(ziel, "config", "merge.fallbuch.driver", befehl)
    return pfade[0]


def _merke_treiber(ziel: Path, treiber: Mapping[str, str]) -> None:
    """Tell git, on this machine, which files which driver merges: the team may keep its cases in another folder."""
    ort = git(ziel, "rev-parse", "--git-path", "info/attributes").decode("utf-8", errors="replace").strip()
    pfad = (ziel / ort).resolve()
    vorhandene = pfad.read_text(encoding="utf-8").splitlines() if pfad.exists() else []
    neue = [f'"{muster}" merge={name}' for muster, name in treiber.items()]
    pfad.parent.mkdir(parents=True, exist_ok=True)
    zeilen = [*vorhandene, *(zeile for zeile in neue if zeile not in vorhandene)]
    pfad.write_text("".join(f"{zeile}\n" for zeile in zeilen), encoding="utf-8", newline="\n")
