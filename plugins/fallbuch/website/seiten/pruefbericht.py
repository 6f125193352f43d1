"""All findings of the team by case and by kind, and the grid of what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from fallbuch.befund import Befund, Meldungsart, Schwere, Stelle
from fallbuch.bestand.laden import Akte
from fallbuch.forge.adressen import bearbeiten
from fallbuch.team import Team
from fallbuch.uebersicht.luecken import Luecke, anzahl_je_spalte, luecken, spalten
from fallbuch.website.darstellung import ortsanker


@dataclass(frozen=True, slots=True)
class Dateigruppe:
    """The findings of one file, each with the address where it can be mended."""

    datei: str
    name: str
    akte: Akte | None
    adresse: str | None
    befunde: Sequence[tuple[Befund, str | None]]


@dataclass(frozen=True, slots=True)
class Artgruppe:
    """The findings of one kind, each with its address and the name of its file."""

    art: Meldungsart
    befunde: Sequence[tuple[Befund, str | None, str]]


@dataclass(frozen=True, slots=True)
class Gitterzeile:
    """A case with its gaps, and by column the address at which each is filled."""

    akte: Akte
    luecken: dict[str, Luecke]
    ziele: dict[str, str]


class _Ziele:
    """Where a place in a file is mended: in the forge's editor, without a forge on the case's page."""

    def __init__(self, team: Team) -> None:
        self._forge = team.datei.forge
        self.akten = {akte.fall.datei: akte for akte in team.akten}

    def ziel(self, stelle: Stelle) -> str | None:
        adresse = bearbeiten(self._forge, stelle.datei, stelle.zeile)
        akte = self.akten.get(stelle.datei)
        if adresse is None and akte is not None:
            return f"faelle/{akte.seite}.html#{ortsanker(akte.fall, stelle.zeile)}"
        return adresse

    def name(self, datei: str) -> str:
        akte = self.akten.get(datei)
        return datei if akte is None else f"Fall {akte.fall.kennung}"


def werte(team: Team) -> dict[str, object]:
    ziele = _Ziele(team)
    zeilen = luecken(team)
    je_spalte = anzahl_je_spalte(zeilen)
    gitter = [
        Gitterzeile(
            z.akte, z.luecken, {spalte: ziele.ziel(luecke.stelle) or "" for spalte, luecke in z.luecken.items()}
        )
        for z in zeilen
    ]
    return {
        "gruppen": _nach_fall(team, ziele),
        "arten": _nach_art(team.befunde, ziele),
        "fehler": team.anzahl(Schwere.FEHLER),
        "hinweise": team.anzahl(Schwere.HINWEIS),
        "luecken": gitter,
        # A column without a gap says nothing.
        "spalten": [spalte for spalte in spalten() if je_spalte[spalte]],
        "je_spalte": je_spalte,
    }


def _nach_fall(team: Team, ziele: _Ziele) -> list[Dateigruppe]:
    gruppen = [
        Dateigruppe(
            datei,
            ziele.name(datei),
            ziele.akten.get(datei),
            bearbeiten(team.datei.forge, datei),
            [(befund, ziele.ziel(befund.stelle)) for befund in befunde],
        )
        for datei, befunde in groupby(team.befunde, key=lambda befund: befund.stelle.datei)
    ]
    return sorted(gruppen, key=lambda g: not any(befund.schwere is Schwere.FEHLER for befund, _ in g.befunde))


def _nach_art(befunde: Sequence[Befund], ziele: _Ziele) -> list[Artgruppe]:
    nach_kennung = sorted(befunde, key=lambda b: (b.schwere is not Schwere.FEHLER, b.kennung))
    return [
        Artgruppe(art, [(b, ziele.ziel(b.stelle), ziele.name(b.stelle.datei)) for b in teile])
        for art, teile in groupby(nach_kennung, key=lambda b: b.art)
    ]
