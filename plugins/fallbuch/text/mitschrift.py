"""What a command asked of the machine, so that a later one can tell whether every answer is still the same.

Whatever looks at files, at git or at the clock is a door. While a record is kept, each door notes what it was asked and a
hash of what it found. Asked again in the same order, the doors either find the same, and then whatever followed from it
follows again, or they do not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import wraps
from hashlib import blake2b
from importlib import import_module
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")
#: A door, what it was asked, and by what its answer is known again.
Note = tuple[str, tuple[Any, ...], bytes]

#: Doors are nowhere else, whatever a record says.
_RAEUME: tuple[str, ...] = ("fallbuch.",)
#: Of a hash so many bytes are noted; from the others, which only whoever asks the doors can have, comes the key.
_ZEICHEN, _HASH = 16, 48


class Trace:
    """A record under way."""

    def __init__(self) -> None:
        self.notes: list[Note] = []
        #: Somebody looked past the doors: no later one can tell whether anything changed.
        self.verworfen = False
        self._schluessel = blake2b(digest_size=_HASH)

    def nimm(self, name: str, was: tuple[Any, ...], hash_: bytes) -> None:
        self.notes.append((name, was, hash_[:_ZEICHEN]))
        self._schluessel.update(hash_[_ZEICHEN:])

    @property
    def schluessel(self) -> bytes:
        """What nobody knows who has not found the same behind every door."""
        return self._schluessel.digest()


_laufend: Trace | None = None


def tuer(frage: Callable[P, T]) -> Callable[P, T]:
    """Make a door of a function that looks at the machine.

    It is asked with paths, texts, bytes, truth values and numbers by position, and answers with those, with sequences of
    them, with named values (`__slots__`) or an error.
    """
    name = f"{frage.__module__}:{frage.__name__}"

    @wraps(frage)
    def mit_notiz(*args: P.args, **kwargs: P.kwargs) -> T:
        global _laufend  # noqa: PLW0603 - there is one record at a time, as there is one program
        if _laufend is None:
            return frage(*args, **kwargs)
        trace, _laufend = _laufend, None  # what a door asks of other doors is part of its own answer
        try:
            antwort = frage(*args, **kwargs)
        except Exception as fehler:
            trace.nimm(name, _einfach(args, kwargs), _hash(fehler))
            raise
        else:
            trace.nimm(name, _einfach(args, kwargs), _hash(antwort))
            return antwort
        finally:
            _laufend = trace

    return mit_notiz


@contextmanager
def mitschrift() -> Iterator[Trace]:
    """Keep a record of what is asked meanwhile."""
    global _laufend  # noqa: PLW0603 - the same
    trace = _laufend = Trace()
    try:
        yield trace
    finally:
        _laufend = None


def verwirf() -> None:
    """Say that what follows does not come through doors alone, or is to be said each time anew."""
    if _laufend is not None:
        _laufend.verworfen = True


def noch_gleich(notes: Sequence[Note]) -> Trace | None:
    """Ask every door again; return the record of it where all answer as they did."""
    trace = Trace()
    for name, was, zeichen in notes:
        trace.nimm(name, was, _frage(name, was))
        if trace.notes[-1][-1] != zeichen:
            return None
    return trace


def _frage(name: str, was: tuple[Any, ...]) -> bytes:
    raum, _, tuer_ = name.partition(":")
    if not raum.startswith(_RAEUME):
        return b""
    frage = getattr(import_module(raum), tuer_).__wrapped__
    try:
        return _hash(frage(*(Path(wert) if ist_pfad else wert for ist_pfad, wert in was)))
    except Exception as fehler:  # noqa: BLE001 - that a door does not open is an answer like others
        return _hash(fehler)


def _einfach(args: Sequence[Any], kwargs: dict[str, Any]) -> tuple[Any, ...]:
    """Return what was asked as values that can be kept, each beside whether it is a path."""
    if kwargs:
        raise TypeError("doors are asked by position")
    return tuple((True, str(a)) if isinstance(a, Path) else (False, a) for a in args)


def _hash(antwort: Any) -> bytes:
    ganzes = blake2b(digest_size=_HASH)
    _falte(ganzes, antwort)
    return ganzes.digest()


def _falte(ganzes: Any, wert: Any) -> None:
    match wert:
        case bytes():
            ganzes.update(b"b%d\0" % len(wert) + wert)
        case list() | tuple():
            ganzes.update(b"l%d\0" % len(wert))
            for teil in wert:
                _falte(ganzes, teil)
        case _ if hasattr(wert, "abdruck"):
            ganzes.update(b"a" + wert.abdruck())
        case BaseException():
            ganzes.update(f"f{type(wert).__qualname__}\0{wert}\0".encode("utf-8", "surrogatepass"))
        case _ if hasattr(wert, "__slots__") and not isinstance(wert, str | Path):
            for name in wert.__slots__:
                _falte(ganzes, getattr(wert, name))
        case _:
            ganzes.update(f"{type(wert).__name__}\0{wert}\0".encode("utf-8", "surrogatepass"))
