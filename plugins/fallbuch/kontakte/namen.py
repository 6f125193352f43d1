"""Names of people from the contacts in texts of cases, where none belongs.

Spelling is folded as Germans write: umlauts or their two letters, ß or ss, with or without accents, with the s of the
genitive. A last name counts wherever it stands; one that is a word of its own only behind Herr or Frau or beside the
first name; a first name alone only in the person's own case.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path, PurePosixPath

from fallbuch.befund import Befund, Stelle
from fallbuch.kennung import ohne_zeichen, umschrift
from fallbuch.kontakte.meldungen import D002
from fallbuch.kontakte.modell import Kontaktdaten
from fallbuch.werte import dataclass

_WORT = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_ANREDEN = frozenset(
    {
        "hrn",
        "ehepaar",
        "kunde",
        "kunden",
        "kundin",
        "klient",
        "klientin",
        "herr",
        "herrn",
        "frau",
        "familie",
        "fam",
        "fr",
        "hr",
        "eheleute",
    }
)
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
class _Name:
    """A last name by its folded words, with the first names; `haeufig` where it is a word of its own, or hardly one."""

    teile: tuple[str, ...]
    vornamen: frozenset[str]
    haeufig: bool


@dataclass(frozen=True, slots=True)
class _Namensteil:
    formen: frozenset[str]
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
        #: Folded first word of a last name → each that begins with it.
        self._namen: dict[str, list[_Name]] = {}
        #: ID → the folded first names.
        self._vornamen: dict[str, frozenset[str]] = {}
        for kontakt in (
            replace(k, angaben=dict(angaben)) for k in kontakte for angaben in in_allen_schreibungen(k.angaben)
        ):
            vornamen = _worte(kontakt["VName"])
            nachnamen = [wort for wort in _worte(kontakt["NName"]) if umschrift(wort) not in TITEL] or vornamen[-1:]
            formen = frozenset(f for w in vornamen for f in _schreibweisen(w) if len(f) >= _KUERZESTER)
            self._vornamen[kontakt.kennung] = self._vornamen.get(kontakt.kennung, frozenset()) | formen
            # Of Meier-Schulz, El Amrani, von Berg people write one part.
            teile = [(wort,) for wort in nachnamen if len(nachnamen) > 1 and wort.lower() not in KLEINE]
            for name in dict.fromkeys([tuple(nachnamen), *teile]):
                haeufig = len(name) == 1 and (umschrift(name[0]) in _haeufige() or len(name[0]) < _KUERZESTER)
                for form in {tuple(map(umschrift, name)), tuple(map(ohne_zeichen, name))}:
                    if form and len("".join(form)) > 1:
                        self._namen.setdefault(form[0], []).append(_Name(form, formen, haeufig))

    def finde(self, text: str, kennung: str = "", erlaubt: Iterable[str] = ()) -> Iterator[Namensfund]:
        """Yield where a name stands in a text of this case; `erlaubt` are names that may: the counsellors."""
        frei = {form for name in erlaubt for wort in _worte(name) for form in _schreibweisen(wort)}
        eigene = self._vornamen.get(kennung, frozenset()) - frei
        for nummer, zeile in enumerate(unicodedata.normalize("NFC", text).split("\n"), start=1):
            worte = [_Namensteil(_formen(t[0]), t.start(), t.end()) for t in _WORT.finditer(zeile)]
            stelle = 0
            while stelle < len(worte):
                laenge = self._laenge(zeile, worte, stelle, frei)
                allein = eigene & worte[stelle].formen and zeile[worte[stelle].von].isupper()
                if laenge or (allein and not _ist_wort(worte[stelle].formen)):
                    ende = worte[stelle + max(laenge, 1) - 1]
                    yield Namensfund(nummer, worte[stelle].von + 1, ende.bis + 1)
                stelle += max(laenge, 1)

    def _laenge(self, zeile: str, worte: list[_Namensteil], stelle: int, frei: set[str]) -> int:
        """Return of how many words a last name is that begins here, 0 for none."""
        laengste = 0
        for form in worte[stelle].formen:
            for name in self._namen.get(form, ()):
                hier = worte[stelle : stelle + len(name.teile)]
                passt = len(hier) == len(name.teile) and all(
                    teil in wort.formen for teil, wort in zip(name.teile, hier, strict=True)
                )
                zusammen = all(_grenzen(zeile, a, b) for a, b in pairwise(hier))
                if not (passt and zusammen) or set(name.teile) <= frei:
                    continue
                gross = all(zeile[wort.von].isupper() for wort in (hier[0], hier[-1])) or len(hier) > 1
                if (gross and not name.haeufig) or self._gemeint(zeile, worte, stelle, len(hier), name.vornamen):
                    laengste = max(laengste, len(hier))
        return laengste

    @staticmethod
    def _gemeint(zeile: str, worte: list[_Namensteil], stelle: int, laenge: int, vornamen: frozenset[str]) -> bool:
        """Tell whether a word is meant as a name: behind an address, with titles between, or beside the first name or its letter."""
        davor = stelle - 1
        while davor >= 0 and _grenzen(zeile, worte[davor], worte[davor + 1]):
            formen = worte[davor].formen
            einzeln = worte[davor].bis - worte[davor].von == 1
            if formen & (_ANREDEN | vornamen):
                return True
            if einzeln and any(vorname.startswith(tuple(formen)) for vorname in vornamen):
                return True
            if not (formen & TITEL or einzeln):
                break
            davor -= 1
        danach = worte[stelle + laenge] if stelle + laenge < len(worte) else None
        letzte = worte[stelle + laenge - 1]
        return danach is not None and bool(danach.formen & vornamen) and zeile[letzte.bis : danach.von] in {" ", ", "}


#: What stands between an address and a name.
TITEL = frozenset({"dr", "prof", "dipl", "ing", "mag", "med", "phil", "di", "bakk", "geb", "geborene", "jun", "sen"})
#: Small words that belong to names.
KLEINE = frozenset(
    {
        "von",
        "van",
        "zu",
        "der",
        "den",
        "de",
        "da",
        "dos",
        "del",
        "di",
        "el",
        "al",
        "bin",
        "ben",
        "ibn",
        "im",
        "in",
        "am",
        "vom",
        "zum",
        "zur",
    }
)


def _grenzen(zeile: str, a: _Namensteil, b: _Namensteil) -> bool:
    return _BINDEGLIED.fullmatch(zeile[a.bis : b.von]) is not None


@cache
def _haeufige() -> frozenset[str]:
    """Return the last names that are words which texts about work and everyday life have anyway: trades, qualities, things, days, towns."""
    return _liste("haeufige-worte.txt") | _hauptworte() | _kleine()


@cache
def _hauptworte() -> frozenset[str]:
    """Return those of them that texts about work say again and again: "im Lager", "als Koch"."""
    return _liste("haupt-worte.txt")


@cache
def _kleine() -> frozenset[str]:
    """Return those of them that stand in sentences with a small letter: no nouns."""
    return _liste("kleine-worte.txt")


def _liste(name: str) -> frozenset[str]:
    return frozenset(Path(__file__).with_name(name).read_text(encoding="utf-8").split())


def _ist_wort(formen: frozenset[str]) -> bool:
    return bool(formen & _haeufige())


def ist_wort(name: tuple[str, ...]) -> bool:
    """Tell whether a last name, folded, is a word of everyday as well."""
    return len(name) == 1 and (name[0] in _haeufige() or name[0].removesuffix("s") in _haeufige())


def ist_hauptwort(form: str) -> bool:
    """Tell whether a last name, folded, is a noun of which many speak, also behind "Kunde" or "Fr.": "die Kundin Lager angefragt"."""
    return form in _hauptworte() or form.removesuffix("s") in _hauptworte()


def ist_klein(form: str) -> bool:
    """Tell whether a last name, folded, is a word that sentences write small: "die Frau will", "Thea lang"."""
    return form in _kleine() or form.removesuffix("s") in _kleine()


def nachnamen(kontakt: Kontaktdaten) -> list[tuple[str, ...]]:
    """Return the last names by which somebody is recognised wherever they stand, as rows of words: whole, and each part of a double one.

    One that is a word of its own is none: in a text it means what it says.
    """
    ganz = [wort for wort in _worte(kontakt["NName"]) if umschrift(wort) not in TITEL]
    teile = [(wort,) for wort in ganz if len(ganz) > 1 and wort.lower() not in KLEINE]
    # Most people leave out what stands in front: "von der".
    kurz = [teil for (teil,) in teile]
    alle = dict.fromkeys([tuple(ganz), *([tuple(kurz)] if kurz else []), *teile] if ganz else [])
    return [n for n in alle if len(n) > 1 or (len(n[0]) >= _KUERZESTER and umschrift(n[0]) not in _haeufige())]


def in_allen_schreibungen(angaben: Mapping[str, str]) -> list[Mapping[str, str]]:
    """Return contact data as they are, and where a letter is typed as two others as well, with these: `Đorđević`, `Djordjević`.

    Where somebody put the whole name in one field, its last word is the last name.
    """
    vor = angaben.get("VName", "").split()
    if not angaben.get("NName", "").strip() and len(vor) > 1:
        angaben = {**angaben, "VName": " ".join(vor[:-1]), "NName": vor[-1]}
    anders = {feld: wert.replace("Đ", "Dj").replace("đ", "dj") for feld, wert in angaben.items()}
    return [angaben] if anders == angaben else [angaben, anders]


def namensteile(nachname: str) -> list[str]:
    """Return the words of a last name without titles, small words and what is shorter than three letters."""
    return [w for w in _worte(nachname) if len(w) >= _KUERZESTER and umschrift(w) not in TITEL | KLEINE]


def _worte(name: str) -> list[str]:
    return _WORT.findall(name)


def _schreibweisen(wort: str) -> set[str]:
    return {umschrift(wort), ohne_zeichen(wort)}


@lru_cache(maxsize=16_384)  # texts say the same words again and again
def _formen(wort: str) -> frozenset[str]:
    """Return the ways in which a word of a text may be meant: as it is written, and without the s of the genitive."""
    formen = set()
    for ganz in _schreibweisen(wort):
        ohne = re.sub(r"['’]s?$", "", ganz)
        formen |= {ganz, ohne}
        if ohne.endswith("s") and len(ohne) > _KUERZESTER:
            formen.add(ohne[:-1])
    return frozenset(formen)
