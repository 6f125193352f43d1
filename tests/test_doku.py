"""What is not documented does not exist: commands, options, fields, codes, words, and the README's promises."""

from __future__ import annotations

import re
import shlex
import shutil
from dataclasses import fields
from pathlib import Path

import click
import pytest

from fallbuch.akte.eintragsformen import FORMEN
from fallbuch.akte.feld import felder
from fallbuch.akte.modell import Angaben, Kopf
from fallbuch.cli.deutsch import Befehl
from fallbuch.katalog import KATALOG
from fallbuch.regelwerk.anker import ANKER
from fallbuch.regelwerk.bedingungen import BEDINGUNGEN
from fallbuch.regelwerk.ereignisse import EREIGNISSE
from fallbuch.regelwerk.faelligkeit import Dringlichkeit
from fallbuch.regelwerk.modell import Bezug, Fassung, Teamdatei
from fallbuch.regelwerk.quellen import FRISTQUELLEN, TAGQUELLEN
from fallbuch.regelwerk.teamregeln import TEAMANKER, TEAMEREIGNISSE
from fallbuch.website.plugin import Optionen
from tests.cli.aufruf import fallbuch as rufe
from tests.cli.aufruf import lade_alle
from tests.conftest import WURZEL
from tests.forge.server import laufend
from tests.git import git
from tests.hilfen import BEIM_LANDEN

ALLE = lade_alle()
HANDBUCH = WURZEL / "plugins/fallbuch/vorgaben/handbuch"


