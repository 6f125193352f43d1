"""Files as real programs write them: every cell with its stored value, and what the program does not show."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from fallbuch.umzug.bogen import Bogen, Fehlwert, Umzugsfehler
from fallbuch.umzug.oeffnen import LESBAR, oeffne
from fallbuch.umzug.schlichte import als_tabelle
from tests.umzug.erzeugen import DATEIEN

BESCHAEDIGT = r"^Die Datei lässt sich nicht lesen: Sie ist beschädigt oder mit einem Kennwort geschützt\.$"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def einer(name: str) -> Bogen:
    return oeffne(DATEIEN / name)[0]


@pytest.mark.parametrize("name", ["fallen.xlsx", "fallen.xls", "fallen.ods", "openpyxl.xlsx"])
def test_gespeicherte_werte(name: str) -> None:
    """A truth is one, a duration of 30 hours is none of a day, an error is an error and no empty cell."""
    sichtbar, versteckt = oeffne(DATEIEN / name)
    # openpyxl writes formulas and never computes them.
    formel = Fehlwert("Formel ohne Ergebnis") if name == "openpyxl.xlsx" else 2.0
    assert sichtbar.zeilen == [
        ["ID", "Tag", "Dauer", "Uhr", "Wahr", "Fehler", "Formel", "Text", "Zahl"],
        ["0047", date(2026, 1, 30), timedelta(hours=30, minutes=15), time(10, 15), True, Fehlwert("#N/A"), formel, "a\nb", 1.5],
        [48.0, datetime(2026, 1, 30, 14, 30), None, None, False, None, None, "x", 12345678901.0],
        ["Januar", "1", None, None, None, None, None, None, None],
        ["Januar", "2", None, None, None, None, None, None, None],
    ]  # fmt: skip
    assert [type(wert) for wert in sichtbar.zeilen[2][4:5]] == [bool]
    assert (sorted(sichtbar.versteckte), sichtbar.verbunden, sichtbar.verborgen) == ([2], 1, False)
    assert (versteckt.name, versteckt.verborgen, versteckt.zeilen) == ("Versteckt", True, [["leer"]])
    assert (sichtbar.ort(1, 5), sichtbar.ort(0, 27)) == ("F2", "AB1")


@pytest.mark.parametrize("name", ["getippt.ods", "getippt.xlsx", "getippt.xls"])
def test_was_calc_aus_getipptem_macht(name: str) -> None:
    """Zeros and the plus are lost, two digits of a year are a century, `10.11.` is a day of the year of typing."""
    zeilen = einer(name).zeilen
    assert [zeile[:2] for zeile in zeilen[1:4]] == [
        [47.0, date(2029, 1, 30)],
        [48.0, date(2016, 3, 12)],
        [date(2026, 11, 10), date(2016, 3, 12)],
    ]
    assert [zeilen[1][7], zeilen[1][9], zeilen[2][9]] == [4109.0, 49941123456.0, "0341 5566"]


@pytest.mark.parametrize("name", ["doku.docx", "doku.odt"])
def test_eine_tabelle_in_einem_dokument(name: str) -> None:
    """A month over two rows counts for both, Shift+Enter parts words, what was struck out is out and what was put in is in."""
    bogen = einer(name)
    text = "Erste Zeile\nzweite Zeile eingefügt\nVereinbarungen:\n- Kunde wird bis 2017-02-01 Unterlagen bringen\nFolgetermin: 2017-02-03"
    assert bogen.zeilen == [
        ["Monat", "Datum", "Kunde", "Berater", "Besprechung"],
        ["Januar", "2017-01-12", "7", "Karin", text],
        ["Januar", "2017-01-26", "7", "Karin", "Kurz."],
    ]
    assert (bogen.verbunden, bogen.ort(1, 4)) == (1, "Zeile 2, Spalte 5")


def test_von_odfpy_und_python_docx() -> None:
    assert einer("odfpy.ods").zeilen[1] == ["0047", True, timedelta(hours=30, minutes=15), time(10, 15)]
    assert einer("python-docx.docx").zeilen == [
        ["Datum", "Kunde", "Berater", "Besprechung"],
        ["2017-01-12", "7", "Karin", "Erstes Gespräch.\nZweite Zeile."],
    ]


def docx(ordner: Path, tabelle: str, raum: str = W) -> Path:
    ziel = ordner / "doku.docx"
    with zipfile.ZipFile(ziel, "w") as datei:
        datei.writestr(
            "word/document.xml",
            f'<?xml version="1.0"?><w:document xmlns:w="{raum}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><w:body>{tabelle}</w:body></w:document>',
        )
    return ziel


def zelle(text: str, mehr: str = "") -> str:
    return f"<w:tc>{mehr}<w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"


def umhuellt(was: str) -> str:
    return f"<w:sdt><w:sdtPr><w:date/></w:sdtPr><w:sdtContent>{was}</w:sdtContent></w:sdt>"


BREIT = "<w:tcPr><w:gridSpan w:val='2'/></w:tcPr>"
ANFANG, WEITER = "<w:tcPr><w:vMerge w:val='restart'/></w:tcPr>", "<w:tcPr><w:vMerge/></w:tcPr>"
KOPF = f"<w:tr>{zelle('Datum')}{zelle('Kunde')}{zelle('Text')}</w:tr>"


@pytest.mark.parametrize(
    ("zeilen", "gelesen"),
    [
        # A date picker around a cell, around a row, around the content alone.
        (f"<w:tr>{umhuellt(zelle('2017-01-12'))}{zelle('7')}{zelle('x')}</w:tr>", [["2017-01-12", "7", "x"]]),
        (umhuellt(f"<w:tr>{zelle('2017-01-12')}{zelle('7')}{zelle('x')}</w:tr>"), [["2017-01-12", "7", "x"]]),
        (f"<w:tr><w:tc>{umhuellt('<w:p><w:r><w:t>2017-01-12</w:t></w:r></w:p>')}</w:tc>{zelle('7')}{zelle('x')}</w:tr>", [["2017-01-12", "7", "x"]]),
        # What was deleted or moved away is out, what was put in is in; a deleted row is none.
        ("<w:tr>" + zelle("2017") + zelle("7") + "<w:tc><w:p><w:del><w:r><w:delText>alt</w:delText></w:r></w:del><w:ins><w:r><w:t>neu</w:t></w:r></w:ins>"
         "<w:moveFrom><w:r><w:t>weg</w:t></w:r></w:moveFrom></w:p></w:tc></w:tr>", [["2017", "7", "neu"]]),
        (f"<w:tr><w:trPr><w:del/></w:trPr>{zelle('a')}{zelle('b')}{zelle('c')}</w:tr><w:tr><w:trPr><w:ins/></w:trPr>{zelle('d')}{zelle('e')}{zelle('f')}</w:tr>", [["d", "e", "f"]]),
        # Cells left out at the beginning, one over two columns, one that goes on below.
        (f"<w:tr><w:trPr><w:gridBefore w:val='1'/></w:trPr>{zelle('7')}{zelle('x')}</w:tr>", [[None, "7", "x"]]),
        (f"<w:tr>{zelle('März', BREIT)}{zelle('x')}</w:tr>", [["März", None, "x"]]),
        (f"<w:tr>{zelle('Mai', ANFANG)}{zelle('7')}{zelle('x')}</w:tr>"
         f"<w:tr>{zelle('', WEITER)}{zelle('8')}{zelle('y')}</w:tr>", [["Mai", "7", "x"], ["Mai", "8", "y"]]),
        # Tab, line break, a hyphen that does not break; the same once more for old programs is not read twice.
        ("<w:tr>" + zelle("a") + zelle("b") + "<w:tc><w:p><w:pPr><w:tabs><w:tab w:val='left'/></w:tabs></w:pPr><w:r><w:t>eins</w:t><w:br/><w:t>zwei</w:t><w:tab/>"
         "<w:t>E</w:t><w:noBreakHyphen/><w:t>Mail</w:t><mc:AlternateContent><mc:Choice><w:t>!</w:t></mc:Choice><mc:Fallback><w:t>!</w:t></mc:Fallback></mc:AlternateContent></w:r></w:p></w:tc></w:tr>",
         [["a", "b", "eins\nzwei\tE-Mail!"]]),
        # A table inside of a cell belongs to it.
        (f"<w:tr>{zelle('a')}{zelle('b')}<w:tc><w:p><w:r><w:t>davor</w:t></w:r></w:p><w:tbl><w:tr>{zelle('innen')}{zelle('auch')}</w:tr></w:tbl><w:p/></w:tc></w:tr>", [["a", "b", "davor\ninnen auch\n"]]),
    ],
)  # fmt: skip
def test_wie_word_es_schreibt(tmp_path: Path, zeilen: str, gelesen: list[list[str | None]]) -> None:
    for raum in (W, "http://purl.oclc.org/ooxml/wordprocessingml/main"):
        bogen = oeffne(docx(tmp_path, f"<w:tbl>{KOPF}{zeilen}</w:tbl>", raum))[0]
        assert bogen.zeilen == [["Datum", "Kunde", "Text"], *gelesen]


@pytest.mark.parametrize(
    ("roh", "zeilen", "hinweise"),
    [
        ("ID;Name\n0047;Müller\n".encode(), [["ID", "Name"], ["0047", "Müller"]], 0),
        ("\ufeffID,Name\n0047,Müller\n".encode(), [["ID", "Name"], ["0047", "Müller"]], 0),
        ("ID\tName\n0047\tMüller\n".encode("cp1252"), [["ID", "Name"], ["0047", "Müller"]], 1),
        # A byte that ends the line to some is an ellipsis to Excel.
        (b"ID;Text\n1;und so weiter\x85 gut\n", [["ID", "Text"], ["1", "und so weiter… gut"]], 1),
        ("ID;Name\n0047;Müller\n".encode("utf-16"), [["ID", "Name"], ["0047", "Müller"]], 0),
        (b"sep=,\nID,Text\n1,\"a;b;c;d\"\n", [["ID", "Text"], ["1", "a;b;c;d"]], 0),
        (b'ID;Text\r\n1;"erste\r\nzweite; mit Strichpunkt, und Komma"\r\n;\r\n;\r\n', [["ID", "Text"], ["1", "erste\r\nzweite; mit Strichpunkt, und Komma"]], 0),
        (b"ID;Text\n1;'=1+1\n2;'- Punkt\n3;'n Abend\n", [["ID", "Text"], ["1", "=1+1"], ["2", "- Punkt"], ["3", "'n Abend"]], 0),
    ],
)  # fmt: skip
def test_text_mit_trennzeichen(tmp_path: Path, roh: bytes, zeilen: list[list[str]], hinweise: int) -> None:
    datei = tmp_path / "liste.csv"
    datei.write_bytes(roh)
    bogen = oeffne(datei)[0]
    assert (bogen.zeilen, len(bogen.hinweise)) == (zeilen, hinweise)


def test_die_zeitrechnung_von_1904(tmp_path: Path) -> None:
    mappe = openpyxl.Workbook()
    mappe.epoch = CALENDAR_MAC_1904
    assert mappe.active is not None
    mappe.active.append([date(2026, 1, 30)])
    mappe.save(tmp_path / "alt.xlsx")
    assert oeffne(tmp_path / "alt.xlsx")[0].zeilen == [[date(2026, 1, 30)]]


@pytest.mark.parametrize("endung", [".xlsx", ".ods", ".odt", ".docx", ".csv", ".tsv"])
def test_was_wir_schreiben_lesen_wir_wieder(tmp_path: Path, endung: str) -> None:
    tabellen = {
        "Liste: 2016/17": [["ID", "Text"], ["0047", "erste\nzweite"], ["48", '- [ ] Punkt & <mehr> "so"'], ["", "=1+1"]]
    }
    datei = tmp_path / f"zurueck{endung}"
    datei.write_bytes(als_tabelle(tabellen, endung))
    bogen = oeffne(datei)[0]
    assert [[wert or "" for wert in zeile] for zeile in bogen.zeilen] == tabellen["Liste: 2016/17"]


@pytest.mark.parametrize("endung", [".xlsx", ".xls", ".ods", ".docx", ".odt"])
def test_beschaedigte_dateien(tmp_path: Path, endung: str) -> None:
    gut = {
        ".xlsx": "fallen.xlsx",
        ".xls": "fallen.xls",
        ".ods": "fallen.ods",
        ".docx": "doku.docx",
        ".odt": "doku.odt",
    }[endung]
    roh = (DATEIEN / gut).read_bytes()
    datei = tmp_path / f"liste{endung}"
    for kaputt in (
        roh[:100],
        roh[: len(roh) // 2],
        b"PK\x03\x04" + b"x" * 200,
        b"\xd0\xcf\x11\xe0" + b"x" * 600,
        b"nur Text",
    ):
        datei.write_bytes(kaputt)
        with pytest.raises(Umzugsfehler, match=BESCHAEDIGT):
            oeffne(datei)
    datei.write_bytes(b"  \n")
    with pytest.raises(Umzugsfehler, match=r"Die Datei ist leer\."):
        oeffne(datei)


def test_was_nicht_gelesen_wird(tmp_path: Path) -> None:
    with pytest.raises(Umzugsfehler, match="Die Datei gibt es nicht"):
        oeffne(tmp_path / "fehlt.xlsx")
    with pytest.raises(Umzugsfehler, match=r"Öffnen Sie sie, und speichern Sie sie als \.docx\."):
        oeffne(tmp_path / "alt.doc")
    with pytest.raises(Umzugsfehler) as fehler:
        oeffne(tmp_path / "bild.png")
    assert (
        str(fehler.value)
        == f"Diese Datei kann ich nicht lesen. Gelesen werden Dateien mit diesen Endungen: {', '.join(LESBAR)}."
    )


def test_eine_datei_mit_kennwort(tmp_path: Path) -> None:
    puffer = io.BytesIO()
    with zipfile.ZipFile(puffer, "w") as datei:
        datei.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        datei.writestr("content.xml", b"\x00\x01")
        raum = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
        datei.writestr(
            "META-INF/manifest.xml",
            f'<m:manifest xmlns:m="{raum}"><m:file-entry m:full-path="content.xml"><m:encryption-data/></m:file-entry></m:manifest>',
        )
    (tmp_path / "liste.ods").write_bytes(puffer.getvalue())
    with pytest.raises(Umzugsfehler, match=r"mit einem Kennwort geschützt\. Öffnen Sie sie"):
        oeffne(tmp_path / "liste.ods")


def test_ein_dokument_das_sich_selbst_vergroessert_wird_nicht_gelesen(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "doku.docx", "w") as datei:
        datei.writestr("word/document.xml", f'<!DOCTYPE d [<!ENTITY a "aa">]><w:document xmlns:w="{W}"/>')
    with pytest.raises(Umzugsfehler, match=BESCHAEDIGT):
        oeffne(tmp_path / "doku.docx")


def test_ein_beschaedigter_erster_teil_ist_ein_satz(tmp_path: Path) -> None:
    """The part that says what the file is, is read before all others."""
    strom = io.BytesIO()
    with zipfile.ZipFile(strom, "w", zipfile.ZIP_DEFLATED) as mappe:
        mappe.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet" * 20)
        mappe.writestr("content.xml", "<a/>")
    inhalt = bytearray(strom.getvalue())
    anfang = inhalt.index(b"mimetype") + len("mimetype")
    inhalt[anfang : anfang + 12] = b"\xff" * 12
    datei = tmp_path / "liste.ods"
    datei.write_bytes(inhalt)
    with pytest.raises(Umzugsfehler, match=BESCHAEDIGT):
        oeffne(datei)
