"""The demo team: deterministic, without errors, showing everything there is to show."""

from __future__ import annotations

from collections import Counter

import pytest

from fallbuch.befund import Schwere
from fallbuch.demo.erzeugen import demo_faelle, demo_team
from fallbuch.demo.skizze import STICHTAG
from fallbuch.regelwerk.laden import VORLAGEN, lade_vorlagen
from fallbuch.regelwerk.modell import Regelwerk
from tests.conftest import WURZEL
from tests.hilfen import akten, quelle


@pytest.fixture(scope="module")
def demo_regelwerk() -> Regelwerk:
    return lade_vorlagen({name: text.encode() for name, text in demo_team(1, 1).items() if name in VORLAGEN})[1]


def test_mitgelieferte_dateien_sind_die_erzeugten() -> None:
    erzeugt = demo_team(120, 1)
    vorhanden = {
        pfad.relative_to(WURZEL).as_posix(): pfad.read_text(encoding="utf-8")
        for ordner in ("faelle", "vorlagen", "site_src")
        for pfad in (WURZEL / ordner).rglob("*")
        if pfad.is_file()
    } | {name: (WURZEL / name).read_text(encoding="utf-8") for name in ("mkdocs.yml", "mkdocs-oeffentlich.yml")}
    assert vorhanden == erzeugt


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
