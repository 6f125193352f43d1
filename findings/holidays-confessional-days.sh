#!/usr/bin/env bash
# holidays 0.109: asked for Bavaria, it does not know 15 August; asked for Saxony or Thuringia, not Corpus Christi.
#
# Guess: country_holidays("DE", subdiv="BY") holds every day on which offices in Munich or Regensburg are closed.
# In fact days that are public holidays only in some municipalities stand in a category of their own ("catholic"),
# which nobody gets who does not name it; in Saarland the same day is "public". For Austria the days of a province's
# patron saint (15 November in Vienna) are in "bank", together with 24 and 31 December. Nothing says that days are left out.
set -euo pipefail
ordner="$(mktemp -d)"
trap 'rm -rf "$ordner"' EXIT
python3 -m venv "$ordner/umgebung"
"$ordner/umgebung/bin/pip" install --quiet --disable-pip-version-check holidays==0.109
"$ordner/umgebung/bin/python" - <<'PY' | tee "$ordner/gesehen"
from datetime import date

from holidays import country_holidays

himmelfahrt, fronleichnam, leopoldi = date(2026, 8, 15), date(2026, 6, 4), date(2026, 11, 15)
for land, teil, tag, kategorie in (
    ("DE", "SL", himmelfahrt, "catholic"), ("DE", "BY", himmelfahrt, "catholic"),
    ("DE", "SN", fronleichnam, "catholic"), ("DE", "TH", fronleichnam, "catholic"), ("AT", "9", leopoldi, "bank"),
):
    ohne, mit = country_holidays(land, subdiv=teil), country_holidays(land, subdiv=teil, categories=("public", kategorie))
    print(land, teil, tag, "by default:", tag in ohne, f"with {kategorie}:", tag in mit)
PY
diff "$ordner/gesehen" - <<'SOLL'
DE SL 2026-08-15 by default: True with catholic: True
DE BY 2026-08-15 by default: False with catholic: True
DE SN 2026-06-04 by default: False with catholic: True
DE TH 2026-06-04 by default: False with catholic: True
AT 9 2026-11-15 by default: False with bank: True
SOLL
echo "As described: five days, four of them left out without a word."
