"""Opening a team to change something in it, finishing first what was cut off, and finding the files that are meant."""

from __future__ import annotations

import functools
import hashlib
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from fallbuch.bearbeiten.platz import Platz, nimm_wieder_auf
from fallbuch.cli.befehle import SAUBER
from fallbuch.cli.gruppe import IM_TEAM, ZEIGEN, samt, schreibe, stichtag_und_heute
from fallbuch.einrichtung import Aufruffehler, Einrichtung, richte_ein
from fallbuch.text.historie import gespeicherter_inhalt, vorgemerkte
from fallbuch.text.quelle import Quelldatei, anzeigename, ist_falldatei


def aendernd(befehl: Callable[..., None]) -> Callable[..., None]:
    """Make a command that changes something: it gets the open team in the place of the options that say which and when."""

    @samt(IM_TEAM, ZEIGEN)
    @functools.wraps(befehl)
    def rufe(team: Path, stichtag: str | None, zeigen: bool, **werte: Any) -> None:
        befehl(oeffne_zum_schreiben(team, stichtag, zeigen=zeigen), **werte)

    return rufe


def oeffne_platz(ordner: Path, stichtag: str | None) -> Platz:
    """Open the team to work on it; no case is read yet, and nothing is written."""
    return _platz(richte_ein(ordner), ordner, stichtag)


def _platz(einrichtung: Einrichtung, ordner: Path, stichtag: str | None) -> Platz:
    if not (ordner / "vorlagen").is_dir() and not einrichtung.fallordner.is_dir():
        raise Aufruffehler(
            f"In „{ordner}“ liegt kein Team: Es fehlen die Ordner „vorlagen“ und „faelle“. "
            "Wechseln Sie in den Ordner des Teams, oder nennen Sie ihn mit --team."
        )
    if einrichtung.fehlerhaft:
        raise Aufruffehler(
            "In den Vorlagen des Teams stehen Fehler. „fallbuch pruefen vorlagen“ nennt die Stellen; beheben Sie diese zuerst."
        )
    tag, jetzt = stichtag_und_heute(einrichtung, ordner, stichtag)
    return Platz(einrichtung=einrichtung, stichtag=tag or jetzt, heute=jetzt)


def oeffne_zum_schreiben(
    ordner: Path, stichtag: str | None, *, zeigen: bool = False, wiederholbar: bool = False
) -> Platz:
    """Open the team to change something in it, and finish what a killed program left undone.

    A call that was cut off and is complete by now ends the program here, lest its change be made twice; one that is
    `wiederholbar` just runs again.
    """
    einrichtung = richte_ein(ordner)
    aufruf = "" if wiederholbar else aufruf_von(einrichtung, ordner, stichtag)
    if nimm_auf(ordner, aufruf):
        einrichtung = richte_ein(ordner)  # the team's own files may have been among them
    befehl = click.get_current_context().info_name or ""
    return replace(_platz(einrichtung, ordner, stichtag), befehl=befehl, aufruf=aufruf, zeigen=zeigen)


def nimm_auf(ordner: Path, aufruf: str) -> bool:
    """Finish what a killed program left undone, say so and tell whether there was any; ends the program where it was this call."""
    vorher, schon = nimm_wieder_auf(ordner, aufruf)
    sys.stderr.write(vorher)
    if schon:
        schreibe(schon)
        sys.exit(SAUBER)
    return bool(vorher)


def aufruf_von(einrichtung: Einrichtung, ordner: Path, stichtag: str | None) -> str:
    """Return by what the same call is known again: the words that somebody gave, on the same day."""
    tag, jetzt = stichtag_und_heute(einrichtung, ordner, stichtag)
    ctx = click.get_current_context()
    angaben = sorted((name, repr(wert)) for name, wert in ctx.params.items() if name != "team")
    return hashlib.sha256(repr((ctx.info_name, tag or jetzt, angaben)).encode("utf-8", "surrogateescape")).hexdigest()


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
