"""One case as it stood on a key date: phases, contacts, level, pause.

Rules, checks, pages and figures ask this view; nothing dated after the key date is in it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import takewhile
from operator import itemgetter
from typing import TypeVar

from fallbuch.akte.eintragsformen import (
    Abschlussangaben,
    Massnahmeangaben,
    Nachbetreuungangaben,
    Pauseangaben,
    Planangaben,
    Verlaengerungangaben,
)
from fallbuch.akte.modell import Eintrag, Fall, Status
from fallbuch.einmal import einmal
from fallbuch.regelwerk.bausteine import Regelsicht
from fallbuch.regelwerk.geschichte import Einstufung, Pausenhinweis, Pausenzeit, Phase, Punkt, zeitlich
from fallbuch.regelwerk.massnahmen import KEIN_ERGEBNIS, KEINE_MASSNAHMEART, Massnahme
from fallbuch.regelwerk.modell import Regelwerk
from fallbuch.regelwerk.verabredungen import Verabredung, verabredungen
from fallbuch.regelwerk.vokabular import Art

A = TypeVar("A")


class Fallsicht(Regelsicht):
    """A case on `stichtag`, seen with the team's rules."""

    def __init__(self, fall: Fall, regelwerk: Regelwerk, stichtag: date) -> None:
        self.fall = fall
        self.regelwerk = regelwerk
        self.stichtag = stichtag
        # Nearly every question needs these, so they are not looked up lazily.
        self._alle = zeitlich(fall.eintraege)
        self._blicke()

    def am(self, stichtag: date) -> Fallsicht:
        """Return the same case on another key date; its entries are not put in order again."""
        sicht = object.__new__(Fallsicht)
        sicht.fall, sicht.regelwerk, sicht.stichtag, sicht._alle = self.fall, self.regelwerk, stichtag, self._alle
        if stichtag >= self.stichtag and len(self.eintraege) == len(self._alle):  # it sees the same ones
            sicht.kennung, sicht.stamm, sicht.zustaendig = self.kennung, self.stamm, self.zustaendig
            sicht.eintraege, sicht.phasen, sicht.phase = self.eintraege, self.phasen, self.phase
        else:
            sicht._blicke()
        return sicht

    def _blicke(self) -> None:
        self.kennung, self.stamm, self.zustaendig = self.fall.kennung, self.fall.stamm, self.fall.kopf.berater
        #: Entries up to the key date, oldest first, each with its date.
        self.eintraege = tuple(self._alle[: bisect_right(self._alle, self.stichtag, key=itemgetter(0))])
        #: All phases up to the key date, oldest first; there is always at least one.
        self.phasen = self._phasen([eintrag for _, eintrag in self.eintraege])
        #: The newest phase.
        self.phase = self.phasen[-1]

    @property
    def vertretung(self) -> str | None:
        """Who stands in for the responsible person until the day that was agreed; only somebody of the team does."""
        vertretung = self.fall.kopf.vertretung
        if vertretung is None or vertretung.wer == self.zustaendig or not vertretung.gilt_am(self.stichtag):
            return None
        wort = self.regelwerk.vokabular.berater.get(vertretung.wer)
        return vertretung.wer if wort is not None and wort.gilt_am(self.stichtag) else None

    @property
    def handelnd(self) -> str | None:
        """Who acts now: whoever stands in, else whoever is responsible."""
        return self.vertretung or self.zustaendig

    @einmal
    def einfuehrung(self) -> Punkt | None:
        """The day the team began with these rules, for a case that is older."""
        tag, erstkontakt = self.regelwerk.einfuehrung, self.fall.kopf.erstkontakt
        if tag is None or erstkontakt is None or erstkontakt >= tag:
            return None
        return Punkt(tag, "Einführung der Regeln", self.regelwerk.einfuehrung_stelle)

    @property
    def besteht(self) -> bool:
        """False before the first contact; an entry before it shows that one of the dates is wrong."""
        erstkontakt = self.fall.kopf.erstkontakt
        return erstkontakt is None or erstkontakt <= self.stichtag or bool(self.eintraege)

    def _phasen(self, eintraege: Sequence[Eintrag]) -> tuple[Phase, ...]:
        erstkontakt = self.fall.kopf.erstkontakt
        beginn = Punkt(erstkontakt, "Erstkontakt", self.fall.ort("Erstkontakt")) if erstkontakt else None
        fertig: list[Phase] = []
        laufend: list[Eintrag] = []
        abschluss: Eintrag | None = None
        for eintrag in eintraege:
            if eintrag.art == "Wiederaufnahme" and abschluss is not None and eintrag.datum is not None:
                fertig.append(Phase(beginn, tuple(laufend), abschluss))
                beginn = Punkt(eintrag.datum, "Wiederaufnahme", eintrag.stelle, eintrag.schluessel)
                laufend, abschluss = [], None
            laufend.append(eintrag)
            if isinstance(eintrag.besonderes, Abschlussangaben):
                abschluss = eintrag
        return (*fertig, Phase(beginn, tuple(laufend), abschluss))

    @einmal
    def widerspruch(self) -> bool:
        """Tell whether Status and record disagree about the case being closed."""
        zu = self._phasen([eintrag for _, eintrag in self._alle])[-1].abschluss is not None
        return zu != (self.fall.kopf.status == Status.ABGESCHLOSSEN)

    @property
    def offen(self) -> bool:
        """Tell whether clocks run: no Abschluss, or Status and record disagree (a fault stops no clock)."""
        return self.phase.abschluss is None or self.widerspruch

    @einmal
    def pause_bis(self) -> date | None:
        """The last day of the newest pause, over or not."""
        return self._pausen[-1][1] if self._pausen else None

    @einmal
    def _pausen(self) -> list[tuple[Eintrag, date]]:
        return _pausen_mit_ende(self.phase)

    @property
    def pausiert(self) -> bool:
        """Tell whether the case is paused on the key date; the pause's last day belongs to it."""
        return self.offen and self.pause_bis is not None and self.stichtag <= self.pause_bis

    def pause_am(self, faellig_am: date) -> Pausenhinweis | None:
        if not self.offen or not self._pausen or self._pausen[-1][1] < faellig_am:
            return None
        eintrag, bis = self._pausen[-1]
        return Pausenhinweis(eintrag, bis, laeuft=self.stichtag <= bis)

    def art(self, eintrag: Eintrag) -> Art:
        """Return what the team says about the entry's kind; an unknown kind is no contact."""
        return self.regelwerk.vokabular.arten.get(eintrag.art) or _KEINE_ART

    @einmal
    def kontakte(self) -> tuple[Eintrag, ...]:
        """Contacts of the phase, oldest first; a letter counts by the level of its day."""
        return tuple(eintrag for eintrag in self.phase.eintraege if self.ist_kontakt(eintrag))

    def ist_kontakt(self, eintrag: Eintrag) -> bool:
        """Tell whether the entry is a two-way exchange that counts for the customer's level then."""
        art = self.art(eintrag)
        if not art.kontakt or not art.nur_stufen or eintrag.datum is None:
            return art.kontakt
        return self.stufe_am(eintrag.datum) in art.nur_stufen

    @einmal
    def gespraeche(self) -> tuple[Eintrag, ...]:
        """Conversations of the phase, oldest first."""
        return tuple(eintrag for eintrag in self.phase.eintraege if self.art(eintrag).gespraech)

    @einmal
    def versuche(self) -> tuple[Eintrag, ...]:
        """Attempts since the last contact of the phase, oldest first."""
        seit = takewhile(lambda eintrag: not self.ist_kontakt(eintrag), reversed(self.phase.eintraege))
        return tuple(eintrag for eintrag in seit if self.art(eintrag).versuch)[::-1]

    @einmal
    def einstufungen(self) -> tuple[Einstufung, ...]:
        """All assessments up to the key date, oldest first, unreadable ones included."""
        return tuple(
            Einstufung(tag, eintrag.angaben.betreuungsstufe, eintrag)
            for tag, eintrag in self.eintraege
            if eintrag.angaben.betreuungsstufe is not None or "Betreuungsstufe" in eintrag.unlesbar
        )

    def stufe_am(self, tag: date) -> str | None:
        """Return the level on `tag`: of the newest assessment, without any that of the front matter."""
        bis_dahin = [e for e in self.einstufungen if e.datum <= tag]
        if bis_dahin:
            return bis_dahin[-1].stufe
        ohne_einstufung = not any(
            e.angaben.betreuungsstufe or "Betreuungsstufe" in e.unlesbar for e in self.fall.eintraege
        )
        return self.fall.kopf.betreuungsstufe if ohne_einstufung else None

    @einmal
    def stufe(self) -> str | None:
        """The level on the key date, None where there is none or it cannot be read."""
        return self.stufe_am(self.stichtag)

    @einmal
    def plan(self) -> Eintrag | None:
        """The newest Betreuungsplan of the phase."""
        return self.plaene[-1][0] if self.plaene else None

    @property
    def planangaben(self) -> Planangaben:
        """What the newest Betreuungsplan says; without one it says nothing."""
        return self.plaene[-1][1] if self.plaene else _KEIN_PLAN

    @einmal
    def plaene(self) -> list[tuple[Eintrag, Planangaben]]:
        """Betreuungspläne of the phase, oldest first."""
        return _mit(self.phase, Planangaben)

    @einmal
    def letzter_kontakt(self) -> Punkt | None:
        """The newest contact of the phase, else its beginning; None where that cannot be read."""
        if self.kontakte and (datum := self.kontakte[-1].datum) is not None:
            return Punkt(datum, "letzter Kontakt", self.kontakte[-1].stelle, self.kontakte[-1].schluessel)
        if (beginn := self.phase.beginn) is None:
            return None
        return Punkt(beginn.datum, f"noch kein Kontakt seit {beginn.name}", beginn.stelle, beginn.bezug)

    @einmal
    def massnahmen(self) -> tuple[Massnahme, ...]:
        """Measures of the phase in the order of their entries."""
        return self.massnahmen_von(self.phase)

    def massnahmen_von(self, phase: Phase) -> tuple[Massnahme, ...]:
        """Return the measures of a phase in the order of their entries."""
        vokabular = self.regelwerk.vokabular
        return tuple(
            Massnahme(
                eintrag=eintrag,
                angaben=angaben,
                bekannt_seit=eintrag.datum,
                beginn=angaben.beginn or eintrag.datum,
                ende=angaben.ende,
                art=vokabular.massnahmen.get(angaben.art or "") or KEINE_MASSNAHMEART,
                ergebnis=vokabular.massnahmenergebnisse.get(angaben.ergebnis or "") or KEIN_ERGEBNIS,
            )
            for eintrag, angaben in _mit(phase, Massnahmeangaben)
            if eintrag.datum is not None
        )

    @einmal
    def alle_massnahmen(self) -> tuple[Massnahme, ...]:
        """Measures of all phases in the order of their entries."""
        return tuple(massnahme for phase in self.phasen for massnahme in self.massnahmen_von(phase))

    @einmal
    def pausenzeiten(self) -> tuple[Pausenzeit, ...]:
        """The paused days of the phase, oldest first, without overlap."""
        return self.pausenzeiten_von(self.phase)

    def pausenzeiten_von(self, phase: Phase) -> tuple[Pausenzeit, ...]:
        """Return the paused days of a phase, oldest first, without overlap."""
        pausen = [(e.datum, bis) for e, bis in _pausen_mit_ende(phase) if e.datum is not None]
        ergebnis = []
        for nummer, (von, bis) in enumerate(pausen):
            ende = min(bis, pausen[nummer + 1][0] - timedelta(days=1)) if nummer + 1 < len(pausen) else bis
            if von <= ende:
                ergebnis.append(Pausenzeit(von, ende))
        return tuple(ergebnis)

    @einmal
    def bewerberangebote(self) -> tuple[Eintrag, ...]:
        """Entries of the phase in which the Bewerberangebot was reviewed, oldest first."""
        return tuple(e for e in self.phase.eintraege if e.angaben.bewerberangebot is not None)

    @einmal
    def verlaengerungen(self) -> list[tuple[Eintrag, date]]:
        """Extensions of the phase with their last days, oldest first; one that does not say until when extends nothing."""
        return [(e, a.bis) for e, a in _mit(self.phase, Verlaengerungangaben) if a.bis is not None]

    @einmal
    def nachbetreuungen(self) -> list[tuple[Eintrag, Nachbetreuungangaben]]:
        """Entries Nachbetreuung from the closing or the first working day on, oldest first."""
        abschluss = self.phase.abschluss
        if abschluss is None or abschluss.datum is None:
            return []
        ab = min(abschluss.datum, self.arbeitsbeginn[0]) if self.arbeitsbeginn is not None else abschluss.datum
        return [(e, a) for e, a in _mit(self.phase, Nachbetreuungangaben) if e.datum is not None and e.datum >= ab]

    @einmal
    def arbeitsbeginn(self) -> tuple[date, Eintrag] | None:
        """The first working day where the phase closed with a job, and the entry that says so."""
        abschluss = self.phase.abschluss
        if abschluss is None or not isinstance(abschluss.besonderes, Abschlussangaben):
            return None
        ergebnis = self.regelwerk.vokabular.abschlussergebnisse.get(abschluss.besonderes.ergebnis or "")
        beginn = abschluss.besonderes.arbeitsbeginn
        return (beginn, abschluss) if ergebnis is not None and ergebnis.arbeit and beginn is not None else None

    def wechsel_nach_plan(self, stufen: Sequence[str] = ()) -> Einstufung | None:
        """Return the first change of level on a later day than the newest plan, None where there is none.

        With `stufen` the one since which the level has been among these without a break.
        """
        if self.plan is None or self.plan.datum is None:
            return None
        vorher: str | None = None
        gefunden: Einstufung | None = None
        for einstufung in self.einstufungen:
            if einstufung.stufe is None:
                continue  # unreadable: reported, and no change that anybody stated
            neu = einstufung.stufe != vorher and (not stufen or vorher not in stufen)
            if stufen and einstufung.stufe not in stufen:
                gefunden = None
            elif neu and gefunden is None and einstufung.datum > self.plan.datum:
                gefunden = einstufung
            vorher = einstufung.stufe
        return gefunden

    @einmal
    def nach_dem_abschluss(self) -> tuple[Eintrag, ...]:
        """Contacts after the closing of the newest phase that are no follow-up care, oldest first."""
        abschluss = self.phase.abschluss
        if abschluss is None:
            return ()
        danach = takewhile(lambda eintrag: eintrag is not abschluss, reversed(self.phase.eintraege))
        return tuple(e for e in danach if e.art != "Nachbetreuung" and self.ist_kontakt(e))[::-1]

    @einmal
    def verabredungen(self) -> tuple[Verabredung, ...]:
        """All appointments up to the key date, of all phases, oldest first, each with what became of it."""
        if all(eintrag.angaben.folgetermin is None for _, eintrag in self.eintraege):
            return ()
        return verabredungen(self)

    @property
    def offene_verabredungen(self) -> tuple[Verabredung, ...]:
        """The appointments that nothing has met, moved or dropped."""
        return tuple(v for v in self.verabredungen if v.ausgang is None)

    def beteiligte(self, eintrag: Eintrag) -> frozenset[str]:
        """Return the counsellors of an entry; one without any is the responsible person's ("" where there is none).

        A name that is not in the team's list is a finding, and may be a human being's: it must get into no list.
        """
        bekannte = self.regelwerk.vokabular.berater
        return frozenset(name for name in eintrag.berater if name in bekannte) or frozenset({self.zustaendig or ""})

    @einmal
    def aenderungen(self) -> tuple[Punkt, ...]:
        """What changed since the last contact in how soon the next is asked for: levels and intervals, oldest first."""
        letzter = self.letzter_kontakt
        if letzter is None:
            return ()
        tage = {p.datum: p for p in self._intervallwechsel(letzter.datum)}
        stufe = self.stufe_am(letzter.datum)
        for e in self.einstufungen:
            if e.datum > letzter.datum and e.stufe != stufe:
                name = f"Wechsel von {stufe or 'keiner Stufe'} zu {e.stufe or 'keiner lesbaren'}"
                tage[e.datum] = Punkt(e.datum, name, e.eintrag.ort("Betreuungsstufe"), e.eintrag.schluessel)
                stufe = e.stufe
        return tuple(tage[tag] for tag in sorted(tage))

    def _intervallwechsel(self, seit: date) -> Iterator[Punkt]:
        bisher = None
        for plan, angaben in self.plaene:
            if plan.datum is not None and plan.datum > seit and angaben.kontaktintervall != bisher:
                yield Punkt(plan.datum, "Betreuungsplan vom", plan.ort("Kontaktintervall"), plan.schluessel)
            bisher = angaben.kontaktintervall


def _mit(phase: Phase, klasse: type[A]) -> list[tuple[Eintrag, A]]:
    """Return the entries of one form, oldest first, with what they say in it."""
    return [(eintrag, eintrag.besonderes) for eintrag in phase.eintraege if isinstance(eintrag.besonderes, klasse)]


def _pausen_mit_ende(phase: Phase) -> list[tuple[Eintrag, date]]:
    return [(eintrag, angaben.bis) for eintrag, angaben in _mit(phase, Pauseangaben) if angaben.bis is not None]


_KEINE_ART = Art()
_KEIN_PLAN = Planangaben()
