"""The list of cases for others: no day, no name, no text, and nobody who could be told apart from four others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from fallbuch.statistik.bausteine import Lage
from fallbuch.statistik.mengen import MENGEN

#: Fields of the list, of all phases that were open in the period or ended in it.
JAHR, ZUGANGSWEG, STAND = "Jahr des Beginns", "Zugangsweg", "Stand am Ende"
FELDER = (JAHR, ZUGANGSWEG, STAND)
SONSTIGE = "Sonstige"
#: So many at least are in each group.
MINDESTENS = 5
_Gruppe = tuple[str, str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Listengruppe:
    """Lines of the list that cannot be told apart, one for each phase, and how many they are: of five people at least."""

    jahr: str
    zugangsweg: str
    stand: str
    personen: int

    @property
    def felder(self) -> _Gruppe:
        return (self.jahr, self.zugangsweg, self.stand)


def liste(lage: Lage) -> tuple[Listengruppe, ...]:
    """Return the groups of the list of a period, sorted by what they say; none where there are too few people."""
    phasen = MENGEN["Phasen"]
    zeilen = list(phasen.auswahl["betreut"].zeilen(lage))
    einzelne: dict[_Gruppe, list[object]] = {}
    for z in zeilen:
        j, w, s = (str(phasen.merkmale[f].wert(z, lage)) for f in FELDER)
        einzelne.setdefault((j, w, s), []).append(id(z.fall))
    gruppen = _vergroebert({g: len(wer) for g, wer in einzelne.items()})
    je = {g: [w for e, wer in einzelne.items() if _in(e, g, gruppen) for w in wer] for g in gruppen}
    # Who came back within the period has two lines; then five lines can be four people, and there is no list.
    if any(len(set(wer)) < MINDESTENS for wer in je.values()):
        return ()
    return tuple(Listengruppe(jahr=j, zugangsweg=w, stand=s, personen=n) for (j, w, s), n in sorted(gruppen.items()))


def _vergroebert(einzelne: Mapping[_Gruppe, int]) -> dict[_Gruppe, int]:
    """Merge groups that are too small: first their ways of access, then their years, then everything."""
    gruppen = Counter(einzelne)
    for nummer in (1, 0, 2):
        zu_klein = {g: n for g, n in gruppen.items() if n < MINDESTENS}
        for gruppe, personen in zu_klein.items():
            del gruppen[gruppe]
            gruppen[_ohne(gruppe, nummer)] += personen
    alles = (SONSTIGE, SONSTIGE, SONSTIGE)
    # What is left over takes the widest and smallest of the others with it: then each group still says whom it means.
    while 0 < gruppen[alles] < MINDESTENS and len(gruppen) > 1:
        kleinste = min((g for g in gruppen if g != alles), key=lambda g: (-g.count(SONSTIGE), gruppen[g], g))
        gruppen[alles] += gruppen.pop(kleinste)
    return {g: n for g, n in gruppen.items() if n >= MINDESTENS}


def _ohne(gruppe: _Gruppe, nummer: int) -> _Gruppe:
    teile = list(gruppe)
    teile[nummer] = SONSTIGE
    return (teile[0], teile[1], teile[2])


def gemeinte(gruppe: Listengruppe, alle: Sequence[Listengruppe], moegliche: Iterable[_Gruppe]) -> frozenset[_Gruppe]:
    """Return which people a group can stand for: those it names, without those whom a narrower group names."""
    engere_felder = [g.felder for g in alle if _weite(g.felder) < _weite(gruppe.felder)]
    return frozenset(
        m for m in moegliche if _gehoert(m, gruppe.felder) and not any(_gehoert(m, e) for e in engere_felder)
    )


def _gehoert(person: _Gruppe, zu: _Gruppe) -> bool:
    return all(dort in {SONSTIGE, hier} for dort, hier in zip(zu, person, strict=True))


def _weite(gruppe: _Gruppe) -> int:
    return gruppe.count(SONSTIGE)


def _in(person: _Gruppe, gruppe: _Gruppe, alle: Iterable[_Gruppe]) -> bool:
    """Tell whether somebody is counted in a group and in no narrower one."""
    return _gehoert(person, gruppe) and not any(_gehoert(person, a) and _weite(a) < _weite(gruppe) for a in alle)
