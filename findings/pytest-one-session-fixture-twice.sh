#!/usr/bin/env bash
# pytest 9.2.0: a session-scoped fixture that two conftest.py files import from one module is set up twice in a session.
#
# Guess: "session" means once for a whole run, however many folders know the fixture; it is one function object. In fact
# pytest registers what it finds in each conftest.py as a fixture of that folder, with a cache of its own: the same
# function runs once a folder, and the second runs while the first still lives, since both end with the session. A
# database is then migrated twice, and of a browser or an event loop the second start fails. Imported in the conftest.py
# above both, or loaded by pytest_plugins, it runs once. Nothing warns; --setup-plan shows two lines that look alike.
set -euo pipefail
ordner="$(mktemp -d)"
trap 'rm -rf "$ordner"' EXIT
python3 -m venv "$ordner/umgebung"
"$ordner/umgebung/bin/pip" install --quiet --disable-pip-version-check pytest==9.2.0
mkdir -p "$ordner/projekt/a" "$ordner/projekt/b"
cd "$ordner/projekt"
cat > teuer.py <<'PY'
import pytest

laufende = []


@pytest.fixture(scope="session")
def dienst():
    laufende.append("an")
    with open("protokoll", "a") as datei:
        datei.write(f"start, running now: {len(laufende)}\n")
    yield len(laufende)
    laufende.pop()
PY
for name in a b; do printf 'def test_%s(dienst):\n    assert dienst\n' "$name" > "$name/test_$name.py"; done
versuch() { # name of the case
  rm -f protokoll
  "$ordner/umgebung/bin/python" -m pytest -q -p no:cacheprovider >/dev/null
  sort protokoll | sed "s/^/$1: /"
}
{
  for name in a b; do echo 'from teuer import dienst' > "$name/conftest.py"; done
  versuch "imported in two folders"
  rm a/conftest.py b/conftest.py
  echo 'from teuer import dienst' > conftest.py
  versuch "imported above both"
  echo 'pytest_plugins = ["teuer"]' > conftest.py
  versuch "as a plugin"
  rm conftest.py
  for name in a b; do printf 'import teuer\ndienst = teuer.dienst\n' > "$name/conftest.py"; done
  versuch "assigned in two folders"
} | tee "$ordner/gesehen"
diff "$ordner/gesehen" - <<'SOLL'
imported in two folders: start, running now: 1
imported in two folders: start, running now: 2
imported above both: start, running now: 1
as a plugin: start, running now: 1
assigned in two folders: start, running now: 1
assigned in two folders: start, running now: 2
SOLL
echo "As described: a session has as many of it as there are folders that import it."
