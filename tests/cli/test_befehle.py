"""The commands from outside: full output, exit codes, German to the last word."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from fallbuch.cli.befehle import BEFEHLE, FUER_PROGRAMME
from tests.cli.aufruf import fallbuch, lade_alle
from tests.conftest import MKDOCS, WURZEL
from tests.hilfen import fall

IK = fall(
    "## 2026-01-14 Erstgespräch (Jana)\n\nBetreuungsstufe: IK\nFolgetermin: 2026-01-28\n\n## 2026-01-28 Telefonat (Jana)\n",
    Betreuungsstufe="IK",
)
DREI_FEHLER = (
    IK.replace("2026-01-12", "2026-02-30")
    .replace("Beratungstag", "Beratungsstag")
    .replace("## 2026-01-28 Telefonat", "## Telefonat am 28.1.")
)
EIN_FEHLER = fall(status="neu", berater="").replace("4711", "4712").replace("Status: neu", "Status: neuu")
NEU = fall(status="neu", berater="").replace("4711", "4713")
ORDNER = Callable[..., Path]


def test_vier_fehler_in_zwei_dateien(ordner: ORDNER, golden: Callable[[str, str], None]) -> None:
    wurzel = ordner({"4711.md": DREI_FEHLER, "4712.md": EIN_FEHLER, "4713.md": NEU})
    ende = fallbuch("pruefen", cwd=wurzel)
    assert (ende.returncode, ende.stderr) == (1, "")
    golden("cli/pruefen.txt", ende.stdout)


def test_pruefen_json(ordner: ORDNER) -> None:
    wurzel = ordner({"4711.md": DREI_FEHLER})
    ende = fallbuch("pruefen", "--format", "json", cwd=wurzel)
    befunde = json.loads(ende.stdout)
    assert ende.returncode == 1
    assert befunde[0] == {
        "kennung": "F012", "schwere": "Fehler", "datei": "faelle/4711.md", "zeile": 3, "spalte": 14,
        "text": "Erstkontakt „2026-02-30“ gibt es nicht. Erwartet: ein Datum wie 2026-02-28.",
        "hinweis": "Sehen Sie im Kalender nach und tragen Sie den richtigen Tag ein.",
    }  # fmt: skip
    assert len(befunde) == 3


@pytest.mark.parametrize(("argumente", "code"), [((), 0), (("--streng",), 1)])
def test_hinweise_und_streng(ordner: ORDNER, argumente: tuple[str, ...], code: int) -> None:
    wurzel = ordner({"4711.md": IK.replace("Berater: Jana", "Berater: jana")})
    ende = fallbuch("pruefen", *argumente, cwd=wurzel)
    assert (ende.returncode, ende.stdout.splitlines()[-1]) == (code, "1 Fall geprüft: 0 Fehler, 1 Hinweis.")


def test_pruefen_nennt_fehler_in_den_vorlagen(ordner: ORDNER) -> None:
    ende = fallbuch("pruefen", cwd=ordner({"4711.md": IK}, regelwerk="regeln:\n  kontakt-ik:\n    frist: bald\n"))
    assert ende.returncode == 1
    assert ende.stdout.startswith(
        "vorlagen/regelwerk.yml:3:5: Fehler R002: regeln → kontakt-ik → frist: „bald“ ist nicht lesbar."
    )


@pytest.mark.parametrize("pfad", ["faelle/4712.md", "./faelle/4712.md", "faelle/../faelle/4712.md"])
def test_pruefen_einzelner_dateien(ordner: ORDNER, pfad: str) -> None:
    wurzel = ordner({"4711.md": DREI_FEHLER, "4712.md": EIN_FEHLER})
    ende = fallbuch("pruefen", pfad, cwd=wurzel)
    assert (ende.returncode, ende.stdout.splitlines()[-1]) == (1, "1 Fall geprüft: 1 Fehler, 0 Hinweise.")
    von_aussen = fallbuch("pruefen", "--team", str(wurzel), str(wurzel / "faelle"), cwd=wurzel.parent)
    assert von_aussen.stdout.splitlines()[-1] == "2 Fälle geprüft: 4 Fehler, 0 Hinweise."


def test_faellig_text(ordner: ORDNER, golden: Callable[[str, str], None]) -> None:
    wurzel = ordner({"4711.md": IK, "4712.md": EIN_FEHLER, "4713.md": NEU})
    ende = fallbuch("faellig", "--stichtag", "2026-04-08", cwd=wurzel)
    assert ende.returncode == 0
    golden("cli/faellig.txt", ende.stdout)
    golden(
        "cli/faellig-ausfuehrlich.txt",
        fallbuch("faellig", "--stichtag", "2026-04-08", "--ausfuehrlich", cwd=wurzel).stdout,
    )


def test_faellig_json(ordner: ORDNER) -> None:
    wurzel = ordner({"4711.md": IK, "4712.md": IK.replace("4711", "4712").replace("2026-01-12", "2026-02-30")})
    zeilen = json.loads(fallbuch("faellig", "--stichtag", "2026-04-08", "--format", "json", cwd=wurzel).stdout)
    assert [z for z in zeilen if z["fall"] == "4711" and z["regel"] == "kontakt-ik"] == [
        {
            "fall": "4711", "berater": "Jana", "regel": "kontakt-ik", "titel": "Kontakt bei Förderbedarf (IK)", "faellig_am": "2026-04-08",
            "dringlichkeit": "heute", "anker": "letzter Kontakt", "anker_datum": "2026-01-28", "datei": "faelle/4711.md", "zeile": 15,
            "begruendung": "Kontakt bei Förderbedarf (IK) fällig am 2026-04-08: letzter Kontakt 2026-01-28 (faelle/4711.md:15) + 10 Wochen",
            "quelle": "DICHTE: Betreuungsstufe IK und Tabelle „Kontaktdichte“", "herkunft": "quelle", "vertretung": None, "uhrzeit": None, "wer": None, "zu_beachten": None,
        }
    ]  # fmt: skip
    assert zeilen[0] == {
        "fall": "4712", "berater": "Jana", "regel": None, "titel": "Nicht berechenbar", "faellig_am": None,
        "dringlichkeit": "nicht berechenbar", "anker": None, "anker_datum": None, "datei": "faelle/4712.md", "zeile": 3,
        "begruendung": "Erstkontakt „2026-02-30“ gibt es nicht. Erwartet: ein Datum wie 2026-02-28. (faelle/4712.md:3)",
        "quelle": None, "herkunft": None, "vertretung": None, "uhrzeit": None, "wer": None, "zu_beachten": None,
    }  # fmt: skip


def test_faellig_csv(ordner: ORDNER) -> None:
    ende = fallbuch("faellig", "--stichtag", "2026-04-08", "--format", "csv", cwd=ordner({"4711.md": IK}))
    assert ende.stdout.startswith("\ufefffall;berater;regel;titel;faellig_am;")
    zeilen = list(csv.DictReader(io.StringIO(ende.stdout.removeprefix("\ufeff")), delimiter=";"))
    assert [z["regel"] for z in zeilen] == [
        "plan-erstellen", "auswertung", "kontakt-ik", "bewerberangebot-nah", "stufe-pruefen", *["prozess-pruefen"] * 4, "standortgespraech",
    ]  # fmt: skip
    zeile = zeilen[2]
    assert (zeile["fall"], zeile["faellig_am"], zeile["zeile"]) == ("4711", "2026-04-08", "15")


@pytest.mark.parametrize(
    ("argumente", "regeln"),
    [
        (("--bis", "2026-01-18"), []),
        (("--bis", "2026-01-19"), ["zu-vergeben"]),
        (("--bis", "2026-01-26"), ["zu-vergeben", "erstgespraech"]),
        (
            ("--berater", "Jana"),
            ["plan-erstellen", "kontakt-ik", "bewerberangebot-nah", "stufe-pruefen", "standortgespraech"],
        ),
        (("--berater", "Ole"), []),
    ],
)
def test_filter(ordner: ORDNER, argumente: tuple[str, ...], regeln: list[str]) -> None:
    wurzel = ordner({"4711.md": IK, "4713.md": NEU})
    ende = fallbuch("faellig", "--stichtag", "2026-03-01", "--format", "json", *argumente, cwd=wurzel)
    assert [z["regel"] for z in json.loads(ende.stdout)] == regeln


def test_rangfolge_des_stichtags(ordner: ORDNER) -> None:
    team = "berater: {Jana: {}}\nstichtag: 2026-03-04\n"
    mkdocs = MKDOCS.replace("- fallbuch", "- fallbuch: {stichtag: 2026-03-03}")
    nur_team = ordner({"4711.md": IK}, team=team)

    def stichtag(wurzel: Path, *argumente: str, **umgebung: str) -> str:
        return fallbuch("faellig", *argumente, cwd=wurzel, **umgebung).stdout.splitlines()[0]

    assert stichtag(nur_team) == "Stichtag 2026-03-04"
    (nur_team / "mkdocs.yml").write_text(mkdocs, encoding="utf-8")
    assert stichtag(nur_team) == "Stichtag 2026-03-03"
    assert stichtag(nur_team, FALLBUCH_STICHTAG="2026-03-02") == "Stichtag 2026-03-02"
    assert stichtag(nur_team, "--stichtag", "2026-03-01", FALLBUCH_STICHTAG="2026-03-02") == "Stichtag 2026-03-01"


def test_schema(ordner: ORDNER) -> None:
    daten = json.loads(fallbuch("schema", cwd=ordner({})).stdout)
    assert daten["required"] == ["ID", "Erstkontakt", "Status"]
    assert daten["properties"]["Betreuungsstufe"]["enum"] == ["IN", "IK", "IG", "IF"]
    assert daten["properties"]["Berater"]["enum"] == ["Jana", "Ole", "Rita"]
    assert set(daten["$defs"]) == {
        "Eintrag", "Betreuungsplan", "Maßnahme", "Abschluss", "Wiederaufnahme", "Pause", "Nachbetreuung", "Verlängerung", "Arbeitgeberkontakt",
    }  # fmt: skip


def test_demo_und_einrichten_ueberschreiben_nie(tmp_path: Path) -> None:
    for befehl in (("demo", "--ziel", "neu"), ("einrichten", "anders")):
        erstes = fallbuch(*befehl, cwd=tmp_path)
        assert (erstes.returncode, erstes.stderr) == (0, "")
        ziel = tmp_path / befehl[-1]
        vorher = {p: p.read_bytes() for p in ziel.rglob("*") if p.is_file()}
        zweites = fallbuch(*befehl, cwd=tmp_path)
        assert zweites.returncode == 2
        assert "Es wurde nichts geschrieben." in zweites.stderr
        assert {p: p.read_bytes() for p in ziel.rglob("*") if p.is_file()} == vorher
        assert fallbuch("pruefen", "--team", str(ziel), cwd=tmp_path).returncode == 0


@pytest.mark.parametrize(
    ("argumente", "satz"),
    [
        (("pruffen",), "Den Befehl „pruffen“ gibt es nicht. Meinten Sie „pruefen“? Hilfe: fallbuch --help"),
        (
            ("xyz",),
            "Den Befehl „xyz“ gibt es nicht. Befehle: abschliessen, aktualisieren, auskunft, bauen, betrieb, demo, drucken, einrichten, eintragen, exportieren, faellig, formatieren, heute, importieren, kommentieren, kontakt, leckprobe, loeschen, neu, neu-prozess, oeffnen, pruefen, quelle, schema, statistik, uebergeben, verbund, vereinen, vergleichen, verlauf, vervollstaendigung, wiederaufnehmen, zuruecknehmen, zusammenfuehren. Hilfe: fallbuch --help",
        ),
        (
            ("faellig", "--berate", "x"),
            "Die Option „--berate“ gibt es nicht. Meinten Sie „--berater“? Hilfe: fallbuch faellig --help",
        ),
        (
            ("faellig", "--format", "xml"),
            "Der Wert für die Option „--format“ ist nicht bekannt. Erwartet: text, json, csv, ics, markdown. Hilfe: fallbuch faellig --help",
        ),
        (
            ("faellig", "--bis", "morgen"),
            "Der Wert für die Option „--bis“ passt nicht: „morgen“ ist kein Datum. Erwartet: JJJJ-MM-TT, zum Beispiel 2026-02-28. Hilfe: fallbuch faellig --help",
        ),
        (
            ("faellig", "--stichtag", "2026-02-30"),
            "„2026-02-30“ (--stichtag) ist kein Datum. Erwartet: JJJJ-MM-TT, zum Beispiel 2026-02-28.",
        ),
        (("faellig", "--bis"), "Die Option „--bis“ braucht einen Wert. Hilfe: fallbuch faellig --help"),
        (("faellig", "--berater", "Uwe"), "„Uwe“ gehört nicht zum Team. Erwartet: Jana, Ole, Rita."),
        (
            ("faellig", "extra"),
            "Der Aufruf enthält mehr Angaben, als der Befehl kennt. Texte mit Leerzeichen gehören in Anführungszeichen. Hilfe: fallbuch faellig --help",
        ),
        (("pruefen", "--streng=ja"), "Die Option „--streng“ nimmt keinen Wert. Hilfe: fallbuch pruefen --help"),
        (
            ("pruefen", "gibtesnicht.md"),
            "„gibtesnicht.md“ ist keine Falldatei und kein Ordner mit Falldateien dieses Teams.",
        ),
        (
            ("neu", "--veranstaltung", "x", "--faelle", "0"),
            "Der Wert für die Option „--faelle“ ist keine passende ganze Zahl. Erwartet: 1 bis 50. Hilfe: fallbuch neu --help",
        ),
        (("demo",), "Es fehlt die Option „--ziel“. Hilfe: fallbuch demo --help"),
        (
            ("einrichten",),
            "Nennen Sie einen Ordner, in dem das Team angelegt werden soll: fallbuch einrichten unser-team",
        ),
        (
            ("pruefen", "--team", "woanders"),
            "Den Ordner „woanders“ gibt es nicht. Nennen Sie mit --team den Ordner, in dem „vorlagen“ und „faelle“ liegen.",
        ),
    ],
)
def test_falsche_aufrufe(ordner: ORDNER, argumente: tuple[str, ...], satz: str) -> None:
    ende = fallbuch(*argumente, cwd=ordner({}))
    assert (ende.returncode, ende.stdout, ende.stderr) == (2, "", f"fallbuch: {satz}\n")


def test_umgebung_mit_falschem_stichtag(ordner: ORDNER) -> None:
    ende = fallbuch("faellig", cwd=ordner({}), FALLBUCH_STICHTAG="heute")
    assert (
        ende.stderr
        == "fallbuch: „heute“ (FALLBUCH_STICHTAG) ist kein Datum. Erwartet: JJJJ-MM-TT, zum Beispiel 2026-02-28.\n"
    )


def test_kein_team(tmp_path: Path) -> None:
    ende = fallbuch("faellig", cwd=tmp_path)
    assert (ende.returncode, ende.stdout) == (2, "")
    assert ende.stderr.endswith(
        "liegt kein Team: Es fehlen die Ordner „vorlagen“ und „faelle“. Wechseln Sie in den Ordner des Teams, oder nennen Sie ihn mit --team.\n"
    )


def test_neues_team_ohne_faelle(ordner: ORDNER) -> None:
    wurzel = ordner({})
    (wurzel / "faelle").rmdir()
    assert fallbuch("pruefen", cwd=wurzel).stdout == "0 Fälle geprüft: 0 Fehler, 0 Hinweise.\n"
    (wurzel / "faelle").mkdir()
    assert fallbuch("pruefen", "faelle", cwd=wurzel).stdout == "0 Fälle geprüft: 0 Fehler, 0 Hinweise.\n"


def test_faellig_warnt_bei_fehlern_in_den_vorlagen(ordner: ORDNER) -> None:
    ende = fallbuch(
        "faellig", "--format", "json", cwd=ordner({"4711.md": IK}, team="stichtag: 30.6.2026\nberater:\n  Jana:\n")
    )
    assert ende.returncode == 0
    assert json.loads(ende.stdout)
    assert ende.stderr == (
        "Achtung: In den Vorlagen des Teams stehen Fehler; wo es geht, gelten dort die mitgelieferten Vorgaben. „fallbuch pruefen“ nennt die Stellen.\n"
    )


def test_ueber_einen_verweis_geoeffnet(ordner: ORDNER) -> None:
    wurzel = ordner({"4711.md": IK})
    verweis = wurzel.parent / "verweis"
    verweis.symlink_to(wurzel)
    for pfad in ("faelle/4711.md", "../verweis/faelle/4711.md", "faelle/../faelle"):
        assert (
            fallbuch("pruefen", "--team", str(verweis), pfad, cwd=verweis).stdout
            == "1 Fall geprüft: 0 Fehler, 0 Hinweise.\n"
        )


def test_geschlossene_ausgaben(ordner: ORDNER) -> None:
    wurzel = ordner({"4711.md": IK})
    for umleitung, code in ((">&-", 0), ("2>&-", 0)):
        befehl = f"{sys.executable} -m fallbuch.cli pruefen {umleitung}"
        ende = subprocess.run(["bash", "-c", befehl], cwd=wurzel, capture_output=True, text=True, check=False)
        assert (ende.returncode, ende.stderr) == (code, "")


def test_stichtag_aus_mkdocs_in_jeder_form(ordner: ORDNER) -> None:
    mkdocs = MKDOCS.split("plugins:")[0] + "plugins:\n  search: {}\n  fallbuch:\n    stichtag: 2026-03-03\n"
    assert fallbuch("faellig", cwd=ordner({"4711.md": IK}, mkdocs=mkdocs)).stdout.startswith("Stichtag 2026-03-03\n")


def test_ohne_fallordner(ordner: ORDNER) -> None:
    wurzel = ordner({}, team="ordner: {faelle: akten}\n")
    ende = fallbuch("pruefen", cwd=wurzel)
    assert ende.returncode == 2
    assert "Legen Sie ihn an, oder nennen Sie einen anderen in vorlagen/team.yml" in ende.stderr


@pytest.mark.parametrize("befehl", [(), *((name,) for name in BEFEHLE | FUER_PROGRAMME)])
def test_hilfe(befehl: tuple[str, ...], golden: Callable[[str, str], None]) -> None:
    ende = fallbuch(*befehl, "--help", cwd=WURZEL, COLUMNS="100")
    assert ende.returncode == 0
    golden(f"cli/hilfe-{'-'.join(befehl) or 'fallbuch'}.txt", ende.stdout)


def test_feindliche_namen_und_werte_auf_dem_schirm(ordner: ORDNER) -> None:
    boese = fall(status="neu", berater='"\\e[31mrot\\a"').replace("Beratungstag", '"\\e]0;titel\\a"')
    wurzel = ordner({"4711.md": boese})
    (wurzel / "faelle" / "neu\nzeile\x1b[2J.md").write_text(NEU, encoding="utf-8")
    with open(os.fsencode(wurzel / "faelle") + b"/\xff\xfe.md", "wb") as datei:
        datei.write(NEU.encode())
    for befehl in ("pruefen", "faellig"):
        ende = fallbuch(befehl, cwd=wurzel)
        assert "\x1b" not in ende.stdout
        assert "\x07" not in ende.stdout
        assert ende.stderr == ""


def test_abgerissene_leitung(ordner: ORDNER) -> None:
    wurzel = ordner({f"{n}.md": NEU.replace("4713", str(n)) for n in range(5000, 5400)})
    lauf = subprocess.Popen(
        [sys.executable, "-m", "fallbuch.cli", "faellig"], cwd=wurzel, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert lauf.stdout is not None
    assert lauf.stderr is not None
    lauf.stdout.readline()
    lauf.stdout.close()
    assert lauf.stderr.read() == b""
    lauf.stderr.close()
    lauf.wait()


def test_ein_fehler_im_programm_ist_kein_nackter_absturz(ordner: ORDNER, tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "import fallbuch.team as t\ndef kaputt(*a, **k): raise RuntimeError('x')\nt.oeffne = kaputt\n"
    )
    ende = fallbuch("faellig", cwd=ordner({}), PYTHONPATH=str(tmp_path))
    assert ende.returncode == 3
    assert ende.stderr.endswith(
        "fallbuch: Das ist ein Fehler im Programm, nicht in Ihren Dateien. Bitte melden Sie ihn mit den Zeilen darüber.\n"
    )


@pytest.mark.parametrize("inhalt", [b"x" * 1_100_000, b"\x00" * 100, b"\xff\xfe"])
def test_ein_unlesbares_protokoll_haelt_niemanden_auf(ordner: ORDNER, inhalt: bytes) -> None:
    wurzel = ordner({"4711.md": IK})
    (wurzel / "vorlagen/protokoll.md").write_bytes(inhalt)
    ende = fallbuch("pruefen", cwd=wurzel)
    assert ende.stdout.startswith("vorlagen/protokoll.md:1:1: Fehler F0")
    assert ende.stdout.splitlines()[-1].startswith("1 Fall geprüft: ")
    assert "kontakt-ik" in fallbuch("faellig", "--format", "json", cwd=wurzel).stdout


def test_faellig_als_kalender(ordner: ORDNER) -> None:
    from icalendar import Calendar

    wurzel = ordner({"4711.md": IK, "4713.md": NEU})
    roh = subprocess.run(
        [sys.executable, "-m", "fallbuch.cli", "faellig", "--stichtag", "2026-03-01", "--format", "ics", "--berater", "Jana"],
        cwd=wurzel, capture_output=True, check=True,
    ).stdout  # fmt: skip
    assert roh.startswith(b"BEGIN:VCALENDAR\r\n")
    assert roh.endswith(b"END:VCALENDAR\r\n")
    termine = [str(e["summary"]) for e in Calendar.from_ical(roh).walk("VEVENT")]
    assert termine[:2] == ["4711: Betreuungsplan erstellen", "4711: Kontakt bei Förderbedarf (IK)"]
    bis = fallbuch("faellig", "--stichtag", "2026-03-01", "--format", "ics", "--bis", "2026-02-14", cwd=wurzel).stdout
    assert bis.count("BEGIN:VEVENT") == 3


def test_wochenblatt(ordner: ORDNER, golden: Callable[[str, str], None]) -> None:
    geheim = IK.replace("Folgetermin: 2026-01-28", "Folgetermin: 2026-04-10 14:30")
    vereinbart = "\nVereinbarungen:\n\n- [ ] Kundin spricht mit dem Arzt (bis 2026-04-02)\n- [ ] Team schreibt (bis 2026-04-13)\n"
    massnahme = "\n## 2026-04-05 Maßnahme (Jana)\n\nArt: Weiterbildung\nBezeichnung: Entwöhnung\nEnde: 2026-06-30\n"
    wurzel = ordner({"4711.md": geheim + vereinbart + massnahme, "4712.md": EIN_FEHLER, "4713.md": NEU})
    aufruf = ("faellig", "--stichtag", "2026-04-08", "--woche")
    markdown = fallbuch(*aufruf, "--format", "markdown", cwd=wurzel)
    assert (markdown.returncode, markdown.stderr) == (0, "")
    golden("cli/wochenblatt.md", markdown.stdout)
    golden("cli/wochenblatt.txt", fallbuch(*aufruf, cwd=wurzel).stdout)
    for wort in ("Arzt", "Entwöhnung", "Weiterbildung", "Bürostelle"):
        assert wort not in markdown.stdout
    nur_ole = fallbuch(*aufruf, "--berater", "Ole", cwd=wurzel).stdout
    assert nur_ole.startswith("Ole: Woche 15, 2026-04-06 bis 2026-04-12\n")
    assert "4711" not in nur_ole


def test_das_wochenblatt_wiederholt_keine_ueberschrift_und_keinen_dateinamen(ordner: ORDNER) -> None:
    erfunden = IK + "\n## 2026-04-03 Anruf von Max Mustermann (Jana)\n\n## 2026-04-04 Notiz (Jana)\n"
    wurzel = ordner({"4711.md": erfunden, "Erika Muster.md": "---\nkaputt\n"})
    blatt = fallbuch("faellig", "--stichtag", "2026-04-08", "--woche", cwd=wurzel).stdout
    assert "Anruf von" not in blatt
    assert "Notiz" not in blatt
    assert "nicht lesen" not in blatt
    (wurzel / "faelle/Erika Muster.md").write_bytes(b"\xff\xfe\0\0" * 8)
    danach = fallbuch("faellig", "--stichtag", "2026-04-08", "--woche", cwd=wurzel).stdout
    assert danach.endswith("\n1 Datei oder Eintrag ließ sich nicht lesen; was darin steht, fehlt hier.\n")
    assert ": Fall ohne gültige ID (" in blatt or "- Fall ohne gültige ID (" in blatt
    assert "Muster" not in blatt


def test_liste_als_markdown(ordner: ORDNER) -> None:
    wurzel = ordner({"4711.md": IK}, team="name: A*B\nberater:\n  Jana: {}\n")
    text = fallbuch(
        "faellig", "--stichtag", "2026-03-25", "--format", "markdown", "--berater", "Jana", cwd=wurzel
    ).stdout
    assert text.splitlines()[:7] == [
        "# Fällig: Jana", "", "Stichtag 2026-03-25.", "", "## Heute und überfällig (1)", "",
        "- **4711** (Jana): Betreuungsplan erstellen, fällig am 2026-02-12 (und 2 mehr)",
    ]  # fmt: skip
    assert "\nA*B: Woche 13" in "\n" + fallbuch("faellig", "--stichtag", "2026-03-25", "--woche", cwd=wurzel).stdout
    leer = fallbuch(
        "faellig", "--stichtag", "2026-01-01", "--format", "markdown", "--berater", "Jana", cwd=wurzel
    ).stdout
    assert leer == "# Fällig: Jana\n\nStichtag 2026-01-01.\n\nNichts ist fällig.\n"


@pytest.mark.parametrize("falsch", [("--format", "json"), ("--bis", "2026-05-01"), ("--ausfuehrlich",)])
def test_wochenblatt_hat_nur_zwei_formen(ordner: ORDNER, falsch: tuple[str, ...]) -> None:
    ende = fallbuch("faellig", "--woche", *falsch, cwd=ordner({}))
    assert (ende.returncode, ende.stdout, ende.stderr) == (
        2,
        "",
        "fallbuch: Das Wochenblatt gibt es nur als Text oder Markdown, ohne --bis und ohne --ausfuehrlich. Zum Beispiel: fallbuch faellig --woche --format markdown.\n",
    )


def test_vertretung_in_der_liste(ordner: ORDNER) -> None:
    wurzel = ordner({"4711.md": IK.replace("Berater: Jana\n", "Berater: Jana\nVertretung: Ole\n")})
    aufruf = ("faellig", "--stichtag", "2026-03-25", "--berater", "Ole")
    assert (
        "  4711     Ole für Jana   seit 41 Tagen   Betreuungsplan erstellen (+ 2)\n"
        in fallbuch(*aufruf, cwd=wurzel).stdout
    )
    liste = fallbuch(*aufruf, "--ausfuehrlich", cwd=wurzel).stdout
    assert "  4711         Jana         Betreuungsplan zu erstellen" in liste
    assert f"\n{' ' * 28}Vertretung: Ole\n" in liste
    daten = json.loads(fallbuch("faellig", "--stichtag", "2026-01-20", "--format", "json", cwd=wurzel).stdout)
    assert {z["vertretung"] for z in daten if z["fall"]} == {"Ole"}
    mit_zeit = wurzel / "faelle/4711.md"
    mit_zeit.write_text(
        mit_zeit.read_text(encoding="utf-8") + "\n## 2026-01-29 Notiz\n\nFolgetermin: 2026-04-01 09:30\n",
        encoding="utf-8",
    )
    daten = json.loads(fallbuch("faellig", "--stichtag", "2026-03-20", "--format", "json", cwd=wurzel).stdout)
    assert [z["uhrzeit"] for z in daten if z["regel"] == "folgetermin"] == ["09:30"]


def test_was_die_hilfe_von_einem_befehl_sagt_sagt_er_auch_selbst() -> None:
    """The table lets `--help` load no command; its sentences are those of the commands, or their beginning."""
    alle = lade_alle()
    assert set(alle) == {*BEFEHLE, *FUER_PROGRAMME}
    for name, (raum, satz) in (BEFEHLE | FUER_PROGRAMME).items():
        assert alle[name].callback.__module__ == f"fallbuch.cli.{raum}"
        assert (alle[name].help or "").startswith(satz.removesuffix(".")), name


def test_die_hilfe_laedt_keinen_befehl() -> None:
    frage = "import sys\nfrom fallbuch.cli.haupt import main\ntry:\n    main(['--help'])\nexcept SystemExit:\n    print(sorted(m for m in sys.modules if m.startswith('fallbuch')))"
    ende = subprocess.run([sys.executable, "-c", frage], capture_output=True, text=True, check=True)
    assert ende.stdout.splitlines()[-1] == str(
        [
                "fallbuch", "fallbuch.cli", "fallbuch.cli.antworten", "fallbuch.cli.befehle", "fallbuch.cli.deutsch", "fallbuch.cli.haupt",
                "fallbuch.fehler", "fallbuch.kennung", "fallbuch.text", "fallbuch.text.mitschrift", "fallbuch.text.zwischenspeicher",
                "fallbuch.werte", "fallbuch.zeit",
            ]
    )  # fmt: skip
