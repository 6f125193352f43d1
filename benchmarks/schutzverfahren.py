"""How far printed numbers lie from the true ones, and how many are printed, for several ways to protect them.

Run: `PYTHONPATH=plugins python -m benchmarks.schutzverfahren [--seeds 10]`. Demo teams of 35, 120 and 236 cases, two quarters.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from benchmarks.demo.skizze import STICHTAG
from benchmarks.faelligkeiten import bestand
from fallbuch.akte.protokoll import Protokoll
from fallbuch.statistik import los as losmodul
from fallbuch.statistik.bausteine import Stoff
from fallbuch.statistik.laden import Kennzahlenbuch
from fallbuch.statistik.los import Gezaehlt, Los
from fallbuch.statistik.schutz import schuetze
from fallbuch.statistik.tabelle import Anteil, Anzahl, Kennwert, Quotient, Rohtabelle, Rohwert, Schutzregeln, Schutzwert
from fallbuch.statistik.tafeln import tafeln_aus
from fallbuch.statistik.werk import Zahlenwerk

GROESSEN = (35, 120, 236)
QUARTALE = ("2025Q4", "2026Q1")


class Fuenferrundung(Los):
    """The nearest multiple of 5, as the German statistics of social benefits print it."""

    def anzahl(self, gezaehlt: Gezaehlt, schritt: int = 5) -> int:
        """Return the nearest multiple."""
        return schritt * int(gezaehlt.zahl / schritt + 0.5)

    def mittel(self, wert: float, satz: int, was: str, schritt: int) -> int:
        """Return the nearest multiple."""
        return schritt * int(wert / schritt + 0.5)


class EinBestand(Los):
    """All figures from one protected stock: a third of its members, each counted three times. Then everything adds up."""

    def anzahl(self, gezaehlt: Gezaehlt, schritt: int = 3) -> int:
        """Return the number of members that were drawn, three times."""
        zufall = random.Random(f"{self._geheimnis!r}{gezaehlt.satz}")
        return schritt * sum(zufall.random() * schritt < 1 for _ in range(gezaehlt.zahl))


@dataclass(slots=True)
class Ergebnis:
    """Sums over teams and quarters."""

    anzahlen: int = 0
    fehler: float = 0.0
    prozente: int = 0
    mittel: int = 0
    mittelfehler: float = 0.0

    def nimm(self, roh: Rohwert, wert: Schutzwert) -> None:
        """Add a printed value beside its true one."""
        for wahr, gedruckt in zip(_wahre(roh), (wert.zahl, wert.basis), strict=False):
            if gedruckt is not None:
                self.anzahlen += 1
                self.fehler += abs(gedruckt - wahr)
        self.prozente += wert.prozent is not None
        if isinstance(roh, Kennwert) and wert.wert is not None and roh.wert is not None:
            self.mittel += 1
            self.mittelfehler += abs(wert.wert - roh.wert)

    def zeile(self, name: str) -> str:
        """Return one line of the report."""
        fehler, mittelfehler = self.fehler / max(self.anzahlen, 1), self.mittelfehler / max(self.mittel, 1)
        return f"{name:<28}{self.anzahlen:>8}{fehler:>8.2f}{self.prozente:>10}{self.mittel:>8}{mittelfehler:>8.2f}"


def _wahre(roh: Rohwert) -> Sequence[int]:
    match roh:
        case Anzahl():
            return (roh.zahl,)
        case Anteil():
            return (roh.treffer, roh.basis)
        case Quotient():
            return (roh.zaehler, roh.nenner)
        case Kennwert():
            return ()


def _los(je_mensch: float) -> Callable[[bytes], Los]:
    def mache(geheimnis: bytes) -> Los:
        losmodul.JE_MENSCH = je_mensch
        return Los(geheimnis)

    return mache


#: Rounded to 5, a number was as large as the smallest that rounds to the same.
REGELN = {"5er-Rundung": Schutzregeln(aufteilen_ab=25, mittel_ab=15)}
VERFAHREN: Mapping[str, Callable[[bytes], Los]] = {
    "5er-Rundung": Fuenferrundung,
    "ein geschützter Bestand": EinBestand,
    "Auslosung, 0,4 je Mensch": _los(0.4),
    "Auslosung, 0,6 je Mensch": _los(0.6),
    "Auslosung, 0,5 je Mensch": _los(0.5),
}


def main() -> None:
    """Print a table for each size."""
    frage = argparse.ArgumentParser()
    frage.add_argument("--seeds", type=int, default=10)
    seeds = frage.parse_args().seeds
    # Multiples of 5 could not be built elsewhere.
    setattr(Schutzwert, "__post_init__", lambda wert: None)  # noqa: B010
    for groesse in GROESSEN:
        rohe: list[tuple[int, Rohtabelle]] = []
        for seed in range(1, seeds + 1):
            akten, regelwerk = bestand(groesse, seed)
            stoff = Stoff(tafeln_aus(akten, Protokoll(), regelwerk, STICHTAG), STICHTAG)
            werk = Zahlenwerk(stoff, Kennzahlenbuch(), kalender=False, geheimnis=b"")
            zeitraeume = [z for name in QUARTALE if (z := werk.zeitraum(name)) is not None]
            rohe += [(seed, t) for z in zeitraeume for t in werk.roh(z).values()]
        print(f"{groesse} Fälle, {seeds} Teams, zwei Quartale")
        print(f"{'':<28}{'Zahlen':>8}{'Fehler':>8}{'Prozente':>10}{'Mittel':>8}{'Fehler':>8}")
        for name, mache in VERFAHREN.items():
            ergebnis = Ergebnis()
            for seed, roh in rohe:
                geschuetzt = schuetze(roh, REGELN.get(name, Schutzregeln()), mache(sha256(str(seed).encode()).digest()))
                for ort, wert in geschuetzt.werte.items() if geschuetzt is not None else ():
                    ergebnis.nimm(roh.werte[ort], wert)
            print(ergebnis.zeile(name))


if __name__ == "__main__":
    main()
