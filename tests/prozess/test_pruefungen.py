"""What is wrong with descriptions is said with place, sentence and advice; what is right is not mentioned."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from fallbuch.befund import Schwere
from fallbuch.prozess.modell import UNSERE
from tests.conftest import WURZEL
from tests.prozess.hilfen import ANNAHME, EMPFEHLUNG, VERLEIH, buch, lege_an, meldungen, prozess

GOLDEN = Callable[[str, str], None]

#: Each change to the small team, by the name under which its messages stand in the golden file.
FAELLE: dict[str, dict[str, str]] = {
    "umbenannt": {"annahme": ANNAHME.replace("Name: Annahme", "Name: Spendenannahme")},
    "Nachfolger entfernt": {"annahme": ANNAHME.replace("Nachfolger: [Verleih]\n", "")},
    "Vorgänger entfernt": {"verleih": VERLEIH.replace("Vorgänger: [Annahme]\n", "")},
    "Feld verschrieben": {"annahme": ANNAHME.replace("Nachfolger:", "Nachvolger:")},
    "Feld klein geschrieben": {"annahme": ANNAHME.replace("Nachfolger:", "nachfolger:")},
    "Feld zweimal": {"annahme": ANNAHME.replace("Status: neu\n", "Status: neu\nStatus: neu\n")},
    "Nachfolger verschrieben": {"annahme": ANNAHME.replace("[Verleih]", "[Verlei]")},
    "Prozess gelöscht": {"verleih": ""},
    "Eingabe von niemandem": {"verleih": VERLEIH.replace("Eingabe: [Geprüfte", "Eingabe: [Gebügelte")},
    "Hilfsmittel verschrieben": {"annahme": ANNAHME.replace("Leitfaden Beratung", "Leitfaden Beratungen")},
    "Hilfsmittel als Datei fehlt": {"annahme": ANNAHME.replace("vorlagen/team.yml", "vorlagen/taem.yml")},
    "Hilfsmittel außerhalb": {"annahme": ANNAHME.replace("vorlagen/team.yml", "../../etc/passwd")},
    "unerreichbar": {"annahme": ANNAHME.replace(" (von außen)", "").replace("Eingabe: [Spenden]\n", "")},
    "Status verschrieben": {"annahme": ANNAHME.replace("Status: neu", "Status: neue")},
    "zwei gleiche Namen": {"verleih": VERLEIH.replace("Name: Verleih", "Name: Annahme")},
    "Person unbekannt": {"annahme": ANNAHME.replace("[Jana]", "[Janna]")},
    "Person gegangen": {"annahme": ANNAHME.replace("[Jana]", "[Rita]")},
    "Regel unbekannt": {"annahme": ANNAHME.replace("[Beginn]", "[Begin]")},
    "Kennzahl unbekannt": {"annahme": ANNAHME.replace("Zugang, Aufwand", "Zugang, Aufwant")},
    "ohne Schritte": {"annahme": ANNAHME.replace("## Schritte", "## Ablauf")},
    "Teil von nichts": {"verleih": VERLEIH.replace("Gruppe:", "Teil von: Lager\nGruppe:")},
    "Teil von sich selbst": {"verleih": VERLEIH.replace("Gruppe:", "Teil von: Verleih\nGruppe:")},
    "Verweis ins Leere": {"annahme": ANNAHME.replace("leitfaden.md", "leitfade.md")},
    "Untergliederung": {"annahme": ANNAHME.replace("Ausgabe: [Geprüfte Kleidung]", "Ausgabe:\n  - Kleidung: geprüft")},
    "Liste statt Wert": {"annahme": ANNAHME.replace("Name: Annahme", "Name: [Annahme]")},
    "Pflichtfelder fehlen": {"verleih": VERLEIH.replace("Name: Verleih\n", "").replace("Ausgabe: [Angezogener Mensch]\n", "")},
    "Tag unmöglich": {"annahme": ANNAHME.replace("2026-03-02", "2026-02-30")},
    "Tag deutsch": {"annahme": ANNAHME.replace("2026-03-02", "2.3.2026")},
    "Tag in der Zukunft": {"annahme": ANNAHME.replace("2026-03-02", "2062-03-02")},
    "Einschub verschrieben": {"annahme": ANNAHME.replace("1. Waschen", "<!-- fallbuch: zugangsweg -->\n\n1. Waschen")},
    "Doppelpunkt im Wert": {"annahme": ANNAHME.replace("Wir nehmen", "Kurz: Wir nehmen")},
    "kein Kopf": {"annahme": ANNAHME.removeprefix("---\n")},
    "Kopf offen": {"annahme": ANNAHME.replace("2026-03-02\n---", "2026-03-02\n")},
    "Sicht verschrieben": {"annahme": ANNAHME.replace("Status: neu", "Sicht: geheim")},
    "Empfehlung ohne Tag": {"empfehlung": EMPFEHLUNG.replace("Nachhalten am: 2026-07-02\n", "").replace("Hält nach: Ole\n", "")},
    "Empfehlung zu nichts": {"empfehlung": EMPFEHLUNG.replace("Prozess: Annahme", "Prozess: Anahme")},
    "Empfehlung unentschieden": {"empfehlung": EMPFEHLUNG.replace("angenommen", "vielleicht")},
    "Empfehlung ohne Entscheidung": {"empfehlung": EMPFEHLUNG.replace("Entscheidung: angenommen\n", "")},
    "eigener Nachbar": {"verleih": VERLEIH.replace("[Annahme]", "[Annahme, Verleih]")},
    "eigene Ausgabe als Eingabe": {"verleih": VERLEIH.replace("Eingabe: [Geprüfte Kleidung]", "Eingabe: [Angezogener Mensch]")},
    "im Unterordner": {"alte/lager": ANNAHME},
    "Verweis mit Leerzeichen": {"annahme": ANNAHME.replace("(../hilfsmittel/leitfaden.md#erstgespraech)", "(<../hilfsmittel/leit faden.md>)")},
    "Verweis am Ende": {"annahme": ANNAHME + "\n[r]: gibtsnicht.md\n"},
    "Verweis mit ftp": {"annahme": ANNAHME.replace("../hilfsmittel/leitfaden.md#erstgespraech", "ftp://example.org/x")},
    "Tag leer": {"empfehlung": EMPFEHLUNG.replace("Nachhalten am: 2026-07-02", "Nachhalten am:")},
    "mitgeliefert umbenannt": {"akquise": "---\nName: Menschen gewinnen\n---\n"},
    "mitgeliefert ohne Nachfolger": {"beratung": "---\nNachfolger: [Maßnahmen]\n---\n"},
    "mitgeliefert mit fremdem Nachbarn": {"analyse": "---\nNachfolger: [Verleih]\n---\n"},
}  # fmt: skip


def test_ohne_aenderung_ist_alles_in_ordnung(tmp_path: Path) -> None:
    assert meldungen(lege_an(tmp_path)) == ""


def test_meldungen_im_ganzen(tmp_path: Path, golden: GOLDEN) -> None:
    text = ""
    for nummer, (name, dateien) in enumerate(FAELLE.items()):
        gefunden = meldungen(lege_an(tmp_path / str(nummer), **dateien))
        assert gefunden, name
        text += f"== {name}\n{gefunden}\n"
    golden("prozess/meldungen.txt", text)


def test_mitgelieferte_beschreibungen_sind_sauber_und_vollstaendig(tmp_path: Path) -> None:
    gelesen = buch(lege_an(tmp_path, annahme="", verleih="", empfehlung=""))
    assert gelesen.befunde == ()
    assert [p.name.text for p in gelesen.prozesse if p.gruppe == UNSERE] == [
        "Akquise",
        "Beratung",
        "Maßnahmen",
        "Analyse",
    ]
    assert {p.gruppe for p in gelesen.prozesse} == {UNSERE}
    assert all(p.quelle and p.beschreibung for p in gelesen.prozesse)


def test_verweise_in_code_sind_keine(tmp_path: Path) -> None:
    code = ANNAHME + "\n`[a](nirgends.md)` und\n\n    [b](nirgends.md)\n\n```\n[c](nirgends.md)\n```\n"
    assert meldungen(lege_an(tmp_path, annahme=code)) == ""


def test_gross_geschriebene_dateien_gehoeren_zur_mitgelieferten(tmp_path: Path) -> None:
    gelesen = buch(lege_an(tmp_path, Beratung="---\nVerantwortlich: [Ole]\n---\n"))
    assert gelesen.befunde == ()
    assert [n.text for n in prozess(gelesen, "beratung").verantwortlich] == ["Ole"]


def test_von_aussen_gross_geschrieben(tmp_path: Path) -> None:
    assert meldungen(lege_an(tmp_path, annahme=ANNAHME.replace("(von außen)", "(Von außen)"))) == ""


@pytest.mark.parametrize(
    "aenderung",
    [
        ("Gruppe:", "Sicht: interna\nGruppe:"),
        ("Gruppe:", "Sicht: [intern]\nGruppe:"),
        ("Gruppe:", "Sichtt: intern\nGruppe:"),
        ("---\nName", "\n---\nName"),
        ("Wir ver", "Kurz: Wir ver"),
    ],
)
def test_wer_sich_bei_der_sicht_verschreibt_veroeffentlicht_nichts(tmp_path: Path, aenderung: tuple[str, str]) -> None:
    gelesen = buch(lege_an(tmp_path, verleih=VERLEIH.replace(*aenderung, 1)))
    assert prozess(gelesen, "verleih").intern
    assert not prozess(gelesen, "annahme").intern
    if aenderung[0].startswith("---"):
        assert prozess(gelesen, "verleih").text == "", "nobody knows where the front matter ends"


def test_das_demo_team_ist_sauber() -> None:
    assert buch(WURZEL).befunde == ()


def test_ein_unlesbarer_kopf_zieht_keine_folgefehler_nach_sich(tmp_path: Path) -> None:
    """The file's name tells the neighbours who is meant; what is missing may only be unreadable."""
    gelesen = buch(lege_an(tmp_path, verleih=VERLEIH.replace("Wir verleihen", "Kurz: Wir verleihen")))
    assert [b.kennung for b in gelesen.befunde] == ["F007"]
    assert prozess(gelesen, "verleih").gelesen is False


