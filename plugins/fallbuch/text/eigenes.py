"""The program's own folder inside a team: it belongs to whoever made it, and git does not see it."""

from __future__ import annotations

import os
from pathlib import Path

from fallbuch.text.ablage import kennzeichen, raeume_auf, setze_eigene

ORDNER = ".fallbuch"
_IGNORIERT = "# Was Fallbuch sich für diesen Ordner merkt; es bleibt auf diesem Rechner.\n*\n"


def eigener_ordner(wurzel: Path) -> Path:
    """Return the folder: the team's, or an own one where another account of the machine has the team's."""
    gemeinsamer = wurzel / ORDNER
    if not gemeinsamer.is_dir() or os.access(gemeinsamer, os.R_OK | os.W_OK | os.X_OK):
        return gemeinsamer
    return wurzel / f"{ORDNER}-{kennzeichen()}"


def lege_an(ordner: Path) -> None:
    """Make the folder where it is missing, and clear what killed programs left in it."""
    if ordner.is_symlink() or not ordner.is_dir():
        ordner.mkdir(mode=0o700, parents=True)
    raeume_auf(ordner)
    if not os.path.lexists(ordner / ".gitignore"):
        setze_eigene(ordner / ".gitignore", _IGNORIERT.encode())
