"""Calendars, read back by icalendar: what is in them, what never is, and names that last."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

import pytest
from benchmarks.demo.erzeugen import demo_faelle
from icalendar import Calendar

from fallbuch.uebersicht.kalender import Kalender, im_kalender
from tests.hilfen import akten, quelle
from tests.uebersicht.hilfen import ERSTES, mit_id, team

IK = ERSTES.format(stufe="IK")
PLAN = "## 2026-01-20 Betreuungsplan\n\nZiel: Geheimes Ziel\nGültig bis: 2026-12-31\nEinvernehmen: ja\n\n"


def termine(*inhalte: str, stichtag: str = "2026-03-20", regeln: str | None = None) -> dict[str, tuple[str, object]]:
    """Return UID → (summary, begin) of the team's calendar."""
    bestand = team(*inhalte, stichtag=stichtag, regeln=regeln)
    roh = Kalender(bestand).ics("Test", [f for f in bestand.faelligkeiten if f.fall])
    ereignisse = list(Calendar.from_ical(roh).walk("VEVENT"))
    ergebnis = {str(e["uid"]): (str(e["summary"]), e.decoded("dtstart")) for e in ereignisse}
    assert len(ergebnis) == len(ereignisse)
    return ergebnis


def test_ganztags_mit_titel_und_id_und_sonst_nichts() -> None:
    bestand = team(mit_id("4711", IK + PLAN), stichtag="2026-03-20")
    roh = Kalender(bestand).ics(
        "Fällig: Jana; Ole, \\ und andere", [f for f in bestand.faelligkeiten if f.regel == "kontakt-ik"]
    )
    zeilen = roh.decode().split("\r\n")
    assert zeilen[-1] == ""
    assert "\n" not in roh.decode().replace("\r\n", "")
    assert all(len(zeile.encode()) <= 75 for zeile in zeilen)
    assert zeilen[zeilen.index("BEGIN:VEVENT") :] == [
        "BEGIN:VEVENT", "UID:4711/kontakt-ik@fallbuch", "DTSTAMP:20260114T000000Z", "SEQUENCE:2205", "SUMMARY:4711: Kontakt bei Förderbedarf (IK)",
        "DTSTART;VALUE=DATE:20260325", "DTEND;VALUE=DATE:20260326", "TRANSP:TRANSPARENT", "END:VEVENT", "END:VCALENDAR", "",
    ]  # fmt: skip
    kalender = Calendar.from_ical(roh)
    assert isinstance(kalender, Calendar)
    assert str(kalender["x-wr-calname"]) == "Fällig: Jana; Ole, \\ und andere"
    assert {"REFRESH-INTERVAL;VALUE=DURATION:PT12H", "X-PUBLISHED-TTL:PT12H"} <= set(zeilen)


def test_uhrzeit_eines_folgetermins_in_weltzeit_sommer_und_winter() -> None:
    def beginn(tag: str) -> object:
        alle = termine(mit_id("1", IK + f"## 2026-03-01 Notiz\n\nFolgetermin: {tag}\n"))
        return alle["1/folgetermin@fallbuch"][1]

    erwartet = {"2026-03-27 14:30": "2026-03-27T13:30:00+00:00", "2026-03-30 14:30": "2026-03-30T12:30:00+00:00"}
    for tag, zeit in erwartet.items():
        wert = beginn(tag)
        assert isinstance(wert, datetime)
        assert wert.isoformat() == zeit
    assert beginn("2026-03-27") == date(2026, 3, 27)


def test_ein_neuer_tag_verschiebt_denselben_termin() -> None:
    vorher = termine(mit_id("1", IK + "## 2026-03-01 Notiz\n\nFolgetermin: 2026-03-24\n"))
    geaendert = termine(mit_id("1", IK + "## 2026-03-01 Notiz\n\nFolgetermin: 2026-03-26\n"))
    neu_verabredet = termine(
        mit_id(
            "1",
            IK
            + "## 2026-03-01 Notiz\n\nFolgetermin: 2026-03-24\n\n## 2026-03-19 Kontaktversuch\n\nFolgetermin: 2026-03-31\n",
        )
    )
    assert [t["1/folgetermin@fallbuch"][1] for t in (vorher, geaendert, neu_verabredet)] == [
        date(2026, 3, 24), date(2026, 3, 26), date(2026, 3, 31),
    ]  # fmt: skip
    nach_gespraech = termine(mit_id("1", IK + "## 2026-03-20 Telefonat\n"))
    assert nach_gespraech["1/kontakt-ik@fallbuch"][1] == date(2026, 5, 29)


def test_kennungen_ueberleben_neue_tage_titel_und_fristen() -> None:
    text = mit_id("1", IK + PLAN)
    heute, morgen = termine(text), termine(text, stichtag="2026-03-21")
    assert heute == morgen
    anders = termine(text, regeln="regeln:\n  kontakt-ik: {titel: Melden!, frist: 9 Wochen}\n")
    assert heute.keys() == anders.keys()
    assert anders["1/kontakt-ik@fallbuch"] == ("1: Melden!", date(2026, 3, 18))


