"""What a case page draws: the steps of the level and the bars of the measures.

Lengths are in thousandths of the picture's width, so that the browser can stretch it to any screen.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from markupsafe import escape

from fallbuch.regelwerk.geschichte import Einstufung
from fallbuch.regelwerk.massnahmen import Lauf, Massnahme
from fallbuch.regelwerk.sicht import Fallsicht
from fallbuch.uebersicht.tage import datum
from fallbuch.werte import dataclass

BREITE = 1000
_STUFENHOEHE = 20


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
    """A measure as a bar."""

    massnahme: Massnahme
    x: int
    breite: int
    zustand: str


@dataclass(frozen=True, slots=True)
class Zeitleiste:
    """All measures on one scale, with the key date's place on it."""

    von: date
    bis: date
    stichtag: int
    balken: Sequence[Balken]


def massnahmenbild(sicht: Fallsicht) -> str:
    """Return the measures with their bars, "" without any."""
    leiste = zeitleiste(sicht)
    if leiste is None:
        return ""
    return (
        f'<ul class="fb-zeitleiste">{"".join(_massnahme(b, leiste.stichtag) for b in leiste.balken)}</ul><p class="fb-achse" aria-hidden="true">'
        f"<span>{datum(leiste.von)}</span><span>Strich: Stichtag {datum(sicht.stichtag)}</span><span>{datum(leiste.bis)}</span></p>"
    )


def _massnahme(b: Balken, heute: int) -> str:
    m, angaben = b.massnahme, b.massnahme.angaben
    art = f" ({escape(angaben.art)})" if angaben.bezeichnung and angaben.art else ""
    wie = "vorzeitig" if m.vorzeitig else "zeit" if m.ende else "offen"
    return (
        f"<li><span><strong>{escape(angaben.bezeichnung or angaben.art or 'Maßnahme')}</strong>{art}: {datum(m.beginn)} bis "
        f'{datum(m.ende) if m.ende else "offen"}, {escape(b.zustand)} <a class="fb-klein" href="#e-{m.eintrag.schluessel}">zum Eintrag</a></span>'
        '<svg class="fb-balken" viewBox="0 0 1000 14" preserveAspectRatio="none" aria-hidden="true"><rect class="fb-b-grund" width="1000" height="14"/>'
        f'<rect class="fb-b-{wie}" x="{b.x}" y="2" width="{b.breite}" height="10"/><line class="fb-b-heute" x1="{heute}" x2="{heute}" y1="0" y2="14"/></svg></li>'
    )


def stufenverlauf(sicht: Fallsicht) -> str:
    """Return how the level came about, with a picture where it changed; "" without any assessment."""
    schritte = "".join(
        f'<li><a href="#e-{s.eintrag.schluessel}">{datum(s.datum)}</a> <strong>{escape(stufe)}</strong> {escape(was)}</li>'
        for s, stufe, was in stufenschritte(sicht)
    )
    bild = stufenbild(sicht)
    return f'{_gezeichnet(bild) if bild is not None else ""}<ol class="fb-schritte">{schritte}</ol>' if schritte else ""


def _gezeichnet(bild: Stufenbild) -> str:
    linien = "".join(
        f'<line class="fb-s-linie" x1="0" x2="1000" y1="{y}" y2="{y}"/>'
        for y in range(_STUFENHOEHE // 2, bild.hoehe, _STUFENHOEHE)
    )
    return (
        f'<div class="fb-stufenbild" aria-hidden="true"><ul>{"".join(f"<li>{escape(stufe)}</li>" for stufe in bild.stufen)}</ul>'
        f'<svg viewBox="0 0 1000 {bild.hoehe}" preserveAspectRatio="none">{linien}<polyline class="fb-s-verlauf" points="{bild.punkte}"/></svg>'
        f'<p class="fb-achse"><span>{datum(bild.von)}</span><span>{datum(bild.bis)}</span></p></div>'
    )


def stufenschritte(sicht: Fallsicht) -> Iterator[tuple[Einstufung, str, str]]:
    """Yield all assessments, oldest first, each with its level and said to be a change, a confirmation or unreadable."""
    rang = {stufe: nummer for nummer, stufe in enumerate(sicht.regelwerk.vokabular.stufen)}
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
        yield einstufung, stufe or "?", was
        vorher = stufe or vorher


def stufenbild(sicht: Fallsicht) -> Stufenbild | None:
    """Return the line of the level from the first assessment to the key date, None without a change."""
    stufen = list(sicht.regelwerk.vokabular.stufen)
    lesbare = [e for e in sicht.einstufungen if e.stufe in stufen]
    if len({e.stufe for e in lesbare}) < 2:
        return None
    von, bis = lesbare[0].datum, max(sicht.stichtag, lesbare[-1].datum)
    punkte: list[tuple[int, int]] = []
    for einstufung in lesbare:
        x = _x(einstufung.datum, von, bis)
        y = stufen.index(einstufung.stufe or "") * _STUFENHOEHE + _STUFENHOEHE // 2
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
    tag = sicht.stichtag
    von, bis = min(tag, massnahmen[0].beginn), max([tag, *(m.ende or m.beginn for m in massnahmen)])
    return Zeitleiste(von, bis, _x(tag, von, bis), [_balken(m, von, bis, tag) for m in massnahmen])


def _balken(massnahme: Massnahme, von: date, bis: date, stichtag: date) -> Balken:
    x = _x(massnahme.beginn, von, bis)
    # A day's measure is drawn too; one that ends before it begins is a finding and a dot.
    breite = max(_x(max(massnahme.ende or bis, massnahme.beginn), von, bis) - x, 8)
    zustand = (
        massnahme.angaben.ergebnis
        or {Lauf.GEPLANT: "geplant", Lauf.LAEUFT: "läuft", Lauf.BEENDET: "beendet"}[massnahme.lauf(stichtag)]
    )
    return Balken(massnahme, min(x, BREITE - breite), breite, zustand)


def _x(tag: date, von: date, bis: date) -> int:
    return round(BREITE * (tag - von).days / max((bis - von).days, 1))
