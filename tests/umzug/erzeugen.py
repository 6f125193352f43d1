"""Makes the files of other programs that the tests read, anew: LibreOffice, openpyxl, odfpy and python-docx have to be there.

Usage: python -m tests.umzug.erzeugen (odfpy and python-docx are no part of the development environment)
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from datetime import date, datetime, time, timedelta
from pathlib import Path

DATEIEN = Path(__file__).parent / "dateien"
#: As people type it into a spreadsheet that is set to German.
GETIPPT = """ID;Erstkontakt;Akquise;Status;Berater;VName;NName;PLZ;Stadt;Telefon;Bewilligung bis
0047;30.01.29;Runder Tisch;neu;Karin;Vera;Beispiel;04109;Leipzig;+49941123456;30.01.29
0048;12.03.16;Runder Tisch;neu;Karin;Udo;Beispiel;04109;Leipzig;0341 5566;
10.11.;12.03.2016;Runder Tisch;neu;Karin;Ina;Beispiel;04109;Leipzig;0341 5567;
4711;2016-03-12;Runder Tisch;neu;Karin;Max;Beispiel;04109;Leipzig;0341 5568;
"""
#: A text document with a table: a month over two rows, a line break inside of a paragraph, a list, a change that is recorded.
FODT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/" office:version="1.2"
 office:mimetype="application/vnd.oasis.opendocument.text"><office:body><office:text>
<text:tracked-changes><text:changed-region xml:id="c1" text:id="c1"><text:deletion><office:change-info><dc:creator>Karin</dc:creator>
<dc:date>2017-01-01T10:00:00</dc:date></office:change-info><text:p>gestrichen </text:p></text:deletion></text:changed-region>
<text:changed-region xml:id="c2" text:id="c2"><text:insertion><office:change-info><dc:creator>Karin</dc:creator><dc:date>2017-01-01T10:00:00</dc:date>
</office:change-info></text:insertion></text:changed-region></text:tracked-changes>
<text:p>KundenDoku</text:p>
<table:table table:name="Doku"><table:table-column table:number-columns-repeated="5"/>
<table:table-row>{kopf}</table:table-row>
<table:table-row><table:table-cell table:number-rows-spanned="2"><text:p>Januar</text:p></table:table-cell>
<table:table-cell><text:p>2017-01-12</text:p></table:table-cell><table:table-cell><text:p>7</text:p></table:table-cell><table:table-cell><text:p>Karin</text:p></table:table-cell>
<table:table-cell><text:p>Erste Zeile<text:line-break/>zweite Zeile <text:change text:change-id="c1"/><text:change-start text:change-id="c2"/>eingefügt<text:change-end text:change-id="c2"/></text:p>
<text:p>Vereinbarungen:</text:p><text:list><text:list-item><text:p>Kunde wird bis 2017-02-01 Unterlagen bringen</text:p></text:list-item></text:list>
<text:p>Folgetermin: 2017-02-03</text:p></table:table-cell></table:table-row>
<table:table-row><table:covered-table-cell/><table:table-cell><text:p>2017-01-26</text:p></table:table-cell><table:table-cell><text:p>7</text:p></table:table-cell>
<table:table-cell><text:p>Karin</text:p></table:table-cell><table:table-cell><text:p>Kurz.</text:p></table:table-cell></table:table-row>
</table:table></office:text></office:body></office:document>
"""


def _wandle(quelle: Path, endung: str, *mehr: str) -> None:
    befehl = ["soffice", "--headless", "--convert-to", endung, *mehr, "--outdir", str(DATEIEN), str(quelle)]
    subprocess.run(befehl, check=True, stdout=subprocess.DEVNULL)


def _fallen(ziel: Path) -> None:
    """A workbook with what a table can hold beside text: errors, formulas without a value, hidden rows, a merged column."""
    import openpyxl

    mappe = openpyxl.Workbook()
    blatt = mappe.active
    assert blatt is not None
    blatt.title = "Fallen"
    blatt.append(["ID", "Tag", "Dauer", "Uhr", "Wahr", "Fehler", "Formel", "Text", "Zahl"])
    blatt.append(
        ["0047", date(2026, 1, 30), timedelta(hours=30, minutes=15), time(10, 15), True, "#N/A", "=1+1", "a\nb", 1.5]
    )
    blatt["F2"].data_type = "e"
    blatt.append([48, datetime(2026, 1, 30, 14, 30), None, None, False, None, None, "x", 12345678901])
    blatt.append(["Januar", "1"])
    blatt.append([None, "2"])
    blatt.merge_cells("A4:A5")
    blatt.row_dimensions[3].hidden = True
    blatt.append([])
    mappe.create_sheet("Versteckt").append(["leer"])
    mappe["Versteckt"].sheet_state = "hidden"
    mappe.save(ziel)


def _odfpy() -> None:
    from odf.opendocument import OpenDocumentSpreadsheet
    from odf.table import Table, TableCell, TableRow
    from odf.text import P

    datei = OpenDocumentSpreadsheet()
    tabelle = Table(name="Von odfpy")
    for werte in ([("string", "ID"), ("string", "Wahr"), ("string", "Dauer"), ("string", "Uhr")], [("string", "0047"), ("boolean", "true"), ("time", "PT30H15M00S"), ("time", "PT10H15M00S")]):  # fmt: skip
        zeile = TableRow()
        for art, wert in werte:
            mehr = {"boolean": {"booleanvalue": wert}, "time": {"timevalue": wert}}.get(art, {})
            zelle = TableCell(valuetype=art, **mehr)
            zelle.addElement(P(text="WAHR" if art == "boolean" else wert))
            zeile.addElement(zelle)
        tabelle.addElement(zeile)
    datei.spreadsheet.addElement(tabelle)
    datei.save(str(DATEIEN / "odfpy.ods"))


def _docx() -> None:
    import docx

    datei = docx.Document()
    tabelle = datei.add_table(rows=1, cols=4)
    for zelle, text in zip(tabelle.rows[0].cells, ("Datum", "Kunde", "Berater", "Besprechung"), strict=True):
        zelle.text = text
    zellen = tabelle.add_row().cells
    for zelle, text in zip(zellen, ("2017-01-12", "7", "Karin", "Erstes Gespräch.\nZweite Zeile."), strict=True):
        zelle.text = text
    datei.save(str(DATEIEN / "python-docx.docx"))


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        ordner = Path(name)
        (ordner / "getippt.csv").write_text(GETIPPT, encoding="utf-8")
        # 59: semicolon, 34: quotation mark, 76: UTF-8, 1031: German; the last says that cells are read as if typed.
        _wandle(ordner / "getippt.csv", "ods", "--infilter=CSV:59,34,76,1,,1031,false,true")
        for endung in ("xlsx", "xls"):
            _wandle(DATEIEN / "getippt.ods", endung)
        _fallen(ordner / "fallen.xlsx")
        shutil.copy(ordner / "fallen.xlsx", DATEIEN / "openpyxl.xlsx")
        for endung in ("ods", "xls", "xlsx"):
            _wandle(ordner / "fallen.xlsx", endung)
        kopf = "".join(
            f"<table:table-cell><text:p>{t}</text:p></table:table-cell>"
            for t in ("Monat", "Datum", "Kunde", "Berater", "Besprechung")
        )
        (ordner / "doku.fodt").write_text(FODT.format(kopf=kopf), encoding="utf-8")
        for endung in ("odt", "docx"):
            _wandle(ordner / "doku.fodt", endung)
    _odfpy()
    _docx()


if __name__ == "__main__":
    main()
