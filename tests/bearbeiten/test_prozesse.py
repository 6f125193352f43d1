"""A new process: a file of its own, entered at its neighbours, nothing else touched."""

from __future__ import annotations

from pathlib import Path

import pytest

from fallbuch.akte.entwurf import Schreibfehler
from fallbuch.bearbeiten.prozesse import plane_prozess
from fallbuch.prozess.modell import Prozessbuch
from fallbuch.prozess.netz import Netz
from tests.bearbeiten.hilfen import platz, stand
from tests.cli.aufruf import fallbuch
from tests.prozess.hilfen import ANNAHME, VERLEIH, buch, lege_an

NEU = """\
---
Name: Anprobe
Beschreibung: Noch zu beschreiben.
Verantwortlich: []
Vorgänger: [Annahme]
Eingabe: [Geprüfte Kleidung]
Ausgabe: [Ergebnis von Anprobe]
Hilfsmittel: []
Nachfolger: [Verleih]
Status:
Regeln: []
Geprüft am: 2026-07-01
Gruppe: Kleiderkammer
---

## Schritte

1. Was zuerst zu tun ist
2. Was danach kommt
3. Wo das Ergebnis festgehalten wird

## Gelingensfaktoren

- Was dazu beiträgt, dass es gut geht

## Versionen

- 2026-07-01 Angelegt
"""


def lege_prozess_an(wurzel: Path, name: str, **felder: list[str]) -> None:
    werkbank = platz(wurzel)
    plane_prozess(
        werkbank, name, {feld.capitalize().replace("ae", "ä"): worte for feld, worte in felder.items()}
    ).fuehre_aus(werkbank)


def nur_unbeschrieben(gelesen: Prozessbuch) -> str:
    """Return of which process a single finding says that it is not described yet: nothing else may be wrong."""
    (befund,) = gelesen.befunde
    assert befund.kennung == "P023"
    return befund.text.split(" ist ")[0]


def test_der_neue_und_seine_nachbarn(tmp_path: Path) -> None:
    lege_an(tmp_path)
    vorher = stand(tmp_path)
    lege_prozess_an(tmp_path, "Anprobe", vorgaenger=["Annahme"], nachfolger=["verleih"])
    danach = stand(tmp_path)
    assert danach.pop("site_src/prozesse/anprobe.md").decode() == NEU
    geaendert = {name for name in danach if danach[name] != vorher[name]}
    assert geaendert == {"site_src/prozesse/annahme.md", "site_src/prozesse/verleih.md"}
    assert danach["site_src/prozesse/annahme.md"].decode() == ANNAHME.replace("[Verleih]", "[Verleih, Anprobe]")
    erwartet = VERLEIH.replace("[Annahme]", "[Annahme, Anprobe]").replace(
        "Eingabe: [Geprüfte Kleidung]", "Eingabe: [Geprüfte Kleidung, Ergebnis von Anprobe]"
    )
    assert danach["site_src/prozesse/verleih.md"].decode() == erwartet
    gelesen = buch(tmp_path)
    assert nur_unbeschrieben(gelesen) == "„Anprobe“"
    assert {(a, b) for a, b in Netz(gelesen.prozesse).kanten if "anprobe" in {a, b}} == {
        ("annahme", "anprobe"),
        ("anprobe", "verleih"),
    }


def test_mitgelieferte_nachbarn_bekommen_eine_datei_die_nur_das_sagt(tmp_path: Path) -> None:
    lege_an(tmp_path)
    lege_prozess_an(tmp_path, "Nachbetreuung", vorgaenger=["Beratung"], nachfolger=["Analyse"])
    assert (tmp_path / "site_src/prozesse/beratung.md").read_text(
        encoding="utf-8"
    ) == "---\nNachfolger: [Maßnahmen, Analyse, Nachbetreuung]\n---\n"
    assert (tmp_path / "site_src/prozesse/analyse.md").read_text(encoding="utf-8") == (
        "---\nVorgänger: [Beratung, Maßnahmen, Nachbetreuung]\n"
        "Eingabe: [Dokumentierter Verlauf, Ergebnis einer Maßnahme, Ergebnis von Nachbetreuung]\n---\n"
    )
    assert nur_unbeschrieben(buch(tmp_path)) == "„Nachbetreuung“"


def test_vorgaenger_und_nachfolger_zugleich(tmp_path: Path) -> None:
    lege_an(tmp_path)
    lege_prozess_an(tmp_path, "Änderung", vorgaenger=["Verleih"], nachfolger=["Verleih"])
    text = (tmp_path / "site_src/prozesse/verleih.md").read_text(encoding="utf-8")
    assert "Vorgänger: [Annahme, Änderung]" in text
    assert "Nachfolger: [Änderung]" in text
    assert (tmp_path / "site_src/prozesse/aenderung.md").exists()
    assert nur_unbeschrieben(buch(tmp_path)) == "„Änderung“"


def test_ohne_nachbarn_beginnt_er_selbst(tmp_path: Path) -> None:
    lege_an(tmp_path)
    lege_prozess_an(tmp_path, "Putzen")
    assert "Eingabe: [Anlass für Putzen (von außen)]" in (tmp_path / "site_src/prozesse/putzen.md").read_text(
        encoding="utf-8"
    )
    assert nur_unbeschrieben(buch(tmp_path)) == "„Putzen“"


