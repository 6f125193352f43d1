"""Appointments of a case: each stays open until a dated fact meets it, moves it or drops it.

An appointment is named by the entry that agreed it. Nothing here depends on the order in which entries of one day
stand in the file: two people who type on the same day, or a merge in either direction, come to the same result.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, time
from enum import StrEnum
from itertools import groupby
from operator import itemgetter

from fallbuch.akte.modell import Eintrag
from fallbuch.akte.termin import Termin
from fallbuch.werte import dataclass


class Ausgang(StrEnum):
    """What became of an appointment."""

    WAHRGENOMMEN = "wahrgenommen"
    VERSCHOBEN = "verschoben"
    ENTFALLEN = "entfallen"


@dataclass(slots=True)
class Verabredung:
    """An appointment: agreed by `eintrag` on the day `seit`, for the day `tag`, with the counsellors `wer`.

    `wer` are those for whom it still stands; who made another appointment since is not among them. `ausgang` and
    `durch` say what became of it and by which entry; None while it is open.
    """

    eintrag: Eintrag
    seit: date
    tag: date
    uhrzeit: time | None
    wer: frozenset[str]
    ausgang: Ausgang | None = None
    durch: Eintrag | None = None

    def endet(self, ausgang: Ausgang, durch: Eintrag) -> None:
        """Say what became of it, where nothing has yet."""
        if self.ausgang is None:
            self.ausgang, self.durch = ausgang, durch

    def ist(self, termin: Termin) -> bool:
        """Tell whether somebody who names this day, perhaps with its time, means the appointment."""
        return self.tag == termin.tag and termin.uhrzeit in (None, self.uhrzeit)


@dataclass(frozen=True, slots=True)
class Lesart:
    """How a case reads its entries: who took part, what counts as a contact, and in which one meets in person."""

    beteiligte: Callable[[Eintrag], frozenset[str]]
    ist_kontakt: Callable[[Eintrag], bool]
    ist_treffen: Callable[[Eintrag], bool]

    def trifft(self, eintrag: Eintrag, v: Verabredung) -> bool:
        """Tell whether the entry can be the appointment: a mere call is not, where an hour was agreed, unless it says so."""
        if eintrag is v.eintrag:
            return False  # the call in which it was agreed, not even on the same day
        wahrgenommen = eintrag.angaben.wahrgenommen
        if wahrgenommen is not None:
            return wahrgenommen.tag is None or v.ist(wahrgenommen)
        if eintrag.datum == v.seit:
            return False  # agreed today for today: nobody can say whether this was before, so it has to say so itself
        return self.ist_kontakt(eintrag) and (v.uhrzeit is None or self.ist_treffen(eintrag))


def verabredungen(eintraege: Iterable[tuple[date, Eintrag]], lesart: Lesart) -> tuple[Verabredung, ...]:
    """Return all appointments of dated entries, oldest first, each with what became of it."""
    alle: list[Verabredung] = []
    for tag, paare in groupby(eintraege, key=itemgetter(0)):
        des_tages = [eintrag for _, eintrag in paare]
        neue = _neue(des_tages, tag, lesart)
        offene = [v for v in (*alle, *neue) if v.ausgang is None]
        if offene:
            _triff(offene, des_tages, tag, lesart)
        uebrige = [v for v in offene if v.ausgang is None]
        fruehere = [v for v in uebrige if v.seit < tag]
        gemeinte = {id(e): _gemeint(fruehere, e, lesart) for e in des_tages}
        for eintrag in des_tages:
            termin = eintrag.angaben.folgetermin
            if termin is None:
                continue
            if termin.statt is None:
                _loese_ab(fruehere, eintrag, termin, lesart)
                continue
            # Moved twice on one day: what the other entry made of an earlier appointment can be meant, and nothing else.
            heutige = [v for v in uebrige if v.seit == tag and _ist_belegt(v.eintrag, gemeinte)]
            for v in gemeinte[id(eintrag)] or _gemeint(heutige, eintrag, lesart):
                _verschiebe(v, eintrag, termin, neue, lesart)
        alle += neue
    return tuple(alle)


def _neue(eintraege: Sequence[Eintrag], tag: date, lesart: Lesart) -> list[Verabredung]:
    """Return what was agreed on a day; who says the same twice has agreed it once."""
    neue: dict[tuple[date, time | None, frozenset[str]], Verabredung] = {}
    for eintrag in eintraege:
        termin = eintrag.angaben.folgetermin
        if termin is not None and termin.tag is not None:
            wer = lesart.beteiligte(eintrag)
            neue.setdefault(
                (termin.tag, termin.uhrzeit, wer), Verabredung(eintrag, tag, termin.tag, termin.uhrzeit, wer)
            )
    return list(neue.values())


def _triff(offene: Sequence[Verabredung], eintraege: Sequence[Eintrag], tag: date, lesart: Lesart) -> None:
    """End the appointments that an entry of the day was: those of the people who were there.

    Where it was nobody's of them it was the only one there is; of several none is guessed.
    """
    faellige = [v for v in offene if v.tag <= tag]
    treffer: list[tuple[Verabredung, Eintrag]] = []
    for eintrag in eintraege if faellige else ():
        moegliche = [v for v in faellige if lesart.trifft(eintrag, v)]
        eigene = [v for v in moegliche if v.wer & lesart.beteiligte(eintrag)]
        treffer += [(v, eintrag) for v in eigene or (moegliche if len(moegliche) == 1 else ())]
    for v, eintrag in treffer:
        v.endet(Ausgang.WAHRGENOMMEN, eintrag)


def _gemeint(offene: Sequence[Verabredung], eintrag: Eintrag, lesart: Lesart) -> list[Verabredung]:
    """Return the appointment that the entry names after „statt“: one of its own people before one of others.

    Where it could be several none is: the entry has to name the hour.
    """
    termin = eintrag.angaben.folgetermin
    if termin is None or termin.statt is None:
        return []
    passende = [v for v in offene if v.eintrag is not eintrag and v.ist(termin.statt)]
    eigene = [v for v in passende if v.wer & lesart.beteiligte(eintrag)]
    moegliche = eigene or passende
    return moegliche if len(moegliche) == 1 else []


def _ist_belegt(eintrag: Eintrag, gemeinte: Mapping[int, Sequence[Verabredung]]) -> bool:
    """Tell whether an appointment of the day stands by itself or came from an earlier one: two cannot undo each other."""
    termin = eintrag.angaben.folgetermin
    return termin is None or termin.statt is None or bool(gemeinte[id(eintrag)])


def _verschiebe(v: Verabredung, eintrag: Eintrag, termin: Termin, neue: Sequence[Verabredung], lesart: Lesart) -> None:
    v.endet(Ausgang.ENTFALLEN if termin.tag is None else Ausgang.VERSCHOBEN, eintrag)
    wer = lesart.beteiligte(eintrag)
    for verschobene in neue:
        if (verschobene.tag, verschobene.uhrzeit) == (termin.tag, termin.uhrzeit) and verschobene.wer >= wer:
            # Whoever moved it on the phone, it is still with whom it was agreed.
            verschobene.wer |= v.wer


def _loese_ab(fruehere: Sequence[Verabredung], eintrag: Eintrag, termin: Termin, lesart: Lesart) -> None:
    """Let an appointment, or `keiner`, take the place of the same people's from earlier days.

    Of one day nobody can say which was agreed later: both stay.
    """
    wer = lesart.beteiligte(eintrag)
    for v in fruehere:
        if v.wer <= wer:
            v.endet(Ausgang.ENTFALLEN if termin.tag is None else Ausgang.VERSCHOBEN, eintrag)
        else:
            v.wer -= wer
