"""Sheets with contacts that somebody took along: whose, and the last day; nothing of what stands on them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path

from fallbuch.text.ablage import setze_eigene
from fallbuch.text.eigenes import lege_an
from fallbuch.zeit import datum_aus

_DATEI = "unterwegs.json"


class Blattliste:
    """What has been handed out on this machine and not yet been said to be destroyed."""

    def __init__(self, ordner: Path) -> None:
        self._ordner = ordner

    def merke(self, wer: str, bis: date) -> None:
        """Note a sheet of somebody that is good until a day."""
        self._setze([*self._alle(), (wer, bis)])

    def abgelaufene(self, tag: date) -> Sequence[str]:
        """Return the sheets whose last day lies before `tag`, each as people say it; by these words it is crossed out again."""
        return [_name(wer, bis) for wer, bis in self._alle() if bis < tag]

    def streiche(self, name: str) -> None:
        """Forget a sheet: somebody says that it is destroyed."""
        self._setze([(wer, bis) for wer, bis in self._alle() if _name(wer, bis) != name])

    def _alle(self) -> list[tuple[str, date]]:
        with suppress(OSError, ValueError, TypeError):
            zeilen = json.loads((self._ordner / _DATEI).read_bytes())
            return [(str(wer), tag) for wer, bis in zeilen if (tag := datum_aus(str(bis))) is not None]
        return []

    def _setze(self, alle: Sequence[tuple[str, date]]) -> None:
        lege_an(self._ordner)
        eindeutige = dict.fromkeys((wer, str(bis)) for wer, bis in alle)
        setze_eigene(self._ordner / _DATEI, json.dumps(list(eindeutige), ensure_ascii=False).encode())


def _name(wer: str, bis: date) -> str:
    return f"{wer}, bis {bis:%d.%m.%Y}"
