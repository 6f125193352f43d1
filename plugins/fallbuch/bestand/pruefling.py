"""What a check gets to see of a case."""

from __future__ import annotations

from datetime import date

from fallbuch.akte.modell import Fall, Kopf
from fallbuch.regelwerk.modell import Regelwerk
from fallbuch.regelwerk.sicht import Fallsicht
from fallbuch.werte import dataclass


@dataclass(frozen=True, slots=True)
class Pruefling:
    """A case with all that a check may ask for; `sicht` sees the whole file, whatever the key date."""

    fall: Fall
    sicht: Fallsicht
    stichtag: date
    heute: date

    @property
    def regelwerk(self) -> Regelwerk:
        return self.sicht.regelwerk

    @property
    def kopf(self) -> Kopf:
        return self.fall.kopf
