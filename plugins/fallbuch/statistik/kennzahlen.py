"""All figures a team looks at, in the order in which pages show them.

Pages explain them from here, the engine counts from here, processes refer to them by title or key.
"""

from __future__ import annotations

from collections.abc import Iterable

from fallbuch.kennung import vergleichsform
from fallbuch.statistik.fragen.aufwand import AUFWAND, BETREUUNGSRELATION, DAUER, KONTAKTDICHTE
from fallbuch.statistik.fragen.daten import VOLLSTAENDIGKEIT
from fallbuch.statistik.fragen.wirkung import ERGEBNIS, MASSNAHMEN, NACHBETREUUNG, STUFEN
from fallbuch.statistik.fragen.ziel import BEGINN, BEWEGUNG, EINVERNEHMEN, MENSCHEN, STRUKTUR, WARTENDE, ZUGANG
from fallbuch.statistik.kennzahl import Kennzahl

KENNZAHLEN: tuple[Kennzahl, ...] = (
    ZUGANG, MENSCHEN, BEWEGUNG, STRUKTUR, KONTAKTDICHTE, STUFEN, BEGINN, EINVERNEHMEN,
    MASSNAHMEN, ERGEBNIS, DAUER, AUFWAND, NACHBETREUUNG, BETREUUNGSRELATION, WARTENDE, VOLLSTAENDIGKEIT,
)  # fmt: skip


def kennzahl(name: str, alle: Iterable[Kennzahl] = KENNZAHLEN) -> Kennzahl | None:
    """Return the figure called `name` by title or key; spelling is compared leniently."""
    form = vergleichsform(name)
    return next((k for k in alle if form in {vergleichsform(k.titel), vergleichsform(k.schluessel)}), None)
