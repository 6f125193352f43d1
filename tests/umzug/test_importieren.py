"""Old lists move in: good rows become cases and contacts, bad ones come back with their reason, and nothing happens twice."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from fallbuch.cli import umziehen
from fallbuch.kontakte.schloss import Leseschluessel
from fallbuch.kontakte.speicher import WIEDERHERSTELLUNG, Empfaenger, Kontaktspeicher
from fallbuch.umzug.oeffnen import oeffne
from fallbuch.umzug.schlichte import als_tabelle
from tests.cli.aufruf import im_prozess
from tests.conftest import WURZEL
from tests.hilfen import TEAM_YML, fall
from tests.umzug.erzeugen import DATEIEN

ORDNER = Callable[..., Path]
GOLDEN = Callable[[str, str], None]
TEAM = "name: Probe\nberater: {Karin: {}, Birgit: {bis: 2025-12-31}, Jana: {}}\nzugangswege: {Runder Tisch: {synonyme: [Runder Tisch Kinderarmut]}, Beratungstag: {}}\n"
TAG = "2026-06-30"
KUNDEN = [
    "ID",
    "Erstkontakt",
    "Akquise",
    "Status",
    "Berater",
    "VName",
    "NName",
    "Strasse",
    "PLZ",
    "Stadt",
    "Telefon",
    "Email",
]
DOKU = ["Datum", "Kunde", "Berater", "Besprechung"]
NICHTS = "\nNichts ist geschrieben. Stimmt alles, rufen Sie denselben Befehl mit --schreiben auf.\n"
LOESCHEN = "Die alten Listen liegen weiter offen da. Stimmt alles, löschen Sie sie, auch aus dem Papierkorb und aus Sicherungen.\n"


def kunde(kennung: Any, **mehr: Any) -> list[Any]:
    """Return a row of the list of customers."""
    werte = {
        "ID": kennung,
        "Erstkontakt": date(2026, 3, 2),
        "Akquise": "Runder Tisch",
        "Status": "in Beratung",
        "Berater": "Karin",
    } | mehr
    return [werte.get(name) for name in KUNDEN]


def mappe(datei: Path, **blaetter: Sequence[Sequence[Any]]) -> Path:
    buch = openpyxl.Workbook()
    buch.remove(buch.worksheets[0])
    for name, zeilen in blaetter.items():
        blatt = buch.create_sheet(name)
        for zeile in zeilen:
            blatt.append(list(zeile))
    buch.save(datei)
    return datei


def von_libreoffice(liste: Path, endung: str) -> Path:
    """Return what this machine's LibreOffice makes of a list."""
    befehl = [
        "soffice",
        "--headless",
        f"-env:UserInstallation=file://{liste.parent}/profil",
        "--convert-to",
        endung,
        "--outdir",
        str(liste.parent / "aus"),
        str(liste),
    ]
    subprocess.run(befehl, check=True, capture_output=True)
    return liste.parent / f"aus/{liste.stem}.{endung}"


def csv(datei: Path, *zeilen: Sequence[Any]) -> Path:
    datei.write_bytes(als_tabelle({"": [["" if w is None else str(w) for w in zeile] for zeile in zeilen]}, ".csv"))
    return datei


class Umzug:
    """A team, and a folder beside it in which the old lists lie."""

    def __init__(self, team: Path) -> None:
        self.team, self.neben = team, team.parent

    def rufe(self, *worte: str | Path, tag: str = TAG) -> tuple[int, str]:
        return im_prozess("importieren", *map(str, worte), "--stichtag", tag, cwd=self.team)

    def schreibe(self, *worte: str | Path) -> tuple[int, str]:
        return self.rufe(*worte, "--schreiben")

    def fall(self, kennung: str) -> str:
        return (self.team / f"faelle/{kennung}.md").read_text(encoding="utf-8")

    @property
    def faelle(self) -> list[str]:
        return sorted(p.stem for p in (self.team / "faelle").iterdir())

    def zurueck(self, name: str) -> list[list[str]]:
        return [[str(w or "") for w in zeile] for bogen in oeffne(self.neben / name) for zeile in bogen.zeilen]


@pytest.fixture
def umzug(ordner: ORDNER) -> Umzug:
    return Umzug(ordner({}, team=TEAM))


