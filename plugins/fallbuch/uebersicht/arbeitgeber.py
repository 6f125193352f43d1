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

    @property
    def letzter_kontakt(self) -> Fallbezug | None:
        """The newest talk with the employer."""
        return next(iter(self.kontakte), None)


def arbeitgeber(team: Team) -> Sequence[Arbeitgeberzeile]:
    """Return all employers in German order; each case is read once."""
    liste = team.regelwerk.vokabular.arbeitgeber
    zeilen = {name: Arbeitgeberzeile(name, angaben, angaben.gilt_am(team.stichtag)) for name, angaben in liste.items()}
    for akte in team.akten if zeilen else ():
        for eintrag in akte.fall.eintraege:
            besonderes = eintrag.besonderes
            if (
                not isinstance(besonderes, Arbeitgeberangaben | Abschlussangaben)
                or besonderes.arbeitgeber not in zeilen
            ):
                continue
            if eintrag.datum is None or eintrag.datum > team.stichtag:
                continue
            zeile = zeilen[besonderes.arbeitgeber]
            if isinstance(besonderes, Abschlussangaben):
                zeile.eingestellte.append(Fallbezug(akte, eintrag, besonderes.arbeitsbeginn or eintrag.datum))
            else:
                zeile.kontakte.append(Fallbezug(akte, eintrag, eintrag.datum))
    for zeile in zeilen.values():
        zeile.kontakte.sort(key=lambda b: b.datum, reverse=True)
        zeile.eingestellte.sort(key=lambda b: b.datum, reverse=True)
    return sorted(zeilen.values(), key=lambda z: ordnung(z.name))
