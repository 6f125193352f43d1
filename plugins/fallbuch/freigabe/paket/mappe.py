"""The workbook: a cover, the definitions, and a sheet for each figure. The only door to spreadsheets."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from fallbuch.freigabe.paket.tabellen import KENNZAHLSPALTEN, SPALTEN, Spalte, kennzahlzeilen, zeilen
from fallbuch.register.blatt import Registerblatt
from fallbuch.statistik.anzeige import INSGESAMT, spalten_von, zeilen_von, zelle
from fallbuch.statistik.kennzahl import Kennzahl
from fallbuch.statistik.tabelle import Schutzwert

_BREIT, _SCHMAL = 60, 18
_VERBOTEN = str.maketrans("", "", "[]:*?/\\'")


def mappe(blatt: Registerblatt, kopf: Sequence[str]) -> bytes:
    """Return the workbook of a release; `kopf` are the sentences of its cover. The same release, the same bytes."""
    puffer = io.BytesIO()
    buch = xlsxwriter.Workbook(puffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    am = blatt.umstaende.freigegeben_am
    # Otherwise the file would carry the moment at which it was written.
    buch.set_properties({"title": kopf[0], "created": datetime(am.year, am.month, am.day)})  # noqa: DTZ001 - a day of the release
    fett, umbruch = buch.add_format({"bold": True}), buch.add_format({"text_wrap": True, "valign": "top"})
    rechts = buch.add_format({"align": "right", "num_format": "#,##0"})
    kopfzeile = buch.add_format({"bold": True, "align": "right", "text_wrap": True, "bottom": 1})
    titel = buch.add_format({"bold": True, "font_size": 14})
    deckblatt = buch.add_worksheet("Überblick")
    deckblatt.set_column(0, 0, 110, umbruch)
    for nummer, satz in enumerate(kopf):
        deckblatt.write_string(nummer, 0, satz, titel if not nummer else umbruch)
    _liste(buch.add_worksheet("Definitionen"), KENNZAHLSPALTEN, list(kennzahlzeilen(blatt)), fett, umbruch)
    for kennzahl in blatt.kennzahlen:
        eigenes = buch.add_worksheet(kennzahl.titel.translate(_VERBOTEN)[:31])
        _kennzahl(eigenes, blatt, kennzahl, fett=fett, kopf=kopfzeile, rechts=rechts)
    _liste(buch.add_worksheet("Alle Zahlen"), SPALTEN, list(zeilen(blatt)), fett, None)
    buch.close()
    return puffer.getvalue()


def _liste(
    blatt: Worksheet,
    spalten: Sequence[Spalte],
    reihen: Sequence[Sequence[object]],
    fett: Format,
    umbruch: Format | None,
) -> None:
    for x, spalte in enumerate(spalten):
        laengste = max([len(str(reihe[x] or "")) for reihe in reihen] + [len(spalte.titel)])
        blatt.set_column(x, x, min(laengste + 2, _BREIT), umbruch)
        blatt.write_string(0, x, spalte.titel, fett)
    for y, reihe in enumerate(reihen, start=1):
        blatt.write_row(y, 0, reihe)
    blatt.freeze_panes(1, 0)
    blatt.autofilter(0, 0, max(1, len(reihen)), len(spalten) - 1)


def _kennzahl(
    blatt: Worksheet, register: Registerblatt, kennzahl: Kennzahl, *, fett: Format, kopf: Format, rechts: Format
) -> None:
    """Write the tables of one figure below each other, as the pages show them."""
    blatt.set_column(0, 0, 44)
    blatt.set_column(1, 12, _SCHMAL)
    blatt.write_string(0, 0, kennzahl.frage, fett)
    blatt.write_string(1, 0, kennzahl.definition)
    y = 3
    for t in kennzahl.tabellen:
        tabelle = register.tabellen[t.schluessel]
        spalten = spalten_von(tabelle)
        blatt.write_string(y, 0, t.titel, fett)
        for x, spalte in enumerate(spalten, start=1):
            blatt.write_string(y, x, spalte or INSGESAMT, kopf)
        for zeile in zeilen_von(tabelle):
            y += 1
            blatt.write_string(y, 0, zeile or INSGESAMT)
            for x, spalte in enumerate(spalten, start=1):
                zahl = _als_zahl(tabelle.werte.get((zeile, spalte)))
                if zahl is None:
                    blatt.write_string(y, x, zelle(tabelle, (zeile, spalte)).text, rechts)
                else:
                    blatt.write_number(y, x, zahl, rechts)
        if tabelle.hinweis:
            y += 1
            blatt.write_string(y, 0, tabelle.hinweis)
        y += 2


def _als_zahl(wert: Schutzwert | None) -> int | None:
    """Return what a spreadsheet can calculate with; None where words belong to the number."""
    if wert is None or wert.einheit.startswith("je "):
        return None
    if wert.wert is not None:
        return wert.wert
    return wert.zahl if wert.basis is None else None
