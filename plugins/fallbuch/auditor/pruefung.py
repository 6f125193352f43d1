"""The audit: for every protected number, three different values that fit all published figures, or a refusal.

What passes rests on whole numbers that are checked by plain arithmetic; the solver only finds them. What is not found
in time is refused.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

from fallbuch.auditor.loeser import Ausgang, Fund, Loeser, Uhr
from fallbuch.auditor.modell import Modell, haelt, teile
from fallbuch.auditor.ziele import MINDESTENS_WERTE, Ziel, Zielart

#: Rounds in which one solution serves many numbers at once, before each is looked at by itself.
_RUNDEN = 12


@dataclass(frozen=True, slots=True)
class Leck:
    """A protected number that published figures give away; `moeglich` are its possible values, as far as found."""

    ziel: Ziel
    moeglich: tuple[int, ...]
    #: Not proved in time: refused all the same.
    zeit_um: bool = False


@dataclass(slots=True)
class Pruefung:
    """What an audit found."""

    lecks: list[Leck] = field(default_factory=list)
    #: The figures contradict each other: no people at all could have them.
    widerspruch: bool = False
    geprueft: int = 0
    #: Number → its witnesses: values with the solution in which each holds.
    zeugen: dict[tuple[str, str, str, str], dict[int, int]] = field(default_factory=dict)
    #: Solutions found, each for the atoms of one part of the model.
    loesungen: list[Loesung] = field(default_factory=list)

    @property
    def bestanden(self) -> bool:
        """Nothing protected can be worked out."""
        return not self.lecks and not self.widerspruch


@dataclass(frozen=True, slots=True)
class Loesung:
    """Whole numbers for the atoms of one part."""

    atome: Sequence[int]
    werte: tuple[int, ...]


def pruefe(modell: Modell, alle: Sequence[Ziel], sekunden: float, *, nur_ob: bool = False) -> Pruefung:
    """Audit protected numbers against a model within some seconds; `nur_ob` stops at the first that is given away."""
    ergebnis, uhr = Pruefung(geprueft=len(alle)), Uhr(sekunden)
    ergebnis.widerspruch = any(not z.summe and not haelt(z, ()) for z in modell.zeilen)
    # Numbers that are made of two parts join them.
    teil_von, zeilen = teile(modell, (ziel.summe for ziel in alle))
    atome: dict[int, list[int]] = defaultdict(list)
    for atom, teil in enumerate(teil_von):
        atome[teil].append(atom)
    ziele_von: dict[int, list[Ziel]] = defaultdict(list)
    for ziel in alle:
        ziele_von[teil_von[ziel.summe[0][0]]].append(ziel)
    for teil, hier in atome.items():
        if zeilen[teil] and not (nur_ob and not ergebnis.bestanden):
            _Suche(Loeser(modell, hier, zeilen[teil], uhr), hier, ziele_von[teil], ergebnis).suche(nur_ob=nur_ob)
    arten = list(Zielart)
    ergebnis.lecks.sort(key=lambda leck: (arten.index(leck.ziel.art), leck.ziel.name))
    return ergebnis


class _Suche:
    """Looks for values of the protected numbers of one part of a model."""

    def __init__(self, loeser: Loeser, atome: Sequence[int], ziele: Sequence[Ziel], ergebnis: Pruefung) -> None:
        self._loeser, self._atome, self._ergebnis = loeser, atome, ergebnis
        self._ort = {atom: i for i, atom in enumerate(atome)}
        self._gesehen: dict[Ziel, dict[int, int]] = {z: {} for z in ziele}
        self._zufall = Random(1)

    def suche(self, *, nur_ob: bool) -> None:
        """Find witnesses for as many as possible together, then decide each of the rest."""
        fund = self._loeser.irgendeine({})
        if fund.ausgang is Ausgang.UNMOEGLICH:
            self._ergebnis.widerspruch = True
            return
        self._nimm(fund)
        for runde in range(_RUNDEN):
            offene = self._offene()
            if not offene:
                break
            self._nimm(self._gemeinsam(offene, runde))
        for ziel in self._offene():
            self._entscheide(ziel)
            if nur_ob and self._ergebnis.lecks:
                return
        for ziel, werte in self._gesehen.items():
            self._ergebnis.zeugen[ziel.name] = werte

    def _offene(self) -> list[Ziel]:
        return [z for z, werte in self._gesehen.items() if len(werte) < MINDESTENS_WERTE]

    def _gemeinsam(self, offene: Sequence[Ziel], runde: int) -> Fund:
        """Push all that are open upwards, downwards, or towards a value that was not seen yet."""
        if runde % 3 < 2:
            gewichte: dict[int, float] = defaultdict(float)
            for ziel in offene:
                richtung = (1, -1)[runde % 3] if runde < 3 else self._zufall.choice((-1, 1))
                for atom, faktor in ziel.summe:
                    gewichte[atom] += richtung * faktor
            return self._loeser.irgendeine(gewichte)
        return self._loeser.nahe((z.summe, self._zufall.choice(self._ungesehene(z))) for z in offene)

    def _ungesehene(self, ziel: Ziel) -> list[int]:
        gesehen = self._gesehen[ziel]
        dazwischen = [w for w in range(min(gesehen), max(gesehen)) if w not in gesehen] if gesehen else []
        return dazwischen or [w for w in ziel.denkbare if w not in gesehen] or list(ziel.denkbare)

    def _nimm(self, fund: Fund) -> None:
        if fund.ausgang is not Ausgang.GEFUNDEN:
            return
        nummer = len(self._ergebnis.loesungen)
        self._ergebnis.loesungen.append(Loesung(self._atome, fund.werte))
        for ziel, werte in self._gesehen.items():
            if len(werte) < MINDESTENS_WERTE:
                werte.setdefault(sum(f * fund.werte[self._ort[a]] for a, f in ziel.summe), nummer)

    def _entscheide(self, ziel: Ziel) -> None:
        """Find the possible values of one number until there are enough, or until there are no more."""
        gesehen = self._gesehen[ziel]
        enden = []
        for groesstes in (True, False):
            if len(gesehen) >= MINDESTENS_WERTE:
                return
            fund = self._loeser.aeusserstes(ziel.summe, groesstes=groesstes)
            if fund.ausgang is not Ausgang.GEFUNDEN:
                self._verweigere(ziel, zeit_um=True)
                return
            enden.append(sum(f * fund.werte[self._ort[a]] for a, f in ziel.summe))
            self._nimm(fund)
        hoechstens, mindestens = enden
        if len(gesehen) < MINDESTENS_WERTE and hoechstens - mindestens >= MINDESTENS_WERTE - 1:
            fund = self._loeser.mit(ziel.summe, mindestens + 1, hoechstens - 1)
            if fund.ausgang is Ausgang.ZEIT_UM:
                self._verweigere(ziel, zeit_um=True)
                return
            self._nimm(fund)
        if len(gesehen) < MINDESTENS_WERTE and any(map(ziel.geschuetzt, gesehen)):
            self._verweigere(ziel, zeit_um=False)

    def _verweigere(self, ziel: Ziel, *, zeit_um: bool) -> None:
        self._ergebnis.lecks.append(Leck(ziel, tuple(sorted(self._gesehen[ziel])), zeit_um))
