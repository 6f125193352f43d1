"""Runs the one SQL file that sums: by SQLite for small associations, by DuckDB for large ones. The answer is the same."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from importlib.resources import files
from itertools import islice
from typing import Any

from fallbuch.einrichtung import Aufruffehler
from fallbuch.statistik.zellen import Zaehlort
from fallbuch.werte import dataclass

#: From so many counts on the large machine is quicker.
AB_ZAHLEN = 500_000
#: So many lines of a table go to DuckDB at a time.
_AUF_EINMAL = 2_000
ANLAGE = (
    "CREATE TABLE pakete (paket BIGINT, team VARCHAR, quartal VARCHAR, folge BIGINT, fassung BIGINT)",
    "CREATE TABLE zellen (zelle BIGINT, tabelle VARCHAR, zeile VARCHAR, spalte VARCHAR, groesse VARCHAR)",
    "CREATE TABLE zahlen (paket BIGINT, zelle BIGINT, zahl BIGINT)",
)
#: Nothing is fetched, and no file is read.
_DUCKDB: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "enable_external_access": "false",
}


#: A list for each column, and the counts of a package as one text: number by number they would take longer than to sum them.
_FUENF = "SELECT UNNEST(?), UNNEST(?), UNNEST(?), UNNEST(?), UNNEST(?)"
_LADEN = {
    "pakete": _FUENF,
    "zellen": _FUENF,
    "zahlen": "SELECT paket, UNNEST(string_split(zellen, ',')::BIGINT[]), UNNEST(string_split(werte, ',')::BIGINT[]) "
    "FROM (SELECT UNNEST(?) AS paket, UNNEST(?) AS zellen, UNNEST(?) AS werte)",
}


@dataclass(frozen=True, slots=True)
class Summenzeile:
    """The sum of one cell in one quarter: of how many teams, the three largest contributions, and the quarter before (None: there is none)."""

    quartal: str
    zelle: Zaehlort
    zahl: int
    teams: int
    groesste: tuple[int, int, int]
    vorher: int | None


@dataclass(frozen=True, slots=True)
class Paketzeile:
    """A package as the machine sees it; of the same team and quarter the highest `fassung` counts."""

    team: str
    quartal: str
    fassung: int
    zahlen: Sequence[tuple[Zaehlort, int]]


def abfrage() -> str:
    """Return the SQL that sums, as it is written."""
    return files("fallbuch").joinpath("verbund", "summen.sql").read_text(encoding="utf-8")


def folge(quartal: str) -> int:
    """Return the number of a quarter in the row of all quarters: `2026Q2` as 8106."""
    return int(quartal[:4]) * 4 + int(quartal[5]) - 1


def tafeln(pakete: Iterable[Paketzeile]) -> Mapping[str, Iterable[tuple[Any, ...]]]:
    """Return the lines of the three tables that the query reads, by their names; of `zahlen` one a package, see `einzeln`."""
    alle = list(pakete)
    zellen = {z: n for n, z in enumerate(dict.fromkeys(z for p in alle for z, _ in p.zahlen))}
    return {
        "pakete": ((n, p.team, p.quartal, folge(p.quartal), p.fassung) for n, p in enumerate(alle)),
        "zahlen": (
            (n, ",".join([str(zellen[z]) for z, _ in p.zahlen]), ",".join([str(zahl) for _, zahl in p.zahlen]))
            for n, p in enumerate(alle)
            if p.zahlen
        ),
        "zellen": ((n, z.tabelle, z.zeile or None, z.spalte or None, z.groesse) for z, n in zellen.items()),
    }


def einzeln(zahlen: Iterable[tuple[int, str, str]]) -> Iterator[tuple[int, int, int]]:
    """Return lines of `zahlen` as the table has them: package, cell, count."""
    for paket, zellen, werte in zahlen:
        for zelle, zahl in zip(zellen.split(","), werte.split(","), strict=True):
            yield paket, int(zelle), int(zahl)


def antwort(pakete: Iterable[Paketzeile], mit: str = "") -> list[tuple[Any, ...]]:
    """Return what the query answers. `mit` is `sqlite` or `duckdb`, "" chooses by size.

    Raises `Aufruffehler` where DuckDB is asked for and not there.
    """
    alle = list(pakete)
    if not mit:
        gross = sum(len(p.zahlen) for p in alle) >= AB_ZAHLEN
        mit = "duckdb" if gross and duckdb_da() else "sqlite"
    return _mit_duckdb(tafeln(alle)) if mit == "duckdb" else _mit_sqlite(tafeln(alle))


def summiere(pakete: Iterable[Paketzeile], mit: str = "") -> list[Summenzeile]:
    """Return the sums in the order of quarters and cells; see `antwort`."""
    return [
        Summenzeile(q, Zaehlort(t, z or "", s or "", g), zahl, teams, (a, b, c), vorher)
        for q, t, z, s, g, zahl, teams, a, b, c, vorher in antwort(pakete, mit)
    ]


def pruefwert(zeilen: Iterable[Sequence[Any]]) -> str:
    """Return a hash of an answer, the same whatever computed it."""
    summe = hashlib.sha256()
    for zeile in zeilen:
        summe.update(("|".join("" if teil is None else str(teil) for teil in zeile) + "\n").encode())
    return summe.hexdigest()


def duckdb_da() -> bool:
    """Tell whether DuckDB is installed."""
    try:
        import duckdb  # noqa: F401, PLC0415 - an extra
    except ImportError:
        return False
    return True


def _mit_sqlite(tafeln: Mapping[str, Iterable[tuple[Any, ...]]]) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(":memory:")) as verbindung:
        for befehl in ANLAGE:
            verbindung.execute(befehl)
        for name, zeilen in tafeln.items():
            stellen = "?, ?, ?, ?, ?" if name != "zahlen" else "?, ?, ?"
            alle = einzeln(zeilen) if name == "zahlen" else zeilen
            verbindung.executemany(f"INSERT INTO {name} VALUES ({stellen})", alle)  # noqa: S608 - names of our own
        return verbindung.execute(abfrage()).fetchall()


def _mit_duckdb(tafeln: Mapping[str, Iterable[tuple[Any, ...]]]) -> list[tuple[Any, ...]]:
    try:
        import duckdb  # noqa: PLC0415 - an extra
    except ImportError as fehler:
        raise Aufruffehler(
            "Für so viele Zahlen fehlt das Paket duckdb. Es kommt mit: pip install 'fallbuch[verbund]'"
        ) from fehler
    with closing(duckdb.connect(":memory:", config=_DUCKDB)) as verbindung:
        for befehl in ANLAGE:
            verbindung.execute(befehl)
        for name, zeilen in tafeln.items():
            for teil in _teile(zeilen):
                spalten = [list(spalte) for spalte in zip(*teil, strict=True)]
                verbindung.execute(f"INSERT INTO {name} {_LADEN[name]}", spalten)
        ergebnis: list[tuple[Any, ...]] = verbindung.execute(abfrage()).fetchall()
        return ergebnis


def _teile(zeilen: Iterable[tuple[Any, ...]]) -> Iterator[list[tuple[Any, ...]]]:
    strom = iter(zeilen)
    while teil := list(islice(strom, _AUF_EINMAL)):
        yield teil
