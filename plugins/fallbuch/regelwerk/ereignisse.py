"""What settles an item of a case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

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


def _sozialintegrativ(sicht: Fallsicht, anker: Ankerpunkt, von: date, bis: date) -> bool:
    plan = sicht.plan
    return plan is not None and (
        sicht.planangaben.sozialintegrative_leistungen is not None or "Sozialintegrative Leistungen" in plan.unlesbar
    )


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


EREIGNISSE: Mapping[str, Ereignis[Fallsicht]] = {
    "kontakt": Ereignis("ein Kontakt", lambda s, a, von, bis: _eines_von(s.kontakte, von, bis, a.bezug)),
    "gespraech": Ereignis(
        "ein Gespräch (Erstgespräch oder Beratung)", lambda s, _, von, bis: _eines_von(s.gespraeche, von, bis), "gespraech"
    ),
    "berater": Ereignis(
        "eine Beraterin oder ein Berater im Kopf der Datei",
        lambda s, *_: s.zustaendig is not None or "Berater" in s.fall.unlesbar,
        "berater",
    ),
    "anderer-berater": Ereignis(
        "eine andere zuständige Person im Kopf der Datei", lambda s, a, *_: s.zustaendig != a.bezug, verlangt="berater"
    ),
    "stufe": Ereignis("eine festgelegte Betreuungsstufe", lambda s, *_: s.stufe is not None, "stufe"),
    # What is over is no open fact any more; the appointment itself says what became of it.
    "termin-erledigt": Ereignis(
        "ein Gespräch an diesem Tag oder danach (ohne Uhrzeit: ein Kontakt), ein neuer Folgetermin derselben Person, „statt“ oder „keiner“",
        verlangt="folgetermin",
    ),
    "abgehakt": Ereignis(
        "das Kästchen ist abgehakt oder gestrichen", lambda s, a, *_: a.erledigt, verlangt="vereinbarung"
    ),
    "plan": Ereignis("ein Betreuungsplan", lambda s, _, von, bis: _eines_von([e for e, _ in s.plaene], von, bis), "plan"),
    "neuerer-plan": Ereignis(
        "ein neuerer Betreuungsplan", lambda s, a, *_: s.plan is not None and s.plan.schluessel != a.bezug, verlangt="plan"
    ),
    "sozialintegrativ": Ereignis("„Sozialintegrative Leistungen: abgefragt“ im Betreuungsplan", _sozialintegrativ),
    "massnahmenergebnis": Ereignis(
        "ein „Ergebnis“ der Maßnahme",
        lambda s, a, *_: a.massnahme is not None and a.massnahme.hat_ergebnis,
        verlangt="massnahme",
    ),
    "bewerberangebot": Ereignis(
        "„Bewerberangebot: geprüft“ in einem Eintrag", lambda s, _, von, bis: _eines_von(s.bewerberangebote, von, bis)
    ),
    "einstufung": Ereignis(
        "eine Festlegung oder Bestätigung der Stufe",
        lambda s, _, von, bis: any(von <= e.datum <= bis for e in s.einstufungen),
    ),
    "spaetere-bewilligung": Ereignis(
        "ein späterer Tag bei „Bewilligung bis“", lambda s, a, *_: (s.fall.kopf.bewilligung_bis or a.datum) > a.datum, verlangt="bewilligung"
    ),
    "verlaengerung": Ereignis(
        "eine Verlängerung", lambda s, _, von, bis: _eines_von([e for e, _ in s.verlaengerungen], von, bis)
    ),
    "neuere-verlaengerung": Ereignis(
        "eine neuere Verlängerung",
        lambda s, a, *_: any(e.schluessel != a.bezug for e, _ in s.verlaengerungen[-1:]),
        verlangt="verlaengerung",
    ),
    "abschluss": Ereignis("der Abschluss", lambda s, *_: not s.offen, "abgeschlossen"),
    "arbeit-beendet": Ereignis("ein endgültiges Ergebnis der Nachbetreuung (beendet)", _arbeit_beendet),
    "nachbetreuungsergebnis": Ereignis("ein „Ergebnis“ in einem Eintrag Nachbetreuung", _nachbetreuungsergebnis),
    "kontaktdaten-geloescht": Ereignis("ein Eintrag „Kontaktdaten gelöscht“", _kontaktdaten_geloescht),
    # The file is gone then, and the case with it.
    "fall-geloescht": Ereignis("das Löschen der Falldatei"),
    "bleibt-abgeschlossen": Ereignis("die Angabe „Wieder aufnehmen: nein“ bei diesem oder einem späteren Gespräch"),
    "wiederaufnahme": Ereignis("die Wiederaufnahme", lambda s, *_: s.offen, "!abgeschlossen"),
}  # fmt: skip
