"""Appointments and promises stay until a dated fact meets, moves or drops them; whose they are, and how a sentence says it."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from random import Random

import pytest

from fallbuch.akte.lesen import lesen
from fallbuch.akte.zusage import Stand
from fallbuch.bearbeiten.zusammenfuehren import zusammengefuehrt
from fallbuch.bestand.laden import Akte, akte_aus
from fallbuch.einrichtung import richte_ein
from fallbuch.regelwerk.deuten import Deuter
from fallbuch.regelwerk.fallregeln import Fallregeln
from fallbuch.regelwerk.laden import lade_regelwerk, lade_team
from fallbuch.regelwerk.modell import Regelwerk
from fallbuch.regelwerk.sicht import Fallsicht
from fallbuch.regelwerk.vokabular import ist_kunde
from fallbuch.team import Team, ohne_faelle
from fallbuch.uebersicht.uebergabe import uebergabe
from fallbuch.uebersicht.vereinbarungen import zusagen
from fallbuch.uebersicht.woche import Woche
from fallbuch.uebersicht.zustaendigkeit import beraterseiten, vorgaenge_von
from fallbuch.zeit import spanne_aus
from tests.conftest import WURZEL
from tests.hilfen import akten, fall, umfang
from tests.regelwerk.zufallsfaelle import zufallsfall

LANG = bool(os.environ.get("FALLBUCH_LANG"))
TEILE, JE_TEIL, TAGE, JE_TEAM = umfang(1, 2, 8), 250, 60, 50
ERST = "## 2026-02-02 Erstgespräch (Jana)\n\nBetreuungsstufe: IK\n\n"
ABSCHLUSS = "## 2026-02-16 Abschluss (Jana)\n\nErgebnis: Arbeitsstelle angenommen\nArbeitsbeginn: 2026-03-02\n\n"


def offene(verlauf: str, tag: str, **kopf: str) -> list[str]:
    """Return day, hour and counsellors of the open appointments."""
    sicht = akten(fall(ERST + verlauf, **kopf), stichtag=tag)[0].sicht
    return [f"{v.tag} {v.uhrzeit or ''} {'+'.join(sorted(v.wer))}" for v in sicht.offene_verabredungen]


def frueher(verlauf: str, tag: str, **kopf: str) -> list[str]:
    """Return day and outcome of the appointments that are over, with the entry that says so."""
    sicht = akten(fall(ERST + verlauf, **kopf), stichtag=tag)[0].sicht
    return [f"{v.tag} {v.ausgang} durch {v.durch.schluessel}" for v in sicht.verabredungen if v.ausgang and v.durch]


def am(tag: str, art: str, *zeilen: str) -> str:
    return f"## {tag} {art}\n\n" + "".join(f"{zeile}\n" for zeile in zeilen) + "\n"


MIT_UHR = am("2026-02-03", "Telefonat (Jana)", "Folgetermin: 2026-02-20 14:00")
OHNE_UHR = am("2026-02-03", "Telefonat (Jana)", "Folgetermin: 2026-02-20")


@pytest.mark.parametrize(
    ("verlauf", "ausgang"),
    [
        (OHNE_UHR + am("2026-02-19", "Beratung (Jana)"), None),
        (OHNE_UHR + am("2026-02-20", "Telefonat (Jana)"), "2026-02-20 wahrgenommen durch 2026-02-20-telefonat"),
        (OHNE_UHR + am("2026-02-21", "E-Mail (Jana)"), "2026-02-20 wahrgenommen durch 2026-02-21-e-mail"),
        (OHNE_UHR + am("2026-02-20", "Kontaktversuch (Jana)"), None),
        (OHNE_UHR + am("2026-02-20", "Notiz (Jana)"), None),
        (MIT_UHR + am("2026-02-20", "Telefonat (Jana)"), None),
        (MIT_UHR + am("2026-02-21", "Telefonat (Jana)"), None),
        (MIT_UHR + am("2026-02-20", "E-Mail (Jana)"), None),
        (MIT_UHR + am("2026-02-19", "Beratung (Jana)"), None),
        (MIT_UHR + am("2026-02-20", "Beratung (Jana)"), "2026-02-20 wahrgenommen durch 2026-02-20-beratung"),
        (MIT_UHR + am("2026-02-21", "Außentermin (Jana)"), "2026-02-20 wahrgenommen durch 2026-02-21-aussentermin"),
        (MIT_UHR + am("2026-02-20", "Telefonat (Jana)", "Termin wahrgenommen: ja"), "2026-02-20 wahrgenommen durch 2026-02-20-telefonat"),
        (MIT_UHR + am("2026-02-19", "Telefonat (Jana)", "Termin wahrgenommen: ja"), None),
        (MIT_UHR + am("2026-02-10", "Notiz (Jana)", "Folgetermin: 2026-02-27"), "2026-02-20 verschoben durch 2026-02-10-notiz"),
        (MIT_UHR + am("2026-02-10", "Notiz (Ole)", "Folgetermin: 2026-02-27"), None),
        (MIT_UHR + am("2026-02-10", "Notiz (Ole)", "Folgetermin: 2026-02-27 statt 2026-02-20"), "2026-02-20 verschoben durch 2026-02-10-notiz"),
        (MIT_UHR + am("2026-02-10", "Notiz (Ole)", "Folgetermin: 2026-02-27 statt 2026-02-21"), None),
        (MIT_UHR + am("2026-02-10", "Notiz (Ole)", "Folgetermin: keiner statt 2026-02-20 14:00"), "2026-02-20 entfallen durch 2026-02-10-notiz"),
        (MIT_UHR + am("2026-02-10", "Notiz (Ole)", "Folgetermin: keiner statt 2026-02-20 15:00"), None),
        (MIT_UHR + am("2026-02-10", "Notiz (Jana)", "Folgetermin: keiner"), "2026-02-20 entfallen durch 2026-02-10-notiz"),
        (MIT_UHR + am("2026-02-10", "Notiz (Ole)", "Folgetermin: keiner"), None),
        (MIT_UHR + am("2026-02-03", "Notiz (Jana)", "Folgetermin: keiner"), None),  # of one day nobody knows the order
        (MIT_UHR + am("2026-02-20", "Beratung (Ole)"), "2026-02-20 wahrgenommen durch 2026-02-20-beratung"),
        (MIT_UHR + ABSCHLUSS, None),
        (MIT_UHR + ABSCHLUSS + am("2026-02-23", "Nachbetreuung (Jana)"), "2026-02-20 wahrgenommen durch 2026-02-23-nachbetreuung"),
    ],
)  # fmt: skip
def test_was_einen_termin_beendet(verlauf: str, ausgang: str | None) -> None:
    status = "abgeschlossen" if ABSCHLUSS in verlauf else "in Beratung"
    assert [z for z in frueher(verlauf, "2026-02-28", status=status) if z.startswith("2026-02-20")] == (
        [ausgang] if ausgang else []
    )
    jana = [z for z in offene(verlauf, "2026-02-28", status=status) if z.startswith("2026-02-20")]
    assert bool(jana) == (ausgang is None)


def test_zwei_termine_mit_zweien_und_jedes_gespraech_ist_seines() -> None:
    zwei = MIT_UHR + am("2026-02-04", "Telefonat (Ole)", "Folgetermin: 2026-02-20 10:00")
    assert offene(zwei, "2026-02-20") == ["2026-02-20 14:00:00 Jana", "2026-02-20 10:00:00 Ole"]
    assert offene(zwei + am("2026-02-20", "Beratung (Ole)"), "2026-02-20") == ["2026-02-20 14:00:00 Jana"]
    # Nobody knows which of the two a third person's conversation was: both are asked for.
    assert len(offene(zwei + am("2026-02-20", "Beratung (Rita)"), "2026-02-21")) == 2


def test_ein_termin_zu_dritt_bleibt_fuer_wen_keiner_einen_neuen_macht() -> None:
    verlauf = am("2026-02-03", "Beratung (Jana, Ole)", "Folgetermin: 2026-02-20") + am(
        "2026-02-05", "Notiz (Jana)", "Folgetermin: 2026-02-27"
    )
    assert offene(verlauf, "2026-02-06") == ["2026-02-20  Ole", "2026-02-27  Jana"]


def test_wer_verschiebt_nimmt_niemandem_den_termin() -> None:
    verlauf = MIT_UHR + am("2026-02-10", "Telefonat (Ole)", "Folgetermin: 2026-02-27 09:00 statt 2026-02-20")
    assert offene(verlauf, "2026-02-11") == ["2026-02-27 09:00:00 Jana+Ole"]


@pytest.mark.parametrize("dreht", [False, True])
def test_zwei_verschiedene_eines_tages_bleiben_beide(dreht: bool) -> None:
    teile = [MIT_UHR, am("2026-02-03", "Notiz (Jana)", "Folgetermin: 2026-02-24 09:00")]
    verlauf = "".join(reversed(teile) if dreht else teile)
    assert sorted(offene(verlauf, "2026-02-04")) == ["2026-02-20 14:00:00 Jana", "2026-02-24 09:00:00 Jana"]
    assert offene(verlauf + am("2026-02-05", "Notiz (Jana)", "Folgetermin: 2026-03-02"), "2026-02-06") == [
        "2026-03-02  Jana"
    ]


UM_ZEHN = "Folgetermin: 2026-02-20 10:00 statt 2026-02-20"


@pytest.mark.parametrize(
    ("eine", "andere", "bleibt"),
    [
        # Two people write down the same move, or one writes it twice.
        ((UM_ZEHN, "Jana"), (UM_ZEHN, "Jana"), ["2026-02-20 10:00:00 Jana"]),
        ((UM_ZEHN, "Jana"), (UM_ZEHN, "Ole"), ["2026-02-20 10:00:00 Jana", "2026-02-20 10:00:00 Jana+Ole"]),
        # There and back on one day: the last word stands.
        (("Folgetermin: 2026-02-24 statt 2026-02-20", "Jana"), ("Folgetermin: 2026-02-20 14:00 statt 2026-02-24", "Jana"), ["2026-02-20 14:00:00 Jana"]),
        # On from there.
        (("Folgetermin: 2026-02-24 statt 2026-02-20", "Jana"), ("Folgetermin: 2026-02-27 statt 2026-02-24", "Jana"), ["2026-02-27  Jana"]),
        # A colleague's own new one is nobody's to move by accident.
        (("Folgetermin: 2026-02-24 statt 2026-02-20", "Jana"), ("Folgetermin: 2026-02-20 09:00", "Ole"), ["2026-02-20 09:00:00 Ole", "2026-02-24  Jana"]),
        (("Folgetermin: keiner statt 2026-02-20", "Jana"), ("Folgetermin: 2026-02-20 16:00", "Jana"), ["2026-02-20 16:00:00 Jana"]),
    ],
)  # fmt: skip
@pytest.mark.parametrize("dreht", [False, True])
def test_was_an_einem_tag_verschoben_wird_verschwindet_nicht(
    eine: tuple[str, str], andere: tuple[str, str], bleibt: list[str], *, dreht: bool
) -> None:
    teile = [am("2026-02-10", f"Notiz ({wer})", zeile) for zeile, wer in (eine, andere)]
    verlauf = MIT_UHR + "".join(reversed(teile) if dreht else teile)
    assert sorted(offene(verlauf, "2026-02-11")) == bleibt


def test_statt_meint_einen_und_nicht_alle_eines_tages() -> None:
    zwei = MIT_UHR + am("2026-02-04", "Telefonat (Ole)", "Folgetermin: 2026-02-20 10:00")
    streicht = "Folgetermin: keiner statt 2026-02-20"
    # One's own before a colleague's.
    assert offene(zwei + am("2026-02-10", "Notiz (Jana)", streicht), "2026-02-11") == ["2026-02-20 10:00:00 Ole"]
    # Somebody else has to name the hour; until then both stay, and the check says so.
    # A day that nobody meant moves none either; the new appointment is not among what it may have been.
    for angabe, tag, stehen in (
        (streicht, "2026-02-20", 2),
        ("Folgetermin: 2026-02-27 statt 2026-02-21", "2026-02-21", 3),
    ):
        dritte = zwei + am("2026-02-10", "Notiz (Rita)", angabe)
        assert len(offene(dritte, "2026-02-11")) == stehen
        befunde = akten(fall(ERST + dritte), stichtag="2026-02-11")[0].befunde
        assert [b.text for b in befunde if b.kennung == "F080"] == [
            f"„statt {tag}“ trifft nicht genau einen Termin, der noch offen war. "
            "Erwartet: der Tag eines offenen Termins (2026-02-20 10:00, 2026-02-20 14:00)."
        ]
    assert offene(zwei + am("2026-02-10", "Notiz (Rita)", f"{streicht} 10:00"), "2026-02-11") == [
        "2026-02-20 14:00:00 Jana"
    ]


def test_heute_fuer_heute_erledigt_nur_was_es_selbst_sagt() -> None:
    """In the morning they talked, at noon somebody agreed on the evening: which came first no file says for sure."""
    heute = am("2026-02-10", "Telefonat (Jana)", "Folgetermin: 2026-02-10 18:00")
    for gespraech, bleibt in (
        (am("2026-02-10", "Beratung (Jana)"), True),
        (am("2026-02-10", "Beratung (Jana)", "Termin wahrgenommen: ja"), False),
    ):
        for verlauf in (heute + gespraech, gespraech + heute):
            assert offene(verlauf, "2026-02-10") == (["2026-02-10 18:00:00 Jana"] if bleibt else [])
            assert offene(verlauf + am("2026-02-11", "Beratung (Jana)"), "2026-02-11") == []


def test_ein_teilziel_mit_namen_ist_ein_versprechen() -> None:
    plan = am("2026-02-04", "Betreuungsplan (Jana)", "Ziel: Arbeit", "Teilziele:", "", "- [ ] Ole meldet sie an (bis 2026-02-20)",
              "- [ ] Lebenslauf fertig (bis 2026-02-21)", "", "Gültig bis: 2026-08-01", "Einvernehmen: ja")  # fmt: skip

    def offen(mehr: str, status: str = "in Beratung") -> list[str]:
        faellige = akten(fall(ERST + plan + mehr, status=status), stichtag="2026-02-19")[0].faelligkeiten
        return [str(f.faellig_am) for f in faellige if f.regel == "vereinbarung"]

    assert offen("") == ["2026-02-20", "2026-02-21"]
    assert offen(am("2026-02-10", "Pause (Jana)", "Bis: 2026-03-31")) == ["2026-02-20"]
    assert offen(ABSCHLUSS, "abgeschlossen") == ["2026-02-20"]
    assert offen(ABSCHLUSS + am("2026-02-18", "Wiederaufnahme (Jana)")) == ["2026-02-20"]


def test_zwei_gleiche_eines_tages_sind_einer() -> None:
    assert offene(MIT_UHR + MIT_UHR.replace("Telefonat", "Notiz"), "2026-02-04") == ["2026-02-20 14:00:00 Jana"]


@pytest.mark.parametrize(
    ("tag", "saetze"),
    [
        ("2026-02-19", ["Folgetermin am 2026-02-20: verabredet am 2026-02-03 für 14:00 Uhr am 2026-02-20 (faelle/4711.md:15)"]),
        ("2026-02-20", ["Folgetermin am 2026-02-20: verabredet am 2026-02-03 für 14:00 Uhr am 2026-02-20 (faelle/4711.md:15)"]),
        ("2026-02-21", ["War der Termin am 2026-02-20? Verabredet am 2026-02-03 für 14:00 Uhr am 2026-02-20 (faelle/4711.md:15)"]),
    ],
)  # fmt: skip
def test_vom_naechsten_tag_an_ist_der_termin_eine_frage(tag: str, saetze: list[str]) -> None:
    verlauf = MIT_UHR + (am("2026-02-20", "Telefonat (Jana)") if tag > "2026-02-20" else "")
    faellige = akten(fall(ERST + verlauf), stichtag=tag)[0].faelligkeiten
    assert [f.begruendung for f in faellige if f.regel == "folgetermin"] == saetze


def test_ein_termin_ueberlebt_abschluss_und_wiederaufnahme() -> None:
    wieder = am("2026-02-18", "Wiederaufnahme (Ole)")
    assert offene(MIT_UHR + ABSCHLUSS, "2026-02-17", status="abgeschlossen") == ["2026-02-20 14:00:00 Jana"]
    assert offene(MIT_UHR + ABSCHLUSS + wieder, "2026-02-18") == ["2026-02-20 14:00:00 Jana"]
    regeln = {
        f.regel
        for f in akten(fall(ERST + MIT_UHR + ABSCHLUSS, status="abgeschlossen"), stichtag="2026-02-21")[0].faelligkeiten
    }
    assert "folgetermin" in regeln


def test_versuche_gelten_nur_dem_wofuer_sie_waren() -> None:
    verlauf = am("2026-02-10", "Kontaktversuch (Jana)") + am(
        "2026-02-11", "Notiz (Jana)", "Folgetermin: 2026-02-20 14:00"
    )

    def satz(mehr: str) -> str:
        faellige = akten(fall(ERST + verlauf + mehr), stichtag="2026-02-23")[0].faelligkeiten
        return next(f.herleitung for f in faellige if f.regel == "folgetermin")

    assert "Versuch" not in satz("")
    assert "1. Versuch am 2026-02-20" in satz(am("2026-02-20", "Nicht erschienen (Jana)"))
    zu = am("2026-02-12", "Kontaktversuch (Jana)") + ABSCHLUSS

    def nachbetreuung(mehr: str) -> str:
        faellige = akten(fall(ERST + zu + mehr, status="abgeschlossen"), stichtag="2026-04-10")[0].faelligkeiten
        return next(f.herleitung for f in faellige if f.regel == "nachbetreuung")

    assert "Versuch" not in nachbetreuung("")
    assert "1. Versuch am 2026-04-08" in nachbetreuung(am("2026-04-08", "Kontaktversuch (Jana)"))


def test_am_tag_des_abschlusses_steht_er_am_ende() -> None:
    danach = am("2026-02-16", "Telefonat (Jana)")
    akte = akten(fall(ERST + ABSCHLUSS + danach, status="abgeschlossen", Betreuungsstufe="IK"), stichtag="2026-02-17")[
        0
    ]
    assert akte.befunde == ()
    assert "wieder-aufnehmen" not in {f.regel for f in akte.faelligkeiten}
    spaeter = akten(
        fall(ERST + ABSCHLUSS + am("2026-02-17", "Telefonat (Jana)"), status="abgeschlossen"), stichtag="2026-02-17"
    )[0]
    assert "wieder-aufnehmen" in {f.regel for f in spaeter.faelligkeiten}


def test_ein_unbekannter_name_kommt_in_keine_liste() -> None:
    """A heading may name a customer by mistake: it is a finding, and stands in no list and no calendar."""
    verlauf = am("2026-02-03", "Telefonat (Frau Beispiel)", "Folgetermin: 2026-02-20")
    akte = akten(fall(ERST + verlauf), stichtag="2026-02-10")[0]
    assert "F019" in {b.kennung for b in akte.befunde}
    assert [(f.wer, f.name) for f in akte.faelligkeiten if f.regel == "folgetermin"] == [(("Jana",), "Folgetermin")]


# ---- whose a promise is

NAMEN = "berater:\n  Jana: {}\n  Jana Meier: {}\n  Ole K.: {}\n  Ole Petersen: {synonyme: [Peter]}\n  Kim: {bis: 2025-12-31}\n  Kim Berg: {}\nkanaele:\n  Beratungstag: {}\n"


@pytest.mark.parametrize(
    ("text", "personen", "wer"),
    [
        ("Jana ruft an", ("Jana",), "Jana"),
        ("Jana Meier ruft an", ("Jana Meier",), "Jana Meier"),
        ("jana meier: ruft an", ("Jana Meier",), "Jana Meier"),
        ("Ole ruft an", ("Ole K.", "Ole Petersen"), "Ole K. und Ole Petersen"),
        ("Ole K. ruft an", ("Ole K.",), "Ole K."),
        ("Peter ruft an", ("Ole Petersen",), "Ole Petersen"),
        ("Jana und Ole Petersen rufen an", ("Jana", "Ole Petersen"), "Jana und Ole Petersen"),
        (
            "Jana Meier, Peter und Jana rufen an",
            ("Jana Meier", "Ole Petersen", "Jana"),
            "Jana Meier und Ole Petersen und Jana",
        ),
        ("Jana/Peter klären das", ("Jana", "Ole Petersen"), "Jana und Ole Petersen"),
        ("Janas Zeugnis suchen", (), None),
        ("Meier ruft an", (), None),
        ("Kundin ruft Jana an", (), "Kundin"),
        ("Team und Jana rufen an", ("Jana",), "Team und Jana"),
        ("Kundin und Peter gehen hin", ("Ole Petersen",), "Kundin und Ole Petersen"),
        ("**Jana** ruft an", ("Jana",), "Jana"),
        ("@Jana ruft an", ("Jana",), "Jana"),
        ("Frau Jana Meier ruft an", ("Jana Meier",), "Jana Meier"),
        ("Lebenslauf mit Jana durchsehen", (), None),
    ],
)
def test_wer_etwas_versprochen_hat(text: str, personen: tuple[str, ...], wer: str | None) -> None:
    regelwerk = lade_regelwerk(None, lade_team(NAMEN.encode())[0])[0]
    roh, _ = lesen(fall(ERST + f"Vereinbarungen:\n\n- [ ] {text} (bis 2026-02-20)\n").encode(), "faelle/4711.md")
    vereinbarung = Deuter(regelwerk.vokabular).deute(roh)[0].eintraege[0].angaben.vereinbarungen[0]
    assert (vereinbarung.personen, vereinbarung.wer) == (personen, wer)


def test_ein_kaestchen_darunter_gehoert_wem_das_obere_gehoert() -> None:
    liste = (
        "- [ ] Ole bereitet vor (bis 2026-02-20)\n  - [ ] Lebenslauf ausdrucken (bis 2026-02-18)\n    - [ ] Papier kaufen\n"
        "  - [ ] Jana bringt Kekse (bis 2026-02-19)\n    - [ ] backen\n- [ ] Unterlagen ordnen (bis 2026-02-21)\n - [ ] kein Kind\n"
    )
    akte = akten(fall(ERST + f"Vereinbarungen:\n\n{liste}"), stichtag="2026-02-10")[0]
    gelesen = [(v.text.partition(" (")[0], v.wer, v.eltern) for v in akte.fall.eintraege[0].angaben.vereinbarungen]
    assert gelesen == [
        ("Ole bereitet vor", "Ole", None),
        ("Lebenslauf ausdrucken", "Ole", 0),
        ("Papier kaufen", "Ole", 1),
        ("Jana bringt Kekse", "Jana", 0),
        ("backen", "Jana", 3),
        ("Unterlagen ordnen", None, None),
        ("kein Kind", None, None),
    ]
    # Each promise has its own day in lists and calendars.
    assert [(str(f.faellig_am), f.name, f.wer) for f in akte.faelligkeiten if f.regel == "vereinbarung"] == [
        ("2026-02-18", "Vereinbarung nachhalten (Ole)", ("Ole",)),
        ("2026-02-19", "Vereinbarung nachhalten", ("Jana",)),
        ("2026-02-20", "Vereinbarung nachhalten (Ole)", ("Ole",)),
        ("2026-02-21", "Vereinbarung nachhalten", ()),
    ]


# ---- no third state, over random histories


@cache
def regelwerk() -> Regelwerk:
    text = "berater:\n  Jana: {}\n  Mira: {}\n  Ole: {}\n  Tarik: {}\n  Rita: {bis: 2027-09-30}\nkanaele:\n  Beratungstag: {}\n"
    return lade_regelwerk(None, lade_team(text.encode())[0])[0]


@cache
def leeres_team() -> Team:
    einrichtung = replace(richte_ein(WURZEL), regelwerk=regelwerk())
    return ohne_faelle(einrichtung, stichtag=None, heute=date(2030, 1, 1))


def geschichte(seed: int, text: str) -> Fallsicht:
    roh, befunde = lesen(text.encode(), f"faelle/{seed + 1000}.md")
    assert [b for b in befunde if b.schwere == "Fehler"] == []
    gedeutet = Deuter(regelwerk().vokabular).deute(roh)[0]
    return Fallsicht(replace(gedeutet, kennung=str(seed + 1000)), regelwerk(), date.max)


def team_am(sichten: list[Fallsicht], tag: date, regeln: Fallregeln) -> Team:
    alle = []
    for ganz in sichten:
        sicht = ganz.am(tag)
        alle.append(akte_aus(sicht, (), regeln, sicht.fall.kennung))
    return replace(leeres_team(), stichtag=tag, akten=tuple(alle), fester_stichtag=True)


def listen(team: Team) -> dict[str, dict[str, set[str]]]:
    """Return by item key who has it: on the list, on the week sheet's appointments, in the handover."""
    wo: dict[str, dict[str, set[str]]] = {}
    for name in beraterseiten(team):
        for vorgang in vorgaenge_von(team, name):
            for f in vorgang.punkte:
                wo.setdefault(f.schluessel, {}).setdefault("liste", set()).add(name)
        for termin in Woche(team, name).termine:
            wo.setdefault(termin.faelligkeit.schluessel, {}).setdefault("woche", set()).add(name)
        for fall_ in uebergabe(team, name):
            for f in fall_.vorgang.punkte if fall_.vorgang is not None else ():
                wo.setdefault(f.schluessel, {}).setdefault("uebergabe", set()).add(name)
    return wo


