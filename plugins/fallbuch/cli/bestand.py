"""What stands in a team's texts on the day on which it begins to look: remembered, so that only what is new is told."""

from __future__ import annotations

import secrets
from collections import Counter
from pathlib import Path

from fallbuch.akte.protokoll import PROTOKOLLDATEI
from fallbuch.bearbeiten.platz import Vorhaben
from fallbuch.befund import anzahl
from fallbuch.bestand.textpruefung import abdruecke
from fallbuch.cli.gruppe import schreibe, schreibe_gleich
from fallbuch.cli.schreiben import oeffne_zum_schreiben
from fallbuch.regelwerk.altbestand import BESTANDSDATEI, als_datei
from fallbuch.text.ablage import Ablage
from fallbuch.text.mitschrift import verwirf
from fallbuch.text.quelle import liegt_da, lies_datei

#: So many files are named.
_HOECHSTENS = 10


def als_bekannte(wie_viele: int) -> str:
    """Return a sentence on what was known before, "" where nothing was."""
    if not wie_viele:
        return ""
    return f" {anzahl(wie_viele, 'bekannte Angabe', 'bekannte Angaben')} in alten Texten {'wird' if wie_viele == 1 else 'werden'} nicht gemeldet."


def merke_bestand(ordner: Path, stichtag: str | None) -> None:
    """Write hashes of what is found today in cases and log; a salt that is there stays."""
    verwirf()
    platz = oeffne_zum_schreiben(ordner, stichtag, wiederholbar=True)
    regelwerk, wurzel = platz.regelwerk, platz.einrichtung.wurzel
    dateien = platz.dateien()
    if liegt_da(wurzel / PROTOKOLLDATEI):
        dateien.append(lies_datei(wurzel / PROTOKOLLDATEI, PROTOKOLLDATEI, wurzel))
    salz = regelwerk.altbestand.salz or secrets.token_hex(8)
    alle = {d.name: abdruecke(d, regelwerk.vokabular, salz) for d in dateien if d.hindernis is None}
    angaben = {name: gefunden for name, gefunden in alle.items() if gefunden}
    wie_viele = sum(map(len, angaben.values()))
    pfad = wurzel / BESTANDSDATEI
    alt = lies_datei(pfad, BESTANDSDATEI, wurzel).inhalt if liegt_da(pfad) else None
    neu = als_datei(salz, angaben).encode()
    if not wie_viele and alt is None:
        schreibe("In den Texten steht nichts, was zu merken wäre.\n")
        return
    if neu == alt:
        schreibe(f"{BESTANDSDATEI} ist schon auf diesem Stand.\n")
        return
    satz = (
        f"Gemerkt: {anzahl(wie_viele, 'Angabe', 'Angaben')} in {anzahl(len(angaben), 'Datei', 'Dateien')}, in {BESTANDSDATEI}. "
        "Gemeldet wird nur noch, was neu ist oder sich ändert. Die Angaben selbst stehen weiter in den Texten; nehmen Sie sie nach und nach heraus."
    )
    vorher = regelwerk.altbestand.angaben
    dazu = {name: (Counter(gefunden) - Counter(vorher.get(name, ()))).total() for name, gefunden in angaben.items()}
    if vorher and (neue := [name for name, zahl in dazu.items() if zahl]):
        mehr = " …" if len(neue) > _HOECHSTENS else ""
        satz += f" Neu dazugekommen: {anzahl(sum(dazu.values()), 'Angabe', 'Angaben')} in {', '.join(neue[:_HOECHSTENS])}{mehr}. Gehört etwas davon nicht dorthin, nehmen Sie es heraus."
    vorhaben = Vorhaben(ablagen=[Ablage(name=BESTANDSDATEI, alt=alt, neu=neu)], saetze=[satz], merken=False)
    vorhaben.fuehre_aus(platz, lambda: schreibe_gleich(vorhaben.bericht()))
