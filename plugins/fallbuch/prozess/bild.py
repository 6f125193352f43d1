"""The picture of a net of processes: boxes in layers and the lines between them, as coordinates.

Own code, because nothing at hand fits: Graphviz is a program that a volunteer's machine does not have, and
the layered layouts written in Python are unmaintained or bring megabytes for graphs of a dozen boxes. Whole
numbers and fixed orders make equal input give equal bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

from fallbuch.prozess.modell import Prozess
from fallbuch.prozess.netz import Kante, Netz, beginnt, schichten
from fallbuch.werte import dataclass

#: Sizes in units of the picture, which are pixels where it is shown in full.
BREITE, HOEHE, _RAND, _SPITZE = 208, 64, 12, 9
#: Room between layers and between boxes of one layer, lying and standing.
_ZWISCHEN = {True: (60, 28), False: (44, 20)}
_ZEICHEN_JE_ZEILE = 20
_SPUR = 22
#: Room between two lines that leave or reach a box on the same side.
_ABSTAND = 15
# How far from a box a way back runs past those below it.
_GASSE = 14
_RUNDEN = 6


@dataclass(frozen=True, slots=True)
class Kasten:
    """A process in the picture: left upper corner and its name in lines."""

    prozess: Prozess
    x: int
    y: int
    zeilen: Sequence[str]
    #: The process whose page shows the picture.
    hier: bool = False

    #: Size of every box.
    breite: int = BREITE
    hoehe: int = HOEHE

    @property
    def mitte(self) -> int:
        return self.x + BREITE // 2

    def grundlinie(self, nummer: int, weitere: int = 0) -> int:
        """Return the baseline of line `nummer` (from 0), with `weitere` lines below the name."""
        anzahl = len(self.zeilen) + weitere
        return self.y + HOEHE // 2 + 5 - 9 * (anzahl - 1) + 18 * nummer


@dataclass(frozen=True, slots=True)
class Linie:
    """A way between two boxes as an SVG path, and its arrow heads as triangles."""

    weg: str
    spitzen: Sequence[str]


@dataclass(frozen=True, slots=True)
class Bild:
    """A picture, lying (`quer`) or standing."""

    breite: int
    hoehe: int
    kaesten: Sequence[Kasten]
    linien: Sequence[Linie]
    quer: bool


def uebersicht(prozesse: Sequence[Prozess], netz: Netz, *, quer: bool) -> Bild:
    """Draw processes of one group with the ways between them; parts of a whole stand on the page of the whole."""
    stamme = [p.stamm for p in prozesse]
    dabei = set(stamme)
    kanten = [(a, b) for a, b in netz.kanten if a in dabei and b in dabei]
    ebene, _ = schichten(stamme, kanten, [p.stamm for p in prozesse if beginnt(p)])
    return _zeichne(prozesse, ebene, kanten, quer=quer, hier=None)


def nachbarschaft(prozess: Prozess, netz: Netz, *, quer: bool) -> Bild:
    """Draw a process between those before and those after it."""
    reihen = [reihe for reihe in (netz.vorgaenger(prozess), [prozess], netz.nachfolger(prozess)) if reihe]
    ebene = {p.stamm: nummer for nummer, reihe in enumerate(reihen) for p in reihe}
    alle = list({p.stamm: p for reihe in reihen for p in reihe}.values())
    kanten = netz.kanten_von(prozess)
    return _zeichne(alle, ebene, kanten, quer=quer, hier=prozess.stamm)


@dataclass(slots=True)
class _Knoten:
    """A box or, for a line that passes a layer, a point in it."""

    name: str
    ebene: int
    echt: bool
    platz: float = 0.0
    quer: int = 0


def _zeichne(
    prozesse: Sequence[Prozess], ebene: Mapping[str, int], kanten: Sequence[Kante], *, quer: bool, hier: str | None
) -> Bild:
    alle = set(kanten)
    beidseitig = {(a, b) for a, b in kanten if (b, a) in alle}
    vorwaerts = [(a, b) for a, b in kanten if ebene[a] < ebene[b]]
    seitwaerts = [(a, b) for a, b in kanten if ebene[a] == ebene[b] and ((a, b) not in beidseitig or a < b)]
    zurueck = [(a, b) for a, b in kanten if ebene[a] > ebene[b] and (a, b) not in beidseitig]
    knoten = {p.stamm: _Knoten(p.stamm, ebene[p.stamm], echt=True, platz=nummer) for nummer, p in enumerate(prozesse)}
    ketten = {kante: _kette(kante, ebene, knoten) for kante in vorwaerts}
    lagen = _geordnete_lagen(knoten, list(ketten.values()))
    laenge, dicke = (BREITE, HOEHE) if quer else (HOEHE, BREITE)
    abstand, luecke = _ZWISCHEN[quer]
    hoechste = max((_summe(lage, dicke, luecke) for lage in lagen), default=0)
    for lage in lagen:
        stelle = _RAND + (hoechste - _summe(lage, dicke, luecke)) // 2
        for k in lage:
            ausdehnung = dicke if k.echt else luecke
            k.quer = stelle + ausdehnung // 2
            stelle += ausdehnung + luecke

    def lage_von(name: str) -> tuple[int, int]:
        """Return the middle of a node along the way and across it."""
        k = knoten[name]
        return _RAND + k.ebene * (laenge + abstand) + laenge // 2, k.quer

    feder = _Feder(lage_von, laenge, dicke, quer=quer)
    ausgang = _anschluesse(ketten, knoten, ende=0)
    eingang = _anschluesse(ketten, knoten, ende=-1)
    linien = [
        feder.vorwaerts(kette, ausgang[kante], eingang[kante], beidseitig=kante in beidseitig)
        for kante, kette in ketten.items()
    ]
    linien += [feder.seitwaerts(a, b, beidseitig=(a, b) in beidseitig) for a, b in seitwaerts]
    spur = _RAND + hoechste + _SPUR
    for nummer, (a, b) in enumerate(sorted(zurueck, key=lambda k: ebene[k[0]] - ebene[k[1]])):
        ganz_unten = tuple(lagen[ebene[n]][-1] is knoten[n] for n in (a, b))
        linien.append(feder.zurueck(a, b, spur + nummer * _SPUR, ganz_unten))
    lang = 2 * _RAND + len(lagen) * laenge + max(len(lagen) - 1, 0) * abstand
    breit = 2 * _RAND + hoechste + (len(zurueck) * _SPUR + _RAND if zurueck else 0)
    kaesten = []
    for p in prozesse:
        x, y = feder.xy(*lage_von(p.stamm))
        kaesten.append(Kasten(p, x - BREITE // 2, y - HOEHE // 2, umbrochen(p.name), hier=p.stamm == hier))
    return Bild(*feder.xy(lang, breit), kaesten, linien, quer)


def _anschluesse(
    ketten: Mapping[Kante, Sequence[str]], knoten: Mapping[str, _Knoten], *, ende: int
) -> dict[Kante, int]:
    """Return how far from a box's middle each line leaves (`ende` 0) or reaches it (-1), so that no two share a place."""
    je_kasten: dict[str, list[Kante]] = {}
    for kante in ketten:
        je_kasten.setdefault(kante[ende], []).append(kante)
    ergebnis: dict[Kante, int] = {}
    for kanten in je_kasten.values():
        naechster = 1 if ende == 0 else -2
        sortiert = sorted(kanten, key=lambda k: (knoten[ketten[k][naechster]].quer, k))
        for nummer, kante in enumerate(sortiert):
            ergebnis[kante] = round((nummer - (len(sortiert) - 1) / 2) * min(_ABSTAND, (HOEHE - 16) / len(sortiert)))
    return ergebnis


