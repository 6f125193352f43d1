#!/usr/bin/env bash
# Zensical 0.0.73: from the same mkdocs.yml it prints "c/o" as one sign and indexes it as that, where mkdocs keeps the letters.
#
# Guess: where mkdocs.yml names no Markdown extension, a page says the same under the successor as under mkdocs; and
# "markdown_extensions" adds to what is on already, as it does in mkdocs.
# In fact a missing list stands for more than twenty extensions, "pymdownx.smartsymbols" among them: c/o, 1/2, (c)
# and +/- become other signs, == and ~ vanish from the text, and the search index has no "c/o" or "1/2" either. An empty
# list turns all of that off, and so does a list with one name in it: whoever adds "footnotes" loses the admonitions of
# every page. --strict has no issue with any of it.
set -euo pipefail
ordner="$(mktemp -d)"
trap 'rm -rf "$ordner"' EXIT
python3 -m venv "$ordner/umgebung"
"$ordner/umgebung/bin/pip" install --quiet --disable-pip-version-check \
  zensical==0.0.73 mkdocs==1.6.1 markdown==3.11.3 pymdown-extensions==13.1.2
mkdir -p "$ordner/projekt/docs" "$ordner/projekt/huelle"
cd "$ordner/projekt"
cat > docs/index.md <<'SEITE'
# Anfang

Ina Beispiel, c/o Haus Nord, 1/2 Stelle, +/- 2 Tage, Reihe (c), Raum ~3~, ==bald==.

!!! note
    Hinweis
SEITE
printf '{{ page.content }}\n' > huelle/main.html
printf 'site_name: Probe\nuse_directory_urls: false\n' > kopf.yml
{ cat kopf.yml; printf 'site_dir: mkdocs\ntheme:\n  name: null\n  custom_dir: huelle\n'; } > mkdocs.yml
{ cat kopf.yml; printf 'site_dir: missing\ntheme:\n  name: material\n'; } > missing.yml
{ cat kopf.yml; printf 'site_dir: empty\ntheme:\n  name: material\nmarkdown_extensions: []\n'; } > empty.yml
{ cat kopf.yml; printf 'site_dir: one\ntheme:\n  name: material\nmarkdown_extensions: [footnotes]\n'; } > one.yml
"$ordner/umgebung/bin/mkdocs" build --strict --quiet
for liste in missing empty one; do
  "$ordner/umgebung/bin/zensical" build --strict -f "$liste.yml" >"$ordner/ausgabe-$liste" 2>&1
done
{
  for liste in mkdocs missing empty one; do
    echo "$liste: $(grep -o 'Ina Beispiel.*' "$liste/index.html" | sed 's/<\/p>.*//')"
    echo "$liste, notes: $(grep -c 'class="admonition note"' "$liste/index.html" || true)"
  done
  for liste in missing empty; do
    echo "$liste, in the search index: $(grep -oE 'c/o|1/2' "$liste/search.json" | paste -sd' ' || true)" | sed 's/: $/: -/'
    echo "$liste, said: $(grep -i 'issue' "$ordner/ausgabe-$liste")"
  done
} | tee "$ordner/gesehen"
diff "$ordner/gesehen" - <<'SOLL'
mkdocs: Ina Beispiel, c/o Haus Nord, 1/2 Stelle, +/- 2 Tage, Reihe (c), Raum ~3~, ==bald==.
mkdocs, notes: 0
missing: Ina Beispiel, &#8453; Haus Nord, &frac12; Stelle, &plusmn; 2 Tage, Reihe &copy;, Raum <sub>3</sub>, <mark>bald</mark>.
missing, notes: 1
empty: Ina Beispiel, c/o Haus Nord, 1/2 Stelle, +/- 2 Tage, Reihe (c), Raum ~3~, ==bald==.
empty, notes: 0
one: Ina Beispiel, c/o Haus Nord, 1/2 Stelle, +/- 2 Tage, Reihe (c), Raum ~3~, ==bald==.
one, notes: 0
missing, in the search index: -
missing, said: No issues found
empty, in the search index: c/o 1/2
empty, said: No issues found
SOLL
echo "As described: no list at all changes the text, an empty list keeps it."
