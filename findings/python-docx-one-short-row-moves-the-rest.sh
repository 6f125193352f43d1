#!/usr/bin/env bash
# python-docx 1.2.0: after one row that begins further in, `table.cell(row, column)` and `table.columns` give cells of other rows.
#
# Guess: `table.cell(2, 0)` is the first cell of the third row, and the same as `table.rows[2].cells[0]`; where a row is
# short, there is an error or an empty cell, in that row.
# In fact the cells of the whole table are laid in one list, and row and column are counted off in it. A row whose first place
# is left free (w:gridBefore; in Word by moving its left edge, or by deleting a cell) puts one cell too few into the list:
# from there on every row begins with the second cell of its own and ends with the first of the next. The last place of
# the table is an IndexError, for whoever asks for it; `table.columns` has no error at all, but places in the column of IDs and an
# ID in the one of notes. `row.cells` alone stays in its row: there only the short one is moved, and `row.grid_cols_before` says by
# how much. The report of it (python-docx, issue 881) is closed; what was mended is `row.cells`.
set -euo pipefail
ordner="$(mktemp -d)"
trap 'rm -rf "$ordner"' EXIT
python3 -m venv "$ordner/umgebung"
"$ordner/umgebung/bin/pip" install --quiet --disable-pip-version-check python-docx==1.2.0
cat > "$ordner/probe.py" <<'PROBE'
import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

ZEILEN = [["Fall", "Ort", "Notiz"], ["", "Ulm", "ohne Fall"], ["a2", "Bonn", "ruft an"], ["a3", "Jena", "zieht um"]]
text = docx.Document()
tabelle = text.add_table(4, 3)
for y, zeile in enumerate(ZEILEN):
    for x, wert in enumerate(zeile):
        tabelle.cell(y, x).text = wert
kurze = tabelle.rows[1]._tr
kurze.remove(kurze.tc_lst[0])
davor = OxmlElement("w:gridBefore")
davor.set(qn("w:val"), "1")
kurze.get_or_add_trPr().append(davor)
text.save("liste.docx")

tabelle = docx.Document("liste.docx").tables[0]
for y, zeile in enumerate(tabelle.rows):
    nach_platz = []
    for x in range(3):
        try:
            nach_platz.append(tabelle.cell(y, x).text)
        except IndexError:
            nach_platz.append("IndexError")
    print(f"row {y}, {zeile.grid_cols_before} before: row.cells {[z.text for z in zeile.cells]}, table.cell {nach_platz}")
for x, spalte in enumerate(tabelle.columns):
    print(f"column {x}: {[z.text for z in spalte.cells]}")
PROBE
(cd "$ordner" && umgebung/bin/python probe.py) | tee "$ordner/gesehen"
diff "$ordner/gesehen" - <<'SOLL'
row 0, 0 before: row.cells ['Fall', 'Ort', 'Notiz'], table.cell ['Fall', 'Ort', 'Notiz']
row 1, 1 before: row.cells ['Ulm', 'ohne Fall'], table.cell ['Ulm', 'ohne Fall', 'a2']
row 2, 0 before: row.cells ['a2', 'Bonn', 'ruft an'], table.cell ['Bonn', 'ruft an', 'a3']
row 3, 0 before: row.cells ['a3', 'Jena', 'zieht um'], table.cell ['Jena', 'zieht um', 'IndexError']
column 0: ['Fall', 'Ulm', 'Bonn', 'Jena']
column 1: ['Ort', 'ohne Fall', 'ruft an', 'zieht um']
column 2: ['Notiz', 'a2', 'a3']
SOLL
echo "As described: two ways to the same cell, and one of them is in another row."
