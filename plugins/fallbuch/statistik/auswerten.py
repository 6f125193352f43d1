"""The engine: from a declared table and the stock to exact figures of one period. It knows no figure by name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from statistics import median
from typing import Any

from fallbuch.statistik.bausteine import JedeMenge, Lage, Merkmal, Stoff
from fallbuch.statistik.kennzahl import Kennzahl, Mass, Massart, Posten, Tabelle
from fallbuch.statistik.los import Gezaehlt, zeichen, zusammen
from fallbuch.statistik.mengen import MENGEN
from fallbuch.statistik.tabelle import Anteil, Anzahl, Kennwert, Ort, Quotient, Rohtabelle, Rohwert
from fallbuch.statistik.zeitraum import Zeitraum, Zeitraumart, volle_monate

#: Above so many open cases an index counts for a thousand of them.
TAUSEND = 1000


class Auswerter:
    """Counts tables of one period; rows that several tables ask for are looked up once."""

    def __init__(self, stoff: Stoff, zeitraum: Zeitraum) -> None:
        self._lage = Lage(stoff, zeitraum)
        self._gemerkt: dict[tuple[str, str], Sequence[Any]] = {}
        self._gezaehlt: dict[tuple[str, str], Gezaehlt] = {}

    def alle(self, kennzahlen: Iterable[Kennzahl]) -> dict[str, Rohtabelle]:
        """Return every table of the figures by its key."""
        return {t.schluessel: self.zaehle(t) for k in kennzahlen for t in k.tabellen}

    def zaehle(self, tabelle: Tabelle) -> Rohtabelle:
        """Return the exact figures of one table."""
        zeitraum = self._lage.zeitraum
        zellen = _Zellen(self._lage, tabelle)
        grund: dict[str, Gezaehlt] = {}
        for posten in tabelle.posten:
            zellen.nimm(posten, self._zeilen(posten))
            grund[posten.titel] = self._menschen(replace(posten, nur=()))
        return Rohtabelle(
            tabelle=tabelle,
            zeitraum=zeitraum,
            zeilen=zellen.zeilen,
            spalten=zellen.spalten,
            werte=dict(zellen.werte(lambda: self._offene)),
            personen=Gezaehlt(len(zellen.personen), zusammen(zellen.personen)),
            grundpersonen=grund,
            erwartet=_erwartet(self._lage) if tabelle.erwartung and zeitraum.art is not Zeitraumart.GESAMT else {},
        )

    def _menschen(self, posten: Posten) -> Gezaehlt:
        """Count the people of a population; of one that is no people's, its rows."""
        schluessel = (posten.zaehlt, posten.wann)
        if schluessel not in self._gezaehlt:
            menge = MENGEN[posten.zaehlt]
            wer = set(map(menge.fall or menge.zeichen, self._zeilen(posten)))
            self._gezaehlt[schluessel] = Gezaehlt(len(wer), zusammen(wer))
        return self._gezaehlt[schluessel]

    def _zeilen(self, posten: Posten) -> Sequence[Any]:
        menge = MENGEN[posten.zaehlt]
        schluessel = (posten.zaehlt, posten.wann)
        if schluessel not in self._gemerkt:
            self._gemerkt[schluessel] = list(menge.auswahl[posten.wann].zeilen(self._lage))
        zeilen = self._gemerkt[schluessel]
        for name in posten.nur:
            gilt = menge.bedingungen[name].gilt
            zeilen = [z for z in zeilen if gilt(z, self._lage)]
        return zeilen

    @property
    def _offene(self) -> Gezaehlt:
        return _gezaehlt(MENGEN["Phasen"], self._zeilen(Posten("Phasen", "offen")))


@dataclass(slots=True)
class _Zellen:
    """Sorts rows into the cells of one table, totals included."""

    lage: Lage
    tabelle: Tabelle
    zeilen: Sequence[str] = ()
    spalten: Sequence[str] = ()
    personen: set[int] = field(default_factory=set)
    je_ort: dict[Ort, list[Any]] = field(default_factory=dict)
    menge: JedeMenge | None = None

    def __post_init__(self) -> None:
        erste = MENGEN[self.tabelle.posten[0].zaehlt]
        self.zeilen = (
            self._kategorien(erste, self.tabelle.zeilen)
            if self.tabelle.zeilen
            else tuple(p.titel for p in self.tabelle.posten)
        )
        self.spalten = (
            self._kategorien(erste, self.tabelle.spalten)
            if self.tabelle.spalten
            else tuple(m.titel for m in self.tabelle.masse)
        )

    def _kategorien(self, menge: JedeMenge, merkmal: str) -> Sequence[str]:
        return tuple(menge.merkmale[merkmal].kategorien(self.lage.stoff.vokabular, self.lage.zeitraum))

    def nimm(self, posten: Posten, zeilen: Sequence[Any]) -> None:
        """Sort the rows of one population in."""
        self.menge = menge = MENGEN[posten.zaehlt]
        # Events are nobody's: each counts for itself.
        wer = menge.fall or menge.zeichen
        if not self.tabelle.zeilen:
            self.personen.update(map(wer, zeilen))
            self.je_ort[posten.titel, None] = list(zeilen)
            return
        waagrecht = menge.merkmale[self.tabelle.zeilen]
        senkrecht = menge.merkmale[self.tabelle.spalten] if self.tabelle.spalten else None
        for z in zeilen:
            orte = list(self._orte(z, waagrecht, senkrecht))
            if orte:
                self.personen.add(wer(z))
            for ort in orte:
                self.je_ort.setdefault(ort, []).append(z)

    def _orte(self, z: Any, waagrecht: Merkmal[Any], senkrecht: Merkmal[Any] | None) -> Iterator[Ort]:
        zeilen = self._kategorien_von(z, waagrecht)
        spalten = self._kategorien_von(z, senkrecht) if senkrecht is not None else ()
        if not zeilen or (senkrecht is not None and not spalten):
            return  # it belongs nowhere in this table, and to no total of it
        for zeile in (*zeilen, None):
            for spalte in (*spalten, None):
                yield zeile, spalte

    def _kategorien_von(self, z: Any, merkmal: Merkmal[Any]) -> tuple[str, ...]:
        wert = merkmal.wert(z, self.lage)
        return () if wert is None else (wert,) if isinstance(wert, str) else wert

    def werte(self, offene: Callable[[], Gezaehlt]) -> Iterator[tuple[Ort, Rohwert]]:
        """Yield the value of every cell; with several measures, or one that is no count, each is a column."""
        menge = self.menge or MENGEN[self.tabelle.posten[0].zaehlt]
        zeilen: list[str | None] = [*self.zeilen, *([None] if self.tabelle.zeilen else [])]
        for zeile in zeilen:
            if self.tabelle.spalten:
                for spalte in (*self.spalten, None):
                    in_zelle = self.je_ort.get((zeile, spalte), [])
                    yield (zeile, spalte), _wert(self.tabelle.masse[0], menge, in_zelle, self.lage, offene)
            else:
                for mass in self.tabelle.masse:
                    in_zelle = self.je_ort.get((zeile, None), [])
                    yield (zeile, mass.titel), _wert(mass, menge, in_zelle, self.lage, offene)


