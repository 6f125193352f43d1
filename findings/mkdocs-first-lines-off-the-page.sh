#!/usr/bin/env bash
# mkdocs 1.6.1: a page without front matter that begins with "Frist: Ende Mai" is published without that line.
#
# Guess: where no "---" opens a file, all of it is text.
# In fact lines of the form "word: rest" at the very top are taken for data of the page, in MultiMarkdown's notation,
# and cut off, down to the first line of another form. "Achtung:" over a list is such a line, and so is an address that
# stands alone. The word must have no umlaut and no blank, so "Rückruf: heute" stays; an empty first line keeps the page
# whole as well, and so does front matter with a key in it. --strict finds nothing to say.
set -euo pipefail
ordner="$(mktemp -d)"
trap 'rm -rf "$ordner"' EXIT
python3 -m venv "$ordner/umgebung"
"$ordner/umgebung/bin/pip" install --quiet --disable-pip-version-check mkdocs==1.6.1
mkdir -p "$ordner/projekt/docs" "$ordner/projekt/huelle"
cd "$ordner/projekt"
printf '{{ page.content }}\n' > huelle/main.html
printf 'site_name: Probe\nuse_directory_urls: false\ntheme:\n  name: null\n  custom_dir: huelle\n' > mkdocs.yml
printf 'Anfang\n' > docs/index.md
printf 'Frist: Ende Mai\nOrt: Haus 3\n\nBitte melden.\n' > docs/1-frist.md
printf 'Achtung:\n\n- Tor klemmt\n' > docs/2-achtung.md
printf 'https://example.org/plan\n\nBitte melden.\n' > docs/3-adresse.md
printf 'Rückruf: heute\n\nBitte melden.\n' > docs/4-umlaut.md
printf '\nFrist: Ende Mai\n\nBitte melden.\n' > docs/5-leerzeile.md
printf -- '---\nStatus: offen\n---\nFrist: Ende Mai\n\nBitte melden.\n' > docs/6-kopf.md
"$ordner/umgebung/bin/mkdocs" build --strict >"$ordner/ausgabe" 2>&1
{
  for seite in 1-frist 2-achtung 3-adresse 4-umlaut 5-leerzeile 6-kopf; do
    echo "$seite: $(tr -d '\n' < "site/$seite.html")"
  done
  echo "lines of the build about any of it: $(grep -ciE 'warning|frist|achtung|meta' "$ordner/ausgabe" || true)"
} | tee "$ordner/gesehen"
diff "$ordner/gesehen" - <<'SOLL'
1-frist: <p>Bitte melden.</p>
2-achtung: <ul><li>Tor klemmt</li></ul>
3-adresse: <p>Bitte melden.</p>
4-umlaut: <p>Rückruf: heute</p><p>Bitte melden.</p>
5-leerzeile: <p>Frist: Ende Mai</p><p>Bitte melden.</p>
6-kopf: <p>Frist: Ende Mai</p><p>Bitte melden.</p>
lines of the build about any of it: 0
SOLL
echo "As described: three pages lost how they began, and the build was content."
