"""Two attackers who guess: one who trusts the nearest number, and one who weighs all that he knows."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cache

from tests.angriff.lose import Gelesen, lies
from tests.angriff.mengen import Menge
from tests.angriff.rechnung import Rechnung
from tests.angriff.teams import Fall
from tests.angriff.urteil import gedruckte
from tests.angriff.wissen import plusminus2, rechnung

_BASIS, _STUFE = 0.4, 3
#: Farther from the print than this, a true count hardly counts.
_WEIT = 6
#: First value, and the weights from there on.
Gewichte = tuple[int, tuple[float, ...]]


@cache
def chance(druck: int, anzahl: int) -> float:
    """Return how likely a true count is printed as `druck`."""
    if anzahl == 0:
        return float(druck == 0)
    alle = sum(_BASIS ** abs(vielfaches - anzahl) for vielfaches in range(0, anzahl + 60, _STUFE))
    return _BASIS ** abs(druck - anzahl) / alle


@cache
def _gewichte(druck: int, faktor: int) -> Gewichte:
    """Weigh the true counts behind a print, times 1 or -1."""
    anfang = max(0, druck - _WEIT)
    gewichte = [chance(druck, anzahl) for anzahl in range(anfang, druck + _WEIT + 1)]
    return (anfang, tuple(gewichte)) if faktor > 0 else (-(druck + _WEIT), tuple(reversed(gewichte)))


def _und(eine: Gewichte, andere: Gewichte) -> Gewichte:
    """Weigh the sums of two numbers."""
    summe = [0.0] * (len(eine[1]) + len(andere[1]) - 1)
    for i, a in enumerate(eine[1]):
        for j, b in enumerate(andere[1]):
            summe[i + j] += a * b
    return eine[0] + andere[0], tuple(summe)


@dataclass(slots=True)
class Geraten:
    """How guesses on several teams came out."""

    teams: int = 0
    blaetter: int = 0
    #: Prints of somebody, and how often the truth is more than 2 away.
    drucke: int = 0
    daneben: int = 0
    #: Teams and single sheets in which no numbers fit what he believes.
    widerspruch_teams: int = 0
    widerspruch_blaetter: int = 0
    #: What he takes for worked out (fewer than three values) in sheets that fit, and how often that is not so.
    errechnet: int = 0
    verrechnet: int = 0
    #: True counts from 1 to 4, and how often the likeliest value is right.
    kleine: int = 0
    einzeln: int = 0
    zusammen: int = 0
    #: True count and print of each set, once.
    verteilung: Counter[tuple[int, int]] = field(default_factory=Counter)
    #: Sum of the distances between print and truth, all prints and all of somebody.
    abstand: int = 0
    #: The same if every count were rounded to the nearest 5.
    abstand_gerundet: int = 0
    alle: int = 0
    #: Sets that are printed as different numbers, for one of them was cut off.
    ungleich_gedruckt: int = 0

    @staticmethod
    def prozent(teil: int, alle: int) -> str:
        """Say a share in per cent."""
        return f"{100 * teil / alle:.1f} %" if alle else "–"


def rate(geraten: Geraten, fall: Fall, gelesen: Gelesen, r: Rechnung) -> None:
    """Let both guess on a team, and add how it came out."""
    geraten.teams += 1
    wahr = {menge: zahl for _, menge, _, zahl in gedruckte(fall, gelesen)}
    _verteilung(geraten, fall, gelesen)
    geraten.widerspruch_teams += not rechnung(gelesen, plusminus2).rechne()
    for blatt in fall.blaetter:
        eines = lies([blatt])
        glaube = rechnung(eines, plusminus2)
        geraten.blaetter += 1
        if not glaube.rechne():
            geraten.widerspruch_blaetter += 1
            continue
        for menge, zahl in wahr.items():
            werte = glaube.werte(menge)
            if werte is not None and werte < 3 and 1 <= zahl <= 4:
                unten, oben = glaube.bereich(menge)
                geraten.errechnet += 1
                geraten.verrechnet += not (unten or 0) <= zahl <= (zahl if oben is None else oben)
    gewogen = _gewogen(gelesen, r)
    for menge, zahl in wahr.items():
        if 1 <= zahl <= 4:
            druck = next(druck for m, druck in gelesen.drucke.values() if m == menge)
            geraten.kleine += 1
            geraten.einzeln += _wahrscheinlichste(_gewichte(druck, 1)) == zahl
            geraten.zusammen += _wahrscheinlichste(gewogen[menge]) == zahl


def _verteilung(geraten: Geraten, fall: Fall, gelesen: Gelesen) -> None:
    je_satz: dict[int, set[int]] = {}
    gezaehlt: set[int] = set()
    for stelle, menge, druck, zahl in gedruckte(fall, gelesen):
        satz = fall.wahr[stelle].satz
        geraten.alle += 1
        geraten.abstand += abs(druck - zahl)
        geraten.abstand_gerundet += abs(5 * round(zahl / 5) - zahl)
        if zahl:
            geraten.drucke += 1
            geraten.daneben += abs(druck - zahl) > 2
        # Where nothing was cut off: who leaves out only what was, sees too few big prints.
        if menge in gelesen.frei and satz not in gezaehlt:
            geraten.verteilung[zahl, gelesen.lose[menge][0] or 0] += 1
            gezaehlt.add(satz)
        je_satz.setdefault(satz, set()).add(druck)
    geraten.ungleich_gedruckt += sum(len(drucke) > 1 for drucke in je_satz.values())


def _wahrscheinlichste(gewichte: Gewichte) -> int:
    anfang, werte = gewichte
    return anfang + max(range(len(werte)), key=lambda i: (werte[i], -i))


def _gewogen(gelesen: Gelesen, r: Rechnung) -> dict[Menge, Gewichte]:
    """Weigh the values of each printed set: by its own print, and by every sum in which all others are printed."""
    drucke = dict(gelesen.drucke.values())
    # Where equations say that there is somebody, nought is out.
    gewogen = {menge: _ab(_gewichte(druck, 1), r.bereich(menge)[0] or 0) for menge, druck in drucke.items()}
    for gleichung in r.gleichungen:
        glieder = [(r.groessen[n], f) for n, f in gleichung]
        mengen = [(m, f) for m, f in glieder if isinstance(m, Menge) and m in drucke]
        if len(mengen) < len(glieder) or len(mengen) < 2:
            continue
        teile = [_gewichte(drucke[m], f) for m, f in mengen]
        davor, danach = [teile[0]], [teile[-1]]
        for teil, hinten in zip(teile[1:-1], reversed(teile[1:-1]), strict=True):
            davor.append(_und(davor[-1], teil))
            danach.append(_und(danach[-1], hinten))
        danach.reverse()
        for i, (menge, faktor) in enumerate(mengen):
            # The others add up to minus this one.
            andere = danach[0] if i == 0 else davor[-1] if i == len(mengen) - 1 else _und(davor[i - 1], danach[i])
            gewogen[menge] = _mal(gewogen[menge], andere, -faktor)
    return gewogen


def _ab(gewichte: Gewichte, unten: int) -> Gewichte:
    """Leave out all values below a bound, as long as one is left."""
    anfang, werte = gewichte
    weg = min(max(0, unten - anfang), len(werte) - 1)
    return anfang + weg, werte[weg:]


def _mal(gewichte: Gewichte, summe: Gewichte, faktor: int) -> Gewichte:
    """Weigh each value also by how likely `summe` is that value, times 1 or -1."""
    anfang, werte = gewichte
    neu = []
    for i, gewicht in enumerate(werte):
        stelle = faktor * (anfang + i) - summe[0]
        neu.append(gewicht * (summe[1][stelle] if 0 <= stelle < len(summe[1]) else 0.0))
    ganz = sum(neu)
    # Nothing fits where a print lies far from the truth: then its own weight stays.
    return (anfang, tuple(g / ganz for g in neu)) if ganz > 0 else gewichte
