"""Figures of different releases that no longer fit together: late entries, corrections and erasures do that.

An attacker knows that they happen. The smallest number of them that makes the figures fit is what everybody can see, so
that many are allowed wherever releases are related; within one release nothing is.
"""

from __future__ import annotations

from dataclasses import replace

from fallbuch.auditor.loeser import Ausgang, Loeser, Uhr
from fallbuch.auditor.modell import Modell, Zeile, teile


def gelockert(modell: Modell, sekunden: float) -> tuple[Modell, int] | None:
    """Return the model with the fewest late changes that make it possible, and how many; None where none would do."""
    uhr, frei = Uhr(sekunden), _mit_nachtraegen(modell)
    nachtraege = [(a, 1) for a in range(len(modell.atome), len(frei.atome))]
    if not nachtraege:
        return None
    teil, zeilen = teile(frei, [tuple(nachtraege)])
    hier = [a for a in range(len(frei.atome)) if teil[a] == teil[nachtraege[0][0]]]
    loeser = Loeser(frei, hier, zeilen[teil[nachtraege[0][0]]], uhr)
    fund = loeser.aeusserstes(tuple(nachtraege), groesstes=False)
    if fund.ausgang is not Ausgang.GEFUNDEN:
        return None
    werte = dict(zip(hier, fund.werte, strict=True))
    anzahl = sum(werte[a] for a, _ in nachtraege)
    return Modell(modell.atome, modell.mindestens, [_weiter(z, anzahl) for z in modell.zeilen]), anzahl


def _mit_nachtraegen(modell: Modell) -> Modell:
    """Let every line between releases be missed by some, upwards or downwards."""
    frei = Modell(list(modell.atome), list(modell.mindestens))
    for zeile in modell.zeilen:
        if zeile.herkunft.ueber_freigaben:
            mehr, weniger = frei.atom("mehr"), frei.atom("weniger")
            zeile = replace(zeile, summe=(*zeile.summe, (mehr, -1), (weniger, 1)))
        frei.zeilen.append(zeile)
    return frei


def _weiter(zeile: Zeile, anzahl: int) -> Zeile:
    if not zeile.herkunft.ueber_freigaben:
        return zeile
    von, bis = (None if g is None else g + d for g, d in ((zeile.von, -anzahl), (zeile.bis, anzahl)))
    return replace(zeile, von=von, bis=bis)