def sechzig(ordner: Path) -> tuple[Path, Path]:
    """Write a spreadsheet and a document as VEREIN describes them, with traps; returns both."""
    zeilen: list[list[Any]] = [list(KUNDEN)]
    gespraeche: list[list[str]] = [["Datum", "Kunde", "Berater", "Besprechung"]]
    for n in range(60):
        erster = date(2026, 3, 2) + timedelta(days=n)
        person = {
            "VName": f"Vor{n}",
            "NName": f"Zuname{n}",
            "Strasse": "Weg 1",
            "PLZ": "04109",
            "Stadt": "Leipzig",
            "Telefon": f"0341 55{n:04d}",
            "Email": f"k{n}@example.org",
        }
        zeilen.append(kunde(str(5000 + 7 * n), Erstkontakt=erster, **person))
        gespraeche.append(
            [
                str(erster),
                str(5000 + 7 * n),
                "Karin",
                f"Erzählt vom letzten Jahr.\n\nVereinbarungen:\n• Kundin schickt Unterlagen bis {erster + timedelta(days=90):%d.%m.}\nFolgetermin: {erster + timedelta(days=120):%d.%m.%y}",
            ]
        )
    zeilen[1][0] = "0047"  # its zeros are lost in the document
    gespraeche[1][1] = "47"
    zeilen[2][8], zeilen[3][10] = 4109, 49341550002  # zero and plus lost
    zeilen[4][1] = "30.01.29"  # no year makes sense
    zeilen[5][0] = date(2026, 11, 10)  # „10.11.“
    zeilen[6][2] = "#N/A"  # an error
    zeilen[7][4] = "Hanna"  # nobody of the team
    zeilen[8][2] = "Runder Tisch Kinderarmut"  # a synonym
    gespraeche[9][3] = "Telefonat. Folgetermin: 31.02."
    buch = openpyxl.load_workbook(mappe(ordner / "kundenliste.xlsx", Kundenliste=zeilen))
    buch["Kundenliste"]["C7"].data_type = "e"
    buch["Kundenliste"].row_dimensions[10].hidden = True
    buch.save(ordner / "kundenliste.xlsx")
    (ordner / "kundendoku.docx").write_bytes(als_tabelle({"": gespraeche}, ".docx"))
    return ordner / "kundenliste.xlsx", ordner / "kundendoku.docx"


def test_aus_einem_leeren_ordner(tmp_path: Path, golden: GOLDEN) -> None:
    """A new team, both lists, and what comes of it: the due list, the report, contacts in the store and nowhere else."""
    worte = [
        "--name",
        "Probe",
        "--berater",
        "Karin",
        "--berater",
        "Birgit",
        "--zugangsweg",
        "Runder Tisch",
        "--zugangsweg",
        "Beratungstag",
    ]
    assert im_prozess("einrichten", "team", *worte, cwd=tmp_path, FALLBUCH_STICHTAG=TAG)[0] == 0
    umzug = Umzug(tmp_path / "team")
    datei = umzug.team / "vorlagen/team.yml"
    datei.write_text(
        datei.read_text()
        .replace("Runder Tisch: {}", "Runder Tisch: {synonyme: [Runder Tisch Kinderarmut]}")
        .replace("  Runder Tisch:\n", "  Runder Tisch: {synonyme: [Runder Tisch Kinderarmut]}\n")
    )
    schluessel = Leseschluessel.neu()
    speicher = Kontaktspeicher(tmp_path / "kontakte")
    speicher.setze_empfaenger(
        [Empfaenger("Karin", schluessel.oeffentlich), Empfaenger(WIEDERHERSTELLUNG, Leseschluessel.neu().oeffentlich)]
    )
    listen = sechzig(tmp_path)
    code, gesagt = umzug.rufe(*listen, "--ablage", tmp_path / "kontakte")
    assert code == 1
    assert umzug.faelle == ["_beispiel"]
    assert speicher.kennungen == []
    code, ausgabe = umzug.schreibe(*listen, "--ablage", tmp_path / "kontakte")
    assert code == 1
    golden("umzug/einzug.txt", ausgabe.replace(str(tmp_path), "…"))
    assert ausgabe.startswith(gesagt.removesuffix(NICHTS))
    # Five customers come back: no year, no ID, no channel, nobody's counsellor; their conversations with them.
    neue = [k for k in umzug.faelle if k != "_beispiel"]
    assert len(neue) == 56
    assert im_prozess("pruefen", cwd=umzug.team, FALLBUCH_STICHTAG=TAG)[0] == 0
    faellig = im_prozess("faellig", "--berater", "Karin", cwd=umzug.team, FALLBUCH_STICHTAG=TAG)[1]
    golden("umzug/faellig.txt", faellig)
    assert umzug.fall("0047") == (
        "---\nID: 0047\nErstkontakt: 2026-03-02\nZugangsweg: Runder Tisch\nStatus: in Beratung\nBerater: Karin\n---\n\n"
        "## 2026-03-02 Erstgespräch (Karin)\n\nErzählt vom letzten Jahr.\n\nVereinbarungen:\n\n- [ ] Kundin schickt Unterlagen bis 2026-05-31\n\nFolgetermin: 2026-06-30\n"
    )
    # Whoever is in the team is in the store, and in no file of the team.
    assert speicher.kennungen == sorted(neue, key=lambda k: (int(k), k))
    assert speicher.lies("5007", schluessel)["PLZ"] == "04109"
    alles = b"".join(p.read_bytes() for p in umzug.team.rglob("*") if p.is_file() and ".git" not in p.parts)
    assert re.search(rb"Zuname\d|k\d+@example|0341 55", alles) is None
    # The same once more: nothing is doubled, nothing written over, the same rows come back.
    vorher = {p.name: p.read_bytes() for p in (umzug.team / "faelle").iterdir()}
    code, nochmal = umzug.schreibe(*listen, "--ablage", tmp_path / "kontakte")
    assert "Kein neuer Fall.\n111 Zeilen sind schon da und bleiben, wie sie sind." in nochmal
    assert (
        "Verschlossen abgelegt: Kontaktdaten von 0 Menschen. 56 Menschen hatten schon Kontaktdaten; sie bleiben, wie sie sind."
        in nochmal
    )
    assert {p.name: p.read_bytes() for p in (umzug.team / "faelle").iterdir()} == vorher


