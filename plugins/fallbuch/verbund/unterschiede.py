"""What anybody can work out from totals of several tables: their sums and differences, where those are a few teams' alone.

How many closed a case is the difference of who was there and who is still there; a table need not show it for it to be
known. Looked at are all totals, two and three of them together, with the counts of each team.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from fallbuch.statistik.kennzahl import Massart, Tabelle
from fallbuch.statistik.summen import Unterschied
from fallbuch.statistik.verbund import Verbund
from fallbuch.statistik.zellen import Zaehlort, Zellgroesse
from fallbuch.verbund.paket import Paket

#: Where so many teams differ nobody works out one of them.
_GENUG = 4


def unterschiede(pakete: Sequence[Paket], verbund: Verbund) -> Iterator[Unterschied]:
    """Yield of a quarter's packages the sums and differences of totals in which fewer than four teams have somebody."""
    orte = [ort for k in verbund.kennzahlen for t in k.tabellen for ort in _summen(t)]
    reihen = {ort: [p.zahlen.get(ort, 0) for p in pakete] for ort in orte}
    # The same row twice says the same; what few teams have anyway is looked at as a cell.
    verschiedene: dict[tuple[int, ...], Zaehlort] = {}
    for ort, reihe in reihen.items():
        if sum(1 for zahl in reihe if zahl) >= _GENUG:
            verschiedene.setdefault(tuple(reihe), ort)
    alle = list(verschiedene.items())
    for (eine, a), (andere, b) in combinations(alle, 2):
        if (zahl := _weniger(zip(eine, andere, strict=True))) is not None:
            yield Unterschied((a, b), *zahl)
        for dritte, c in alle:
            zusammen = ((x + y, z) for x, y, z in zip(eine, andere, dritte, strict=True))
            if c not in {a, b} and (zahl := _weniger(zusammen)) is not None:
                yield Unterschied((a, b, c), *zahl)


def _weniger(paare: Iterable[tuple[int, int]]) -> tuple[int, int] | None:
    """Return the size of a difference, team by team, and of how many it is; None where it is of none or of enough: few are looked at."""
    teams = groesse = 0
    for x, y in paare:
        if x != y:
            teams, groesse = teams + 1, groesse + abs(x - y)
            if teams >= _GENUG:
                return None
    return (groesse, teams) if teams else None


def _summen(tabelle: Tabelle) -> Iterator[Zaehlort]:
    """Yield the totals of a table: of all its lines, or of each of its populations."""
    if tabelle.mehrfach:
        return
    spalten = {m.titel for m in tabelle.masse if m.art in {Massart.ANZAHL, Massart.ANTEIL}}
    for spalte in [""] if tabelle.spalten else sorted(spalten)[:1]:
        for zeile in [""] if tabelle.zeilen else [p.titel for p in tabelle.posten]:
            yield Zaehlort(tabelle.schluessel, zeile, spalte, Zellgroesse.ZEILEN)
    # Those who are hit by a share are a total too.
    for m in tabelle.masse if not tabelle.spalten else ():
        for zeile in [""] if tabelle.zeilen else [p.titel for p in tabelle.posten]:
            if m.art is Massart.ANTEIL:
                yield Zaehlort(tabelle.schluessel, zeile, m.titel, Zellgroesse.TREFFER)
