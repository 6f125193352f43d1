"""The proof of an audit, checked without a solver; what somebody who knows people could work out."""

from __future__ import annotations

import csv
import json
import os
from pathlib import Path
from typing import Any

import pytest
from benchmarks.freigeben import freigaben, lege_an

from fallbuch.auditor.loeser import Loeser
from fallbuch.demo.leck import leckteam
from tests.cli.aufruf import fallbuch
from tests.conftest import kopiere_demo

LANG = bool(os.environ.get("FALLBUCH_LANG"))


def test_zeugen_lassen_sich_von_hand_nachrechnen(tmp_path: Path) -> None:
    """Plain integers: every solution reproduces every printed number, and two of them differ in each protected one."""
    team = tmp_path / "team"
    team.mkdir()
    kopiere_demo(team)
    ende = fallbuch("statistik", "--quartal", "2026Q2", "--zeugen", str(tmp_path / "z"), "--ohne", "struktur", cwd=team)
    assert (ende.returncode, ende.stderr) == (0, ""), ende.stdout
    beweis = json.loads((tmp_path / "z/zeugen-2026Q2.json").read_text(encoding="utf-8"))
    summen = [z["summe"] for z in beweis["zeilen"]]
    gedruckte = 0
    for loesung in beweis["loesungen"]:
        assert len(loesung) == len(beweis["atome"])
        assert all(isinstance(n, int) and n >= 0 for n in loesung)
        for zeile, summe in zip(beweis["zeilen"], summen, strict=True):
            ist = sum(faktor * loesung[atom] for atom, faktor in summe)
            assert zeile["von"] is None or zeile["von"] <= ist
            assert zeile["bis"] is None or ist <= zeile["bis"]
            if zeile["gedruckt"] is not None:
                assert 5 * ((ist + 2) // 5) == zeile["gedruckt"]
                gedruckte += 1
    assert gedruckte > 100 * len(beweis["loesungen"])
    geschuetzte = 0
    for zahl in beweis["zahlen"]:
        werte = {sum(f * beweis["loesungen"][z][a] for a, f in zahl["summe"]) for z in zahl["zeugen"]}
        assert len(werte) == len(zahl["zeugen"]) in {1, 2}
        # One value alone only where it is nobody's.
        assert len(werte) == 2 or werte == {0}
        geschuetzte += len(werte) == 2
    assert geschuetzte > 300
    mit_kopf = list(
        csv.reader((tmp_path / "z/zeugen-2026Q2.csv").read_text(encoding="utf-8-sig").splitlines(), delimiter=";")
    )
    assert mit_kopf[0][:8] == [
        "Zeitraum",
        "Tabelle",
        "Zeile",
        "Spalte",
        "gedruckt",
        "mindestens",
        "höchstens",
        "Bestand 1",
    ]
    for zeile in mit_kopf[1:]:
        druck, von, bis, *bestaende = map(int, zeile[4:])
        assert len(bestaende) == len(beweis["loesungen"])
        assert all(von <= n <= bis and 5 * ((n + 2) // 5) == druck for n in bestaende)
    gedruckt = {(z["zeitraum"], z["tabelle"]) for z in beweis["zeilen"] if z["tabelle"]}
    assert {(z, t) for z, t, *_ in mit_kopf[1:]} == gedruckt
    assert {"2025Q3", "2025Q4", "2026Q1", "2026Q2"} == {z for z, _ in gedruckt}


def test_ohne_bestandene_pruefung_keine_zeugen(tmp_path: Path) -> None:
    team = tmp_path / "team"
    team.mkdir()
    kopiere_demo(team)
    ende = fallbuch("statistik", "--quartal", "2026Q2", "--zeugen", str(tmp_path / "z"), cwd=team)
    assert ende.returncode == 2
    assert "Für das 2. Quartal 2026 gibt es keine Zeugen: Die Prüfung ist nicht bestanden." in ende.stderr


def test_wer_fuenf_menschen_kennt_weiss_manches_genauer(tmp_path: Path) -> None:
    """Seven people work 15 to 29 hours; printed is 5. Who knows five of them knows that it is 5, 6 or 7."""
    for name, text in leckteam().items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    mittlere = [p.stem for p in sorted((tmp_path / "faelle").glob("*.md")) if "Umfang: 20" in p.read_text()]
    assert len(mittlere) == 7
    optionen = [wort for kennung in mittlere[:5] for wort in ("--bekannt", kennung)]
    zusammen = ["--zusammen", "stellenumfang: ohne Angabe + unter 15 Stunden"]
    ende = fallbuch("statistik", "--quartal", "2026Q2", *optionen, *zusammen, cwd=tmp_path)
    assert (ende.returncode, ende.stderr) == (0, "")
    kopf, *zeilen = ende.stdout.splitlines()
    assert kopf == (
        f"Angenommen, jemand kennt 5 Fälle ganz ({', '.join(mittlere[:5])}): Was ließe sich im 2. Quartal 2026 dann genauer ausrechnen? (Nur für das Team.)"
    )
    assert (
        "- „Phasen mit Arbeitsstelle nach Umfang“ (2. Quartal 2026), 15 bis 29 Stunden: 5 bis 7 statt 4 bis 7."
        in zeilen
    )
    assert all(z.startswith("- „") and " statt " in z for z in zeilen), zeilen
    niemand = fallbuch("statistik", "--quartal", "2026Q2", "--bekannt", mittlere[0], *zusammen, cwd=tmp_path)
    assert niemand.stdout.splitlines()[1:] == ["Nichts: Jede geschützte Zahl bleibt so unbestimmt wie vorher."]
    keiner = fallbuch("statistik", "--quartal", "2026Q2", "--bekannt", "9", cwd=tmp_path)
    assert keiner.returncode == 2
    assert "Einen Fall „9“ gibt es nicht." in keiner.stderr


@pytest.mark.parametrize("anzahl", [12, 120, *([35, 7131] if LANG else [])])
def test_eine_loesung_dient_vielen_zahlen(anzahl: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Eight quarters one after the other, all figures: the solver is asked much less often than there are numbers.

    How long it takes, `make benchmark` says.
    """
    fragen: list[int] = []
    laufe = Loeser._laufe

    def gezaehlt(loeser: Loeser, *worte: Any) -> Any:
        fragen.append(1)
        return laufe(loeser, *worte)

    monkeypatch.setattr(Loeser, "_laufe", gezaehlt)
    freigegeben = 0
    for ausgang in freigaben(lege_an(tmp_path, anzahl)):
        if ausgang.freigegeben:
            freigegeben += 1
            # Some rounds that serve all numbers together, in each part of the model; few numbers need one of their own.
            geprueft = ausgang.urteil.pruefung.geprueft
            assert 0 < len(fragen) < 80 + geprueft / 3, (len(fragen), geprueft)
        else:
            assert ausgang.vorschlaege, anzahl
        fragen.clear()
    assert freigegeben >= 3
