"""`datapackage.json`: what the files of a package are, in the form that Frictionless reads."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from fallbuch.freigabe.paket.tabellen import Spalte
from fallbuch.register.blatt import Registerblatt


def datapackage(blatt: Registerblatt, titel: str, tabellen: Mapping[str, tuple[bytes, Sequence[Spalte]]]) -> bytes:
    """Return the description of the CSV files, each with its columns and hash."""
    u = blatt.umstaende
    inhalt: dict[str, Any] = {
        "profile": "tabular-data-package",
        "name": f"statistik-{blatt.zeitraum.stamm}",
        "title": titel,
        "description": f"{blatt.verfahren}; freigegeben am {u.freigegeben_am}.",
        "created": f"{u.freigegeben_am}T00:00:00Z",
        "version": u.version,
        "temporal": {"start": str(blatt.zeitraum.von), "end": str(blatt.zeitraum.bis)},
        "resources": [_datei(name, roh, spalten) for name, (roh, spalten) in tabellen.items()],
    }
    return (json.dumps(inhalt, ensure_ascii=False, indent=2) + "\n").encode()


def _datei(name: str, inhalt: bytes, spalten: Sequence[Spalte]) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource",
        "name": name.removesuffix(".csv"),
        "path": name,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8-sig",
        "bytes": len(inhalt),
        "hash": f"sha256:{hashlib.sha256(inhalt).hexdigest()}",
        "dialect": {"delimiter": ";", "lineTerminator": "\r\n", "header": True},
        "schema": {"fields": [_feld(s) for s in spalten], "missingValues": [""]},
    }


def _feld(s: Spalte) -> dict[str, Any]:
    grenzen = {"constraints": {"enum": list(s.werte)}} if s.werte else {}
    return {"name": s.name, "type": s.typ, "description": s.bedeutung, **grenzen}
