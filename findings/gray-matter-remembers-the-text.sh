#!/usr/bin/env bash
# gray-matter 4.0.3: two files with the same text share one head; change the first, and the second reads as changed.
#
# Guess: every call parses what it is given and hands back objects of its own.
# In fact results are kept under the whole text of the file, whatever its name, for as long as the process lives. The
# first call gives away the very object that is kept, later ones a copy of its outermost level: the data of all of
# them is one object, and text added to the first result is in the later ones too, also when a file is read anew from
# the disk. Fresh files made from one template are such files. Options, even {}, turn it off.
set -euo pipefail
ordner="$(mktemp -d)"
trap 'rm -rf "$ordner"' EXIT
npm install --prefix "$ordner" --ignore-scripts --no-audit --no-fund --silent gray-matter@4.0.3
cd "$ordner"
printf -- '---\nStatus: offen\n---\nNoch nichts.\n' | tee eins.md > zwei.md
cat > lauf.cjs <<'JS'
const matter = require('gray-matter');

const eins = matter.read('eins.md');
eins.data.Status = 'ruht';
eins.content += 'Erster Anruf.\n';
const zwei = matter.read('zwei.md');
const frei = matter.read('zwei.md', {});
console.log('plain:', zwei.path, JSON.stringify(zwei.data), JSON.stringify(zwei.content));
console.log('with {}:', frei.path, JSON.stringify(frei.data), JSON.stringify(frei.content));
zwei.data.Frist = 'Mai';
zwei.content += 'Zweiter Anruf.\n';
console.log('the first afterwards:', eins.path, JSON.stringify(eins.data), JSON.stringify(eins.content));
JS
node lauf.cjs | tee "$ordner/gesehen"
echo "on the disk: $(paste -s -d '|' zwei.md)" | tee -a "$ordner/gesehen"
diff "$ordner/gesehen" - <<'SOLL'
plain: zwei.md {"Status":"ruht"} "Noch nichts.\nErster Anruf.\n"
with {}: zwei.md {"Status":"offen"} "Noch nichts.\n"
the first afterwards: eins.md {"Status":"ruht","Frist":"Mai"} "Noch nichts.\nErster Anruf.\n"
on the disk: ---|Status: offen|---|Noch nichts.
SOLL
echo "As described: a file nobody touched was read with another file's changes."
