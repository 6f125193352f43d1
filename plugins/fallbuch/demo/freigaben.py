"""The demo team has released periods, by the same way as any other team."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from fallbuch.freigabe.entwurf import Auswahl, entwurf
from fallbuch.freigabe.freigeben import gib_frei
from fallbuch.register.meldungen import ORDNER
from fallbuch.team import oeffne, richte_ein

#: Periods before the newest one; that one is left to whoever tries it.
ZEITRAEUME = ("2025Q3", "2025Q4", "2026Q1")
_VERSUCHE = 3


def freigaben(dateien: Mapping[str, str], stichtag: date) -> dict[str, str]:
    """Release the periods of a team that consists of these files; returns the files of its register."""
    # Elsewhere than where the team will lie: what git remembers of that place is another team's register.
    with tempfile.TemporaryDirectory(prefix="fallbuch-") as ordner:
        wurzel = Path(ordner)
        for name, text in dateien.items():
            (wurzel / name).parent.mkdir(parents=True, exist_ok=True)
            (wurzel / name).write_text(text, encoding="utf-8")
        for name in ZEITRAEUME:
            _gib_frei(wurzel, name, stichtag)
        alle = sorted((wurzel / ORDNER).glob("*.json"))
        return {f"{ORDNER}/{pfad.name}": pfad.read_text(encoding="utf-8") for pfad in alle}


def _gib_frei(wurzel: Path, name: str, stichtag: date) -> None:
    """Release one period, following proposals; a period before the team's first case is left out."""
    auswahl = Auswahl()
    for _ in range(_VERSUCHE):
        team = oeffne(richte_ein(wurzel), stichtag=stichtag, heute=stichtag)
        zeitraum = team.zahlenwerk.zeitraum(name)
        if zeitraum is None or zeitraum.ende < team.zahlenwerk.beginn:
            return
        # Without a state of git: the same team has the same files wherever it is made.
        ausgang = gib_frei(team, entwurf(team.zahlenwerk, zeitraum, auswahl), commit="")
        if ausgang.freigegeben or not ausgang.vorschlaege:
            return
        auswahl = auswahl.und(ausgang.vorschlaege[0].auswahl)
