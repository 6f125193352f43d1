"""What settles an item of a case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from fallbuch.akte.eintragsformen import Planangaben
from fallbuch.akte.modell import Eintrag
from fallbuch.regelwerk.bausteine import Ankerpunkt, Ereignis
from fallbuch.regelwerk.sicht import Fallsicht

#: Events that an attempt was made to bring about; a sentence then tells of the attempts.
DURCH_GESPRAECH = frozenset({"kontakt", "gespraech", "termin-erledigt"})
#: Events by which a case gets somebody who is responsible, and by which data of a closed case go.
VERGABE = frozenset({"berater", "anderer-berater"})
LOESCHUNG = frozenset({"kontaktdaten-geloescht", "fall-geloescht"})


def _eines_von(eintraege: Sequence[Eintrag], von: date, bis: date, ausser: str = "") -> bool:
    """Tell whether one of the entries, oldest first, lies between the days; looks from the newest back."""
    for eintrag in reversed(eintraege):
        if eintrag.datum is None or eintrag.datum > bis or eintrag.schluessel == ausser:
            continue
        return eintrag.datum >= von
    return False


def _kontakt(sicht: Fallsicht, anker: Ankerpunkt, von: date, bis: date) -> bool:
    return _eines_von(sicht.kontakte, von, bis, anker.punkt.bezug)


def _gespraech(sicht: Fallsicht, anker: Ankerpunkt, von: date, bis: date) -> bool:
    return _eines_von(sicht.gespraeche, von, bis)


def _plan(sicht: Fallsicht, anker: Ankerpunkt, von: date, bis: date) -> bool:
    return _eines_von(sicht.plaene, von, bis)


def _neuerer_plan(sicht: Fallsicht, anker: Ankerpunkt, von: date, bis: date) -> bool:
    return bool(sicht.plaene) and sicht.plaene[-1].schluessel != anker.punkt.bezug


def _sozialintegrativ(sicht: Fallsicht, anker: Ankerpunkt, von: date, bis: date) -> bool:
    plan = sicht.plan
    return plan is not None and (
        (isinstance(plan.besonderes, Planangaben) and plan.besonderes.sozialintegrative_leistungen is not None)
        or "Sozialintegrative Leistungen" in plan.unlesbar
    )


def _bewerberangebot(sicht: Fallsicht, anker: Ankerpunkt, von: date, bis: date) -> bool:
    return _eines_von(sicht.bewerberangebote, von, bis)


def _einstufung(sicht: Fallsicht, anker: Ankerpunkt, von: date, bis: date) -> bool:
    return any(von <= e.datum <= bis for e in sicht.einstufungen)


def _spaetere_bewilligung(sicht: Fallsicht, anker: Ankerpunkt, von: date, bis: date) -> bool:
    tag = sicht.fall.kopf.bewilligung_bis
    return tag is not None and tag > anker.datum


def _verlaengerung(sicht: Fallsicht, anker: Ankerpunkt, von: date, bis: date) -> bool:
    return _eines_von(sicht.verlaengerungen, von, bis)


def _neuere_verlaengerung(sicht: Fallsicht, anker: Ankerpunkt, von: date, bis: date) -> bool:
    return bool(sicht.verlaengerungen) and sicht.verlaengerungen[-1].schluessel != anker.punkt.bezug


def _arbeit_beendet(sicht: Fallsicht, anker: Ankerpunkt, von: date, bis: date) -> bool:
    ergebnisse = sicht.regelwerk.vokabular.nachbetreuungsergebnisse
    return any(
        (wort := ergebnisse.get(angaben.ergebnis or "")) is not None and wort.endgueltig
        for _, angaben in sicht.nachbetreuungen
    )


def _nachbetreuungsergebnis(sicht: Fallsicht, anker: Ankerpunkt, von: date, bis: date) -> bool:
    return any(
        eintrag.datum is not None
        and von <= eintrag.datum <= bis
        and (angaben.ergebnis is not None or "Ergebnis" in eintrag.unlesbar)
        for eintrag, angaben in sicht.nachbetreuungen
    )


def _kontaktdaten_geloescht(sicht: Fallsicht, anker: Ankerpunkt, von: date, bis: date) -> bool:
    abschluss = sicht.phase.abschluss
    return (
        abschluss is not None
        and abschluss.datum is not None
        and any(
            sicht.art(e).loeschung and e.datum is not None and e.datum >= abschluss.datum for e in sicht.phase.eintraege
        )
    )


def _anderer_berater(sicht: Fallsicht, anker: Ankerpunkt, von: date, bis: date) -> bool:
    return sicht.fall.kopf.berater != anker.punkt.bezug


EREIGNISSE: Mapping[str, Ereignis[Fallsicht]] = {
    "kontakt": Ereignis("ein Kontakt", _kontakt),
    "gespraech": Ereignis("ein Gespräch (Erstgespräch oder Beratung)", _gespraech, "gespraech"),
    "berater": Ereignis(
        "eine Beraterin oder ein Berater im Kopf der Datei",
        lambda s, a, von, bis: s.fall.kopf.berater is not None or "Berater" in s.fall.unlesbar,
        "berater",
    ),
    "anderer-berater": Ereignis(
        "eine andere zuständige Person im Kopf der Datei", _anderer_berater, verlangt="berater"
    ),
    "stufe": Ereignis("eine festgelegte Betreuungsstufe", lambda s, a, von, bis: s.stufe is not None, "stufe"),
    # What is over is no open fact any more; the appointment itself says what became of it.
    "termin-erledigt": Ereignis(
        "ein Gespräch an diesem Tag oder danach (ohne Uhrzeit: ein Kontakt), ein neuer Folgetermin derselben Person, „statt“ oder „keiner“",
        lambda s, a, von, bis: False,
        verlangt="folgetermin",
    ),
    "abgehakt": Ereignis(
        "das Kästchen ist abgehakt oder gestrichen", lambda s, a, von, bis: a.erledigt, verlangt="vereinbarung"
    ),
    "plan": Ereignis("ein Betreuungsplan", _plan, "plan"),
    "neuerer-plan": Ereignis("ein neuerer Betreuungsplan", _neuerer_plan, verlangt="plan"),
    "sozialintegrativ": Ereignis("„Sozialintegrative Leistungen: abgefragt“ im Betreuungsplan", _sozialintegrativ),
    "massnahmenergebnis": Ereignis(
        "ein „Ergebnis“ der Maßnahme",
        lambda s, a, von, bis: a.massnahme is not None and a.massnahme.hat_ergebnis,
        verlangt="massnahme",
    ),
    "bewerberangebot": Ereignis("„Bewerberangebot: geprüft“ in einem Eintrag", _bewerberangebot),
    "einstufung": Ereignis("eine Festlegung oder Bestätigung der Stufe", _einstufung),
    "spaetere-bewilligung": Ereignis(
        "ein späterer Tag bei „Bewilligung bis“", _spaetere_bewilligung, verlangt="bewilligung"
    ),
    "verlaengerung": Ereignis("eine Verlängerung", _verlaengerung),
    "neuere-verlaengerung": Ereignis("eine neuere Verlängerung", _neuere_verlaengerung, verlangt="verlaengerung"),
    "abschluss": Ereignis("der Abschluss", lambda s, a, von, bis: not s.offen, "abgeschlossen"),
    "arbeit-beendet": Ereignis("ein endgültiges Ergebnis der Nachbetreuung (beendet)", _arbeit_beendet),
    "nachbetreuungsergebnis": Ereignis("ein „Ergebnis“ in einem Eintrag Nachbetreuung", _nachbetreuungsergebnis),
    "kontaktdaten-geloescht": Ereignis("ein Eintrag „Kontaktdaten gelöscht“", _kontaktdaten_geloescht),
    # The file is gone then, and the case with it.
    "fall-geloescht": Ereignis("das Löschen der Falldatei", lambda s, a, von, bis: False),
    "bleibt-abgeschlossen": Ereignis(
        "die Angabe „Wieder aufnehmen: nein“ bei diesem oder einem späteren Gespräch", lambda s, a, von, bis: False
    ),
    "wiederaufnahme": Ereignis("die Wiederaufnahme", lambda s, a, von, bis: s.offen, "!abgeschlossen"),
}
