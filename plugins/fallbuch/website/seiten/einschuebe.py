"""Insertions: tables made of the team's lists and rules, put into pages where their text asks for them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any

from fallbuch.akte.eintragsformen import Planangaben
from fallbuch.akte.modell import Eintrag
from fallbuch.akte.protokollformen import Akquiseangaben, Veranstaltungangaben
from fallbuch.akte.schema import EINTRAG, KOPF, feldgruppen, feldzeilen
from fallbuch.prozess.einschub import EINSCHUEBE, IM_HTML
from fallbuch.prozess.fundus import als_html
from fallbuch.prozess.modell import Empfehlung, Prozess
from fallbuch.prozess.quellen import QUELLEN, quellen_in
from fallbuch.prozess.vorlage import prozessvorlage
from fallbuch.regelwerk.modell import Regelwerk
from fallbuch.regelwerk.vokabular import Ansprechpartner, Arbeitgeber, Massnahmeart
from fallbuch.team import Team
from fallbuch.website.darstellung import SEITENVORLAGEN
from fallbuch.website.seiten.seite import Sicht

MATERIALORDNER = "material"


class Einschuebe:
    """Makes insertions for one team and view."""

    def __init__(self, team: Team, sicht: Sicht) -> None:
        self._team, self._intern = team, sicht is Sicht.INTERN

    def html(self, name: str, wurzel: str) -> str | None:
        """Return the insertion called `name` for a page whose way up to the root is `wurzel`; None for an unknown one."""
        mache = _MACHER.get(name)
        return None if mache is None else mache(self, wurzel)

    def setze_ein(self, html: str, wurzel: str) -> str:
        """Fill all insertions in the HTML of a page; an unknown one stays visible as a sentence."""
        return IM_HTML.sub(lambda t: self._oder_satz(t, wurzel), html)

    def _oder_satz(self, treffer: re.Match[str], wurzel: str) -> str:
        html = self.html(treffer[1], wurzel)
        return html if html is not None else f"<p><strong>Einen Einschub „{treffer[1]}“ gibt es nicht.</strong></p>"

    def _fuelle(self, vorlage: str, wurzel: str, **werte: Any) -> str:
        return SEITENVORLAGEN.fuelle(f"einschub/{vorlage}.html", wurzel=wurzel, intern=self._intern, **werte)

    def zugangswege(self, wurzel: str) -> str:
        letzte = {
            form: _neueste(self._team.protokoll.eintraege, form) for form in (Akquiseangaben, Veranstaltungangaben)
        }
        wege = [
            (name, weg, letzte[Akquiseangaben].get(name), letzte[Veranstaltungangaben].get(name))
            for name, weg in self._team.regelwerk.vokabular.zugangswege.items()
            if weg.gilt_am(self._team.stichtag)
        ]
        return self._fuelle("zugangswege", wurzel, wege=wege)

    def betreuungsstufen(self, wurzel: str) -> str:
        regelwerk, tag = self._team.regelwerk, self._team.stichtag
        stufen = [
            (name, stufe, *_kontakt(regelwerk, name, self._team))
            for name, stufe in regelwerk.vokabular.stufen.items()
            if stufe.gilt_am(tag)
        ]
        return self._fuelle("betreuungsstufen", wurzel, stufen=stufen)

    def massnahmenarten(self, wurzel: str) -> str:
        gruppen: dict[str, list[tuple[str, Massnahmeart]]] = {}
        for name, art in self._team.regelwerk.vokabular.massnahmen.items():
            if art.gilt_am(self._team.stichtag):
                gruppen.setdefault(art.gruppe, []).append((name, art))
        return self._fuelle("massnahmenarten", wurzel, gruppen=gruppen)

    def abschluss(self, wurzel: str) -> str:
        woerter = self._team.regelwerk.vokabular
        return self._fuelle(
            "abschluss",
            wurzel,
            ergebnisse=woerter.abschlussergebnisse,
            gruende=woerter.gruende,
            formen=woerter.beschaeftigungsformen,
        )

    def kundenliste(self, wurzel: str) -> str:
        return self._felder(wurzel, "Kopf der Datei", _gruppe(KOPF))

    def kundendoku(self, wurzel: str) -> str:
        arten = {n: a for n, a in self._team.regelwerk.vokabular.arten.items() if a.gilt_am(self._team.stichtag)}
        return self._felder(wurzel, "Angaben in jedem Eintrag", _gruppe(EINTRAG), arten)

    def plan(self, wurzel: str) -> str:
        return self._felder(wurzel, "Angaben des Betreuungsplans", feldzeilen(Planangaben, {}))

    def prozessfelder(self, wurzel: str) -> str:
        return self._felder(wurzel, "Felder einer Prozessbeschreibung", feldzeilen(Prozess, {}))

    def empfehlungsfelder(self, wurzel: str) -> str:
        return self._felder(wurzel, "Felder einer Handlungsempfehlung", feldzeilen(Empfehlung, {}))

    def _felder(self, wurzel: str, titel: str, zeilen: Any, arten: Any = None) -> str:
        return self._fuelle("felder", wurzel, titel=titel, zeilen=zeilen, arten=arten)

    def arbeitgeberfelder(self, wurzel: str) -> str:
        eintraege = {feld.name: feld.metadata["hilfe"] for feld in fields(Arbeitgeber)}
        eintraege |= {f"ansprechpartner → {feld.name}": feld.metadata["hilfe"] for feld in fields(Ansprechpartner)}
        return self._fuelle("liste", wurzel, eintraege=eintraege)

    def prozessvorlage(self, wurzel: str) -> str:
        return self._fuelle(
            "kasten",
            wurzel,
            text=prozessvorlage(self._team.einrichtung.wurzel).inhalt.decode("utf-8-sig", errors="replace"),
        )

    def material(self, wurzel: str) -> str:
        vorn = f"{MATERIALORDNER}/"
        dateien = [
            (p.removeprefix(vorn), als_html(p)) for p in self._team.prozessbuch.fundus.eigene if p.startswith(vorn)
        ]
        return self._fuelle("material", wurzel, dateien=dateien)

    def quellen(self, wurzel: str) -> str:
        regeln: dict[str, list[tuple[str, str]]] = {q.kuerzel: [] for q in QUELLEN}
        for regel in self._team.regelwerk.regeln:
            for q in quellen_in(regel.neueste.quelle):
                regeln[q.kuerzel].append((regel.neueste.titel, f"regelwerk.html#{regel.schluessel}"))
        return self._fuelle("quellen", wurzel, quellen=QUELLEN, regeln=regeln)

    def einschuebe(self, wurzel: str) -> str:
        return self._fuelle("liste", wurzel, eintraege=EINSCHUEBE)


def _gruppe(schluessel: str) -> Any:
    return next(gruppe.zeilen for gruppe in feldgruppen({}) if gruppe.schluessel == schluessel)


def _neueste(eintraege: tuple[Eintrag, ...], form: type[Akquiseangaben | Veranstaltungangaben]) -> dict[str, Eintrag]:
    """Return the newest entry of the log of one kind, by channel."""
    passende = [e for e in eintraege if isinstance(e.besonderes, form) and e.datum is not None]
    return {
        e.besonderes.zugangsweg: e
        for e in sorted(passende, key=lambda e: str(e.datum))
        if isinstance(e.besonderes, form) and e.besonderes.zugangsweg is not None
    }


def _kontakt(regelwerk: Regelwerk, stufe: str, team: Team) -> tuple[str | None, str]:
    """Return key and span of a level's contact rule."""
    fassung = regelwerk.kontaktregel(stufe, team.stichtag)
    if fassung is None:
        return None, ""
    return next(r.schluessel for r in regelwerk.regeln if fassung in r.fassungen), str(fassung.frist)


_MACHER: Mapping[str, Callable[[Einschuebe, str], str]] = {name: getattr(Einschuebe, name) for name in EINSCHUEBE}
