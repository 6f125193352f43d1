"""Workbooks of Excel: new ones by calamine, with what it does not tell read from the XML; old ones by xlrd."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from dataclasses import field
from datetime import datetime, timedelta
from typing import Any

from fallbuch.umzug.bogen import Bogen, Fehlwert, Umzugsfehler, Zellwert
from fallbuch.umzug.xmlteile import Buerodatei, beschaedigt
from fallbuch.werte import dataclass

_OHNE_ERGEBNIS = "Formel ohne Ergebnis"
_ADRESSE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


def fehlendes(paket: str) -> Umzugsfehler:
    """Say that a package is missing, and how it comes: what reading workbooks needs is an extra of the program."""
    return Umzugsfehler(f"Für Excel-Tabellen fehlt das Paket {paket}. Es kommt mit: pip install 'fallbuch[umzug]'")


@dataclass(kw_only=True)
class _Zusatz:
    """What a sheet's XML says beyond its values: cells from 0 with an error, rows that are not shown."""

    fehler: dict[tuple[int, int], str] = field(default_factory=dict)
    versteckte: set[int] = field(default_factory=set)


class _Blattleser:
    """Takes the events of one sheet: error cells, formulas without a value, hidden rows."""

    def __init__(self) -> None:
        self.zusatz = _Zusatz()
        self._zeile = self._spalte = -1
        self._art, self._formel, self._wert = "", False, False
        self._text: list[str] = []
        self._liest = False

    def beginn(self, name: str, a: Mapping[str, str]) -> None:
        if name == "s:c":
            self._beginne_zelle(a)
        elif name == "s:v":
            self._liest, self._text = self._formel or self._art == "e", []
            self._wert = not self._liest
        elif name == "s:f":
            self._formel = True
        elif name == "s:is":
            self._wert = True
        elif name == "s:row":
            self._zeile = int(a["r"]) - 1 if a.get("r", "").isdigit() else self._zeile + 1
            self._spalte = -1
            if a.get("hidden") in {"1", "true"}:
                self.zusatz.versteckte.add(self._zeile)

    def _beginne_zelle(self, a: Mapping[str, str]) -> None:
        treffer = _ADRESSE.fullmatch(a.get("r", ""))
        self._spalte = _spalte(treffer[1]) if treffer else self._spalte + 1
        self._art, self._formel, self._wert = a.get("t", "n"), False, False

    def zeichen(self, text: str) -> None:
        if self._liest:
            self._text.append(text)

    def ende(self, name: str) -> None:
        if name == "s:v":
            self._liest, self._wert = False, self._wert or bool(self._text)
        elif name == "s:c":
            ort = (self._zeile, self._spalte)
            if self._art == "e":
                self.zusatz.fehler[ort] = "".join(self._text) or "Fehler"
            elif self._formel and not self._wert and self._art != "str":
                self.zusatz.fehler[ort] = _OHNE_ERGEBNIS


def _spalte(buchstaben: str) -> int:
    nummer = 0
    for buchstabe in buchstaben:
        nummer = 26 * nummer + ord(buchstabe) - ord("A") + 1
    return nummer - 1


def lies_xlsx(roh: bytes, datei: Buerodatei | None) -> list[Bogen]:
    """Return the sheets of a workbook; raises `Umzugsfehler`. `datei` is its ZIP, None for the binary form."""
    try:
        from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum  # noqa: PLC0415 - whoever moves nothing in does not wait for it
    except ModuleNotFoundError as fehler:
        raise fehlendes("python-calamine") from fehler
    try:
        mappe = CalamineWorkbook.from_filelike(io.BytesIO(roh))
        boegen: list[Bogen] = []
        teile = _teile(datei) if datei is not None else {}
        for angaben in mappe.sheets_metadata:
            if "WorkSheet" not in str(angaben.typ):
                continue
            blatt = mappe.get_sheet_by_name(angaben.name)
            bogen = Bogen(
                name=angaben.name,
                zeilen=[[_wert(w) for w in zeile] for zeile in blatt.to_python(skip_empty_area=False)],
                verborgen=angaben.visible != SheetVisibleEnum.Visible,
            )
            bogen.fuelle([(*von, *bis) for von, bis in blatt.merged_cell_ranges or ()])
            if datei is not None:
                _melde_kommentare(datei, boegen, bogen)
            if datei is not None and (teil := teile.get(angaben.name)) is not None:
                _ergaenze(bogen, _zusatz(datei, teil))
            boegen.append(bogen.stutze())
    except (CalamineError, ValueError, OSError) as fehler:
        raise beschaedigt() from fehler
    return boegen


