"""People as a population: everybody once in a period, however often he or she came back within it."""

from __future__ import annotations

from collections.abc import Iterable

from fallbuch.statistik.bausteine import Lage, Menge, Zaehlbedingung, Zeitwahl, nach_liste, person
from fallbuch.statistik.phasen import PHASEN
from fallbuch.statistik.tafeln import Phasenzeile
from fallbuch.werte import dataclass

_BETREUT = PHASEN.auswahl["betreut"]


@dataclass(frozen=True, slots=True)
class Menschenzeile:
    """Somebody with all phases that were open in a period or ended in it, oldest first; there is at least one."""

    phasen: tuple[Phasenzeile, ...]

    @property
    def phase(self) -> Phasenzeile:
        """The first of them stands for the whole person."""
        return self.phasen[0]


def _menschen(lage: Lage) -> Iterable[Menschenzeile]:
    je: dict[object, list[Phasenzeile]] = {}
    for phase in _BETREUT.zeilen(lage):
        je.setdefault(person(phase), []).append(phase)
    return [Menschenzeile(tuple(phasen)) for phasen in je.values()]


def _beraten(m: Menschenzeile, lage: Lage) -> bool:
    """A contact while a phase was open, its first and last day included; follow-up after the closing is none."""
    von, bis = lage.zeitraum.von, lage.zeitraum.bis
    return any(max(p.beginn, von) <= tag <= p.stand(bis) for p in m.phasen for tag in p.kontakte)


MENSCHEN: Menge[Menschenzeile] = Menge(
    "Menschen",
    "Mensch",
    {"in Beratung": Zeitwahl("mit einer Beratungsphase, die im Zeitraum offen war oder endete", _menschen)},
    person,
    {"Zugangsweg": nach_liste("Zugangsweg", "zugangswege", lambda m, _: m.phase.zugangsweg)},
    {"beraten": Zaehlbedingung("mit mindestens einem Kontakt, während ihre Beratung lief", _beraten)},
)  # fmt: skip
