"""Which stocks could be true, given what is published: found by calling the real procedure on each of them.

A stock is a world if some lots make the procedure print byte for byte what was published. The lots are prescribed: the
one for the first number that the procedure asks for is the one that was asked for first when the true stock was
published, and so on. If the same people would need two different lots, or nobody a lot other than 0, it is no world.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from itertools import product
from random import Random

from fallbuch.akte.protokoll import Protokoll
from fallbuch.bestand.laden import Akte, lade_bestand
from fallbuch.regelwerk.modell import Regelwerk
from fallbuch.register.blatt import Registerblatt, Umstaende, als_json
from fallbuch.statistik.bausteine import Stoff
from fallbuch.statistik.laden import Kennzahlenbuch
from fallbuch.statistik.los import SCHRITT, Gezaehlt, Los
from fallbuch.statistik.tabelle import Anteil, Anzahl, Rohtabelle
from fallbuch.statistik.tafeln import tafeln_aus
from fallbuch.statistik.werk import Zahlenwerk
from tests.hilfen import HEUTE, fall, quelle, regelwerk_aus

STICHTAG = date(2026, 6, 30)
QUARTALE = ("2026Q1", "2026Q2")
HOECHSTENS = 9
#: Two fields, and what happened in the two quarters: came and stayed, came and left, came later, was long there.
WEGE = ("Runder Tisch", "Beratungstag")
STUFEN = ("IN", "IK")
_ENDE = "## 2026-05-02 Abschluss (Jana)\n\nErgebnis: ohne Arbeitsstelle beendet\nGrund: Umzug\nErklärung: Zieht weg\n"
VERLAEUFE = {"blieb": ("2026-02-02", ""), "ging": ("2026-02-02", _ENDE), "kam": ("2026-04-07", "")}

Art = tuple[str, str, str]
#: People of each kind, in the order of `ARTEN`.
Bestand = tuple[Art, ...]
ARTEN: tuple[Art, ...] = tuple(product(WEGE, STUFEN, VERLAEUFE))
Ziel = tuple[str, ...]


class KeineWelt(Exception):
    """The lots that were published cannot be those of this stock."""


@dataclass
class Gewaehlt(Los):
    """Lots that a test chooses, for each set of people one; remembers what was asked for."""

    waehle: Callable[[int], int]
    folge: list[int] = field(default_factory=list)
    _je_satz: dict[object, int] = field(default_factory=dict)

    def anzahl(self, gezaehlt: Gezaehlt, schritt: int = SCHRITT) -> int:
        """Return the chosen lot."""
        return self._los((schritt, gezaehlt.satz), gezaehlt.zahl)

    def mittel(self, wert: float, satz: int, was: str, schritt: int) -> int:
        """Return the chosen lot."""
        return schritt * self._los((was, schritt, satz, wert), 1)

    def _los(self, wer: object, zahl: int) -> int:
        if wer not in self._je_satz:
            self._je_satz[wer] = self.waehle(zahl) if zahl else 0
        self.folge.append(self._je_satz[wer])
        return self._je_satz[wer]


class Vorgeschrieben(Gewaehlt):
    """Lots as they were published; `erlaubt` says which lot a count can have."""

    def __init__(self, folge: Sequence[int], erlaubt: Callable[[int, int], bool] = lambda zahl, los: True) -> None:
        super().__init__(waehle=lambda zahl: 0)
        self._soll, self._erlaubt, self._nummer = folge, erlaubt, 0

    def _los(self, wer: object, zahl: int) -> int:
        if self._nummer >= len(self._soll):
            raise KeineWelt
        los = self._soll[self._nummer]
        self._nummer += 1
        bisher = self._je_satz.setdefault(wer, los)
        if bisher != los or (not zahl and los) or (zahl and not self._erlaubt(zahl, los)):
            raise KeineWelt
        return los


@cache
def _regelwerk() -> Regelwerk:
    return regelwerk_aus()[0]


@cache
def _akte(nummer: int, art: Art) -> Akte:
    weg, stufe, verlauf = art
    erstkontakt, text = VERLAEUFE[verlauf]
    status = "abgeschlossen" if text else "in Beratung"
    datei = quelle(
        fall(text, erstkontakt=erstkontakt, status=status, Zugangsweg=weg, Betreuungsstufe=stufe).replace("ID: 4711", f"ID: {nummer}"),
        f"faelle/{nummer}.md",
    )  # fmt: skip
    return lade_bestand([datei], _regelwerk(), STICHTAG, HEUTE, {})[0]


def werk_von(bestand: Bestand, los: Los, buch: Kennzahlenbuch) -> Zahlenwerk:
    """Return the figures of a stock, with these lots."""
    akten = [_akte(1001 + n, art) for n, art in enumerate(bestand)]
    stoff = Stoff(tafeln_aus(akten, Protokoll(), _regelwerk(), STICHTAG), STICHTAG)
    werk = Zahlenwerk(stoff, buch, kalender=False, geheimnis=b"")
    werk._los = los
    return werk


_UMSTAENDE = Umstaende(stichtag=STICHTAG, freigegeben_am=STICHTAG, regeln="", commit="", version="")


def veroeffentliche(werk: Zahlenwerk, quartale: Sequence[str] = QUARTALE) -> list[bytes]:
    """Return the sheets of these quarters, as they would be released."""
    zeitraeume = [z for name in quartale if (z := werk.zeitraum(name)) is not None]
    return [
        als_json(
            Registerblatt(
                zeitraum=z, kennzahlen=werk.buch.kennzahlen, tabellen=werk.geschuetzte(z), schutz=werk.buch.schutz, umstaende=_UMSTAENDE,
            )
        )
        for z in zeitraeume
    ]  # fmt: skip


def gedruckte(werk: Zahlenwerk) -> list[object]:
    """Return the tables of both quarters, as they would be released: the same tables are the same sheets."""
    return [werk.geschuetzte(z) for name in QUARTALE if (z := werk.zeitraum(name)) is not None]


def ziele(werk: Zahlenwerk) -> dict[Ziel, int]:
    """Return every count of the tables, what is missing to the whole, and how each changed."""
    ergebnis: dict[Ziel, int] = {}
    for name in QUARTALE:
        zeitraum = werk.zeitraum(name)
        assert zeitraum is not None
        for tabelle, roh in werk.roh(zeitraum).items():
            for stelle, zahl in _anzahlen(roh):
                ergebnis[name, tabelle, *stelle] = zahl
    for name, *rest in list(ergebnis):
        if name == QUARTALE[1] and (QUARTALE[0], *rest) in ergebnis:
            ergebnis["Änderung", *rest] = ergebnis[name, *rest] - ergebnis[QUARTALE[0], *rest]
    return ergebnis


def _anzahlen(roh: Rohtabelle) -> Iterator[tuple[Ziel, int]]:
    for (zeile, spalte), wert in roh.werte.items():
        ort = (zeile or "", spalte or "")
        match wert:
            case Anzahl():
                yield ort, wert.zahl
                ganzes = roh.werte.get((None, spalte if not roh.tabelle.spalten else None))
                if isinstance(ganzes, Anzahl):
                    yield (*ort, "fehlt"), ganzes.zahl - wert.zahl
            case Anteil():
                yield (*ort, "Treffer"), wert.treffer
                yield (*ort, "alle"), wert.basis
                yield (*ort, "fehlt"), wert.basis - wert.treffer


@dataclass
class Spielraum:
    """What all worlds that were found leave open."""

    welten: int = 0
    werte: dict[Ziel, set[int]] = field(default_factory=lambda: defaultdict(set))
    arten: set[Art] = field(default_factory=set)

    def enge(self, wahr: Mapping[Ziel, int], beweglich: Set[Ziel]) -> list[tuple[Ziel, int, list[int]]]:
        """Return the targets that take fewer than three values: counts of 1 to 4, and changes of what can change here."""
        zu_schuetzen = {z for z, wert in wahr.items() if 1 <= wert <= 4 or (z[0] == "Änderung" and z in beweglich)}
        return [(z, wahr[z], sorted(self.werte[z])) for z in sorted(zu_schuetzen) if len(self.werte[z]) < 3]


Verfahren = Callable[[Zahlenwerk], list[object]]


@dataclass(frozen=True)
class Spiel:
    """What is counted, by which procedure, and which lot a count can have."""

    buch: Kennzahlenbuch
    verfahren: Verfahren = gedruckte
    erlaubt: Callable[[int, int], bool] = lambda zahl, los: True

    def ist_welt(self, bestand: Bestand, folge: Sequence[int], blaetter: list[object]) -> Zahlenwerk | None:
        """Return the figures of a stock if these lots make the same sheets of it."""
        werk = werk_von(bestand, Vorgeschrieben(folge, self.erlaubt), self.buch)
        try:
            return werk if self.verfahren(werk) == blaetter else None
        except KeineWelt:
            return None

    def suche(
        self, bestand: Bestand, lose: Callable[[int], int], alle: Iterable[Bestand]
    ) -> tuple[Spielraum, dict[Ziel, int]]:
        """Publish a stock and look for its worlds among others; returns them and the true targets."""
        gewaehlt = Gewaehlt(waehle=lose)
        wahr = werk_von(bestand, gewaehlt, self.buch)
        blaetter = self.verfahren(wahr)
        spielraum = Spielraum()
        for anderer in alle:
            werk = self.ist_welt(anderer, gewaehlt.folge, blaetter)
            if werk is not None:
                spielraum.welten += 1
                spielraum.arten |= set(anderer)
                for ziel, wert in ziele(werk).items():
                    spielraum.werte[ziel].add(wert)
        return spielraum, ziele(wahr)


def kandidaten(rng: Random, bestand: Bestand, anzahl: int) -> Iterator[Bestand]:
    """Yield stocks: the true one with some people more, fewer or other, and some at random."""
    yield bestand
    for n in range(anzahl):
        if n % 4 == 3:
            yield tuple(sorted(rng.choices(ARTEN, k=rng.randint(1, HOECHSTENS))))
            continue
        menschen = Counter(bestand)
        for _ in range(rng.randint(1, 3)):
            if rng.random() < 0.3 and menschen.total() > 1:
                menschen[rng.choice(list(menschen.elements()))] -= 1
            elif menschen.total() < HOECHSTENS:
                menschen[rng.choice(ARTEN)] += 1
        yield tuple(sorted(menschen.elements()))
