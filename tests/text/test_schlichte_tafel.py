"""A mapping of plain lines is read without the parser, and exactly as the parser reads it."""

from __future__ import annotations

import itertools
import os
from random import Random

import pytest

from fallbuch.text import knoten
from fallbuch.text.knoten import Tafel, lies_yaml

ZEILEN = (
    "ID: 4711", "Status: in Beratung", "Zugangsweg: Wer hilft weiter?", "Berater: Jana", "Betreuungsstufe: IK ", "ID:  4711", "ID : 4711", "ID:4711", "ID:", "ID: ~",
    "ID: 'x'", "Bewilligung bis: 2026-09-30", "bis: 14:30", "Wert: a #b", "Wert: a#b", "Wert: -1", "Wert: 1-2", "Wert: (a), b", "Wert: a: b", "Wert: ja", "Wert: 0x1f",
    "Wert: null", "Wert: ?a", "Wert: a?", "Wert: !a", "Wert: a!", "Wert: a &b", "Wert: a & b", "Wert: a& b", "Wert: & b", "Wert: a &", "Wert: a & & b", "Wert: a & ", "Wert: *b", "  Wert: a", "  weiter", "- a", "", "# nichts", "---", "...", "Wert: a\t",
    "Wert: [a]", "Wert: {a: b}", "Wert: |", "Wert: ä/ö+ü", "? Wert: a", "Ein sehr langer Name mit vielen Worten: a", "Wert: e\u0308", "\u00e4: b", "Wert: a,", "Wert: a.",
)  # fmt: skip


def test_wie_der_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    """All pairs of the lines, and random blocks of them, with both ends of lines and with the opening line above."""
    rng = Random(5)
    anzahl = 100_000 if os.environ.get("FALLBUCH_LANG") else 2_000
    bloecke = [
        *itertools.product(ZEILEN, repeat=2),
        *(rng.choices(ZEILEN, k=rng.randrange(1, 7)) for _ in range(anzahl)),
    ]
    texte = [
        vorn + "".join(zeile + ende for zeile in block)
        for block in bloecke
        for vorn, ende in (("", "\n"), ("\n", "\r\n"))
    ]
    schnell = [lies_yaml(text, "x.yml", erste_zeile=3) for text in texte]
    monkeypatch.setattr(knoten, "schlichte_tafel", lambda *_: None)
    for text, gelesen in zip(texte, schnell, strict=True):
        assert gelesen == lies_yaml(text, "x.yml", erste_zeile=3), text


def test_ohne_den_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    """An ordinary front matter does not need him."""
    monkeypatch.setattr("yaml.parse", lambda *_, **__: pytest.fail("nicht nötig"))
    gelesen, befunde = lies_yaml("\nID: 4711\nErstkontakt: 2026-01-12\nZugangsweg: Wer hilft weiter?\n", "x.md")
    assert isinstance(gelesen, Tafel)
    assert list(gelesen.paare) == ["ID", "Erstkontakt", "Zugangsweg"]
    assert befunde == []
