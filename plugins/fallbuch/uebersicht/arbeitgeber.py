"""Employers with what the cases say of them: who was taken, when somebody last talked to them. For the team alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import field
from datetime import date
from functools import partial

from fallbuch.akte.eintragsformen import Abschlussangaben, Arbeitgeberangaben
from fallbuch.bestand.laden import Akte
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


#: What a case says of employers: by name, and whether somebody was taken.
Bezuege = Sequence[tuple[str, bool, Geschehen]]


def arbeitgeber(
    team: Team, merken: Callable[[Akte, Callable[[], Bezuege]], Bezuege] = lambda _, finde: finde()
) -> Sequence[Arbeitgeberzeile]:
    """Return all employers in German order; `merken` keeps what a case says of them."""
    liste = team.regelwerk.vokabular.arbeitgeber
    zeilen = {name: Arbeitgeberzeile(name, angaben, angaben.gilt_am(team.stichtag)) for name, angaben in liste.items()}
    for akte in team.akten if zeilen else ():
        for name, eingestellt, geschehen in merken(akte, partial(_bezuege, akte, team.stichtag)):
            if (zeile := zeilen.get(name)) is not None:
                (zeile.eingestellte if eingestellt else zeile.kontakte).append(geschehen)
    for zeile in zeilen.values():
        for bezuege in (zeile.kontakte, zeile.eingestellte):
            bezuege.sort(key=lambda b: b.datum, reverse=True)
    return sorted(zeilen.values(), key=lambda z: ordnung(z.name))


def _bezuege(akte: Akte, stichtag: date) -> Bezuege:
    bezuege = []
    for eintrag in akte.fall.eintraege:
        was, datum = eintrag.besonderes, eintrag.datum
        if not isinstance(was, Arbeitgeberangaben | Abschlussangaben) or datum is None or datum > stichtag:
            continue
        if was.arbeitgeber is None:
            continue
        eingestellt = isinstance(was, Abschlussangaben)
        tag = (was.arbeitsbeginn or datum) if isinstance(was, Abschlussangaben) else datum
        bezuege.append((was.arbeitgeber, eingestellt, Geschehen(akte, tag, eintrag)))
    return bezuege
