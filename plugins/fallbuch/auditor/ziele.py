"""What is protected: small counts, what is missing to a whole, and what changed between two periods."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from fallbuch.auditor.aussagen import LISTE, Aussage, Grundmenge, Merksatz
from fallbuch.auditor.modell import Summe, zusammen

#: Counts of so many people are protected; fewer possible values than `MINDESTENS_WERTE` give them away.
KLEINSTE, GROESSTE = 1, 4
MINDESTENS_WERTE = 3


#: Kind, figure, which of its numbers, and what it is compared with.
Zielname = tuple[str, str, str, str]


class Zielart(StrEnum):
    """What an attacker would like to know."""

    ZAHL = "wie viele es sind"
    REST = "wie viele es nicht sind"
    AENDERUNG = "wie viele es mehr oder weniger wurden"


@dataclass(frozen=True, slots=True)
class Ziel:
    """A number that nobody may work out, as a sum over atoms."""

    art: Zielart
    aussage: Aussage
    summe: Summe
    #: The figure that it is compared with: the whole, or the same figure of the period before.
    bezug: Aussage | None = None
    #: All names of this number: the same can be published in several tables.
    namen: frozenset[Zielname] = frozenset()

    @property
    def name(self) -> Zielname:
        """Return what tells it from all others."""
        b = self.bezug
        return (str(self.art), self.aussage.zahl, self.aussage.teil, f"{b.zahl} {b.teil}" if b is not None else "")

    def geschuetzt(self, wert: int) -> bool:
        """Tell whether this value, if it is the true one, is somebody's."""
        if self.art is Zielart.AENDERUNG:
            return KLEINSTE <= abs(wert) <= GROESSTE
        # Nobody missing to a whole: everybody in it is the same.
        return (0 if self.art is Zielart.REST else KLEINSTE) <= wert <= GROESSTE

    @property
    def denkbare(self) -> range:
        """Return the values that the printed numbers themselves leave open."""
        von, bis = _spielraum(self.aussage)
        if self.bezug is None:
            return range(von, bis + 1)
        davon_von, davon_bis = _spielraum(self.bezug)
        if self.art is Zielart.REST:
            return range(max(0, davon_von - bis), davon_bis - von + 1)
        return range(von - davon_bis, bis - davon_von + 1)


def _spielraum(aussage: Aussage) -> tuple[int, int]:
    return aussage.von, aussage.von if aussage.bis is None else aussage.bis


def ziele(gesagt: Sequence[tuple[Aussage, Summe]], frueher: Mapping[str, Sequence[str]]) -> list[Ziel]:
    """Return all that is protected among published figures; `frueher` names those that each is compared with.

    Left out is what the printed numbers themselves put far above the protected counts. Whether the rest is protected
    follows from what is possible, never from a true count: so a refusal gives nothing away either.
    """
    gedruckte = _Gedruckte([(a, s) for a, s in gesagt if a.gedruckt is not None])
    alle: dict[tuple[Zielart, Summe], list[Ziel]] = {}
    for ziel in _alle(gedruckte, frueher):
        if ziel.summe and any(map(ziel.geschuetzt, ziel.denkbare)):
            alle.setdefault((ziel.art, ziel.summe), []).append(ziel)
    return [replace(gleiche[0], namen=frozenset(z.name for z in gleiche)) for gleiche in alle.values()]


#: A figure with its atoms.
_Zahl = tuple[Aussage, Summe]
_Saetze = frozenset[Merksatz]


