"""Random stocks: case files of the rules' tests with more statements, and a log with events."""

from __future__ import annotations

import re
from datetime import date, timedelta
from random import Random

from fallbuch.text.quelle import Quelldatei
from tests.regelwerk.zufallsfaelle import zufallsfall

BERATER = "berater:\n  Jana: {}\n  Mira: {}\n  Ole: {}\n  Rita: {bis: 2027-09-30}\n"
KANAELE = """\
zugangswege:
  Beratungstag: {erwartung: 4–5 je Veranstaltung}
  Runder Tisch: {erwartung: 2 im Monat}
  Kontaktstelle: {erwartung: 2–3 im Monat}
  Aushang: {}
"""
TEAM = BERATER + KANAELE
WEGE = ("Beratungstag", "Runder Tisch", "Kontaktstelle", "Aushang")
ARBEITSMARKT = ("arbeitslos", "arbeitsuchend", "beschäftigt", "in Ausbildung", "nicht gemeldet")
GESPROCHEN = ("Erstgespräch", "Beratung", "Telefonat", "E-Mail", "Brief", "Außentermin", "Nachbetreuung", "Notiz")
#: Keys whose value may get lost; a level that nobody can read is a matter of its own.
SCHLUESSEL = tuple(
    re.compile(rf"\n({name}): .*")
    for name in ("Art", "Ergebnis", "Grund", "Form", "Umfang", "Bis", "Einvernehmen", "Beginn", "Ende", "Arbeitsbeginn")
)
STUFEN = ("IN", "IK", "IG", "IF")


def _tag_und_art(eintrag: str) -> tuple[date, str]:
    kopf = eintrag.splitlines()[0].removeprefix("## ")
    return date.fromisoformat(kopf[:10]), kopf[11:].split(" (")[0]


def _ergaenzt(rng: Random, eintrag: str) -> str:
    """Say more in an entry: the labour market, how long it took, when it was written."""
    tag, art = _tag_und_art(eintrag)
    zeilen = []
    if rng.random() < 0.15:
        zeilen.append(f"Arbeitsmarktstatus: {rng.choice(ARBEITSMARKT)}")
    if art in GESPROCHEN and "\nDauer:" not in eintrag and rng.random() < 0.4:
        zeilen.append(f"Dauer: {rng.choice((5, 10, 20, 35, 60, 90))}")
    if rng.random() < 0.12:
        zeilen.append(f"Nachgetragen am: {tag + timedelta(days=rng.choice((0, 1, 5, 20, 50, 90, 95, 200)))}")
    if art == "Betreuungsplan":
        antwort = rng.choice(("Einvernehmen: ja", "Einvernehmen: nein\nBegründung fehlendes Einvernehmen: zu weit", ""))
        eintrag = eintrag.replace("Einvernehmen: ja", antwort)
    if art == "Abschluss":
        umfang = rng.choice(("", *(f"Umfang: {stunden}" for stunden in (10, 14, 15, 29, 30, 39))))
        eintrag = eintrag.replace("Umfang: 20", umfang)
        if rng.random() < 0.2:
            eintrag = re.sub(r"\n(Form|Grund): .*", "", eintrag)
        if rng.random() < 0.04:
            eintrag = re.sub(r"\nErgebnis: .*", "", eintrag)
    if rng.random() < 0.05:
        eintrag = rng.choice(SCHLUESSEL).sub(r"\n\1: unleserlich", eintrag)
    return "\n".join([eintrag.rstrip("\n"), *zeilen]) + "\n\n"


