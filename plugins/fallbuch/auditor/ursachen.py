"""Which tables give a number away: the fewest without which it would stay hidden."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from fallbuch.auditor.modell import Herkunft, Modell
from fallbuch.auditor.pruefung import Einzelfrage
from fallbuch.auditor.ziele import Ziel


def ursachen(modell: Modell, ziel: Ziel, moegliche: Iterable[int], sekunden: float) -> list[Herkunft]:
    """Return tables that together give a number away, none of which could be left out.

    `moegliche` are its possible values. There can be other such sets. Publishing less never narrows what is possible, so halves can be tried at once.
    """
    tabellen = list(dict.fromkeys(z.herkunft for z in modell.zeilen if z.herkunft.tabelle))
    # What is nearest to the number comes last: it is what people expect to read.
    tabellen.sort(key=lambda h: (h.zeitraum == ziel.aussage.zeitraum, h.tabelle == ziel.aussage.tabelle, h))

    frage = Einzelfrage(modell, ziel, moegliche, sekunden)
    return _kleinste(tabellen, [], lambda auswahl: frage.verraet(frozenset(auswahl)))


def _kleinste(
    auswahl: list[Herkunft], fest: list[Herkunft], verraet: Callable[[Sequence[Herkunft]], bool]
) -> list[Herkunft]:
    """Return a smallest part of `auswahl` that gives the number away together with `fest` (QuickXplain, Junker 2004)."""
    if verraet(fest):
        return []
    if len(auswahl) <= 1:
        return auswahl
    halb = len(auswahl) // 2
    vorn, hinten = auswahl[:halb], auswahl[halb:]
    aus_vorn = _kleinste(vorn, [*fest, *hinten], verraet)
    aus_hinten = _kleinste(hinten, [*fest, *aus_vorn], verraet)
    return [*aus_vorn, *aus_hinten]
