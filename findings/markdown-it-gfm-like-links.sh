#!/usr/bin/env bash
# markdown-it-py 4.3.0, preset "gfm-like": a missing blank after a full stop becomes a link ("angerufen.Es ging gut").
#
# Guess: the preset links what GitHub links, that is https://…, www.… and mail addresses.
# In fact it links words joined by a dot if the last is a country's domain or one of a few others, in capitals or not.
# In German Am, An, Er, Es, Im, In and So are such, so the next word decides whether a slip of the keyboard is linked,
# and whether "z.B." is: "in" does it, "mit" does not. A file name that ends in .md is linked, one in .txt is not.
# GitHub's own parser, here cmarkgfm, sees plain text in all of them.
set -euo pipefail
ordner="$(mktemp -d)"
trap 'rm -rf "$ordner"' EXIT
python3 -m venv "$ordner/umgebung"
"$ordner/umgebung/bin/pip" install --quiet --disable-pip-version-check \
  markdown-it-py==4.3.0 linkify-it-py==2.2.0 cmarkgfm==2025.10.22
"$ordner/umgebung/bin/python" - <<'PY' | tee "$ordner/gesehen"
import re

import cmarkgfm
from markdown_it import MarkdownIt

gfm_like = MarkdownIt("gfm-like")
for satz in (
    "Kurz angerufen.Es ging gut.", "Kurz angerufen.Sie war da.", "Bleibt offen.Im Mai mehr.",
    "Geht z.B.in Raum 2.", "Geht z.B.mit Rad.",
    "Mehr steht in notiz.md dazu.", "Mehr steht in notiz.txt dazu.", "Mehr auf www.example.org dazu.",
):
    seiten = gfm_like.render(satz), cmarkgfm.github_flavored_markdown_to_html(satz)
    print(satz, *(" ".join(re.findall(r'href="([^"]*)"', seite)) or "-" for seite in seiten), sep=" | ")
PY
diff "$ordner/gesehen" - <<'SOLL'
Kurz angerufen.Es ging gut. | http://angerufen.Es | -
Kurz angerufen.Sie war da. | - | -
Bleibt offen.Im Mai mehr. | http://offen.Im | -
Geht z.B.in Raum 2. | http://z.B.in | -
Geht z.B.mit Rad. | - | -
Mehr steht in notiz.md dazu. | http://notiz.md | -
Mehr steht in notiz.txt dazu. | - | -
Mehr auf www.example.org dazu. | http://www.example.org | http://www.example.org
SOLL
echo "As described: four links to places nobody named, none of them on GitHub."
