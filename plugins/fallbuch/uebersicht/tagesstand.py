"""One day's state: what all pages show of due items, load and promises, found out once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from fallbuch.bestand.laden import Akte
from fallbuch.team import Team
from fallbuch.uebersicht.abschnitte import Gruppe
from fallbuch.uebersicht.auslastung import Last, auslastung
from fallbuch.uebersicht.vorgang import Vorgang, gruppiert, vorgaenge
from fallbuch.uebersicht.zustaendigkeit import beraterseiten, offene, vorgaenge_von


class Tagesstand:
    """A team on its key date as pages show it; `am_tisch` where these can lead to forms."""

    def __init__(self, team: Team, *, am_tisch: bool = False) -> None:
        self.team, self.stichtag, self.am_tisch = team, team.stichtag, am_tisch

    @cached_property
    def namen(self) -> Mapping[str, str]:
        """Name → slug of everybody with something to do, in German order."""
        return beraterseiten(self.team)

    @cached_property
    def vorgaenge(self) -> Sequence[Vorgang]:
        """One line for each case with something to do, and for each person with a duty for the team."""
        return vorgaenge_von(self.team, None)

    @cached_property
    def gruppen(self) -> Sequence[Gruppe[Vorgang]]:
        """The same in sections."""
        return gruppiert(self.vorgaenge, self.stichtag)

    @cached_property
    def gereiht(self) -> Sequence[Vorgang]:
        """The same as one list: what comes first stands first."""
        return [vorgang for gruppe in self.gruppen for vorgang in gruppe.zeilen]

    @cached_property
    def _je_akte(self) -> Mapping[str, Vorgang]:
        return {v.akte.auszug.datei: v for v in self.vorgaenge if v.akte is not None}

    def vorgang(self, akte: Akte) -> Vorgang | None:
        """Return what is to be done for a case, None where nothing is."""
        return self._je_akte.get(akte.auszug.datei)

    @cached_property
    def fremde(self) -> Sequence[Vorgang]:
        """What somebody has to do in the case of somebody else, each with that person's own items alone."""
        eigene = (
            v for name, akten in self.team.benannte.items() for v in vorgaenge(akten, (), self.stichtag, fuer=name)
        )
        # Between rows of one day decides the place of the case among all, as on every other list.
        return [
            replace(v, nummer=self._je_akte[v.akte.auszug.datei].nummer) if v.akte is not None else v for v in eigene
        ]

    @cached_property
    def lasten(self) -> Sequence[Last]:
        return auslastung(self.team)

    @cached_property
    def offene(self) -> Sequence[Akte]:
        """The cases that are open."""
        return offene(self.team)
