"""Figures as sums of parts: cases count one by one, so a table goes on from what is known without some of them and with others."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any

from fallbuch.statistik.auswerten import kennzeichnend, mal_fuer
from fallbuch.statistik.kennzahl import Mass
from fallbuch.statistik.los import Gezaehlt
from fallbuch.statistik.tabelle import Anteil, Anzahl, Kennwert, Ort, Quotient, Rohtabelle, Rohwert

Tabellen = Mapping[str, Rohtabelle]
#: What some cases add to a table, as plain values: to each cell in order, to the people of its population, and of each row's.
Zuwachs = tuple[tuple[tuple[Any, ...], ...], int, tuple[int, ...]]


def fortgeschrieben(bisher: Tabellen, weg: Tabellen, dazu: Tabellen) -> Tabellen:
    """Return the tables of a period for the team's own eyes: `bisher` without `weg`, with `dazu`, all of the same figures.

    A table to which the changed cases contribute what they did stays the same object.
    """
    return {
        name: tabelle if weg[name] == dazu[name] else summe(tabelle, [zuwachs(dazu[name])], [zuwachs(weg[name])])
        for name, tabelle in bisher.items()
    }


def zuwachs(tabelle: Rohtabelle) -> Zuwachs:
    """Return what the cases of a table add to one of more cases."""
    zellen = tuple(map(_zahlen, tabelle.werte.values()))
    return zellen, tabelle.personen.zahl, tuple(alle.zahl for alle in tabelle.grundpersonen.values())


def _zahlen(wert: Rohwert) -> tuple[Any, ...]:
    match wert:
        case Anzahl():
            return wert.zahl, wert.personen.zahl
        case Anteil():
            return wert.treffer, wert.basis, wert.personen.zahl
        case Quotient(je_name=None):
            return wert.zaehler, wert.nenner
        case Quotient():
            return wert.zaehler, tuple((wert.je_name or {}).items())
        case _:
            return wert.personen.zahl, tuple(wert.werte)


def summe(bisher: Rohtabelle, dazu: Sequence[Zuwachs], weg: Sequence[Zuwachs] = ()) -> Rohtabelle:
    """Return a table with what parts add to it, and without what others added."""
    return Rohtabelle(
        tabelle=bisher.tabelle,
        zeitraum=bisher.zeitraum,
        zeilen=bisher.zeilen,
        spalten=bisher.spalten,
        werte={
            ort: _zelle(bisher, ort, wert, [z[nummer] for z, _, _ in dazu], [z[nummer] for z, _, _ in weg])
            for nummer, (ort, wert) in enumerate(bisher.werte.items())
        },
        personen=_gezaehlt(bisher.personen, [p for _, p, _ in dazu], [p for _, p, _ in weg]),
        grundpersonen={
            titel: _gezaehlt(alle, [g[nummer] for _, _, g in dazu], [g[nummer] for _, _, g in weg])
            for nummer, (titel, alle) in enumerate(bisher.grundpersonen.items())
        },
        erwartet=bisher.erwartet,
    )


def _zelle(
    tabelle: Rohtabelle,
    ort: Ort,
    bisher: Rohwert,
    dazu: Sequence[tuple[Any, ...]],
    weg: Sequence[tuple[Any, ...]],
) -> Rohwert:
    def neu(alt: Gezaehlt, stelle: int) -> Gezaehlt:
        return _gezaehlt(alt, [teil[stelle] for teil in dazu], [teil[stelle] for teil in weg])

    match bisher:
        case Anzahl():
            return Anzahl(neu(bisher.gezaehlt, 0), neu(bisher.personen, 1))
        case Anteil():
            return Anteil(neu(bisher.getroffene, 0), neu(bisher.alle, 1), neu(bisher.personen, 2))
        case Quotient(je_name=None):
            unter = neu(bisher.unter, 1)
            return Quotient(neu(bisher.personen, 0), unter, mal_fuer(unter.zahl))
        case Quotient():
            je_name = Counter(bisher.je_name)
            for _, namen in dazu:
                je_name.update(dict(namen))
            for _, namen in weg:
                je_name.subtract(dict(namen))
            je_name = +je_name  # without those who have nobody any more
            return Quotient(neu(bisher.personen, 0), Gezaehlt(len(je_name), None), bisher.mal, je_name)
        case _:
            werte = array("q", sorted(chain(bisher.werte, *(teil for _, teil in dazu))))
            for wert in chain.from_iterable(teil for _, teil in weg):
                del werte[bisect_left(werte, wert)]
            mitte = kennzeichnend(_mass(tabelle, ort).art, werte)
            return Kennwert(mitte, neu(bisher.personen, 0), None, bisher.einheit, werte)


def _mass(tabelle: Rohtabelle, ort: Ort) -> Mass:
    masse = tabelle.tabelle.masse
    return masse[0] if tabelle.tabelle.spalten else next(m for m in masse if m.titel == ort[1])


def _gezaehlt(bisher: Gezaehlt, dazu: Sequence[int], weg: Sequence[int]) -> Gezaehlt:
    return Gezaehlt(bisher.zahl + sum(dazu) - sum(weg), None)
