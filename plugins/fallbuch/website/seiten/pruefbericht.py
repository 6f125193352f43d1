"""All findings of the team by case and by kind, and the grid of what is missing."""

from __future__ import annotations

from collections import Counter
from functools import partial
from itertools import groupby

from fallbuch.befund import Schwere, Stelle
from fallbuch.forge.adressen import bearbeiten
from fallbuch.uebersicht.luecken import luecken, spalten
from fallbuch.uebersicht.tagesstand import Tagesstand
from fallbuch.website.darstellung import ortsanker


def werte(stand: Tagesstand) -> dict[str, object]:
    team = stand.team
    akten = {akte.auszug.datei: akte for akte in team.akten}
    forge = team.datei.forge

    def ziel(stelle: Stelle) -> str:
        """Return where a place in a file is mended: in the forge's editor, without a forge on the case's page."""
        if (adresse := bearbeiten(forge, stelle.datei, stelle.zeile)) is not None:
            return adresse
        akte = akten.get(stelle.datei)
        return f"faelle/{akte.seite}.html#{ortsanker(akte.fall, stelle.zeile)}" if akte is not None else ""

    gruppen = [(datei, list(befunde)) for datei, befunde in groupby(team.befunde, key=lambda b: b.stelle.datei)]
    nach_kennung = sorted(team.befunde, key=lambda b: (b.schwere is not Schwere.FEHLER, b.kennung))
    zeilen = luecken(team)
    je_spalte = Counter(spalte for _, fehlt in zeilen for spalte in fehlt)
    return {
        "akten": akten,
        "ziel": ziel,
        "bearbeiten": partial(bearbeiten, forge),
        "gruppen": sorted(gruppen, key=lambda g: not any(befund.schwere is Schwere.FEHLER for befund in g[1])),
        "arten": [(art, list(teile)) for art, teile in groupby(nach_kennung, key=lambda b: b.art)],
        "fehler": team.anzahl(Schwere.FEHLER),
        "hinweise": team.anzahl(Schwere.HINWEIS),
        "luecken": zeilen,
        # A column without a gap says nothing.
        "spalten": [spalte for spalte in spalten() if je_spalte[spalte]],
        "je_spalte": je_spalte,
    }