@pytest.mark.parametrize("teil", range(TEILE))
def test_es_gibt_keinen_dritten_zustand(teil: int) -> None:
    """2,000 histories (500 in the short form) on 60 days each: what was agreed is in exactly the lists of its people, or settled by a dated fact."""
    regeln, gesehen, erledigte = Fallregeln(regelwerk()), 0, 0
    for erste in range(teil * JE_TEIL, (teil + 1) * JE_TEIL, JE_TEAM):
        sichten = [geschichte(seed, zufallsfall(Random(seed))) for seed in range(erste, erste + JE_TEAM)]
        beginn = date(2026, 6, 1) + timedelta(days=Random(erste).randrange(0, 800))
        for versatz in range(TAGE):
            team = team_am(sichten, beginn + timedelta(days=versatz), regeln)
            wo = listen(team) if versatz % 20 == 0 else {}
            for akte in team.akten:
                offen, zu = pruefe_akte(akte, wo)
                gesehen, erledigte = gesehen + offen, erledigte + zu
    assert gesehen > 2000
    assert erledigte > 2000


def pruefe_akte(akte: Akte, wo: dict[str, dict[str, set[str]]]) -> tuple[int, int]:
    """Check every appointment and every dated promise of the team that the case states by its key date."""
    sicht, offen, zu = akte.sicht, 0, 0
    if not sicht.besteht:
        return 0, 0
    punkte = {f.ableitung.bezug: f for f in akte.faelligkeiten if f.regel == "folgetermin"}
    stehende = {(v.seit, v.tag, v.uhrzeit): v for v in sicht.verabredungen}
    for tag, eintrag in sicht.eintraege:
        termin = eintrag.angaben.folgetermin
        if termin is not None and termin.tag is not None:
            v = stehende[tag, termin.tag, termin.uhrzeit]
            if v.ausgang is None:
                f = punkte[v.eintrag.schluessel]
                assert f.faellig_am == termin.tag
                pruefe_listen(f.schluessel, set(f.wer), akte, wo, woche=v.tag)
                offen += 1
            else:
                assert v.durch is not None
                assert v.durch.datum is not None
                assert tag <= v.durch.datum <= sicht.stichtag
                assert v.durch is not eintrag
                zu += 1
    for zusage in zusagen(akte):
        versprochen = zusage.vereinbarung
        if versprochen.frist is None or ist_kunde(versprochen.wer) or versprochen.stand is not Stand.OFFEN:
            continue
        if versprochen not in zusage.eintrag.angaben.vereinbarungen:
            continue
        f = next(
            f
            for f in akte.faelligkeiten
            if f.regel == "vereinbarung" and f.wer == versprochen.personen and not f.kunde_dran
        )
        assert f.faellig_am is not None
        assert f.faellig_am <= versprochen.frist
        pruefe_listen(f.schluessel, set(versprochen.personen), akte, wo)
        offen += 1
    return offen, zu


