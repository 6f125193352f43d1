"""The way through a dialog: every answer is remembered, so that one can go back a question, or go on after an interruption.

A dialog is a function that asks. To go back, it runs again from its beginning, and the answers given so far answer by
themselves, without a word, up to the question one wants to see again.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Callable, Iterator
from dataclasses import field
from pathlib import Path

import click

from fallbuch.akte.entwurf import Schreibfehler
from fallbuch.kennung import kurzform
from fallbuch.text.ablage import setze_eigene
from fallbuch.text.eigenes import ZETTEL, lege_an, vergiss_alte
from fallbuch.werte import dataclass

ZURUECK = frozenset({"zurueck", "zurück"})


class Zurueck(Exception):
    """Somebody wants to see the question before."""


@dataclass(slots=True)
class Gang:
    """The questions answered so far, each with its answer as typed, and how far this run of the dialog is."""

    antworten: list[tuple[str, str]] = field(default_factory=list)
    stelle: int = 0
    #: Answers that were taken back: they are proposed when the same is asked again.
    fruehere: dict[str, str] = field(default_factory=dict)
    #: What the dialog said since the last answer and nobody needed to see again.
    ungesagt: list[str] = field(default_factory=list)
    #: The question and what there is of a text, if somebody stopped in the middle of one.
    angefangen: list[tuple[str, str]] = field(default_factory=list)

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
        """Take back the answers from here on."""
        self.fruehere.update(self.antworten[self.stelle :])
        del self.antworten[self.stelle :]

    def geh_zurueck(self) -> None:
        """Take back the last answer of those given so far."""
        self.stelle = max(self.stelle - 1, 0)
        self.verwirf()

    def merke(self, frage: str, antwort: str) -> None:
        """Note an answer that was accepted, and go on behind it."""
        if not self.spielt:
            self.antworten.append((frage, antwort))
        self.stelle += 1
        self.ungesagt.clear()


_gang: Gang | None = None


def laufender() -> Gang:
    """Return the dialog under way; outside of one a new one, which knows of no answer and keeps none."""
    return _gang or Gang()


def will_zurueck(antwort: str) -> bool:
    """Tell whether an answer asks for the question before; only inside a dialog there is one."""
    return _gang is not None and antwort.strip().lower() in ZURUECK


def fuehre(
    tue: Callable[[], bool],
    zettel: Path | None = None,
    biete_an: Callable[[list[tuple[str, str]]], bool] = lambda _: False,
) -> None:
    """Hold a dialog; its answers are kept on `zettel`, where there is one, if it is interrupted, and offered the next time.

    `tue` tells whether it did what was asked for; where somebody would rather not, the answers are kept as well. What is
    refused at the end leads back to the last question. `biete_an` shows what is left from the last time and tells whether
    to go on from there.
    """
    alte, angefangen = _lies(zettel)
    alle = [*alte, *angefangen]
    gang = Gang(alte, fruehere=dict(angefangen)) if alle and biete_an(alle) else Gang()
    while True:
        gang.stelle = 0
        gang.ungesagt.clear()
        with _als_laufender(gang):
            try:
                fertig = tue()
            except (Zurueck, Schreibfehler) as fehler:
                if isinstance(fehler, Schreibfehler):
                    if not gang.stelle:  # nothing was asked yet, or nothing of it can be asked any more
                        raise
                    click.echo(f"{fehler}\nMit „zurück“ kommen Sie zu der Frage, die Sie anders beantworten möchten.")
                gang.geh_zurueck()
                continue
            except (click.Abort, KeyboardInterrupt, Exception):
                _merke(zettel, gang.antworten, gang.angefangen)
                raise
        if fertig:
            _vergiss(zettel)
        else:
            _merke(zettel, gang.antworten[:-1], [])
        return


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


def _lies(zettel: Path | None) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    with contextlib.suppress(OSError, ValueError, TypeError, KeyError):
        if zettel is not None:
            vergiss_alte(zettel.parent)
            if not zettel.is_symlink():
                roh = json.loads(zettel.read_bytes())
                antworten, angefangen = ([(str(f), str(a)) for f, a in roh[was]] for was in ("antworten", "angefangen"))
                return antworten, angefangen[:1]
    return [], []


def _merke(zettel: Path | None, antworten: list[tuple[str, str]], angefangen: list[tuple[str, str]]) -> None:
    if zettel is None or (not angefangen and not any(antwort for _, antwort in antworten)):
        return
    with contextlib.suppress(OSError):
        lege_an(zettel.parent)
        inhalt = {"antworten": antworten, "angefangen": angefangen}
        setze_eigene(zettel, json.dumps(inhalt, ensure_ascii=False).encode())
        click.echo("Was Sie eingegeben haben, wird beim nächsten Mal angeboten.", err=True)


def _vergiss(zettel: Path | None) -> None:
    if zettel is not None:
        with contextlib.suppress(OSError):
            zettel.unlink()
