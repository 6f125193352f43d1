"""What lies in a team's folder `programm/`: the wheel, what it needs with checksums, and how to install both."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files

from fallbuch.weitergabe.rad import Rad

ORDNER = "programm"
#: What to install, the program included.
LISTE = f"{ORDNER}/requirements.txt"
_KOPF = """\
# Was zu Fallbuch gehört, jedes mit seiner Prüfsumme. Diese Datei schreiben „fallbuch einrichten“ und „fallbuch aktualisieren“.
# Der Pfad gilt vom Ordner des Teams aus.
"""


def programmdateien(rad: Rad) -> Mapping[str, bytes]:
    """Return path → bytes of all that the folder holds."""
    zeile = f"./{ORDNER}/{rad.name} \\\n    --hash=sha256:{rad.pruefsumme}\n"
    installieren = files("fallbuch").joinpath("vorgaben", "programm", "installieren.py").read_bytes()
    return {
        f"{ORDNER}/{rad.name}": rad.inhalt,
        LISTE: (_KOPF + zeile + rad.sperrliste).encode(),
        f"{ORDNER}/installieren.py": installieren,
    }
