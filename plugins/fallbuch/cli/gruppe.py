"""What commands share: options, opening a team, printing."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import click

from fallbuch.bearbeiten.platz import Platz, kennungen_von, nimm_wieder_auf
from fallbuch.cli.befehle import SAUBER
from fallbuch.cli.deutsch import beende
from fallbuch.einrichtung import Aufruffehler, Einrichtung, bestimme_stichtag, pluginoption, richte_ein
from fallbuch.team import Team, gemerkte_urteile, oeffne
from fallbuch.uhr import heute

F = TypeVar("F", bound=Callable[..., Any])

TEAM = click.option(
    "--team",
    type=click.Path(path_type=Path),
    default=lambda: teamordner(Path(".")),
    metavar="ORDNER",
    help="Ordner des Teams. Vorgabe: der Ordner, in dem Sie sind, oder einer darüber.",
)
STICHTAG = click.option("--stichtag", metavar="JJJJ-MM-TT", help="Rechnet, als wäre dieser Tag heute.")
ZEIGEN = click.option("--zeigen", is_flag=True, help="Zeigt nur, was sich ändern würde, und schreibt nichts.")
FRISCH = click.option(
    "--ohne-zwischenspeicher",
    "frisch",
    is_flag=True,
    help="Liest jede Datei neu, statt sich auf frühere Läufe zu stützen.",
)
ZU_BEACHTEN = click.option(
    "--zu-beachten",
    metavar="SATZ",
    help="Was alle vor jedem Anruf wissen müssen: eine Zeile, keine Kontaktdaten. Leer: nichts mehr.",
)


def teamordner(ab: Path) -> Path:
    """Return the folder of the team in which `ab` lies: itself, or the nearest above that holds `vorlagen`; `ab` where there is none."""
    oben = Path(os.path.abspath(ab))
    for ordner in (oben, *oben.parents):
        if (ordner / "vorlagen").is_dir() or (ordner == oben and (ordner / "faelle").is_dir()):
            return ab if ordner == oben else ordner
    return ab


def form(*formate: str) -> Callable[[F], F]:
    """Return the option that chooses among output formats; the first is the default."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(formate),
        default=formate[0],
        help=f"Form der Ausgabe: {', '.join(formate)}.",
        metavar="FORM",
    )


def _stichtag(einrichtung: Einrichtung, ordner: Path, option: str | None) -> date | None:
    return bestimme_stichtag(
        option=option, umgebung=os.environ, plugin=pluginoption(ordner, "stichtag"), datei=einrichtung.datei
    )


def oeffne_team(ordner: Path, stichtag: str | None, *, merken: bool | None = None, mit_faelligen: bool = False) -> Team:
    """Open the team with all its cases.

    `merken` uses what earlier runs found out of files that are the same, and keeps it for later ones (False: finds out
    anew); None reads every case for what needs all of it.
    """
    einrichtung = richte_ein(ordner)
    tag, jetzt = _stichtag(einrichtung, ordner, stichtag), heute(einrichtung.datei.zeitzone)
    with lebenszeichen("Die Fälle werden gelesen …"):
        urteile = None
        if merken is not None:
            urteile = gemerkte_urteile(
                einrichtung, stichtag=tag, heute=jetzt, mit_faelligen=mit_faelligen, merken=merken
            )
        return oeffne(einrichtung, stichtag=tag, heute=jetzt, urteile=urteile)


@contextmanager
def lebenszeichen(satz: str, nach: float = 1.0) -> Iterator[None]:
    """Say what is going on where it takes longer than `nach` seconds and somebody is watching; it vanishes when done."""
    if not sys.stderr.isatty():
        yield
        return
    gesagt = threading.Event()

    def sage() -> None:
        gesagt.set()
        sys.stderr.write(satz)
        sys.stderr.flush()

    wecker = threading.Timer(nach, sage)
    wecker.daemon = True
    wecker.start()
    try:
        yield
    finally:
        wecker.cancel()
        if gesagt.is_set():
            sys.stderr.write(f"\r{' ' * len(satz)}\r")
            sys.stderr.flush()


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
    tag = _stichtag(einrichtung, ordner, stichtag)
    jetzt = heute(einrichtung.datei.zeitzone)
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
    tag = _stichtag(einrichtung, ordner, stichtag) or heute(einrichtung.datei.zeitzone)
    ctx = click.get_current_context()
    angaben = sorted((name, repr(wert)) for name, wert in ctx.params.items() if name != "team")
    return hashlib.sha256(repr((ctx.info_name, tag, angaben, dazu)).encode("utf-8", "surrogateescape")).hexdigest()


def fensterbreite() -> int | None:
    """Return the columns of the window in which the output is read; None where a file or a program takes it."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def schreibe(text: str) -> None:
    sys.stdout.write(text)


def schreibe_gleich(text: str) -> None:
    """Write what must have been seen before anything else happens."""
    sys.stdout.write(text)
    sys.stdout.flush()


def schreibe_bytes(inhalt: bytes) -> None:
    """Write line ends as they are: on Windows the text stream would double those of calendars and tables."""
    sys.stdout.flush()
    sys.stdout.buffer.write(inhalt)


Vervollstaendigung = Callable[[click.Context, click.Parameter, str], list[str]]


def _einrichtung(ctx: click.Context) -> Einrichtung | None:
    try:
        return richte_ein(Path(ctx.params.get("team") or teamordner(Path("."))))
    except Exception:  # noqa: BLE001 - while somebody types, nothing may be printed
        return None


def ids(ctx: click.Context, param: click.Parameter, anfang: str) -> list[str]:
    """Complete the ID of a case."""
    einrichtung = _einrichtung(ctx)
    alle = kennungen_von(einrichtung) if einrichtung is not None else []
    return [name for name in alle if name.lower().startswith(anfang.lower())]


def worte(liste: str) -> Vervollstaendigung:
    """Complete a word of one of the team's lists."""

    def vervollstaendige(ctx: click.Context, param: click.Parameter, anfang: str) -> list[str]:
        einrichtung = _einrichtung(ctx)
        alle: Sequence[str] = list(einrichtung.regelwerk.vokabular.liste(liste)) if einrichtung is not None else []
        return [_maskiert(wort) for wort in alle if wort.lower().startswith(anfang.lower())]

    return vervollstaendige


def _maskiert(wort: str) -> str:
    """Mask what ends a word for bash, which puts it into the line as it comes.

    Two backslashes, since `read` in the script takes one away.
    """
    return re.sub(r"([^\w./:-])", r"\\\\\1", wort) if os.environ.get("_FALLBUCH_COMPLETE") == "bash_complete" else wort
