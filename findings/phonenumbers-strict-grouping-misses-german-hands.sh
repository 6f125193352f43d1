#!/usr/bin/env bash
# phonenumberslite 9.0.42 (libphonenumber for Python): the strict leniency finds a German number only as its own table groups it.
#
# Guess: `Leniency.STRICT_GROUPING` keeps false alarms out by asking for groups that "could" be a number's, so that the usual
# ways of writing a German number pass and a run of figures does not. But it asks for the groups of the library's own pattern:
# „0170 1234567“ passes, „0170 123 45 67“ and „0151 1234 5678“, as most people write them, are no number at all, and neither
# is a local number in pairs. VALID takes them all; it also takes „0911 123“, since German numbers may be that short. Whoever
# looks for numbers that people typed wants VALID, and a least count of digits of their own.
set -euo pipefail
ordner="$(mktemp -d)"
trap 'rm -rf "$ordner"' EXIT
python3 -m venv "$ordner/umgebung"
"$ordner/umgebung/bin/pip" install --quiet --disable-pip-version-check phonenumberslite==9.0.42
cat > "$ordner/probe.py" <<'PROBE'
from phonenumbers import Leniency, PhoneNumberMatcher

for text in (
    "0170 1234567", "0170/1234567", "0170 123 45 67", "0151 1234 5678", "0151-234 567 89", "0176 / 123 456 78",
    "0911 123456", "0911 / 12 34 56", "09471 8 12 34", "0911 123", "0911 12",
):
    strict, valid = (any(PhoneNumberMatcher(text, "DE", leniency=l)) for l in (Leniency.STRICT_GROUPING, Leniency.VALID))
    print(f"{text}: strict {strict}, valid {valid}")
PROBE
"$ordner/umgebung/bin/python" "$ordner/probe.py" | tee "$ordner/gesehen"
diff "$ordner/gesehen" - <<'SOLL'
0170 1234567: strict True, valid True
0170/1234567: strict True, valid True
0170 123 45 67: strict False, valid True
0151 1234 5678: strict False, valid True
0151-234 567 89: strict True, valid True
0176 / 123 456 78: strict True, valid True
0911 123456: strict True, valid True
0911 / 12 34 56: strict True, valid True
09471 8 12 34: strict False, valid True
0911 123: strict True, valid True
0911 12: strict False, valid False
SOLL
