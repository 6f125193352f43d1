"""A second, naive count of the team's figures, written from their German definitions: every table from the entries.

It shares no code with the engine's tables. Each function is a table, as a list of `Zeile`: what is counted, whose it
is, in which row and column, and the value of a share, a mean or a sum. People and phases are in `__init__.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from fallbuch.akte.eintragsformen import Nachbetreuungangaben
from fallbuch.akte.protokoll import Protokoll
from fallbuch.akte.protokollformen import Veranstaltungangaben
from fallbuch.regelwerk.vokabular import Vokabular
from fallbuch.statistik.zeitraum import Zeitraum
from tests.regelwerk import naiv as regeln
from tests.statistik.menschen import EIN_TAG, Massnahme, Phase, Zeile, Zeilen, zaehle, zaehle_eintrag

NAEHE = {"IN": 1, "IK": 2, "IG": 3, "IF": 4}
plus = regeln.plus


@dataclass
class Bild:
    """What the team knows at the end of a period."""

    phasen: Sequence[Phase]
    protokoll: Protokoll
    vokabular: Vokabular
    stichtag: date
    zeitraum: Zeitraum

    def __post_init__(self) -> None:
        self.von, self.bis = self.zeitraum.von, self.zeitraum.bis
        self.offene = [p for p in self.phasen if p.offen(self.bis)]
        self.begonnene = [p for p in self.phasen if self.darin(p.beginn)]
        self.beendete = [p for p in self.phasen if self.darin(p.ende)]

    def darin(self, tag: date | None) -> bool:
        """Tell whether a day is one of the period's."""
        return tag is not None and self.von <= tag <= self.bis

    def gruppe(self, m: Massnahme) -> str:
        """Return the group of a measure."""
        art = self.vokabular.massnahmen.get(m.angaben.art or "")
        return (art.gruppe if art is not None else "") or "ohne Gruppe"


def zugang(b: Bild) -> Zeilen:
    return [zaehle(p, p.mensch.kopf.zugangsweg, "neu" if p.neu else "wieder aufgenommen") for p in b.begonnene]


def erwartet(b: Bild) -> dict[str, tuple[int, int]]:
    """Return what the team expects of each channel: so many for each whole month or each event."""
    monate = 0
    while plus(b.von, monate + 1, "Monate") - EIN_TAG <= b.bis:
        monate += 1
    ergebnis = {}
    for kanal, angaben in b.vokabular.zugangswege.items():
        if angaben.erwartet is None:
            continue
        mal = monate
        if angaben.erwartet.je_veranstaltung:
            mal = 0
            for e in b.protokoll.eintraege:
                ist_veranstaltung = isinstance(e.besonderes, Veranstaltungangaben)
                if ist_veranstaltung and b.darin(e.datum) and getattr(e.besonderes, "zugangsweg", None) == kanal:
                    mal += 1
        ergebnis[kanal] = (mal * angaben.erwartet.von, mal * angaben.erwartet.bis)
    return ergebnis


def bewegung(b: Bild) -> Zeilen:
    davor = [p for p in b.phasen if p.offen(b.von - EIN_TAG)]
    return [
        *(zaehle(p, "offen am Anfang") for p in davor),
        *(zaehle(p, "neu") for p in b.begonnene if p.neu),
        *(zaehle(p, "wieder aufgenommen") for p in b.begonnene if not p.neu),
        *(zaehle(p, "abgeschlossen") for p in b.beendete),
        *(zaehle(p, "offen am Ende") for p in b.offene),
    ]


def menschen(b: Bild) -> Zeilen:
    """Count everybody once: day by day, whether a phase of his or hers was there, and whether somebody spoke with them."""
    zeilen = []
    for person in sorted({p.person for p in b.phasen}):
        da, beraten = _an_einem_tag(b, [p for p in b.phasen if p.person == person])
        zeilen += [Zeile("in Beratung", "Anzahl", person, person)] * da
        zeilen += [Zeile("davon beraten", "Anzahl", person, person)] * beraten
    return zeilen


def _an_einem_tag(b: Bild, phasen: Sequence[Phase]) -> tuple[bool, bool]:
    da = beraten = False
    tag = b.von
    while tag <= b.bis and not beraten:
        laufende = [p for p in phasen if p.beginn <= tag and (p.ende is None or tag <= p.ende)]
        da = da or bool(laufende)
        beraten = any(am == tag for p in laufende for am, _ in p.kontakte)
        tag += EIN_TAG
    return da, beraten


def menschenwege(b: Bild) -> Zeilen:
    beratene = {z.person for z in menschen(b) if z.zeile == "davon beraten"}
    wege = {p.person: p.mensch.kopf.zugangsweg or "unbekannt" for p in b.phasen}
    return [Zeile(wege[person], "Anzahl", person, person) for person in sorted(beratene)]


