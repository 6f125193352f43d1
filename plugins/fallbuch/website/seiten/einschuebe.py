"""Insertions: tables made of the team's lists and rules, put into pages where their text asks for them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import fields
from typing import Any, TypeVar

from fallbuch.akte.eintragsformen import Planangaben
from fallbuch.akte.modell import Angaben, Eintrag, Kopf
from fallbuch.akte.protokollformen import Akquiseangaben, Veranstaltungangaben
from fallbuch.akte.schema import feldzeilen
from fallbuch.prozess.einschub import EINSCHUEBE, IM_HTML
from fallbuch.prozess.fundus import als_verweis
from fallbuch.prozess.modell import Empfehlung, Prozess
from fallbuch.prozess.quellen import QUELLEN, quellen_in
from fallbuch.prozess.vorlage import prozessvorlage
from fallbuch.regelwerk.vokabular import Ansprechpartner, Arbeitgeber, Massnahmeart, Wort
from fallbuch.team import Team
from fallbuch.website.darstellung import SEITENVORLAGEN
from fallbuch.website.dokumente import bleibt_im_team
from fallbuch.website.seiten.seite import Sicht

MATERIALORDNER = "material/"
#: The insertions that list the fields of a class, each with its title.
_FELDER: Mapping[str, tuple[str, type[Any]]] = {
    "kundenliste": ("Kopf der Datei", Kopf),
    "kundendoku": ("Angaben in jedem Eintrag", Angaben),
    "plan": ("Angaben des Betreuungsplans", Planangaben),
    "prozessfelder": ("Felder einer Prozessbeschreibung", Prozess),
    "empfehlungsfelder": ("Felder einer Handlungsempfehlung", Empfehlung),
}
#: Templates that are not called like their insertion.
_VORLAGEN = {"arbeitgeberfelder": "liste", "einschuebe": "liste", **dict.fromkeys(_FELDER, "felder")}
_W = TypeVar("_W", bound=Wort)


class Einschuebe:
    """Makes insertions for one team and view; a method says what the template of the insertion of its name needs."""

    def __init__(self, team: Team, sicht: Sicht) -> None:
        self._team, self._intern, self._woerter = team, sicht is Sicht.INTERN, team.regelwerk.vokabular

    def html(self, name: str, wurzel: str) -> str | None:
        """Return the insertion called `name` for a page whose way up to the root is `wurzel`; None for an unknown one."""
        if name not in EINSCHUEBE:
            return None
        werte = self._felder(name) if name in _FELDER else getattr(self, f"_{name}")()
        vorlage = f"einschub/{_VORLAGEN.get(name, name)}.html"
        return SEITENVORLAGEN.fuelle(vorlage, wurzel=wurzel, intern=self._intern, **werte)

    def setze_ein(self, html: str, wurzel: str) -> str:
        """Fill all insertions in the HTML of a page; an unknown one stays visible as a sentence."""
        keiner = "<p><strong>Einen Einschub „{}“ gibt es nicht.</strong></p>"
        return IM_HTML.sub(lambda t: self.html(t[1], wurzel) or keiner.format(t[1]), html)

    def _geltende(self, woerter: Mapping[str, _W]) -> dict[str, _W]:
        return {name: wort for name, wort in woerter.items() if wort.gilt_am(self._team.stichtag)}

    def _felder(self, name: str) -> dict[str, object]:
        titel, klasse = _FELDER[name]
        arten = self._geltende(self._woerter.arten) if name == "kundendoku" else {}
        return {"titel": titel, "zeilen": feldzeilen(klasse, {}), "arten": arten}

    def _zugangswege(self) -> dict[str, object]:
        return {
            "wege": self._geltende(self._woerter.zugangswege),
            "akquisen": self._neueste(Akquiseangaben),
            "veranstaltungen": self._neueste(Veranstaltungangaben),
        }

    def _neueste(self, form: type[Akquiseangaben | Veranstaltungangaben]) -> dict[str, Eintrag]:
        """Return the newest entry of the log of one kind, by channel."""
        datierte = [e for e in self._team.protokoll.eintraege if e.datum is not None]
        return {
            e.besonderes.zugangsweg: e
            for e in sorted(datierte, key=lambda e: str(e.datum))
            if isinstance(e.besonderes, form) and e.besonderes.zugangsweg is not None
        }

    def _betreuungsstufen(self) -> dict[str, object]:
        stufen = self._geltende(self._woerter.stufen)
        return {"stufen": [(name, stufe, *self._kontakt(name)) for name, stufe in stufen.items()]}

    def _kontakt(self, stufe: str) -> tuple[str | None, str]:
        """Return key and span of a level's contact rule."""
        regelwerk = self._team.regelwerk
        fassung = regelwerk.kontaktregel(stufe, self._team.stichtag)
        if fassung is None:
            return None, ""
        return next(r.schluessel for r in regelwerk.regeln if fassung in r.fassungen), str(fassung.frist)

    def _massnahmenarten(self) -> dict[str, object]:
        gruppen: dict[str, list[tuple[str, Massnahmeart]]] = defaultdict(list)
        for name, art in self._geltende(self._woerter.massnahmen).items():
            gruppen[art.gruppe].append((name, art))
        return {"gruppen": gruppen}

    def _abschluss(self) -> dict[str, object]:
        return {"woerter": self._woerter}

    def _arbeitgeberfelder(self) -> dict[str, object]:
        eintraege = {feld.name: feld.metadata["hilfe"] for feld in fields(Arbeitgeber)}
        eintraege |= {f"ansprechpartner → {feld.name}": feld.metadata["hilfe"] for feld in fields(Ansprechpartner)}
        return {"eintraege": eintraege}

    def _prozessvorlage(self) -> dict[str, object]:
        inhalt = prozessvorlage(self._team.einrichtung.wurzel).inhalt
        return {"text": inhalt.decode("utf-8-sig", errors="replace")}

    def _material(self) -> dict[str, object]:
        abgelegte = [p for p in self._team.prozessbuch.fundus.eigene if p.startswith(MATERIALORDNER)]
        abgelegte = [p for p in abgelegte if self._intern or not bleibt_im_team(p)]
        return {"dateien": [(p.removeprefix(MATERIALORDNER), als_verweis(p)) for p in abgelegte]}

    def _quellen(self) -> dict[str, object]:
        regeln: dict[str, list[tuple[str, str]]] = {q.kuerzel: [] for q in QUELLEN}
        for regel in self._team.regelwerk.regeln:
            for q in quellen_in(regel.neueste.quelle):
                regeln[q.kuerzel].append((regel.neueste.titel, f"regelwerk.html#{regel.schluessel}"))
        return {"quellen": QUELLEN, "regeln": regeln}

    def _einschuebe(self) -> dict[str, object]:
        return {"eintraege": EINSCHUEBE}
