"""Integer bounds and equations, narrowed to a fixed point: what somebody can do with paper and pencil."""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable, Iterable, Mapping

#: From … to; None is no bound.
Bereich = tuple[int | None, int | None]
#: Each equation says that the sum of its terms is nought: a quantity's number → its factor, 1 or -1.
Gleichung = tuple[tuple[int, int], ...]
#: Work that no real sheet comes near; bounds are true wherever it ends.
_GENUG = 2_000_000


class Rechnung:
    """Quantities with bounds, tied by equations. Bounds only ever get narrower."""

    def __init__(self) -> None:
        self.nummer: dict[Hashable, int] = {}
        self.groessen: list[Hashable] = []
        self.unten: list[int | None] = []
        self.oben: list[int | None] = []
        self.gleichungen: list[Gleichung] = []
        self._wo: list[list[int]] = []
        self._bekannt: set[Gleichung] = set()
        self.widerspruch = False

    def groesse(self, name: Hashable, unten: int | None = 0) -> int:
        """Return the number of a quantity; a new one is at least `unten`."""
        if name not in self.nummer:
            self.nummer[name] = len(self.groessen)
            self.groessen.append(name)
            self.unten.append(unten)
            self.oben.append(None)
            self._wo.append([])
        return self.nummer[name]

    def enge(self, name: Hashable, bereich: Bereich) -> None:
        """Say that a quantity lies in a range."""
        nummer, (unten, oben) = self.groesse(name), bereich
        alt_unten, alt_oben = self.unten[nummer], self.oben[nummer]
        self.unten[nummer] = alt_unten if unten is None else unten if alt_unten is None else max(alt_unten, unten)
        self.oben[nummer] = alt_oben if oben is None else oben if alt_oben is None else min(alt_oben, oben)

    def summe(self, ganzes: Iterable[Hashable], teile: Iterable[Hashable]) -> None:
        """Say that two sums are equal; what stands on both sides falls out."""
        faktoren: dict[int, int] = {}
        for faktor, namen in ((1, ganzes), (-1, teile)):
            for name in namen:
                nummer = self.groesse(name)
                faktoren[nummer] = faktoren.get(nummer, 0) + faktor
        gleichung = tuple(sorted((n, f) for n, f in faktoren.items() if f))
        if not gleichung or gleichung in self._bekannt:
            return
        self._bekannt.add(gleichung)
        for nummer, _ in gleichung:
            self._wo[nummer].append(len(self.gleichungen))
        self.gleichungen.append(gleichung)

    def rechne(self) -> bool:
        """Narrow until nothing changes. Return False where no numbers fit at all."""
        schlange = deque(range(len(self.gleichungen)))
        wartet = [True] * len(self.gleichungen)
        self.widerspruch = any(self._leer(nummer) for nummer in range(len(self.groessen)))
        for _ in range(_GENUG):
            if not schlange or self.widerspruch:
                break
            welche = schlange.popleft()
            wartet[welche] = False
            for nummer in self._verenge(self.gleichungen[welche]):
                for andere in self._wo[nummer]:
                    if not wartet[andere]:
                        wartet[andere] = True
                        schlange.append(andere)
        return not self.widerspruch

    def bereich(self, name: Hashable) -> Bereich:
        """Return the bounds of a quantity, none of one that nobody mentioned."""
        nummer = self.nummer.get(name)
        return (None, None) if nummer is None else (self.unten[nummer], self.oben[nummer])

    def werte(self, name: Hashable) -> int | None:
        """Count the values that are left for a quantity; None without end."""
        unten, oben = self.bereich(name)
        return None if unten is None or oben is None else oben - unten + 1

    def wahre(self, gezaehlt: Mapping[Hashable, int]) -> dict[Hashable, int]:
        """Return the true value of every quantity that follows from those that were counted."""
        wahr = {nummer: gezaehlt[name] for name, nummer in self.nummer.items() if name in gezaehlt}
        offen, neues = list(self.gleichungen), True
        while neues:
            neues, rest = False, []
            for gleichung in offen:
                fehlend = [(n, f) for n, f in gleichung if n not in wahr]
                if len(fehlend) == 1:
                    nummer, faktor = fehlend[0]
                    wahr[nummer] = -faktor * sum(f * wahr[n] for n, f in gleichung if n != nummer)
                    neues = True
                elif fehlend:
                    rest.append(gleichung)
            offen = rest
        return {self.groessen[nummer]: wert for nummer, wert in wahr.items()}

    def falsche(self, wahr: Mapping[Hashable, int]) -> list[str]:
        """Name the equations and bounds that the truth does not keep: none, unless the attack is wrong."""
        falsch = []
        for gleichung in self.gleichungen:
            glieder = [(f, self.groessen[n]) for n, f in gleichung]
            if all(name in wahr for _, name in glieder) and sum(f * wahr[name] for f, name in glieder) != 0:
                falsch.append(
                    "Gleichung gilt nicht: " + " ".join(f"{f:+d}·[{name}]={wahr[name]}" for f, name in glieder)
                )
        for name, wert in wahr.items():
            unten, oben = self.bereich(name)
            if (unten is not None and wert < unten) or (oben is not None and wert > oben):
                falsch.append(f"{name} ist {wert} und soll in {unten} … {oben} liegen")
        return falsch

    def _leer(self, nummer: int) -> bool:
        unten, oben = self.unten[nummer], self.oben[nummer]
        return unten is not None and oben is not None and unten > oben

    def _verenge(self, gleichung: Gleichung) -> list[int]:
        """Narrow each term by all the others; return the quantities that changed."""
        kleinste = [self.unten[n] if f > 0 else _minus(self.oben[n]) for n, f in gleichung]
        groesste = [self.oben[n] if f > 0 else _minus(self.unten[n]) for n, f in gleichung]
        ohne_unten, ohne_oben = kleinste.count(None), groesste.count(None)
        if ohne_unten > 1 and ohne_oben > 1:
            return []
        alle_unten, alle_oben = sum(x for x in kleinste if x is not None), sum(x for x in groesste if x is not None)
        geaendert = []
        for (nummer, faktor), klein, gross in zip(gleichung, kleinste, groesste, strict=True):
            # The term is minus all the others: at most minus their least, at least minus their greatest.
            hoch = _ohne(alle_unten, ohne_unten, klein)
            tief = _ohne(alle_oben, ohne_oben, gross)
            neu = (tief, hoch) if faktor > 0 else (_minus(hoch), _minus(tief))
            vorher = (self.unten[nummer], self.oben[nummer])
            self.enge(self.groessen[nummer], neu)
            if vorher != (self.unten[nummer], self.oben[nummer]):
                geaendert.append(nummer)
                self.widerspruch = self.widerspruch or self._leer(nummer)
        return geaendert


def _minus(zahl: int | None) -> int | None:
    return None if zahl is None else -zahl


def _ohne(summe: int, unbekannte: int, eigenes: int | None) -> int | None:
    """Return minus the sum of the others, None where one of them has no bound."""
    if unbekannte - (eigenes is None):
        return None
    return -(summe - (eigenes or 0))
