"""The verdicts on all files of a team: kept between runs, and where they are missing worked out on all processor cores."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Any

from fallbuch.bestand.auszug import auszug
from fallbuch.bestand.laden import Akte, Leser, im_bestand, zusammengestellt
from fallbuch.bestand.urteil import (
    auszug_und_befunde,
    faelligkeiten,
    lies_auszug_und_befunde,
    lies_faelligkeiten,
)
from fallbuch.text.quelle import Quelldatei
from fallbuch.text.zwischenspeicher import Zwischenspeicher, verpackt

#: For fewer files another process costs more than it saves.
_LOHNT_AB = 400
_Urteil = tuple[bytes, bytes]


class Urteile:
    """What is kept of a team's files: extract and findings of each, and its due items."""

    def __init__(self, befunde: Zwischenspeicher, faellige: Zwischenspeicher | None = None) -> None:
        """Without `faellige` due items are neither kept nor worked out before somebody asks for them."""
        self._befunde, self._faellige = befunde, faellige

    def bestand(self, dateien: Sequence[Quelldatei], leser: Leser, stichtag: date) -> tuple[Akte, ...]:
        """Return the cases of all files in order, each from its verdict."""
        einzelne = self._einzelne(dateien, [self._schluessel(datei) for datei in dateien], leser)
        self._befunde.sichere()
        if self._faellige is not None:
            self._faellige.sichere()
        return zusammengestellt(einzelne, im_bestand([akte.auszug for akte in einzelne], stichtag))

    def _einzelne(self, dateien: Sequence[Quelldatei], schluessel: Sequence[bytes], leser: Leser) -> list[Akte]:
        bekannte = [self._hole(s) for s in schluessel]
        offene = [nummer for nummer, urteil in enumerate(bekannte) if urteil is None]
        rechne = partial(_urteil, leser=leser, mit_faelligen=self._faellige is not None)
        for nummer, (befunde, faellige) in zip(offene, _alle([dateien[n] for n in offene], rechne), strict=True):
            s = schluessel[nummer]
            gemerkt = self._befunde.merke(s, befunde)
            bekannte[nummer] = gemerkt, None if self._faellige is None else self._faellige.merke(s, faellige)
        return [_akte(datei, u, leser) for datei, u in zip(dateien, bekannte, strict=True) if u is not None]

    def _schluessel(self, datei: Quelldatei) -> bytes:
        # What stood in the way of a file belongs to what it says.
        return self._befunde.schluessel(f"{datei.name}\n{datei.hindernis or ''}\n{datei.groesse}", datei.inhalt)

    def _hole(self, schluessel: bytes) -> tuple[Any, Any] | None:
        befunde = self._befunde.hole(schluessel)
        faellige = self._faellige.hole(schluessel) if self._faellige is not None and befunde is not None else None
        return None if befunde is None or (faellige is None and self._faellige is not None) else (befunde, faellige)


def _akte(datei: Quelldatei, urteil: tuple[Any, Any], leser: Leser) -> Akte:
    kurz, befunde = lies_auszug_und_befunde(urteil[0])
    faellige = urteil[1]
    return Akte(
        auszug=kurz,
        befunde=befunde,
        seite="",
        gelesen=lambda: leser.lies(datei)[0],
        regeln=leser.regeln,
        eigene=befunde,
        gemerkte=None if faellige is None else partial(lies_faelligkeiten, faellige, kurz, leser.regeln),
    )


def _urteil(datei: Quelldatei, *, leser: Leser, mit_faelligen: bool) -> _Urteil:
    sicht, befunde = leser.beurteile(datei)
    leser.vergiss()
    faellige = b""
    if mit_faelligen:
        alle = leser.regeln.faelligkeiten(sicht, befunde)
        faellige = verpackt(faelligkeiten(alle, datei.name, leser.regeln))
    return verpackt(auszug_und_befunde(auszug(sicht), befunde)), faellige


def _alle(dateien: Sequence[Quelldatei], rechne: Callable[[Quelldatei], _Urteil]) -> list[_Urteil]:
    """Work out the verdicts of many files, in their order, in several processes where that is worth it."""
    kerne = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1
    # Elsewhere a new process begins with nothing and would have to load the program and the rules again.
    fertige: list[_Urteil] = []
    if kerne > 1 and len(dateien) >= _LOHNT_AB and sys.platform == "linux":
        from fallbuch.bestand.kerne import verteilt  # noqa: PLC0415 - most runs need no other process

        fertige = verteilt(dateien, rechne, kerne)
    return [*fertige, *map(rechne, dateien[len(fertige) :])]
