"""What commands share: options, opening a team, printing."""

from __future__ import annotations

import os
import re
import shutil
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import click

from fallbuch.cli.befehle import GEOEFFNET
from fallbuch.einrichtung import Einrichtung, bestimme_stichtag, kennungen_von, pluginoption, richte_ein
from fallbuch.team import Team, gemerkte_urteile, oeffne
from fallbuch.text.quelle import ist_ordner
from fallbuch.uhr import heute

F = TypeVar("F", bound=Callable[..., Any])

Vervollstaendigung = Callable[[click.Context, click.Parameter, str], list[str]]
#: A file or folder that somebody names.
PFAD = click.Path(path_type=Path)


def option(
    aufruf: str, hilfe: str, name: str | None = None, *, ergaenzt: Vervollstaendigung | None = None, **mehr: Any
) -> Callable[[F], F]:
    """Return an option as people write it: `--grund GRUND` takes a value, `--streng` is a switch; `name` is its parameter's."""
    wort, _, metavar = aufruf.partition(" ")
    art: dict[str, Any] = {"metavar": metavar} if metavar else {"is_flag": True}
    return click.option(wort, *([name] if name else []), help=hilfe, shell_complete=ergaenzt, **art, **mehr)


def samt(*optionen: Callable[[F], F]) -> Callable[[F], F]:
    """Return options and arguments that belong together as one, in their order."""

    def dekoriere(funktion: F) -> F:
        for eine in reversed(optionen):
            funktion = eine(funktion)
        return funktion

    return dekoriere


def teamordner(ab: Path) -> Path:
    """Return the folder of the team in which `ab` lies: itself, or the nearest above that holds `vorlagen`; `ab` where there is none."""
    oben = Path(os.path.abspath(ab))
    for ordner in (oben, *oben.parents):
        if ist_ordner(ordner / "vorlagen") or (ordner == oben and ist_ordner(ordner / "faelle")):
            return ab if ordner == oben else ordner
    return ab


def formate(*namen: str) -> Callable[[F], F]:
    """Return the option that chooses among output formats; the first is the default."""
    hilfe = f"Form der Ausgabe: {', '.join(namen)}."
    return option("--format FORM", hilfe, "form", type=click.Choice(namen), default=namen[0])


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
        team = oeffne(einrichtung, stichtag=tag, heute=jetzt, urteile=urteile)
    GEOEFFNET.append(team)
    return team


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


def schreibe(inhalt: str | bytes) -> None:
    """Write text, or bytes as they are: on Windows the text stream would double the line ends of calendars and tables."""
    if isinstance(inhalt, str):
        sys.stdout.write(inhalt)
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(inhalt)


def schreibe_gleich(text: str) -> None:
    """Write what must have been seen before anything else happens."""
    sys.stdout.write(text)
    sys.stdout.flush()


def worte_aus(hole: Callable[[Path], Iterable[str]]) -> Vervollstaendigung:
    """Complete one of the words that `hole` finds in the team's folder."""

    def vervollstaendige(ctx: click.Context, param: click.Parameter, anfang: str) -> list[str]:
        try:
            gefunden = list(hole(Path(ctx.params.get("team") or teamordner(Path(".")))))
        except Exception:  # noqa: BLE001 - while somebody types, nothing may be printed
            return []
        return [_maskiert(wort) for wort in gefunden if wort.lower().startswith(anfang.lower())]

    return vervollstaendige


def worte(liste: str) -> Vervollstaendigung:
    """Complete a word of one of the team's lists."""
    return worte_aus(lambda ordner: richte_ein(ordner).regelwerk.vokabular.liste(liste))


def _maskiert(wort: str) -> str:
    """Mask what ends a word for bash, which puts it into the line as it comes.

    Two backslashes, since `read` in the script takes one away.
    """
    return re.sub(r"([^\w./:-])", r"\\\\\1", wort) if os.environ.get("_FALLBUCH_COMPLETE") == "bash_complete" else wort


TEAM = option(
    "--team ORDNER",
    "Ordner des Teams. Vorgabe: der Ordner, in dem Sie sind, oder einer darüber.",
    type=PFAD,
    default=lambda: teamordner(Path(".")),
)
IM_TEAM = samt(TEAM, option("--stichtag JJJJ-MM-TT", "Rechnet, als wäre dieser Tag heute."))
ZEIGEN = option("--zeigen", "Zeigt nur, was sich ändern würde, und schreibt nichts.")
FRISCH = option("--ohne-zwischenspeicher", "Liest jede Datei neu, statt sich auf frühere Läufe zu stützen.", "frisch")
ZU_BEACHTEN = option(
    "--zu-beachten SATZ", "Was alle vor jedem Anruf wissen müssen: eine Zeile, keine Kontaktdaten. Leer: nichts mehr."
)
VORGEMERKT = option("--vorgemerkt", "Nur Falldateien, die git für den nächsten Stand vorgemerkt hat.")
OHNE_FRAGE = option("--ja", "Fragt nicht nach.", "ohne_frage")
ids = worte_aus(lambda ordner: kennungen_von(richte_ein(ordner)))
ID = click.argument("kennung", metavar="ID", shell_complete=ids)
PFADE = click.argument("pfade", nargs=-1, metavar="[PFAD…]", type=PFAD)
