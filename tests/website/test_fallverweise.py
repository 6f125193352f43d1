"""IDs in texts: which words lead to a case, and which numbers are left alone."""

from __future__ import annotations

import re

import pytest

from fallbuch.website.fallverweise import Fallverweise
from fallbuch.website.fliesstext import fliesstext
from tests.hilfen import akten, fall, quelle

IDS = ("1357", "2468", "4711", "2026", "12", "98765", "AB-9", "anna")
VERWEISE = Fallverweise(
    akten(*(quelle(fall(status="neu", berater="").replace("4711", k), f"faelle/{k}.md") for k in IDS))
)


def verlinkte(text: str) -> list[str]:
    html = VERWEISE(fliesstext(text), "../", eigene="4711")
    assert re.sub(r"<a href=[^>]*>|</a>", "", html) == re.sub(r"<a href=[^>]*>|</a>", "", fliesstext(text))
    return re.findall(r'<a href="\.\./faelle/([^"]+)\.html">', html)


@pytest.mark.parametrize(
    ("text", "soll"),
    [
        ("Schwester von Fall 1357.", ["1357"]),
        ("Die Fälle 1357, 2468 und 12 gehören zusammen.", ["1357", "2468", "12"]),
        ("Fall 9999 und 1357", ["1357"]),  # the first was deleted
        ("Kommt mit 1357 (2468) zur Gruppe", ["1357", "2468"]),
        ("1357: siehe dort", ["1357"]),
        ("Siehe ID: 12 und Fall Nr. 12", ["12", "12"]),
        ("Fall **1357** und _2468_", ["1357", "2468"]),
        ("Fall 2026 hat angerufen", ["2026"]),
        ("wie ab-9 und AB-9", ["ab-9", "ab-9"]),
        ("Fall anna", ["anna"]),
        ("- Fall 1357\n- 2468", ["1357", "2468"]),
    ],
)
def test_ids_werden_verlinkt(text: str, soll: list[str]) -> None:
    assert [ziel.lower() for ziel in verlinkte(text)] == soll


@pytest.mark.parametrize(
    "text",
    [
        "Im Jahr 2026 und bis 2026-05-04",
        "Um 12 Uhr, 12 Stunden, Zimmer 12",
        "Kostet 1357 Euro, 1357,50 oder 1.357, auch 1357 €",
        "Telefon 1357, PLZ 1357",
        "Konto 22 1357, 1357 22 22 und 1357/22",
        "13572468 und x1357 und 1357-mal",
        "1357.2468",
        "98765",  # longer than the team's numbers usually are
        "anna hilft",
        "Fall. 12 Leute kamen",
        "Im Fall kamen 12 Leute",
        "Fall 4711 selbst",
        "[1357](https://example.org/1357) und `Fall 1357`",
        "& 12 &#1357;",
        '<b title="Fall 9">',
    ],
)
def test_andere_zahlen_und_woerter_nicht(text: str) -> None:
    assert verlinkte(text) == []


def test_ein_text_voller_ids_bleibt_billig() -> None:
    assert len(verlinkte("Fall 1357, " * 2000)) == 2000
    assert VERWEISE("<i>Fall 12</i> & 2468", "../") == (
        '&lt;i&gt;Fall <a href="../faelle/12.html">12</a>&lt;/i&gt; &amp; <a href="../faelle/2468.html">2468</a>'
    )
