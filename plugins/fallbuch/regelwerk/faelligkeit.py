"""What a due item is: whose, by which rule, when, how pressing, and the way its date was found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

from fallbuch.befund import Stelle
from fallbuch.kennung import ordnung


class Dringlichkeit(StrEnum):
    """How pressing an item is on the key date, most pressing first."""

    NICHT_BERECHENBAR = "nicht berechenbar"
    UEBERFAELLIG = "überfällig"
    VERSUCHT = "versucht"
    NACHFRAGEN = "nachfragen"
    HEUTE = "heute"
    DIESE_WOCHE = "diese Woche"
    BALD = "bald"
    SPAETER = "später"
    PAUSIERT = "pausiert"


RANG = {dringlichkeit: rang for rang, dringlichkeit in enumerate(Dringlichkeit)}


class Ableitung(Protocol):
    """The way a date was found. The words are made when somebody reads them: most items nobody does."""

    @property
    def anker(self) -> str | None:
        """Name of the fact counted from, None where nothing could be counted."""

    @property
    def bezug(self) -> str:
        """The fact among others of its kind, for identity."""

    def herleitung(self) -> str:
        """Return the derivation as a sentence without title and date."""

    def verb(self) -> str:
        """Return what stands between title and date."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Faelligkeit:
    """One due item. `faellig_am`, `regel`, anchor and source are None for `nicht berechenbar`.

    `fall` and `stamm` are None for what the team itself has to do; `thema` then says what about.
    """

    fall: str | None
    stamm: str | None
    berater: str | None
    regel: str | None
    titel: str
    gruppe: str
    faellig_am: date | None
    dringlichkeit: Dringlichkeit
    anker_datum: date | None
    stelle: Stelle
    ableitung: Ableitung
    quelle: str | None = None
    herkunft: str | None = None
    #: First day on which the item counts as `bald`.
    warnung_ab: date | None = None
    thema: str = ""

    @property
    def anker(self) -> str | None:
        """Name of the fact from which the item is counted."""
        return self.ableitung.anker

    @property
    def herleitung(self) -> str:
        """The derivation alone: `begruendung` without title and date, for lists that show both."""
        return self.ableitung.herleitung()

    @property
    def begruendung(self) -> str:
        """The whole sentence: what, when, and how that follows from the files."""
        if self.faellig_am is None:
            return self.herleitung
        return f"{self.titel}{self.ableitung.verb()} {self.faellig_am}: {self.herleitung}"

    @property
    def schluessel(self) -> str:
        """Names the item across builds: case, rule, fact."""
        return f"{self.fall or 'team'}/{self.regel or 'nicht-berechenbar'}/{self.ableitung.bezug or 'beginn'}"

    @property
    def reihenfolge(self) -> tuple[bool, date, int, object, str]:
        """Sort key: what cannot be computed first, then by date, urgency and case; the team's own before cases."""
        nicht_berechenbar = self.faellig_am is None
        return (
            not nicht_berechenbar,
            self.faellig_am or date.min,
            RANG[self.dringlichkeit],
            ordnung(self.fall or ""),
            f"{self.regel or ''}/{self.thema}",
        )
