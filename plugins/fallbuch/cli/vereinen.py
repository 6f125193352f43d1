"""The command that makes one case of two."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from fallbuch.bearbeiten.eintragen import kopffeld, teile_angabe
from fallbuch.bearbeiten.platz import Platz
from fallbuch.bearbeiten.vereinen import Vereinigung
from fallbuch.cli.befehle import fallbuch
from fallbuch.cli.dialog import am_terminal, sage, waehle
from fallbuch.cli.fall import fuehre_aus
from fallbuch.cli.gruppe import ID, OHNE_FRAGE, ids, option
from fallbuch.cli.schreiben import aendernd


@fallbuch.command(beispiel="fallbuch vereinen 4711 --mit 2911")
@ID
@aendernd
@option("--mit ID", "Der Fall, der in dem ersten aufgeht.", required=True, ergaenzt=ids)
@option(
    '--feld "FELD: WERT"',
    "Was gilt, wo sich die beiden widersprechen. Mehrmals möglich; fehlt es, wird gefragt.",
    "felder",
    multiple=True,
)
@OHNE_FRAGE
def vereinen(platz: Platz, kennung: str, mit: str, felder: Sequence[str], ohne_frage: bool) -> None:
    """Macht aus zwei Dateien desselben Menschen eine: Die Einträge beider stehen der Reihe nach in der ersten, die zweite gibt es nicht mehr."""
    vereinigung = Vereinigung(platz, kennung, mit)
    entschieden = {kopffeld(wort).name: wert for wort, wert in map(teile_angabe, felder)}
    if am_terminal():
        entschieden |= _frage(vereinigung, entschieden)
    fragen = am_terminal() and not (ohne_frage or platz.zeigen)
    fuehre_aus(platz, vereinigung.plane(entschieden), fragen=fragen)


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
