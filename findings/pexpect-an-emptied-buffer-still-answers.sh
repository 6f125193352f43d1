#!/usr/bin/env bash
# pexpect 4.9.0: what was thrown away by emptying `buffer` is found by the next `expect` all the same.
#
# Guess: `buffer` is what has been read and not yet matched, and it can be assigned; so `child.buffer = ""` makes the next
# expectation wait for new output. A driver of dialogs wants that: the prompt that stood there already must not count as
# the answer to what is typed now.
# In fact a second, hidden copy is searched. `buffer` reads back as empty, and yet the old prompt matches at once, before
# anything new has come: the answer goes out one question too early. Only matching it away (`expect` of a pattern that ends
# with it) takes it out.
set -euo pipefail
ordner="$(mktemp -d)"
trap 'rm -rf "$ordner"' EXIT
python3 -m venv "$ordner/umgebung"
"$ordner/umgebung/bin/pip" install --quiet --disable-pip-version-check pexpect==4.9.0 ptyprocess==0.7.0
"$ordner/umgebung/bin/python" - <<'PROBE' | tee "$ordner/gesehen"
import os

import pexpect
from pexpect.fdpexpect import fdspawn


def after(empty):
    lies, schreibe = os.pipe()
    strom = fdspawn(lies, encoding="utf-8", timeout=1)
    os.write(schreibe, b"First question: Second question: ")
    strom.expect_exact("First question: ")
    davor = strom.buffer
    empty(strom)
    os.write(schreibe, b"later")
    gefunden = strom.expect_exact(["Second question: ", pexpect.TIMEOUT])
    return repr(davor), "matched" if gefunden == 0 else "waited"


def assign(strom):
    strom.buffer = ""
    assert strom.buffer == ""


print("buffer emptied:", *after(assign))
print("matched away:", *after(lambda strom: strom.expect(r".+")))
PROBE
diff "$ordner/gesehen" - <<'SOLL'
buffer emptied: 'Second question: ' matched
matched away: 'Second question: ' waited
SOLL
echo "As described: the buffer is empty, and the old prompt is found in it."
