"""Figures after some cases changed: without what those had counted, with what they count now.

Cases count one by one, so the others need not be counted again.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Mapping

from fallbuch.statistik.auswerten import kennzeichnend, mal_fuer
from fallbuch.statistik.kennzahl import Mass
from fallbuch.statistik.los import Gezaehlt
from fallbuch.statistik.tabelle import Anteil, Anzahl, Kennwert, Ort, Quotient, Rohtabelle, Rohwert

Tabellen = Mapping[str, Rohtabelle]


def fortgeschrieben(bisher: Tabellen, weg: Tabellen, dazu: Tabellen) -> Tabellen:
    """Return the tables of a period for the team's own eyes: `bisher` without `weg`, with `dazu`, all of the same figures.

    A table to which the changed cases contribute what they did stays the same object.
    """
    return {
        name: tabelle if weg[name] == dazu[name] else _tabelle(tabelle, weg[name], dazu[name])
        for name, tabelle in bisher.items()
    }


def _tabelle(bisher: Rohtabelle, weg: Rohtabelle, dazu: Rohtabelle) -> Rohtabelle:
    return Rohtabelle(
        tabelle=bisher.tabelle,
        zeitraum=bisher.zeitraum,
        zeilen=bisher.zeilen,
        spalten=bisher.spalten,
        werte={ort: _wert(bisher, ort, wert, weg.werte[ort], dazu.werte[ort]) for ort, wert in bisher.werte.items()},
        personen=_gezaehlt(bisher.personen, weg.personen, dazu.personen),
        grundpersonen={
            titel: _gezaehlt(alle, weg.grundpersonen[titel], dazu.grundpersonen[titel])
            for titel, alle in bisher.grundpersonen.items()
        },
        erwartet=bisher.erwartet,
    )


def _wert(tabelle: Rohtabelle, ort: Ort, bisher: Rohwert, weg: Rohwert, dazu: Rohwert) -> Rohwert:
    if weg == dazu:
        return bisher
    match bisher, weg, dazu:
        case Anzahl(), Anzahl(), Anzahl():
            return Anzahl(
                _gezaehlt(bisher.gezaehlt, weg.gezaehlt, dazu.gezaehlt),
                _gezaehlt(bisher.personen, weg.personen, dazu.personen),
            )
        case Anteil(), Anteil(), Anteil():
            return Anteil(
                _gezaehlt(bisher.getroffene, weg.getroffene, dazu.getroffene),
                _gezaehlt(bisher.alle, weg.alle, dazu.alle),
                _gezaehlt(bisher.personen, weg.personen, dazu.personen),
            )
        case Quotient(), Quotient(), Quotient():
            return _quotient(bisher, weg, dazu)
        case Kennwert(), Kennwert(), Kennwert():
            return _kennwert(mass_von(tabelle, ort), bisher, weg, dazu)
    raise TypeError(f"one place of a table holds values of two kinds: {ort}")


def _quotient(bisher: Quotient, weg: Quotient, dazu: Quotient) -> Quotient:
    personen = _gezaehlt(bisher.personen, weg.personen, dazu.personen)
    if bisher.je_name is None:
        unter = _gezaehlt(bisher.unter, weg.unter, dazu.unter)
        return Quotient(personen, unter, mal_fuer(unter.zahl))
    je_name = Counter(bisher.je_name)
    je_name.subtract(weg.je_name or {})
    je_name.update(dazu.je_name or {})
    je_name = +je_name  # without those who have nobody any more
    return Quotient(personen, Gezaehlt(len(je_name), None), bisher.mal, je_name)


def _kennwert(mass: Mass, bisher: Kennwert, weg: Kennwert, dazu: Kennwert) -> Kennwert:
    werte = array("q", bisher.werte)
    for wert in weg.werte:
        del werte[bisect_left(werte, wert)]
    for wert in dazu.werte:
        insort(werte, wert)
    personen = _gezaehlt(bisher.personen, weg.personen, dazu.personen)
    return Kennwert(kennzeichnend(mass.art, werte), personen, None, bisher.einheit, werte)


def mass_von(tabelle: Rohtabelle, ort: Ort) -> Mass:
    """Return the measure of a cell."""
    masse = tabelle.tabelle.masse
    return masse[0] if tabelle.tabelle.spalten else next(m for m in masse if m.titel == ort[1])


def _gezaehlt(bisher: Gezaehlt, weg: Gezaehlt, dazu: Gezaehlt) -> Gezaehlt:
    return Gezaehlt(bisher.zahl - weg.zahl + dazu.zahl, None)
