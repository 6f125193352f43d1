"""The shipped descriptions with the team's own laid over them, and the order in which they come."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from fallbuch.einrichtung import richte_ein
from fallbuch.prozess.laden import ohne_internes
from fallbuch.prozess.lesen import gliedere
from fallbuch.prozess.modell import Faelle
from fallbuch.team import oeffne, ohne_faelle
from tests.hilfen import HEUTE
from tests.prozess.hilfen import ANNAHME, VERLEIH, buch, lege_an, prozess


def test_ein_prozess_sagt_was_in_seiner_datei_steht(tmp_path: Path) -> None:
    p = prozess(buch(lege_an(tmp_path)), "annahme")
    assert (p.name.text, p.gruppe, p.faelle, p.geprueft) == ("Annahme", "Kleiderkammer", Faelle.ALLE, date(2026, 3, 2))
    assert [n.text for n in p.hilfsmittel] == ["Leitfaden Beratung", "Folgetermin", "vorlagen/team.yml"]
    assert [(n.text, n.stelle.zeile, n.stelle.spalte) for n in p.nachfolger] == [("Verleih", 8, 14)]
    assert [a.titel for a in gliedere(p.text, p.erste_zeile)] == ["", "Schritte", "Gelingensfaktoren"]
    assert p.kennzahlen == ("Zugang", "Aufwand")
    assert (p.eigen, p.mitgeliefert, list(p.geaendert)) == (True, False, [])


def test_die_datei_des_teams_aendert_nur_was_in_ihr_steht(tmp_path: Path) -> None:
    lege_an(tmp_path, beratung="---\nVerantwortlich: [Ole]\nStatus:\nGeprüft am: 2026-03-02\n---\n")
    p = prozess(buch(tmp_path), "beratung")
    vorgabe = prozess(buch(lege_an(tmp_path / "ohne")), "beratung")
    assert [n.text for n in p.verantwortlich] == ["Ole"]
    assert p.status == (), "an empty field takes the shipped value away"
    assert (p.beschreibung, p.text, p.ausgabe) == (vorgabe.beschreibung, vorgabe.text, vorgabe.ausgabe)
    assert (p.eigen, p.mitgeliefert, list(p.geaendert)) == (True, True, ["Verantwortlich", "Status", "Geprüft am"])
    assert p.datei == "site_src/prozesse/beratung.md"
    assert vorgabe.datei == "fallbuch/vorgaben/prozesse/beratung.md"


def test_text_des_teams_ersetzt_den_mitgelieferten_ganz(tmp_path: Path) -> None:
    p = prozess(buch(lege_an(tmp_path, beratung="---\n---\n\n## Schritte\n\n1. Reden.\n")), "beratung")
    assert p.text.strip() == "## Schritte\n\n1. Reden."
    assert list(p.geaendert) == ["Text"]
    assert p.kennzahlen == ()


def test_reihenfolge_folgt_der_arbeit(tmp_path: Path) -> None:
    mitte = VERLEIH.replace("Name: Verleih", "Name: Anprobe").replace("Ausgabe:", "Nachfolger: [Verleih]\nAusgabe:")
    lege_an(
        tmp_path,
        anprobe=mitte.replace("[Angezogener Mensch]", "[Passende Kleidung]"),
        annahme=ANNAHME.replace("[Verleih]", "[Anprobe]"),
        verleih=VERLEIH.replace("[Annahme]", "[Anprobe]").replace("[Geprüfte Kleidung]", "[Passende Kleidung]"),
    )
    gelesen = buch(tmp_path)
    assert gelesen.befunde == ()
    assert [p.name.text for p in gelesen.prozesse if p.gruppe == "Kleiderkammer"] == ["Annahme", "Anprobe", "Verleih"]
    assert gelesen.prozesse[0].gruppe == "Unsere Prozesse"


def test_entwuerfe_und_verborgene_dateien_sind_keine_prozesse(tmp_path: Path) -> None:
    lege_an(tmp_path, _entwurf=ANNAHME, index="# Übersicht\n")
    assert {p.stamm for p in buch(tmp_path).prozesse} & {"_entwurf", "index"} == set()


def test_ein_anderer_seitenordner(tmp_path: Path) -> None:
    lege_an(tmp_path)
    (tmp_path / "site_src").rename(tmp_path / "docs")
    team = tmp_path / "vorlagen/team.yml"
    team.write_text(team.read_text(encoding="utf-8") + "ordner: {seiten: docs}\n", encoding="utf-8")
    assert prozess(buch(tmp_path), "annahme").datei == "docs/prozesse/annahme.md"


def test_zerlegte_umlaute_und_windows_zeilenenden(tmp_path: Path) -> None:
    import unicodedata

    text = unicodedata.normalize("NFD", ANNAHME).replace("\n", "\r\n")
    gelesen = buch(lege_an(tmp_path, annahme="\ufeff" + text))
    assert gelesen.befunde == ()
    assert [n.text for n in prozess(gelesen, "annahme").ausgabe] == ["Geprüfte Kleidung"]


def test_was_das_haus_verlaesst_nennt_niemanden(tmp_path: Path) -> None:
    lege_an(tmp_path, verleih=VERLEIH.replace("Gruppe:", "Sicht: intern\nGruppe:"))
    aussen = ohne_internes(buch(tmp_path))
    assert "verleih" not in {p.stamm for p in aussen.prozesse}
    assert all(p.verantwortlich == () for p in aussen.prozesse)
    assert aussen.empfehlungen == (), "internal unless it says otherwise"
    einrichtung = richte_ein(tmp_path)
    assert ohne_faelle(einrichtung, stichtag=None, heute=HEUTE).prozessbuch.empfehlungen == ()
    (tmp_path / "faelle").mkdir()
    assert len(oeffne(einrichtung, stichtag=None, heute=HEUTE).prozessbuch.empfehlungen) == 1
