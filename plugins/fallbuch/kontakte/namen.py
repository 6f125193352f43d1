"""Names of people from the contacts in texts of cases, where none belongs.

Spelling is folded as Germans write: umlauts or their two letters, ß or ss, with or without accents, with the s of the
genitive. A last name counts wherever it stands; one that is a word of its own only behind Herr or Frau or beside the
first name; a first name alone only in the person's own case.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path, PurePosixPath

from fallbuch.befund import Befund, Stelle
from fallbuch.kontakte.meldungen import D002
from fallbuch.kontakte.modell import Kontaktdaten
from fallbuch.werte import dataclass

_WORT = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_ANREDEN = frozenset({"herr", "herrn", "frau", "familie", "fam", "fr", "hr", "eheleute"})
#: Between the parts of a name, and between an address and the name.
_BINDEGLIED = re.compile(r"[\s.\-\u2010\u2011]{1,3}")
_KUERZESTER = 3


@dataclass(frozen=True, slots=True)
class Namensfund:
    """Where a name stands: line and column of its beginning, from 1, and the column behind it."""

    zeile: int
    spalte: int
    bis: int


@dataclass(frozen=True, slots=True)
class _Namensteil:
    formen: frozenset[str]
    zeile: int
    von: int
    bis: int


class Namenssuche:
    """Looks for the names of these people in texts."""

    def melde(self, datei: str, text: str, erlaubt: Iterable[str]) -> Iterator[Befund]:
        """Yield the findings of a case's file; the name itself is not repeated."""
        for fund in self.finde(text, PurePosixPath(datei).stem, erlaubt):
            yield D002.melde(Stelle(datei=datei, zeile=fund.zeile, spalte=fund.spalte))

    def kommt_hinzu(self, datei: str, alt: str, neu: str, erlaubt: Iterable[str]) -> bool:
        """Tell whether a name stands in what a change adds to a file."""
        vorher = set(alt.split("\n"))
        dazu = "\n".join(zeile for zeile in neu.split("\n") if zeile not in vorher)
        return next(self.finde(dazu, PurePosixPath(datei).stem, erlaubt), None) is not None

    def __init__(self, kontakte: Iterable[Kontaktdaten]) -> None:
        #: Folded first word of a last name → all its words, folded, with the person's first names.
        self._namen: dict[str, list[tuple[tuple[str, ...], frozenset[str]]]] = {}
        #: ID → the folded first names.
        self._vornamen: dict[str, frozenset[str]] = {}
        for kontakt in kontakte:
            vornamen = frozenset(
                f for w in _worte(kontakt["VName"]) for f in _schreibweisen(w) if len(f) >= _KUERZESTER
            )
            self._vornamen[kontakt.kennung] = vornamen
            teile = _worte(kontakt["NName"])
            halbe = (
                [(teil,) for teil in teile] if "-" in kontakt["NName"] else []
            )  # of Meier-Schulz people write one half
            for name in [tuple(teile), *halbe]:
                for form in {tuple(map(_umschrift, name)), tuple(map(_ohne_zeichen, name))}:
                    if form and max(map(len, form)) >= _KUERZESTER:
                        self._namen.setdefault(form[0], []).append((form, vornamen))

    def finde(self, text: str, kennung: str = "", erlaubt: Iterable[str] = ()) -> Iterator[Namensfund]:
        """Yield where a name stands in a text of this case; `erlaubt` are names that may: the counsellors."""
        frei = {form for name in erlaubt for wort in _worte(name) for form in _schreibweisen(wort)}
        eigene = self._vornamen.get(kennung, frozenset()) - frei
        for nummer, zeile in enumerate(text.split("\n"), start=1):
            worte = [
                _Namensteil(_formen(t[0]), nummer, t.start(), t.end())
                for t in _WORT.finditer(zeile)
                if t[0][0].isupper() or t[0] in _KLEINE
            ]
            stelle = 0
            while stelle < len(worte):
                laenge = self._laenge(zeile, worte, stelle, frei)
                if laenge or (eigene & worte[stelle].formen and not _ist_wort(worte[stelle].formen)):
                    ende = worte[stelle + max(laenge, 1) - 1]
                    yield Namensfund(nummer, worte[stelle].von + 1, ende.bis + 1)
                stelle += max(laenge, 1)

    def _laenge(self, zeile: str, worte: list[_Namensteil], stelle: int, frei: set[str]) -> int:
        """Return of how many words a last name is that begins here, 0 for none."""
        for form in worte[stelle].formen:
            for teile, vornamen in self._namen.get(form, ()):
                hier = worte[stelle : stelle + len(teile)]
                passt = len(hier) == len(teile) and all(
                    teil in wort.formen for teil, wort in zip(teile, hier, strict=True)
                )
                zusammen = all(_grenzen(zeile, a, b) for a, b in pairwise(hier))
                if not (passt and zusammen) or set(teile) <= frei:
                    continue
                haeufig = len(teile) == 1 and _ist_wort(frozenset(teile))
                if not haeufig or self._gemeint(zeile, worte, stelle, len(teile), vornamen):
                    return len(teile)
        return 0

    @staticmethod
    def _gemeint(zeile: str, worte: list[_Namensteil], stelle: int, laenge: int, vornamen: frozenset[str]) -> bool:
        """Tell whether a common word is meant as a name: behind an address, beside the first name."""
        davor = worte[stelle - 1] if stelle else None
        if davor is not None and _grenzen(zeile, davor, worte[stelle]) and davor.formen & (_ANREDEN | vornamen):
            return True
        danach = worte[stelle + laenge] if stelle + laenge < len(worte) else None
        letzte = worte[stelle + laenge - 1]
        return danach is not None and bool(danach.formen & vornamen) and zeile[letzte.bis : danach.von] in {" ", ", "}


