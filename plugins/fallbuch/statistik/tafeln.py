"""The stock as flat tables: cases, phases, entries, assessments, measures, plans, agreements, events.

Rows are dated facts and know no period; what is true "by the end of a period" is asked of them with a day. Made once
for all periods; of a case that stays as it is they are taken over.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cached_property
from operator import itemgetter
from typing import TypeVar

from fallbuch.akte.eintragsformen import Abschlussangaben, Nachbetreuungangaben, Pauseangaben, Planangaben
from fallbuch.akte.modell import Eintrag
from fallbuch.akte.protokoll import Protokoll
from fallbuch.akte.protokollformen import Veranstaltungangaben
from fallbuch.akte.zusage import Vereinbarung
from fallbuch.bestand.laden import Akte
from fallbuch.regelwerk.fristen import pausentage
from fallbuch.regelwerk.geschichte import Pausenzeit, Phase
from fallbuch.regelwerk.massnahmen import Massnahme
from fallbuch.regelwerk.modell import Regelwerk
from fallbuch.regelwerk.vokabular import Art
from fallbuch.statistik.los import zeichen
from fallbuch.werte import dataclass

A = TypeVar("A")
W = TypeVar("W")


class Fallzeile:
    """A case with its phases, and with what its file says of level and position on the labour market, oldest first."""

    def __init__(self, akte: Akte) -> None:
        sicht, kopf, alle = akte.sicht, akte.fall.kopf, akte.fall.eintraege
        self.akte, self.berater = akte, kopf.berater
        #: The key of the person, for the draw of printed numbers.
        self.zeichen = zeichen(akte.fall.stamm)
        self.stufen = [(e.datum, e.stufe) for e in sicht.einstufungen]
        self.lagen = [(tag, lage) for tag, e in sicht.eintraege if (lage := e.angaben.arbeitsmarktstatus)]
        eingestuft = any(e.angaben.betreuungsstufe or "Betreuungsstufe" in e.unlesbar for e in alle)
        #: The front matter's words, where the record never speaks of it: what comes later says nothing of the time before.
        self.kopfstufe = None if eingestuft else kopf.betreuungsstufe
        self.kopflage = None if any(e.angaben.arbeitsmarktstatus for e in alle) else kopf.arbeitsmarktstatus
        #: Why something of the case cannot be counted, once for each such phase.
        self.hindernisse: list[str] = []
        self.phasen = list(self._phasen())

    @property
    def widerspricht(self) -> bool:
        """Status and record disagree; it is counted by the record."""
        return bool(self.phasen) and self.akte.sicht.widerspruch

    def _phasen(self) -> Iterator[Phasenzeile]:
        if not self.akte.fall.vollstaendig:
            self.hindernisse.append("Die Datei lässt sich nicht lesen.")
        elif self.akte.sicht.besteht:
            for nummer, phase in enumerate(self.akte.sicht.phasen):
                zeile = Phasenzeile(self, nummer, phase, phase.beginn.datum) if phase.beginn is not None else None
                if zeile is None or (zeile.ende is not None and zeile.ende < zeile.beginn):
                    self.hindernisse.append("Wann die Beratung begann, ist nicht zu lesen oder liegt nach ihrem Ende.")
                else:
                    yield zeile

    def stufe_am(self, tag: date) -> str | None:
        """Return the level on `tag`, None where there is none."""
        return _zuletzt(self.stufen, tag, self.kopfstufe)

    def lage_am(self, tag: date) -> str | None:
        """Return the Arbeitsmarktstatus on `tag`, None where it is not known."""
        return _zuletzt(self.lagen, tag, self.kopflage)


def _zuletzt(werte: Sequence[tuple[date, W]], tag: date, sonst: W) -> W:
    """Return what held on `tag`: the last value up to it, else `sonst`."""
    bisher = bisect_right(werte, tag, key=itemgetter(0))
    return werte[bisher - 1][1] if bisher else sonst


class Phasenzeile:
    """A Beratungsphase. Lists of days are sorted; `ende` is the day of the first Abschluss."""

    def __init__(self, fall: Fallzeile, nummer: int, phase: Phase, beginn: date) -> None:
        sicht = fall.akte.sicht
        eintraege = [(e.datum, e) for e in phase.eintraege if e.datum is not None]
        self.fall, self.beginn = fall, beginn
        #: The first phase of a case; all others begin with a Wiederaufnahme.
        self.neu = nummer == 0
        #: The key of the phase, for the draw of printed numbers.
        self.zeichen = zeichen(f"Phase|{fall.zeichen:x}|{nummer}")
        self.zugangsweg = fall.akte.fall.kopf.zugangsweg
        abschluesse = _besondere(eintraege, Abschlussangaben)
        self.ende = abschluesse[0][0] if abschluesse else None
        self.abschluss = abschluesse[0][1] if abschluesse else None
        self.eintraege = [Eintragszeile(self, tag, e, sicht.art(e), sicht.ist_kontakt(e)) for tag, e in eintraege]
        self.gespraeche = [z.tag for z in self.eintraege if z.art.gespraech]
        self.kontakte = [z.tag for z in self.eintraege if z.kontakt]
        self.versuche = [z.tag for z in self.eintraege if z.art.versuch]
        self.minuten = [(tag, dauer) for tag, e in eintraege if (dauer := e.angaben.dauer) is not None]
        self.stufen = [(tag, stufe) for tag, e in eintraege if (stufe := e.angaben.betreuungsstufe) is not None]
        self.plaene = [tag for tag, _ in _besondere(eintraege, Planangaben)]
        #: Days of pauses as the last one leaves them, and each pause as it was entered.
        self.pausenzeiten = sicht.pausenzeiten_von(phase)
        self.pausen = [(tag, p.bis) for tag, p in _besondere(eintraege, Pauseangaben) if p.bis is not None]
        nachbetreuungen = _besondere(eintraege, Nachbetreuungangaben)
        self.nachbetreuungen = [(tag, n.ergebnis) for tag, n in nachbetreuungen if n.ergebnis is not None]
        #: Days of entries after which another contact rule may apply.
        self.wendepunkte = [z.tag for z in self.eintraege if z.wendet]
        self.massnahmen = [Massnahmezeile(self, m) for m in sicht.massnahmen_von(phase)]

    @property
    def phase(self) -> Phasenzeile:
        return self

    def offen_am(self, tag: date) -> bool:
        """Tell whether the phase is open at the end of `tag`."""
        return self.beginn <= tag and (self.ende is None or self.ende > tag)

    def stand(self, tag: date) -> date:
        """Return the last day of the phase up to `tag`."""
        return tag if self.ende is None else min(tag, self.ende)

    def pausiert_am(self, tag: date) -> bool:
        """Tell whether the newest pause known on `tag` covers it."""
        return tag <= _zuletzt(self.pausen, tag, date.min)

    def tage_bis(self, tag: date) -> int:
        """Return the days from the beginning to `tag`, paused ones left out; `tag` itself is none of them."""
        return (tag - self.beginn).days - self.pausentage_bis(tag)

    def pausentage_bis(self, tag: date) -> int:
        """Return the paused days from the beginning to the day before `tag`."""
        vortag = tag - timedelta(days=1)
        pausen = [Pausenzeit(p.von, min(p.bis, vortag)) for p in self.pausenzeiten if p.von < tag]
        return pausentage(pausen, self.beginn, tag)

    def letzter_kontakt_bis(self, tag: date) -> date | None:
        bisher = bisect_right(self.kontakte, tag)
        return self.kontakte[bisher - 1] if bisher else None


@dataclass(slots=True)
class Eintragszeile:
    """An entry of a phase, and what the team says of its kind."""

    phase: Phasenzeile
    tag: date
    eintrag: Eintrag
    art: Art
    kontakt: bool

    @property
    def wendet(self) -> bool:
        """After it another contact rule may apply."""
        e = self.eintrag
        stufe = e.angaben.betreuungsstufe is not None or "Betreuungsstufe" in e.unlesbar
        return stufe or self.art.gespraech or isinstance(e.besonderes, Planangaben | Pauseangaben)


@dataclass(slots=True)
class Massnahmezeile:
    """A measure; it runs from its beginning to its end, both included, whenever it was written down."""

    phase: Phasenzeile
    massnahme: Massnahme

    @property
    def tag(self) -> date:
        return self.massnahme.bekannt_seit

    def laeuft_am(self, tag: date) -> bool:
        """Tell whether it runs on `tag`; one that broke off without a last day does not."""
        m = self.massnahme
        begonnen = m.beginn <= tag and m.ergebnis.angetreten
        return begonnen and (not m.vorzeitig if m.ende is None else tag <= m.ende)


@dataclass(slots=True)
class Vereinbarungszeile:
    """An agreement."""

    phase: Phasenzeile
    tag: date
    vereinbarung: Vereinbarung


@dataclass(slots=True)
class Veranstaltungszeile:
    """An event of the team's log."""

    tag: date
    zugangsweg: str | None


