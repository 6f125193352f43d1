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
_SPAETER = "spaeter"
#: Rules whose items wait for somebody to take the case over.
_OHNE_ZUSTAENDIGE = frozenset({"zu-vergeben", "neu-zu-vergeben"})
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
    (_SPAETER, "Später", "Hier eilt nichts. Von jedem Fall steht hier nur das Nächste."),
    (
        ZU_VERGEBEN,
        "Zu vergeben",
        "Um diese Fälle kümmert sich noch niemand, oder die zuständige Person verlässt das Team. Wer am längsten wartet, steht oben.",
    ),
)


@dataclass(frozen=True, slots=True)
class Gruppe(Generic[T]):
    """A section of a due list; `anker` is also its place in addresses."""

    anker: str
    titel: str
    hilfe: str
    zeilen: Sequence[T]
    #: Items left out because their case stands in the list already.
    weitere: int = 0


def gruppen(
    alle: Iterable[T], stichtag: date, faelligkeit: Callable[[T], Faelligkeit], *, knapp: bool = True
) -> list[Gruppe[T]]:
    """Sort items into sections, keeping their order; every item is in exactly one, empty sections are kept.

    `knapp` keeps of the distant items only the next one of each case that has nothing nearer: a case has many
    of them, and they all stand on its page.
    """
    toepfe: dict[str, list[T]] = {anker: [] for anker, _, _ in _ABSCHNITTE}
    for teil in alle:
        toepfe[_abschnitt(faelligkeit(teil), stichtag)].append(teil)
    weitere = 0
    if knapp:
        genannt = {_wessen(faelligkeit(teil)) for anker, topf in toepfe.items() if anker != _SPAETER for teil in topf}
        naechste: dict[str, T] = {}
        for teil in toepfe[_SPAETER]:
            if (wer := _wessen(faelligkeit(teil))) not in genannt:
                naechste.setdefault(wer, teil)
        weitere = len(toepfe[_SPAETER]) - len(naechste)
        toepfe[_SPAETER] = list(naechste.values())
    return [
        Gruppe(anker, titel, hilfe, toepfe[anker], weitere if anker == _SPAETER else 0)
        for anker, titel, hilfe in _ABSCHNITTE
    ]


def _wessen(f: Faelligkeit) -> str:
    return f"{f.stamm or ''}/{'' if f.stamm else f.titel}"


def _abschnitt(f: Faelligkeit, stichtag: date) -> str:  # noqa: PLR0911 - one return for each section
    if f.faellig_am is None:
        return "nicht-berechenbar"
    if f.regel in _OHNE_ZUSTAENDIGE and f.faellig_am <= stichtag + timedelta(weeks=4):
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