def test_was_zurueckkommt_wird_berichtigt_und_kommt_dazu(umzug: Umzug) -> None:
    liste = mappe(
        umzug.neben / "liste.xlsx",
        Kunden=[KUNDEN, kunde("4711"), kunde("4712", Erstkontakt="30.01.29")],
        Doku=[DOKU, [date(2026, 3, 9), "4711", "Karin", "Eins."], [date(2026, 3, 9), "4712", "Karin", "Zwei."]],
    )
    assert umzug.schreibe(liste)[0] == 1
    assert umzug.faelle == ["4711"]
    grund = (
        "Erstkontakt: „30.01.29“ ergibt hier keinen Sinn. Der 2029-01-30 liegt zu weit in der Zukunft (hier geht es bis"
    )
    kopf, zeile, doku, gespraech = umzug.zurueck("liste-zurueck.xlsx")
    assert kopf == [*KUNDEN, "Warum nicht übernommen", "Zelle im Original"]
    assert (zeile[:2], zeile[-2][: len(grund)], zeile[-1]) == (["4712", "30.01.29"], grund, "B3")
    assert (doku, gespraech) == (
        [*DOKU, "Warum nicht übernommen", "Zelle im Original"],
        [
            "2026-03-09",
            "4712",
            "Karin",
            "Zwei.",
            "Der Fall dazu wurde nicht angelegt; der Grund steht bei seiner Zeile in der Kundenliste.",
            "B3",
        ],
    )
    buch = openpyxl.load_workbook(umzug.neben / "liste-zurueck.xlsx")
    buch["Kunden"]["B2"] = "30.01.2026"
    buch.save(umzug.neben / "liste-zurueck.xlsx")
    code, ausgabe = umzug.schreibe(umzug.neben / "liste-zurueck.xlsx")
    assert (code, umzug.faelle) == (0, ["4711", "4712"])
    assert "1 neuer Fall; 1 Eintrag (1 Erstgespräch).\n" in ausgabe
    assert "bleibt weg" in ausgabe
    assert "Zwei." in umzug.fall("4712")


@pytest.mark.parametrize("endung", [".csv", ".ods", ".docx", ".odt", ".xlsx"])
def test_zurueck_kommt_eine_datei_derselben_art(umzug: Umzug, endung: str) -> None:
    datei = umzug.neben / f"liste{endung}"
    zeilen = [[*KUNDEN], [str(w or "") for w in kunde("4711", Status="")], [str(w or "") for w in kunde("4712")]]
    datei.write_bytes(als_tabelle({"Kunden": zeilen}, endung))
    assert umzug.schreibe(datei)[0] == 1
    assert umzug.faelle == ["4712"]
    kopf, zeile = umzug.zurueck(f"liste-zurueck{endung}")
    assert kopf[-2:] == ["Warum nicht übernommen", "Zelle im Original"]
    assert zeile[0] == "4711"
    assert zeile[-2].startswith("„Status“ fehlt.")
    # Somebody may be at work in it: another one gets another name.
    assert umzug.schreibe(datei)[0] == 1
    assert (umzug.neben / f"liste-zurueck-2{endung}").exists()


@pytest.mark.parametrize(("land", "plz"), [("Steiermark", "8010"), ("Sachsen", "08010")])
def test_vier_ziffern_sind_oesterreichisch_oder_eine_verlorene_null(ordner: ORDNER, land: str, plz: str) -> None:
    """By where the team is: spreadsheets drop the zero in front of 08010."""
    umzug = Umzug(ordner({}, team=f"{TEAM}land: {land}\n"))
    liste = umzug.neben / "liste.csv"
    liste.write_text(
        "ID;Erstkontakt;Akquise;Status;Berater;VName;NName;PLZ;Stadt\n"
        "4711;02.03.2026;Beratungstag;in Beratung;Karin;Anna;Beispiel;8010;Ort\n",
        encoding="utf-8",
    )
    schluessel = Leseschluessel.neu()
    speicher = Kontaktspeicher(umzug.neben / "kontakte")
    speicher.setze_empfaenger([Empfaenger("Karin", schluessel.oeffentlich)])
    code, ausgabe = umzug.schreibe(liste, "--ablage", speicher.ordner)
    assert code == 0, ausgabe
    assert speicher.lies("4711", schluessel)["PLZ"] == plz
    assert ("Der Postleitzahl fehlte die Null am Anfang; sie ist ergänzt" in ausgabe) == (plz != "8010")


