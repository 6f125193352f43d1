"""Commands about figures: the draft of a period, and the scan of a public site."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import click

from fallbuch.befund import anzahl, meldung
from fallbuch.cli.deutsch import Befehl, beende
from fallbuch.cli.gruppe import BEFUNDE, STICHTAG, TEAM, fallbuch, oeffne_team, schreibe, schreibe_bytes
from fallbuch.cli.gruppe import form as format_
from fallbuch.leckprobe.seiten import leckprobe as pruefe
from fallbuch.statistik.ausgabe import (
    csv_der_rohtabellen,
    csv_der_schutztabellen,
    json_der_rohtabellen,
    json_der_schutztabellen,
    text_der_rohtabellen,
    text_der_schutztabellen,
)
from fallbuch.statistik.werk import Zahlenwerk
from fallbuch.statistik.zeitraum import GESAMT, Zeitraum
from fallbuch.team import OHNE_VORLAGEN, VORLAGEN_FEHLERHAFT, Aufruffehler


@fallbuch.command(beispiel="fallbuch statistik --quartal 2026Q2 --geschuetzt")
@TEAM
@STICHTAG
@format_("text", "json", "csv")
@click.option("--quartal", metavar="JJJJQn", help="Welches Quartal, zum Beispiel 2026Q3. Vorgabe: das laufende.")
@click.option("--jahr", metavar="JJJJ", help="Statt eines Quartals die vier Quartale dieses Jahres.")
@click.option("--gesamt", is_flag=True, help="Statt eines Quartals die ganze Zeit seit dem ersten Fall.")
@click.option("--kennzahl", metavar="NAME", help="Nur diese Kennzahl, zum Beispiel Zugang.")
@click.option("--geschuetzt", is_flag=True, help="Die gerundeten Zahlen, wie sie das Team verlassen dürfen.")
def statistik(  # noqa: PLR0917 - click hands over every option
    team: Path,
    stichtag: str | None,
    form: str,
    quartal: str | None,
    jahr: str | None,
    gesamt: bool,
    kennzahl: str | None,
    geschuetzt: bool,
) -> None:
    """Zählt, was das Team wissen will: genau für das Team, mit --geschuetzt gerundet für andere."""
    geoeffnet = oeffne_team(team, stichtag)
    werk = geoeffnet.zahlenwerk
    if geoeffnet.einrichtung.fehlerhaft:
        if geschuetzt:
            raise Aufruffehler(f"{VORLAGEN_FEHLERHAFT} {OHNE_VORLAGEN}")
        sys.stderr.write(f"Achtung: {VORLAGEN_FEHLERHAFT} „fallbuch pruefen“ nennt die Stellen.\n")
    zeitraum = _zeitraum(werk, quartal, jahr, gesamt=gesamt, geschuetzt=geschuetzt)
    kennzahlen = werk.buch.kennzahlen
    if kennzahl is not None:
        gefunden = werk.buch.kennzahl(kennzahl)
        if gefunden is None:
            namen = ", ".join(k.titel for k in kennzahlen)
            raise Aufruffehler(f"Eine Kennzahl „{kennzahl}“ gibt es nicht. Erwartet: {namen}.")
        kennzahlen = (gefunden,)
    if geschuetzt:
        tabellen = werk.geschuetzt(zeitraum).tabellen
        if not any(t.schluessel in tabellen for k in kennzahlen for t in k.tabellen):
            raise Aufruffehler(
                f"„{kennzahlen[0].titel}“ bleibt im Team. Ohne --geschuetzt sehen Sie die genauen Zahlen."
            )
        match form:
            case "json":
                schreibe(json_der_schutztabellen(kennzahlen, tabellen))
            case "csv":
                schreibe_bytes(csv_der_schutztabellen(kennzahlen, tabellen))
            case _:
                schreibe(text_der_schutztabellen(kennzahlen, tabellen))
        return
    rohe = werk.roh(zeitraum)
    match form:
        case "json":
            schreibe(json_der_rohtabellen(kennzahlen, rohe))
        case "csv":
            schreibe_bytes(csv_der_rohtabellen(kennzahlen, rohe))
        case _:
            schreibe(text_der_rohtabellen(kennzahlen, rohe))


#: The same under the name of the process.
fallbuch.add_command(
    Befehl(
        "auswertung",
        callback=statistik.callback,
        params=statistik.params,
        help=statistik.help,
        beispiel="fallbuch auswertung --quartal 2026Q2 --kennzahl Zugang",
    )
)


def _zeitraum(werk: Zahlenwerk, quartal: str | None, jahr: str | None, *, gesamt: bool, geschuetzt: bool) -> Zeitraum:
    genannte = [name for name in (quartal, jahr, GESAMT if gesamt else None) if name is not None]
    if len(genannte) > 1:
        raise Aufruffehler("Nennen Sie nur einen Zeitraum: --quartal, --jahr oder --gesamt.")
    if not genannte:
        return werk.zeitraeume[0]
    if gesamt and geschuetzt:
        raise Aufruffehler("Die Zeit seit dem ersten Fall bleibt im Team: Ihr erster Tag ist der eines Menschen.")
    name = genannte[0].strip().upper() if not gesamt else GESAMT
    form, beispiel = (
        (r"[0-9]{4}Q[1-4]", "ein Quartal wie 2026Q2") if quartal is not None else (r"[0-9]{4}", "ein Jahr wie 2026")
    )
    if not gesamt and re.fullmatch(form, name) is None:
        raise Aufruffehler(f"„{genannte[0]}“ ist kein Zeitraum. Erwartet: {beispiel}.")
    zeitraum = werk.zeitraum(name)
    if zeitraum is None:
        raise Aufruffehler(f"„{name}“ hat am {werk.stichtag} noch nicht begonnen. Erwartet: {beispiel}.")
    if zeitraum.ende < werk.beginn:
        raise Aufruffehler(f"„{name}“ war zu Ende, bevor der erste Fall begann. Erwartet: {beispiel}.")
    return zeitraum


@fallbuch.command(beispiel="fallbuch leckprobe site-oeffentlich")
@click.argument("seiten", metavar="SEITEN", type=click.Path(path_type=Path))
@TEAM
@STICHTAG
def leckprobe(seiten: Path, team: Path, stichtag: str | None) -> None:
    """Sucht in gebauten öffentlichen Seiten nach allem, was im Team bleiben muss."""
    if not seiten.is_dir():
        raise Aufruffehler(
            f"Den Ordner „{seiten}“ gibt es nicht. Nennen Sie den Ordner der gebauten Seiten, zum Beispiel site-oeffentlich."
        )
    geoeffnet = oeffne_team(team, stichtag)
    # Rendering is needed here alone, and it takes its time to load.
    from fallbuch.website.ohne_team import seiten_ohne_team  # noqa: PLC0415

    ergebnis = pruefe(seiten, geoeffnet, tuple(geoeffnet.zahlenwerk.veroeffentlichungen()), seiten_ohne_team())
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
    if ergebnis.befunde:
        beende(BEFUNDE)
