#!/usr/bin/env bash
# pandoc 3.9 (pypandoc_binary 1.17), -f gfm: one item without a box in a list of tasks makes three lists of it.
#
# Guess: a box belongs to its item, as GitHub has it, so a list may hold items with a box and items without.
# In fact its reader of "gfm" takes the box for part of the kind of list, as the mark "-" or "*" is: where boxes begin
# or end, the list ends. Written as gfm again, the pieces are held apart by "<!-- -->". Under numbers there are no
# boxes: the list stays whole, and "[x]" comes back with backslashes. GitHub's own parser, here cmarkgfm, sees one list
# with two boxes both times, and so does pandoc's other reader, "markdown".
set -euo pipefail
ordner="$(mktemp -d)"
trap 'rm -rf "$ordner"' EXIT
python3 -m venv "$ordner/umgebung"
"$ordner/umgebung/bin/pip" install --quiet --disable-pip-version-check pypandoc_binary==1.17 cmarkgfm==2025.10.22
"$ordner/umgebung/bin/python" - <<'PY' | tee "$ordner/gesehen"
import cmarkgfm
import pypandoc

STRICHE = "- [x] Brief\n- Antwort abwarten\n- [ ] Mappe\n"
NUMMERN = "1. [x] Brief\n2. Antwort abwarten\n3. [ ] Mappe\n"


def zaehlen(wer, html):
    print(f"{wer}: {html.count('<ul') + html.count('<ol')} list(s), {html.count('checkbox')} box(es)")


for name, text in (("dashes", STRICHE), ("numbers", NUMMERN)):
    zaehlen(f"{name}, cmarkgfm", cmarkgfm.github_flavored_markdown_to_html(text))
    zaehlen(f"{name}, pandoc gfm", pypandoc.convert_text(text, "html", "gfm"))
    zaehlen(f"{name}, pandoc markdown", pypandoc.convert_text(text, "html", "markdown"))
    print("gfm again:", pypandoc.convert_text(text, "gfm", "gfm").strip().replace("\n", "|"))
PY
diff "$ordner/gesehen" - <<'SOLL'
dashes, cmarkgfm: 1 list(s), 2 box(es)
dashes, pandoc gfm: 3 list(s), 2 box(es)
dashes, pandoc markdown: 1 list(s), 2 box(es)
gfm again: - [x] Brief||<!-- -->||- Antwort abwarten||<!-- -->||- [ ] Mappe
numbers, cmarkgfm: 1 list(s), 2 box(es)
numbers, pandoc gfm: 1 list(s), 0 box(es)
numbers, pandoc markdown: 1 list(s), 2 box(es)
gfm again: 1.  \[x\] Brief|2.  Antwort abwarten|3.  \[ \] Mappe
SOLL
echo "As described: one list of tasks became three, and another lost its boxes."
