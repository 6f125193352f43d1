"""Checks of what a case says against itself, the calendar and the rules.

Each is a small pure function from `Pruefling` to findings, listed in `PRUEFUNGEN`; the manual page of
each code is its declaration in `meldungen.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from fallbuch.akte.eintragsformen import (
    Abschlussangaben,
    Massnahmeangaben,
    Pauseangaben,
    Planangaben,
    Verlaengerungangaben,
)
from fallbuch.akte.feld import felder
from fallbuch.akte.meldungen import F011
from fallbuch.akte.modell import Eintrag, Status
from fallbuch.befund import Befund, Stelle, anzahl
from fallbuch.bestand import meldungen
from fallbuch.bestand.pruefling import Pruefling
from fallbuch.bestand.termine import folgetermine
from fallbuch.kennung import als_zahl_gelesen
from fallbuch.regelwerk.sicht import Fallsicht
from fallbuch.regelwerk.vokabular import Wort
from fallbuch.zeit import Einheit, Spanne


def dateiname(p: Pruefling) -> Iterator[Befund]:
    """The file is named after the ID; upper and lower case do not count."""
    if p.kopf.id is not None and p.kopf.id.lower() != p.fall.stamm.lower():
        zahl = als_zahl_gelesen(p.kopf.id, p.fall.stamm)
        rat = (
            f"Ein Programm hat die ID als Zahl gelesen. Schreiben Sie „{p.fall.stamm}“, oder rufen Sie „fallbuch formatieren --beheben“ auf."
            if zahl
            else "Benennen Sie die Datei um, oder berichtigen Sie die ID."
        )
        yield meldungen.F016.melde(p.fall.ort("ID"), id=p.kopf.id, stamm=p.fall.stamm, rat=rat)


def zukunft(p: Pruefling) -> Iterator[Befund]:
    """First contact, consent and entries cannot lie after today, whatever the key date."""
    for feld, tag in (("Erstkontakt", p.kopf.erstkontakt), ("Einwilligung", p.kopf.einwilligung)):
        if tag is not None and tag > p.heute:
            befund = meldungen.F036.melde(p.fall.ort(feld), was=feld, datum=tag)
            yield befund if feld == "Erstkontakt" else replace(befund, uhr=False)
    for eintrag in p.fall.eintraege:
        if eintrag.datum is not None and eintrag.datum > p.heute:
            yield meldungen.F036.melde(eintrag.stelle, was="Der Eintrag", datum=eintrag.datum)
        nachtrag = eintrag.angaben.nachgetragen_am
        if nachtrag is not None and nachtrag > p.heute:
            befund = meldungen.F036.melde(eintrag.ort("Nachgetragen am"), was="Nachgetragen am", datum=nachtrag)
            yield replace(befund, uhr=False)


def nach_stichtag(p: Pruefling) -> Iterator[Befund]:
    """Entries between key date and today are not counted, and the reader is told so once."""
    spaetere = [e for e in p.fall.eintraege if e.datum is not None and p.stichtag < e.datum <= p.heute]
    if spaetere:
        wie_viele = anzahl(len(spaetere), "Eintrag", "Einträge")
        yield meldungen.F037.melde(spaetere[0].stelle, eintraege=wie_viele, stichtag=p.stichtag)


def vor_erstkontakt(p: Pruefling) -> Iterator[Befund]:
    """Nothing can have happened before the first contact."""
    erstkontakt = p.kopf.erstkontakt
    for eintrag in p.fall.eintraege:
        if erstkontakt is not None and eintrag.datum is not None and eintrag.datum < erstkontakt:
            yield meldungen.F034.melde(eintrag.stelle, datum=eintrag.datum, erstkontakt=erstkontakt)


def reihenfolge(p: Pruefling) -> Iterator[Befund]:
    """Entries stand oldest first; a file written newest first is told once."""
    datierte = [e for e in p.fall.eintraege if e.datum is not None]
    tage = [e.datum for e in datierte]
    if tage == sorted(tage, reverse=True) and len(set(tage)) > 1:  # type: ignore[type-var]
        yield meldungen.F035.melde(datierte[0].stelle, was="Die Datei beginnt mit dem neuesten Eintrag")
        return
    bisher: date | None = None
    for eintrag in datierte:
        if bisher is not None and eintrag.datum is not None and eintrag.datum < bisher:
            was = f"Der Eintrag vom {eintrag.datum} steht nach dem vom {bisher}"
            yield meldungen.F035.melde(eintrag.stelle, was=was)
        bisher = max(bisher or date.min, eintrag.datum or date.min)


def pflichtangaben(p: Pruefling) -> Iterator[Befund]:
    """Entries of fixed form carry the keys without which they say nothing."""
    for eintrag in p.fall.eintraege:
        if eintrag.besonderes is not None:
            yield from fehlende_angaben(eintrag)


def fehlende_angaben(eintrag: Eintrag) -> Iterator[Befund]:
    """Yield a finding for each key that an entry of fixed form must have and has not."""
    for attribut, feld in felder(type(eintrag.besonderes)):
        if feld.pflicht and getattr(eintrag.besonderes, attribut) is None and feld.name not in eintrag.unlesbar:
            yield replace(F011.melde(eintrag.stelle, feld=feld.name, beispiel=feld.beispiel), uhr=feld.rechnet)


def stufe(p: Pruefling) -> Iterator[Befund]:
    """The front matter repeats the newest assessment; the entry is the truth."""
    einstufungen = p.sicht.einstufungen
    if not einstufungen or "Betreuungsstufe" in p.fall.unlesbar:
        return
    neueste, kopf = einstufungen[-1], p.kopf.betreuungsstufe
    if neueste.stufe is None or kopf == neueste.stufe:
        return
    wert = p.fall.wertstellen.get("Betreuungsstufe")
    yield meldungen.F050.melde(
        p.fall.ort("Betreuungsstufe"),
        korrektur=wert.ersetzt(len(kopf), neueste.stufe) if wert and kopf else None,
        kopf=kopf or "keine",
        richtig=neueste.stufe,
        datum=neueste.datum,
        ort=neueste.eintrag.stelle,
    )


def status(p: Pruefling) -> Iterator[Befund]:
    """Status and record tell the same story."""
    if p.kopf.status is None or not p.fall.vollstaendig:
        return
    ort, abschluss = p.fall.ort("Status"), p.sicht.phase.abschluss
    if p.kopf.status == Status.ABGESCHLOSSEN and abschluss is None:
        yield meldungen.F053.melde(ort)
    if p.kopf.status != Status.ABGESCHLOSSEN and abschluss is not None:
        yield meldungen.F054.melde(ort, status=p.kopf.status, ort=abschluss.stelle)
    if p.kopf.status == Status.NEU and p.sicht.gespraeche:
        wert = p.fall.wertstellen.get("Status")
        fix = wert.ersetzt(len(Status.NEU), Status.IN_BERATUNG.value) if wert else None
        erstes = p.sicht.gespraeche[0]
        yield meldungen.F051.melde(ort, korrektur=fix, datum=erstes.datum, ort=erstes.stelle)
    if p.kopf.status == Status.IN_BERATUNG and p.kopf.berater is None and "Berater" not in p.fall.unlesbar:
        yield meldungen.F052.melde(ort)


def abschluesse(p: Pruefling) -> Iterator[Befund]:
    """Who ends without a job deserves a reason and a sentence; phases open and close in turn."""
    zu = False
    for _, eintrag in p.sicht.eintraege:
        if isinstance(eintrag.besonderes, Abschlussangaben):
            if zu:
                rat = "Löschen Sie einen der beiden Abschlüsse"
                yield meldungen.F062.melde(eintrag.stelle, was="Der Fall ist schon abgeschlossen", rat=rat)
            zu = True
            yield from _arbeitsbeginn(eintrag, eintrag.besonderes)
            yield from _begruendet(p, eintrag.besonderes, eintrag.ort("Ergebnis"), eintrag.unlesbar)
        elif eintrag.art == "Wiederaufnahme":
            if not zu:
                was = "Es gibt keinen Abschluss vor dieser Wiederaufnahme"
                yield meldungen.F062.melde(eintrag.stelle, was=was, rat="Ergänzen Sie den Abschluss")
            zu = False
        elif zu and p.sicht.art(eintrag).kontakt and not _bleibt_zu(eintrag):
            yield meldungen.F063.melde(eintrag.stelle, art=eintrag.art)


def _bleibt_zu(eintrag: Eintrag) -> bool:
    return eintrag.art == "Nachbetreuung" or eintrag.angaben.wiederaufnehmen is not None


def _begruendet(p: Pruefling, abschluss: Abschlussangaben, ort: Stelle, unlesbar: frozenset[str]) -> Iterator[Befund]:
    ergebnis = p.regelwerk.vokabular.abschlussergebnisse.get(abschluss.ergebnis or "")
    if ergebnis is not None and ergebnis.arbeit and abschluss.arbeitsbeginn is None and "Arbeitsbeginn" not in unlesbar:
        yield meldungen.F067.melde(ort, ergebnis=abschluss.ergebnis)
    if ergebnis is None or ergebnis.arbeit:
        return
    if abschluss.grund is None and "Grund" not in unlesbar:
        yield meldungen.F055.melde(ort, ergebnis=abschluss.ergebnis, gruende=", ".join(p.regelwerk.vokabular.gruende))
    if abschluss.erklaerung is None:
        yield meldungen.F056.melde(ort, ergebnis=abschluss.ergebnis)


def _arbeitsbeginn(eintrag: Eintrag, abschluss: Abschlussangaben) -> Iterator[Befund]:
    beginn, tag, jahr = abschluss.arbeitsbeginn, eintrag.datum, Spanne(1, Einheit.JAHRE)
    if beginn is not None and tag is not None and not jahr.vor(tag) <= beginn <= jahr.nach(tag):
        yield meldungen.F071.melde(eintrag.ort("Arbeitsbeginn"), beginn=beginn, datum=tag)


def massnahmen(p: Pruefling) -> Iterator[Befund]:
    """A measure ends after it begins, and its result comes with its end."""
    for eintrag in p.fall.eintraege:
        angaben = eintrag.besonderes
        if not isinstance(angaben, Massnahmeangaben):
            continue
        if angaben.ende is None:
            yield from _ohne_ende(p, eintrag, angaben)
            continue
        beginn = angaben.beginn or eintrag.datum
        if beginn is not None and angaben.ende < beginn:
            yield meldungen.F057.melde(eintrag.ort("Ende"), ende=angaben.ende, beginn=beginn)
        ergebnis = p.regelwerk.vokabular.massnahmenergebnisse.get(angaben.ergebnis or "")
        if ergebnis is not None and not ergebnis.vorzeitig and angaben.ende > p.heute:
            yield meldungen.F058.melde(eintrag.ort("Ergebnis"), ergebnis=angaben.ergebnis, ende=angaben.ende)


def _ohne_ende(p: Pruefling, eintrag: Eintrag, angaben: Massnahmeangaben) -> Iterator[Befund]:
    art = p.regelwerk.vokabular.massnahmen.get(angaben.art or "")
    if art is not None and art.endkontakt and angaben.ergebnis is None and not eintrag.unlesbar & {"Ende", "Ergebnis"}:
        yield meldungen.F070.melde(eintrag.stelle, name=angaben.bezeichnung or angaben.art)


def befristete(p: Pruefling) -> Iterator[Befund]:
    """A pause and an extension end after they begin, a pause within a year."""
    for eintrag in p.fall.eintraege:
        angaben = eintrag.besonderes
        if not isinstance(angaben, Pauseangaben | Verlaengerungangaben) or angaben.bis is None or eintrag.datum is None:
            continue
        ist_pause = isinstance(angaben, Pauseangaben)
        if angaben.bis < eintrag.datum:
            art = meldungen.F065 if ist_pause else meldungen.F072
            yield art.melde(eintrag.ort("Bis"), datum=eintrag.datum, bis=angaben.bis)
        elif ist_pause and angaben.bis > Spanne(1, Einheit.JAHRE).nach(eintrag.datum):
            yield meldungen.F066.melde(eintrag.ort("Bis"), datum=eintrag.datum, bis=angaben.bis)


def plaene(p: Pruefling) -> Iterator[Befund]:
    """A plan says whether the customer agrees, why not, and keeps within the level's span."""
    for eintrag in p.fall.eintraege:
        plan = eintrag.besonderes
        if not isinstance(plan, Planangaben) or eintrag.datum is None:
            continue
        if plan.einvernehmen is None and "Einvernehmen" not in eintrag.unlesbar:
            yield meldungen.F059.melde(eintrag.stelle)
        if plan.gueltig_bis is None and "Gültig bis" not in eintrag.unlesbar:
            yield meldungen.F068.melde(eintrag.stelle, halbes_jahr=Spanne(6, Einheit.MONATE).nach(eintrag.datum))
        if plan.gueltig_bis is not None and plan.gueltig_bis < eintrag.datum:
            yield meldungen.F069.melde(eintrag.ort("Gültig bis"), datum=eintrag.datum, bis=plan.gueltig_bis)
        if plan.einvernehmen == "nein" and plan.begruendung_fehlend is None:
            yield meldungen.F060.melde(eintrag.ort("Einvernehmen"))
        if plan.kontaktintervall is None:
            continue
        regel = p.regelwerk.kontaktregel(p.sicht.stufe_am(eintrag.datum), eintrag.datum)
        if regel is not None and plan.kontaktintervall.nach(eintrag.datum) > regel.frist.nach(eintrag.datum):
            yield meldungen.F061.melde(
                eintrag.ort("Kontaktintervall"),
                intervall=plan.kontaktintervall,
                frist=regel.frist,
                stufe=p.sicht.stufe_am(eintrag.datum) or "ohne Stufe",
            )


