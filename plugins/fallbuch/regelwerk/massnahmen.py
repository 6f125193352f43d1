"""A measure of a case: its days, and what the team's lists say of its kind and result."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from fallbuch.akte.eintragsformen import Massnahmeangaben
from fallbuch.akte.modell import Eintrag
from fallbuch.regelwerk.vokabular import Massnahmeart, Massnahmenergebnis
from fallbuch.werte import dataclass

KEINE_MASSNAHMEART = Massnahmeart()
KEIN_ERGEBNIS = Massnahmenergebnis()


class Lauf(StrEnum):
    """Where a measure stands on the key date."""

    GEPLANT = "geplant"
    LAEUFT = "läuft"
    BEENDET = "beendet"


@dataclass(frozen=True, slots=True)
class Massnahme:
    """A measure with its days, both included, and what the team's lists say of its kind and result."""

    eintrag: Eintrag
    angaben: Massnahmeangaben
    bekannt_seit: date
    beginn: date
    ende: date | None
    art: Massnahmeart
    ergebnis: Massnahmenergebnis

    @property
    def vorzeitig(self) -> bool:
        """It broke off or never began."""
        return self.ergebnis.vorzeitig

    @property
    def hat_ergebnis(self) -> bool:
        return self.angaben.ergebnis is not None or "Ergebnis" in self.eintrag.unlesbar

    def lauf(self, tag: date) -> Lauf:
        """Return where the measure stands on `tag`; its last day belongs to it."""
        if self.beginn > tag:
            return Lauf.GEPLANT
        return Lauf.BEENDET if self.ende is not None and self.ende < tag else Lauf.LAEUFT