#: Small words that belong to names.
_KLEINE = frozenset({"von", "van", "zu", "der", "den", "de", "da", "dos", "del", "di", "el", "al", "bin", "ben", "ibn"})


def _grenzen(zeile: str, a: _Namensteil, b: _Namensteil) -> bool:
    return _BINDEGLIED.fullmatch(zeile[a.bis : b.von]) is not None


@cache
def _haeufige() -> frozenset[str]:
    """Return the last names that are words which texts about work and everyday life have anyway: trades, qualities, things, days."""
    return frozenset(Path(__file__).with_name("haeufige-worte.txt").read_text(encoding="utf-8").split())


def _ist_wort(formen: frozenset[str]) -> bool:
    return bool(formen & _haeufige())


def _worte(name: str) -> list[str]:
    return _WORT.findall(name)


def _schreibweisen(wort: str) -> set[str]:
    return {_umschrift(wort), _ohne_zeichen(wort)}


def _formen(wort: str) -> frozenset[str]:
    """Return the ways in which a word of a text may be meant: as it is written, and without the s of the genitive."""
    formen = set()
    for ganz in _schreibweisen(wort):
        ohne = re.sub(r"['’]s?$", "", ganz)
        formen |= {ganz, ohne}
        if ohne.endswith("s") and len(ohne) > _KUERZESTER:
            formen.add(ohne[:-1])
    return frozenset(formen)


_UMLAUTE = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
#: Letters that are one with their sign.
_EIGENE = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ı": "i", "ß": "ss"})


def _umschrift(wort: str) -> str:
    """Return a word in small letters, umlauts as two of them, without any other sign: `Müller` as `mueller`."""
    return _ohne_zeichen(unicodedata.normalize("NFC", wort).casefold().translate(_UMLAUTE))


def _ohne_zeichen(wort: str) -> str:
    """Return a word as somebody types it who has no such letters: `Müller` as `muller`."""
    zerlegt = unicodedata.normalize("NFD", wort.casefold().translate(_EIGENE))
    return "".join(z for z in zerlegt if not unicodedata.combining(z))
