#!/usr/bin/env bash
# chdb 4.4.0 (ClickHouse) answers 0 where sqlite and duckdb 2.0.1 answer NULL: for LAG of a first row, for what a LEFT JOIN did
# not find, and for MAX of nothing. Differences to "the quarter before" then are whole numbers, and nobody sees that there was none.
#
# Guess: window functions and outer joins are the part of SQL on which all engines agree; a query that runs and gives numbers
# without an error gives the same ones. In fact columns that are not declared Nullable have no NULL to give, and the default
# value of their type stands in its place. Naming NULL as LAG's third argument is refused; a cast to Nullable first brings it back.
# What holds everywhere: ask ROW_NUMBER() whether there is a row before, and compare the joined key with what it must be, not with NULL.
set -euo pipefail
ordner="$(mktemp -d)"
trap 'rm -rf "$ordner"' EXIT
python3 -m venv "$ordner/umgebung"
"$ordner/umgebung/bin/pip" install --quiet --disable-pip-version-check chdb==4.4.0 duckdb==2.0.1
cat > "$ordner/probe.py" <<'PROBE'
import sqlite3

import chdb
import duckdb

DATEN = "(select 1 as q, 5 as n union all select 2, 7 union all select 3, 7) as t"
FRAGEN = {
    "lag": f"select q, lag(n) over (order by q) as v, n - lag(n) over (order by q) as d from {DATEN} order by q",
    "left join": f"select t.q, b.n from {DATEN} left join (select 2 as q, 7 as n) as b on b.q = t.q order by t.q",
    "max of nothing": f"select 0 as q, max(n) as m from {DATEN} where q > 9",
    "asked first": f"select q, case when row_number() over (order by q) > 1 then lag(n) over (order by q) else null end as v from {DATEN} order by q",
}


def gelesen(text):
    return [tuple(None if teil == "\\N" else int(teil) for teil in zeile.split(",")) for zeile in text.split()]


for name, frage in FRAGEN.items():
    print(name, "sqlite:", sqlite3.connect(":memory:").execute(frage).fetchall())
    print(name, "duckdb:", duckdb.sql(frage).fetchall())
    print(name, "chdb:", gelesen(str(chdb.query(frage, "CSV"))))
PROBE
"$ordner/umgebung/bin/python" "$ordner/probe.py" > "$ordner/gesehen"
diff "$ordner/gesehen" - <<'ERWARTET'
lag sqlite: [(1, None, None), (2, 5, 2), (3, 7, 0)]
lag duckdb: [(1, None, None), (2, 5, 2), (3, 7, 0)]
lag chdb: [(1, 0, 5), (2, 5, 2), (3, 7, 0)]
left join sqlite: [(1, None), (2, 7), (3, None)]
left join duckdb: [(1, None), (2, 7), (3, None)]
left join chdb: [(1, 0), (2, 7), (3, 0)]
max of nothing sqlite: [(0, None)]
max of nothing duckdb: [(0, None)]
max of nothing chdb: [(0, 0)]
asked first sqlite: [(1, None), (2, 5), (3, 7)]
asked first duckdb: [(1, None), (2, 5), (3, 7)]
asked first chdb: [(1, None), (2, 5), (3, 7)]
ERWARTET
echo "seen: no row before is NULL in sqlite and duckdb, and 0 in chdb"