def test_ohne_ablage_liegen_kontaktdaten_einmal_daneben(umzug: Umzug) -> None:
    liste = csv(umzug.neben / "liste.csv", KUNDEN, kunde("4711", NName="Beispiel", Telefon="0341 55667"))
    for _ in range(2):
        code, ausgabe = umzug.schreibe(liste)
        assert code == 0
        assert f"UNVERSCHLÜSSELT in „{umzug.neben}/liste-kontaktdaten.csv“" in ausgabe
    assert sorted(p.name for p in umzug.neben.iterdir()) == ["liste-kontaktdaten.csv", "liste.csv", "team"]
    assert (umzug.neben / "liste-kontaktdaten.csv").read_text(
        "utf-8-sig"
    ) == "ID;NName;Telefon\n4711;Beispiel;0341 55667\n"
    assert (umzug.neben / "liste-kontaktdaten.csv").stat().st_mode & 0o077 == 0
    assert "Beispiel" not in umzug.fall("4711")
    # Later it becomes a store: the same file is read again.
    schluessel = Leseschluessel.neu()
    Kontaktspeicher(umzug.neben / "kontakte").setze_empfaenger([Empfaenger("Karin", schluessel.oeffentlich)])
    code, ausgabe = umzug.schreibe(umzug.neben / "liste-kontaktdaten.csv", "--ablage", umzug.neben / "kontakte")
    assert (
        code,
        "Verschlossen abgelegt: Kontaktdaten von 1 Menschen." in ausgabe or "Kontaktdaten von 1 Mensch." in ausgabe,
    ) == (0, True)
    assert Kontaktspeicher(umzug.neben / "kontakte").lies("4711", schluessel).name == "Beispiel"


def test_spalten_die_niemand_kennt_gehen_nicht_verloren(umzug: Umzug) -> None:
    liste = csv(
        umzug.neben / "liste.csv", [*KUNDEN, "Bemerkung"], [*kunde("4711"), "hat einen Hund"], [*kunde("4712"), ""]
    )
    doku = csv(umzug.neben / "doku.csv", [*DOKU, "Raum"], ["2026-03-09", "4711", "Karin", "Eins.", "grün"])
    code, ausgabe = umzug.schreibe(liste, doku)
    assert code == 0
    assert "Aus Spalten, die niemand kennt, kommt nichts in einen Fall: „Bemerkung“ (1), „Raum“ (1).\n" in ausgabe
    assert "hat einen Hund" not in ausgabe
    assert (umzug.neben / "liste-uebrige-spalten.csv").read_text("utf-8-sig") == (
        "Datei;Tabelle;Zelle;ID;Spalte;Inhalt\nliste.csv;liste;M2;4711;Bemerkung;hat einen Hund\ndoku.csv;doku;E2;4711;Raum;grün\n"
    )
    assert "Hund" not in umzug.fall("4711")


ZUORDNUNG = """spalten:
  Bemerkung: weglassen
  Thema: Text
worte:
  Berater:
    Fr. K.: Karin
  Art des Eintrags:
    T: Telefonat
fehlt:
  Ergebnis: ohne Arbeitsstelle beendet
  Grund: Sonstiges
  Erklärung: aus der alten Liste
"""


def test_die_zuordnung_sagt_was_gemeint_ist(umzug: Umzug) -> None:
    liste = csv(
        umzug.neben / "liste.csv",
        [*KUNDEN, "Bemerkung"],
        [*kunde("4711", Berater="Fr. K.", Status="abgeschlossen"), "egal"],
    )
    doku = csv(
        umzug.neben / "doku.csv",
        ["Datum", "Kunde", "Art", "Besprechung", "Thema"],
        ["2026-03-09", "4711", "T", "Eins.", "Kita"],
    )
    assert umzug.rufe(liste, doku)[0] == 1
    (umzug.neben / "zuordnung.yml").write_text(ZUORDNUNG)
    code, ausgabe = umzug.schreibe(liste, doku, "--zuordnung", umzug.neben / "zuordnung.yml")
    assert code == 0, ausgabe
    assert umzug.fall("4711") == (
        "---\nID: 4711\nErstkontakt: 2026-03-02\nZugangsweg: Runder Tisch\nStatus: abgeschlossen\nBerater: Karin\n---\n\n"
        "## 2026-03-09 Telefonat\n\nEins.\n\nThema: Kita\n\n"
        "## 2026-03-09 Abschluss\n\nErgebnis: ohne Arbeitsstelle beendet\nGrund: Sonstiges\nErklärung: aus der alten Liste\n"
    )
    assert (
        "Wann 4711 abgeschlossen wurde, steht nirgends; genommen ist der Tag des letzten Gesprächs (2026-03-09)."
        in ausgabe
    )


