"""The model under construction: each population with its fields, and its groups of fields with their atoms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from fallbuch.auditor.aussagen import Aussage, Grundmenge
from fallbuch.auditor.felder import Felder, Werte
from fallbuch.auditor.modell import Modell, Summe
from fallbuch.auditor.zeitwissen import ist_fest
from fallbuch.statistik.bausteine import SONST, UNBEKANNT

#: Stands for all words of a field that one of the populations does not know.
REST = "(nicht überall bekannt)"


@dataclass(slots=True)
class Gruppe:
    """Atoms of a group of fields: one for each combination of their values."""

    felder: tuple[str, ...]
    atome: dict[Werte, int]

    def summe(self, teil: Sequence[str], werte: Werte) -> list[int]:
        """Return the atoms that have these values in some of the fields."""
        orte = [self.felder.index(f) for f in teil]
        return [a for w, a in self.atome.items() if tuple(w[i] for i in orte) == werte]


@dataclass(slots=True)
class Aufbau:
    """The model with what leads from people and figures to it."""

    modell: Modell = field(default_factory=Modell)
    gesagt: list[tuple[Aussage, Summe]] = field(default_factory=list)
    felder: dict[Grundmenge, Felder] = field(default_factory=dict)
    gruppen: dict[Grundmenge, list[Gruppe]] = field(default_factory=dict)


def gruppe_mit(aufbau: Aufbau, grundmenge: Grundmenge, felder: Iterable[str]) -> Gruppe:
    """Return the smallest group that has all these fields."""
    gesucht = set(felder)
    passende = [g for g in aufbau.gruppen[grundmenge] if gesucht <= set(g.felder)]
    return min(passende, key=lambda g: (len(g.atome), g.felder))


def fremde_werte(felder: Mapping[Grundmenge, Felder], mengen: Sequence[Grundmenge], feld: str) -> frozenset[str]:
    """Return the words that one of the populations does not know: there such people are among the unknown ones."""
    bekannt = [set(felder[g].werte[feld]) for g in mengen if not ist_fest(g, feld)]
    if not bekannt:
        return frozenset()
    fremde = bekannt[0].union(*bekannt) - bekannt[0].intersection(*bekannt) - {"", SONST}
    return frozenset({*fremde, UNBEKANNT, SONST}) if fremde else frozenset()
