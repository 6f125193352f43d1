"""What a case page draws: the steps of the level and the bars of the measures, as numbers for the template.

Lengths are in thousandths of the picture's width, so that the browser can stretch it to any screen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from fallbuch.regelwerk.massnahmen import Lauf, Massnahme
from fallbuch.regelwerk.sicht import Fallsicht

BREITE = 1000
_STUFENHOEHE = 20


@dataclass(frozen=True, slots=True)
class Stufenschritt:
    """An assessment in words: a change or a confirmation, with the entry it stands in."""

    datum: date
    stufe: str
    was: str
    schluessel: str


@dataclass(frozen=True, slots=True)
class Stufenbild:
    """The level over time: labels from the top, and the points of a line below them."""

    stufen: Sequence[str]
    hoehe: int
    punkte: str
    von: date
    bis: date


@dataclass(frozen=True, slots=True)
class Balken:
    """A measure as a bar; `offen` where no end is stated."""

    massnahme: Massnahme
    x: int
    breite: int
    offen: bool
    zustand: str


@dataclass(frozen=True, slots=True)
class Zeitleiste:
    """All measures on one scale, with the key date's place on it."""

    von: date
    bis: date
    stichtag: int
    balken: Sequence[Balken]


def stufenschritte(sicht: Fallsicht) -> list[Stufenschritt]:
    """Return all assessments, oldest first, each said to be a change, a confirmation or unreadable."""
    rang = {stufe: nummer for nummer, stufe in enumerate(sicht.regelwerk.vokabular.stufen)}
    schritte: list[Stufenschritt] = []
    vorher: str | None = None
    for einstufung in sicht.einstufungen:
        stufe = einstufung.stufe
        if stufe is None:
            was = "nicht lesbar"
        elif vorher is None:
            was = "festgelegt"
        elif stufe == vorher:
            was = "bestätigt"
        else:
            was = f"{'näher an' if rang.get(stufe, 0) < rang.get(vorher, 0) else 'weiter von'} der Arbeit als {vorher}"
        schritte.append(Stufenschritt(einstufung.datum, stufe or "?", was, einstufung.eintrag.schluessel))
        vorher = stufe or vorher
    return schritte


def stufenbild(sicht: Fallsicht) -> Stufenbild | None:
    """Return the line of the level from the first assessment to the key date, None without a change."""
    stufen = list(sicht.regelwerk.vokabular.stufen)
    lesbare = [e for e in sicht.einstufungen if e.stufe in stufen]
    if len({e.stufe for e in lesbare}) < 2:
        return None
    von, bis = lesbare[0].datum, max(sicht.stichtag, lesbare[-1].datum)
    punkte: list[tuple[int, int]] = []
    for einstufung in lesbare:
        x, y = _x(einstufung.datum, von, bis), _mitte(stufen.index(einstufung.stufe or ""))
        if punkte and punkte[-1][1] != y:
            punkte.append((x, punkte[-1][1]))
        punkte.append((x, y))
    punkte.append((BREITE, punkte[-1][1]))
    return Stufenbild(stufen, _STUFENHOEHE * len(stufen), " ".join(f"{x},{y}" for x, y in punkte), von, bis)


def zeitleiste(sicht: Fallsicht) -> Zeitleiste | None:
    """Return the measures of all phases on one scale, None where there is none."""
    massnahmen = sorted(sicht.alle_massnahmen, key=lambda m: (m.beginn, m.ende or date.max))
    if not massnahmen:
        return None
    von = min(m.beginn for m in massnahmen)
    bis = max([sicht.stichtag, *(m.ende or m.beginn for m in massnahmen)])
    von = min(von, sicht.stichtag)
    return Zeitleiste(
        von, bis, _x(sicht.stichtag, von, bis), [_balken(m, von, bis, sicht.stichtag) for m in massnahmen]
    )


def _balken(massnahme: Massnahme, von: date, bis: date, stichtag: date) -> Balken:
    ende = massnahme.ende if massnahme.ende is not None else bis
    x = _x(massnahme.beginn, von, bis)
    # A day's measure is drawn too; one that ends before it begins is a finding and a dot.
    breite = max(_x(max(ende, massnahme.beginn), von, bis) - x, 8)
    zustand = (
        massnahme.angaben.ergebnis
        or {Lauf.GEPLANT: "geplant", Lauf.LAEUFT: "läuft", Lauf.BEENDET: "beendet"}[massnahme.lauf(stichtag)]
    )
    return Balken(massnahme, min(x, BREITE - breite), breite, massnahme.ende is None, zustand)


def _mitte(zeile: int) -> int:
    return zeile * _STUFENHOEHE + _STUFENHOEHE // 2


def _x(tag: date, von: date, bis: date) -> int:
    return round(BREITE * (tag - von).days / max((bis - von).days, 1))
