"""How the words of a name stand beside each other in a text: what lies between them, and whether that makes them one name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from fallbuch.kennung import umschrift
from fallbuch.loeschung.namensfolgen import ABGEKUERZTE, ANREDEN

#: Blanks of any width, and the marks with which somebody makes a name bold or puts it in quotation marks.
_LEER, _ZEICHEN = "[ \u00a0\u2009\u202f]", "[*_„]"
#: Between the words of a name, of one in a list of cells too, and between an address and a name.
_NAMENSLUECKE = re.compile(rf"[*_]{{0,2}}{_LEER}{{1,4}}{_ZEICHEN}{{0,3}}|[*_]{{0,2}}, ?|-|[._+]|;|\t")
_ANREDELUECKE = re.compile(rf"\.?{_LEER}{{1,4}}{_ZEICHEN}{{0,3}}|[._-]")
_NAME_DAVOR, _NAME_DANACH = re.compile(r"([A-ZÄÖÜ][\w’'-]+)[ \u00a0]\Z"), re.compile(r"[ \u00a0][A-ZÄÖÜ][\w’'-]+")
#: Joins words in names of files, branches and mails.
_VERBINDER = frozenset("-_./@+")
#: Before a letter: it ends what is shortened, "z. B.".
_ABGEKUERZT = re.compile(r"(?:^|[\W_])\w\.[ \u00a0]?\Z")
#: Before a letter: it names a class, and nobody.
_KLASSE = re.compile(
    r"(?:klasse|führerschein|plan|variante|gruppe|teil|typ|stufe|block|niveau|punkt|haus)s?[ \u00a0]\Z", re.I
)
#: Stands between letters and is not seen.
OHNE_BREITE = re.compile("[\u00ad\u200b-\u200d\u2060]")


@lru_cache(maxsize=200_000)  # texts say the same words again and again
def gefaltet(wort: str) -> str:
    """Return a word as words are compared."""
    return umschrift(OHNE_BREITE.sub("", wort))


def wie_in_namen(text: str, wort: re.Match[str]) -> bool:
    """Tell whether a word is joined to another as in the name of a file, and not in a sentence."""
    davor, danach = text[max(0, wort.start() - 1) : wort.start()], text[wort.end() : wort.end() + 2]
    return (davor != "" and davor in _VERBINDER) or (
        danach[:1] != "" and danach[0] in _VERBINDER and danach[1:].isalnum()
    )


def ist_anfang(text: str, wort: re.Match[str]) -> bool:
    """Tell whether a single letter stands for a name: "K. Koch", "Koch, K.", and neither "z. B. Koch" nor "Koch, B1" or "S-Bahn"."""
    danach = text[wort.end() : wort.end() + 1]
    if _ABGEKUERZT.search(text, max(0, wort.start() - 5), wort.start()) is not None:
        return False
    if wie_in_namen(text, wort) and danach not in {"-", "/"}:
        return True
    if text[max(0, wort.start() - 2) : wort.start()] == ", " and danach not in {"", ".", "\n", "\r", ";", ")", "|"}:
        return False  # "als Koch, B und C"
    davor = max(0, wort.start() - 20)
    return (
        wort[0].isupper()
        and not danach.isalnum()
        and danach not in {"-", "/", ","}
        and _KLASSE.search(text, davor, wort.start()) is None
    )


def gehoeren_zusammen(text: str, teile: Sequence[re.Match[str]], luecken: Sequence[str]) -> bool:
    """Tell whether first and last name stand together as those of one person, and not as the ends of two lines or two names of a list."""
    von, bis = teile[0].start(), teile[-1].end()
    davor = _NAME_DAVOR.search(text, max(0, von - 40), von)
    liste = davor is not None and umschrift(davor[1]) not in ANREDEN and _NAME_DANACH.match(text, bis) is not None
    for wort, luecke in zip(teile, luecken, strict=False):
        if "," in luecke and liste:
            return False  # "Maria Huber, Thomas Koch"
        if not _NAMENSLUECKE.fullmatch(luecke) and not (len(wort[0]) == 1 and luecke.startswith(".")):
            return False
    return True


def mit_anrede(teile: Sequence[re.Match[str]], luecken: Sequence[str]) -> bool:
    """Tell whether what stands between an address, titles and a name leaves them together: a dot ends only what is shortened."""
    return all(
        _ANREDELUECKE.fullmatch(luecke) is not None
        and (not luecke.startswith(".") or len(wort[0]) == 1 or umschrift(wort[0]) in ABGEKUERZTE)
        for wort, luecke in zip(teile, luecken, strict=False)
    )
