#!/usr/bin/env bash
# pyrage 1.4.0: decrypting bytes that lie in memory takes longer than streaming the same bytes, by the square of the recipients.
#
# Guess: `decrypt(bytes)` has everything in its hands and is the fast way; `decrypt_io` calls back into Python's objects for
# each read and is for files that do not fit. The cost of a file grows with its recipients in both, since age tries one lock
# after another. But where the bytes come in one piece the head is read byte by byte and parsed from its beginning each
# time; the stream is buffered and its head parsed once. With one recipient nobody sees it, with five (a small team and a
# key in the safe) opening takes three to five times as long, with forty more than twenty times, even where the first lock
# is the right one. A thousand small files encrypted to a team: nearly all the time goes there. What comes out is the same,
# but the errors are not: what is damaged behind the head is a `DecryptError` of the one and an `OSError` of the other.
set -euo pipefail
ordner="$(mktemp -d)"
trap 'rm -rf "$ordner"' EXIT
python3 -m venv "$ordner/umgebung"
"$ordner/umgebung/bin/pip" install --quiet --disable-pip-version-check pyrage==1.4.0
cat > "$ordner/probe.py" <<'PROBE'
import io
import sys
import time
from statistics import median

import pyrage
from pyrage.x25519 import Identity


def streamed(closed, key):
    out = io.BytesIO()
    pyrage.decrypt_io(io.BytesIO(closed), out, [key])
    return out.getvalue()


def at_once(closed, key):
    return pyrage.decrypt(closed, [key])


def ratio(recipients):
    keys = [Identity.generate() for _ in range(recipients)]
    closed = pyrage.encrypt(b"one line\n", [key.to_public() for key in keys])
    assert streamed(closed, keys[0]) == at_once(closed, keys[0]) == b"one line\n"
    times = {streamed: [], at_once: []}
    for _ in range(60):
        for way, seen in times.items():
            begin = time.process_time()
            way(closed, keys[0])
            seen.append(time.process_time() - begin)
    return median(times[at_once]) / median(times[streamed])


one, five, forty = ratio(1), ratio(5), ratio(40)
print(f"bytes / stream: 1 recipient {one:.1f}, 5 recipients {five:.1f}, 40 recipients {forty:.1f}", file=sys.stderr)
print("one: about the same:", one < 2.5)
print("five: more than twice:", five > 2)
print("forty: more than ten times:", forty > 10)
key = Identity.generate()
damaged = pyrage.encrypt(b"one line\n", [key.to_public()])[:-1]
for way in (at_once, streamed):
    try:
        way(damaged, key)
    except Exception as error:
        print(f"{way.__name__}, last byte missing: {type(error).__name__}: {error}")
PROBE
"$ordner/umgebung/bin/python" "$ordner/probe.py" | tee "$ordner/gesehen"
diff "$ordner/gesehen" - <<'SOLL'
one: about the same: True
five: more than twice: True
forty: more than ten times: True
at_once, last byte missing: DecryptError: decryption error
streamed, last byte missing: OSError: decryption error
SOLL
echo "As described: the bytes in memory cost the square of the recipients."
