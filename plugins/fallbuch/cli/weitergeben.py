"""The command that gives a team another version of the program."""

from __future__ import annotations

from pathlib import Path

import click

from fallbuch.cli.befehle import fallbuch
from fallbuch.cli.gruppe import IM_TEAM, PFAD, ZEIGEN, lebenszeichen, samt, schreibe
from fallbuch.cli.schreiben import oeffne_zum_schreiben
from fallbuch.einrichtung import Aufruffehler
from fallbuch.regelwerk.vokabular import REGELDATEI
from fallbuch.text.ablage import Ablage, allein, setze, stand
from fallbuch.vergleich.ausgabe import roh
from fallbuch.vergleich.worte import regelsatz
from fallbuch.weitergabe.folgen import bericht, regelfolgen, termine_jetzt, termine_mit, terminfolgen
from fallbuch.weitergabe.programm import ORDNER, programmdateien
from fallbuch.weitergabe.rad import Rad, lies_rad


@fallbuch.command(beispiel="fallbuch aktualisieren fallbuch-0.1.0-py3-none-any.whl")
@click.argument("datei", metavar="DATEI", type=PFAD)
@samt(IM_TEAM, ZEIGEN)
def aktualisieren(datei: Path, team: Path, stichtag: str | None, zeigen: bool) -> None:
    """Legt eine andere Fassung von Fallbuch in den Ordner „programm“ des Teams und sagt, was sie für Regeln und Termine ändert."""
    platz = oeffne_zum_schreiben(team, stichtag, wiederholbar=True)
    try:
        rad = lies_rad(datei.expanduser().read_bytes())
    except FileNotFoundError as fehler:
        raise Aufruffehler(f"Die Datei „{datei}“ gibt es nicht.") from fehler
    except IsADirectoryError as fehler:
        raise Aufruffehler(
            f"„{datei}“ ist ein Ordner. Erwartet: eine Datei wie fallbuch-1.0-py3-none-any.whl."
        ) from fehler
    wurzel = platz.einrichtung.wurzel
    with lebenszeichen("Beide Fassungen rechnen …"):
        alt, neu = termine_jetzt(wurzel, platz.stichtag), termine_mit(rad, wurzel, platz.stichtag)
    folgen = None if alt is None or neu is None else terminfolgen(alt, neu)
    zeilen = map(regelsatz, regelfolgen(rad, platz.einrichtung, stand(wurzel, REGELDATEI)))
    regeln = [[roh(zeile.satz), *(roh(("  ", *d.satz)) for d in zeile.darunter)] for zeile in zeilen]
    schreibe(f"Fallbuch {rad.version}, Prüfsumme {rad.pruefsumme[:16]}\n{bericht(regeln, folgen)}")
    ablagen = _ablagen(wurzel, rad)
    if not ablagen:
        schreibe(f"Im Ordner „{ORDNER}“ liegt schon diese Fassung.\n")
    elif zeigen:
        schreibe("Es wurde nichts geschrieben.\n")
    else:
        with allein(wurzel):
            for ablage in ablagen:
                setze(wurzel, ablage)
        schreibe(
            f"Geschrieben: {', '.join(a.name for a in ablagen)}. Speichern Sie den Ordner in git; danach richtet jede und jeder im Team "
            f"die neue Fassung ein: python3 {ORDNER}/installieren.py\n"
        )


def _ablagen(wurzel: Path, rad: Rad) -> list[Ablage]:
    """Return what is to be written, in this order: at every moment the list names a wheel that is there."""
    neue = programmdateien(rad)
    alte = sorted(pfad.name for pfad in (wurzel / ORDNER).glob("fallbuch-*.whl"))
    ablagen = [Ablage(name=n, alt=alt, neu=inhalt) for n, inhalt in neue.items() if (alt := stand(wurzel, n)) != inhalt]
    weg = [name for name in (f"{ORDNER}/{n}" for n in alte) if name not in neue]
    return ablagen + [Ablage(name=name, alt=stand(wurzel, name), neu=None) for name in weg]
