"""Text as Markdown shows it: where a line ends inside a paragraph says nothing."""

from __future__ import annotations

import pytest

from fallbuch.text.markdown import ohne_umbrueche


@pytest.mark.parametrize(
    ("eines", "anderes"),
    [
        ("Ein Satz, der\numbrochen ist.", "Ein Satz, der umbrochen ist."),
        ("Eins.\n\n\nZwei.  ", "Eins.\n\nZwei."),
        ("Eins.  \nZwei.", "Eins.\\\nZwei."),
        ("- ein Punkt\n  geht weiter\n- zwei", "* ein Punkt geht weiter\n* zwei"),
        ("1. ein Punkt\n   geht weiter", "1. ein Punkt geht weiter"),
    ],
)
def test_gleich_gezeigt_ist_gleich(eines: str, anderes: str) -> None:
    assert ohne_umbrueche(eines).replace("  \n", "\n").rstrip() == ohne_umbrueche(anderes).rstrip()


@pytest.mark.parametrize(
    ("eines", "anderes"),
    [
        ("Eins.\n\nZwei.", "Eins. Zwei."),
        ("- eins\n- zwei", "- eins - zwei"),
        ("> eins\n> zwei", "> eins > zwei"),
        ("```\na\nb\n```", "```\na b\n```"),
        ("Kein Kontakt.", "Ein Kontakt."),
    ],
)
def test_was_anders_gezeigt_wird_ist_anders(eines: str, anderes: str) -> None:
    assert ohne_umbrueche(eines) != ohne_umbrueche(anderes)
