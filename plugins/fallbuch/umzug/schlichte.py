"""Tables of nothing but text in the forms that other programs read: sheets, documents, text with separators."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from xml.sax.saxutils import escape

from fallbuch.umzug.bogen import Umzugsfehler
from fallbuch.umzug.mappen import fehlendes

#: Rows by the name of their table; the first one of each is its head.
Tabellen = Mapping[str, Sequence[Sequence[str]]]
#: What a cell of a workbook may hold.
Inhalt = str | int | date | datetime | None
_TAGESFORM, _ZEITFORM, _BREIT = r"dd\.mm\.yyyy", r"dd\.mm\.yyyy hh:mm", 60
_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
#: What a spreadsheet would take for a formula.
_FORMEL = ("=", "+", "-", "@", "\t", "\r")
_VERBOTEN = str.maketrans("", "", "[]:*?/\\'")
_STEUERZEICHEN = dict.fromkeys([*range(9), 11, 12, *range(14, 32)])


def als_tabelle(tabellen: Tabellen, endung: str) -> bytes:
    """Return the tables as a file with this ending; old workbooks become new ones."""
    if endung in {".csv", ".tsv", ".txt"}:
        return als_csv([zeile for zeilen in tabellen.values() for zeile in zeilen], "\t" if endung == ".tsv" else ";")
    if endung in {".docx", ".docm"}:
        return _docx(tabellen)
    if endung in {".ods", ".odt"}:
        return _odf(tabellen, mappe=endung == ".ods")
    return als_mappe(tabellen)


def endung_fuer(endung: str) -> str:
    """Return the ending that a file gets which answers one with this ending."""
    return {".xls": ".xlsx", ".xlsm": ".xlsx", ".xlsb": ".xlsx", ".docm": ".docx"}.get(endung, endung)


def als_csv(zeilen: Sequence[Sequence[str]], trenner: str = ";") -> bytes:
    """Return rows as text; what a spreadsheet would compute has an apostrophe in front."""
    puffer = io.StringIO(newline="")
    csv.writer(puffer, delimiter=trenner, lineterminator="\r\n").writerows(
        [[entschaerft(w) for w in zeile] for zeile in zeilen]
    )
    return b"\xef\xbb\xbf" + puffer.getvalue().encode()


def entschaerft(wert: str) -> str:
    """Return text that no spreadsheet takes for a formula."""
    return f"'{wert}" if wert.startswith((*_FORMEL, "'")) else wert


def wieder_scharf(wert: str) -> str:
    """Undo `entschaerft`."""
    return wert[1:] if wert.startswith("'") and wert[1:].startswith((*_FORMEL, "'")) else wert


def blattname(name: str, vergebene: Sequence[str]) -> str:
    """Return a name that a workbook takes for a sheet."""
    schlicht = name.translate(_VERBOTEN)[:28] or "Blatt"
    return next(
        n
        for n in (schlicht, *(f"{schlicht} {i}" for i in range(2, 1000)))
        if n.lower() not in {v.lower() for v in vergebene}
    )


def als_mappe(tabellen: Mapping[str, Sequence[Sequence[Inhalt]]]) -> bytes:
    """Return a workbook: text stays text, also in columns somebody goes on typing in; days are days."""
    try:
        import xlsxwriter  # noqa: PLC0415 - whoever writes no workbook does not wait for it
    except ModuleNotFoundError as fehler:
        raise fehlendes("xlsxwriter") from fehler
    puffer = io.BytesIO()
    buch = xlsxwriter.Workbook(puffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    kopf = buch.add_format({"bold": True, "bottom": 1, "num_format": "@"})
    text = buch.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    tag, moment = (
        buch.add_format({"num_format": form, "align": "left", "valign": "top"}) for form in (_TAGESFORM, _ZEITFORM)
    )
    namen: list[str] = []
    for name, zeilen in tabellen.items():
        namen.append(blattname(name, namen))
        blatt = buch.add_worksheet(namen[-1])
        for x, titel in enumerate(zeilen[0]):
            laengste = max((len(str(zeile[x])) for zeile in zeilen[1:200] if x < len(zeile)), default=0)
            blatt.set_column(x, x, min(max(laengste, len(str(titel)), 10) + 2, _BREIT), text)
        for y, zeile in enumerate(zeilen):
            for x, wert in enumerate(zeile):
                if isinstance(wert, datetime):
                    blatt.write_datetime(y, x, wert, moment)
                elif isinstance(wert, date):
                    blatt.write_datetime(y, x, datetime(wert.year, wert.month, wert.day), tag)  # noqa: DTZ001 - a day
                elif isinstance(wert, int):
                    blatt.write_number(y, x, wert)
                elif wert and blatt.write_string(y, x, wert, text if y else kopf):
                    # The library would cut it and go on.
                    raise Umzugsfehler(
                        f"Ein Text unter „{zeilen[0][x]}“ ist länger, als eine Zelle hält. Kürzen Sie ihn."
                    )
        blatt.freeze_panes(1, 0)
        blatt.autofilter(0, 0, max(1, len(zeilen) - 1), len(zeilen[0]) - 1)
    buch.close()
    return puffer.getvalue()


def _odf(tabellen: Tabellen, *, mappe: bool) -> bytes:
    art = "spreadsheet" if mappe else "text"
    raeume = "".join(f' xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in ("office", "table", "text"))
    inhalt = "".join(_odf_tabelle(name, zeilen) for name, zeilen in tabellen.items())
    inhalt = f'{_XML}<office:document-content{raeume} office:version="1.2"><office:body><office:{art}>{inhalt}</office:{art}></office:body></office:document-content>'
    mime = f"application/vnd.oasis.opendocument.{art}"
    raum = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    verzeichnis = (
        f'{_XML}<manifest:manifest xmlns:manifest="{raum}" manifest:version="1.2"><manifest:file-entry manifest:full-path="/" manifest:media-type="{mime}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    return _gepackt({"mimetype": mime, "content.xml": inhalt, "META-INF/manifest.xml": verzeichnis}, offen="mimetype")


def _odf_tabelle(name: str, zeilen: Sequence[Sequence[str]]) -> str:
    breite = max(map(len, zeilen), default=1)
    teile = [f'<table:table table:name="{_xml(name)}"><table:table-column table:number-columns-repeated="{breite}"/>']
    for zeile in zeilen:
        zellen = (
            f'<table:table-cell office:value-type="string">{"".join(f"<text:p>{_xml(z)}</text:p>" for z in wert.split(chr(10)))}</table:table-cell>'
            for wert in zeile
        )
        teile.append(f"<table:table-row>{''.join(zellen)}</table:table-row>")
    return "".join([*teile, "</table:table>"])


def _docx(tabellen: Tabellen) -> bytes:
    haupt = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    koerper = "<w:p/>".join(_docx_tabelle(zeilen) for zeilen in tabellen.values())
    arten = "http://schemas.openxmlformats.org/package/2006/content-types"
    verweise = "http://schemas.openxmlformats.org/package/2006/relationships"
    return _gepackt(
        {
            "[Content_Types].xml": f'{_XML}<Types xmlns="{arten}"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" '
            'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
            "_rels/.rels": f'{_XML}<Relationships xmlns="{verweise}"><Relationship Id="r1" '
            'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
            "word/document.xml": f'{_XML}<w:document xmlns:w="{haupt}"><w:body>{koerper}<w:p/></w:body></w:document>',
        }
    )


def _docx_tabelle(zeilen: Sequence[Sequence[str]]) -> str:
    breite = max(map(len, zeilen), default=1)
    rand = "".join(
        f'<w:{seite} w:val="single" w:sz="4"/>' for seite in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    teile = [
        f"<w:tbl><w:tblPr><w:tblBorders>{rand}</w:tblBorders></w:tblPr><w:tblGrid>{'<w:gridCol/>' * breite}</w:tblGrid>"
    ]
    for zeile in zeilen:
        zellen = (
            "<w:tc>"
            + "".join(f'<w:p><w:r><w:t xml:space="preserve">{_xml(z)}</w:t></w:r></w:p>' for z in wert.split("\n"))
            + "</w:tc>"
            for wert in zeile
        )
        teile.append(f"<w:tr>{''.join(zellen)}</w:tr>")
    return "".join([*teile, "</w:tbl>"])


def _xml(text: str) -> str:
    return escape(text.translate(_STEUERZEICHEN), {'"': "&quot;"})


def _gepackt(teile: Mapping[str, str], offen: str = "") -> bytes:
    """Return parts as a ZIP whose bytes depend on nothing else; the one named `offen` is not compressed."""
    puffer = io.BytesIO()
    with zipfile.ZipFile(puffer, "w", zipfile.ZIP_DEFLATED) as datei:
        for name, text in teile.items():
            eintrag = zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0))
            eintrag.compress_type = zipfile.ZIP_STORED if name == offen else zipfile.ZIP_DEFLATED
            datei.writestr(eintrag, text)
    return puffer.getvalue()
