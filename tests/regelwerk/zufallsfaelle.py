"""Random but valid case files, close to month ends, leap days and each other's due dates."""

from __future__ import annotations

import calendar
from collections.abc import Callable
from datetime import date, timedelta
from random import Random

ANFANG, ENDE = date(2026, 1, 1), date(2029, 6, 30)
STUFEN = ("IN", "IK", "IG", "IF")
BERATER = ("", " (Jana)", " (Ole)", " (Jana, Ole)")
ABSTAENDE = (0, 1, 2, 4, 7, 10, 14, 14, 21, 27, 28, 30, 45, 60, 90, 120)
INTERVALLE = ("10 Tage", "1 Woche", "2 Wochen", "4 Wochen", "8 Wochen", "1 Monat", "2 Monate", "3 Monate", "7 Monate")
LAENGEN = (0, 13, 27, 54, 55, 56, 60, 89, 90, 91, 120, 150, 182, 210, 300, 400)
MASSNAHMEN_MIT_ENDKONTAKT = (
    "Weiterbildung",
    "Training im Betrieb",
    "Training außerhalb des Betriebs",
    "Gruppenangebot",
)
STABILISIERENDE = ("Arbeitsgelegenheit", "Stabilisierung", "Einzelcoaching", "Psychosoziale Betreuung", "Suchtberatung")
MASSNAHMEN_VOR_16A = ("Kinderbetreuung", "Schuldnerberatung", "Psychosoziale Betreuung", "Suchtberatung")
ANDERE_MASSNAHMEN = ("Eignungsfeststellung", "Kurze Qualifizierung", "Rehabilitation", "Bewerbung", "Einstiegsgeld")
GRUENDE = ("Angebot abgelehnt", "keine Stelle gefunden", "Umzug", "Rente", "nicht erreichbar", "Sonstiges")
FORMEN = ("versicherungspflichtig", "geringfügig", "Ausbildung", "selbständig", "befristet")
IN_OFFENEN = {
    "Erstgespräch": 2,
    "Beratung": 6,
    "Telefonat": 4,
    "E-Mail": 2,
    "Brief": 3,
    "Außentermin": 1,
    "Versuche": 4,
    "Notiz": 4,
    "Arbeitgeberkontakt": 1,
    "Betreuungsplan": 6,
    "Maßnahme": 8,
    "Pause": 2,
    "Verlängerung": 1,
    "Abschluss": 2,
    "Nachbetreuung": 0.2,
    "Kontaktdaten gelöscht": 0.1,
}
IN_GESCHLOSSENEN = {
    "Nachbetreuung": 6,
    "Versuche": 1,
    "Notiz": 1,
    "Telefonat": 1,
    "Brief": 0.5,
    "Kontaktdaten gelöscht": 2,
    "Wiederaufnahme": 3,
}


def _monatsende(tag: date) -> date:
    """Return the last day of the month."""
    return tag.replace(day=calendar.monthrange(tag.year, tag.month)[1])