@pytest.mark.parametrize(
    "inhalt", [b"", b"\xff\xfe\x00", b"---\n", b"---\n[[[\n---\n", b"\x00" * 50, "---\nName: a\u2028b\n---\n".encode()]
)
def test_schlechte_eingaben_sind_meldungen(tmp_path: Path, inhalt: bytes) -> None:
    lege_an(tmp_path)
    (tmp_path / "site_src/prozesse/kaputt.md").write_bytes(inhalt)
    gelesen = buch(tmp_path)
    assert gelesen.befunde, "never silently"
    assert {p.stamm for p in gelesen.prozesse} >= {"annahme", "verleih", "kaputt", "beratung"}


def test_ordner_verweise_und_grosse_dateien(tmp_path: Path) -> None:
    lege_an(tmp_path)
    ordner = tmp_path / "site_src/prozesse"
    (ordner / "ordner.md").mkdir()
    (ordner / "fremd.md").symlink_to("/etc/hostname")
    (ordner / "gross.md").write_text(ANNAHME.replace("Annahme", "Groß") + "x" * 1_000_001, encoding="utf-8")
    assert sorted({b.kennung for b in buch(tmp_path).befunde if b.stelle.datei.rpartition("/")[2] in {"ordner.md", "fremd.md", "gross.md"}}) == ["F001", "F003"]  # fmt: skip


