#!/usr/bin/env bash
# duckdb 2.0.1 lets two UNNEST in one SELECT walk beside each other and fills the shorter list up with NULL, without a word; polars
# 2.1.0 refuses the same two lists in explode().
#
# Guess: as in a FROM clause, two lists give each pair of their elements, or lists of different length are an error. Who inserts columns as
# lists, the quick way into a table from Python, and loses one element on the way, gets a full table: all rows are there, the
# values behind the gap stand one row too high, and the last one is NULL. In FROM the same two words make a cross product, six rows of
# three and two. What helps is to compare the lengths before.
set -euo pipefail
ordner="$(mktemp -d)"
trap 'rm -rf "$ordner"' EXIT
python3 -m venv "$ordner/umgebung"
"$ordner/umgebung/bin/pip" install --quiet --disable-pip-version-check duckdb==2.0.1 polars==2.1.0
cat > "$ordner/probe.py" <<'PROBE'
import duckdb
import polars as pl

zellen, zahlen = [1, 2, 3], [10, 30]
verbindung = duckdb.connect(":memory:")
verbindung.execute("create table zahlen (zelle bigint, zahl bigint)")
verbindung.execute("insert into zahlen select unnest(?), unnest(?)", [zellen, zahlen])
print("select:", verbindung.execute("select * from zahlen").fetchall())
print("sum:", verbindung.execute("select count(*), sum(zahl) from zahlen").fetchall())
von = "select count(*) from (select unnest([1, 2, 3])) as a, (select unnest([10, 30])) as b"
print("from:", verbindung.execute(von).fetchall())
try:
    pl.DataFrame({"zelle": [zellen], "zahl": [zahlen]}).explode("zelle", "zahl")
    print("polars: rows")
except pl.exceptions.ShapeError:
    print("polars: refused")
PROBE
"$ordner/umgebung/bin/python" "$ordner/probe.py" > "$ordner/gesehen"
diff "$ordner/gesehen" - <<'ERWARTET'
select: [(1, 10), (2, 30), (3, None)]
sum: [(3, 40)]
from: [(6,)]
polars: refused
ERWARTET
echo "seen: lists of three and of two make three rows, the last one half empty"
