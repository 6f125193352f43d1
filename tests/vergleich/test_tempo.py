"""A comparison costs little beyond reading the stock once; counted, not timed (that does benchmarks/vergleichen.py)."""

from __future__ import annotations

from pathlib import Path

import pytest
from benchmarks.vergleichen import lege_an, lies, vergleiche

from fallbuch.akte.lesen import lies_quelldatei
from fallbuch.regelwerk.fallregeln import Fallregeln
from fallbuch.text import git
from tests.zaehlen import Arbeit, arbeit

GEAENDERTE = 10


def gezaehlt(wurzel: Path, alle: int) -> tuple[Arbeit, Arbeit]:
    """Return the work of reading the team once, and of comparing it with its last saved state."""
    lege_an(wurzel, alle, GEAENDERTE)
    lies(wurzel)  # what is only read once, rules and words, is read
    return arbeit(lambda: lies(wurzel)), arbeit(lambda: vergleiche(wurzel))


@pytest.fixture(scope="module")
def arbeiten(tmp_path_factory: pytest.TempPathFactory) -> dict[int, tuple[Arbeit, Arbeit]]:
    return {alle: gezaehlt(tmp_path_factory.mktemp("team") / "t", alle) for alle in (30, 120)}


def test_kein_fall_wird_zweimal_gelesen(arbeiten: dict[int, tuple[Arbeit, Arbeit]]) -> None:
    for alle, (gelesen, verglichen) in arbeiten.items():
        assert (gelesen.von(lies_quelldatei), verglichen.von(lies_quelldatei)) == (alle, alle + GEAENDERTE)
        # Due items of those alone that differ, on both sides.
        assert (gelesen.von(Fallregeln.faelligkeiten), verglichen.von(Fallregeln.faelligkeiten)) == (
            alle,
            2 * GEAENDERTE,
        )


def test_git_wird_gleich_oft_gerufen_wie_gross_das_team_auch_ist(arbeiten: dict[int, tuple[Arbeit, Arbeit]]) -> None:
    klein, gross = (verglichen.von(git.rufe) for _, verglichen in arbeiten.values())
    assert klein == gross
    assert gross < 20


def test_kaum_mehr_als_einmal_lesen(arbeiten: dict[int, tuple[Arbeit, Arbeit]]) -> None:
    gelesen, verglichen = arbeiten[120]
    # Two states, neither of them read twice: a second reading would make it more than two.
    assert verglichen.schritte < 1.8 * gelesen.schritte
