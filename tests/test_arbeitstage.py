"""Working days: which Land is meant, which days are free, and what is shown beside a due date."""

from __future__ import annotations

from datetime import date

import pytest

from fallbuch.arbeitstage import Arbeitstage, Land, land_aus
from fallbuch.website.darstellung import Darsteller
from tests.hilfen import regelwerk_aus, zeile
from tests.uebersicht.hilfen import ERSTES, mit_id, team


@pytest.mark.parametrize(
    ("text", "land"),
    [
        ("Bayern", Land("DE", "BY", "Bayern")),
        ("DE-BY", Land("DE", "BY", "Bayern")),
        ("nordrhein westfalen", Land("DE", "NW", "Nordrhein-Westfalen")),
        ("Deutschland", Land("DE", None, "Deutschland")),
        ("Österreich", Land("AT", None, "Österreich")),
        ("Wien", Land("AT", "9", "Wien")),
        ("AT-7", Land("AT", "7", "Tirol")),
        ("Bern", None),
        ("B", None),
        ("", None),
    ],
)
def test_land(text: str, land: Land | None) -> None:
    assert land_aus(text) == land


def test_feiertage_gelten_je_land() -> None:
    fronleichnam, donnerstag = date(2026, 6, 4), date(2026, 6, 4)
    assert not Arbeitstage(land_aus("Bayern")).ist_arbeitstag(fronleichnam)
    assert Arbeitstage(land_aus("Berlin")).ist_arbeitstag(donnerstag)
    assert not Arbeitstage(land_aus("Österreich")).ist_arbeitstag(date(2026, 10, 26))
    ohne = Arbeitstage(None)
    assert [ohne.ist_arbeitstag(date(2026, 7, tag)) for tag in (3, 4, 5, 6)] == [True, False, False, True]
    ostern = Arbeitstage(land_aus("Bayern"))
    assert (ostern.davor(date(2026, 4, 6)), ostern.danach(date(2026, 4, 3))) == (date(2026, 4, 2), date(2026, 4, 7))
    assert ostern.davor(date(2026, 4, 7)) == ostern.danach(date(2026, 4, 7)) == date(2026, 4, 7)


YML = "berater:\n  Jana: {{}}\nland: Bayern\narbeitstage: {an}\n"
# Kontakt IK due on Easter Monday: ten weeks after 2026-01-26.
OSTERN = ERSTES.format(stufe="IK").replace("2026-01-14", "2026-01-26")


def gezeigt(verlauf: str, stichtag: str, an: str = "ja") -> dict[str | None, tuple[str, str, str | None]]:
    bestand = team(mit_id("1", verlauf), stichtag=stichtag, team_yml=YML.format(an=an))
    darsteller = Darsteller(bestand)
    return {
        f.regel: (str(f.faellig_am), str(f.dringlichkeit), None if tag is None else str(tag))
        for f in bestand.akten[0].faelligkeiten
        for tag in [darsteller.arbeitstag(f)]
    }


def test_der_letzte_arbeitstag_davor_und_der_zustand_folgt_dem_errechneten_tag() -> None:
    assert gezeigt(OSTERN, "2026-04-01")["kontakt-ik"] == ("2026-04-06", "bald", "2026-04-02")
    assert gezeigt(OSTERN, "2026-04-01", an="nein")["kontakt-ik"] == ("2026-04-06", "bald", None)
    # From Good Friday on the last working day is over: now only the next one is of use.
    assert gezeigt(OSTERN, "2026-04-02")["kontakt-ik"] == ("2026-04-06", "bald", "2026-04-02")
    assert gezeigt(OSTERN, "2026-04-03")["kontakt-ik"] == ("2026-04-06", "bald", "2026-04-07")
    assert gezeigt(OSTERN, "2026-04-06")["kontakt-ik"] == ("2026-04-06", "heute", "2026-04-07")
    assert gezeigt(OSTERN, "2026-04-07")["kontakt-ik"] == ("2026-04-06", "überfällig", None)


def test_ein_folgetermin_wird_nie_verschoben() -> None:
    termin = OSTERN + "## 2026-03-01 Notiz\n\nFolgetermin: 2026-04-06\n"
    assert gezeigt(termin, "2026-04-01")["folgetermin"] == ("2026-04-06", "bald", None)


def test_wo_frueher_nicht_zaehlt_steht_der_naechste() -> None:
    # "Maßnahme endet" is settled by a contact from three days before the end on; Maundy Thursday is four days before.
    massnahme = OSTERN + "## 2026-02-01 Maßnahme\n\nArt: Weiterbildung\nEnde: 2026-04-06\n\n## 2026-03-10 Telefonat\n"
    assert gezeigt(massnahme, "2026-04-01")["massnahme-endet"] == ("2026-04-06", "bald", "2026-04-07")
    sonntag = massnahme.replace("Ende: 2026-04-06", "Ende: 2026-04-19")
    assert gezeigt(sonntag, "2026-04-14")["massnahme-endet"][2] == "2026-04-17"
    # The customer has until the end of the deadline.
    kundin = OSTERN + "Vereinbarungen:\n\n- [ ] Kundin ruft an (bis 2026-04-06)\n"
    assert gezeigt(kundin, "2026-04-01")["vereinbarung"][2] == "2026-04-07"


def test_unbekanntes_land_ist_ein_fehler_mit_beispiel() -> None:
    _, befunde = regelwerk_aus(team="berater: {Jana: {}}\nland: Bern\n")
    assert [zeile(b) for b in befunde] == [
        "vorlagen/team.yml:2:1 Fehler R002: land: „Bern“ ist nicht lesbar. Erwartet: Deutschland, Österreich oder ein Bundesland, "
        "zum Beispiel „Bayern“ oder „Wien“. | Berichtigen Sie den Wert. Bis dahin gilt die Vorgabe."
    ]
