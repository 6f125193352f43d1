#!/usr/bin/env bash
# tablib 3.10.0, import of ODS (odfpy 1.4.1): a note stands in for the cell's value, and a gap of two cells moves the rest to the left.
#
# Guess: what a library exports and imports, it imports from other programs as well, or says that it cannot.
# In fact it reads what it writes itself and not what spreadsheets write. A note on a cell is the first element inside it, and
# the first element is all that is read: the note's text takes the place of the value. In the same way only the first line of a
# cell of several lines remains. Equal neighbours are stored once with a count, that is left out: two equal cells are one, two empty
# ones none, and what follows slides into their columns and is filled up on the right, so that the width agrees. Equal rows
# are one row. And a file of two sheets becomes one list without a border between them.
set -euo pipefail
ordner="$(mktemp -d)"
trap 'rm -rf "$ordner"' EXIT
python3 -m venv "$ordner/umgebung"
"$ordner/umgebung/bin/pip" install --quiet --disable-pip-version-check tablib==3.10.0 odfpy==1.4.1 python-calamine==0.9.1
cat > "$ordner/probe.py" <<'PROBE'
from pathlib import Path

import tablib
from odf.office import Annotation
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P
from python_calamine import load_workbook


def text(*zeilen, notiz=None, **mehr):
    zelle = TableCell(valuetype="string", **mehr)
    if notiz:
        rand = Annotation()
        rand.addElement(P(text=notiz))
        zelle.addElement(rand)
    for zeile in zeilen:
        zelle.addElement(P(text=zeile))
    return zelle


mappe = OpenDocumentSpreadsheet()
for name, zeilen in (
    ("2026", (
        (1, [text("Fall"), text("Ort"), text("Telefon"), text("Status")]),
        (1, [text("a1", notiz="alte Nummer: b7"), text("Ulm"), text("0731 55"), text("offen")]),
        (1, [text("a2"), TableCell(numbercolumnsrepeated=2), text("ruht")]),
        (1, [text("a3"), text("unbekannt", numbercolumnsrepeated=2), text("offen", "bis Mai")]),
        (2, [text("a4"), text("Ulm"), text("0731 56"), text("offen")]),
    )),
    ("2025", ((1, [text("z9"), text("Bonn"), text("0228 55"), text("zu")]),)),
):  # fmt: skip
    blatt = Table(name=name)
    for mal, zellen in zeilen:
        zeile = TableRow(numberrowsrepeated=mal) if mal > 1 else TableRow()
        for zelle in zellen:
            zeile.addElement(zelle)
        blatt.addElement(zeile)
    mappe.spreadsheet.addElement(blatt)
mappe.save("liste.ods")
print("calamine")
for zeile in load_workbook("liste.ods").get_sheet_by_index(0).to_python():
    print(" ", " | ".join(wert or "-" for wert in zeile).replace("\n", " / "))
print("tablib")
for zeile in tablib.Dataset().load(Path("liste.ods").read_bytes(), "ods", headers=False):
    print(" ", " | ".join(wert or "-" for wert in zeile).replace("\n", " / "))
PROBE
(cd "$ordner" && umgebung/bin/python probe.py) | tee "$ordner/gesehen"
diff "$ordner/gesehen" - <<'SOLL'
calamine
  Fall | Ort | Telefon | Status
  a1 | Ulm | 0731 55 | offen
  a2 | - | - | ruht
  a3 | unbekannt | unbekannt | offen / bis Mai
  a4 | Ulm | 0731 56 | offen
  a4 | Ulm | 0731 56 | offen
tablib
  Fall | Ort | Telefon | Status
  alte Nummer: b7 | Ulm | 0731 55 | offen
  a2 | ruht | - | -
  a3 | unbekannt | offen | -
  a4 | Ulm | 0731 56 | offen
  z9 | Bonn | 0228 55 | zu
SOLL
echo "As described: a note for an ID, a status in the column of the place, and a row less."