def pruefe_listen(
    schluessel: str, wer: set[str], akte: Akte, wo: dict[str, dict[str, set[str]]], woche: date | None = None
) -> None:
    if not wo:
        return
    gehoert = wer | {name for name in (akte.sicht.zustaendig, akte.sicht.vertretung) if name is not None}
    assert wo.get(schluessel, {}).get("liste", set()) == gehoert
    assert wo.get(schluessel, {}).get("uebergabe", set()) == gehoert
    tag = akte.sicht.stichtag
    if woche is not None and tag <= woche <= tag + timedelta(days=6 - tag.weekday()):
        assert wo[schluessel]["woche"] == gehoert


def test_zusammengefuehrt_ist_in_beiden_richtungen_dasselbe_verabredet() -> None:
    verschiedene = 0
    for seed in range(400 if LANG else 200):
        kopf, *teile = zufallsfall(Random(seed)).split("\n## ")
        if len(teile) < 4:
            continue
        rng = Random(f"teilung-{seed}")
        gemeinsam = rng.randrange(1, len(teile) - 2)
        seite = [rng.random() < 0.5 for _ in teile]
        basis, hier, dort = (
            "\n## ".join([kopf, *(t for n, t in enumerate(teile) if n < gemeinsam or nimm(seite[n]))]).rstrip("\n")
            + "\n"
            for nimm in (lambda _: False, lambda s: s, lambda s: not s)
        )
        eine, andere = (
            zusammengefuehrt(basis.encode(), a.encode(), b.encode(), "faelle/4711.md").decode()
            for a, b in ((hier, dort), (dort, hier))
        )
        verschiedene += eine != andere
        ganz = [geschichte(seed, text) for text in (eine, andere)]
        for versatz in range(0, 900, 30):
            tag = date(2027, 1, 1) + timedelta(days=versatz)
            a, b = (
                sorted((v.tag, str(v.uhrzeit), sorted(v.wer)) for v in s.am(tag).offene_verabredungen) for s in ganz
            )
            assert a == b, (seed, tag)
    assert verschiedene > 15, "the order must differ in some"


