"""What was once worked out by hand from released sheets: tried again with the same teams and quarters."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from fallbuch.demo.erzeugen import demo_faelle
from fallbuch.register.kette import lade_register
from fallbuch.statistik.tabelle import Anzahl
from fallbuch.statistik.werk import Zahlenwerk
from tests.beweis.zwillinge import moegliche
from tests.cli.aufruf import fallbuch
from tests.conftest import WURZEL
from tests.git import git

KOMMT = "---\nID: {id}\nErstkontakt: {tag}\nAkquise: Runder Tisch\nStatus: in Beratung\nBerater: Jana\n---\n"
GEHT = (
    "---\nID: {id}\nErstkontakt: 2025-05-05\nAkquise: Runder Tisch\nStatus: abgeschlossen\nBerater: Jana\n---\n\n## {tag} Abschluss (Jana)\n\n"
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
def test_wie_viele_neu_sind_sagt_keine_liste(geheimnis: bytes) -> None:
    """Two more lines of a list for others were two new people, printed as 0: there is no such list any more."""
    faelle = demo_faelle(12, 2)
    quartale = ("2025Q4", "2026Q1")
    neue = moegliche(
        faelle,
        mit_weiteren(faelle, KOMMT, "2026-02-02"),
        geheimnis,
        quartale,
        lambda w: zahl(w, "2026Q1", "bewegung", "neu", "Anzahl"),
    )
    assert len(neue) >= 3
    ende = fallbuch("statistik", "--quartal", "2026Q1", "--freigeben", "--extern", cwd=WURZEL)
    assert (ende.returncode, "--extern" in ende.stderr) == (2, True)


@pytest.mark.parametrize("geheimnis", [b"eins", b"zwei", b"drei"])
def test_wer_wartet_folgt_nicht_aus_einem_satz_der_seite(geheimnis: bytes) -> None:
    """Open people less those with a contact rule were those who wait: 3 or 4 of them."""
    faelle = demo_faelle(35, 1)
    wartende = moegliche(
        faelle,
        mit_weiteren(faelle, KOMMT, "2026-06-22"),
        geheimnis,
        ("2026Q2",),
        lambda w: zahl(w, "2026Q2", "wartende", "noch ohne Gespräch", "Anzahl"),
    )
    assert len(wartende) >= 3


@pytest.mark.parametrize("geheimnis", [b"eins", b"zwei", b"drei"])
def test_was_helfen_sollte_gibt_nichts_zurueck(geheimnis: bytes) -> None:
    """A table that had to be left out said that 0 or 1 were closed: nothing is left out by its numbers any more."""
    faelle = demo_faelle(35, 1)
    geschlossene = moegliche(
        faelle,
        mit_weiteren(faelle, GEHT, "2025-11-03"),
        geheimnis,
        ("2025Q4",),
        lambda w: zahl(w, "2025Q4", "bewegung", "abgeschlossen", "Anzahl"),
    )
    assert len(geschlossene) >= 3
    for option in ("--ohne", "--zusammen"):
        ende = fallbuch("statistik", "--quartal", "2025Q4", "--freigeben", option, "zugang", cwd=WURZEL)
        assert (ende.returncode, option in ende.stderr) == (2, True)


@pytest.mark.parametrize(("faelle", "seed"), [(12, 2), (35, 1), (236, 3)])
def test_jedes_quartal_wird_freigegeben_wie_es_ist(tmp_path: Path, faelle: int, seed: int) -> None:
    """No quarter is refused, none is shown with less than another: what a team does says nothing about its numbers."""
    team = tmp_path / "team"
    assert (
        fallbuch("demo", "--faelle", str(faelle), "--seed", str(seed), "--ziel", "team", cwd=tmp_path).returncode == 0
    )
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
