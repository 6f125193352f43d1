"""Counts work instead of timing it: the same on a busy machine as on an idle one."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable
from cProfile import Profile
from dataclasses import dataclass, field
from types import CodeType, FrameType
from typing import Any


@dataclass
class Arbeit:
    """What was done: how many steps in all, and how often each function was called."""

    schritte: int = 0
    aufrufe: Counter[CodeType] = field(default_factory=Counter)

    def von(self, funktion: Callable[..., Any]) -> int:
        """Return how often a function was called."""
        return self.aufrufe[funktion.__code__]


def arbeit(tue: Callable[[], object]) -> Arbeit:
    """Do it and count every line that is executed; each turn of a loop is one. What C does within a call is not seen."""
    ergebnis = Arbeit()

    def zeile(rahmen: FrameType, art: str, wert: object) -> Callable[..., Any]:
        if art == "line":
            ergebnis.schritte += 1
        return zeile

    def aufruf(rahmen: FrameType, art: str, wert: object) -> Callable[..., Any]:
        ergebnis.aufrufe[rahmen.f_code] += 1
        return zeile

    vorher = sys.gettrace()
    sys.settrace(aufruf)
    try:
        tue()
    finally:
        sys.settrace(vorher)
    return ergebnis


def aufrufe(tue: Callable[[], object]) -> Arbeit:
    """Do it and count the calls of functions alone, those of C too; ten times as quick as `arbeit`, for whole builds."""
    zaehler = Profile()
    zaehler.runcall(tue)
    gezaehlt = zaehler.getstats()
    return Arbeit(
        sum(eintrag.callcount for eintrag in gezaehlt),
        Counter({e.code: e.callcount for e in gezaehlt if isinstance(e.code, CodeType)}),
    )


def waechst_gleichmaessig(wenig: float, mehr: float, faktor: float) -> bool:
    """Tell whether work grows like its input, which grew by `faktor`: not faster, and not so slowly that it was not counted.

    A tenth is left for what grows with logarithms, such as sorting; of a square even a small part shows.
    """
    return 0.75 * faktor < mehr / wenig < 1.1 * faktor
