"""Addresses of the editor in the team's forge; none of them carries any text of a case."""

from __future__ import annotations

from urllib.parse import quote

from fallbuch.regelwerk.modell import Forge

#: What stands before „edit“ and „new“ in a forge's addresses, below the repository's.
_VORN = {"github": "", "gitlab": "-/", "gitea": "_", "forgejo": "_"}


def bearbeiten(forge: Forge | None, datei: str, zeile: int | None = None) -> str | None:
    """Return the address of the forge's editor for `datei`, at `zeile` where the editor follows it; None without a forge."""
    adresse = _adresse(forge, "edit", datei)
    return adresse if adresse is None or zeile is None else f"{adresse}#L{zeile}"


def neue_datei(forge: Forge | None, ordner: str) -> str | None:
    """Return the address at which the forge begins an empty file in `ordner`, None without a forge."""
    return _adresse(forge, "new", ordner)


def _adresse(forge: Forge | None, was: str, pfad: str) -> str | None:
    if forge is None:
        return None
    return f"{forge.adresse}/{_VORN[forge.art]}{was}/{quote(forge.zweig)}/{quote(pfad)}"


def durchsicht(forge: Forge | None, zweig: str) -> str | None:
    """Return the address at which the review of a branch is opened, None without a forge."""
    if forge is None:
        return None
    von, nach = quote(zweig, safe=""), quote(forge.zweig, safe="")
    if forge.art == "gitlab":
        frage = f"merge_request%5Bsource_branch%5D={von}&merge_request%5Btarget_branch%5D={nach}"
        return f"{forge.adresse}/-/merge_requests/new?{frage}"
    return f"{forge.adresse}/compare/{nach}...{von}"
