"""Reads a list of customers, a spreadsheet as it was kept before, into contacts. The door to calamine.

What can be read becomes a contact; of what cannot, the row and the reason are told, never what stands there.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from fallbuch.kennung import id_mangel, vergleichsform
from fallbuch.kontakte.ablageort import fehlendes
from fallbuch.kontakte.modell import NAMEN, Kontaktdaten, Kontaktfehler, gepruefte_angabe
from fallbuch.werte import dataclass

#: How columns are headed, by the field that they hold; VEREIN's own names are the first.
_SPALTEN: Mapping[str, Sequence[str]] = {
    "ID": ("ID", "Kundennummer", "Kunden-Nr", "Kd-Nr", "Nr", "Nummer"),
    "VName": ("VName", "Vorname", "Vornamen"),
    "NName": ("NName", "Nachname", "Familienname", "Zuname", "Name"),
    "Strasse": ("Strasse", "Straße", "Straße und Hausnummer", "Straße, Hausnummer", "Anschrift", "Adresse"),
    "PLZ": ("PLZ", "Postleitzahl"),
    "Stadt": ("Stadt", "Ort", "Wohnort"),
    "Telefon": ("Telefon", "Tel", "Telefonnummer", "Handy", "Mobil", "Mobiltelefon"),
    "Email": ("Email", "E-Mail", "Mail", "E-Mail-Adresse"),
    "Sprachen": ("Sprachen", "Sprache"),
    "Einwilligung": ("Einwilligung", "Einwilligung am", "Einwilligung vom"),
}
_KOPF_BIS, _KOPF_MINDESTENS = 20, 3
_LESBAR = (".xlsx", ".xls", ".xlsm", ".xlsb", ".ods", ".csv")


@dataclass(frozen=True, slots=True)
class Zeilenmangel:
    """A row that is no contact, or in which something is odd: its number in the sheet, and a sentence."""

    zeile: int
    satz: str


@dataclass(kw_only=True)
class Gelesene:
    """What a table holds: contacts, rows that are none, and what is odd about others; columns that nobody knows by their place."""

    kontakte: list[Kontaktdaten] = field(default_factory=list)
    maengel: list[Zeilenmangel] = field(default_factory=list)
    hinweise: list[Zeilenmangel] = field(default_factory=list)
    fremde: list[str] = field(default_factory=list)


def lies_kundenliste(datei: Path, *, oesterreich: bool) -> Gelesene:
    """Read the first sheet that has the columns of such a list; raises `Kontaktfehler` where none has.

    `oesterreich`: whether a postal code of four digits is one, or has lost its zero.
    """
    for zeilen in _blaetter(datei):
        for nummer, kopf in enumerate(zeilen[:_KOPF_BIS]):
            spalten = _spalten(kopf)
            if "ID" in spalten and len(spalten) >= _KOPF_MINDESTENS:
                gelesen = Gelesene(
                    fremde=[_text(w) for i, w in enumerate(kopf) if _text(w) and i not in spalten.values()]
                )
                for weiter, zeile in enumerate(zeilen[nummer + 1 :], start=nummer + 2):
                    _lies_zeile(gelesen, weiter, zeile, spalten, oesterreich=oesterreich)
                return gelesen
    raise Kontaktfehler(
        "In dieser Datei steht keine Kundenliste. Erwartet: eine Zeile mit den Namen der Spalten, darunter „ID“ und mindestens zwei wie „Nachname“ und „Telefon“."
    )


def _spalten(kopf: Sequence[Any]) -> dict[str, int]:
    """Return field → column; of two that mean the same the first."""
    formen = {vergleichsform(wort): feld for feld, worte in _SPALTEN.items() for wort in worte}
    gefunden: dict[str, int] = {}
    for stelle, wert in enumerate(kopf):
        feld = formen.get(vergleichsform(_text(wert)))
        if feld is not None:
            gefunden.setdefault(feld, stelle)
    return gefunden


def _lies_zeile(
    gelesen: Gelesene, nummer: int, zeile: Sequence[Any], spalten: Mapping[str, int], *, oesterreich: bool
) -> None:
    werte = {feld: _text(zeile[stelle]) if stelle < len(zeile) else "" for feld, stelle in spalten.items()}
    kennung = werte.pop("ID")
    if not kennung and not any(werte.values()):
        return
    if not kennung or id_mangel(kennung) is not None:
        gelesen.maengel.append(Zeilenmangel(nummer, "Die ID fehlt, oder sie ist keine."))
        return
    if any(k.kennung == kennung for k in gelesen.kontakte):
        gelesen.maengel.append(Zeilenmangel(nummer, f"Die ID {kennung} steht schon in einer Zeile darüber."))
        return
    plz = werte.get("PLZ", "")
    if not oesterreich and len(plz) == 4 and plz.isdigit():
        werte["PLZ"] = f"0{plz}"
        gelesen.hinweise.append(Zeilenmangel(nummer, "Der Postleitzahl fehlte die Null am Anfang; sie ist ergänzt."))
    telefon = spalten.get("Telefon")
    if telefon is not None and telefon < len(zeile) and isinstance(zeile[telefon], float):
        satz = "Die Telefonnummer stand als Zahl in der Tabelle: Eine Null oder ein Plus am Anfang ist verloren. Sehen Sie nach."
        gelesen.hinweise.append(Zeilenmangel(nummer, satz))
    angaben, falsch = {}, []
    for feld, wert in werte.items():
        try:
            angaben[feld] = gepruefte_angabe(feld, wert)
        except Kontaktfehler as fehler:
            falsch.append(f"{NAMEN[feld]}: {fehler}")
    if falsch:
        gelesen.maengel.append(Zeilenmangel(nummer, " ".join(falsch)))
    else:
        gelesen.kontakte.append(Kontaktdaten(kennung=kennung, angaben={}).mit(angaben))


def _text(wert: Any) -> str:
    """Return a cell as somebody would have typed it: a number without its point, a day as a day."""
    if isinstance(wert, datetime):
        wert = wert.date()
    if isinstance(wert, date):
        return str(wert)
    if isinstance(wert, float) and wert.is_integer():
        return str(int(wert))
    return " ".join(str(wert).split()) if wert is not None else ""


def _blaetter(datei: Path) -> Iterator[Sequence[Sequence[Any]]]:
    if datei.suffix.lower() not in _LESBAR:
        raise Kontaktfehler(f"Gelesen werden Tabellen: {', '.join(_LESBAR)}.")
    try:
        roh = datei.read_bytes()
    except OSError as fehler:
        raise Kontaktfehler("Die Datei gibt es nicht, oder sie lässt sich nicht lesen.") from fehler
    if datei.suffix.lower() == ".csv":
        yield _aus_csv(roh)
        return
    try:
        from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415 - whoever never reads a list does not wait for it
    except ModuleNotFoundError as fehler:
        raise Kontaktfehler(fehlendes("python-calamine")) from fehler
    try:
        mappe = CalamineWorkbook.from_filelike(io.BytesIO(roh))
        for name in mappe.sheet_names:
            yield mappe.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except (CalamineError, ValueError) as fehler:
        raise Kontaktfehler(
            "Die Tabelle lässt sich nicht lesen: Sie ist beschädigt oder mit einem Kennwort geschützt."
        ) from fehler


def _aus_csv(roh: bytes) -> Sequence[Sequence[str]]:
    try:
        text = roh.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = roh.decode("cp1252", "replace")  # as Excel saves on a German Windows
    erste = text.partition("\n")[0]
    trenner = max(";,\t", key=erste.count)
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=trenner))
