"""What helps where the gate refuses: each proposal is tried before it is made."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, islice

from fallbuch.auditor.aufbau import Blatt
from fallbuch.auditor.aussagen import LISTE
from fallbuch.auditor.loeser import Uhr
from fallbuch.auditor.modell import Herkunft
from fallbuch.auditor.ursachen import ursachen
from fallbuch.auditor.ziele import Ziel
from fallbuch.freigabe.entwurf import Auswahl, Entwurf, Zusammen, entwurf
from fallbuch.freigabe.tor import Urteil, urteile
from fallbuch.statistik.mengen import MENGEN
from fallbuch.statistik.werk import Zahlenwerk
from fallbuch.statistik.zeitraum import Art, Zeitraum, zeitraum_des_jahres

#: So many leaks are explained in full, so many proposals are made.
_ERKLAERTE, _VORSCHLAEGE = 4, 3
#: Seconds for the reasons of one leak.
_GEDULD = 20.0
#: After so many seconds no further leak is explained; the team waits for what helps.
_ZUSAMMEN = 25.0
#: Tables that are tried at each step where one is not enough.
_KANDIDATEN = 4


@dataclass(frozen=True, slots=True)
class Erklaerung:
    """A number that is given away, and the tables that do it together."""

    ziel: Ziel
    moeglich: Sequence[int]
    zeit_um: bool
    tabellen: Sequence[Herkunft]


@dataclass(frozen=True, slots=True)
class Vorschlag:
    """Something that was tried: with it the gate lets the period pass."""

    auswahl: Auswahl
    #: Tables left out here that the year, which is over, can show.
    im_jahr: Sequence[str] = ()


class Berater:
    """Explains a refusal and tries what helps."""

    def __init__(self, werk: Zahlenwerk, register: Sequence[Blatt], abgelehnt: Entwurf, urteil: Urteil) -> None:
        self._werk, self._register, self._entwurf, self._urteil = werk, register, abgelehnt, urteil
        self._zeitraum: Zeitraum = abgelehnt.zeitraum

    def erklaerungen(self, hoechstens: int = _ERKLAERTE) -> list[Erklaerung]:
        """Return the first leaks with the tables that cause them; fewer where it takes long."""
        uhr = Uhr(_ZUSAMMEN)
        ergebnis: list[Erklaerung] = []
        for leck in self._urteil.lecks[:hoechstens]:
            if ergebnis and uhr.rest <= 0:
                break
            tabellen = [] if leck.zeit_um else ursachen(self._urteil.modell, leck.ziel, leck.moeglich, _GEDULD)
            ergebnis.append(Erklaerung(leck.ziel, leck.moeglich, leck.zeit_um, tabellen))
        return ergebnis

    def vorschlaege(self, erklaerungen: Sequence[Erklaerung]) -> list[Vorschlag]:
        """Return what passes the gate: merged lines first, then fewer tables; at least one, if anything helps."""
        gefunden = list(islice((Vorschlag(a) for a in self._zusammengezaehlte(erklaerungen) if self._besteht(a)), 1))
        for auswahl in self._ohne_eine(erklaerungen):
            if len(gefunden) >= _VORSCHLAEGE:
                break
            if self._besteht(auswahl):
                gefunden.append(self._im_jahr(auswahl))
        if not gefunden:
            mehrere = self._ohne_zwei(erklaerungen) or self._ohne_mehrere(erklaerungen)
            gefunden = [self._im_jahr(mehrere)] if mehrere is not None else []
        return gefunden

    def _besteht(self, auswahl: Auswahl) -> bool:
        """Tell whether the gate lets a selection pass; what leaked before is looked at first."""
        if not self._urteil_ueber(auswahl, nur_ob=True).bestanden:
            return False
        return urteile([*self._register, self._neu(auswahl)], nur_ob=True).bestanden

    def _urteil_ueber(self, auswahl: Auswahl, *, nur_ob: bool = False) -> Urteil:
        lecks = frozenset(name for leck in self._urteil.lecks for name in leck.ziel.namen)
        return urteile([*self._register, self._neu(auswahl)], nur=lecks, nur_ob=nur_ob)

    def _neu(self, auswahl: Auswahl) -> Entwurf:
        gesamt = self._entwurf.auswahl.und(auswahl)
        neu = entwurf(self._werk, self._zeitraum, gesamt)
        return neu if LISTE in gesamt.ohne else replace(neu, liste=self._entwurf.liste)

    def _eigene(self, erklaerungen: Sequence[Erklaerung]) -> list[str]:
        """Return the draft's tables that take part, those first that take part most often."""
        namen = [
            h.tabelle
            for e in erklaerungen
            for h in (*e.tabellen, Herkunft(e.ziel.aussage.zeitraum, e.ziel.aussage.tabelle))
            if h.zeitraum == self._zeitraum.schluessel and (h.tabelle in self._entwurf.tabellen or h.tabelle == LISTE)
        ]
        return sorted(dict.fromkeys(namen), key=lambda n: (-namen.count(n), n))

    def _ohne_eine(self, erklaerungen: Sequence[Erklaerung]) -> Iterator[Auswahl]:
        for name in self._eigene(erklaerungen):
            yield Auswahl(frozenset({name}))

    def _ohne_zwei(self, erklaerungen: Sequence[Erklaerung]) -> Auswahl | None:
        """Leave out a table and one of those that then give the same away in another way."""
        for eine in islice(self._ohne_eine(erklaerungen), _KANDIDATEN):
            urteil = self._urteil_ueber(eine)
            weitere = Berater(self._werk, self._register, self._entwurf, urteil).erklaerungen(1)
            for andere in islice(self._ohne_eine(weitere), _KANDIDATEN):
                if self._besteht(eine.und(andere)):
                    return eine.und(andere)
        return None

    def _ohne_mehrere(self, erklaerungen: Sequence[Erklaerung]) -> Auswahl | None:
        """Leave out one table after the other, always the one that helps most."""
        auswahl, offene, berater = Auswahl(), list(erklaerungen), self
        while offene:
            kandidaten = [n for n in self._eigene(offene) if n not in auswahl.ohne]
            if not kandidaten:
                return None
            je = {n: auswahl.und(Auswahl(frozenset({n}))) for n in kandidaten[:_KANDIDATEN]}
            versuche = {n: berater._urteil_ueber(a) for n, a in je.items()}
            name = min(versuche, key=lambda n: (not versuche[n].bestanden, len(versuche[n].lecks)))
            auswahl, urteil = je[name], versuche[name]
            if urteil.bestanden:
                # What leaked is hidden now; whether nothing else does is another question.
                urteil = urteile([*self._register, self._neu(auswahl)])
                if urteil.bestanden:
                    return self._knapp(auswahl)
            berater = Berater(self._werk, self._register, self._entwurf, urteil)
            offene = berater.erklaerungen()
        return None

    def _knapp(self, auswahl: Auswahl) -> Auswahl:
        """Put back what need not have been left out."""
        for name in sorted(auswahl.ohne):
            weniger = Auswahl(auswahl.ohne - {name}, auswahl.zusammen)
            if self._besteht(weniger):
                auswahl = weniger
        return auswahl

    def _zusammengezaehlte(self, erklaerungen: Sequence[Erklaerung]) -> Iterator[Auswahl]:
        """Yield mergings of the line that is given away with each other line of its table."""
        erste = [e for e in erklaerungen if e.ziel.aussage.zeitraum == self._zeitraum.schluessel][:1]
        for e in erste:
            geschuetzt = self._entwurf.tabellen.get(e.ziel.aussage.tabelle)
            if geschuetzt is None or not geschuetzt.tabelle.zeilen:
                continue
            t, menge = geschuetzt.tabelle, MENGEN[geschuetzt.tabelle.posten[0].zaehlt]
            for feld, zeile in zip((t.spalten, t.zeilen), (e.ziel.aussage.ort[1], e.ziel.aussage.ort[0]), strict=True):
                if not feld or zeile is None or menge.merkmale[feld].mehrfach:
                    continue
                kategorien = menge.merkmale[feld].kategorien(self._werk.stoff.vokabular, self._zeitraum)
                if len(kategorien) > 2:
                    for paar in combinations(kategorien, 2):
                        if zeile in paar:
                            yield Auswahl(zusammen=frozenset({Zusammen(t.schluessel, feld, tuple(sorted(paar)))}))

    def _im_jahr(self, auswahl: Auswahl) -> Vorschlag:
        """Say which of the tables that are left out the year can show, if it is over and passes with them."""
        z = self._zeitraum
        if z.art is not Art.QUARTAL or z.quartal is None:
            return Vorschlag(auswahl)
        jahr = zeitraum_des_jahres(z.quartal.jahr, z.stichtag, kalender=z.kalender)
        if not jahr.zu_ende or any(b.zeitraum.schluessel == jahr.schluessel for b in self._register):
            return Vorschlag(auswahl)
        neu = self._neu(auswahl)
        im_jahr = entwurf(self._werk, jahr)
        namen = sorted(n for n in auswahl.ohne if n in im_jahr.tabellen)
        besteht = bool(namen) and urteile([*self._register, neu, im_jahr], nur_ob=True).bestanden
        return Vorschlag(auswahl, namen if besteht else ())
