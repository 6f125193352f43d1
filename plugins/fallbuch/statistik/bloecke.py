"""The cases of a team in blocks of a few hundred: each block is counted by itself, and kept by the content of its files.

Cases count one by one, so a table of the whole team is the sum of those of its blocks. Where one file has changed, one
block is counted anew.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import chain
from typing import NamedTuple

from fallbuch.bestand.laden import in_toepfe
from fallbuch.statistik.auswerten import Auswerter
from fallbuch.statistik.bausteine import Stoff
from fallbuch.statistik.fortschreiben import Zuwachs, summe, zuwachs
from fallbuch.statistik.laden import Kennzahlenbuch
from fallbuch.statistik.tabelle import Rohtabelle
from fallbuch.statistik.zeitraum import Zeitraum
from fallbuch.text.zwischenspeicher import Zwischenspeicher

#: So many cases a block has at most on the average: counting them takes less than a quarter of a second.
_JE_BLOCK = 256


class Block(NamedTuple):
    """Some cases of a team; `schluessel` names their files as they are."""

    stoff: Stoff
    schluessel: bytes


class Bloecke:
    """Counts a team's cases block by block; `speicher` keeps what was counted, under the content of a block's files."""

    def __init__(self, stoff: Stoff, buch: Kennzahlenbuch, kennzahlendatei: bytes, speicher: Zwischenspeicher) -> None:
        """Take all cases; they must have keys, and nobody may have two files. `kennzahlendatei`: the team's own tables."""
        self._stoff, self._buch, self._datei, self._speicher = stoff, buch, kennzahlendatei, speicher

    @cached_property
    def _bloecke(self) -> Sequence[Block]:
        tafeln = self._stoff.tafeln
        # Twice as many when the team is twice as large, so that one case more is no reason to count the others.
        anzahl = 1 << max(0, (len(tafeln.akten) - 1) // _JE_BLOCK).bit_length()
        return [
            Block(self._stoff.mit(tafeln.nur(topf)), b"".join(sorted(akte.schluessel for akte in topf)))
            for topf in in_toepfe(tafeln.akten, anzahl)
            if topf
        ]

    def tabellen(self, zeitraum: Zeitraum) -> dict[str, Rohtabelle]:
        """Return all tables of a period, for the team's own eyes."""
        tafeln = self._stoff.tafeln
        # What hangs on no case: the lines of each table, and what the team's own log says.
        ohne = Auswerter(self._stoff.mit(tafeln.ohne_faelle), zeitraum, mit_saetzen=False).alle(self._buch.kennzahlen)
        zuwaechse = [self._zuwaechse(block, zeitraum) for block in self._bloecke]
        return {
            name: summe(tabelle, [b[nummer] for b in zuwaechse]) for nummer, (name, tabelle) in enumerate(ohne.items())
        }

    def _zuwaechse(self, block: Block, zeitraum: Zeitraum) -> Sequence[Zuwachs]:
        was = f"{zeitraum.schluessel} {zeitraum.von} {zeitraum.bis}".encode() + b"\0" + self._datei + b"\0"
        schluessel = self._speicher.schluessel("zuwachs", was + block.schluessel)

        def zaehle() -> Sequence[Zuwachs]:
            tabellen = Auswerter(block.stoff, zeitraum, mit_saetzen=False).alle(self._buch.kennzahlen)
            return tuple(map(zuwachs, tabellen.values()))

        return self._speicher.gemerkt(schluessel, zaehle)

    @cached_property
    def maengel(self) -> Mapping[str, tuple[tuple[str, ...], bool]]:
        """By file why a case or some of its phases are not counted, and whether its Status and record disagree; of others nothing."""
        return dict(chain.from_iterable(map(self._maengel, self._bloecke)))

    def _maengel(self, block: Block) -> Sequence[tuple[str, tuple[tuple[str, ...], bool]]]:
        def suche() -> Sequence[tuple[str, tuple[tuple[str, ...], bool]]]:
            return tuple(
                (akte.auszug.datei, (tuple(fall.hindernisse), fall.widerspricht))
                for akte, fall in block.stoff.tafeln.faelle.items()
                if fall.hindernisse or fall.widerspricht
            )

        return self._speicher.gemerkt(self._speicher.schluessel("maengel", block.schluessel), suche)

    def sichere(self) -> None:
        """Keep what was asked for, for later runs."""
        self._speicher.sichere()
