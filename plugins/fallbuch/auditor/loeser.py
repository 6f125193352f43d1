"""The only door to the solver (HiGHS). What it finds is checked by plain arithmetic before anybody relies on it."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import highspy
import numpy as np

from fallbuch.auditor.modell import Modell, Summe, Zeile, haelt

#: Published counts stay far below; the solver needs a finite bound to be sure of whole numbers.
_VIEL = 1_000_000


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


class Loeser:
    """Searches whole numbers for one part of a model."""

    def __init__(self, modell: Modell, atome: Sequence[int], zeilen: Sequence[int], uhr: Uhr) -> None:
        self._modell, self._uhr = modell, uhr
        self._atome = list(atome)
        self._ort = {atom: i for i, atom in enumerate(self._atome)}
        self._zeilen = [modell.zeilen[z] for z in zeilen]
        self._h = self._lade(self._zeilen)

    def _lade(self, zeilen: Sequence[Zeile]) -> highspy.Highs:
        h = highspy.Highs()  # type: ignore[no-untyped-call]
        h.setOptionValue("output_flag", False)
        h.setOptionValue("threads", 1)
        h.setOptionValue("random_seed", 1)
        lp = highspy.HighsLp()
        anzahl = len(self._atome)
        lp.num_col_, lp.num_row_ = anzahl, len(zeilen)
        lp.col_cost_ = np.zeros(anzahl)
        lp.col_lower_ = np.array([float(self._modell.mindestens[a]) for a in self._atome])
        lp.col_upper_ = np.full(anzahl, float(_VIEL))
        lp.row_lower_ = np.array([-highspy.kHighsInf if z.von is None else float(z.von) for z in zeilen])
        lp.row_upper_ = np.array([highspy.kHighsInf if z.bis is None else float(z.bis) for z in zeilen])
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        anfang, index, wert = [0], [], []
        for z in zeilen:
            for atom, faktor in z.summe:
                index.append(self._ort[atom])
                wert.append(float(faktor))
            anfang.append(len(index))
        lp.a_matrix_.start_ = np.array(anfang, dtype=np.int32)
        lp.a_matrix_.index_ = np.array(index, dtype=np.int32)
        lp.a_matrix_.value_ = np.array(wert)
        lp.integrality_ = [highspy.HighsVarType.kInteger] * anzahl
        h.passModel(lp)
        return h

    def aeusserstes(self, ziel: Summe, *, groesstes: bool) -> Fund:
        """Find the solution with the smallest or the largest value of a sum, exactly."""
        return self._suche({a: float(f) for a, f in ziel}, groesstes=groesstes, genau=True)

    def mit(self, ziel: Summe, von: int, bis: int) -> Fund:
        """Find a solution in which a sum lies between two bounds."""
        self._h.addRow(
            float(von), float(bis), len(ziel), np.array([self._ort[a] for a, _ in ziel], dtype=np.int32), np.array([float(f) for _, f in ziel])
        )  # fmt: skip
        fund = self._suche({}, groesstes=False, genau=False)
        self._h.deleteRows(1, np.array([self._h.getNumRow() - 1], dtype=np.int32))
        return (
            fund
            if fund.ausgang is not Ausgang.GEFUNDEN or von <= _wert(ziel, fund.werte, self._ort) <= bis
            else Fund(Ausgang.ZEIT_UM)
        )

    def irgendeine(self, gewichte: Mapping[int, float]) -> Fund:
        """Find a solution that leans towards heavier atoms; it need not be the best."""
        return self._suche(gewichte, groesstes=True, genau=False)

    def nahe(self, wuensche: Iterable[tuple[Summe, int]]) -> Fund:
        """Find a solution in which as many sums as possible come near a wished value."""
        h, spalten, zeilen = self._h, self._h.getNumCol(), self._h.getNumRow()
        kosten = np.zeros(spalten)
        h.changeColsCost(spalten, np.arange(spalten, dtype=np.int32), kosten)
        for summe, wunsch in wuensche:
            n = h.getNumCol()
            leer: tuple[int, np.ndarray, np.ndarray] = (0, np.array([], dtype=np.int32), np.array([]))
            h.addCol(1.0, 0.0, float(_VIEL), *leer)
            h.addCol(1.0, 0.0, float(_VIEL), *leer)
            index = np.array([*(self._ort[a] for a, _ in summe), n, n + 1], dtype=np.int32)
            h.addRow(
                float(wunsch), float(wunsch), len(index), index, np.array([*(float(f) for _, f in summe), 1.0, -1.0])
            )
        h.changeObjectiveSense(highspy.ObjSense.kMinimize)
        h.setOptionValue("mip_rel_gap", 0.3)
        fund = self._laufe()
        neue = np.arange(zeilen, h.getNumRow(), dtype=np.int32)
        h.deleteRows(len(neue), neue)
        dazu = np.arange(spalten, h.getNumCol(), dtype=np.int32)
        h.deleteCols(len(dazu), dazu)
        return fund

    def _suche(self, gewichte: Mapping[int, float], *, groesstes: bool, genau: bool) -> Fund:
        kosten = np.zeros(len(self._atome))
        for atom, gewicht in gewichte.items():
            kosten[self._ort[atom]] = gewicht
        self._h.changeColsCost(len(kosten), np.arange(len(kosten), dtype=np.int32), kosten)
        self._h.changeObjectiveSense(highspy.ObjSense.kMaximize if groesstes else highspy.ObjSense.kMinimize)
        # Sums are whole numbers: two that differ by less than one are the same.
        self._h.setOptionValue("mip_rel_gap", 0.0 if genau else 0.3)
        self._h.setOptionValue("mip_abs_gap", 0.5)
        return self._laufe()

    def _laufe(self) -> Fund:
        if self._uhr.rest <= 0:
            return Fund(Ausgang.ZEIT_UM)
        # The solver counts from when it was made.
        self._h.setOptionValue("time_limit", self._h.getRunTime() + self._uhr.rest)
        self._h.run()
        stand = self._h.getModelStatus()
        if stand == highspy.HighsModelStatus.kInfeasible:
            return Fund(Ausgang.UNMOEGLICH)
        if stand != highspy.HighsModelStatus.kOptimal:
            return Fund(Ausgang.ZEIT_UM)
        werte = tuple(round(w) for w in self._h.getSolution().col_value[: len(self._atome)])
        geprueft = all(w >= self._modell.mindestens[a] for w, a in zip(werte, self._atome, strict=True))
        voll = _Verzeichnis(werte, self._ort)
        if not geprueft or not all(haelt(z, voll) for z in self._zeilen):
            return Fund(Ausgang.ZEIT_UM)  # what is not exactly right is as if it had not been found
        return Fund(Ausgang.GEFUNDEN, werte)


class _Verzeichnis(Sequence[int]):
    """Values of one part, asked for by the atom's number in the whole model."""

    def __init__(self, werte: Sequence[int], ort: Mapping[int, int]) -> None:
        self._werte, self._ort = werte, ort

    def __getitem__(self, atom: int) -> int:  # type: ignore[override]
        return self._werte[self._ort[atom]]

    def __len__(self) -> int:
        return len(self._werte)


def _wert(summe: Summe, werte: Sequence[int], ort: Mapping[int, int]) -> int:
    return sum(f * werte[ort[a]] for a, f in summe)
