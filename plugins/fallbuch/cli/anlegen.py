"""Commands that set up: a new team, an invented one, what editors, git and shell need."""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import click
from click.shell_completion import get_completion_class

from fallbuch.befund import anzahl
from fallbuch.cli.befehle import fallbuch
from fallbuch.cli.dialog import am_terminal, gespraech
from fallbuch.cli.einrichten import STARTER, fehlende, lege_an, lege_pipelines_an, setze_haken, vorgaben_unter
from fallbuch.cli.gang import eigener_platz, zettel_fuer
from fallbuch.cli.gruenden import Gruendung, dateien_fuer, frage_gruendung, gruendung_aus, pruefe_ort, speichere
from fallbuch.cli.gruppe import PFAD, option, schreibe, teamordner
from fallbuch.cli.schreiben import oeffne_platz
from fallbuch.einrichtung import Aufruffehler, bestimme_stichtag
from fallbuch.forge.umgebung import FORGEN
from fallbuch.regelwerk.modell import Teamdatei
from fallbuch.uhr import heute
from fallbuch.weitergabe.programm import programmdateien
from fallbuch.weitergabe.rad import eigenes_rad

#: Where a team that does not say otherwise is at home.
ZEITZONE = "Europe/Berlin"


@fallbuch.command(beispiel="fallbuch demo --ziel probe")
@option("--ziel ORDNER", "Neuer oder leerer Ordner.", type=PFAD, required=True)
def demo(ziel: Path) -> None:
    """Legt ein Team mit 120 erfundenen Fällen an, zum Ausprobieren."""
    dateien = vorgaben_unter("demoteam")
    _pruefe_frei(ziel, dateien)
    lege_an(ziel, dateien)
    angelegte = anzahl(sum(1 for name in dateien if name.startswith("faelle/")), "Fall", "Fälle")
    schreibe(f"{angelegte} angelegt in {ziel}. So geht es weiter: fallbuch faellig --team {ziel}\n")


@fallbuch.command(beispiel="fallbuch einrichten unser-team --berater Jana --berater Ole --zugangsweg Beratungstag")
@click.argument("ziel", metavar="[ZIEL]", required=False, type=PFAD)
@option("--name NAME", "Wie das Team heißt. Fehlen alle Angaben, wird im Terminal gefragt.")
@option("--berater NAME", "Wer berät. Mehrmals möglich.", multiple=True)
@option("--zugangsweg NAME", "Woher die Menschen kommen. Mehrmals möglich.", multiple=True)
@option("--land LAND", "Dessen Feiertage gelten, zum Beispiel Bayern oder Wien.")
@option(
    "--quartal WIE",
    "Wann ein Quartal der Auswertung endet: mit dem Kalenderquartal oder am 28. seines letzten Monats.",
    type=click.Choice(["kalender", "28."]),
)
@option("--adresse ADRESSE", "Wo der Ordner bei der Forge liegt, mit https://. Gehört zu --forge.")
@option("--trotzdem", "Auch in einem git-Verzeichnis, das schon etwas anderes enthält.")
@option("--ergaenzen", "Legt in einem bestehenden Team Hilfen für Editoren und weitere Vorlagen an, soweit sie fehlen.")
@option(
    "--vorbilder", "Legt in einem bestehenden Team die Prozesse von AMS und STEP2JOB als Seiten an, zum Vergleichen."
)
@option("--haken", "Lässt git vor jedem Speichern die geänderten Fälle in Form bringen und prüfen.")
@option(
    "--forge FORGE",
    f"Legt an, womit diese Plattform Änderungen prüft und die Seiten baut: {', '.join(FORGEN)}.",
    type=click.Choice(FORGEN),
)
def einrichten(  # noqa: PLR0917 - click hands over every option
    ziel: Path | None, ergaenzen: bool, vorbilder: bool, haken: bool, forge: str | None, trotzdem: bool, **werte: Any
) -> None:
    """Legt den Ordner für ein neues Team an und fragt dabei, was dazugehört. Vorhandenes wird nie überschrieben."""
    team = ziel or teamordner(Path("."))
    if (ergaenzen or vorbilder or haken or forge) and (team / "vorlagen").is_dir():
        if any(werte.values()):
            raise Aufruffehler(
                "Dieses Team gibt es schon. Seine Angaben stehen in vorlagen/team.yml; ändern Sie sie dort."
            )
        _ergaenze(team, ergaenzen=ergaenzen, vorbilder=vorbilder, haken=haken, forge=forge)
        return
    if ziel is None or (not str(ziel).strip(". ") and not ziel.is_dir()):
        raise Aufruffehler(
            "Nennen Sie einen Ordner, in dem das Team angelegt werden soll: fallbuch einrichten unser-team"
        )
    fragen = am_terminal() and not (any(werte.values()) or ergaenzen or vorbilder or haken or forge)
    pruefe_ort(ziel, darf_fremd=trotzdem, fragen=fragen)
    g = gruendung_aus(werte, forge)
    if not fragen:
        _gruende(ziel, g, ergaenzen=ergaenzen, vorbilder=vorbilder, haken=haken)
        return
    _pruefe_frei(ziel, dateien_fuer(g, _gruendungstag()))
    gespraech(
        lambda: _gruende(ziel, frage_gruendung(g), ergaenzen=False, vorbilder=False, haken=False),
        zettel_fuer(eigener_platz(), "einrichten", str(ziel.absolute())),
    )


