"""Files of a site as words with their places: text, titles, addresses; figures with the names they carry."""

from __future__ import annotations

import json
import re
import unicodedata
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import field, replace
from html.parser import HTMLParser
from typing import Any

from fallbuch.werte import dataclass

#: Ends a run of words: nothing is read across it.
GRENZE = ""
#: A number with dots between thousands is one word.
_WORT = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+(?![0-9.])|\w+")
#: Characters without width: they would break a word that the eye reads whole.
_OHNE_BREITE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
#: Drawing and layout instructions: numbers and names without meaning. Every other attribute is read.
_ZEICHNUNG = frozenset(
    {"class", "style", "d", "x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "rx", "ry", "width", "height", "viewbox", "transform", "points",
     "fill", "stroke", "stroke-width", "patternunits", "preserveaspectratio", "xmlns", "rel", "type", "lang", "dir", "role", "tabindex", "charset",
     "media", "colspan", "rowspan", "scope", "sizes", "data-wert"}
)  # fmt: skip
#: Attributes that people read or hear.
_SICHTBARE = frozenset({"title", "alt", "aria-label", "placeholder", "aria-description"})
_TEXTENDUNGEN = frozenset({"html", "htm", "md", "xml", "svg", "rss", "atom"})
_BILDER = frozenset({"png", "jpg", "jpeg", "gif", "webp", "ico", "woff", "woff2", "ttf", "eot", "otf"})
_HOECHSTENS_ENTPACKT = 50_000_000
#: Elements without an end of their own.
_LEERE = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)


@dataclass(slots=True)
class Fundwort:
    """A word: as it stands, folded for comparison, and where."""

    text: str
    form: str
    zeile: int
    spalte: int
    #: The word is part of a figure that carries a name; such figures are compared as a whole.
    in_zahl: bool = False
    #: The word stands in an attribute: an address, a name for programs.
    verdeckt: bool = False


@dataclass(slots=True)
class Fundzahl:
    """A figure with the name it carries, and its text."""

    schluessel: str
    text: str
    zeile: int
    spalte: int


@dataclass(slots=True)
class Fundblatt:
    """A file of the site. `roh` is its text, None where it cannot be read as text."""

    pfad: str
    woerter: list[Fundwort] = field(default_factory=list)
    zahlen: list[Fundzahl] = field(default_factory=list)
    roh: str | None = ""


def falte(text: str) -> str:
    """Return `text` as words are compared: composed, without case."""
    return unicodedata.normalize("NFC", text).casefold()


def woerter_in(
    text: str, zeile: int = 1, spalte: int = 1, *, in_zahl: bool = False, verdeckt: bool = False
) -> Iterator[Fundwort]:
    """Yield the words of a text that begins at a place."""
    beginn, zeilenanfang = 0, -spalte + 1
    text = _OHNE_BREITE.sub("", unicodedata.normalize("NFC", text))
    for treffer in _WORT.finditer(text):
        neue = text.count("\n", beginn, treffer.start())
        if neue:
            zeile += neue
            zeilenanfang = text.rfind("\n", 0, treffer.start()) + 1
        beginn = treffer.start()
        yield Fundwort(treffer[0], treffer[0].casefold(), zeile, treffer.start() - zeilenanfang + 1, in_zahl, verdeckt)


def formen(text: str) -> list[str]:
    """Return the folded words of a text."""
    return [wort.casefold() for wort in _WORT.findall(_OHNE_BREITE.sub("", unicodedata.normalize("NFC", text)))]


def lies_blatt(pfad: str, inhalt: bytes) -> Fundblatt | None:
    """Read one file; None for pictures and fonts, which hold no words."""
    endung = pfad.rsplit(".", 1)[-1].lower()
    if endung == "gz":
        entpackt = _entpackt(inhalt)
        inneres = lies_blatt(pfad[:-3], entpackt) if entpackt is not None else Fundblatt(pfad, roh=None)
        return replace(inneres, pfad=pfad) if inneres is not None else None
    if endung in _BILDER:
        return None
    try:
        text = inhalt.removeprefix(b"\xef\xbb\xbf").decode("utf-8")
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        return Fundblatt(pfad, roh=None)
    blatt = Fundblatt(pfad, roh=text)
    if endung in _TEXTENDUNGEN:
        leser = _Fundleser(blatt)
        leser.feed(text)
        leser.close()
    else:
        entfaltet = re.sub(r"\r?\n[ \t]", "", text) if endung == "ics" else text
        blatt.woerter.extend(_aus_json(text) if endung == "json" else woerter_in(entfaltet))
    return blatt


def _entpackt(inhalt: bytes) -> bytes | None:
    """Unpack all members of a gzip file; None where one is damaged or they are too long to be read."""
    ergebnis = b""
    while inhalt:
        glied = zlib.decompressobj(wbits=31)
        try:
            ergebnis += glied.decompress(inhalt, _HOECHSTENS_ENTPACKT)
        except zlib.error:
            return None
        if len(ergebnis) > _HOECHSTENS_ENTPACKT or glied.unconsumed_tail or not glied.eof:
            return None
        inhalt = glied.unused_data
    return ergebnis


