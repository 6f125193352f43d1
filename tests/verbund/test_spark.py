"""The same SQL file, unchanged, on a distributed engine gives the same answer; skipped where Java or PySpark is missing."""

from __future__ import annotations

import csv
import importlib.util
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from fallbuch.statistik.zellen import Zaehlort
from fallbuch.verbund.rechenwerk import Paketzeile, antwort, duckdb_da, einzeln, pruefwert, tafeln
from tests.vorgeladen import HAENGT

WURZEL = Path(__file__).parents[2]
#: A Python that has PySpark, which is half a gigabyte and no part of the installation.
MIT_SPARK = os.environ.get("FALLBUCH_SPARK") or (sys.executable if importlib.util.find_spec("pyspark") else "")


def _pakete(teams: int, zahlen: int) -> list[Paketzeile]:
    zufall = random.Random(7)
    zellen = [
        Zaehlort(f"t{n % 5}", "" if n % 7 == 0 else f"Zeile {n % 4}ü", "" if n % 3 == 0 else f"s{n % 6}", "zeilen")
        for n in range(zahlen)
    ]
    return [
        Paketzeile(f"Team {t}", f"{2025 + q // 4}Q{q % 4 + 1}", fassung, [(z, zufall.randint(1, 300)) for z in dict.fromkeys(zellen) if zufall.random() < 0.8])
        for t in range(teams)
        for q in range(6)
        for fassung in range(1, 2 + (zufall.random() < 0.2))
        if zufall.random() < 0.9
    ]  # fmt: skip


@pytest.mark.skipif(not duckdb_da(), reason="duckdb ist nicht installiert")
def test_sqlite_und_duckdb_antworten_gleich() -> None:
    pakete = _pakete(40, 60)
    assert pruefwert(antwort(pakete, "sqlite")) == pruefwert(antwort(pakete, "duckdb"))
    anders = [pakete[0], *pakete[2:]]
    assert pruefwert(antwort(anders, "sqlite")) != pruefwert(antwort(pakete, "sqlite"))


@pytest.mark.skipif(not duckdb_da(), reason="duckdb ist nicht installiert")
def test_duckdb_holt_nichts_und_liest_nichts(monkeypatch: pytest.MonkeyPatch) -> None:
    import duckdb

    gesehen: dict[str, str] = {}
    verbinde = duckdb.connect

    def merke(*args: object, **mehr: object) -> object:
        verbindung = verbinde(*args, **mehr)  # type: ignore[arg-type]
        for name in ("autoinstall_known_extensions", "autoload_known_extensions", "enable_external_access"):
            gesehen[name] = str(verbindung.execute(f"SELECT current_setting('{name}')").fetchone()[0])  # type: ignore[index]
        return verbindung

    monkeypatch.setattr(duckdb, "connect", merke)
    antwort(_pakete(2, 4), "duckdb")
    assert gesehen == dict.fromkeys(gesehen, "False")
    assert len(gesehen) == 3


@pytest.mark.skipif(not duckdb_da(), reason="duckdb ist nicht installiert")
@pytest.mark.parametrize("mit", ["sqlite", "duckdb"])
def test_ein_paket_ohne_zahlen_zaehlt_als_abgegeben(mit: str) -> None:
    """Of the quarter before the sum is 0 then, and not unknown."""
    zelle = Zaehlort("t", "a", "b", "zeilen")
    pakete = [Paketzeile("A", "2026Q1", 1, []), Paketzeile("A", "2026Q2", 1, [(zelle, 3)])]
    assert antwort(pakete, mit) == [("2026Q2", "t", "a", "b", "zeilen", 3, 1, 3, 0, 0, 0)]


@pytest.mark.skipif(
    not MIT_SPARK or shutil.which("java") is None,
    reason="ÜBERSPRUNGEN, denn PySpark oder Java fehlt: FALLBUCH_SPARK=…/python nennt ein Python, das PySpark hat",
)
def test_spark_antwortet_dasselbe(tmp_path: Path) -> None:
    pakete = _pakete(12, 40)
    for name, zeilen in tafeln(pakete).items():
        with (tmp_path / f"{name}.csv").open("w", newline="", encoding="utf-8") as strom:
            csv.writer(strom).writerows(einzeln(zeilen) if name == "zahlen" else zeilen)
    ende = subprocess.run(
        [MIT_SPARK, str(WURZEL / "benchmarks/spark.py"), str(WURZEL / "plugins/fallbuch/verbund/summen.sql"), str(tmp_path)],
        capture_output=True, text=True, check=False, timeout=HAENGT, cwd=tmp_path,
    )  # fmt: skip
    assert ende.returncode == 0, ende.stderr[-2000:]
    assert ende.stdout.split()[-1] == pruefwert(antwort(pakete, "sqlite"))