@pytest.mark.parametrize(
    ("text", "satz"),
    [
        ("spalte:\n  X: ID\n", "zuordnung.yml:1: „spalte“ gibt es hier nicht. Meinten Sie „spalten“?"),
        ("spalten:\n  X: Statsu\n", "zuordnung.yml:2: Ein Feld „Statsu“ gibt es nicht. Meinten Sie „Status“?"),
        ("spalten: ja\n", "zuordnung.yml:1: Hier wird „Name: Wert“ erwartet, je Zeile eines"),
        ("spalten:\n  X:\n", "zuordnung.yml:2: Hier fehlt ein Wert"),
        ("spalten: [\n", "zuordnung.yml:"),
    ],
)
def test_eine_falsche_zuordnung(umzug: Umzug, text: str, satz: str) -> None:
    liste = csv(umzug.neben / "liste.csv", KUNDEN, kunde("4711"))
    (umzug.neben / "zuordnung.yml").write_text(text)
    code, ausgabe = umzug.rufe(liste, "--zuordnung", umzug.neben / "zuordnung.yml")
    assert code == 2
    assert ausgabe.startswith(f"fallbuch: {satz}")


def test_nach_spalten_wird_gefragt(umzug: Umzug, monkeypatch: pytest.MonkeyPatch) -> None:
    gefragt: list[str] = []

    def frage(text: str, pruefe: Any = None, **_: Any) -> str:
        gefragt.append(text)
        return str(pruefe("zu beachten" if "Achtung" in text else "weglassen"))

    monkeypatch.setattr(umziehen, "am_terminal", lambda: True)
    monkeypatch.setattr(umziehen, "frage", frage)
    monkeypatch.setattr(umziehen, "sage", lambda _: None)
    liste = csv(umzug.neben / "liste.csv", [*KUNDEN, "Achtung", "Farbe"], [*kunde("4711"), "leise sprechen", "rot"])
    assert umzug.schreibe(liste, "--zuordnung", umzug.neben / "wie.yml")[0] == 0
    assert gefragt == ["liste.csv, Spalte „Achtung“", "liste.csv, Spalte „Farbe“"]
    assert "Zu beachten: leise sprechen\n" in umzug.fall("4711")
    assert (umzug.neben / "wie.yml").read_text().endswith("spalten:\n  Achtung: Zu beachten\n  Farbe: weglassen\n")
    # The next time nobody is asked.
    gefragt.clear()
    assert umzug.rufe(liste, "--zuordnung", umzug.neben / "wie.yml")[0] == 0
    assert gefragt == []


def test_ein_vorhandener_fall_bleibt_und_bekommt_gespraeche(ordner: ORDNER) -> None:
    vorher = fall(
        "## 2026-03-02 Erstgespräch (Jana)\n\nVon Hand.\n\n## 2026-03-05 Beratung (Jana)\n\nNoch eins.\n",
        Betreuungsstufe="IK",
    )
    umzug = Umzug(ordner({"4711.md": vorher}, team=TEAM))
    liste = csv(umzug.neben / "liste.csv", KUNDEN, kunde("4711", Status="neu"))
    zeilen = [
        ("2026-03-01", "Davor."),
        ("2026-03-02", "Ein zweites am selben Tag."),
        ("2026-03-02", "Von Hand."),
        ("2026-03-05", "Anders."),
        ("2026-03-16", "Danach."),
    ]
    doku = csv(umzug.neben / "doku.csv", DOKU, *[[tag, "4711", "Karin", text] for tag, text in zeilen])
    code, ausgabe = umzug.schreibe(liste, doku)
    assert code == 1
    assert (
        "1 Fall mit weiteren Einträgen; 3 Einträge (3 Beratung).\n2 Zeilen sind schon da und bleiben, wie sie sind.\n"
        in ausgabe
    )
    assert "Status von 4711: In der Liste steht „neu“, im Fall „in Beratung“. Der Fall bleibt, wie er ist." in ausgabe
    assert "doku.csv, „doku“ A5: Im Fall 4711 steht vom 2026-03-05 schon ein anderer Eintrag." in ausgabe
    davor, zweites, danach = (
        f"## {tag} Beratung (Karin)\n\n{text}\n" for tag, text in (zeilen[0], zeilen[1], zeilen[4])
    )
    assert (
        umzug.fall("4711")
        == vorher.replace("## 2026-03-02", f"{davor}\n## 2026-03-02").replace(
            "## 2026-03-05", f"{zweites}\n## 2026-03-05"
        )
        + f"\n{danach}"
    )


@pytest.mark.parametrize(
    ("berater", "namen", "wer"),
    [("Karin", ["Jana"], "Karin"), ("", ["Jana", "Jana"], "Jana"), ("", ["Jana", "Karin"], None), ("", [""], None)],
)
def test_wer_neu_ist_und_schon_da_war(umzug: Umzug, berater: str, namen: list[str], wer: str | None) -> None:
    liste = csv(umzug.neben / "liste.csv", KUNDEN, kunde("4711", Status="neu", Berater=berater))
    doku = csv(
        umzug.neben / "doku.csv",
        DOKU,
        *[[f"2026-03-{9 + n:02d}", "4711", name, f"Nummer {n}."] for n, name in enumerate(namen)],
    )
    code, ausgabe = umzug.schreibe(liste, doku)
    if wer is None:
        assert (code, umzug.faelle) == (1, [])
        assert "Der Status ist „neu“, aber am 2026-03-09 fand schon ein Gespräch statt" in ausgabe
        return
    assert code == 0
    assert (
        f"4711 steht als „neu“ in der Liste, und am 2026-03-09 gab es schon ein Gespräch: genommen ist „in Beratung“, bei {wer}."
        in ausgabe
    )
    assert f"Status: in Beratung\nBerater: {wer}\n" in umzug.fall("4711")


