"""Commands that set up: a new team, an invented one, what editors, git and shell need."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click
from click.shell_completion import get_completion_class

from fallbuch.befund import anzahl
from fallbuch.cli.einrichten import fehlende, lege_an, lege_pipelines_an, plane, setze_haken
from fallbuch.cli.gruppe import fallbuch, oeffne_platz, schreibe
from fallbuch.demo.erzeugen import HOECHSTENS, demo_team
from fallbuch.demo.freigaben import freigaben
from fallbuch.demo.skizze import STICHTAG
from fallbuch.forge.umgebung import FORGEN
from fallbuch.team import Aufruffehler


@fallbuch.command(beispiel="fallbuch demo --faelle 50 --seed 7 --ziel probe")
@click.option(
    "--faelle", type=click.IntRange(1, 100_000), default=120, metavar="N", help="Wie viele Fälle. Vorgabe: 120."
)
@click.option("--seed", type=click.IntRange(0), default=1, metavar="S", help="Gleiche Zahl, gleiche Fälle. Vorgabe: 1.")
@click.option(
    "--ziel", type=click.Path(path_type=Path), required=True, metavar="ORDNER", help="Neuer oder leerer Ordner."
)
def demo(faelle: int, seed: int, ziel: Path) -> None:
    """Erzeugt ein Team mit erfundenen Fällen zum Ausprobieren."""
    dateien = demo_team(faelle, seed)
    if faelle <= HOECHSTENS:
        dateien |= freigaben(dateien, STICHTAG, seed)
    _lege_an(ziel, dateien)
    angelegte = anzahl(sum(1 for name in dateien if name.startswith("faelle/")), "Fall", "Fälle")
    schreibe(f"{angelegte} angelegt in {ziel}. So geht es weiter: fallbuch faellig --team {ziel}\n")


@fallbuch.command(beispiel="fallbuch einrichten unser-team")
@click.argument("ziel", metavar="[ZIEL]", required=False, type=click.Path(path_type=Path))
@click.option(
    "--ergaenzen", is_flag=True, help="Legt in einem bestehenden Team an, was für Editoren und git noch fehlt."
)
@click.option(
    "--haken", is_flag=True, help="Lässt git vor jedem Speichern die geänderten Fälle in Form bringen und prüfen."
)
@click.option(
    "--forge",
    type=click.Choice(FORGEN),
    metavar="FORGE",
    help=f"Legt an, womit diese Plattform Änderungen prüft und die Seiten baut: {', '.join(FORGEN)}.",
)
def einrichten(ziel: Path | None, ergaenzen: bool, haken: bool, forge: str | None) -> None:
    """Legt den Ordner für ein neues Team an. Vorhandenes wird nie überschrieben."""
    if not (ergaenzen or haken or forge):
        if ziel is None or (not str(ziel).strip(". ") and not ziel.is_dir()):
            raise Aufruffehler("Nennen Sie einen Ordner, in dem das Team angelegt werden soll.")
        _lege_an(ziel, plane())
        schreibe(f"Angelegt in „{ziel}“. So geht es weiter: Öffnen Sie {ziel / 'README.md'}.\n")
        return
    team = ziel or Path(".")
    einrichtung = oeffne_platz(team, None).einrichtung
    if ergaenzen:
        neue = fehlende(team, einrichtung.regelwerk.vokabular, einrichtung.datei.ordner.faelle)
        lege_an(team, neue)
        schreibe("".join(f"Angelegt: {name}\n" for name in neue) or "Es fehlt nichts.\n")
    if haken:
        schreibe(
            f"Eingerichtet: {setze_haken(team, einrichtung.datei.ordner.faelle)}. Vor jedem Speichern in git werden die geänderten Fälle geprüft, und beim Zusammenführen bleiben die Einträge beider Seiten.\n"
        )
    if forge:
        eigene = einrichtung.datei.forge
        schreibe(lege_pipelines_an(team, forge, eigene.zweig if eigene is not None else None))


def _lege_an(ziel: Path, dateien: Mapping[str, str]) -> None:
    vorhandene = lege_an(ziel, dateien)
    if vorhandene:
        raise Aufruffehler(
            f"In „{ziel}“ gibt es schon „{vorhandene[0]}“. Es wurde nichts geschrieben. Nennen Sie einen neuen oder leeren Ordner."
        )


@fallbuch.command(
    short_help="Richtet die Tabulatortaste ein (bash, zsh, fish).", beispiel="fallbuch vervollstaendigung bash"
)
@click.argument("shell", metavar="SHELL", type=click.Choice(["bash", "zsh", "fish"]))
def vervollstaendigung(shell: str) -> None:
    """Gibt aus, womit die Tabulatortaste Befehle, Optionen, IDs und Wörter ergänzt: für bash, zsh oder fish."""
    klasse = get_completion_class(shell)
    if klasse is None:
        raise Aufruffehler(f"Für „{shell}“ gibt es keine Vervollständigung. Erwartet: bash, zsh oder fish.")
    schreibe(klasse(fallbuch, {}, "fallbuch", "_FALLBUCH_COMPLETE").source() + "\n")