def _summe(lage: Sequence[_Knoten], dicke: int, luecke: int) -> int:
    return sum(dicke if k.echt else luecke for k in lage) + luecke * (len(lage) - 1)


def _kette(kante: Kante, ebene: Mapping[str, int], knoten: dict[str, _Knoten]) -> list[str]:
    """Return the nodes that a line passes, with new points in the layers between its ends."""
    a, b = kante
    kette = [a]
    for zwischen in range(ebene[a] + 1, ebene[b]):
        name = f"{a}>{b}>{zwischen}"
        knoten[name] = _Knoten(name, zwischen, echt=False, platz=(knoten[a].platz + knoten[b].platz) / 2)
        kette.append(name)
    return [*kette, b]


def _geordnete_lagen(knoten: Mapping[str, _Knoten], ketten: Sequence[Sequence[str]]) -> list[list[_Knoten]]:
    """Order each layer by the mean place of its neighbours, a few times back and forth: fewer lines cross."""
    tiefe = max((k.ebene for k in knoten.values()), default=-1) + 1
    lagen = [[k for k in knoten.values() if k.ebene == e] for e in range(tiefe)]
    nachbarn: dict[str, list[str]] = {name: [] for name in knoten}
    for kette in ketten:
        for a, b in pairwise(kette):
            nachbarn[a].append(b)
            nachbarn[b].append(a)
    for runde in range(_RUNDEN):
        for lage in lagen if runde % 2 == 0 else reversed(lagen):
            richtung = -1 if runde % 2 == 0 else 1
            for k in lage:
                anliegende = [knoten[n].platz for n in nachbarn[k.name] if knoten[n].ebene == k.ebene + richtung]
                if anliegende:
                    k.platz = sum(anliegende) / len(anliegende)
            lage.sort(key=lambda k: (k.platz, k.name))
            for nummer, k in enumerate(lage):
                k.platz = nummer - (len(lage) - 1) / 2
    return lagen