# ---- the arithmetic in a sentence gives the date beside it

_ERSTER = re.compile(
    r"(?s).*?(\d{4}-\d\d-\d\d) \([^()]*:\d+\)(?: ([+−]) (\d+ [A-Za-zäöü]+))?(?: \(Kontaktintervall.*\))?"
)
_GRENZE = re.compile(r"(frühestens|spätestens|gezählt ab) .*?(\d{4}-\d\d-\d\d) \([^()]*\)(?: \+ (\d+ [A-Za-zäöü]+))?")


def nachgerechnet(herleitung: str) -> date:
    """Do the sum that the sentence does, word by word."""
    erster, *weitere = herleitung.split("; ")
    treffer = _ERSTER.fullmatch(erster)
    assert treffer is not None, erster
    tag = date.fromisoformat(treffer[1])
    if treffer[3]:
        spanne = spanne_aus(treffer[3])
        assert spanne is not None
        tag = spanne.vor(tag) if treffer[2] == "−" else spanne.nach(tag)
    for teil in weitere:
        if pause := re.fullmatch(r"(\d+) Tage? Pause zählen nicht mit", teil):
            tag += timedelta(days=int(pause[1]))
        if grenze := _GRENZE.fullmatch(teil):
            spanne = spanne_aus(grenze[3] or "0 Tage")
            assert spanne is not None
            wert = spanne.nach(date.fromisoformat(grenze[2]))
            tag = {"frühestens": max(tag, wert), "spätestens": min(tag, wert), "gezählt ab": wert}[grenze[1]]
    return tag


