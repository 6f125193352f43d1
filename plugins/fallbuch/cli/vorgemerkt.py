"""What git's next commit holds, and what it takes away."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from fallbuch.befund import Befund
from fallbuch.cli.pfade import vorgemerkte_faelle
from fallbuch.cli.schreiben import oeffne_platz
from fallbuch.team import Team, ohne_faelle
from fallbuch.vergleich.entfernte import entfernte_vor_dem_speichern
from fallbuch.vergleich.verlorenes import verlorenes_vor_dem_speichern


def vorgemerktes(ordner: Path, stichtag: str | None) -> Team:
    """Open the team with the cases of git's next commit alone, as that commit will hold them."""
    platz = oeffne_platz(ordner, stichtag)
    akten = platz.lies(vorgemerkte_faelle(platz, geaenderte=True))
    leer = ohne_faelle(platz.einrichtung, stichtag=platz.stichtag, heute=platz.heute)
    return replace(leer, akten=akten)


def was_wegkommt(team: Team) -> list[Befund]:
    """Return what the next commit takes away: of a join under way, and open cases."""
    entfernte = entfernte_vor_dem_speichern(team.einrichtung, team.stichtag, team.heute)
    return [*verlorenes_vor_dem_speichern(team.einrichtung, vorgemerkt=True), *entfernte]
