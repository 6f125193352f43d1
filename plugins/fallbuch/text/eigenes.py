"""The program's own folder inside a team: it belongs to whoever made it, and git does not see it."""

from __future__ import annotations

import contextlib
import os
import time
from pathlib import Path

from fallbuch.text.ablage import kennzeichen, raeume_auf, setze_eigene

ORDNER = ".fallbuch"
#: Begins the name of a file with the answers of a dialog that was interrupted.
ZETTEL = "gespraech-"
#: Older than these seconds they are no longer offered: who knows what they meant, and they tell of somebody.
HALTBAR = 7 * 24 * 3600.0
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
    vergiss_alte(ordner)
    if not os.path.lexists(ordner / ".gitignore"):
        setze_eigene(ordner / ".gitignore", _IGNORIERT.encode())


def vergiss_alte(ordner: Path) -> None:
    """Remove the answers of dialogs that nobody went on with."""
    with contextlib.suppress(OSError):
        for eintrag in os.scandir(ordner):
            if eintrag.name.startswith(ZETTEL) and time.time() - eintrag.stat(follow_symlinks=False).st_mtime > HALTBAR:
                Path(eintrag.path).unlink()
