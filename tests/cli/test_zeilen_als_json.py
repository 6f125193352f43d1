"""Lists for programs: written in one call, and the same text as the slow way writes."""

from __future__ import annotations

from enum import StrEnum

import pytest

from fallbuch.cli.meldungen import als_json, zeilen_als_json


class _Wort(StrEnum):
    EINES = "überfällig"


@pytest.mark.parametrize(
    "zeilen",
    [
        [],
        [{"fall": "4711", "zeile": 3, "ja": True, "nein": False, "nichts": None, "wort": _Wort.EINES}],
        [{"text": 'Zeile\n    },\n    {"fall": "x"'}, {"text": "},\n    {"}, {"text": "\\n \u2028 ä \x00 </script>"}],
        [{"a": "1", "b": "2"}] * 3,
    ],
)
def test_wie_mit_einzug(zeilen: list[dict[str, str | int | bool | None]]) -> None:
    assert zeilen_als_json(zeilen) == als_json(zeilen)
