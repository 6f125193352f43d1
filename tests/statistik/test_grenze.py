"""The border between exact and protected figures is a type: the checker refuses whoever crosses it."""

from __future__ import annotations

from pathlib import Path

import pytest
from mypy import api

from tests.conftest import WURZEL

VORN = """\
from typing import Sequence, Mapping
from fallbuch.statistik.ausgabe import csv_der_schutztabellen, json_der_schutztabellen, text_der_schutztabellen
from fallbuch.statistik.kennzahl import Kennzahl
from fallbuch.statistik.tabelle import Anzahl, Rohtabelle, Schutztabelle, Schutzwert
from fallbuch.register.blatt import Registerblatt
from fallbuch.freigabe.freigeben import blatt_aus
from fallbuch.team import Team
from fallbuch.statistik.stand import Auswertung, Zahlenstand, Veroeffentlichung
from fallbuch.statistik.werk import Zahlenwerk
from fallbuch.website.seiten import statistik
from fallbuch.website.seiten.seite import Sicht

def versuche(k: Sequence[Kennzahl], roh: Mapping[str, Rohtabelle], schutz: Mapping[str, Schutztabelle],
             a: Auswertung, v: Veroeffentlichung, werk: Zahlenwerk, zahl: Anzahl, team: Team) -> None:
"""
#: What somebody might write by mistake.
FALSCH = {
    "Seiten": "    statistik.seiten([a], Sicht.INTERN)",
    "Dateien": "    statistik.dateien([a])",
    "Stand": "    s2: Veroeffentlichung = a",
    "Blatt": "    blatt_aus(team, v.zeitraum, roh)",
    "Register": "    blatt: Registerblatt; blatt.tabellen = roh",
    "CSV": "    csv_der_schutztabellen(k, roh, None)",
    "JSON": "    json_der_schutztabellen(k, roh, None)",
    "Text": "    text_der_schutztabellen(k, roh, None)",
    "Werkstatt": "    csv_der_schutztabellen(k, werk.roh(v.zeitraum), None)",
    "Veröffentlichung": "    v2: Veroeffentlichung = Zahlenstand(zeitraum=v.zeitraum, kennzahlen=k, tabellen=roh, davor=None, ein_jahr_zuvor=None)",
    "Tabelle": "    t: Schutztabelle = roh['zugang']",
    "Zelle": "    w: Schutzwert = zahl",
    "Angleichen": "    s: Zahlenstand[Schutztabelle] = Zahlenstand(zeitraum=v.zeitraum, kennzahlen=k, tabellen=roh, davor=None, ein_jahr_zuvor=None)",
}
RICHTIG = "    statistik.seiten([v], Sicht.INTERN)\n    csv_der_schutztabellen(k, schutz, None)\n    blatt_aus(team, v.zeitraum, werk.geschuetzte(v.zeitraum))"


@pytest.fixture(scope="module")
def gemeldet(tmp_path_factory: pytest.TempPathFactory) -> set[int]:
    """Return the lines of one program with all mistakes that the checker refuses."""
    datei = tmp_path_factory.mktemp("grenze") / "versuche.py"
    datei.write_text(VORN + "\n".join([*FALSCH.values(), RICHTIG]) + "\n", encoding="utf-8")
    with pytest.MonkeyPatch.context() as dabei:
        dabei.chdir(WURZEL)
        ausgabe, panne, _ = api.run(["--config-file", "pyproject.toml", "--no-error-summary", str(datei)])
    assert panne == ""
    return {
        int(z.split(":")[1])
        for z in ausgabe.splitlines()
        if ": error:" in z and Path(z.split(":")[0]).name == datei.name
    }


@pytest.mark.parametrize("was", list(FALSCH))
def test_eine_genaue_zahl_kommt_nicht_hinaus(was: str, gemeldet: set[int]) -> None:
    assert VORN.count("\n") + 1 + list(FALSCH).index(was) in gemeldet


def test_eine_geschuetzte_zahl_schon(gemeldet: set[int]) -> None:
    anfang = VORN.count("\n") + len(FALSCH)
    assert not {zeile for zeile in gemeldet if zeile > anfang}
