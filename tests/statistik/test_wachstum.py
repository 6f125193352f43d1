"""All figures of eight periods: counted for every size of team, and growing with the number of cases, not faster."""

from __future__ import annotations

import pytest
from benchmarks.faelligkeiten import bestand
from benchmarks.zahlen import alle_zahlen

from fallbuch.statistik.zeitraum import _QUARTALE as QUARTALE
from tests.zaehlen import arbeit, waechst_gleichmaessig


@pytest.mark.parametrize("anzahl", [12, 35, 120])
def test_alle_zahlen_von_acht_quartalen(anzahl: int) -> None:
    assert 0 < alle_zahlen(*bestand(anzahl)) <= QUARTALE


def test_waechst_mit_der_zahl_der_faelle() -> None:
    akten, regelwerk = bestand(240)
    alle_zahlen(akten[:10], regelwerk)  # what is only worked out once, words and conditions, is worked out
    wenig = arbeit(lambda: alle_zahlen(akten[::4], regelwerk))
    viel = arbeit(lambda: alle_zahlen(akten, regelwerk))
    assert waechst_gleichmaessig(wenig.schritte, viel.schritte, 4)
    # What a case costs, counted when 7,131 of them took four seconds: about 7,800 lines. Half as much again is worth a look.
    assert viel.schritte / len(akten) < 11_700
