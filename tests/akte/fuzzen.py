"""Mutates good and bad files and reads them; run in a process of its own."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).parents[2]))

from fallbuch.akte.lesen import lesen

GOLDEN = Path(__file__).parents[1] / "golden" / "lesen"
BRUCH = [
    b"\x00",
    b"\xff",
    b"[",
    b"]",
    b"{",
    b"&",
    b"*",
    b"!",
    b"'",
    b'"',
    b"\n",
    b"---\n",
    b"## ",
    b": ",
    b"```\n",
    b"\t",
    b"|",
    b">",
    b"\xc3",
    b"-",
]


def verdorben(rng: Random, saat: Sequence[bytes]) -> bytes:
    """Return one of the files with up to seven pieces broken, put in, taken out or doubled."""
    roh = bytearray(rng.choice(saat))
    for _ in range(rng.randrange(1, 8)):
        ort = rng.randrange(max(len(roh), 1))
        match rng.randrange(4):
            case 0:
                roh[ort : ort + 1] = bytes([rng.randrange(256)])
            case 1:
                roh[ort:ort] = rng.choice(BRUCH) * rng.choice([1, 1, 2, 50])
            case 2:
                del roh[ort : ort + rng.randrange(1, 40)]
            case _:
                roh[ort:ort] = roh[: rng.randrange(1, 200)]
    return bytes(roh) or b"-"


def main(anzahl: int) -> None:
    saat = [pfad.read_bytes() for pfad in sorted(GOLDEN.glob("*.md"))]
    rng = Random(7)
    for _ in range(anzahl):
        lesen(verdorben(rng, saat), "faelle/x.md")
    print(f"{anzahl} Dateien gelesen")


if __name__ == "__main__":
    main(int(sys.argv[1]))
