"""Where the contacts of a team lie, in a folder of its choice that git gives to nobody else, and where one's own key."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

from fallbuch.kontakte.modell import Kontaktfehler

UMGEBUNG, SCHLUESSEL_UMGEBUNG = "FALLBUCH_KONTAKTE", "FALLBUCH_SCHLUESSEL"
_NAME = "schluessel.age"
_INNEN = "Die Kontaktdaten dürfen nicht im Ordner des Teams liegen: Was dort steht, kommt mit git zu allen. Nehmen Sie einen Ordner daneben."


def fehlendes(paket: str) -> str:
    """Say that a package is missing, and how it comes: what contacts need is an extra of the program."""
    return f"Für Kontaktdaten fehlt das Paket {paket}. Es kommt mit: pip install 'fallbuch[kontakte]'"


def kontaktordner(
    wurzel: Path, umgebung: Mapping[str, str], *, genannt: Path | None = None, im_team: str | None = None
) -> Path | None:
    """Return the folder: the one that a call names, else the environment, else the team; None where nobody does.

    `im_team` is how the team names it, seen from its own folder. Raises `Kontaktfehler` for a folder inside the team.
    """
    ordner = genannt or (Path(u) if (u := umgebung.get(UMGEBUNG)) else None)
    if ordner is None and im_team is not None:
        ordner = wurzel.resolve() / im_team
    if ordner is None:
        return None
    if ordner.resolve().is_relative_to(gemeinsamer_ordner(wurzel)):
        raise Kontaktfehler(_INNEN)
    return ordner


def gemeinsamer_ordner(wurzel: Path) -> Path:
    """Return the folder that git gives to everybody: the team's, or the larger repository that it is a part of."""
    oben = wurzel.resolve()
    return next((o for o in (oben, *oben.parents) if (o / ".git").exists()), oben)


def schluesselort(umgebung: Mapping[str, str]) -> Path:
    """Return where the key of this account lies."""
    if genannt := umgebung.get(SCHLUESSEL_UMGEBUNG):
        return Path(genannt)
    if sys.platform == "win32":
        return Path(umgebung.get("APPDATA") or Path.home()) / "fallbuch" / _NAME
    if sys.platform == "darwin":
        return Path.home() / "Library/Application Support/fallbuch" / _NAME
    return Path(umgebung.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "fallbuch" / _NAME
