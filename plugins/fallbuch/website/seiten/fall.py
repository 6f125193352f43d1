"""The page of one case: due items with their reasons, agreements, plan, measures, timeline, findings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from fallbuch.akte.feld import felder
from fallbuch.akte.modell import Angaben, Eintrag, Kopf, Planangaben, Stand, Vereinbarung
from fallbuch.bestand.laden import Akte
from fallbuch.regelwerk.sicht import zeitlich
from fallbuch.regelwerk.vokabular import ist_kunde
from fallbuch.team import Team
from fallbuch.website.darstellung import SEITENVORLAGEN, lage, ortsanker, zeilen
from fallbuch.website.forge import bearbeiten
from fallbuch.website.seiten.faelligkeiten import beraterseiten
from fallbuch.website.seiten.fallbilder import stufenbild, stufenschritte, zeitleiste
from fallbuch.website.seiten.plan import ORDNER


@dataclass(frozen=True, slots=True)
class Offenes:
    """An agreement or a step towards the goal, with the entry it comes from and whose turn it is."""

    vereinbarung: Vereinbarung
    eintrag: Eintrag
    dran: str
    #: What the passed deadline asks for, in a word.
    vorbei: str


class Fallseiten:
    """Fills the case template; what is the same for all cases is looked up once."""

    def __init__(self, team: Team) -> None:
        self._team = team
        self._berater = beraterseiten(team)

    def html(self, akte: Akte) -> str:
        """Return the content of the case's page."""
        fall, sicht = akte.fall, akte.sicht
        vereinbarungen = list(_vereinbarungen(akte))
        plan = sicht.plan.besonderes if sicht.plan is not None else None
        return SEITENVORLAGEN.fuelle(
            "fall.html",
            team=self._team,
            akte=akte,
            fall=fall,
            sicht=sicht,
            wurzel="../",
            lage=lage(akte),
            berater=self._berater,
            kopffelder=list(_angaben(Kopf, fall.kopf)),
            faellige=zeilen([akte]),
            offene=[v for v in vereinbarungen if v.vereinbarung.stand is Stand.OFFEN],
            erledigte=[v for v in vereinbarungen if v.vereinbarung.stand is not Stand.OFFEN],
            plan=plan,
            plan_eintrag=sicht.plan,
            plan_angaben=list(_angaben(Planangaben, plan)) if plan else [],
            zeitleiste=zeitleiste(sicht),
            stufenschritte=stufenschritte(sicht),
            stufenbild=stufenbild(sicht),
            planblatt=f"{ORDNER}/{akte.seite}.html",
            eintraege=neueste_zuerst(fall.eintraege),
            angaben=eintragsangaben,
            ortsanker=ortsanker,
            bearbeiten=bearbeiten(self._team.datei.forge, fall.datei),
        )


def neueste_zuerst(eintraege: tuple[Eintrag, ...]) -> list[Eintrag]:
    """Return entries newest first; what has no readable date stands on top, so that it is seen."""
    ohne = [eintrag for eintrag in eintraege if eintrag.datum is None]
    return ohne + [eintrag for _, eintrag in reversed(zeitlich(eintraege))]


def _vereinbarungen(akte: Akte) -> Iterator[Offenes]:
    plan = akte.sicht.plan
    teilziele = plan.besonderes.teilziele if plan is not None and isinstance(plan.besonderes, Planangaben) else ()
    alle = [(v, eintrag) for _, eintrag in akte.sicht.eintraege for v in eintrag.angaben.vereinbarungen]
    alle += [(teilziel, plan) for teilziel in teilziele if plan is not None]
    # What is due first stands first; without a deadline last.
    for vereinbarung, eintrag in sorted(alle, key=lambda paar: paar[0].frist or date.max):
        dran = "Kundin oder Kunde" if ist_kunde(vereinbarung.wer) else vereinbarung.wer or "Team"
        abgelaufen = vereinbarung.frist is not None and vereinbarung.frist < akte.sicht.stichtag
        vorbei = ("nachfragen" if ist_kunde(vereinbarung.wer) else "Frist vorbei") if abgelaufen else ""
        yield Offenes(vereinbarung, eintrag, dran, vorbei)


def eintragsangaben(eintrag: Eintrag) -> list[tuple[str, Any]]:
    """Return what an entry states, key by key, agreements excepted."""
    besonderes = list(_angaben(type(eintrag.besonderes), eintrag.besonderes)) if eintrag.besonderes is not None else []
    return besonderes + [(name, wert) for name, wert in _angaben(Angaben, eintrag.angaben) if name != "Vereinbarungen"]


def _angaben(klasse: type[Any], werte: Any) -> Iterator[tuple[str, Any]]:
    for attribut, feld in felder(klasse):
        wert = getattr(werte, attribut)
        if wert not in (None, ()):
            yield feld.name, wert
