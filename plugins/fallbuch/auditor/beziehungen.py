"""How populations are related: what an attacker knows without having seen a number.

A relation holds for the whole populations and for every category of the fields named with it: those that say the same
of a person on both sides. Not told here, and therefore not audited: that who is asked about a first talk, a plan or a
job after three months began or closed some time before, that a cohort's people who are still there are among the open
ones, how long a wait for a contact lasts over the end of a quarter, and how many entries a person can have. What is known
of people beside their phases, and of the people of a year beside those of its quarters, is told in `personen.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from fallbuch.auditor.aussagen import Grundmenge
from fallbuch.statistik.bausteine import SONST
from fallbuch.statistik.mengen import MENGEN
from fallbuch.statistik.phasen import JA, NOCH_OFFEN, OFFEN, ZU
from fallbuch.statistik.zeitraum import Art, Zeitraum, zeitraum_des_quartals
from fallbuch.zeit import Quartal

_EIN_TAG = timedelta(days=1)
#: Fields that say the same of a phase whenever somebody asks.
_BLEIBENDE = frozenset({"Zugangsweg", "Beginn"})
_ALLE_DER_PHASE = frozenset({*MENGEN["Phasen"].merkmale, *MENGEN["Phasen"].bedingungen})
#: Words whose meaning hangs on the period's last day, even for what ended before.
_AM_PERIODENENDE = frozenset({"Nachbetreuung", "nicht erreicht", "nachgemeldet"})
#: What happens in a year happened in one of its quarters: population → fields that do not change between the two ends.
STROEME: Mapping[tuple[str, str], frozenset[str]] = {
    ("Phasen", "begonnen"): _BLEIBENDE,
    # A closed phase is looked at as it was on its last day, whoever asks.
    ("Phasen", "abgeschlossen"): _ALLE_DER_PHASE - _AM_PERIODENENDE,
    ("Phasen", "vor zwölf Monaten begonnen"): _BLEIBENDE,
    ("Phasen", "Erstgespräch fällig"): _BLEIBENDE | {"Erstgespräch rechtzeitig"},
    ("Phasen", "Betreuungsplan fällig"): _BLEIBENDE | {"Betreuungsplan rechtzeitig"},
    ("Phasen", "drei Monate nach Arbeitsbeginn"): _BLEIBENDE | {"Ergebnis", "Form", "Umfang"},
    **{
        (menge, wann): frozenset({*MENGEN[menge].merkmale, *MENGEN[menge].bedingungen}) - _AM_PERIODENENDE
        for menge, wann in (
            ("Einträge", "im Zeitraum"),
            ("Einstufungen", "im Zeitraum"),
            ("Pläne", "im Zeitraum"),
            ("Maßnahmen", "beendet"),
            ("Vereinbarungen", "getroffen"),
            ("Vereinbarungen", "Frist im Zeitraum"),
        )
    },
}
#: A part of another population: its members are members there, its own fields are said of them alone.
TEILE: Mapping[tuple[str, str, bool], tuple[tuple[str, str], frozenset[str]]] = {
    ("Kontaktfristen", "am Ende", False): (("Phasen", "offen"), frozenset({"Zugangsweg", "Betreuungsstufe"})),
    ("Maßnahmen", "laufend", True): (("Phasen", "offen"), frozenset({"Zugangsweg"})),
    # The first phase that somebody has in a period stands for him or her (`personen.py`).
    ("Menschen", "in Beratung", False): (("Phasen", "betreut"), frozenset({"Zugangsweg"})),
}
#: The field that marks it.
ERSTE = "Menschen in Beratung"


#: Fields that are the same for a whole population.
FESTE_WERTE: Mapping[tuple[str, str, str], tuple[str, ...]] = {
    ("Phasen", "betreut", "Stand am Ende"): (OFFEN, ZU),
    ("Phasen", "offen", "Stand am Ende"): (OFFEN,),
    # Whoever is there still has no result.
    ("Phasen", "offen", "Ergebnis"): (SONST,),
    ("Phasen", "offen", "Stand"): (NOCH_OFFEN,),
    **{("Phasen", "offen", feld): ("",) for feld in ("Grund", "Form", "Umfang")},
    ("Phasen", "abgeschlossen", "Stand am Ende"): (ZU,),
    # Nobody has two phases that are open on the same day.
    ("Phasen", "offen am Anfang", ERSTE): (JA,),
}


@dataclass(frozen=True, slots=True)
class Beziehung:
    """The people of all populations on the left are those of all on the right, none twice."""

    links: tuple[Grundmenge, ...]
    rechts: tuple[Grundmenge, ...]
    felder: frozenset[str]
    #: Relates figures that were released at different times: its name; "" within one release.
    name: str = ""

    @property
    def alle(self) -> tuple[Grundmenge, ...]:
        return (*self.links, *self.rechts)


def beziehungen(zeitraeume: Iterable[Zeitraum], vorkommende: Iterable[Grundmenge]) -> list[Beziehung]:
    """Return what relates the populations of these periods to each other, as far as figures speak of them.

    The quarters of a released year belong to it, whether they were released or not.
    """
    genannte = {(g.zaehlt, g.wann) for g in vorkommende}
    freigegebene = sorted(set(zeitraeume), key=lambda z: (z.von, z.ende))
    jahre = [z for z in freigegebene if z.art is Art.JAHR]
    quartale = _quartale(freigegebene)
    ergebnis = [b for z in (*quartale, *jahre) for b in _im_zeitraum(z.schluessel)] if _bewegt(genannte) else []
    if _bewegt(genannte):
        for vorher, danach in _nachbarn(quartale):
            ergebnis.append(_gleich(("Phasen", "offen"), vorher, ("Phasen", "offen am Anfang"), danach, _BLEIBENDE))
        for reihe in (quartale, jahre):
            ergebnis += list(_kohorten(reihe))
    for jahr in jahre:
        if all(q.kalender == jahr.kalender for q in quartale if q.schluessel[:4] == jahr.schluessel):
            ergebnis += list(_des_jahres(jahr, genannte))
        else:
            ergebnis += list(_im_jahr(jahr, quartale, genannte))
    return ergebnis


def _im_jahr(jahr: Zeitraum, quartale: Sequence[Zeitraum], genannte: set[tuple[str, str]]) -> Iterator[Beziehung]:
    """The year counts by another calendar than its quarters: those that lie in it are a part of it."""
    # Quarters that the year itself implies would overlap with them.
    anders = [q for q in quartale if q.kalender != jahr.kalender]
    drin = [q.schluessel for q in anders if jahr.von <= q.von and q.ende <= jahr.ende]
    for (zaehlt, wann), felder in STROEME.items():
        if drin and (zaehlt, wann) in genannte:
            teile = tuple(Grundmenge(zaehlt, wann, z) for z in (*drin, f"{jahr.schluessel} übrige Tage"))
            yield Beziehung(
                teile, (Grundmenge(zaehlt, wann, jahr.schluessel),), felder, f"{zaehlt} {wann} {jahr.schluessel}"
            )


def alle_zeitraeume(zeitraeume: Iterable[Zeitraum]) -> dict[str, Zeitraum]:
    """Return the released periods and the quarters of released years by their keys."""
    freigegebene = list(zeitraeume)
    return {z.schluessel: z for z in (*_quartale(freigegebene), *freigegebene)}


def _quartale(freigegebene: Sequence[Zeitraum]) -> list[Zeitraum]:
    """Return the released quarters and those of released years, in their order."""
    alle = {z.schluessel: z for z in freigegebene if z.art is Art.QUARTAL}
    for jahr in freigegebene:
        if jahr.art is Art.JAHR:
            for n in range(1, 5):
                quartal = zeitraum_des_quartals(Quartal(int(jahr.schluessel), n, jahr.kalender), jahr.stichtag)
                alle.setdefault(quartal.schluessel, quartal)
    return sorted(alle.values(), key=lambda z: z.von)


def _bewegt(genannte: set[tuple[str, str]]) -> bool:
    return any(zaehlt == "Phasen" for zaehlt, _ in genannte) or any(
        (z, w) in {t[:2] for t in TEILE} for z, w in genannte
    )


def _im_zeitraum(z: str) -> Iterator[Beziehung]:
    """Whoever is counselled was there at the beginning or came, and left or is there at the end."""
    betreut = (Grundmenge("Phasen", "betreut", z),)
    for teile in (("offen am Anfang", "begonnen"), ("abgeschlossen", "offen")):
        yield Beziehung(tuple(Grundmenge("Phasen", t, z) for t in teile), betreut, _ALLE_DER_PHASE | {ERSTE})


def _gleich(
    dort: tuple[str, str], eins: Zeitraum | str, hier: tuple[str, str], anderer: Zeitraum | str, felder: frozenset[str]
) -> Beziehung:
    namen = [z if isinstance(z, str) else z.schluessel for z in (eins, anderer)]
    name = f"{dort[1]} {namen[0]}, {hier[1]} {namen[1]}"
    return Beziehung((Grundmenge(*dort, namen[0]),), (Grundmenge(*hier, namen[1]),), felder, name)


def _nachbarn(reihe: Sequence[Zeitraum]) -> Iterator[tuple[Zeitraum, Zeitraum]]:
    """Yield periods of which the second begins on the day after the first."""
    nach_beginn = {z.von: z for z in reihe}
    for z in reihe:
        folgender = nach_beginn.get(z.ende + _EIN_TAG)
        if folgender is not None:
            yield z, folgender


def _kohorten(reihe: Sequence[Zeitraum]) -> Iterator[Beziehung]:
    """Those whom a cohort follows are those who began in the same period of the year before."""
    nach_namen = {z.schluessel: z for z in reihe}
    for z in reihe:
        jahr, rest = int(z.schluessel[:4]), z.schluessel[4:]
        frueher = nach_namen.get(f"{jahr - 1}{rest}")
        if frueher is not None and frueher.kalender == z.kalender:
            kohorte = ("Phasen", "vor zwölf Monaten begonnen")
            yield _gleich(("Phasen", "begonnen"), frueher, kohorte, z, _BLEIBENDE)


def _des_jahres(jahr: Zeitraum, genannte: set[tuple[str, str]]) -> Iterator[Beziehung]:
    """A year is its quarters: what happened adds up, and how it stood is how it stood at the beginning or the end."""
    j = jahr.schluessel
    quartale = [f"{j}Q{n}" for n in range(1, 5)]
    for (zaehlt, wann), felder in STROEME.items():
        if (zaehlt, wann) in genannte:
            teile = tuple(Grundmenge(zaehlt, wann, q) for q in quartale)
            yield Beziehung(teile, (Grundmenge(zaehlt, wann, j),), felder, f"{zaehlt} {wann} {j}")
    if _bewegt(genannte):
        ende = _ALLE_DER_PHASE | {f"{t[0]} {t[1]}" for t, (ganzes, _) in TEILE.items() if ganzes[1] == "offen"}
        yield _gleich(("Phasen", "offen"), quartale[3], ("Phasen", "offen"), j, ende)
        yield _gleich(("Phasen", "offen am Anfang"), quartale[0], ("Phasen", "offen am Anfang"), j, _BLEIBENDE)
    if ("Maßnahmen", "laufend") in genannte:
        alle = frozenset({*MENGEN["Maßnahmen"].merkmale})
        yield _gleich(("Maßnahmen", "laufend"), quartale[3], ("Maßnahmen", "laufend"), j, alle)
