"""The team's log: what the team did that belongs to no case, in the grammar of the record.

It has no front matter; text before the first entry is the team's own.
"""

from __future__ import annotations

from dataclasses import replace

from fallbuch.akte.eintraege import lies_eintraege
from fallbuch.akte.lesen import begrenzt, dekodiere, konflikte
from fallbuch.akte.meldungen import F001
from fallbuch.akte.modell import Eintrag
from fallbuch.akte.protokollformen import PROTOKOLLFORMEN
from fallbuch.befund import Befund, Stelle
from fallbuch.kennung import nfc
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
    if datei.hindernis is not None:
        return Protokoll(), (replace(F001.melde(Stelle(datei=PROTOKOLLDATEI), was=datei.hindernis), uhr=False),)
    befunde: list[Befund] = []
    roh, _ = dekodiere(datei.inhalt, PROTOKOLLDATEI, befunde)
    text = nfc(roh)
    befunde += konflikte(text, PROTOKOLLDATEI)
    eintraege, vorspann, gefunden = lies_eintraege(text, PROTOKOLLDATEI, 1, PROTOKOLLFORMEN)
    # No finding of the log makes a case's date uncertain, and composed letters shift columns.
    befunde = [replace(b, uhr=False, korrektur=b.korrektur if text == roh else None) for b in befunde + gefunden]
    return Protokoll(eintraege=eintraege, vorspann="\n".join(zeile.text for zeile in vorspann).strip()), begrenzt(
        befunde, PROTOKOLLDATEI
    )
