#!/bin/sh
# Doppelklick öffnet den Schreibtisch (macOS). Beim ersten Mal wird eingerichtet, was dazugehört.
cd "$(dirname "$0")" || exit 1
[ -x .venv/bin/fallbuch ] || python3 programm/installieren.py || { echo "Eingabetaste schließt das Fenster."; read -r _; exit 1; }
.venv/bin/fallbuch oeffnen || { echo "Eingabetaste schließt das Fenster."; read -r _; }
