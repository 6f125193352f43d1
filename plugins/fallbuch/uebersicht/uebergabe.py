"""A handover: what somebody else must know who takes cases over for a while, case by case."""

from __future__ import annotations

from collections.abc import Sequence

from fallbuch.akte.eintragsformen import Planangaben
from fallbuch.akte.modell import Eintrag
from fallbuch.bestand.laden import Akte
from fallbuch.regelwerk.massnahmen import Massnahme
from fallbuch.team import Team
from fallbuch.uebersicht.abschnitte import Abschnitt
from fallbuch.uebersicht.vereinbarungen import Zusage, offene_zusagen
from fallbuch.uebersicht.vorgang import Vorgang, gruppiert, vorgaenge
from fallbuch.uebersicht.zustaendigkeit import eigene, vertretene
from fallbuch.werte import dataclass

LETZTE_EINTRAEGE = 3


@dataclass(frozen=True, slots=True)
class Uebergabefall:
    """One case to hand over; `vorgang` None where nothing is to be done."""

    akte: Akte
    vorgang: Vorgang | None
    zusagen: Sequence[Zusage]
    letzte: Sequence[Eintrag]
    plan: Planangaben | None
    massnahmen: Sequence[Massnahme]
    #: The person stands in here, or has promised something; the case is somebody else's.
    fremd: bool


def uebergabe(team: Team, name: str) -> list[Uebergabefall]:
    """Return the open cases of `name`, then those in which they stand in or have promised something.

    Each the most pressing first; a closed case too, as long as an appointment or a promise is open in it.
    """
    alle = [akte for akte in team.akten if akte.sicht.besteht and (akte.sicht.offen or _verabredet(akte))]
    akten = [*eigene(alle, name), *vertretene(alle, name), *team.benannte.get(name, ())]
    zeilen = vorgaenge(akten, (), team.stichtag, fuer=name)
    gereiht = [vorgang for gruppe in gruppiert(zeilen, team.stichtag) for vorgang in gruppe.zeilen]
    mit_zeile = {id(vorgang.akte) for vorgang in gereiht}
    faelle = [_fall(vorgang.akte, vorgang, name) for vorgang in gereiht if vorgang.akte is not None]
    faelle += [_fall(akte, None, name) for akte in akten if id(akte) not in mit_zeile]
    return sorted(faelle, key=lambda fall: fall.fremd)


def dringend(fall: Uebergabefall, team: Team) -> bool:
    """Tell whether something of the case falls into the next four weeks."""
    return fall.vorgang is not None and fall.vorgang.abschnitt_am(team.stichtag) is not Abschnitt.SPAETER


def _verabredet(akte: Akte) -> bool:
    """Tell whether something agreed is open that outlasts the end of a case."""
    return any(f.ableitung.bleibt for f in akte.faelligkeiten)


def _fall(akte: Akte, vorgang: Vorgang | None, name: str) -> Uebergabefall:
    plan = akte.sicht.plan.besonderes if akte.sicht.plan is not None else None
    return Uebergabefall(
        akte=akte,
        vorgang=vorgang,
        zusagen=[z for z in offene_zusagen(akte) if z.gehoert(name)],
        letzte=[eintrag for _, eintrag in akte.sicht.eintraege[-LETZTE_EINTRAEGE:]][::-1],
        plan=plan if isinstance(plan, Planangaben) else None,
        massnahmen=[m for m in akte.sicht.massnahmen if m.ende is None or m.ende >= akte.sicht.stichtag],
        fremd=akte.fall.kopf.berater != name,
    )
