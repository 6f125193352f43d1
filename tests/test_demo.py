"""The demo team: deterministic, without errors, showing everything there is to show."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from benchmarks.demo.__main__ import ganzes_team
from benchmarks.demo.erzeugen import demo_faelle, demo_team
from benchmarks.demo.skizze import STICHTAG

from fallbuch.befund import Schwere
from fallbuch.einrichtung import richte_ein
from fallbuch.regelwerk.laden import VORLAGEN, lade_vorlagen
from fallbuch.regelwerk.modell import Regelwerk
from fallbuch.register.kette import lade_register
from fallbuch.team import oeffne
from fallbuch.uebersicht.tagesstand import Tagesstand
from fallbuch.website.seiten import Sicht, seiten
from fallbuch.website.seiten.einschuebe import Einschuebe
from tests.cli.aufruf import fallbuch
from tests.conftest import WURZEL
from tests.hilfen import BEIM_LANDEN, akten, quelle


@pytest.fixture(scope="module")
def demo_regelwerk() -> Regelwerk:
    return lade_vorlagen({name: text.encode() for name, text in demo_team(1, 1).items() if name in VORLAGEN})[1]


def _dateien(wurzel: Path) -> dict[str, str]:
    ordner = ("faelle", "vorlagen", "site_src", "statistik")
    alle = [p for name in ordner for p in (wurzel / name).rglob("*") if p.is_file()]
    alle += [wurzel / name for name in ("mkdocs.yml",)]
    return {pfad.relative_to(wurzel).as_posix(): pfad.read_text(encoding="utf-8") for pfad in alle}


@BEIM_LANDEN
def test_mitgelieferte_dateien_sind_die_erzeugten(tmp_path: Path) -> None:
    assert fallbuch("demo", "--ziel", "demo", cwd=tmp_path).returncode == 0
    assert _dateien(tmp_path / "demo") == _dateien(WURZEL) == ganzes_team()


def test_das_demo_team_hat_freigegebene_zeitraeume() -> None:
    register = lade_register(WURZEL)
    assert [b.zeitraum.schluessel for b in register.blaetter] == ["2025Q3", "2025Q4", "2026Q1"]
    assert register.befunde == ()


def test_wer_das_programm_schreibt_steht_auf_keiner_seite() -> None:
    """git knows the program's own folder, in which the demo team lies, but that is no team's history."""
    stand = Tagesstand(oeffne(richte_ein(WURZEL), stichtag=STICHTAG, heute=STICHTAG))
    alle = seiten(stand, Sicht.INTERN, Einschuebe(stand.team, Sicht.INTERN))
    prozesse = [seite.html(stand) for seite in alle if seite.pfad.startswith("prozesse/")]
    assert len(prozesse) == 5
    for html in prozesse:
        assert "Wer wann etwas geändert hat" not in html
        assert "Ältere Änderungen ließen sich" not in html


def test_gleiche_zahlen_gleiche_faelle() -> None:
    assert demo_faelle(40, 3) == demo_faelle(40, 3)
    assert demo_faelle(40, 3) != demo_faelle(40, 4)


def test_alles_kommt_vor(demo_regelwerk: Regelwerk) -> None:
    dateien = [quelle(text, f"faelle/{kennung}.md") for kennung, text in demo_faelle(120, 1).items()]
    alle = akten(*dateien, stichtag=STICHTAG, regelwerk=demo_regelwerk)
    schweren = Counter(b.schwere for akte in alle for b in akte.befunde)
    assert schweren[Schwere.FEHLER] == 0
    assert 5 <= schweren[Schwere.HINWEIS] <= 40
    assert {akte.fall.kopf.status for akte in alle} == {"neu", "in Beratung", "abgeschlossen"}
    assert {akte.sicht.stufe for akte in alle} == {"IN", "IK", "IG", "IF", None}
    assert {e.art for akte in alle for e in akte.fall.eintraege} == set(demo_regelwerk.vokabular.arten)
    der_faelle = [f for akte in alle for f in akte.faelligkeiten]
    faellig = {f.regel for f in der_faelle if f.faellig_am is not None and f.faellig_am <= STICHTAG}
    assert {regel.schluessel for regel in demo_regelwerk.regeln} - {f.regel for f in der_faelle} == {
        "auswertung", "akquise-liste", "prozess-pruefen", "empfehlung-nachhalten",
        "wieder-aufnehmen",  # in the demo team nobody talks to anybody after a closing but for follow-up care
    }  # fmt: skip
    assert {f.regel for f in der_faelle} == faellig, "every row of the table has a case that is due by it"
    assert {str(f.dringlichkeit) for akte in alle for f in akte.faelligkeiten} == {
        "überfällig", "versucht", "nachfragen", "heute", "diese Woche", "bald", "später",
    }  # fmt: skip
    assert any(akte.sicht.pausiert for akte in alle)


@pytest.mark.parametrize("seed", range(2, 6))
def test_kein_fehler_in_anderen_demos(seed: int, demo_regelwerk: Regelwerk) -> None:
    dateien = [quelle(text, f"faelle/{kennung}.md") for kennung, text in demo_faelle(400, seed).items()]
    befunde = [
        b for akte in akten(*dateien, stichtag=STICHTAG, regelwerk=demo_regelwerk, heute=STICHTAG) for b in akte.befunde
    ]
    assert [b.text for b in befunde if b.schwere is Schwere.FEHLER] == []
