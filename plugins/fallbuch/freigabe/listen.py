"""The list of cases and the record of a period, for recipients inside the team's responsibility alone."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from pathlib import Path

from fallbuch.befund import anzahl
from fallbuch.einrichtung import Aufruffehler
from fallbuch.freigabe.ziel import UNGESEHEN, pruefe_ziel
from fallbuch.statistik.bausteine import Lage
from fallbuch.statistik.mengen import MENGEN
from fallbuch.statistik.tafeln import Fallzeile
from fallbuch.statistik.zeitraum import Zeitraum
from fallbuch.team import Team
from fallbuch.text.tabelle import als_csv

_WARNUNG = """\
NUR FÜR ZUSTÄNDIGE IM VEREIN. Diese Liste ist pseudonym, nicht anonym.

Statt der ID steht in jeder Zeile eine Nummer, die nur für diese Ausgabe gezogen wurde. Wer einen Menschen kennt, findet ihn trotzdem: Der genaue
Tag des Erstkontakts gehört fast immer zu einem einzigen Menschen, und die Zusammenfassungen erzählen von ihm. Geben Sie die Dateien nicht weiter,
legen Sie sie auf keine Seite, und löschen Sie sie, sobald sie nicht mehr gebraucht werden. Für andere gibt es keine Liste der Fälle, nur freigegebene Zahlen.

fallliste.csv   Nummer, Erstkontakt, Zugangsweg, Status, Berater: alle Fälle, die im Zeitraum offen waren oder endeten; Status und Berater wie heute
protokoll.csv   Tag, Nummer, Art, Zusammenfassung: alle Einträge des Zeitraums
"""


def schreibe_interne_liste(team: Team, zeitraum: Zeitraum, ordner: Path) -> str:
    """Write the list of cases and the record of a period, with numbers drawn anew each time. Raises `Aufruffehler`."""
    pruefe_ziel(team, ordner, f"intern-{zeitraum.schluessel}")
    phasen = MENGEN["Phasen"].auswahl["betreut"].zeilen(Lage(team.zahlenwerk.stoff, zeitraum))
    faelle: list[Fallzeile] = list({id(p.fall): p.fall for p in phasen}.values())
    if not faelle:
        raise Aufruffehler(f"In {zeitraum.name} war kein Fall offen.")
    nummern = _nummern(faelle)
    eintraege = [
        (str(e.datum), nummern[id(f)], e.art, " ".join(e.text.split()))
        for f in faelle
        for e in f.akte.fall.eintraege
        if e.datum is not None and zeitraum.enthaelt(e.datum)
    ]
    koepfe = [(nummern[id(f)], f.akte.fall.kopf) for f in faelle]
    stammdaten = [(n, str(k.erstkontakt or ""), k.zugangsweg or "", k.status or "", k.berater or "") for n, k in koepfe]
    ordner.mkdir(parents=True, exist_ok=True)
    for name, inhalt in {
        **UNGESEHEN,
        "LIESMICH.txt": _WARNUNG.encode(),
        "fallliste.csv": als_csv(("nummer", "erstkontakt", "zugangsweg", "status", "berater"), sorted(stammdaten)),
        "protokoll.csv": als_csv(("tag", "nummer", "art", "zusammenfassung"), sorted(eintraege)),
    }.items():
        (ordner / name).write_bytes(inhalt)
    return (
        f"Geschrieben in „{ordner}“: {anzahl(len(faelle), 'Fall', 'Fälle')} und {anzahl(len(eintraege), 'Eintrag', 'Einträge')} aus dem Zeitraum {zeitraum.name}. "
        "Die Liste ist pseudonym, nicht anonym: nur für Zuständige im Verein.\n"
    )


def _nummern(faelle: Sequence[Fallzeile]) -> Mapping[int, str]:
    """Draw a number for each case; the order tells nothing either."""
    stellen = max(4, len(str(len(faelle))) + 2)
    gezogen = secrets.SystemRandom().sample(range(10 ** (stellen - 1), 10**stellen), len(faelle))
    return {id(f): str(n) for f, n in zip(faelle, gezogen, strict=True)}
