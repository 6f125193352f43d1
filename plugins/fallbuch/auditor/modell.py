"""What an attacker knows, as integers: atoms (how many people of a kind), and lines that their sums must keep.

Pure data, checked by plain arithmetic. Solvers read it (`loeser.py`), whoever doubts them can do without.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

#: A sum over atoms: (number of the atom, factor).
Summe = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Zeile:
    """The sum lies between `von` and `bis`, both included; None is no bound. `herkunft` says who told."""

    summe: Summe
    von: int | None
    bis: int | None
    #: What is published, by period and table, or how populations of different releases are related.
    herkunft: Herkunft


@dataclass(frozen=True, slots=True, order=True)
class Herkunft:
    """Where a line comes from: a table of a release, or, without one, what everybody knows."""

    zeitraum: str = ""
    tabelle: str = ""
    #: The relation between figures of different releases, which late entries can have broken; "" within one.
    beziehung: str = ""


@dataclass(slots=True)
class Modell:
    """Atoms 0 … n−1, each a whole number of at least `mindestens`, and the lines that they keep."""

    atome: list[str] = field(default_factory=list)
    mindestens: list[int] = field(default_factory=list)
    zeilen: list[Zeile] = field(default_factory=list)

    def atom(self, name: str) -> int:
        """Add an atom and return its number."""
        self.atome.append(name)
        self.mindestens.append(0)
        return len(self.atome) - 1

    def halte(self, summe: Mapping[int, int], von: int | None, bis: int | None, herkunft: Herkunft) -> None:
        """Add a line; one without atoms holds or is a contradiction."""
        glieder = tuple(sorted((atom, faktor) for atom, faktor in summe.items() if faktor))
        self.zeilen.append(Zeile(glieder, von, bis, herkunft))

    def haelt(self, werte: Sequence[int]) -> bool:
        """Tell by plain arithmetic whether whole numbers for all atoms keep every line."""
        if len(werte) != len(self.atome) or any(w < m for w, m in zip(werte, self.mindestens, strict=True)):
            return False
        return all(haelt(z, werte) for z in self.zeilen)


def haelt(zeile: Zeile, werte: Sequence[int]) -> bool:
    """Tell whether a line is kept."""
    ist = summe_von(zeile.summe, werte)
    return (zeile.von is None or zeile.von <= ist) and (zeile.bis is None or ist <= zeile.bis)


def summe_von(summe: Summe, werte: Sequence[int]) -> int:
    """Return the value of a sum."""
    return sum(faktor * werte[atom] for atom, faktor in summe)


def teile(modell: Modell, dazu: Iterable[Summe] = ()) -> tuple[list[int], list[list[int]]]:
    """Split a model into parts that no line and no sum of `dazu` joins; return the part of each atom, and the lines of each part.

    What is possible in one part does not depend on another, so each is audited by itself and the answer stays exact.
    """
    eltern = list(range(len(modell.atome)))

    def wurzel(i: int) -> int:
        while eltern[i] != i:
            eltern[i] = eltern[eltern[i]]
            i = eltern[i]
        return i

    for summe in (*(z.summe for z in modell.zeilen), *dazu):
        for atom, _ in summe[1:]:
            eltern[wurzel(atom)] = wurzel(summe[0][0])
    nummern: dict[int, int] = {}
    teil = [nummern.setdefault(wurzel(i), len(nummern)) for i in range(len(modell.atome))]
    zeilen: list[list[int]] = [[] for _ in nummern]
    for nummer, zeile in enumerate(modell.zeilen):
        if zeile.summe:
            zeilen[teil[zeile.summe[0][0]]].append(nummer)
    return teil, zeilen


def zusammen(summen: Iterable[tuple[Summe, int]]) -> Summe:
    """Add sums, each with a factor."""
    ergebnis: dict[int, int] = {}
    for summe, mal in summen:
        for atom, faktor in summe:
            ergebnis[atom] = ergebnis.get(atom, 0) + mal * faktor
    return tuple(sorted((a, f) for a, f in ergebnis.items() if f))
