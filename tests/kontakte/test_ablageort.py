"""Where contacts lie: what a call names comes before the machine, and that before the team; never where git gives them to everybody."""

from __future__ import annotations

from pathlib import Path

import pytest

from fallbuch.kontakte.ablageort import kontaktordner
from fallbuch.kontakte.modell import Kontaktfehler

INNEN = "Die Kontaktdaten dürfen nicht im Ordner des Teams liegen: Was dort steht, kommt mit git zu allen. Nehmen Sie einen Ordner daneben."


def test_wer_es_zuerst_sagt(tmp_path: Path) -> None:
    team, genannt, der_maschine = tmp_path / "team", tmp_path / "a", {"FALLBUCH_KONTAKTE": str(tmp_path / "b")}
    assert kontaktordner(team, der_maschine, genannt=genannt, im_team="../c") == genannt
    assert kontaktordner(team, der_maschine, im_team="../c") == tmp_path / "b"
    assert kontaktordner(team, {}, im_team="../c") == team / "../c"
    assert kontaktordner(team, {}) is None


@pytest.mark.parametrize("wo", ["team/kontakte", "team", "team/../team/kontakte", "ganzes/kontakte"])
def test_nicht_im_team_und_nicht_in_seinem_git(tmp_path: Path, wo: str) -> None:
    team = tmp_path / "team"
    if wo.startswith("ganzes"):
        (tmp_path / "ganzes/.git").mkdir(parents=True)
        team = tmp_path / "ganzes/team"
    with pytest.raises(Kontaktfehler) as fehler:
        kontaktordner(team, {}, genannt=tmp_path / wo)
    assert str(fehler.value) == INNEN


def test_ein_zweites_verzeichnis_von_git_daneben(tmp_path: Path) -> None:
    for name in ("team", "kontakte"):
        (tmp_path / name / ".git").mkdir(parents=True)
    assert kontaktordner(tmp_path / "team", {}, im_team="../kontakte") == tmp_path / "team/../kontakte"
