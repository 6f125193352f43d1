"""Lists as people really keep them: several heads, running numbers, ditto marks, marks that nobody closed, the same twice."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment

from fallbuch.kontakte.schloss import Leseschluessel
from fallbuch.kontakte.speicher import Empfaenger, Kontaktspeicher
from fallbuch.umzug.oeffnen import oeffne
from fallbuch.umzug.schlichte import als_tabelle
from fallbuch.umzug.spalten import Spaltenplan
from tests.cli.aufruf import im_prozess
from tests.hilfen import TEAM_YML, fall
from tests.umzug.test_exportieren import gespeichert
from tests.umzug.test_importieren import DOKU, KUNDEN, TEAM, Umzug, csv, kunde, mappe, von_libreoffice

ORDNER = Callable[..., Path]


@pytest.fixture
def umzug(ordner: ORDNER) -> Umzug:
    return Umzug(ordner({}, team=TEAM))


def einfach(umzug: Umzug, *kennungen: str) -> Path:
    return csv(umzug.neben / "liste.csv", KUNDEN, *map(kunde, kennungen))


def test_jeder_teil_mit_einem_kopf_wird_gelesen(umzug: Umzug) -> None:
    """Also what stands above a head that knows more; a head that stands there once more is none of a customer."""
    kurz = KUNDEN[:5]
    zeilen = [
        ["Kundenliste 2025"], kurz, kunde("4711")[:5], [], kurz, kunde("4712")[:5], [],
        ["Kundenliste 2026"], KUNDEN, kunde("4713", Telefon="0341 55667"),
    ]  # fmt: skip
    code, ausgabe = umzug.schreibe(csv(umzug.neben / "liste.csv", *[[*z, *[""] * (12 - len(z))] for z in zeilen]))
    assert (code, umzug.faelle) == (1, ["4711", "4712", "4713"])
    assert "Kundenliste, 3 Zeilen" in ausgabe
    # The title of the second part is the one row that is nobody.
    assert "1 Zeile kommt zurück:\n  liste.csv, „liste“ A8: ID: Hier steht keine Kundennummer." in ausgabe


def test_eine_laufende_nummer_ist_keine_id(umzug: Umzug) -> None:
    liste = csv(umzug.neben / "liste.csv", ["Nr.", *KUNDEN], *[[n, *kunde(k)] for n, k in ((1, "4711"), (2, "4712"))])
    doku = csv(
        umzug.neben / "doku.csv",
        ["Nr.", *DOKU],
        [1, "2026-03-09", "4712", "Karin", "Von 4712."],
        [2, "2026-03-09", "4711", "Karin", "Von 4711."],
    )
    assert umzug.schreibe(liste, doku)[0] == 0
    assert umzug.faelle == ["4711", "4712"]
    assert "Von 4712." in umzug.fall("4712")
    assert "Von 4711." in umzug.fall("4711")


def test_ein_anfuehrungszeichen_verschluckt_niemanden(umzug: Umzug) -> None:
    doku = umzug.neben / "doku.csv"
    kopf = "Datum;Kunde;Berater;Besprechung\n"
    doku.write_text(f'{kopf}2026-03-09;4711;Karin;"Ich will arbeiten, sagt sie\n2026-03-09;4712;Karin;Anderes\n')
    assert umzug.rufe(einfach(umzug, "4711", "4712"), doku) == (
        2,
        "fallbuch: doku.csv: In Reihe 2 beginnt ein Text mit einem Anführungszeichen, das nirgends endet, und verschluckt die Zeilen darunter. "
        "Öffnen Sie die Datei in einem Editor, und schließen oder löschen Sie es.\n",
    )
    # Closed, and with separators and lines of its own, it is a text like any other.
    doku.write_text(f'{kopf}2026-03-09;4711;Karin;"Sagt: ""ja; nein""\nund geht; bald"\n')
    assert umzug.schreibe(umzug.neben / "liste.csv", doku)[0] == 0
    assert 'Sagt: "ja; nein"\nund geht; bald\n' in umzug.fall("4711")


def test_spalten_der_anderen_liste_gehen_nicht_verloren(umzug: Umzug) -> None:
    doku = csv(
        umzug.neben / "doku.csv",
        [*DOKU, "Telefon", "Status", "Farbe", "Farbe", ""],
        ["2026-03-09", "4711", "Karin", "Eins.", "0341 4242", "wartet", "erste", "zweite", "ohne Kopf"],
    )
    code, ausgabe = umzug.schreibe(einfach(umzug, "4711"), doku)
    assert code == 0
    uebrig = (umzug.neben / "liste-uebrige-spalten.csv").read_text("utf-8-sig").splitlines()[1:]
    assert uebrig == [
        "doku.csv;doku;E2;4711;Telefon;0341 4242", "doku.csv;doku;F2;4711;Status;wartet", "doku.csv;doku;G2;4711;Farbe;erste",
        "doku.csv;doku;H2;4711;Farbe;zweite", "doku.csv;doku;I2;4711;;ohne Kopf",
    ]  # fmt: skip
    assert "4242" not in ausgabe
    assert "4242" not in umzug.fall("4711")
    # Once more: the same file, and no second one.
    assert umzug.schreibe(umzug.neben / "liste.csv", doku)[0] == 0
    assert not (umzug.neben / "liste-uebrige-spalten-2.csv").exists()


def test_was_in_keinen_fall_kommt_wird_zuerst_geschrieben(umzug: Umzug, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that is killed in between has not lost it."""
    liste = csv(
        umzug.neben / "liste.csv",
        [*KUNDEN, "Thema"],
        [*kunde("4711", NName="Beispiel"), "Kita"],
        [*kunde("4712", Status=""), "Büro"],
    )

    def getoetet(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("fallbuch.umzug.einzug.Vorhaben.fuehre_aus", getoetet)
    umzug.schreibe(liste)
    assert umzug.faelle == []
    assert {"liste-uebrige-spalten.csv", "liste-zurueck.csv", "liste-kontaktdaten.csv"} <= {
        p.name for p in umzug.neben.iterdir()
    }


def test_dieselbe_id_als_text_und_als_zahl(umzug: Umzug) -> None:
    liste = mappe(
        umzug.neben / "liste.xlsx",
        **{
            "2025": [KUNDEN, kunde("0047", Telefon="0341 55667")],
            "2026": [KUNDEN, kunde(47, Status="neu", Berater="")],
        },
    )
    code, ausgabe = umzug.schreibe(liste)
    assert (code, umzug.faelle) == (0, ["0047"])
    assert "„2026“ A2: Hier steht 47, an anderer Stelle 0047: als derselbe Mensch genommen." in ausgabe
    # The newest list counts, and what it leaves blank is in the older one.
    assert "Status: neu\nBerater: Karin\n" in umzug.fall("0047")
    assert "0341 55667" in (umzug.neben / "liste-kontaktdaten.csv").read_text()


@pytest.mark.parametrize(
    ("text", "art"),
    [
        ("Telefonat: alles gut", "Telefonat"),
        ("Tel. mit der Kita", "Telefonat"),
        ("Anruf, nicht erreicht", "Kontaktversuch"),
        ("Nicht erreicht, AB besprochen", "Kontaktversuch"),
        ("Kundin ist nicht erschienen", "Nicht erschienen"),
        ("Sprachniveau B2 noch nicht erreicht, will weitermachen", "Beratung"),
        ("Tel. Nr. hat sich geändert, war da", "Beratung"),
        ("Anrufe bei fünf Firmen geübt", "Beratung"),
        ("Mail-Bewerbungen besprochen", "Beratung"),
    ],
)
def test_die_art_nur_wo_der_text_sie_nennt(umzug: Umzug, text: str, art: str) -> None:
    doku = csv(
        umzug.neben / "doku.csv",
        DOKU,
        ["2026-03-05", "4711", "Karin", "Erstes."],
        ["2026-03-09", "4711", "Karin", text],
    )
    code, ausgabe = umzug.schreibe(einfach(umzug, "4711"), doku)
    assert code == 0
    assert f"## 2026-03-09 {art} (Karin)\n" in umzug.fall("4711")
    assert (f"D3: Nach dem Anfang des Textes übernommen als „{art}“." in ausgabe) is (art != "Beratung")


def test_dito_und_summen_sind_niemand(umzug: Umzug) -> None:
    liste = csv(
        umzug.neben / "liste.csv",
        KUNDEN,
        kunde("4711"),
        kunde("dito", NName="Kurz"),
        kunde("Gesamt"),
        kunde("Maria Huber"),
    )
    code, ausgabe = umzug.schreibe(liste)
    assert (code, umzug.faelle) == (1, ["4711"])
    assert "A3, A4: ID: Hier steht ein Wort und keine Kundennummer, vielleicht „dito“ oder eine Summe." in ausgabe
    assert "Huber" not in ausgabe.partition("neuer Fall")[2]
    assert "Kurz" not in ausgabe


def test_zwei_versuche_eines_tages_sind_zwei(ordner: ORDNER, tmp_path: Path) -> None:
    """In one list; the same conversation in two lists is one."""
    versuch = "## 2026-03-10 Kontaktversuch (Jana)\n"
    team = ordner(
        {"4711.md": fall(f"## 2026-03-02 Erstgespräch (Jana)\n\nHier.\n\n{versuch}\n{versuch}")}, team=TEAM_YML
    )
    vorher = gespeichert(team)
    assert im_prozess("exportieren", str(tmp_path / "auszug"), cwd=team)[0] == 0
    (team / "faelle/4711.md").unlink()
    zweimal = [str(tmp_path / "auszug" / n) for n in ("bestand.xlsx", "kundendoku.csv")]
    assert im_prozess("importieren", *zweimal, "--schreiben", cwd=team)[0] == 0
    assert gespeichert(team) == vorher


def test_kommentare_und_tabellen_ohne_kopf_werden_genannt(umzug: Umzug) -> None:
    liste = mappe(umzug.neben / "liste.xlsx", Kunden=[KUNDEN, kunde("4711")], Lose=[["a", "b", "c"], ["d", "e", "f"]])
    buch = openpyxl.load_workbook(liste)
    buch["Kunden"]["F2"].comment = Comment("nicht anrufen", "Karin")
    buch.save(liste)
    code, ausgabe = umzug.rufe(liste)
    assert code == 1
    assert (
        "  Ein Kommentar oder eine Fußnote hängt an Zellen und kommt nicht mit. Sehen Sie nach, was darin steht.\n"
        in ausgabe
    )
    assert (
        "NICHT GELESEN: liste.xlsx, „Lose“ mit 2 Zeilen. Geben Sie der Tabelle eine erste Zeile mit den Namen der Spalten, darunter „ID“.\n"
        in ausgabe
    )


def test_kommt_das_erste_gespraech_zurueck_ist_das_zweite_keines(umzug: Umzug) -> None:
    doku = csv(
        umzug.neben / "doku.csv",
        DOKU,
        ["2026-03-05", "4711", "Pter", "Erstes."],
        ["2026-03-09", "4711", "Karin", "Zweites."],
        ["2026-03-09", "4711", "Pter", "Drittes."],
    )
    assert umzug.schreibe(einfach(umzug, "4711"), doku)[0] == 1
    assert "## 2026-03-09 Beratung (Karin)\n\nZweites.\n" in umzug.fall("4711")
    zurueck = umzug.neben / "doku-zurueck.csv"
    zurueck.write_text(zurueck.read_text("utf-8-sig").replace("Pter;", "Jana;"))
    code, ausgabe = umzug.schreibe(zurueck)
    # Mended rows come in, also those of a day that has another conversation.
    assert code == 0, ausgabe
    verlauf = re.findall(r"^## (.*)$", umzug.fall("4711"), re.MULTILINE)
    assert verlauf == ["2026-03-05 Erstgespräch (Jana)", "2026-03-09 Beratung (Karin)", "2026-03-09 Beratung (Jana)"]


def test_ausfuhr_ueberschreibt_keine_alte_liste(ordner: ORDNER, tmp_path: Path) -> None:
    team = ordner({"4711.md": fall()}, team=TEAM_YML)
    (tmp_path / "kundenliste.csv").write_text("alt")
    assert im_prozess("exportieren", "..", cwd=team) == (
        2,
        "fallbuch: In „..“ liegt schon „kundenliste.csv“. Nennen Sie einen neuen oder leeren Ordner.\n",
    )
    assert (tmp_path / "kundenliste.csv").read_text() == "alt"


def test_auch_das_groessere_git_ist_zu_nah(umzug: Umzug) -> None:
    subprocess.run(["git", "init", "-q"], cwd=umzug.neben, check=True)
    liste = einfach(umzug, "4711")
    assert "liegt im Ordner des Teams" in umzug.rufe(liste)[1]
    assert im_prozess("exportieren", str(umzug.neben / "auszug"), cwd=umzug.team)[0] == 2


def test_zwei_telefone_und_die_hausnummer(umzug: Umzug) -> None:
    schluessel = Leseschluessel.neu()
    Kontaktspeicher(umzug.neben / "kontakte").setze_empfaenger([Empfaenger("Karin", schluessel.oeffentlich)])
    liste = csv(
        umzug.neben / "liste.csv",
        ["ID", "Erstkontakt", "Akquise", "Status", "Nachname", "Straße", "Hausnummer", "Telefon", "Handy"],
        ["4711", "2026-03-02", "Runder Tisch", "neu", "Beispiel", "Dorfweg", "3a", "0341 55667", "0171 5566778"],
    )
    assert umzug.schreibe(liste, "--ablage", umzug.neben / "kontakte")[0] == 0
    kontakt = Kontaktspeicher(umzug.neben / "kontakte").lies("4711", schluessel)
    assert (kontakt["Strasse"], kontakt["Telefon"]) == ("Dorfweg 3a", "0341 55667, 0171 5566778")
    assert sorted(p.name for p in umzug.neben.iterdir()) == ["kontakte", "liste.csv", "team"]


def test_keine_heisst_keine(umzug: Umzug) -> None:
    liste = csv(
        umzug.neben / "liste.csv",
        KUNDEN,
        kunde("4711", NName="Beispiel", Email="keine", Telefon="-"),
        kunde("4712", Email="keine Ahnung"),
    )
    assert umzug.schreibe(liste)[0] == 1
    assert (umzug.neben / "liste-kontaktdaten.csv").read_text("utf-8-sig") == "ID;NName\n4711;Beispiel\n"
    assert umzug.zurueck("liste-zurueck.csv")[1][-2] == "E-Mail: Eine E-Mail-Adresse sieht aus wie name@example.org."


def test_nichts_waechst_mit_dem_quadrat_der_zeilen(umzug: Umzug, monkeypatch: pytest.MonkeyPatch) -> None:
    """What nobody knows is found out once for each table, not with each row."""
    gefragt = 0
    echt: Any = vars(Spaltenplan)["unbekannte"].fget

    def gezaehlt(plan: Spaltenplan) -> list[int]:
        nonlocal gefragt
        gefragt += 1
        return echt(plan)  # type: ignore[no-any-return]

    monkeypatch.setattr(Spaltenplan, "unbekannte", property(gezaehlt))
    doku = csv(
        umzug.neben / "doku.csv",
        ["Datum", "Kunde", "", "Berater", "Besprechung"],
        *[["2026-03-09", "4711", "", "Karin", f"Nummer {n}."] for n in range(500)],
    )
    assert umzug.rufe(einfach(umzug, "4711"), doku)[0] == 0
    assert gefragt < 20


def test_sehr_oft_dieselbe_id(umzug: Umzug) -> None:
    liste = csv(umzug.neben / "liste.csv", KUNDEN, *[kunde("4711", Stadt=f"Ort {n}") for n in range(300)])
    code, ausgabe = umzug.schreibe(liste)
    assert code == 1
    assert "(auch A3, A4, A5 …)" in ausgabe
    assert len(umzug.zurueck("liste-zurueck.csv")) == 301


def test_viele_gespraeche_in_einen_vorhandenen_fall(ordner: ORDNER) -> None:
    vorher = fall(
        "## 2026-03-02 Erstgespräch (Jana)\n\nVon Hand.\n\n## 2026-04-20 Beratung (Jana)\n\nAuch.\n",
        Zu_beachten="leise",
    )
    umzug = Umzug(ordner({"4711.md": vorher}, team=TEAM_YML))
    doku = csv(
        umzug.neben / "doku.csv",
        DOKU,
        *[[f"2026-{3 + n // 30:02d}-{1 + n % 28:02d}", "4711", "Jana", f"Nummer {n}."] for n in range(4, 60)],
    )
    ausgabe = umzug.schreibe(einfach(umzug, "4711"), doku)[1]
    inhalt = umzug.fall("4711")
    tage = re.findall(r"^## ([0-9-]+)", inhalt, re.MULTILINE)
    assert tage == sorted(tage)
    assert "Zu beachten: leise\n" in inhalt
    assert (inhalt.count("Von Hand."), inhalt.count("Auch.")) == (1, 1)
    assert inhalt.count("Nummer ") + ausgabe.count("schon ein anderer Eintrag") >= 55


def test_formeln_die_nichts_ergeben(umzug: Umzug) -> None:
    """Pre-filled below the list: no rows, and nothing that is wrong."""
    liste = mappe(
        umzug.neben / "liste.xlsx", Kunden=[KUNDEN, kunde("4711"), *[[f'=IF(F{n}="","","x")'] for n in range(3, 9)]]
    )
    with zipfile.ZipFile(liste) as alt:
        teile = {name: alt.read(name) for name in alt.namelist()}
    blatt = teile["xl/worksheets/sheet1.xml"].decode()
    teile["xl/worksheets/sheet1.xml"] = re.sub(
        r'<c r="(A[3-8])"><f>(.*?)</f><v ?/?>(?:</v>)?', r'<c r="\1" t="str"><f>\2</f><v></v>', blatt
    ).encode()
    with zipfile.ZipFile(liste, "w") as neu:
        for name, roh in teile.items():
            neu.writestr(name, roh)
    assert 't="str"' in teile["xl/worksheets/sheet1.xml"].decode()
    assert umzug.schreibe(liste)[0] == 0
    assert umzug.faelle == ["4711"]


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice fehlt")
def test_dasselbe_von_libreoffice(umzug: Umzug) -> None:
    liste = mappe(
        umzug.neben / "liste.xlsx", Kunden=[KUNDEN, kunde("4711"), *[[f'=IF(F{n}="","","x")'] for n in range(3, 9)]]
    )
    for endung in ("ods", "xlsx", "xls"):
        assert oeffne(von_libreoffice(liste, endung))[0].zeilen[2:] == [], endung


VERZWICKT = """## 2026-03-02 Erstgespräch (Jana)

Nächste Schritte: steht hier nur als Text. Nächster Termin am 3.2. war ausgefallen.
Erste Zeile, hier geht sie um.  
Zweite Zeile.

## 2026-03-10 Abschluss (Jana)

Ergebnis: ohne Arbeitsstelle beendet
Grund: Umzug
Erklärung: weg

## 2026-03-10 Wiederaufnahme (Jana)

## 2026-03-10 Beratung (Jana)

Doch geblieben.
"""  # noqa: W291 - two blanks break a line


def test_verzwickte_faelle_gehen_hinaus_und_kommen_wieder(ordner: ORDNER, tmp_path: Path) -> None:
    inhalt = fall(VERZWICKT).replace("Berater: Jana\n", "Berater: Jana\nHilfenetz:\n  - Zeile (eins; zwei)\n")
    zu = fall(
        VERZWICKT.partition("## 2026-03-10 Wieder")[0] + "## 2026-03-10 Telefonat (Jana)\n\nWieder aufnehmen: nein\n",
        status="abgeschlossen",
    ).replace("ID: 4711", "ID: 4712")
    team = ordner({"4711.md": inhalt, "4712.md": zu}, team=TEAM_YML)
    vorher = gespeichert(team)
    assert im_prozess("exportieren", str(tmp_path / "auszug"), cwd=team)[0] == 0
    for name in vorher:
        (team / "faelle" / name).unlink()
    code, ausgabe = im_prozess("importieren", str(tmp_path / "auszug/bestand.xlsx"), "--schreiben", cwd=team)
    assert code == 0, ausgabe
    assert gespeichert(team) == vorher


def test_die_kopie_nennt_was_beim_abschluss_vereinbart_ist(ordner: ORDNER, tmp_path: Path) -> None:
    verlauf = (
        "## 2026-03-02 Erstgespräch (Jana)\n\nHier.\n\n## 2026-03-03 Betreuungsplan (Jana)\n\nZiel: Arbeit\nTeilziele:\n\n- [-] Umweg\n- [ ] Weg\n\n"
        "Gültig bis: 2026-09-03\nEinvernehmen: ja\n\n## 2026-03-10 Abschluss (Jana)\n\nVereinbarungen:\n\n- [ ] Team schickt das Zeugnis\n\n"
        "Ergebnis: ohne Arbeitsstelle beendet\nGrund: Umzug\nErklärung: geheimer Grund\n"
    )
    team = ordner({"4711.md": fall(verlauf, status="abgeschlossen")}, team=TEAM_YML)
    assert im_prozess("exportieren", str(tmp_path / "kopie"), "--fall", "4711", cwd=team)[0] == 0
    seite = (tmp_path / "kopie/kopie-4711.html").read_text()
    assert "<li>Team schickt das Zeugnis</li>" in seite
    assert "Umweg" not in seite
    assert "geheimer Grund" not in seite
    assert [p.stat().st_mode & 0o077 for p in (tmp_path / "kopie").iterdir()] == [0, 0]


def test_eine_tabelle_je_kunde_ohne_nummer_bleibt_nicht_stumm(umzug: Umzug) -> None:
    datei = umzug.neben / "doku.docx"
    datei.write_bytes(
        als_tabelle({"": [["Datum", "Berater", "Besprechung"], [str(date(2026, 3, 9)), "Karin", "Eins."]]}, ".docx")
    )
    code, ausgabe = umzug.rufe(einfach(umzug, "4711"), datei)
    assert code == 1
    assert "NICHT GELESEN: doku.docx, „Tabelle 1“ mit 2 Zeilen." in ausgabe


@pytest.mark.parametrize(
    ("text", "was"),
    [
        ("Bitte unter 0341/55 66 7 zurückrufen", "eine Telefonnummer"),
        ("Neue Nummer ist +49 341 55667.", "eine Telefonnummer"),
        ("Mail an E.Beispiel@example.org geschickt.", "eine E-Mail-Adresse"),
        ("Wohnt jetzt Am Dorfweg 3a, zieht aber um", "eine Anschrift"),
        ("Am 03.04.2026 kamen 55667 Besucher", None),
        ("Andere Nummer: 0171 998877", ""),
        ("Schreibt an amt@example.org", ""),
    ],
)
def test_kontaktdaten_im_text_kommen_in_keinen_fall(umzug: Umzug, text: str, was: str | None) -> None:
    liste = csv(
        umzug.neben / "liste.csv",
        KUNDEN,
        kunde("4711", Telefon="0341 55667", Email="e.beispiel@example.org", Strasse="Am Dorfweg 3a"),
    )
    doku = csv(umzug.neben / "doku.csv", DOKU, ["2026-03-05", "4711", "Karin", text])
    code, ausgabe = umzug.schreibe(liste, doku)
    assert code == (1 if was else 0)
    assert ("D2: Im Text steht vielleicht eine Telefonnummer oder E-Mail-Adresse." in ausgabe) is (was == "")
    if was:
        assert f"D2: Im Text steht {was} aus der Kundenliste." in ausgabe
        assert text not in umzug.fall("4711")


def test_das_erste_gespraech_bleibt_das_erste(umzug: Umzug) -> None:
    """A row that comes back and is later takes nothing from it."""
    zeilen = [
        ("2026-03-05", "Karin", "Erstes."),
        ("2026-03-09", "Olle", "Zweites."),
        ("2026-03-12", "Karin", "Drittes."),
    ]
    doku = csv(umzug.neben / "doku.csv", DOKU, *[[tag, "4711", wer, text] for tag, wer, text in zeilen])
    assert umzug.schreibe(einfach(umzug, "4711"), doku)[0] == 1
    assert re.findall(r"^## (.*)$", umzug.fall("4711"), re.MULTILINE) == [
        "2026-03-05 Erstgespräch (Karin)",
        "2026-03-12 Beratung (Karin)",
    ]


def test_zwei_nummern_in_einer_zelle(umzug: Umzug) -> None:
    liste = csv(
        umzug.neben / "liste.csv",
        KUNDEN,
        kunde("4711", Telefon="0941 12346 / 0171 222333"),
        kunde("4712", Telefon="keins"),
        kunde("4713", Telefon="0941/12346"),
    )
    assert umzug.schreibe(liste)[0] == 0
    assert (umzug.neben / "liste-kontaktdaten.csv").read_text(
        "utf-8-sig"
    ) == "ID;Telefon\n4711;0941 12346, 0171 222333\n4713;0941/12346\n"
