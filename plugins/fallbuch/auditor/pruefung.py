"""The audit: for every protected number, three different values that fit all published figures, or a refusal.

What passes rests on whole numbers that are checked by plain arithmetic; the solver only finds them. What is not found
in time is refused.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from random import Random

from fallbuch.auditor.loeser import Ausgang, Fund, Loeser, Uhr
from fallbuch.auditor.modell import Herkunft, Modell, haelt, teile
from fallbuch.auditor.ziele import MINDESTENS_WERTE, Ziel, Zielart

#: Rounds in which one solution serves many numbers at once, before each is looked at by itself.
_RUNDEN = 12
#: Stands for the solution of a value that is known from elsewhere.
_OHNE_ZEUGEN = -1


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


class Einzelfrage:
    """Asks of one number again and again whether it is given away, each time by other lines of the same model."""

    def __init__(self, modell: Modell, ziel: Ziel, moegliche: Iterable[int], sekunden: float) -> None:
        """`moegliche` are values that are possible where all lines hold; they stay so where fewer do."""
        teil, zeilen = teile(modell, [ziel.summe])
        nummer = teil[ziel.summe[0][0]]
        self._ziel, self._atome = ziel, [a for a, t in enumerate(teil) if t == nummer]
        self._loeser = Loeser(modell, self._atome, zeilen[nummer], Uhr(sekunden))
        #: Values with the tables in whose company each was found to be possible.
        self._bekannte: list[tuple[frozenset[Herkunft] | None, int]] = [(None, wert) for wert in moegliche]

    def verraet(self, tabellen: frozenset[Herkunft]) -> bool:
        """Tell whether some tables alone give the number away; what is not known in time counts as given away."""
        werte = {wert for mit, wert in self._bekannte if mit is None or tabellen <= mit}
        if len(werte) >= MINDESTENS_WERTE:
            return False
        self._loeser.lasse_gelten(lambda z: not z.herkunft.tabelle or z.herkunft in tabellen)
        ergebnis = Pruefung()
        suche = _Suche(self._loeser, self._atome, [self._ziel], ergebnis, werte)
        suche.suche(nur_ob=True)
        self._bekannte += [(tabellen, wert) for wert in suche.gefundene(self._ziel)]
        return not ergebnis.bestanden


class _Suche:
    """Looks for values of the protected numbers of one part of a model."""

    def __init__(
        self,
        loeser: Loeser,
        atome: Sequence[int],
        ziele: Sequence[Ziel],
        ergebnis: Pruefung,
        bekannte: Iterable[int] = (),
    ) -> None:
        """`bekannte` are values that are known to be possible for each of the numbers, without a witness here."""
        self._loeser, self._atome, self._ergebnis = loeser, atome, ergebnis
        self._ort = {atom: i for i, atom in enumerate(atome)}
        self._gesehen: dict[Ziel, dict[int, int]] = {z: dict.fromkeys(bekannte, _OHNE_ZEUGEN) for z in ziele}
        self._zufall = Random(1)

    def gefundene(self, ziel: Ziel) -> Iterable[int]:
        """Return the values that are known to be possible."""
        return self._gesehen[ziel]

    def suche(self, *, nur_ob: bool) -> None:
        """Find witnesses for as many as possible together, then decide each of the rest."""
        if not any(self._gesehen.values()):
            fund = self._loeser.irgendeine({})
            if fund.ausgang is Ausgang.UNMOEGLICH:
                self._ergebnis.widerspruch = True
                return
            self._nimm(fund)
        for runde in range(_RUNDEN if len(self._gesehen) > 1 else 0):
            offene = self._offene()
            if not offene:
                break
            self._nimm(self._gemeinsam(offene, runde))
        for ziel in self._offene():
            self._entscheide(ziel, nur_ob=nur_ob)
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

    def _entscheide(self, ziel: Ziel, *, nur_ob: bool) -> None:
        """Find the possible values of one number until there are enough, or until there are no more."""
        gesehen = self._gesehen[ziel]
        grenzen = [self._loeser.grenze(ziel.summe, groesstes=groesstes) for groesstes in (False, True)]
        if len(gesehen) < MINDESTENS_WERTE and None not in grenzen:
            denkbare = range(grenzen[0] or 0, (grenzen[1] or 0) + 1)
            if len(denkbare) < MINDESTENS_WERTE:
                self._entscheide_unter(ziel, denkbare, nur_ob=nur_ob)
                return
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
        self._urteile(ziel)

    def _entscheide_unter(self, ziel: Ziel, denkbare: range, *, nur_ob: bool) -> None:
        """So few values are left that the number is given away, if one of them is possible that is somebody's."""
        gesehen = self._gesehen[ziel]
        for wert in denkbare:
            if nur_ob and any(map(ziel.geschuetzt, gesehen)):
                break
            if wert not in gesehen:
                fund = self._loeser.mit(ziel.summe, wert, wert)
                if fund.ausgang is Ausgang.ZEIT_UM:
                    self._verweigere(ziel, zeit_um=True)
                    return
                self._nimm(fund)
        self._urteile(ziel)

    def _urteile(self, ziel: Ziel) -> None:
        gesehen = self._gesehen[ziel]
        if len(gesehen) < MINDESTENS_WERTE and any(map(ziel.geschuetzt, gesehen)):
            self._verweigere(ziel, zeit_um=False)

    def _verweigere(self, ziel: Ziel, *, zeit_um: bool) -> None:
        self._ergebnis.lecks.append(Leck(ziel, tuple(sorted(self._gesehen[ziel])), zeit_um))
