"""The sentences that derive a due date, made from the steps of the computation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, time
from enum import StrEnum

from fallbuch.akte.modell import Eintrag
from fallbuch.befund import anzahl
from fallbuch.regelwerk.bausteine import Ankerpunkt, Kuerzer, zaehlt_von_bis
from fallbuch.regelwerk.faelligkeit import OHNE_REGEL, VORBEI, Eigenschaften, Faelligkeit
from fallbuch.regelwerk.geschichte import Pausenhinweis, Punkt
from fallbuch.werte import dataclass
from fallbuch.zeit import Spanne


class Schrittart(StrEnum):
    """What moved a date away from anchor + span."""

    EINFUEHRUNG = "gezählt ab"
    PAUSEN = "Pausen"
    FRUEHESTENS = "frühestens"
    SPAETESTENS = "spätestens"
    #: What changed after the date had passed: it moves nothing.
    BLEIBT = "bleibt"


#: Of several limits the last one decides.
_GRENZEN = frozenset({Schrittart.FRUEHESTENS, Schrittart.SPAETESTENS})


@dataclass(frozen=True, slots=True)
class Schritt:
    """One step of the computation after the first."""

    art: Schrittart
    punkt: Punkt | None
    spanne: Spanne
    tage: int = 0
    #: Day of the newest fact behind it, where that is no `punkt`.
    seit: date | None = None


@dataclass(slots=True)
class Rechenweg:
    """How a date was found: the fact, the span, what moved it, and what a reader should know besides.

    The engine fills it in step by step; afterwards it is only read.
    """

    ankerpunkt: Ankerpunkt
    frist: Spanne
    faellig_am: date
    schritte: Sequence[Schritt] = ()
    #: The shorter agreed span that took effect.
    kuerzer: Kuerzer | None = None
    #: What stands before the date in the sentence; empty: the title.
    satz: str = ""
    #: The day of an agreed appointment has passed, and nobody has said what became of it.
    offene_frage: bool = False
    #: Which version of the rule was used, where there are several.
    fassung: str = ""
    #: How many further facts of the kind are open, in words.
    weitere: str = ""
    versuche: Sequence[Eintrag] = ()
    pause: Pausenhinweis | None = None
    #: Items that the same appointment can settle.
    verbunden: Sequence[Faelligkeit] = ()
    #: Span number in a series, for identity.
    abschnitt: int = 0
    eigenschaften: Eigenschaften = Eigenschaften()

    @property
    def anker(self) -> str | None:
        return self.ankerpunkt.name

    @property
    def bezug(self) -> str:
        return f"{self.ankerpunkt.bezug}-{self.abschnitt}" if self.abschnitt else self.ankerpunkt.bezug

    @property
    def kunde_dran(self) -> bool:
        return self.ankerpunkt.kunde_dran

    @property
    def verabredet(self) -> bool:
        return self.ankerpunkt.verabredet

    @property
    def uhrzeit(self) -> time | None:
        return self.ankerpunkt.uhrzeit

    @property
    def versuch_am(self) -> date | None:
        return self.versuche[-1].datum if self.versuche else None

    @property
    def abstand(self) -> Spanne | None:
        return self.kuerzer.spanne if self.kuerzer is not None else self.frist

    @property
    def fest_seit(self) -> date:
        grenzen = [s.punkt for s in self.schritte if s.art in _GRENZEN and s.punkt is not None]
        if grenzen:
            return grenzen[-1].geschrieben_am
        tage = [self.ankerpunkt.geschrieben_am, *(s.seit for s in self.schritte if s.seit is not None)]
        return max(tage if self.kuerzer is None else [*tage, self.kuerzer.seit])

    @property
    def erledigbar_ab(self) -> date:
        anker = self.ankerpunkt.datum
        return min(
            (zaehlt_von_bis(e, anker, None, self.faellig_am)[0] for e in self.eigenschaften.erledigt), default=date.min
        )

    def worte(self, titel: str) -> tuple[str, str]:
        """Return the whole sentence (what, when, and how that follows from the files), and the derivation in it alone."""
        weg = "; ".join([*self._rechnung(), *self._hinweise()])
        if self.offene_frage:
            return f"War der Termin am {self.faellig_am}? {weg[:1].upper()}{weg[1:]}", weg
        if self.ankerpunkt.kunde_dran:
            return f"{titel}, nachfragen ab {self.faellig_am}: {weg}", weg
        return f"{self.satz or f'{titel}, fällig am'} {self.faellig_am}: {weg}", weg

    def _rechnung(self) -> list[str]:
        punkt = self.ankerpunkt
        if self.kuerzer is not None:
            teile = [f"{ort(punkt)}{plus(self.kuerzer.spanne)} ({self.kuerzer.name}, {self.kuerzer.stelle})"]
        elif any(schritt.art is Schrittart.EINFUEHRUNG for schritt in self.schritte):
            teile = [ort(punkt)]
        else:
            teile = [f"{ort(punkt)}{plus(self.frist)}"]
        for schritt in self.schritte:
            if schritt.art is Schrittart.BLEIBT and schritt.punkt is not None:
                teile.append(f"{ort(schritt.punkt)} schiebt das nicht hinaus")
            elif schritt.punkt is None:
                teile.append(f"{anzahl(schritt.tage, 'Tag', 'Tage')} Pause zählen nicht mit")
            else:
                teile.append(f"{schritt.art} {ort(schritt.punkt)}{plus(schritt.spanne)}")
        return teile

    def _hinweise(self) -> list[str]:
        teile = [self.fassung] if self.fassung else []
        if self.weitere:
            teile.append(self.weitere)
        if self.versuche:
            letzter = self.versuche[-1]
            teile.append(f"{len(self.versuche)}. Versuch am {letzter.datum} ({letzter.stelle})")
        if self.pause is not None:
            wort = "Pause bis" if self.pause.laeuft else "ruhte wegen der Pause bis"
            teile.append(f"{wort} {self.pause.bis} ({self.pause.eintrag.stelle})")
        for f in self.verbunden:
            # A day that has passed is no day to propose.
            wann = "" if f.dringlichkeit in VORBEI else f" am {f.faellig_am}"
            teile.append(f"lässt sich mit „{f.titel}“{wann} verbinden")
        return teile


@dataclass(slots=True)
class FertigerWeg:
    """How a date was found, with its words made already, or why there is none."""

    satz: str
    weg: str
    #: The fact among others of its kind, for identity, and its name; None where nothing could be counted.
    bezug: str
    anker: str | None = None
    eigenschaften: Eigenschaften = OHNE_REGEL
    #: The customer is asked for something.
    kunde_dran: bool = False
    #: The day was agreed with the customer, perhaps with a time of day in the team's time zone.
    verabredet: bool = False
    uhrzeit: time | None = None
    #: Day of the newest attempt.
    versuch_am: date | None = None
    #: The span counted from the anchor.
    abstand: Spanne | None = None
    #: Day of the fact that made the date what it is; a later one makes another date of it. None: it moves with time.
    fest_seit: date | None = None
    #: First day on which something that settles the item counts.
    erledigbar_ab: date = date.min

    def worte(self, titel: str) -> tuple[str, str]:
        return self.satz, self.weg


#: The way a date was found. The words are made when somebody reads them: most items nobody does.
Ableitung = Rechenweg | FertigerWeg


def ort(punkt: Punkt) -> str:
    """Return `letzter Kontakt 2026-06-29 (faelle/4711.md:58)`."""
    return f"{punkt.name} {punkt.datum} ({punkt.stelle})"


def plus(spanne: Spanne) -> str:
    """Return ` + 10 Wochen`, nothing for a span of zero."""
    if not spanne.anzahl:
        return ""
    return f" − {replace(spanne, vorher=False)}" if spanne.vorher else f" + {spanne}"