def test_mehrere_jahre_und_doppelte(umzug: Umzug) -> None:
    alt, neu = kunde("4711", Status="neu"), kunde("4711")
    liste = mappe(
        umzug.neben / "liste.xlsx", **{"2025": [KUNDEN, alt, kunde("4712")], "2026": [KUNDEN, neu, kunde("4712")]}
    )
    code, ausgabe = umzug.rufe(liste)
    assert code == 0
    assert "4711 steht in den Listen mehrerer Jahre; es gilt die neueste (2026)." in ausgabe
    assert "2 neue Fälle." in ausgabe
    # Where no year decides, people do.
    liste = mappe(umzug.neben / "liste.xlsx", Kunden=[KUNDEN, alt, neu, kunde("4712")])
    code, ausgabe = umzug.rufe(liste)
    assert code == 1
    assert (
        "liste.xlsx, „Kunden“ A2: Die ID 4711 steht mehrmals in der Liste, mit verschiedenen Angaben (auch A3)."
        in ausgabe
    )
    assert "1 neuer Fall." in ausgabe


def test_spalten_am_inhalt_und_ein_kopf_aus_zwei_zeilen(umzug: Umzug) -> None:
    zeilen: list[list[Any]] = [
        ["Unsere Kunden", None, None, None, None, None, None],
        ["Kunde", None, "Kontakt", None, None, None, None],
        ["Nr.", "seit wann?", "Post", "Festnetz", "kommt von", "Lage", "wer?"],
        *[[5000 + n, date(2026, 3, 2 + n), f"k{n}@example.org", f"0341 5566{n}", "Beratungstag", "in Beratung", "Jana"] for n in range(6)],
    ]  # fmt: skip
    liste = mappe(umzug.neben / "liste.xlsx", Kunden=zeilen)
    code, ausgabe = umzug.rufe(liste)
    assert code == 0, ausgabe
    assert re.findall(r"^ +[A-G]  (.*?) +→ (.*)$", ausgabe, re.MULTILINE) == [
        ("Nr.", "ID"),
        ("seit wann?", "Erstkontakt, erkannt nach dem Inhalt"),
        ("Post", "E-Mail (Kontaktdaten), erkannt nach dem Inhalt"),
        ("Festnetz", "Telefon (Kontaktdaten)"),
        ("kommt von", "Zugangsweg, erkannt nach dem Inhalt"),
        ("Lage", "Status, erkannt nach dem Inhalt"),
        ("wer?", "Berater"),
    ]
    assert "example.org" not in ausgabe


def test_ein_tag_der_als_zahl_ankommt(umzug: Umzug) -> None:
    """A form of a cell with a condition hides from the reader that a number is a day; it can be only one."""
    liste = mappe(umzug.neben / "liste.xlsx", Kunden=[KUNDEN, kunde("4711")])
    buch = openpyxl.load_workbook(liste)
    buch["Kunden"]["B2"].number_format = '[=0]"";dd.mm.yyyy'
    buch.save(liste)
    code, ausgabe = umzug.schreibe(liste)
    assert code == 0
    assert "liste.xlsx, „Kunden“ B2: Hier steht die Zahl 46083; in Tabellen ist das der 2026-03-02." in ausgabe
    assert "Erstkontakt: 2026-03-02\n" in umzug.fall("4711")


@pytest.mark.parametrize("endung", ["ods", "xls", "xlsx"])
def test_was_calc_gespeichert_hat(umzug: Umzug, endung: str) -> None:
    """What somebody typed into Calc: only what can be meant one way goes in."""
    liste = umzug.neben / f"getippt.{endung}"
    shutil.copy(DATEIEN / f"getippt.{endung}", liste)
    code, ausgabe = umzug.schreibe(liste)
    assert (code, umzug.faelle) == (1, ["4711", "48"])
    assert "Erstkontakt: 2016-03-12\n" in umzug.fall("48")
    assert (
        "A4: ID: Hier steht ein Tag. Aus „10.11.“ macht eine Tabelle beim Tippen ein Datum; schreiben Sie die Nummer als Text hin."
        in ausgabe
    )
    assert "B2: Erstkontakt: Der 2029-01-30 liegt zu weit in der Zukunft" in ausgabe
    assert "A3, A5: Diese ID steht als Zahl in der Tabelle; eine Null am Anfang wäre verloren." in ausgabe
    assert "Der Postleitzahl fehlte die Null am Anfang; sie ist ergänzt." in ausgabe
    # The same two digits are a day that makes sense where it lies ahead.
    umzug.team.joinpath("faelle/48.md").unlink()
    buch = mappe(umzug.neben / "eine.xlsx", Kunden=[[*KUNDEN, "Bewilligung bis"], [*kunde("48"), "30.01.29"]])
    assert umzug.schreibe(buch)[0] == 0
    assert "Bewilligung bis: 2029-01-30\n" in umzug.fall("48")


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice fehlt")
@pytest.mark.parametrize("endung", ["ods", "xls", "xlsx"])
def test_mit_dem_libreoffice_dieses_rechners(umzug: Umzug, endung: str) -> None:
    """What Debian's LibreOffice makes of the same list comes to the same cases."""
    liste = mappe(
        umzug.neben / "liste.xlsx",
        Kunden=[KUNDEN, *(kunde(f"00{n}") for n in range(10, 20))],
        Doku=[DOKU, *([date(2026, 3, 9), f"00{n}", "Karin", "Eins.\nZwei."] for n in range(10, 20))],
    )
    code, ausgabe = umzug.schreibe(von_libreoffice(liste, endung))
    assert (code, umzug.faelle) == (0, [f"00{n}" for n in range(10, 20)]), ausgabe
    assert umzug.fall("0010").endswith("## 2026-03-09 Erstgespräch (Karin)\n\nEins.\nZwei.\n")


