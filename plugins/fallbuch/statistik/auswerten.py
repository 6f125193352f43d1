"""The engine: from a declared table and the stock to exact figures of one period. It knows no figure by name."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import chain, product
from typing import Any

from fallbuch.statistik.bausteine import JedeMenge, Lage, Merkmal, Stoff
from fallbuch.statistik.kennzahl import Kennzahl, Mass, Massart, Posten, Tabelle
from fallbuch.statistik.los import Gezaehlt, zeichen, zusammen
from fallbuch.statistik.mengen import MENGEN
from fallbuch.statistik.tabelle import Anteil, Anzahl, Kennwert, Ort, Quotient, Rohtabelle, Rohwert
from fallbuch.statistik.zeitraum import Zeitraum, Zeitraumart, volle_monate

#: Above so many open cases an index counts for a thousand of them.
TAUSEND = 1000


class Auswerter:
    """Counts tables of one period; rows that several tables ask for are looked up once."""

    def __init__(self, stoff: Stoff, zeitraum: Zeitraum, *, mit_saetzen: bool = True) -> None:
        """`mit_saetzen`: keep with each count the key from which a printed number is drawn; without, nothing can be drawn."""
        self._lage = Lage(stoff, zeitraum)
        self._satz: Callable[[Iterable[int]], int | None] = zusammen if mit_saetzen else lambda _: None
        self._gemerkt: dict[tuple[str, str], tuple[Sequence[Any], Gezaehlt]] = {}

    def alle(self, kennzahlen: Iterable[Kennzahl]) -> dict[str, Rohtabelle]:
        """Return every table of the figures by its key."""
        return {t.schluessel: self._zaehle(t) for k in kennzahlen for t in k.tabellen}

    def _zaehle(self, tabelle: Tabelle) -> Rohtabelle:
        """Return the exact figures of one table; with several measures, or one that is no count, each is a column."""
        menge, zeitraum = MENGEN[tabelle.posten[0].zaehlt], self._lage.zeitraum
        waagrecht, senkrecht = (menge.merkmale[name] if name else None for name in (tabelle.zeilen, tabelle.spalten))
        je_ort: dict[Ort, list[Any]] = {}
        for posten in tabelle.posten:
            if waagrecht is None:
                je_ort[posten.titel, None] = list(self._zeilen(posten))
                continue
            for z in self._zeilen(posten):
                for ort in self._orte(z, waagrecht, senkrecht):
                    je_ort.setdefault(ort, []).append(z)
        zeilen = self._kategorien(waagrecht) if waagrecht else tuple(p.titel for p in tabelle.posten)
        spalten = self._kategorien(senkrecht) if senkrecht else tuple(m.titel for m in tabelle.masse)
        # What stands in a column: the rows of which category, measured how.
        inhalt: list[tuple[str | None, str | None, Mass]] = (
            [(spalte, spalte, tabelle.masse[0]) for spalte in (*spalten, None)]
            if senkrecht
            else [(mass.titel, None, mass) for mass in tabelle.masse]
        )
        gemeinte = (alle for ort, alle in je_ort.items() if waagrecht is None or ort == (None, None))
        return Rohtabelle(
            tabelle=tabelle,
            zeitraum=zeitraum,
            zeilen=zeilen,
            spalten=spalten,
            werte={
                (zeile, spalte): self._wert(mass, menge, je_ort.get((zeile, kategorie), []))
                for zeile in (*zeilen, *([None] if waagrecht else []))
                for spalte, kategorie, mass in inhalt
            },
            personen=self._personen(menge, chain.from_iterable(gemeinte)),
            grundpersonen={posten.titel: self._alle_zeilen(posten)[1] for posten in tabelle.posten},
            erwartet=_erwartet(self._lage) if tabelle.erwartung and zeitraum.art is not Zeitraumart.GESAMT else {},
        )

    def _alle_zeilen(self, posten: Posten) -> tuple[Sequence[Any], Gezaehlt]:
        """Return the rows of a population before any condition, and the people behind them."""
        schluessel = (posten.zaehlt, posten.wann)
        if schluessel not in self._gemerkt:
            menge = MENGEN[posten.zaehlt]
            zeilen = list(menge.auswahl[posten.wann].zeilen(self._lage))
            self._gemerkt[schluessel] = zeilen, self._personen(menge, zeilen)
        return self._gemerkt[schluessel]

    def _zeilen(self, posten: Posten) -> Sequence[Any]:
        zeilen, _ = self._alle_zeilen(posten)
        for name in posten.nur:
            gilt = MENGEN[posten.zaehlt].bedingungen[name].gilt
            zeilen = [z for z in zeilen if gilt(z, self._lage)]
        return zeilen

    def _kategorien(self, merkmal: Merkmal[Any]) -> Sequence[str]:
        return tuple(merkmal.kategorien(self._lage.stoff.vokabular, self._lage.zeitraum))

    def _orte(self, z: Any, waagrecht: Merkmal[Any], senkrecht: Merkmal[Any] | None) -> Iterable[Ort]:
        """Return the cells of a row, totals included; what has no category in a field belongs to no total either."""
        zeilen = self._kategorien_von(z, waagrecht)
        spalten = self._kategorien_von(z, senkrecht) if senkrecht is not None else ()
        if not zeilen or (senkrecht is not None and not spalten):
            return ()
        return product((*zeilen, None), (*spalten, None))

    def _kategorien_von(self, z: Any, merkmal: Merkmal[Any]) -> tuple[str, ...]:
        wert = merkmal.wert(z, self._lage)
        return () if wert is None else (wert,) if isinstance(wert, str) else wert

    def _wert(self, mass: Mass, menge: JedeMenge, zeilen: Sequence[Any]) -> Rohwert:
        gezaehlt, personen = self._gezaehlt(menge, zeilen)
        match mass.art:
            case Massart.ANZAHL:
                return Anzahl(gezaehlt, personen)
            case Massart.ANTEIL:
                gilt = menge.bedingungen[mass.von].gilt
                treffer, _ = self._gezaehlt(menge, [z for z in zeilen if gilt(z, self._lage)])
                return Anteil(treffer, gezaehlt, personen)
            case Massart.JE_100_OFFENE:
                offene, _ = self._gezaehlt(MENGEN["Phasen"], self._zeilen(Posten("Phasen", "offen")))
                return Quotient(personen, offene, mal_fuer(offene.zahl))
            case Massart.JE_BERATER:
                je_name = Counter(z.phase.fall.berater for z in zeilen if z.phase.fall.berater is not None)
                satz = self._satz(zeichen(f"Berater {name}") for name in je_name)
                return Quotient(personen, Gezaehlt(len(je_name), satz), 1, je_name)
            case _:
                return self._kennwert(mass, menge, zeilen)

    def _kennwert(self, mass: Mass, menge: JedeMenge, zeilen: Sequence[Any]) -> Kennwert:
        groesse = menge.groessen[mass.von]
        paare = [(z, wert) for z in zeilen if (wert := groesse.wert(z, self._lage)) is not None]
        _, personen = self._gezaehlt(menge, [z for z, _ in paare])
        satz = self._satz(menge.zeichen(z) for z, _ in paare)
        werte = array("q", sorted(wert for _, wert in paare))
        return Kennwert(kennzeichnend(mass.art, werte), personen, satz, groesse.einheit, werte)

    def _personen(self, menge: JedeMenge, zeilen: Iterable[Any]) -> Gezaehlt:
        """Count the people of rows; of rows that are no people's, themselves."""
        wer = set(map(menge.fall or menge.zeichen, zeilen))
        return Gezaehlt(len(wer), self._satz(wer))

    def _gezaehlt(self, menge: JedeMenge, zeilen: Sequence[Any]) -> tuple[Gezaehlt, Gezaehlt]:
        """Count rows and their people; where each person has one row, it is the people who are counted, here as everywhere."""
        wer = set(map(menge.fall, zeilen)) if menge.fall is not None else set()
        personen = Gezaehlt(len(wer), self._satz(wer))
        if len(wer) == len(zeilen):
            return personen, personen
        return Gezaehlt(len(zeilen), self._satz(map(menge.zeichen, zeilen))), personen


