"""A key as words to write down, to dictate and to type again: a word for each character, so that its own check sum holds.

The first letters of the words, and the digits, are the key itself; whoever has only the sheet types either.
"""

from __future__ import annotations

from fallbuch.kennung import vergleichsform
from fallbuch.kontakte.modell import Kontaktfehler
from fallbuch.kontakte.schloss import Leseschluessel

_VORN = "AGE-SECRET-KEY-1"
_WORTE = {
    "0": "Null", "2": "Zwei", "3": "Drei", "4": "Vier", "5": "Fünf", "6": "Sechs", "7": "Sieben", "8": "Acht", "9": "Neun",
    "A": "Apfel", "C": "Clown", "D": "Dach", "E": "Esel", "F": "Feder", "G": "Garten", "H": "Haus", "J": "Jahr", "K": "Kanne", "L": "Lampe",
    "M": "Mantel", "N": "Nagel", "P": "Papier", "Q": "Quelle", "R": "Regen", "S": "Sonne", "T": "Tisch", "U": "Uhr", "V": "Vogel", "W": "Wasser",
    "X": "Xylofon", "Y": "Ypsilon", "Z": "Zucker",
}  # fmt: skip
_ZEICHEN = {vergleichsform(wort): zeichen for zeichen, wort in _WORTE.items()}
_JE_ZEILE, _WIE_VIELE = 6, 58


def als_worte(schluessel: Leseschluessel) -> list[str]:
    """Return the key as lines of six words, each with its number in front."""
    geheim = schluessel.als_text().splitlines()[-1].removeprefix(_VORN)
    worte = [_WORTE[zeichen] for zeichen in geheim]
    return [f"{n + 1:2}  {' '.join(worte[n : n + _JE_ZEILE])}" for n in range(0, len(worte), _JE_ZEILE)]


def noch_fehlende(text: str) -> int:
    """Return how many words are still to be typed, 0 where all are there or the key's own characters stand in their place."""
    teile = [teil for teil in text.split() if not _nummer(teil)]
    if not teile or (len(teile) == 1 and teile[0].upper().startswith(_VORN)):
        return 0
    return max(0, _WIE_VIELE - len(teile))


def _nummer(teil: str) -> bool:
    """Tell whether a word is the number of a line."""
    return teil.rstrip(".)").isdigit()


def aus_worten(text: str) -> Leseschluessel:
    """Read such words, with their numbers or without, or the key's own characters; raises `Kontaktfehler`."""
    teile = text.split()
    if len(teile) == 1 and teile[0].upper().startswith(_VORN):
        return Leseschluessel.aus_text(teile[0])
    zeichen: list[str] = []
    for teil in teile:
        if _nummer(teil):
            continue
        wort = _ZEICHEN.get(vergleichsform(teil))
        if wort is None:
            raise Kontaktfehler(
                f"Das {len(zeichen) + 1}. Wort steht nicht auf dem Blatt: Es muss eines von diesen sein: {', '.join(_WORTE.values())}."
            )
        zeichen.append(wort)
    try:
        return Leseschluessel.aus_text(_VORN + "".join(zeichen))
    except Kontaktfehler as fehler:
        raise Kontaktfehler(
            f"Die {len(zeichen)} Wörter ergeben keinen Schlüssel; auf dem Blatt stehen {_WIE_VIELE}. Eines ist anders, fehlt oder steht an anderer Stelle."
        ) from fehler
