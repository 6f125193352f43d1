"""The week for the team's meeting: what is due, what was agreed, what happened, what runs and ends."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import partial

from fallbuch.bestand.laden import Akte
from fallbuch.kennung import ordnung
from fallbuch.regelwerk.faelligkeit import Faelligkeit
from fallbuch.regelwerk.massnahmen import Lauf, Massnahme
from fallbuch.regelwerk.vokabular import ist_kunde
from fallbuch.team import Team
from fallbuch.text.git import luecke
from fallbuch.uebersicht.abschnitte import Abschnitt, Gruppe
from fallbuch.uebersicht.geschrieben import Geschehen, nachgetragene, sagt_es_selbst
from fallbuch.uebersicht.vereinbarungen import Zusage, offene_zusagen
from fallbuch.uebersicht.vorgang import Vorgang, gruppiert
from fallbuch.uebersicht.zustaendigkeit import akten_von, gehoert, vorgaenge_von
from fallbuch.werte import dataclass
from fallbuch.zeit import sonntag

AUSBLICK = timedelta(weeks=4)
NICHT_NACHGESEHEN = "Ob etwas nachgetragen wurde, ließ sich nicht ganz nachsehen."
#: What is missing on a sheet, one and many.
UNLESBARES = ("Datei oder Eintrag ließ sich nicht lesen", "Dateien oder Einträge ließen sich nicht lesen")
#: Sections of the list that the meeting does not go through.
_NICHT_BESPROCHEN = {Abschnitt.NAECHSTE_WOCHEN, Abschnitt.SPAETER}


@dataclass(frozen=True, slots=True)
class Wochentermin:
    """An item of a case that has a place of its own on the sheet: an agreed appointment, a deletion."""

    faelligkeit: Faelligkeit
    akte: Akte

    @property
    def wer(self) -> str:
        """Who is to be there or to see to it: who agreed it, else whoever acts for the case."""
        return " und ".join(self.faelligkeit.wer) or self.akte.auszug.handelnd or "zu vergeben"


@dataclass(frozen=True, slots=True)
class Laufende:
    """A measure that begins, runs or ends about now, and where it stands."""

    akte: Akte
    massnahme: Massnahme
    lauf: Lauf


@dataclass(frozen=True, slots=True, kw_only=True)
class Wochenbeitrag:
    """What one case puts on the sheet."""

    termine: Sequence[Wochentermin]
    loeschungen: Sequence[Wochentermin]
    neu: bool
    abgeschlossen: bool
    geschehen: Sequence[Geschehen]
    #: An entry says that it was written in that week.
    nachgetragen: bool
    unlesbar: int
    massnahmen: Sequence[Laufende]
    zusagen: Sequence[Zusage]


#: Gets a case, whose sheet it is, and what makes its part of that; returns that part.
Merker = Callable[[Akte, str | None, Callable[[], Wochenbeitrag]], Wochenbeitrag]


class Woche:
    """All that the team's meeting needs: from Monday to Sunday ahead, the last whole week behind.

    With `name` only the cases of that person, those in which they stand in included. `gruppen` are its due
    items in sections where somebody has made them already, `merken` keeps what a case puts on the sheet.
    """

    def __init__(
        self,
        team: Team,
        name: str | None = None,
        gruppen: Sequence[Gruppe[Vorgang]] | None = None,
        merken: Merker = lambda _akte, _name, mache: mache(),
    ) -> None:
        tag = self.stichtag = team.stichtag
        self.sonntag = sonntag(tag)
        self.montag = self.sonntag - timedelta(days=6)
        #: Number of the week as German calendars count it (ISO 8601).
        self.kalenderwoche = tag.isocalendar().week
        #: Last day of what is looked ahead to beyond the week.
        self.ausblick = tag + AUSBLICK
        #: Monday and Sunday of the last whole week: sheets of consecutive weeks tile time, whatever day they are made on.
        seit, bis = self.seit, self.bis = self.montag - timedelta(weeks=1), self.sonntag - timedelta(weeks=1)
        akten = [akte for akte in akten_von(team, name) if akte.auszug.besteht]
        fremde = team.benannte.get(name or "", ())
        beitraege, der_fremden = (
            [merken(a, name, partial(self._beitrag, a, name)) for a in alle] for alle in (akten, fremde)
        )
        self.offen = sum(1 for akte in akten if akte.auszug.offen)
        self.termine = sorted(
            (t for b in (*beitraege, *der_fremden) for t in b.termine),
            key=lambda t: (t.faelligkeit.faellig_am, str(t.faelligkeit.ableitung.uhrzeit)),
        )
        alle = gruppiert(vorgaenge_von(team, name), tag) if gruppen is None else gruppen
        self.gruppen = [g for g in alle if g.abschnitt not in _NICHT_BESPROCHEN]
        self.loeschungen = [t for b in beitraege for t in b.loeschungen]
        self.neu = [akte for akte, b in zip(akten, beitraege, strict=True) if b.neu]
        self.abgeschlossen = [akte for akte, b in zip(akten, beitraege, strict=True) if b.abgeschlossen]
        self.geschehen = _sortiert(g for b in beitraege for g in b.geschehen)
        #: Entries that were written in that week and tell of days before it.
        selbst = {akte.auszug.datei for akte, b in zip(akten, beitraege, strict=True) if b.nachgetragen}
        self.nachgetragen = _sortiert(nachgetragene(team, akten, selbst, seit, bis))
        #: Files and entries that cannot be read: what they tell is missing above.
        self.unlesbar = sum(b.unlesbar for b in beitraege)
        self.massnahmen = sorted(
            (m for b in beitraege for m in b.massnahmen), key=lambda m: _nach_tag(m.akte, m.massnahme.ende)
        )
        self.zusagen = sorted(
            (z for b in (*beitraege, *der_fremden) for z in b.zusagen),
            key=lambda z: _nach_tag(z.akte, z.vereinbarung.frist),
        )
        #: Why git may not know all that was written that week; "" where it does, or where there is no git.
        self.luecke = luecke(team.einrichtung.wurzel)
        #: Tells whether nothing was entered that week, as far as everything can be read.
        self.nichts = not (self.geschehen or self.nachgetragen or self.unlesbar or self.luecke)

    def _beitrag(self, akte: Akte, name: str | None) -> Wochenbeitrag:
        tag, seit, bis, phasen = self.stichtag, self.seit, self.bis, akte.sicht.phasen
        abschluesse = [p.abschluss.datum for p in phasen if p.abschluss]
        return Wochenbeitrag(
            termine=[
                Wochentermin(f, akte)
                for f in akte.faelligkeiten
                if f.ableitung.verabredet and f.faellig_am is not None and tag <= f.faellig_am <= self.sonntag
                if gehoert(f.wer, akte, name)
            ],
            loeschungen=[
                Wochentermin(f, akte)
                for f in akte.faelligkeiten
                if f.ableitung.eigenschaften.loeschung and f.faellig_am is not None and f.faellig_am <= self.ausblick
            ],
            neu=any(p.beginn and seit <= p.beginn.datum <= bis for p in phasen),
            abgeschlossen=any(t is not None and seit <= t <= bis for t in abschluesse),
            geschehen=[Geschehen(akte, wann, e) for wann, e in akte.sicht.eintraege if seit <= wann <= bis],
            nachgetragen=sagt_es_selbst(akte, seit, bis),
            unlesbar=_unlesbares(akte),
            massnahmen=list(_massnahmen([akte], tag)),
            # Of a closed case those of the team alone.
            zusagen=[
                zusage
                for zusage in offene_zusagen(akte, name)
                if akte.auszug.offen or not ist_kunde(zusage.vereinbarung.wer)
            ],
        )


def je_art(geschehen: Sequence[Geschehen]) -> list[tuple[str, int]]:
    """Return how many entries of each kind there are, most frequent first.

    A heading that is no kind of the team's list may say anything and is not repeated.
    """
    zahlen = Counter(g.art for g in geschehen)
    return sorted(zahlen.items(), key=lambda paar: (-paar[1], ordnung(paar[0])))


def je_person(geschehen: Sequence[Geschehen]) -> list[tuple[str, list[Geschehen]]]:
    """Return entries by who wrote them, in German order."""
    personen: dict[str, list[Geschehen]] = defaultdict(list)
    for g in geschehen:
        for name in g.eintrag.berater or (g.akte.auszug.zustaendig or "ohne Namen",):
            personen[name].append(g)
    return sorted(personen.items(), key=lambda paar: ordnung(paar[0]))


def _nach_tag(akte: Akte, tag: date | None) -> tuple[date, object]:
    return tag or date.max, ordnung(akte.auszug.kennung)


def _sortiert(geschehen: Iterable[Geschehen]) -> list[Geschehen]:
    return sorted(geschehen, key=lambda g: _nach_tag(g.akte, g.datum))


def _unlesbares(akte: Akte) -> int:
    """Count what may tell of any day: entries whose heading cannot be read, and a file that cannot be read as a whole."""
    zeilen = {eintrag.stelle.zeile for eintrag in akte.fall.eintraege if eintrag.datum is None}
    zeilen |= {befund.stelle.zeile for befund in akte.befunde if befund.art.verschluckt}
    return len(zeilen) + (not akte.fall.vollstaendig)


def _massnahmen(akten: Iterable[Akte], tag: date) -> Iterator[Laufende]:
    """Measures of open cases that run, begin within four weeks, or ended without a result."""
    for akte in akten:
        for m in akte.sicht.massnahmen if akte.auszug.offen else ():
            lauf = m.lauf(tag)
            if m.vorzeitig or (lauf is Lauf.BEENDET and m.hat_ergebnis):
                continue
            if lauf is not Lauf.GEPLANT or m.beginn <= tag + AUSBLICK:
                yield Laufende(akte, m, lauf)
