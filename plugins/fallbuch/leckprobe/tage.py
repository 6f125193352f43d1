"""Days in a stream of words, in whatever way they are written."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from fallbuch.zeit import MONATE

_MONATE = {name.casefold(): nummer for nummer, name in enumerate(MONATE, start=1)} | {"jänner": 1, "feber": 2}
_KURZ = {name[:3]: nummer for name, nummer in _MONATE.items()}


def tag_ab(worte: Sequence[str], i: int) -> tuple[date | None, int]:
    """Return the day that the words from `i` on name, and how many words it takes.

    `2026 01 12`, `12 1 2026`, `12 1 26`, `12 januar 2026`, `20260112`; the words hold no punctuation.
    """
    erstes = worte[i]
    if not erstes.isascii() or not erstes[:8].isdigit():
        return None, 0
    if len(erstes) >= 8 and erstes[:2] in {"19", "20", "21"} and erstes[8:9] in {"", "t"}:
        return _tag(erstes[:4], erstes[4:6], erstes[6:8]), 1
    a, b, c = (*worte[i : i + 3], "", "")[:3]
    monat = _MONATE.get(b) or _KURZ.get(b)
    b = b if monat is None else str(monat)
    laengen = (len(a), len(b), len(c))
    if not all(teil.isascii() and teil.isdigit() for teil in (a, b, c)):
        return None, 0
    if laengen == (4, 2, 2):
        return _tag(a, b, c), 3
    deutsch = laengen[0] <= 2 and laengen[1] <= 2 and laengen[2] in {2, 4}
    return (_tag(c.rjust(4, "x").replace("xx", "20"), b, a), 3) if deutsch else (None, 0)


def _tag(jahr: str, monat: str, tag: str) -> date | None:
    try:
        return date(int(jahr), int(monat), int(tag))
    except ValueError:
        return None
