"""Which fields each population needs: those by which figures of related populations reach it, and no others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from fallbuch.auditor.aussagen import Grundmenge
from fallbuch.auditor.beziehungen import FESTE_WERTE, Beziehung
from fallbuch.auditor.felder import Felder, Feldmenge, gemeint
from fallbuch.auditor.zeitwissen import AUS_TAGEN, folgt_aus_tagen

#: Up to so many kinds of people, all fields by which those counselled are related to others are looked at together.
_GEMEINSAM_BIS = 600


def verteile_felder(felder: dict[Grundmenge, Felder], bezuege: Sequence[Beziehung]) -> None:
    """Give every population the fields by which figures of related ones reach it, and no others."""
    for bezug in bezuege:
        for g in bezug.alle:
            felder.setdefault(g, Felder())
    namen = sorted({f for g in felder.values() for f in g.bekannte()})
    noetig: dict[int, set[str]] = defaultdict(set)
    for name in namen:
        for nummer in _noetige(name, felder, bezuege):
            noetig[nummer].add(name)
    gemeinsame_felder = _gemeinsame_felder(felder, bezuege, noetig)
    offen = True
    while offen:
        offen = False
        for nummer, bezug in enumerate(bezuege):
            # What only the calendar says of one side is looked at field by field: that is all it says.
            einzelne = {f for f in noetig[nummer] if any(folgt_aus_tagen(g, f) for g in bezug.alle)}
            gemeinsame = frozenset(noetig[nummer]) - einzelne
            raender = {r for g in bezug.alle for m in felder[g].gruppen() if (r := m & gemeinsame)}
            # Those counselled are split twice, by who was there and by who stays: fields must be looked at together.
            beide = gemeinsame_felder.get(bezug.rechts[0])
            if beide is not None and not bezug.name:
                raender = {beide, *(r for r in raender if r & AUS_TAGEN)}
            raender |= {frozenset({f}) for f in einzelne}
            for g in bezug.alle:
                offen |= _ergaenze(g, raender, felder, bezug)


def _gemeinsame_felder(
    felder: Mapping[Grundmenge, Felder], bezuege: Sequence[Beziehung], noetig: Mapping[int, set[str]]
) -> dict[Grundmenge, Feldmenge]:
    """Return for populations that are split twice all fields of both splits, as long as they are few kinds of people."""
    je: dict[Grundmenge, set[str]] = defaultdict(set)
    for nummer, bezug in enumerate(bezuege):
        if not bezug.name:
            je[bezug.rechts[0]] |= {f for f in noetig.get(nummer, set()) if f not in AUS_TAGEN}
    ergebnis = {}
    for ganzes, namen in je.items():
        arten = 1
        for name in namen:
            arten *= len(
                {
                    w
                    for b in bezuege
                    if not b.name and b.rechts[0] == ganzes
                    for g in b.alle
                    for w in felder[g].werte.get(name, ())
                }
            )
        if namen and arten <= _GEMEINSAM_BIS:
            ergebnis[ganzes] = frozenset(namen)
    return ergebnis


def _ergaenze(
    grundmenge: Grundmenge, raender: set[Feldmenge], felder: Mapping[Grundmenge, Felder], bezug: Beziehung
) -> bool:
    hier = felder[grundmenge]
    neu = {r for r in raender if not any(r <= m for m in hier.mengen)}
    for rand in neu:
        for name in rand:
            if name not in hier.werte:
                # Whoever says nothing of a field can have all that is known of it anywhere.
                werte = [w for g in sorted(felder) for w in felder[g].werte.get(name, ())]
                hier.nimm_wert(name, werte)
    hier.mengen |= neu
    return bool(neu)


def _noetige(name: str, felder: Mapping[Grundmenge, Felder], bezuege: Sequence[Beziehung]) -> set[int]:
    """Return the relations through which a field of one population says something of another.

    Left out are those that always hold: where a population of which nobody says anything stands alone on its side, or
    where all but one are such and appear nowhere else.
    """
    uebrige = {i for i, b in enumerate(bezuege) if gemeint(name, b.felder)}
    gesagt = {g for g, f in felder.items() if name in f.bekannte() or folgt_aus_tagen(g, name) or _ist_stand(g, name)}
    while True:
        grad: dict[Grundmenge, int] = defaultdict(int)
        for i in uebrige:
            for g in bezuege[i].alle:
                grad[g] += 1
        freie = {g for g, n in grad.items() if n == 1 and g not in gesagt}
        leere = {
            i
            for i in uebrige
            if any(len(seite) == 1 and seite[0] in freie for seite in (bezuege[i].links, bezuege[i].rechts))
            or sum(1 for g in bezuege[i].alle if g not in freie) <= 1
        }
        if not leere:
            return uebrige
        # One at a time: two that are removed together could each have relied on the other.
        uebrige.discard(min(leere))


def _ist_stand(g: Grundmenge, feld: str) -> bool:
    """Tell whether a population is by its name all of those who stay, or of those who left."""
    return feld == "Stand am Ende" and (g.zaehlt, g.wann, feld) in FESTE_WERTE and g.wann != "betreut"
