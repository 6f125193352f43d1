"""What commands share: options, opening a team, printing."""

from __future__ import annotations

import os
import re
import shutil
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import click

from fallbuch.einrichtung import Einrichtung, bestimme_stichtag, kennungen_von, pluginoption, richte_ein
from fallbuch.team import Team, gemerkte_urteile, oeffne
from fallbuch.text.quelle import ist_ordner
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
        if ist_ordner(ordner / "vorlagen") or (ordner == oben and ist_ordner(ordner / "faelle")):
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


def stichtag_und_heute(einrichtung: Einrichtung, ordner: Path, option: str | None) -> tuple[date | None, date]:
    """Return the key date that somebody set, None where it follows the clock, and today in the team's time zone."""
    tag = bestimme_stichtag(
        option=option, umgebung=os.environ, plugin=pluginoption(ordner, "stichtag"), datei=einrichtung.datei
    )
    return tag, heute(einrichtung.datei.zeitzone)


def oeffne_team(ordner: Path, stichtag: str | None, *, merken: bool | None = None, mit_faelligen: bool = False) -> Team:
    """Open the team with all its cases.

    `merken` uses what earlier runs found out of files that are the same, and keeps it for later ones (False: finds out
    anew); None reads every case for what needs all of it.
    """
    einrichtung = richte_ein(ordner)
    tag, jetzt = stichtag_und_heute(einrichtung, ordner, stichtag)
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
