"""Memory of a program that goes on reading: what an earlier reading spared goes when the next begins."""

from __future__ import annotations

import gc
import weakref

from fallbuch.bestand.laden import gib_speicher_frei, ohne_speicherbereinigung


class Kreis:
    """Only the garbage collector can free it."""

    def __init__(self) -> None:
        self.selbst = self


def test_was_beim_lesen_herumlag_bleibt_nicht_fuer_immer() -> None:
    kreis = Kreis()
    noch_da = weakref.ref(kreis)
    with ohne_speicherbereinigung():
        del kreis
    gc.collect()
    assert noch_da() is not None, "spared with what was read"
    gib_speicher_frei()
    assert noch_da() is None
