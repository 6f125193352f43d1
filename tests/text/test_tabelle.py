"""Tables for spreadsheets: opened by a double click in German, and nothing in them is run."""

from __future__ import annotations

import pytest

from fallbuch.text.tabelle import als_csv


def test_wie_es_in_der_datei_steht() -> None:
    zeilen = [("Größe; M", 1, 2.5, None), ('sagt "ja"', 0, 1.0, "\udcff")]
    assert als_csv(("a", "b", "c", "d"), zeilen) == (
        '\ufeffa;b;c;d\r\n"Größe; M";1;2,5;\r\n"sagt ""ja""";0;1;\\udcff\r\n'.encode()
    )


@pytest.mark.parametrize("zeichen", ["=", "+", "-", "@", "\t"])
def test_was_eine_formel_waere_bleibt_text(zeichen: str) -> None:
    assert als_csv(("a",), [(f"{zeichen}1+1",), (f"1{zeichen}1",), (-1,)]).decode() == (
        f"\ufeffa\r\n'{zeichen}1+1\r\n1{zeichen}1\r\n-1\r\n"
    )
