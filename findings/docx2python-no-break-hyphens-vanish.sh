#!/usr/bin/env bash
# docx2python 3.7.1 and docx2txt 0.9: a no-break hyphen is left out, so that "2026-47" is read as "202647".
#
# Guess: what Word stores as an element of its own instead of a letter is layout; tools that extract text turn the few that are
# read (tab, line break) into letters, and the hyphen that Word makes with Ctrl+Shift+Minus, for numbers that must not
# come apart at the end of a line, is one of those, or at least a blank.
# In fact both skip it and join what stood on its sides. The number of a case, a telephone number, a span of days ("12-14") are numbers
# as before, only others, and no check of the form finds them. python-docx reads a plain "-", mammoth U+2011, so the same document has
# three values for one ID, and a comparison of two exports matches none. The same letter pasted as U+2011 stays in all of them: of two
# numbers that look alike in Word one survives.
set -euo pipefail
ordner="$(mktemp -d)"
trap 'rm -rf "$ordner"' EXIT
python3 -m venv "$ordner/umgebung"
"$ordner/umgebung/bin/pip" install --quiet --disable-pip-version-check docx2python==3.7.1 docx2txt==0.9 python-docx==1.2.0 mammoth==1.13.0
cat > "$ordner/probe.py" <<'PROBE'
import docx
import docx2txt
import mammoth
from docx2python import docx2python

text = docx.Document()
tabelle = text.add_table(1, 3)
for zelle, (vorn, hinten) in zip(tabelle.rows[0].cells, (("2026", "47"), ("12", "14. Mai"))):
    lauf = zelle.paragraphs[0].add_run(vorn)
    lauf._r.append(docx.oxml.OxmlElement("w:noBreakHyphen"))
    lauf.add_text(hinten)
tabelle.cell(0, 2).text = "2026\u201147"
text.save("liste.docx")

with docx2python("liste.docx") as gelesen:
    print("docx2python", ascii(["".join(absaetze) for absaetze in gelesen.body[0][0]]))
print("docx2txt", ascii(docx2txt.process("liste.docx").split("\n\n")))
print("python-docx", ascii([zelle.text for zelle in docx.Document("liste.docx").tables[0].rows[0].cells]))
with open("liste.docx", "rb") as datei:
    print("mammoth", ascii(mammoth.extract_raw_text(datei).value.split("\n\n")))
PROBE
(cd "$ordner" && umgebung/bin/python probe.py) | tee "$ordner/gesehen"
diff "$ordner/gesehen" - <<'SOLL'
docx2python ['202647', '1214. Mai', '2026\u201147']
docx2txt ['202647', '1214. Mai', '2026\u201147']
python-docx ['2026-47', '12-14. Mai', '2026\u201147']
mammoth ['2026\u201147', '12\u201114. Mai', '2026\u201147', '']
SOLL
echo "As described: two readers make another number of it, and the other two disagree about the sign."
