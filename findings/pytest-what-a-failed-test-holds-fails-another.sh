#!/usr/bin/env bash
# pytest 9.2.0: with warnings as errors, a file that a failing test left open fails another test, which never touched it.
#
# Guess: an unclosed file is reported with the test that opened it; that is what the check after each test is for.
# In fact that holds only while the test passes: its frame is gone when it ends, and the file with it. The frame of a test
# that fails hangs in a circle of its error's traceback, and goes with the rest of the garbage: whichever test is running when
# Python next looks for that fails, here the one that asks for it, by a warning about a file it does not know. Run alone it
# passes, with tests in another order another one is blamed, and where nobody collects after it the leak is not told at all.
set -euo pipefail
ordner="$(mktemp -d)"
trap 'rm -rf "$ordner"' EXIT
python3 -m venv "$ordner/umgebung"
"$ordner/umgebung/bin/pip" install --quiet --disable-pip-version-check pytest==9.2.0
mkdir "$ordner/probe"
cd "$ordner/probe"
cat > test_probe.py <<'PY'
import gc


def test_opens_and_fails():
    datei = open(__file__)
    assert datei is None


def test_does_nothing():
    pass


def test_collects():
    gc.collect()


def test_opens_and_passes():
    datei = open(__file__)
    assert datei is not None
PY
versuch() { # name, tests in the order in which they run
  local name="$1"
  shift
  "$ordner/umgebung/bin/pytest" -q -W error -p no:cacheprovider -rA "${@/#/test_probe.py::}" >"$ordner/ausgabe" 2>&1 || true
  grep -oE '^(PASSED|FAILED|ERROR) test_probe.py::[a-z_]+' "$ordner/ausgabe" | sed "s/^/$name: /; s/test_probe.py:://"
}
{
  versuch "in order" test_opens_and_fails test_does_nothing test_collects
  versuch "alone" test_collects
  versuch "directly after" test_opens_and_fails test_collects test_does_nothing
  versuch "before" test_collects test_opens_and_fails
  versuch "a test that passes" test_opens_and_passes test_does_nothing
} | sort | tee "$ordner/gesehen"
diff "$ordner/gesehen" - <<'SOLL'
a test that passes: FAILED test_opens_and_passes
a test that passes: PASSED test_does_nothing
alone: PASSED test_collects
before: FAILED test_opens_and_fails
before: PASSED test_collects
directly after: FAILED test_collects
directly after: FAILED test_opens_and_fails
directly after: PASSED test_does_nothing
in order: FAILED test_collects
in order: FAILED test_opens_and_fails
in order: PASSED test_does_nothing
SOLL
echo "As described: who collects pays for who failed."
