"""From bytes to a case: `lesen` knows neither key date nor vocabulary, so its result can be cached by content.

Whatever the bytes are, the answer is a case and its findings, never an exception.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import PurePosixPath

from fallbuch.akte.absatz import Zeile
from fallbuch.akte.eintraege import lies_eintraege
from fallbuch.akte.eintragsformen import FORMEN
from fallbuch.akte.kopf import lies_kopf, trenne_kopf
from fallbuch.akte.meldungen import (
    F001,
    F002,
    F003,
    F005,
    F006,
    F026,
    F046,
    F074,
)
from fallbuch.akte.modell import Eintrag, Fall, Kopf
from fallbuch.befund import Befund, Stelle
from fallbuch.kennung import nfc
from fallbuch.text.quelle import HOECHSTE_GROESSE, Hindernis, Quelldatei

HOECHSTENS_MELDUNGEN = 200
# A text file holds none; a few may be damage, many mean another kind of file or encoding.
_HOECHSTENS_NUL = 10
_KONFLIKT = re.compile(r"^<{7} ", re.MULTILINE)


def lesen(inhalt: bytes, name: str) -> tuple[Fall, tuple[Befund, ...]]:
    """Read the bytes of one case file; `name` is its path as shown in messages."""
    hindernis = Hindernis.ZU_GROSS if len(inhalt) > HOECHSTE_GROESSE else None
    return lies_quelldatei(Quelldatei(name, inhalt, hindernis))


def lies_quelldatei(datei: Quelldatei) -> tuple[Fall, tuple[Befund, ...]]:
    """Read a case file as its source delivered it, obstacles included."""
    if datei.hindernis is not None and datei.hindernis is not Hindernis.ZU_GROSS:
        return _unlesbarer_fall(datei.name), (F001.melde(Stelle(datei=datei.name), was=datei.hindernis),)
    befunde: list[Befund] = []
    roh, vollstaendig = dekodiere(datei.inhalt, datei.name, befunde)
    if roh.count("\x00") > _HOECHSTENS_NUL:
        return _unlesbarer_fall(datei.name), (F001.melde(Stelle(datei=datei.name), was=Hindernis.KEIN_TEXT),)
    text = nfc(roh)
    if datei.hindernis is Hindernis.ZU_GROSS:
        befunde.append(F003.melde(Stelle(datei=datei.name)))
    fall = _lies_text(text, datei.name, befunde, nur_kopf=datei.hindernis is not None, vollstaendig=vollstaendig)
    if text != roh:
        # Columns count composed letters; in the file itself a fix would hit the wrong place.
        befunde = [replace(befund, korrektur=None) for befund in befunde]
        fall = replace(fall, zerlegt=True, wertstellen={})
    return fall, begrenzt(befunde, datei.name)


def _unlesbarer_fall(name: str) -> Fall:
    stamm = _stamm(name)
    return Fall(kennung=stamm, datei=name, stamm=stamm, kopf=Kopf(), eintraege=(), vollstaendig=False)


def _stamm(name: str) -> str:
    return nfc(PurePosixPath(name).name.rsplit(".", 1)[0])


def dekodiere(inhalt: bytes, name: str, befunde: list[Befund]) -> tuple[str, bool]:
    """Return the text and whether it is what the author wrote, umlauts perhaps excepted."""
    anfang = Stelle(datei=name)
    if inhalt.startswith((b"\xff\xfe", b"\xfe\xff")):
        befunde.append(F002.melde(anfang, genauer=", sondern als UTF-16"))
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


def _lies_text(text: str, name: str, befunde: list[Befund], *, nur_kopf: bool, vollstaendig: bool) -> Fall:
    befunde += konflikte(text, name)
    rohkopf, rumpf = trenne_kopf(text, name, befunde)
    kopf = lies_kopf(rohkopf, name, befunde)
    stamm = _stamm(name)
    eintraege: tuple[Eintrag, ...] = ()
    vorspann = ""
    if not nur_kopf:
        erste = 1 + text.count("\n", 0, len(text) - len(rumpf))
        eintraege, vorspann = _lies_rumpf(rumpf, name, erste, befunde)
    return Fall(
        kennung=kopf.werte.get("id") or stamm,
        datei=name,
        stamm=stamm,
        kopf=Kopf(**kopf.werte),
        eintraege=eintraege,
        stellen=kopf.stellen,
        wertstellen=kopf.wertstellen,
        vorspann=vorspann,
        unlesbar=frozenset(kopf.unlesbar),
        vollstaendig=vollstaendig and not nur_kopf and rohkopf is not None,
    )


def konflikte(text: str, name: str) -> list[Befund]:
    """Report the first place at which git has left two versions."""
    treffer = _KONFLIKT.search(text) if "<<<<<<<" in text else None
    if treffer is None:
        return []
    return [F074.melde(Stelle(datei=name, zeile=text.count("\n", 0, treffer.start()) + 1))]


def _lies_rumpf(text: str, name: str, erste_zeile: int, befunde: list[Befund]) -> tuple[tuple[Eintrag, ...], str]:
    eintraege, vorspann, gefunden = lies_eintraege(text, name, erste_zeile, FORMEN)
    befunde.extend(gefunden)
    return eintraege, _vorspann(vorspann, name, befunde)


def _vorspann(vorspann: list[Zeile], name: str, befunde: list[Befund]) -> str:
    text = "\n".join(zeile.text for zeile in vorspann).strip()
    if text and not any(b.art in {F005, F006} for b in befunde):
        erste = next(zeile for zeile in vorspann if zeile.text.strip())
        befunde.append(F046.melde(Stelle(datei=name, zeile=erste.nummer)))
    return text


def begrenzt(befunde: list[Befund], name: str) -> tuple[Befund, ...]:
    """Return the findings in the order of their places, at most a few hundred of one file."""
    sortiert = sorted(befunde, key=lambda befund: befund.reihenfolge)
    if len(sortiert) <= HOECHSTENS_MELDUNGEN:
        return tuple(sortiert)
    rest = F026.melde(Stelle(datei=name), anzahl=len(sortiert) - HOECHSTENS_MELDUNGEN)
    return (rest, *sortiert[:HOECHSTENS_MELDUNGEN])