def seite(name: str) -> str:
    return (HANDBUCH / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", list(ALLE))
def test_befehle_und_optionen_stehen_im_handbuch(name: str) -> None:
    abschnitt = re.search(rf"^## fallbuch {name}$(.*?)^## ", seite("befehle.md"), re.DOTALL | re.MULTILINE)
    assert abschnitt is not None
    gemeinsam = seite("befehle.md").split("\n## ")[0]
    befehl = ALLE[name]
    for param in befehl.params:
        if isinstance(param, click.Option):
            assert param.opts[0] in abschnitt[1] or (
                param.opts[0] in {"--team", "--stichtag", "--ohne-zwischenspeicher"} and param.opts[0] in gemeinsam
            )
            assert param.help, param.opts
    assert isinstance(befehl, Befehl)
    assert befehl.beispiel.startswith(f"fallbuch {name}")


#: The order in which the examples make sense: a case is there before it is closed.
_REIHE = (
    "einrichten", "demo", "neu", "eintragen", "uebergeben", "abschliessen", "wiederaufnehmen", "zuruecknehmen", "loeschen", "auskunft", "vereinen", "faellig", "heute", "pruefen", "vergleichen", "verlauf", "schema", "neu-prozess", "exportieren",
    "formatieren", "zusammenfuehren", "vervollstaendigung", "drucken", "statistik", "leckprobe",
    "kommentieren", "aktualisieren", "bauen", "quelle", "betrieb",
)  # fmt: skip


@BEIM_LANDEN
def test_beispiele_der_hilfe_laufen(tmp_path: Path) -> None:
    """Each example does what it says, in a team that has what it names."""
    assert set(_REIHE) == set(ALLE) - {"oeffnen", "kontakt", "importieren", "verbund"}, (
        "one goes on until somebody ends it, one asks for a password, one needs an old list, one other teams: they have tests of their own"
    )
    team, tag = tmp_path / "unser-team", {"FALLBUCH_STICHTAG": "2026-07-01"}
    for name in _REIHE:
        befehl = ALLE[name]
        if name == "vergleichen":
            git(team, "add", "-A")
            git(team, "commit", "-qm", "Anfang")
            git(team, "update-ref", "refs/remotes/origin/main", "HEAD")
        assert isinstance(befehl, Befehl)
        wo = tmp_path if name in {"einrichten", "demo"} else team
        worte = shlex.split(befehl.beispiel.split(" > ")[0])
        if name == "bauen":
            shutil.rmtree(team / "site")  # it holds what no build has written
        if name == "kommentieren":
            (team / "bericht.md").write_text("<!-- fallbuch:vergleich -->\nNichts.\n", encoding="utf-8")
            with laufend("github") as forge:
                forge.nummer = 12
                ende = rufe(*worte[1:], cwd=wo, **forge.umgebung())
        else:
            ende = rufe(*worte[1:], cwd=wo, **({} if wo == tmp_path else tag))
        assert (ende.returncode, ende.stderr) == (0, ""), (befehl.beispiel, ende.stdout, ende.stderr)
        if name == "einrichten":
            (team / "site").mkdir()
            (team / "site-oeffentlich").mkdir()
            (team / "site-oeffentlich/index.html").write_text("<h1>Wir</h1>", encoding="utf-8")
            (team / "site/druckfassung.html").write_text("<h1>Handbuch</h1>", encoding="utf-8")
            (programm,) = (team / "programm").glob("*.whl")
            shutil.copy(programm, team)
            for kennung in ("4711", "2911"):
                neuer = ("--zugangsweg", "Beratungstag", "--datum", "2026-06-15", "--berater", "Jana")
                rufe("neu", "--id", kennung, *neuer, cwd=team, **tag)
    eintraege = re.findall(r"^## .*", (team / "faelle/4711.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert [e.split()[2] for e in eintraege] == ["Telefonat", "Notiz", "Abschluss", "Wiederaufnahme"]


def test_felder_und_codes_kommen_in_ihre_seiten() -> None:
    """The pages are generated; here the generator's sources must be complete."""
    for klasse in (Kopf, Angaben, *FORMEN.values()):
        for _, feld in felder(klasse):
            assert feld.hilfe.endswith("."), feld.name
            assert feld.beispiel, feld.name
    assert all(art.erklaerung and art.gut for art in KATALOG.values())


def test_bausteine_der_regeln_stehen_im_handbuch() -> None:
    text = seite("regeln.md")
    namen = [
        *ANKER,
        *BEDINGUNGEN,
        *EREIGNISSE,
        *FRISTQUELLEN,
        *TAGQUELLEN,
        *TEAMANKER,
        *TEAMEREIGNISSE,
        *(b.value for b in Bezug),
        *(f.name for f in fields(Fassung)),
    ]
    ohne = [name for name in namen if f"`{name}`" not in text and name not in {"ab", "titel", "gruppe", "text"}]
    assert ohne == []
    assert [f.name for f in fields(Teamdatei) if f.name != "stellen" and f"{f.name}:" not in text] == []


def test_optionen_des_plugins_stehen_im_handbuch() -> None:
    assert [name for name, _ in Optionen._schema if f"| `{name}` |" not in seite("regeln.md")] == []


def test_glossar_kennt_die_woerter() -> None:
    text = seite("glossar.md")
    for wort in (
        "Akquise",
        "Betreuungsstufe",
        "Fälligkeit",
        "Folgetermin",
        "Kontaktversuch",
        "Stichtag",
        "Meldung",
        "Hinweis",
        *FORMEN,
    ):
        assert f"| {wort} |" in text, wort
    assert [str(d) for d in Dringlichkeit if str(d) not in text] == []


def test_readme() -> None:
    text = (WURZEL / "README.md").read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 110
    for wort in ("make site", "make serve", "make test", "pip install", "## English", "CONTRIBUTING.md"):
        assert wort in text, wort
    for bild in re.findall(r"!\[[^\]]*\]\(([^)]+)\)", text):
        assert (WURZEL / bild).is_file(), bild
    for ziel in re.findall(r"(?<!!)\[[^\]]+\]\(([^)#:]+)\)", text):
        assert (WURZEL / ziel).exists(), ziel


def test_befehle_der_readme_und_der_vorlage_gibt_es() -> None:
    ziele = set(re.findall(r"^([a-z-]+):", (WURZEL / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for datei in (
        WURZEL / "README.md",
        WURZEL / "CONTRIBUTING.md",
        WURZEL / "plugins/fallbuch/vorgaben/einrichtung/README.md",
    ):
        text = datei.read_text(encoding="utf-8")
        assert set(re.findall(r"\bmake ([a-z-]+)", text)) <= ziele, datei
        assert set(re.findall(r"\bfallbuch ([a-z]+)", text)) <= set(ALLE) | {"braucht"}, datei
