"""The workbook: a cover, the definitions, and a sheet for each figure. The only door to spreadsheets."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from fallbuch.freigabe.paket.tabellen import KENNZAHLSPALTEN, SPALTEN, kennzahlzeilen, zeilen
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
    definitionen = buch.add_worksheet("Definitionen")
    _liste(definitionen, [s.titel for s in KENNZAHLSPALTEN], list(kennzahlzeilen(blatt)), fett, umbruch)
    for kennzahl in blatt.kennzahlen:
        _kennzahl(
            buch.add_worksheet(kennzahl.titel.translate(_VERBOTEN)[:31]),
            blatt,
            kennzahl,
            _Stil(fett, kopfzeile, rechts),
        )
    alle = buch.add_worksheet("Alle Zahlen")
    _liste(alle, [s.titel for s in SPALTEN], list(zeilen(blatt)), fett, None)
    buch.close()
    return puffer.getvalue()


def _liste(
    blatt: Worksheet,
    kopf: Sequence[str],
    reihen: Sequence[Sequence[object]],
    fett: Format,
    umbruch: Format | None,
) -> None:
    for spalte, name in enumerate(kopf):
        laengste = max([len(str(r[spalte] or "")) for r in reihen] + [len(name)])
        blatt.set_column(spalte, spalte, min(laengste + 2, _BREIT), umbruch)
        blatt.write_string(0, spalte, name, fett)
    for nummer, reihe in enumerate(reihen, start=1):
        for spalte, wert in enumerate(reihe):
            if wert is not None:
                blatt.write(nummer, spalte, wert)
    blatt.freeze_panes(1, 0)
    blatt.autofilter(0, 0, max(1, len(reihen)), len(kopf) - 1)


@dataclass(frozen=True, slots=True)
class _Stil:
    fett: Format
    kopf: Format
    zahl: Format


def _kennzahl(blatt: Worksheet, register: Registerblatt, kennzahl: Kennzahl, stil: _Stil) -> None:
    """Write the tables of one figure below each other, as the pages show them."""
    blatt.set_column(0, 0, 44)
    blatt.set_column(1, 12, _SCHMAL)
    blatt.write_string(0, 0, kennzahl.frage, stil.fett)
    blatt.write_string(1, 0, kennzahl.definition)
    y = 3
    for t in kennzahl.tabellen:
        tabelle = register.tabellen[t.schluessel]
        spalten = spalten_von(tabelle)
        blatt.write_string(y, 0, t.titel, stil.fett)
        for x, spalte in enumerate(spalten, start=1):
            blatt.write_string(y, x, spalte or INSGESAMT, stil.kopf)
        for zeile in zeilen_von(tabelle):
            y += 1
            blatt.write_string(y, 0, zeile or INSGESAMT)
            for x, spalte in enumerate(spalten, start=1):
                zahl = _als_zahl(tabelle.werte.get((zeile, spalte)))
                if zahl is None:
                    blatt.write_string(y, x, zelle(tabelle, (zeile, spalte)).text, stil.zahl)
                else:
                    blatt.write_number(y, x, zahl, stil.zahl)
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
