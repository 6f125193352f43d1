"""Addresses of the editor in the team's forge; none of them carries any text of a case."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from fallbuch.regelwerk.modell import Forge


@dataclass(frozen=True, slots=True)
class _Wege:
    """Where a forge edits a file and where it begins a new one, below the repository's address."""

    bearbeiten: str
    neu: str


_WEGE = {
    "github": _Wege("edit/{zweig}/{datei}", "new/{zweig}/{ordner}"),
    "gitlab": _Wege("-/edit/{zweig}/{datei}", "-/new/{zweig}/{ordner}"),
    "gitea": _Wege("_edit/{zweig}/{datei}", "_new/{zweig}/{ordner}"),
    "forgejo": _Wege("_edit/{zweig}/{datei}", "_new/{zweig}/{ordner}"),
}


def bearbeiten(forge: Forge | None, datei: str, zeile: int | None = None) -> str | None:
    """Return the address of the forge's editor for `datei`, at `zeile` where the editor follows it; None without a forge."""
    if forge is None:
        return None
    weg = _WEGE[forge.art].bearbeiten.format(zweig=quote(forge.zweig), datei=quote(datei))
    return f"{forge.adresse}/{weg}{'' if zeile is None else f'#L{zeile}'}"


def neue_datei(forge: Forge | None, ordner: str) -> str | None:
    """Return the address at which the forge begins an empty file in `ordner`, None without a forge."""
    if forge is None:
        return None
    return f"{forge.adresse}/{_WEGE[forge.art].neu.format(zweig=quote(forge.zweig), ordner=quote(ordner))}"