def struktur(b: Bild) -> Zeilen:
    return [zaehle(p, p.mensch.stufe(b.bis) or "ohne Stufe", p.mensch.arbeitsmarktstatus(b.bis)) for p in b.offene]


def kontaktbestand(b: Bild) -> Zeilen:
    zeilen = []
    for p in b.offene:
        frist = None if p.pausiert(b.bis) else p.mensch.kontaktfrist(b.bis)
        if frist is not None:
            stufe = p.mensch.stufe(b.bis) or "ohne Stufe"
            zeilen.append(zaehle(p, stufe, "innerhalb der Frist", frist >= b.bis))
    return zeilen


def kontaktfluss(b: Bild) -> Zeilen:
    """Go through all waits for a contact: from the beginning or a contact to the next contact."""
    zeilen = []
    for p in b.phasen:
        letzter = p.letzter_tag(b.bis)
        seit, fertig = p.beginn, p.beginn > b.bis
        while not fertig:
            spaetere = [tag for tag, _ in p.kontakte if seit < tag <= letzter]
            kontakt = spaetere[0] if spaetere else None
            zeile = _warten(b, p, seit, kontakt)
            if zeile is not None:
                zeilen.append(zeile)
            fertig = kontakt is None
            seit = kontakt or seit
    return zeilen


def _warten(b: Bild, p: Phase, seit: date, kontakt: date | None) -> Zeile | None:
    """Count one wait if its due date lies in the period."""
    if kontakt is not None:
        tag = kontakt - EIN_TAG
    elif p.ende is not None and p.ende <= b.bis:
        tag = p.ende - EIN_TAG
    else:
        tag = b.bis
    if tag < seit or p.pausiert(tag):
        return None
    faellig = p.mensch.kontaktfrist(tag)
    if faellig is None or not b.darin(faellig) or p.pausiert(faellig, bekannt=tag):
        return None
    if p.ende is not None and p.ende <= b.bis and (faellig > p.ende or (kontakt is None and faellig == p.ende)):
        return None
    eingehalten = kontakt is not None and kontakt <= faellig
    if not eingehalten and faellig >= b.stichtag:
        return None
    stufe = p.mensch.stufe(tag) or "ohne Stufe"
    return Zeile(stufe, "bis zu ihrem Tag zustande gekommen", p.person, (p.schluessel, seit), eingehalten)


def _stufen(b: Bild) -> list[tuple[Phase, str, str]]:
    """Return the phases that were open in the period, with their first and newest level of at least two."""
    ergebnis = []
    for p in b.phasen:
        if p.beginn <= b.bis and (p.ende is None or p.ende >= b.von):
            letzter = p.letzter_tag(b.bis)
            alle = [e.angaben.betreuungsstufe for tag, e in p.eintraege if tag <= letzter]
            stufen = [stufe for stufe in alle if stufe is not None]
            if len(stufen) >= 2:
                ergebnis.append((p, stufen[0], stufen[-1]))
    return ergebnis


def stufenschritte(b: Bild) -> Zeilen:
    return [zaehle(p, erste, neueste) for p, erste, neueste in _stufen(b)]


def stufenrichtung(b: Bild) -> Zeilen:
    zeilen = []
    for p, erste, neueste in _stufen(b):
        if erste != "IN":
            zeilen.append(zaehle(p, "Phasen, die steigen können", "gestiegen", NAEHE[neueste] < NAEHE[erste]))
    return zeilen


def stufenrueckschritt(b: Bild) -> Zeilen:
    zeile = "Phasen mit zwei Einstufungen"
    return [zaehle(p, zeile, "gesunken", NAEHE[neueste] > NAEHE[erste]) for p, erste, neueste in _stufen(b)]


def erstgespraech(b: Bild) -> Zeilen:
    return _rechtzeitig(b, "Erstgespräch", lambda p: plus(p.beginn, 2, "Wochen"), lambda p: p.gespraeche)


def planbeginn(b: Bild) -> Zeilen:
    plantage: Callable[[Phase], list[date]] = lambda p: [tag for tag, _ in p.plaene]  # noqa: E731
    return _rechtzeitig(b, "Betreuungsplan", lambda p: plus(p.beginn, 1, "Monate"), plantage)


def _rechtzeitig(b: Bild, zeile: str, frist: Callable[[Phase], date], tage: Callable[[Phase], list[date]]) -> Zeilen:
    zeilen = []
    for p in b.phasen:
        faellig = frist(p)
        da = any(tag <= faellig for tag in tage(p))
        vorher_zu_ende = p.ende is not None and p.ende < faellig
        noch_zeit = faellig >= b.stichtag
        if b.darin(faellig) and (da or not (vorher_zu_ende or noch_zeit)):
            zeilen.append(zaehle(p, zeile, "rechtzeitig", da))
    return zeilen