def test_erledigt_bis(umzug: Umzug) -> None:
    liste = csv(umzug.neben / "liste.csv", KUNDEN, kunde("4711"))
    doku = csv(
        umzug.neben / "doku.csv",
        DOKU,
        *[[f"2026-0{m}-09", "4711", "Karin", "Vereinbarung: Team ruft an (bis 2026-05-31)"] for m in (3, 4)],
    )
    _, ausgabe = umzug.rufe(liste, doku)
    assert "2 offene Vereinbarungen haben eine Frist, die vorbei ist." in ausgabe
    _, ausgabe = umzug.schreibe(liste, doku, "--erledigt-bis", "2026-03-09")
    assert "1 offene Vereinbarung hat eine Frist, die vorbei ist." in ausgabe
    assert [z for z in umzug.fall("4711").split("\n") if z.startswith("- [")] == [
        "- [x] Team ruft an (bis 2026-05-31)",
        "- [ ] Team ruft an (bis 2026-05-31)",
    ]


@pytest.mark.parametrize(
    ("text", "grund"),
    [
        (
            "Gut.\n## 2026-03-10 Beratung\n\nNoch eines.",
            "Im Text steht eine Zeile, die wie die Überschrift eines Eintrags aussieht.",
        ),
        ("Betreuungsstufe: XX", "Betreuungsstufe „XX“"),
        ("Folgetermin: 2026-02-30", "Folgetermin"),
        ("Telefon: 0341 55667", "Kontaktdaten"),
    ],
)
def test_was_in_keinen_fall_gehoert_kommt_zurueck(umzug: Umzug, text: str, grund: str) -> None:
    liste = csv(umzug.neben / "liste.csv", KUNDEN, kunde("4711"))
    doku = csv(
        umzug.neben / "doku.csv", DOKU, ["2026-03-09", "4711", "Karin", text], ["2026-03-10", "4711", "Karin", "Gut."]
    )
    code, ausgabe = umzug.schreibe(liste, doku)
    assert code == 1
    assert "1 Zeile kommt zurück:" in ausgabe
    assert grund in ausgabe
    assert umzug.fall("4711").count("\n## ") == 1
    assert "0341" not in umzug.fall("4711")


def test_wo_die_datei_nicht_liegen_darf_und_was_keine_liste_ist(umzug: Umzug) -> None:
    innen = csv(umzug.team / "liste.csv", KUNDEN, kunde("4711"))
    assert umzug.rufe(innen) == (
        2,
        f"fallbuch: „{innen}“ liegt im Ordner des Teams. Was dort liegt, kommt mit git zu allen, und in alten Listen stehen Namen. Legen Sie die Datei daneben.\n",
    )
    fremd = csv(umzug.neben / "fremd.csv", ["Datum", "Betrag"], ["2026-03-09", "12"])
    assert umzug.rufe(fremd) == (
        2,
        "fallbuch: In diesen Dateien steht weder eine Kundenliste noch eine KundenDoku. Erwartet: eine Zeile mit den Namen der Spalten, darunter „ID“, "
        "und dazu „Erstkontakt“, „Status“ und „Zugangsweg“ oder „Datum“ und „Besprechung“.\n",
    )
    assert umzug.rufe(umzug.neben / "fehlt.xlsx") == (
        2,
        "fallbuch: fehlt.xlsx: Die Datei gibt es nicht, oder sie lässt sich nicht lesen.\n",
    )


