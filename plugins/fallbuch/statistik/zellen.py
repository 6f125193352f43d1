"""Exact tables as plain counts, one a line, and back: what can be added over several teams.

A median cannot be added, nor how many counsellors somebody has, since two teams may mean the same one; such columns are
left out. A mean is its sum and the number of its rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum

from fallbuch.statistik.auswerten import mal_fuer
from fallbuch.statistik.kennzahl import Mass, Massart, Posten, Tabelle
from fallbuch.statistik.los import Gezaehlt, zeichen
from fallbuch.statistik.mengen import MENGEN
from fallbuch.statistik.tabelle import Anteil, Anzahl, Kennwert, Ort, Quotient, Rohtabelle, Rohwert
from fallbuch.statistik.zeitraum import Zeitraum
from fallbuch.werte import dataclass

#: Measures whose parts can be added.
ADDIERBAR = frozenset({Massart.ANZAHL, Massart.ANTEIL, Massart.MITTEL, Massart.SUMME, Massart.JE_100_OFFENE})


class Zellgroesse(StrEnum):
    """What of a cell is counted."""

    ZEILEN = "zeilen"
    MENSCHEN = "menschen"
    TREFFER = "treffer"
    SUMME = "summe"
    WERTE = "werte"
    OFFENE = "offene"
    #: People of the whole table, and of the population from which a line picked some.
    ALLE = "alle"
    GRUND = "grund"
    #: What is missing to the whole of a share. It stands in no package, since it follows from the two others.
    REST = "rest"


@dataclass(frozen=True, slots=True, order=True)
class Zaehlort:
    """Where a count stands; `zeile` and `spalte` are "" for the total."""

    tabelle: str
    zeile: str
    spalte: str
    groesse: str


def addierbare(tabelle: Tabelle) -> tuple[Mass, ...]:
    """Return the measures of a table that can be added over teams."""
    return tuple(mass for mass in tabelle.masse if mass.art in ADDIERBAR)


def zerlegt(roh: Rohtabelle) -> Iterator[tuple[Zaehlort, int]]:
    """Yield all counts of a table but nothings."""
    name = roh.tabelle.schluessel
    gemeinte = {mass.titel for mass in addierbare(roh.tabelle)}
    yield Zaehlort(name, "", "", Zellgroesse.ALLE), roh.personen.zahl
    for posten, grund in roh.grundpersonen.items():
        yield Zaehlort(name, posten, "", Zellgroesse.GRUND), grund.zahl
    for (zeile, spalte), wert in roh.werte.items():
        if roh.tabelle.spalten or spalte in gemeinte:
            for groesse, zahl in _teile(wert):
                yield Zaehlort(name, zeile or "", spalte or "", groesse), zahl


def _teile(wert: Rohwert) -> Iterator[tuple[Zellgroesse, int]]:
    match wert:
        case Anzahl():
            yield Zellgroesse.ZEILEN, wert.zahl
        case Anteil():
            yield Zellgroesse.TREFFER, wert.treffer
            yield Zellgroesse.ZEILEN, wert.basis
        case Kennwert():
            yield Zellgroesse.SUMME, sum(wert.werte)
            yield Zellgroesse.WERTE, len(wert.werte)
        case Quotient():
            yield Zellgroesse.OFFENE, wert.nenner
    yield Zellgroesse.MENSCHEN, wert.personen.zahl


def reste(tabellen: Iterable[Tabelle], zahlen: Mapping[Zaehlort, int]) -> Iterator[tuple[Zaehlort, int]]:
    """Yield of every share what is missing to its whole but nothings: whoever sees both sees this as well."""
    anteile = {(t.schluessel, m.titel): bool(t.spalten) for t in tabellen for m in t.masse if m.art is Massart.ANTEIL}
    gekreuzte = {name for (name, _), gekreuzt in anteile.items() if gekreuzt}
    for ort, zahl in zahlen.items():
        if ort.groesse == Zellgroesse.ZEILEN and (ort.tabelle in gekreuzte or (ort.tabelle, ort.spalte) in anteile):
            rest = zahl - zahlen.get(replace(ort, groesse=Zellgroesse.TREFFER), 0)
            if rest:
                yield replace(ort, groesse=Zellgroesse.REST), rest


class Zusammensetzung:
    """Makes tables of a period from counts; each gets its key from what is counted, since people have none here.

    The same question (what is counted, when and under which condition) has the same key in every table and draws the same
    number. Two questions that happen to be about the same people may draw two: without people nobody can tell that.
    """

    def __init__(self, zeitraum: Zeitraum, zahlen: Mapping[Zaehlort, int]) -> None:
        self._zeitraum, self._zahlen = zeitraum, zahlen

    def tabelle(self, tabelle: Tabelle, zeilen: Sequence[str], spalten: Sequence[str]) -> Rohtabelle:
        """Return one table; `zeilen` and `spalten` are its categories, of a field or of its populations and measures."""
        orte: Iterable[Ort] = (
            (zeile, spalte)
            for zeile in (*zeilen, *([None] if tabelle.zeilen else []))
            for spalte in (*spalten, *([None] if tabelle.spalten else []))
        )
        erster = tabelle.posten[0]
        return Rohtabelle(
            tabelle=tabelle,
            zeitraum=self._zeitraum,
            zeilen=zeilen,
            spalten=spalten,
            werte={ort: self._wert(tabelle, ort) for ort in orte},
            personen=self._gezaehlt(tabelle, (None, None), Zellgroesse.ALLE, _worte(erster, tabelle, (None, None))),
            grundpersonen={
                p.titel: self._gezaehlt(tabelle, (p.titel, None), Zellgroesse.GRUND, (p.zaehlt, p.wann))
                for p in tabelle.posten
            },
            erwartet={},
        )

    def _wert(self, tabelle: Tabelle, ort: Ort) -> Rohwert:
        posten = next((p for p in tabelle.posten if p.titel == ort[0]), tabelle.posten[0])
        mass = next((m for m in tabelle.masse if m.titel == ort[1]), tabelle.masse[0])
        worte = _worte(posten, tabelle, ort)
        menschen = self._gezaehlt(tabelle, ort, Zellgroesse.MENSCHEN, worte)
        match mass.art:
            case Massart.ANTEIL:
                treffer = self._gezaehlt(tabelle, ort, Zellgroesse.TREFFER, (*worte, mass.von))
                return Anteil(treffer, self._gezaehlt(tabelle, ort, Zellgroesse.ZEILEN, worte), menschen)
            case Massart.JE_100_OFFENE:
                offene = self._gezaehlt(tabelle, ort, Zellgroesse.OFFENE, ("Phasen", "offen"))
                return Quotient(menschen, offene, mal_fuer(offene.zahl))
            case Massart.MITTEL | Massart.SUMME:
                summe, werte = (self._zahl(tabelle, ort, g) for g in (Zellgroesse.SUMME, Zellgroesse.WERTE))
                wert = None if not werte else summe if mass.art is Massart.SUMME else summe / werte
                satz = self._satz((*worte, mass.von), werte)
                einheit = MENGEN[posten.zaehlt].groessen[mass.von].einheit
                return Kennwert(wert, menschen, satz, einheit)
            case _:
                return Anzahl(self._gezaehlt(tabelle, ort, Zellgroesse.ZEILEN, worte), menschen)

    def _zahl(self, tabelle: Tabelle, ort: Ort, groesse: Zellgroesse) -> int:
        return self._zahlen.get(Zaehlort(tabelle.schluessel, ort[0] or "", ort[1] or "", groesse), 0)

    def _gezaehlt(self, tabelle: Tabelle, ort: Ort, groesse: Zellgroesse, worte: Sequence[str]) -> Gezaehlt:
        zahl = self._zahl(tabelle, ort, groesse)
        return Gezaehlt(zahl, self._satz(worte, zahl))

    def _satz(self, worte: Sequence[str], zahl: int) -> int:
        # As many of the same are the same: rows and their people draw one number where each has one row.
        return zeichen("|".join((self._zeitraum.schluessel, *worte, str(zahl)))) if zahl else 0


def _worte(posten: Posten, tabelle: Tabelle, ort: Ort) -> tuple[str, ...]:
    """Return what a cell counts, whatever table it stands in."""
    felder = [(tabelle.zeilen, ort[0]), (tabelle.spalten, ort[1])]
    geteilt = sorted(f"{feld}={wert}" for feld, wert in felder if feld and wert is not None)
    return (posten.zaehlt, posten.wann, *sorted(posten.nur), *geteilt)
