"""The stock as flat tables: cases, phases, entries, assessments, measures, plans, agreements, events.

Rows are dated facts and know no period; what is true "by the end of a period" is asked of them with a day. Made once
for all periods.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from fallbuch.akte.eintragsformen import Abschlussangaben, Nachbetreuungangaben, Pauseangaben, Planangaben
from fallbuch.akte.modell import Eintrag
from fallbuch.akte.protokoll import Protokoll
from fallbuch.akte.protokollformen import Veranstaltungangaben
from fallbuch.bestand.laden import Akte
from fallbuch.regelwerk.fristen import pausentage
from fallbuch.regelwerk.geschichte import Pausenzeit, Phase
from fallbuch.regelwerk.massnahmen import Massnahme
from fallbuch.regelwerk.modell import Regelwerk
from fallbuch.regelwerk.sicht import Fallsicht
from fallbuch.regelwerk.vokabular import ist_kunde
from fallbuch.statistik.los import zeichen


@dataclass(slots=True)
class Fallzeile:
    """A case, with what its file says of level and position on the labour market, oldest first."""

    akte: Akte
    berater: str | None
    stufen: Sequence[tuple[date, str | None]]
    #: The front matter's words, where the record never speaks of it.
    kopfstufe: str | None
    lagen: Sequence[tuple[date, str]]
    kopflage: str | None
    #: The key of the person, for the draw of printed numbers.
    zeichen: int
    phasen: list[Phasenzeile] = field(default_factory=list)

    def stufe_am(self, tag: date) -> str | None:
        """Return the level on `tag`, None where there is none."""
        bisher = bisect_right(self.stufen, tag, key=_datum)
        return self.stufen[bisher - 1][1] if bisher else self.kopfstufe

    def lage_am(self, tag: date) -> str | None:
        """Return the Arbeitsmarktstatus on `tag`, None where it is not known."""
        bisher = bisect_right(self.lagen, tag, key=_datum)
        return self.lagen[bisher - 1][1] if bisher else self.kopflage


def _datum(paar: tuple[date, object]) -> date:
    return paar[0]


@dataclass(slots=True)
class Phasenzeile:
    """A Beratungsphase. Lists of days are sorted; `ende` is the day of the first Abschluss."""

    fall: Fallzeile
    nummer: int
    zugangsweg: str | None
    beginn: date
    ende: date | None
    abschluss: Abschlussangaben | None
    gespraeche: Sequence[date]
    kontakte: Sequence[date]
    versuche: Sequence[date]
    minuten: Sequence[tuple[date, int]]
    plaene: Sequence[date]
    stufen: Sequence[tuple[date, str]]
    #: Days of pauses as the last one leaves them, and each pause as it was entered.
    pausenzeiten: Sequence[Pausenzeit]
    pausen: Sequence[tuple[date, date]]
    nachbetreuungen: Sequence[tuple[date, str]]
    #: Days of entries after which another contact rule may apply.
    wendepunkte: Sequence[date]
    massnahmen: list[Massnahmezeile] = field(default_factory=list)
    #: The key of the phase, for the draw of printed numbers.
    zeichen: int = field(init=False)

    def __post_init__(self) -> None:
        self.zeichen = zeichen(f"Phase|{self.fall.zeichen:x}|{self.nummer}")

    @property
    def phase(self) -> Phasenzeile:
        return self

    @property
    def neu(self) -> bool:
        """The first phase of a case; all others begin with a Wiederaufnahme."""
        return self.nummer == 0

    def offen_am(self, tag: date) -> bool:
        """Tell whether the phase is open at the end of `tag`."""
        return self.beginn <= tag and (self.ende is None or self.ende > tag)

    def stand(self, tag: date) -> date:
        """Return the last day of the phase up to `tag`."""
        return tag if self.ende is None else min(tag, self.ende)

    def pausiert_am(self, tag: date) -> bool:
        """Tell whether the newest pause known on `tag` covers it."""
        bisher = bisect_right(self.pausen, tag, key=_datum)
        return bool(bisher) and tag <= self.pausen[bisher - 1][1]

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
    """An entry of a phase."""

    phase: Phasenzeile
    tag: date
    art: str
    kontakt: bool
    versuch: bool
    gespraech: bool
    minuten: int | None
    nachgetragen: date | None


@dataclass(slots=True)
class Einstufungszeile:
    """An assessment in a phase."""

    phase: Phasenzeile
    tag: date
    stufe: str


@dataclass(slots=True)
class Planzeile:
    """A Betreuungsplan; `einvernehmen` is ja, nein or None."""

    phase: Phasenzeile
    tag: date
    einvernehmen: str | None


@dataclass(slots=True)
class Massnahmezeile:
    """A measure; it runs from `beginn` to `ende`, both included, whenever `tag` it was written down."""

    phase: Phasenzeile
    tag: date
    beginn: date
    ende: date | None
    art: str | None
    gruppe: str
    ergebnis: str | None
    vorzeitig: bool
    angetreten: bool

    def laeuft_am(self, tag: date) -> bool:
        """Tell whether it runs on `tag`; one that broke off without a last day does not."""
        begonnen = self.beginn <= tag and self.angetreten
        return begonnen and (not self.vorzeitig if self.ende is None else tag <= self.ende)


@dataclass(slots=True)
class Vereinbarungszeile:
    """An agreement; `wer` is Kundin oder Kunde, or Team."""

    phase: Phasenzeile
    tag: date
    frist: date | None
    stand: str
    wer: str


@dataclass(slots=True)
class Veranstaltungszeile:
    """An event of the team's log."""

    tag: date
    zugangsweg: str | None


