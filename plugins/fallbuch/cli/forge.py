"""Commands for the team's forge: the one comment that a pipeline keeps up to date."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import click

from fallbuch.befund import anzahl
from fallbuch.cli.befehle import fallbuch
from fallbuch.cli.gruppe import PFAD, option, schreibe
from fallbuch.einrichtung import Aufruffehler
from fallbuch.forge.kommentar import mit_marke, setze
from fallbuch.forge.netz import Forgefehler, Forgeverbindung
from fallbuch.forge.umgebung import FORGEN, Fehlend, ort_aus, zugang_aus


@fallbuch.command(beispiel="fallbuch kommentieren bericht.md --forge github --anfrage 12")
@click.argument("datei", metavar="DATEI", type=PFAD)
@option("--forge FORGE", f"Wohin: {', '.join(FORGEN)}.", type=click.Choice(FORGEN), required=True)
@option("--anfrage NR", "Nummer der Anfrage. Vorgabe: die, für die die Pipeline läuft.", type=click.IntRange(1))
@option("--issue NR", "Nummer eines Issues, statt einer Anfrage.", type=click.IntRange(1))
@option("--marke WORT", "Woran der Kommentar wiederzufinden ist, wenn DATEI nicht damit beginnt.")
def kommentieren(datei: Path, forge: str, anfrage: int | None, issue: int | None, marke: str | None) -> None:
    """Schreibt eine Datei als Kommentar unter eine Anfrage, beim nächsten Mal in denselben Kommentar. Für Pipelines."""
    if anfrage is not None and issue is not None:
        raise Aufruffehler("Nennen Sie entweder --anfrage oder --issue.")
    try:
        zeichen, text = mit_marke(datei.read_text(encoding="utf-8", errors="replace"), marke)
        zugang = zugang_aus(forge, os.environ)
        ort = ort_aus(forge, os.environ, anfrage, issue)
        getan = setze(Forgeverbindung(zugang, _warte), ort, zeichen, text)
    except (Fehlend, Forgefehler) as fehler:
        raise Aufruffehler(str(fehler)) from fehler
    schreibe(f"{ort.name}: Der Kommentar ist {getan}.\n")


def _warte(sekunden: float) -> None:
    sys.stderr.write(
        f"Die Forge hat gerade viel zu tun; es geht in {anzahl(round(sekunden), 'Sekunde', 'Sekunden')} weiter.\n"
    )
    time.sleep(sekunden)
