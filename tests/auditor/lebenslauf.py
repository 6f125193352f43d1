"""People as whole lives through a year, counted one by one: a second model of what everybody knows of people and phases.

It shares no word with the auditor's: each atom is a way through four quarters, and figures are sums of what happens on it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product

from fallbuch.auditor.modell import Herkunft, Modell
from fallbuch.statistik.runden import gerundet

QUARTALE = ("2026Q1", "2026Q2", "2026Q3", "2026Q4")
JAHR = "2026"
#: How a quarter can go: phases that begin, phases that close, whether one is open at its end.
AUS_OFFENEM = ((0, 0, True), (0, 1, False), (1, 1, True))
AUS_ANDEREM = ((0, 0, False), (1, 0, True), (1, 1, False), (2, 1, True))
#: What is counted of a period, by the name of its line.
ZEILEN = (
    "offen am Anfang",
    "neu",
    "wieder aufgenommen",
    "abgeschlossen",
    "offen am Ende",
    "in Beratung",
    "davon beraten",
)
Zahlen = Mapping[tuple[str, str], int]
#: Quarters in which nothing begins or closes.
Ruhige = frozenset[str]


@dataclass(frozen=True)
class Leben:
    """Somebody's way: open at the beginning of the year, new in it, and each quarter with whether there was a contact."""

    war_offen: bool
    neu: bool
    quartale: tuple[tuple[int, int, bool, bool], ...]

    def zahlen(self) -> Iterator[tuple[tuple[str, str], int]]:
        """Yield what this person adds to which figure."""
        offen, neu = self.war_offen, self.neu
        da = beraten = False
        alle_begonnen = alle_zu = alle_neu = 0
        for q, (begonnen, zu, bleibt, kontakt) in zip(QUARTALE, self.quartale, strict=True):
            hier = offen or begonnen > 0
            neue = int(neu and begonnen > 0)
            neu = neu and not begonnen
            werte = (offen, neue, begonnen - neue, zu, bleibt, hier, kontakt)
            yield from (((q, zeile), int(wert)) for zeile, wert in zip(ZEILEN, werte, strict=True))
            da, beraten = da or hier, beraten or kontakt
            alle_begonnen, alle_zu, alle_neu = alle_begonnen + begonnen, alle_zu + zu, alle_neu + neue
            offen = bleibt
        werte = (self.war_offen, alle_neu, alle_begonnen - alle_neu, alle_zu, offen, da, beraten)
        yield from (((JAHR, zeile), int(wert)) for zeile, wert in zip(ZEILEN, werte, strict=True))


def _wege(offen: bool, quartale: Sequence[str], ruhige: Ruhige) -> Iterator[tuple[tuple[int, int, bool, bool], ...]]:
    if not quartale:
        yield ()
        return
    for begonnen, zu, bleibt in AUS_OFFENEM if offen else AUS_ANDEREM:
        if quartale[0] in ruhige and (begonnen or zu):
            continue
        for kontakt in (False, True) if offen or begonnen else (False,):
            for rest in _wege(bleibt, quartale[1:], ruhige):
                yield ((begonnen, zu, bleibt, kontakt), *rest)


@cache
def alle_leben(ruhige: Ruhige) -> Sequence[Leben]:
    """Return every way through a year in whose quarters `ruhige` nothing begins or closes.

    Left out is who closes and comes back once more in the same quarter: `modell` knows of that.
    """
    arten = [(True, False), (False, False), (False, True)]
    return [
        Leben(offen, neu, weg)
        for offen, neu in arten
        for weg in _wege(offen, QUARTALE, ruhige)
        if offen or any(begonnen for begonnen, *_ in weg)
    ]


def modell(gedruckt: Zahlen, ruhige: Ruhige) -> tuple[Modell, dict[tuple[str, str], dict[int, int]]]:
    """Return the model of all lives that fit printed figures, and the sum of each figure."""
    m = Modell()
    summen: dict[tuple[str, str], dict[int, int]] = {ort: {} for ort in product((*QUARTALE, JAHR), ZEILEN)}
    schliessende: dict[str, dict[int, int]] = {q: {} for q in QUARTALE}
    for leben in alle_leben(ruhige):
        atom = m.atom(str(leben))
        for ort, wert in leben.zahlen():
            if wert:
                summen[ort][atom] = wert
        for q, (_, zu, _, _) in zip(QUARTALE, leben.quartale, strict=True):
            if zu:
                schliessende[q][atom] = -99
    for q in sorted(set(QUARTALE) - ruhige):
        # Who closed can come back and close once more on the same days, and that again and again.
        schleife = m.atom(f"noch einmal in {q}")
        m.halte({**schliessende[q], schleife: 1}, None, 0, Herkunft())
        for zeitraum, zeile in product((q, JAHR), ("wieder aufgenommen", "abgeschlossen")):
            summen[zeitraum, zeile][schleife] = 1
    for ort, zahl in gedruckt.items():
        rund = gerundet(zahl)
        m.halte(summen[ort], max(0, rund - 2), rund + 2, Herkunft())
    return m, summen