def test_eine_id_die_es_gab_kommt_nicht_wieder(umzug: Umzug) -> None:
    for worte in (["init", "-q"], ["config", "user.name", "K"], ["config", "user.email", "k@example.org"]):
        subprocess.run(["git", *worte], cwd=umzug.team, check=True)
    datei = umzug.team / "faelle/4711.md"
    datei.write_text(fall())
    for worte in (["add", "-A"], ["commit", "-qm", "da"], ["rm", "-q", "faelle/4711.md"], ["commit", "-qm", "weg"]):
        subprocess.run(["git", *worte], cwd=umzug.team, check=True)
    code, ausgabe = umzug.rufe(csv(umzug.neben / "liste.csv", KUNDEN, kunde("4711")))
    assert code == 1
    assert (
        "Die ID 4711 war schon einmal vergeben und kommt nicht wieder. Geben Sie diesem Menschen eine andere."
        in ausgabe
    )


def test_fuenf_von_hundert_sind_schlecht(umzug: Umzug) -> None:
    zeilen = [kunde(str(5000 + n), Berater="Wer?" if n % 20 == 7 else "Karin") for n in range(200)]
    liste = csv(umzug.neben / "liste.csv", KUNDEN, *zeilen)
    code, ausgabe = umzug.schreibe(liste)
    assert (code, len(umzug.faelle)) == (1, 190)
    assert "190 neue Fälle." in ausgabe
    assert len(umzug.zurueck("liste-zurueck.csv")) == 11
    assert (
        "Berater: „Wer?“ (10) kennt das Team nicht. Tragen Sie sie in vorlagen/team.yml unter „berater“ ein" in ausgabe
    )


def test_einfuehrung_wird_vorgeschlagen(ordner: ORDNER) -> None:
    for regelwerk, vorgeschlagen in (
        ("", True),
        ("einfuehrung: 2026-06-15\n", False),
        ("einfuehrung: 2020-01-01\n", True),
    ):
        umzug = Umzug(ordner({}, team=TEAM, regelwerk=regelwerk))
        _, ausgabe = umzug.rufe(csv(umzug.neben / "liste.csv", KUNDEN, kunde("4711", Erstkontakt="2024-03-02")))
        assert (
            "In vorlagen/regelwerk.yml gehört die Zeile „einfuehrung: 2026-06-30“: Der älteste Fall ist vom 2024-03-02"
            in ausgabe
        ) is vorgeschlagen


HANDBUCH = WURZEL / "plugins/fallbuch/vorgaben/handbuch"
OLES_LISTE = """ID;Erstkontakt;Akquise;Status;Berater;VName;NName;Telefon;Bemerkung
0815;12.03.26;Beratungstag;in Beratung;Ole;Eva;Beispiel;0341 55667;
0816;31.06.26;Beratungstag;neu;;Udo;Muster;0341 55668;
0817;02.06.26;Beratungstag;neu;;Ina;Muster;0341 55669;hat einen Hund
"""
OLES_DOKU = """Datum;Kunde;Berater;Besprechung
12.03.26;815;Ole;"Sucht eine Stelle im Lager. Vereinbarung: Kundin bringt Zeugnisse mit bis 26.03. Folgetermin: 26.03. 10 Uhr"
26.03.26;815;Ole;Zeugnisse sind da.
"""


def test_wie_das_handbuch_es_erzaehlt(ordner: ORDNER) -> None:
    umzug = Umzug(
        ordner({}, team=f"{TEAM_YML}ordner: {{kontakte: ../kontakte}}\n", regelwerk="einfuehrung: 2026-07-06\n")
    )
    Kontaktspeicher(umzug.neben / "kontakte").setze_empfaenger([Empfaenger("Ole", Leseschluessel.neu().oeffentlich)])
    (umzug.neben / "kundenliste.csv").write_text(OLES_LISTE)
    (umzug.neben / "kundendoku.csv").write_text(OLES_DOKU)
    code, ausgabe = im_prozess(
        "importieren", "../kundenliste.csv", "../kundendoku.csv", cwd=umzug.team, FALLBUCH_STICHTAG="2026-07-06"
    )
    assert code == 1
    seite = (HANDBUCH / "erster-tag.md").read_text(encoding="utf-8")
    [erzaehlt] = re.findall(r"```text\n(.*?)```", seite, re.DOTALL)
    assert erzaehlt == "2 neue" + ausgabe.replace(str(umzug.neben), "..").partition("\n2 neue")[2]


def test_die_zuordnung_des_handbuchs(umzug: Umzug) -> None:
    [gezeigt] = re.findall(
        r"```yaml\n(spalten:.*?)```", (HANDBUCH / "befehle.md").read_text(encoding="utf-8"), re.DOTALL
    )
    (umzug.neben / "zuordnung.yml").write_text(gezeigt)
    liste = csv(
        umzug.neben / "liste.csv",
        [*KUNDEN, "Interne Nr."],
        [*kunde("4711", Berater="Fr. K.", Status="abgeschlossen"), "7"],
    )
    doku = csv(umzug.neben / "doku.csv", ["Datum", "Kunde", "Thema"], ["2026-03-09", "4711", "Kita."])
    assert umzug.schreibe(liste, doku, "--zuordnung", umzug.neben / "zuordnung.yml")[0] == 0
    assert "Kita.\n" in umzug.fall("4711")
    assert "Grund: Sonstiges\n" in umzug.fall("4711")
