"""The week for the team's meeting: what is due, what was agreed, what happened, what runs and ends."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from fallbuch.akte.modell import Eintrag
from fallbuch.bestand.laden import Akte
from fallbuch.kennung import ordnung
from fallbuch.regelwerk.faelligkeit import Faelligkeit
from fallbuch.regelwerk.massnahmen import Lauf, Massnahme
from fallbuch.regelwerk.vokabular import ist_kunde
from fallbuch.team import Team
from fallbuch.text.git import luecke
from fallbuch.uebersicht.abschnitte import Abschnitt, Gruppe
from fallbuch.uebersicht.geschrieben import nachgetragene
from fallbuch.uebersicht.vereinbarungen import Zusage, offene_zusagen
from fallbuch.uebersicht.vorgang import Vorgang, gruppiert
from fallbuch.uebersicht.zustaendigkeit import akten_von, gehoert, vorgaenge_von
from fallbuch.werte import dataclass
from fallbuch.zeit import sonntag

AUSBLICK = timedelta(weeks=4)
NICHT_NACHGESEHEN = "Ob etwas nachgetragen wurde, ließ sich nicht ganz nachsehen."
#: What is missing on a sheet, one and many.
UNLESBARES = ("Datei oder Eintrag ließ sich nicht lesen", "Dateien oder Einträge ließen sich nicht lesen")
#: Findings of entries that are read as text, or not at all: an unreadable heading, too many, two versions side by side.
#: Sections of the list that the meeting goes through.
_BESPROCHEN = (
    Abschnitt.NICHT_BERECHENBAR,
    Abschnitt.UEBERFAELLIG,
    Abschnitt.HEUTE,
    Abschnitt.NACHFRAGEN,
    Abschnitt.DIESE_WOCHE,
    Abschnitt.ZU_VERGEBEN,
)


@dataclass(frozen=True, slots=True)
class Wochentermin:
    """An item of a case that has a place of its own on the sheet: an agreed appointment, a deletion."""

    faelligkeit: Faelligkeit
    akte: Akte

    @property
    def wer(self) -> str:
        """Who is to be there or to see to it: who agreed it, else whoever acts for the case."""
        return " und ".join(self.faelligkeit.wer) or self.akte.sicht.handelnd or "zu vergeben"


@dataclass(frozen=True, slots=True)
class Geschehen:
    """An entry of the last whole week, or one that was written in it."""

    akte: Akte
    datum: date
    eintrag: Eintrag

    @property
    def art(self) -> str:
        """The entry's kind, if it is one of the team's list."""
        bekannte = self.akte.sicht.regelwerk.vokabular.arten
        return self.eintrag.art if self.eintrag.art in bekannte else "Eintrag ohne bekannte Art"


@dataclass(frozen=True, slots=True)
class Laufende:
    """A measure that begins, runs or ends about now, and where it stands."""

    akte: Akte
    massnahme: Massnahme
    lauf: Lauf


@dataclass(frozen=True, kw_only=True, slots=True)
class Woche:
    """All that the team's meeting needs, as of `stichtag`."""

    stichtag: date
    montag: date
    sonntag: date
    offen: int
    termine: Sequence[Wochentermin]
    gruppen: Sequence[Gruppe[Vorgang]]
    #: Monday and Sunday of the last whole week: sheets of consecutive weeks tile time, whatever day they are made on.
    seit: date
    bis: date
    neu: Sequence[Akte]
    abgeschlossen: Sequence[Akte]
    geschehen: Sequence[Geschehen]
    #: Entries that were written in that week and tell of days before it.
    nachgetragen: Sequence[Geschehen]
    #: Files and entries that cannot be read: what they tell is missing above.
    unlesbar: int
    #: Why git may not know all that was written that week; "" where it does, or where there is no git.
    luecke: str
    massnahmen: Sequence[Laufende]
    zusagen: Sequence[Zusage]
    loeschungen: Sequence[Wochentermin]

    @property
    def kalenderwoche(self) -> int:
        """Number of the week as German calendars count it (ISO 8601)."""
        return self.stichtag.isocalendar().week

    @property
    def ausblick(self) -> date:
        """Last day of what is looked ahead to beyond the week."""
        return self.stichtag + AUSBLICK

    @property
    def nichts(self) -> bool:
        """Tell whether nothing was entered that week, as far as everything can be read."""
        return not (self.geschehen or self.nachgetragen or self.unlesbar or self.luecke)


def je_art(geschehen: Sequence[Geschehen]) -> list[tuple[str, int]]:
    """Return how many entries of each kind there are, most frequent first.

    A heading that is no kind of the team's list may say anything and is not repeated.
    """
    zahlen = Counter(g.art for g in geschehen)
    return sorted(zahlen.items(), key=lambda paar: (-paar[1], ordnung(paar[0])))


def je_person(geschehen: Sequence[Geschehen]) -> list[tuple[str, list[Geschehen]]]:
    """Return entries by who wrote them, in German order."""
    personen: dict[str, list[Geschehen]] = {}
    for g in geschehen:
        for name in g.eintrag.berater or (g.akte.fall.kopf.berater or "ohne Namen",):
            personen.setdefault(name, []).append(g)
    return sorted(personen.items(), key=lambda paar: ordnung(paar[0]))


