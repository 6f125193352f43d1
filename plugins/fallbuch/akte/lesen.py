"""From bytes to a case: `lesen` knows neither key date nor vocabulary, so its result can be cached by content.

Whatever the bytes are, the answer is a case and its findings, never an exception.
"""

from __future__ import annotations

from dataclasses import replace

from fallbuch.akte.absatz import Zeile
from fallbuch.akte.eintraege import lies_eintraege
from fallbuch.akte.eintragsformen import FORMEN
from fallbuch.akte.kopf import lies_kopf, trenne_kopf
from fallbuch.akte.meldungen import (
    F005,
    F006,
    F046,
)
from fallbuch.akte.modell import Eintrag, Fall, Kopf, Stellen
from fallbuch.akte.oeffnen import Schrift, oeffne
from fallbuch.akte.textwache import verdaechtig
from fallbuch.befund import Befund, Stelle
from fallbuch.kennung import nfc
from fallbuch.text.quelle import HOECHSTE_GROESSE, Hindernis, Quelldatei


def lesen(inhalt: bytes, name: str) -> tuple[Fall, tuple[Befund, ...]]:
    """Read the bytes of one case file; `name` is its path as shown in messages."""
    hindernis = Hindernis.ZU_GROSS if len(inhalt) > HOECHSTE_GROESSE else None
    return lies_quelldatei(Quelldatei(name, inhalt, hindernis))


def lies_quelldatei(datei: Quelldatei) -> tuple[Fall, tuple[Befund, ...]]:
    """Read a case file as its source delivered it, obstacles included."""
    schrift = oeffne(datei)
    if not isinstance(schrift, Schrift):
        stamm = _stamm(datei.name)
        fall = Fall(kennung=stamm, datei=datei.name, stamm=stamm, kopf=Kopf(), eintraege=(), vollstaendig=False)
        return fall, schrift
    fall = _lies_text(schrift)
    if schrift.zerlegt:
        fall = replace(fall, zerlegt=True, wertstellen=Stellen())
    return fall, schrift.gefunden()


def _stamm(name: str) -> str:
    return nfc(name.rpartition("/")[2].rsplit(".", 1)[0])


def _lies_text(schrift: Schrift) -> Fall:
    text, name, befunde = schrift.text, schrift.name, schrift.befunde
    rohkopf, rumpf = trenne_kopf(text, name, befunde)
    kopf = lies_kopf(rohkopf, name, befunde)
    stamm = _stamm(name)
    eintraege: tuple[Eintrag, ...] = ()
    vorspann = ""
    verdacht = kopf.verdacht or verdaechtig(rumpf, gewoehnlich=schrift.gewoehnlich)
    if not schrift.gekuerzt:
        erste = 1 + text.count("\n", 0, len(text) - len(rumpf))
        eintraege, zeilen, gefunden = lies_eintraege(
            rumpf, name, erste, FORMEN, gewoehnlich=schrift.gewoehnlich, verdacht=verdacht
        )
        befunde.extend(gefunden)
        vorspann = _vorspann(zeilen, name, befunde)
    return Fall(
        kennung=kopf.werte.get("id") or stamm,
        datei=name,
        stamm=stamm,
        kopf=Kopf(**kopf.werte),
        eintraege=eintraege,
        stellen=Stellen(name, kopf.stellen),
        wertstellen=Stellen(name, kopf.wertstellen),
        vorspann=vorspann,
        unlesbar=frozenset(kopf.unlesbar),
        vollstaendig=schrift.vollstaendig and not schrift.gekuerzt and rohkopf is not None,
        verdacht=verdacht,
    )


def _vorspann(vorspann: list[Zeile], name: str, befunde: list[Befund]) -> str:
    text = "\n".join(zeile.text for zeile in vorspann).strip()
    if text and not any(b.art in {F005, F006} for b in befunde):
        erste = next(zeile for zeile in vorspann if zeile.text.strip())
        befunde.append(F046.melde(Stelle(datei=name, zeile=erste.nummer)))
    return text
