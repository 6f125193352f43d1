"""The manual page of every finding, generated from its declaration."""

from __future__ import annotations

from functools import partial

from fallbuch.befund import Meldungsart
from fallbuch.katalog import KATALOG
from fallbuch.team import Team
from fallbuch.website.darstellung import SEITENVORLAGEN
from fallbuch.website.seiten.seite import Seite, Sicht

_LAENGSTES_BEISPIEL = 1500


def seiten() -> list[Seite]:
    return [
        Seite(
            pfad="meldungen.md", titel="Meldungen", sicht=Sicht.OEFFENTLICH, html=_liste, suche=True, gruppe="Handbuch"
        ),
        *(
            Seite(
                pfad=f"meldungen/{art.kennung.lower()}.md",
                titel=f"{art.kennung}: {art.titel}",
                sicht=Sicht.OEFFENTLICH,
                html=partial(_seite, art=art),
                gruppe=None,
                suche=True,
            )
            for art in KATALOG.values()
        ),
    ]


def _liste(team: Team) -> str:
    return SEITENVORLAGEN.fuelle("meldungen.html", arten=KATALOG.values())


def _seite(team: Team, art: Meldungsart) -> str:
    return SEITENVORLAGEN.fuelle("meldung.html", art=art, schlecht=_gekuerzt(art.schlecht), gut=_gekuerzt(art.gut))


def _gekuerzt(beispiel: str | bytes) -> str:
    text = beispiel.decode("utf-8", errors="replace") if isinstance(beispiel, bytes) else beispiel
    text = text.replace("\x00", "\N{SYMBOL FOR NULL}")
    return text if len(text) <= _LAENGSTES_BEISPIEL else text[:_LAENGSTES_BEISPIEL].rstrip() + "\n…"
