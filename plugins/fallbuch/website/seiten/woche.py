"""The week on one or two sheets of paper, for the team's meeting."""

from __future__ import annotations

from fallbuch.befund import anzahl
from fallbuch.uebersicht.abschnitte import Gruppe
from fallbuch.uebersicht.tagesstand import Tagesstand
from fallbuch.uebersicht.woche import NICHT_NACHGESEHEN, UNLESBARES, Woche, je_art, je_person
from fallbuch.website.darstellung import Darsteller

#: Lines of each list that a big team still gets on a few sheets; more are counted and linked.
HOECHSTENS = 80


def werte(stand: Tagesstand) -> dict[str, object]:
    darsteller = Darsteller(stand.team)
    diese = Woche(
        stand.team, gruppen=stand.gruppen, merken=lambda akte, _, mache: stand.beitrag(akte, "wochenbeitrag", mache)
    )
    return {
        "woche": diese,
        # What stands on no sheet needs no links.
        "gruppen": [
            (len(g.zeilen), darsteller.gruppe(Gruppe(g.abschnitt, g.zeilen[:HOECHSTENS]))) for g in diese.gruppen
        ],
        "hoechstens": HOECHSTENS,
        "je_art": je_art(diese.geschehen),
        "je_person": je_person(diese.geschehen),
        "nachgetragen": je_person(diese.nachgetragen),
        "luecke": f"{NICHT_NACHGESEHEN} {diese.luecke}" if diese.luecke else "",
        "unlesbar": anzahl(diese.unlesbar, *UNLESBARES) if diese.unlesbar else "",
    }
