"""Rules bound to their building blocks: looked up once, then asked for each case."""

from __future__ import annotations

from datetime import date
from typing import Generic

from fallbuch.regelwerk.bausteine import Bausteine, S, woerter
from fallbuch.regelwerk.ereignisse import DURCH_GESPRAECH, LOESCHUNG, VERGABE
from fallbuch.regelwerk.faelligkeit import Eigenschaften
from fallbuch.regelwerk.fristen import vorwarntage
from fallbuch.regelwerk.herkunft import fassungsname, herkunft, quelle
from fallbuch.regelwerk.modell import Fassung, Regel
from fallbuch.werte import dataclass


@dataclass(frozen=True, slots=True)
class Zustand:
    """What alone decides for most rules whether they can apply."""

    fall: str
    pausiert: bool
    stufe: str


class Gebunden(Generic[S]):
    """A version of a rule with its building blocks looked up."""

    def __init__(self, regel: Regel, fassung: Fassung, bausteine: Bausteine[S]) -> None:
        self.regel = regel.schluessel
        self.fassung = fassung
        # The level is part of the state and decided there, once for all cases of a level.
        bedingungen = [(name, wert) for name, wert in fassung.bedingung.items() if name != "stufe"]
        self.bedingungen = [(bausteine.bedingungen[name].gilt, wert) for name, wert in bedingungen]
        self.erledigt = [(bausteine.ereignisse[e.ereignis].eingetreten, e) for e in fassung.erledigt]
        self.fristen = (fassung.frist, *fassung.weitere_fristen)
        self.quelle = quelle(regel, fassung)
        self.herkunft = herkunft(regel, fassung)
        self.fassungsname = fassungsname(regel, fassung)
        self.vorwarntage = vorwarntage(fassung.frist)
        # What stands before the date; the shipped words do not fit a title that the team has given.
        eigene = {a.pfad[-1] for a in regel.abweichungen}
        satz, tun = (
            "" if "titel" in eigene and wort not in eigene else getattr(fassung, wort) for wort in ("satz", "tun")
        )
        self.satz = satz
        anker, ereignisse = bausteine.anker[fassung.anker], {e.ereignis for e in fassung.erledigt}
        self.eigenschaften = Eigenschaften(
            tun=tun,
            # An item that is about the attempts themselves is not softened by them.
            gespraech="versuch" not in anker.fakten and not DURCH_GESPRAECH.isdisjoint(ereignisse),
            im_termin=fassung.im_termin,
            immer=fassung.fall == "immer",
            vergabe=not VERGABE.isdisjoint(ereignisse),
            loeschung=not LOESCHUNG.isdisjoint(ereignisse),
            mehrere=anker.mehrere,
            wiederkehrend=anker.wiederkehrend,
            erledigt=fassung.erledigt,
        )
        self.verschoben = bool(
            fassung.nicht_rueckwirkend or fassung.frist_kuerzer or fassung.fruehestens or fassung.spaetestens or fassung.genauer_tag
            or fassung.ab_einfuehrung or fassung.ohne_pausen
        )  # fmt: skip

    def moeglich(self, zustand: Zustand) -> bool:
        """Tell whether the version can apply at all in this state."""
        fassung = self.fassung
        ruht = zustand.pausiert and fassung.pause == "ruht"
        if ruht or not fassung.aktiv or fassung.fall not in (zustand.fall, "immer"):
            return False
        stufen = fassung.bedingung.get("stufe")
        return stufen is None or zustand.stufe in woerter(stufen)


class GebundeneRegel(Generic[S]):
    """A rule with its building blocks, looked up once for many views."""

    def __init__(self, regel: Regel, bausteine: Bausteine[S]) -> None:
        self.schluessel = regel.schluessel
        self.anker = regel.neueste.anker
        self.fassungen = [Gebunden(regel, fassung, bausteine) for fassung in regel.fassungen]
        self.ersetzt = any(fassung.ersetzt for fassung in regel.fassungen)
        zeitlos = len(self.fassungen) == 1 and regel.neueste.ab is None and regel.neueste.bis is None
        #: The only version, where it holds for all time.
        self.einzige = self.fassungen[0] if zeitlos else None

    def fassung_am(self, tag: date) -> Gebunden[S] | None:
        """Return the version in force on `tag`, None where there is none."""
        return next((g for g in reversed(self.fassungen) if g.fassung.gilt_am(tag)), None)
