"""Tables of OpenDocument files, sheets (ODS) and texts (ODT): each value as it is stored, not as it is shown."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import field
from datetime import date, datetime, time, timedelta

from fallbuch.umzug.bogen import Bogen, Fehlwert, Umzugsfehler, Zellwert
from fallbuch.umzug.xmlteile import Buerodatei, beschaedigt
from fallbuch.werte import dataclass

#: Spreadsheets end a row with one cell that stands for thousands, and a sheet with such a row.
_HOECHSTENS_SPALTEN, _HOECHSTENS_ZEILEN = 200, 200_000
_DAUER = re.compile(r"-?P(?:([0-9]+)D)?T(?:([0-9]+)H)?(?:([0-9]+)M)?(?:([0-9.,]+)S)?")
#: What stands in a cell and is none of its text: notes, drawings, what was deleted.
_DANEBEN = frozenset(
    {
        "office:annotation",
        "draw:frame",
        "draw:custom-shape",
        "draw:line",
        "text:tracked-changes",
        "text:note",
        "text:ruby-text",
    }
)
_ANGEHAENGT = frozenset({"office:annotation", "text:note"})
_FEHLER = re.compile(r"#[A-ZÄÖÜ/0-9!?]+|Err:[0-9]{3}|Fehler:[0-9]{3}")


@dataclass(kw_only=True)
class _Rohbogen:
    """A table while it is read."""

    name: str
    zeilen: list[list[Zellwert]] = field(default_factory=list)
    versteckte: set[int] = field(default_factory=set)
    bereiche: list[tuple[int, int, int, int]] = field(default_factory=list)
    #: Notes and footnotes at its cells.
    angehaengte: int = 0
    verborgen: bool = False
    zeile: list[Zellwert] = field(default_factory=list)
    zeile_mal: int = 1
    zeile_weg: bool = False
    zelle: Mapping[str, str] | None = None
    absaetze: list[list[str]] = field(default_factory=list)


class _Odfleser:
    """Takes the events of content.xml; tables inside of tables are read into the cell that holds them."""

    def __init__(self) -> None:
        self.fertige: list[_Rohbogen] = []
        self._offene: list[_Rohbogen] = []
        self._daneben = self._im_absatz = 0
        #: A point of a list has begun, and its text not yet.
        self._punkt = False
        #: Styles stand before the tables: the one that is being read, and those of hidden sheets.
        self._stil, self._verborgene = "", set[str]()

    def beginn(self, name: str, a: Mapping[str, str]) -> None:
        if self._daneben or name in _DANEBEN:
            if not self._daneben and self._offene and name in _ANGEHAENGT:
                self._offene[-1].angehaengte += 1
            self._daneben += 1
            return
        if name == "table:table":
            nummer = len(self.fertige) + len(self._offene) + 1
            self._offene.append(
                _Rohbogen(name=a.get("name", f"Tabelle {nummer}"), verborgen=a.get("style-name") in self._verborgene)
            )
            return
        if not self._offene:
            self._merke_stil(name, a)
            return
        bogen = self._offene[-1]
        if name == "table:table-row":
            bogen.zeile, bogen.zeile_mal = [], int(a.get("number-rows-repeated", 1))
            bogen.zeile_weg = a.get("visibility") in {"collapse", "filter"}
        elif name in {"table:table-cell", "table:covered-table-cell"}:
            bogen.zelle, bogen.absaetze = {**a, "": name}, []
        elif name == "text:list-item":
            self._punkt = True
        elif name in {"text:p", "text:h"} and bogen.zelle is not None:
            bogen.absaetze.append(["- "] if self._punkt else [])
            self._punkt = False
            self._im_absatz += 1
        elif self._im_absatz and bogen.absaetze:
            self._besonderes(name, a, bogen.absaetze[-1])

    def _merke_stil(self, name: str, a: Mapping[str, str]) -> None:
        if name == "style":
            self._stil = a.get("name", "")
        elif name == "table-properties" and a.get("display") == "false":
            self._verborgene.add(self._stil)

    @staticmethod
    def _besonderes(name: str, a: Mapping[str, str], absatz: list[str]) -> None:
        if name == "text:s":
            absatz.append(" " * min(int(a.get("c", 1)), 100))
        elif name == "text:tab":
            absatz.append("\t")
        elif name == "text:line-break":
            absatz.append("\n")

    def zeichen(self, text: str) -> None:
        if not self._daneben and self._im_absatz and self._offene and self._offene[-1].absaetze:
            # Line ends of the file itself are blanks.
            self._offene[-1].absaetze[-1].append(re.sub(r"[ \n\r\t]+", " ", text))

    def ende(self, name: str) -> None:
        if self._daneben:
            self._daneben -= 1
            return
        if not self._offene:
            return
        bogen = self._offene[-1]
        if name in {"text:p", "text:h"} and self._im_absatz and bogen.zelle is not None:
            self._im_absatz -= 1
        elif name in {"table:table-cell", "table:covered-table-cell"} and bogen.zelle is not None:
            self._schliesse_zelle(bogen, bogen.zelle)
        elif name == "table:table-row":
            self._schliesse_zeile(bogen)
        elif name == "table:table":
            self._schliesse_tabelle(self._offene.pop())

    @staticmethod
    def _schliesse_zelle(bogen: _Rohbogen, a: Mapping[str, str]) -> None:
        text = "\n".join("".join(absatz) for absatz in bogen.absaetze)
        wert = None if a[""] == "table:covered-table-cell" else _wert(a, text, len(bogen.absaetze))
        mal = int(a.get("number-columns-repeated", 1))
        platz = max(0, _HOECHSTENS_SPALTEN - len(bogen.zeile))
        hoch, breit = int(a.get("number-rows-spanned", 1)), int(a.get("number-columns-spanned", 1))
        if hoch > 1 or breit > 1:
            y, x = len(bogen.zeilen), len(bogen.zeile)
            bogen.bereiche.append((y, x, y + hoch - 1, x + breit - 1))
        bogen.zeile += [wert] * min(mal, platz)
        bogen.zelle, bogen.absaetze = None, []

    @staticmethod
    def _schliesse_zeile(bogen: _Rohbogen) -> None:
        leer = all(wert is None for wert in bogen.zeile)
        mal = min(bogen.zeile_mal, max(0, _HOECHSTENS_ZEILEN - len(bogen.zeilen)))
        if leer and mal > 1000:  # the rest of the sheet
            mal = 1
        for _ in range(mal):
            if bogen.zeile_weg and not leer:
                bogen.versteckte.add(len(bogen.zeilen))
            bogen.zeilen.append(list(bogen.zeile))
        bogen.zeile = []

    def _schliesse_tabelle(self, bogen: _Rohbogen) -> None:
        if self._offene and self._offene[-1].zelle is not None:
            innen = "\n".join(" ".join(str(w) for w in zeile if w is not None) for zeile in bogen.zeilen)
            self._offene[-1].absaetze.append([innen])
        else:
            self.fertige.append(bogen)


def _wert(a: Mapping[str, str], text: str, absaetze: int) -> Zellwert:
    art = a.get("value-type")
    gezeigt = text.strip()
    if a.get("calcext:value-type") == "error":
        return Fehlwert(gezeigt or "Fehler")
    ohne = art is None and not gezeigt and not absaetze
    if "formula" in a and (_FEHLER.fullmatch(gezeigt) if art == "string" else ohne):
        return Fehlwert(gezeigt or "Formel ohne Ergebnis")
    try:
        lies = _ARTEN.get(art or "")
        return lies(a) if lies is not None else text if gezeigt else None
    except (KeyError, ValueError):
        return Fehlwert("ein Wert, den niemand lesen kann")


def _tag(wert: str) -> date | datetime:
    if "T" not in wert:
        return date.fromisoformat(wert)
    moment = datetime.fromisoformat(wert[:19])
    return moment.date() if moment.time() == time(0) else moment


def _dauer(wert: str) -> time | timedelta:
    treffer = _DAUER.fullmatch(wert)
    if treffer is None:
        raise ValueError(wert)
    tage, stunden, minuten = (int(treffer[n] or 0) for n in (1, 2, 3))
    dauer = timedelta(days=tage, hours=stunden, minutes=minuten, seconds=float((treffer[4] or "0").replace(",", ".")))
    if dauer >= timedelta(days=1):
        return dauer
    return (datetime(2000, 1, 1) + dauer).time()  # noqa: DTZ001 - a time of day


def _zahl(a: Mapping[str, str]) -> float | bool:
    # Without a form of its own a truth is a number that is shown as a word.
    wert = float(a["value"])
    return bool(wert) if a.get("formula", "").endswith(("TRUE()", "FALSE()")) else wert


_ARTEN: Mapping[str, Callable[[Mapping[str, str]], Zellwert]] = {
    "float": _zahl,
    "percentage": _zahl,
    "currency": _zahl,
    "boolean": lambda a: a["boolean-value"] == "true",
    "date": lambda a: _tag(a["date-value"]),
    "time": lambda a: _dauer(a["time-value"]),
}


def lies_odf(datei: Buerodatei, *, mappe: bool) -> list[Bogen]:
    """Return the tables of a sheet file (`mappe`) or of a text; raises `Umzugsfehler`."""
    if not datei.hat("content.xml"):
        raise beschaedigt()
    if _verschluesselt(datei):
        raise Umzugsfehler(
            "Die Datei ist mit einem Kennwort geschützt. Öffnen Sie sie, und speichern Sie sie ohne Kennwort."
        )
    leser = _Odfleser()
    datei.lies("content.xml", leser.beginn, leser.ende, leser.zeichen)
    boegen = []
    for roh in leser.fertige:
        bogen = Bogen(
            name=roh.name,
            zeilen=roh.zeilen,
            adressen=mappe,
            versteckte=frozenset(roh.versteckte),
            verborgen=roh.verborgen,
        )
        bogen.melde_angehaengte(roh.angehaengte)
        bogen.fuelle(roh.bereiche)
        boegen.append(bogen.stutze())
    return boegen


def _verschluesselt(datei: Buerodatei) -> bool:
    gefunden: list[bool] = []
    if datei.hat("META-INF/manifest.xml"):
        datei.lies(
            "META-INF/manifest.xml",
            lambda name, _: gefunden.append(True) if name == "manifest:encryption-data" else None,
            lambda _: None,
            lambda _: None,
        )
    return bool(gefunden)
