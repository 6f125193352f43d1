"""Commands that compare two states of a team: what a change means, who changed what when."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from fallbuch.befund import Schwere, anzahl, lesbar, meldung
from fallbuch.cli.befehle import BEFUNDE, fallbuch
from fallbuch.cli.gruppe import ID, IM_TEAM, TEAM, formate, lebenszeichen, samt, schreibe, stichtag_und_heute
from fallbuch.cli.meldungen import fuer_programme
from fallbuch.einrichtung import Einrichtung, richte_ein
from fallbuch.text.historie import hauptzweig
from fallbuch.text.staende import zweige
from fallbuch.vergleich.ausgabe import als_json, als_markdown, als_text, roh
from fallbuch.vergleich.bericht import bericht
from fallbuch.vergleich.meldungen import G006
from fallbuch.vergleich.modell import Vergleich
from fallbuch.vergleich.seiten import stelle_gegenueber
from fallbuch.vergleich.vergleichen import vergleiche
from fallbuch.vergleich.verlauf import verlauf_von
from fallbuch.vergleich.verlorenes import verlorenes_seit, verlorenes_vor_dem_speichern
from fallbuch.vergleich.worte import entfernt_je_datei


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


def pruefe_neues(ordner: Path, stichtag: str | None, basis: str, *, form: str, streng: bool) -> None:
    """Report what a change brought, and name what it removed, whatever else it did."""
    v = verglichen(ordner, stichtag, basis)
    einrichtung = richte_ein(ordner)
    verlorenes = (*verlorenes_seit(einrichtung, basis), *verlorenes_vor_dem_speichern(einrichtung, vorgemerkt=False))
    # Forges show only the first few beside the lines.
    befunde = sorted([*verlorenes, *v.neue_befunde], key=lambda b: b.schwere is not Schwere.FEHLER)
    weg = [(datei, roh(satz)) for datei, satz in entfernt_je_datei(v)]
    if form != "text":
        schreibe(fuer_programme(form, befunde, weg, ordner))
    else:
        offene = {b.stelle.datei for b in befunde if b.art is G006}  # these have been named
        entfernt = "".join(f"{lesbar(datei, 200)}: {satz}\n" for datei, satz in weg if datei not in offene)
        fehler = sum(1 for b in befunde if b.schwere is Schwere.FEHLER)
        hinweise = len(befunde) - fehler
        schluss = f"Neu seit {lesbar(basis)}: {anzahl(fehler, 'Fehler', 'Fehler')}, {anzahl(hinweise, 'Hinweis', 'Hinweise')}.\n"
        schreibe("".join(map(meldung, befunde)) + entfernt + schluss)
    if any(b.schwere is Schwere.FEHLER or streng for b in befunde):
        sys.exit(BEFUNDE)


@fallbuch.command(beispiel="fallbuch verlauf 4711")
@samt(ID, TEAM)
def verlauf(kennung: str, team: Path) -> None:
    """Sagt, wer an einem Fall wann was geändert hat, nach dem, was git gespeichert hat. Das Neueste steht oben."""
    schreibe(verlauf_von(richte_ein(team), kennung))