@dataclass(slots=True)
class Tafeln:
    """All tables of one stock, and how many cases they cannot hold."""

    regelwerk: Regelwerk
    faelle: list[Fallzeile] = field(default_factory=list)
    phasen: list[Phasenzeile] = field(default_factory=list)
    eintraege: list[Eintragszeile] = field(default_factory=list)
    einstufungen: list[Einstufungszeile] = field(default_factory=list)
    plaene: list[Planzeile] = field(default_factory=list)
    massnahmen: list[Massnahmezeile] = field(default_factory=list)
    vereinbarungen: list[Vereinbarungszeile] = field(default_factory=list)
    veranstaltungen: list[Veranstaltungszeile] = field(default_factory=list)
    #: Cases of which no phase can be counted, with the reason.
    nicht_auswertbar: list[tuple[Akte, str]] = field(default_factory=list)
    #: Cases whose Status and record disagree; counted by the record.
    widerspruechlich: list[Akte] = field(default_factory=list)

    @property
    def beginn(self) -> date | None:
        """The first day of the first phase."""
        return min((p.beginn for p in self.phasen), default=None)


def tafeln_aus(akten: Sequence[Akte], protokoll: Protokoll, regelwerk: Regelwerk, stichtag: date) -> Tafeln:
    """Make the tables of all entries up to `stichtag`."""
    tafeln = Tafeln(regelwerk)
    for akte in akten:
        _lege_ab(tafeln, akte)
    tafeln.veranstaltungen = [
        Veranstaltungszeile(e.datum, e.besonderes.zugangsweg)
        for e in protokoll.eintraege
        if isinstance(e.besonderes, Veranstaltungangaben) and e.datum is not None and e.datum <= stichtag
    ]
    return tafeln


def _lege_ab(tafeln: Tafeln, akte: Akte) -> None:
    sicht = akte.sicht
    if not akte.fall.vollstaendig:
        tafeln.nicht_auswertbar.append((akte, "Die Datei lässt sich nicht lesen."))
        return
    if not sicht.besteht:
        return
    fall = _fallzeile(akte)
    for nummer, phase in enumerate(sicht.phasen):
        zeile = _phasenzeile(fall, nummer, phase)
        if zeile is None:
            grund = "Wann die Beratung begann, ist nicht zu lesen oder liegt nach ihrem Ende."
            tafeln.nicht_auswertbar.append((akte, grund))
            continue
        tafeln.phasen.append(zeile)
        fall.phasen.append(zeile)
        _lege_eintraege_ab(tafeln, zeile, phase)
    if not fall.phasen:
        return
    tafeln.faelle.append(fall)
    if sicht.widerspruch:
        tafeln.widerspruechlich.append(akte)


def _fallzeile(akte: Akte) -> Fallzeile:
    sicht, kopf = akte.sicht, akte.fall.kopf
    alle = akte.fall.eintraege
    eingestuft = any(e.angaben.betreuungsstufe or "Betreuungsstufe" in e.unlesbar for e in alle)
    lagen = [(tag, e.angaben.arbeitsmarktstatus) for tag, e in sicht.eintraege if e.angaben.arbeitsmarktstatus]
    return Fallzeile(
        akte=akte,
        zeichen=zeichen(akte.fall.stamm),
        berater=kopf.berater,
        stufen=[(e.datum, e.stufe) for e in sicht.einstufungen],
        kopfstufe=None if eingestuft else kopf.betreuungsstufe,
        lagen=[(tag, lage) for tag, lage in lagen if lage is not None],
        # A statement that comes later says nothing of the time before it.
        kopflage=None if any(e.angaben.arbeitsmarktstatus for e in alle) else kopf.arbeitsmarktstatus,
    )


