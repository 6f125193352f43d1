"""Counts the steps of regular expressions: a second, simple engine that goes back and forth as Python's own does.

Run as a program of its own, so that every expression of the program is seen from the beginning:
`python -m tests.akte.rueckwege` reads lists of files as JSON and prints for each file the steps of its reading.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from re import _constants as c  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

#: Whether the rest matches from a place on; returns where it ends.
Weiter = Callable[[int], "int | None"]
WURZEL = Path(__file__).parent.parent.parent
_WORT = re.compile(r"\w")


class Schritte:
    """The steps of all searches so far."""

    def __init__(self) -> None:
        self.zahl = 0


class Muster:
    """One expression, matched step by step."""

    def __init__(self, muster: re.Pattern[str], schritte: Schritte) -> None:
        self._baum = list(parser.parse(muster.pattern, muster.flags & ~re.DEBUG))
        self._fahnen, self._schritte = muster.flags, schritte
        self._text = ""
        self._gruppen: dict[int, tuple[int, int]] = {}

    def suche(self, text: str, von: int, wie: str) -> tuple[int, int] | None:
        """Return where the expression is found; `wie` is match, fullmatch or search."""
        self._text = text
        ende: Weiter = (lambda p: p if p == len(text) else None) if wie == "fullmatch" else (lambda p: p)
        for start in range(von, len(text) + 1) if wie == "search" else (von,):
            self._gruppen = {}
            gefunden = self._folge(self._baum, 0, start, ende)
            if gefunden is not None:
                return start, gefunden
        return None

    def _folge(self, knoten: Sequence[Any], nummer: int, stelle: int, weiter: Weiter) -> int | None:
        if nummer == len(knoten):
            return weiter(stelle)
        self._schritte.zahl += 1
        art, wert = knoten[nummer]

        def rest(p: int) -> int | None:
            return self._folge(knoten, nummer + 1, p, weiter)

        if art in _EINZELNE:
            return rest(stelle + 1) if self._passt(art, wert, stelle) else None
        return getattr(self, f"_{str(art).lower()}")(wert, stelle, rest)  # type: ignore[no-any-return]

    def _passt(self, art: Any, wert: Any, stelle: int) -> bool:
        self._schritte.zahl += 1
        if stelle >= len(self._text):
            return False
        zeichen = self._text[stelle]
        if art is c.ANY:
            return zeichen != "\n" or bool(self._fahnen & re.DOTALL)
        if art is c.IN:
            return self._in(wert, zeichen)
        gleich = ord(zeichen) == wert
        if self._fahnen & re.IGNORECASE:
            gleich = zeichen.casefold() == chr(wert).casefold()
        return bool(gleich == (art is c.LITERAL))

    def _in(self, menge: Sequence[Any], zeichen: str) -> bool:
        treffer, umgekehrt = False, False
        for art, wert in menge:
            if art is c.NEGATE:
                umgekehrt = True
            elif art is c.CATEGORY:
                treffer |= _kategorie(wert, zeichen)
            else:
                von, bis = (wert, wert) if art is c.LITERAL else wert
                formen = {zeichen, zeichen.lower(), zeichen.upper()} if self._fahnen & re.IGNORECASE else {zeichen}
                treffer |= any(len(f) == 1 and von <= ord(f) <= bis for f in formen)
        return treffer != umgekehrt

    def _max_repeat(self, wert: Any, stelle: int, rest: Weiter) -> int | None:
        mindestens, hoechstens, innen = wert
        if len(innen) == 1 and innen[0][0] in _EINZELNE:
            (art, zeichen), ende = innen[0], stelle
            while ende - stelle < hoechstens and self._passt(art, zeichen, ende):
                ende += 1
            for p in range(ende, stelle + mindestens - 1, -1):
                self._schritte.zahl += 1
                if (gefunden := rest(p)) is not None:
                    return gefunden
            return None

        def noch(p: int, wie_oft: int) -> int | None:
            if wie_oft < hoechstens:
                gefunden = self._folge(innen, 0, p, lambda q: noch(q, wie_oft + 1) if q > p else None)
                if gefunden is not None:
                    return gefunden
            return rest(p) if wie_oft >= mindestens else None

        return noch(stelle, 0)

    def _min_repeat(self, wert: Any, stelle: int, rest: Weiter) -> int | None:
        mindestens, hoechstens, innen = wert

        def noch(p: int, wie_oft: int) -> int | None:
            if wie_oft >= mindestens and (gefunden := rest(p)) is not None:
                return gefunden
            return self._folge(innen, 0, p, lambda q: noch(q, wie_oft + 1)) if wie_oft < hoechstens else None

        return noch(stelle, 0)

    def _possessive_repeat(self, wert: Any, stelle: int, rest: Weiter) -> int | None:
        ende = self._max_repeat(wert, stelle, lambda p: p)
        return None if ende is None else rest(ende)

    def _atomic_group(self, wert: Any, stelle: int, rest: Weiter) -> int | None:
        ende = self._folge(wert, 0, stelle, lambda p: p)
        return None if ende is None else rest(ende)

    def _branch(self, wert: Any, stelle: int, rest: Weiter) -> int | None:
        gefunden = (self._folge(zweig, 0, stelle, rest) for zweig in wert[1])
        return next((g for g in gefunden if g is not None), None)

    def _subpattern(self, wert: Any, stelle: int, rest: Weiter) -> int | None:
        gruppe, an, aus, innen = wert
        if an or aus:
            raise NotImplementedError("flags within an expression")

        def danach(p: int) -> int | None:
            if gruppe is not None:
                self._gruppen[gruppe] = (stelle, p)
            return rest(p)

        return self._folge(innen, 0, stelle, danach)

    def _groupref(self, wert: Any, stelle: int, rest: Weiter) -> int | None:
        von, bis = self._gruppen.get(wert, (0, -1))
        self._schritte.zahl += max(bis - von, 0)
        passt = bis >= von and self._text.startswith(self._text[von:bis], stelle)
        return rest(stelle + bis - von) if passt else None

    def _assert(self, wert: Any, stelle: int, rest: Weiter) -> int | None:
        return rest(stelle) if self._schaut(wert, stelle) else None

    def _assert_not(self, wert: Any, stelle: int, rest: Weiter) -> int | None:
        return None if self._schaut(wert, stelle) else rest(stelle)

    def _schaut(self, wert: Any, stelle: int) -> bool:
        richtung, innen = wert
        von = stelle if richtung > 0 else stelle - innen.getwidth()[0]
        return von >= 0 and self._folge(innen, 0, von, lambda p: p) is not None

    def _at(self, wert: Any, stelle: int, rest: Weiter) -> int | None:
        return rest(stelle) if self._ist_dort(wert, stelle) else None

    def _ist_dort(self, wert: Any, stelle: int) -> bool:
        text, zeilenweise = self._text, bool(self._fahnen & re.MULTILINE)
        if wert in (c.AT_BEGINNING, c.AT_BEGINNING_STRING):
            return stelle == 0 or (zeilenweise and wert is c.AT_BEGINNING and text[stelle - 1] == "\n")
        if wert in (c.AT_END, c.AT_END_STRING):
            letzte = wert is c.AT_END and (stelle == len(text) - 1 or zeilenweise) and text[stelle : stelle + 1] == "\n"
            return stelle == len(text) or letzte
        davor, danach = (bool(_WORT.match(text[p : p + 1])) if p >= 0 else False for p in (stelle - 1, stelle))
        return (davor != danach) == (wert is c.AT_BOUNDARY)


_EINZELNE = frozenset({c.LITERAL, c.NOT_LITERAL, c.ANY, c.IN})
_ZEICHEN = {c.CATEGORY_DIGIT: r"\d", c.CATEGORY_SPACE: r"\s", c.CATEGORY_WORD: r"\w"} | {
    c.CATEGORY_NOT_DIGIT: r"\D", c.CATEGORY_NOT_SPACE: r"\S", c.CATEGORY_NOT_WORD: r"\W",
}  # fmt: skip
_KLASSEN = {kategorie: re.compile(muster) for kategorie, muster in _ZEICHEN.items()}


def _kategorie(kategorie: Any, zeichen: str) -> bool:
    return _KLASSEN[kategorie].match(zeichen) is not None


class Beobachtetes:
    """An expression that counts besides; both engines must find the same."""

    def __init__(self, muster: re.Pattern[str], schritte: Schritte) -> None:
        self._muster: Any = muster
        self._zweites = Muster(muster, schritte)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._muster, name)

    def _geprueft(self, text: str, von: int, wie: str) -> re.Match[str] | None:
        treffer: re.Match[str] | None = getattr(self._muster, wie)(text, von)
        gezaehlt = self._zweites.suche(text, von, wie)
        if gezaehlt != (treffer and treffer.span()):
            raise SystemExit(f"{self._muster.pattern!r} ({wie}): {treffer and treffer.span()}, counted {gezaehlt}")
        return treffer

    def match(self, text: str, von: int = 0) -> re.Match[str] | None:
        return self._geprueft(text, von, "match")

    def fullmatch(self, text: str) -> re.Match[str] | None:
        return self._geprueft(text, 0, "fullmatch")

    def search(self, text: str, von: int = 0) -> re.Match[str] | None:
        return self._geprueft(text, von, "search")

    def finditer(self, text: str) -> Any:
        self._alle(text)
        return self._muster.finditer(text)

    def findall(self, text: str) -> Any:
        self._alle(text)
        return self._muster.findall(text)

    def sub(self, ersatz: Any, text: str, *mehr: int, **genannt: int) -> Any:
        self._alle(text)
        return self._muster.sub(ersatz, text, *mehr, **genannt)

    def split(self, text: str, *mehr: int, **genannt: int) -> Any:
        self._alle(text)
        return self._muster.split(text, *mehr, **genannt)

    def _alle(self, text: str) -> None:
        stelle = 0
        while stelle <= len(text) and (treffer := self._geprueft(text, stelle, "search")) is not None:
            stelle = treffer.end() + (treffer.start() == treffer.end())


def beobachte() -> Schritte:
    """From now on each expression that the program makes is watched."""
    schritte, echt = Schritte(), re.compile

    def vom_programm() -> bool:
        return str(sys._getframe(2).f_globals.get("__name__", "")).startswith("fallbuch.")

    def compile_(muster: Any, flags: Any = 0) -> Any:
        fertig = echt(muster, flags)
        return Beobachtetes(fertig, schritte) if vom_programm() and isinstance(fertig.pattern, str) else fertig

    def beobachtet(name: str, eigentlich: Callable[..., Any]) -> Callable[..., Any]:
        def ruf(muster: Any, *rest: Any, flags: Any = 0, **mehr: Any) -> Any:
            if vom_programm() and isinstance(muster, str):
                return getattr(Beobachtetes(echt(muster, flags), schritte), name)(*rest, **mehr)
            return eigentlich(muster, *rest, flags=flags, **mehr)

        return ruf

    re.compile = compile_  # type: ignore[assignment]
    for name in ("match", "fullmatch", "search", "finditer", "findall", "sub", "split"):
        setattr(re, name, beobachtet(name, getattr(re, name)))
    return schritte


def schritte_der_ausdruecke(dateien: Sequence[str]) -> list[int]:
    """Return the steps of the program's expressions while each of the files is read."""
    ende = subprocess.run(
        [sys.executable, "-m", "tests.akte.rueckwege"], cwd=WURZEL, input=json.dumps(dateien), text=True, capture_output=True, check=False
    )  # fmt: skip
    assert ende.returncode == 0, ende.stderr
    return [int(zahl) for zahl in json.loads(ende.stdout)]


if __name__ == "__main__":
    sys.setrecursionlimit(100_000)
    gezaehlt = beobachte()
    from benchmarks.haerte import lies

    ergebnisse = []
    for datei in json.load(sys.stdin):
        vorher = gezaehlt.zahl
        lies(datei)
        ergebnisse.append(gezaehlt.zahl - vorher)
    json.dump(ergebnisse, sys.stdout)
