#!/usr/bin/env bash
# pyrage 1.4.0 (age in Rust): `decrypt` of a damaged file gives nothing, `decrypt_file` gives half of it, and another error.
#
# Guess: the three ways to decrypt differ in where bytes come from and go to, and nothing else; age authenticates, so a file
# that lost its last byte opens nowhere, and whoever catches `pyrage.DecryptError` has caught it. But age authenticates
# chunk by chunk (64 KiB), and the ways with a file and a stream hand on each chunk as soon as it is good: the output holds
# the decrypted first part in the clear, under the name that was asked for, after the call has failed. And what fails is no
# `DecryptError` there but a plain OSError without a number, which looks like a full disk to whoever handles OSError. Both
# exceptions have no common ancestor below Exception. A file smaller than one chunk hides the difference: it leaves an
# output of nothing.
set -euo pipefail
ordner="$(mktemp -d)"
trap 'rm -rf "$ordner"' EXIT
python3 -m venv "$ordner/umgebung"
"$ordner/umgebung/bin/pip" install --quiet --disable-pip-version-check pyrage==1.4.0
cat > "$ordner/probe.py" <<'PROBE'
import io
from pathlib import Path

import pyrage

schluessel = pyrage.x25519.Identity.generate()
for groesse in (100, 300_000):
    ganz = pyrage.encrypt(b"z" * groesse, [schluessel.to_public()])
    Path("ein.age").write_bytes(ganz[:-1])
    strom = io.BytesIO()
    wege = {
        "decrypt": lambda: pyrage.decrypt(ganz[:-1], [schluessel]),
        "decrypt_file": lambda: pyrage.decrypt_file("ein.age", "aus.txt", [schluessel]),
        "decrypt_io": lambda: pyrage.decrypt_io(io.BytesIO(ganz[:-1]), strom, [schluessel]),
    }
    for name, gehe in wege.items():
        Path("aus.txt").unlink(missing_ok=True)
        try:
            gehe()
        except Exception as fehler:
            kennt = isinstance(fehler, pyrage.DecryptError)
            nummer = getattr(fehler, "errno", "-")
            da = len(strom.getvalue()) if name == "decrypt_io" else Path("aus.txt").stat().st_size if Path("aus.txt").exists() else "-"
            print(f"{groesse}, {name}: {type(fehler).__name__}, DecryptError {kennt}, errno {nummer}, left in the clear: {da}")
PROBE
(cd "$ordner" && umgebung/bin/python probe.py) | tee "$ordner/gesehen"
diff "$ordner/gesehen" - <<'SOLL'
100, decrypt: DecryptError, DecryptError True, errno -, left in the clear: -
100, decrypt_file: OSError, DecryptError False, errno None, left in the clear: 0
100, decrypt_io: OSError, DecryptError False, errno None, left in the clear: 0
300000, decrypt: DecryptError, DecryptError True, errno -, left in the clear: -
300000, decrypt_file: OSError, DecryptError False, errno None, left in the clear: 262144
300000, decrypt_io: OSError, DecryptError False, errno None, left in the clear: 262144
SOLL
echo "As described: half of a damaged file is decrypted, and the error is another."