def nummern(inhalt: str, stichtag: str) -> dict[str, int]:
    """Return UID → SEQUENCE of the team's calendar."""
    bestand = team(inhalt, stichtag=stichtag)
    roh = Kalender(bestand).ics("Test", [f for f in bestand.faelligkeiten if f.fall])
    return {str(e["uid"]): int(str(e["sequence"])) for e in Calendar.from_ical(roh).walk("VEVENT")}


def test_wo_niemand_etwas_eintraegt_bleibt_der_kalender_byte_fuer_byte() -> None:
    text = mit_id("1", IK + PLAN + "## 2026-03-01 Notiz\n\nFolgetermin: 2026-04-24 10:00\n")
    kalender = [
        Kalender(bestand).ics("Test", [f for f in bestand.faelligkeiten if f.fall])
        for bestand in (team(text, stichtag=tag) for tag in ("2026-03-20", "2026-03-21", "2026-04-23"))
    ]
    assert kalender[0] == kalender[1] == kalender[2]


@pytest.mark.parametrize(
    ("eintrag", "anders"),
    [
        ("## 2026-03-19 Notiz\n\nNichts Neues.\n", set()),
        ("## 2026-03-19 Kontaktversuch\n", set()),
        ("## 2026-03-19 Telefonat\n", {"kontakt-ik"}),
        ("## 2026-03-19 Kontaktversuch\n\nFolgetermin: 2026-04-30\n", {"folgetermin"}),
        ("## 2026-03-19 Kontaktversuch\n\nFolgetermin: 2026-04-02\n", {"folgetermin"}),
        ("## 2026-03-19 Notiz\n\nBewerberangebot: geprüft\n", {"bewerberangebot-nah"}),
        ("## 2026-03-19 Notiz\n\nBetreuungsstufe: IK\n", {"stufe-pruefen"}),
    ],
)
def test_die_nummer_eines_termins_waechst_genau_dann_wenn_sein_tag_wandert(eintrag: str, anders: set[str]) -> None:
    text = mit_id("1", IK + PLAN + "## 2026-03-01 Notiz\n\nFolgetermin: 2026-04-24\n")
    vorher, nachher = nummern(text, "2026-03-20"), nummern(text + "\n" + eintrag, "2026-03-20")
    assert {uid.split("/")[1].split("@")[0] for uid in vorher if nachher[uid] != vorher[uid]} == anders
    assert all(nachher[uid] >= vorher[uid] for uid in vorher)
    tage = termine(text), termine(text + "\n" + eintrag)
    assert {uid.split("/")[1].split("@")[0] for uid in tage[0] if tage[0][uid] != tage[1][uid]} == anders


def test_ein_neues_intervall_verschiebt_und_ein_wiederholtes_nicht() -> None:
    vier = PLAN.replace("Ziel:", "Kontaktintervall: 4 Wochen\nZiel:")
    zweiter = vier.replace("2026-01-20", "2026-01-30")
    erste, gleiche, neue = (
        nummern(mit_id("1", IK + plaene), "2026-02-10")["1/kontakt-ik@fallbuch"]
        for plaene in (vier, vier + zweiter, vier + zweiter.replace("4 Wochen", "6 Wochen"))
    )
    assert erste == gleiche < neue


def test_kein_kalender_nennt_einen_termin_zweimal() -> None:
    """A server that finds one UID twice takes nothing of the whole calendar."""
    for keim in range(12):
        bestand = team(*demo_faelle(40, keim).values(), stichtag="2026-06-30")
        roh = Kalender(bestand).ics("T", [*bestand.faelligkeiten, *bestand.faelligkeiten]).decode()
        uids = re.findall("UID:(.*?)@fallbuch", roh.replace("\r\n ", ""))
        assert len(uids) == len(set(uids)) == 2 * len(bestand.faelligkeiten) > 40


def test_mehrere_massnahmen_mehrere_termine() -> None:
    zwei = IK + "".join(f"## 2026-01-{tag} Maßnahme\n\nArt: Weiterbildung\nEnde: 2026-03-{tag}\n\n" for tag in (15, 16))
    assert len([uid for uid in termine(mit_id("1", zwei), stichtag="2026-04-20") if "rueckmeldung" in uid]) == 2


def test_eigene_regel_mit_mehreren_zeilen_bekommt_verschiedene_kennungen() -> None:
    regeln = (
        "regeln:\n  anruf:\n    titel: Anruf\n    gruppe: X\n    anker: folgetermin\n    frist: 0 Tage\n"
        "    erledigt: [{ereignis: abschluss, ab: jederzeit}]\n    quelle: Team\n    fundstelle: B\n    herkunft: team\n    text: T.\n"
    )
    verlauf = IK + "## 2026-03-01 Notiz\n\nFolgetermin: 2026-03-24\n\n## 2026-03-01 Notiz\n\nFolgetermin: 2026-03-25\n"
    assert len([uid for uid in termine(mit_id("1", verlauf), regeln=regeln) if "anruf" in uid]) == 2


