"""Lines as editors count them: they end at LF or CRLF alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

_ENDE = re.compile(r"\r?\n")


def zeilen(text: str) -> list[str]:
    """Split `text` into lines without their ends; form feed and U+2028 do not end a line."""
    teile = _ENDE.split(text)
    if teile and teile[-1] == "":
        teile.pop()
    return teile


def zeilenanfaenge(text: str) -> Iterator[int]:
    """Yield where each line of a text begins; behind a line end at its end begins one more."""
    yield 0
    yield from (treffer.end() for treffer in re.finditer("\n", text))


def stelle_im_text(text: str, index: int) -> tuple[int, int]:
    """Return line and column (both from 1) of the character at `index`."""
    beginn = text.rfind("\n", 0, index) + 1
    return text.count("\n", 0, beginn) + 1, index - beginn + 1
