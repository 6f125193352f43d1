"""Values: declared once, compared, hashed and shown like any dataclass."""

from __future__ import annotations

import dataclasses
from dataclasses import field

import pytest

from fallbuch.werte import dataclass


@dataclass(frozen=True, slots=True)
class _Wert:
    name: str
    zahl: int = 1
    merk: list[int] = field(default_factory=list, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class _Anderer:
    name: str
    zahl: int = 1


@dataclass(slots=True)
class _Offen:
    name: str


def test_gleich_ist_was_gleiches_sagt_und_von_einer_art_ist() -> None:
    assert _Wert("a", 2, [1]) == _Wert("a", 2, [2])
    assert _Wert("a", 2) != _Wert("a", 3)
    fremde: list[object] = [_Anderer("a"), "a", None]
    assert all(_Wert("a") != fremdes for fremdes in fremde)
    assert len({_Wert("a", 2), _Wert("a", 2, [3]), _Wert("b", 2)}) == 2


def test_wie_jede_dataclass() -> None:
    wie = dataclasses.make_dataclass("_Wert", [("name", str), ("zahl", int)], frozen=True)("a", 2)
    assert repr(_Wert("a", 2, [1])) == repr(wie) == "_Wert(name='a', zahl=2)"
    assert dataclasses.replace(_Wert("a", 2), zahl=3) == _Wert("a", 3)
    with pytest.raises(TypeError, match="unhashable"):
        hash(_Offen("a"))
