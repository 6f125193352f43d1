"""Declared classes to JSON and back: what is written is read as the same, and every other value is refused with its place."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

import pytest

from fallbuch.register.form import FalscherWert, als_werte, aus_werten


class Farbe(StrEnum):
    ROT = "rot"


@dataclass(frozen=True, kw_only=True)
class Teil:
    zahl: int
    wort: str | None = None


@dataclass(frozen=True, kw_only=True)
class Ganzes:
    tag: date
    farbe: Farbe
    teile: tuple[Teil, ...] = ()
    worte: dict[str, str] = field(default_factory=dict)
    ja: bool = False


WERT = Ganzes(tag=date(2026, 2, 28), farbe=Farbe.ROT, teile=(Teil(zahl=1), Teil(zahl=2, wort="ä")), worte={"a": "b"}, ja=True)  # fmt: skip
ROH = {
    "tag": "2026-02-28",
    "farbe": "rot",
    "teile": [{"zahl": 1}, {"zahl": 2, "wort": "ä"}],
    "worte": {"a": "b"},
    "ja": True,
}


def test_hin_und_zurueck() -> None:
    assert als_werte(WERT) == ROH
    assert aus_werten(Ganzes, json.loads(json.dumps(ROH))) == WERT
    knapp = Ganzes(tag=date(2026, 1, 1), farbe=Farbe.ROT)
    assert als_werte(knapp) == {"tag": "2026-01-01", "farbe": "rot"}
    assert aus_werten(Ganzes, als_werte(knapp)) == knapp


@pytest.mark.parametrize(
    ("anders", "ort"),
    [
        ({"tag": "2026-2-28"}, ("tag",)), ({"tag": "20260228"}, ("tag",)), ({"tag": 20260228}, ("tag",)), ({"farbe": "blau"}, ("farbe",)),
        ({"teile": [{"zahl": 1}, {"zahl": "2"}]}, ("teile", 1, "zahl")), ({"teile": [{"zahl": True}]}, ("teile", 0, "zahl")),
        ({"teile": [{}]}, ("teile", 0, "zahl")), ({"teile": [{"zahl": 1, "x": 2}]}, ("teile", 0, "x")), ({"teile": {}}, ("teile",)),
        ({"worte": {"a": 1}}, ("worte", "a")), ({"worte": []}, ("worte",)), ({"ja": 1}, ("ja",)), ({"neu": 1}, ("neu",)), ({"farbe": ["rot"]}, ("farbe",)),
    ],
)  # fmt: skip
def test_jeder_andere_wert_hat_seinen_ort(anders: dict[str, Any], ort: tuple[str | int, ...]) -> None:
    with pytest.raises(FalscherWert) as fehler:
        aus_werten(Ganzes, ROH | anders)
    assert fehler.value.ort == ort
