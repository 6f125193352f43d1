"""What anybody can work out from several printed numbers: their sums and differences, where those are a few teams' alone.

How many closed a case is the difference of who was there and who is still there; a table need not show it for it to be
known. Looked at are all totals, two and three of them together, what is left of a total without one of its lines, and the
small lines of a table that belong to the same few teams, with the counts of each team.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from itertools import combinations

from fallbuch.statistik.kennzahl import Massart, Tabelle
from fallbuch.statistik.summen import WENIGE, Unterschied, verbirgt
from fallbuch.statistik.verbund import Verbund
from fallbuch.statistik.zellen import Zaehlort, Zellgroesse
from fallbuch.verbund.paket import Paket

#: Where so many teams differ, and none of them much more than the others, nobody works out one of them.
_GENUG = 4
#: So many teams may at most talk to each other; what hides from them hides from fewer.
_ABSPRACHE = 2
_ANZAHLEN = frozenset({Zellgroesse.ZEILEN, Zellgroesse.TREFFER})
_Reihe = Sequence[int]


def unterschiede(pakete: Sequence[Paket], verbund: Verbund) -> Iterator[Unterschied]:
    """Yield of a quarter's packages the sums and differences from which a few teams, or the largest, could be worked out."""
    tabellen = [t for k in verbund.kennzahlen for t in k.tabellen]

    def reihe(ort: Zaehlort) -> _Reihe:
        return [p.zahlen.get(ort, 0) for p in pakete]

    # The same row twice says the same; what few teams have anyway is looked at as a cell.
    verschiedene: dict[tuple[int, ...], Zaehlort] = {}
    for ort in (ort for t in tabellen for ort in _summen(t)):
        zahlen = reihe(ort)
        if sum(1 for zahl in zahlen if zahl) >= _GENUG:
            verschiedene.setdefault(tuple(zahlen), ort)
    alle = [(ort, zahlen, max(zahlen)) for zahlen, ort in verschiedene.items()]
    for (a, eine, hoch), (b, andere, auch_hoch) in combinations(alle, 2):
        yield from _erkennbar((a, b), eine, andere, max(hoch, auch_hoch))
        zusammen = [x + y for x, y in zip(eine, andere, strict=True)]
        for c, dritte, _ in alle:
            if c not in {a, b}:
                # More than both together no team differs, or it is the third alone, which is looked at as a cell.
                yield from _erkennbar((a, b, c), zusammen, dritte, hoch + auch_hoch)
    vorhandene = {o for p in pakete for o in p.zahlen if o.zeile and o.groesse in _ANZAHLEN}
    for tabelle in tabellen:
        yield from _in_einer(tabelle, vorhandene, reihe)


def _in_einer(
    tabelle: Tabelle, vorhandene: Collection[Zaehlort], reihe: Callable[[Zaehlort], _Reihe]
) -> Iterator[Unterschied]:
    """Yield what the lines of one table tell together: a total without one of them, and the lines of the same few teams."""
    if not tabelle.zeilen or tabelle.mehrfach:
        return
    for ganzes in _summen(tabelle):
        zeilen = sorted(o for o in vorhandene if replace(o, zeile="") == ganzes)
        if len(zeilen) < 2:
            continue
        insgesamt = reihe(ganzes)
        je_zeile = {ort: reihe(ort) for ort in zeilen}
        for ort, zahlen in je_zeile.items():
            yield from _erkennbar((ganzes, ort), insgesamt, zahlen, max(insgesamt))
        wer = {o: frozenset(n for n, zahl in enumerate(z) if zahl) for o, z in je_zeile.items()}
        kleine = sorted({w for w in wer.values() if len(w) < _GENUG}, key=sorted)
        for mehrere in {frozenset().union(*teile) for n in (1, 2, 3) for teile in combinations(kleine, n)}:
            orte = [o for o in zeilen if wer[o] <= mehrere]
            if len(mehrere) < _GENUG and len(orte) > 1:
                summe = [sum(zahlen) for zahlen in zip(*(je_zeile[o] for o in orte), strict=True)]
                yield from _erkennbar(tuple(orte), summe, [0] * len(summe), max(summe))


def _erkennbar(orte: tuple[Zaehlort, ...], eine: _Reihe, andere: _Reihe, hoechstens: int) -> Iterator[Unterschied]:
    """Yield a difference, team by team, where it is of few teams or nearly all of one; of enough others few are looked at.

    `hoechstens`: by no more than that one team differs.
    """
    teams = zahl = 0
    erste = zweite = dritte = 0
    for x, y in zip(eine, andere, strict=True):
        if x != y:
            teams, zahl, teil = teams + 1, zahl + abs(x - y), abs(x - y)
            *_, dritte, zweite, erste = sorted((erste, zweite, dritte, teil))
            if teams >= _GENUG and verbirgt(zahl, (max(erste, hoechstens), zweite, dritte), _ABSPRACHE):
                return
    if zahl > WENIGE and (teams < _GENUG or not verbirgt(zahl, (erste, zweite, dritte), _ABSPRACHE)):
        yield Unterschied(orte, zahl, teams, (erste, zweite, dritte))


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
