#!/usr/bin/env bash
# pygit2 1.19.0, dulwich 0.24.10, GitPython 3.1.45: a branch and a tag that have the same name are told apart nowhere, and the
# same library answers with the one in one call and with the other in the next.
#
# Guess: short names are what people see, so each leads back to what it came from; and a library that checks out "x" does what
# `git checkout x` does. But git prefers the tag where it reads a state and the branch where it switches; its own short names
# grow a folder as soon as both are there ("heads/x"), so that a list of names changes although none was renamed. pygit2's
# short names do not grow: two references, one word, and neither leads back to the branch; checking out what its own lookup
# found leaves the folder on no branch at all, at the tag. GitPython gives the branch from `refs` and the tag from `commit`.
# A program that shows, compares or renames by short names must cut the first two parts off the full name itself.
set -euo pipefail
ordner="$(mktemp -d)"
trap 'rm -rf "$ordner"' EXIT
python3 -m venv "$ordner/umgebung"
"$ordner/umgebung/bin/pip" install --quiet --disable-pip-version-check pygit2==1.19.0 dulwich==0.24.10 GitPython==3.1.45
cat > "$ordner/probe.py" <<'PROBE'
import os
import subprocess
import sys

os.chdir(sys.argv[1])
os.environ["GIT_CONFIG_NOSYSTEM"] = "1"


def git(*words):
    ended = subprocess.run(
        ["git", "-c", "user.name=T", "-c", "user.email=t@example.org", *words], capture_output=True, text=True, check=True
    )
    return ended.stdout.strip()


def short():
    return git("for-each-ref", "--format=%(refname:short)").split()


git("init", "-q", "-b", "main", ".")
git("commit", "-q", "--allow-empty", "-m", "one")
git("tag", "x")
before = short()
git("commit", "-q", "--allow-empty", "-m", "two")
git("branch", "x")
is_called = {git("rev-parse", "refs/tags/x"): "tag", git("rev-parse", "refs/heads/x"): "branch"}

print("git:      short names", before, "and with the branch", short())
assert before == ["main", "x"]
assert short() == ["main", "heads/x", "tags/x"]
read = is_called[git("rev-parse", "x")]
git("checkout", "-q", "x")
print("git:      reads the", read, "and switches to", git("symbolic-ref", "HEAD"))
assert (read, git("symbolic-ref", "HEAD")) == ("tag", "refs/heads/x")
git("checkout", "-q", "main")

import pygit2

repository = pygit2.Repository(".")
words = [repository.references[name].shorthand for name in ("refs/heads/x", "refs/tags/x")]
found = repository.lookup_reference_dwim("x")
repository.checkout(found)
print("pygit2:   short names", words, "found", found.name, "checked out on a branch:", not repository.head_is_detached)
assert words == ["x", "x"]
assert found.name == "refs/tags/x"
assert repository.head_is_detached
git("checkout", "-q", "main")

import git as gitpython

repository = gitpython.Repo(".")
pair = is_called[repository.refs["x"].commit.hexsha], is_called[repository.commit("x").hexsha]
print("GitPython: refs[x] is the", pair[0] + ", commit(x) is the", pair[1])
assert pair == ("branch", "tag")

from dulwich.objectspec import parse_commit, parse_ref
from dulwich.repo import Repo

repository = Repo(".")
print("dulwich:  ", parse_ref(repository.refs, b"x").decode(), "and the", is_called[parse_commit(repository, b"x").id.decode()])
assert parse_ref(repository.refs, b"x") == b"refs/tags/x"
assert is_called[parse_commit(repository, b"x").id.decode()] == "tag"
PROBE
mkdir "$ordner/team"
"$ordner/umgebung/bin/python" "$ordner/probe.py" "$ordner/team"
# Seen:
# git:      short names ['main', 'x'] and with the branch ['main', 'heads/x', 'tags/x']
# git:      reads the tag and switches to refs/heads/x
# pygit2:   short names ['x', 'x'] found refs/tags/x checked out on a branch: False
# GitPython: refs[x] is the branch, commit(x) is the tag
# dulwich:   refs/tags/x and the tag
