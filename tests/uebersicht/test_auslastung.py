"""Workload: conversations that the rules ask for, week by week, and who acts."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from fallbuch.uebersicht.auslastung import auslastung, noetige_gespraeche, wochenenden
from tests.hilfen import fall
from tests.uebersicht.hilfen import ERSTES, mit_id, team

IK = ERSTES.format(stufe="IK")


def tage(text: str, stichtag: str) -> list[str]:
    bestand = team(text, stichtag=stichtag)
    von = bestand.stichtag
    return [str(t) for t in noetige_gespraeche(bestand.akten[0].faelligkeiten, von, von + timedelta(days=27))]


PLAN = "## 2026-03-01 Betreuungsplan\n\nKontaktintervall: {spanne}\nEinvernehmen: ja\n"


@pytest.mark.parametrize(
    ("verlauf", "stichtag", "erwartet"),
    [
        # Kontakt IK is due on 2026-03-25, 28 days are looked at.
        (IK, "2026-02-25", []),
        (IK, "2026-02-26", ["2026-03-25"]),
        (IK, "2026-03-25", ["2026-03-25"]),
        (IK, "2026-05-01", ["2026-05-01"]),
        # A weekly interval asks for four conversations.
        (IK + PLAN.format(spanne="1 Woche"), "2026-03-01", ["2026-03-01", "2026-03-08", "2026-03-15", "2026-03-22"]),
        # The agreed appointment settles the contact that is due after it; the span begins anew.
        (IK + "## 2026-03-01 Notiz\n\nFolgetermin: 2026-03-20\n", "2026-03-10", ["2026-03-20"]),
        # One that lies after the contact's day does not: it stays where it is.
        (IK + "## 2026-03-01 Notiz\n\nFolgetermin: 2026-04-01\n", "2026-03-10", ["2026-03-25", "2026-04-01"]),
        ("", "2026-01-20", ["2026-01-26"]),
    ],
)
def test_noetige_gespraeche(verlauf: str, stichtag: str, erwartet: list[str]) -> None:
    assert tage(fall(verlauf), stichtag) == erwartet


def test_jedes_gespraech_zaehlt_bei_wer_handelt() -> None:
    bestand = team(
        mit_id("1", IK),
        mit_id("2", IK, Vertretung="Ole"),
        mit_id("3", IK, berater="Ole"),
        mit_id("4", "", berater="", status="neu", erstkontakt="2026-03-20"),
        mit_id(
            "5",
            IK + "## 2026-02-01 Abschluss\n\nErgebnis: ohne Arbeitsstelle beendet\nGrund: Umzug\n",
            status="abgeschlossen",
        ),
        stichtag="2026-03-20",
    )
    assert [
        (last.name, last.eigene, last.vertreten, last.in_vertretung, last.gespraeche) for last in auslastung(bestand)
    ] == [
        ("Jana", 2, 1, 0, (1, 0, 0, 0)),
        ("Ole", 1, 0, 1, (2, 0, 0, 0)),
        (None, 1, 0, 0, (0, 0, 1, 0)),
    ]
    # What is due counts now, paper included: the plan of all three is overdue.
    assert [(last.name, last.jetzt) for last in auslastung(bestand)] == [("Jana", 1), ("Ole", 2), (None, 0)]
    assert wochenenden(date(2026, 3, 20)) == [date(2026, 3, 26), date(2026, 4, 2), date(2026, 4, 9), date(2026, 4, 16)]


def test_ein_termin_zaehlt_bei_wem_er_verabredet_wurde() -> None:
    termin = "## 2026-03-01 Notiz ({})\n\nFolgetermin: 2026-03-20 10:00\n"

    def gespraeche(wer: str, **kopf: str) -> dict[str | None, int]:
        return {
            last.name: last.summe
            for last in auslastung(team(mit_id("1", IK + termin.format(wer), **kopf), stichtag="2026-03-02"))
            if last.summe
        }

    # Ole's appointment is his work; Jana still has to see to the contact that is due five days later.
    assert gespraeche("Ole") == {"Jana": 1, "Ole": 1}
    assert gespraeche("Jana") == {"Jana": 1}
    assert gespraeche("Jana", Vertretung="Ole") == {"Ole": 1}


def test_auch_wer_keinen_fall_hat_steht_da() -> None:
    assert [(last.name, last.summe) for last in auslastung(team(mit_id("1", IK), stichtag="2026-03-20"))] == [
        ("Jana", 1),
        ("Ole", 0),
    ]
