"""Runs the association's SQL file unchanged on a distributed engine: `python benchmarks/spark.py SUMMEN.SQL FOLDER`.

Needs PySpark and Java and nothing of the program, so that it runs where a large association has its own machines. FOLDER holds
`pakete.csv`, `zellen.csv` and `zahlen.csv` without a head; printed is the hash of the answer, as `rechenwerk.pruefwert` makes it.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

#: The columns, as in `rechenwerk.ANLAGE`.
FORM = {
    "pakete": "paket BIGINT, team STRING, quartal STRING, folge BIGINT, fassung BIGINT",
    "zellen": "zelle BIGINT, tabelle STRING, zeile STRING, spalte STRING, groesse STRING",
    "zahlen": "paket BIGINT, zelle BIGINT, zahl BIGINT",
}


def main(abfrage: str, ordner: Path) -> str:
    """Return the hash of the answer."""
    from pyspark.sql import SparkSession  # type: ignore[import-not-found]  # noqa: PLC0415 - no part of the installation

    spark = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "4")
        .config("spark.driver.memory", "3g")
        .getOrCreate()
    )
    try:
        for name, form in FORM.items():
            spark.read.csv(str(ordner / f"{name}.csv"), schema=form, nullValue="").createOrReplaceTempView(name)
        summe = hashlib.sha256()
        for zeile in spark.sql(abfrage).collect():
            summe.update(("|".join("" if teil is None else str(teil) for teil in zeile) + "\n").encode())
        return summe.hexdigest()
    finally:
        spark.stop()


if __name__ == "__main__":
    print(main(Path(sys.argv[1]).read_text(encoding="utf-8"), Path(sys.argv[2])))
