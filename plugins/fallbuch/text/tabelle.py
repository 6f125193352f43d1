"""Tables for spreadsheets."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence


def als_csv(kopf: Sequence[str], zeilen: Iterable[Sequence[object]]) -> bytes:
    """Return a table with semicolons, a decimal comma and a byte order mark, so that spreadsheets in German open it right."""
    puffer = io.StringIO()
    puffer.write("\ufeff")
    schreiber = csv.writer(puffer, delimiter=";", lineterminator="\r\n")
    schreiber.writerow(kopf)
    schreiber.writerows([_zelle(wert) for wert in zeile] for zeile in zeilen)
    return puffer.getvalue().encode("utf-8", errors="backslashreplace")


def _zelle(wert: object) -> object:
    if isinstance(wert, float):
        return f"{wert:g}".replace(".", ",")
    # A leading sign would be run as a formula.
    return f"'{wert}" if isinstance(wert, str) and wert.startswith(("=", "+", "-", "@", "\t", "\r")) else wert
