"""The border: from exact to protected figures. Nothing else makes a `Schutztabelle`.

Every count of people, inner cell or total, becomes the nearest multiple of 5, each on its own; percentages and indexes
are made of rounded counts. How much of a table is shown depends on how many people it is about.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fallbuch.statistik.kennzahl import Massart
from fallbuch.statistik.mengen import MENGEN
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
    Verdeckt,
)

STUFE = 5


@dataclass(frozen=True, kw_only=True, slots=True)
class Schutzregeln:
    """The team's thresholds; the defaults are the lowest allowed ones."""

    #: Below so many people a table shows its total alone.
    aufteilen_ab: int = 20
    #: Above so many a table may cross two fields.
    kreuzen_ueber: int = 50
    #: Percentages need a rounded base of at least so many.
    prozent_ab: int = 20
    #: Means and medians need at least so many people.
    mittel_ab: int = 10


def gerundet(zahl: int) -> int:
    """Return the nearest multiple of 5; halves cannot happen."""
    return STUFE * ((zahl + STUFE // 2) // STUFE)


def schuetze(roh: Rohtabelle, regeln: Schutzregeln) -> Schutztabelle | None:
    """Return what may leave the team of a table; None for one that is for the team alone."""
    if nur_intern(roh):
        return None
    einzeln = not roh.tabelle.zeilen
    gekreuzt = bool(roh.tabelle.spalten)
    zeilen = tuple(roh.zeilen) if einzeln or roh.personen >= regeln.aufteilen_ab else ()
    spalten = tuple(roh.spalten) if not gekreuzt or roh.personen >= regeln.aufteilen_ab else ()
    innen = not gekreuzt or roh.personen > regeln.kreuzen_ueber
    hinweis = ""
    if not zeilen:
        hinweis = f"Unter {regeln.aufteilen_ab} Menschen zeigen wir nur die Summe."
    elif gekreuzt and not innen:
        hinweis = f"Bis {regeln.kreuzen_ueber} Menschen zeigen wir nur die Summen der Zeilen und der Spalten."
    return Schutztabelle(
        tabelle=roh.tabelle,
        zeitraum=roh.zeitraum,
        zeilen=zeilen,
        spalten=spalten,
        werte=dict(_werte(roh, regeln, zeilen, spalten, innen=innen)),
        hinweis=hinweis,
    )


def nur_intern(roh: Rohtabelle) -> bool:
    """Tell whether a table is for the team alone: it says so, or a line of it is one counsellor."""
    tabelle = roh.tabelle
    merkmale = MENGEN[tabelle.posten[0].zaehlt].merkmale
    return tabelle.intern or any(merkmale[name].intern for name in (tabelle.zeilen, tabelle.spalten) if name)


def _werte(
    roh: Rohtabelle, regeln: Schutzregeln, zeilen: tuple[str, ...], spalten: tuple[str, ...], *, innen: bool
) -> Iterator[tuple[Ort, Schutzwert]]:
    gesamt = roh.werte.get((None, None))
    basis = gesamt.zahl if roh.tabelle.anteile and isinstance(gesamt, Anzahl) else None
    if basis is None and roh.tabelle.anteile:
        erstes = roh.werte.get((None, roh.tabelle.masse[0].titel))
        basis = erstes.zahl if isinstance(erstes, Anzahl) else None
    for (zeile, spalte), wert in roh.werte.items():
        if zeile is not None and zeile not in zeilen:
            continue
        if roh.tabelle.spalten and spalte is not None and spalte not in spalten:
            continue
        if zeile is not None and spalte is not None and not innen:
            continue
        schritt = _schritt(roh, spalte)
        yield (zeile, spalte), _geschuetzt(wert, basis, schritt, regeln)


def _schritt(roh: Rohtabelle, spalte: str | None) -> int:
    """Return the step to which a column's means are rounded."""
    for mass in roh.tabelle.masse:
        if mass.titel == spalte and mass.art in {Massart.MEDIAN, Massart.MITTEL, Massart.SUMME}:
            return MENGEN[roh.tabelle.posten[0].zaehlt].groessen[mass.von].schritt
    return 1


def _geschuetzt(wert: Rohwert, basis: int | None, schritt: int, regeln: Schutzregeln) -> Schutzwert:
    match wert:
        case Anzahl(zahl, _):
            prozent = None if basis is None else _prozent(zahl, basis, regeln)
            return Schutzwert(zahl=gerundet(zahl), prozent=prozent)
        case Anteil(treffer, alle, _):
            prozent = _prozent(treffer, alle, regeln)
            return Schutzwert(
                zahl=gerundet(treffer),
                basis=gerundet(alle),
                prozent=prozent,
                verdeckt=Verdeckt.ZU_WENIGE if prozent is None else None,
            )
        case Kennwert(zahl, personen, einheit):
            if zahl is None or personen < regeln.mittel_ab:
                return Schutzwert(einheit=einheit, verdeckt=Verdeckt.ZU_WENIGE)
            return Schutzwert(wert=_auf(zahl, schritt), einheit=einheit)
        case Quotient():
            return _index(wert, regeln)


def _prozent(teil: int, ganzes: int, regeln: Schutzregeln) -> int | None:
    """Return whole per cent of rounded counts; None where the rounded base is too small."""
    basis = gerundet(ganzes)
    return _auf(100 * gerundet(teil) / basis, 1) if basis >= regeln.prozent_ab else None


def _index(wert: Quotient, regeln: Schutzregeln) -> Schutzwert:
    zaehler = gerundet(wert.zaehler)
    if wert.nenner_sind_personen:
        nenner = gerundet(wert.nenner)
        genug = nenner >= regeln.prozent_ab
    else:
        # Divided by a single counsellor it would be that person's figure.
        nenner = wert.nenner
        genug = nenner > 1 and zaehler >= regeln.prozent_ab
    if not genug:
        return Schutzwert(verdeckt=Verdeckt.ZU_WENIGE)
    return Schutzwert(wert=_auf(wert.mal * zaehler / nenner, 1))


def _auf(zahl: float, schritt: int) -> int:
    """Return the nearest multiple of `schritt`, halves upwards."""
    return schritt * int(zahl / schritt + 0.5)
