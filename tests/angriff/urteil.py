"""The judge: whether what the attacker knows is true, and what it lets him see."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field

from tests.angriff.lose import Gelesen
from tests.angriff.mengen import Menge
from tests.angriff.rechnung import Rechnung
from tests.angriff.teams import Fall, Stelle
from tests.angriff.wissen import Aenderung, Rest

#: A number from 1 to this one is somebody's secret.
_KLEIN = 4
#: As many values must be left.
_WERTE = 3


@dataclass(slots=True)
class Urteil:
    """What came of an attack on one team."""

    fall: str
    ziele: int = 0
    #: Targets of which the attacker knows the true number as the least possible.
    mindestens: int = 0
    #: Where the truth does not keep the attacker's bounds or equations.
    falsch: list[str] = field(default_factory=list)
    #: Targets with fewer than three values.
    lecks: list[str] = field(default_factory=list)
    #: Where the sheets do not keep the handbook's words.
    wortbruch: list[str] = field(default_factory=list)


def urteile(fall: Fall, gelesen: Gelesen, r: Rechnung) -> Urteil:
    """Compare what the attacker worked out with what was counted."""
    urteil = Urteil(fall.name)
    gezaehlt, saetze = _gezaehlte(fall, gelesen, urteil)
    wahr = r.wahre(gezaehlt)
    urteil.falsch.extend(r.falsche(wahr))
    if r.widerspruch:
        urteil.falsch.append("Keine Zahlen passen zu allem, was gedruckt ist")
    for groesse, wert in wahr.items():
        if _ist_ziel(groesse, wert):
            urteil.ziele += 1
            werte = r.werte(groesse)
            urteil.mindestens += r.bereich(groesse)[0] == wert
            if werte is not None and werte < _WERTE:
                wo = ", ".join(_orte(gelesen, groesse))
                urteil.lecks.append(f"{groesse}: in Wahrheit {wert}, übrig {r.bereich(groesse)}{wo and ' – ' + wo}")
    urteil.wortbruch.extend((*gelesen.ungleich, *gelesen.ueber))
    urteil.wortbruch.extend(_wortbrueche(gelesen, gezaehlt, saetze))
    return urteil


def _ist_ziel(groesse: Hashable, wert: int) -> bool:
    if isinstance(groesse, Menge | Rest):
        return 1 <= wert <= _KLEIN
    return isinstance(groesse, Aenderung)


def _orte(gelesen: Gelesen, groesse: Hashable) -> Iterator[str]:
    for stelle, (menge, druck) in gelesen.drucke.items():
        if menge == groesse:
            yield f"{stelle[0]} {stelle[1]} ({stelle[2]}, {stelle[3]}) gedruckt {druck}"


def _gezaehlte(fall: Fall, gelesen: Gelesen, urteil: Urteil) -> tuple[dict[Hashable, int], dict[Menge, int]]:
    """Return the true counts by set. One set that was counted in two ways is a mistake of the attack."""
    tafeln = {(stelle[0], stelle[1]): tafel for tafel in gelesen.tafeln for stelle in [tafel.stelle(None, None, "")]}
    zahlen: dict[Hashable, int] = {}
    saetze: dict[Menge, int] = {}
    for stelle, gezaehltes in fall.wahr.items():
        tafel = tafeln.get(stelle[:2])
        menge = tafel.menge(*stelle[2:]) if tafel is not None else None
        if menge is None:
            continue
        if saetze.setdefault(menge, gezaehltes.satz) != gezaehltes.satz:
            urteil.falsch.append(f"Nicht dieselbe Menge: {menge} an der Stelle {stelle}")
        zahlen[menge] = gezaehltes.zahl
    return zahlen, saetze


def _wortbrueche(gelesen: Gelesen, zahlen: Mapping[Hashable, int], saetze: Mapping[Menge, int]) -> Iterator[str]:
    """Yield prints that are none of what the handbook says a print can be."""
    gleiche: dict[int, list[Menge]] = defaultdict(list)
    for menge, satz in saetze.items():
        if zahlen[menge] and menge in gelesen.lose:
            gleiche[satz].append(menge)
    for mengen in gleiche.values():
        for andere in mengen[1:]:
            if gelesen.verschieden(mengen[0], andere):
                eine = mengen[0]
                yield f"Dieselben, anders gelost: {eine} {gelesen.lose[eine]}, {andere} {gelesen.lose[andere]}"
    for stelle, (menge, druck) in gelesen.drucke.items():
        if druck % 3 or (druck and not zahlen.get(menge, 1)):
            yield f"{stelle}: gedruckt {druck}, in Wahrheit {zahlen.get(menge)}"


def gedruckte(fall: Fall, gelesen: Gelesen) -> Iterator[tuple[Stelle, Menge, int, int]]:
    """Yield each printed count with its set and the truth."""
    for stelle, (menge, druck) in gelesen.drucke.items():
        if stelle in fall.wahr:
            yield stelle, menge, druck, fall.wahr[stelle].zahl
