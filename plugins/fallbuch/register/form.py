"""Declared classes to plain JSON and back: strict, and with the place of what is wrong."""

from __future__ import annotations

import types
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")


class FalscherWert(ValueError):
    """A value has another type than declared, or a name is none; `ort` says where."""

    def __init__(self, ort: Sequence[str | int]) -> None:
        super().__init__(ort)
        self.ort = tuple(ort)


def als_werte(wert: Any) -> Any:
    """Return plain values; a field that says what it says anyway is left out."""
    if is_dataclass(wert) and not isinstance(wert, type):
        return {
            feld.name: als_werte(getattr(wert, feld.name))
            for feld in fields(wert)
            if getattr(wert, feld.name) != (feld.default if feld.default_factory is MISSING else feld.default_factory())
        }
    if isinstance(wert, tuple):
        return [als_werte(teil) for teil in wert]
    if isinstance(wert, Enum):
        return wert.value
    return str(wert) if isinstance(wert, date) else wert


def wie(typ: type[T], vorbild: Any, **anderes: Any) -> T:
    """Return a `typ` that says what `vorbild` says by the same names, but for `anderes`."""
    art: Any = typ
    gleiche = {name: getattr(vorbild, name) for name, _, _ in _felder(art) if name not in anderes}
    return typ(**gleiche, **anderes)


def aus_werten(typ: type[T], wert: Any) -> T:
    """Return what `als_werte` was given; raises `FalscherWert`."""
    gelesen: T = _lies(typ, wert, ())
    return gelesen


def _lies(typ: Any, wert: Any, ort: tuple[str | int, ...]) -> Any:
    teile = get_args(typ)
    match get_origin(typ):
        case origin if origin in {Union, types.UnionType}:
            return None if wert is None else _lies(next(t for t in teile if t is not type(None)), wert, ort)
        case origin if origin is tuple and isinstance(wert, list):
            return tuple(_lies(teile[0], teil, (*ort, nummer)) for nummer, teil in enumerate(wert))
        case origin if origin in {dict, Mapping} and isinstance(wert, dict):
            return {name: _lies(teile[1], teil, (*ort, name)) for name, teil in wert.items()}
        case None if is_dataclass(typ) and isinstance(wert, dict):
            return _lies_felder(typ, wert, ort)
        case None if typ in {str, int, bool} and type(wert) is typ:
            return wert
        case None if typ is date or issubclass(typ, Enum):
            return _aus_text(typ, wert, ort)
    raise FalscherWert(ort)


def _lies_felder(typ: Any, wert: Mapping[str, Any], ort: tuple[str | int, ...]) -> Any:
    gelesen = {}
    for name, art, pflicht in _felder(typ):
        if name in wert:
            gelesen[name] = _lies(art, wert[name], (*ort, name))
        elif pflicht:
            raise FalscherWert((*ort, name))
    if fremde := wert.keys() - gelesen.keys():
        raise FalscherWert((*ort, min(fremde)))
    return typ(**gelesen)


@cache
def _felder(typ: Any) -> tuple[tuple[str, Any, bool], ...]:
    """Return of each field its name, its type, and whether it must be there."""
    typen = get_type_hints(typ)
    return tuple((f.name, typen[f.name], f.default is MISSING and f.default_factory is MISSING) for f in fields(typ))


def _aus_text(typ: Any, wert: Any, ort: tuple[str | int, ...]) -> Any:
    try:
        gelesen = date.fromisoformat(wert) if typ is date else typ(wert)
    except (ValueError, TypeError) as fehler:
        raise FalscherWert(ort) from fehler
    if als_werte(gelesen) != wert:
        raise FalscherWert(ort)  # a day in another form
    return gelesen
