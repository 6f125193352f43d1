"""The border: from exact to protected figures. Nothing else makes a `Schutztabelle`.

Every count of people is drawn (`los.py`), inner cell or total, each on its own. All else follows from what is drawn: how
much of a table is shown, what a cell may be at most, percentages, indexes. So neither the numbers nor what is left out
can tell more than the draw does.
"""

from __future__ import annotations

from fallbuch.statistik.auswerten import mal_fuer
from fallbuch.statistik.kennzahl import Massart
from fallbuch.statistik.los import Los, satz_von
from fallbuch.statistik.mengen import MENGEN
from fallbuch.statistik.tabelle import (
    Anteil,
    Anzahl,
    Kennwert,
    Ort,
    Quotient,
    Rohtabelle,
    Rohwert,
    Schutzregeln,
    Schutztabelle,
    Schutzwert,
    Verdeckt,
    je,
)


def schuetze(roh: Rohtabelle, regeln: Schutzregeln, los: Los) -> Schutztabelle | None:
    """Return what may leave the team of a table; None for one that is for the team alone."""
    if nur_intern(roh):
        return None
    tafel = _Zelltafel(roh, regeln, los)
    return Schutztabelle(
        tabelle=roh.tabelle,
        zeitraum=roh.zeitraum,
        zeilen=tafel.zeilen,
        spalten=tafel.spalten,
        werte={ort: tafel.geschuetzt(ort, wert) for ort, wert in roh.werte.items() if tafel.gezeigt(ort)},
        hinweis=tafel.hinweis,
    )


def nur_intern(roh: Rohtabelle) -> bool:
    """Tell whether a table is for the team alone: it says so, or a line of it is one counsellor."""
    tabelle = roh.tabelle
    merkmale = MENGEN[tabelle.posten[0].zaehlt].merkmale
    return tabelle.intern or any(merkmale[name].intern for name in (tabelle.zeilen, tabelle.spalten) if name)


