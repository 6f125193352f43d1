#!/usr/bin/env bash
# reportlab 5.1.0: `simpleSplit` breaks lines at no-break spaces, and where there is nothing else to break at it does not break.
#
# Guess: the helper that fills a width with words breaks at blanks and respects the blank that was made not to be broken at; a
# word that is wider than the line is cut, or an error says so. It splits with `str.split()`, to which U+00A0 and U+202F are blanks
# like any other: "12. Januar" and "Dr. Vogelsang", typed with no-break spaces for exactly this, come apart, and the ordinary blank
# takes their place in the text. Blanks at the beginning of a line, by which people indent, are gone. And a word that is too wide
# comes back as a line of its own, wider than what was asked for: it runs over the edge of the label.
set -euo pipefail
ordner="$(mktemp -d)"
trap 'rm -rf "$ordner"' EXIT
python3 -m venv "$ordner/umgebung"
"$ordner/umgebung/bin/pip" install --quiet --disable-pip-version-check reportlab==5.1.0
cat > "$ordner/probe.py" <<'PROBE'
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase.pdfmetrics import stringWidth

for text, breit in (
    ("Termin am 12.\u00a0Januar", 80),
    ("bei Frau Dr.\u00a0Vogelsang", 80),
    ("um 10\u202fUhr", 34),
    ("    eingerückt", 200),
    ("Straßenbahnhaltestelle", 60),
):
    zeilen = simpleSplit(text, "Helvetica", 12, breit)
    print(ascii(zeilen), "too wide" if max(stringWidth(z, "Helvetica", 12) for z in zeilen) > breit else "fits")
PROBE
"$ordner/umgebung/bin/python" "$ordner/probe.py" | tee "$ordner/gesehen"
diff "$ordner/gesehen" - <<'SOLL'
['Termin am 12.', 'Januar'] fits
['bei Frau Dr.', 'Vogelsang'] fits
['um 10', 'Uhr'] fits
['einger\xfcckt'] fits
['Stra\xdfenbahnhaltestelle'] too wide
SOLL
echo "As described: no-break spaces break, indents vanish, and what is too wide stays so."
