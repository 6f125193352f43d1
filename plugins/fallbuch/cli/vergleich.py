"""Commands that compare two states of a team: what a change means, who changed what when."""

from __future__ import annotations

from pathlib import Path

import click

from fallbuch.cli.befehle import fallbuch
from fallbuch.cli.gruppe import ID, IM_TEAM, TEAM, formate, lebenszeichen, samt, schreibe, stichtag_und_heute
from fallbuch.einrichtung import Einrichtung, richte_ein
from fallbuch.text.historie import hauptzweig
from fallbuch.text.staende import zweige
from fallbuch.vergleich.ausgabe import als_json, als_markdown, als_text
from fallbuch.vergleich.bericht import bericht
from fallbuch.vergleich.modell import Vergleich
from fallbuch.vergleich.seiten import stelle_gegenueber
from fallbuch.vergleich.vergleichen import vergleiche
from fallbuch.vergleich.verlauf import verlauf_von


@fallbuch.command(beispiel="fallbuch vergleichen origin/main")
@click.argument("basis", metavar="[BASIS]", required=False)
@click.argument("kopf", metavar="[KOPF]", required=False)
@IM_TEAM
@formate("text", "markdown", "json")
def vergleichen(basis: str | None, kopf: str | None, team: Path, stichtag: str | None, form: str) -> None:
    """Sagt, was eine Änderung für Fälle und Termine bedeutet: seit BASIS bis KOPF, ohne KOPF bis zum Ordner, wie er jetzt ist.

    Ohne BASIS gilt der Zweig, in den Änderungen übernommen werden.
    """
    v = verglichen(team, stichtag, basis or zielzweig(richte_ein(team)), kopf)
    if form == "json":
        schreibe(als_json(v))
    else:
        schreibe((als_markdown if form == "markdown" else als_text)(bericht(v)))


def zielzweig(einrichtung: Einrichtung) -> str:
    """Return the state into which changes are merged: the branch that the team names, else the main one, as the forge has it."""
    eigene = einrichtung.datei.forge
    zweig = (eigene.zweig if eigene is not None else None) or hauptzweig(einrichtung.wurzel)
    dort = f"origin/{zweig}"
    return dort if dort in zweige(einrichtung.wurzel) else zweig


def verglichen(team: Path, stichtag: str | None, basis: str, kopf: str | None = None) -> Vergleich:
    """Compare two states of the team in a folder. Raises `Aufruffehler`."""
    einrichtung = richte_ein(team)
    tag, jetzt = stichtag_und_heute(einrichtung, team, stichtag)
    with (
        lebenszeichen("Die Stände werden verglichen …"),
        stelle_gegenueber(einrichtung, basis, kopf, stichtag=tag, heute=jetzt) as gegenueber,
    ):
        return vergleiche(gegenueber)


@fallbuch.command(beispiel="fallbuch verlauf 4711")
@samt(ID, TEAM)
def verlauf(kennung: str, team: Path) -> None:
    """Sagt, wer an einem Fall wann was geändert hat, nach dem, was git gespeichert hat. Das Neueste steht oben."""
    schreibe(verlauf_von(richte_ein(team), kennung))
