"""Changes to a text that leave every other character as it is.

A file is decoded, changed at a few places and encoded again: mark at the beginning, line ends, composed or
decomposed letters and everything between the places stay byte for byte.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from unicodedata import combining

from fallbuch.befund import Korrektur
from fallbuch.kennung import nfc
from fallbuch.text.zeilen import zeilenanfaenge
from fallbuch.werte import dataclass

_MARKE = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True, order=True)
class Aenderung:
    """Characters `von` to before `bis` (offsets from 0) become `ersatz`."""

    von: int
    bis: int
    ersatz: str


def angewandt(text: str, aenderungen: Iterable[Aenderung]) -> str:
    """Return `text` with all changes made; they must not overlap (`ValueError`)."""
    geordnet = sorted(aenderungen)
    if any(eine.bis > andere.von for eine, andere in pairwise(geordnet)):
        raise ValueError("overlapping changes")
    teile, stand = [], 0
    for aenderung in geordnet:
        teile += [text[stand : aenderung.von], aenderung.ersatz]
        stand = aenderung.bis
    return "".join([*teile, text[stand:]])


@dataclass(frozen=True, slots=True)
class Schriftstueck:
    """The text of a file as it stands there, line ends included, and whether a byte order mark precedes it."""

    text: str
    marke: bool = False

    @classmethod
    def aus(cls, inhalt: bytes) -> Schriftstueck:
        """Decode the bytes of a file; raises `UnicodeDecodeError` for what is not UTF-8."""
        marke = inhalt.startswith(_MARKE)
        return cls(inhalt.removeprefix(_MARKE).decode("utf-8"), marke)

    @property
    def inhalt(self) -> bytes:
        """The bytes of the file."""
        return (_MARKE if self.marke else b"") + self.text.encode("utf-8")

    @property
    def zeilenende(self) -> str:
        """The line end that most lines have."""
        return "\r\n" if self.text.count("\r\n") * 2 > self.text.count("\n") else "\n"

    def mit_text(self, text: str) -> Schriftstueck:
        """Return the file with another text, its mark kept."""
        return replace(self, text=text)

    def mit(self, aenderungen: Iterable[Aenderung]) -> Schriftstueck:
        """Return the changed file."""
        return replace(self, text=angewandt(self.text, aenderungen))


class Ortung:
    """Finds places of the reader (line and column from 1, letters composed) in a text as it stands."""

    def __init__(self, stueck: Schriftstueck) -> None:
        self._stueck = stueck
        #: Where each line begins, and the text's end.
        self._anfaenge = [*zeilenanfaenge(stueck.text), len(stueck.text)]

    @property
    def zeilen(self) -> int:
        """Number of lines; text after the last line end is one too."""
        return len(self._anfaenge) - 1

    def anfang(self, zeile: int) -> int:
        """Return the offset at which the line begins; one line after the last: the text's end."""
        return self._anfaenge[min(zeile, len(self._anfaenge)) - 1]

    def zeile(self, nummer: int) -> str:
        """Return a line without its end."""
        return self._stueck.text[self.anfang(nummer) : self.anfang(nummer + 1)].rstrip("\n").removesuffix("\r")

    def ende(self, zeile: int) -> int:
        """Return the offset behind the line's last character."""
        return self.anfang(zeile) + len(self.zeile(zeile))

    def index(self, zeile: int, spalte: int) -> int:
        """Return the offset of a column."""
        return self.anfang(zeile) + _zerlegt(self.zeile(zeile), spalte - 1)

    def berichtigung(self, fix: Korrektur) -> Aenderung:
        """Return the change that makes a certain fix."""
        ende = self.index(fix.bis_zeile or fix.zeile, fix.bis)
        return Aenderung(self.index(fix.zeile, fix.von), ende, fix.ersatz.replace("\n", self._stueck.zeilenende))


def _zerlegt(zeile: str, zeichen: int) -> int:
    """Return where in `zeile` the text behind its first `zeichen` composed characters begins."""
    if zeile.isascii() or nfc(zeile) == zeile:
        return zeichen
    beginne: Sequence[int] = [i for i, z in enumerate(zeile) if not combining(z)] + [len(zeile)]
    stelle = bisect_right(beginne, zeichen, key=lambda i: len(nfc(zeile[:i])))
    return beginne[max(stelle - 1, 0)]
