"""Employers with what the cases say of them: who was taken, when somebody last talked to them. For the team alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field
from datetime import date

from fallbuch.akte.eintragsformen import Abschlussangaben, Arbeitgeberangaben
from fallbuch.akte.modell import Eintrag
from fallbuch.bestand.laden import Akte
from fallbuch.kennung import ordnung
from fallbuch.regelwerk.vokabular import Arbeitgeber
from fallbuch.team import Team
from fallbuch.werte import dataclass


@dataclass(frozen=True, slots=True)
class Fallbezug:
    """An entry of a case that names an employer."""

    akte: Akte
    eintrag: Eintrag
    #: Day of the talk; of somebody who was taken the first day of work, else that of the closing.
    datum: date


@dataclass(slots=True)
class Arbeitgeberzeile:
    """An employer with the talks and the people taken, newest first."""

    name: str
    angaben: Arbeitgeber
    gilt: bool
    kontakte: list[Fallbezug] = field(default_factory=list)
    eingestellte: list[Fallbezug] = field(default_factory=list)


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
                zeile.eingestellte.append(Fallbezug(akte, eintrag, was.arbeitsbeginn or datum))
            else:
                zeile.kontakte.append(Fallbezug(akte, eintrag, datum))
    for zeile in zeilen.values():
        for bezuege in (zeile.kontakte, zeile.eingestellte):
            bezuege.sort(key=lambda b: b.datum, reverse=True)
    return sorted(zeilen.values(), key=lambda z: ordnung(z.name))
