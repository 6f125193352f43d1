"""An association's own page: who has handed in what, how the figures spread over teams, and which words nobody can tell."""

from __future__ import annotations

from collections.abc import Mapping

from fallbuch.kennung import ordnung
from fallbuch.statistik.anzeige import deutsch
from fallbuch.statistik.summen import Abgabe, Streuung, Summenwerk
from fallbuch.uebersicht.tagesstand import Tagesstand
from fallbuch.website.menue import ZAHLEN
from fallbuch.website.seiten.seite import Seite, Sicht

#: So many quarters stand beside each other.
_QUARTALE = 8


def seiten(stand: Tagesstand) -> list[Seite]:
    """Return the page where many teams' figures are put together, none in a team by itself."""
    if stand.team.summenwerk is None:
        return []
    return [Seite("verbund.md", "Verbund", Sicht.INTERN, "verbund", ZAHLEN, werte, zahlen=True)]


def werte(stand: Tagesstand) -> Mapping[str, object]:
    werk = stand.team.summenwerk
    if werk is None:
        return {}
    zeitraeume = werk.zeitraeume[:_QUARTALE]
    abgaben = {(a.team, a.quartal): a for a in werk.stand.abgaben}
    neuestes = zeitraeume[0].schluessel if zeitraeume else ""
    return {
        "verbund": werk.vereinbarung,
        "quartale": zeitraeume,
        "zeilen": [
            (
                team,
                [
                    _abgabe(abgaben.get((team, z.schluessel)))
                    if team in werk.vereinbarung.erwartete(z.schluessel)
                    else ("", "gehört da nicht dazu")
                    for z in zeitraeume
                ],
            )
            for team in sorted(werk.vereinbarung.mitglieder, key=ordnung)
        ],
        "wie_viele": [
            sum((team, z.schluessel) in abgaben for team in werk.vereinbarung.mitglieder) for z in zeitraeume
        ],
        "streuung": [(z, list(map(_in_worten, werk.stand.streuung.get(z.schluessel, ())))) for z in zeitraeume[:1]],
        "fremde": _fremde(werk, neuestes),
    }


def _abgabe(abgabe: Abgabe | None) -> tuple[str, str]:
    """Return what stands in the map and what it means: nothing, a tick, or a tick with the version."""
    if abgabe is None:
        return "–", "fehlt"
    tag = f"{abgabe.gezaehlt_am:%d.%m.%Y}"
    return (
        ("✓", f"abgegeben am {tag}")
        if abgabe.fassung == 1
        else (f"✓ {abgabe.fassung}", f"Fassung {abgabe.fassung} vom {tag}")
    )


def _in_worten(streuung: Streuung) -> tuple[Streuung, list[str]]:
    """Return how a figure spreads, with its three values as people read them."""
    werte = (streuung.unten, streuung.mitte, streuung.oben)
    return streuung, [deutsch(wert, 0 if wert == int(wert) else 1) for wert in werte]


def _fremde(werk: Summenwerk, quartal: str) -> list[tuple[str, str, int]]:
    return [(feld, wort, zahl) for (q, feld, wort), zahl in werk.stand.nicht_zuordenbar.items() if q == quartal]
