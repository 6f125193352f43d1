"""Runs the association's SQL file unchanged on a distributed engine: `python benchmarks/spark.py SUMMEN.SQL TABLES.JSON`.

Needs PySpark and Java and nothing of the program, so that it runs where a large association has its own machines. TABLES.JSON
holds the lines of `pakete`, `zellen` and `zahlen` by name; printed is the hash of the answer, as `rechenwerk.pruefwert` makes it.
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path
from typing import Any

#: The columns, as in `rechenwerk.ANLAGE`.
FORM = {
    "pakete": "paket BIGINT, team STRING, quartal STRING, folge BIGINT, fassung BIGINT",
    "zellen": "zelle BIGINT, tabelle STRING, zeile STRING, spalte STRING, groesse STRING",
    "zahlen": "paket BIGINT, zelle BIGINT, zahl BIGINT",
}


def main(abfrage: str, tafeln: dict[str, list[list[Any]]]) -> str:
    """Return the hash of the answer."""
    from pyspark.sql import SparkSession  # type: ignore[import-not-found]  # noqa: PLC0415 - no part of the installation

    spark = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "2")
        .getOrCreate()
    )
    try:
        for name, form in FORM.items():
            spark.createDataFrame([tuple(zeile) for zeile in tafeln[name]], form).createOrReplaceTempView(name)
        summe = hashlib.sha256()
        for zeile in spark.sql(abfrage).collect():
            summe.update(("|".join("" if teil is None else str(teil) for teil in zeile) + "\n").encode())
        return summe.hexdigest()
    finally:
        spark.stop()


if __name__ == "__main__":
    print(main(Path(sys.argv[1]).read_text(encoding="utf-8"), json.loads(Path(sys.argv[2]).read_bytes())))
