"""What a case file says, read naively for the second count of the figures (`naiv.py`): people, phases, levels, pauses.

It shares no code with the engine; contact due dates come from the naive reading of the rules.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

from fallbuch.akte.eintragsformen import Abschlussangaben, Massnahmeangaben, Pauseangaben, Planangaben
from fallbuch.akte.modell import Eintrag, Fall
from tests.regelwerk import naiv as regeln

ARBEIT = "Arbeitsstelle angenommen"
EIN_TAG = timedelta(days=1)


class Massnahme(NamedTuple):
    """A measure: entered on `tag`, running from `beginn`."""

    tag: date
    beginn: date
    angaben: Massnahmeangaben

    def laeuft(self, tag: date) -> bool:
        """Tell whether the measure runs on a day, whenever it was written down."""
        if self.beginn > tag or self.angaben.ergebnis == "nicht angetreten":
            return False
        if self.angaben.ende is None:
            return self.angaben.ergebnis != "abgebrochen"
        return tag <= self.angaben.ende


def _tag_fuer_tag(datierte: list[Eintrag]) -> list[Eintrag]:
    """Order entries by day; a day's only closing comes last on it and its only reopening first, wherever they were typed."""
    geordnet: list[Eintrag] = []
    for tag in sorted({e.datum for e in datierte if e.datum is not None}):
        des_tages = [e for e in datierte if e.datum == tag]
        wenden = [e for e in des_tages if e.art in {"Abschluss", "Wiederaufnahme"}]
        if len(wenden) == 1:
            uebrige = [e for e in des_tages if e is not wenden[0]]
            des_tages = [*uebrige, *wenden] if wenden[0].art == "Abschluss" else [*wenden, *uebrige]
        geordnet += des_tages
    return geordnet


class Mensch:
    """A case file with its entries in order of time, up to the team's key date."""

    def __init__(self, fall: Fall, stichtag: date, einfuehrung: date | None) -> None:
        datierte = [e for e in fall.eintraege if e.datum is not None]
        tage = [e.datum for e in datierte if e.datum is not None]
        if all(tag >= danach for tag, danach in pairwise(tage)) and tage and tage[0] > tage[-1]:
            datierte.reverse()
        geordnet = _tag_fuer_tag(datierte)
        self.fall = replace(fall, eintraege=tuple(geordnet))
        self.name, self.kopf, self.einfuehrung = fall.datei, fall.kopf, einfuehrung
        self.ganze_datei = geordnet
        self.eintraege = [(e.datum, e) for e in geordnet if e.datum is not None and e.datum <= stichtag]
        self._kontaktfristen: dict[date, date | None] = {}

    def stufe(self, tag: date) -> str | None:
        """Return the level at the end of a day."""
        if all(e.angaben.betreuungsstufe is None for e in self.ganze_datei):
            return self.kopf.betreuungsstufe
        bis_dahin = [e.angaben.betreuungsstufe for am, e in self.eintraege if am <= tag and e.angaben.betreuungsstufe]
        return bis_dahin[-1] if bis_dahin else None

    def arbeitsmarktstatus(self, tag: date) -> str:
        """Return the standing at the end of a day."""
        if all(e.angaben.arbeitsmarktstatus is None for e in self.ganze_datei):
            return self.kopf.arbeitsmarktstatus or "unbekannt"
        angaben = [(am, e.angaben.arbeitsmarktstatus) for am, e in self.eintraege if e.angaben.arbeitsmarktstatus]
        bis_dahin = [wort for am, wort in angaben if am <= tag]
        return (bis_dahin[-1] if bis_dahin else None) or "unbekannt"

    def kontaktfrist(self, tag: date) -> date | None:
        """Return when the next contact is due, as seen at the end of a day."""
        if tag not in self._kontaktfristen:
            # A reopened phase counts even where the first contact is unreadable; its waits never ask for that day.
            erstkontakt = self.kopf.erstkontakt or self.eintraege[0][0]
            lage = regeln.Lage(self.fall, erstkontakt, tag, self.einfuehrung)
            punkte = [
                *(punkt for punkt in regeln.ohne_stufe(lage) if punkt[0] == "kontakt-ohne-stufe"),
                *regeln.kontakt(lage),
                *regeln.kontakt_ig_massnahme(lage),
                *regeln.kontakt_if_16a(lage),
            ]
            assert len(punkte) <= 1, punkte
            self._kontaktfristen[tag] = punkte[0][1] if punkte else None
        return self._kontaktfristen[tag]


