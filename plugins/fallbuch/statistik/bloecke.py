"""The cases of a team in blocks of a few hundred: each block is counted by itself, and kept by the content of its files.

Cases count one by one, so a table of the whole team is the sum of those of its blocks. Where one file has changed, one
block is counted anew.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cached_property
from hashlib import blake2b
from itertools import chain
from typing import Any

from fallbuch.bestand.laden import Akte
from fallbuch.statistik.auswerten import Auswerter, kennzeichnend, mal_fuer
from fallbuch.statistik.bausteine import Stoff
from fallbuch.statistik.fortschreiben import mass_von
from fallbuch.statistik.laden import Kennzahlenbuch
from fallbuch.statistik.los import Gezaehlt
from fallbuch.statistik.tabelle import Anteil, Anzahl, Kennwert, Ort, Quotient, Rohtabelle, Rohwert
from fallbuch.statistik.zeitraum import Zeitraum
from fallbuch.text.zwischenspeicher import Zwischenspeicher, versiegelt

#: So many cases a block has at most on the average: counting them takes less than a quarter of a second.
_JE_BLOCK = 256
#: What a block adds to a table, as plain values: to each cell in order, to the people of its population, and of each row's.
Beitrag = tuple[tuple[tuple[Any, ...], ...], int, tuple[int, ...]]


class Block:
    """Some cases of a team; `schluessel` names their files as they are."""

    def __init__(self, stoff: Stoff, schluessel: bytes) -> None:
        self.stoff, self.schluessel = stoff, schluessel


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
        toepfe: list[list[Akte]] = [[] for _ in range(anzahl)]
        for akte in tafeln.akten:
            platz = blake2b(akte.auszug.datei.encode("utf-8", "surrogatepass"), digest_size=4).digest()
            toepfe[int.from_bytes(platz) % anzahl].append(akte)
        return [
            Block(self._stoff.mit(tafeln.nur(topf)), b"".join(sorted(akte.schluessel for akte in topf)))
            for topf in toepfe
            if topf
        ]

    def tabellen(self, zeitraum: Zeitraum) -> dict[str, Rohtabelle]:
        """Return all tables of a period, for the team's own eyes."""
        tafeln = self._stoff.tafeln
        # What hangs on no case: the lines of each table, and what the team's own log says.
        ohne = Auswerter(self._stoff.mit(tafeln.ohne_faelle), zeitraum, mit_saetzen=False).alle(self._buch.kennzahlen)
        beitraege = [self._beitraege(block, zeitraum) for block in self._bloecke]
        return {
            name: _summe(tabelle, [b[nummer] for b in beitraege]) for nummer, (name, tabelle) in enumerate(ohne.items())
        }

    def _beitraege(self, block: Block, zeitraum: Zeitraum) -> Sequence[Beitrag]:
        was = f"{zeitraum.schluessel} {zeitraum.von} {zeitraum.bis}".encode() + b"\0" + self._datei + b"\0"
        schluessel = self._speicher.schluessel("beitrag", was + block.schluessel)
        bekannt: Sequence[Beitrag] | None = self._speicher.hole(schluessel)
        if bekannt is not None:
            return bekannt
        tabellen = Auswerter(block.stoff, zeitraum, mit_saetzen=False).alle(self._buch.kennzahlen)
        neu = tuple(_beitrag(tabelle) for tabelle in tabellen.values())
        self._speicher.merke(schluessel, *versiegelt(neu, schluessel))
        return neu

    @cached_property
    def maengel(self) -> Mapping[str, tuple[tuple[str, ...], bool]]:
        """By file why a case or some of its phases are not counted, and whether its Status and record disagree; of others nothing."""
        return dict(chain.from_iterable(map(self._maengel, self._bloecke)))

    def _maengel(self, block: Block) -> Sequence[tuple[str, tuple[tuple[str, ...], bool]]]:
        schluessel = self._speicher.schluessel("maengel", block.schluessel)
        bekannt: Sequence[tuple[str, tuple[tuple[str, ...], bool]]] | None = self._speicher.hole(schluessel)
        if bekannt is not None:
            return bekannt
        neu = tuple(
            (akte.auszug.datei, (tuple(fall.hindernisse), fall.widerspricht))
            for akte, fall in block.stoff.tafeln.faelle.items()
            if fall.hindernisse or fall.widerspricht
        )
        self._speicher.merke(schluessel, *versiegelt(neu, schluessel))
        return neu

    def sichere(self) -> None:
        """Keep what was asked for, for later runs."""
        self._speicher.sichere()


