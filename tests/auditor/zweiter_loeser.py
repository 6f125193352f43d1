"""A second solver (OR-tools CP-SAT) as a program of its own: its library and the first one's cannot live in one process.

Reads a line of JSON for each model, writes the possible values of each sum: all of them, or as many as are asked for.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from ortools.sat.python import cp_model


class Zweiter:
    """A model in the words of another solver."""

    def __init__(self, modell: dict[str, Any]) -> None:
        self._m = cp_model.CpModel()
        self._x = [self._m.new_int_var(m, 500, f"a{i}") for i, m in enumerate(modell["mindestens"])]
        for summe, von, bis in modell["zeilen"]:
            links = sum(f * self._x[a] for a, f in summe)
            self._m.add(links >= (-10_000 if von is None else von))
            self._m.add(links <= (10_000 if bis is None else bis))

    def _loese(self) -> cp_model.CpSolver | None:
        loeser = cp_model.CpSolver()
        loeser.parameters.num_workers = 1
        stand = loeser.solve(self._m)
        if stand not in {cp_model.OPTIMAL, cp_model.FEASIBLE, cp_model.INFEASIBLE}:
            raise RuntimeError(loeser.status_name(stand))
        return None if stand == cp_model.INFEASIBLE else loeser

    def werte(self, ziel: list[list[int]], genug: int) -> list[int]:
        """Return possible values of a sum: each that is found is forbidden for the next search."""
        m = self._m.clone()
        gefunden: list[int] = []
        frueher, self._m = self._m, m
        t = m.new_int_var(-10_000, 10_000, "t")
        m.add(t == sum(f * m.get_int_var_from_proto_index(a) for a, f in ziel))
        while len(gefunden) < genug and (loeser := self._loese()) is not None:
            gefunden.append(loeser.value(t))
            m.add(t != loeser.value(t))
        self._m = frueher
        return sorted(gefunden)


def main() -> None:
    for zeile in sys.stdin:
        auftrag = json.loads(zeile)
        zweiter = Zweiter(auftrag)
        print(json.dumps([zweiter.werte(ziel, auftrag["genug"]) for ziel in auftrag["ziele"]]), flush=True)


if __name__ == "__main__":
    main()
