"""Agreements and steps towards the goal, with whose turn it is and whether the deadline has passed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from fallbuch.akte.eintragsformen import Planangaben
from fallbuch.akte.modell import Eintrag
from fallbuch.akte.zusage import Stand, Vereinbarung
from fallbuch.bestand.laden import Akte
from fallbuch.regelwerk.vokabular import ist_kunde
from fallbuch.uebersicht.zustaendigkeit import gehoert
from fallbuch.werte import dataclass


@dataclass(frozen=True, slots=True)
class Zusage:
    """An agreement or a step towards the goal, with the case and the entry it comes from."""

    akte: Akte
    vereinbarung: Vereinbarung
    eintrag: Eintrag
    dran: str
    #: What the passed deadline asks for, in a word; empty before it.
    vorbei: str

    @property
    def offen(self) -> bool:
        return self.vereinbarung.stand is Stand.OFFEN


def zusagen(akte: Akte) -> Iterator[Zusage]:
    """Yield all agreements of a case, and the steps of the plan that counts; what is due first comes first."""
    plan = akte.sicht.plan
    teilziele = plan.besonderes.teilziele if plan is not None and isinstance(plan.besonderes, Planangaben) else ()
    alle = [(v, eintrag) for _, eintrag in akte.sicht.eintraege for v in eintrag.angaben.vereinbarungen]
    alle += [(teilziel, plan) for teilziel in teilziele if plan is not None]
    for vereinbarung, eintrag in sorted(alle, key=lambda paar: paar[0].frist or date.max):
        kunde = ist_kunde(vereinbarung.wer)
        abgelaufen = (
            vereinbarung.stand is Stand.OFFEN
            and vereinbarung.frist is not None
            and vereinbarung.frist < akte.sicht.stichtag
        )
        vorbei = ("nachfragen" if kunde else "Frist vorbei") if abgelaufen else ""
        yield Zusage(akte, vereinbarung, eintrag, "Kundin oder Kunde" if kunde else vereinbarung.wer or "Team", vorbei)


def offene_zusagen(akte: Akte, name: str | None) -> list[Zusage]:
    """Return the agreements that are neither done nor dropped and belong into somebody's lists; None: the whole team's."""
    return [z for z in zusagen(akte) if z.offen and gehoert(z.vereinbarung.personen, akte, name)]
