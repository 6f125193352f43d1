"""One team's counts in the words that all teams share; what has no common word is counted as such, and named."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from fallbuch.kennung import vergleichsform
from fallbuch.statistik.auswerten import Auswerter
from fallbuch.statistik.bausteine import Merkmal, Stoff
from fallbuch.statistik.verbund import NICHT_ZUORDENBAR, Verbund, gemeinsame_kategorien
from fallbuch.statistik.zeitraum import Zeitraum
from fallbuch.statistik.zellen import Zaehlort, zerlegt


class Gemeinsamzaehler(Auswerter):
    """Counts the agreed figures; rows are split by common words before they are counted, so that nobody counts twice."""

    def __init__(self, stoff: Stoff, zeitraum: Zeitraum, vereinbarung: Verbund) -> None:
        super().__init__(stoff, zeitraum, mit_saetzen=False)
        self._vereinbarung = vereinbarung
        self._fremde: dict[tuple[str, str], set[int]] = {}
        self._kategorien_je: dict[int, tuple[str, ...]] = {}

    def zahlen(self) -> dict[Zaehlort, int]:
        """Return all counts of the agreed figures but nothings."""
        return {
            zelle: zahl
            for roh in self.alle(self._vereinbarung.kennzahlen).values()
            for zelle, zahl in zerlegt(roh)
            if zahl
        }

    def nicht_zuordenbare(self) -> Mapping[tuple[str, str], int]:
        """Return by field and word of the team how many people have one that is called nothing in common; after counting."""
        return {ort: len(wer) for ort, wer in sorted(self._fremde.items())}

    def _kategorien(self, merkmal: Merkmal[Any]) -> tuple[str, ...]:
        if id(merkmal) not in self._kategorien_je:
            self._kategorien_je[id(merkmal)] = gemeinsame_kategorien(self._vereinbarung, merkmal, self._lage.zeitraum)
        return self._kategorien_je[id(merkmal)]

    def _kategorien_von(self, z: Any, merkmal: Merkmal[Any]) -> tuple[str, ...]:
        eigene = super()._kategorien_von(z, merkmal)
        gemeinsame = self._kategorien(merkmal)
        if all(wort in gemeinsame for wort in eigene):
            return eigene
        return tuple(dict.fromkeys(self._gemeinsam(z, merkmal, wort, gemeinsame) for wort in eigene))

    def _gemeinsam(self, z: Any, merkmal: Merkmal[Any], wort: str, gemeinsame: tuple[str, ...]) -> str:
        if wort in gemeinsame:
            return wort
        andere: Iterator[str] = iter(self._vereinbarung.gemeinsame.get(vergleichsform(wort), ()))
        gefunden = next((w for w in andere if w in gemeinsame), NICHT_ZUORDENBAR)
        if gefunden == NICHT_ZUORDENBAR:
            phase = getattr(z, "phase", None)
            wer = phase.fall.zeichen if phase is not None else id(z)
            self._fremde.setdefault((merkmal.worte, wort), set()).add(wer)
        return gefunden
