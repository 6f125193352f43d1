"""Commands and what was agreed: nothing is over because nobody said so, and the answer says what stands."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.aufruf import im_prozess
from tests.hilfen import TEAM_YML, fall

ORDNER = Callable[..., Path]
TAG = "2026-07-01"
OFFEN = fall(
    "## 2026-06-22 Erstgespräch (Jana)\n\nVereinbarungen:\n\n- [ ] Ole fragt beim Betrieb an (bis 2026-07-10)\n  - [ ] Nummer heraussuchen\n"
    "- [ ] Kundin schreibt den Lebenslauf\n\nBetreuungsstufe: IK\nFolgetermin: 2026-07-06 14:00\n\n"
    "## 2026-06-24 Telefonat (Ole)\n\nFolgetermin: 2026-07-08\n",
    erstkontakt="2026-06-20", Betreuungsstufe="IK",
)  # fmt: skip
ZU = OFFEN.replace("in Beratung", "abgeschlossen") + (
    "\n## 2026-06-28 Abschluss (Jana)\n\nErgebnis: Arbeitsstelle angenommen\nArbeitsbeginn: 2026-07-01\n"
)


def rufe(wurzel: Path, *worte: str, code: int = 0, tag: str = TAG) -> str:
    ende = im_prozess(*worte, cwd=wurzel, FALLBUCH_STICHTAG=tag)
    assert ende[0] == code, ende[1]
    return ende[1]


def datei(wurzel: Path, kennung: str = "4711") -> str:
    return (wurzel / f"faelle/{kennung}.md").read_text(encoding="utf-8")


def ueberschriften(wurzel: Path) -> list[str]:
    return re.findall(r"^## (.*)$", datei(wurzel), re.MULTILINE)


def test_abschliessen_sagt_was_offen_bleibt(ordner: ORDNER) -> None:
    wurzel = ordner({"4711.md": OFFEN})
    text = rufe(wurzel, "abschliessen", "4711", "--ergebnis", "Arbeitsstelle angenommen", "--arbeitsbeginn", TAG)
    assert [z for z in text.splitlines() if z.startswith("Offen bleibt")] == [
        "Offen bleibt: Folgetermin 2026-07-06, 14:00 Uhr (Jana).",
        "Offen bleibt: Folgetermin 2026-07-08 (Ole).",
        "Offen bleibt: Vereinbarung „Ole fragt beim Betrieb an (bis 2026-07-10)“.",
        "Offen bleibt: Vereinbarung „Nummer heraussuchen“.",
    ]
    liste = rufe(wurzel, "faellig", "--berater", "Ole", "--ausfuehrlich", tag="2026-07-09")
    assert (
        "4711         in Janas Fall War der Termin am 2026-07-08? Verabredet am 2026-06-24 mit Ole für den 2026-07-08"
        in liste
    )


def test_abschliessen_kann_termine_streichen(ordner: ORDNER) -> None:
    wurzel = ordner({"4711.md": OFFEN})
    optionen = ("--ergebnis", "Arbeitsstelle angenommen", "--arbeitsbeginn", TAG, "--folgetermin", "keiner")
    text = rufe(wurzel, "abschliessen", "4711", *optionen)
    # Jana drops her own; Ole's stays.
    assert "Offen bleibt: Folgetermin 2026-07-08 (Ole).\n" in text
    assert "Entfallen: Folgetermin 2026-07-06, 14:00 Uhr (Jana).\n" in text
    assert text.count("(Jana).") == 1


def test_ein_gespraech_nach_dem_abschluss_fragt_nach_der_wiederaufnahme(ordner: ORDNER) -> None:
    wurzel = ordner({"4711.md": ZU})
    vorher = datei(wurzel)
    assert rufe(wurzel, "eintragen", "4711", "--art", "Telefonat", code=2) == (
        "fallbuch: Fall 4711 ist abgeschlossen. Wird er mit diesem Gespräch wieder aufgenommen? Nennen Sie --wieder-aufnehmen ja oder nein.\n"
    )
    assert datei(wurzel) == vorher
    text = rufe(wurzel, "eintragen", "4711", "--art", "Telefonat", "--wieder-aufnehmen", "ja")
    assert "Wiederaufnahme vom 2026-07-01, Telefonat vom 2026-07-01." in text
    assert "Status: abgeschlossen → in Beratung." in text
    assert ueberschriften(wurzel)[-2:] == ["2026-07-01 Wiederaufnahme (Jana)", "2026-07-01 Telefonat (Jana)"]


def test_bleibt_er_zu_steht_es_im_gespraech_und_in_keiner_liste(ordner: ORDNER) -> None:
    wurzel = ordner({"4711.md": ZU})
    rufe(wurzel, "eintragen", "4711", "--art", "Telefonat", "--wieder-aufnehmen", "nein")
    assert "Wieder aufnehmen: nein\n" in datei(wurzel)
    assert "Status: abgeschlossen" in datei(wurzel)
    assert "zu entscheiden" not in rufe(wurzel, "faellig", "--ausfuehrlich")
    assert "F063" not in rufe(wurzel, "pruefen")


@pytest.mark.parametrize("art", ["Nachbetreuung", "Notiz", "Kontaktversuch"])
def test_was_kein_gespraech_ist_fragt_nicht(ordner: ORDNER, art: str) -> None:
    rufe(ordner({"4711.md": ZU}), "eintragen", "4711", "--art", art)


def test_wiederaufnehmen_kommt_vor_das_schon_eingetragene_gespraech(ordner: ORDNER) -> None:
    wurzel = ordner({"4711.md": ZU + "\n## 2026-06-30 Telefonat (Jana)\n\nMöchte wiederkommen.\n"})
    assert "zu entscheiden am 2026-06-30" in rufe(wurzel, "faellig", "--ausfuehrlich")
    rufe(wurzel, "wiederaufnehmen", "4711", "--datum", "2026-06-30")
    assert ueberschriften(wurzel)[-3:] == [
        "2026-06-28 Abschluss (Jana)",
        "2026-06-30 Wiederaufnahme (Jana)",
        "2026-06-30 Telefonat (Jana)",
    ]
    assert rufe(wurzel, "pruefen") == "1 Fall geprüft: 0 Fehler, 0 Hinweise.\n"


def test_am_tag_des_abschlusses_kommt_ein_eintrag_davor(ordner: ORDNER) -> None:
    wurzel = ordner({"4711.md": ZU})
    rufe(wurzel, "eintragen", "4711", "--art", "Telefonat", "--datum", "2026-06-28")
    assert ueberschriften(wurzel)[-2:] == ["2026-06-28 Telefonat (Jana)", "2026-06-28 Abschluss (Jana)"]
    assert rufe(wurzel, "pruefen") == "1 Fall geprüft: 0 Fehler, 0 Hinweise.\n"


@pytest.mark.parametrize(
    ("termin", "saetze"),
    [
        ("2026-07-12", ["Bitte prüfen: Der 2026-07-12 ist ein Sonntag."]),
        ("2026-08-15", ["Bitte prüfen: Der 2026-08-15 ist ein freier Tag (Mariä Himmelfahrt)."]),
        ("2026-07-13 05:59", ["Bitte prüfen: 05:59 Uhr ist eine ungewöhnliche Zeit für einen Termin."]),
        ("2026-07-13 06:00", []),
        ("2026-07-13 22:00", []),
        ("2026-07-13 22:01", ["Bitte prüfen: 22:01 Uhr ist eine ungewöhnliche Zeit für einen Termin."]),
        ("2026-07-11", []),  # many meet on a Saturday
    ],
)
def test_ein_wort_beim_eintippen(ordner: ORDNER, termin: str, saetze: list[str]) -> None:
    wurzel = ordner({"4711.md": OFFEN}, team=TEAM_YML + "land: Saarland\n")
    text = rufe(wurzel, "eintragen", "4711", "--art", "Telefonat", "--folgetermin", termin)
    assert [z for z in text.splitlines() if z.startswith("Bitte prüfen")] == saetze
    assert f"Folgetermin: {termin}\n" in datei(wurzel)


@pytest.mark.parametrize(
    ("land", "tag", "was"),
    [
        ("Bayern", "2026-08-15", "ein Tag, an dem vielerorts geschlossen ist (Mariä Himmelfahrt)"),
        ("Saarland", "2026-08-15", "ein freier Tag (Mariä Himmelfahrt)"),
        ("Hessen", "2026-08-15", None),
        ("Wien", "2026-12-24", "ein Tag, an dem vielerorts geschlossen ist (Heiliger Abend)"),
    ],
)
def test_auch_was_nur_in_teilen_eines_landes_frei_ist(ordner: ORDNER, land: str, tag: str, was: str | None) -> None:
    wurzel = ordner({"4711.md": OFFEN}, team=TEAM_YML + f"land: {land}\n")
    text = rufe(wurzel, "eintragen", "4711", "--art", "Telefonat", "--folgetermin", tag)
    assert [z for z in text.splitlines() if z.startswith("Bitte prüfen")] == (
        [f"Bitte prüfen: Der {tag} ist {was}."] if was else []
    )


def test_ein_neuer_termin_sagt_was_mit_anderen_verabredet_bleibt(ordner: ORDNER) -> None:
    wurzel = ordner({"4711.md": OFFEN})
    text = rufe(wurzel, "eintragen", "4711", "--art", "Telefonat", "--folgetermin", "2026-07-13")
    assert "Weiter verabredet: Folgetermin 2026-07-08 (Ole).\n" in text
    text = rufe(wurzel, "eintragen", "4711", "--art", "Notiz", "--folgetermin", "keiner statt 8.7.2026")
    assert "Folgetermin: keiner statt 2026-07-08\n" in datei(wurzel)
    assert "Als Nächstes: Vereinbarung einzuhalten bis 2026-07-10" in text


def test_ein_anruf_am_tag_des_termins_sagt_dass_er_offen_bleibt(ordner: ORDNER) -> None:
    wurzel = ordner({"4711.md": OFFEN})
    text = rufe(wurzel, "eintragen", "4711", "--art", "Telefonat", tag="2026-07-06")
    assert (
        "Offen bleibt: Folgetermin 2026-07-06, 14:00 Uhr (Jana). War es dieses Gespräch, gehört „Termin wahrgenommen: ja“ in den Eintrag.\n"
        in text
    )
    text = rufe(
        wurzel, "eintragen", "4711", "--art", "Telefonat", "--angabe", "Termin wahrgenommen: ja", tag="2026-07-06"
    )
    assert "Offen bleibt" not in text


def test_ein_abgehaktes_kaestchen_nennt_was_darunter_offen_ist(ordner: ORDNER) -> None:
    wurzel = ordner({"4711.md": OFFEN})
    assert "Darunter bleibt offen: Nummer heraussuchen\n" in rufe(wurzel, "eintragen", "4711", "--erledigt", "1")
    wurzel = ordner({"4712.md": OFFEN.replace("4711", "4712")})
    assert "Darunter" not in rufe(wurzel, "eintragen", "4712", "--erledigt", "1", "--erledigt", "2")


def test_fristen_kommen_in_der_normalform_in_die_datei(ordner: ORDNER) -> None:
    wurzel = ordner({"4711.md": OFFEN})
    rufe(wurzel, "eintragen", "4711", "--art", "Notiz", "--vereinbarung", "Team fragt nach (bis 3.8.2026)")
    assert "- [ ] Team fragt nach (bis 2026-08-03)\n" in datei(wurzel)
    assert "F014" not in rufe(wurzel, "pruefen")


def test_uebergeben_zaehlt_auf_was_bei_wem_bleibt(ordner: ORDNER) -> None:
    fremd = OFFEN.replace("4711", "4712").replace("Berater: Jana", "Berater: Ole").replace("Ole fragt", "Jana fragt")
    wurzel = ordner({"4711.md": OFFEN, "4712.md": fremd})
    text = rufe(wurzel, "uebergeben", "--von", "Jana", "--an", "Ole")
    assert text.split("Jana hat noch zugesagt")[1] == (
        " und behält es in der Liste, bis es verschoben, erledigt oder gestrichen ist:\n"
        "  Fall 4711: Folgetermin 2026-07-06, 14:00 Uhr (Jana)\n"
        "  Fall 4712: Folgetermin 2026-07-06, 14:00 Uhr (Jana)\n"
        "  Fall 4712: Vereinbarung „Jana fragt beim Betrieb an (bis 2026-07-10)“\n"
        "  Fall 4712: Vereinbarung „Nummer heraussuchen“\n"
    )
    liste = rufe(wurzel, "faellig", "--berater", "Jana", "--ausfuehrlich")
    assert liste.count("in Oles Fall") == 2


def test_wer_nur_zusagen_hat_erfaehrt_sie_beim_uebergeben(ordner: ORDNER) -> None:
    text = rufe(ordner({"4711.md": OFFEN}), "uebergeben", "--von", "Ole", "--an", "Jana", code=2)
    assert text == (
        "fallbuch: Ole hat keine offenen Fälle.\n"
        "Ole hat noch zugesagt und behält es in der Liste, bis es verschoben, erledigt oder gestrichen ist:\n"
        "  Fall 4711: Folgetermin 2026-07-08 (Ole)\n"
        "  Fall 4711: Vereinbarung „Ole fragt beim Betrieb an (bis 2026-07-10)“\n"
        "  Fall 4711: Vereinbarung „Nummer heraussuchen“\n"
    )


def test_die_antwort_nennt_was_aus_termine_wurde(ordner: ORDNER) -> None:
    wurzel = ordner({"4711.md": OFFEN})
    text = rufe(wurzel, "eintragen", "4711", "--art", "Notiz", "--folgetermin", "2026-07-07 09:00 statt 2026-07-06")
    assert "Verschoben: Folgetermin 2026-07-06, 14:00 Uhr (Jana).\n" in text
    text = rufe(wurzel, "eintragen", "4711", "--art", "Notiz", "--folgetermin", "keiner statt 2026-07-08")
    assert "Entfallen: Folgetermin 2026-07-08 (Ole).\n" in text
    text = rufe(wurzel, "eintragen", "4711", "--art", "Beratung", tag="2026-07-07")
    assert "Wahrgenommen: Folgetermin 2026-07-07, 09:00 Uhr (Jana).\n" in text


def test_am_tag_des_abschlusses_ausdruecklich_wieder_aufgenommen(ordner: ORDNER) -> None:
    wurzel = ordner({"4711.md": ZU})
    rufe(wurzel, "eintragen", "4711", "--art", "Beratung", "--datum", "2026-06-28", "--wieder-aufnehmen", "ja")
    assert ueberschriften(wurzel)[-3:] == [
        "2026-06-28 Abschluss (Jana)",
        "2026-06-28 Wiederaufnahme (Jana)",
        "2026-06-28 Beratung (Jana)",
    ]
    assert "Status: in Beratung" in datei(wurzel)


def test_dasselbe_in_mehrere_faelle(ordner: ORDNER) -> None:
    wurzel = ordner({"4711.md": OFFEN, "4712.md": OFFEN.replace("4711", "4712"), "4713.md": ZU.replace("4711", "4713")})
    text = rufe(wurzel, "eintragen", "4711", "4712", "--art", "Notiz", "--text", "Beide waren im Training.")
    assert text == (
        "Fall 4711, Jana, zuletzt Telefonat 2026-06-24.\nFall 4712, Jana, zuletzt Telefonat 2026-06-24.\n"
        "2 Fälle geändert: faelle/4711.md, faelle/4712.md.\n"
    )
    assert all("## 2026-07-01 Notiz (Jana)\n\nBeide waren im Training.\n" in datei(wurzel, k) for k in ("4711", "4712"))
    # Either all of them or none.
    vorher = datei(wurzel)
    assert "--wieder-aufnehmen" in rufe(wurzel, "eintragen", "4711", "4713", "--art", "Telefonat", code=2)
    assert "--erledigt geht nur bei einem Fall" in rufe(wurzel, "eintragen", "4711", "4712", "--erledigt", "1", code=2)
    assert "nennen Sie die Art mit --art" in rufe(wurzel, "eintragen", "4711", "4712", code=2)
    assert datei(wurzel) == vorher


def test_ein_spaet_geschriebener_eintrag_schlaegt_keinen_vergangenen_tag_vor(ordner: ORDNER) -> None:
    ohne = OFFEN.replace("Folgetermin: 2026-07-06 14:00\n", "").replace("Folgetermin: 2026-07-08\n", "")
    text = rufe(
        ordner({"4711.md": ohne}), "eintragen", "4711", "--art", "Telefonat", "--datum", "2026-06-25", tag="2026-09-30"
    )
    assert "Spätestens sollte er" not in text or re.search(r"am (2026-1\d-\d\d) sein", text)
