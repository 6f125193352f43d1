"""The demo team has released periods, by the same way as any other team."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from fallbuch.einrichtung import richte_ein
from fallbuch.freigabe.freigeben import gib_frei
from fallbuch.register.los import LOSDATEI, als_text, beispiellos
from fallbuch.register.meldungen import ORDNER
from fallbuch.team import oeffne

#: Periods before the newest one; that one is left to whoever tries it.
ZEITRAEUME = ("2025Q3", "2025Q4", "2026Q1")


def freigaben(dateien: Mapping[str, str], stichtag: date, seed: int) -> dict[str, str]:
    """Release the periods of a team that consists of these files; returns the files of its register and its secret."""
    # Elsewhere than where the team will lie: what git remembers of that place is another team's register.
    with tempfile.TemporaryDirectory(prefix="fallbuch-") as ordner:
        wurzel = Path(ordner)
        for name, text in {**dateien, LOSDATEI: als_text(beispiellos(seed)).decode()}.items():
            (wurzel / name).parent.mkdir(parents=True, exist_ok=True)
            (wurzel / name).write_text(text, encoding="utf-8")
        for name in ZEITRAEUME:
            team = oeffne(richte_ein(wurzel), stichtag=stichtag, heute=stichtag)
            zeitraum = team.zahlenwerk.zeitraum(name)
            if zeitraum is not None and zeitraum.ende >= team.zahlenwerk.beginn:
                # Without a state of git, for the same reason.
                gib_frei(team, zeitraum, commit="")
        alle = [*sorted((wurzel / ORDNER).glob("*.json")), wurzel / LOSDATEI]
        return {str(pfad.relative_to(wurzel)): pfad.read_text(encoding="utf-8") for pfad in alle}
