"""What each printed number counts: the set behind a cell, named so that equal names are equal sets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from tests.angriff.teams import Blatt, Stelle

#: The one outcome that is a job, and the first of the levels: words of the team's lists, known to every reader.
MIT, OHNE, ARBEIT = "mit Arbeitsstelle", "ohne Arbeitsstelle", "Ergebnis=Arbeitsstelle angenommen"
ZWEI, KANN, GESTIEGEN, GESUNKEN = "zwei Einstufungen", "kann steigen", "Stufe gestiegen", "Stufe gesunken"
MENSCHEN = "Menschen"
#: Splits of which one and the same phase can be in several lines.
_MEHRFACH = ("Maßnahmegruppe",)
_GLEICHE = {"neu": "Beginn=neu", "wieder aufgenommen": "Beginn=wieder aufgenommen", ARBEIT: MIT}


class Menge(NamedTuple):
    """Rows of a kind that belong to a quarter (its number in time) and meet some conditions."""

    art: str
    wann: str
    quartal: int
    nur: frozenset[str] = frozenset()

    def und(self, *bedingungen: str) -> Menge:
        """Return those that meet more conditions."""
        return self._replace(nur=self.nur | {_GLEICHE.get(b, b) for b in bedingungen})

    def menschen(self) -> Menge:
        """Return the people behind the rows."""
        if self.art == MENSCHEN:
            return self
        if self.art == "Phasen" and self.wann == "betreut" and not self.nur:
            return in_beratung(self.quartal)
        return self._replace(art=f"{MENSCHEN}: {self.art}")

    def __str__(self) -> str:
        return ", ".join([f"{self.art} {self.wann} {name(self.quartal)}", *sorted(self.nur)])


def in_beratung(quartal: int) -> Menge:
    """Return everybody who had a phase in a quarter."""
    return Menge(MENSCHEN, "in Beratung", quartal)


def nummer(quartal: str) -> int:
    """Return the place of `2026Q2` in the row of all quarters."""
    return int(quartal[:4]) * 4 + int(quartal[5]) - 1


def name(quartal: int) -> str:
    """Return `2026Q2` for its place in the row of all quarters."""
    return f"{quartal // 4}Q{quartal % 4 + 1}"


def phasen(wann: str, quartal: int, *nur: str) -> Menge:
    """Return phases of a quarter; what two quarters call differently gets one name."""
    if wann == "offen am Anfang":
        return phasen("offen", quartal - 1, *nur)
    if wann == "vor zwölf Monaten begonnen":
        # The channel of a phase never changes, its state is that of the sheet's own quarter.
        return phasen(
            "begonnen", quartal - 4, *(f"{b} ({name(quartal)})" if b.startswith("Stand=") else b for b in nur)
        )
    return Menge("Phasen", wann, quartal).und(*nur)


def grundmenge(posten: Mapping[str, Any], quartal: int, *nur: str) -> Menge:
    """Return what a table or one of its rows counts."""
    bedingungen = (*posten.get("nur", ()), *nur)
    if posten["zaehlt"] == "Phasen":
        return phasen(posten["wann"], quartal, *bedingungen)
    return Menge(posten["zaehlt"], posten["wann"], quartal).und(*bedingungen)


class Tafel(NamedTuple):
    """A table of a sheet, whatever of it is printed."""

    quartal: int
    angaben: Mapping[str, Any]
    gedruckt: Mapping[str, Any]

    @property
    def schluessel(self) -> str:
        return str(self.angaben["schluessel"])

    @property
    def posten(self) -> list[Mapping[str, Any]]:
        return list(self.angaben["posten"])

    @property
    def mehrfach(self) -> bool:
        return bool(self.angaben.get("mehrfach"))

    def grund(self, posten: Mapping[str, Any] | None = None) -> Menge:
        """Return all rows of a population, without the conditions of the table."""
        eigener = posten or self.posten[0]
        return grundmenge({**eigener, "nur": ()}, self.quartal)

    def menge(self, zeile: str | None, spalte: str | None, feld: str) -> Menge | None:
        """Return the set behind a number; None of what is no count of customers or what is theirs."""
        mass = self._mass(spalte)
        eigener = self._posten(zeile)
        if feld == "menschen":
            return grundmenge(self.posten[0], self.quartal).menschen() if len(self.posten) == 1 else None
        if eigener is None or mass is None:
            return None
        if feld == "grundmenschen":
            return self.grund(eigener).menschen()
        nur = [f"{self.angaben['zeilen']}={zeile}"] if "zeilen" in self.angaben and zeile is not None else []
        if "spalten" in self.angaben and spalte is not None:
            nur.append(f"{self.angaben['spalten']}={spalte}")
        menge = grundmenge(eigener, self.quartal, *nur)
        match mass["art"], feld:
            case "Anzahl", "zahl":
                return menge
            case "Anteil", "zahl":
                return menge.und(mass["von"])
            case "Anteil", "basis":
                return menge
            case "je 100 offene Fälle" | "je Beraterin oder Berater", "zahl":
                return menge.menschen()
            case "je 100 offene Fälle", "basis":
                return phasen("offen", self.quartal)
        return None

    def stellen(self) -> Iterator[tuple[Stelle, int]]:
        """Yield every printed count and where it stands."""
        for wert in self.gedruckt["werte"]:
            for feld in ("zahl", "basis"):
                if wert.get(feld) is not None:
                    yield self.stelle(wert.get("zeile"), wert.get("spalte"), feld), wert[feld]

    def stelle(self, zeile: str | None, spalte: str | None, feld: str) -> Stelle:
        return (name(self.quartal), self.schluessel, zeile, spalte, feld)

    def _posten(self, zeile: str | None) -> Mapping[str, Any] | None:
        if len(self.posten) == 1:
            return self.posten[0]
        return next((p for p in self.posten if p.get("titel") == zeile), None)

    def _mass(self, spalte: str | None) -> Mapping[str, Any] | None:
        masse: list[Mapping[str, Any]] = self.angaben.get("masse") or [{"art": "Anzahl", "titel": "Anzahl"}]
        if "spalten" in self.angaben or spalte is None:
            return masse[0]
        return next((m for m in masse if m["titel"] == spalte), None)


def tafeln(blatt: Blatt) -> list[Tafel]:
    """Return the tables of a sheet."""
    quartal = nummer(blatt["zeitraum"])
    return [Tafel(quartal, t["angaben"], t) for kennzahl in blatt["kennzahlen"] for t in kennzahl["tabellen"]]


def mehrfach(merkmal: str) -> bool:
    """Tell whether one row can be in several lines of a split."""
    return merkmal in _MEHRFACH
