"""Values: declared like any dataclass, made at half its cost.

`frozen` is for whoever reads and for mypy, which lets nobody change one. At run time it would make every field of every
value a call of its own, and a case is made of hundreds of values.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any, TypeVar

__all__ = ("dataclass",)

if TYPE_CHECKING:
    from dataclasses import dataclass
else:
    T = TypeVar("T")

    def dataclass(klasse: type[T] | None = None, *, frozen: bool = False, eq: bool = True, **mehr: Any) -> Any:
        """Return `dataclasses.dataclass` in which a frozen class can be compared and hashed, and is not guarded."""

        def mache(klasse: type[T]) -> type[T]:
            return dataclasses.dataclass(klasse, eq=eq, unsafe_hash=frozen and eq, **mehr)

        return mache if klasse is None else mache(klasse)
