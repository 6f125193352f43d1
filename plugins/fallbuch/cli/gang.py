"""The way through a dialog: every answer is remembered, so that one can go back a question, or go on after an interruption.

A dialog is a function that asks. To go back, it runs again from its beginning, and the answers given so far answer by
themselves, without a word, up to the question one wants to see again.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import click

from fallbuch.kennung import kurzform, vergleichsform
from fallbuch.text.ablage import setze_eigene
from fallbuch.text.eigenes import ZETTEL, lege_an, vergiss_alte

T = TypeVar("T")
ZURUECK = frozenset({"zurueck", "zuruck"})


class Zurueck(Exception):
    """Somebody wants to see the question before."""


@dataclass(slots=True)
class Gang:
    """The questions answered so far, each with its answer as typed, and how far this run of the dialog is."""

    antworten: list[tuple[str, str]] = field(default_factory=list)
    stelle: int = 0

    @property
    def spielt(self) -> bool:
        """Tell whether the next question has its answer already, so that nothing needs to be shown."""
        return self.stelle < len(self.antworten)

    def gegebene(self, frage: str) -> str | None:
        """Return the answer given to this question before; another question means that the way is another now."""
        if not self.spielt:
            return None
        if self.antworten[self.stelle][0] == frage:
            return self.antworten[self.stelle][1]
        self.verwirf()
        return None

    def verwirf(self) -> None:
        """Forget the answers from here on."""
        del self.antworten[self.stelle :]

    def merke(self, frage: str, antwort: str) -> None:
        """Note an answer that was accepted, and go on behind it."""
        if not self.spielt:
            self.antworten.append((frage, antwort))
        self.stelle += 1


_gang: Gang | None = None


def laufender() -> Gang | None:
    """Return the dialog under way, None outside of one."""
    return _gang


def will_zurueck(antwort: str) -> bool:
    """Tell whether an answer asks for the question before; only inside a dialog there is one."""
    return _gang is not None and vergleichsform(antwort) in ZURUECK


def fuehre(tue: Callable[[], T], zettel: Path, biete_an: Callable[[list[tuple[str, str]]], bool]) -> T:
    """Hold a dialog; its answers are kept on `zettel` if it is interrupted, and offered the next time.

    `biete_an` shows what is left from the last time and tells whether to go on from there.
    """
    alte = _lies(zettel)
    gang = Gang(alte if alte and biete_an(alte) else [])
    while True:
        gang.stelle = 0
        with _als_laufender(gang):
            try:
                ergebnis = tue()
            except Zurueck:
                gang.antworten = gang.antworten[: max(gang.stelle - 1, 0)]
                continue
            except (click.Abort, KeyboardInterrupt, Exception):
                _merke(zettel, gang.antworten)
                raise
        _vergiss(zettel)
        return ergebnis


@contextlib.contextmanager
def _als_laufender(gang: Gang) -> Iterator[None]:
    global _gang  # noqa: PLW0603 - one person sits at one keyboard
    davor, _gang = _gang, gang
    try:
        yield
    finally:
        _gang = davor


def zettel_fuer(ordner: Path, *worum: str) -> Path:
    """Return where the answers of a dialog are kept: in the program's own folder, by a name that tells nothing."""
    return ordner / f"{ZETTEL}{kurzform(chr(10).join(worum))}.json"


def eigener_platz() -> Path:
    """Return the program's own folder of this account, for what belongs to no team yet."""
    if os.name == "nt":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home()) / "fallbuch"
    return Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local/state") / "fallbuch"


def _lies(zettel: Path) -> list[tuple[str, str]]:
    try:
        vergiss_alte(zettel.parent)
        if zettel.is_symlink():
            return []
        return [(str(frage), str(antwort)) for frage, antwort in json.loads(zettel.read_bytes())]
    except (OSError, ValueError, TypeError):
        return []


def _merke(zettel: Path, antworten: list[tuple[str, str]]) -> None:
    if not any(antwort for _, antwort in antworten):
        return
    with contextlib.suppress(OSError):
        lege_an(zettel.parent)
        setze_eigene(zettel, json.dumps(antworten, ensure_ascii=False).encode())
        click.echo("Was Sie eingegeben haben, wird beim nächsten Mal angeboten.", err=True)


def _vergiss(zettel: Path) -> None:
    with contextlib.suppress(OSError):
        zettel.unlink()
