"""Periods: both sides of each of their ends, the ones before, whole months."""

from __future__ import annotations

from datetime import date

import pytest

from fallbuch.regelwerk.modell import Teamdatei
from fallbuch.statistik.zeitraum import davor, ein_jahr_zuvor, volle_monate, zeitraum_aus
from fallbuch.zeit import Quartal, quartal_von
from tests.hilfen import fall
from tests.statistik.hilfen import tabelle, werk_aus

BEGINN = date(2024, 2, 1)


@pytest.mark.parametrize(
    ("tag", "kalender", "name"),
    [
        (date(2026, 6, 28), False, "2026Q2"), (date(2026, 6, 29), False, "2026Q3"), (date(2025, 12, 28), False, "2025Q4"),
        (date(2025, 12, 29), False, "2026Q1"), (date(2025, 12, 31), False, "2026Q1"), (date(2026, 6, 30), True, "2026Q2"),
        (date(2026, 7, 1), True, "2026Q3"), (date(2025, 12, 31), True, "2025Q4"), (date(2026, 1, 1), True, "2026Q1"),
    ],
)  # fmt: skip
def test_zu_welchem_quartal_ein_tag_gehoert(tag: date, kalender: bool, name: str) -> None:
    quartal = quartal_von(tag, kalender=kalender)
    assert str(quartal) == name
    assert quartal.anfang <= tag <= quartal.ende


@pytest.mark.parametrize(
    ("name", "kalender", "von", "bis", "vorher", "vorjahr"),
    [
        ("2026Q1", False, "2025-12-29", "2026-03-28", "2025Q4", "2025Q1"),
        ("2026Q2", False, "2026-03-29", "2026-06-28", "2026Q1", "2025Q2"),
        ("2026Q1", True, "2026-01-01", "2026-03-31", "2025Q4", "2025Q1"),
        ("2025", False, "2024-12-29", "2025-12-28", "2024", "2024"),
        ("2025", True, "2025-01-01", "2025-12-31", "2024", "2024"),
    ],
)  # fmt: skip
def test_grenzen_und_vergleiche(name: str, kalender: bool, von: str, bis: str, vorher: str, vorjahr: str) -> None:
    z = zeitraum_aus(name, BEGINN, date(2026, 7, 5), kalender=kalender)
    assert z is not None
    assert (str(z.von), str(z.bis), z.laeuft) == (von, bis, False)
    andere = [davor(z), ein_jahr_zuvor(z)]
    assert [a and (a.schluessel, a.laeuft) for a in andere] == [(vorher, False), (vorjahr, False)]
    erster = andere[0]
    assert erster is not None
    assert (z.von - erster.bis).days == 1


def test_ein_laufender_zeitraum_geht_bis_zum_stichtag() -> None:
    z = zeitraum_aus("2026Q3", BEGINN, date(2026, 7, 5), kalender=False)
    assert z is not None
    assert (z.bis, z.laeuft, z.spanne) == (date(2026, 7, 5), True, "2026-06-29 bis 2026-07-05 (läuft bis 2026-09-28)")
    gesamt = zeitraum_aus("gesamt", BEGINN, date(2026, 7, 5), kalender=False)
    assert gesamt is not None
    assert (gesamt.von, gesamt.bis, gesamt.name, davor(gesamt)) == (BEGINN, date(2026, 7, 5), "Seit Beginn", None)


@pytest.mark.parametrize("name", ["2026Q5", "2026q2", "26", "2026Q4", "2027", "", "1899"])
def test_was_kein_zeitraum_ist(name: str) -> None:
    assert zeitraum_aus(name, BEGINN, date(2026, 7, 5), kalender=False) is None


@pytest.mark.parametrize(
    ("von", "bis", "monate"),
    [
        (date(2026, 3, 29), date(2026, 6, 28), 3), (date(2026, 3, 29), date(2026, 6, 27), 2),
        (date(2026, 3, 29), date(2026, 4, 27), 0), (date(2026, 3, 29), date(2026, 4, 28), 1),
        (date(2025, 12, 29), date(2026, 3, 28), 3), (date(2025, 12, 29), date(2026, 12, 28), 12), (date(2026, 4, 1), date(2026, 3, 1), 0),
    ],
)  # fmt: skip
def test_volle_monate(von: date, bis: date, monate: int) -> None:
    assert volle_monate(von, bis) == monate


def test_die_quartale_des_teams() -> None:
    assert Teamdatei(berichtszeitraum="Kalenderquartal").kalenderquartale
    am_neunundzwanzigsten = [fall(erstkontakt="2026-03-29")]
    for kalender, zahl in ((False, 1), (True, 0)):
        werk = werk_aus(am_neunundzwanzigsten, kalender=kalender)
        assert getattr(tabelle(werk, "2026Q2", "zugang").werte[None, None], "zahl", None) == zahl
    assert Quartal(2026, 1).naechstes == Quartal(2026, 2)
