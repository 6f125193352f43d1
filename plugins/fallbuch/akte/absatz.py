"""Lines of a record, cleaned of what nobody sees and of what programs put in, with the place of each character."""

from __future__ import annotations

import html
import re
import sys
from bisect import bisect_left
from collections.abc import Sequence

from fallbuch.befund import Befund, Stelle
from fallbuch.text.zeichen import UNSICHTBAR, gesehen
from fallbuch.werte import dataclass

_WIEDERERKANNT = 8
_LETZTES = chr(sys.maxunicode)
_MASKIERT = re.compile(
    r"\\([!-/:-@\[-`{-~])|(&(?:#[0-9]{1,6}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});)"
    r"|(<br ?/?>)(?=[ \t]*[^ \t])|(?<![ \t\\])[ \t]*(\\|<br ?/?>)[ \t]*$"
)


@dataclass(frozen=True, slots=True)
class Zeile:
    """A line of the record as it is meant, with its number in the file; `im_zaun` inside a code fence.

    Where the file has something else, `roh` is that, and `spalte` the column at which it begins: one line of the file
    may be several. `befunde` are to be told if the line is read as more than text.
    """

    text: str
    nummer: int
    im_zaun: bool = False
    roh: str | None = None
    spalte: int = 1
    befunde: tuple[Befund, ...] = ()
    #: A personal statement was blanked out: what is here does not stand in the file.
    verborgen: bool = False
    #: Of what was blanked out a hash, lest two lines with different numbers count as one.
    geheim: bytes = b""

    @property
    def wie_sie_steht(self) -> str:
        """The line as it stands in the file."""
        return self.text if self.roh is None else self.roh

    def ort(self, datei: str, index: int) -> Stelle:
        """Return the place in the file of a character of `text`; about the place, where the file has something else."""
        if self.roh is None:
            return Stelle(datei=datei, zeile=self.nummer, spalte=index + 1)
        davor = self.roh.find(self.text[index : index + _WIEDERERKANNT])
        return Stelle(datei=datei, zeile=self.nummer, spalte=self.spalte + max(davor, 0))


def gesaeubert(text: str) -> str:
    """Return a line as it looks and as Markdown would show it: without escapes, entities and what nobody sees."""
    return Absatz([Zeile(text, 1)]).text


class Absatz:
    """Lines as one text, cleaned, with the place of each character in the file."""

    def __init__(self, zeilen: Sequence[Zeile]) -> None:
        self.zeilen = zeilen
        self.unsichtbare: list[tuple[int, str]] = []
        self.maskierte: list[tuple[int, str]] = []
        teile: list[str] = []
        #: Line (from 0) and offset of every character, the line ends included.
        self.orte: list[tuple[int, int]] = []
        for nummer, zeile in enumerate(zeilen):
            if nummer:
                teile.append("\n")
                self.orte.append((nummer - 1, len(zeilen[nummer - 1].text)))
            teile.append(self._gesaeubert(nummer, zeile.text))
        self.orte.append((len(zeilen) - 1, len(zeilen[-1].text)))
        self.text = "".join(teile)
        #: Something in it is not what the file has; no fix may write that.
        self.verborgen = any(zeile.verborgen for zeile in zeilen)

    def _gesaeubert(self, nummer: int, roh: str) -> str:
        if roh.isascii() and "\\" not in roh and "&" not in roh and "<" not in roh:
            self.orte += [(nummer, i) for i in range(len(roh))]
            return roh
        teile: list[str] = []
        stand = 0
        treffer = [(t, True) for t in UNSICHTBAR.finditer(roh)] + [(t, False) for t in _MASKIERT.finditer(roh)]
        for t, unsichtbar in sorted(treffer, key=lambda paar: paar[0].start()):
            if t.start() < stand:
                continue
            self._nimm(teile, nummer, stand, roh[stand : t.start()])
            stand = t.end()
            if unsichtbar:
                self.unsichtbare.append((len(self.orte), t[0]))
                self._nimm(teile, nummer, t.start(), gesehen(t))
                continue
            ersatz = t[1] or (html.unescape(t[2]) if t[2] else " " if t[3] else "")
            if ersatz.isspace():
                ersatz = "" if teile and teile[-1].endswith(" ") else " "
            elif t[2] and (ersatz == t[2] or not (ersatz.isprintable() or UNSICHTBAR.fullmatch(ersatz))):
                self._nimm(teile, nummer, t.start(), t[0])
                continue
            self.maskierte.append((len(self.orte), t[1] or t[2] or t[3] or t[4]))
            self._nimm(teile, nummer, t.start(), UNSICHTBAR.sub(gesehen, ersatz))
        self._nimm(teile, nummer, stand, roh[stand:])
        return "".join(teile)

    def _nimm(self, teile: list[str], nummer: int, ab: int, text: str) -> None:
        teile.append(text)
        self.orte += [(nummer, ab + i) for i in range(len(text))]

    def anfang(self, index: int) -> tuple[int, int]:
        """Return line (from 0) and offset in the file of what begins at `index`, what was left out before it included."""
        zeile, versatz = self.orte[index]
        if index == 0 or self.text[index - 1] == "\n":
            return zeile, 0
        return zeile, versatz

    def ende(self, index: int) -> tuple[int, int]:
        """Return line and offset in the file of the end of what ends before `index`."""
        if index == len(self.text) or self.text[index] == "\n":
            zeile = self.orte[index][0]
            return zeile, len(self.zeilen[zeile].text)
        zeile, versatz = self.orte[index - 1] if index else self.orte[0]
        return zeile, versatz + 1

    def eigenheiten(self, von: int, bis: int) -> tuple[list[str], list[str]]:
        """Return the invisible and the escaped characters between two indexes; those at the end of a line count to it."""
        am_ende = bis == len(self.text) or self.text[bis] == "\n"
        schluss = (bis, _LETZTES) if am_ende else (bis, "")
        unsichtbare, maskierte = (
            [was for _, was in liste[bisect_left(liste, (von, "")) : bisect_left(liste, schluss)]]
            for liste in (self.unsichtbare, self.maskierte)
        )
        return unsichtbare, maskierte


def einfuegungen(maskierte: Sequence[str]) -> str:
    """Name what a program put into a line."""
    worte = []
    if any(len(was) == 1 for was in maskierte):
        worte.append("einen umgekehrten Schrägstrich „\\“")
    worte += [f"„{was}“" for was in dict.fromkeys(maskierte) if len(was) > 1]
    return worte[0] if len(worte) == 1 else f"{', '.join(worte[:-1])} und {worte[-1]}"
