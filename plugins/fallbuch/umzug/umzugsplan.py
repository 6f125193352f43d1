"""What moving in comes to: what would be written, what comes back, what is worth a look."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field

from fallbuch.befund import Befund
from fallbuch.kontakte.modell import Kontaktdaten
from fallbuch.kontakte.namen import Namenssuche
from fallbuch.text.ablage import Ablage
from fallbuch.umzug.reihen import Altzeile, Auffaelliges, Verlaufszeile, Zeilenfehler
from fallbuch.umzug.spalten import TEXT
from fallbuch.werte import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Ruecklauf:
    """A row that comes back, and why."""

    alt: Altzeile
    grund: str
    spalte: int | None = None


@dataclass(kw_only=True, eq=False)
class Umzugsplan:
    """What would be written, what comes back, and what is worth a look."""

    ablagen: list[Ablage] = field(default_factory=list)
    neue: list[str] = field(default_factory=list)
    ergaenzte: list[str] = field(default_factory=list)
    eintraege: int = 0
    arten: dict[str, int] = field(default_factory=dict)
    schon_da: int = 0
    kontakte: list[Kontaktdaten] = field(default_factory=list)
    zurueck: list[Ruecklauf] = field(default_factory=list)
    auffaellig: list[Auffaelliges] = field(default_factory=list)
    #: Findings of the cases as they will be, by their sentence's kind.
    hinweise: list[Befund] = field(default_factory=list)
    #: What nobody knows: the row, the case, the column and the value.
    uebrig: list[tuple[Altzeile, str, int, str]] = field(default_factory=list)
    offene_fristen: int = 0
    #: The first rows of each table, each with what becomes of it.
    proben: list[tuple[Altzeile, str]] = field(default_factory=list)

    def gib_zurueck(self, alt: Altzeile, fehler: Zeilenfehler | str) -> None:
        """Note a row that comes back."""
        spalte = fehler.spalte if isinstance(fehler, Zeilenfehler) else None
        self.zurueck.append(Ruecklauf(alt=alt, grund=str(fehler), spalte=spalte))

    def merke(self, alt: Altzeile, ziel: str, satz: str, sorte: str) -> None:
        """Note what is worth a look in the column of a field."""
        self.auffaellig.append(Auffaelliges(alt=alt, spalte=alt.plan.spalte(ziel), satz=satz, sorte=sorte))

    def suche_namen(self, zeilen: Iterable[Verlaufszeile], berater: Iterable[str]) -> None:
        """Note the conversations in whose text somebody of the list is named: in a case no name belongs."""
        suche, namen = Namenssuche(self.kontakte), list(berater)
        for zeile in zeilen:
            gesagt = f"{zeile.text}\n{zeile.vereinbarungen}"
            if any(True for _ in suche.melde(f"faelle/{zeile.kennung}.md", gesagt, namen)):
                satz = "Im Text steht ein Name aus der Kundenliste. Namen gehören nicht in einen Fall: Nehmen Sie ihn heraus, am besten vor dem Schreiben"
                self.merke(zeile.alt, TEXT, satz, "name")
