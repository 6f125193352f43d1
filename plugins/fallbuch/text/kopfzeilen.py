"""The few lines of front matter that a generated page needs."""

from __future__ import annotations

import json
from collections.abc import Sequence


def seitenquelle(titel: str, *, suche: bool, verborgen: Sequence[str] = ()) -> str:
    """Return the source of a page whose content comes later; JSON strings are YAML, whatever they hold."""
    kopf = {"title": titel, "hide": list(verborgen), "search": {"exclude": not suche}}
    return "---\n" + "".join(f"{name}: {json.dumps(wert)}\n" for name, wert in kopf.items()) + "---\n"
