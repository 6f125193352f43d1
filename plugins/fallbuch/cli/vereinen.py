"""The command that makes one case of two."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

import click

from fallbuch.bearbeiten.eintragen import kopffeld, teile_angabe
from fallbuch.bearbeiten.vereinen import Vereinigung
from fallbuch.cli.befehle import fallbuch
from fallbuch.cli.dialog import am_terminal, sage, waehle
from fallbuch.cli.fall import fuehre_aus
from fallbuch.cli.gruppe import STICHTAG, TEAM, ZEIGEN, ids
from fallbuch.cli.schreiben import oeffne_zum_schreiben


@fallbuch.command(beispiel="fallbuch vereinen 4711 --mit 2911")
@click.argument("kennung", metavar="ID", shell_complete=ids)
@TEAM
@STICHTAG
@ZEIGEN
@click.option("--mit", required=True, metavar="ID", shell_complete=ids, help="Der Fall, der in dem ersten aufgeht.")
@click.option(
    "--feld",
    "felder",
    multiple=True,
    metavar='"FELD: WERT"',
    help="Was gilt, wo sich die beiden widersprechen. Mehrmals möglich; fehlt es, wird gefragt.",
)
@click.option("--ja", "ohne_frage", is_flag=True, help="Fragt nicht nach.")
def vereinen(  # noqa: PLR0917 - click hands over every option
    kennung: str, team: Path, stichtag: str | None, zeigen: bool, mit: str, felder: Sequence[str], ohne_frage: bool
) -> None:
    """Macht aus zwei Dateien desselben Menschen eine: Die Einträge beider stehen der Reihe nach in der ersten, die zweite gibt es nicht mehr."""
    platz = oeffne_zum_schreiben(team, stichtag)
    vereinigung = Vereinigung(platz, kennung, mit)
    entschieden = {kopffeld(wort).name: wert for wort, wert in map(teile_angabe, felder)}
    if am_terminal():
        entschieden |= _frage(vereinigung, entschieden)
    fuehre_aus(
        platz, vereinigung.plane(entschieden), zeigen=zeigen, fragen=am_terminal() and not (ohne_frage or zeigen)
    )


def _frage(vereinigung: Vereinigung, schon: Collection[str]) -> dict[str, str]:
    """Ask about every contradiction that no option decided."""
    ergebnis = {}
    for w in vereinigung.widersprueche:
        if w.feld in schon:
            continue
        sage(f"{w.feld}: Die beiden Fälle widersprechen sich.")
        woher = {
            w.hier: f"steht in {vereinigung.hier.akte.fall.kennung}",
            w.dort: f"steht in {vereinigung.dort.akte.fall.kennung}",
        }
        ergebnis[w.feld] = waehle("Was gilt", [w.hier, w.dort], namen=woher)
    return ergebnis
