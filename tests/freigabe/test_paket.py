"""What is handed on of a released period, opened with the programs that others use."""

from __future__ import annotations

import csv
import io
import json
import sys
from pathlib import Path

import frictionless
import openpyxl
import pypdfium2
import pytest
from PIL import Image

from fallbuch.freigabe.paket.packen import inhalt
from fallbuch.register.kette import lade_register
from tests.cli.aufruf import fallbuch, im_prozess
from tests.conftest import WURZEL, Einmal, gib_das_neueste_frei, kopiere_demo
from tests.hilfen import HEUTE


@pytest.fixture(scope="module")
def team(einmal: Einmal, chromium: str) -> Path:
    """The demo team with its newest quarter released and the package of it."""

    def packe(wurzel: Path) -> None:
        kopiere_demo(wurzel)
        gib_das_neueste_frei(wurzel)
        ende = fallbuch("statistik", "--quartal", "2026Q2", "--ausgabe", "paket", cwd=wurzel)
        assert (ende.returncode, ende.stderr) == (0, ""), ende.stdout

    return einmal("paket", packe)


def zeilen(pfad: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(pfad.read_text(encoding="utf-8-sig")), delimiter=";"))


def test_frictionless_findet_nichts(team: Path) -> None:
    bericht = frictionless.validate(str(team / "paket/datapackage.json"))
    assert bericht.valid, bericht.flatten(["type", "message"])
    assert {r["path"] for r in json.loads((team / "paket/datapackage.json").read_text())["resources"]} == {
        "zahlen.csv", "kennzahlen.csv",
    }  # fmt: skip


def test_frictionless_faende_etwas(team: Path, tmp_path: Path) -> None:
    for name in ("datapackage.json", "zahlen.csv", "kennzahlen.csv"):
        (tmp_path / name).write_bytes((team / "paket" / name).read_bytes())
    text = (tmp_path / "zahlen.csv").read_text(encoding="utf-8-sig").replace(";Anzahl;96;", ";Anzahl;neunzig;", 1)
    (tmp_path / "zahlen.csv").write_text(text, encoding="utf-8-sig", newline="")
    assert not frictionless.validate(str(tmp_path / "datapackage.json")).valid


def test_jede_zahl_des_registers_steht_genau_einmal_in_der_tabelle(team: Path) -> None:
    blatt = lade_register(team).blatt("2026Q2")
    assert blatt is not None
    alle = zeilen(team / "paket/zahlen.csv")
    gedruckt = {
        (z["tabelle"], z["zeile"], z["spalte"]): (z["anzahl"], z["grundzahl"], z["prozent"], z["wert"], z["hinweis"])
        for z in alle
    }
    soll = {
        (name, zeile or "insgesamt", spalte or "insgesamt"): tuple(
            "" if w is None else str(w) for w in (v.zahl, v.basis, v.prozent, v.wert, v.verdeckt)
        )
        for name, t in blatt.tabellen.items()
        for (zeile, spalte), v in t.werte.items()
    }
    assert gedruckt == soll
    assert len(alle) == len(soll)
    assert all(int(z["anzahl"] or 0) % 3 == 0 for z in alle)


def test_jede_tabelle_hat_eine_definition_und_jede_spalte_eine_bedeutung(team: Path) -> None:
    kennzahlen = zeilen(team / "paket/kennzahlen.csv")
    assert {z["tabelle"] for z in kennzahlen} == {z["tabelle"] for z in zeilen(team / "paket/zahlen.csv")}
    assert all(z["definition"] and z["titel"] and z["frage"].endswith("?") for z in kennzahlen)
    woerter = zeilen(team / "paket/woerterbuch.csv")
    for datei in ("zahlen.csv", "kennzahlen.csv"):
        kopf = (team / "paket" / datei).read_text(encoding="utf-8-sig").splitlines()[0].split(";")
        assert [z["spalte"] for z in woerter if z["datei"] == datei] == kopf
    assert all(z["bedeutung"] for z in woerter)


def test_die_mappe_laesst_sich_oeffnen(team: Path) -> None:
    mappe = openpyxl.load_workbook(team / "paket/statistik.xlsx")
    assert mappe.sheetnames[:3] == ["Überblick", "Definitionen", "Zugang"]
    assert mappe.sheetnames[-1] == "Alle Zahlen"
    alle = list(mappe["Alle Zahlen"].values)
    assert len(alle) - 1 == len(zeilen(team / "paket/zahlen.csv"))
    assert alle[0] == (
        "Zeitraum", "Von", "Bis", "Kennzahl (Schlüssel)", "Tabelle (Schlüssel)", "Zeile", "Spalte", "Maß", "Anzahl",
        "Von wie vielen", "Prozent", "Wert", "Einheit", "Warum nichts dasteht",
    )  # fmt: skip
    assert mappe["Überblick"]["A1"].value == "Statistik Demo-Team, 2. Quartal 2026"
    gezeigte = [z.value for b in mappe.worksheets[2:-1] for r in b.iter_rows() for z in r]
    assert len([w for w in gezeigte if isinstance(w, int)]) > 60
    assert not [w for w in gezeigte if isinstance(w, str) and w.isdecimal()], "numbers that nobody can calculate with"
    assert not [z.value for b in mappe for r in b.iter_rows() for z in r if z.data_type == "f"]


