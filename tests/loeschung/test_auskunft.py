"""`fallbuch auskunft`: all that is held on one person, and what may concern others marked."""

from __future__ import annotations

import json
import os
import re
import stat
import unicodedata
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest

from fallbuch.kennung import vergleichsform
from fallbuch.kontakte.modell import Kontaktdaten
from fallbuch.kontakte.schloss import Leseschluessel
from fallbuch.kontakte.speicher import Empfaenger, Kontaktspeicher
from fallbuch.loeschung.auskunft import _gemarkt, _muster, auskunft
from fallbuch.loeschung.planen import plane
from tests.cli.aufruf import fallbuch
from tests.conftest import gib_das_neueste_frei, kopiere_demo
from tests.git import git
from tests.hilfen import TEAM_YML, fall
from tests.loeschung.test_geloeschte import platz

ORDNER = Callable[..., Path]
VERLAUF = """\
## 2026-02-02 Erstgespräch (Jana)

Wird von Frau Maier begleitet (0341 555 66 77, maier@example.org), kennt 2911. <b>Fett</b> & mehr.

## 2026-03-02 Telefonat (Jana)

Kurz.
"""
ARBEITGEBER = "arbeitgeber:\n  Bäckerei Korn:\n    ansprechpartner:\n      - {name: Sina Korn}\n"


@pytest.fixture
def team(ordner: ORDNER) -> Path:
    wurzel = ordner(
        {
            "4711.md": fall(
                VERLAUF + "\nSina Korn ruft zurück, Sinai nicht.\n",
                erstkontakt="2026-01-12",
                zu_beachten="Nur vormittags",
            ),
            "2911.md": fall("## 2026-03-02 Notiz (Jana)\n\nKommt mit 4711.\n").replace("ID: 4711", "ID: 2911"),
        }
    )
    (wurzel / "vorlagen/arbeitgeber.yml").write_text(ARBEITGEBER)
    return wurzel


def test_alles_ueber_einen_menschen(team: Path, tmp_path: Path) -> None:
    git(team, "init", "-q", "-b", "main")
    git(team, "add", "-A")
    git(team, "commit", "-qm", "Anfang")
    ende = fallbuch(
        "auskunft",
        "4711",
        str(tmp_path / "aus"),
        "--stichtag",
        "2026-06-30",
        cwd=team,
        FALLBUCH_BROWSER="/gibt/es/nicht",
    )
    assert (ende.returncode, ende.stderr) == (0, "")
    assert ende.stdout == (
        f"Geschrieben: {tmp_path}/aus/auskunft-4711.html\n"
        "Eine PDF-Datei gibt es nicht dazu: Der Browser „/gibt/es/nicht“ ließ sich nicht starten oder wurde nicht fertig. Öffnen Sie die Seite im Browser, und drucken Sie sie dort.\n"
        f"Geschrieben: {tmp_path}/aus/auskunft-4711.json\n"
        "Lesen Sie alles durch, bevor Sie es herausgeben: Gelb markiert ist, was andere Menschen betreffen kann; das Programm erkennt nicht alles. "
        "Löschen Sie die Dateien, wenn Sie sie nicht mehr brauchen.\n"
        "Wo Kontaktdaten liegen, ist hier nicht bekannt. Sie stehen nicht in der Auskunft.\n"
    )
    seite = (tmp_path / "aus/auskunft-4711.html").read_text(encoding="utf-8")
    assert [unescape(m) for m in re.findall("<mark>(.*?)</mark>", seite)] == [
        "Frau Maier", "0341 555 66 77", "maier@example.org", "2911", "Sina Korn", "2911", "Kommt mit 4711.",
    ]  # fmt: skip
    assert "&lt;b&gt;Fett&lt;/b&gt; &amp; mehr." in seite
    assert "<h3>02.02.2026 Erstgespräch (Jana)</h3>" in seite
    daten = json.loads((tmp_path / "aus/auskunft-4711.json").read_bytes())
    assert {k: daten[k] for k in ("kennung", "verantwortlich", "stand", "kontaktdaten", "gezaehlt_in", "loeschfristen")} == {
        "kennung": "4711", "verantwortlich": "Testteam", "stand": "30.06.2026", "kontaktdaten": {}, "gezaehlt_in": [], "loeschfristen": [],
    }  # fmt: skip
    assert (daten["stammdaten"]["Erstkontakt"], daten["stammdaten"]["Zu beachten"]) == ("12.01.2026", "Nur vormittags")
    assert [e["titel"] for e in daten["eintraege"]] == ["02.02.2026 Erstgespräch (Jana)", "02.03.2026 Telefonat (Jana)"]
    # What stands in the case of somebody else is marked as a whole, and programs do not get it.
    assert daten["erwaehnungen"] == [{"wo": "faelle/2911.md, Zeile 11: die Nummer", "text": ""}]
    assert daten["verlauf"][0].startswith("20")
    assert daten["verlauf"][0].endswith("  T: Anfang")
    for datei in (tmp_path / "aus").iterdir():
        assert os.name == "nt" or stat.S_IMODE(datei.stat().st_mode) == 0o600


