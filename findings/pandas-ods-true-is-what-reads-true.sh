#!/usr/bin/env bash
# pandas 3.1.1, read_excel of ODS by odfpy 1.4.1: a cell that is true is False unless the word it shows is "TRUE" in capitals.
#
# Guess: a truth in ODS stands in an attribute (office:boolean-value="true"), made so that no reader depends on the word shown
# for it; pandas takes numbers and dates from their attributes, so this as well.
# In fact it compares the text shown with "TRUE", and everything else is False. A German spreadsheet shows WAHR, so each "yes" of
# the list (agreed, paid, closed) becomes a "no"; so does each truth written by pyexcel-ods3, odfdo and tablib, who show
# "true" or nothing. The column is of type bool and nothing is missing, so no check of types or of gaps finds it. A file that
# pandas wrote itself comes back right, which is what a test would try; and so do all of them with engine="calamine".
set -euo pipefail
ordner="$(mktemp -d)"
trap 'rm -rf "$ordner"' EXIT
python3 -m venv "$ordner/umgebung"
"$ordner/umgebung/bin/pip" install --quiet --disable-pip-version-check pandas==3.1.1 odfpy==1.4.1 python-calamine==0.9.1 \
  pyexcel-ods3==0.6.1 pyexcel-io==0.6.8 odfdo==3.27.3 tablib==3.10.0
cat > "$ordner/probe.py" <<'PROBE'
from pathlib import Path

import odfdo
import pandas as pd
import pyexcel_ods3
import tablib
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

KOPF, ZEILEN = ["Fall", "Einverstanden"], [["a1", True], ["a2", True], ["a3", False]]


def wie_auf_deutsch(ziel):
    mappe = OpenDocumentSpreadsheet()
    blatt = Table(name="Liste")
    for werte in [KOPF, *ZEILEN]:
        zeile = TableRow()
        for wert in werte:
            wahrheit = isinstance(wert, bool)
            zelle = TableCell(valuetype="boolean", booleanvalue=str(wert).lower()) if wahrheit else TableCell(valuetype="string")
            zelle.addElement(P(text={True: "WAHR", False: "FALSCH"}[wert] if wahrheit else wert))
            zeile.addElement(zelle)
        blatt.addElement(zeile)
    mappe.spreadsheet.addElement(blatt)
    mappe.save(ziel)


def mit_odfdo(ziel):
    mappe = odfdo.Document("spreadsheet")
    mappe.body.clear()
    blatt = odfdo.Table("Liste")
    blatt.set_values([KOPF, *ZEILEN])
    mappe.body.append(blatt)
    mappe.save(ziel)


schreiber = {
    "shown in German": wie_auf_deutsch,
    "pyexcel-ods3": lambda ziel: pyexcel_ods3.save_data(ziel, {"Liste": [KOPF, *ZEILEN]}),
    "odfdo": mit_odfdo,
    "tablib": lambda ziel: Path(ziel).write_bytes(tablib.Dataset(*ZEILEN, headers=KOPF).export("ods")),
    "pandas": lambda ziel: pd.DataFrame(ZEILEN, columns=KOPF).to_excel(ziel, index=False),
}
for name, schreibe in schreiber.items():
    schreibe("liste.ods")
    for wie in ("odf", "calamine"):
        spalte = pd.read_excel("liste.ods", engine=wie)["Einverstanden"]
        print(f"{name}, {wie}: {spalte.dtype} {spalte.tolist()}")
PROBE
(cd "$ordner" && umgebung/bin/python probe.py) | tee "$ordner/gesehen"
diff "$ordner/gesehen" - <<'SOLL'
shown in German, odf: bool [False, False, False]
shown in German, calamine: bool [True, True, False]
pyexcel-ods3, odf: bool [False, False, False]
pyexcel-ods3, calamine: bool [True, True, False]
odfdo, odf: bool [False, False, False]
odfdo, calamine: bool [True, True, False]
tablib, odf: bool [False, False, False]
tablib, calamine: bool [True, True, False]
pandas, odf: bool [True, True, False]
pandas, calamine: bool [True, True, False]
SOLL
echo "As described: what is true in the file is False in the frame, for every writer but pandas."
