#!/usr/bin/env bash
# isomorphic-git 1.44.11, pygit2 1.21.0, dulwich 1.2.21: each obeys another part of the line "*.md merge=…".
#
# Guess: how a file is merged is settled by .gitattributes and the repository's config, whichever program merges.
# In fact isomorphic-git looks at neither and takes a merge function from its caller only, for every path; libgit2 (in
# pygit2) knows the built-in "union" but runs no command from the config; dulwich runs the command but does not know
# "union". Whoever meets what it does not know merges line by line and reports a conflict in a file that git itself
# puts together without one. None of the three says that it passed something over.
set -euo pipefail
ordner="$(mktemp -d)"
trap 'rm -rf "$ordner"' EXIT
python3 -m venv "$ordner/umgebung"
"$ordner/umgebung/bin/pip" install --quiet --disable-pip-version-check pygit2==1.21.0 dulwich==1.2.21 merge3==1.0.0
npm install --prefix "$ordner" --ignore-scripts --no-audit --no-fund --silent isomorphic-git@1.44.11
export HOME="$ordner" XDG_CONFIG_HOME="$ordner" GIT_CONFIG_NOSYSTEM=1
cd "$ordner"
cat > anlegen.cjs <<'JS'
const fs = require('fs');
const git = require('isomorphic-git');

const [dir, art] = process.argv.slice(2);
const author = { name: 'Probe', email: 'probe@example.org', timestamp: 1767225600, timezoneOffset: 0 };
async function festhalten(dateien) {
  for (const [filepath, text] of Object.entries(dateien)) {
    fs.writeFileSync(`${dir}/${filepath}`, text);
    await git.add({ fs, dir, filepath });
  }
  await git.commit({ fs, dir, author, message: 'Probe' });
}
(async () => {
  fs.mkdirSync(dir);
  await git.init({ fs, dir, defaultBranch: 'main' });
  for (const [path, value] of [['merge.beide.driver', 'sort -u -o %A %A %B'],
    ['user.name', author.name], ['user.email', author.email]]) {
    await git.setConfig({ fs, dir, path, value });
  }
  await festhalten({ '.gitattributes': `*.md merge=${art}\n`, 'liste.md': 'a\n' });
  await git.branch({ fs, dir, ref: 'andere' });
  await festhalten({ 'liste.md': 'a\nhier\n' });
  await git.checkout({ fs, dir, ref: 'andere' });
  await festhalten({ 'liste.md': 'a\ndort\n' });
  await git.checkout({ fs, dir, ref: 'main' });
})();
JS
cat > isomorphic.cjs <<'JS'
const fs = require('fs');
const git = require('isomorphic-git');

const author = { name: 'Probe', email: 'probe@example.org', timestamp: 1767225600, timezoneOffset: 0 };
git.merge({ fs, dir: process.argv[2], ours: 'main', theirs: 'andere', author }).then(
  () => console.log('merged'),
  (fehler) => console.log(fehler.code === 'MergeConflictError' ? 'conflict' : fehler.message),
);
JS
cat > libgit2.py <<'PY'
import sys

import pygit2

ablage = pygit2.Repository(sys.argv[1])
ablage.merge(ablage.branches["andere"].target)
print("conflict" if ablage.index.conflicts else "merged")
PY
cat > dulwich_.py <<'PY'
import sys

from dulwich import porcelain

_, offen = porcelain.merge(sys.argv[1], "andere")
print("conflict" if offen else "merged")
PY
for art in union beide; do
  node anlegen.cjs "$art" "$art"
  for wer in git isomorphic libgit2 dulwich; do cp -r "$art" "$art-$wer"; done
  echo "$art git: $(git -C "$art-git" merge --quiet -m Probe andere >/dev/null 2>&1 && echo merged || echo conflict)"
  echo "$art isomorphic-git: $(node isomorphic.cjs "$art-isomorphic")"
  echo "$art pygit2: $("$ordner/umgebung/bin/python" libgit2.py "$art-libgit2")"
  echo "$art dulwich: $("$ordner/umgebung/bin/python" dulwich_.py "$art-dulwich")"
done | tee "$ordner/gesehen"
diff "$ordner/gesehen" - <<'SOLL'
union git: merged
union isomorphic-git: conflict
union pygit2: merged
union dulwich: conflict
beide git: merged
beide isomorphic-git: conflict
beide pygit2: conflict
beide dulwich: merged
SOLL
echo "As described: one repository, two attributes, and no two programs that agree on both."
