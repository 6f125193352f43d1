"""Figures ready to be shown: the same building of tables for exact and for protected ones, never mixed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic

from markupsafe import Markup

from fallbuch.statistik.anzeige import (
    T,
    Zelle,
    basis_von,
    groesse,
    leere_zeilen,
    schluessel,
    spalten_von,
    vergleichsspalte,
    zeilen_von,
    zelle,
)
from fallbuch.statistik.bausteine import UNBEKANNT
from fallbuch.statistik.diagramm import diagramm, verlauf
from fallbuch.statistik.kennzahl import Kennzahl, Kern, Leitfrage
from fallbuch.statistik.phasen import OHNE_STUFE
from fallbuch.statistik.tabelle import Rohtabelle, Schutztabelle
from fallbuch.statistik.zeitraum import Zeitraum

#: Fields whose lines stay even where nothing was counted: their zero says something.
_BLEIBT = frozenset({"Zugangsweg", "Betreuungsstufe", "erste Stufe"})
_OHNE_WORT = frozenset({UNBEKANNT, OHNE_STUFE})
INSGESAMT = "insgesamt"
#: Up to so many columns a table stands beside its picture.
_SCHMAL = 5


@dataclass(frozen=True, slots=True)
class Stand(Generic[T]):
    """The tables of a period beside those of the one before and of a year before."""

    zeitraum: Zeitraum
    kennzahlen: Sequence[Kennzahl]
    tabellen: Mapping[str, T]
    davor: Mapping[str, T] | None
    ein_jahr_zuvor: Mapping[str, T] | None


@dataclass(frozen=True, slots=True)
class Zahlenzeile:
    """A line of a table; `erwartet` is what the team expects of it, with how it came out."""

    name: str
    zellen: Sequence[Zelle]
    summe: bool
    erwartet: str = ""


@dataclass(frozen=True, slots=True)
class Zahlenblock:
    """A table as a page shows it, with its chart and the name of its file."""

    schluessel: str
    titel: str
    definition: str
    bild: Markup | None
    kopf: Sequence[str]
    zeilen: Sequence[Zahlenzeile]
    #: Totals of the columns of a table whose cells are hidden.
    spaltensummen: Sequence[tuple[str, Zelle]]
    datei: str
    hinweis: str
    mehrfach: bool
    mit_erwartung: bool
    eigen: bool

    @property
    def breit(self) -> bool:
        """The table needs the whole width, its picture stands above it."""
        return len(self.kopf) > _SCHMAL


def bloecke(stand: Stand[T], kennzahl: Kennzahl, ordner: str) -> list[Zahlenblock]:
    """Return the tables of one figure; files lie in `ordner`, as seen from the page."""
    return [_block(stand, t.schluessel, ordner) for t in kennzahl.tabellen if t.schluessel in stand.tabellen]


def _block(stand: Stand[T], name: str, ordner: str) -> Zahlenblock:
    tabelle = stand.tabellen[name]
    andere = [(name_von(a[name].zeitraum), a[name]) for a in (stand.davor, stand.ein_jahr_zuvor) if a and name in a]
    if len(andere) > 1 and andere[0][0] == andere[1][0]:
        andere = andere[:1]
    t = tabelle.tabelle
    ausser = _ausser([tabelle, *(a for _, a in andere)])
    versteckt = bool(t.spalten) and not any(z is not None and s is not None for z, s in tabelle.werte)
    spalten = [None] if versteckt else spalten_von(tabelle)
    mass = vergleichsspalte(t)
    zusatz = f"{mass}, " if mass is not None and len(t.masse) > 1 else ""
    zeilen = [z for z in zeilen_von(tabelle) if z not in ausser]
    return Zahlenblock(
        schluessel=name,
        titel=t.titel,
        definition=t.definition,
        bild=diagramm(tabelle, ausser),
        kopf=[*(s or INSGESAMT for s in spalten), *(f"{zusatz}{titel}" for titel, _ in andere)],
        zeilen=[
            Zahlenzeile(
                z or INSGESAMT,
                [*(zelle(tabelle, (z, s)) for s in spalten), *(zelle(a, (z, mass)) for _, a in andere)],
                z is None,
                _erwartet(tabelle, z),
            )
            for z in zeilen
        ],
        spaltensummen=[(s, zelle(tabelle, (None, s))) for s in tabelle.spalten] if versteckt else [],
        datei=f"{ordner}/{name}.csv",
        hinweis=tabelle.hinweis if isinstance(tabelle, Schutztabelle) else "",
        mehrfach=t.mehrfach,
        mit_erwartung=isinstance(tabelle, Rohtabelle) and t.erwartung,
        eigen=t.eigen,
    )


def name_von(zeitraum: Zeitraum) -> str:
    """Return `2. Quartal 2026`."""
    return zeitraum.name


def _ausser(tabellen: list[T]) -> set[str]:
    """Return the lines to leave out: of exact tables those where nothing was ever counted, of protected ones none."""
    erste = tabellen[0]
    if isinstance(erste, Schutztabelle) or not erste.tabelle.zeilen:
        return set()
    leere = leere_zeilen(tabellen)
    return leere & _OHNE_WORT if erste.tabelle.zeilen in _BLEIBT else leere


def _erwartet(tabelle: Rohtabelle | Schutztabelle, zeile: str | None) -> str:
    """Return what a row was expected to be and how it came out."""
    if not isinstance(tabelle, Rohtabelle) or zeile is None or zeile not in tabelle.erwartet:
        return ""
    von, bis = tabelle.erwartet[zeile]
    ist = groesse(tabelle.werte.get((zeile, None)))
    wie = "darunter" if ist < von else "darüber" if ist > bis else "wie erwartet"
    return f"{von if von == bis else f'{von}–{bis}'} ({wie})"


@dataclass(frozen=True, slots=True)
class Kernzeile:
    """A line of the overview: one cell of one figure over several periods, newest first."""

    kennzahl: Kennzahl
    worte: str
    zellen: Sequence[Zelle]
    bild: Markup


def kernzeilen(
    staende: Sequence[tuple[Zeitraum, Mapping[str, T]]], kennzahlen: Sequence[Kennzahl], frage: Leitfrage, spalten: int
) -> list[Kernzeile]:
    """Return what the overview says of one question: `spalten` periods as cells, all of them as small columns."""
    return [
        _kernzeile(staende, kennzahl, kern, spalten)
        for kennzahl in kennzahlen
        if kennzahl.leitfrage is frage
        for kern in kennzahl.kern
        if any(kern.tabelle in tabellen for _, tabellen in staende)
    ]


def _kernzeile(
    staende: Sequence[tuple[Zeitraum, Mapping[str, T]]], kennzahl: Kennzahl, kern: Kern, spalten: int
) -> Kernzeile:
    ort = (kern.zeile, kern.spalte)
    tabellen = [t[kern.tabelle] for _, t in staende if kern.tabelle in t]
    werte = [groesse(t.werte.get(ort)) for t in tabellen]
    return Kernzeile(
        kennzahl,
        kern.worte,
        [zelle(t, ort) for t in tabellen[:spalten]],
        verlauf([wert or None for wert in reversed(werte)]),
    )


__all__ = ["Kernzeile", "Stand", "Zahlenblock", "basis_von", "bloecke", "kernzeilen", "name_von", "schluessel"]
