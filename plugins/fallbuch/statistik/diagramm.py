"""Charts as SVG, made when the site is built: drawn for a phone's width, scaled up for wider ones.

Fields differ in lightness and in pattern, never in hue alone; colours come from the page's style. Every chart stands
above the table with the same numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

from markupsafe import Markup

from fallbuch.statistik.anzeige import als_text, groesse, hauptmass, schluessel
from fallbuch.statistik.kennzahl import Diagramm, Massart
from fallbuch.statistik.tabelle import Anteil, Ort, Rohtabelle, Rohwert, Schutztabelle, Schutzwert

BREITE = 360
_ZEILE, _BALKEN, _SCHRIFT = 40, 14, 13
_RAND_RECHTS = 64
_MUSTER = 6
_ZEICHEN_BREITE, _FETTE_BREITE = 6.5, 7.6

_Tabelle = Rohtabelle | Schutztabelle


def diagramm(tabelle: _Tabelle, ausser: Collection[str] = ()) -> Markup | None:
    """Return the chart of a table without the rows `ausser`; None where it has none or there is nothing to draw."""
    zeichne = _ZEICHNER.get(tabelle.tabelle.diagramm) if tabelle.tabelle.diagramm is not None else None
    zeilen = [z for z in tabelle.zeilen if z not in ausser]
    if zeichne is None or not zeilen or not any(groesse(w) for w in tabelle.werte.values()):
        return None
    teile, hoehe = zeichne(tabelle, zeilen)
    name = f"{tabelle.tabelle.titel}, {tabelle.zeitraum.name}. Die Zahlen stehen in der Tabelle darunter."
    return Markup(
        '<svg class="fb-diagramm" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>'
    ).format(BREITE, hoehe, name, Markup("").join(teile))  # fmt: skip


def _text(x: float, y: float, text: str, klasse: str = "", wert: str = "") -> Markup:
    daten = Markup(' data-wert="{}"').format(wert) if wert else ""
    return Markup('<text x="{:g}" y="{:g}"{}{}>{}</text>').format(
        round(x, 1), round(y, 1), Markup(' class="{}"').format(klasse) if klasse else "", daten, text
    )


def _rechteck(x: float, y: float, breite: float, klasse: str, hoehe: float = _BALKEN) -> Markup:
    return Markup('<rect class="{}" x="{:g}" y="{:g}" width="{:g}" height="{:g}"/>').format(
        klasse, round(x, 1), round(y, 1), round(breite, 1), hoehe
    )


def _kurz(text: str, platz: float = BREITE) -> str:
    """Cut a label to the room it has; the table below has it in full."""
    zeichen = int(platz / _ZEICHEN_BREITE)
    return text if len(text) <= zeichen else text[: zeichen - 1].rstrip() + "…"


def _wert(tabelle: _Tabelle, zeile: str, spalte: str | None) -> Rohwert | Schutzwert | None:
    werte: Mapping[Ort, Rohwert | Schutzwert] = tabelle.werte
    return werte.get((zeile, spalte))


def _balken(tabelle: _Tabelle, zeilen: Sequence[str]) -> tuple[list[Markup], float]:
    """One bar a row; what the team expects is a bracket around its range."""
    erwartet = tabelle.erwartet if isinstance(tabelle, Rohtabelle) else {}
    mit_spalten = tabelle.tabelle.erwartung if erwartet else None
    spalte = mit_spalten if tabelle.tabelle.spalten else hauptmass(tabelle.tabelle).titel
    laengen = {z: groesse(_wert(tabelle, z, spalte)) for z in zeilen}
    meiste = max([*laengen.values(), *(bis for _, bis in erwartet.values()), 1e-9])
    je = (BREITE - _RAND_RECHTS) / meiste
    teile: list[Markup] = []
    for nummer, z in enumerate(zeilen):
        y = nummer * _ZEILE + _SCHRIFT
        teile += [_text(0, y, _kurz(z)), _rechteck(0, y + 5, laengen[z] * je, "fb-m0")]
        text, name = als_text(_wert(tabelle, z, spalte)).partition(" (")[0], schluessel(tabelle, (z, spalte))
        if erwartet:  # beside the bar it would be read as the number that is expected
            teile.append(_text(BREITE - _RAND_RECHTS, y, text, "fb-d-zahl fb-d-rechts", name))
        else:
            teile.append(_text(laengen[z] * je + 6, y + 16, text, "fb-d-zahl", name))
        if z in erwartet:
            von, bis = erwartet[z]
            teile.append(_rechteck(von * je, y + 4, max((bis - von) * je, 2), "fb-d-erwartet", _BALKEN + 2))
    hoehe = len(zeilen) * _ZEILE + 2
    if erwartet:
        teile += [
            _rechteck(0, hoehe + 4, 18, "fb-d-erwartet", 11),
            _text(24, hoehe + 14, f"{spalte}: Balken; erwartet: gestrichelt"),
        ]
        hoehe += 20
    return teile, hoehe


def _gestapelt(tabelle: _Tabelle, zeilen: Sequence[str]) -> tuple[list[Markup], float]:
    """One bar a row, made of its columns, with a legend above."""
    gefuellt = {s for (_, s), wert in tabelle.werte.items() if s is not None and groesse(wert)}
    # A protected chart names every column: one that is missing would tell a zero.
    spalten = [s for s in tabelle.spalten if isinstance(tabelle, Schutztabelle) or s in gefuellt]
    innen = any(z is not None and s is not None for z, s in tabelle.werte)
    teile, oben = _legende(spalten) if innen else ([], 0.0)
    summen = {z: groesse(_wert(tabelle, z, None)) for z in zeilen}
    stuecke = {z: [groesse(_wert(tabelle, z, s)) for s in spalten] if innen else [summen[z]] for z in zeilen}
    reste = dict.fromkeys(zeilen, 0.0)
    if isinstance(tabelle, Schutztabelle):
        # Each number is drawn by itself: the bar is as long as its total says, whatever its parts add up to.
        for z in zeilen:
            zusammen = sum(stuecke[z])
            if zusammen > summen[z]:
                stuecke[z] = [s * summen[z] / zusammen for s in stuecke[z]]
            reste[z] = summen[z] - sum(stuecke[z])
        if any(reste.values()):
            teile += [_rechteck(0, oben, 14, "fb-d-rahmen", 11), _text(19, oben + 10, "fehlt durch das Auslosen")]
            oben += 22
    meiste = max([sum(teil) + reste[z] for z, teil in stuecke.items()] + [1e-9])
    je = (BREITE - _RAND_RECHTS) / meiste
    for nummer, z in enumerate(zeilen):
        y, x = oben + nummer * _ZEILE + _SCHRIFT, 0.0
        teile.append(_text(0, y, _kurz(z)))
        for muster, stueck in enumerate(stuecke[z]):
            if stueck:
                teile.append(_rechteck(x, y + 5, stueck * je, f"fb-m{muster % _MUSTER}"))
            x += stueck * je
        if reste[z]:
            teile.append(_rechteck(x, y + 5, reste[z] * je, "fb-d-rahmen"))
            x += reste[z] * je
        wert = _wert(tabelle, z, None)
        text = als_text(wert).partition(" (")[0]
        teile.append(_text(x + 6, y + 16, text, "fb-d-zahl", schluessel(tabelle, (z, None))))
    return teile, oben + len(zeilen) * _ZEILE + 2


def _legende(namen: Sequence[str]) -> tuple[list[Markup], float]:
    teile: list[Markup] = []
    x = y = 0.0
    for nummer, name in enumerate(namen):
        breite = 22 + len(_kurz(name)) * _ZEICHEN_BREITE + 10
        if x and x + breite > BREITE:
            x, y = 0.0, y + 18
        teile += [
            _rechteck(x, y + 2, 14, f"fb-m{nummer % _MUSTER}", 11),
            _text(x + 19, y + _SCHRIFT, _kurz(name, BREITE - 20)),
        ]
        x += breite
    return teile, y + 26


def _anteil(tabelle: _Tabelle, zeilen: Sequence[str]) -> tuple[list[Markup], float]:
    """One frame of 100 per cent for each share, filled as far as it goes."""
    masse = [m for m in tabelle.tabelle.masse if m.art is Massart.ANTEIL]
    teile: list[Markup] = []
    y = 0.0
    je = (BREITE - 2) / 100
    for z in zeilen:
        if len(masse) > 1:
            teile.append(_text(0, y + _SCHRIFT, _kurz(z), "fb-d-zahl"))
            y += _ZEILE / 2
        for mass in masse:
            wert, name = _wert(tabelle, z, mass.titel), schluessel(tabelle, (z, mass.titel))
            text = als_text(wert)
            platz = BREITE - 10 - len(text) * _FETTE_BREITE
            teile += [
                _text(0, y + _SCHRIFT, _kurz(z if len(masse) == 1 else mass.titel, platz)),
                _text(BREITE - 1, y + _SCHRIFT, text, "fb-d-zahl fb-d-rechts", name),
            ]
            # An empty frame beside "10 von 10" would say nobody; where no share is shown there is none.
            if isinstance(wert, Schutzwert | Anteil) and wert.prozent is not None:
                breiten = {"fb-d-rahmen": 100 * je, "fb-m0": groesse(wert) * je}
                teile += (_rechteck(1, y + 18, breite, klasse) for klasse, breite in breiten.items())
            y += _ZEILE
    return teile, y + 2


def _gestellt(x: float, y: float, name: str, klasse: str = "") -> list[Markup]:
    """Return the words of a name one below the other, the last at `y`."""
    worte = name.split()
    return [_text(x, y - _ZEILENHOEHE * (len(worte) - 1 - n), wort, klasse) for n, wort in enumerate(worte)]


def _matrix(tabelle: _Tabelle, zeilen: Sequence[str]) -> tuple[list[Markup], float]:
    """Rows against columns; the disc grows with the number, and the diagonal is what stayed the same."""
    spalten = list(tabelle.spalten)
    if not any(z is not None and s is not None for z, s in tabelle.werte):
        return _balken(tabelle, zeilen)
    # Levels are letters; what is called in words stands in several lines, with room beside the fields.
    lang = max(len(wort) for name in (*zeilen, *spalten) for wort in name.split()) > _KURZ
    hoch = _ZEILENHOEHE * (max(len(s.split()) for s in spalten) - 1)
    feld, links, oben = 50 if lang else 56, 84 if lang else 58, 44 + hoch
    meiste = max([groesse(_wert(tabelle, z, s)) for z in zeilen for s in spalten] + [1])
    teile = [_text(links, 12, f"{tabelle.tabelle.spalten} →"), _text(0, oben - 6, f"{tabelle.tabelle.zeilen} ↓")]
    for i, s in enumerate(spalten):
        teile += _gestellt(links + i * feld + feld / 2, oben - 14, s, "fb-d-mitte")
    for i, z in enumerate(zeilen):
        y = oben + i * feld
        teile += _gestellt(0, y + feld / 2 + 4 + _ZEILENHOEHE * (len(z.split()) - 1) / 2, z)
        for j, s in enumerate(spalten):
            wert, x = _wert(tabelle, z, s), links + j * feld
            teile.append(_rechteck(x, y, feld, "fb-d-gleich" if z == s else "fb-d-rahmen", feld))
            radius = (feld / 2 - 5) * (groesse(wert) / meiste) ** 0.5
            if radius:
                kreis = Markup('<circle class="fb-d-kreis" cx="{:g}" cy="{:g}" r="{:g}"/>')
                teile.append(kreis.format(x + feld / 2, y + feld / 2, round(radius, 1)))
            name = schluessel(tabelle, (z, s))
            teile.append(_text(x + feld / 2, y + feld / 2 + 4, als_text(wert), "fb-d-mitte fb-d-zahl", name))
    return teile, oben + len(zeilen) * feld + 4


#: Between two lines of a name; longer words need more room beside the fields.
_ZEILENHOEHE, _KURZ = 13, 7
#: Lines one way, the other way, dots, crossing lines, level lines.
_STRICHE = (
    "M0 6L6 0", "M0 0L6 6", "M1.5 1.5h1.6v1.6h-1.6zM4.5 4.5h1.6v1.6h-1.6z", "M0 6L6 0M0 0L6 6", "M0 3H6",
)  # fmt: skip
_FELD = Markup(
    '<pattern id="fb-muster-{0}" class="fb-muster fb-muster-{0}" width="6" height="6" patternUnits="userSpaceOnUse">'
    '<rect width="6" height="6"/><path d="{1}"/></pattern>'
)
#: The patterns of the fields, to stand once on every page with charts.
MUSTER = Markup('<svg class="fb-musterbogen" width="0" height="0" aria-hidden="true"><defs>{}</defs></svg>').format(
    Markup("").join(_FELD.format(nummer, strich) for nummer, strich in enumerate(_STRICHE, start=1))
)


def verlauf(werte: Sequence[float | None], *, laeuft: bool) -> Markup:
    """Return a small row of columns, oldest first: how a figure went over the periods. None leaves a gap.

    `laeuft`: the last period is not over, and hatched.
    """
    meiste = max([wert or 0.0 for wert in werte] + [1e-9])
    saeulen = Markup("")
    for i, wert in enumerate(werte):
        if wert:
            hoehe, klasse = 20 * wert / meiste, "fb-m1" if laeuft and i == len(werte) - 1 else "fb-m0"
            saeulen += _rechteck(4 + i * 10, 22 - hoehe, 7, klasse, round(hoehe, 1))
    breite = len(werte) * 10
    return Markup('<svg class="fb-verlauf" viewBox="0 0 {} 24" aria-hidden="true"><path d="M2 23H{}"/>{}</svg>').format(
        breite + 6, breite + 4, saeulen
    )


_ZEICHNER: Mapping[Diagramm, Callable[[_Tabelle, Sequence[str]], tuple[list[Markup], float]]] = {
    Diagramm.BALKEN: _balken,
    Diagramm.GESTAPELT: _gestapelt,
    Diagramm.ANTEIL: _anteil,
    Diagramm.MATRIX: _matrix,
}
