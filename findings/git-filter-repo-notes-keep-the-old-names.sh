#!/usr/bin/env bash
# git-filter-repo 2.47.0 (with git 2.39): after a rewrite every note hangs on a state that is no more.
#
# Guess: the tool rewrites all references, refs/notes among them, and translates names of states even inside commit messages, so notes
# follow their states to their new names. But a note is a file whose *name* is that of the state, and names of files are not
# translated: the notes' reference is rewritten without a word, `git notes list` still names every note, and `git log` shows none,
# since the states that they name are gone. Nothing is reported; what was noted is not lost, it can just not be found from any state.
# Who wants to keep notes has to fasten each one anew, by the map of old and new names that the tool leaves in .git/filter-repo.
set -euo pipefail
ordner="$(mktemp -d)"
trap 'rm -rf "$ordner"' EXIT
export GIT_CONFIG_GLOBAL=/dev/null GIT_AUTHOR_NAME=T GIT_AUTHOR_EMAIL=t@example.org GIT_COMMITTER_NAME=T GIT_COMMITTER_EMAIL=t@example.org
python3 -m venv "$ordner/umgebung"
"$ordner/umgebung/bin/pip" install --quiet --disable-pip-version-check git-filter-repo==2.47.0
git init -q -b main "$ordner/alt"
cd "$ordner/alt"
for nummer in 1 2 3; do
  echo "$nummer" > "datei-$nummer.txt"
  git add -A
  git commit -q -m "Stand $nummer"
done
git notes add -m "eine Notiz" HEAD
git notes add -m "noch eine" HEAD~1
git clone -q --mirror --no-local "$ordner/alt" "$ordner/neu"
cd "$ordner/neu"
"$ordner/umgebung/bin/git-filter-repo" --quiet --force --invert-paths --path datei-1.txt
{
  echo "states: $(git rev-list --count main)"
  echo "notes: $(git notes list | wc -l)"
  fehlend=0
  for stand in $(git notes list | cut -d' ' -f2); do git cat-file -e "$stand" 2>/dev/null || fehlend=$((fehlend + 1)); done
  echo "of them on states that are no more: $fehlend"
  echo "shown by git log: $(git log --notes --format='%N' main | grep -c Notiz || true)"
} | sed 's/  *\([0-9]\)/ \1/' | tee "$ordner/gesehen"
diff "$ordner/gesehen" - <<'SOLL'
states: 2
notes: 2
of them on states that are no more: 2
shown by git log: 0
SOLL
echo "As described: the notes are there, and no state has one."
