"""The two kinds of table. Their border is a type: what leaves the team takes a `Schutztabelle` and nothing else.

Both are grids of rows and columns by name; None names the total. An exact value is a `Rohwert`, a protected one a
`Schutzwert`, and there is no way from one to the other but `schutz.schuetze`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from fallbuch.statistik.begriffe import Begriffe
from fallbuch.statistik.kennzahl import Tabelle
from fallbuch.statistik.zeitraum import Zeitraum

#: Row and column of a cell; None is the total over all of them.
Ort = tuple[str | None, str | None]


@dataclass(frozen=True, slots=True)
class Anzahl:
    """How many rows of a table (phases, entries …), and how many people they belong to."""

    zahl: int
    personen: int


@dataclass(frozen=True, slots=True)
class Anteil:
    """How many of `basis` meet a condition."""

    treffer: int
    basis: int
    personen: int

    @property
    def prozent(self) -> float | None:
        """Return the share in per cent, None of nothing."""
        return 100 * self.treffer / self.basis if self.basis else None


@dataclass(frozen=True, slots=True)
class Kennwert:
    """A median, a mean or a sum over the rows that have a value; None without any."""

    wert: float | None
    personen: int
    einheit: str


@dataclass(frozen=True, slots=True)
class Quotient:
    """People (`zaehler`) for each `mal` of `nenner`: open cases, or counsellors where `nenner` counts no customers."""

    zaehler: int
    nenner: int
    mal: int
    personen: int
    nenner_sind_personen: bool = True

    @property
    def wert(self) -> float | None:
        return self.mal * self.zaehler / self.nenner if self.nenner else None

    @property
    def einheit(self) -> str:
        """Say for how many of the denominator the value stands."""
        return f"je {self.mal:,}".replace(",", ".") if self.mal > 1 else ""


Rohwert = Anzahl | Anteil | Kennwert | Quotient


@dataclass(frozen=True, kw_only=True, slots=True)
class Rohtabelle:
    """Exact figures, for the team alone."""

    tabelle: Tabelle
    zeitraum: Zeitraum
    zeilen: Sequence[str]
    spalten: Sequence[str]
    werte: Mapping[Ort, Rohwert]
    #: People in the table's own population.
    personen: int
    #: People in the populations from which rows were picked by a condition, by row; the fewest where there are several.
    grundpersonen: Mapping[str, int]
    #: What the team expects of a row: from, to.
    erwartet: Mapping[str, tuple[int, int]]
    #: What its words mean, for each of its populations.
    begriffe: Sequence[Begriffe] = ()


class Verdeckt(StrEnum):
    """Why a protected value says nothing."""

    ZU_WENIGE = "zu wenige"
    NICHTS = "nichts gezählt"


@dataclass(frozen=True, slots=True)
class Schutzwert:
    """A value that may leave the team: multiples of 5, whole per cent, rounded means; all None where nothing is said.

    Raises ValueError where somebody puts an unrounded number of people into it.
    """

    zahl: int | None = None
    basis: int | None = None
    prozent: int | None = None
    #: A mean, median or index.
    wert: int | None = None
    einheit: str = ""
    verdeckt: Verdeckt | None = None

    def __post_init__(self) -> None:
        if any(zahl is not None and zahl % 5 for zahl in (self.zahl, self.basis)):
            raise ValueError("an unrounded count of people must not be published")


@dataclass(frozen=True, kw_only=True, slots=True)
class Schutztabelle:
    """Protected figures: what may be shown to anybody."""

    tabelle: Tabelle
    zeitraum: Zeitraum
    zeilen: Sequence[str]
    spalten: Sequence[str]
    werte: Mapping[Ort, Schutzwert]
    #: What had to be left out, as a sentence; "" for a whole table.
    hinweis: str = ""
    begriffe: Sequence[Begriffe] = ()
