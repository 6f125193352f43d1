"""The tables of a period beside those it is compared with: exact for the team, or protected for others, never mixed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Generic, TypeAlias

from fallbuch.statistik.anzeige import T
from fallbuch.statistik.kennzahl import Kennzahl
from fallbuch.statistik.tabelle import Rohtabelle, Schutztabelle
from fallbuch.statistik.zeitraum import Zeitraum
from fallbuch.werte import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Zahlenstand(Generic[T]):
    """The tables of a period, of the one before and of a year before; None where there is nothing to compare with."""

    zeitraum: Zeitraum
    kennzahlen: Sequence[Kennzahl]
    tabellen: Mapping[str, T]
    davor: Mapping[str, T] | None
    ein_jahr_zuvor: Mapping[str, T] | None
    #: Of released figures: when, and what is not shown or not as usual.
    freigegeben_am: date | None = None
    bemerkungen: Sequence[str] = ()
    #: How released numbers were made.
    verfahren: str = ""


#: Exact figures, for the team alone.
Auswertung: TypeAlias = Zahlenstand[Rohtabelle]
#: What may leave the team: protected tables and nothing else.
Veroeffentlichung: TypeAlias = Zahlenstand[Schutztabelle]