class _Gedruckte:
    """Printed figures, found by what they say: whatever table they stand in."""

    def __init__(self, zahlen: Sequence[_Zahl]) -> None:
        self.zahlen = zahlen
        self._nach_ort = {(a.zeitraum, a.tabelle, a.ort, a.teil): (a, s) for a, s in zahlen}
        self._nach_sinn: dict[tuple[Grundmenge, _Saetze], _Zahl] = {}
        for a, s in zahlen:
            self._nach_sinn.setdefault((a.grundmenge, frozenset(a.merksaetze)), (a, s))

    def ganze(self, a: Aussage) -> Iterator[_Zahl]:
        """Yield the printed wholes of which a figure is a part: what it is printed with, and itself without one of its conditions."""
        yield from self._auf_dem_blatt(a)
        saetze = frozenset(a.merksaetze)
        for satz in saetze:
            gefunden = self._nach_sinn.get((a.grundmenge, saetze - {satz}))
            if gefunden is not None:
                yield gefunden

    def _auf_dem_blatt(self, a: Aussage) -> Iterator[_Zahl]:
        """The base of its share, the totals of its line and column; where a line can count somebody twice, it is still a part."""
        zeile, spalte = a.ort
        orte = [(a.ort, "basis")] if not a.teil else []
        if a.teil in {"", "basis"}:
            orte += [((None, spalte), a.teil)] if zeile is not None else []
            orte += [((zeile, None), a.teil)] if spalte is not None else []
        for ort, teil in orte:
            gefunden = self._nach_ort.get((a.zeitraum, a.tabelle, ort, teil))
            if gefunden is not None and gefunden[0] != a and gefunden[0].grundmenge == a.grundmenge:
                yield gefunden

    def damals(self, a: Aussage, frueher: Sequence[str]) -> Iterator[_Zahl]:
        """Yield what a figure is compared with: the same of the period before and of the year before, and its own beginning."""
        saetze = frozenset(a.merksaetze)
        for zeitraum in _verglichene(a, frueher):
            gleich = self._nach_ort.get((zeitraum, a.tabelle, a.ort, a.teil))
            dort = replace(a.grundmenge, zeitraum=zeitraum)
            gefunden = gleich or self._nach_sinn.get((dort, saetze)) or self._summe_der_teile(dort, a)
            if gefunden is not None:
                yield gefunden
        anfang = _ANFANG.get((a.grundmenge.zaehlt, a.grundmenge.wann))
        if anfang is not None:
            gefunden = self._nach_sinn.get((replace(a.grundmenge, wann=anfang), saetze))
            if gefunden is not None:
                yield gefunden

    def _summe_der_teile(self, dort: Grundmenge, a: Aussage) -> _Zahl | None:
        """Add lines that are counted together now and were printed one by one then."""
        for satz in a.merksaetze:
            if len(satz.felder) == 1 and len(satz.werte) > 1:
                ohne = frozenset(a.merksaetze) - {satz}
                einzelne = [
                    self._nach_sinn.get((dort, ohne | {replace(satz, werte=frozenset({wert}))})) for wert in satz.werte
                ]
                gefundene = [e for e in einzelne if e is not None]
                if len(gefundene) == len(einzelne):
                    erste = gefundene[0][0]
                    zusammengezaehlt = replace(
                        erste,
                        von=sum(e.von for e, _ in gefundene),
                        bis=sum(e.bis or 0 for e, _ in gefundene),
                        ort=a.ort,
                    )
                    return zusammengezaehlt, zusammen((s, 1) for _, s in gefundene)
        return None


#: How many there are at the end is compared with how many there were at the beginning.
_ANFANG = {("Phasen", "offen"): "offen am Anfang"}


def _alle(gedruckte: _Gedruckte, frueher: Mapping[str, Sequence[str]]) -> Iterator[Ziel]:
    for a, summe in gedruckte.zahlen:
        yield Ziel(Zielart.ZAHL, a, summe)
        for ganzes, ganze in gedruckte.ganze(a):
            yield Ziel(Zielart.REST, a, zusammen(((ganze, 1), (summe, -1))), ganzes)
        for bezug, damals in gedruckte.damals(a, frueher.get(a.zeitraum, ())):
            yield Ziel(Zielart.AENDERUNG, a, zusammen(((summe, 1), (damals, -1))), bezug)


def _verglichene(a: Aussage, frueher: Sequence[str]) -> Sequence[str]:
    """Return the periods beside which a figure is read: the one before and the year before; exact ones beside all."""
    jahr_zuvor = f"{int(a.zeitraum[:4]) - 1}{a.zeitraum[4:]}"
    return frueher if a.tabelle == LISTE else [z for z in frueher if z in {frueher[-1], jahr_zuvor}]
