#!/usr/bin/env bash
# Cython 3.3.1: a module that mypy --strict accepts and Python runs raises TypeError once it is compiled as it stands.
#
# Guess: annotations are for readers and checkers; compiled without a word of Cython in it, a typed module does what it did,
# and a StrEnum member is a str, a named tuple a tuple, True an int, for a compiler as for mypy and isinstance.
# In fact a function that is annotated with a built-in type takes and returns objects of exactly that type: members of
# enumerations, named tuples, counters and defaultdicts are refused, at run time and in the functions that meet them, not
# when compiling. Numbers go the other way: True passes as an int. "annotation_typing=False" turns it all off.
set -euo pipefail
ordner="$(mktemp -d)"
trap 'rm -rf "$ordner"' EXIT
python3 -m venv "$ordner/umgebung"
"$ordner/umgebung/bin/pip" install --quiet --disable-pip-version-check cython==3.3.1 mypy==2.4.1 setuptools==80.9.0
mkdir "$ordner/probe"
cd "$ordner/probe"
cat > zustand.py <<'PY'
from collections import Counter, defaultdict
from enum import StrEnum
from typing import NamedTuple


class Stufe(StrEnum):
    NEU = "neu"


class Ort(NamedTuple):
    zeile: int
    spalte: int


def wort(stufe: Stufe) -> str:
    return stufe


def stelle(ort: Ort) -> tuple[int, int]:
    return ort


def zahlen(worte: list[str]) -> dict[str, int]:
    return Counter(worte)


def nach_laenge(worte: list[str]) -> dict[int, list[str]]:
    ergebnis: defaultdict[int, list[str]] = defaultdict(list)
    for w in worte:
        ergebnis[len(w)].append(w)
    return ergebnis


def mehr(zahl: int) -> int:
    return zahl + 1
PY
cat > rufe.py <<'PY'
from collections.abc import Callable

import zustand

FAELLE: dict[str, Callable[[], object]] = {
    "member of a StrEnum as str": lambda: zustand.wort(zustand.Stufe.NEU),
    "named tuple as tuple": lambda: zustand.stelle(zustand.Ort(1, 2)),
    "Counter as dict": lambda: zustand.zahlen(["a"]),
    "defaultdict as dict": lambda: zustand.nach_laenge(["a"]),
    "True as int": lambda: zustand.mehr(True),
}
art = "Python" if (zustand.__file__ or "").endswith(".py") else "compiled"
for name, rufe in FAELLE.items():
    try:
        rufe()
        print(f"{art}, {name}: taken")
    except TypeError:
        print(f"{art}, {name}: TypeError")
PY
{
  "$ordner/umgebung/bin/mypy" --strict zustand.py | sed 's/^/mypy: /'
  "$ordner/umgebung/bin/python" rufe.py
  "$ordner/umgebung/bin/cythonize" -i -3 -q zustand.py >"$ordner/ausgabe" 2>&1 || { cat "$ordner/ausgabe"; exit 1; }
  "$ordner/umgebung/bin/python" rufe.py
} | tee "$ordner/gesehen"
diff "$ordner/gesehen" - <<'SOLL'
mypy: Success: no issues found in 1 source file
Python, member of a StrEnum as str: taken
Python, named tuple as tuple: taken
Python, Counter as dict: taken
Python, defaultdict as dict: taken
Python, True as int: taken
compiled, member of a StrEnum as str: TypeError
compiled, named tuple as tuple: TypeError
compiled, Counter as dict: TypeError
compiled, defaultdict as dict: TypeError
compiled, True as int: taken
SOLL
echo "As described: what mypy and Python take for the type, compiled code refuses."