def test_geprueft_am_selben_tag_ist_keine_zukunft(tmp_path: Path) -> None:
    lege_an(tmp_path)
    assert [b.kennung for b in buch(tmp_path, date(2026, 4, 8)).befunde] == ["P018"], "decided the day after"
    assert buch(tmp_path, date(2026, 4, 9)).befunde == ()


def test_meldungen_haben_stelle_und_vorschlag(tmp_path: Path) -> None:
    """Rename a process, remove a successor, misspell a field: file, line, column, and what to do."""
    for name, (datei, zeile, spalte, rat) in {
        "umbenannt": ("site_src/prozesse/verleih.md", 4, 13, "Meinten Sie „Spendenannahme“?"),
        "Nachfolger entfernt": (
            "site_src/prozesse/verleih.md",
            4,
            13,
            "Ergänzen Sie in site_src/prozesse/annahme.md bei „Nachfolger“ den Namen „Verleih“",
        ),
        "Feld verschrieben": ("site_src/prozesse/annahme.md", 8, 1, "Meinten Sie „Nachfolger“?"),
    }.items():
        befunde = buch(lege_an(tmp_path / name.replace(" ", ""), **FAELLE[name])).befunde
        passende = [
            b for b in befunde if b.stelle.datei == datei and (b.stelle.zeile, b.stelle.spalte) == (zeile, spalte)
        ]
        assert len(passende) == 1, (name, befunde)
        assert passende[0].hinweis.startswith(rat), passende
        assert passende[0].schwere is Schwere.FEHLER
