"""All findings on one page, each with its explanation and an example of wrong and right, made from its declaration."""

from __future__ import annotations

from fallbuch.katalog import KATALOG
from fallbuch.uebersicht.tagesstand import Tagesstand

_LAENGSTES_BEISPIEL = 1500


def werte(stand: Tagesstand) -> dict[str, object]:
    return {"arten": [(art, _gekuerzt(art.schlecht), _gekuerzt(art.gut)) for art in KATALOG.values()]}


def _gekuerzt(beispiel: str | bytes) -> str:
    text = beispiel.decode("utf-8", errors="replace") if isinstance(beispiel, bytes) else beispiel
    text = text.replace("\x00", "\N{SYMBOL FOR NULL}")
    return text if len(text) <= _LAENGSTES_BEISPIEL else text[:_LAENGSTES_BEISPIEL].rstrip() + "\n…"
