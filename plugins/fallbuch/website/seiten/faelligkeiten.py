"""Due lists: the whole team's and one for each counsellor."""

from __future__ import annotations

from functools import partial

from fallbuch.team import Team
from fallbuch.uebersicht.auslastung import Last, auslastung
from fallbuch.uebersicht.vorgang import gruppiert
from fallbuch.uebersicht.zustaendigkeit import beraterinnen, beraterseiten, eigene, offene, vorgaenge_von
from fallbuch.website.darstellung import SEITENVORLAGEN, Darsteller
from fallbuch.website.seiten.seite import Seite, Sicht

_GRUPPE = "Fälligkeiten"


def seiten(team: Team) -> list[Seite]:
    namen = beraterseiten(team)
    return [
        Seite(
            pfad="faelligkeiten.md",
            titel="Ganzes Team",
            sicht=Sicht.INTERN,
            gruppe=_GRUPPE,
            html=partial(_liste, titel="Fälligkeiten: ganzes Team", berater=None, namen=namen),
        ),
        *(
            Seite(
                pfad=f"berater/{namen[name]}.md",
                titel=name,
                sicht=Sicht.INTERN,
                gruppe=_GRUPPE,
                html=partial(_liste, titel=f"Fälligkeiten: {name}", berater=name, namen=namen),
            )
            for name in beraterinnen(team)
        ),
    ]


def _liste(team: Team, *, titel: str, berater: str | None, namen: dict[str, str]) -> str:
    darsteller = Darsteller(team)
    gruppen = gruppiert(vorgaenge_von(team, berater), team.stichtag)
    akten = offene(team)
    return SEITENVORLAGEN.fuelle(
        "faelligkeiten.html",
        team=team,
        titel=titel,
        berater=berater,
        wurzel="" if berater is None else "../",
        namen=namen,
        abschnitte=[darsteller.gruppe(gruppe) for gruppe in gruppen],
        leer=not any(gruppe.zeilen for gruppe in gruppen),
        offen=len(akten if berater is None else eigene(akten, berater)),
        last=_last(team, berater),
    )


def _last(team: Team, berater: str | None) -> Last | None:
    return next((last for last in auslastung(team) if berater is not None and last.name == berater), None)
