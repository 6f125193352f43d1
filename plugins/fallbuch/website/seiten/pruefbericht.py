"""All findings of the team by case and by kind, and the grid of what is missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import groupby

from markupsafe import Markup, escape

from fallbuch.befund import Schwere, Stelle
from fallbuch.bestand.laden import Akte
from fallbuch.forge.adressen import bearbeiten
from fallbuch.uebersicht.luecken import Luecke, luecken, spalten
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
    zeilen = luecken(team, lambda akte, finde: stand.beitrag(akte, "luecken", finde))
    je_spalte = Counter(spalte for _, fehlt in zeilen for spalte in fehlt)
    # A column without a gap says nothing.
    gezeigte = tuple(spalte for spalte in spalten() if je_spalte[spalte])
    return {
        "akten": akten,
        "ziel": ziel,
        "bearbeiten": partial(bearbeiten, forge),
        "gruppen": sorted(gruppen, key=lambda g: not any(befund.schwere is Schwere.FEHLER for befund in g[1])),
        "arten": [(art, list(teile)) for art, teile in groupby(nach_kennung, key=lambda b: b.art)],
        "fehler": team.anzahl(Schwere.FEHLER),
        "hinweise": team.anzahl(Schwere.HINWEIS),
        "luecken": len(zeilen),
        "lueckenzeilen": Markup(  # noqa: S704 - every part is escaped
            "".join(
                stand.beitrag(akte, "lueckenzeile", partial(_lueckenzeile, akte, fehlt, gezeigte, ziel), gezeigte)
                for akte, fehlt in zeilen
            )
        ),
        "spalten": gezeigte,
        "je_spalte": je_spalte,
    }


def _lueckenzeile(
    akte: Akte, fehlt: Mapping[str, Luecke], gezeigte: Sequence[str], ziel: Callable[[Stelle], str]
) -> str:
    kennung = escape(akte.auszug.kennung)
    zellen = "".join(
        f"<td>{_lueckenverweis(fehlt[s], f'{escape(s)} bei {kennung}', ziel) if s in fehlt else ''}</td>"
        for s in gezeigte
    )
    return (
        f'<tr><th scope="row"><a href="faelle/{akte.seite}.html">{kennung}</a></th>'
        f"<td>{escape(akte.auszug.zustaendig or '–')}</td>{zellen}</tr>\n"
    )


def _lueckenverweis(luecke: Luecke, was: str, ziel: Callable[[Stelle], str]) -> str:
    adresse = escape(ziel(luecke.stelle))
    fremd = ' rel="noopener noreferrer"' if adresse.startswith("http") else ""
    zeichen, wort = ("!", "unlesbar") if luecke.unlesbar else ("○", "fehlt")
    return (
        f'<a class="fb-luecke" href="{adresse}"{fremd}><span aria-hidden="true">{zeichen}</span> {wort}'
        f'<span class="fb-nur-vorlesen">: {was}</span></a>'
    )
