"""The sections of a due list: which one an item belongs to on a given day.

Site, browser and command line sort by the same rules; the browser's copy of them (`liste.js`) is tested
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
    UEBERFAELLIG = "ueberfaellig"
    HEUTE = "heute"
    NACHFRAGEN = "nachfragen"
    DIESE_WOCHE = "diese-woche"
    NAECHSTE_WOCHEN = "naechste-wochen"
    ZU_VERGEBEN = "zu-vergeben"
    SPAETER = "spaeter"


REIHE = {abschnitt: rang for rang, abschnitt in enumerate(Abschnitt)}


@dataclass(frozen=True, slots=True)
class Worte:
    """Title, explanation and, for an empty section, what to say."""

    titel: str
    hilfe: str
    leer: str


WORTE: Mapping[Abschnitt, Worte] = {
    Abschnitt.NICHT_BERECHENBAR: Worte(
        "Nicht berechenbar",
        "In der Datei stimmt etwas nicht. Bitte zuerst beheben: Solange kann niemand sagen, wann dieser Mensch an der Reihe ist.",
        "Alle Dateien sind lesbar.",
    ),
    Abschnitt.UEBERFAELLIG: Worte(
        "Überfällig",
        "Das hätte schon geschehen sollen. Wer auf ein Gespräch wartet, steht oben, danach Pläne und Prüfungen.",
        "Niemand wartet. Gut so.",
    ),
    Abschnitt.HEUTE: Worte("Heute", "Das ist heute dran.", "Heute ist nichts dran."),
    Abschnitt.NACHFRAGEN: Worte(
        "Nachfragen",
        "Die Frist der Kundin oder des Kunden ist vorbei. Fragen Sie freundlich nach.",
        "Es ist bei niemandem nachzufragen.",
    ),
    Abschnitt.DIESE_WOCHE: Worte("Diese Woche", "Bis Sonntag.", "Bis Sonntag kommt nichts mehr."),
    Abschnitt.NAECHSTE_WOCHEN: Worte(
        "Nächste vier Wochen", "Gut zu wissen für die Planung.", "In den nächsten vier Wochen kommt nichts."
    ),
    Abschnitt.ZU_VERGEBEN: Worte(
        "Zu vergeben",
        "Um diese Fälle kümmert sich noch niemand, oder die zuständige Person verlässt das Team. Wer am längsten wartet, steht oben.",
        "Alle Fälle haben jemanden, der sich kümmert.",
    ),
    Abschnitt.SPAETER: Worte("Später", "Hier eilt nichts.", "Später ist nichts vorgemerkt."),
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
    if faellig < tag:
        return Abschnitt.NACHFRAGEN if f.kunde_dran else Abschnitt.UEBERFAELLIG
    if faellig == tag:
        return Abschnitt.HEUTE
    return Abschnitt.DIESE_WOCHE if faellig <= ende else Abschnitt.NAECHSTE_WOCHEN
