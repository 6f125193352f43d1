"""A sheet from before people were counted: it stays as it is, and is audited with those that come after it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from fallbuch.freigabe.entwurf import Auswahl, entwurf
from fallbuch.freigabe.freigeben import gib_frei
from fallbuch.freigabe.tor import urteile
from fallbuch.register.blatt import als_json
from fallbuch.register.kette import lade_register
from fallbuch.team import Team, oeffne, richte_ein
from tests.conftest import kopiere_demo
from tests.hilfen import HEUTE, STICHTAG

FRUEHER = Path(__file__).with_name("frueher")
ORDNER = "statistik/register"
VERSUCHE = 3


@pytest.fixture
def team(tmp_path: Path) -> Path:
    (tmp_path / "team").mkdir()
    wurzel = kopiere_demo(tmp_path / "team")
    shutil.rmtree(wurzel / ORDNER)
    shutil.copytree(FRUEHER, wurzel / ORDNER)
    return wurzel


def geoeffnet(wurzel: Path) -> Team:
    return oeffne(richte_ein(wurzel), stichtag=STICHTAG, heute=HEUTE)


def test_ein_frueheres_blatt_wird_gelesen_wie_es_geschrieben_wurde(team: Path) -> None:
    register = lade_register(team)
    assert register.befunde == ()
    (blatt,) = register.blaetter
    assert als_json(blatt) == (FRUEHER / "2025Q3.json").read_bytes()
    assert blatt.tabellen["bewegung"].tabelle.titel == "Vom Anfang zum Ende des Zeitraums"
    assert "menschen" not in blatt.tabellen
    assert urteile([blatt]).bestanden


def test_danach_wird_mit_menschen_freigegeben(team: Path) -> None:
    auswahl = Auswahl()
    for _ in range(VERSUCHE):
        offen = geoeffnet(team)
        quartal = offen.zahlenwerk.zeitraum("2025Q4")
        assert quartal is not None
        ausgang = gib_frei(offen, entwurf(offen.zahlenwerk, quartal, auswahl), commit="")
        if ausgang.freigegeben:
            break
        auswahl = auswahl.und(ausgang.vorschlaege[0].auswahl)
    assert ausgang.freigegeben
    register = lade_register(team)
    assert register.befunde == ()
    assert [b.zeitraum.schluessel for b in register.blaetter] == ["2025Q3", "2025Q4"]
    assert (team / ORDNER / "2025Q3.json").read_bytes() == (FRUEHER / "2025Q3.json").read_bytes()
    frueheres, neues = register.blaetter
    assert "menschenwege" in neues.tabellen
    assert neues.tabellen["bewegung"].tabelle.titel == "Phasen vom Anfang zum Ende des Zeitraums"
    # Nobody who has only the sheets finds anything, in whatever order they came.
    assert urteile([frueheres, neues]).bestanden
    assert urteile([neues, frueheres]).bestanden