def test_was_nicht_zu_berechnen_ist_steht_am_stichtag() -> None:
    alle = termine(mit_id("1", IK).replace("2026-01-12", "2026-02-30"))
    assert alle["1/nicht-berechenbar@fallbuch"] == ("1: Nicht berechenbar", date(2026, 3, 20))


def test_kein_wort_aus_dem_fall() -> None:
    verlauf = (
        IK
        + PLAN
        + "## 2026-03-01 Maßnahme (Jana)\n\nVertraulich.\n\nArt: Weiterbildung\nBezeichnung: Entzug\nEnde: 2026-05-01\n"
    )
    bestand = team(mit_id("1", verlauf, Hilfenetz="Suchtberatung (Gruppe)"), stichtag="2026-03-20")
    text = Kalender(bestand).ics("Fällig: Ganzes Team", bestand.faelligkeiten).decode().replace("\r\n ", "")
    for wort in ("Vertraulich", "Entzug", "Geheim", "Jana", "Sucht", "2026-01", "letzter"):
        assert wort not in text, wort


def test_weder_ueberschriften_noch_dateinamen_kommen_hinein() -> None:
    vereinbart = (
        "## 2026-03-02 Suchtberatung Frau Kaya (Jana)\n\nVereinbarungen:\n\n- [ ] Team schreibt (bis 2026-04-01)\n"
    )
    bestand = team(mit_id("4711", IK + vereinbart), stichtag="2026-03-20")
    text = Kalender(bestand).ics("T", bestand.akten[0].faelligkeiten).decode().lower()
    assert "vereinbarung nachhalten" in text
    assert not re.search("kaya|sucht|2026-03-02", text)
    for name, inhalt in (("Maria Huber", mit_id("4711", IK)), ("Erika Muster", "---\nkaputt\n")):
        [akte] = akten(quelle(inhalt, f"faelle/{name}.md"), stichtag="2026-03-20")
        text = Kalender(bestand).ics("T", akte.faelligkeiten).decode()
        assert text.count("BEGIN:VEVENT") == len(akte.faelligkeiten) > 0
        assert name.split()[0] not in text
        assert ("SUMMARY:4711: " in text) == (name == "Maria Huber")
        assert ("SUMMARY:Fall ohne gültige ID: Nicht berechenbar" in text) == (name == "Erika Muster")


def test_zwei_dateien_mit_derselben_id_haben_verschiedene_termine() -> None:
    eine, andere = quelle(mit_id("4711", IK), "faelle/4711.md"), quelle(mit_id("4711", IK), "faelle/4712.md")
    faellige = [f for akte in akten(eine, andere, stichtag="2026-03-20") for f in akte.faelligkeiten]
    kalender = Kalender(team(mit_id("1", IK)))
    uids = re.findall("UID:(.*?)@", kalender.ics("T", faellige).decode().replace("\r\n ", ""))
    assert len(uids) == len(set(uids)) == len(faellige)
    nur_die_zweite = re.findall(
        "UID:(.*?)@", kalender.ics("T", [f for f in faellige if f.stamm == "4712"]).decode().replace("\r\n ", "")
    )
    assert set(nur_die_zweite) == {uid for uid in uids if not uid.startswith("4711/")}


def test_steuerzeichen_in_titeln() -> None:
    regeln = 'regeln:\n  kontakt-ik: {titel: "a\\x0bb\\x0cc"}\n'
    bestand = team(mit_id("1", IK), stichtag="2026-03-20", regeln=regeln)
    assert not re.search(rb"[\x00-\x09\x0b\x0c\x0e-\x1f]", Kalender(bestand).ics("a\x0bb", bestand.faelligkeiten))


@pytest.mark.parametrize("kennung", ["a'b<c>&d", "ä ö,;", "x" * 200])
def test_feindliche_dateinamen(kennung: str) -> None:
    alle = termine(mit_id("4711", IK).replace("ID: 4711", f"ID: {kennung}"))
    assert alle
    assert all("\n" not in uid for uid in alle)


def test_die_kalender_der_seiten_reichen_ein_jahr() -> None:
    text = mit_id(
        "1",
        IK + "## 2026-02-01 Abschluss\n\nErgebnis: ohne Arbeitsstelle beendet\nGrund: Umzug\n",
        status="abgeschlossen",
    )
    bestand = team(text, stichtag="2026-03-20")
    assert [f.regel for f in im_kalender(bestand, bestand.akten[0].faelligkeiten)] == ["kontaktdaten-loeschen"]
    grenze = date(2029, 12, 31) - timedelta(days=366)
    spaeter = team(text, stichtag=str(grenze))
    assert "fall-loeschen" in {f.regel for f in im_kalender(spaeter, spaeter.akten[0].faelligkeiten)}
    frueher = team(text, stichtag=str(grenze - timedelta(days=1)))
    assert "fall-loeschen" not in {f.regel for f in im_kalender(frueher, frueher.akten[0].faelligkeiten)}
