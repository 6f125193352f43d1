"""What `fallbuch statistik` does beside showing figures: release, hand on, prove."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from fallbuch.befund import Schwere, anzahl
from fallbuch.cli.deutsch import beende
from fallbuch.cli.gruppe import BEFUNDE, schreibe
from fallbuch.freigabe.entwurf import Auswahl, Entwurf, Zusammen, entwurf, lies_zusammen
from fallbuch.freigabe.freigeben import gib_frei
from fallbuch.freigabe.listen import liste_fuer_andere, schreibe_interne_liste
from fallbuch.freigabe.mitwisser import bericht
from fallbuch.freigabe.paket.packen import schreibe_paket
from fallbuch.freigabe.worte import option
from fallbuch.freigabe.zeugen import schreibe_zeugen
from fallbuch.statistik.zeitraum import Zeitraum
from fallbuch.team import Aufruffehler, Team

#: So many cases are named.
_GENANNTE = 5


def fuehre_aus(zweck: str, team: Team, zeitraum: Zeitraum, werte: Mapping[str, Any]) -> None:
    """Do what an option asks for. Raises `Aufruffehler`."""
    _ZWECKE[zweck](team, zeitraum, werte)


def _entwurf(team: Team, zeitraum: Zeitraum, ohne: Sequence[str], zusammen: Sequence[str]) -> Entwurf:
    gewaehlt = [lies_zusammen(text, team.zahlenwerk, zeitraum) for text in zusammen]
    for falsch in gewaehlt:
        if isinstance(falsch, str):
            raise Aufruffehler(falsch)
    auswahl = Auswahl(frozenset(ohne), frozenset(z for z in gewaehlt if isinstance(z, Zusammen)))
    return entwurf(team.zahlenwerk, zeitraum, Auswahl().und(auswahl))


def _freigeben(team: Team, zeitraum: Zeitraum, werte: Mapping[str, Any]) -> None:
    unlesbare = [akte.fall.kennung for akte, _ in team.zahlenwerk.stoff.tafeln.nicht_auswertbar]
    if unlesbare and not werte["trotzdem"]:
        raise Aufruffehler(
            f"{anzahl(len(unlesbare), 'Fall lässt sich nicht auswerten und fehlte', 'Fälle lassen sich nicht auswerten und fehlten')} in den Zahlen für immer: "
            f"{', '.join(unlesbare[:_GENANNTE])}{' …' if len(unlesbare) > _GENANNTE else ''}. Berichtigen Sie sie zuerst („fallbuch pruefen“ nennt die "
            "Stellen), oder geben Sie mit --trotzdem ohne sie frei."
        )
    fehler = sum(1 for akte in team.akten for b in akte.befunde if b.schwere is Schwere.FEHLER)
    if fehler:
        sys.stderr.write(
            f"Achtung: In den Fällen gibt es {anzahl(fehler, 'Fehler', 'Fehler')}; was sich nicht lesen lässt, fehlt in den Zahlen. "
            "„fallbuch pruefen“ nennt die Stellen.\n"
        )
    neu = _entwurf(team, zeitraum, werte["ohne"], werte["zusammen"])
    if werte["extern"]:
        neu = replace(neu, liste=liste_fuer_andere(team.zahlenwerk, zeitraum))
    dazu = option("--team", str(werte["team"])) if werte["team"] != Path(".") else ""
    dazu += option("--stichtag", werte["stichtag"]) if werte["stichtag"] else ""
    dazu += " --trotzdem" if werte["trotzdem"] else ""
    ausgang = gib_frei(team, neu, dazu=dazu, aufruf=werte["aufruf"])
    schreibe(ausgang.text)
    if not ausgang.freigegeben:
        beende(BEFUNDE)


def _ausgabe(team: Team, zeitraum: Zeitraum, werte: Mapping[str, Any]) -> None:
    ziel: Path = werte["ausgabe"]
    schreibe(schreibe_interne_liste(team, zeitraum, ziel) if werte["intern"] else schreibe_paket(team, zeitraum, ziel))


def _bekannt(team: Team, zeitraum: Zeitraum, werte: Mapping[str, Any]) -> None:
    schreibe(bericht(team, _entwurf(team, zeitraum, werte["ohne"], werte["zusammen"]), werte["bekannt"]))


def _zeugen(team: Team, zeitraum: Zeitraum, werte: Mapping[str, Any]) -> None:
    schreibe(schreibe_zeugen(team, _entwurf(team, zeitraum, werte["ohne"], werte["zusammen"]), werte["zeugen"]))


_ZWECKE: Mapping[str, Callable[[Team, Zeitraum, Mapping[str, Any]], None]] = {
    "freigeben": _freigeben,
    "ausgabe": _ausgabe,
    "bekannt": _bekannt,
    "zeugen": _zeugen,
}