def _gruendungstag() -> date:
    """Return the day from which the team works with the rules: the key date of the surroundings, else today."""
    return bestimme_stichtag(option=None, umgebung=os.environ, plugin=None, datei=Teamdatei()) or heute(ZEITZONE)


def _gruende(ziel: Path, g: Gruendung, *, ergaenzen: bool, vorbilder: bool, haken: bool) -> bool:
    dateien: dict[str, str | bytes] = {
        **dateien_fuer(g, _gruendungstag()), **vorgaben_unter(STARTER), **programmdateien(eigenes_rad()),
    }  # fmt: skip
    _pruefe_frei(ziel, dateien)
    lege_an(ziel, dateien)
    gespeichert = speichere(ziel, list(dateien))
    schreibe(f"Angelegt in „{ziel}“: {anzahl(len(dateien), 'Datei', 'Dateien')}. {gespeichert}\n")
    _ergaenze(ziel, ergaenzen=ergaenzen, vorbilder=vorbilder, haken=haken, forge=g.forge or None)
    schreibe(f"So geht es weiter: Öffnen Sie {ziel / 'README.md'}.\n")
    return True


def _ergaenze(team: Path, *, ergaenzen: bool, vorbilder: bool, haken: bool, forge: str | None) -> None:
    pruefe_ort(team, darf_fremd=True)
    einrichtung = oeffne_platz(team, None).einrichtung
    if ergaenzen:
        neue = fehlende(team, einrichtung.regelwerk.vokabular, einrichtung.datei.ordner.faelle)
        lege_an(team, neue)
        schreibe("".join(f"Angelegt: {name}\n" for name in neue) or "Es fehlt nichts.\n")
    if vorbilder:
        seiten = team / einrichtung.datei.ordner.seiten
        sammlung = vorgaben_unter("vorbildsammlung")
        neue = {name: text for name, text in sammlung.items() if not os.path.lexists(seiten / name)}
        lege_an(seiten, neue)
        schreibe(
            "".join(f"Angelegt: {einrichtung.datei.ordner.seiten}/{name}\n" for name in neue) or "Es fehlt nichts.\n"
        )
    if haken:
        schreibe(
            f"Eingerichtet: {setze_haken(team, einrichtung.datei.ordner.faelle)}. Vor jedem Speichern in git werden die geänderten Fälle geprüft, und beim Zusammenführen bleiben die Einträge beider Seiten.\n"
        )
    if forge:
        eigene = einrichtung.datei.forge
        schreibe(lege_pipelines_an(team, forge, eigene.zweig if eigene is not None else None))


def _pruefe_frei(ziel: Path, namen: Iterable[str]) -> None:
    for name in ("faelle", "vorlagen", *namen):
        if os.path.lexists(ziel / name):
            raise Aufruffehler(
                f"In „{ziel}“ gibt es schon „{name}“. Es wurde nichts geschrieben. Nennen Sie einen neuen oder leeren Ordner."
            )


@fallbuch.command(beispiel="fallbuch vervollstaendigung bash")
@click.argument("shell", metavar="SHELL", type=click.Choice(["bash", "zsh", "fish"]))
def vervollstaendigung(shell: str) -> None:
    """Gibt aus, womit die Tabulatortaste Befehle, Optionen, IDs und Wörter ergänzt: für bash, zsh oder fish."""
    klasse = get_completion_class(shell)
    if klasse is None:
        raise Aufruffehler(f"Für „{shell}“ gibt es keine Vervollständigung. Erwartet: bash, zsh oder fish.")
    schreibe(klasse(fallbuch, {}, "fallbuch", "_FALLBUCH_COMPLETE").source() + "\n")
