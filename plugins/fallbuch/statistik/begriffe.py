"""What everybody can know about the words of a table: its categories, and which conditions follow from them.

Kept beside published figures, so that they can be audited later without the team's lists of today.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import product

from fallbuch.regelwerk.vokabular import Vokabular
from fallbuch.statistik.bausteine import SONST, JedeMenge, Wann
from fallbuch.statistik.kennzahl import Massart, Posten, Tabelle
from fallbuch.statistik.mengen import MENGEN
from fallbuch.statistik.zeitraum import Zeitraum


@dataclass(frozen=True, slots=True)
class Feld:
    """A field of a population: its categories, and whether a row may have none, an unlisted one, or several."""

    kategorien: tuple[str, ...]
    luecke: bool = False
    sonst: bool = False
    mehrfach: bool = False
    #: Of several: the category of rows that belong to no other.
    keine: str = ""

    @property
    def werte(self) -> tuple[str, ...]:
        """Return all that a row can be; "" is none."""
        return (*self.kategorien, *([SONST] if self.sonst else []), *([""] if self.luecke else []))


@dataclass(frozen=True, slots=True)
class Folge:
    """A condition that follows from fields: met for these of their categories and for no others."""

    felder: tuple[str, ...]
    gilt: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Begriffe:
    """Fields and conditions of one population of a table."""

    felder: Mapping[str, Feld] = field(default_factory=dict)
    #: Conditions that no field tells.
    bedingungen: tuple[str, ...] = ()
    folgen: Mapping[str, Folge] = field(default_factory=dict)
    #: Condition → the one of which it is the contrary; condition → the one that it implies.
    gegenteile: Mapping[str, str] = field(default_factory=dict)
    voraussetzungen: Mapping[str, str] = field(default_factory=dict)
    #: Condition → fields that have a category wherever it is met.
    nennt: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def begriffe(tabelle: Tabelle, posten: Posten, vokabular: Vokabular, zeitraum: Zeitraum) -> Begriffe:
    """Return what the words of a table mean for one of its populations."""
    menge = MENGEN[posten.zaehlt]
    bedingungen = {name: menge.bedingungen[name] for name in (*posten.nur, *_gemessene(tabelle))}
    genannte = [n for n in (tabelle.zeilen, tabelle.spalten) if n] + [f for b in bedingungen.values() for f in b.felder]
    felder = {name: _feld(menge, name, posten, vokabular, zeitraum) for name in dict.fromkeys(genannte)}
    if tabelle.zeilen and any(m.art is Massart.JE_100_OFFENE for m in tabelle.masse):
        # People are counted, and one can have rows in several lines.
        felder[tabelle.zeilen] = replace(felder[tabelle.zeilen], mehrfach=True)
    folgen = {
        name: Folge(b.felder, tuple(w for w in product(*(felder[f].werte for f in b.felder)) if b.folgt(vokabular, w)))
        for name, b in bedingungen.items()
        if b.folgt is not None
    }
    return Begriffe(
        felder,
        tuple(name for name, b in bedingungen.items() if b.folgt is None and not b.gegenteil),
        folgen,
        {name: b.gegenteil for name, b in bedingungen.items() if b.gegenteil},
        {name: b.setzt_voraus for name, b in bedingungen.items() if b.setzt_voraus},
        {name: b.nennt for name, b in bedingungen.items() if b.nennt},
    )


def _gemessene(tabelle: Tabelle) -> list[str]:
    return [m.von for m in tabelle.masse if m.art is Massart.ANTEIL]


def _feld(menge: JedeMenge, name: str, posten: Posten, vokabular: Vokabular, zeitraum: Zeitraum) -> Feld:
    merkmal, zu = menge.merkmale[name], menge.auswahl[posten.wann].zu
    return Feld(
        tuple(merkmal.kategorien(vokabular, zeitraum)),
        luecke=_kommt_vor(merkmal.luecke, zu=zu),
        sonst=_kommt_vor(merkmal.sonst, zu=zu),
        mehrfach=merkmal.mehrfach,
        keine=merkmal.keine,
    )


def _kommt_vor(wann: Wann, *, zu: bool) -> bool:
    return wann is Wann.IMMER or (wann is Wann.OFFENE and not zu)


def gruppe_von(tabelle: Tabelle, merkmal: str, kategorie: str) -> str:
    """Return the line in which a category of a field is counted: its own, or one merged from several."""
    return next((" oder ".join(g) for f, g in tabelle.zusammen if f == merkmal and kategorie in g), kategorie)


def zeilen_aus(tabelle: Tabelle, merkmal: str, kategorien: tuple[str, ...]) -> Mapping[str, tuple[str, ...]]:
    """Return the lines of a field, each with the categories that it counts."""
    zeilen: dict[str, list[str]] = {}
    for kategorie in kategorien:
        zeilen.setdefault(gruppe_von(tabelle, merkmal, kategorie), []).append(kategorie)
    return {name: tuple(teile) for name, teile in zeilen.items()}
