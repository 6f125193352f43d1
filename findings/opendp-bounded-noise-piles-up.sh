#!/usr/bin/env bash
# opendp 0.16.0: the geometric mechanism with bounds prints the bound itself far more often than the noise would.
#
# Guess: bounds cut off what cannot be (no count is negative), and what is left keeps its shape: a true 0 is printed as
# 0 about as often, compared with 1, as a true 5 is printed as 5 compared with 6.
# In fact everything beyond a bound is moved onto it. At scale 1 a true 5 is printed as 5 in 46 of 100 cases, a true 0 as
# 0 in 73. So 0 is the one number that is mostly right, nobody else's is, and a mean of such numbers is too high for small
# counts (a true 0 prints 0.42 on average). Who wants the other shape has to draw again outside the bounds.
set -euo pipefail
ordner="$(mktemp -d)"
trap 'rm -rf "$ordner"' EXIT
python3 -m venv "$ordner/umgebung"
"$ordner/umgebung/bin/pip" install --quiet --disable-pip-version-check opendp==0.16.0
"$ordner/umgebung/bin/python" - <<'PROBE' | tee "$ordner/gesehen"
from collections import Counter

import opendp.prelude as dp

dp.enable_features("contrib")
zahlen = (dp.atom_domain(T=int), dp.absolute_distance(T=int))
mechanismus = zahlen >> dp.m.then_geometric(scale=1.0, bounds=(0, 10))
ZIEHUNGEN = 20_000
for wahr in (0, 5):
    gezogen = Counter(mechanismus(wahr) for _ in range(ZIEHUNGEN))
    # Two per cent are ten standard deviations at this number of draws.
    for gedruckt, soll in ((wahr, 0.73 if wahr == 0 else 0.46), (wahr + 1, 0.17)):
        anteil = gezogen[gedruckt] / ZIEHUNGEN
        print(f"true {wahr}, printed {gedruckt}: about {soll:.2f}: {abs(anteil - soll) < 0.02}")
    mittel = sum(z * n for z, n in gezogen.items()) / ZIEHUNGEN
    print(f"true {wahr}, mean: {'too high' if mittel > wahr + 0.3 else 'right'}")
PROBE
diff "$ordner/gesehen" - <<'SOLL'
true 0, printed 0: about 0.73: True
true 0, printed 1: about 0.17: True
true 0, mean: too high
true 5, printed 5: about 0.46: True
true 5, printed 6: about 0.17: True
true 5, mean: right
SOLL
echo "As described: what lies beyond the bound is printed as the bound."
