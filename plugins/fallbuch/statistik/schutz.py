"""The border: from exact to protected figures. Nothing else makes a `Schutztabelle`.

Every count of people, inner cell or total, becomes the nearest multiple of 5, each on its own; percentages and indexes
are made of rounded counts. How much of a table is shown depends on how many people it is about.
"""

from __future__ import annotations

from dataclasses import dataclass

from fallbuch.statistik.anzeige import basis_von
from fallbuch.statistik.kennzahl import Massart
from fallbuch.statistik.mengen import MENGEN
from fallbuch.statistik.runden import gerundet, mindestens, naechstes_vielfaches
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


@dataclass(frozen=True, kw_only=True, slots=True)
class Schutzregeln:
    """The team's thresholds; the defaults are the lowest allowed ones.

    A number counts as large enough if the smallest one that rounds to the same is: what a page shows then follows from
    the rounded numbers alone. Compared exactly, 19 and 20 would print the same and still be told apart.
    """

    #: Below so many people a table shows its total alone.
    aufteilen_ab: int = 20
    #: Above so many a table may cross two fields; a share is a field too.
    kreuzen_ueber: int = 50
    #: Percentages need a rounded base of at least so many.
    prozent_ab: int = 20
    #: Means and medians need at least so many people.
    mittel_ab: int = 10

    def teilbar(self, personen: int) -> bool:
        """Tell whether so many people may be split by one field."""
        return mindestens(personen) >= self.aufteilen_ab

    def kreuzbar(self, personen: int) -> bool:
        """Tell whether so many people may be split by two fields."""
        return mindestens(personen) > self.kreuzen_ueber


def schuetze(roh: Rohtabelle, regeln: Schutzregeln) -> Schutztabelle | None:
    """Return what may leave the team of a table; None for one that is for the team alone."""
    if nur_intern(roh):
        return None
    tafel = _Tafel(roh, regeln)
    return Schutztabelle(
        tabelle=roh.tabelle,
        zeitraum=roh.zeitraum,
        zeilen=tafel.zeilen,
        spalten=tafel.spalten,
        werte={ort: tafel.geschuetzt(ort, wert) for ort, wert in roh.werte.items() if tafel.gezeigt(ort)},
        hinweis=tafel.hinweis,
        begriffe=roh.begriffe,
    )


def nur_intern(roh: Rohtabelle) -> bool:
    """Tell whether a table is for the team alone: it says so, or a line of it is one counsellor."""
    tabelle = roh.tabelle
    merkmale = MENGEN[tabelle.posten[0].zaehlt].merkmale
    return tabelle.intern or any(merkmale[name].intern for name in (tabelle.zeilen, tabelle.spalten) if name)


