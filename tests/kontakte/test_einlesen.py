"""A list kept in a spreadsheet becomes contacts: good rows go in, of others row and reason are told and nothing of the person."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from fallbuch.kontakte.einlesen import Zeilenmangel, lies_kundenliste
from fallbuch.kontakte.modell import Kontaktfehler
from tests.cli.test_kontakt import Haus
from tests.hilfen import fall

KOPF = ["ID", "Vorname", "Nachname", "Straße", "PLZ", "Ort", "Telefon", "E-Mail", "Einwilligung", "Bemerkung"]
ANNA = [
    4711,
    "Anna",
    "Beispiel",
    "Weg 1",
    "04103",
    "Leipzig",
    "0341 123456",
    "a@example.org",
    date(2026, 1, 12),
    "egal",
]
ANNAS = {"VName": "Anna", "NName": "Beispiel", "Strasse": "Weg 1", "PLZ": "04103", "Stadt": "Leipzig", "Telefon": "0341 123456", "Email": "a@example.org", "Einwilligung": "2026-01-12"}  # fmt: skip
NULL = "Der Postleitzahl fehlte die Null am Anfang; sie ist ergänzt."


def tabelle(ordner: Path, *zeilen: Sequence[Any], davor: int = 0) -> Path:
    mappe = openpyxl.Workbook()
    blatt = mappe.active
    assert blatt is not None
    for _ in range(davor):
        blatt.append(["Kundenliste 2026"])
    for zeile in zeilen:
        blatt.append(list(zeile))
    mappe.save(ordner / "liste.xlsx")
    return ordner / "liste.xlsx"


@pytest.mark.parametrize("davor", [0, 2])
def test_eine_gute_zeile(tmp_path: Path, davor: int) -> None:
    gelesen = lies_kundenliste(tabelle(tmp_path, KOPF, ANNA, [], [None] * 10, davor=davor), oesterreich=False)
    assert [(k.kennung, dict(k.angaben)) for k in gelesen.kontakte] == [("4711", ANNAS)]
    assert (gelesen.maengel, gelesen.hinweise, gelesen.fremde) == ([], [], ["Bemerkung"])


@pytest.mark.parametrize(
    ("oesterreich", "plz", "gelesen", "hinweise"),
    [
        (False, 4103, "04103", [Zeilenmangel(2, NULL)]),
        (False, "4103", "04103", [Zeilenmangel(2, NULL)]),
        (False, 93047, "93047", []),
        (True, 8010, "8010", []),
        (True, "93047", "93047", []),
    ],
)
def test_postleitzahlen(
    tmp_path: Path, oesterreich: bool, plz: Any, gelesen: str, hinweise: list[Zeilenmangel]
) -> None:
    ergebnis = lies_kundenliste(tabelle(tmp_path, KOPF[:5], [1, "A", "B", "", plz]), oesterreich=oesterreich)
    assert (ergebnis.kontakte[0]["PLZ"], ergebnis.hinweise) == (gelesen, hinweise)


def test_was_nicht_geht_sagt_zeile_und_grund(tmp_path: Path) -> None:
    datei = tabelle(
        tmp_path,
        KOPF[:7],
        ["", "Ohne", "Nummer"],
        ["a/b", "Keine", "ID"],
        [4711, "Anna", "Beispiel", "", "123", "", "ruf an"],
        [4712, "Ben", "Muster", "", "", "", 341123456],
        [4712, "Noch", "Einer"],
        ["0047", "Cem", "Muster"],
    )
    gelesen = lies_kundenliste(datei, oesterreich=False)
    assert [k.kennung for k in gelesen.kontakte] == ["4712", "0047"]
    assert gelesen.maengel == [
        Zeilenmangel(2, "Die ID fehlt, oder sie ist keine."),
        Zeilenmangel(3, "Die ID fehlt, oder sie ist keine."),
        Zeilenmangel(
            4,
            "Postleitzahl: Eine Postleitzahl hat fünf Ziffern, in Österreich vier. "
            "Telefon: Eine Telefonnummer besteht aus Ziffern, zum Beispiel 0341 123456 oder +43 316 123456.",
        ),
        Zeilenmangel(6, "Die ID 4712 steht schon in einer Zeile darüber."),
    ]
    assert gelesen.hinweise == [
        Zeilenmangel(
            5,
            "Die Telefonnummer stand als Zahl in der Tabelle: Eine Null oder ein Plus am Anfang ist verloren. Sehen Sie nach.",
        )
    ]


@pytest.mark.parametrize(
    "roh",
    [
        "ID;VName;NName;Telefon\r\n4711;Jörg;Weiß;0341 12345\r\n".encode(),
        "ID;VName;NName;Telefon\r\n4711;Jörg;Weiß;0341 12345\r\n".encode("cp1252"),
        "\ufeffID,VName,NName,Telefon\n4711,Jörg,Weiß,0341 12345\n".encode(),
        'ID\tVName\tNName\tTelefon\n4711\t"Jörg"\tWeiß\t0341 12345\n'.encode(),
    ],
)
def test_aus_anderen_programmen(tmp_path: Path, roh: bytes) -> None:
    (tmp_path / "liste.csv").write_bytes(roh)
    (kontakt,) = lies_kundenliste(tmp_path / "liste.csv", oesterreich=False).kontakte
    assert dict(kontakt.angaben) == {"VName": "Jörg", "NName": "Weiß", "Telefon": "0341 12345"}


@pytest.mark.parametrize(
    ("name", "roh", "satz"),
    [
        ("liste.xlsx", b"PK\x03\x04kaputt", "Die Tabelle lässt sich nicht lesen: Sie ist beschädigt oder mit einem Kennwort geschützt."),
        ("liste.docx", b"", "Gelesen werden Tabellen: .xlsx, .xls, .xlsm, .xlsb, .ods, .csv."),
        ("liste.csv", b"a;b\n1;2\n", "In dieser Datei steht keine Kundenliste. Erwartet: eine Zeile mit den Namen der Spalten, darunter „ID“ und mindestens zwei wie „Nachname“ und „Telefon“."),
        ("fehlt.csv", None, "Die Datei gibt es nicht, oder sie lässt sich nicht lesen."),
    ],
)  # fmt: skip
def test_was_keine_liste_ist(tmp_path: Path, name: str, roh: bytes | None, satz: str) -> None:
    if roh is not None:
        (tmp_path / name).write_bytes(roh)
    with pytest.raises(Kontaktfehler) as fehler:
        lies_kundenliste(tmp_path / name, oesterreich=False)
    assert str(fehler.value) == satz


def test_der_befehl(ordner: Callable[..., Path], tmp_path: Path, schnell: None) -> None:
    haus = Haus(ordner({"4711.md": fall()}), tmp_path / "neben")
    wort = haus.kennwort("jana")
    haus.rufe("jana", "empfaenger", "--ja", eingabe=["Jana", haus.neuer_schluessel("jana")])
    datei = str(tabelle(tmp_path, KOPF, ANNA, [1000, "Ben", "Muster", "", "1"]))
    gesagt = (
        "Zeile 3: Postleitzahl: Eine Postleitzahl hat fünf Ziffern, in Österreich vier.\nNicht gelesen werden die Spalten: Bemerkung.\n"
        "1 Mensch neu, 0 schon genauso da, 1 Zeile nicht gelesen.\n"
    )
    assert haus.rufe("jana", "einlesen", datei, eingabe=[wort, "nein"]) == (1, f"{gesagt}Nichts ist geschrieben.\n")
    assert haus.rufe("jana", "liste", eingabe=[wort]) == (0, "")
    fertig = "1 Mensch ist verschlossen abgelegt. Die Tabelle liegt weiter offen da: Löschen Sie sie, auch aus dem Papierkorb und aus Sicherungen, wenn alles stimmt.\n"
    assert haus.rufe("jana", "einlesen", datei, eingabe=[wort, "ja"]) == (1, gesagt + fertig)
    assert haus.rufe("jana", "liste", eingabe=[wort]) == (0, "4711  Anna Beispiel  0341 123456  a@example.org\n")
    # Again it neither doubles nor writes over.
    nochmal = gesagt.replace("1 Mensch neu, 0 schon", "0 Menschen neu, 1 schon")
    assert haus.rufe("jana", "einlesen", datei, "--ja", eingabe=[wort]) == (1, f"{nochmal}Nichts ist geschrieben.\n")
    haus.rufe("jana", "aendern", "4711", eingabe=[wort, "Antonia", *[""] * 8])
    code, ausgabe = haus.rufe("jana", "einlesen", datei, "--ja", eingabe=[wort])
    assert (code, ausgabe.split("\n")[0]) == (
        1,
        "4711: Dazu gibt es schon andere Kontaktdaten. Sie bleiben, wie sie sind.",
    )
    assert "Antonia" in haus.rufe("jana", "liste", eingabe=[wort])[1]
    assert haus.rufe("jana", "einlesen") == (2, "fallbuch: Es fehlt die Tabelle: fallbuch kontakt einlesen DATEI\n")
