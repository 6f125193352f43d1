"""The command that takes back what was written by mistake."""

from __future__ import annotations

from pathlib import Path

import click

from fallbuch.bearbeiten.platz import Vorhaben
from fallbuch.bearbeiten.zuruecknehmen import plane_abbruch, plane_ruecknahme
from fallbuch.cli.befehle import fallbuch
from fallbuch.cli.dialog import am_terminal, ja, sage
from fallbuch.cli.fall import fuehre_aus
from fallbuch.cli.gruppe import IM_TEAM, OHNE_FRAGE, ZEIGEN, ids, option, samt, schreibe
from fallbuch.cli.schreiben import oeffne_zum_schreiben
from fallbuch.einrichtung import Aufruffehler
from fallbuch.text.journal import brich_ab


@fallbuch.command(beispiel="fallbuch zuruecknehmen 4711 --zeigen")
@click.argument("kennung", metavar="[ID]", required=False, shell_complete=ids)
@samt(IM_TEAM, ZEIGEN)
@option(
    '--eintrag "JJJJ-MM-TT ART"',
    "Statt der letzten Änderung diesen Eintrag, mit allem, was mit ihm kam. Gibt es mehrere gleiche, dahinter die Nummer.",
)
@option("--nach ID", "Trägt den Eintrag in diesen Fall ein, in den er gehört.", ergaenzt=ids)
@option("--unterbrochenes", "Nimmt zurück, was von einem unterbrochenen Befehl schon geschrieben ist.")
@OHNE_FRAGE
def zuruecknehmen(  # noqa: PLR0917 - click hands over every option
    kennung: str | None,
    team: Path,
    stichtag: str | None,
    zeigen: bool,
    eintrag: str | None,
    nach: str | None,
    unterbrochenes: bool,
    ohne_frage: bool,
) -> None:
    """Nimmt zurück, was zuletzt in einen Fall geschrieben wurde: Eintrag, Haken, Status und Stufe. Zeigt zuerst, was sich ändert, und fragt."""
    if unterbrochenes:
        if kennung or eintrag or nach:
            raise Aufruffehler(
                "--unterbrochenes gilt für den ganzen Befehl, der unterbrochen wurde: ohne ID, --eintrag und --nach."
            )
        _brich_ab(team, zeigen=zeigen, ohne_frage=ohne_frage)
        return
    if kennung is None:
        raise Aufruffehler("Bei welchem Fall? Nennen Sie seine ID, zum Beispiel: fallbuch zuruecknehmen 4711.")
    platz = oeffne_zum_schreiben(team, stichtag, zeigen=zeigen)
    vorhaben = plane_ruecknahme(platz, kennung, eintrag=eintrag, nach=nach)
    if zeigen or _zugestimmt(vorhaben, ohne_frage=ohne_frage):
        fuehre_aus(platz, vorhaben)


def _zugestimmt(vorhaben: Vorhaben, *, ohne_frage: bool) -> bool:
    """Show what would change and ask; without anybody to ask there is no yes."""
    schreibe(vorhaben.vorschau())
    if ohne_frage:
        return True
    if not am_terminal():
        raise Aufruffehler(
            "Es wurde nichts geschrieben. Ist es so gemeint, rufen Sie den Befehl mit --ja noch einmal auf."
        )
    if not (zugestimmt := ja("So zurücknehmen?")):
        sage("Es wurde nichts geschrieben.")
    return zugestimmt


def _brich_ab(team: Path, *, zeigen: bool, ohne_frage: bool) -> None:
    vorhaben = plane_abbruch(team)
    if vorhaben is None:
        schreibe("Es ist nichts unterbrochen.\n")
        return
    if zeigen:
        schreibe(vorhaben.vorschau() + "Das ist nur eine Vorschau; es wurde nichts geschrieben.\n")
    elif _zugestimmt(vorhaben, ohne_frage=ohne_frage):
        brich_ab(team)
        schreibe(vorhaben.bericht())