def test_mit_kontaktdaten_und_fristen(ordner: ORDNER, tmp_path: Path) -> None:
    schluessel = Leseschluessel.neu()
    speicher = Kontaktspeicher(tmp_path / "kontakte")
    speicher.setze_empfaenger([Empfaenger("Jana", schluessel.oeffentlich)])
    speicher.schreibe(Kontaktdaten(kennung="4711", angaben={"VName": "Gül", "NName": "Öztürk", "Telefon": "0341 1"}))
    verlauf = "## 2026-02-02 Erstgespräch (Jana)\n\nFrau Öztürk kommt.\n\n## 2026-03-02 Abschluss (Jana)\n\nErgebnis: Kontakt verloren\n"
    wurzel = ordner({"4711.md": fall(verlauf, status="abgeschlossen")}, team=TEAM_YML)
    angaben = speicher.lies("4711", schluessel).angaben
    ergebnis = auskunft(platz(wurzel), plane(platz(wurzel), ["4711"], [angaben]), "")
    assert list(ergebnis.kontakt) == [("Vorname", "Gül"), ("Nachname", "Öztürk"), ("Telefon", "0341 1")]
    assert [regel for regel, _ in ergebnis.fristen] == ["Kontaktdaten löschen", "Fall löschen"]
    assert ergebnis.fristen[0][1] == "02.09.2026"
    assert ergebnis.verlauf.startswith(f"„{wurzel}“ steht nicht unter git")


def test_in_welchen_zahlen_er_zaehlt(tmp_path: Path) -> None:
    """A released quarter in which the case was there is named, and none before its first day."""
    demo = kopiere_demo(tmp_path / "demo")
    gib_das_neueste_frei(demo)
    freigegebene = {p.stem for p in (demo / "statistik/register").glob("2*.json")}
    ergebnis = auskunft(platz(demo), plane(platz(demo), ["2911"]), "")
    assert freigegebene
    assert 0 < len(ergebnis.freigaben) <= len(freigegebene)
    assert all("freigegeben am " in satz for satz in ergebnis.freigaben)
    assert not any("1. Quartal 2025" in satz for satz in ergebnis.freigaben)  # the case begins in November 2025


def test_nie_in_den_ordner_des_teams(team: Path) -> None:
    ende = fallbuch("auskunft", "4711", "hier", cwd=team)
    assert (ende.returncode, ende.stderr) == (
        2,
        "fallbuch: „hier“ liegt im Ordner des Teams und käme mit git zu allen. Nennen Sie einen Ordner daneben.\n",
    )
    falsch = fallbuch("auskunft", "4712", "../aus", cwd=team)
    assert (falsch.returncode, falsch.stderr) == (2, "fallbuch: Einen Fall „4712“ gibt es nicht. Meinten Sie „4711“?\n")
    assert not (team.parent / "aus").exists()


def test_was_sonst_dasteht_und_wer_der_mensch_selbst_ist(ordner: ORDNER) -> None:
    """The lines that name the case are told, with others in them marked; the person's own name is nobody else's."""
    verlauf = "## 2026-02-02 Erstgespräch (Jana)\n\nFrau Öztürk kommt mit Frau Maier.\n\nVereinbarungen:\n\n- [x] Kunde ruft an (bis 2026-02-20)\n- [ ] Jana schreibt\n"
    wurzel = ordner({"4711.md": fall(verlauf, Einwilligung="2026-01-12")}, team=TEAM_YML)
    (wurzel / "vorlagen/protokoll.md").write_text(
        "# Protokoll\n\n## 2026-03-02 Notiz (Jana)\n\n4711: Herr Lang ruft an.\n", encoding="utf-8"
    )
    kontakt = {"VName": "Gül", "NName": "Öztürk"}
    ergebnis = auskunft(platz(wurzel), plane(platz(wurzel), ["4711"], [kontakt]), "")
    assert [(e.wo, e.text) for e in ergebnis.erwaehnungen] == [
        ("vorlagen/protokoll.md, Zeile 5: die Nummer", "4711: Herr Lang ruft an."),
    ]
    seite = ergebnis.als_seite()
    assert [unescape(m) for m in re.findall("<mark>(.*?)</mark>", seite)] == ["Frau Maier", "Herr Lang"]
    assert "☑ Kunde ruft an (bis 20.02.2026)\n☐ Jana schreibt" in seite
    assert "Ihre Einwilligung vom 12.01.2026 (Art. 6 Abs. 1 Buchst. a DSGVO)" in seite


@pytest.mark.parametrize(
    ("text", "markiert"),
    [
        ("Mit Frau Hilde Krügerstein gesprochen.", ["Frau Hilde Krügerstein"]),
        ("Herr Dr. von Wülfing ruft an.", ["Herr Dr. von Wülfing"]),
        ("Frau Ana von der Au und Herr Korn", ["Frau Ana von der Au", "Herr Korn"]),
        ("Bei Zwackelmanns, nicht im Zwackelmannsweg", ["Zwackelmanns"]),
        ("Frau Ro\u0308\u00dfner, Frau Gru\u0308n", ["Frau Grün"]),
    ],
)
def test_der_ganze_name_eines_anderen_ist_markiert(text: str, markiert: list[str]) -> None:
    """And one's own is not, however its letters are put together."""
    stuecke = _gemarkt(text, _muster(["Zwackelmann"]), frozenset({vergleichsform("Rößner")}))
    assert [s.text for s in stuecke if s.dritte] == markiert
    assert "".join(s.text for s in stuecke) == unicodedata.normalize("NFC", text)


def test_nach_welchen_regeln_geloescht_wird(team: Path) -> None:
    """Of a case that is open no day can be told."""
    ergebnis = auskunft(platz(team), plane(platz(team), ["4711"]), "")
    assert ergebnis.fristen == []
    assert json.loads(ergebnis.als_json())["loeschregeln"] == [
        "Kontaktdaten löschen: 6 Monate nach dem Abschluss, bei einer Arbeitsstelle dem Arbeitsbeginn oder der letzten Nachbetreuung",
        "Fall löschen: 3 Jahre nach dem Ende des Jahres, in dem die Betreuung oder Nachbetreuung endete",
    ]
    assert "danach gelten die Löschfristen des Teams: Kontaktdaten löschen: " in ergebnis.als_seite()