@dataclass(slots=True)
class _Feder:
    """Draws lines; coordinates run along the way and across it, and change places where the picture stands."""

    lage: Callable[[str], tuple[int, int]]
    laenge: int
    dicke: int
    quer: bool

    def xy(self, entlang: float, querab: float) -> tuple[int, int]:
        """Return a place as it is in the picture."""
        x, y = (entlang, querab) if self.quer else (querab, entlang)
        return round(x), round(y)

    def _p(self, entlang: float, querab: float) -> str:
        return "{} {}".format(*self.xy(entlang, querab))

    def _spitze(self, entlang: int, querab: int, richtung: int, *, senkrecht: bool = False) -> str:
        """Return a triangle whose point lies at the place; `richtung` 1 or -1 along (or across) the way."""
        zurueck = richtung * _SPITZE
        hinten = (entlang, querab - zurueck) if senkrecht else (entlang - zurueck, querab)
        e, q = (5, 0) if senkrecht else (0, 5)
        ecken = ((entlang, querab), (hinten[0] - e, hinten[1] - q), (hinten[0] + e, hinten[1] + q))
        return " ".join("{},{}".format(*self.xy(*ecke)) for ecke in ecken)

    def vorwaerts(self, kette: Sequence[str], ausgang: int, eingang: int, *, beidseitig: bool) -> Linie:
        """Draw a smooth line from the end of the first box to the beginning of the last, so far from their middles."""
        (e0, q0), (e1, q1) = self.lage(kette[0]), self.lage(kette[-1])
        q0, q1 = q0 + ausgang, q1 + eingang
        e0, e1 = e0 + self.laenge // 2, e1 - self.laenge // 2
        beginn = e0 + (_SPITZE if beidseitig else 0)
        weg, ea, qa = f"M{self._p(beginn, q0)}", beginn, q0
        halbe = self.laenge // 2
        # Past the boxes of a layer between them the line runs straight, in the gap that was left for it.
        for e, q in (self.lage(n) for n in kette[1:-1]):
            weg += f"{self._bogen(ea, qa, e - halbe, q)} L{self._p(e + halbe, q)}"
            ea, qa = e + halbe, q
        weg += self._bogen(ea, qa, e1 - _SPITZE, q1)
        spitzen = [self._spitze(e1, q1, 1), *([self._spitze(e0, q0, -1)] if beidseitig else [])]
        return Linie(weg, spitzen)

    def _bogen(self, ea: int, qa: int, eb: int, qb: int) -> str:
        halb = (ea + eb) / 2
        return f" C{self._p(halb, qa)} {self._p(halb, qb)} {self._p(eb, qb)}"

    def seitwaerts(self, a: str, b: str, *, beidseitig: bool) -> Linie:
        """Draw a line between two boxes of one layer."""
        (e, q0), (_, q1) = self.lage(a), self.lage(b)
        richtung = 1 if q1 > q0 else -1
        q0, q1 = q0 + richtung * self.dicke // 2, q1 - richtung * self.dicke // 2
        beginn = q0 + richtung * (_SPITZE if beidseitig else 0)
        weg = f"M{self._p(e, beginn)} L{self._p(e, q1 - richtung * _SPITZE)}"
        spitzen = [self._spitze(e, q1, richtung, senkrecht=True)]
        return Linie(weg, [*spitzen, *([self._spitze(e, q0, -richtung, senkrecht=True)] if beidseitig else [])])

    def zurueck(self, a: str, b: str, spur: int, ganz_unten: Sequence[bool]) -> Linie:
        """Draw a way back along the edge of the picture; `ganz_unten` tells whether nothing lies between an end and the edge."""
        (e0, q0), (e1, q1) = self.lage(a), self.lage(b)
        if ganz_unten[0]:
            weg = f"M{self._p(e0, q0 + self.dicke // 2)}"
        else:  # beside the boxes below
            seite = e0 + self.laenge // 2
            e0 = seite + _GASSE
            weg = f"M{self._p(seite, q0)} L{self._p(e0, q0)}"
        weg += f" L{self._p(e0, spur - 8)} Q{self._p(e0, spur)} {self._p(e0 - 8, spur)}"
        seite = e1 - self.laenge // 2
        unten = e1 if ganz_unten[1] else seite - _GASSE
        weg += f" L{self._p(unten + 8, spur)} Q{self._p(unten, spur)} {self._p(unten, spur - 8)}"
        if ganz_unten[1]:
            ziel = q1 + self.dicke // 2
            return Linie(f"{weg} L{self._p(e1, ziel + _SPITZE)}", [self._spitze(e1, ziel, -1, senkrecht=True)])
        return Linie(f"{weg} L{self._p(unten, q1)} L{self._p(seite - _SPITZE, q1)}", [self._spitze(seite, q1, 1)])


def umbrochen(text: str) -> list[str]:
    """Break a name into at most three lines that fit a box; what is longer ends with an ellipsis."""
    zeilen: list[str] = []
    for wort in text.replace("-", "- ").replace("/", "/ ").split():
        if zeilen and len(zeilen[-1]) + 1 + len(wort) <= _ZEICHEN_JE_ZEILE:
            zeilen[-1] += ("" if zeilen[-1].endswith(("-", "/")) else " ") + wort
        else:
            zeilen.append(wort)
    zeilen = [z if len(z) <= _ZEICHEN_JE_ZEILE + 2 else z[:_ZEICHEN_JE_ZEILE] + "…" for z in zeilen]
    return zeilen if len(zeilen) <= 3 else [*zeilen[:2], zeilen[2].rstrip("…") + " …"]
