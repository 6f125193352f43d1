"""Values: declared like any dataclass, made at half its cost.

`frozen` is for whoever reads and for mypy, which lets nobody change one. At run time it would make every field of every
value a call of its own, and a case is made of hundreds of values. What every class has alike (text, comparison, hash)
is made here without compiling it anew for each: half of what starting the program cost.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar

__all__ = ("dataclass",)

if TYPE_CHECKING:
    from dataclasses import dataclass
else:
    T = TypeVar("T")

    def dataclass(klasse: type[T] | None = None, *, frozen: bool = False, eq: bool = True, **mehr: Any) -> Any:
        """Return `dataclasses.dataclass` in which a frozen class can be compared and hashed, and is not guarded."""

        def mache(klasse: type[T]) -> type[T]:
            if mehr.get("order"):
                return dataclasses.dataclass(klasse, eq=eq, unsafe_hash=frozen, **mehr)
            mit_text = "__repr__" not in klasse.__dict__
            fertig = dataclasses.dataclass(klasse, eq=False, repr=False, **mehr)
            if mit_text:
                fertig.__repr__ = _text
            if eq:
                _mache_vergleichbar(fertig, frozen=frozen)
            return fertig

        return mache if klasse is None else mache(klasse)


def _text(wert: Any) -> str:
    felder = (f"{f.name}={getattr(wert, f.name)!r}" for f in dataclasses.fields(wert) if f.repr)
    return f"{type(wert).__qualname__}({', '.join(felder)})"


def _mache_vergleichbar(klasse: Any, *, frozen: bool) -> None:
    namen = [f.name for f in dataclasses.fields(klasse) if f.compare]
    werte: Callable[[Any], Any] = attrgetter(*namen) if namen else type

    def gleich(einer: Any, anderer: Any) -> Any:
        return werte(einer) == werte(anderer) if einer.__class__ is anderer.__class__ else NotImplemented

    def streuwert(einer: Any) -> int:
        return hash(werte(einer))

    klasse.__eq__ = gleich
    klasse.__hash__ = streuwert if frozen else None
