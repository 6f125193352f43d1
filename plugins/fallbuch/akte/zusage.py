"""What an agreement is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from fallbuch.befund import Stelle


class Stand(StrEnum):
    """State of an agreement, as its box says."""

    OFFEN = "offen"
    ERLEDIGT = "erledigt"
    FALLENGELASSEN = "fallengelassen"


@dataclass(frozen=True, kw_only=True, slots=True)
class Vereinbarung:
    """One agreement of an entry; `wer` is its first word, resolved once the team is known."""

    text: str
    stand: Stand
    frist: date | None
    wer: str | None
    stelle: Stelle
