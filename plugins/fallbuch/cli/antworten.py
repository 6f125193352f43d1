"""Answers of commands that only look: where nothing they looked at has changed, the last answer is given again.

Nothing of the team is read as more than bytes for that, and none of the rooms that read, check and reckon is loaded.
"""

from __future__ import annotations

import io
import os
import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from fallbuch.text.mitschrift import mitschrift, noch_gleich
from fallbuch.text.zwischenspeicher import ANTWORTEN, Zwischenspeicher, datei, programm

_OHNE = "--ohne-zwischenspeicher"
_UMGEBUNG = ("FALLBUCH_", "GIT_")


class _Puffer(io.BytesIO):
    """Takes an answer in the place of the stream that it is for, and looks like it."""

    def __init__(self, am_terminal: bool) -> None:
        super().__init__()
        self._am_terminal = am_terminal

    def isatty(self) -> bool:
        return self._am_terminal


def antworte(argumente: Sequence[str], fuehre_aus: Callable[[], int | None]) -> int:
    """Write the answer to a call and return its code: the one that is known, else what `fuehre_aus` writes and returns."""
    speicher = _speicher(argumente)
    if speicher is None:
        return fuehre_aus() or 0
    gefragt = speicher.schluessel("", b"")
    notizen = speicher.hole(gefragt)
    if notizen is not None and (trace := noch_gleich(notizen)) is not None:
        bekannt = speicher.hole(speicher.schluessel("antwort", trace.schluessel))
        if bekannt is not None:
            inhalt, code = bekannt
            _schreibe(inhalt)
            return int(code)
    strom, blatt = sys.stdout, _Puffer(sys.stdout.isatty())
    with mitschrift() as neue:
        sys.stdout = io.TextIOWrapper(blatt, encoding="utf-8", errors="backslashreplace", write_through=True)
        try:
            code = fuehre_aus() or 0
        except SystemExit as ende:
            code = ende.code if isinstance(ende.code, int) else 0
        finally:
            inhalt, sys.stdout = blatt.getvalue(), strom
            _schreibe(inhalt)
    if not neue.verworfen:
        gefunden = speicher.schluessel("antwort", neue.schluessel)
        speicher.merke(gefragt, neue.notes)
        speicher.merke(gefunden, (inhalt, code))
        speicher.sichere()
    return code


def _speicher(argumente: Sequence[str]) -> Zwischenspeicher | None:
    """Return where the answer to this call is kept, None where it must be found out.

    Only of commands that ask nothing, write nothing, and look through doors alone (or say that they did not).
    """
    if not argumente or argumente[0] not in ANTWORTEN or _OHNE in argumente:
        return None
    try:
        hier = os.getcwd()
    except OSError:  # a folder that is gone
        return None
    umgebung = sorted(f"{name}={wert}" for name, wert in os.environ.items() if name.startswith(_UMGEBUNG))
    breite = shutil.get_terminal_size().columns if sys.stdout.isatty() else 0
    kontext = repr((hier, breite, umgebung, tuple(argumente))).encode("utf-8", "backslashreplace")
    return Zwischenspeicher(datei(Path(hier), ANTWORTEN[argumente[0]]), programm() + kontext)


def _schreibe(inhalt: bytes) -> None:
    sys.stdout.flush()
    sys.stdout.buffer.write(inhalt)
