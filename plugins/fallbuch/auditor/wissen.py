"""Who knows some people completely: in which atoms they are, period by period."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from fallbuch.auditor.aussagen import JA, NEIN, Grundmenge
from fallbuch.auditor.beziehungen import TEILE
from fallbuch.auditor.gruppen import Aufbau
from fallbuch.auditor.personen import BISHER, BLEIBT, ERSTMALS, GANGFELDER, WAR_DA, WIEDER_DA
from fallbuch.statistik.bausteine import SONST, Lage, Stoff
from fallbuch.statistik.mengen import MENGEN
from fallbuch.statistik.menschen import MENSCHEN, Menschenzeile
from fallbuch.statistik.tafeln import Fallzeile
from fallbuch.statistik.zeitraum import Zeitraum
from fallbuch.zeit import Quartal


def atome_von(
    aufbau: Aufbau, stoff: Stoff, zeitraeume: Mapping[str, Zeitraum], gemeint: Callable[[Fallzeile], bool]
) -> dict[int, int]:
    """Count in how many atoms the people meant by `gemeint` stand: atom → how often."""
    ergebnis: dict[int, int] = {}
    for grundmenge, gruppen in aufbau.gruppen.items():
        zeitraum = zeitraeume.get(grundmenge.zeitraum)
        if zeitraum is None or MENGEN[grundmenge.zaehlt].fall is None:
            continue
        lage = Lage(stoff, zeitraum)
        zeilen = [z for z in _zeilen(grundmenge, lage) if gemeint(z[0].phase.fall)]
        teile = {
            name: _teil(name, lage) for gr in gruppen for f in gr.felder if (name := f.split("/")[0]) in _TEILNAMEN
        }
        moegliche = aufbau.felder[grundmenge].werte
        for gruppe in gruppen:
            for mitglied in zeilen:
                werte = [(f, _wert(mitglied, f, grundmenge, lage, teile)) for f in gruppe.felder]
                # A word that no figure names is one of the others.
                atom = gruppe.atome.get(tuple(w if w in moegliche[f] else SONST for f, w in werte))
                if atom is not None:
                    ergebnis[atom] = ergebnis.get(atom, 0) + 1
    return ergebnis


#: Rows that stand for one member of a population: several where people are counted and not what they have.
_Mitglied = list[Any]
_TEILNAMEN = {f"{zaehlt} {wann}": (zaehlt, wann, menschen) for zaehlt, wann, menschen in TEILE}


def _zeilen(g: Grundmenge, lage: Lage) -> list[_Mitglied]:
    zeilen = list(MENGEN[g.zaehlt].auswahl[g.wann].zeilen(lage))
    return _je_mensch(g.zaehlt, zeilen) if g.menschen else [[z] for z in zeilen]


def _je_mensch(zaehlt: str, zeilen: list[Any]) -> list[_Mitglied]:
    fall = MENGEN[zaehlt].fall
    je: dict[object, _Mitglied] = {}
    for z in zeilen:
        je.setdefault(fall(z) if fall is not None else id(z), []).append(z)
    return list(je.values())


def _teil(name: str, lage: Lage) -> dict[int, _Mitglied]:
    """Return the rows of a part of a population by the phase to which they belong."""
    zaehlt, wann, _ = _TEILNAMEN[name]
    je: dict[int, _Mitglied] = {}
    for z in MENGEN[zaehlt].auswahl[wann].zeilen(lage):
        je.setdefault(id(z.phase), []).append(z)
    return je


def _wert(
    mitglied: _Mitglied, feld: str, g: Grundmenge, lage: Lage, teile: Mapping[str, Mapping[int, _Mitglied]]
) -> str:
    if feld in GANGFELDER:
        return _im_gang(mitglied[0], feld, lage)
    zeichen, _, eigenes = feld.partition("/")
    if zeichen not in teile:
        return _eigener_wert(mitglied, feld, g.zaehlt, lage)
    zeilen = teile[zeichen].get(id(mitglied[0].phase))
    if not eigenes:
        return NEIN if zeilen is None else JA
    if zeilen is None:
        return NEIN if ": " in eigenes else ""
    return _eigener_wert(zeilen, eigenes, _TEILNAMEN[zeichen][0], lage)


def _im_gang(mensch: Menschenzeile, feld: str, lage: Lage) -> str:
    """Tell how somebody comes into a quarter, what was before in its year, and whether he or she is open at its end."""
    z = lage.zeitraum
    if feld == BLEIBT:
        return JA if any(p.offen_am(z.bis) for p in mensch.phasen) else NEIN
    vorher = _im_jahr_davor(mensch, lage)
    if feld == BISHER:
        return JA if vorher is not None and MENSCHEN.bedingungen["beraten"].gilt(*vorher) else NEIN
    if mensch.phase.beginn < z.von:
        return WAR_DA
    return ERSTMALS if vorher is None else WIEDER_DA


def _im_jahr_davor(mensch: Menschenzeile, lage: Lage) -> tuple[Menschenzeile, Lage] | None:
    """Return somebody as he or she was in the days of the year before a quarter; None for who was not there."""
    z = lage.zeitraum
    anfang = Quartal(int(z.schluessel[:4]), 1, z.kalender).anfang
    davor = Lage(lage.stoff, replace(z, von=anfang, bis=z.von - timedelta(days=1)))
    fall = mensch.phase.fall
    phasen = [p for p in fall.phasen if p.beginn < z.von and (p.ende is None or p.ende >= anfang)]
    return (Menschenzeile(tuple(phasen)), davor) if phasen and anfang < z.von else None


def _eigener_wert(mitglied: _Mitglied, feld: str, zaehlt: str, lage: Lage) -> str:
    menge = MENGEN[zaehlt]
    if feld in menge.bedingungen and feld not in menge.merkmale:
        return JA if menge.bedingungen[feld].gilt(mitglied[0], lage) else NEIN
    name, _, kategorie = feld.partition(": ")
    merkmal = menge.merkmale[name if kategorie else feld]
    werte = [merkmal.wert(z, lage) for z in mitglied]
    if kategorie:
        return JA if any(kategorie == w or (isinstance(w, tuple) and kategorie in w) for w in werte) else NEIN
    wert = werte[0]
    if wert is None:
        return ""
    bekannte = merkmal.kategorien(lage.stoff.vokabular, lage.zeitraum)
    return str(wert) if wert in bekannte else SONST
