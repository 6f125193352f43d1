#!/usr/bin/env bash
# duckdb 2.0.1 reads "30.01.29" as 29 January 2030, polars 2.1.0 as 30 January of the year 29; neither says a word.
#
# Guess: with a dot between the parts only one order is in use, day, month, year; a reader that recognises dates by itself
# takes this one, and leaves text where it is not sure. With four digits for the year both do that.
# In fact duckdb tries %y.%m.%d first. The month stands in the middle either way, and as long as no year is above 31 the last two
# digits pass for a day: a list of years from 2001 to 2031 fits, each date becomes another one that exists, and naming the type
# (DATE) changes nothing. One birthday of 1999 in the column turns all others right, so a test with one may never see it.
# polars has the order right and takes two digits for the whole year: all ages and deadlines are two thousand years off, by
# `try_parse_dates` and by `str.to_date()` with or without "%Y". What helps in both is the format with a small y.
set -euo pipefail
ordner="$(mktemp -d)"
trap 'rm -rf "$ordner"' EXIT
python3 -m venv "$ordner/umgebung"
"$ordner/umgebung/bin/pip" install --quiet --disable-pip-version-check duckdb==2.0.1 polars==2.1.0
cat > "$ordner/probe.py" <<'PROBE'
from pathlib import Path

import duckdb
import polars as pl


def tage(mehr=""):
    return [str(tag) for (tag,) in duckdb.sql(f"select Bis from read_csv('liste.csv'{mehr})").fetchall()]


listen = {
    "two digits": ["30.01.29", "12.03.16"],
    "one of 1999": ["30.01.29", "31.12.99"],
    "four digits": ["30.01.2029", "12.03.2016"],
}
for name, daten in listen.items():
    Path("liste.csv").write_text("Fall;Bis\n" + "".join(f"a{n};{tag}\n" for n, tag in enumerate(daten)), encoding="utf-8")
    print(name, "duckdb:", *tage())
    print(name, "duckdb, DATE:", *tage(", types={'Bis': 'DATE'}"))
    print(name, "polars:", *pl.read_csv("liste.csv", separator=";", try_parse_dates=True)["Bis"])
Path("liste.csv").write_text("Fall;Bis\na0;30.01.29\na1;12.03.16\n", encoding="utf-8")
kurz = pl.read_csv("liste.csv", separator=";")["Bis"]
print("polars, to_date():", *kurz.str.to_date())
print("polars, %d.%m.%Y:", *kurz.str.to_date("%d.%m.%Y"))
print("polars, %d.%m.%y:", *kurz.str.to_date("%d.%m.%y"))
print("duckdb, %d.%m.%y:", *tage(", types={'Bis': 'DATE'}, dateformat='%d.%m.%y'"))
PROBE
(cd "$ordner" && umgebung/bin/python probe.py) | tee "$ordner/gesehen"
diff "$ordner/gesehen" - <<'SOLL'
two digits duckdb: 2030-01-29 2012-03-16
two digits duckdb, DATE: 2030-01-29 2012-03-16
two digits polars: 0029-01-30 0016-03-12
one of 1999 duckdb: 2029-01-30 1999-12-31
one of 1999 duckdb, DATE: 2029-01-30 1999-12-31
one of 1999 polars: 0029-01-30 0099-12-31
four digits duckdb: 2029-01-30 2016-03-12
four digits duckdb, DATE: 2029-01-30 2016-03-12
four digits polars: 2029-01-30 2016-03-12
polars, to_date(): 0029-01-30 0016-03-12
polars, %d.%m.%Y: 0029-01-30 0016-03-12
polars, %d.%m.%y: 2029-01-30 2016-03-12
duckdb, %d.%m.%y: 2029-01-30 2016-03-12
SOLL
echo "As described: two readers, two wrong years, and both keep silent."
