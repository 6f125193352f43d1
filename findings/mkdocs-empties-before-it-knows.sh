#!/usr/bin/env bash
# mkdocs 1.6.1: a build that fails under --strict has already emptied the folder named by site_dir, whatever was in it.
#
# Guess: mkdocs replaces the pages of its own last build, and only once the new ones are good.
# In fact it removes every visible file and folder in site_dir before it reads the first page, and knows no mark of
# its own builds: notes, figures, another project's files go as well; only names that begin with a dot survive. It says
# "Cleaning site directory", before good builds and bad ones alike. The check of the configuration refuses site_dir
# and docs_dir inside each other and nothing else.
set -euo pipefail
ordner="$(mktemp -d)"
trap 'rm -rf "$ordner"' EXIT
python3 -m venv "$ordner/umgebung"
"$ordner/umgebung/bin/pip" install --quiet --disable-pip-version-check mkdocs==1.6.1
mkdir -p "$ordner/projekt/docs" "$ordner/projekt/zahlen/register"
cd "$ordner/projekt"
printf '# Start\n\n[dorthin](fehlt.md)\n' > docs/index.md
printf 'figures of a quarter\n' > zahlen/register/2026Q1.json
printf 'hidden\n' > zahlen/.notiz
printf 'site_name: Probe\nsite_dir: zahlen\n' > mkdocs.yml
ende=0
"$ordner/umgebung/bin/mkdocs" build --strict >"$ordner/ausgabe" 2>&1 || ende=$?
echo "exit code of the strict build: $ende" | tee "$ordner/gesehen"
echo "register there: $(test -e zahlen/register/2026Q1.json && echo yes || echo no)" | tee -a "$ordner/gesehen"
echo "hidden file there: $(test -e zahlen/.notiz && echo yes || echo no)" | tee -a "$ordner/gesehen"
echo "lines about cleaning: $(grep -c 'Cleaning site directory' "$ordner/ausgabe" || true)" | tee -a "$ordner/gesehen"
echo "lines that name the register: $(grep -c 'register' "$ordner/ausgabe" || true)" | tee -a "$ordner/gesehen"
diff "$ordner/gesehen" - <<'SOLL'
exit code of the strict build: 1
register there: no
hidden file there: yes
lines about cleaning: 1
lines that name the register: 0
SOLL
echo "As described: the build failed, and what was there before is gone."
