"""The draw: what is printed for a count. The only thing about a count that anybody outside the team ever gets to see.

A printed count is a multiple of 3, drawn: the further it lies from the true one, the rarer, by a factor of 0.4 for each
person. Any multiple can be drawn for any count but nothing, which stays 0. So a printed number says at most that there is
somebody; how many is never excluded, by no number and not by all of them together.

The lot is no accident but follows from a secret of the team and from who is counted (a cell key, as in the German census
of 2022): the same people are the same printed number in every table and every quarter, so that asking again tells nothing
new; one person more or less, and the lot is drawn anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import field
from hashlib import blake2b
from itertools import count
from math import floor

from fallbuch.werte import dataclass

#: Printed counts are multiples of it.
SCHRITT = 3
#: By how much rarer a printed count is for each person that it lies further away.
JE_MENSCH = 0.4
#: The same for each step of a mean; it stands for ten people and more, so that its error matters more than its spread.
_JE_STUFE = 0.02
_BYTES = 8
_UMFANG = 1 << (8 * _BYTES)


@dataclass(frozen=True, slots=True)
class Gezaehlt:
    """A count with the key of what was counted: the sum of the keys of its members, 0 of nothing.

    A count for the team's own eyes has no key (None): nothing can be drawn for it.
    """

    zahl: int
    satz: int | None = field(compare=False)


def satz_von(satz: int | None) -> int:
    """Return the key of a count; raises `ValueError` for one that is for the team's own eyes."""
    if satz is None:
        raise ValueError("a count without a key cannot be drawn for others")
    return satz


def zeichen(text: str) -> int:
    """Return the key of one member of a count by what it is: 64 bits, the same on every machine."""
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=_BYTES).digest())


def zusammen(alle: Iterable[int]) -> int:
    """Return the key of many members together; their order does not matter."""
    return sum(alle) % _UMFANG


class Los:
    """Draws what is printed. `geheimnis`: 32 bytes that only the team knows."""

    def __init__(self, geheimnis: bytes) -> None:
        self._geheimnis = geheimnis
        self._gezogen: dict[str, int] = {}

    def anzahl(self, gezaehlt: Gezaehlt, schritt: int = SCHRITT) -> int:
        """Return the multiple of `schritt` that is printed for a count; 0 for nothing."""
        if not gezaehlt.zahl:
            return 0
        return schritt * self._ziehe(
            gezaehlt.zahl / schritt, JE_MENSCH**schritt, f"{schritt}|{satz_von(gezaehlt.satz):x}"
        )

    def mittel(self, wert: float, satz: int, was: str, schritt: int) -> int:
        """Return the multiple of `schritt` that is printed for a mean; `satz` is the key of its rows, `was` their number."""
        return schritt * self._ziehe(wert / schritt, _JE_STUFE, f"{was}|{schritt}|{satz:x}|{wert!r}")

    def _ziehe(self, wert: float, je_stufe: float, wofuer: str) -> int:
        """Return the whole number `k` >= 0 that is drawn with a probability proportional to `je_stufe ** abs(k - wert)`."""
        if wofuer not in self._gezogen:
            self._gezogen[wofuer] = self._frisch(wert, je_stufe, wofuer)
        return self._gezogen[wofuer]

    def _frisch(self, wert: float, je_stufe: float, wofuer: str) -> int:
        unten = floor(wert)
        nach_unten, nach_oben = je_stufe ** (wert - unten), je_stufe ** (unten + 1 - wert)
        zufall = self._zufall(wofuer)
        while True:
            abwaerts = next(zufall) * (nach_unten + nach_oben) < nach_unten
            k = unten if abwaerts else unten + 1
            while next(zufall) < je_stufe:
                k += -1 if abwaerts else 1
            if k >= 0:
                return k

    def _zufall(self, wofuer: str) -> Iterator[float]:
        """Yield numbers from 0 to below 1 without end, the same for the same secret and the same words."""
        for block in count():
            roh = blake2b(f"{block}|{wofuer}".encode("utf-8", "surrogatepass"), key=self._geheimnis).digest()
            for stelle in range(0, len(roh), _BYTES):
                yield (int.from_bytes(roh[stelle : stelle + _BYTES]) >> 11) / (1 << 53)
