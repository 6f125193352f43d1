"""What is missing: open cases against the fields that a case should have, rows with gaps only."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from fallbuch.akte.feld import felder
from fallbuch.akte.modell import Kopf
from fallbuch.befund import Stelle
from fallbuch.bestand.laden import Akte
from fallbuch.team import Team
from fallbuch.werte import dataclass

_GESPRAECH, _PLAN = "Gespräch", "Betreuungsplan"


@dataclass(frozen=True, slots=True)
class Luecke:
    """A gap: absent, or there but not readable, and the place to fill it in."""

    stelle: Stelle
    unlesbar: bool


def spalten() -> tuple[str, ...]:
    """Return the fields that are looked at, in the order of the file, then what the record should hold."""
    return (*(feld.name for _, feld in felder(Kopf) if feld.pflicht or feld.vermisst), _GESPRAECH, _PLAN)


#: Gets a case and what finds its gaps; returns these.
Lueckenmerker = Callable[[Akte, Callable[[], dict[str, Luecke]]], dict[str, Luecke]]


def luecken(team: Team, merken: Lueckenmerker = lambda _, finde: finde()) -> list[tuple[Akte, dict[str, Luecke]]]:
    """Return the cases with gaps, each with these by column; of closed ones only what every file must say counts."""
    zeilen = ((akte, merken(akte, partial(_luecken, akte))) for akte in team.akten if akte.auszug.besteht)
    return [(akte, fehlt) for akte, fehlt in zeilen if fehlt]


def _luecken(akte: Akte) -> dict[str, Luecke]:
    return dict(_gefundene(akte))


def _gefundene(akte: Akte) -> Iterator[tuple[str, Luecke]]:
    fall, sicht = akte.fall, akte.sicht
    for attribut, feld in felder(Kopf):
        verlangt = feld.pflicht or (feld.vermisst and sicht.offen)
        if verlangt and getattr(fall.kopf, attribut) is None:
            yield feld.name, Luecke(fall.ort(feld.name), unlesbar=feld.name in fall.unlesbar)
    if sicht.offen and fall.vollstaendig:
        ende = fall.eintraege[-1].stelle if fall.eintraege else Stelle(datei=fall.datei)
        if not sicht.gespraeche:
            yield _GESPRAECH, Luecke(ende, unlesbar=False)
        elif sicht.plan is None:
            yield _PLAN, Luecke(ende, unlesbar=False)
