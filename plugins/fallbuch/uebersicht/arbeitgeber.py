"""Employers with what the cases say of them: who was taken, when somebody last talked to them. For the team alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field

from fallbuch.akte.eintragsformen import Abschlussangaben, Arbeitgeberangaben
from fallbuch.kennung import ordnung
from fallbuch.regelwerk.vokabular import Arbeitgeber
from fallbuch.team import Team
from fallbuch.uebersicht.geschrieben import Geschehen
from fallbuch.werte import dataclass


@dataclass(slots=True)
class Arbeitgeberzeile:
    """An employer with the talks and the people taken, newest first."""

    name: str
    angaben: Arbeitgeber
    gilt: bool
    kontakte: list[Geschehen] = field(default_factory=list)
    #: On the first day of work where it is known, else on that of the closing.
    eingestellte: list[Geschehen] = field(default_factory=list)


def arbeitgeber(team: Team) -> Sequence[Arbeitgeberzeile]:
    """Return all employers in German order; each case is read once."""
    liste = team.regelwerk.vokabular.arbeitgeber
    zeilen = {name: Arbeitgeberzeile(name, angaben, angaben.gilt_am(team.stichtag)) for name, angaben in liste.items()}
    for akte in team.akten if zeilen else ():
        for eintrag in akte.fall.eintraege:
            was, datum = eintrag.besonderes, eintrag.datum
            if not isinstance(was, Arbeitgeberangaben | Abschlussangaben) or datum is None or datum > team.stichtag:
                continue
            if (zeile := zeilen.get(was.arbeitgeber or "")) is None:
                continue
            if isinstance(was, Abschlussangaben):
                zeile.eingestellte.append(Geschehen(akte, was.arbeitsbeginn or datum, eintrag))
            else:
                zeile.kontakte.append(Geschehen(akte, datum, eintrag))
    for zeile in zeilen.values():
        for bezuege in (zeile.kontakte, zeile.eingestellte):
            bezuege.sort(key=lambda b: b.datum, reverse=True)
    return sorted(zeilen.values(), key=lambda z: ordnung(z.name))
