"""The sections of a due list: which one an item belongs to on a given day.

Site, browser and command line sort by the same rules; the browser's copy of them (`heute.js`) is tested
against this one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Generic, TypeVar

from fallbuch.regelwerk.faelligkeit import Faelligkeit
from fallbuch.werte import dataclass
from fallbuch.zeit import sonntag

T = TypeVar("T")
VORSCHAU = timedelta(weeks=4)


class Abschnitt(StrEnum):
    """A section of a due list, in the order of lists; its value is also its place in addresses."""

    NICHT_BERECHENBAR = "nicht-berechenbar"
    JETZT = "jetzt"
    DIESE_WOCHE = "diese-woche"
    ZU_VERGEBEN = "zu-vergeben"
    NAECHSTE_WOCHEN = "naechste-wochen"
    SPAETER = "spaeter"


#: Which section presses most; a case stands in that of its most pressing item.
RANG = {
    Abschnitt.NICHT_BERECHENBAR: 0,
    Abschnitt.JETZT: 1,
    Abschnitt.DIESE_WOCHE: 2,
    Abschnitt.NAECHSTE_WOCHEN: 3,
    Abschnitt.ZU_VERGEBEN: 4,
    Abschnitt.SPAETER: 5,
}


@dataclass(frozen=True, slots=True)
class Worte:
    """Title, what to say where the section is empty, and what to do with the rows where they do not say it."""

    titel: str
    leer: str
    hilfe: str = ""


WORTE: Mapping[Abschnitt, Worte] = {
    Abschnitt.NICHT_BERECHENBAR: Worte(
        "Nicht berechenbar",
        "Alle Dateien sind lesbar.",
        "In der Datei stimmt etwas nicht. Bitte zuerst beheben: Solange kann niemand sagen, wann dieser Mensch an der Reihe ist.",
    ),
    Abschnitt.JETZT: Worte("Heute und überfällig", "Heute ist nichts dran, und niemand wartet. Gut so."),
    Abschnitt.DIESE_WOCHE: Worte("Diese Woche", "Bis Sonntag kommt nichts mehr."),
    Abschnitt.ZU_VERGEBEN: Worte("Zu vergeben", "Alle Fälle haben jemanden, der sich kümmert."),
    Abschnitt.NAECHSTE_WOCHEN: Worte("Nächste vier Wochen", "In den nächsten vier Wochen kommt nichts."),
    Abschnitt.SPAETER: Worte("Später", "Später ist nichts vorgemerkt."),
}


@dataclass(frozen=True, slots=True)
class Gruppe(Generic[T]):
    """A section with its lines."""

    abschnitt: Abschnitt
    zeilen: Sequence[T]

    @property
    def worte(self) -> Worte:
        return WORTE[self.abschnitt]

    @property
    def titel(self) -> str:
        return self.worte.titel


@lru_cache(maxsize=64)
def _grenzen(tag: date) -> tuple[date, date]:
    """Return Sunday, and the last day of the weeks that are looked ahead to."""
    ende = sonntag(tag)
    return ende, ende + VORSCHAU


def abschnitt_von(f: Faelligkeit, tag: date) -> Abschnitt:
    """Return the section of one item on `tag`."""
    faellig = f.faellig_am
    if faellig is None:
        return Abschnitt.NICHT_BERECHENBAR
    ende, fern = _grenzen(tag)
    if faellig > fern:  # most of all items: asked first
        return Abschnitt.SPAETER
    if f.ableitung.eigenschaften.vergabe:
        return Abschnitt.ZU_VERGEBEN
    if faellig <= tag:
        return Abschnitt.JETZT
    return Abschnitt.DIESE_WOCHE if faellig <= ende else Abschnitt.NAECHSTE_WOCHEN


def vorrang(f: Faelligkeit, tag: date) -> int:
    """Return the order of what is due now: today's appointments, who waits for a conversation, then questions and paper."""
    if f.ableitung.verabredet and f.faellig_am == tag:
        return 0
    return 1 if f.wartet else 2
