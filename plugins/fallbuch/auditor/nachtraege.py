"""Figures of different releases that no longer fit together: late entries, corrections and erasures do that.

An attacker knows that they happen. The smallest number of them that makes the figures fit is what everybody can see: so
many are allowed, all together, and only between those populations that do not fit. Everything else stays exact, so that
a contradiction in one place hides nothing in another.
"""

from __future__ import annotations

from dataclasses import replace

from fallbuch.auditor.loeser import Ausgang, Loeser, Uhr
from fallbuch.auditor.modell import Herkunft, Modell, teile


def gelockert(modell: Modell, sekunden: float) -> tuple[Modell, int] | None:
    """Return the model with the fewest late changes that make it possible, and how many; None where none would do."""
    uhr = Uhr(sekunden)
    alle = {z.herkunft.beziehung for z in modell.zeilen if z.herkunft.beziehung}
    frei, nachtraege = _mit_nachtraegen(modell, alle)
    if not nachtraege:
        return None
    summe = tuple((a, 1) for a in sorted(nachtraege))
    teil, zeilen = teile(frei, [summe])
    hier = [a for a in range(len(frei.atome)) if teil[a] == teil[summe[0][0]]]
    fund = Loeser(frei, hier, zeilen[teil[summe[0][0]]], uhr).aeusserstes(summe, groesstes=False)
    if fund.ausgang is not Ausgang.GEFUNDEN:
        return None
    werte = dict(zip(hier, fund.werte, strict=True))
    gebrochene = {name for a, name in nachtraege.items() if werte[a]}
    gelockertes, nachtraege = _mit_nachtraegen(modell, gebrochene)
    anzahl = sum(werte[a] for a, _ in summe)
    gelockertes.halte(dict.fromkeys(nachtraege, 1), None, anzahl, Herkunft())
    return gelockertes, anzahl


def _mit_nachtraegen(modell: Modell, beziehungen: set[str]) -> tuple[Modell, dict[int, str]]:
    """Let every line of some relations be missed, upwards or downwards; returns whose each of these atoms is."""
    frei = Modell(list(modell.atome), list(modell.mindestens))
    nachtraege: dict[int, str] = {}
    for zeile in modell.zeilen:
        name = zeile.herkunft.beziehung
        if name in beziehungen:
            mehr, weniger = (frei.atom(f"Nachtrag {wie}: {name}") for wie in ("mehr", "weniger"))
            nachtraege |= {mehr: name, weniger: name}
            zeile = replace(zeile, summe=(*zeile.summe, (mehr, -1), (weniger, 1)))
        frei.zeilen.append(zeile)
    return frei, nachtraege
