"""Spans and dates at their edges."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fallbuch.zeit import Einheit, Spanne, datum_aus, deutsches_datum, getippter_tag, sonntag, spanne_aus


@pytest.mark.parametrize(
    ("von", "spanne", "nach"),
    [
        ("2025-08-31", "6 Monate", "2026-02-28"),
        ("2027-08-31", "6 Monate", "2028-02-29"),
        ("2026-01-31", "1 Monat", "2026-02-28"),
        ("2026-03-31", "1 Monat", "2026-04-30"),
        ("2025-12-15", "1 Monat", "2026-01-15"),
        ("2024-02-29", "1 Jahr", "2025-02-28"),
        ("2026-12-30", "4 Wochen", "2027-01-27"),
        ("2026-06-30", "0 Tage", "2026-06-30"),
        ("2199-12-31", "9999 Jahre", "9999-12-31"),
    ],
)
def test_spannen(von: str, spanne: str, nach: str) -> None:
    gelesen = spanne_aus(spanne)
    assert gelesen is not None
    assert str(gelesen.nach(date.fromisoformat(von))) == nach
    assert str(gelesen) == spanne


@pytest.mark.parametrize(
    "text", ["-3 Wochen", "3", "Wochen", "3,5 Wochen", "drei Wochen", "99999 Tage", "3 Quartale", ""]
)
def test_keine_spanne(text: str) -> None:
    assert spanne_aus(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "2026-W03-1",
        "20260112",
        "2026-1-2",
        "0",
        "1768176000",
        "2026-02-30",
        "1899-12-31",
        "2200-01-01",
        "٢٠٢٦-01-01",
        " 2026-01-12",
    ],
)
def test_kein_datum(text: str) -> None:
    assert datum_aus(text) is None


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("12.1.2026", date(2026, 1, 12)),
        ("12. 01. 2026", date(2026, 1, 12)),
        ("12.1.26", None),
        ("30.2.2026", None),
        ("12/1/2026", None),
    ],
)
def test_deutsches_datum(text: str, tag: date | None) -> None:
    assert deutsches_datum(text) == tag


@pytest.mark.parametrize(
    ("tag", "ende"), [("2026-06-29", "2026-07-05"), ("2026-07-05", "2026-07-05"), ("2026-07-06", "2026-07-12")]
)
def test_sonntag(tag: str, ende: str) -> None:
    assert str(sonntag(date.fromisoformat(tag))) == ende


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.integers(0, 400), st.sampled_from(Einheit))
def test_laengere_spanne_endet_nie_eher(tag: date, anzahl: int, einheit: Einheit) -> None:
    assert tag <= Spanne(anzahl, einheit).nach(tag) <= Spanne(anzahl + 1, einheit).nach(tag)


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("gestern", "2026-11-27"), ("Heute", "2026-11-28"), ("morgen", "2026-11-29"), ("vorgestern", "2026-11-26"), ("übermorgen", "2026-11-30"), ("28.11.26", "2026-11-28"),
        ("1. 2. 27", "2027-02-01"), ("3.1.", "2027-01-03"), ("30.5.", "2026-05-30"), ("29.5.", "2027-05-29"), ("28.5.", "2027-05-28"), ("29.2.", None), ("31.4.26", None),
        ("2026-11-28", None), ("28.11.2026", None), ("bald", None), ("28.11", "2026-11-28"), ("28.13", None), ("28.11.126", None),
        ("29. Juni", "2026-06-29"), ("3. märz", "2027-03-03"), ("5. Dez.", "2026-12-05"), ("1. Jänner 2028", "2028-01-01"), ("31. Juni", None), ("3. Foo", None),
        ("Montag", "2026-11-30"), ("am Mo", "2026-11-30"), ("Samstag", "2026-12-05"), ("nächsten Freitag", "2026-12-04"), ("letzten Samstag", "2026-11-21"),
        ("in 2 Wochen", "2026-12-12"), ("in einem Monat", "2026-12-28"), ("vor 3 Tagen", "2026-11-25"), ("in einer Woche", "2026-12-05"), ("in 2 Stunden", None),
    ],
)  # fmt: skip
def test_wie_man_einen_tag_im_gespraech_nennt(text: str, tag: str | None) -> None:
    gelesen = getippter_tag(text, date(2026, 11, 28))
    assert gelesen == (None if tag is None else date.fromisoformat(tag))


@pytest.mark.parametrize(
    ("text", "voraus", "tag"),
    [("3.1.", False, "2026-01-03"), ("28.11.", False, "2026-11-28"), ("29.11.", False, "2025-11-29"), ("15.6.", True, "2027-06-15"), ("28.11.", True, "2026-11-28"), ("27.11.", True, "2027-11-27"), ("Samstag", False, "2026-11-21"), ("Samstag", True, "2026-12-05"), ("Fr.", False, "2026-11-27"), ("28. Nov", True, "2026-11-28"), ("27. Nov", True, "2027-11-27"), ("nächsten Freitag", False, "2026-12-04")],
)  # fmt: skip
def test_ein_tag_ohne_jahr_liegt_in_der_richtung_die_gemeint_ist(text: str, voraus: bool, tag: str) -> None:
    assert getippter_tag(text, date(2026, 11, 28), voraus=voraus) == date.fromisoformat(tag)
