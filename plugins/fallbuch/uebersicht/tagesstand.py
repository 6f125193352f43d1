"""One day's state: what all pages show of due items, load and promises, found out once."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, partial
from typing import Any, TypeVar

from fallbuch.bestand.laden import Akte
from fallbuch.team import Team
from fallbuch.uebersicht.abschnitte import Abschnitt, Gruppe
from fallbuch.uebersicht.auslastung import Last, auslastung
from fallbuch.uebersicht.beitraege import Beitraege
from fallbuch.uebersicht.vorgang import Vorgang, Zeilenplatz, gruppiert, vorgaenge
from fallbuch.uebersicht.zustaendigkeit import beraterseiten, offene, vorgaenge_von

T = TypeVar("T")


class Tagesstand:
    """A team on its key date as pages show it; `am_tisch` where these can lead to forms.

    `vorher` is the same team on the same day before some of its cases changed: what was found out of the others still holds.
    """

    def __init__(self, team: Team, *, am_tisch: bool = False, vorher: Tagesstand | None = None) -> None:
        self.team, self.stichtag, self.am_tisch = team, team.stichtag, am_tisch
        self._gemerktes = {} if vorher is None else vorher.gemerktes_von(team.akten)
        speicher = team.speicher if vorher is None and not am_tisch else None
        self._beitraege = None if speicher is None else Beitraege(speicher("beitraege"))
        self.festes: dict[str, Any] = {} if vorher is None else vorher.festes

    def gemerktes_von(self, akten: Iterable[Akte]) -> dict[tuple[Akte, str], tuple[Hashable, Any]]:
        """Return what was made of these cases."""
        noch_da = set(akten)
        return {schluessel: wert for schluessel, wert in self._gemerktes.items() if schluessel[0] in noch_da}

    def gemerkt(self, akte: Akte, was: str, mache: Callable[[], T], an: Hashable = ()) -> T:
        """Return what was made of a case for `was`, or make it now; `an` is all that it hangs on besides the case.

        Only the last one is remembered: what hangs on others, such as a row's number, changes whenever a case comes or goes.
        """
        bekannt = self._gemerktes.get((akte, was))
        if bekannt is None or bekannt[0] != an:
            bekannt = self._gemerktes[akte, was] = an, mache()
        return bekannt[1]

    def beitrag(self, akte: Akte, was: str, mache: Callable[[], T], an: Hashable = ()) -> T:
        """Return the same where it hangs on the case's file, the team's words, the day and `an` alone: an earlier run may know it."""
        if self._beitraege is None:
            return self.gemerkt(akte, was, mache, an)
        return self._beitraege.hole(akte, was, mache, an)

    def sichere(self) -> None:
        """Keep what cases contributed for later runs, when all pages have been drawn."""
        if self._beitraege is not None:
            self._beitraege.sichere()

    def fest(self, was: str, mache: Callable[[], T]) -> T:
        """Return what hangs on no case, on the team's rules alone: made once, however often cases change."""
        if was not in self.festes:
            self.festes[was] = mache()
        return self.festes[was]  # type: ignore[no-any-return] # the same

    @cached_property
    def namen(self) -> Mapping[str, str]:
        """Name → slug of everybody with something to do, in German order."""
        return beraterseiten(self.team)

    @cached_property
    def vorgaenge(self) -> Sequence[Vorgang]:
        """One line for each case with something to do, and for each person with a duty for the team."""
        alle = vorgaenge_von(self.team, None, merken=self._vorgang)
        # With its number: as long as no case comes or goes, a line is the same after the next change too.
        self._gemerktes |= {(v.akte, "vorgang"): ((), v) for v in alle if v.akte is not None}
        return alle

    def _vorgang(self, akte: Akte, rechne: Callable[[], Vorgang]) -> Vorgang:
        return self.gemerkt(akte, "vorgang", rechne)

    @cached_property
    def gruppen(self) -> Sequence[Gruppe[Vorgang]]:
        """The same in sections."""
        return gruppiert(self.vorgaenge, self.stichtag, self._platz)

    def _platz(self, v: Vorgang) -> tuple[Abschnitt, Zeilenplatz]:
        if v.akte is None:
            return v.platz_am(self.stichtag)
        return self.gemerkt(v.akte, "platz", partial(v.platz_am, self.stichtag))

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
        return auslastung(self.team, lambda akte, name, rechne: self.gemerkt(akte, f"last {name}", rechne))

    @cached_property
    def offene(self) -> Sequence[Akte]:
        """The cases that are open."""
        return offene(self.team)
