"""Rules bound to their building blocks: looked up once, then asked for each case."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Generic

from fallbuch.regelwerk.bausteine import Anker, Ankerpunkt, Bausteine, S, Wert, woerter
from fallbuch.regelwerk.ereignisse import DURCH_GESPRAECH, LOESCHUNG, VERGABE
from fallbuch.regelwerk.faelligkeit import Eigenschaften
from fallbuch.regelwerk.fristen import vorwarntage
from fallbuch.regelwerk.herkunft import fassungsname, herkunft, quelle
from fallbuch.regelwerk.modell import Erledigung, Fassung, Regel
from fallbuch.werte import dataclass
from fallbuch.zeit import Spanne


@dataclass(frozen=True, slots=True)
class Zustand:
    """What alone decides for most rules whether they can apply."""

    fall: str
    pausiert: bool
    stufe: str


@dataclass(slots=True)
class Gebunden(Generic[S]):
    """A version of a rule with its building blocks looked up."""

    regel: str
    fassung: Fassung
    bedingungen: Sequence[tuple[Callable[[S, Wert, Ankerpunkt, Fassung], bool], Wert]]
    erledigt: Sequence[tuple[Callable[[S, Ankerpunkt, date, date], bool], Erledigung]]
    fristen: Sequence[Spanne]
    quelle: str
    herkunft: str
    fassungsname: str
    vorwarntage: int
    satz: str
    eigenschaften: Eigenschaften
    verschoben: bool

    def moeglich(self, zustand: Zustand) -> bool:
        """Tell whether the version can apply at all in this state."""
        fassung = self.fassung
        if (
            not fassung.aktiv
            or fassung.fall not in (zustand.fall, "immer")
            or (zustand.pausiert and fassung.pause == "ruht")
        ):
            return False
        stufen = fassung.bedingung.get("stufe")
        return stufen is None or zustand.stufe in woerter(stufen)


@dataclass(slots=True)
class GebundeneRegel(Generic[S]):
    """A rule with its versions, bound."""

    schluessel: str
    anker: str
    fassungen: Sequence[Gebunden[S]]
    ersetzt: bool
    #: The only version, where it holds for all time.
    einzige: Gebunden[S] | None

    def fassung_am(self, tag: date) -> Gebunden[S] | None:
        """Return the version in force on `tag`, None where there is none."""
        return next((g for g in reversed(self.fassungen) if g.fassung.gilt_am(tag)), None)


def binde(regel: Regel, bausteine: Bausteine[S]) -> GebundeneRegel[S]:
    """Look up the building blocks of a rule once, for many views."""
    fassungen = [_binde_fassung(regel, fassung, bausteine) for fassung in regel.fassungen]
    zeitlos = len(fassungen) == 1 and regel.neueste.ab is None and regel.neueste.bis is None
    return GebundeneRegel(
        regel.schluessel,
        regel.neueste.anker,
        fassungen,
        any(fassung.ersetzt for fassung in regel.fassungen),
        fassungen[0] if zeitlos else None,
    )


def _binde_fassung(regel: Regel, fassung: Fassung, bausteine: Bausteine[S]) -> Gebunden[S]:
    return Gebunden(
        regel=regel.schluessel,
        fassung=fassung,
        bedingungen=[
            # The level is part of the state and decided there, once for all cases of a level.
            (bausteine.bedingungen[name].gilt, wert) for name, wert in fassung.bedingung.items() if name != "stufe"
        ],
        erledigt=[(bausteine.ereignisse[e.ereignis].eingetreten, e) for e in fassung.erledigt],
        fristen=(fassung.frist, *fassung.weitere_fristen),
        quelle=quelle(regel, fassung),
        herkunft=herkunft(regel, fassung),
        fassungsname=fassungsname(regel, fassung),
        vorwarntage=vorwarntage(fassung.frist),
        satz=_satz(regel, fassung),
        eigenschaften=_eigenschaften(fassung, bausteine.anker[fassung.anker]),
        verschoben=bool(
            fassung.nicht_rueckwirkend or fassung.frist_kuerzer or fassung.fruehestens or fassung.spaetestens or fassung.genauer_tag
            or fassung.ab_einfuehrung or fassung.ohne_pausen
        ),
    )  # fmt: skip


def _satz(regel: Regel, fassung: Fassung) -> str:
    """Return what stands before the date; the shipped words do not fit a title that the team has given."""
    eigene = {a.pfad[-1] for a in regel.abweichungen}
    return "" if "titel" in eigene and "satz" not in eigene else fassung.satz


def _eigenschaften(fassung: Fassung, anker: Anker[S]) -> Eigenschaften:
    return Eigenschaften(
        # An item that is about the attempts themselves is not softened by them.
        gespraech="versuch" not in anker.fakten and any(e.ereignis in DURCH_GESPRAECH for e in fassung.erledigt),
        im_termin=fassung.im_termin,
        immer=fassung.fall == "immer",
        vergabe=any(e.ereignis in VERGABE for e in fassung.erledigt),
        loeschung=any(e.ereignis in LOESCHUNG for e in fassung.erledigt),
        mehrere=anker.mehrere,
        wiederkehrend=anker.wiederkehrend,
        erledigt=fassung.erledigt,
    )