class _Tafel:
    """What the rules allow of one table."""

    def __init__(self, roh: Rohtabelle, regeln: Schutzregeln) -> None:
        self._roh, self._regeln, self._tabelle = roh, regeln, roh.tabelle
        self._teilbar, self._innen = regeln.teilbar(roh.personen), regeln.kreuzbar(roh.personen)
        self._gekreuzt = bool(roh.tabelle.spalten)
        ohne_teilung = bool(self._tabelle.zeilen) and not self._teilbar
        self.zeilen = () if ohne_teilung else tuple(roh.zeilen)
        # Sums stay in the team: minutes come in fives, and what is hidden could be taken from the total.
        summen = {m.titel for m in self._tabelle.masse if m.art is Massart.SUMME}
        self.spalten = () if ohne_teilung and self._gekreuzt else tuple(s for s in roh.spalten if s not in summen)
        self._basis = basis_von(roh)

    @property
    def hinweis(self) -> str:
        """Say what had to be left out."""
        anteile = any(m.art is Massart.ANTEIL for m in self._tabelle.masse)
        if self._tabelle.zeilen and not self._teilbar:
            return "Bei so wenigen Menschen zeigen wir nur die Summe."
        if self._gekreuzt and not self._innen:
            return "Bei so wenigen Menschen zeigen wir nur die Summen der Zeilen und der Spalten."
        if self._tabelle.zeilen and anteile and not self._innen:
            return "Bei so wenigen Menschen zeigen wir den Anteil nur für alle zusammen."
        return ""

    def gezeigt(self, ort: Ort) -> bool:
        """Tell whether a cell is part of what is shown."""
        zeile, spalte = ort
        if zeile is not None and zeile not in self.zeilen:
            return False
        if not self._gekreuzt:
            return spalte in self.spalten
        return (spalte is None or spalte in self.spalten) and (zeile is None or spalte is None or self._innen)

    def geschuetzt(self, ort: Ort, wert: Rohwert) -> Schutzwert:
        """Return a cell as it may be shown."""
        if not self._aus_genug(ort[0]):
            return Schutzwert(verdeckt=Verdeckt.ZU_WENIGE)
        match wert:
            case Anzahl(zahl, _):
                return Schutzwert(zahl=gerundet(zahl), prozent=self._prozent(zahl, self._basis))
            case Anteil():
                return self._anteil(ort, wert)
            case Kennwert(zahl, personen, einheit):
                if zahl is None or mindestens(personen) < self._regeln.mittel_ab:
                    return Schutzwert(einheit=einheit, verdeckt=Verdeckt.ZU_WENIGE)
                return Schutzwert(wert=naechstes_vielfaches(zahl, self._schritt(ort[1])), einheit=einheit)
            case Quotient():
                return self._index(wert)

    def _aus_genug(self, zeile: str | None) -> bool:
        """Tell whether the people from whom a condition picked some are enough to be split by it."""
        for posten in self._tabelle.posten:
            eigener = bool(self._tabelle.zeilen) or posten.titel == zeile
            if eigener and posten.nur and not self._regeln.teilbar(self._roh.grundpersonen[posten.titel]):
                return False
        return True

    def _anteil(self, ort: Ort, wert: Anteil) -> Schutzwert:
        """A share splits its people once more: by one field where the line is all of them, else by two."""
        eine_zeile = bool(self._tabelle.zeilen) and ort[0] is not None
        erlaubt = self._innen if eine_zeile else self._regeln.teilbar(wert.personen)
        if not erlaubt:
            return Schutzwert(basis=gerundet(wert.basis), verdeckt=Verdeckt.ZU_WENIGE)
        # Rows are not people: a share of twenty contacts may be that of three.
        genug = gerundet(wert.personen) >= self._regeln.prozent_ab
        prozent = self._prozent(wert.treffer, wert.basis) if genug else None
        return Schutzwert(zahl=gerundet(wert.treffer), basis=gerundet(wert.basis), prozent=prozent)

    def _prozent(self, teil: int, ganzes: int | None) -> int | None:
        """Return whole per cent of rounded counts; None where the rounded base is too small."""
        basis = 0 if ganzes is None else gerundet(ganzes)
        return naechstes_vielfaches(100 * gerundet(teil) / basis, 1) if basis >= self._regeln.prozent_ab else None

    def _schritt(self, spalte: str | None) -> int:
        """Return the step to which a column of means is rounded."""
        mass = next(m for m in self._tabelle.masse if m.titel == spalte)
        return MENGEN[self._tabelle.posten[0].zaehlt].groessen[mass.von].schritt

    def _index(self, wert: Quotient) -> Schutzwert:
        zaehler = gerundet(wert.zaehler)
        if wert.nenner_sind_personen:
            nenner = gerundet(wert.nenner)
            genug = nenner >= self._regeln.prozent_ab
        else:
            # Divided by a single counsellor it would be that person's figure.
            nenner = wert.nenner
            genug = nenner > 1 and zaehler >= self._regeln.prozent_ab
        if not genug:
            return Schutzwert(verdeckt=Verdeckt.ZU_WENIGE)
        # What it is made of is published with it: who knows one part could work out the other anyway.
        return Schutzwert(
            zahl=zaehler,
            basis=nenner if wert.nenner_sind_personen else None,
            wert=naechstes_vielfaches(wert.mal * zaehler / nenner, 1),
            einheit=wert.einheit,
        )
