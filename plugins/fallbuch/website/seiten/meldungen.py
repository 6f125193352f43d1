"""The manual page of every finding, generated from its declaration."""

from __future__ import annotations

from functools import partial

from fallbuch.befund import Meldungsart
from fallbuch.katalog import KATALOG
from fallbuch.team import Team
from fallbuch.website.seiten.seite import Seite, Sicht

_LAENGSTES_BEISPIEL = 1500


def seiten() -> list[Seite]:
    return [
        Seite(
            f"meldungen/{art.kennung.lower()}.md",
            f"{art.kennung}: {art.titel}",
            Sicht.OEFFENTLICH,
            "meldung",
            partial(_werte, art=art),
            gruppe=None,
            suche=True,
        )
        for art in KATALOG.values()
    ]


def liste(team: Team) -> dict[str, object]:
    return {"arten": KATALOG.values()}


def _werte(team: Team, art: Meldungsart) -> dict[str, object]:
    return {"art": art, "schlecht": _gekuerzt(art.schlecht), "gut": _gekuerzt(art.gut)}


def _gekuerzt(beispiel: str | bytes) -> str:
    text = beispiel.decode("utf-8", errors="replace") if isinstance(beispiel, bytes) else beispiel
    text = text.replace("\x00", "\N{SYMBOL FOR NULL}")
    return text if len(text) <= _LAENGSTES_BEISPIEL else text[:_LAENGSTES_BEISPIEL].rstrip() + "\n…"