def gueltigkeit(p: Pruefling) -> Iterator[Befund]:
    """People and channels are named only for the time in which they were there."""
    kopf, vokabular, vertretung = p.kopf, p.regelwerk.vokabular, p.kopf.vertretung
    yield from ausserhalb(vokabular.zugangswege, kopf.zugangsweg, kopf.erstkontakt, p.fall.ort("Zugangsweg"))
    if p.sicht.offen:
        yield from ausserhalb(vokabular.berater, kopf.berater, p.stichtag, p.fall.ort("Berater"))
        if vertretung is not None and vertretung.gilt_am(p.stichtag):
            yield from ausserhalb(vokabular.berater, vertretung.wer, p.stichtag, p.fall.ort("Vertretung"))
    for eintrag in p.fall.eintraege:
        for name in eintrag.berater:
            yield from ausserhalb(vokabular.berater, name, eintrag.datum, eintrag.stelle)


def ausserhalb(liste: Mapping[str, Wort], name: str | None, tag: date | None, ort: Stelle) -> Iterator[Befund]:
    """Yield a finding where a word of the team's list did not hold on a day."""
    wort = liste.get(name or "")
    if wort is not None and tag is not None and not wort.gilt_am(tag):
        yield meldungen.F064.melde(ort, name=name, datum=tag)


Pruefung = Callable[[Pruefling], Iterable[Befund]]
PRUEFUNGEN: tuple[Pruefung, ...] = (
    dateiname,
    zukunft,
    nach_stichtag,
    vor_erstkontakt,
    reihenfolge,
    pflichtangaben,
    folgetermine,
    stufe,
    status,
    abschluesse,
    massnahmen,
    befristete,
    plaene,
    gueltigkeit,
)


def pruefe_fall(sicht: Fallsicht, heute: date) -> list[Befund]:
    """Run every check on the case of a view."""
    pruefling = Pruefling(sicht.fall, sicht.am(date.max), sicht.stichtag, heute)
    return [befund for pruefung in PRUEFUNGEN for befund in pruefung(pruefling)]
