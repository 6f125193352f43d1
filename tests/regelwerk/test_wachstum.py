"""The due items grow with the number of cases, not faster; counted, not timed."""

from __future__ import annotations

from benchmarks.faelligkeiten import alle_faelligkeiten, bestand

from tests.zaehlen import arbeit, waechst_gleichmaessig


def test_faelligkeiten_wachsen_mit_der_zahl_der_faelle() -> None:
    akten, regelwerk = bestand(800)
    wenige = akten[::4]
    assert waechst_gleichmaessig(alle_faelligkeiten(wenige, regelwerk), alle_faelligkeiten(akten, regelwerk), 4)
    wenig = arbeit(lambda: alle_faelligkeiten(wenige, regelwerk))
    viel = arbeit(lambda: alle_faelligkeiten(akten, regelwerk))
    assert waechst_gleichmaessig(wenig.schritte, viel.schritte, 4)
    # What a case costs, counted when 7,131 of them took a second: about 1,600 lines. Half as much again is worth a look.
    assert viel.schritte / len(akten) < 2400
