"""A table as another program kept it: its rows with the values as they are stored, and the place of each cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import date, datetime, time, timedelta

from fallbuch.fehler import Satzfehler
from fallbuch.werte import dataclass


class Umzugsfehler(Satzfehler):
    """Why a file cannot be moved in or out; nothing of it has been."""


@dataclass(frozen=True, slots=True)
class Fehlwert:
    """A cell that holds no value though something stands there: an error of the spreadsheet, a formula never computed."""

    was: str


#: Whole numbers above are no longer exact.
_GENAU = 1e15
#: What a cell holds: text, a number, a truth, a day, a moment, a time of day, a duration, nothing.
Zellwert = str | int | float | bool | date | datetime | time | timedelta | Fehlwert | None


@dataclass(kw_only=True, eq=False)
class Bogen:
    """One table of a file. `zeilen[0]` is its first row; rows behind the last one that holds something are left out."""

    name: str
    zeilen: list[list[Zellwert]]
    #: Rows and columns have the letters and numbers that a spreadsheet shows.
    adressen: bool = True
    #: Rows that the program does not show, hidden or filtered out, by index.
    versteckte: frozenset[int] = frozenset()
    #: The sheet itself is hidden.
    verborgen: bool = False
    #: How many cells got the value of the larger one that they are part of.
    verbunden: int = 0
    #: Whatever is odd about the file as a whole.
    hinweise: list[str] = field(default_factory=list)

    def ort(self, zeile: int, spalte: int) -> str:
        """Name a cell as its program does; both from 0."""
        return f"{spaltenname(spalte)}{zeile + 1}" if self.adressen else f"Zeile {zeile + 1}, Spalte {spalte + 1}"

    def fuelle(self, bereiche: Sequence[tuple[int, int, int, int]]) -> None:
        """Give every row of a merged area its value: first row, first column, last row, last column, from 0.

        Sideways nothing is filled: the value would stand in columns that mean something else.
        """
        for oben, links, unten, _ in bereiche:
            if oben >= len(self.zeilen) or links >= len(self.zeilen[oben]):
                continue
            wert = self.zeilen[oben][links]
            for zeile in self.zeilen[oben + 1 : unten + 1]:
                if wert is not None and links < len(zeile) and zeile[links] is None:
                    zeile[links] = wert
                    self.verbunden += 1

    def melde_angehaengte(self, zahl: int) -> None:
        """Say that notes at cells do not come along."""
        if zahl:
            was = "Ein Kommentar oder eine Fußnote hängt" if zahl == 1 else f"{zahl} Kommentare oder Fußnoten hängen"
            self.hinweise.append(
                f"{was} an Zellen und {'kommt' if zahl == 1 else 'kommen'} nicht mit. Sehen Sie nach, was darin steht."
            )

    def stutze(self) -> Bogen:
        """Leave out the empty rows at the end and the empty columns at the right; returns itself."""
        while self.zeilen and all(ist_leer(wert) for wert in self.zeilen[-1]):
            self.zeilen.pop()
        breite = max((_breite(zeile) for zeile in self.zeilen), default=0)
        self.zeilen = [zeile[:breite] + [None] * (breite - len(zeile)) for zeile in self.zeilen]
        self.versteckte = frozenset(n for n in self.versteckte if n < len(self.zeilen))
        return self


def _breite(zeile: Sequence[Zellwert]) -> int:
    return next((n for n in range(len(zeile), 0, -1) if not ist_leer(zeile[n - 1])), 0)


def ist_leer(wert: Zellwert) -> bool:
    """Tell whether a cell holds nothing that anybody sees."""
    return wert is None or (isinstance(wert, str) and not wert.strip())


def spaltenname(nummer: int) -> str:
    """Return the letters of a column, the first is 0: A, Z, AA."""
    name = ""
    nummer += 1
    while nummer:
        nummer, rest = divmod(nummer - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def als_text(wert: Zellwert) -> str:
    """Return a cell as somebody would have typed it: a number without its point, a day as a day; lines stay lines."""
    match wert:
        case None | Fehlwert():
            text = ""
        case bool():
            text = "ja" if wert else "nein"
        case datetime():
            text = f"{wert:%Y-%m-%d}" if wert.time() == time(0) else f"{wert:%Y-%m-%d %H:%M}"
        case float():
            text = str(int(wert)) if wert.is_integer() and abs(wert) < _GENAU else repr(wert).replace(".", ",")
        case time():
            text = f"{wert:%H:%M}"
        case timedelta():
            minuten = round(wert.total_seconds() / 60)
            text = f"{minuten // 60}:{minuten % 60:02d}"
        case str():
            text = "\n".join(map(_zeile, wert.replace("\r\n", "\n").replace("\r", "\n").split("\n"))).strip("\n")
        case _:
            text = str(wert)
    return text


def _zeile(zeile: str) -> str:
    # What is indented is so for a reason: a point below another, code.
    return zeile.rstrip() if zeile.startswith((" ", "\t")) else " ".join(zeile.split())


def wortlaut(wert: Zellwert) -> str:
    """Return a text as it stands, with one kind of line end."""
    if not isinstance(wert, str):
        return als_text(wert)
    zeilen = wert.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(zeilen).strip("\n")


def einzeilig(wert: Zellwert) -> str:
    """Return a cell as one line."""
    return " ".join(als_text(wert).split())


#: How a returned row says what was wrong; columns of these names are ours and never read.
GRUND, ZELLE = "Warum nicht übernommen", "Zelle im Original"
#: What a table says of itself, for reports: values by the name of a field.
Feldwerte = Mapping[str, str]
