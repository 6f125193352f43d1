"""Everything can leave again: as tables that come back the same, and as a copy for the person it is about."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pypdfium2
import pytest

from fallbuch.akte.normalform import normalform
from fallbuch.akte.schreiben import Falltext
from fallbuch.umzug.auszug import ZELLE_HOECHSTENS
from tests.cli.aufruf import im_prozess
from tests.conftest import WURZEL
from tests.hilfen import BEIM_LANDEN, TEAM_YML, fall

ORDNER = Callable[..., Path]
GOLDEN = Callable[[str, str], None]
TAG = "2026-06-30"


def leeres(ordner: Path) -> Path:
    """Return a team with the words of the demo team and no case."""
    (ordner / "faelle").mkdir(parents=True)
    shutil.copytree(WURZEL / "vorlagen", ordner / "vorlagen")
    return ordner


def gespeichert(ordner: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in (ordner / "faelle").iterdir() if not p.name.startswith("_")}


@pytest.mark.parametrize("welche", [("bestand.xlsx",), ("kundenliste.csv", "kundendoku.csv")])
def test_hinaus_und_wieder_herein(tmp_path: Path, welche: tuple[str, ...]) -> None:
    code, ausgabe = im_prozess("exportieren", str(tmp_path / "auszug"), "--stichtag", TAG, cwd=WURZEL)
    assert code == 0
    assert ausgabe == (
        f"120 Fälle mit 1.002 Einträgen in „{tmp_path}/auszug“: bestand.xlsx, und dasselbe als kundenliste.csv, kundendoku.csv, felder.csv.\n"
        "Darin steht, was sonst nur das Team liest; Kontaktdaten und das Protokoll des Teams stehen nicht darin. Löschen Sie die Dateien, wenn Sie sie nicht mehr brauchen.\n"
    )
    team = leeres(tmp_path / "team")
    code, ausgabe = im_prozess(
        "importieren", *(str(tmp_path / "auszug" / n) for n in welche), "--schreiben", "--stichtag", TAG, cwd=team
    )
    assert code == 0, ausgabe
    original, wieder = gespeichert(WURZEL), gespeichert(team)
    assert original.keys() == wieder.keys()
    normal = {name: normalform(Falltext(roh, f"faelle/{name}")) for name, roh in original.items()}
    assert [name for name in original if normal[name] != wieder[name]] == []


def test_die_mappe(tmp_path: Path) -> None:
    assert im_prozess("exportieren", str(tmp_path / "auszug"), cwd=WURZEL)[0] == 0
    buch = openpyxl.load_workbook(tmp_path / "auszug/bestand.xlsx")
    assert buch.sheetnames == ["Kundenliste", "KundenDoku", "Felder"]
    kunden, doku, felder = (buch[name] for name in buch.sheetnames)
    koepfe = [[zelle.value for zelle in blatt[1]] for blatt in (kunden, doku)]
    assert koepfe[0][:5] == ["ID", "Erstkontakt", "Zugangsweg", "Status", "Berater"]
    assert koepfe[1] == [
        "ID",
        "Datum",
        "Art des Eintrags",
        "Berater",
        "Folgetermin",
        "Betreuungsstufe",
        "Arbeitsmarktstatus",
        "Dauer",
        "Text",
    ]
    # IDs are text, also in rows somebody adds; days are days.
    assert (kunden["A2"].value, kunden["A2"].data_type, kunden["A2"].number_format) == ("1104", "s", "@")
    assert (kunden["B2"].is_date, kunden["B2"].number_format) == (True, r"dd\.mm\.yyyy")
    # Each column is explained.
    erklaert = {(zeile[0].value, zeile[1].value) for zeile in felder.iter_rows(min_row=2)}
    assert erklaert == {*(("Kundenliste", kopf) for kopf in koepfe[0]), *(("KundenDoku", kopf) for kopf in koepfe[1])}
    assert all(zelle.value for zeile in felder.iter_rows(min_row=2, max_col=4) for zelle in zeile)
    assert (tmp_path / "auszug/kundendoku.csv").stat().st_mode & 0o077 == 0


@BEIM_LANDEN
def test_sehr_lange_und_verfaengliche_texte(ordner: ORDNER, tmp_path: Path) -> None:
    lang = "\n".join(f"Zeile {n} eines sehr langen Gesprächs." for n in range(2400))
    texte = [lang, "=SUMME(A1)", "- Punkt", "'n Abend", "a  b\n\n    eingerückt\n\n| a | b |\n| - | - |", "@heute"]
    verlauf = "".join(f"## 2026-03-{n + 1:02d} Beratung (Jana)\n\n{text}\n\n" for n, text in enumerate(texte))
    team = ordner({"4711.md": fall(verlauf)}, team=TEAM_YML)
    assert 2 * ZELLE_HOECHSTENS < len(lang) < 3 * ZELLE_HOECHSTENS
    assert im_prozess("exportieren", str(tmp_path / "auszug"), "--stichtag", TAG, cwd=team)[0] == 0
    csv = (tmp_path / "auszug/kundendoku.csv").read_text("utf-8-sig")
    assert re.findall(r";(?:\")?([=@-][^;\"\n]*)", csv) == []
    vorher = gespeichert(team)
    for quellen in (("bestand.xlsx",), ("kundenliste.csv", "kundendoku.csv")):
        (team / "faelle/4711.md").unlink()
        code, ausgabe = im_prozess(
            "importieren", *(str(tmp_path / "auszug" / n) for n in quellen), "--schreiben", "--stichtag", TAG, cwd=team
        )
        assert code == 0, ausgabe
        assert gespeichert(team) == vorher


def test_was_nicht_mitkommt_wird_genannt(ordner: ORDNER, tmp_path: Path) -> None:
    team = ordner(
        {"4711.md": fall().replace("Status: ", "# seit Mai\nStatus: "), "4712.md": b"\xff\xfe kaputt \x00" * 20},
        team=TEAM_YML,
    )
    code, ausgabe = im_prozess("exportieren", str(tmp_path / "auszug"), cwd=team)
    assert code == 0
    assert "1 Fall mit 0 Einträgen" in ausgabe
    assert "Nicht dabei, weil nicht sicher lesbar: faelle/4712.md. „fallbuch pruefen“ nennt die Stellen.\n" in ausgabe
    assert "Kommentare im Kopf gehen nicht mit: faelle/4711.md.\n" in ausgabe


def test_wohin_es_nicht_gehoert(ordner: ORDNER, tmp_path: Path) -> None:
    team = ordner({"4711.md": fall()}, team=TEAM_YML)
    assert im_prozess("exportieren", "auszug", cwd=team) == (
        2, "fallbuch: „auszug“ liegt im Ordner des Teams und käme mit git zu allen. Nennen Sie einen Ordner daneben.\n",
    )  # fmt: skip
    (tmp_path / "datei").write_text("x")
    assert im_prozess("exportieren", str(tmp_path / "datei"), cwd=team) == (
        2, f"fallbuch: „{tmp_path}/datei“ ist kein Ordner. Nennen Sie einen; es entstehen mehrere Dateien.\n",
    )  # fmt: skip
    assert im_prozess("exportieren", str(tmp_path / "neu"), "--fall", "9999", cwd=team)[0] == 2
    assert not (tmp_path / "neu").exists()


KOPIE = """## 2026-03-02 Erstgespräch (Jana)

