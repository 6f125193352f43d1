"""Characters that nobody sees or that look like others, and lines as editors count them."""

from __future__ import annotations

import pytest

from fallbuch.text.zeichen import UNSICHTBAR, aufgezaehlt, gesehen, nachgebildet, nachgebildete_tage
from fallbuch.text.zeilen import stelle_im_text, zeilen


@pytest.mark.parametrize(
    ("text", "sichtbar"),
    [
        ("a\u00a0b\u202fc\u3000d", "a b c d"),
        ("Be\u00adra\u200btung\ufeff", "Beratung"),
        ("\u2066rechts\u2069 \u2028Zeile", "rechts Zeile"),
        ("a\u200db", "ab"),
        ("\U0001f469\u200d\U0001f680", "\U0001f469\u200d\U0001f680"),  # one picture of two, held together
        ("gewöhnlich – „so“\t\n", "gewöhnlich – „so“\t\n"),
    ],
)
def test_was_man_sieht(text: str, sichtbar: str) -> None:
    assert UNSICHTBAR.sub(gesehen, text) == sichtbar


def test_unsichtbares_hat_namen() -> None:
    assert aufgezaehlt("\u00a0") == "ein geschütztes Leerzeichen (U+00A0)"
    assert aufgezaehlt("\u200b\u00ad\u200b\u2003\u2069") == (
        "ein Leerzeichen ohne Breite (U+200B), ein weiches Trennzeichen (U+00AD), ein Leerzeichen besonderer Breite (U+2003) "
        "und ein unsichtbares Zeichen (U+2069)"
    )


@pytest.mark.parametrize(
    ("text", "nachbild", "nur_tage"),
    [
        ("Folgetermin: 2026-03-02", "Folgetermin: 2026-03-02", "Folgetermin: 2026-03-02"),
        ("F\u043elgetermin\uff1a ä", "Folgetermin: ä", "F\u043elgetermin: ä"),
        ("2026\u201303\u221202 – 04", "2026-03-02 – 04", "2026-03-02 – 04"),
        ("\uff12\uff10\uff12\uff16-\u0660\u0663-02", "2026-03-02", "2026-03-02"),
        ("\u2610 \u2611 [\u2013] [\u2713] \u2013", "[ ] [x] [-] [x] \u2013", "\u2610 \u2611 [\u2013] [\u2713] \u2013"),
        ("m²", "m²", "m²"),  # a digit that counts for nothing else
    ],
)
def test_was_nur_so_aussieht(text: str, nachbild: str, nur_tage: str) -> None:
    assert nachgebildet(text) == nachbild
    assert nachgebildete_tage(text) == nur_tage


@pytest.mark.parametrize(
    ("text", "erwartet"),
    [
        ("", []),
        ("a", ["a"]),
        ("a\r\nb\n", ["a", "b"]),
        ("a\n\n", ["a", ""]),
        ("a\rb\x0cc\u2028d\x85e", ["a\rb\x0cc\u2028d\x85e"]),
    ],
)
def test_zeilen_wie_im_editor(text: str, erwartet: list[str]) -> None:
    assert zeilen(text) == erwartet


def test_stellen_zaehlen_ab_eins() -> None:
    text = "ab\nc\r\n\nd"
    assert [stelle_im_text(text, n) for n in range(len(text) + 1)] == [
        (1, 1), (1, 2), (1, 3), (2, 1), (2, 2), (2, 3), (3, 1), (4, 1), (4, 2),
    ]  # fmt: skip
