"""Whose case is whose: the responsible person, who stands in for them, who is in the team."""

from __future__ import annotations

from collections.abc import Sequence

from fallbuch.bestand.laden import Akte
from fallbuch.kennung import eindeutige_slugs, ordnung
from fallbuch.team import Team
from fallbuch.uebersicht.vorgang import Vorgang, vorgaenge


def beraterseiten(team: Team) -> dict[str, str]:
    """Return name → slug of everybody with an open case, as responsible or standing in, and of the active team."""
    mit_fall = {name for akte in offene(team) for name in (akte.sicht.zustaendig, akte.sicht.vertretung)}
    aktive = {name for name, wort in team.regelwerk.vokabular.berater.items() if wort.gilt_am(team.stichtag)}
    namen = {name for name in mit_fall if name is not None} | (aktive if team.akten else set())
    return eindeutige_slugs({name: name for name in namen})


def beraterinnen(team: Team) -> list[str]:
    """Return the names of `beraterseiten` in German order."""
    return sorted(beraterseiten(team), key=ordnung)


def offene(team: Team) -> list[Akte]:
    """Return the cases that are open on the key date."""
    return [akte for akte in team.akten if akte.sicht.besteht and akte.sicht.offen]


def eigene(akten: Sequence[Akte], name: str) -> list[Akte]:
    """Return the cases for which `name` is responsible."""
    return [akte for akte in akten if akte.fall.kopf.berater == name]


def vertretene(akten: Sequence[Akte], name: str) -> list[Akte]:
    """Return the cases of others in which `name` stands in."""
    return [akte for akte in akten if akte.sicht.vertretung == name]


def akten_von(team: Team, name: str | None) -> list[Akte]:
    """Return the cases of one person, those in which they stand in included; None: all cases."""
    return list(team.akten) if name is None else [*eigene(team.akten, name), *vertretene(team.akten, name)]


def vorgaenge_von(team: Team, name: str | None) -> list[Vorgang]:
    """Return the lines of one person, cases in which they stand in included; None: of the whole team."""
    des_teams = [f for f in team.teamfaelligkeiten if name is None or f.berater == name]
    return vorgaenge(akten_von(team, name), des_teams, team.stichtag)
