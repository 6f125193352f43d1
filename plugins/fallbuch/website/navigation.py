"""The navigation: groups and sections in the order in which their first page comes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from fallbuch.website.dokumente import HANDBUCH

#: What stands at the end, whatever comes first.
_ZULETZT = (HANDBUCH, "Unser Team")


def navigation(eintraege: Iterable[tuple[str | None, str, str | None, str]]) -> list[Any]:
    """Return mkdocs' navigation from group, section, title (None: the page's own) and path; group None is left out."""
    oben: list[Any] = []
    gruppen: dict[str, list[Any]] = {}
    abteilungen: dict[tuple[str, str], list[Any]] = {}
    for gruppe, abteilung, titel, pfad in eintraege:
        if gruppe is None:
            continue
        eintrag: Any = pfad if titel is None else {titel: pfad}
        if not gruppe:
            oben.append(eintrag)
            continue
        if gruppe not in gruppen:
            gruppen[gruppe] = []
            oben.append({gruppe: gruppen[gruppe]})
        if not abteilung:
            gruppen[gruppe].append(eintrag)
            continue
        if (gruppe, abteilung) not in abteilungen:
            abteilungen[gruppe, abteilung] = []
            gruppen[gruppe].append({abteilung: abteilungen[gruppe, abteilung]})
        abteilungen[gruppe, abteilung].append(eintrag)
    return sorted(oben, key=lambda e: _ZULETZT.index(next(iter(e))) + 1 if isinstance(e, dict) and next(iter(e)) in _ZULETZT else 0)