Sie wirkt sehr erschöpft, der Mann trinkt.

Vereinbarungen:

- [x] Kundin bringt Zeugnisse mit (bis 2026-03-09)
- [ ] Kundin schreibt zwei Bewerbungen (bis 2026-07-15)
- [ ] Team fragt bei der Kita nach

Betreuungsstufe: IK
Folgetermin: 2026-07-02 10:30

## 2026-03-09 Betreuungsplan (Jana)

Interne Überlegung dazu.

Ausgangslage: Berufserfahrung im Büro
Ziel: Bürostelle, vormittags
Teilziele:

- [ ] Lebenslauf fertig (bis 2026-04-01)

Schritte Team:

- Arbeitgeber ansprechen

Schritte Kunde:

- zwei Bewerbungen je Woche

Kontaktintervall: 4 Wochen
Kontaktform: Telefon
Gültig bis: 2026-09-09
Einvernehmen: ja

## 2026-03-10 Maßnahme (Jana)

Art: Weiterbildung
Bezeichnung: Bürokommunikation
Ende: 2026-08-31

## 2026-04-02 Notiz (Jana)

Vermieter rief an und beschwerte sich.

Vereinbarungen:

- [ ] Team spricht heimlich mit dem Jugendamt

Folgetermin: 2026-07-03 11:15

## 2026-04-03 Kontaktversuch (Ole)

Folgetermin: 2026-07-20
"""
GEHEIM = (
    "erschöpft",
    "trinkt",
    "Vermieter",
    "Jugendamt",
    "Überlegung",
    "20.07.2026",
    "02.07.2026",
    "IK",
    "leise sprechen",
    "Zugangsweg",
    "arbeitslos",
)


def test_die_kopie_zum_mitgeben(ordner: ORDNER, tmp_path: Path, golden: GOLDEN) -> None:
    inhalt = fall(KOPIE, Betreuungsstufe="IK", Arbeitsmarktstatus="arbeitslos", Zu_beachten="leise sprechen")
    team = ordner({"4711.md": inhalt}, team=TEAM_YML)
    ziel = tmp_path / "kopie"
    code, ausgabe = im_prozess("exportieren", str(ziel), "--fall", "4711", "--stichtag", TAG, cwd=team)
    assert (code, ausgabe) == (
        0,
        f"Geschrieben: {ziel}/kopie-4711.html\nGeschrieben: {ziel}/kopie-4711.pdf\n"
        "Lesen Sie die Kopie durch, bevor Sie sie mitgeben: Was andere Menschen betrifft, gehört nicht hinein.\n",
    )
    seite = (ziel / "kopie-4711.html").read_text()
    golden("umzug/kopie-4711.html", seite)
    gedruckt = "\n".join(
        blatt.get_textpage().get_text_range() for blatt in pypdfium2.PdfDocument(ziel / "kopie-4711.pdf")
    )
    for wort in GEHEIM:
        assert wort not in seite
        assert wort not in gedruckt
    for wort in (
        "Freitag, 03.07.2026 um 11:15 Uhr mit Jana",
        "Kundin schreibt zwei Bewerbungen (bis 15.07.2026)",
        "Bürokommunikation",
        "Bürostelle, vormittags",
    ):
        assert wort in seite
        assert wort in " ".join(gedruckt.split())
    assert "http" not in seite
    assert "<script" not in seite


def test_ohne_browser_gibt_es_die_seite(ordner: ORDNER, tmp_path: Path) -> None:
    team = ordner({"4711.md": fall()}, team=TEAM_YML)
    code, ausgabe = im_prozess(
        "exportieren", str(tmp_path / "kopie"), "--fall", "4711", cwd=team, FALLBUCH_BROWSER="/gibt/es/nicht"
    )
    assert code == 0
    assert (
        "Eine PDF-Datei gibt es nicht dazu: Der Browser „/gibt/es/nicht“ ließ sich nicht starten oder wurde nicht fertig. Öffnen Sie die Seite im Browser, und drucken Sie sie dort.\n"
        in ausgabe
    )
    assert "Es ist kein Termin vereinbart." in (tmp_path / "kopie/kopie-4711.html").read_text()
