"""Numbers written out, as people write them in sentences: "einundfünfzig Frauen"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

_EINER = ("", "ein", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun")
_BIS_ZWANZIG = {
    10: "zehn", 11: "elf", 12: "zwölf", 13: "dreizehn", 14: "vierzehn", 15: "fünfzehn", 16: "sechzehn", 17: "siebzehn",
    18: "achtzehn", 19: "neunzehn",
}  # fmt: skip
_ZEHNER = ("", "", "zwanzig", "dreißig", "vierzig", "fünfzig", "sechzig", "siebzig", "achtzig", "neunzig")
#: "Geben Sie acht", "zwischen acht und elf".
_ALLTAG = 12
_OHNE_UMLAUT = str.maketrans({"ü": "ue", "ö": "oe", "ß": "ss"})


def _bis_neunundneunzig() -> Iterator[tuple[int, str]]:
    yield from ((n, _EINER[n]) for n in range(2, 10))
    yield from _BIS_ZWANZIG.items()
    for n in range(20, 100):
        zehner, einer = _ZEHNER[n // 10], _EINER[n % 10]
        yield n, f"{einer}und{zehner}" if einer else zehner


@cache
def zahlwoerter() -> Mapping[str, int]:
    """Return each number from 13 to 999 by its folded word, with umlauts and without; smaller ones are everyday words."""
    kleine = dict(_bis_neunundneunzig())
    worte = {wort: n for n, wort in kleine.items()}
    for hunderter in range(1, 10):
        for vorn in {f"{_EINER[hunderter]}hundert", *(["hundert"] if hunderter == 1 else [])}:
            worte[vorn] = 100 * hunderter
            worte[f"{vorn}eins"] = worte[f"{vorn}undeins"] = 100 * hunderter + 1
            for n, wort in kleine.items():
                worte[f"{vorn}{wort}"] = worte[f"{vorn}und{wort}"] = 100 * hunderter + n
    grosse = {wort: n for wort, n in worte.items() if n > _ALLTAG}
    gefaltet = {wort.casefold(): n for wort, n in grosse.items()}
    return gefaltet | {wort.translate(_OHNE_UMLAUT).casefold(): n for wort, n in grosse.items()}
