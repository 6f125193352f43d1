"""The one way from the bytes of a file that people write to its text: case, log, process and recommendation come through it.

Whatever the bytes are, the answer is a text and findings, never an exception.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from fallbuch.akte.meldungen import F001, F002, F003, F026, F074, F097
from fallbuch.befund import Befund, Stelle
from fallbuch.kennung import nfc
from fallbuch.text.quelle import Hindernis, Quelldatei
from fallbuch.text.zeichen import ist_gewoehnlich
from fallbuch.werte import dataclass

HOECHSTENS_MELDUNGEN = 200
# A text file holds none; a few may be damage, many mean another kind of file or encoding.
_HOECHSTENS_NUL = 10
#: The head of a case, anywhere but at the beginning; other fields may stand above its ID.
_ZWEITER_KOPF = re.compile(r"(?<=\n)---[ \t]*\r?\n(?:[A-Z][\w ]{2,30}:[^\n]*\n){0,8}?ID:[ \t]*[A-Za-z0-9]")
_KONFLIKT = re.compile(r"^<{7} ", re.MULTILINE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Schrift:
    """A file as text in composed letters."""

    name: str
    text: str
    #: What opening it found; reading it may add to that.
    befunde: list[Befund]
    #: There is more of it, which is not read.
    gekuerzt: bool = False
    #: It is what its author wrote, umlauts perhaps excepted.
    vollstaendig: bool = True
    #: The file writes umlauts in two code points; columns are then not those of its bytes.
    zerlegt: bool = False
    #: Nothing is in it but characters of everyday German.
    gewoehnlich: bool = False

    def gefunden(self, *, uhr: bool = True) -> tuple[Befund, ...]:
        """Return all findings in the order of their places, at most a few hundred; `uhr` False: none touches a due date."""
        # Columns count composed letters; in the file itself a fix would hit the wrong place.
        alle = [replace(b, korrektur=None) for b in self.befunde] if self.zerlegt else self.befunde
        return _begrenzt(alle if uhr else [replace(b, uhr=False) for b in alle], self.name)


def oeffne(datei: Quelldatei) -> Schrift | tuple[Befund]:
    """Return the text of a file, or the finding that says why there is none."""
    anfang = Stelle(datei=datei.name)
    gekuerzt = datei.hindernis is Hindernis.ZU_GROSS
    if datei.hindernis is not None and not gekuerzt:
        return (F001.melde(anfang, was=datei.hindernis),)
    befunde: list[Befund] = []
    roh, vollstaendig = dekodiere(datei.inhalt, datei.name, befunde)
    gewoehnlich = ist_gewoehnlich(roh)
    if not gewoehnlich and roh.count("\x00") > _HOECHSTENS_NUL:
        return (F001.melde(anfang, was=Hindernis.KEIN_TEXT),)
    if gekuerzt:
        befunde.append(F003.melde(anfang))
    text = roh if gewoehnlich else nfc(roh)
    konflikt = _KONFLIKT.search(text) if "<<<<<<<" in text else None
    if konflikt is not None:  # the first place at which git has left two versions
        befunde.append(F074.melde(Stelle(datei=datei.name, zeile=text.count("\n", 0, konflikt.start()) + 1)))
    if text.count("\n---") > 1 and (zweiter := _ZWEITER_KOPF.search(text)) is not None:
        befunde.append(F097.melde(Stelle(datei=datei.name, zeile=text.count("\n", 0, zweiter.start()) + 1)))
    return Schrift(
        name=datei.name,
        text=text,
        befunde=befunde,
        gekuerzt=gekuerzt,
        vollstaendig=vollstaendig,
        zerlegt=text != roh,
        gewoehnlich=gewoehnlich,
    )


def dekodiere(inhalt: bytes, name: str, befunde: list[Befund]) -> tuple[str, bool]:
    """Return the text and whether it is what the author wrote, umlauts perhaps excepted."""
    if inhalt.startswith((b"\xff\xfe", b"\xfe\xff")):
        befunde.append(F002.melde(Stelle(datei=name), genauer=", sondern als UTF-16"))
        return inhalt.decode("utf-16", errors="replace"), True
    inhalt = inhalt.removeprefix(b"\xef\xbb\xbf")
    try:
        return inhalt.decode("utf-8"), True
    except UnicodeDecodeError as fehler:
        davor = inhalt[: fehler.start].decode("utf-8")
        zeile = davor.count("\n") + 1
        spalte = len(davor) - (davor.rfind("\n") + 1) + 1
        befunde.append(F002.melde(Stelle(datei=name, zeile=zeile, spalte=spalte), genauer=""))
    if b"\x00" in inhalt:
        return inhalt.decode("utf-8", errors="replace"), False
    return inhalt.decode("cp1252", errors="replace"), True


def _begrenzt(befunde: Iterable[Befund], name: str) -> tuple[Befund, ...]:
    sortiert: Sequence[Befund] = sorted(befunde, key=lambda befund: befund.reihenfolge)
    if len(sortiert) <= HOECHSTENS_MELDUNGEN:
        return tuple(sortiert)
    rest = F026.melde(Stelle(datei=name), anzahl=len(sortiert) - HOECHSTENS_MELDUNGEN)
    return (rest, *sortiert[:HOECHSTENS_MELDUNGEN])