def test_kommentare_zeilenenden_und_marke_der_nachbarn_bleiben(tmp_path: Path) -> None:
    eigen = "\ufeff" + ANNAHME.replace(
        "Nachfolger: [Verleih]", "nachfolger:   # wohin\n  - Verleih  # unser Laden"
    ).replace("\n", "\r\n")
    lege_an(tmp_path, annahme=eigen)
    lege_prozess_an(tmp_path, "Anprobe", vorgaenger=["Annahme"])
    neu = (tmp_path / "site_src/prozesse/annahme.md").read_bytes().decode()
    assert neu == eigen.replace("  - Verleih  # unser Laden\r\n", "  - Verleih  # unser Laden\r\n  - Anprobe\r\n")
    assert [b.kennung for b in buch(tmp_path).befunde] == ["F020", "P023"], "the key in small letters"


@pytest.mark.parametrize(
    ("felder", "zeile"),
    [
        ({"vorgaenger": ["Annahme"]}, "Gruppe: Kleiderkammer\n"),
        ({"vorgaenger": ["Annahme"], "gruppe": ["Nähstube"]}, "Gruppe: Nähstube\n"),
        ({"vorgaenger": ["Beratung"]}, ""),
        ({"vorgaenger": ["Beratung"], "nachfolger": ["Verleih"]}, ""),
    ],
    ids=["wie der Nachbar", "wie genannt", "das Team selbst", "zwei Gruppen"],
)
def test_die_gruppe(tmp_path: Path, felder: dict[str, list[str]], zeile: str) -> None:
    lege_an(tmp_path)
    lege_prozess_an(tmp_path, "Ändern", **felder)
    text = (tmp_path / "site_src/prozesse/aendern.md").read_text(encoding="utf-8")
    assert "".join(z + "\n" for z in text.split("\n") if z.startswith("Gruppe:")) == zeile


def test_die_vorlage_des_teams_gilt(tmp_path: Path) -> None:
    lege_an(tmp_path)
    (tmp_path / "vorlagen/prozess.md").write_text(
        "---\n# unsere Form\nName:\n---\n\n## Schritte\n\n1. Anfangen\n", encoding="utf-8"
    )
    lege_prozess_an(tmp_path, "Putzen")
    text = (tmp_path / "site_src/prozesse/putzen.md").read_text(encoding="utf-8")
    assert text.startswith("---\n# unsere Form\nName: Putzen\nBeschreibung: Noch zu beschreiben.\n")
    assert text.endswith("## Schritte\n\n1. Anfangen\n")


@pytest.mark.parametrize(
    ("name", "felder", "satz"),
    [
        (
            "annahme",
            {},
            "Einen Prozess „Annahme“ gibt es schon (site_src/prozesse/annahme.md). Nennen Sie einen anderen Namen.",
        ),
        ("  ", {}, "Wie soll der Prozess heißen? Nennen Sie einen Namen."),
        (
            "Index",
            {},
            "Aus „Index“ würde die Datei index.md. „index“ ist für die Startseite vergeben. Nennen Sie einen anderen Namen.",
        ),
        (
            "Con",
            {},
            "Aus „Con“ würde die Datei con.md. Diesen Namen vergibt Windows selbst, eine solche Datei lässt sich dort nicht öffnen. "
            "Nennen Sie einen anderen Namen.",
        ),
        ("Anprobe", {"vorgaenger": ["Anahme"]}, "Einen Prozess „Anahme“ gibt es nicht. Meinten Sie „Annahme“?"),
        (
            "Anprobe",
            {"nachfolger": ["xyz"]},
            "Einen Prozess „xyz“ gibt es nicht. Es gibt „Akquise“, „Beratung“, „Maßnahmen“, „Analyse“, „Annahme“, „Verleih“.",
        ),
        (
            "Anprobe",
            {"status": ["neue"]},
            "So kann der Prozess nicht angelegt werden. Den Status „neue“ gibt es nicht. Erwartet: „neu“, „in Beratung“, „abgeschlossen“. Meinten Sie „neu“?",
        ),
    ],
)
def test_was_nicht_geht_sagt_warum_und_schreibt_nichts(
    tmp_path: Path, name: str, felder: dict[str, list[str]], satz: str
) -> None:
    lege_an(tmp_path)
    vorher = stand(tmp_path)
    with pytest.raises(Schreibfehler) as fehler:
        lege_prozess_an(tmp_path, name, **felder)
    assert str(fehler.value) == satz
    assert stand(tmp_path) == vorher


def test_am_befehl(tmp_path: Path) -> None:
    lege_an(tmp_path)
    vorher = stand(tmp_path)
    schau = fallbuch(
        "neu-prozess", "Anprobe", "--vorgaenger", "Annahme", "--zeigen", cwd=tmp_path, FALLBUCH_STICHTAG="2026-07-01"
    )
    assert schau.returncode == 0
    assert "  + Name: Anprobe\n" in schau.stdout
    assert schau.stdout.endswith("Das ist nur eine Vorschau; es wurde nichts geschrieben.\n")
    assert stand(tmp_path) == vorher
    ende = fallbuch(
        "neu-prozess",
        "Anprobe",
        "--vorgaenger",
        "Annahme",
        "--regel",
        "Kontakt",
        "--ausgabe",
        "Passende Kleidung",
        "--beschreibung",
        "Wir sehen, was passt.",
        cwd=tmp_path,
    )
    assert (ende.returncode, ende.stderr) == (0, "")
    assert ende.stdout == (
        "Angelegt: site_src/prozesse/anprobe.md. Schreiben Sie dort nun auf, was der Reihe nach zu tun ist.\n"
        "site_src/prozesse/annahme.md nennt jetzt „Anprobe“.\n"
    )
    assert fallbuch("pruefen", "site_src/prozesse", cwd=tmp_path).stdout == "0 Fälle geprüft: 0 Fehler, 0 Hinweise.\n"
