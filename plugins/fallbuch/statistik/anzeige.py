"""How values read: in German, the same on pages, in charts and on the command line.

Generic over the two kinds of table: what comes in protected goes out protected.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import TypeVar

from fallbuch.statistik.kennzahl import Mass, Massart, Tabelle
from fallbuch.statistik.tabelle import (
    Anteil,
    Anzahl,
    Kennwert,
    Ort,
    Quotient,
    Rohtabelle,
    Rohwert,
    Schutztabelle,
    Schutzwert,
)
from fallbuch.werte import dataclass

T = TypeVar("T", bound=Rohtabelle | Schutztabelle)
#: From so many rows on, exact shares are shown as in DICHTE, with two places.
_ZWEI_STELLEN_AB = 100
KEIN_WERT = "–"
#: How a total is called.
INSGESAMT = "insgesamt"


def deutsch(zahl: float, stellen: int = 0) -> str:
    """Return a number with dots between thousands and a decimal comma."""
    # Halves go up, as everybody learns it; `format` alone rounds them to the even neighbour.
    gerundet = Decimal(repr(zahl)).quantize(Decimal(1).scaleb(-stellen), rounding=ROUND_HALF_UP)
    return f"{gerundet:,}".translate(str.maketrans(",.", ".,"))


def als_text(wert: Rohwert | Schutzwert | None, basis: int | None = None) -> str:
    """Return a value as people read it; `basis` is the grand total where shares stand beside exact counts."""
    match wert:
        case None:
            return KEIN_WERT
        case Schutzwert():
            return _geschuetzt(wert)
        case Anzahl():
            stellen = 2 if basis and basis >= _ZWEI_STELLEN_AB else 0
            return deutsch(wert.zahl) + (f" ({deutsch(100 * wert.zahl / basis, stellen)} %)" if basis else "")
        case Anteil():
            prozent = wert.prozent
            anteil = f"{deutsch(wert.treffer)} von {deutsch(wert.basis)}"
            return KEIN_WERT if prozent is None else f"{anteil} ({deutsch(prozent)} %)"
        case Kennwert():
            return KEIN_WERT if wert.wert is None else _knapp(wert.wert)
        case Quotient():
            return KEIN_WERT if wert.wert is None else f"{_knapp(wert.wert)} {wert.einheit}".rstrip()


def _knapp(zahl: float) -> str:
    """Return a mean with one place, a whole number without."""
    return deutsch(zahl, 1).removesuffix(",0")


def _geschuetzt(wert: Schutzwert) -> str:
    if wert.wert is not None:
        je = f" {wert.einheit}" if wert.einheit.startswith("je ") else ""
        # What an index is made of says how much it can be trusted.
        aus = f" ({deutsch(wert.zahl)} von {deutsch(wert.basis)})" if wert.zahl is not None and wert.basis else ""
        return f"{deutsch(wert.wert)}{je}{aus}"
    if wert.zahl is None:
        # Of how many people a share is not told stays visible.
        von = f" (von {deutsch(wert.basis)})" if wert.basis else ""
        return f"{wert.verdeckt or KEIN_WERT}{von}"
    if wert.basis == 0:
        return KEIN_WERT
    vorn = deutsch(wert.zahl) if wert.basis is None else f"{deutsch(wert.zahl)} von {deutsch(wert.basis)}"
    return vorn if wert.prozent is None else f"{vorn} ({deutsch(wert.prozent)} %)"


def groesse(wert: Rohwert | Schutzwert | None) -> float:
    """Return the length of a bar: a count, a share in per cent, a mean; 0 for nothing."""
    match wert:
        case Schutzwert():
            anteil_oder_zahl = wert.prozent if wert.basis is not None else wert.zahl
            return float((anteil_oder_zahl if wert.wert is None else wert.wert) or 0)
        case Anzahl():
            return float(wert.zahl)
        case Anteil():
            return wert.prozent or 0.0
        case Kennwert() | Quotient():
            return wert.wert or 0.0
        case None:
            return 0.0


def spalten_von(tabelle: Rohtabelle | Schutztabelle) -> list[str | None]:
    """Return the columns as they are shown: categories with their total, or measures."""
    return [*tabelle.spalten, *([None] if tabelle.tabelle.spalten else [])]


def zeilen_von(tabelle: Rohtabelle | Schutztabelle) -> list[str | None]:
    """Return the rows as they are shown: categories with their total, or populations."""
    return [*tabelle.zeilen, *([None] if tabelle.tabelle.zeilen else [])]


def basis_von(tabelle: Rohtabelle | Schutztabelle) -> int | None:
    """Return the grand total of an exact table that shows shares, else None."""
    if isinstance(tabelle, Schutztabelle) or not tabelle.tabelle.anteile:
        return None
    gesamt = tabelle.werte.get((None, None if tabelle.tabelle.spalten else tabelle.tabelle.masse[0].titel))
    return gesamt.zahl if isinstance(gesamt, Anzahl) else None


def hauptmass(tabelle: Tabelle) -> Mass:
    """Return the measure by which periods are compared: the first that is more than a count or a sum."""
    andere = (m for m in tabelle.masse if m.art not in {Massart.ANZAHL, Massart.SUMME})
    return next(andere, tabelle.masse[0])


def vergleichsspalte(tabelle: Tabelle) -> str | None:
    """Return the column by which periods are compared: a row's total, or its main measure."""
    return None if tabelle.spalten else hauptmass(tabelle).titel


@dataclass(frozen=True, slots=True)
class Zelle:
    """A cell as it is shown; `schluessel` names the figure, so that a scan can compare it."""

    text: str
    schluessel: str


def schluessel(tabelle: Rohtabelle | Schutztabelle, ort: Ort) -> str:
    """Name a figure: period, table, row, column; totals are empty."""
    return "|".join((tabelle.zeitraum.schluessel, tabelle.tabelle.schluessel, ort[0] or "", ort[1] or ""))


def zelle(tabelle: Rohtabelle | Schutztabelle, ort: Ort) -> Zelle:
    """Return a cell of a table; a dash where the table says nothing there."""
    werte: Mapping[Ort, Rohwert | Schutzwert] = tabelle.werte
    basis = None if ort[0] is None and (ort[1] is None or not tabelle.tabelle.spalten) else basis_von(tabelle)
    return Zelle(als_text(werte.get(ort), basis), schluessel(tabelle, ort))


def leere_zeilen(tabellen: list[T]) -> set[str]:
    """Return the categories that count nothing in any of the tables, so that an exact page can leave them out."""
    werte = (paar for t in tabellen for paar in t.werte.items())
    gefuellte = {zeile for (zeile, _), w in werte if (w.basis if isinstance(w, Anteil) else groesse(w))}
    return {z for t in tabellen for z in t.zeilen} - gefuellte
