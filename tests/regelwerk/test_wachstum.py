"""The due items grow with the number of cases, not faster."""

from __future__ import annotations

from benchmarks.faelligkeiten import bestand, messe


def test_faelligkeiten_wachsen_mit_der_zahl_der_faelle() -> None:
    akten, regelwerk = bestand(1600)
    (wenige, kurz), (viele, lang) = messe(akten[:400], regelwerk), messe(akten, regelwerk)
    assert 3 < viele / wenige < 5
    # Four times the cases; the bound leaves room for a busy machine, not for a square (sixteen times).
    assert lang / kurz < 8
    # 7,131 cases are to take a second; a third of a millisecond a case is twice that, for slow machines.
    assert lang / len(akten) < 0.0003
