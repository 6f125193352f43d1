"""Which files a command is about: those named, those that git has noted for its next commit, or all."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from fallbuch.bearbeiten.platz import Platz
from fallbuch.einrichtung import Aufruffehler
from fallbuch.text.historie import gespeicherter_inhalt, vorgemerkte
from fallbuch.text.quelle import Quelldatei, anzeigename, ist_falldatei


def passende(pfad: Path, wurzel: Path, alle: Iterable[str]) -> set[str] | None:
    """Return the files of the team that a path names, None where it names none."""
    # A path may be given from where the caller stands or from the team's folder, links and all.
    absolut = Path(os.path.abspath(pfad))
    for voll in (absolut, absolut.parent.resolve() / absolut.name, Path(os.path.normpath(wurzel / pfad))):
        if voll == wurzel:
            return set(alle)
        if voll.is_relative_to(wurzel):
            name = anzeigename(voll.relative_to(wurzel).as_posix())
            treffer = {datei for datei in alle if datei == name or datei.startswith(f"{name}/")}
            if treffer or voll.is_dir():
                return treffer
    return None


def gewaehlte(pfade: Sequence[Path], wurzel: Path, alle: set[str]) -> set[str]:
    """Return the files that the paths name; every path must name a file or folder of the team."""
    gewaehlt: set[str] = set()
    for pfad in pfade:
        treffer = passende(pfad, wurzel, alle)
        if treffer is None:
            raise Aufruffehler(f"„{pfad}“ ist keine Falldatei und kein Ordner mit Falldateien dieses Teams.")
        gewaehlt |= treffer
    return gewaehlt


def ausgewaehlte(platz: Platz, pfade: Sequence[Path]) -> list[Quelldatei]:
    """Return the case files that the paths name, all without a path."""
    dateien = platz.dateien()
    if not pfade:
        return dateien
    namen = gewaehlte(pfade, platz.einrichtung.wurzel.resolve(), {datei.name for datei in dateien})
    return [datei for datei in dateien if datei.name in namen]


def vorgemerkte_faelle(platz: Platz, *, geaenderte: bool) -> list[Quelldatei]:
    """Return the case files of git's next commit, as that commit will hold them.

    With `geaenderte` also those that have been changed again since: they can be checked, but not written.
    """
    ordner, wurzel = platz.einrichtung.datei.ordner.faelle, platz.einrichtung.wurzel
    namen = [
        n for n in vorgemerkte(wurzel, [ordner]) if os.path.dirname(n) == ordner and ist_falldatei(os.path.basename(n))
    ]
    dateien = [Quelldatei(name, gespeicherter_inhalt(wurzel, "", name) or b"") for name in namen]
    if geaenderte:
        return dateien
    return [datei for datei in dateien if _wie_vorgemerkt(wurzel / datei.name, datei.inhalt)]


def _wie_vorgemerkt(pfad: Path, inhalt: bytes) -> bool:
    try:
        return pfad.read_bytes() == inhalt
    except OSError:
        return False
