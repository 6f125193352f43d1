"""A value computed when it is first asked for.

`functools.cached_property` takes a lock at every first look-up before Python 3.12; with a dozen values
for each of thousands of cases that is a tenth of the time. Objects here are never shared by threads.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar, overload

T = TypeVar("T")


class einmal(Generic[T]):  # noqa: N801 - used like `property`
    """Decorate a method without arguments: it becomes an attribute, computed once."""

    def __init__(self, rechne: Callable[[Any], T]) -> None:
        self._rechne = rechne
        self._name = ""
        self.__doc__ = rechne.__doc__

    def __set_name__(self, _: type[Any], name: str) -> None:
        self._name = name

    @overload
    def __get__(self, objekt: None, typ: type[Any] | None = None) -> einmal[T]: ...
    @overload
    def __get__(self, objekt: object, typ: type[Any] | None = None) -> T: ...
    def __get__(self, objekt: object | None, typ: type[Any] | None = None) -> einmal[T] | T:
        if objekt is None:
            return self
        # Not a data descriptor: from now on Python finds the value itself.
        wert = objekt.__dict__[self._name] = self._rechne(objekt)
        return wert