#: Days worth hitting: the ends of 24 months and what lies around the leap day.
BESONDERE = (
    *(_monatsende(date(2027 + monat // 12, 1 + monat % 12, 1)) for monat in range(24)),
    *(date(2028, 1, 29), date(2028, 1, 30), date(2028, 2, 28), date(2028, 3, 1), date(2027, 11, 29)),
)


class _Schreiber:
    """Writes one record entry by entry, the oldest first."""

    def __init__(self, rng: Random, erstkontakt: date) -> None:
        self.rng = rng
        self.tag = erstkontakt
        self.text: list[str] = []
        self.termine: list[str] = []
        self.stufe: str | None = None
        self.stuft_ein = rng.random() < 0.85
        self.geschlossen = False
        self.gespraech = False

    def ja(self, anteil: float) -> bool:
        """Return True in this share of the cases."""
        return self.rng.random() < anteil

    def danach(self, ab: date, *tage: int) -> date:
        """Return a day some days after another, often moved to the month's end, within the bounds."""
        tag = ab + timedelta(days=self.rng.choice(tage or ABSTAENDE))
        if self.ja(0.2):
            tag = _monatsende(tag)
        nahe = [b for b in BESONDERE if timedelta() <= b - tag <= timedelta(days=40)]
        if nahe and self.ja(0.25):
            tag = self.rng.choice(nahe)
        return max(ANFANG, min(ENDE, tag))

    def eintrag(self, art: str, zeilen: list[str]) -> None:
        """Write one entry with its own lines and, by chance, those that any entry may carry."""
        self.text += ["", f"## {self.tag} {art}{self.rng.choice(BERATER)}", ""]
        if self.ja(0.3):
            self.text += ["Es gab einiges zu besprechen.", ""]
        if self.ja(0.25):
            self.text += ["Vereinbarungen:", "", *self.vereinbarungen("Kundin", "Kunde", "Team", "Jana", "Ole"), ""]
        self.text += zeilen
        gespraech = art in {"Erstgespräch", "Beratung"}
        if self.stuft_ein and self.ja(0.5 if gespraech else 0.15):
            if self.stufe is None or self.ja(0.65):
                self.stufe = self.rng.choice(STUFEN)
            self.text.append(f"Betreuungsstufe: {self.stufe}")
        if self.ja(0.25):
            uhrzeit = self.rng.choice(("", "", " 14:30"))
            termin = "keiner" if self.ja(0.15) else f"{self.danach(self.tag, 0, 1, 7, 14, 28, 60)}{uhrzeit}"
            if self.termine and self.ja(0.2):
                termin += f" statt {self.rng.choice(self.termine)}"
            if not termin.startswith("keiner"):
                self.termine.append(termin[:10])
            self.text.append(f"Folgetermin: {termin}")
        if self.ja(0.05):
            self.text.append("Termin wahrgenommen: ja")
        if self.geschlossen and self.ja(0.3):
            self.text.append("Wieder aufnehmen: nein")
        if self.ja(0.12):
            self.text.append("Bewerberangebot: geprüft")
        if self.ja(0.1):
            self.text.append("Dauer: 45")

    def vereinbarungen(self, *wer: str) -> list[str]:
        """Return one to three agreements, most of them open and with a deadline."""
        zeilen = []
        for _ in range(self.rng.choice((1, 1, 2, 3))):
            kasten = self.rng.choice(("[ ]", "[ ]", "[x]", "[-]"))
            frist = f" (bis {self.danach(self.tag, 0, 3, 7, 14, 14, 30, 60)})" if self.ja(0.8) else ""
            zeilen.append(f"- {kasten} {self.rng.choice(wer)} klärt die nächsten Schritte{frist}")
        return zeilen

    def versuche(self) -> None:
        """Write one attempt or a row of them."""
        for i in range(self.rng.choice((1, 1, 2, 3, 4, 5))):
            naechster = self.danach(self.tag, 0, 3, 5, 7, 7, 8, 14) if i else self.tag
            self.tag = max(self.tag, naechster)
            self.eintrag(self.rng.choice(("Kontaktversuch", "Kontaktversuch", "Nicht erschienen")), [])

    def plan(self) -> list[str]:
        """Return the lines of a plan."""
        zeilen = ["Ziel: Bürostelle, 20 Stunden"]
        if self.ja(0.4):
            zeilen += ["Teilziele:", "", *self.vereinbarungen("Lebenslauf", "Kundin", "Team"), ""]
        if self.ja(0.5):
            zeilen.append(f"Kontaktintervall: {self.rng.choice(INTERVALLE)}")
        if self.ja(0.5):
            zeilen.append(f"Gültig bis: {self.danach(self.tag, 14, 60, 120, 181, 365)}")
        if self.ja(0.35):
            zeilen.append("Sozialintegrative Leistungen: abgefragt")
        return [*zeilen, "Einvernehmen: ja"]

    def massnahme(self) -> list[str]:
        """Return the lines of a measure that suits the level in many cases."""
        passend = {"IG": STABILISIERENDE, "IF": MASSNAHMEN_VOR_16A}.get(self.stufe or "", MASSNAHMEN_MIT_ENDKONTAKT)
        alle = MASSNAHMEN_MIT_ENDKONTAKT + STABILISIERENDE + MASSNAHMEN_VOR_16A + ANDERE_MASSNAHMEN
        zeilen = [f"Art: {self.rng.choice(passend if self.ja(0.6) else alle)}", "Bezeichnung: Schritt für Schritt"]
        beginn = self.tag
        if self.ja(0.6):
            geplant = (30, 60, 90, 120, 200) if self.stufe == "IF" else ()
            beginn = self.danach(self.tag, -60, -20, -1, 0, 1, 14, 30, 60, 90, 120, *geplant)
            zeilen.append(f"Beginn: {beginn}")
        if self.ja(0.85):
            laengen = LAENGEN[8:] if self.stufe == "IG" else LAENGEN
            zeilen.append(f"Ende: {max(beginn, self.danach(beginn, *laengen))}")
        if self.ja(0.35):
            zeilen.append(f"Ergebnis: {self.rng.choice(('abgeschlossen', 'abgebrochen', 'nicht angetreten'))}")
        return zeilen

    def pause(self) -> list[str]:
        """Return the lines of a pause; a later one may end it early."""
        return [f"Bis: {max(self.tag, self.danach(self.tag, 0, 7, 30, 60, 90, 180, 300))}"]

    def verlaengerung(self) -> list[str]:
        """Return the lines of an extension."""
        return [f"Bis: {max(self.tag, self.danach(self.tag, 30, 60, 90, 180))}", "Grund: Prüfung steht noch an"]

    def abschluss(self) -> list[str]:
        """Return the lines of a closing, with a job or without."""
        self.geschlossen = True
        if self.ja(0.35):
            grund = self.rng.choice(GRUENDE)
            return ["Ergebnis: ohne Arbeitsstelle beendet", f"Grund: {grund}", "Erklärung: So war es am besten"]
        zeilen = ["Ergebnis: Arbeitsstelle angenommen"]
        if self.ja(0.9):
            zeilen.append(f"Arbeitsbeginn: {self.danach(self.tag, -30, -10, 0, 1, 14, 30, 60)}")
        return [*zeilen, "Umfang: 20", f"Form: {self.rng.choice(FORMEN)}"]

    def wiederaufnahme(self) -> list[str]:
        """Open the case again."""
        self.geschlossen = False
        return []

    def nachbetreuung(self) -> list[str]:
        """Return the lines of a follow-up contact."""
        ergebnis = self.rng.choice(("", "", "weiter beschäftigt", "beendet", "unbekannt"))
        return [f"Ergebnis: {ergebnis}"] if ergebnis else []

    def schreibe(self) -> None:
        """Write the next entry, of a kind that the state of the case allows."""
        gewichte = IN_GESCHLOSSENEN if self.geschlossen else IN_OFFENEN
        art = self.rng.choices(list(gewichte), list(gewichte.values()))[0]
        if not self.geschlossen and not self.gespraech and self.ja(0.4):
            art = "Erstgespräch"
        if art == "Versuche":
            self.versuche()
            return
        eigene: dict[str, Callable[[], list[str]]] = {
            "Betreuungsplan": self.plan,
            "Maßnahme": self.massnahme,
            "Pause": self.pause,
            "Verlängerung": self.verlaengerung,
            "Abschluss": self.abschluss,
            "Wiederaufnahme": self.wiederaufnahme,
            "Nachbetreuung": self.nachbetreuung,
        }
        self.gespraech = self.gespraech or art in {"Erstgespräch", "Beratung"}
        self.eintrag(art, eigene[art]() if art in eigene else [])


def _kopf(schreiber: _Schreiber, erstkontakt: date) -> list[str]:
    """Return the front matter that agrees with the record."""
    rng = schreiber.rng
    status = "abgeschlossen" if schreiber.geschlossen else "in Beratung"
    if not schreiber.geschlossen and not schreiber.gespraech and schreiber.ja(0.6):
        status = "neu"
    berater: str | None = rng.choice(("Jana", "Jana", "Ole", "Rita"))
    if status != "in Beratung" and schreiber.ja(0.35):
        berater = None
    stufe = schreiber.stufe if schreiber.ja(0.7) else None
    if schreiber.stufe is None and schreiber.ja(0.4):
        stufe = rng.choice(STUFEN)
    zeilen = ["---", "ID: 4711", f"Erstkontakt: {erstkontakt}", "Zugangsweg: Beratungstag", f"Status: {status}"]
    zeilen += [f"Berater: {berater}"] if berater else []
    zeilen += [f"Betreuungsstufe: {stufe}"] if stufe else []
    if schreiber.ja(0.3):
        zeilen.append(f"Bewilligung bis: {schreiber.danach(erstkontakt, 30, 90, 180, 365, 500)}")
    return [*zeilen, "---"]


def zufallsfall(rng: Random) -> str:
    """Return the text of one case file; equal states of `rng` give equal texts."""
    frueh, spaet = (date(2027, 3, 1), date(2028, 2, 29)) if rng.random() < 0.6 else (ANFANG, date(2028, 12, 31))
    erstkontakt = frueh + timedelta(days=rng.randint(0, (spaet - frueh).days))
    if rng.random() < 0.3:
        erstkontakt = _monatsende(erstkontakt)
    schreiber = _Schreiber(rng, erstkontakt)
    for i in range(rng.choice((0, 1, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20))):
        schreiber.tag = max(schreiber.tag, schreiber.danach(schreiber.tag, *(() if i else (0, 0, 0, 3, 14, 20))))
        if schreiber.tag == ENDE:
            break
        schreiber.schreibe()
    return "\n".join([*_kopf(schreiber, erstkontakt), *schreiber.text]) + "\n"