def woche(team: Team, name: str | None = None) -> Woche:
    """Return the week of the key date: from Monday to Sunday ahead, the last whole week behind.

    With `name` only the cases of that person, those in which they stand in included.
    """
    tag, bis = team.stichtag, sonntag(team.stichtag) - timedelta(weeks=1)
    seit = bis - timedelta(days=6)
    akten = [akte for akte in akten_von(team, name) if akte.sicht.besteht]
    fremde = team.benannte.get(name or "", ())
    gruppen = gruppiert(vorgaenge_von(team, name), tag)
    return Woche(
        stichtag=tag,
        montag=sonntag(tag) - timedelta(days=6),
        sonntag=sonntag(tag),
        offen=sum(1 for akte in akten if akte.sicht.offen),
        termine=sorted(_termine([*akten, *fremde], tag, name), key=lambda t: (t.faelligkeit.faellig_am, str(t.faelligkeit.ableitung.uhrzeit))),
        gruppen=[_ohne_loeschung(gruppe) for gruppe in gruppen if gruppe.abschnitt in _BESPROCHEN],
        seit=seit,
        bis=bis,
        neu=[a for a in akten if any(p.beginn and seit <= p.beginn.datum <= bis for p in a.sicht.phasen)],
        abgeschlossen=[
            a for a in akten if any(p.abschluss and p.abschluss.datum and seit <= p.abschluss.datum <= bis for p in a.sicht.phasen)
        ],
        geschehen=_sortiert(_geschehen(akten, seit, bis)),
        nachgetragen=_sortiert(Geschehen(*was) for was in nachgetragene(team, akten, seit, bis)),
        unlesbar=sum(_unlesbares(akte) for akte in akten),
        luecke=luecke(team.einrichtung.wurzel),
        massnahmen=sorted(_massnahmen(akten, tag), key=lambda m: (m.massnahme.ende or date.max, ordnung(m.akte.fall.kennung))),
        zusagen=sorted(_zusagen([*akten, *fremde], name), key=lambda z: (z.vereinbarung.frist or date.max, ordnung(z.akte.fall.kennung))),
        loeschungen=[
            Wochentermin(f, akte) for akte in akten for f in akte.faelligkeiten
            if f.ableitung.eigenschaften.loeschung and f.faellig_am is not None and f.faellig_am <= tag + AUSBLICK
        ],
    )  # fmt: skip


def _ohne_loeschung(gruppe: Gruppe[Vorgang]) -> Gruppe[Vorgang]:
    # What is to be deleted has a place of its own on the sheet.
    return Gruppe(gruppe.abschnitt, [v for v in gruppe.zeilen if not v.fuehrend.ableitung.eigenschaften.loeschung])


def _termine(akten: Iterable[Akte], tag: date, name: str | None) -> Iterator[Wochentermin]:
    for akte in akten:
        for f in akte.faelligkeiten:
            if (
                gehoert(f, akte, name)
                and f.ableitung.verabredet
                and f.faellig_am is not None
                and tag <= f.faellig_am <= sonntag(tag)
            ):
                yield Wochentermin(f, akte)


def _geschehen(akten: Iterable[Akte], seit: date, bis: date) -> Iterator[Geschehen]:
    for akte in akten:
        yield from (Geschehen(akte, tag, eintrag) for tag, eintrag in akte.sicht.eintraege if seit <= tag <= bis)


def _sortiert(geschehen: Iterable[Geschehen]) -> list[Geschehen]:
    return sorted(geschehen, key=lambda g: (g.datum, ordnung(g.akte.fall.kennung)))


def _unlesbares(akte: Akte) -> int:
    """Count what may tell of any day: entries whose heading cannot be read, and a file that cannot be read as a whole."""
    zeilen = {eintrag.stelle.zeile for eintrag in akte.fall.eintraege if eintrag.datum is None}
    zeilen |= {befund.stelle.zeile for befund in akte.befunde if befund.art.verschluckt}
    return len(zeilen) + (not akte.fall.vollstaendig)


def _massnahmen(akten: Iterable[Akte], tag: date) -> Iterator[Laufende]:
    """Measures of open cases that run, begin within four weeks, or ended without a result."""
    for akte in akten:
        for m in akte.sicht.massnahmen if akte.sicht.offen else ():
            lauf = m.lauf(tag)
            if m.vorzeitig or (lauf is Lauf.BEENDET and m.hat_ergebnis):
                continue
            if lauf is not Lauf.GEPLANT or m.beginn <= tag + AUSBLICK:
                yield Laufende(akte, m, lauf)


def _zusagen(akten: Iterable[Akte], name: str | None) -> Iterator[Zusage]:
    """Open agreements; of a closed case those of the team alone."""
    for akte in akten:
        for zusage in offene_zusagen(akte):
            if zusage.gehoert(name) and (akte.sicht.offen or not ist_kunde(zusage.vereinbarung.wer)):
                yield zusage
