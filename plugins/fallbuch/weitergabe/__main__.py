"""`python -m fallbuch.weitergabe ORDNER`: the running program as a wheel, for `make paket`."""

from __future__ import annotations

import sys
from pathlib import Path

from fallbuch.weitergabe.rad import eigenes_rad


def main(ordner: Path) -> None:
    """Write the wheel into a folder and say what it is called."""
    rad = eigenes_rad()
    ordner.mkdir(parents=True, exist_ok=True)
    (ordner / rad.name).write_bytes(rad.inhalt)
    sys.stdout.write(f"{ordner / rad.name}\nsha256 {rad.pruefsumme}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "dist"))
