"""The package of a released period: everything that it holds follows from the register alone."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from fallbuch.befund import anzahl
from fallbuch.einrichtung import Aufruffehler
from fallbuch.freigabe.paket.beschreibung import datapackage
from fallbuch.freigabe.paket.bilder import bilder
from fallbuch.freigabe.paket.mappe import mappe
from fallbuch.freigabe.paket.tabellen import KENNZAHLSPALTEN, SPALTEN, Spalte, kennzahlen_csv, woerterbuch, zahlen_csv
from fallbuch.freigabe.paket.zusammenfassung import als_html, als_pdf, erlaeuterungen
from fallbuch.freigabe.ziel import pruefe_ziel
from fallbuch.register.blatt import Registerblatt
from fallbuch.register.kette import dateiname
from fallbuch.statistik.zeitraum import Zeitraum
from fallbuch.team import Team
from fallbuch.text.drucker import KeinBrowser

#: How to read drawn numbers.
AUSGELOST = (
    "Jede Anzahl ist ein Vielfaches von 3, ausgelost in der Nähe der wahren, auch jede Summe für sich. Hinter einer 3 können zum Beispiel ein Mensch oder fünf stehen, hinter einer 0 auch zwei.",
    "Dieselben Menschen stehen überall als dieselbe Zahl, außer wo sie als Teil größer wären als ihre Summe, und in Summen mehrerer Teams, wo zwei Tabellen nach Verschiedenem fragen. Zeilen ergeben oft nicht genau die Summe. Prozente und Verhältnisse sind aus ausgelosten Zahlen gerechnet.",
    "Für jeden Menschen passt zu allem, was veröffentlicht ist, jede Geschichte, auch die, dass er nie beraten wurde.",
)


def schreibe_paket(team: Team, zeitraum: Zeitraum, ordner: Path) -> str:
    """Write the package of a released period into an empty folder. Raises `Aufruffehler`."""
    if team.hindernis is not None:
        raise Aufruffehler(f"{team.hindernis[1]} „fallbuch pruefen“ nennt die Stellen.")
    blatt = team.register.blatt(zeitraum.schluessel)
    if blatt is None:
        raise Aufruffehler(
            f"Das {zeitraum.name} ist nicht freigegeben; ein Paket gibt es erst danach. Geben Sie den Zeitraum mit --freigeben frei."
        )
    pruefe_ziel(team, ordner, zeitraum.schluessel)
    siegel = team.los.siegel((team.einrichtung.wurzel / dateiname(zeitraum.schluessel)).read_bytes())
    titel = f"Statistik {team.datei.name}, {zeitraum.name}"
    dateien = inhalt(blatt, titel, siegel)
    hinweis = ""
    try:
        dateien["zusammenfassung.pdf"] = als_pdf(als_html(blatt, titel, siegel))
    except KeinBrowser as fehler:
        # The page is readable without: a missing browser must not stand between a team and its figures.
        dateien["zusammenfassung.html"] = als_html(blatt, titel, siegel).encode()
        hinweis = f"{fehler} Die Zusammenfassung liegt deshalb als Seite dabei; drucken Sie sie aus Ihrem Browser.\n"
    for name, roh in dateien.items():
        (ordner / name).parent.mkdir(parents=True, exist_ok=True)
        (ordner / name).write_bytes(roh)
    return f"{hinweis}Geschrieben in „{ordner}“: {anzahl(len(dateien), 'Datei', 'Dateien')}, {zeitraum.name}, freigegeben am {blatt.umstaende.freigegeben_am}.\n"


def inhalt(blatt: Registerblatt, titel: str, siegel: str) -> dict[str, bytes]:
    """Return all files but the printed page."""
    tabellen: dict[str, tuple[bytes, Sequence[Spalte]]] = {
        "zahlen.csv": (zahlen_csv(blatt), SPALTEN),
        "kennzahlen.csv": (kennzahlen_csv(blatt), KENNZAHLSPALTEN),
    }
    kopf = _kopf(blatt, titel, siegel)
    return {
        "LIESMICH.txt": ("\r\n".join(kopf) + "\r\n").encode("utf-8-sig"),
        **{name: roh for name, (roh, _) in tabellen.items()},
        "woerterbuch.csv": woerterbuch({name: spalten for name, (_, spalten) in tabellen.items()}),
        "datapackage.json": datapackage(blatt, titel, tabellen),
        "statistik.xlsx": mappe(blatt, kopf),
        **dict(bilder(blatt)),
    }


def _kopf(blatt: Registerblatt, titel: str, siegel: str) -> list[str]:
    u = blatt.umstaende
    # Quarters are not those of the calendar.
    quartale = " Die Quartale des Teams gehen vom 29. bis zum 28. und enden so vor dem Monatsende."
    return [
        titel,
        f"Freigegeben am {u.freigegeben_am}, gezählt am Stichtag {u.stichtag}. Siegel: {siegel}; damit erkennt das Team seine Freigabe wieder.",
        f"{blatt.zeitraum.name}: {blatt.zeitraum.von} bis {blatt.zeitraum.bis}.{'' if blatt.zeitraum.kalender else quartale}",
        *erlaeuterungen(blatt),
        f"Verfahren: {blatt.verfahren}.",
        *(AUSGELOST if blatt.ausgelost else ()),
        "Ein Unterschied zwischen Gruppen beweist keine Wirkung.",
        *blatt.ausgelassen,
        (
            "zahlen.csv: alle Zahlen. kennzahlen.csv: was sie bedeuten. woerterbuch.csv: was die Spalten bedeuten. statistik.xlsx: dasselbe als Mappe. "
            "bilder: die Schaubilder. datapackage.json: die Beschreibung für Programme."
        ),
    ]