def test_gleiches_blatt_gleiche_bytes(team: Path) -> None:
    blatt = lade_register(team).blatt("2026Q2")
    assert blatt is not None
    assert inhalt(blatt, "T", "abc") == inhalt(blatt, "T", "abc")


def test_bilder_stehen_fuer_sich(team: Path) -> None:
    svgs = sorted((team / "paket/bilder").glob("*.svg"))
    assert len(svgs) >= 8
    for svg in svgs:
        text = svg.read_text(encoding="utf-8")
        assert "var(--" not in text
        assert "<style>" in text
        with Image.open(svg.with_suffix(".png")) as bild:
            assert bild.width > 1000
            assert len(bild.convert("L").getcolors(1 << 20) or []) > 5, "a picture with something in it"


def test_die_zusammenfassung_ist_eine_seite_mit_stempel(team: Path) -> None:
    seiten = pypdfium2.PdfDocument(team / "paket/zusammenfassung.pdf")
    assert len(seiten) == 1
    text = " ".join(seiten[0].get_textpage().get_text_range().split())
    assert f"FREIGEGEBEN am {HEUTE}" in text
    assert "Statistik Demo-Team, 2. Quartal 2026" in text
    assert "ausgelost in der Nähe der wahren" in text


def test_ohne_freigabe_kein_paket_und_nie_ueber_anderes(team: Path, tmp_path: Path) -> None:
    for optionen, satz in (
        (
            ["--jahr", "2025", "--ausgabe", str(tmp_path / "x")],
            "Jahr 2025 ist nicht freigegeben; ein Paket gibt es erst danach.",
        ),
        (["--quartal", "2026Q2", "--ausgabe", "paket"], "In „paket“ liegt schon etwas."),
        (["--quartal", "2026Q2", "--ausgabe", "site_src/paket"], "gehört zu den Dateien oder Seiten des Teams"),
        (["--quartal", "2026Q2", "--ausgabe", "mkdocs.yml"], "„mkdocs.yml“ ist eine Datei."),
    ):
        ende = fallbuch("statistik", *optionen, cwd=team)
        assert (ende.returncode, satz in ende.stderr) == (2, True), ende.stderr


@pytest.mark.parametrize("modul", ["xlsxwriter", "resvg_py"])
def test_was_nur_pakete_brauchen_darf_fehlen(
    team: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, modul: str
) -> None:
    """Who hands on no package needs neither workbook nor pictures; who does is told in one sentence what to install."""
    for name in [m for m in sys.modules if m.startswith("fallbuch.freigabe.paket")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, modul, None)
    code, ausgabe = im_prozess("statistik", "--quartal", "2026Q2", "--ausgabe", str(tmp_path / "p"), cwd=team)
    assert (code, ausgabe) == (
        2,
        "fallbuch: Für das Paket fehlt, was Tabellen und Bilder schreibt. Rufen Sie auf, und dann den Befehl noch einmal: "
        f"{sys.executable} -m pip install xlsxwriter resvg-py\n",
    )
    code, ausgabe = im_prozess("statistik", "--quartal", "2026Q2", cwd=team)
    assert (code, ausgabe.startswith("2. Quartal 2026")) == (0, True)


def test_ohne_browser_liegt_die_seite_dabei(team: Path, tmp_path: Path) -> None:
    ziel = tmp_path / "paket"
    ende = fallbuch(
        "statistik", "--quartal", "2026Q2", "--ausgabe", str(ziel), cwd=team, FALLBUCH_BROWSER="/gibt/es/nicht"
    )
    assert ende.returncode == 0
    assert "drucken Sie sie aus Ihrem Browser" in ende.stdout
    assert "FREIGEGEBEN" in (ziel / "zusammenfassung.html").read_text(encoding="utf-8")


def test_die_interne_liste_hat_jedes_mal_andere_nummern(team: Path, tmp_path: Path) -> None:
    ordner = [tmp_path / "eins", tmp_path / "zwei"]
    for ziel in ordner:
        ende = fallbuch("statistik", "--quartal", "2026Q2", "--ausgabe", str(ziel), "--intern", cwd=team)
        assert ende.returncode == 0
        assert "pseudonym, nicht anonym" in ende.stdout
    listen = [zeilen(ziel / "fallliste.csv") for ziel in ordner]
    assert [list(z) for z in listen[0][:1]] == [["nummer", "erstkontakt", "zugangsweg", "status", "berater"]]
    nummern = [{z["nummer"] for z in liste} for liste in listen]
    assert nummern[0] != nummern[1]
    assert not {p.stem for p in (team / "faelle").glob("*.md")} >= nummern[0]
    ohne = [sorted(tuple(z.values())[1:] for z in liste) for liste in listen]
    assert ohne[0] == ohne[1]
    protokoll = zeilen(ordner[0] / "protokoll.csv")
    assert {z["nummer"] for z in protokoll} <= nummern[0]
    assert all("2026-03-29" <= z["tag"] <= "2026-06-28" for z in protokoll)
    assert "NUR FÜR ZUSTÄNDIGE IM VEREIN" in (ordner[0] / "LIESMICH.txt").read_text(encoding="utf-8")


def test_das_demo_team_im_repositorium_ist_unberuehrt() -> None:
    assert not (WURZEL / "paket").exists()
