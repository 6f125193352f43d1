#!/usr/bin/env bash
# mkdocs 1.6.1, serve: a rebuild that takes as many hundredths of a second as an earlier one does not say that it is done.
#
# Guess: whoever drives the preview (an editor, a test, a script that reloads a window) waits for "Documentation built in
# … seconds" after each change. In fact the command gives the logger of the build a filter that drops every text it has
# said before, and this line is a finished text with two decimals in it: of builds of a small site most take a time that
# was there already, and say nothing. The line about cleaning the folder comes once for the same reason. The lines of
# the server ("Detected file changes", "Reloading browsers") come from another logger and are said each time; they are
# what can be waited for. Here the clock of the build is held, so that all builds take equally long.
set -euo pipefail
ordner="$(mktemp -d)"
trap 'rm -rf "$ordner"' EXIT
python3 -m venv "$ordner/umgebung"
"$ordner/umgebung/bin/pip" install --quiet --disable-pip-version-check mkdocs==1.6.1
mkdir -p "$ordner/projekt/docs" "$ordner/projekt/huelle"
cd "$ordner/projekt"
printf '{{ page.content }}\n' > huelle/main.html
printf '# Anfang\n' > docs/index.md
printf 'site_name: Probe\ntheme:\n  name: null\n  custom_dir: huelle\nplugins: []\nhooks: [vorschau.py]\n' > mkdocs.yml
cat > vorschau.py <<'PY'
import itertools
import os

from mkdocs.commands import build

gebaut = itertools.count(1)


class Uhr:
    """Stands still in the first run; in the second each build takes longer than the one before."""

    def monotonic(self):
        return 0.0 if os.environ["UHR"] == "steht" else next(gebaut) ** 2


build.time = Uhr()


def on_serve(server, config, builder):
    for _ in range(4):  # as if four files had been saved
        server.builder()
    raise SystemExit


def on_post_build(config):
    print("built", flush=True)
PY
for uhr in steht geht; do
  UHR=$uhr "$ordner/umgebung/bin/mkdocs" serve --livereload --dev-addr 127.0.0.1:0 >"$ordner/ausgabe" 2>&1 || true
  echo "clock $uhr: built $(grep -c '^built' "$ordner/ausgabe"), said so $(grep -c 'Documentation built in' "$ordner/ausgabe")," \
    "said that the folder is cleaned $(grep -c 'Cleaning site directory' "$ordner/ausgabe")"
done | tee "$ordner/gesehen"
diff "$ordner/gesehen" - <<'SOLL'
clock steht: built 5, said so 1, said that the folder is cleaned 1
clock geht: built 5, said so 5, said that the folder is cleaned 1
SOLL
echo "As described: what was said once is not said again, even where it is news."
