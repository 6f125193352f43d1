"""Moving in and out: old lists become cases and contacts, and everything leaves again as tables."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fallbuch.cli.befehle import BEFUNDE, fallbuch
from fallbuch.cli.deutsch import Tag
from fallbuch.cli.dialog import am_terminal, frage, sage
from fallbuch.cli.gruppe import IM_TEAM, PFAD, option, schreibe
from fallbuch.cli.schreiben import oeffne_platz, oeffne_zum_schreiben

if TYPE_CHECKING:
    from fallbuch.umzug.einzug import Einzug


@fallbuch.command(beispiel="fallbuch importieren kundenliste.xlsx kundendoku.docx")
@click.argument("dateien", nargs=-1, metavar="DATEI…", required=True, type=PFAD)
@IM_TEAM
@option("--schreiben", "Schreibt die Fälle. Ohne das steht nur da, was geschehen würde.", "ernst")
@option(
    "--zuordnung DATEI",
    "Welche Spalte und welches Wort was bedeutet. Gibt es die Datei noch nicht, kommen Ihre Antworten hinein.",
    type=PFAD,
)
@option("--erledigt-bis JJJJ-MM-TT", "Vereinbarungen aus Gesprächen bis zu diesem Tag gelten als erledigt.", type=Tag())
@option("--ablage ORDNER", "Ordner der Kontaktdaten, wo das Team keinen nennt.", type=PFAD)
def importieren(  # noqa: PLR0917 - click hands over every option
    dateien: Sequence[Path],
    team: Path,
    stichtag: str | None,
    ernst: bool,
    zuordnung: Path | None,
    erledigt_bis: date | None,
    ablage: Path | None,
) -> None:
    """Übernimmt alte Listen: Kundenliste und KundenDoku aus Excel, LibreOffice, Word oder CSV. Zeigt zuerst, was geschehen würde."""
    from fallbuch.umzug.einzug import Einzug  # noqa: PLC0415 - whoever moves nothing in does not wait for it

    platz = oeffne_zum_schreiben(team, stichtag, wiederholbar=True) if ernst else oeffne_platz(team, stichtag)
    einzug = Einzug(platz, dateien, zuordnung=zuordnung, erledigt_bis=erledigt_bis, ablage=ablage, umgebung=os.environ)
    if am_terminal():
        _frage_nach_spalten(einzug, zuordnung)
    plan = einzug.plane()
    for zeile in einzug.bericht():
        click.echo(zeile)
    if ernst:
        for zeile in einzug.schreibe():
            click.echo(zeile)
    else:
        click.echo("\nNichts ist geschrieben. Stimmt alles, rufen Sie denselben Befehl mit --schreiben auf.")
    if plan.zurueck or einzug.ungelesene:
        sys.exit(BEFUNDE)


def _frage_nach_spalten(einzug: Einzug, zuordnung: Path | None) -> None:
    """Ask what the columns mean that nobody knows."""
    antworten: dict[str, str] = {}
    for datei, kopf in einzug.unbekannte:
        if not antworten:
            sage(
                "Einige Spalten kennt niemand. Nennen Sie das Feld, „weglassen“, oder nur die Eingabetaste: Dann bleiben sie in einer eigenen Datei."
            )
        antwort = frage(f"{datei}, Spalte „{kopf}“", pruefe=einzug.gepruefte_spalte)
        if antwort:
            antworten[kopf] = antwort
    if antworten:
        einzug.nimm_spalten(antworten)
        if zuordnung is not None:
            einzug.merke_zuordnung(antworten)
            sage(f"Ihre Antworten stehen in {zuordnung}.")


@fallbuch.command(beispiel="fallbuch exportieren ../auszug")
@click.argument("ziel", metavar="ORDNER", type=PFAD)
@IM_TEAM
@option(
    "--fall ID", "Schreibt nur die Kopie für diesen Menschen: Plan, Vereinbarungen und nächste Schritte, zum Mitgeben."
)
def exportieren(ziel: Path, team: Path, stichtag: str | None, fall: str | None) -> None:
    """Schreibt den ganzen Bestand als Tabellen, mit einem Verzeichnis der Felder, oder einen Fall zum Mitgeben."""
    from fallbuch.umzug.auszug import schreibe_bestand, schreibe_kopie  # noqa: PLC0415 - the same

    platz = oeffne_platz(team, stichtag)
    saetze = schreibe_bestand(platz, ziel) if fall is None else schreibe_kopie(platz, fall, ziel)
    schreibe("".join(f"{satz}\n" for satz in saetze))
