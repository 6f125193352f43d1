"""The fields of each population: what values they have, which of them stand together, and which exclude each other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations

from fallbuch.auditor.aussagen import JA, NEIN, Aussage, Grundmenge, Merksatz, einzelfeld
from fallbuch.auditor.beziehungen import TEILE
from fallbuch.statistik.begriffe import Begriffe

Feldmenge = frozenset[str]
#: Values of some fields, in the order of the fields' names.
Werte = tuple[str, ...]
_TRENNER = "/"


@dataclass(frozen=True, slots=True)
class Ausschluss:
    """Fields of which not every combination of values can happen."""

    felder: tuple[str, ...]
    moeglich: Callable[[Werte], bool]


@dataclass(frozen=True, slots=True)
class Mehrfachfeld:
    """A field of which somebody can have several categories: yes or no for each; `traeger` marks who has any."""

    einzelne: tuple[str, ...]
    #: The yes or no of having none of the others; "" where everybody of `traeger` has one.
    keine: str
    #: Who can have a category at all; "" for everybody.
    traeger: str


@dataclass(slots=True)
class Felder:
    """What is known of the members of one population."""

    werte: dict[str, tuple[str, ...]] = field(default_factory=dict)
    mengen: set[Feldmenge] = field(default_factory=set)
    ausschluesse: dict[tuple[str, ...], Ausschluss] = field(default_factory=dict)
    mehrfache: dict[str, Mehrfachfeld] = field(default_factory=dict)

    def nimm_wert(self, name: str, werte: Iterable[str]) -> None:
        """Add a field, or values of one."""
        self.werte[name] = tuple(dict.fromkeys((*self.werte.get(name, ()), *werte)))

    def nimm(self, begriffe: Begriffe) -> None:
        """Take over what the words of a table mean."""
        for name, feld in begriffe.felder.items():
            if feld.mehrfach:
                einzelne = tuple(einzelfeld(name, k) for k in feld.kategorien)
                for einzelnes in einzelne:
                    self.nimm_wert(einzelnes, (JA, NEIN))
                self.mehrfache[name] = Mehrfachfeld(einzelne, einzelfeld(name, feld.keine) if feld.keine else "", "")
            else:
                self.nimm_wert(name, feld.werte)
        for name in (*begriffe.bedingungen, *begriffe.gegenteile.values(), *begriffe.voraussetzungen.values()):
            self.nimm_wert(name, (JA, NEIN))
        for name, weitere in begriffe.voraussetzungen.items():
            self.schliesse_aus((name, weitere), lambda w: w != (JA, NEIN))
        for name, genannte in begriffe.nennt.items():
            for feld_ in genannte:
                self.schliesse_aus((name, feld_), lambda w: w != (JA, ""))

    def schliesse_aus(self, felder: tuple[str, ...], moeglich: Callable[[Werte], bool]) -> None:
        """Say which values of two fields can stand together."""
        self.ausschluesse.setdefault(felder, Ausschluss(felder, moeglich))

    def bekannte(self) -> Feldmenge:
        """Return the fields of which something is said."""
        return frozenset(f for menge in self.mengen for f in menge)

    def gruppen(self) -> list[Feldmenge]:
        """Return the fields that must be looked at together, such that a joint count exists wherever the groups agree.

        The groups are the cliques of a chordal graph: they can be ordered in a tree in which neighbours share all that
        the sides have in common, and counts that agree there can be matched person by person.
        """
        bekannte = self.bekannte()
        verbunden = [m for m in self.mengen if m]
        verbunden += [frozenset(a.felder) for a in self.ausschluesse.values() if bekannte.issuperset(a.felder)]
        return cliquen(verbunden) or [frozenset()]

    def kombinationen(self, felder: Sequence[str]) -> list[Werte]:
        """Return the combinations of values that can happen."""
        stellen = {name: i for i, name in enumerate(felder)}
        regeln = [
            (tuple(stellen[f] for f in a.felder), a.moeglich)
            for a in self.ausschluesse.values()
            if stellen.keys() >= set(a.felder)
        ]
        reihen: list[Werte] = [()]
        for nummer, name in enumerate(felder):
            reihen = [(*r, w) for r in reihen for w in self.werte[name]]
            fertige = [(orte, m) for orte, m in regeln if max(orte) == nummer]
            reihen = [r for r in reihen if all(m(tuple(r[i] for i in orte)) for orte, m in fertige)]
        return reihen


def cliquen(mengen: Iterable[Feldmenge]) -> list[Feldmenge]:
    """Return the largest groups of a chordal graph in which each of `mengen` is connected, with few added edges."""
    nachbarn: dict[str, set[str]] = {}
    for menge in mengen:
        for name in menge:
            nachbarn.setdefault(name, set()).update(menge - {name})
    gefunden: list[Feldmenge] = []
    while nachbarn:
        name = min(nachbarn, key=lambda n: (_fehlende(nachbarn, n), len(nachbarn[n]), n))
        clique = frozenset({name, *nachbarn[name]})
        if not any(clique <= g for g in gefunden):
            gefunden.append(clique)
        for eins, zwei in combinations(sorted(nachbarn[name]), 2):
            nachbarn[eins].add(zwei)
            nachbarn[zwei].add(eins)
        for nachbar in nachbarn.pop(name):
            nachbarn[nachbar].discard(name)
    return gefunden


def _fehlende(nachbarn: Mapping[str, set[str]], name: str) -> int:
    return sum(1 for a, b in combinations(sorted(nachbarn[name]), 2) if b not in nachbarn[a])


def auf_ganzes(aussage: Aussage) -> Aussage:
    """Say of the whole population what a table says of a part of it."""
    g = aussage.grundmenge
    teil = TEILE.get((g.zaehlt, g.wann, g.menschen))
    if teil is None:
        return aussage
    ganzes, gemeinsame = teil
    zeichen = f"{g.zaehlt} {g.wann}"
    saetze = [
        Merksatz(tuple(f if f in gemeinsame else f"{zeichen}{_TRENNER}{f}" for f in satz.felder), satz.werte)
        for satz in aussage.merksaetze
    ]
    return replace(
        aussage,
        grundmenge=Grundmenge(*ganzes, g.zeitraum),
        merksaetze=(Merksatz((zeichen,), frozenset({(JA,)})), *saetze),
    )


def nimm_teil(felder: Felder, grundmenge: Grundmenge, begriffe: Begriffe) -> None:
    """Take over the words of a table about a part of a population."""
    _, gemeinsame = TEILE[grundmenge.zaehlt, grundmenge.wann, grundmenge.menschen]
    zeichen = f"{grundmenge.zaehlt} {grundmenge.wann}"
    felder.nimm_wert(zeichen, (JA, NEIN))
    eigene = Felder()
    eigene.nimm(begriffe)
    for name, werte in eigene.werte.items():
        if name in gemeinsame:
            felder.nimm_wert(name, werte)
        elif name not in {e for m in eigene.mehrfache.values() for e in m.einzelne}:
            _nimm_feld_des_teils(felder, zeichen, name, werte)
    for name, m in eigene.mehrfache.items():
        einzelne = tuple(f"{zeichen}{_TRENNER}{e}" for e in m.einzelne)
        for einzelnes in einzelne:
            felder.nimm_wert(einzelnes, (JA, NEIN))
            felder.schliesse_aus((einzelnes, zeichen), lambda w: w != (JA, NEIN))
        keine = f"{zeichen}{_TRENNER}{m.keine}" if m.keine else ""
        felder.mehrfache[f"{zeichen}{_TRENNER}{name}"] = Mehrfachfeld(einzelne, keine, zeichen)


def _nimm_feld_des_teils(felder: Felder, zeichen: str, name: str, werte: tuple[str, ...]) -> None:
    """A field of a part: whoever is not in it has none."""
    ganz = f"{zeichen}{_TRENNER}{name}"
    felder.nimm_wert(ganz, (*werte, ""))
    if "" in werte:
        felder.schliesse_aus((ganz, zeichen), lambda w: w[0] == "" or w[1] == JA)
    else:
        felder.schliesse_aus((ganz, zeichen), lambda w: (w[0] != "") == (w[1] == JA))


def gemeint(feld: str, felder: Feldmenge) -> bool:
    """Tell whether a field, or one category of it, is among those named."""
    return feld.split(_TRENNER, maxsplit=1)[0].split(": ", maxsplit=1)[0] in felder
