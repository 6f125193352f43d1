"""The navigation: groups and sections in the order in which their first page comes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from fallbuch.kennung import ordnung
from fallbuch.website.dokumente import HANDBUCH

#: Group (None: not in the navigation), section within it, title (None: the page's own), path.
Eintrag = tuple[str | None, str, str | None, str]
#: What stands at the end, whatever comes first.
_ZULETZT = (HANDBUCH, "Unser Team")
#: Sections below the pages of a group; a team's own come first.
_REIHE = ("Hilfsmittel", "Vorbilder", "Das Programm pflegen")


def _rang(abteilung: str) -> tuple[int, object]:
    return (_REIHE.index(abteilung) + 1, ()) if abteilung in _REIHE else (0, ordnung(abteilung))


def navigation(eintraege: Iterable[Eintrag]) -> list[Any]:
    """Return mkdocs' navigation."""
    oben: list[Any] = []
    gruppen = {"": oben}
    abteilungen: dict[tuple[str, str], list[Any]] = defaultdict(list)
    for gruppe, abteilung, titel, pfad in eintraege:
        if gruppe is None:
            continue
        if gruppe not in gruppen:
            gruppen[gruppe] = []
            oben.append({gruppe: gruppen[gruppe]})
        ort = abteilungen[gruppe, abteilung] if abteilung else gruppen[gruppe]
        ort.append(pfad if titel is None else {titel: pfad})
    for (gruppe, abteilung), inhalt in sorted(abteilungen.items(), key=lambda paar: _rang(paar[0][1])):
        gruppen[gruppe].append({abteilung: inhalt})
    return sorted(
        oben,
        key=lambda e: _ZULETZT.index(next(iter(e))) + 1 if isinstance(e, dict) and next(iter(e)) in _ZULETZT else 0,
    )