def _phasenzeile(fall: Fallzeile, nummer: int, phase: Phase) -> Phasenzeile | None:
    """Return the row of a phase; None where its beginning is not known or comes after its end."""
    sicht = fall.akte.sicht
    if phase.beginn is None:
        return None
    erster = next((e for e in phase.eintraege if isinstance(e.besonderes, Abschlussangaben)), None)
    ende = erster.datum if erster is not None else None
    if ende is not None and ende < phase.beginn.datum:
        return None
    eintraege = [(e.datum, e) for e in phase.eintraege if e.datum is not None]
    arten = [(tag, e, sicht.art(e)) for tag, e in eintraege]
    pausen = [(tag, e.besonderes.bis) for tag, e in eintraege if isinstance(e.besonderes, Pauseangaben)]
    return Phasenzeile(
        fall=fall,
        nummer=nummer,
        zugangsweg=fall.akte.fall.kopf.zugangsweg,
        beginn=phase.beginn.datum,
        ende=ende,
        abschluss=erster.besonderes if erster is not None and isinstance(erster.besonderes, Abschlussangaben) else None,
        gespraeche=[tag for tag, _, art in arten if art.gespraech],
        kontakte=[tag for tag, e, _ in arten if sicht.ist_kontakt(e)],
        versuche=[tag for tag, _, art in arten if art.versuch],
        minuten=[(tag, e.angaben.dauer) for tag, e in eintraege if e.angaben.dauer is not None],
        plaene=[tag for tag, e in eintraege if isinstance(e.besonderes, Planangaben)],
        stufen=[(tag, stufe) for tag, e in eintraege if (stufe := e.angaben.betreuungsstufe) is not None],
        pausenzeiten=sicht.pausenzeiten_von(phase),
        pausen=[(tag, bis) for tag, bis in pausen if bis is not None],
        nachbetreuungen=[
            (tag, e.besonderes.ergebnis)
            for tag, e in eintraege
            if isinstance(e.besonderes, Nachbetreuungangaben) and e.besonderes.ergebnis is not None
        ],
        wendepunkte=sorted(_wendepunkte(sicht, eintraege)),
    )


def _wendepunkte(sicht: Fallsicht, eintraege: Sequence[tuple[date, Eintrag]]) -> Iterator[date]:
    for tag, e in eintraege:
        stufe = e.angaben.betreuungsstufe is not None or "Betreuungsstufe" in e.unlesbar
        if stufe or isinstance(e.besonderes, Planangaben | Pauseangaben) or sicht.art(e).gespraech:
            yield tag


def _lege_eintraege_ab(tafeln: Tafeln, zeile: Phasenzeile, phase: Phase) -> None:
    sicht = zeile.fall.akte.sicht
    for e in phase.eintraege:
        if e.datum is None:
            continue
        art, angaben = sicht.art(e), e.angaben
        tafeln.eintraege.append(
            Eintragszeile(
                zeile,
                e.datum,
                e.art,
                sicht.ist_kontakt(e),
                art.versuch,
                art.gespraech,
                angaben.dauer,
                angaben.nachgetragen_am,
            )
        )
        if angaben.betreuungsstufe is not None:
            tafeln.einstufungen.append(Einstufungszeile(zeile, e.datum, angaben.betreuungsstufe))
        if isinstance(e.besonderes, Planangaben):
            tafeln.plaene.append(Planzeile(zeile, e.datum, e.besonderes.einvernehmen))
        for v in angaben.vereinbarungen:
            wer = "Kundin oder Kunde" if ist_kunde(v.wer) else "Team"
            tafeln.vereinbarungen.append(Vereinbarungszeile(zeile, e.datum, v.frist, str(v.stand), wer))
    for m in sicht.massnahmen_von(phase):
        tafeln.massnahmen.append(_massnahmezeile(zeile, m))
        zeile.massnahmen.append(tafeln.massnahmen[-1])


def _massnahmezeile(zeile: Phasenzeile, m: Massnahme) -> Massnahmezeile:
    return Massnahmezeile(
        phase=zeile,
        tag=m.bekannt_seit,
        beginn=m.beginn,
        ende=m.ende,
        art=m.angaben.art,
        gruppe=m.art.gruppe,
        ergebnis=m.angaben.ergebnis,
        vorzeitig=m.vorzeitig,
        angetreten=m.ergebnis.angetreten,
    )
