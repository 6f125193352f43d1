"""Findings of one scan, each once for a file and what it is about."""

from __future__ import annotations

from dataclasses import field
from datetime import date

from fallbuch.befund import Befund, Meldungsart, Stelle
from fallbuch.leckprobe.blatt import Fundwort
from fallbuch.werte import dataclass

#: More findings than these help nobody; that there are more is said.
HOECHSTENS = 200


@dataclass(slots=True)
class Treffer:
    """Collects findings; `mehr` counts those beyond the limit."""

    befunde: list[Befund] = field(default_factory=list)
    mehr: int = 0
    _gesehen: set[tuple[str, str, str]] = field(default_factory=set)

    def melde(self, art: Meldungsart, pfad: str, ort: Fundwort | None, worum: str, **werte: str | int | date) -> None:
        """Report a place in a file; `worum` tells findings of one kind in one file apart."""
        schluessel = (art.kennung, pfad, worum)
        if schluessel in self._gesehen:
            return
        self._gesehen.add(schluessel)
        if len(self.befunde) >= HOECHSTENS:
            self.mehr += 1
            return
        stelle = Stelle(datei=pfad, zeile=ort.zeile if ort else 1, spalte=ort.spalte if ort else 1)
        self.befunde.append(art.melde(stelle, korrektur=None, **werte))