def kennzeichnend(art: Massart, werte: Sequence[int]) -> float | None:
    """Return the median, the mean or the sum of values that stand in order; None of none."""
    if not werte:
        return None
    mitte = len(werte) // 2
    match art:
        case Massart.MEDIAN:
            # What is one of the values stays the whole number that it is: its text is part of what the lot is drawn from.
            return werte[mitte] if len(werte) % 2 else (werte[mitte - 1] + werte[mitte]) / 2
        case Massart.MITTEL:
            return sum(werte) / len(werte)
        case _:
            return sum(werte)


def mal_fuer(offene: int) -> int:
    """Return for how many open cases an index stands."""
    return TAUSEND if offene > TAUSEND else 100


def _erwartet(lage: Lage) -> dict[str, tuple[int, int]]:
    """Return what is expected of each channel: per whole month in which it was used, or per event that took place."""
    zeitraum = lage.zeitraum
    ergebnis: dict[str, tuple[int, int]] = {}
    for name, weg in lage.stoff.vokabular.zugangswege.items():
        if weg.erwartet is None:
            continue
        von, bis = max(zeitraum.von, weg.von or zeitraum.von), min(zeitraum.bis, weg.bis or zeitraum.bis)
        tage = [v.tag for v in lage.stoff.tafeln.veranstaltungen if v.zugangsweg == name and von <= v.tag <= bis]
        mal = len(tage) if weg.erwartet.je_veranstaltung else volle_monate(von, bis)
        ergebnis[name] = (weg.erwartet.von * mal, weg.erwartet.bis * mal)
    return ergebnis
