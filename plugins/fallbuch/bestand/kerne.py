"""Work shared out among the processor's cores: a forked process finds in its memory what it is to work on."""

from __future__ import annotations

import marshal
import os
import signal
import sys
import warnings
from collections.abc import Callable, Sequence
from contextlib import suppress
from itertools import zip_longest
from typing import Any

_NICHTS = object()


def kerne_hier() -> int:
    """Return how many processes may work at the same time; one where forking is not to be relied on.

    Elsewhere a new process begins with nothing and would have to load the program and the rules again.
    """
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1


def verteilt(teile: Sequence[Any], rechne: Callable[[Any], Any], kerne: int) -> list[Any]:
    """Return what `rechne`, which answers in plain values, makes of each part, in their order.

    This process takes its share as well, and that of whichever process could not be begun or was ended.
    """
    andere = [(teile[i::kerne], _beginne(teile[i::kerne], rechne)) for i in range(1, kerne)]
    try:
        reihen = [list(map(rechne, teile[::kerne]))]
        for ihre, kind in andere:
            fertige = _empfange(*kind) if kind is not None else None
            reihen.append(fertige if fertige is not None else list(map(rechne, ihre)))
    finally:
        for _, kind in andere:
            if kind is not None:
                with suppress(ProcessLookupError):
                    os.kill(kind[0], signal.SIGKILL)
                os.waitpid(kind[0], 0)
                os.close(kind[1])
    return [eines for runde in zip_longest(*reihen, fillvalue=_NICHTS) for eines in runde if eines is not _NICHTS]


def _beginne(teile: Sequence[Any], rechne: Callable[[Any], Any]) -> tuple[int, int] | None:
    """Fork a process that works on `teile`; returns its number and where it will write; None where there is no room for one."""
    lesend, schreibend = os.pipe()
    with warnings.catch_warnings():
        # The only other thread waits to say that it takes long.
        warnings.simplefilter("ignore", DeprecationWarning)
        try:
            kind = os.fork()
        except OSError:
            os.close(lesend)
            os.close(schreibend)
            return None
    if kind:
        os.close(schreibend)
        return kind, lesend
    try:
        # Whoever called says that it was interrupted; without him nobody reads any more, and writing ends this process.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        os.close(lesend)
        with open(schreibend, "wb") as strom:
            strom.write(marshal.dumps([rechne(teil) for teil in teile]))
    finally:
        os._exit(0)


def _empfange(kind: int, lesend: int) -> list[Any] | None:
    """Return what a process has made of its share; None where it was ended before it had written all."""
    with open(lesend, "rb", closefd=False) as strom, suppress(EOFError, ValueError, TypeError):
        fertige = marshal.loads(strom.read())  # noqa: S302 - this program has just written it
        return fertige if isinstance(fertige, list) else None
    return None
