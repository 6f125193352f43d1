"""Addresses of the editor in the team's forge; none of them carries any text of a case."""

from __future__ import annotations

from urllib.parse import quote

from fallbuch.regelwerk.modell import Forge

_BEARBEITEN = {"github": "edit", "gitlab": "-/edit", "gitea": "_edit", "forgejo": "_edit"}


def bearbeiten(forge: Forge | None, datei: str) -> str | None:
    """Return the address of the forge's editor for `datei`, or None without a forge."""
    if forge is None:
        return None
    return f"{forge.adresse}/{_BEARBEITEN[forge.art]}/{quote(forge.zweig)}/{quote(datei)}"
