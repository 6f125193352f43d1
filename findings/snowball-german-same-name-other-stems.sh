#!/usr/bin/env bash
# snowballstemmer 2.2.0 and 3.0.1: the stemmer called "german" is another one, and neither brings Kundin and Kundinnen together.
#
# Guess: a stemmer of the same name gives the same stems, so that an index survives an upgrade; and the singular and the
# plural of one noun have one stem, all the more where the ending is as regular as -in, -innen.
# In fact 3.0 took over what was an algorithm of its own before: "ue" counts as ü (Buero meets Büro; and "aktuell" becomes
# "aktull"), and -erin, -erinnen are endings now. So Beraterin and Beraterinnen, apart before, meet in 3.0, and both meet
# Beratung's verb. Kundin and Kundinnen stay apart in both, because their root ends in no -er. What is stored with one
# version is not found with the other, without any error.
set -euo pipefail
ordner="$(mktemp -d)"
trap 'rm -rf "$ordner"' EXIT
for version in 2.2.0 3.0.1; do
  python3 -m venv "$ordner/$version"
  "$ordner/$version/bin/pip" install --quiet --disable-pip-version-check "snowballstemmer==$version"
  "$ordner/$version/bin/python" - "$version" <<'PROBE'
import sys

import snowballstemmer

stamm = snowballstemmer.stemmer("german").stemWord
for wort in ("Büro", "Buero", "aktuell", "Beraterin", "Beraterinnen", "Kundin", "Kundinnen"):
    print(sys.argv[1], wort, stamm(wort.lower()))
PROBE
done | tee "$ordner/gesehen"
diff "$ordner/gesehen" - <<'SOLL'
2.2.0 Büro buro
2.2.0 Buero buero
2.2.0 aktuell aktuell
2.2.0 Beraterin beraterin
2.2.0 Beraterinnen beraterinn
2.2.0 Kundin kundin
2.2.0 Kundinnen kundinn
3.0.1 Büro buro
3.0.1 Buero buro
3.0.1 aktuell aktull
3.0.1 Beraterin berat
3.0.1 Beraterinnen berat
3.0.1 Kundin kundin
3.0.1 Kundinnen kundinn
SOLL
echo "As described: other stems under the same name, and a plural that does not meet its singular."
