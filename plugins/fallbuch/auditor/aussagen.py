"""From published tables to what they say: so many of a population meet this. Each figure is one or two statements."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import count, takewhile

from fallbuch.statistik.anzeige import schluessel
from fallbuch.statistik.begriffe import Begriffe, zeilen_aus
from fallbuch.statistik.kennzahl import Mass, Massart, Posten
from fallbuch.statistik.runden import SCHRITT, mindestens
from fallbuch.statistik.schutz import Schutzregeln
from fallbuch.statistik.tabelle import Ort, Schutztabelle, Schutzwert

#: A condition that is met or not.
JA, NEIN = "ja", "nein"
#: How the list for others is called among the tables.
LISTE = "(liste)"
#: Populations in which nobody stands twice: one case has one open phase at most.
EINMAL = frozenset({("Phasen", "offen"), ("Phasen", "offen am Anfang"), ("Menschen", "in Beratung")})
#: What is counted one by one where people are meant: a row is one of theirs, or they themselves.
EINZELNE = frozenset({"Phasen", "Menschen"})
#: Populations in which only somebody who came back within the period stands twice.
IM_ZEITRAUM = frozenset({"begonnen", "abgeschlossen", "betreut"})


@dataclass(frozen=True, slots=True, order=True)
class Grundmenge:
    """A population of a period: what is counted, when it belongs to the period, which period, and whether its people are meant."""

    zaehlt: str
    wann: str
    zeitraum: str
    menschen: bool = False


@dataclass(frozen=True, slots=True)
class Merksatz:
    """Something said of one member of a population: these fields have one of these values together."""

    felder: tuple[str, ...]
    werte: frozenset[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Aussage:
    """Between `von` and `bis` members of a population meet all of `merksaetze`."""

    grundmenge: Grundmenge
    merksaetze: tuple[Merksatz, ...]
    von: int
    bis: int | None
    zeitraum: str
    tabelle: str
    #: The figure's name (period, table, row, column), and which of its numbers it is.
    zahl: str
    teil: str = ""
    ort: Ort = (None, None)
    #: The number as it is printed; None where only a bound follows from what is shown.
    gedruckt: int | None = None
    #: Said of people, though the population counts phases: whoever has two of them came back within the period.
    ohne_doppelte: bool = False

    @property
    def felder(self) -> frozenset[str]:
        return frozenset(f for m in self.merksaetze for f in m.felder)


def spielraum(gedruckt: int) -> tuple[int, int]:
    """Return the smallest and the largest count that rounds to a printed one."""
    return max(0, gedruckt - SCHRITT // 2), gedruckt + SCHRITT // 2


def _menschen(genug: Callable[[int], bool], *, ja: bool) -> tuple[int, int | None]:
    """Return how many people there can be where a threshold is reached, or where it is not."""
    if ja:
        return spielraum(next(r for r in _gedruckte() if genug(r)))[0], None
    zu_wenige = max(takewhile(lambda r: not genug(r), _gedruckte()), default=None)
    return 0, spielraum(zu_wenige)[1] if zu_wenige is not None else None


def _gedruckte() -> Iterator[int]:
    """Yield all numbers that can be printed."""
    return count(0, SCHRITT)


def aussagen(tabelle: Schutztabelle, regeln: Schutzregeln) -> Iterator[Aussage]:
    """Yield all that one published table says of counts; `regeln` are the thresholds by which it was protected."""
    for ort, wert in tabelle.werte.items():
        yield from _Zelle(tabelle, ort, wert, regeln).aussagen()


class _Zelle:
    """One cell of a table."""

    def __init__(self, tabelle: Schutztabelle, ort: Ort, wert: Schutzwert, regeln: Schutzregeln) -> None:
        self._t, self._ort, self._wert, self._regeln = tabelle, ort, wert, regeln
        t = tabelle.tabelle
        nummer = 0 if t.zeilen else next(i for i, p in enumerate(t.posten) if p.titel == ort[0])
        self._posten: Posten = t.posten[nummer]
        self._begriffe: Begriffe = tabelle.begriffe[nummer]
        self._mass: Mass = t.masse[0] if t.spalten else next(m for m in t.masse if m.titel == ort[1])

    def aussagen(self) -> Iterator[Aussage]:
        w, saetze = self._wert, self._saetze()
        yield from self._grenze()
        match self._mass.art:
            case Massart.ANZAHL:
                if w.zahl is not None:
                    yield self._aussage(saetze, w.zahl)
            case Massart.ANTEIL:
                if w.basis is not None:
                    yield self._aussage(saetze, w.basis, "basis")
                if w.zahl is not None:
                    yield self._aussage((*saetze, self._bedingung(self._mass.von)), w.zahl)
            case Massart.JE_100_OFFENE | Massart.JE_BERATER:
                if w.zahl is not None:
                    yield self._aussage(saetze, w.zahl, menschen=True)
                if w.basis is not None:
                    yield self._aussage((), w.basis, "basis", Grundmenge("Phasen", "offen", self._zeitraum))
            case _:
                if w.wert is not None:
                    ab = self._regeln.mittel_ab
                    yield self._aussage(
                        saetze, None, "basis", von=next(m for r in _gedruckte() if (m := mindestens(r)) >= ab)
                    )

    def _grenze(self) -> Iterator[Aussage]:
        """Say what follows from what is shown and what is not: how many people they are at most, or at least."""
        if self._ort[0] is None and self._ort[1] in {None, self._mass.titel} and self._t.tabelle.zeilen:
            yield from self._aus_der_teilung()
        grund = self._grundmenge(menschen=False)
        if not self._posten.nur or (grund.zaehlt, grund.wann) not in EINMAL or self._mass.art is not Massart.ANZAHL:
            return
        # Whether a row is shown that a condition picked depends on those from whom it was picked.
        wie_viele = _menschen(self._regeln.teilbar, ja=self._wert.verdeckt is None)
        yield self._aussage((), None, "von wie vielen", grund, von=wie_viele[0], bis=wie_viele[1])

    def _aus_der_teilung(self) -> Iterator[Aussage]:
        """Whether a table is split, and whether it is crossed, depends on how many people it is about."""
        t = self._t
        grenzen = [_menschen(self._regeln.teilbar, ja=bool(t.zeilen))]
        innen = self._innen_gezeigt()
        if innen is not None:
            grenzen.append(_menschen(self._regeln.kreuzbar, ja=innen))
        for von, bis in grenzen:
            yield from self._menschen_sind(von, bis, f"Menschen {von}")

    def _innen_gezeigt(self) -> bool | None:
        """Tell whether the inner cells are shown; None where the table has none, or shows nothing at all."""
        t = self._t
        if t.tabelle.spalten and t.zeilen:
            return any(z is not None and s is not None for z, s in t.werte)
        return None

    def _menschen_sind(self, von: int, bis: int | None, teil: str) -> Iterator[Aussage]:
        """Say that those of a table are so many people, though what is printed may count something else."""
        saetze, grund = self._saetze(), self._grundmenge(menschen=True)
        if grund.menschen or (grund.zaehlt, grund.wann) in EINMAL:
            yield self._aussage(saetze, None, teil, menschen=True, von=von, bis=bis)
        elif not saetze and grund.wann in IM_ZEITRAUM:
            yield replace(self._aussage((), None, teil, von=von, bis=bis), ohne_doppelte=bis is not None)

    @property
    def _zeitraum(self) -> str:
        return self._t.zeitraum.schluessel

    def _grundmenge(self, *, menschen: bool) -> Grundmenge:
        p = self._posten
        return Grundmenge(p.zaehlt, p.wann, self._zeitraum, menschen and p.zaehlt not in EINZELNE)

    def _aussage(
        self, saetze: tuple[Merksatz, ...], gedruckt: int | None, teil: str = "", grund: Grundmenge | None = None,
        *, menschen: bool = False, von: int = 0, bis: int | None = None,
    ) -> Aussage:  # fmt: skip
        if gedruckt is not None:
            von, bis = spielraum(gedruckt)
        return Aussage(
            grund or self._grundmenge(menschen=menschen), saetze, von, bis, self._zeitraum, self._t.tabelle.schluessel,
            schluessel(self._t, self._ort), teil, self._ort, gedruckt,
        )  # fmt: skip

    def _saetze(self) -> tuple[Merksatz, ...]:
        t = self._t.tabelle
        felder = [(n, k) for n, k in ((t.zeilen, self._ort[0]), (t.spalten, self._ort[1] if t.spalten else None)) if n]
        return (*map(self._bedingung, self._posten.nur), *(s for n, k in felder if (s := self._kategorie(n, k))))

    def _kategorie(self, name: str, zeile: str | None) -> Merksatz | None:
        """Say that a field has the category of a line; of a total, that it has any."""
        feld = self._begriffe.felder[name]
        if feld.mehrfach:
            return None if zeile is None else Merksatz((einzelfeld(name, zeile),), frozenset({(JA,)}))
        if zeile is None:
            return Merksatz((name,), frozenset((w,) for w in feld.werte if w)) if feld.luecke else None
        return Merksatz((name,), frozenset((k,) for k in zeilen_aus(self._t.tabelle, name, feld.kategorien)[zeile]))

    def _bedingung(self, name: str) -> Merksatz:
        b = self._begriffe
        if name in b.folgen:
            return Merksatz(b.folgen[name].felder, frozenset(b.folgen[name].gilt))
        if name in b.gegenteile:
            return Merksatz((b.gegenteile[name],), frozenset({(NEIN,)}))
        return Merksatz((name,), frozenset({(JA,)}))


def einzelfeld(name: str, kategorie: str) -> str:
    """Name the yes or no of one category of a field that can have several."""
    return f"{name}: {kategorie}"
