"""Working days: which Land is meant, which days are free, and what is shown beside a due date."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date

import pytest

from fallbuch.arbeitstage import Arbeitstage, Land, land_aus
from fallbuch.regelwerk.laden import lade_team
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


def test_katholische_und_eigene_tage_gelten_wenn_das_team_es_sagt() -> None:
    himmelfahrt, fronleichnam, leopold = date(2025, 8, 15), date(2026, 6, 4), date(2023, 11, 15)
    for land, auch, tag, name in (
        ("Bayern", "auch katholische", himmelfahrt, "Mariä Himmelfahrt"),
        ("Thüringen", "auch katholische", fronleichnam, "Fronleichnam"),
        ("Sachsen", "auch katholische", fronleichnam, "Fronleichnam"),
        ("Wien", "auch die der Länder", leopold, "Hl. Leopold"),
    ):
        ohne, mit = Arbeitstage(land_aus(land)), Arbeitstage(land_aus(land), auch)
        assert (ohne.feiertag(tag), mit.feiertag(tag)) == (None, name)
        assert (ohne.ist_arbeitstag(tag), mit.ist_arbeitstag(tag)) == (True, False)
        assert ohne.freier_tag(tag) == f"ein Tag, an dem vielerorts geschlossen ist ({name})"
    assert Arbeitstage(land_aus("Augsburg")).feiertag(date(2026, 8, 8)) == "Augsburger Hohes Friedensfest"
    assert Arbeitstage(land_aus("Bayern")).feiertag(date(2026, 8, 8)) is None


def test_eigene_tage_einmal_und_jedes_jahr() -> None:
    datei, befunde = lade_team(
        b"berater:\n  Jana: {}\nfreie_tage:\n  2026-05-15: Br\xc3\xbcckentag\n  08-07: Betriebsfest\n"
    )
    werktage = datei.werktage
    assert list(befunde) == []
    assert [werktage.feiertag(date(jahr, 5, 15)) for jahr in (2025, 2026, 2027)] == [None, "Brückentag", None]
    assert [werktage.feiertag(date(jahr, 8, 7)) for jahr in (2025, 2026)] == ["Betriebsfest"] * 2
    assert (werktage.davor(date(2026, 5, 16)), werktage.danach(date(2026, 5, 15))) == (
        date(2026, 5, 14),
        date(2026, 5, 18),
    )


@pytest.mark.parametrize(
    ("zeile_", "satz"),
    [
        ("feiertage: jüdische", "feiertage: „jüdische“ ist nicht lesbar. Erwartet: eines von „gesetzliche“, „auch katholische“, „auch die der Länder“."),
        ("freie_tage: {15.5.: frei}", "freie_tage → 15.5.: „15.5.“ ist nicht lesbar. Erwartet: ein Datum wie 2026-05-15, oder 08-08 für einen Tag jedes Jahres."),
        ("freie_tage: {2026-02-29: frei}", "freie_tage → 2026-02-29: „2026-02-29“ ist nicht lesbar. Erwartet: ein Datum wie 2026-05-15, oder 08-08 für einen Tag jedes Jahres."),
    ],
)  # fmt: skip
def test_was_bei_feiertagen_nicht_zu_lesen_ist(zeile_: str, satz: str) -> None:
    _, befunde = regelwerk_aus(team=f"berater:\n  Jana: {{}}\n{zeile_}\n")
    assert [befund.text for befund in befunde] == [satz]


def test_namen_sind_deutsch_in_welcher_sprache_die_maschine_auch_laeuft() -> None:
    umgebung = {**os.environ, "LANGUAGE": "uk", "LANG": "uk_UA.UTF-8", "LC_ALL": "uk_UA.UTF-8"}
    befehl = (
        "from datetime import date; from fallbuch.arbeitstage import Arbeitstage, land_aus; "
        "print(Arbeitstage(land_aus('Bayern')).feiertag(date(2026, 6, 4)))"
    )
    lauf = subprocess.run([sys.executable, "-c", befehl], env=umgebung, capture_output=True, text=True, check=True)
    assert lauf.stdout == "Fronleichnam\n"
