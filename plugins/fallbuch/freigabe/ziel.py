"""Where something may be written that leaves a folder: never into the team's own pages, never beside something else."""

from __future__ import annotations

from pathlib import Path

from fallbuch.einrichtung import Aufruffehler
from fallbuch.team import Team

#: What must not get into the team's history by a careless `git add`: git passes over a folder with this file.
UNGESEHEN = {".gitignore": b"*\n"}


def pruefe_ziel(team: Team, ordner: Path, zweck: str) -> None:
    """Raise `Aufruffehler` where a folder is a file, holds something, or lies where pages are built from or into."""
    wurzel, ziel = team.einrichtung.wurzel.resolve(), ordner.resolve()
    if ordner.exists() and not ordner.is_dir():
        raise Aufruffehler(f"„{ordner}“ ist eine Datei. Nennen Sie einen Ordner.")
    des_teams = team.datei.ordner.faelle, team.datei.ordner.seiten
    gesperrte = [wurzel / name for name in (*des_teams, "vorlagen", "statistik", "site", "site-oeffentlich")]
    if ziel == wurzel or any(ziel.is_relative_to(g) for g in gesperrte):
        raise Aufruffehler(
            f"„{ordner}“ gehört zu den Dateien oder Seiten des Teams. Nennen Sie einen eigenen Ordner, zum Beispiel paket-{zweck}."
        )
    if ordner.is_dir() and any(ordner.iterdir()):
        raise Aufruffehler(f"In „{ordner}“ liegt schon etwas. Nennen Sie einen neuen oder leeren Ordner.")
