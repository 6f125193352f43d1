"""What was once worked out by hand from released sheets: tried again with the same teams and quarters."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
from benchmarks.demo.__main__ import ganzes_team
from benchmarks.demo.erzeugen import demo_faelle

from fallbuch.register.kette import lade_register
from fallbuch.statistik.tabelle import Anzahl
from fallbuch.statistik.werk import Zahlenwerk
from tests.beweis.zwillinge import moegliche
from tests.cli.aufruf import fallbuch
from tests.conftest import WURZEL
from tests.git import git
from tests.hilfen import BEIM_LANDEN

KOMMT = "---\nID: {id}\nErstkontakt: {tag}\nZugangsweg: Runder Tisch\nStatus: in Beratung\nBerater: Jana\n---\n"
GEHT = (
    "---\nID: {id}\nErstkontakt: 2025-05-05\nZugangsweg: Runder Tisch\nStatus: abgeschlossen\nBerater: Jana\n---\n\n## {tag} Abschluss (Jana)\n\n"
    "Ergebnis: ohne Arbeitsstelle beendet\nGrund: Umzug\nErklärung: Zieht weg.\n"
)


def mit_weiteren(faelle: Mapping[str, str], vorlage: str, tag: str) -> list[dict[str, str]]:
    """Return the stock with one to four people more."""
    neue = {str(n): vorlage.format(id=n, tag=tag) for n in range(20_001, 20_005)}
    return [{**faelle, **dict(list(neue.items())[:anzahl])} for anzahl in range(1, 5)]


def zahl(werk: Zahlenwerk, quartal: str, tabelle: str, zeile: str | None, spalte: str | None) -> int:
    zeitraum = werk.zeitraum(quartal)
    assert zeitraum is not None
    wert = werk.roh(zeitraum)[tabelle].werte[zeile, spalte]
    assert isinstance(wert, Anzahl)
    return wert.zahl


@pytest.mark.parametrize("geheimnis", [b"eins", b"zwei", b"drei"])
@pytest.mark.parametrize(
    ("team", "quartale", "vorlage", "tag", "tabelle", "zeile"),
    [
        # Two more lines of a list for others were two new people, printed as 0.
        ((12, 2), ("2025Q4", "2026Q1"), KOMMT, "2026-02-02", "bewegung", "neu"),
        # Open people less those with a contact rule, as a sentence of the page had it, were those who wait: 3 or 4.
        ((35, 1), ("2026Q2",), KOMMT, "2026-06-22", "wartende", "noch ohne Gespräch"),
        # A table that had to be left out said that 0 or 1 were closed.
        ((35, 1), ("2025Q4",), GEHT, "2025-11-03", "bewegung", "abgeschlossen"),
    ],
)
def test_was_sich_errechnen_liess_behaelt_drei_werte(
    geheimnis: bytes, team: tuple[int, int], quartale: tuple[str, ...], vorlage: str, tag: str, tabelle: str, zeile: str
) -> None:
    faelle = demo_faelle(*team)
    werte = moegliche(
        faelle,
        mit_weiteren(faelle, vorlage, tag),
        geheimnis,
        quartale,
        lambda w: zahl(w, quartale[-1], tabelle, zeile, "Anzahl"),
    )
    assert len(werte) >= 3


@pytest.mark.parametrize("option", ["--extern", "--ohne", "--zusammen"])
def test_weder_liste_noch_abhilfe_gibt_es_noch(option: str) -> None:
    ende = fallbuch("statistik", "--quartal", "2025Q4", "--freigeben", option, "zugang", cwd=WURZEL)
    assert (ende.returncode, option in ende.stderr) == (2, True)


@pytest.mark.parametrize(("faelle", "seed"), [(12, 2), (35, 1), pytest.param(236, 3, marks=BEIM_LANDEN)])
def test_jedes_quartal_wird_freigegeben_wie_es_ist(tmp_path: Path, faelle: int, seed: int) -> None:
    """No quarter is refused, none is shown with less than another: what a team does says nothing about its numbers."""
    team = tmp_path / "team"
    for name, text in ganzes_team(faelle, seed).items():
        (team / name).parent.mkdir(parents=True, exist_ok=True)
        (team / name).write_text(text, encoding="utf-8")
    shutil.rmtree(team / "statistik")
    git(team, "init", "-q")
    for quartal in ("2025Q4", "2026Q1", "2026Q2"):
        ende = fallbuch("statistik", "--quartal", quartal, "--freigeben", cwd=team)
        assert (ende.returncode, ende.stderr) == (0, ""), ende.stdout
        git(team, "add", "-A")
        git(team, "commit", "-qm", quartal)
    register = lade_register(team)
    assert register.befunde == ()
    assert [b.zeitraum.schluessel for b in register.blaetter] == ["2025Q4", "2026Q1", "2026Q2"]
    assert [list(b.ausgelassen) for b in register.blaetter] == [[], [], []]
    assert len({frozenset(b.tabellen) for b in register.blaetter}) == 1
