"""A command that is killed leaves each file old or new, and called again it leaves all of them new, once."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bearbeiten.abbrechen import LAEUFE
from tests.conftest import WURZEL
from tests.hilfen import BEIM_LANDEN, umfang
from tests.vorgeladen import HAENGT

LANG = bool(os.environ.get("FALLBUCH_LANG"))
#: These write many files: in the short form every fifth write is killed, a step that meets another call at each file.
_VIELE = {"veranstaltung", "uebergeben", "neu-prozess"}


def test_immer_wieder_getoetet(tmp_path: Path) -> None:
    wie_oft = str(umfang(30, 90, 5000))
    ende = subprocess.run(
        [sys.executable, "-m", "tests.bearbeiten.toeten", str(tmp_path / "team"), wie_oft, "1"],
        cwd=WURZEL, capture_output=True, text=True, check=False, timeout=HAENGT,
    )  # fmt: skip
    assert ende.returncode == 0, ende.stderr
    alte, neue = map(int, ende.stdout.split())
    # Both happen, else the kills came too early or too late to show anything.
    assert alte > int(wie_oft) // 5, ende.stdout
    assert neue > int(wie_oft) // 5, ende.stdout


def _abgebrochen(wurzel: Path, *worte: str) -> tuple[int, int]:
    ende = subprocess.run(
        [sys.executable, "-m", "tests.bearbeiten.abbrechen", str(wurzel / "team"), *worte],
        cwd=WURZEL, capture_output=True, text=True, check=False, timeout=HAENGT,
    )  # fmt: skip
    assert ende.returncode == 0, ende.stdout + ende.stderr
    male, vollendet = map(int, ende.stdout.split())
    return male, vollendet


@pytest.mark.parametrize(
    "name", [n if n in {"eintragen", "vereinen"} else pytest.param(n, marks=BEIM_LANDEN) for n in LAEUFE]
)
def test_an_jedem_schreiben_getoetet_und_noch_einmal_gerufen(name: str, tmp_path: Path) -> None:
    jeder = 1 if LANG else 5 if name in _VIELE else 4
    male, vollendet = _abgebrochen(tmp_path, name, str(jeder))
    # Some kills came before the change counted, some after; a call that may be made twice says nothing of it.
    assert male > 5
    assert (0 < vollendet < male) or name == "formatieren"


def test_ein_anderer_befehl_dazwischen_macht_fertig_und_der_eigene_nichts_zweimal(tmp_path: Path) -> None:
    jeder = "1" if LANG else "7"
    male, vollendet = _abgebrochen(
        tmp_path, "veranstaltung", jeder, "eintragen", "4712", "--art", "Notiz", "--text", "Dazwischen."
    )
    assert 0 < vollendet < male
