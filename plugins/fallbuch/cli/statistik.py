"""Commands about figures: counting a period, releasing it, and the scan of a public site."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from fallbuch.befund import anzahl, meldung
from fallbuch.cli.befehle import BEFUNDE, fallbuch
from fallbuch.cli.gruppe import IM_TEAM, PFAD, formate, oeffne_team, option, schreibe
from fallbuch.cli.schreiben import aufruf_von, nimm_auf
from fallbuch.einrichtung import Aufruffehler, richte_ein
from fallbuch.leckprobe.seiten import leckprobe as pruefe
from fallbuch.statistik import ausgabe
from fallbuch.statistik.kennzahl import Kennzahl
from fallbuch.statistik.summen import Summenwerk
from fallbuch.statistik.werk import Zahlenwerk
from fallbuch.statistik.zeitraum import GESAMT, Zeitraum
from fallbuch.team import VORLAGEN_FEHLERHAFT, Team

#: What is to be done beside showing figures, and what belongs to it: elsewhere it would be silently ignored.
_ZWECKE = {"freigeben": "trotzdem", "ausgabe": "intern"}


@fallbuch.command(beispiel="fallbuch statistik --quartal 2026Q2 --geschuetzt")
@IM_TEAM
@formate("text", "json", "csv")
@option("--quartal JJJJQn", "Welches Quartal, zum Beispiel 2026Q3. Vorgabe: das laufende.")
@option("--jahr JJJJ", "Statt eines Quartals die vier Quartale dieses Jahres.")
@option("--gesamt", "Statt eines Quartals die ganze Zeit seit dem ersten Fall.")
@option("--kennzahl NAME", "Nur diese Kennzahl, zum Beispiel Zugang.")
@option("--geschuetzt", "Geloste Zahlen: die freigegebenen, sonst ein Entwurf fürs Team.")
@option("--freigeben", "Schreibt die gelosten Zahlen eines Zeitraums ins Register. Erst dann dürfen sie hinaus.")
@option("--trotzdem", "Beim Freigeben: auch wenn sich Fälle nicht auswerten lassen und in den Zahlen fehlen.")
@option("--ohne TABELLE", "Beim Freigeben der Summen eines Verbunds: ohne diese Tabelle. Geht mehrmals.", multiple=True)
@option(
    "--ausgabe ORDNER",
    "Schreibt das Paket eines freigegebenen Zeitraums: Tabellen, Bilder, Zusammenfassung.",
    type=PFAD,
)
@option("--intern", "Mit --ausgabe: statt des Pakets die Fallliste und das Protokoll, nur für Zuständige im Verein.")
def statistik(team: Path, stichtag: str | None, form: str, **werte: Any) -> None:
    """Zählt, was das Team wissen will: genau für das Team, mit --geschuetzt so, wie andere es sehen."""
    zweck = _zweck(form, werte)
    aufruf = aufruf_von(richte_ein(team), team, stichtag) if zweck == "freigeben" else ""
    if zweck == "freigeben":
        nimm_auf(team, aufruf)
    geoeffnet = oeffne_team(team, stichtag)
    zeitraum = _zeitraum(geoeffnet.zahlenwerk, zweck, **werte)
    if zweck:
        from fallbuch.cli import freigabe  # noqa: PLC0415 - the spreadsheets take their time to load

        if zweck == "freigeben":
            freigabe.freigeben(geoeffnet, zeitraum, aufruf, trotzdem=werte["trotzdem"], ohne=werte["ohne"])
        else:
            freigabe.gib_aus(geoeffnet, zeitraum, werte["ausgabe"], intern=werte["intern"])
        return
    _zeige(geoeffnet, zeitraum, form, werte["kennzahl"], geschuetzt=werte["geschuetzt"])


def _zweck(form: str, werte: dict[str, Any]) -> str:
    """Return what is to be done beside showing figures; "" where nothing is."""
    zwecke = [name for name in _ZWECKE if werte[name]]
    if len(zwecke) > 1:
        raise Aufruffehler(f"Nennen Sie nur eins davon: {', '.join(f'--{name}' for name in zwecke)}.")
    zweck = zwecke[0] if zwecke else ""
    for name, dazu in _ZWECKE.items():
        if werte[dazu] and zweck != name:
            raise Aufruffehler(f"--{dazu} gehört zu --{name}.")
    if werte["ohne"] and zweck != "freigeben":
        raise Aufruffehler("--ohne gehört zu --freigeben.")
    if zweck and (werte["kennzahl"] is not None or werte["geschuetzt"] or form != "text"):
        raise Aufruffehler(f"--{zweck} gilt für einen ganzen Zeitraum: ohne --kennzahl, --geschuetzt und --format.")
    if zweck and werte["quartal"] is None and werte["jahr"] is None:
        raise Aufruffehler(f"Zu --{zweck} gehört ein Zeitraum: --quartal 2026Q2 oder --jahr 2026.")
    return zweck


def _zeige(team: Team, zeitraum: Zeitraum, form: str, kennzahl: str | None, *, geschuetzt: bool) -> None:
    werk = team.zahlenwerk
    if team.einrichtung.fehlerhaft and not geschuetzt:
        sys.stderr.write(f"Achtung: {VORLAGEN_FEHLERHAFT} „fallbuch pruefen“ nennt die Stellen.\n")
    kennzahlen: Sequence[Kennzahl] = werk.buch.kennzahlen
    if kennzahl is not None:
        gefunden = werk.buch.kennzahl(kennzahl)
        if gefunden is None:
            namen = ", ".join(k.titel for k in kennzahlen)
            raise Aufruffehler(f"Eine Kennzahl „{kennzahl}“ gibt es nicht. Erwartet: {namen}.")
        kennzahlen = (gefunden,)
    if geschuetzt:
        _zeige_geschuetzt(team, zeitraum, form, kennzahl, kennzahlen)
        return
    if form == "csv":
        schreibe(ausgabe.csv_der_rohtabellen(kennzahlen, werk.roh(zeitraum)))
    else:
        als = ausgabe.json_der_rohtabellen if form == "json" else ausgabe.text_der_rohtabellen
        schreibe(als(kennzahlen, werk.roh(zeitraum)))


def _zeige_geschuetzt(
    team: Team, zeitraum: Zeitraum, form: str, kennzahl: str | None, kennzahlen: Sequence[Kennzahl]
) -> None:
    """Show a released period as it was released; only where there is none a draft is made."""
    if team.hindernis is not None:
        raise Aufruffehler(f"{team.hindernis[1]} „fallbuch pruefen“ nennt die Stellen.")
    titel, blatt = kennzahlen[0].titel, team.register.blatt(zeitraum.schluessel)
    if blatt is not None:
        gemeinte = {k.schluessel for k in kennzahlen}
        kennzahlen = [k for k in blatt.kennzahlen if kennzahl is None or k.schluessel in gemeinte]
    tabellen = blatt.tabellen if blatt is not None else team.zahlenwerk.geschuetzte(zeitraum)
    if not any(t.schluessel in tabellen for k in kennzahlen for t in k.tabellen):
        raise Aufruffehler(f"„{titel}“ bleibt im Team. Ohne --geschuetzt sehen Sie die genauen Zahlen.")
    am = blatt.umstaende.freigegeben_am if blatt is not None else None
    if form == "text":
        schreibe(ausgabe.text_der_schutztabellen(kennzahlen, tabellen, am, mit_los=team.register.los is not None))
    else:
        als = ausgabe.json_der_schutztabellen if form == "json" else ausgabe.csv_der_schutztabellen
        schreibe(als(kennzahlen, tabellen, am))


def _zeitraum(
    werk: Zahlenwerk, zweck: str, *, quartal: str | None, jahr: str | None, gesamt: bool, geschuetzt: bool, **_: Any
) -> Zeitraum:
    genannte = [name for name in (quartal, jahr, GESAMT if gesamt else None) if name is not None]
    if len(genannte) > 1:
        raise Aufruffehler("Nennen Sie nur einen Zeitraum: --quartal, --jahr oder --gesamt.")
    if not genannte:
        return werk.zeitraeume[0]
    if gesamt and (geschuetzt or zweck):
        raise Aufruffehler("Die Zeit seit dem ersten Fall bleibt im Team: Ihr erster Tag ist der eines Menschen.")
    name = genannte[0].strip().upper() if not gesamt else GESAMT
    form, beispiel = (
        (r"[0-9]{4}Q[1-4]", "ein Quartal wie 2026Q2") if quartal is not None else (r"[0-9]{4}", "ein Jahr wie 2026")
    )
    if not gesamt and re.fullmatch(form, name) is None:
        raise Aufruffehler(f"„{genannte[0]}“ ist kein Zeitraum. Erwartet: {beispiel}.")
    zeitraum = werk.zeitraum(name)
    if zeitraum is None and isinstance(werk, Summenwerk):
        da = ", ".join(z.schluessel for z in werk.zeitraeume[:8]) or "keine"
        raise Aufruffehler(
            f"Zu „{name}“ liegen keine Summen da; Jahre werden nicht zusammengezählt. Vorhandene Quartale: {da}."
        )
    if zeitraum is None:
        raise Aufruffehler(f"„{name}“ hat am {werk.stichtag} noch nicht begonnen. Erwartet: {beispiel}.")
    if zeitraum.ende < werk.beginn:
        raise Aufruffehler(f"„{name}“ war zu Ende, bevor der erste Fall begann. Erwartet: {beispiel}.")
    return zeitraum


@fallbuch.command(beispiel="fallbuch leckprobe site-oeffentlich")
@click.argument("seiten", metavar="SEITEN", type=PFAD)
@IM_TEAM
@option("--streng", "Endet auch mit 1, wenn sich eine Datei nicht durchsuchen lässt, zum Beispiel ein Archiv.")
def leckprobe(seiten: Path, team: Path, stichtag: str | None, streng: bool) -> None:
    """Sucht in gebauten öffentlichen Seiten nach allem, was im Team bleiben muss."""
    if not seiten.is_dir():
        raise Aufruffehler(
            f"Den Ordner „{seiten}“ gibt es nicht. Nennen Sie den Ordner der gebauten Seiten, zum Beispiel site-oeffentlich."
        )
    geoeffnet = oeffne_team(team, stichtag)
    # Rendering is needed here alone, and it takes its time to load.
    from fallbuch.website.ohne_team import seiten_ohne_team  # noqa: PLC0415

    ergebnis = pruefe(seiten, geoeffnet, geoeffnet.veroeffentlichungen, seiten_ohne_team())
    if not ergebnis.gelesen and not ergebnis.ungelesen and not ergebnis.befunde:
        raise Aufruffehler(f"In „{seiten}“ liegen keine Seiten. Nennen Sie den Ordner der gebauten Seiten.")
    gefunden = anzahl(len(ergebnis.befunde) + ergebnis.mehr, "Stelle verrät", "Stellen verraten")
    rest = f" Gezeigt sind die ersten {len(ergebnis.befunde)}." if ergebnis.mehr else ""
    schluss = f"{gefunden} etwas.{rest}" if ergebnis.befunde else "Nichts gefunden."
    ungelesen = "".join(
        f"{pfad}: Diese Datei lässt sich nicht als Text lesen und wurde nicht durchsucht.\n"
        for pfad in ergebnis.ungelesen
    )
    dateien = anzahl(ergebnis.gelesen, "Datei", "Dateien")
    schreibe("".join(map(meldung, ergebnis.befunde)) + ungelesen + f"{dateien} durchsucht. {schluss}\n")
    if ergebnis.befunde or (streng and ergebnis.ungelesen):
        sys.exit(BEFUNDE)
