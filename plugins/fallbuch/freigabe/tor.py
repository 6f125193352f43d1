"""The gate: a draft together with everything ever released, against the attacker."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from fallbuch.auditor.aufbau import Blatt, ZuVielfach, baue
from fallbuch.auditor.aussagen import Aussage
from fallbuch.auditor.gruppen import Aufbau
from fallbuch.auditor.modell import Modell
from fallbuch.auditor.nachtraege import gelockert
from fallbuch.auditor.pruefung import Leck, Pruefung, pruefe
from fallbuch.auditor.wissen import atome_von
from fallbuch.auditor.ziele import Ziel, Zielname, ziele
from fallbuch.statistik.bausteine import Stoff
from fallbuch.statistik.zeitraum import Zeitraum

#: Seconds after which a release is refused, because nobody could prove it in time.
GEDULD = 300.0


@dataclass(slots=True)
class Urteil:
    """What the gate says."""

    aufbau: Aufbau
    #: The model that was audited: with the fewest late changes that make all releases fit together.
    modell: Modell
    pruefung: Pruefung
    ziele: Sequence[Ziel] = ()
    nachtraege: int = 0
    #: Fields of tables that are crossed too often to be audited.
    zu_vielfach: Sequence[str] = field(default_factory=tuple)

    @property
    def bestanden(self) -> bool:
        """The draft may be released."""
        return self.pruefung.bestanden and not self.zu_vielfach

    @property
    def lecks(self) -> Sequence[Leck]:
        return self.pruefung.lecks


def urteile(
    blaetter: Sequence[Blatt], geduld: float = GEDULD, *, nur: frozenset[Zielname] | None = None, nur_ob: bool = False
) -> Urteil:
    """Audit a draft with all sheets of the register, in whatever order.

    For those who try something: `nur` audits these numbers alone, `nur_ob` stops at the first that is given away.
    """
    try:
        aufbau = baue(blaetter)
    except ZuVielfach as fehler:
        return Urteil(Aufbau(), Modell(), Pruefung(), zu_vielfach=fehler.felder)
    alle = ziele(aufbau.gesagt, frueheres([b.zeitraum for b in blaetter]))
    if nur is not None:
        alle = [z for z in alle if z.namen & nur]
    pruefung = pruefe(aufbau.modell, alle, geduld, nur_ob=nur_ob)
    if not pruefung.widerspruch:
        return Urteil(aufbau, aufbau.modell, pruefung, alle)
    lockerer = gelockert(aufbau.modell, geduld)
    if lockerer is None:
        return Urteil(aufbau, aufbau.modell, pruefung, alle)
    modell, nachtraege = lockerer
    return Urteil(aufbau, modell, pruefe(modell, alle, geduld, nur_ob=nur_ob), alle, nachtraege)


def unwahre(urteil: Urteil, stoff: Stoff, zeitraum: Zeitraum) -> list[Aussage]:
    """Return printed figures of a period that its cases do not have: a fault of the program, or of somebody's hands."""
    wahr = atome_von(urteil.aufbau, stoff, {zeitraum.schluessel: zeitraum}, lambda _: True)
    hier = [(a, summe) for a, summe in urteil.aufbau.gesagt if a.zeitraum == zeitraum.schluessel]
    mengen = ((a, sum(f * wahr.get(atom, 0) for atom, f in summe)) for a, summe in hier)
    return [a for a, menge in mengen if menge < a.von or (a.bis is not None and menge > a.bis)]


def frueheres(zeitraeume: Sequence[Zeitraum]) -> Mapping[str, Sequence[str]]:
    """Return for each period all earlier ones of the same kind: their numbers stand beside each other for everybody."""
    nach_zeit = sorted(zeitraeume, key=lambda z: z.ende)
    return {z.schluessel: [f.schluessel for f in nach_zeit if f.art is z.art and f.ende < z.ende] for z in nach_zeit}