def test_die_rechnung_im_satz_ergibt_das_datum() -> None:
    mit = lade_regelwerk(
        b"einfuehrung: 2027-10-31\n",
        lade_team(b"berater:\n  Jana: {}\n  Ole: {}\n  Rita: {bis: 2027-09-30}\nkanaele:\n  Beratungstag: {}\n")[0],
    )[0]
    regeln, arten = Fallregeln(mit), set()
    for seed in range(600 if LANG else 200):
        roh, _ = lesen(zufallsfall(Random(seed)).encode(), "faelle/4711.md")
        ganz = Fallsicht(Deuter(mit.vokabular).deute(roh)[0], mit, date.max)
        for versatz in range(0, 1000, 50):
            for f in regeln.faelligkeiten(ganz.am(date(2026, 6, 1) + timedelta(days=versatz)), ()):
                if f.faellig_am is not None:
                    assert nachgerechnet(f.herleitung) == f.faellig_am, f.begruendung
                    arten |= {
                        wort
                        for wort in (
                            "frühestens",
                            "spätestens",
                            "gezählt ab",
                            "Pause zählen",
                            "schiebt das nicht",
                            "Kontaktintervall",
                        )
                        if wort in f.herleitung
                    }
    assert len(arten) == 6, arten


def test_eine_strengere_stufe_schiebt_ueberfaelliges_nicht_hinaus() -> None:
    verlauf = (
        "## 2026-02-12 Erstgespräch (Jana)\n\nBetreuungsstufe: IF\n\n"
        "## 2026-03-14 Betreuungsplan (Jana)\n\nKontaktintervall: 2 Wochen\nGültig bis: 2026-09-14\nEinvernehmen: ja\n\n"
        "## 2026-06-11 Notiz (Jana)\n\nBetreuungsstufe: IN\n"
    )
    faellige = akten(fall(verlauf), stichtag="2026-06-20")[0].faelligkeiten
    (kontakt,) = (f for f in faellige if f.regel == "kontakt-in")
    assert (str(kontakt.faellig_am), str(kontakt.dringlichkeit)) == ("2026-03-14", "überfällig")
    assert kontakt.herleitung == (
        "letzter Kontakt 2026-02-12 (faelle/4711.md:9) + 2 Wochen (Kontaktintervall aus dem Betreuungsplan, faelle/4711.md:15); "
        "frühestens Betreuungsplan vom 2026-03-14 (faelle/4711.md:15); Wechsel von IF zu IN 2026-06-11 (faelle/4711.md:21) schiebt das nicht hinaus"
    )


@pytest.mark.parametrize(("stichtag", "erwartet"), [("2026-04-05", "heute"), ("2026-06-15", "überfällig")])
def test_eine_abgebrochene_massnahme_heilt_nichts(stichtag: str, erwartet: str) -> None:
    verlauf = (
        "## 2026-01-05 Erstgespräch (Jana)\n\nBetreuungsstufe: IG\n\n"
        "## 2026-02-01 Maßnahme (Jana)\n\nArt: Stabilisierung\nEnde: 2026-06-15\nErgebnis: abgebrochen\n"
    )
    faellige = akten(fall(verlauf, erstkontakt="2026-01-05"), stichtag=stichtag)[0].faelligkeiten
    (kontakt,) = (f for f in faellige if f.gruppe == "Kontakt")
    assert (str(kontakt.faellig_am), str(kontakt.dringlichkeit)) == ("2026-04-05", erwartet)
