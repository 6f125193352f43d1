"""The page of one case: due items with their reasons, agreements, plan, measures, timeline, findings."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import Any

from fallbuch.akte.eintragsformen import Planangaben
from fallbuch.akte.feld import felder
from fallbuch.akte.modell import Angaben, Eintrag, Kopf
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
        fall, sicht = akte.fall, akte.sicht
        vereinbarungen = list(zusagen(akte))
        vorgang = next(iter(vorgaenge([akte], (), self._team.stichtag)), None)
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
            faellige=[self._darsteller.punkt(akte, f) for f in vorgang.punkte] if vorgang else [],
            vorschlag=vorgang.vorschlag if vorgang else None,
            termine=sorted(sicht.offene_verabredungen, key=_wann),
            fruehere=sorted((v for v in sicht.verabredungen if v.ausgang is not None), key=_wann, reverse=True),
            offene=[v for v in vereinbarungen if v.offen],
            erledigte=[v for v in vereinbarungen if not v.offen],
            plan=plan,
            plan_eintrag=sicht.plan,
            plan_angaben=list(_angaben(Planangaben, plan)) if plan else [],
            zeitleiste=zeitleiste(sicht),
            stufenschritte=list(stufenschritte(sicht)),
            stufenbild=stufenbild(sicht),
            planblatt=f"{ORDNER}/{akte.seite}.html",
            eintraege=neueste_zuerst(fall.eintraege),
            angaben=eintragsangaben,
            ortsanker=ortsanker,
            verlinkt=partial(self._verweise, wurzel="../", eigene=akte.seite),
            bearbeiten=bearbeiten(self._team.datei.forge, fall.datei),
        )


def _wann(v: Verabredung) -> tuple[date, str]:
    return v.tag, str(v.uhrzeit or "")


def neueste_zuerst(eintraege: tuple[Eintrag, ...]) -> list[Eintrag]:
    """Return entries newest first; what has no readable date stands on top, so that it is seen."""
    ohne = [eintrag for eintrag in eintraege if eintrag.datum is None]
    return ohne + [eintrag for _, eintrag in reversed(zeitlich(eintraege))]


def eintragsangaben(eintrag: Eintrag) -> list[tuple[str, Any]]:
    """Return what an entry states, key by key, agreements excepted."""
    besonderes = list(_angaben(type(eintrag.besonderes), eintrag.besonderes)) if eintrag.besonderes is not None else []
    return besonderes + [(name, wert) for name, wert in _angaben(Angaben, eintrag.angaben) if name != "Vereinbarungen"]


def _angaben(klasse: type[Any], werte: Any) -> Iterator[tuple[str, Any]]:
    for attribut, feld in felder(klasse):
        wert = getattr(werte, attribut)
        if wert not in (None, ()):
            yield feld.name, wert
