#!/usr/bin/env bash
# XlsxWriter 3.3.1: after a text of more than 32,767 characters `write_row` leaves out the rest of the row, and warns of nothing.
#
# Guess: Excel's limit is a matter of this one cell: it is cut, as the manual says, or refused with an error.
# In fact the cell is cut and written, and `write` returns -2 for it. `write_row` takes any number but 0 for the end: it
# returns, and the cells behind are not written. So the long text, which somebody might look for, is there, and the next
# columns of that one case (place, status, deadline) are empty. No warning, no exception; the number that tells it is
# what nobody looks at. `write_column` loses all rows below. A loop over `write` loses nothing but the end of the text, and
# `add_table` neither: it goes on. A link too long for Excel does the same to its row, and is itself left out as well, there with a warning.
set -euo pipefail
ordner="$(mktemp -d)"
trap 'rm -rf "$ordner"' EXIT
python3 -m venv "$ordner/umgebung"
"$ordner/umgebung/bin/pip" install --quiet --disable-pip-version-check XlsxWriter==3.3.1 openpyxl==3.1.5
cat > "$ordner/probe.py" <<'PROBE'
import warnings

import openpyxl
import xlsxwriter

ZEILE = ["a1", "x" * 40_000, "Ulm", "offen"]


def jede(blatt):
    return [blatt.write(0, spalte, wert) for spalte, wert in enumerate(ZEILE)]


wege = {
    "write": jede,
    "write_row": lambda blatt: blatt.write_row(0, 0, ZEILE),
    "write_column": lambda blatt: blatt.write_column(0, 0, ZEILE),
    "add_table": lambda blatt: blatt.add_table(0, 0, 1, 3, {"data": [ZEILE], "header_row": False}) and None,
    "write_row, link": lambda blatt: blatt.write_row(0, 0, ["a1", "https://example.org/" + "x" * 3_000, "Ulm", "offen"]),
}
for name, schreibe in wege.items():
    with warnings.catch_warnings(record=True) as gewarnt:
        warnings.simplefilter("always")
        mappe = xlsxwriter.Workbook("liste.xlsx")
        antwort = schreibe(mappe.add_worksheet())
        mappe.close()
    werte = [wert for zeile in openpyxl.load_workbook("liste.xlsx").active.iter_rows(values_only=True) for wert in zeile]
    gezeigt = [len(wert) if wert and len(wert) > 99 else wert for wert in werte]
    print(f"{name}: {gezeigt}, returned {antwort}, warnings {len(gewarnt)}")
PROBE
(cd "$ordner" && umgebung/bin/python probe.py) | tee "$ordner/gesehen"
diff "$ordner/gesehen" - <<'SOLL'
write: ['a1', 32767, 'Ulm', 'offen'], returned [0, -2, 0, 0], warnings 0
write_row: ['a1', 32767], returned -2, warnings 0
write_column: ['a1', 32767], returned -2, warnings 0
add_table: ['a1', 32767, 'Ulm', 'offen'], returned 0, warnings 0
write_row, link: ['a1'], returned -3, warnings 1
SOLL
echo "As described: the long text is there, and what stood behind it is not."