def einvernehmen(b: Bild) -> Zeilen:
    return [
        zaehle_eintrag(p, nummer, plan.einvernehmen or "ohne Angabe")
        for p in b.phasen
        for nummer, (tag, plan) in enumerate(p.plaene)
        if b.darin(tag)
    ]


def massnahmen(b: Bild) -> Zeilen:
    """Count people (not measures) with a running measure of a group."""
    return [
        Zeile(b.gruppe(m), "Menschen im Verhältnis zu den offenen Fällen", p.person, p.person)
        for p in b.offene
        for m in p.massnahmen
        if m.laeuft(b.bis)
    ]


def massnahmenergebnisse(b: Bild) -> Zeilen:
    return [
        zaehle_eintrag(p, nummer, b.gruppe(m), m.angaben.ergebnis or "noch kein Ergebnis")
        for p in b.phasen
        for nummer, m in enumerate(p.massnahmen)
        if b.darin(m.angaben.ende)
    ]


def arbeitsaufnahme(b: Bild) -> Zeilen:
    return [zaehle(p, "Abschlüsse", "mit Arbeitsstelle", p.arbeit) for p in b.beendete]


def ergebnis(b: Bild) -> Zeilen:
    return [zaehle(p, p.schluss.ergebnis) for p in b.beendete]


def gruende(b: Bild) -> Zeilen:
    return [zaehle(p, p.schluss.grund or "ohne Angabe") for p in b.beendete if not p.arbeit]


def kohorte(b: Bild) -> Zeilen:
    von, bis = plus(b.von, -12, "Monate"), plus(b.bis, -12, "Monate")
    zeilen = []
    for p in b.phasen:
        if von <= p.beginn <= bis:
            stand = p.schluss.ergebnis or "unbekannt" if p.zu_ende(b.bis) else "noch offen"
            zeilen.append(zaehle(p, p.mensch.kopf.zugangsweg, stand))
    return zeilen


def massnahmenwirkung(b: Bild) -> Zeilen:
    zeilen = []
    for p in b.beendete:
        assert p.ende is not None
        gruppen = {b.gruppe(m) for m in p.massnahmen if m.beginn <= p.ende and m.angaben.ergebnis != "nicht angetreten"}
        stand = p.schluss.ergebnis or "unbekannt"
        zeilen += [zaehle(p, gruppe, stand) for gruppe in gruppen or {"keine Maßnahme"}]
    return zeilen


def stellenform(b: Bild) -> Zeilen:
    return [zaehle(p, p.schluss.form or "ohne Angabe") for p in b.beendete if p.arbeit]


def stellenumfang(b: Bild) -> Zeilen:
    return [zaehle(p, _umfang(p.schluss.umfang)) for p in b.beendete if p.arbeit]


def _umfang(stunden: int | None) -> str:
    if stunden is None:
        return "ohne Angabe"
    if stunden < 15:
        return "unter 15 Stunden"
    return "15 bis 29 Stunden" if stunden < 30 else "30 Stunden und mehr"


def dauer(b: Bild) -> Zeilen:
    zeilen = []
    for zeile, phasen in (("im Zeitraum abgeschlossen", b.beendete), ("am Ende offen", b.offene)):
        for p in phasen:
            letzter = p.letzter_tag(b.bis)
            pause = p.pausentage(letzter)
            ueber_9 = plus(plus(p.beginn, 9, "Monate"), pause, "Tage") < letzter
            ueber_12 = plus(plus(p.beginn, 12, "Monate"), pause, "Tage") < letzter
            zeilen += [
                zaehle(p, zeile, "Anzahl"),
                zaehle(p, zeile, "mittlere Dauer in Tagen (Median)", (letzter - p.beginn).days - pause),
                zaehle(p, zeile, "über 9 Monate", ueber_9),
                zaehle(p, zeile, "über 12 Monate", ueber_12),
            ]
    return zeilen


def aufwand(b: Bild) -> Zeilen:
    zeilen = []
    for p in b.beendete:
        assert p.ende is not None
        kontakte = [e for tag, e in p.kontakte if tag <= p.ende]
        versuche = [e for tag, e in p.versuche if tag <= p.ende]
        minuten = [e.angaben.dauer for tag, e in p.eintraege if tag <= p.ende and e.angaben.dauer is not None]
        zeilen += [
            zaehle(p, p.schluss.ergebnis),
            zaehle(p, p.schluss.ergebnis, "Kontakte je Phase", len(kontakte)),
            zaehle(p, p.schluss.ergebnis, "Versuche je Phase", len(versuche)),
        ]
        if minuten:
            zeilen.append(zaehle(p, p.schluss.ergebnis, "Minuten je Phase", sum(minuten)))
    return zeilen


