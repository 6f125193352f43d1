"""Opens a file of another program by what it is: sheets, documents with tables, text with separators."""

from __future__ import annotations

import csv
import io
import zipfile
from collections import Counter
from pathlib import Path

from fallbuch.umzug.bogen import Bogen, Umzugsfehler, Zellwert
from fallbuch.umzug.docx import lies_docx
from fallbuch.umzug.mappen import lies_xls, lies_xlsx
from fallbuch.umzug.odf import lies_odf
from fallbuch.umzug.schlichte import wieder_scharf
from fallbuch.umzug.xmlteile import BESCHAEDIGT, Buerodatei, beschaedigt

#: Endings by what is read.
LESBAR = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".csv", ".tsv", ".txt", ".docx", ".docm", ".odt")
_HOECHSTENS = 100_000_000
_ALTES_WORD = ("Das ist eine Word-Datei in der alten Form (.doc). Öffnen Sie sie, und speichern Sie sie als .docx.",)
_CFB, _ZIP = b"\xd0\xcf\x11\xe0", b"PK\x03\x04"


def oeffne(datei: Path) -> list[Bogen]:
    """Return the tables of a file; raises `Umzugsfehler` with what is wrong and what to do."""
    endung = datei.suffix.lower()
    if endung == ".doc":
        raise Umzugsfehler(_ALTES_WORD[0])
    if endung not in LESBAR:
        raise Umzugsfehler(
            f"Diese Datei kann ich nicht lesen. Gelesen werden Dateien mit diesen Endungen: {', '.join(LESBAR)}."
        )
    try:
        if datei.stat().st_size > _HOECHSTENS:
            raise Umzugsfehler("Die Datei ist zu groß. Teilen Sie sie, zum Beispiel in eine je Jahr.")
        roh = datei.read_bytes()
    except OSError as fehler:
        raise Umzugsfehler("Die Datei gibt es nicht, oder sie lässt sich nicht lesen.") from fehler
    if not roh.strip():
        raise Umzugsfehler("Die Datei ist leer.")
    # What it is counts, not how it is called: many a list is named .xls and is a new one.
    if roh.startswith(_ZIP):
        return _aus_zip(roh)
    if roh.startswith(_CFB):
        if b"E\0n\0c\0r\0y\0p\0t" in roh[:100_000] or b"E\0n\0c\0r\0y\0p\0t" in roh[-100_000:]:
            raise Umzugsfehler(
                "Die Datei ist mit einem Kennwort geschützt. Öffnen Sie sie, und speichern Sie sie ohne Kennwort."
            )
        return lies_xls(roh)
    if endung in {".csv", ".tsv", ".txt"}:
        return [_aus_text(datei.stem, roh)]
    raise beschaedigt()


def _aus_zip(roh: bytes) -> list[Bogen]:
    try:
        with zipfile.ZipFile(io.BytesIO(roh)) as geoeffnet:
            datei = Buerodatei(geoeffnet)
            if datei.hat("mimetype") or datei.hat("content.xml"):
                art = geoeffnet.read("mimetype") if datei.hat("mimetype") else b""
                return lies_odf(datei, mappe=b"spreadsheet" in art)
            if datei.namen("word/document*.xml"):
                return lies_docx(datei)
            return lies_xlsx(roh, None if datei.namen("xl/workbook.bin") else datei)
    except BESCHAEDIGT as fehler:
        raise beschaedigt() from fehler


def _aus_text(name: str, roh: bytes) -> Bogen:
    """Return a table of text; its bytes are UTF-8, strictly, or what Excel writes on a German Windows.

    Read as one text: a byte 0x85 is an ellipsis to Excel, and `splitlines` would end the line there.
    """
    hinweise = []
    if roh.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = roh.decode("utf-16", "replace")
    else:
        try:
            text = roh.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = roh.decode("cp1252", "replace")
            hinweise.append(
                "Die Datei ist nicht in UTF-8 gespeichert; ich habe sie so gelesen, wie Excel auf Windows schreibt. Sehen Sie nach, ob die Umlaute stimmen."
            )
    if "\0" in text:
        raise beschaedigt()
    trenner, text = _trenner(text)
    csv.field_size_limit(10_000_000)
    try:
        reihen = list(csv.reader(io.StringIO(text, newline=""), delimiter=trenner, strict=False))
    except csv.Error as fehler:
        raise beschaedigt() from fehler
    _pruefe_anfuehrung(text, reihen, trenner)
    zeilen: list[list[Zellwert]] = [
        [wieder_scharf(wert) if wert.strip() else None for wert in reihe] for reihe in reihen
    ]
    return Bogen(name=name, zeilen=zeilen, hinweise=hinweise).stutze()


def _pruefe_anfuehrung(text: str, reihen: list[list[str]], trenner: str) -> None:
    """Raise `Umzugsfehler` where a quotation mark that nobody closed has swallowed rows: they may be about other people."""
    breite = max(map(len, reihen), default=1) - 1
    for nummer, reihe in enumerate(reihen):
        for wert in reihe:
            verschluckt = sum(zeile.count(trenner) >= breite > 0 for zeile in wert.split("\n")[1:])
            if verschluckt > 1 or (verschluckt and text.count('"') % 2):
                raise Umzugsfehler(
                    f"In Reihe {nummer + 1} beginnt ein Text mit einem Anführungszeichen, das nirgends endet, und verschluckt die Zeilen darunter. "
                    "Öffnen Sie die Datei in einem Editor, und schließen oder löschen Sie es."
                )


def _trenner(text: str) -> tuple[str, str]:
    """Return by what the cells of a row are parted, and the text without a first line that only says so."""
    erste, _, rest = text.partition("\n")
    if erste.strip().lower().startswith("sep=") and len(erste.strip()) == 5:
        return erste.strip()[4], rest
    je_zeile = {z: Counter(_ausserhalb(text[:20_000], z)) for z in ";\t,"}
    # Whoever parts the same number of cells in most rows; in a tie the one that lists of this country have.
    return max(";\t,", key=lambda z: max((n * wie_oft for n, wie_oft in je_zeile[z].items() if n), default=0)), text


def _ausserhalb(text: str, zeichen: str) -> list[int]:
    """Count a character in each line, outside of quotation marks."""
    zahlen, anzahl, in_marken = [], 0, False
    for z in text:
        if z == '"':
            in_marken = not in_marken
        elif z == "\n" and not in_marken:
            zahlen.append(anzahl)
            anzahl = 0
        elif z == zeichen and not in_marken:
            anzahl += 1
    return [*zahlen, anzahl]
