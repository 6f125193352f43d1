"""The only door to the solver (HiGHS). What it finds is checked by plain arithmetic before anybody relies on it."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import highspy
import numpy as np

from fallbuch.auditor.modell import Modell, Summe, Zeile, haelt, summe_von

#: Published counts stay far below; the solver needs a finite bound to be sure of whole numbers.
_VIEL = 1_000_000
_OHNE_GRENZEN = (-highspy.kHighsInf, highspy.kHighsInf)
#: How far the solver's numbers can lie beside the true ones.
_TOLERANZ = 1e-4


class Ausgang(StrEnum):
    """How a search ended."""

    GEFUNDEN = "gefunden"
    UNMOEGLICH = "unmöglich"
    ZEIT_UM = "Zeit um"


@dataclass(frozen=True, slots=True)
class Fund:
    """A solution in whole numbers, where there is one."""

    ausgang: Ausgang
    werte: tuple[int, ...] = ()


class Uhr:
    """How many seconds are left for a whole audit."""

    def __init__(self, sekunden: float) -> None:
        self._bis = time.monotonic() + sekunden

    @property
    def rest(self) -> float:
        return self._bis - time.monotonic()


@dataclass(frozen=True, slots=True)
class _Frage:
    """What is searched: weights of atoms, a sum that must lie between two bounds, sums that come near a wished value."""

    gewichte: Mapping[int, float] = field(default_factory=dict)
    groesstes: bool = False
    genau: bool = False
    zwischen: tuple[Summe, int, int] | None = None
    wuensche: Sequence[tuple[Summe, int]] = ()


class Loeser:
    """Searches whole numbers for one part of a model.

    Each search is made without asking for whole numbers first: that is quick, starts where the last one ended, and most
    often finds whole numbers by itself, because tables and their sums are nearly a network. Only where it does not, the
    slow search for whole numbers follows.
    """

    def __init__(self, modell: Modell, atome: Sequence[int], zeilen: Sequence[int], uhr: Uhr) -> None:
        self._modell, self._uhr = modell, uhr
        self._atome = list(atome)
        self._ort = {atom: i for i, atom in enumerate(self._atome)}
        self._zeilen = [modell.zeilen[z] for z in zeilen]
        self._gelten = [True] * len(self._zeilen)
        self._schnell = self._lade(ganze=False)
        self._gruendlich: highspy.Highs | None = None

    def _lade(self, *, ganze: bool) -> highspy.Highs:
        h = highspy.Highs()  # type: ignore[no-untyped-call]
        h.setOptionValue("output_flag", False)
        h.setOptionValue("threads", 1)
        h.setOptionValue("random_seed", 1)
        lp = highspy.HighsLp()
        anzahl = len(self._atome)
        lp.num_col_, lp.num_row_ = anzahl, len(self._zeilen)
        lp.col_cost_ = np.zeros(anzahl)
        lp.col_lower_ = np.array([float(self._modell.mindestens[a]) for a in self._atome])
        lp.col_upper_ = np.full(anzahl, float(_VIEL))
        grenzen = [_grenzen(z) if gilt else _OHNE_GRENZEN for z, gilt in zip(self._zeilen, self._gelten, strict=True)]
        lp.row_lower_ = np.array([unten for unten, _ in grenzen])
        lp.row_upper_ = np.array([oben for _, oben in grenzen])
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        anfang, index, wert = [0], [], []
        for z in self._zeilen:
            for atom, faktor in z.summe:
                index.append(self._ort[atom])
                wert.append(float(faktor))
            anfang.append(len(index))
        lp.a_matrix_.start_ = np.array(anfang, dtype=np.int32)
        lp.a_matrix_.index_ = np.array(index, dtype=np.int32)
        lp.a_matrix_.value_ = np.array(wert)
        if ganze:
            lp.integrality_ = [highspy.HighsVarType.kInteger] * anzahl
        h.passModel(lp)
        return h

    def lasse_gelten(self, welche: Callable[[Zeile], bool]) -> None:
        """Let only some lines hold, until they are chosen anew."""
        for nummer, zeile in enumerate(self._zeilen):
            gilt = welche(zeile)
            if gilt != self._gelten[nummer]:
                self._gelten[nummer] = gilt
                for h in (self._schnell, self._gruendlich):
                    if h is not None:
                        h.changeRowBounds(nummer, *(_grenzen(zeile) if gilt else _OHNE_GRENZEN))

    def aeusserstes(self, ziel: Summe, *, groesstes: bool) -> Fund:
        """Find the solution with the smallest or the largest value of a sum, exactly."""
        return self._suche(_Frage({a: float(f) for a, f in ziel}, groesstes=groesstes, genau=True))

    def grenze(self, ziel: Summe, *, groesstes: bool) -> int | None:
        """Return a whole number that a sum cannot pass, found without asking for whole numbers; None if not in time."""
        fund = self._stelle(self._schnell, _Frage({a: float(f) for a, f in ziel}, groesstes=groesstes, genau=True))
        if self._schnell.getModelStatus() != highspy.HighsModelStatus.kOptimal or (fund and not fund.werte):
            return None
        bestes = self._schnell.getObjectiveValue()
        return math.floor(bestes + _TOLERANZ) if groesstes else math.ceil(bestes - _TOLERANZ)

    def mit(self, ziel: Summe, von: int, bis: int) -> Fund:
        """Find a solution in which a sum lies between two bounds."""
        return self._suche(_Frage(zwischen=(ziel, von, bis)))

    def irgendeine(self, gewichte: Mapping[int, float]) -> Fund:
        """Find a solution that leans towards heavier atoms; it need not be the best."""
        return self._suche(_Frage(gewichte, groesstes=True))

    def nahe(self, wuensche: Iterable[tuple[Summe, int]]) -> Fund:
        """Find a solution in which as many sums as possible come near a wished value."""
        return self._suche(_Frage(wuensche=tuple(wuensche)))

    def _suche(self, frage: _Frage) -> Fund:
        fund = self._stelle(self._schnell, frage)
        if fund is None:
            if self._gruendlich is None:
                self._gruendlich = self._lade(ganze=True)
            fund = self._stelle(self._gruendlich, frage)
        # What is not exactly right is as if it had not been found.
        return fund or Fund(Ausgang.ZEIT_UM)

    def _stelle(self, h: highspy.Highs, frage: _Frage) -> Fund | None:
        """Put a question to one of the two and take it back; None where its answer is not one in whole numbers."""
        spalten, zeilen = h.getNumCol(), h.getNumRow()
        kosten = np.zeros(spalten)
        for atom, gewicht in frage.gewichte.items():
            kosten[self._ort[atom]] = gewicht
        h.changeColsCost(spalten, np.arange(spalten, dtype=np.int32), kosten)
        h.changeObjectiveSense(highspy.ObjSense.kMaximize if frage.groesstes else highspy.ObjSense.kMinimize)
        if frage.zwischen is not None:
            ziel, von, bis = frage.zwischen
            self._neue_zeile(h, ziel, von, bis)
        for summe, wunsch in frage.wuensche:
            n = h.getNumCol()
            leer: tuple[int, np.ndarray, np.ndarray] = (0, np.array([], dtype=np.int32), np.array([]))
            h.addCol(1.0, 0.0, float(_VIEL), *leer)
            h.addCol(1.0, 0.0, float(_VIEL), *leer)
            self._neue_zeile(h, summe, wunsch, wunsch, ((n, 1.0), (n + 1, -1.0)))
        # Sums are whole numbers: two that differ by less than one are the same.
        h.setOptionValue("mip_rel_gap", 0.0 if frage.genau else 0.3)
        h.setOptionValue("mip_abs_gap", 0.5)
        fund = self._laufe(h, frage)
        neue = np.arange(zeilen, h.getNumRow(), dtype=np.int32)
        h.deleteRows(len(neue), neue)
        dazu = np.arange(spalten, h.getNumCol(), dtype=np.int32)
        h.deleteCols(len(dazu), dazu)
        return fund

    def _neue_zeile(
        self, h: highspy.Highs, summe: Summe, von: int, bis: int, dazu: Sequence[tuple[int, float]] = ()
    ) -> None:
        glieder = (*((self._ort[a], float(f)) for a, f in summe), *dazu)
        index, wert = np.array([i for i, _ in glieder], dtype=np.int32), np.array([f for _, f in glieder])
        h.addRow(float(von), float(bis), len(glieder), index, wert)

    def _laufe(self, h: highspy.Highs, frage: _Frage) -> Fund | None:
        if self._uhr.rest <= 0:
            return Fund(Ausgang.ZEIT_UM)
        # The solver counts from when it was made.
        h.setOptionValue("time_limit", h.getRunTime() + self._uhr.rest)
        h.run()
        stand = h.getModelStatus()
        if stand == highspy.HighsModelStatus.kInfeasible:
            return Fund(Ausgang.UNMOEGLICH)
        if stand != highspy.HighsModelStatus.kOptimal:
            return None
        werte = tuple(round(w) for w in h.getSolution().col_value[: len(self._atome)])
        return Fund(Ausgang.GEFUNDEN, werte) if self._stimmt(werte, frage, h.getObjectiveValue()) else None

    def _stimmt(self, werte: Sequence[int], frage: _Frage, bestes: float) -> bool:
        """Check by plain arithmetic that whole numbers answer a question; `bestes` is what the solver reached."""
        alle = _Verzeichnis(werte, self._ort)
        zwischen = frage.zwischen
        if any(alle[a] < self._modell.mindestens[a] for a in self._atome) or not all(
            haelt(z, alle) for z, gilt in zip(self._zeilen, self._gelten, strict=True) if gilt
        ):
            return False
        if zwischen is not None and not zwischen[1] <= summe_von(zwischen[0], alle) <= zwischen[2]:
            return False
        # The best without asking for whole numbers is a bound of the best with them: is it reached?
        erreicht = sum(gewicht * alle[a] for a, gewicht in frage.gewichte.items())
        return not frage.genau or abs(erreicht - bestes) < 1 - _TOLERANZ


def _grenzen(zeile: Zeile) -> tuple[float, float]:
    unten, oben = _OHNE_GRENZEN
    return unten if zeile.von is None else float(zeile.von), oben if zeile.bis is None else float(zeile.bis)


class _Verzeichnis(Sequence[int]):
    """Values of one part, asked for by the atom's number in the whole model."""

    def __init__(self, werte: Sequence[int], ort: Mapping[int, int]) -> None:
        self._werte, self._ort = werte, ort

    def __getitem__(self, atom: int) -> int:  # type: ignore[override]
        return self._werte[self._ort[atom]]

    def __len__(self) -> int:
        return len(self._werte)
