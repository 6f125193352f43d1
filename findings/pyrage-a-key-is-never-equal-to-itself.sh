#!/usr/bin/env bash
# pyrage 1.4.0: two recipients read from the same line are neither equal nor do they hash alike, so a set of them never shrinks.
#
# Guess: a recipient is a value, a public key of 32 bytes that prints as text and is read from it; a set of the recipients of
# two lists holds each once, `recipient in may_read` answers, and comparing lists tells whether a file must be encrypted
# anew. But the objects compare by identity: every set keeps every copy, `in` says no to the same key, and a comparison
# calls for a new encryption each time. age does not mind: a file encrypted to the same key twice gets a stanza for each,
# grows with each copy, opens as before, and nobody notices. Reading is lenient where one would expect it strict, and
# strict where one would expect it lenient: the upper case form of a key is taken, a line end behind it is not. Only the
# text compares.
set -euo pipefail
ordner="$(mktemp -d)"
trap 'rm -rf "$ordner"' EXIT
python3 -m venv "$ordner/umgebung"
"$ordner/umgebung/bin/pip" install --quiet --disable-pip-version-check pyrage==1.4.0
cat > "$ordner/probe.py" <<'PROBE'
import pyrage
from pyrage.x25519 import Identity, Recipient

geheim = Identity.generate()
zeile = str(geheim.to_public())
eins, zwei = Recipient.from_str(zeile), Recipient.from_str(zeile)
print("equal:", eins == zwei, "| in a list:", zwei in [eins], "| set of both:", len({eins, zwei}), "| as text:", len({str(eins), str(zwei)}))
einmal, zweimal = pyrage.encrypt(b"x", [eins]), pyrage.encrypt(b"x", [eins, zwei])
stanzen = [roh.count(b"-> X25519") for roh in (einmal, zweimal)]
print("stanzas:", stanzen, "| opens:", pyrage.decrypt(zweimal, [geheim]))
for was, text in (("upper case", zeile.upper()), ("line end", zeile + "\n"), ("blank before", " " + zeile)):
    try:
        print(f"{was}:", str(Recipient.from_str(text)) == zeile)
    except pyrage.RecipientError as fehler:
        print(f"{was}: {fehler}")
PROBE
"$ordner/umgebung/bin/python" "$ordner/probe.py" | tee "$ordner/gesehen"
diff "$ordner/gesehen" - <<'SOLL'
equal: False | in a list: False | set of both: 2 | as text: 1
stanzas: [1, 2] | opens: b'x'
upper case: True
line end: invalid Bech32 encoding
blank before: invalid Bech32 encoding
SOLL
echo "As described: a key is never equal to itself."
