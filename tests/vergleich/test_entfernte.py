"""An open case whose file is removed is named before it is gone."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from fallbuch.befund import meldung
from fallbuch.einrichtung import richte_ein
from fallbuch.vergleich.entfernte import entfernte_vor_dem_speichern
from tests.cli.aufruf import im_prozess
from tests.git import git
from tests.vergleich.hilfen import HEUTE, fall, lege_an, schreibe, verglichen

ZU = "## 2026-01-12 Erstgespräch (Jana)\n\nKurz.\n\n## 2026-02-10 Abschluss (Jana)\n\nErgebnis: ohne Arbeitsstelle beendet\nGrund: Umzug\nErklärung: Sie zieht nach Kiel.\n"
SATZ = (
    "faelle/4711.md:1:1: Hinweis G006: Dieser Fall ist noch offen und wird entfernt; danach steht er auf keiner Liste mehr. Erwartet: Offene Fälle werden "
    "abgeschlossen, nicht gelöscht.\n"
    "    War das ein Versehen, holen Sie die Datei zurück: git checkout {stand} -- faelle/4711.md. Sonst schließen Sie den Fall zuerst ab.\n"
)


@pytest.fixture
def team(tmp_path: Path) -> Path:
    """Return a team with an open case and a closed one."""
    return lege_an(tmp_path / "team", _4711=fall(), _4712=fall("4712", ZU, Status="abgeschlossen"))


def vorgemerkte(wurzel: Path) -> list[str]:
    git(wurzel, "add", "-A")
    return [meldung(b) for b in entfernte_vor_dem_speichern(richte_ein(wurzel), HEUTE, HEUTE)]


def test_nur_der_offene_wird_genannt(team: Path) -> None:
    assert vorgemerkte(team) == []
    (team / "faelle/4712.md").unlink()
    assert vorgemerkte(team) == []
    (team / "faelle/4711.md").unlink()
    assert vorgemerkte(team) == [SATZ.format(stand="HEAD")]
    git(team, "checkout", "HEAD", "--", "faelle/4711.md")
    assert vorgemerkte(team) == []


def test_der_haken_nennt_ihn(team: Path) -> None:
    git(team, "rm", "-q", "faelle/4711.md")
    code, text = im_prozess("pruefen", "--vorgemerkt", cwd=team)
    assert (code, text) == (0, SATZ.format(stand="HEAD") + "0 Fälle geprüft: 0 Fehler, 1 Hinweis.\n")


def test_die_pruefung_der_anfrage_nennt_ihn_einmal(team: Path) -> None:
    stand = git(team, "rev-parse", "--short=10", "HEAD").strip()
    git(team, "rm", "-q", "faelle/4711.md", "faelle/4712.md")
    text = (
        SATZ.format(stand=stand)
        + "faelle/4712.md: Der Fall ist entfernt, die Datei gibt es nicht mehr.\nNeu seit HEAD: 0 Fehler, 1 Hinweis.\n"
    )
    assert im_prozess("pruefen", "--neu", "HEAD", cwd=team) == (0, text)
    assert im_prozess("pruefen", "--neu", "HEAD", "--streng", cwd=team) == (1, text)
    git(team, "checkout", "HEAD", "--", "faelle/4711.md")
    assert im_prozess("pruefen", "--neu", "HEAD", "--streng", cwd=team)[0] == 0


def test_ein_anderer_name_ist_nicht_weg_ein_anderer_mensch_schon(team: Path) -> None:
    git(team, "mv", "faelle/4711.md", "faelle/4799.md")
    schreibe(team, "4799", fall("4799"))
    assert vorgemerkte(team) == []
    assert [b.kennung for b in verglichen(team).neue_befunde] == []
    # Git takes a new case for the old one, since both look alike.
    schreibe(team, "4799", fall("4799", Berater="Ole", Erstkontakt="2026-01-13").replace("Bürostelle", "Lehrstelle"))
    assert vorgemerkte(team) == [SATZ.format(stand="HEAD")]
    assert [b.kennung for b in verglichen(team).neue_befunde if b.kennung == "G006"] == ["G006"]


def test_vor_dem_ersten_stand(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    (tmp_path / "faelle").mkdir()
    assert entfernte_vor_dem_speichern(richte_ein(tmp_path), date(2026, 3, 2), HEUTE) == []
