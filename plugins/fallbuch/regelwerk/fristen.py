"""Arithmetic of due dates: shorter agreed spans, paused days, warning spans, urgency."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from fallbuch.regelwerk.faelligkeit import Dringlichkeit
from fallbuch.regelwerk.geschichte import Pausenzeit
from fallbuch.zeit import Spanne, sonntag

_KUERZESTE_VORWARNUNG, _LAENGSTE_VORWARNUNG = 7, 28


def pausentage(pausen: Sequence[Pausenzeit], beginn: date, faellig: date) -> int:
    """Count the paused days from `beginn` on; each of them moves the due date, and a later pause may lie before it then."""
    tage = 0
    for pause in pausen:
        von = max(pause.von, beginn)
        if pause.von < faellig + timedelta(days=tage) and von <= pause.bis:
            tage += (pause.bis - von).days + 1
    return tage


def vorwarntage(frist: Spanne) -> int:
    """A quarter of the span, at least a week and at most four."""
    tage = abs((frist.nach(date(2001, 1, 1)) - date(2001, 1, 1)).days) // 4
    return min(max(tage, _KUERZESTE_VORWARNUNG), _LAENGSTE_VORWARNUNG)


def dringlichkeit_am(
    faellig_am: date, warnung_ab: date, stichtag: date, versuch_am: date | None, kunde_dran: bool
) -> Dringlichkeit:
    """Return how pressing an item is on `stichtag`; `versuch_am` is the day of the newest attempt."""
    if faellig_am < stichtag:
        if kunde_dran:
            return Dringlichkeit.NACHFRAGEN
        # An attempt from before the due date softens nothing: nobody has tried since.
        versucht = versuch_am is not None and versuch_am >= faellig_am
        return Dringlichkeit.VERSUCHT if versucht else Dringlichkeit.UEBERFAELLIG
    if faellig_am == stichtag:
        return Dringlichkeit.HEUTE
    if faellig_am <= sonntag(stichtag):
        return Dringlichkeit.DIESE_WOCHE
    return Dringlichkeit.BALD if warnung_ab <= stichtag else Dringlichkeit.SPAETER
