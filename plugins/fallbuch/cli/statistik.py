"""Commands about figures: counting a period, releasing it, and the scan of a public site."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from fallbuch.befund import anzahl, meldung
from fallbuch.cli.deutsch import Befehl, beende
from fallbuch.cli.gruppe import (
    BEFUNDE,
    STICHTAG,
    TEAM,
    aufruf_von,
    fallbuch,
    nimm_auf,
    oeffne_team,
    schreibe,
    schreibe_bytes,
)
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
from fallbuch.statistik.kennzahl import Kennzahl
from fallbuch.statistik.werk import Zahlenwerk
from fallbuch.statistik.zeitraum import GESAMT, Zeitraum
from fallbuch.team import OHNE_VORLAGEN, VORLAGEN_FEHLERHAFT, Aufruffehler, Team, richte_ein

_ORDNER = click.Path(path_type=Path)
#: What each option is for; together with another purpose it would be silently ignored.
_ZWECKE = {"freigeben": "--freigeben", "ausgabe": "--ausgabe", "zeugen": "--zeugen", "bekannt": "--bekannt"}
_NUR_MIT = {
    "ohne": ("freigeben", "zeugen", "bekannt"),
    "zusammen": ("freigeben", "zeugen", "bekannt"),
    "extern": ("freigeben",),
    "trotzdem": ("freigeben",),
    "intern": ("ausgabe",),
}


@fallbuch.command(beispiel="fallbuch statistik --quartal 2026Q2 --geschuetzt")
@TEAM
@STICHTAG
@format_("text", "json", "csv")
@click.option("--quartal", metavar="JJJJQn", help="Welches Quartal, zum Beispiel 2026Q3. Vorgabe: das laufende.")
@click.option("--jahr", metavar="JJJJ", help="Statt eines Quartals die vier Quartale dieses Jahres.")
@click.option("--gesamt", is_flag=True, help="Statt eines Quartals die ganze Zeit seit dem ersten Fall.")
@click.option("--kennzahl", metavar="NAME", help="Nur diese Kennzahl, zum Beispiel Zugang.")
@click.option("--geschuetzt", is_flag=True, help="Der Entwurf: gerundete Zahlen, wie sie das Team verlassen dürfen.")
@click.option(
    "--freigeben",
    is_flag=True,
    help="Prüft, ob die gerundeten Zahlen jemanden verraten, und schreibt sie dann ins Register.",
)
@click.option(
    "--ohne", multiple=True, metavar="TABELLE", help="Beim Freigeben: Diese Tabelle bleibt im Team. Mehrmals möglich."
)
@click.option(
    "--zusammen",
    multiple=True,
    metavar='"TABELLE: A + B"',
    help="Beim Freigeben: Diese Zeilen werden zusammengezählt. Mehrmals möglich.",
)
@click.option(
    "--extern", is_flag=True, help="Beim Freigeben: dazu die Liste der Fälle für andere, ohne Tage und ohne Namen."
)
@click.option(
    "--trotzdem",
    is_flag=True,
    help="Beim Freigeben: auch wenn sich Fälle nicht auswerten lassen und in den Zahlen fehlen.",
)
@click.option(
    "--ausgabe",
    type=_ORDNER,
    metavar="ORDNER",
    help="Schreibt das Paket eines freigegebenen Zeitraums: Tabellen, Bilder, Zusammenfassung.",
)
@click.option(
    "--intern",
    is_flag=True,
    help="Mit --ausgabe: statt des Pakets die Fallliste und das Protokoll, nur für Zuständige im Verein.",
)
@click.option(
    "--bekannt",
    multiple=True,
    metavar="ID",
    help="Sagt, was sich genauer ausrechnen ließe, wenn jemand diese Fälle ganz kennt. Mehrmals möglich.",
)
@click.option(
    "--zeugen",
    type=_ORDNER,
    metavar="ORDNER",
    help="Schreibt den Beweis der Prüfung zum Nachrechnen. Er bleibt im Team.",
)
def statistik(team: Path, stichtag: str | None, form: str, **werte: Any) -> None:
    """Zählt, was das Team wissen will: genau für das Team, mit --geschuetzt gerundet für andere."""
    zweck = _zweck(form, werte)
    aufruf = aufruf_von(richte_ein(team), team, stichtag) if zweck == "freigeben" else ""
    if zweck == "freigeben":
        nimm_auf(team, aufruf)
    geoeffnet = oeffne_team(team, stichtag)
    zeitraum = _zeitraum(
        geoeffnet.zahlenwerk,
        werte["quartal"],
        werte["jahr"],
        gesamt=werte["gesamt"],
        geschuetzt=werte["geschuetzt"] or bool(zweck),
    )
    if zweck:
        from fallbuch.cli import freigabe  # noqa: PLC0415 - the solver and the spreadsheets take their time to load

        freigabe.fuehre_aus(zweck, geoeffnet, zeitraum, {**werte, "team": team, "stichtag": stichtag, "aufruf": aufruf})
        return
    _zeige(geoeffnet, zeitraum, form, werte["kennzahl"], geschuetzt=werte["geschuetzt"])


def _zweck(form: str, werte: dict[str, Any]) -> str:
    """Return what is to be done beside showing figures; "" where nothing is."""
    zwecke = [name for name in _ZWECKE if werte[name]]
    if len(zwecke) > 1:
        raise Aufruffehler(f"Nennen Sie nur eins davon: {', '.join(_ZWECKE[name] for name in zwecke)}.")
    zweck = zwecke[0] if zwecke else ""
    for option, erlaubt in _NUR_MIT.items():
        if werte[option] and zweck not in erlaubt:
            raise Aufruffehler(f"--{option} gehört zu {' oder '.join(_ZWECKE[name] for name in erlaubt)}.")
    if zweck and (werte["kennzahl"] is not None or werte["geschuetzt"] or form != "text"):
        raise Aufruffehler(
            f"{_ZWECKE[zweck]} gilt für einen ganzen Zeitraum: ohne --kennzahl, --geschuetzt und --format."
        )
    if zweck and werte["quartal"] is None and werte["jahr"] is None:
        raise Aufruffehler(f"Zu {_ZWECKE[zweck]} gehört ein Zeitraum: --quartal 2026Q2 oder --jahr 2026.")
    return zweck


def _zeige(team: Team, zeitraum: Zeitraum, form: str, kennzahl: str | None, *, geschuetzt: bool) -> None:
    werk = team.zahlenwerk
    if team.einrichtung.fehlerhaft:
        if geschuetzt:
            raise Aufruffehler(f"{VORLAGEN_FEHLERHAFT} {OHNE_VORLAGEN}")
        sys.stderr.write(f"Achtung: {VORLAGEN_FEHLERHAFT} „fallbuch pruefen“ nennt die Stellen.\n")
    kennzahlen: Sequence[Kennzahl] = werk.buch.kennzahlen
    if kennzahl is not None:
        gefunden = werk.buch.kennzahl(kennzahl)
        if gefunden is None:
            namen = ", ".join(k.titel for k in kennzahlen)
            raise Aufruffehler(f"Eine Kennzahl „{kennzahl}“ gibt es nicht. Erwartet: {namen}.")
        kennzahlen = (gefunden,)
    if geschuetzt:
        _zeige_geschuetzt(werk, zeitraum, form, kennzahlen)
        return
    rohe = werk.roh(zeitraum)
    match form:
        case "json":
            schreibe(json_der_rohtabellen(kennzahlen, rohe))
        case "csv":
            schreibe_bytes(csv_der_rohtabellen(kennzahlen, rohe))
        case _:
            schreibe(text_der_rohtabellen(kennzahlen, rohe))


def _zeige_geschuetzt(werk: Zahlenwerk, zeitraum: Zeitraum, form: str, kennzahlen: Sequence[Kennzahl]) -> None:
    tabellen = werk.geschuetzt(zeitraum).tabellen
    if not any(t.schluessel in tabellen for k in kennzahlen for t in k.tabellen):
        raise Aufruffehler(f"„{kennzahlen[0].titel}“ bleibt im Team. Ohne --geschuetzt sehen Sie die genauen Zahlen.")
    match form:
        case "json":
            schreibe(json_der_schutztabellen(kennzahlen, tabellen))
        case "csv":
            schreibe_bytes(csv_der_schutztabellen(kennzahlen, tabellen))
        case _:
            schreibe(text_der_schutztabellen(kennzahlen, tabellen))


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
@click.option(
    "--streng",
    is_flag=True,
    help="Endet auch mit 1, wenn sich eine Datei nicht durchsuchen lässt, zum Beispiel ein Archiv.",
)
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
        beende(BEFUNDE)
