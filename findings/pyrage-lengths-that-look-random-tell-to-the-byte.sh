#!/usr/bin/env bash
# pyrage 1.4.0: the same bytes for the same recipient give files of a hundred different lengths, and yet each tells the length
# of what is inside to the byte.
#
# Guess, of whoever looks at the sizes: three hundred times the same message gives files from about 310 to 470 bytes, so the
# library pads, and how much somebody has written cannot be read off a file's size. But what varies is a lock that opens for
# nobody and stands in the head ("grease", so that readers learn to skip what they do not know). The head is plain text and
# ends at a line that begins with ---; behind it come 16 bytes, and then the message with 16 more for each 64 KiB. So the
# length without the head is the message's plus 32, always, also that of an empty one, and a whole chunk more begins at the
# next byte. Small records of a fixed form (a package of counts, a card with a name) are told apart without any key. Who wants
# to hide that must make the messages themselves of one length.
set -euo pipefail
ordner="$(mktemp -d)"
trap 'rm -rf "$ordner"' EXIT
python3 -m venv "$ordner/umgebung"
"$ordner/umgebung/bin/pip" install --quiet --disable-pip-version-check pyrage==1.4.0
cat > "$ordner/probe.py" <<'PROBE'
import pyrage
from pyrage.x25519 import Identity

recipient = Identity.generate().to_public()


def behind_the_head(closed):
    line = closed.index(b"\n--- ") + 1
    return len(closed) - closed.index(b"\n", line) - 1


files = [pyrage.encrypt(b"x" * 100, [recipient]) for _ in range(300)]
lengths = {len(closed) for closed in files}
print(f"100 bytes, 300 times: files of {len(lengths)} lengths, behind the head {sorted({behind_the_head(c) for c in files})}")
assert len(lengths) > 40
assert max(lengths) - min(lengths) > 80
assert {behind_the_head(closed) for closed in files} == {132}
assert all(b"-grease" in closed[: closed.index(b"\n--- ")] for closed in files)

for length in (0, 1, 99, 100, 101, 65_535, 65_536, 65_537):
    told = behind_the_head(pyrage.encrypt(b"x" * length, [recipient]))
    chunks = max(1, -(-length // 65_536))
    print(f"{length:6} bytes inside, {told:6} behind the head")
    assert told - 16 - 16 * chunks == length
PROBE
"$ordner/umgebung/bin/python" "$ordner/probe.py"
# Seen:
# 100 bytes, 300 times: files of 132 lengths, behind the head [132]
#      0 bytes inside,     32 behind the head
#      1 bytes inside,     33 behind the head
#     99 bytes inside,    131 behind the head
#    100 bytes inside,    132 behind the head
#    101 bytes inside,    133 behind the head
#  65535 bytes inside,  65567 behind the head
#  65536 bytes inside,  65568 behind the head
#  65537 bytes inside,  65585 behind the head
