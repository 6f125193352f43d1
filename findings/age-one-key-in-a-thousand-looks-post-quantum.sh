#!/usr/bin/env bash
# pyrage 1.4.0 (age in Rust): of the usual X25519 keys one in 1,024 begins with `age1pq`, like the post-quantum ones do.
#
# Guess: the kind of an age recipient stands at its beginning: `age1…` is X25519, `age1pq…` is the hybrid kind that pyrage cannot use,
# so a program that wants to say so in a sentence asks for that beginning. But the readable part of such a name ends at the *last*
# "1", and what follows are letters of the key itself: the usual kind is "age", then "1", then 58 letters of which each may be any of
# 32, so that two of them are "pq" for one key in 32 × 32. Whoever looks at six letters turns away one person in a thousand, with a
# reason that is not true, and no test with a handful of keys shows it. The seventh decides: "1" is no letter of a key.
set -euo pipefail
ordner="$(mktemp -d)"
trap 'rm -rf "$ordner"' EXIT
python3 -m venv "$ordner/umgebung"
"$ordner/umgebung/bin/pip" install --quiet --disable-pip-version-check pyrage==1.4.0
cat > "$ordner/probe.py" <<'PROBE'
import pyrage
from pyrage.x25519 import Identity, Recipient

wie_viele, solche = 200_000, []
for _ in range(wie_viele):
    schluessel = Identity.generate()
    if str(schluessel.to_public()).startswith("age1pq"):
        solche.append(schluessel)
erwartet = wie_viele / 1024
print("about one in 1,024:", 0.6 * erwartet < len(solche) < 1.5 * erwartet)
einer = solche[0]
zeile = str(einer.to_public())
print("62 letters:", len(zeile) == 62, "and no 1 behind the first:", zeile.count("1") == 1)
print("it is read and opens:", pyrage.decrypt(pyrage.encrypt(b"x", [Recipient.from_str(zeile)]), [einer]) == b"x")
PROBE
"$ordner/umgebung/bin/python" "$ordner/probe.py" | tee "$ordner/gesehen"
diff "$ordner/gesehen" - <<'SOLL'
about one in 1,024: True
62 letters: True and no 1 behind the first: True
it is read and opens: True
SOLL
echo "As described: age1pq is also how one usual key in a thousand begins."
