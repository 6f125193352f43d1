"""What is kept of a case says the same as the case itself."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from benchmarks.demo.erzeugen import demo_faelle

from fallbuch.einrichtung import richte_ein
from fallbuch.team import oeffne
from tests.hilfen import akten, fall

WURZEL = Path(__file__).parents[2]


def test_listen_zeigen_was_im_fall_steht() -> None:
    faelle = list(demo_faelle(60, 5).values())
    for tag in (date(2026, 3, 2) + timedelta(days=45 * n) for n in range(4)):
        for akte in akten(*faelle, stichtag=tag):
            kurz, kopf, sicht = akte.auszug, akte.fall.kopf, akte.sicht
            assert (kurz.status, kurz.zugangsweg, kurz.stufe) == (kopf.status, kopf.zugangsweg, sicht.stufe)
            assert kurz.kontakt == max((e.datum for e in sicht.kontakte if e.datum is not None), default=None)
            assert kurz.phase_ab == (sicht.phase.beginn.datum if sicht.phase.beginn else None)
            assert kurz.pausiert == sicht.pausiert


@pytest.mark.parametrize(
    ("verlauf", "erstkontakt", "ab"),
    [
        ("", "2026-01-12", date(2026, 1, 12)),
        ("## 2026-03-01 Abschluss\n\nErgebnis: Abbruch\n", "2026-01-12", date(2026, 1, 12)),
        ("## 2026-01-11 Abschluss\n\nErgebnis: Abbruch\n", "2026-01-12", None),  # ended before it began
        ("", "2026-07-01", None),  # after the key date
    ],
)
def test_ab_wann_ein_fall_zaehlt(verlauf: str, erstkontakt: str, ab: date | None) -> None:
    assert akten(fall(verlauf, erstkontakt=erstkontakt))[0].auszug.zaehlt_ab == ab


def test_zeitraeume_aus_den_auszuegen_sind_die_der_zahlen() -> None:
    for tag in (date(2026, 6, 1), date(2025, 2, 1), date(2024, 1, 1)):
        team = oeffne(richte_ein(WURZEL), stichtag=tag, heute=tag)
        assert team.zeitraeume == team.zahlenwerk.zeitraeume
