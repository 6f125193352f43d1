"""YAML as nodes with marks, built from parser events; the only door to yaml and frontmatter.

Text stays text: no value is guessed to be a number, a date or a truth value. Building from events
with a limited depth, and without anchors, aliases and tags, makes bombs, cycles, foreign objects
and the crash of `yaml.compose` on deep nesting one check.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import field
from typing import Any

import yaml
from frontmatter.default_handlers import BaseHandler

from fallbuch.befund import Befund, Meldungsart, Stelle
from fallbuch.beispiele import NEU
from fallbuch.kennung import nfc
from fallbuch.werte import dataclass

HOECHSTE_TIEFE = 20
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
F004 = Meldungsart(
    kennung="F004",
    ungelesen=True,
    uhr=True,
    titel="Zu tief verschachtelt",
    muster="Die Angaben sind mehr als {tiefe} Ebenen tief verschachtelt. Erwartet: einfache Zeilen „Feld: Wert“.",
    hinweis="Entfernen Sie die überzähligen Klammern oder Einrückungen.",
    erklaerung="Der Kopf einer Falldatei ist eine flache Liste von Feldern. Viele ineinander gesetzte Klammern sind "
    "immer ein Versehen, und sehr viele bringen Programme zum Absturz. Deshalb wird hier nicht weitergelesen.",
    schlecht=NEU.replace("neu", "[" * 21 + "]" * 21),
    gut=NEU,
)
F007 = Meldungsart(
    kennung="F007",
    ungelesen=True,
    uhr=True,
    titel="Zeile folgt nicht dem Muster „Feld: Wert“",
    muster="{problem}. Erwartet: Zeilen nach dem Muster „Feld: Wert“.",
    hinweis="{rat}",
    erklaerung="Im Kopf steht je Zeile ein Feld, dann ein Doppelpunkt, ein Leerzeichen und der Wert. Ein zweiter "
    "Doppelpunkt mit Leerzeichen, ein Tabulator am Zeilenanfang oder ein offenes Anführungszeichen machen die Zeile "
    "unlesbar. Die übrigen Felder werden trotzdem gelesen, so weit es geht.",
    schlecht=NEU.replace("Beratungstag", "Runder Tisch: Stadt"),
    gut=NEU,
)
F008 = Meldungsart(
    kennung="F008",
    uhr=True,
    titel="Sonderzeichen & * ! vor einem Wert",
    muster="Vor dem Wert steht {was}; das wird nicht gelesen. Erwartet: der Wert als einfacher Text.",
    hinweis="Soll das Zeichen zum Text gehören, setzen Sie den ganzen Wert in Anführungszeichen.",
    erklaerung="Die Zeichen „&“, „*“ und „!“ am Anfang eines Wertes haben in YAML eine eigene Bedeutung (Anker, Verweise "
    "und Typangaben). Falldateien brauchen sie nicht, und sie können beim Lesen Schaden anrichten.",
    schlecht=NEU.replace("Beratungstag", "&tag Beratungstag"),
    gut=NEU,
)
F009 = Meldungsart(
    kennung="F009",
    uhr=True,
    titel="Feld steht zweimal da",
    muster="„{feld}“ steht schon in Zeile {zeile}. Erwartet: jedes Feld einmal.",
    hinweis="Löschen Sie die Zeile, die nicht mehr gilt. Bis dahin gilt die erste.",
    erklaerung="Steht ein Feld zweimal im Kopf, ist offen, welche Angabe gilt. Gelesen wird die erste; "
    "die zweite wird nicht stillschweigend übernommen.",
    schlecht=NEU.replace("Status: neu", "Status: neu\nStatus: in Beratung"),
    gut=NEU,
)


@dataclass(frozen=True, slots=True)
class Skalar:
    """A text value with its place; `bis` is the column after its end, or None if it spans lines.

    `von` and `ende` are offsets in the text that was read, for changes in place; `stil` is its quotation mark or block
    sign, "" where it stands bare.
    """

    text: str
    stelle: Stelle
    bis: int | None = None
    stil: str = ""
    von: int = 0
    ende: int = 0


@dataclass(frozen=True, slots=True)
class Liste:
    """A sequence; `stil` is `[` where it is written in brackets."""

    teile: tuple[Knoten, ...]
    stelle: Stelle
    stil: str = ""
    von: int = 0
    ende: int = 0


@dataclass(frozen=True, slots=True)
class Tafel:
    """A mapping; keys are composed (NFC) texts, each once. `stil` is `{` where it is written in braces."""

    paare: dict[str, tuple[Skalar, Knoten]]
    stelle: Stelle
    stil: str = ""
    von: int = 0
    ende: int = 0
    #: All pairs as they stand there, also those whose key stands there already.
    folge: Sequence[tuple[Skalar, Knoten]] = ()


Knoten = Skalar | Liste | Tafel


class _Kopfgrenze(BaseHandler):
    """Front matter between two lines of three hyphens; the first must open the file."""

    FM_BOUNDARY = re.compile(r"^---[ \t]*\r?$", re.MULTILINE)
    START_DELIMITER = END_DELIMITER = "---"


def teile_kopf(text: str) -> tuple[str | None, str | None]:
    """Split `text` into front matter and body; (None, None) without one, (rest, None) if not closed.

    The front matter begins with the line end of its opening line, so that its line n is line n of
    the file.
    """
    grenze = _Kopfgrenze()
    if not grenze.detect(text):
        return None, None
    try:
        return grenze.split(text)
    except ValueError:
        return text[3:], None


def lies_yaml(text: str, datei: str, *, erste_zeile: int = 1) -> tuple[Knoten | None, list[Befund]]:
    """Read one YAML document into nodes; `text` must be free of control characters.

    `erste_zeile` is the line of the file at which `text` begins. What could be read before a fault
    is returned beside its finding.
    """
    if (schlicht := schlichte_tafel(text, datei, erste_zeile)) is not None:
        return schlicht, []
    bauer = _Bauer(datei=datei, versatz=erste_zeile, text=text)
    try:
        for ereignis in yaml.parse(text, Loader=_LOADER):
            if not bauer.nimm(ereignis):
                break
    except yaml.YAMLError as fehler:
        bauer.befunde.append(_syntaxbefund(fehler, text, datei, erste_zeile))
    return bauer.wurzel(), bauer.befunde


# Lines that are one key, one colon and one value without a sign that means something to YAML.
_SCHLICHT = "[A-Za-z0-9ÄÖÜäöüß .,()/?!+-]*+"
_SCHLICHTE_ZEILE = re.compile(
    r"([A-Za-zÄÖÜäöüß]++(?: [A-Za-zÄÖÜäöüß]++){0,5}+): "
    rf"([A-Za-z0-9ÄÖÜäöüß]{_SCHLICHT}(?:& {_SCHLICHT})*+)(?<! )\r?\n"
)


def schlichte_tafel(text: str, datei: str, erste_zeile: int = 1) -> Tafel | None:
    """Read a mapping that the parser could not read otherwise than line by line; None where it might.

    Its values are made of letters, figures and a few signs, without a colon or anything that cannot be seen.
    """
    reihen = schlichte_zeilen(text, erste_zeile)
    if reihen is None:
        return None
    folge = [schlichtes_paar(reihe, datei, nummer) for nummer, reihe in reihen]
    erster = folge[0][0]
    return Tafel({feld.text: (feld, wert) for feld, wert in folge}, erster.stelle, "", erster.von, len(text), folge)


def schlichte_zeilen(text: str, erste_zeile: int = 1) -> list[tuple[int, re.Match[str]]] | None:
    """Return the lines of such a mapping, each with its number, its key and its value; None as above.

    A blank line may stand before the first.
    """
    ort = 1 if text.startswith("\n") else 0
    reihen, zeile = [], erste_zeile + ort
    while (reihe := _SCHLICHTE_ZEILE.match(text, ort)) is not None:
        reihen.append((zeile, reihe))
        ort, zeile = reihe.end(), zeile + 1
    einmalig = len({reihe[1] for _, reihe in reihen}) == len(reihen)
    return reihen if ort == len(text) and reihen and einmalig else None


def schlichtes_paar(reihe: re.Match[str], datei: str, zeile: int) -> tuple[Skalar, Skalar]:
    """Return key and value of such a line as nodes."""
    name, wert = reihe.groups()
    spalte = len(name) + 3
    return (
        Skalar(name, Stelle(datei=datei, zeile=zeile), spalte - 2, "", *reihe.span(1)),
        Skalar(wert, Stelle(datei=datei, zeile=zeile, spalte=spalte), spalte + len(wert), "", *reihe.span(2)),
    )


@dataclass(slots=True)
class _Offen:
    """A collection under construction; `schluessel` is a key that waits for its value."""

    stelle: Stelle
    tafel: bool
    stil: str
    von: int
    teile: list[Knoten] = field(default_factory=list)
    paare: dict[str, tuple[Skalar, Knoten]] = field(default_factory=dict)
    folge: list[tuple[Skalar, Knoten]] = field(default_factory=list)
    schluessel: Skalar | None = None

    def fertig(self, ende: int) -> Knoten:
        if self.tafel:
            return Tafel(self.paare, self.stelle, self.stil, self.von, ende, self.folge)
        return Liste(tuple(self.teile), self.stelle, self.stil, self.von, ende)


@dataclass(slots=True)
class _Bauer:
    """Builds nodes from events with a stack of its own, so that depth costs no recursion."""

    datei: str
    versatz: int
    text: str
    befunde: list[Befund] = field(default_factory=list)
    stapel: list[_Offen] = field(default_factory=list)
    ergebnis: Knoten | None = None

    def nimm(self, ereignis: yaml.Event) -> bool:
        """Take one event; False ends the reading."""
        if isinstance(ereignis, yaml.DocumentEndEvent):
            if ereignis.explicit and ereignis.start_mark is not None:
                problem = "Hier steht eine Zeile „...“, nach der nichts mehr gelesen würde"
                stelle = self._stelle(ereignis.start_mark)
                self.befunde.append(F007.melde(stelle, problem=problem, rat="Löschen Sie die Zeile."))
            return False
        if not isinstance(ereignis, yaml.NodeEvent | yaml.CollectionEndEvent):
            return True
        # The parser sets both marks on every node; only its types leave them open.
        marke = ereignis.start_mark
        stelle = Stelle(datei=self.datei, zeile=self.versatz) if marke is None else self._stelle(marke)
        if isinstance(ereignis, yaml.CollectionEndEvent):
            self._haenge_an(self.stapel.pop().fertig(_index(ereignis.end_mark)))
            return True
        self._melde_besonderes(ereignis, stelle)
        if isinstance(ereignis, yaml.ScalarEvent):
            self._haenge_an(self._skalar(ereignis, stelle))
        elif isinstance(ereignis, yaml.AliasEvent):
            self._haenge_an(Skalar("", stelle))
        elif len(self.stapel) >= HOECHSTE_TIEFE:
            self.befunde.append(F004.melde(stelle, tiefe=HOECHSTE_TIEFE))
            return False
        else:
            tafel = isinstance(ereignis, yaml.MappingStartEvent)
            stil = ("{" if tafel else "[") if getattr(ereignis, "flow_style", False) else ""
            self.stapel.append(_Offen(stelle, tafel, stil, _index(marke)))
        return True

    def wurzel(self) -> Knoten | None:
        """Close what a fault left open and return the document's node."""
        while self.stapel:
            self._haenge_an(self.stapel.pop().fertig(len(self.text)))
        return self.ergebnis

    def _stelle(self, marke: Any) -> Stelle:
        return Stelle(datei=self.datei, zeile=marke.line + self.versatz, spalte=marke.column + 1)

    def _skalar(self, ereignis: yaml.ScalarEvent, stelle: Stelle) -> Skalar:
        ende: Any = ereignis.end_mark
        bis = ende.column + 1 if ende.line + self.versatz == stelle.zeile else None
        von, schluss, stil = _index(ereignis.start_mark), _index(ende), ereignis.style or ""
        if stil in {"|", ">"}:
            schluss = self._blockende(von, schluss)
        return Skalar(nfc(ereignis.value), stelle, bis, stil, von, schluss)

    def _blockende(self, von: int, bis: int) -> int:
        """A block's end is that of the next token; blank lines and comments before that do not belong to it."""
        zeilen = self.text[von:bis].split("\n")
        while len(zeilen) > 1 and (not zeilen[-1].strip() or zeilen[-1].startswith("#")):
            zeilen.pop()
        return von + len("\n".join(zeilen).rstrip("\r"))

    def _melde_besonderes(self, ereignis: yaml.NodeEvent, stelle: Stelle) -> None:
        if isinstance(ereignis, yaml.AliasEvent):
            self.befunde.append(F008.melde(stelle, was="ein Verweis (*)"))
        elif ereignis.anchor is not None:
            self.befunde.append(F008.melde(stelle, was="ein Anker (&)"))
        if getattr(ereignis, "tag", None) is not None:
            self.befunde.append(F008.melde(stelle, was="eine Typangabe (!)"))

    def _haenge_an(self, knoten: Knoten) -> None:
        if not self.stapel:
            self.ergebnis = knoten
            return
        oben = self.stapel[-1]
        if not oben.tafel:
            oben.teile.append(knoten)
        elif oben.schluessel is None:
            oben.schluessel = knoten if isinstance(knoten, Skalar) else self._falscher_schluessel(knoten)
        else:
            self._setze(oben, oben.schluessel, knoten)
            oben.schluessel = None

    def _falscher_schluessel(self, knoten: Knoten) -> Skalar:
        problem = "Hier steht eine Liste, wo ein Feldname stehen muss"
        rat = "Entfernen Sie die Klammern vor dem Doppelpunkt."
        self.befunde.append(F007.melde(knoten.stelle, problem=problem, rat=rat))
        return Skalar("", knoten.stelle)

    def _setze(self, tafel: _Offen, schluessel: Skalar, wert: Knoten) -> None:
        tafel.folge.append((schluessel, wert))
        vorhanden = tafel.paare.get(schluessel.text)
        if vorhanden is None:
            tafel.paare[schluessel.text] = (schluessel, wert)
        else:
            self.befunde.append(F009.melde(schluessel.stelle, feld=schluessel.text, zeile=vorhanden[0].stelle.zeile))


