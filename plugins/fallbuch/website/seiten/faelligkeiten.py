"""Due lists: the whole team's and one for each counsellor."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from fallbuch.team import Team
from fallbuch.uebersicht.auslastung import auslastung
from fallbuch.uebersicht.vorgang import gruppiert
from fallbuch.uebersicht.zustaendigkeit import beraterseiten, offene, vorgaenge_von
from fallbuch.website.darstellung import Darsteller
from fallbuch.website.seiten.seite import Seite, Sicht


def seiten(team: Team) -> list[Seite]:
    namen = beraterseiten(team)
    wessen = [(None, "faelligkeiten.md"), *((name, f"berater/{seite}.md") for name, seite in namen.items())]
    return [
        Seite(
            pfad,
            berater or "Ganzes Team",
            Sicht.INTERN,
            "faelligkeiten",
            partial(_werte, berater=berater, namen=namen),
            gruppe="Fälligkeiten",
        )
        for berater, pfad in wessen
    ]


def _werte(team: Team, *, berater: str | None, namen: Mapping[str, str]) -> dict[str, object]:
    darsteller = Darsteller(team)
    gruppen = gruppiert(vorgaenge_von(team, berater), team.stichtag)
    return {
        "berater": berater,
        "namen": namen,
        "abschnitte": [darsteller.gruppe(gruppe) for gruppe in gruppen],
        "leer": not any(gruppe.zeilen for gruppe in gruppen),
        "offen": len(offene(team)),
        "last": next((last for last in auslastung(team) if last.name == berater), None) if berater else None,
    }