def kontakte(b: Bild) -> Zeilen:
    zeilen = []
    for p in b.phasen:
        for nummer, (tag, e) in enumerate(p.kontakte):
            if b.darin(tag):
                zeilen.append(zaehle_eintrag(p, nummer, e.art))
                if e.angaben.dauer is not None:
                    zeilen.append(zaehle_eintrag(p, nummer, e.art, "Minuten", e.angaben.dauer))
    return zeilen


def nachbetreuung(b: Bild) -> Zeilen:
    zeilen = []
    for p in b.phasen:
        beginn = p.schluss.arbeitsbeginn
        if p.ende is not None and p.arbeit and beginn is not None and b.darin(max(plus(beginn, 3, "Monate"), p.ende)):
            stand = "noch kein Ergebnis"
            for tag, e in p.eintraege:
                if tag <= b.bis and isinstance(e.besonderes, Nachbetreuungangaben) and e.besonderes.ergebnis:
                    stand = e.besonderes.ergebnis
            zeilen.append(zaehle(p, stand))
    return zeilen


def betreuungsrelation(b: Bild) -> Zeilen:
    """Count open cases with a counsellor; the test divides them by `berater`."""
    spalte = "Fälle je Beraterin oder Berater"
    zustaendige = [p for p in b.offene if p.mensch.kopf.berater is not None]
    return [zaehle(p, "offene Fälle mit Zuständigkeit", spalte) for p in zustaendige]


def berater(b: Bild) -> int:
    """Count who has at least one open case."""
    return len({p.mensch.kopf.berater for p in b.offene} - {None})


def zustaendigkeit(b: Bild) -> Zeilen:
    return [zaehle(p, p.mensch.kopf.berater or "zu vergeben") for p in b.offene]


def wartende(b: Bild) -> Zeilen:
    zeilen = []
    for p in b.offene:
        if p.mensch.kopf.berater is None:
            zeilen.append(zaehle(p, "ohne Beraterin oder Berater"))
        if not any(tag <= b.bis for tag in p.gespraeche):
            zeilen.append(zaehle(p, "noch ohne Gespräch"))
        kontakttage = [tag for tag, _ in p.kontakte if tag <= b.bis]
        versuchstage = [tag for tag, _ in p.versuche if tag <= b.bis]
        if versuchstage and (not kontakttage or versuchstage[-1] > kontakttage[-1]):
            zeilen.append(zaehle(p, "seit dem letzten Kontakt nicht erreicht"))
    return zeilen


def versuche(b: Bild) -> Zeilen:
    return [
        zaehle_eintrag(p, nummer, e.art) for p in b.phasen for nummer, (tag, e) in enumerate(p.versuche) if b.darin(tag)
    ]


def nachmeldungen(b: Bild) -> Zeilen:
    zeilen = []
    for p in b.phasen:
        for nummer, (tag, e) in enumerate(p.eintraege):
            geschrieben = e.angaben.nachgetragen_am
            if b.darin(tag):
                zeilen.append(zaehle_eintrag(p, nummer, "Einträge des Zeitraums"))
                if geschrieben is not None and geschrieben > b.zeitraum.ende:
                    zeilen.append(zaehle_eintrag(p, nummer, "davon nach seinem Ende geschrieben"))
            if tag < b.von and b.darin(geschrieben):
                zeilen.append(zaehle_eintrag(p, nummer, "für frühere Zeiträume nachgetragen"))
    return zeilen


def minutenangaben(b: Bild) -> Zeilen:
    return [
        zaehle_eintrag(p, nummer, "Kontakte", "mit Dauer", e.angaben.dauer is not None)
        for p in b.phasen
        for nummer, (tag, e) in enumerate(p.kontakte)
        if b.darin(tag)
    ]


TABELLEN: tuple[Callable[[Bild], Zeilen], ...] = (
    zugang, menschen, menschenwege, bewegung, struktur, kontaktbestand, kontaktfluss, stufenschritte, stufenrichtung, stufenrueckschritt, erstgespraech, planbeginn,
    einvernehmen, massnahmen, massnahmenergebnisse, arbeitsaufnahme, ergebnis, gruende, kohorte, massnahmenwirkung, stellenform,
    stellenumfang, dauer, aufwand, kontakte, nachbetreuung, betreuungsrelation, zustaendigkeit, wartende, versuche,
    nachmeldungen, minutenangaben,
)  # fmt: skip


def zaehle_alles(bild: Bild) -> dict[str, Zeilen]:
    """Return all tables by their keys."""
    return {tabelle.__name__: tabelle(bild) for tabelle in TABELLEN}
