"""Work shared out among the processor's cores: a forked process finds in its memory what it is to work on."""

from __future__ import annotations

import marshal
import os
import signal
import sys
import threading
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import Any, NamedTuple

#: Into so many pieces work is cut at most: each has a number of one byte.
_HAEPPCHEN = 64


class Kind(NamedTuple):
    """A forked process: its number, where its answer can be read, and what it holds on to."""

    nummer: int
    lesend: int
    bis_zum_ende: int


def kerne_hier() -> int:
    """Return how many processes may work at the same time; one where forking is not to be relied on.

    Elsewhere a new process begins with nothing and would have to load the program and the rules again.
    """
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1


def verteilt(teile: Sequence[Any], rechne: Callable[[Any], Any], kerne: int) -> list[Any]:
    """Return what `rechne`, which answers in plain values, makes of each part, in their order.

    Whoever is done takes the next parts, this process as well; parts that take long stand first. What a process had taken
    that could not be begun or was ended is done here.
    """
    haeppchen = min(len(teile), _HAEPPCHEN)
    vorrat, schreibend = os.pipe()
    os.write(schreibend, bytes(range(haeppchen)))
    os.close(schreibend)

    def nimm() -> Iterator[int]:
        """Yield the numbers of parts that nobody has taken yet: reading one takes it out."""
        while nummer := os.read(vorrat, 1):
            yield nummer[0]

    def mache(nummer: int) -> list[Any]:
        return list(map(rechne, teile[nummer::haeppchen]))

    kinder = [_beginne(lambda: {nummer: mache(nummer) for nummer in nimm()}) for _ in range(1, kerne)]
    try:
        fertige = {nummer: mache(nummer) for nummer in nimm()}
        for kind in kinder:
            fertige |= _empfange(kind) if kind is not None else {}
        fertige |= {nummer: mache(nummer) for nummer in range(haeppchen) if nummer not in fertige}
    finally:
        os.close(vorrat)
        for kind in filter(None, kinder):
            with suppress(ProcessLookupError):
                os.kill(kind.nummer, signal.SIGKILL)
            _vergiss(kind)
    ergebnis: list[Any] = [None] * len(teile)
    for nummer, werte in fertige.items():
        ergebnis[nummer::haeppchen] = werte
    return ergebnis


def nebenher(tu: Callable[[], None], kerne: int) -> Callable[[], None]:
    """Begin something whose result others find in a file, beside what this process does next; returns what waits until it is done.

    Where there is but one core, or no room for a process, nothing happens: whoever looks for the result makes it.
    """

    def nur_das() -> dict[int, list[Any]]:
        tu()
        return {}

    kind = _beginne(nur_das) if kerne > 1 else None

    def warte() -> None:
        if kind is not None:
            _empfange(kind)
            _vergiss(kind)

    return warte


def _vergiss(kind: Kind) -> None:
    os.waitpid(kind.nummer, 0)
    os.close(kind.lesend)
    os.close(kind.bis_zum_ende)


def _ende_mit(eltern: int) -> None:
    """Wait until the process that began this one is gone, however it ended, and end as well.

    Nobody needs any more what is made here; and it must not be written after others have seen that nothing works any more.
    """
    os.read(eltern, 1)
    os._exit(1)


def _beginne(rechne: Callable[[], dict[int, list[Any]]]) -> Kind | None:
    """Fork a process that sends what `rechne` returns; None where there is no room for one."""
    lesend, schreibend = os.pipe()
    # Of this one nothing is ever read or written: it is open for as long as this process is there.
    hier, bis_zum_ende = os.pipe()
    with warnings.catch_warnings():
        # The only other thread waits to say that it takes long.
        warnings.simplefilter("ignore", DeprecationWarning)
        try:
            kind = os.fork()
        except OSError:
            for griff in (lesend, schreibend, hier, bis_zum_ende):
                os.close(griff)
            return None
    if kind:
        os.close(schreibend)
        os.close(hier)
        return Kind(kind, lesend, bis_zum_ende)
    os.close(bis_zum_ende)
    threading.Thread(target=_ende_mit, args=(hier,), daemon=True).start()
    try:
        # Whoever called says that it was interrupted; without him nobody reads any more, and writing ends this process.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        os.close(lesend)
        with open(schreibend, "wb") as strom:
            strom.write(marshal.dumps(rechne()))
    finally:
        os._exit(0)


def _empfange(kind: Kind) -> dict[int, list[Any]]:
    """Return what a process has made, by number; nothing where it was ended before it had written all."""
    with open(kind.lesend, "rb", closefd=False) as strom, suppress(EOFError, ValueError, TypeError):
        fertige = marshal.loads(strom.read())  # noqa: S302 - this program has just written it
        return fertige if isinstance(fertige, dict) else {}
    return {}