def _melde_kommentare(datei: Buerodatei, boegen: list[Bogen], bogen: Bogen) -> None:
    """Say at the first sheet how many comments the file has: which belongs where only other parts of it tell."""
    zahl: list[str] = []
    for teil in () if boegen else [*datei.namen("xl/comments*.xml"), *datei.namen("xl/comments/*.xml")]:
        datei.lies(
            teil, lambda name, _: zahl.append(name) if name == "s:comment" else None, lambda _: None, lambda _: None
        )
    bogen.melde_angehaengte(len(zahl))


def _wert(wert: Any) -> Zellwert:
    if wert == "" and isinstance(wert, str):
        return None
    return wert  # type: ignore[no-any-return]


def _zusatz(datei: Buerodatei, teil: str) -> _Zusatz:
    leser = _Blattleser()
    datei.lies(teil, leser.beginn, leser.ende, leser.zeichen)
    return leser.zusatz


def _ergaenze(bogen: Bogen, zusatz: _Zusatz) -> None:
    for (zeile, spalte), was in zusatz.fehler.items():
        while zeile >= len(bogen.zeilen):
            bogen.zeilen.append([])
        reihe = bogen.zeilen[zeile]
        reihe += [None] * (spalte + 1 - len(reihe))
        reihe[spalte] = Fehlwert(was)
    bogen.versteckte = frozenset(zusatz.versteckte)


def _teile(datei: Buerodatei) -> dict[str, str]:
    """Return where in the ZIP each sheet lies, by its name."""
    ziele: dict[str, str] = {}
    blaetter: dict[str, str] = {}

    def verweis(name: str, a: Mapping[str, str]) -> None:
        if name.endswith("Relationship"):
            ziel = a.get("Target", "")
            ziele[a.get("Id", "")] = ziel.lstrip("/") if ziel.startswith("/") else f"xl/{ziel}"

    def blatt(name: str, a: Mapping[str, str]) -> None:
        if name == "s:sheet":
            blaetter[a.get("name", "")] = a.get("id", "")

    for teil, merke in (("xl/_rels/workbook.xml.rels", verweis), ("xl/workbook.xml", blatt)):
        if datei.hat(teil):
            datei.lies(teil, merke, lambda _: None, lambda _: None)
    return {name: ziele[id_] for name, id_ in blaetter.items() if datei.hat(ziele.get(id_, ""))}


def lies_xls(roh: bytes) -> list[Bogen]:
    """Return the sheets of a workbook in the old form; raises `Umzugsfehler`."""
    try:
        import xlrd  # noqa: PLC0415 - the same
        from xlrd.biffh import error_text_from_code  # noqa: PLC0415
    except ModuleNotFoundError as fehler:
        raise fehlendes("xlrd") from fehler
    try:
        mappe = xlrd.open_workbook(file_contents=roh, formatting_info=True, logfile=io.StringIO())
        boegen = []
        for blatt in mappe.sheets():
            zeilen = [
                [_altwert(zelle.ctype, zelle.value, mappe.datemode, error_text_from_code) for zelle in blatt.row(n)]
                for n in range(blatt.nrows)
            ]
            versteckte = frozenset(n for n, info in blatt.rowinfo_map.items() if info.hidden)
            bogen = Bogen(name=blatt.name, zeilen=zeilen, versteckte=versteckte, verborgen=blatt.visibility != 0)
            bogen.fuelle([(oben, links, unten - 1, rechts - 1) for oben, unten, links, rechts in blatt.merged_cells])
            boegen.append(bogen.stutze())
    except Exception as fehler:
        raise beschaedigt() from fehler
    return boegen


def _altwert(art: int, wert: Any, zeitrechnung: int, fehlertext: Mapping[int, str]) -> Zellwert:
    """Return a value by xlrd's kinds: 1 text, 2 number, 3 moment, 4 truth, 5 error."""
    if art == 1:
        return str(wert) or None
    if art == 3:
        return _moment(float(wert), zeitrechnung)
    if art == 4:
        return bool(wert)
    if art == 5:
        return Fehlwert(fehlertext.get(int(wert), "Fehler"))
    return float(wert) if art == 2 else None


def _moment(tage: float, zeitrechnung: int) -> Zellwert:
    """Return what days since the beginning of Excel's calendar mean: a time of day below one, else a day or a moment."""
    if tage < 1:
        return (datetime(1900, 1, 1) + timedelta(seconds=round(tage * 86400))).time()  # noqa: DTZ001 - a time of day
    if tage < 366:  # nobody's day: hours beyond a whole day
        return timedelta(seconds=round(tage * 86400))
    anfang = datetime(1904, 1, 1) if zeitrechnung else datetime(1899, 12, 30)  # noqa: DTZ001 - no zone in a spreadsheet
    moment = anfang + timedelta(seconds=round(tage * 86400))
    return moment if moment.time() != datetime.min.time() else moment.date()
