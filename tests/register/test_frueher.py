"""A sheet from before the draw: it stays as it is and is shown as it was released, beside those that come after it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from fallbuch.einrichtung import richte_ein
from fallbuch.freigabe.freigeben import gib_frei
from fallbuch.register.kette import lade_register
from fallbuch.statistik.los import SCHRITT
from fallbuch.team import Team, oeffne
from tests.conftest import OEFFENTLICH, kopiere_demo
from tests.hilfen import BEIM_LANDEN, HEUTE, STICHTAG
from tests.website.bauen import baue

FRUEHER = Path(__file__).with_name("frueher")
ORDNER = "statistik/register"
SATZ = "3. Quartal 2025: Diese Zahlen entstanden nach einem früheren Verfahren (5er-Rundung, jede Zahl für sich)."


@pytest.fixture
def team(tmp_path: Path) -> Path:
    (tmp_path / "team").mkdir()
    wurzel = kopiere_demo(tmp_path / "team")
    shutil.rmtree(wurzel / "statistik")
    shutil.copytree(FRUEHER, wurzel / ORDNER)
    return wurzel


def geoeffnet(wurzel: Path) -> Team:
    return oeffne(richte_ein(wurzel), stichtag=STICHTAG, heute=HEUTE)


def test_ein_frueheres_blatt_wird_gelesen_und_die_naechsten_werden_gelost(team: Path) -> None:
    register = lade_register(team)
    assert (register.befunde, register.los) == ((), None)
    (blatt,) = register.blaetter
    assert blatt.verfahren == "5er-Rundung, jede Zahl für sich"
    assert blatt.tabellen["bewegung"].tabelle.titel == "Vom Anfang zum Ende des Zeitraums"
    assert "menschen" not in blatt.tabellen
    offen = geoeffnet(team)
    quartal = offen.zahlenwerk.zeitraum("2025Q4")
    assert quartal is not None
    gib_frei(offen, quartal, commit="")
    register = lade_register(team)
    assert register.befunde == ()
    assert [b.zeitraum.schluessel for b in register.blaetter] == ["2025Q3", "2025Q4"]
    assert (team / ORDNER / "2025Q3.json").read_bytes() == (FRUEHER / "2025Q3.json").read_bytes()
    zahlen = [w.zahl for t in register.blaetter[1].tabellen.values() for w in t.werte.values() if w.zahl is not None]
    assert len(zahlen) > 50
    assert all(zahl % SCHRITT == 0 for zahl in zahlen)
    assert any(zahl % 5 for zahl in zahlen)


@BEIM_LANDEN
def test_jede_seite_sagt_nach_welchem_verfahren(team: Path) -> None:
    offen = geoeffnet(team)
    quartal = offen.zahlenwerk.zeitraum("2025Q4")
    assert quartal is not None
    gib_frei(offen, quartal, commit="")
    ende = baue(team, *OEFFENTLICH)
    assert ende.returncode == 0, ende.stdout
    seiten = {
        n: (team / "site-oeffentlich" / n).read_text(encoding="utf-8")
        for n in ("statistik.html", "statistik/2025q3.html", "statistik/2025q4.html")
    }
    assert {n: (SATZ in s, "Warum lassen sich die Zahlen durch 3 teilen?" in s) for n, s in seiten.items()} == {
        "statistik.html": (True, True), "statistik/2025q3.html": (True, False), "statistik/2025q4.html": (False, True),
    }  # fmt: skip
