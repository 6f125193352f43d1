"""What an agreement is."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from fallbuch.befund import Stelle
from fallbuch.werte import dataclass


class Stand(StrEnum):
    """State of an agreement, as its box says."""

    OFFEN = "offen"
    ERLEDIGT = "erledigt"
    FALLENGELASSEN = "fallengelassen"


@dataclass(frozen=True, slots=True)
class Nennung:
    """A counsellor whom an agreement names: the words as they are written, and the name as the team writes it."""

    wort: str
    name: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Vereinbarung:
    """One agreement of an entry.

    `wer` is its first word, resolved once the team is known; `nennungen` are then the counsellors who made it.
    `eltern` is the place in the list of the box under which this one stands, None for the outermost.
    """

    text: str
    stand: Stand
    frist: date | None
    wer: str | None
    stelle: Stelle
    nennungen: tuple[Nennung, ...] = ()
    eltern: int | None = None

    @property
    def personen(self) -> tuple[str, ...]:
        """The counsellors who made it; empty where it is the customer's or the team's."""
        return tuple(nennung.name for nennung in self.nennungen)
