#!/usr/bin/env bash
# python-calamine 0.9.1 and openpyxl 3.1.5: a date whose format begins with a condition ([=0]"";DD.MM.YYYY) is the number 46052.
#
# Guess: whether a cell is a date is settled by its format, and readers agree on that; a number that Excel shows as 30.01.2026 comes
# out as a date, whatever else the format says.
# In fact both decide by the first section of a format alone. `[=0]"";dd.mm.yyyy` is how people hide the "00.01.1900" that a link to
# an empty cell shows: the first section is for nothing at all, and the date stands in the second. The values are plain numbers,
# among dates from cells whose format was not touched, and so they are with both engines of pandas. xlrd asks the whole
# format and says date: the same list is right as .xls by xlrd and wrong as .xlsx, and wrong as .xls by calamine too, which is what
# pandas tells everybody to take instead of xlrd from now on. Hidden by empty sections behind (dd.mm.yyyy;;) all see a date.
set -euo pipefail
ordner="$(mktemp -d)"
trap 'rm -rf "$ordner"' EXIT
python3 -m venv "$ordner/umgebung"
"$ordner/umgebung/bin/pip" install --quiet --disable-pip-version-check python-calamine==0.9.1 openpyxl==3.1.5 xlrd==2.0.2 \
  XlsxWriter==3.3.1 xlwt==1.3.0 pandas==3.1.1
cat > "$ordner/probe.py" <<'PROBE'
import warnings
from datetime import date, datetime

import openpyxl
import pandas as pd
import xlrd
import xlsxwriter
import xlwt
from python_calamine import load_workbook

TAG, FORMATE = date(2026, 1, 30), ("dd.mm.yyyy", "dd.mm.yyyy;;", '[=0]"";dd.mm.yyyy', '[<1]"offen";dd.mm.yyyy')
neu = xlsxwriter.Workbook("liste.xlsx")
blatt = neu.add_worksheet()
for n, form in enumerate(FORMATE):
    blatt.write_datetime(n, 0, TAG, neu.add_format({"num_format": form}))
neu.close()
alt = xlwt.Workbook()
blatt = alt.add_sheet("Liste")
for n, form in enumerate(FORMATE):
    blatt.write(n, 0, TAG, xlwt.easyxf(num_format_str=form))
alt.save("liste.xls")


def gezeigt(werte):
    return ", ".join(f"{wert:%Y-%m-%d}" if isinstance(wert, date | datetime) else f"{wert:.0f}" for wert in werte)


for datei in ("liste.xlsx", "liste.xls"):
    print(datei, "calamine:", gezeigt(zeile[0] for zeile in load_workbook(datei).get_sheet_by_index(0).to_python()))
    for motor in ("calamine", "openpyxl" if datei == "liste.xlsx" else "xlrd"):
        with warnings.catch_warnings(record=True) as gewarnt:
            warnings.simplefilter("always")
            werte = pd.read_excel(datei, header=None, dtype=object, engine=motor)[0]
        rat = " (told to use calamine instead)" if any("Use the calamine engine instead" in str(w.message) for w in gewarnt) else ""
        print(datei, f"pandas, {motor}{rat}:", gezeigt(werte))
print("liste.xlsx openpyxl:", gezeigt(zelle.value for zelle in openpyxl.load_workbook("liste.xlsx").active["A"]))
buch = xlrd.open_workbook("liste.xls")
print("liste.xls xlrd: ctype", ", ".join(str(zelle.ctype) for zelle in buch.sheet_by_index(0).col(0)), "and 3 is", xlrd.XL_CELL_DATE == 3)
PROBE
(cd "$ordner" && umgebung/bin/python probe.py) | tee "$ordner/gesehen"
diff "$ordner/gesehen" - <<'SOLL'
liste.xlsx calamine: 2026-01-30, 2026-01-30, 46052, 46052
liste.xlsx pandas, calamine: 2026-01-30, 2026-01-30, 46052, 46052
liste.xlsx pandas, openpyxl: 2026-01-30, 2026-01-30, 46052, 46052
liste.xls calamine: 2026-01-30, 2026-01-30, 46052, 46052
liste.xls pandas, calamine: 2026-01-30, 2026-01-30, 46052, 46052
liste.xls pandas, xlrd (told to use calamine instead): 2026-01-30, 2026-01-30, 2026-01-30, 2026-01-30
liste.xlsx openpyxl: 2026-01-30, 2026-01-30, 46052, 46052
liste.xls xlrd: ctype 3, 3, 3, 3 and 3 is True
SOLL
echo "As described: one date, a number in the new form and a date in the old."
