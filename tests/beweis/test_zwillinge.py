"""What is printed follows from the lots alone: other people with the same lots are the same sheet, byte for byte."""

from __future__ import annotations

import os
from random import Random

import pytest
from benchmarks.demo.erzeugen import demo_faelle

from tests.beweis.welten import Gewaehlt
from tests.beweis.zwillinge import Gezogen, gleich

#: So that every rung is reached, whatever the number of people.
LOSE = (0, 3, 3, 6, 9, 12, 21, 24, 51, 54)
JE_TEAM = 20 if "FALLBUCH_LANG" in os.environ else 2


def gewaehlt(seed: int) -> Gewaehlt:
    rng = Random(seed)
    return Gewaehlt(waehle=lambda zahl: rng.choice(LOSE))


@pytest.mark.parametrize("seed", range(3))
def test_mehr_menschen_dieselben_blaetter(seed: int) -> None:
    """The first theorem of the handbook."""
    alle = demo_faelle(60, seed)
    einige = dict(list(alle.items())[: 20 + 5 * seed])
    assert gleich(einige, alle, gewaehlt(seed))
    assert gleich(einige, alle, Gezogen(bytes([seed])))


@pytest.mark.parametrize("seed", range(3))
def test_jede_akte_ist_moeglich_auch_keine(seed: int) -> None:
    """The second: somebody else gets the file of a person, word for word, who gets another one or none."""
    faelle = demo_faelle(30, seed)
    for nummer, (wer, text) in enumerate(list(faelle.items())[:JE_TEAM]):
        ohne = {k: t for k, t in faelle.items() if k != wer}
        jemand = {**ohne, "9": text.replace(wer, "9")}
        assert gleich(faelle, jemand, gewaehlt(seed))
        andere = list(demo_faelle(40, seed + 90).values())[nummer]
        assert gleich(faelle, {**jemand, wer: andere}, gewaehlt(seed))


def test_was_keine_welt_ist() -> None:
    """Nobody at all prints nothing: the comparison can fail."""
    faelle = demo_faelle(30, 1)
    assert not gleich(faelle, dict(list(faelle.items())[:1]), Gezogen(b"1"))
