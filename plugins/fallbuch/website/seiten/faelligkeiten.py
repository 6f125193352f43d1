"""Due lists: the whole team's and one for each counsellor."""

from __future__ import annotations

from functools import partial

from fallbuch.bestand.laden import Akte
from fallbuch.kennung import eindeutige_slugs, ordnung
from fallbuch.regelwerk.gruppen import gruppen
from fallbuch.team import Team
from fallbuch.website.darstellung import SEITENVORLAGEN, zeilen
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
            for name in sorted(namen, key=ordnung)
        ),
    ]


def beraterseiten(team: Team) -> dict[str, str]:
    """Name the page of everybody who has a case, and of everybody who is in the team on the key date."""
    mit_fall = {akte.fall.kopf.berater for akte in team.akten if akte.sicht.besteht and akte.sicht.offen}
    aktive = {name for name, wort in team.regelwerk.vokabular.berater.items() if wort.gilt_am(team.stichtag)}
    namen = {name for name in mit_fall if name is not None} | (aktive if team.akten else set())
    return eindeutige_slugs({name: name for name in namen})


def _liste(team: Team, *, titel: str, berater: str | None, namen: dict[str, str]) -> str:
    akten = [akte for akte in team.akten if berater is None or akte.fall.kopf.berater == berater]
    vertretene = [
        akte for akte in team.akten if berater is not None and akte.fall.kopf.vertretung == berater and _offen(akte)
    ]
    eigene = [f for f in team.teamfaelligkeiten if berater is None or f.berater == berater]
    return SEITENVORLAGEN.fuelle(
        "faelligkeiten.html",
        team=team,
        titel=titel,
        berater=berater,
        wurzel="" if berater is None else "../",
        namen=namen,
        abschnitte=[g for g in gruppen(zeilen(akten, eigene), team.stichtag, lambda z: z.faelligkeit) if g.zeilen],
        offen=sum(1 for akte in akten if _offen(akte)),
        vertretene=vertretene,
    )


def _offen(akte: Akte) -> bool:
    return akte.sicht.besteht and akte.sicht.offen
