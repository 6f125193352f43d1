"""The sections of a due list, the same on pages and on the command line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Generic, TypeVar

from fallbuch.regelwerk.faelligkeit import Dringlichkeit, Faelligkeit
from fallbuch.zeit import sonntag

T = TypeVar("T")
ZU_VERGEBEN = "zu-vergeben"
_ABSCHNITTE = (
    (
        "nicht-berechenbar",
        "Nicht berechenbar",
        "In der Datei stimmt etwas nicht. Bitte zuerst beheben: Solange kann niemand sagen, wann dieser Mensch an der Reihe ist.",
    ),
    ("ueberfaellig", "Überfällig", "Das hätte schon geschehen sollen."),
    ("heute", "Heute", "Das ist heute dran."),
    ("nachfragen", "Nachfragen", "Die Frist der Kundin oder des Kunden ist vorbei. Fragen Sie freundlich nach."),
    ("diese-woche", "Diese Woche", "Bis Sonntag."),
    ("naechste-wochen", "Nächste vier Wochen", "Gut zu wissen für die Planung."),
    ("spaeter", "Später", "Hier eilt nichts."),
    (
        ZU_VERGEBEN,
        "Zu vergeben",
        "Diese Fälle haben noch niemanden, der sich kümmert. Wer am längsten wartet, steht oben.",
    ),
)


@dataclass(frozen=True, slots=True)
class Gruppe(Generic[T]):
    """A section of a due list; `anker` is also its place in addresses."""

    anker: str
    titel: str
    hilfe: str
    zeilen: Sequence[T]


def gruppen(alle: Iterable[T], stichtag: date, faelligkeit: Callable[[T], Faelligkeit]) -> list[Gruppe[T]]:
    """Sort items into sections, keeping their order; every item is in exactly one, empty sections are kept."""
    toepfe: dict[str, list[T]] = {anker: [] for anker, _, _ in _ABSCHNITTE}
    for teil in alle:
        toepfe[_abschnitt(faelligkeit(teil), stichtag)].append(teil)
    return [Gruppe(anker, titel, hilfe, toepfe[anker]) for anker, titel, hilfe in _ABSCHNITTE]


def _abschnitt(f: Faelligkeit, stichtag: date) -> str:  # noqa: PLR0911 - one return for each section
    if f.faellig_am is None:
        return "nicht-berechenbar"
    if f.regel == ZU_VERGEBEN:
        return ZU_VERGEBEN
    if f.dringlichkeit is Dringlichkeit.NACHFRAGEN:
        return "nachfragen"
    if f.faellig_am < stichtag:
        return "ueberfaellig"
    if f.faellig_am == stichtag:
        return "heute"
    if f.faellig_am <= sonntag(stichtag):
        return "diese-woche"
    return "naechste-wochen" if f.faellig_am <= sonntag(stichtag) + timedelta(weeks=4) else "spaeter"
