"""The command that gives cases into other hands, for good or for a while."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import click

from fallbuch.akte.entwurf import Schreibfehler
from fallbuch.bearbeiten.eintragen import Arbeitsblatt
from fallbuch.bearbeiten.phase import offene_faelle_von, uebergabe, versprochenes
from fallbuch.bearbeiten.platz import Platz, zusammen
from fallbuch.bearbeiten.werte import lies_wort
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
            "\n".join([f"{von} hat keine offenen Fälle.", *_bleibt_bei(platz, (), _bisherige(platz, von or ""))])
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
    ende = vertretung is not None and vertretung.strip().lower() in {"keine", "keiner", ""}
    if bis is not None and (vertretung is None or ende):
        raise Aufruffehler("--bis gehört zu --vertretung: Nennen Sie, wer so lange vertritt.")
    blaetter = [Arbeitsblatt(platz, kennung) for kennung in dict.fromkeys(alle)]
    auftraege = [(blatt, uebergabe(blatt, an, "" if ende else vertretung, text, bis)) for blatt in blaetter]
    vorhaben = [blatt.plane(auftrag)[0] for blatt, auftrag in auftraege if not auftrag.leer]
    if not vorhaben:
        raise Schreibfehler("Es gibt nichts zu ändern.")
    gesamt = zusammen(vorhaben)
    bleibt = _bleibt_bei(platz, blaetter, von) if an is not None else []
    if platz.zeigen:
        schreibe("".join(f"{satz}\n" for satz in bleibt))
    return fuehre_aus(platz, replace(gesamt, saetze=[*gesamt.saetze, *bleibt]), fragen=fragen)


def _bleibt_bei(platz: Platz, blaetter: Sequence[Arbeitsblatt], von: str | None) -> list[str]:
    """Say what people who hand over have agreed themselves: it stays in their lists until somebody moves it."""
    akten = [blatt.akte for blatt in blaetter]
    bisherige = {akte.fall.kopf.berater for akte in akten} | {von}
    if von is not None:
        akten = [akte for akte in platz.akten() if akte.sicht.besteht]  # promises in the cases of others, too
    saetze = []
    for name in sorted(filter(None, bisherige)):
        liste = versprochenes(akten, name)
        kopf = f"{name} hat noch zugesagt und behält es in der Liste, bis es verschoben, erledigt oder gestrichen ist:"
        saetze += [kopf, *(f"  {satz}" for satz in liste)] if liste else []
    return saetze


def _bisherige(platz: Platz, name: str) -> str:
    """Return the name as the team writes it; somebody who has left is meant here too."""
    if name in platz.regelwerk.vokabular.berater:
        return name
    return lies_wort("berater", name, "Berater", platz.regelwerk, platz.stichtag)
