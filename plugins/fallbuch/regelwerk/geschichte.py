"""What a case's story is made of: dated facts with their places, phases, assessments, pauses; and the order of its entries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from fallbuch.akte.modell import Eintrag
from fallbuch.befund import Stelle
from fallbuch.werte import dataclass
from fallbuch.zeit import datum_aus


@dataclass(slots=True)
class Punkt:
    """A dated fact with its place, named as a sentence needs it."""

    datum: date
    name: str
    stelle: Stelle
    #: Names the fact among others of its kind, for identity: an entry's key, or "".
    bezug: str = ""

    @property
    def geschrieben_am(self) -> date:
        """Day of the entry that states it; its own day where no entry does."""
        return datum_aus(self.bezug[:10]) or self.datum


@dataclass(frozen=True, slots=True)
class Phase:
    """A Beratungsphase: from Erstkontakt or Wiederaufnahme to Abschluss."""

    beginn: Punkt | None
    eintraege: tuple[Eintrag, ...]
    abschluss: Eintrag | None


@dataclass(frozen=True, slots=True)
class Einstufung:
    """An assessment; `stufe` None where its text is no known level."""

    datum: date
    stufe: str | None
    eintrag: Eintrag


@dataclass(frozen=True, slots=True)
class Pausenzeit:
    """The days of a pause, both included; a newer pause takes the place of an older one."""

    von: date
    bis: date


@dataclass(frozen=True, slots=True)
class Pausenhinweis:
    """The pause that rests or rested an item."""

    eintrag: Eintrag
    bis: date
    laeuft: bool


_WENDEN = {"Abschluss": 1, "Wiederaufnahme": -1}


def zeitlich(eintraege: Sequence[Eintrag]) -> list[tuple[date, Eintrag]]:
    """Return dated entries oldest first; equal dates keep the order in which they were written."""
    datierte = [(eintrag.datum, eintrag) for eintrag in eintraege if eintrag.datum is not None]
    tage = [tag for tag, _ in datierte]
    if len(tage) > 1 and tage[0] > tage[-1] and tage == sorted(tage, reverse=True):
        datierte.reverse()  # the file is written newest first
    return _gewendet(sorted(datierte, key=lambda paar: paar[0]))


def _gewendet(datierte: list[tuple[date, Eintrag]]) -> list[tuple[date, Eintrag]]:
    """Let a closing end its day and a reopening begin it: who types it first is no matter of what happened first.

    Where both happened on one day, their order in the file stands.
    """
    wenden = Counter(tag for tag, eintrag in datierte if eintrag.art in _WENDEN)
    if not any(anzahl == 1 for anzahl in wenden.values()):
        return datierte
    return sorted(datierte, key=lambda paar: (paar[0], _WENDEN.get(paar[1].art, 0) if wenden[paar[0]] == 1 else 0))
