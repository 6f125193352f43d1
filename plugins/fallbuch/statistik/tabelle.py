"""The two kinds of table. Their border is a type: what leaves the team takes a `Schutztabelle` and nothing else.

Both are grids of rows and columns by name; None names the total. An exact value is a `Rohwert`, a protected one a
`Schutzwert`, and there is no way from one to the other but `schutz.schuetze`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from enum import StrEnum

from fallbuch.statistik.kennzahl import Tabelle
from fallbuch.statistik.los import SCHRITT, Gezaehlt
from fallbuch.statistik.zeitraum import Zeitraum
from fallbuch.werte import dataclass

#: Row and column of a cell; None is the total over all of them.
Ort = tuple[str | None, str | None]


@dataclass(frozen=True, slots=True)
class Anzahl:
    """How many rows of a table (phases, entries …), and how many people they belong to."""

    gezaehlt: Gezaehlt
    personen: Gezaehlt

    @property
    def zahl(self) -> int:
        return self.gezaehlt.zahl


@dataclass(frozen=True, slots=True)
class Anteil:
    """How many of `alle` meet a condition."""

    getroffene: Gezaehlt
    alle: Gezaehlt
    personen: Gezaehlt

    @property
    def treffer(self) -> int:
        return self.getroffene.zahl

    @property
    def basis(self) -> int:
        return self.alle.zahl

    @property
    def prozent(self) -> float | None:
        """Return the share in per cent, None of nothing."""
        return 100 * self.treffer / self.basis if self.basis else None


@dataclass(frozen=True, slots=True)
class Kennwert:
    """A median, a mean or a sum over the rows that have a value; None without any.

    `personen` are those with a value, `werte` the values in order, `satz` is the key of the rows.
    """

    wert: float | None
    personen: Gezaehlt
    satz: int | None = field(compare=False)
    einheit: str
    werte: Sequence[int] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Quotient:
    """People for each `mal` of `nenner`: open cases, or counsellors, each with how many rows are theirs (`je_name`)."""

    personen: Gezaehlt
    unter: Gezaehlt
    mal: int
    je_name: Mapping[str, int] | None = field(default=None, repr=False)

    @property
    def nenner_sind_personen(self) -> bool:
        return self.je_name is None

    @property
    def zaehler(self) -> int:
        return self.personen.zahl

    @property
    def nenner(self) -> int:
        return self.unter.zahl

    @property
    def wert(self) -> float | None:
        return self.mal * self.zaehler / self.nenner if self.nenner else None

    @property
    def einheit(self) -> str:
        """Say for how many of the denominator the value stands."""
        return je(self.mal)


def je(mal: int) -> str:
    """Say for how many of a denominator a value stands; "" for each one."""
    return f"je {mal:,}".replace(",", ".") if mal > 1 else ""


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
    personen: Gezaehlt
    #: People in the populations from which rows were picked by a condition, by row.
    grundpersonen: Mapping[str, Gezaehlt]
    #: What the team expects of a row: from, to.
    erwartet: Mapping[str, tuple[int, int]]


class Verdeckt(StrEnum):
    """Why a protected value says nothing."""

    ZU_WENIGE = "zu wenige"


@dataclass(frozen=True, slots=True)
class Schutzwert:
    """A value that may leave the team: drawn counts, whole per cent, drawn means; all None where nothing is said.

    Raises ValueError where somebody puts a number of people into it that no draw can have printed.
    """

    zahl: int | None = None
    basis: int | None = None
    prozent: int | None = None
    #: A mean, median or index.
    wert: int | None = None
    einheit: str = ""
    verdeckt: Verdeckt | None = None
    #: Of what its counts are multiples; something else in sheets from before the draw alone.
    schritt: int = field(default=SCHRITT, compare=False, repr=False)

    def __post_init__(self) -> None:
        if any(zahl is not None and zahl % self.schritt for zahl in (self.zahl, self.basis)):
            raise ValueError("a count of people as it is must not be published")


@dataclass(frozen=True, kw_only=True, slots=True)
class Schutzregeln:
    """The team's thresholds for printed numbers; the defaults are the lowest allowed ones.

    They are the rungs of what is shown of a table: its total, its lines, its cells.
    """

    #: Below so many people a table shows its total alone.
    aufteilen_ab: int = 20
    #: Above so many a table may cross two fields; a share is a field too.
    kreuzen_ueber: int = 50
    #: Percentages need a base of at least so many.
    prozent_ab: int = 20
    #: Means and medians need at least so many people.
    mittel_ab: int = 10


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