def _beitrag(tabelle: Rohtabelle) -> Beitrag:
    zellen = tuple(map(_zahlen, tabelle.werte.values()))
    return zellen, tabelle.personen.zahl, tuple(alle.zahl for alle in tabelle.grundpersonen.values())


def _zahlen(wert: Rohwert) -> tuple[Any, ...]:
    match wert:
        case Anzahl():
            return wert.zahl, wert.personen.zahl
        case Anteil():
            return wert.treffer, wert.basis, wert.personen.zahl
        case Quotient(je_name=None):
            return wert.zaehler, wert.nenner
        case Quotient():
            return wert.zaehler, tuple((wert.je_name or {}).items())
        case _:
            return wert.personen.zahl, tuple(wert.werte)


def _summe(ohne: Rohtabelle, beitraege: Sequence[Beitrag]) -> Rohtabelle:
    """Return the table of all blocks; `ohne` has its lines, and what hangs on no case."""
    return Rohtabelle(
        tabelle=ohne.tabelle,
        zeitraum=ohne.zeitraum,
        zeilen=ohne.zeilen,
        spalten=ohne.spalten,
        werte={
            ort: _zelle(ohne, ort, wert, [zellen[nummer] for zellen, _, _ in beitraege])
            for nummer, (ort, wert) in enumerate(ohne.werte.items())
        },
        personen=_dazu(ohne.personen, [personen for _, personen, _ in beitraege]),
        grundpersonen={
            titel: _dazu(alle, [grund[nummer] for _, _, grund in beitraege])
            for nummer, (titel, alle) in enumerate(ohne.grundpersonen.items())
        },
        erwartet=ohne.erwartet,
    )


def _zelle(tabelle: Rohtabelle, ort: Ort, ohne: Rohwert, teile: Sequence[tuple[Any, ...]]) -> Rohwert:
    spalten = tuple(zip(*teile, strict=True)) or ((), (), ())
    match ohne:
        case Anzahl():
            return Anzahl(_dazu(ohne.gezaehlt, spalten[0]), _dazu(ohne.personen, spalten[1]))
        case Anteil():
            return Anteil(
                _dazu(ohne.getroffene, spalten[0]), _dazu(ohne.alle, spalten[1]), _dazu(ohne.personen, spalten[2])
            )
        case Quotient(je_name=None):
            unter = _dazu(ohne.unter, spalten[1])
            return Quotient(_dazu(ohne.personen, spalten[0]), unter, mal_fuer(unter.zahl))
        case Quotient():
            je_name = Counter(ohne.je_name)
            for teil in spalten[1]:
                je_name.update(dict(teil))
            return Quotient(_dazu(ohne.personen, spalten[0]), Gezaehlt(len(je_name), None), ohne.mal, je_name)
        case _:
            werte = array("q", sorted(chain(ohne.werte, *spalten[1])))
            wert = kennzeichnend(mass_von(tabelle, ort).art, werte)
            return Kennwert(wert, _dazu(ohne.personen, spalten[0]), None, ohne.einheit, werte)


def _dazu(bisher: Gezaehlt, weitere: Sequence[int]) -> Gezaehlt:
    return Gezaehlt(bisher.zahl + sum(weitere), None)
