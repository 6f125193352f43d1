"""Appointments of a case: each stays open until a dated fact meets it, moves it or drops it.

An appointment is named by the entry that agreed it. Nothing here depends on the order in which entries of one day
stand in the file: two people who type on the same day, or a merge in either direction, come to the same result.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, time
from enum import StrEnum
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from fallbuch.akte.modell import Eintrag
from fallbuch.akte.termin import Termin
from fallbuch.werte import dataclass

if TYPE_CHECKING:
    from fallbuch.regelwerk.sicht import Fallsicht


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


def _trifft(eintrag: Eintrag, v: Verabredung, sicht: Fallsicht) -> bool:
    """Tell whether the entry can be the appointment: a mere call is not, where an hour was agreed, unless it says so."""
    if eintrag is v.eintrag:
        return False  # the call in which it was agreed, not even on the same day
    wahrgenommen = eintrag.angaben.wahrgenommen
    if wahrgenommen is not None:
        return wahrgenommen.tag is None or v.ist(wahrgenommen)
    if eintrag.datum == v.seit:
        return False  # agreed today for today: nobody can say whether this was before, so it has to say so itself
    return sicht.ist_kontakt(eintrag) and (v.uhrzeit is None or sicht.art(eintrag).trifft)


def verabredungen(sicht: Fallsicht) -> tuple[Verabredung, ...]:
    """Return all appointments up to the key date, of all phases, oldest first, each with what became of it."""
    alle: list[Verabredung] = []
    for tag, paare in groupby(sicht.eintraege, key=itemgetter(0)):
        des_tages = [eintrag for _, eintrag in paare]
        neue = _neue(des_tages, tag, sicht)
        offene = [v for v in (*alle, *neue) if v.ausgang is None]
        if offene:
            _triff(offene, des_tages, tag, sicht)
        uebrige = [v for v in offene if v.ausgang is None]
        fruehere = [v for v in uebrige if v.seit < tag]
        gemeinte = {id(e): _gemeint(fruehere, e, sicht) for e in des_tages}
        for eintrag in des_tages:
            termin = eintrag.angaben.folgetermin
            if termin is None:
                continue
            if termin.statt is None:
                _loese_ab(fruehere, eintrag, termin, sicht)
                continue
            # Moved twice on one day: what the other entry made of an earlier appointment can be meant, and nothing else.
            heutige = [v for v in uebrige if v.seit == tag and _ist_belegt(v.eintrag, gemeinte)]
            for v in gemeinte[id(eintrag)] or _gemeint(heutige, eintrag, sicht):
                _verschiebe(v, eintrag, termin, neue, sicht)
        alle += neue
    return tuple(alle)


def _neue(eintraege: Sequence[Eintrag], tag: date, sicht: Fallsicht) -> list[Verabredung]:
    """Return what was agreed on a day; who says the same twice has agreed it once."""
    neue: dict[tuple[date, time | None, frozenset[str]], Verabredung] = {}
    for eintrag in eintraege:
        termin = eintrag.angaben.folgetermin
        if termin is not None and termin.tag is not None:
            wer = sicht.beteiligte(eintrag)
            neue.setdefault(
                (termin.tag, termin.uhrzeit, wer), Verabredung(eintrag, tag, termin.tag, termin.uhrzeit, wer)
            )
    return list(neue.values())


def _triff(offene: Sequence[Verabredung], eintraege: Sequence[Eintrag], tag: date, sicht: Fallsicht) -> None:
    """End the appointments that an entry of the day was: those of the people who were there.

    Where it was nobody's of them it was the only one there is; of several none is guessed.
    """
    faellige = [v for v in offene if v.tag <= tag]
    treffer: list[tuple[Verabredung, Eintrag]] = []
    for eintrag in eintraege if faellige else ():
        moegliche = [v for v in faellige if _trifft(eintrag, v, sicht)]
        eigene = [v for v in moegliche if v.wer & sicht.beteiligte(eintrag)]
        treffer += [(v, eintrag) for v in eigene or (moegliche if len(moegliche) == 1 else ())]
    for v, eintrag in treffer:
        v.endet(Ausgang.WAHRGENOMMEN, eintrag)


def _gemeint(offene: Sequence[Verabredung], eintrag: Eintrag, sicht: Fallsicht) -> list[Verabredung]:
    """Return the appointment that the entry names after „statt“: one of its own people before one of others.

    Where it could be several none is: the entry has to name the hour.
    """
    termin = eintrag.angaben.folgetermin
    if termin is None or termin.statt is None:
        return []
    passende = [v for v in offene if v.eintrag is not eintrag and v.ist(termin.statt)]
    eigene = [v for v in passende if v.wer & sicht.beteiligte(eintrag)]
    moegliche = eigene or passende
    return moegliche if len(moegliche) == 1 else []


def _ist_belegt(eintrag: Eintrag, gemeinte: Mapping[int, Sequence[Verabredung]]) -> bool:
    """Tell whether an appointment of the day stands by itself or came from an earlier one: two cannot undo each other."""
    termin = eintrag.angaben.folgetermin
    return termin is None or termin.statt is None or bool(gemeinte[id(eintrag)])


def _verschiebe(
    v: Verabredung, eintrag: Eintrag, termin: Termin, neue: Sequence[Verabredung], sicht: Fallsicht
) -> None:
    v.endet(Ausgang.ENTFALLEN if termin.tag is None else Ausgang.VERSCHOBEN, eintrag)
    wer = sicht.beteiligte(eintrag)
    for verschobene in neue:
        if (verschobene.tag, verschobene.uhrzeit) == (termin.tag, termin.uhrzeit) and verschobene.wer >= wer:
            # Whoever moved it on the phone, it is still with whom it was agreed.
            verschobene.wer |= v.wer


def _loese_ab(fruehere: Sequence[Verabredung], eintrag: Eintrag, termin: Termin, sicht: Fallsicht) -> None:
    """Let an appointment, or `keiner`, take the place of the same people's from earlier days.

    Of one day nobody can say which was agreed later: both stay.
    """
    wer = sicht.beteiligte(eintrag)
    for v in fruehere:
        if v.wer <= wer:
            v.endet(Ausgang.ENTFALLEN if termin.tag is None else Ausgang.VERSCHOBEN, eintrag)
        else:
            v.wer -= wer