class Tafeln:
    """All tables of one stock."""

    def __init__(
        self,
        regelwerk: Regelwerk,
        akten: Sequence[Akte],
        veranstaltungen: Sequence[Veranstaltungszeile] = (),
        bekannte: Mapping[Akte, Fallzeile] | None = None,
    ) -> None:
        """`bekannte` are cases as another stock has them."""
        self.regelwerk, self.akten, self.veranstaltungen = regelwerk, akten, veranstaltungen
        self._bekannte = {} if bekannte is None else bekannte

    @cached_property
    def faelle(self) -> Mapping[Akte, Fallzeile]:
        """The cases; only now each is read, if nobody has yet."""
        bekannte, self._bekannte = self._bekannte, {}
        return {akte: bekannte.get(akte) or Fallzeile(akte) for akte in self.akten}

    @property
    def schon_gelesene(self) -> Mapping[Akte, Fallzeile]:
        """As many of the cases as have been read so far."""
        return self.faelle if "faelle" in self.__dict__ else self._bekannte

    @cached_property
    def phasen(self) -> Sequence[Phasenzeile]:
        return [p for fall in self.faelle.values() for p in fall.phasen]

    @cached_property
    def eintraege(self) -> Sequence[Eintragszeile]:
        return [z for p in self.phasen for z in p.eintraege]

    @cached_property
    def einstufungen(self) -> Sequence[Eintragszeile]:
        """The entries that assess a level."""
        return [z for z in self.eintraege if z.eintrag.angaben.betreuungsstufe is not None]

    @cached_property
    def nachgetragene(self) -> Sequence[Eintragszeile]:
        """The entries that say on which later day they were written."""
        return [z for z in self.eintraege if z.eintrag.angaben.nachgetragen_am is not None]

    @cached_property
    def plaene(self) -> Sequence[Eintragszeile]:
        """The entries that agree on a plan."""
        return [z for z in self.eintraege if isinstance(z.eintrag.besonderes, Planangaben)]

    @cached_property
    def massnahmen(self) -> Sequence[Massnahmezeile]:
        return [m for p in self.phasen for m in p.massnahmen]

    @cached_property
    def vereinbarungen(self) -> Sequence[Vereinbarungszeile]:
        return [Vereinbarungszeile(z.phase, z.tag, v) for z in self.eintraege for v in z.eintrag.angaben.vereinbarungen]

    @property
    def nicht_auswertbar(self) -> list[tuple[Akte, str]]:
        """What cannot be counted: a case or one of its phases, with the reason."""
        return [(akte, grund) for akte, fall in self.faelle.items() for grund in fall.hindernisse]

    @property
    def widerspruechlich(self) -> list[Akte]:
        """Cases whose Status and record disagree; counted by the record."""
        return [akte for akte, fall in self.faelle.items() if fall.widerspricht]

    @property
    def beginn(self) -> date | None:
        """The first day of the first phase."""
        return min((a.auszug.zaehlt_ab for a in self.akten if a.auszug.zaehlt_ab is not None), default=None)

    @cached_property
    def je_mensch_einer(self) -> bool:
        """Nobody has two files, such as 4711.md and 4711.MD: those two would be counted as one person."""
        return len({akte.auszug.stamm for akte in self.akten}) == len(self.akten)

    def nur(self, akten: Iterable[Akte]) -> Tafeln:
        """Return the tables of some of these cases, without the team's events."""
        return Tafeln(self.regelwerk, list(akten), bekannte=self.schon_gelesene)

    @property
    def ohne_faelle(self) -> Tafeln:
        """The team's events alone."""
        return Tafeln(self.regelwerk, (), self.veranstaltungen)


def tafeln_aus(
    akten: Sequence[Akte], protokoll: Protokoll, regelwerk: Regelwerk, stichtag: date, vorher: Tafeln | None = None
) -> Tafeln:
    """Make the tables of all entries up to `stichtag`; `vorher` are those of before some of the cases changed."""
    veranstaltungen = [
        Veranstaltungszeile(e.datum, e.besonderes.zugangsweg)
        for e in protokoll.eintraege
        if isinstance(e.besonderes, Veranstaltungangaben) and e.datum is not None and e.datum <= stichtag
    ]
    return Tafeln(regelwerk, akten, veranstaltungen, vorher.schon_gelesene if vorher is not None else None)


def _besondere(eintraege: Sequence[tuple[date, Eintrag]], art: type[A]) -> list[tuple[date, A]]:
    """Return what entries of one kind say, each with its day."""
    return [(tag, e.besonderes) for tag, e in eintraege if isinstance(e.besonderes, art)]
