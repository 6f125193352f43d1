"""What a figure is: a question with its definition, and the tables that answer it. All of it is data.

The words of a declaration (`zaehlt`, `wann`, `zeilen` …) name building blocks (`bausteine.py`); a team writes the same
words in `vorlagen/kennzahlen.yml`.
"""

from __future__ import annotations

from enum import StrEnum

from fallbuch.werte import dataclass


class Leitfrage(StrEnum):
    """The four questions of an analysis (VEREIN 2.4)."""

    WIRKUNG = "Was funktioniert, was funktioniert nicht?"
    ZIEL = "Woran erkennen wir, ob wir dem Ziel näher kommen?"
    AUFWAND = "Welcher Aufwand ist notwendig?"
    DATEN = "Welche Daten messen wir, und wie vollständig sind sie?"


class Massart(StrEnum):
    """How the rows of a cell become one value."""

    ANZAHL = "Anzahl"
    ANTEIL = "Anteil"
    MEDIAN = "Median"
    MITTEL = "Mittel"
    SUMME = "Summe"
    JE_100_OFFENE = "je 100 offene Fälle"
    JE_BERATER = "je Beraterin oder Berater"


class Diagramm(StrEnum):
    """How a table is drawn."""

    BALKEN = "Balken"
    GESTAPELT = "gestapelte Balken"
    ANTEIL = "Anteile"
    MATRIX = "Matrix"


@dataclass(frozen=True, kw_only=True, slots=True)
class Mass:
    """A value of each cell. `von` names the condition of a share or the number that is averaged."""

    art: Massart
    titel: str
    von: str = ""


ANZAHL = Mass(art=Massart.ANZAHL, titel="Anzahl")


def anteil(titel: str, bedingung: str) -> Mass:
    """Return the share of rows that meet a condition."""
    return Mass(art=Massart.ANTEIL, titel=titel, von=bedingung)


def mittel(titel: str, groesse: str) -> Mass:
    """Return the mean of a number over the rows that have one."""
    return Mass(art=Massart.MITTEL, titel=titel, von=groesse)


@dataclass(frozen=True, slots=True)
class Posten:
    """Which rows are counted: a population, when a row belongs to the period, and what it must meet besides."""

    zaehlt: str
    wann: str
    nur: tuple[str, ...] = ()
    #: Name of the row where a table has several populations; else "".
    titel: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Tabelle:
    """A table: populations, the fields by which they are split, and what is measured.

    Either one population split by `zeilen` (and `spalten`), or several, each a row. With several `masse` each is a
    column. Totals are made of all rows, not of the cells.
    """

    schluessel: str
    titel: str
    posten: tuple[Posten, ...]
    zeilen: str = ""
    spalten: str = ""
    masse: tuple[Mass, ...] = (ANZAHL,)
    diagramm: Diagramm | None = None
    #: Shares of the grand total stand beside the counts.
    anteile: bool = False
    #: A row can count in several lines, so that they do not add up.
    mehrfach: bool = False
    #: The column that is compared with what the team expects of each channel; "" for none.
    erwartung: str = ""
    #: The table is for the team alone.
    intern: bool = False
    definition: str = ""
    #: Where a team declared it; "" for a shipped one.
    eigen: bool = False


@dataclass(frozen=True, slots=True)
class Kern:
    """One cell that says the most: its table, row and column, and what it is in a few words."""

    tabelle: str
    zeile: str | None
    spalte: str | None
    worte: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Kennzahl:
    """A figure in words, and its tables; `kern` is what the overview of all periods shows of it."""

    schluessel: str
    titel: str
    frage: str
    definition: str
    quelle: str
    leitfrage: Leitfrage
    tabellen: tuple[Tabelle, ...]
    kern: tuple[Kern, ...] = ()
