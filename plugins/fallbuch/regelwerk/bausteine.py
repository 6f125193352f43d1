"""What the building blocks of rules are: anchors, conditions, clearing events, spans and days from the case.

Each is a function on a view, with the German words in which pages explain it. Rules combine them as
data. `S` is the view: of a case, or of the team.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import field
from datetime import date, time
from typing import Generic, Self, TypeVar

from fallbuch.akte.modell import Eintrag
from fallbuch.befund import Stelle
from fallbuch.regelwerk.geschichte import Pausenhinweis, Pausenzeit, Punkt
from fallbuch.regelwerk.massnahmen import Massnahme
from fallbuch.regelwerk.modell import Bezug, Erledigung, Fassung
from fallbuch.werte import dataclass
from fallbuch.zeit import Spanne


class Regelsicht:
    """What the engine asks of a view, of a case or of the team; what a view does not say there is none of."""

    stichtag: date
    kennung: str | None = None
    stamm: str | None = None
    zustaendig: str | None = None
    stufe: str | None = None
    einfuehrung: Punkt | None = None
    #: What changed in how soon the next contact is asked for, oldest first; only then the view is asked about other days.
    aenderungen: tuple[Punkt, ...] = ()
    versuche: tuple[Eintrag, ...] = ()
    pausenzeiten: tuple[Pausenzeit, ...] = ()

    def pause_am(self, faellig_am: date) -> Pausenhinweis | None:
        """Return the pause on whose account an item due on `faellig_am` rests or rested."""
        return None

    def am(self, stichtag: date) -> Self:
        """Return the same view on another key date."""
        raise NotImplementedError


S = TypeVar("S", bound=Regelsicht)
G = TypeVar("G")
Wert = str | tuple[str, ...]

#: Facts that hold where an anchor exists or a condition is met ("!" negates); they show rules that cannot apply.
Fakten = frozenset[str]
KEINE: Fakten = frozenset()


@dataclass(slots=True)
class Ankerpunkt(Punkt):
    """A fact from which an item is counted."""

    #: The customer is asked for something.
    kunde_dran: bool = False
    #: The fact itself says that nothing is left to do.
    erledigt: bool = False
    massnahme: Massnahme | None = None
    #: Number among facts of its kind, from 1.
    nummer: int = 1
    #: What a team's item is about, and who is responsible for it.
    thema: str = ""
    zustaendig: str | None = None
    #: The period that ends with the fact.
    zeitraum: str = ""
    #: The day was agreed with the customer and stands as it is; perhaps with a time.
    verabredet: bool = False
    uhrzeit: time | None = None
    #: Counsellors who made it: it stands in their lists too, whosever case it is.
    wer: tuple[str, ...] = ()
    #: It has a line of its own, whatever else of its kind is open.
    einzeln: bool = False
    #: Attempts before this day were attempts at something else.
    versuche_ab: date | None = None


@dataclass(frozen=True, slots=True)
class Anker(Generic[S]):
    """A named kind of fact, the words for it, and how it is found.

    `finde_fuer` finds it for a rule that holds for some levels alone.
    """

    worte: str
    finde: Callable[[S], Iterable[Ankerpunkt]]
    fakten: Fakten = KEINE
    #: The fact may lie ahead of the day on which it becomes known; only then may a span count backwards.
    kommend: bool = False
    #: How one and how several further open facts are called in a sentence.
    weitere: tuple[str, str] | None = None
    #: Of further facts only those count that are due already.
    weitere_nur_faellige: bool = False
    #: A case can have several such facts open at once, so that the fact belongs to an item's name.
    mehrere: bool = False
    #: Every contact is a new fact of the kind.
    wiederkehrend: bool = False
    finde_fuer: Callable[[S, Sequence[str]], Iterable[Ankerpunkt]] | None = None


@dataclass(frozen=True, slots=True)
class Bedingung(Generic[S]):
    """A condition on the case and the fact counted from: how its value is checked, worded and tested."""

    worte: Callable[[Wert], str]
    erwartet: Callable[[Wert], str | None]
    gilt: Callable[[S, Wert, Ankerpunkt, Fassung], bool]
    fakten: Callable[[Wert], Fakten] = lambda _: KEINE
    #: What the anchor must bring along.
    verlangt: Fakten = KEINE


@dataclass(frozen=True, slots=True)
class Ereignis(Generic[S]):
    """Something that settles an item; `eingetreten` gets the first and the last day that count."""

    worte: str
    eingetreten: Callable[[S, Ankerpunkt, date, date], bool] = lambda *_: False
    #: A fact under which the event has always happened already.
    erfuellt: str = ""
    #: The event speaks of the anchor's own fact, which must be of this kind.
    verlangt: str = ""


@dataclass(frozen=True, slots=True)
class Kuerzer:
    """A span from the case itself that may end earlier than the rule's."""

    spanne: Spanne
    name: str
    stelle: Stelle
    #: Day since which it has been agreed without a change.
    seit: date


@dataclass(frozen=True, slots=True)
class Ersatzquelle(Generic[S, G]):
    """Where a case may state something that takes the place of what the rule says."""

    worte: str
    finde: Callable[[S], G | None]


@dataclass(frozen=True, slots=True)
class Bausteine(Generic[S]):
    """All building blocks for one kind of view."""

    anker: Mapping[str, Anker[S]]
    bedingungen: Mapping[str, Bedingung[S]] = field(default_factory=dict)
    ereignisse: Mapping[str, Ereignis[S]] = field(default_factory=dict)
    #: Where a shorter span may come from, and where a day that takes the place of anchor and span.
    fristquellen: Mapping[str, Ersatzquelle[S, Kuerzer]] = field(default_factory=dict)
    tagquellen: Mapping[str, Ersatzquelle[S, Ankerpunkt]] = field(default_factory=dict)

    def passt(self, fassung: Fassung) -> bool:
        """Tell whether the rule counts from an anchor of this view."""
        return fassung.anker in self.anker


def einer(punkt: Punkt | None) -> list[Ankerpunkt]:
    """Return the fact as the only one of its kind."""
    return [] if punkt is None else [Ankerpunkt(punkt.datum, punkt.name, punkt.stelle, punkt.bezug)]


def woerter(wert: Wert) -> tuple[str, ...]:
    """Return the words of a condition's value, single or list."""
    return (wert,) if isinstance(wert, str) else wert


def zaehlt_von_bis(erledigung: Erledigung, anker: date, davor: date | None, faellig: date) -> tuple[date, date]:
    """Return the first and the last day on which the clearing event counts; `davor` is the due date before this one."""
    match erledigung.ab:
        case Bezug.JEDERZEIT:
            return date.min, date.max
        case Bezug.ANKER:
            return erledigung.versatz.vor(anker), date.max
        case Bezug.NACH_ANKER:
            return _tag_danach(anker), date.max
        case Bezug.ABSCHNITT:
            return (anker if davor is None else _tag_danach(davor)), faellig
        case Bezug.FAELLIGKEIT:
            return erledigung.versatz.vor(faellig), date.max


def _tag_danach(tag: date) -> date:
    return date.fromordinal(min(tag.toordinal() + 1, date.max.toordinal()))