def mal_fuer(offene: int) -> int:
    """Return for how many open cases an index stands."""
    return TAUSEND if offene > TAUSEND else 100


def _gezaehlt(menge: JedeMenge, zeilen: Sequence[Any]) -> Gezaehlt:
    """Count rows; where each person has one of them, it is the people who are counted, here as everywhere."""
    wer = set(map(menge.fall, zeilen)) if menge.fall is not None else set()
    return Gezaehlt(len(zeilen), zusammen(wer if len(wer) == len(zeilen) else map(menge.zeichen, zeilen)))


def _menschen(menge: JedeMenge, zeilen: Sequence[Any]) -> Gezaehlt:
    wer = set(map(menge.fall, zeilen)) if menge.fall is not None else set()
    return Gezaehlt(len(wer), zusammen(wer))


def _wert(mass: Mass, menge: JedeMenge, zeilen: Sequence[Any], lage: Lage, offene: Callable[[], Gezaehlt]) -> Rohwert:
    personen = _menschen(menge, zeilen)
    match mass.art:
        case Massart.ANZAHL:
            return Anzahl(_gezaehlt(menge, zeilen), personen)
        case Massart.ANTEIL:
            gilt = menge.bedingungen[mass.von].gilt
            treffer = _gezaehlt(menge, [z for z in zeilen if gilt(z, lage)])
            return Anteil(treffer, _gezaehlt(menge, zeilen), personen)
        case Massart.JE_100_OFFENE:
            nenner = offene()
            return Quotient(personen, nenner, mal_fuer(nenner.zahl))
        case Massart.JE_BERATER:
            beraterinnen = {z.phase.fall.berater for z in zeilen} - {None}
            satz = zusammen(zeichen(f"Berater {name}") for name in beraterinnen)
            return Quotient(personen, Gezaehlt(len(beraterinnen), satz), 1, nenner_sind_personen=False)
        case _:
            return _kennwert(mass, menge, zeilen, lage)


def _kennwert(mass: Mass, menge: JedeMenge, zeilen: Sequence[Any], lage: Lage) -> Kennwert:
    groesse = menge.groessen[mass.von]
    paare = [(z, wert) for z in zeilen if (wert := groesse.wert(z, lage)) is not None]
    personen = _menschen(menge, [z for z, _ in paare])
    werte = [wert for _, wert in paare]
    satz = zusammen(menge.zeichen(z) for z, _ in paare)
    if not werte:
        return Kennwert(None, personen, satz, groesse.einheit)
    rechne: Mapping[Massart, Callable[[list[float]], float]] = {
        Massart.MEDIAN: median,
        Massart.MITTEL: lambda alle: sum(alle) / len(alle),
        Massart.SUMME: sum,
    }
    return Kennwert(rechne[mass.art](werte), personen, satz, groesse.einheit)


def _erwartet(lage: Lage) -> dict[str, tuple[int, int]]:
    """Return what is expected of each channel: per whole month in which it was used, or per event that took place."""
    zeitraum = lage.zeitraum
    ergebnis: dict[str, tuple[int, int]] = {}
    for name, weg in lage.stoff.vokabular.zugangswege.items():
        erwartung = weg.erwartet
        if erwartung is None:
            continue
        von = max(zeitraum.von, weg.von or zeitraum.von)
        bis = min(zeitraum.bis, weg.bis or zeitraum.bis)
        if erwartung.je_veranstaltung:
            mal = sum(1 for v in lage.stoff.tafeln.veranstaltungen if v.zugangsweg == name and von <= v.tag <= bis)
        else:
            mal = volle_monate(von, bis)
        ergebnis[name] = (erwartung.von * mal, erwartung.bis * mal)
    return ergebnis
