"""The page of the figures: what each means, how it is counted, and the words for tables of a team's own."""

from __future__ import annotations

from collections import defaultdict

from fallbuch.prozess.modell import Prozess
from fallbuch.statistik.kennzahl import Posten, Tabelle
from fallbuch.statistik.kennzahlen import KENNZAHLEN, kennzahl
from fallbuch.statistik.meldungen import BEISPIEL
from fallbuch.statistik.mengen import MENGEN
from fallbuch.uebersicht.tagesstand import Tagesstand


def werte(stand: Tagesstand, *, intern: bool) -> dict[str, object]:
    team = stand.team
    faktoren: dict[str, list[Prozess]] = defaultdict(list)
    for p in team.prozessbuch.prozesse:
        for schluessel in {k.schluessel for n in p.kennzahlen if (k := kennzahl(n.text)) is not None}:
            faktoren[schluessel].append(p)
    return {
        "kennzahlen": KENNZAHLEN,
        "intern": intern,
        "faktoren": faktoren,
        "tabellen": {k.schluessel: [(t, in_worten(t)) for t in k.tabellen] for k in KENNZAHLEN},
        "mengen": MENGEN.values(),
        "beispiel": BEISPIEL,
    }


def in_worten(tabelle: Tabelle) -> str:
    """Say what a table counts and how it is split, from its declaration."""
    merkmale = MENGEN[tabelle.posten[0].zaehlt].merkmale
    nach = ", ".join(merkmale[name].worte for name in (tabelle.zeilen, tabelle.spalten) if name)
    masse = [m.titel for m in tabelle.masse if m.titel != "Anzahl"]
    teile = ["; ".join(_posten_in_worten(p) for p in tabelle.posten)]
    teile += [f"geteilt nach: {nach}"] if nach else []
    teile += [f"gemessen: {', '.join(masse)}"] if masse else []
    return "; ".join(teile) + "."


def _posten_in_worten(posten: Posten) -> str:
    menge = MENGEN[posten.zaehlt]
    nur = ", ".join(menge.bedingungen[name].worte for name in posten.nur)
    return f"{menge.name}, {menge.auswahl[posten.wann].worte}" + (f" (davon nur: {nur})" if nur else "")
