"""The form from which a description begins: the team's, else the shipped one."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from fallbuch.text.quelle import Hindernis, Quelldatei, lies_datei

PROZESSVORLAGE = "vorlagen/prozess.md"


def prozessvorlage(wurzel: Path) -> Quelldatei:
    """Return the form as bytes or as the reason why it cannot be read."""
    datei = lies_datei(wurzel / PROZESSVORLAGE, PROZESSVORLAGE, wurzel)
    if datei.hindernis is not Hindernis.FEHLT:
        return datei
    mitgeliefert = files("fallbuch").joinpath("vorgaben", "ergaenzung", *PROZESSVORLAGE.split("/"))
    return Quelldatei(PROZESSVORLAGE, mitgeliefert.read_bytes())