def _syntaxbefund(fehler: yaml.YAMLError, text: str, datei: str, versatz: int) -> Befund:
    # YAML's own message quotes the file; it may show a name and is English.
    marke = getattr(fehler, "problem_mark", None) or getattr(fehler, "context_mark", None)
    problem = f"{getattr(fehler, 'context', '') or ''} {getattr(fehler, 'problem', '') or ''}"
    zeile, spalte = (marke.line, marke.column) if marke else (0, 0)
    if "quoted scalar" in problem and "end of stream" in problem and fehler.context_mark:  # type: ignore[attr-defined]
        zeile, spalte = fehler.context_mark.line, fehler.context_mark.column  # type: ignore[attr-defined]
    if zeile >= max(text.count("\n"), 1):  # found out at the end of the file: point to the last line instead
        zeile = max(text.count("\n") - 1, 0) if text.endswith("\n") else text.count("\n")
        spalte = 0
    zeichen = next(iter(text.split("\n")[zeile][spalte : spalte + 1] if zeile < text.count("\n") + 1 else ""), "")
    satz, rat = _deutsch(problem, zeichen)
    return F007.melde(Stelle(datei=datei, zeile=zeile + versatz, spalte=spalte + 1), problem=satz, rat=rat)


def _deutsch(problem: str, zeichen: str) -> tuple[str, str]:
    if "mapping values" in problem:
        return (
            "Hier steht ein Doppelpunkt, wo keiner stehen kann",
            "Setzen Sie den ganzen Wert in Anführungszeichen, oder rücken Sie die Zeile ganz nach links.",
        )
    if zeichen == "\t":
        return "Hier steht ein Tabulator", "Ersetzen Sie ihn durch Leerzeichen oder rücken Sie die Zeile nach links."
    if "cannot start" in problem:
        return (f"Ein Wert darf nicht mit „{zeichen}“ beginnen", "Setzen Sie den ganzen Wert in Anführungszeichen.")
    if "quoted scalar" in problem:
        return (
            "Ein Anführungszeichen wird geöffnet und nicht richtig geschlossen",
            "Schließen Sie das Anführungszeichen am Ende des Wertes oder lassen Sie beide weg.",
        )
    if "flow" in problem:
        return "Eine eckige oder geschweifte Klammer wird nicht geschlossen", "Schließen Sie die Klammer."
    return (
        "Diese Stelle lässt sich nicht lesen",
        "Prüfen Sie in dieser und der vorigen Zeile Doppelpunkt, Einrückung und Anführungszeichen.",
    )


def _index(marke: Any) -> int:
    return 0 if marke is None else int(marke.index)


def skalare(knoten: Knoten, *, auch_tafeln: bool = False) -> Iterator[Skalar]:
    """Yield the text values of a list or a single value, in order; of mappings inside only where they are wanted."""
    if isinstance(knoten, Skalar):
        yield knoten
    elif isinstance(knoten, Liste):
        for teil in knoten.teile:
            yield from skalare(teil, auch_tafeln=auch_tafeln)
    elif auch_tafeln:
        for _, wert in knoten.folge:
            yield from skalare(wert, auch_tafeln=True)
