"""Opening a team to change something in it: once, whole, and finishing first what was cut off."""

from __future__ import annotations

import hashlib
import sys
from dataclasses import replace
from pathlib import Path

import click

from fallbuch.bearbeiten.platz import Platz, nimm_wieder_auf
from fallbuch.cli.befehle import SAUBER
from fallbuch.cli.deutsch import beende
from fallbuch.cli.gruppe import schreibe, stichtag_und_heute
from fallbuch.einrichtung import Aufruffehler, Einrichtung, richte_ein


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


def oeffne_zum_schreiben(ordner: Path, stichtag: str | None, *, wiederholbar: bool = False, dazu: bytes = b"") -> Platz:
    """Open the team to change something in it, and finish what a killed program left undone.

    A call that was cut off and is complete by now ends the program here, lest its change be made twice; one that is
    `wiederholbar` just runs again. `dazu` belongs to the call beside its options.
    """
    einrichtung = richte_ein(ordner)
    aufruf = "" if wiederholbar else aufruf_von(einrichtung, ordner, stichtag, dazu)
    if nimm_auf(ordner, aufruf):
        einrichtung = richte_ein(ordner)  # the team's own files may have been among them
    befehl = click.get_current_context().info_name or ""
    return replace(_platz(einrichtung, ordner, stichtag), befehl=befehl, aufruf=aufruf)


def nimm_auf(ordner: Path, aufruf: str) -> bool:
    """Finish what a killed program left undone, say so and tell whether there was any; ends the program where it was this call."""
    vorher, schon = nimm_wieder_auf(ordner, aufruf)
    sys.stderr.write(vorher)
    if schon:
        schreibe(schon)
        beende(SAUBER)
    return bool(vorher)


def aufruf_von(einrichtung: Einrichtung, ordner: Path, stichtag: str | None, dazu: bytes = b"") -> str:
    """Return by what the same call is known again: the words that somebody gave, on the same day."""
    tag, jetzt = stichtag_und_heute(einrichtung, ordner, stichtag)
    ctx = click.get_current_context()
    angaben = sorted((name, repr(wert)) for name, wert in ctx.params.items() if name != "team")
    return hashlib.sha256(
        repr((ctx.info_name, tag or jetzt, angaben, dazu)).encode("utf-8", "surrogateescape")
    ).hexdigest()