class _Zelltafel:
    """What the rules allow of one table."""

    def __init__(self, roh: Rohtabelle, regeln: Schutzregeln, los: Los) -> None:
        self._roh, self._regeln, self._los, self._tabelle = roh, regeln, los, roh.tabelle
        personen = los.anzahl(roh.personen)
        self._teilbar, self._innen = personen >= regeln.aufteilen_ab, personen > regeln.kreuzen_ueber
        self._gekreuzt = bool(roh.tabelle.spalten)
        ohne_teilung = bool(self._tabelle.zeilen) and not self._teilbar
        self.zeilen = () if ohne_teilung else tuple(roh.zeilen)
        # Sums stay in the team: a sum of minutes tells of how many people it is made.
        summen = {m.titel for m in self._tabelle.masse if m.art is Massart.SUMME}
        self.spalten = () if ohne_teilung and self._gekreuzt else tuple(s for s in roh.spalten if s not in summen)
        self._ganzes: Ort = (None, None if self._gekreuzt else self._tabelle.masse[0].titel)
        self._basis = self._gedruckt(self._ganzes) if self._tabelle.anteile else None

    def _gedruckt(self, ort: Ort) -> int | None:
        wert = self._roh.werte.get(ort)
        return self._los.anzahl(wert.gezaehlt) if isinstance(wert, Anzahl) else None

    @property
    def hinweis(self) -> str:
        """Say what had to be left out."""
        anteile = any(m.art is Massart.ANTEIL for m in self._tabelle.masse)
        if self._tabelle.zeilen and not self._aus_genug(None):
            return "Bei so wenigen Menschen zeigen wir hier keine Zahl."
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
            case Anzahl():
                return self._anzahl(ort, wert)
            case Anteil():
                return self._anteil(ort, wert)
            case Kennwert():
                return self._kennwert(ort, wert)
            case Quotient():
                return self._index(wert)

    def _aus_genug(self, zeile: str | None) -> bool:
        """Tell whether the people from whom a condition picked some are enough to be split by it."""
        for posten in self._tabelle.posten:
            eigener = bool(self._tabelle.zeilen) or posten.titel == zeile
            if eigener and posten.nur:
                grund = self._los.anzahl(self._roh.grundpersonen[posten.titel])
                if grund < self._regeln.aufteilen_ab:
                    return False
        return True

    def _anzahl(self, ort: Ort, wert: Anzahl) -> Schutzwert:
        """No part is printed larger than the sums that it belongs to: nobody would understand it."""
        gedruckt = [g for s in self._summen(ort) if s != ort and (g := self._gedruckt(s)) is not None]
        zahl = min([self._los.anzahl(wert.gezaehlt), *gedruckt])
        # The whole is no share of itself: beside "of all whom we counselled" a hundred per cent would mislead.
        return Schutzwert(zahl=zahl, prozent=None if ort == self._ganzes else self._prozent(zahl, self._basis))

    def _summen(self, ort: Ort) -> list[Ort]:
        """Return where the sums stand that a cell is a part of: the margins, or a population picked by fewer conditions."""
        zeile, spalte = ort
        if self._tabelle.zeilen:
            return [(zeile, None), (None, spalte), (None, None)] if self._gekreuzt else [(None, spalte)]
        eigener = next(p for p in self._tabelle.posten if p.titel == zeile)
        return [
            (p.titel, spalte)
            for p in self._tabelle.posten
            if (p.zaehlt, p.wann) == (eigener.zaehlt, eigener.wann) and set(p.nur) < set(eigener.nur)
        ]

    def _anteil(self, ort: Ort, wert: Anteil) -> Schutzwert:
        """A share splits its people once more: by one field where the line is all of them, else by two."""
        personen, basis = self._los.anzahl(wert.personen), self._los.anzahl(wert.alle)
        eine_zeile = bool(self._tabelle.zeilen) and ort[0] is not None
        erlaubt = self._innen if eine_zeile else personen >= self._regeln.aufteilen_ab
        if not erlaubt:
            return Schutzwert(basis=basis, verdeckt=Verdeckt.ZU_WENIGE)
        zahl = min(self._los.anzahl(wert.getroffene), basis)
        # Rows are not people: a share of twenty contacts may be that of three.
        genug = personen >= self._regeln.prozent_ab
        return Schutzwert(zahl=zahl, basis=basis, prozent=self._prozent(zahl, basis) if genug else None)

    def _prozent(self, teil: int, basis: int | None) -> int | None:
        """Return whole per cent of printed counts; None where the base is too small."""
        return _gerundet(100 * teil / basis) if basis is not None and basis >= self._regeln.prozent_ab else None

    def _kennwert(self, ort: Ort, wert: Kennwert) -> Schutzwert:
        personen = self._los.anzahl(wert.personen)
        if wert.wert is None or personen < self._regeln.mittel_ab:
            return Schutzwert(einheit=wert.einheit, verdeckt=Verdeckt.ZU_WENIGE)
        mass = next(m for m in self._tabelle.masse if m.titel == ort[1])
        menge = MENGEN[self._tabelle.posten[0].zaehlt]
        mittel = self._los.mittel(
            wert.wert, satz_von(wert.satz), f"{mass.art} {mass.von}", menge.groessen[mass.von].schritt
        )
        return Schutzwert(wert=mittel, einheit=wert.einheit)

    def _index(self, wert: Quotient) -> Schutzwert:
        zaehler = self._los.anzahl(wert.personen)
        if wert.nenner_sind_personen:
            nenner = self._los.anzahl(wert.unter)
            mal, genug = mal_fuer(nenner), nenner >= self._regeln.prozent_ab
        else:
            # There are too few counsellors for steps of three. Divided by a single one it would be that person's figure.
            nenner = self._los.anzahl(wert.unter, schritt=1)
            mal, genug = wert.mal, nenner > 1 and zaehler >= self._regeln.prozent_ab
        if not genug:
            return Schutzwert(verdeckt=Verdeckt.ZU_WENIGE)
        # What it is made of is published with it: who knows one part could work out the other anyway.
        return Schutzwert(
            zahl=zaehler,
            basis=nenner if wert.nenner_sind_personen else None,
            wert=_gerundet(mal * zaehler / nenner),
            einheit=je(mal),
        )


def _gerundet(zahl: float) -> int:
    """Return the nearest whole number, halves upwards."""
    return int(zahl + 0.5)
