"""Work shared out among the processor's cores: forked processes find in their memory what they are to work on."""

from __future__ import annotations

import multiprocessing
import signal
import warnings
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any, TypeVar

T = TypeVar("T")
_STUECK = 100
_auftrag: tuple[Sequence[Any], Callable[[Any], Any]] | None = None


def verteilt(teile: Sequence[Any], rechne: Callable[[Any], T], kerne: int) -> list[T]:
    """Return what `rechne` makes of the first parts, in their order, as far as other processes could work it out."""
    global _auftrag  # noqa: PLW0603 - what a forked process finds in its memory need not be sent to it
    _auftrag = teile, rechne
    stuecke = [(von, von + _STUECK) for von in range(0, len(teile), _STUECK)]
    fertige: list[T] = []
    try:
        with warnings.catch_warnings():
            # The only other thread waits to say that it takes long.
            warnings.simplefilter("ignore", DeprecationWarning)
            with ProcessPoolExecutor(kerne, multiprocessing.get_context("fork"), _schweige) as prozesse:
                for gerechnete in prozesse.map(_stueck, stuecke):
                    fertige += gerechnete
    except (BrokenProcessPool, OSError):
        pass  # no memory for processes, or one of them was ended: the rest is worked out here
    finally:
        _auftrag = None
    return fertige


def _schweige() -> None:
    """Leave it to the process that somebody called to say that it was interrupted."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _stueck(grenzen: tuple[int, int]) -> list[Any]:
    if _auftrag is None:
        raise RuntimeError("not forked by verteilt")
    teile, rechne = _auftrag
    return [rechne(teil) for teil in teile[slice(*grenzen)]]
