"""The words of which figures are made: populations, when a row belongs to a period, fields, conditions, numbers.

Declarations name them as data. Each population is listed with all its words in `mengen.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import field
from datetime import date
from functools import cached_property
from operator import attrgetter
from typing import Any, Generic, Protocol, TypeVar

from fallbuch.regelwerk.modell import Regel
from fallbuch.regelwerk.vokabular import Vokabular, Wort
from fallbuch.statistik.kontaktfristen import Kontaktuhr
from fallbuch.statistik.tafeln import Phasenzeile, Tafeln
from fallbuch.statistik.zeitraum import Zeitraum
from fallbuch.werte import dataclass
from fallbuch.zeit import Spanne

Z = TypeVar("Z")
#: Where a field says nothing, or a word that is in no list.
UNBEKANNT = "unbekannt"


@dataclass(frozen=True)
class Stoff:
    """What all figures of a team on a key date are made of."""

    tafeln: Tafeln
    stichtag: date

    @cached_property
    def kontaktuhr(self) -> Kontaktuhr:
        """The due dates of contacts; made once, since periods share most of them."""
        return Kontaktuhr(self.tafeln, self.stichtag)

    def mit(self, tafeln: Tafeln) -> Stoff:
        """Return the same day with other cases."""
        return Stoff(tafeln, self.stichtag)

    @cached_property
    def _regeln(self) -> Mapping[str, Regel]:
        return {regel.schluessel: regel for regel in self.tafeln.regelwerk.regeln}

    def fristende(self, schluessel: str, tag: date, sonst: Spanne) -> date:
        """Return the last day of the span of a rule that begins on `tag`, as worded then; without such a rule of `sonst`."""
        ende = self._fristenden.get((schluessel, tag))
        if ende is None:
            regel = self._regeln.get(schluessel)
            fassung = regel.fassung_am(tag) if regel is not None else None
            ende = (sonst if fassung is None else fassung.frist).nach(tag)
            self._fristenden[schluessel, tag] = ende
        return ende

    @cached_property
    def _fristenden(self) -> dict[tuple[str, date], date]:
        return {}

    @property
    def vokabular(self) -> Vokabular:
        return self.tafeln.regelwerk.vokabular


@dataclass(frozen=True, slots=True)
class Lage:
    """A period with the stock, as building blocks see it."""

    stoff: Stoff
    zeitraum: Zeitraum


Kategorien = Callable[[Vokabular, Zeitraum], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Merkmal(Generic[Z]):
    """A field by which rows are split: its words, its categories in order, and the category of a row.

    `wert` returns None for a row that belongs to no category, a tuple where it belongs to several.
    """

    worte: str
    kategorien: Kategorien
    wert: Callable[[Z, Lage], str | tuple[str, ...] | None]
    #: One category is one counsellor; such a table never leaves the team.
    intern: bool = False
    mehrfach: bool = False


@dataclass(frozen=True, slots=True)
class Zeitwahl(Generic[Z]):
    """When a row belongs to a period."""

    worte: str
    zeilen: Callable[[Lage], Iterable[Z]]


@dataclass(frozen=True, slots=True)
class Zaehlbedingung(Generic[Z]):
    """What a row may meet."""

    worte: str
    gilt: Callable[[Z, Lage], bool]


@dataclass(frozen=True, slots=True)
class Groesse(Generic[Z]):
    """A number that a row has; None where it has none. `schritt` is the step in which its mean is drawn for others."""

    worte: str
    einheit: str
    wert: Callable[[Z, Lage], int | None]
    schritt: int = 1


class MitPhase(Protocol):
    """A row that belongs to a phase."""

    @property
    def phase(self) -> Phasenzeile: ...


#: The key of the person behind a row.
person: Callable[[MitPhase], int] = attrgetter("phase.fall.zeichen")


@dataclass(frozen=True)
class Menge(Generic[Z]):
    """A population: what is counted, and all words that can be said of it.

    `zeichen` is the key of a row, `fall` that of the person behind it; None where it is nobody's.
    """

    name: str
    einzahl: str
    auswahl: Mapping[str, Zeitwahl[Z]]
    zeichen: Callable[[Z], int]
    merkmale: Mapping[str, Merkmal[Z]] = field(default_factory=dict)
    bedingungen: Mapping[str, Zaehlbedingung[Z]] = field(default_factory=dict)
    groessen: Mapping[str, Groesse[Z]] = field(default_factory=dict)
    fall: Callable[[Any], int] | None = person


#: Any population: the engine hands rows through and never looks into them.
JedeMenge = Menge[Any]


def feste(*namen: str) -> Kategorien:
    """Return categories that are the same for every team."""
    return lambda _, __: namen


def aus_liste(liste: str, *weitere: str, wenn: Callable[[Any], bool] = lambda _: True) -> Kategorien:
    """Return the words of one of the team's lists that were known by the end of the period, and `weitere`.

    What stands in the list decides, never what was counted: a line that is missing would tell a zero.
    """

    def kategorien(vokabular: Vokabular, zeitraum: Zeitraum) -> Sequence[str]:
        worte: Mapping[str, Wort] = vokabular.liste(liste)
        bekannte = [n for n, wort in worte.items() if wenn(wort) and (wort.von is None or wort.von <= zeitraum.bis)]
        return tuple(dict.fromkeys((*bekannte, *weitere)))

    return kategorien


def wort_oder(liste: str, wert: str | None, lage: Lage, ohne: str = UNBEKANNT, fremd: str = UNBEKANNT) -> str:
    """Return a word if the team's list knows it by the end of the period, else `fremd`; `ohne` where there is none."""
    if wert is None:
        return ohne
    worte: Mapping[str, Wort] = lage.stoff.vokabular.liste(liste)
    wort = worte.get(wert)
    return fremd if wort is None or (wort.von is not None and wort.von > lage.zeitraum.bis) else wert


def nach_liste(
    worte: str, liste: str, wort: Callable[[Z, Lage], str | None], ohne: str = UNBEKANNT, fremd: str = UNBEKANNT
) -> Merkmal[Z]:
    """Return a field by a word of one of the team's lists."""
    return Merkmal(
        worte, aus_liste(liste, ohne, fremd), lambda z, lage: wort_oder(liste, wort(z, lage), lage, ohne, fremd)
    )
