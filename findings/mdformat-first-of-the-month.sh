#!/usr/bin/env bash
# mdformat 1.0.0: the lines "26. Januar", "3. Februar", "7. März" become "26. Januar", "01. Februar", "01. März".
#
# Guess: a formatter leaves the numbers of a list alone, or counts on from the first (26, 27, 28).
# In fact it keeps the first number and makes each of the others a 1, with zeros in front until it is as wide as the
# first. Before the name of a month the result is an ordinary date. Empty lines between the entries do not help, text
# does. Its own check that the page looks as before agrees each time, since there only the first number of a list
# counts. Only with --number does it count on.
set -euo pipefail
ordner="$(mktemp -d)"
trap 'rm -rf "$ordner"' EXIT
python3 -m venv "$ordner/umgebung"
"$ordner/umgebung/bin/pip" install --quiet --disable-pip-version-check mdformat==1.0.0 markdown-it-py==4.3.0
cd "$ordner"
zeigen() {
  printf '%s\n' "$1" > liste.md
  shift
  "$ordner/umgebung/bin/mdformat" "$@" liste.md
  grep -v '^$' liste.md | paste -s -d '|' - | sed 's/|/ | /g'
}
{
  zeigen $'26. Januar: Brief\n3. Februar: Anruf\n7. März: Besuch'
  zeigen $'26. Januar: Brief\n3. Februar: Anruf\n7. März: Besuch' --number
  zeigen $'9. Mai: Brief\n\n10. Mai: Anruf\n\n11. Mai: Besuch'
  zeigen $'1. Juni: Brief\n2. Juni: Anruf\n3. Juni: Besuch'
  zeigen $'26. Januar: Brief\n\nDann Stille.\n\n3. Februar: Anruf'
} | tee "$ordner/gesehen"
diff "$ordner/gesehen" - <<'SOLL'
26. Januar: Brief | 01. Februar: Anruf | 01. März: Besuch
26. Januar: Brief | 27. Februar: Anruf | 28. März: Besuch
9. Mai: Brief | 1. Mai: Anruf | 1. Mai: Besuch
1. Juni: Brief | 1. Juni: Anruf | 1. Juni: Besuch
26. Januar: Brief | Dann Stille. | 3. Februar: Anruf
SOLL
echo "As described: every day but the first has become another day, and all of them exist."
