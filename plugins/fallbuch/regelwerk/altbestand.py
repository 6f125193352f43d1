"""What stood in a team's texts before the program began to look: hashes of lines, and nothing to read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from fallbuch.werte import dataclass

BESTANDSDATEI = "vorlagen/bekannte-angaben.yml"


@dataclass(frozen=True, kw_only=True)
class Altbestand:
    """`vorlagen/bekannte-angaben.yml`: by file the codes and short hashes of what is known."""

    salz: str = ""
    angaben: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def als_datei(salz: str, angaben: Mapping[str, tuple[str, ...]]) -> str:
    """Return the file's text; a case has a line of its own for each statement, so that git joins two versions."""
    zeilen = [
        "# Von „fallbuch pruefen --bestand-merken“ geschrieben: Angaben in alten Texten, die nicht mehr gemeldet werden.",
        "# Hinter der Kennung steht ein gekürzter Streuwert der Zeile; lesen lässt sich daraus nichts. Eine geänderte Zeile zählt wieder.",
        f"salz: {salz}",
        "angaben:" if angaben else "angaben: {}",
    ]
    for datei in sorted(angaben):
        zeilen += [f"  {datei}:", *(f"    - {eintrag}" for eintrag in angaben[datei])]
    return "\n".join(zeilen) + "\n"
