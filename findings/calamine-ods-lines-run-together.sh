#!/usr/bin/env bash
# python-calamine 0.9.1, ODS written by pyexcel-ods3 0.6.1: two lines of a cell are joined without a blank, into "bis 3.5. Mai".
#
# Guess: several lines in a cell are several lines for whoever knows the format; at worst a blank stands between them.
# In fact there are two ways to store them. Spreadsheets make each line a paragraph, and those calamine keeps apart. Libraries
# for Python (ezodf, and so pyexcel-ods3) write one paragraph with <text:line-break/> in it, as the format allows just as well, and that
# element calamine drops, with nothing in its place; the same with tabs. Words are glued, days become a date. polars
# reads by calamine and says the same. pandas by odfpy knows the break and loses the tab. A test with a file saved by a
# spreadsheet sees none of it, and nor does one with a file by pandas, which stores the text once more in an attribute.
set -euo pipefail
ordner="$(mktemp -d)"
trap 'rm -rf "$ordner"' EXIT
python3 -m venv "$ordner/umgebung"
"$ordner/umgebung/bin/pip" install --quiet --disable-pip-version-check python-calamine==0.9.1 pyexcel-ods3==0.6.1 pyexcel-io==0.6.8 \
  polars==2.1.0 fastexcel==0.21.0 pandas==3.1.1 odfpy==1.4.1
cat > "$ordner/probe.py" <<'PROBE'
import pandas as pd
import polars as pl
import pyexcel_ods3
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P
from python_calamine import load_workbook

ZEILEN = [["Verlauf"], ["Unterlagen bis 3.\n5. Mai Termin"], ["Ulm\tBonn"]]


def als_absaetze(ziel):
    mappe = OpenDocumentSpreadsheet()
    blatt = Table(name="Liste")
    for (wert,) in ZEILEN[:2]:
        zeile, zelle = TableRow(), TableCell(valuetype="string")
        for stueck in wert.split("\n"):
            zelle.addElement(P(text=stueck))
        zeile.addElement(zelle)
        blatt.addElement(zeile)
    mappe.spreadsheet.addElement(blatt)
    mappe.save(ziel)


schreiber = {
    "paragraphs": als_absaetze,
    "pandas": lambda ziel: pd.DataFrame(ZEILEN[1:], columns=ZEILEN[0]).to_excel(ziel, index=False),
    "pyexcel-ods3": lambda ziel: pyexcel_ods3.save_data(ziel, {"Liste": ZEILEN}),
}
for name, schreibe in schreiber.items():
    schreibe("liste.ods")
    print(f"{name}, calamine:", [zeile[0] for zeile in load_workbook("liste.ods").get_sheet_by_index(0).to_python()][1:])
    print(f"{name}, polars:", pl.read_ods("liste.ods")["Verlauf"].to_list())
    print(f"{name}, pandas:", pd.read_excel("liste.ods", engine="odf")["Verlauf"].tolist())
print("pyexcel-ods3, itself:", [zeile[0] for zeile in pyexcel_ods3.get_data("liste.ods")["Liste"]][1:])
PROBE
(cd "$ordner" && umgebung/bin/python probe.py) | tee "$ordner/gesehen"
diff "$ordner/gesehen" - <<'SOLL'
paragraphs, calamine: ['Unterlagen bis 3.\n5. Mai Termin']
paragraphs, polars: ['Unterlagen bis 3.\n5. Mai Termin']
paragraphs, pandas: ['Unterlagen bis 3.\n5. Mai Termin']
pandas, calamine: ['Unterlagen bis 3.\n5. Mai Termin', 'Ulm\tBonn']
pandas, polars: ['Unterlagen bis 3.\n5. Mai Termin', 'Ulm\tBonn']
pandas, pandas: ['Unterlagen bis 3.\n5. Mai Termin', 'Ulm\tBonn']
pyexcel-ods3, calamine: ['Unterlagen bis 3.5. Mai Termin', 'UlmBonn']
pyexcel-ods3, polars: ['Unterlagen bis 3.5. Mai Termin', 'UlmBonn']
pyexcel-ods3, pandas: ['Unterlagen bis 3.\n5. Mai Termin', 'UlmBonn']
pyexcel-ods3, itself: ['Unterlagen bis 3.\n5. Mai Termin', 'Ulm\tBonn']
SOLL
echo "As described: two lines are one word, and two days are a date."
