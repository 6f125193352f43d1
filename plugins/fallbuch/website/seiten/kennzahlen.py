"""The page of the figures, generated from their declarations."""

from __future__ import annotations

from functools import partial

from fallbuch.kennzahlen import KENNZAHLEN, kennzahl
from fallbuch.prozess.modell import Prozess
from fallbuch.team import Team
from fallbuch.website.darstellung import SEITENVORLAGEN
from fallbuch.website.seiten.seite import Seite, Sicht


def seiten(sicht: Sicht) -> list[Seite]:
    return [
        Seite(
            pfad="kennzahlen.md",
            titel="Kennzahlen",
            sicht=Sicht.OEFFENTLICH,
            html=partial(_seite, intern=sicht is Sicht.INTERN),
            suche=True,
            gruppe="Handbuch",
        )
    ]


def _seite(team: Team, *, intern: bool) -> str:
    faktoren: dict[str, list[Prozess]] = {}
    for p in team.prozessbuch.prozesse:
        for schluessel in {
            k.schluessel for f in p.faktoren for n in f.kennzahlen if (k := kennzahl(n.text)) is not None
        }:
            faktoren.setdefault(schluessel, []).append(p)
    return SEITENVORLAGEN.fuelle("kennzahlen.html", kennzahlen=KENNZAHLEN, intern=intern, faktoren=faktoren)
