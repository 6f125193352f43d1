"""What a build says, in German, `--quiet` or not."""

from __future__ import annotations

import logging
import sys
from typing import TextIO

from fallbuch.befund import Befund, Schwere, meldung


def berichte(befunde: tuple[Befund, ...]) -> None:
    """Write all findings to the build's log, in German, `--quiet` or not."""
    for befund in befunde:
        log().log(logging.ERROR if befund.schwere is Schwere.FEHLER else logging.INFO, meldung(befund).rstrip("\n"))


class _Ausgabe(logging.StreamHandler[TextIO]):
    """Writes where the program writes its answers, wherever that is when something is to be said."""

    def emit(self, record: logging.LogRecord) -> None:
        self.setStream(sys.stdout)
        super().emit(record)


def log() -> logging.Logger:
    log = logging.getLogger("fallbuch")
    if not log.handlers:
        ausgabe = _Ausgabe()
        ausgabe.setFormatter(logging.Formatter("%(message)s"))
        log.addHandler(ausgabe)
        log.setLevel(logging.INFO)
        log.propagate = False
    return log
