"""The team's log: what the team did that belongs to no case, in the grammar of the record.

It has no front matter; text before the first entry is the team's own.
"""

from __future__ import annotations

from dataclasses import replace

from fallbuch.akte.eintraege import lies_eintraege
from fallbuch.akte.modell import Eintrag
from fallbuch.akte.oeffnen import Schrift, oeffne
from fallbuch.akte.protokollformen import PROTOKOLLFORMEN
from fallbuch.befund import Befund
from fallbuch.text.quelle import Quelldatei
from fallbuch.werte import dataclass

PROTOKOLLDATEI = "vorlagen/protokoll.md"


@dataclass(frozen=True, kw_only=True, slots=True)
class Protokoll:
    """The team's log as its file states it."""

    eintraege: tuple[Eintrag, ...] = ()
    vorspann: str = ""


def lies_protokoll(datei: Quelldatei | None) -> tuple[Protokoll, tuple[Befund, ...]]:
    """Read `vorlagen/protokoll.md`; a team without one has an empty log. Findings as for a case, never an exception."""
    if datei is None:
        return Protokoll(), ()
    schrift = oeffne(datei)
    if not isinstance(schrift, Schrift):
        return Protokoll(), (replace(schrift[0], uhr=False),)
    if schrift.gekuerzt:
        return Protokoll(), schrift.gefunden(uhr=False)
    eintraege, vorspann, gefunden = lies_eintraege(schrift.text, PROTOKOLLDATEI, 1, PROTOKOLLFORMEN)
    schrift.befunde.extend(gefunden)
    # No finding of the log makes a case's date uncertain.
    protokoll = Protokoll(eintraege=eintraege, vorspann="\n".join(zeile.text for zeile in vorspann).strip())
    return protokoll, schrift.gefunden(uhr=False)
