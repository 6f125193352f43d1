"""A handover: what somebody else must know who takes cases over for a while, case by case."""

from __future__ import annotations

from datetime import date

from fallbuch.akte.eintragsformen import Planangaben
from fallbuch.akte.modell import Eintrag
from fallbuch.bestand.laden import Akte
from fallbuch.regelwerk.massnahmen import Massnahme
from fallbuch.team import Team
from fallbuch.uebersicht.abschnitte import Abschnitt
from fallbuch.uebersicht.vereinbarungen import Zusage, offene_zusagen
from fallbuch.uebersicht.vorgang import Vorgang, gruppiert, vorgaenge
from fallbuch.uebersicht.zustaendigkeit import eigene, vertretene

LETZTE_EINTRAEGE = 3


class Uebergabefall:
    """One case to hand over by `name`; `vorgang` None where nothing is to be done. It is read when somebody asks what it says."""

    def __init__(self, akte: Akte, vorgang: Vorgang | None, name: str, stichtag: date) -> None:
        self.akte, self.vorgang, self._name = akte, vorgang, name
        #: Something of the case falls into the next four weeks.
        self.dringend = vorgang is not None and vorgang.abschnitt_am(stichtag) is not Abschnitt.SPAETER
        #: The person stands in here, or has promised something; the case is somebody else's.
        self.fremd = akte.auszug.zustaendig != name

    @property
    def zusagen(self) -> list[Zusage]:
        return offene_zusagen(self.akte, self._name)

    @property
    def letzte(self) -> list[Eintrag]:
        return [eintrag for _, eintrag in self.akte.sicht.eintraege[-LETZTE_EINTRAEGE:]][::-1]

    @property
    def plan(self) -> Planangaben | None:
        eintrag = self.akte.sicht.plan
        return eintrag.besonderes if eintrag is not None and isinstance(eintrag.besonderes, Planangaben) else None

    @property
    def massnahmen(self) -> list[Massnahme]:
        sicht = self.akte.sicht
        return [m for m in sicht.massnahmen if m.ende is None or m.ende >= sicht.stichtag]


def uebergabe(team: Team, name: str) -> list[Uebergabefall]:
    """Return the open cases of `name`, then those in which they stand in or have promised something.

    Each the most pressing first; a closed case too, as long as an appointment or a promise is open in it.
    """
    alle = [
        akte
        for akte in team.akten
        if akte.auszug.besteht
        and (akte.auszug.offen or any(f.ableitung.eigenschaften.immer for f in akte.faelligkeiten))
    ]
    akten = [*eigene(alle, name), *vertretene(alle, name), *team.benannte.get(name, ())]
    gruppen = gruppiert(vorgaenge(akten, (), team.stichtag, fuer=name), team.stichtag)
    tag = team.stichtag
    faelle = [Uebergabefall(v.akte, v, name, tag) for gruppe in gruppen for v in gruppe.zeilen if v.akte is not None]
    mit_zeile = {id(fall.akte) for fall in faelle}
    faelle += [Uebergabefall(akte, None, name, tag) for akte in akten if id(akte) not in mit_zeile]
    return sorted(faelle, key=lambda fall: fall.fremd)