def _weitere(rng: Random, eintraege: list[str]) -> list[str]:
    """Add what the cases of the rules' tests seldom have: pauses, assessments, second closings on the same day or later."""
    alle = []
    for eintrag in eintraege:
        tag, art = _tag_und_art(eintrag)
        if art == "Abschluss" and rng.random() < 0.2:  # on the first day of a quarter
            tag = tag.replace(month=(tag.month + 2) // 3 * 3, day=29)
            eintrag = f"## {tag}" + eintrag[len("## 2028-01-01") :]
        alle.append(eintrag)
        if rng.random() < 0.06:
            alle.append(f"## {tag} Pause\n\nBis: {tag + timedelta(days=rng.choice((0, 6, 20, 60, 120)))}\n\n")
        if rng.random() < 0.06:
            alle.append(f"## {tag} Notiz\n\nBetreuungsstufe: {rng.choice(STUFEN)}\n\n")
        if art == "Abschluss" and rng.random() < 0.1:
            frueher, spaeter = tag - timedelta(days=30), tag + timedelta(days=rng.choice((0, 10)))
            alle.append(f"## {spaeter} Maßnahme\n\nArt: Rehabilitation\nBeginn: {frueher}\nEnde: {spaeter}\n\n")
        if art == "Abschluss" and rng.random() < 0.15:
            spaeter = tag + timedelta(days=rng.choice((0, 1, 30)))
            alle.append(f"## {spaeter} Abschluss\n\nErgebnis: ohne Arbeitsstelle beendet\nGrund: Umzug\n\n")
            if rng.random() < 0.5:
                alle.append(f"## {spaeter} Wiederaufnahme\n\nWieder da.\n\n")
    return alle


def _verschoben(rng: Random, kopf: str) -> str:
    """Move the first contact, so that entries or even the closing lie before it; or lose it."""
    erstkontakt = date.fromisoformat(re.findall(r"Erstkontakt: (.*)", kopf)[0])
    neu = rng.choice(("", f"Erstkontakt: {erstkontakt + timedelta(days=rng.choice((-40, 5, 30, 200)))}"))
    return re.sub(r"Erstkontakt: .*\n", f"{neu}\n" if neu else "", kopf)


def fall(rng: Random, kennung: str) -> Quelldatei:
    """Return a random case file."""
    kopf, *eintraege = re.split(r"^(?=## )", zufallsfall(rng), flags=re.MULTILINE)
    kopf = kopf.replace("ID: 4711", f"ID: {kennung}")
    kopf = kopf.replace("Zugangsweg: Beratungstag", f"Zugangsweg: {rng.choice((*WEGE, *WEGE, 'Flugblatt'))}")
    if rng.random() < 0.5:
        kopf = kopf.replace("Status:", f"Arbeitsmarktstatus: {rng.choice(ARBEITSMARKT)}\nStatus:")
    if rng.random() < 0.05:
        kopf = kopf.replace("Berater: Jana", "Berater: Niemand")
    if rng.random() < 0.12:
        kopf = _verschoben(rng, kopf)
    eintraege = [_ergaenzt(rng, eintrag) for eintrag in _weitere(rng, eintraege)]
    if rng.random() < 0.15:
        eintraege.reverse()
    elif rng.random() < 0.1:
        rng.shuffle(eintraege)
    return Quelldatei(f"faelle/{kennung}.md", (kopf + "".join(eintraege)).encode(), None)


def protokoll(rng: Random) -> Quelldatei:
    """Return a random log: events of two years, and lines that are none."""
    zeilen = ["# Protokoll\n"]
    for _ in range(rng.randrange(25)):
        tag = date(2027, 1, 1) + timedelta(days=rng.randrange(1095))
        art = rng.choice(("Veranstaltung", "Veranstaltung", "Akquise"))
        zeilen.append(f"## {tag} {art} (Jana)\n\nZugangsweg: {rng.choice(WEGE)}\nNeue Fälle: 2\n")
    return Quelldatei("vorlagen/protokoll.md", "\n".join(zeilen).encode(), None)


def bestand(rng: Random) -> list[Quelldatei]:
    """Return the files of a stock."""
    return [fall(rng, str(1000 + nummer)) for nummer in range(rng.randint(8, 15))]