class Phase:
    """A Beratungsphase with all entries up to the next one, those before it and after its closing too."""

    def __init__(self, mensch: Mensch, nummer: int, beginn: date, eintraege: list[tuple[date, Eintrag]]) -> None:
        self.mensch, self.beginn, self.eintraege = mensch, beginn, eintraege
        self.person, self.schluessel, self.neu = mensch.name, (mensch.name, nummer), nummer == 0
        self.ende: date | None = None
        self.schluss = Abschlussangaben()
        for tag, eintrag in eintraege:
            if eintrag.art == "Abschluss":
                self.ende = tag
                assert isinstance(eintrag.besonderes, Abschlussangaben)
                self.schluss = eintrag.besonderes
                break
        self.kontakte = [(tag, e) for tag, e in eintraege if self.ist_kontakt(tag, e)]
        self.versuche = [(tag, e) for tag, e in eintraege if e.art in regeln.VERSUCHE]
        self.gespraeche = [tag for tag, e in eintraege if e.art in regeln.GESPRAECHE]
        self.plaene = [(tag, e.besonderes) for tag, e in eintraege if isinstance(e.besonderes, Planangaben)]
        self.pausen = [
            (tag, e.besonderes.bis)
            for tag, e in eintraege
            if isinstance(e.besonderes, Pauseangaben) and e.besonderes.bis is not None
        ]
        self.massnahmen = [
            Massnahme(tag, e.besonderes.beginn or tag, e.besonderes)
            for tag, e in eintraege
            if isinstance(e.besonderes, Massnahmeangaben)
        ]
        self.arbeit = self.schluss.ergebnis == ARBEIT

    def ist_kontakt(self, tag: date, eintrag: Eintrag) -> bool:
        """Tell whether an entry is a contact; a letter is one at level IN."""
        return eintrag.art in regeln.KONTAKTE or (eintrag.art == "Brief" and self.mensch.stufe(tag) == "IN")

    def offen(self, tag: date) -> bool:
        """Tell whether the phase is open at the end of a day."""
        return self.beginn <= tag and (self.ende is None or self.ende > tag)

    def zu_ende(self, bis: date) -> bool:
        """Tell whether the phase has ended by the end of a day."""
        return self.ende is not None and self.ende <= bis

    def letzter_tag(self, bis: date) -> date:
        """Return the end of the phase, or `bis` while it is open then."""
        return self.ende if self.ende is not None and self.ende <= bis else bis

    def pausiert(self, tag: date, bekannt: date | None = None) -> bool:
        """Tell whether a day is paused by the newest pause since before; `bekannt`: as far as known by that day."""
        begonnene = [ende for von, ende in self.pausen if von <= tag and von <= (bekannt or tag)]
        return bool(begonnene) and begonnene[-1] >= tag

    def pausentage(self, bis: date) -> int:
        """Count the paused days from the beginning to the one before `bis`."""
        tage = 0
        tag = self.beginn
        while tag < bis and self.pausen:
            tage += self.pausiert(tag)
            tag += EIN_TAG
        return tage


def phasen_von(mensch: Mensch) -> list[Phase]:
    """Split a record into its phases; a reopening of a phase that is not closed begins none."""
    teile: list[tuple[date | None, list[tuple[date, Eintrag]]]] = [(mensch.kopf.erstkontakt, [])]
    abgeschlossen = False
    for tag, eintrag in mensch.eintraege:
        if eintrag.art == "Wiederaufnahme" and abgeschlossen:
            teile.append((tag, []))
            abgeschlossen = False
        teile[-1][1].append((tag, eintrag))
        abgeschlossen = abgeschlossen or eintrag.art == "Abschluss"
    phasen = [
        Phase(mensch, nummer, beginn, eintraege)
        for nummer, (beginn, eintraege) in enumerate(teile)
        if beginn is not None
    ]
    return [phase for phase in phasen if phase.ende is None or phase.ende >= phase.beginn]


class Zeile(NamedTuple):
    """One thing that a table counts; equal `was` in several cells count once in a total."""

    zeile: str
    spalte: str
    person: str
    was: object
    wert: float | bool | None = None


Zeilen = list[Zeile]


def zaehle(phase: Phase, zeile: str | None, spalte: str = "Anzahl", wert: float | bool | None = None) -> Zeile:
    """Count a phase."""
    return Zeile(zeile or "unbekannt", spalte, phase.person, phase.schluessel, wert)


def zaehle_eintrag(phase: Phase, nummer: int, zeile: str, spalte: str = "Anzahl", wert: float | None = None) -> Zeile:
    """Count the entry that is number `nummer` in its phase."""
    return Zeile(zeile, spalte, phase.person, (phase.schluessel, nummer), wert)
