"""The page of one case: due items with their reasons, agreements, plan, measures, timeline, findings."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import Any

from fallbuch.akte.feld import felder
from fallbuch.akte.modell import Eintrag
from fallbuch.bestand.laden import Akte
from fallbuch.forge.adressen import bearbeiten
from fallbuch.regelwerk.geschichte import zeitlich
from fallbuch.regelwerk.verabredungen import Verabredung
from fallbuch.team import Team
from fallbuch.uebersicht.vereinbarungen import zusagen
from fallbuch.uebersicht.vorgang import vorgaenge
from fallbuch.uebersicht.zustaendigkeit import beraterseiten
from fallbuch.website.darstellung import SEITENVORLAGEN, Darsteller, lage, ortsanker
from fallbuch.website.fallverweise import Fallverweise
from fallbuch.website.seiten.fallbilder import stufenbild, stufenschritte, zeitleiste
from fallbuch.website.seiten.plan import ORDNER


class Fallseiten:
    """Fills the case template; what is the same for all cases is looked up once."""

    def __init__(self, team: Team) -> None:
        self._team = team
        self._berater = beraterseiten(team)
        self._darsteller = Darsteller(team)
        self._verweise = Fallverweise(team.akten)

    def html(self, akte: Akte) -> str:
        """Return the content of the case's page."""
        sicht = akte.sicht
        vorgang = next(iter(vorgaenge([akte], (), self._team.stichtag)), None)
        plan = sicht.plan.besonderes if sicht.plan is not None else None
        return SEITENVORLAGEN.fuelle(
            "fall.html",
            team=self._team,
            akte=akte,
            lage=lage(akte),
            berater=self._berater,
            kopffelder=list(_angaben(akte.fall.kopf)),
            vorgang=vorgang,
            faellige=[self._darsteller.punkt(akte, f) for f in vorgang.punkte] if vorgang else [],
            termine=sorted(sicht.offene_verabredungen, key=_wann),
            fruehere=sorted((v for v in sicht.verabredungen if v.ausgang is not None), key=_wann, reverse=True),
            vereinbarungen=list(zusagen(akte)),
            plan_angaben=list(_angaben(plan)),
            zeitleiste=zeitleiste(sicht),
            stufenschritte=list(stufenschritte(sicht)),
            stufenbild=stufenbild(sicht),
            planblatt=f"{ORDNER}/{akte.seite}.html",
            eintraege=neueste_zuerst(akte.fall.eintraege),
            angaben=eintragsangaben,
            ortsanker=ortsanker,
            verlinkt=partial(self._verweise, wurzel="../", eigene=akte.seite),
            bearbeiten=bearbeiten(self._team.datei.forge, akte.fall.datei),
        )


def _wann(v: Verabredung) -> tuple[date, str]:
    return v.tag, str(v.uhrzeit or "")


def neueste_zuerst(eintraege: tuple[Eintrag, ...]) -> list[Eintrag]:
    """Return entries newest first; what has no readable date stands on top, so that it is seen."""
    ohne = [eintrag for eintrag in eintraege if eintrag.datum is None]
    return ohne + [eintrag for _, eintrag in reversed(zeitlich(eintraege))]


def eintragsangaben(eintrag: Eintrag) -> list[tuple[str, Any]]:
    """Return what an entry states, key by key, agreements excepted."""
    allgemeine = [(name, wert) for name, wert in _angaben(eintrag.angaben) if name != "Vereinbarungen"]
    return [*_angaben(eintrag.besonderes), *allgemeine]


def _angaben(werte: Any) -> Iterator[tuple[str, Any]]:
    for attribut, feld in felder(type(werte)) if werte is not None else ():
        wert = getattr(werte, attribut)
        if wert not in (None, ()):
            yield feld.name, wert
