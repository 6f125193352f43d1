"""What `fallbuch statistik` does beside showing figures: release, hand on."""

from __future__ import annotations

import sys
from collections.abc import Collection
from pathlib import Path

from fallbuch.befund import Schwere, anzahl
from fallbuch.cli.gruppe import schreibe
from fallbuch.einrichtung import Aufruffehler
from fallbuch.freigabe.freigeben import gib_frei
from fallbuch.freigabe.listen import schreibe_interne_liste
from fallbuch.statistik.zeitraum import Zeitraum
from fallbuch.team import Team

#: Modules that only packages need, and how they are called where they are installed from (`fallbuch[freigabe]`).
_NUR_FUER_PAKETE = {"xlsxwriter": "xlsxwriter", "resvg_py": "resvg-py"}
#: So many cases are named.
_GENANNTE = 5


def freigeben(team: Team, zeitraum: Zeitraum, aufruf: str, *, trotzdem: bool, ohne: Collection[str] = ()) -> None:
    """Release a period, of an association without the tables `ohne`. Raises `Aufruffehler`."""
    unlesbare = [akte.fall.kennung for akte, _ in team.zahlenwerk.stoff.tafeln.nicht_auswertbar]
    if unlesbare and not trotzdem:
        faelle = "Fall lässt sich nicht auswerten und fehlte", "Fälle lassen sich nicht auswerten und fehlten"
        namen = f"{', '.join(unlesbare[:_GENANNTE])}{' …' if len(unlesbare) > _GENANNTE else ''}"
        ihn = "ihn" if len(unlesbare) == 1 else "sie"
        raise Aufruffehler(
            f"{anzahl(len(unlesbare), *faelle)} in den Zahlen für immer: {namen}. Berichtigen Sie {ihn} zuerst („fallbuch pruefen“ nennt die Stellen), "
            f"oder geben Sie mit --trotzdem ohne {ihn} frei."
        )
    fehler = sum(1 for akte in team.akten for b in akte.befunde if b.schwere is Schwere.FEHLER)
    if fehler:
        sys.stderr.write(
            f"Achtung: In den Fällen gibt es {anzahl(fehler, 'Fehler', 'Fehler')}; was sich nicht lesen lässt, fehlt in den Zahlen. "
            "„fallbuch pruefen“ nennt die Stellen.\n"
        )
    schreibe(gib_frei(team, zeitraum, aufruf=aufruf, ohne=ohne))


def gib_aus(team: Team, zeitraum: Zeitraum, ziel: Path, *, intern: bool) -> None:
    """Write a package or, for the team alone, the list. Raises `Aufruffehler`."""
    if intern:
        schreibe(schreibe_interne_liste(team, zeitraum, ziel))
        return
    try:
        from fallbuch.freigabe.paket.packen import schreibe_paket  # noqa: PLC0415 - most who count hand on nothing
    except ModuleNotFoundError as fehler:
        if fehler.name not in _NUR_FUER_PAKETE:
            raise
        raise Aufruffehler(
            "Für das Paket fehlt, was Tabellen und Bilder schreibt. Rufen Sie auf, und dann den Befehl noch einmal: "
            f"{sys.executable} -m pip install {' '.join(_NUR_FUER_PAKETE.values())}"
        ) from fehler
    schreibe(schreibe_paket(team, zeitraum, ziel))