class _Fundleser(HTMLParser):
    """Collects words and figures of a page."""

    def __init__(self, blatt: Fundblatt) -> None:
        super().__init__(convert_charrefs=True)
        self._blatt = blatt
        #: Open elements, each with the figure that it is part of, and how many there are of each.
        self._offen: list[tuple[str, Fundzahl | None]] = []
        self._wie_viele: Counter[str] = Counter()
        self._eigene: list[Fundwort] = []

    @property
    def _zahl(self) -> Fundzahl | None:
        return self._offen[-1][1] if self._offen else None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        zeile, spalte = self.getpos()
        zahl: Fundzahl | None = None
        for name, wert in attrs:
            if name == "data-wert":
                zahl = Fundzahl(wert or "", "", zeile, spalte + 1)
                self._blatt.zahlen.append(zahl)
            elif wert and name not in _ZEICHNUNG:
                self._nimm(wert, zeile, spalte + 1, verdeckt=name not in _SICHTBARE)
        if tag not in _LEERE:
            self._offen.append((tag, zahl or self._zahl))
            self._wie_viele[tag] += 1

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _LEERE:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self._wie_viele[tag]:
            return
        offen = ""
        while offen != tag:  # what was left open inside ends with it
            offen = self._offen.pop()[0]
            self._wie_viele[offen] -= 1

    def handle_data(self, data: str) -> None:
        zeile, spalte = self.getpos()
        if self._offen and self._offen[-1][0] in {"script", "style"}:
            if data.lstrip()[:1] in {"{", "["}:  # data for programs: its escapes hide words, its figures have names
                ort = Fundwort(GRENZE, GRENZE, zeile, spalte + 1)
                self._eigene.extend([ort, *(replace(w, zeile=zeile, spalte=spalte + 1) for w in _aus_json(data))])
            else:
                self._nimm(data, zeile, spalte + 1)
            return
        zahl = self._zahl
        if zahl is not None:
            zahl.text += data
        self._blatt.woerter.extend(woerter_in(data, zeile, spalte + 1, in_zahl=zahl is not None))

    def handle_comment(self, data: str) -> None:
        zeile, spalte = self.getpos()
        self._nimm(data, zeile, spalte + 1, verdeckt=False)

    # Feeds wrap their texts (`<![CDATA[…]]>`); instructions and declarations are read as well.
    unknown_decl = handle_pi = handle_comment

    def handle_decl(self, decl: str) -> None:
        self.handle_comment(decl)

    def _nimm(self, text: str, zeile: int, spalte: int, *, verdeckt: bool = True) -> None:
        # A value of its own must not break the sentence in which its element stands.
        self._eigene.extend(
            [Fundwort(GRENZE, GRENZE, zeile, spalte), *woerter_in(text, zeile, spalte, verdeckt=verdeckt)]
        )

    def close(self) -> None:
        super().close()
        self._blatt.woerter.extend(self._eigene)
        self._eigene = []


def _aus_json(text: str) -> Iterator[Fundwort]:
    """Yield the words of all strings; a file that is no JSON is read as text."""
    try:
        daten = json.loads(text)
    except (ValueError, RecursionError):
        yield from woerter_in(text)
        return
    for teil in _texte(daten):
        if "<" in teil:  # search indexes hold pieces of pages
            stueck = Fundblatt("")
            leser = _Fundleser(stueck)
            leser.feed(teil)
            leser.close()
            yield from stueck.woerter
        else:
            yield from woerter_in(teil, verdeckt=True)
        yield Fundwort(GRENZE, GRENZE, 1, 1)


def _texte(daten: Any) -> Iterator[str]:
    """Yield every text; a number together with what stands beside it, since alone it says nothing."""
    stapel: list[Any] = [daten]
    while stapel:
        teil = stapel.pop()
        if isinstance(teil, dict | list):
            paare = list(teil.items()) if isinstance(teil, dict) else [("", wert) for wert in teil]
            if any(isinstance(w, int | float) and not isinstance(w, bool) for _, w in paare):
                yield " ".join(f"{k} {w}" for k, w in paare if isinstance(w, str | int | float) and "<" not in str(w))
        if isinstance(teil, dict):
            stapel.extend([*teil.values(), *teil.keys()])
        elif isinstance(teil, list):
            stapel.extend(teil)
        elif isinstance(teil, str):
            yield teil


def folgen(woerter: Sequence[str], laenge: int) -> Iterator[tuple[int, int]]:
    """Yield every run of `laenge` words as its position and its hash; none crosses a limit."""
    seit_grenze = 0
    for i, form in enumerate(woerter):
        seit_grenze = 0 if form == GRENZE else seit_grenze + 1
        if seit_grenze >= laenge:
            beginn = i - laenge + 1
            yield beginn, hash(tuple(woerter[beginn : i + 1]))
