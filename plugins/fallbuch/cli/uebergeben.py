"""The command that gives cases into other hands, for good or for a while."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import click

from fallbuch.bearbeiten.phase import offene_faelle_von
from fallbuch.bearbeiten.platz import Platz
from fallbuch.bearbeiten.werte import lies_wort
from fallbuch.bearbeiten.wuensche import Uebergabewunsch, bleibt_bei, plane_uebergabe
from fallbuch.cli.befehle import fallbuch
from fallbuch.cli.deutsch import Tag
from fallbuch.cli.dialog import am_terminal
from fallbuch.cli.fall import TEXT, fuehre_aus, gefuehrt
from fallbuch.cli.fragen import Haende, frage_uebergabe
from fallbuch.cli.gruppe import ids, option, schreibe, worte
from fallbuch.cli.schreiben import aendernd
from fallbuch.einrichtung import Aufruffehler


@fallbuch.command(beispiel='fallbuch uebergeben 4711 --an Ole --text "Jana zieht um."')
@click.argument("kennungen", metavar="[ID…]", nargs=-1, shell_complete=ids)
@aendernd
@option("--von NAME", "Alle offenen Fälle dieser Person, statt einzelner IDs.", ergaenzt=worte("berater"))
@option("--an NAME", "Wer von nun an zuständig ist.", ergaenzt=worte("berater"))
@option("--vertretung NAME", "Wer für eine Weile vertritt; „keine“ beendet die Vertretung.", ergaenzt=worte("berater"))
@option("--bis JJJJ-MM-TT", "Letzter Tag der Vertretung; danach endet sie von selbst.", type=Tag())
@TEXT
def uebergeben(  # noqa: PLR0917 - click hands over every option
    platz: Platz,
    kennungen: Sequence[str],
    von: str | None,
    an: str | None,
    vertretung: str | None,
    bis: date | None,
    text: str,
) -> None:
    """Gibt Fälle in andere Hände, auf Dauer (--an) oder für eine Weile (--vertretung)."""
    if bool(kennungen) == (von is not None):
        raise Aufruffehler(
            "Nennen Sie entweder die IDs der Fälle, oder mit --von die Person, deren Fälle übergeben werden."
        )
    alle = list(kennungen) or offene_faelle_von(platz, _bisherige(platz, von or ""))
    if not alle:
        raise Aufruffehler(
            "\n".join([f"{von} hat keine offenen Fälle.", *bleibt_bei(platz, (), _bisherige(platz, von or ""))])
        )
    if an is not None or vertretung is not None:
        _uebergib(platz, alle, von, (an, vertretung, bis), text)
        return
    if not am_terminal():
        raise Aufruffehler("Wer soll es übernehmen? Nennen Sie --an oder --vertretung.")

    def frage_und_schreibe() -> bool:
        return _uebergib(platz, alle, von, frage_uebergabe(platz, bis), text, fragen=True)

    gefuehrt(platz, frage_und_schreibe, "uebergeben", *alle)


def _uebergib(
    platz: Platz, alle: Sequence[str], von: str | None, haende: Haende, text: str, *, fragen: bool = False
) -> bool:
    an, vertretung, bis = haende
    vorhaben, bleibt = plane_uebergabe(
        platz, alle, Uebergabewunsch(an=an, vertretung=vertretung, bis=bis, text=text, von=von)
    )
    if platz.zeigen:
        schreibe("".join(f"{satz}\n" for satz in bleibt))
    return fuehre_aus(platz, vorhaben, fragen=fragen)


def _bisherige(platz: Platz, name: str) -> str:
    """Return the name as the team writes it; somebody who has left is meant here too."""
    if name in platz.regelwerk.vokabular.berater:
        return name
    return lies_wort("berater", name, "Berater", platz.regelwerk, platz.stichtag)
