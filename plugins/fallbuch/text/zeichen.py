"""Characters that nobody sees, and such as merely look like others; both come with pasting from pages, mail and Word."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from itertools import islice

from fallbuch.befund import Befund, Meldungsart, Stelle
from fallbuch.beispiele import NEU
from fallbuch.text.zeilen import stelle_im_text

# Compiled when a file asks for them: a set of this width takes longer than reading a hundred cases.
_STEUERZEICHEN = "[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]|\r(?!\n)"
_STEUERZEICHEN_IM_TEXT = "[\x00-\x08\x0b\x0e-\x1f\x7f]|\r(?!\n)"
#: What ordinary text is made of, apart from what Markdown escapes with.
GEWOEHNLICH = r"\t\n -%'-;=-\[\]-{}~äöüÄÖÜßéèêàâáçëïîôóúûñ„“”‚‘’«»‹›–—…€§°²³½¼¾·×"
# An ampersand before a blank begins no entity.
_UNGEWOEHNLICH = re.compile(rf"[^{GEWOEHNLICH}](?!(?<=&) )")
# A quick look for them: a set of characters alone is searched four times faster.
_VIELLEICHT_IM_TEXT = re.compile("[\x00-\x08\x0b\r\x0e-\x1f\x7f]")
F018 = Meldungsart(
    kennung="F018",
    uhr=True,
    titel="Unsichtbares Steuerzeichen",
    muster="Hier steht ein unsichtbares Steuerzeichen (U+{nummer}). Erwartet: sichtbare Zeichen.",
    hinweis="Löschen Sie das Zeichen und tippen Sie die Stelle neu.",
    erklaerung="Solche Zeichen entstehen beim Kopieren aus anderen Programmen oder durch eine beschädigte Datei. Man sieht sie "
    "nicht, aber sie machen einen Wert zu einem anderen.",
    schlecht=NEU.replace("neu", "n\x00eu"),
    gut=NEU,
)

#: Blanks that are none to a program: they look like one and do not break a line, or are wider or narrower.
_LEERZEICHEN = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u2800\u3000\u3164\uffa0"
#: Without width: they stand in a word or a number, and nobody sees it. A joiner between pictures holds one picture
#: together and is no slip.
_OHNE_BREITE = (
    "[\u00ad\u034f\u061c\u115f\u1160\u180e\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U0001d173-\U0001d17a\U000e0000-\U000e007f]|(?<![\U00002190-\U0001faff\ufe0f])\u200d|\u200d(?![\U00002190-\U0001faff])"
)
UNSICHTBAR = re.compile(f"[{_LEERZEICHEN}]|{_OHNE_BREITE}")
_LEER = re.compile(f"[{_LEERZEICHEN}]")

_NAMEN = {
    "\u00a0": "ein geschütztes Leerzeichen",
    "\u00ad": "ein weiches Trennzeichen",
    "\u200b": "ein Leerzeichen ohne Breite",
    "\u200c": "ein Bindehemmer ohne Breite",
    "\u200d": "ein Verbinder ohne Breite",
    "\u200e": "ein Zeichen für die Schreibrichtung",
    "\u200f": "ein Zeichen für die Schreibrichtung",
    "\u2028": "ein Zeilentrenner",
    "\u2029": "ein Absatztrenner",
    "\u202f": "ein schmales geschütztes Leerzeichen",
    "\u2060": "ein Wortverbinder ohne Breite",
    "\ufeff": "eine Marke für die Reihenfolge der Bytes",
}

_STRICHE = "\u00af\u02d7\u058a\u2010-\u2015\u2043\u2212\u2e3a\u2e3b\ufe58\ufe63\uff0d"
_KLAMMER_STRICH = re.compile(rf"(?<=[\[［])[{_STRICHE}](?=[\]］])")
#: What stands for a colon in other scripts and in arithmetic.
_DOPPELPUNKT = re.compile("[\u02d0\u02f8\u0589\u05c3\u2236\ua789\ufe13\ufe30\ufe55\uff1a]")
# Letters of other alphabets that look like Latin ones; all that a German word of the format can hold.
_BUCHSTABEN = str.maketrans(
    "АВЕЅІЈКМНОРСТУХаеоѕіјрсухһԁԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧνοιαѵɑɡıƖⅼӏ",
    "ABESIJKMHOPCTYXaeosijpcyxhdqwABEZHIKMNOPTYXvoiavagilll",
)
_TAG = re.compile(rf"(\d{{4}})[-{_STRICHE}](\d{{2}})[-{_STRICHE}](\d{{2}})(?!\d)")
_KAESTEN = str.maketrans({"☐": "[ ]", "▢": "[ ]", "□": "[ ]", "☑": "[x]", "✅": "[x]", "🗹": "[x]"})
_HAKEN = re.compile(r"(?<=[\[［])[✓✔√](?=[\]］])")


def ist_gewoehnlich(text: str) -> bool:
    """Tell whether a text has only characters of everyday German: none that is composed, controls, hides or escapes."""
    return _UNGEWOEHNLICH.search(text) is None


def gesehen(treffer: re.Match[str]) -> str:
    """Return what one sees of a match of `UNSICHTBAR`: a blank or nothing."""
    return " " if _LEER.match(treffer[0]) else ""


def benannt(zeichen: str) -> str:
    """Name an invisible character in German, with its number."""
    sonst = "ein Leerzeichen besonderer Breite" if _LEER.match(zeichen) else "ein unsichtbares Zeichen"
    return f"{_NAMEN.get(zeichen, sonst)} (U+{ord(zeichen):04X})"


def aufgezaehlt(zeichen: Iterable[str]) -> str:
    """Name characters, each kind once, in the order in which they stand."""
    namen = [benannt(z) for z in dict.fromkeys(zeichen)]
    return namen[0] if len(namen) == 1 else f"{', '.join(namen[:-1])} und {namen[-1]}"


def nachgebildet(text: str) -> str:
    """Return text with what merely looks like ASCII as what it looks like: letters, digits, colon, brackets, dates, boxes.

    Made for keys, dates, headings and boxes; ordinary text may mean its dashes.
    """
    if text.isascii():
        return text
    neu = "".join(map(_ascii, text)).translate(_BUCHSTABEN)
    neu = _TAG.sub(r"\1-\2-\3", _DOPPELPUNKT.sub(":", neu))
    return _KLAMMER_STRICH.sub("-", _HAKEN.sub("x", neu.translate(_KAESTEN)))


def _ascii(zeichen: str) -> str:
    """Return a digit of any script as ours, a full-width character as the ordinary one."""
    if "\uff01" <= zeichen <= "\uff5e":
        return chr(ord(zeichen) - 0xFEE0)
    if zeichen.isascii() or not zeichen.isdigit():
        return zeichen
    return str(unicodedata.digit(zeichen)) if zeichen.isdecimal() else zeichen


def nachgebildete_tage(text: str) -> str:
    """Return text with days, brackets and full-width characters as on the keyboard; its letters may be of any alphabet."""
    return text if text.isascii() else _TAG.sub(r"\1-\2-\3", "".join(map(_ascii, text)))


def ersetze_steuerzeichen(text: str, datei: str, *, kopf: bool, erste_zeile: int = 1) -> tuple[str, list[Befund]]:
    """Replace what no text file should hold; returns clean text of equal length and findings.

    In the front matter (`kopf`) this includes the line separators that YAML would take for line
    ends; in the text below they are harmless. A binary file gives 20 findings, not thousands.
    """
    if not kopf and _VIELLEICHT_IM_TEXT.search(text) is None:
        return text, []
    muster = re.compile(_STEUERZEICHEN if kopf else _STEUERZEICHEN_IM_TEXT)
    befunde = []
    for treffer in islice(muster.finditer(text), 20):
        zeile, spalte = stelle_im_text(text, treffer.start())
        stelle = Stelle(datei=datei, zeile=zeile + erste_zeile - 1, spalte=spalte)
        befunde.append(F018.melde(stelle, nummer=f"{ord(treffer[0]):04X}"))
    return (muster.sub("\N{REPLACEMENT CHARACTER}", text) if befunde else text), befunde
