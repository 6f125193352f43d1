"""Simulates associations: teams that come and go, late and corrected packages, eight quarters; sums them and times it.

Usage: python -m benchmarks.verbund [TEAMS …] [--spark PYTHON]

For each number of teams (default 9 100 1000 10000): the lines, and processor time and peak memory of summing them by each machine, in a process
of its own that holds nothing else; all must give the same hash and the sums that the simulation knows. Behind that how wrong it is
to add up what teams publish: rounded to 5, and drawn as this program does. `--spark` names a Python that has PySpark.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from fallbuch.statistik.los import Gezaehlt, Los, zeichen
from fallbuch.verbund.rechenwerk import _mit_duckdb, _mit_sqlite, abfrage, duckdb_da, folge, pruefwert

QUARTALE = [f"{jahr}Q{n}" for jahr in (2024, 2025) for n in (1, 2, 3, 4)]
#: Cells of a package, each with how many of a hundred people stand in it.
ZELLEN = [
    (f"tabelle{n % 12}", f"Zeile {n % 5}" if n % 6 else "", f"Spalte {n % 3}" if n % 4 else "", f"g{n}")
    for n in range(175)
]
_ANTEILE = [0.5, 1, 2, 5, 10, 25, 60]
#: SQLite is asked up to so many numbers.
_SQLITE_BIS = 2_000_000


def simuliere(teams: int, ordner: Path) -> tuple[int, dict[tuple[int, int], int]]:
    """Write the three tables as CSV; returns how many numbers, and the true sums by quarter and cell."""
    zufall, spaet = random.Random(f"verbund-{teams}"), random.Random(f"spät-{teams}")
    wahr: dict[tuple[int, int], int] = defaultdict(int)  # by quarter and cell
    wie_viele = paket = 0
    #: What comes in when all others have handed in everything: team, quarter, version, counts.
    spaete: list[tuple[str, str, int, list[tuple[int, int]]]] = []
    with (
        (ordner / "pakete.csv").open("w", newline="") as p,
        (ordner / "zahlen.csv").open("w", newline="") as z,
        (ordner / "zahlen.txt").open("w") as je_paket,
    ):
        pakete, zahlen = csv.writer(p), csv.writer(z)

        def schreibe(team: str, q: str, fassung: int, neue: list[tuple[int, int]]) -> None:
            nonlocal wie_viele, paket
            pakete.writerow((paket, team, q, folge(q), fassung))
            zahlen.writerows((paket, zelle, zahl) for zelle, zahl in neue)
            zellen, werte = (",".join(str(teil[ort]) for teil in neue) for ort in (0, 1))
            je_paket.write(f"{paket};{zellen};{werte}\n")
            wie_viele += len(neue)
            paket += 1

        for team in range(teams):
            groesse = int(5 * 160 ** zufall.random())  # from 5 to 800, most of them small
            da_ab, da_bis = sorted(zufall.choices(range(9), k=2)) if zufall.random() < 0.2 else (0, 8)
            for q in QUARTALE[da_ab:da_bis]:
                # One in ten is corrected later; then the first version was wrong.
                fassungen = [list(_zahlen(groesse, zufall)) for _ in range(1 + (zufall.random() < 0.1))]
                # One in twenty is late, perhaps the first version of a corrected one after the second.
                for fassung, neue in enumerate(fassungen, start=1):
                    if spaet.random() < 0.05:
                        spaete.append((f"Team {team}", q, fassung, neue))
                    else:
                        schreibe(f"Team {team}", q, fassung, neue)
                for zelle, zahl in fassungen[-1]:
                    wahr[folge(q), zelle] += zahl
        for eines in spaete:
            schreibe(*eines)
    with (ordner / "zellen.csv").open("w", newline="") as c:
        csv.writer(c).writerows((n, *zelle) for n, zelle in enumerate(ZELLEN))
    return wie_viele, {ort: zahl for ort, zahl in wahr.items() if zahl}


def _zahlen(groesse: int, zufall: random.Random) -> Iterator[tuple[int, int]]:
    for zelle in range(len(ZELLEN)):
        erwartet = groesse * _ANTEILE[zelle % len(_ANTEILE)] / 100
        if zahl := max(0, round(zufall.gauss(erwartet, erwartet**0.5))):
            yield zelle, zahl


def rechne(ordner: Path, mit: str) -> None:
    """Sum the tables in a folder and print hash, sums, seconds of loading and of the query together, and peak memory."""
    tafeln = {
        name: _csv(ordner / f"{name}.csv", texte) for name, texte in (("pakete", (1, 2)), ("zellen", (1, 2, 3, 4)))
    }
    tafeln["zahlen"] = _reihen(ordner / "zahlen.txt")
    beginn = time.process_time()
    antwort = (_mit_duckdb if mit == "duckdb" else _mit_sqlite)(tafeln)
    sekunden = time.process_time() - beginn
    summen = [(folge(z[0]), [t or "" for t in z[1:5]], z[5]) for z in antwort]
    mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"hash": pruefwert(antwort), "sekunden": sekunden, "mb": mb, "summen": summen}))


def _csv(pfad: Path, texte: tuple[int, ...]) -> Iterator[tuple[object, ...]]:
    with pfad.open(newline="") as strom:
        for zeile in csv.reader(strom):
            yield tuple((wert or None) if i in texte else int(wert) for i, wert in enumerate(zeile))


def _reihen(pfad: Path) -> Iterator[tuple[object, ...]]:
    """Yield the counts of each package, as `rechenwerk.tafeln` does."""
    with pfad.open() as strom:
        for zeile in strom:
            paket, zellen, werte = zeile.rstrip("\n").split(";")
            if zellen:
                yield int(paket), zellen, werte


def nur_die_abfrage(ordner: Path) -> None:
    """Time the query alone on DuckDB, with the tables in its memory."""
    import duckdb  # noqa: PLC0415 - an extra

    with duckdb.connect(":memory:") as verbindung:
        for name, form in (("pakete", "paket BIGINT, team VARCHAR, quartal VARCHAR, folge BIGINT, fassung BIGINT"), ("zellen", "zelle BIGINT, tabelle VARCHAR, zeile VARCHAR, spalte VARCHAR, groesse VARCHAR"), ("zahlen", "paket BIGINT, zelle BIGINT, zahl BIGINT")):  # fmt: skip
            verbindung.execute(f"CREATE TABLE {name} ({form})")
            verbindung.execute(f"COPY {name} FROM '{ordner / f'{name}.csv'}' (HEADER false)")
        beginn = time.process_time()
        antwort = verbindung.execute(abfrage()).fetchall()
        sekunden = time.process_time() - beginn
    mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"hash": pruefwert(antwort), "sekunden": sekunden, "mb": mb}))


def fehler_der_falschen_wege() -> None:
    """Print how far sums of published cells are off, by the mean of a cell, over 2,000 teams."""
    zufall, los = random.Random(1), Los(b"simulation")
    print("\n| mittlere Zelle | auf 5 gerundet addiert | ausgelost addiert | genau summiert, dann ausgelost |")
    print("| ---: | ---: | ---: | ---: |")
    for mittel in (0.5, 1, 2, 5, 10):
        zellen = [_poisson(mittel, zufall) for _ in range(2000)]
        wahr = sum(zellen)
        gerundet = sum(5 * round(z / 5) for z in zellen)
        gelost = sum(los.anzahl(Gezaehlt(z, zeichen(f"{mittel} {n}"))) for n, z in enumerate(zellen))
        unsere = los.anzahl(Gezaehlt(wahr, zeichen(f"summe {mittel}")))
        print(
            f"| {mittel} | {100 * gerundet / wahr - 100:+.0f} % | {100 * gelost / wahr - 100:+.1f} % | {100 * unsere / wahr - 100:+.2f} % |"
        )


def _poisson(mittel: float, zufall: random.Random) -> int:
    n, rest = 0, zufall.expovariate(1)
    while rest < mittel:
        n, rest = n + 1, rest + zufall.expovariate(1)
    return n


def _aufruf(*worte: str) -> dict[str, object]:
    ende = subprocess.run(
        [sys.executable, "-m", "benchmarks.verbund", *worte], capture_output=True, text=True, check=True
    )
    gelesen: dict[str, object] = json.loads(ende.stdout)
    return gelesen


def main() -> None:
    leser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    leser.add_argument("teams", type=int, nargs="*")
    leser.add_argument("--spark", default="", help="a Python that has PySpark")
    leser.add_argument("--rechne", nargs=2, help=argparse.SUPPRESS)
    leser.add_argument("--abfrage", type=Path, help=argparse.SUPPRESS)
    wahl = leser.parse_args()
    if wahl.rechne:
        rechne(Path(wahl.rechne[0]), wahl.rechne[1])
        return
    if wahl.abfrage:
        nur_die_abfrage(wahl.abfrage)
        return
    print("| Teams | Zahlen | womit | Rechenzeit | Speicher | Prüfwert |\n| ---: | ---: | --- | ---: | ---: | --- |")
    for teams in wahl.teams or (9, 100, 1000, 10_000):
        with tempfile.TemporaryDirectory() as name:
            _eine_groesse(teams, Path(name), wahl.spark)
    fehler_der_falschen_wege()


def _eine_groesse(teams: int, ordner: Path, spark: str) -> None:
    wie_viele, wahr = simuliere(teams, ordner)
    wege: dict[str, tuple[str, ...]] = (
        {"sqlite": ("--rechne", str(ordner), "sqlite")} if wie_viele <= _SQLITE_BIS else {}
    )
    if duckdb_da():
        wege |= {
            "duckdb, mit Laden": ("--rechne", str(ordner), "duckdb"),
            "duckdb, nur die Abfrage": ("--abfrage", str(ordner)),
        }
    hashes = set()
    for womit, worte in wege.items():
        ergebnis = _aufruf(*worte)
        hashes.add(ergebnis["hash"])
        print(
            f"| {teams} | {wie_viele} | {womit} | {ergebnis['sekunden']:.2f} s | {ergebnis['mb']:.0f} MB | {str(ergebnis['hash'])[:12]} |"
        )
        if "summen" in ergebnis:
            nummern = {tuple(zelle): n for n, zelle in enumerate(ZELLEN)}
            summen = {(f, nummern[tuple(zelle)]): zahl for f, zelle, zahl in ergebnis["summen"]}  # type: ignore[attr-defined]
            if summen != wahr:
                raise SystemExit(f"{womit}: the sums are not those of the simulation")
    if spark:
        sql = Path(__file__).parents[1] / "plugins/fallbuch/verbund/summen.sql"
        ende = subprocess.run(
            [spark, str(Path(__file__).with_name("spark.py")), str(sql), str(ordner)],
            capture_output=True,
            text=True,
            check=True,
        )
        hashes.add(ende.stdout.split()[-1])
        print(f"| {teams} | {wie_viele} | Spark | – | – | {ende.stdout.split()[-1][:12]} |")
    if len(hashes) != 1:
        raise SystemExit("the machines do not agree")


if __name__ == "__main__":
    main()
