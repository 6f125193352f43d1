#!/usr/bin/env bash
# git 2.39 and pygit2 1.17.0 (libgit2) beside dulwich 0.22.7: a new clone from a path holds what was removed by a forced push, or not.
#
# Guess: a clone gets what the references lead to. So once the history of a shared folder (a network drive) was replaced by a forced
# push, whoever clones it anew has nothing of the old one. That holds over a network. From a path git does not ask the other side at
# all: it copies or links its files of objects, those to which nothing leads any more as well, and the old state can be shown by its
# name in the fresh clone. libgit2 does the same; dulwich goes through the protocol and does not; with git `--no-local` helps, or a
# `file://` address. The same three lines of Python thus erase or do not erase, by the library that stands behind them.
set -euo pipefail
ordner="$(mktemp -d)"
trap 'rm -rf "$ordner"' EXIT
export GIT_CONFIG_GLOBAL=/dev/null GIT_AUTHOR_NAME=T GIT_AUTHOR_EMAIL=t@example.org GIT_COMMITTER_NAME=T GIT_COMMITTER_EMAIL=t@example.org
python3 -m venv "$ordner/umgebung"
"$ordner/umgebung/bin/pip" install --quiet --disable-pip-version-check pygit2==1.17.0 dulwich==0.22.7
cd "$ordner"
git init -q -b main quelle
cd quelle
echo "was fort soll" > geheim.txt
git add -A
git commit -q -m "Anfang"
alt="$(git rev-parse HEAD)"
git clone -q --bare . ../gemeinsam.git
git checkout -q --orphan neu
git rm -q --cached geheim.txt
rm geheim.txt
echo "bleibt" > bleibt.txt
git add -A
git commit -q -m "neuer Anfang"
git push -q --force ../gemeinsam.git neu:main
cd ..
git clone -q gemeinsam.git mit-git
git clone -q --no-local gemeinsam.git mit-git-no-local
git clone -q "file://$ordner/gemeinsam.git" mit-git-file
umgebung/bin/python - <<'PROBE'
import io
import pygit2
from dulwich import porcelain

pygit2.clone_repository("gemeinsam.git", "mit-pygit2")
porcelain.clone("gemeinsam.git", "mit-dulwich", errstream=io.BytesIO())
PROBE
for name in mit-git mit-git-no-local mit-git-file mit-pygit2 mit-dulwich; do
  if git -C "$name" cat-file -e "$alt" 2>/dev/null; then echo "$name: the old state is there"; else echo "$name: nothing of it"; fi
done | tee gesehen
diff gesehen - <<'SOLL'
mit-git: the old state is there
mit-git-no-local: nothing of it
mit-git-file: nothing of it
mit-pygit2: the old state is there
mit-dulwich: nothing of it
SOLL
echo "As described: from a path, git and libgit2 bring the past along."
