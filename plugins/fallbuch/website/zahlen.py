"""Figures ready to be shown: the same building of tables for exact and for protected ones, never mixed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic

from markupsafe import Markup

from fallbuch.statistik.anzeige import (
    INSGESAMT,
    KEIN_WERT,
    T,
    Zelle,
    groesse,
    leere_zeilen,
    spalten_von,
    vergleichsspalte,
    zeilen_von,
    zelle,
)
from fallbuch.statistik.bausteine import UNBEKANNT
from fallbuch.statistik.diagramm import diagramm, verlauf
from fallbuch.statistik.kennzahl import Diagramm, Kennzahl, Kern, Leitfrage
from fallbuch.statistik.phasen import OHNE_STUFE
from fallbuch.statistik.stand import Zahlenstand
from fallbuch.statistik.tabelle import Rohtabelle, Schutztabelle
from fallbuch.statistik.zeitraum import Zeitraum, ein_jahr_zuvor

#: Fields whose lines stay even where nothing was counted: their zero says something.
_BLEIBT = frozenset({"Zugangsweg", "Betreuungsstufe", "erste Stufe"})
_OHNE_WORT = frozenset({UNBEKANNT, OHNE_STUFE})
#: Up to so many columns a table stands beside its picture.
_SCHMAL = 5
_BILDHINWEIS = "Jeder Teil eines Balkens ist für sich geschützt, und die Summe auch. Deshalb ist ein Balken nicht immer so lang wie die Summe daneben."


@dataclass(frozen=True, slots=True)
class Zahlenzeile:
    """A line of a table; `erwartet` is what the team expects of it, with how it came out."""

    name: str
    zellen: Sequence[Zelle]
    summe: bool
    erwartet: str = ""


@dataclass(frozen=True, slots=True)
class Zahlenblock:
    """A table as a page shows it, with its chart and the name of its file."""

    schluessel: str
    titel: str
    definition: str
    bild: Markup | None
    kopf: Sequence[str]
    zeilen: Sequence[Zahlenzeile]
    #: Totals of the columns of a table whose cells are hidden.
    spaltensummen: Sequence[tuple[str, Zelle]]
    datei: str
    hinweis: str
    mehrfach: bool
    #: What must be known to read the picture.
    bildhinweis: str
    #: Heading of the column of what is expected; "" for a table without.
    erwartet: str

    @property
    def breit(self) -> bool:
        """The table needs the whole width, its picture stands above it."""
        return len(self.kopf) > _SCHMAL


def bloecke(stand: Zahlenstand[T], kennzahl: Kennzahl, ordner: str) -> list[Zahlenblock]:
    """Return the tables of one figure; files lie in `ordner`, as seen from the page."""
    return [_block(stand, t.schluessel, ordner) for t in kennzahl.tabellen if t.schluessel in stand.tabellen]


def _block(stand: Zahlenstand[T], name: str, ordner: str) -> Zahlenblock:
    tabelle = stand.tabellen[name]
    andere = [(a[name].zeitraum.name, a[name]) for a in (stand.davor, stand.ein_jahr_zuvor) if a and name in a]
    if len(andere) > 1 and andere[0][0] == andere[1][0]:
        andere = andere[:1]
    t = tabelle.tabelle
    ausser = _ausser([tabelle, *(a for _, a in andere)])
    versteckt = bool(t.spalten) and not any(z is not None and s is not None for z, s in tabelle.werte)
    spalten = [None] if versteckt else spalten_von(tabelle)
    mass = vergleichsspalte(t)
    zusatz = f"{mass}, " if mass is not None and len(t.masse) > 1 else ""
    zeilen = [z for z in zeilen_von(tabelle) if z not in ausser]
    return Zahlenblock(
        schluessel=name,
        titel=t.titel,
        definition=t.definition,
        bild=diagramm(tabelle, ausser),
        kopf=[*(s or INSGESAMT for s in spalten), *(f"{zusatz}{titel}" for titel, _ in andere)],
        zeilen=[
            Zahlenzeile(
                z or INSGESAMT,
                [*(zelle(tabelle, (z, s)) for s in spalten), *(zelle(a, (z, mass)) for _, a in andere)],
                z is None,
                _erwartet(tabelle, z),
            )
            for z in zeilen
        ],
        spaltensummen=[(s, zelle(tabelle, (None, s))) for s in tabelle.spalten] if versteckt else [],
        datei=f"{ordner}/{name}.csv",
        hinweis=tabelle.hinweis if isinstance(tabelle, Schutztabelle) else "",
        mehrfach=t.mehrfach and bool(zeilen[1:]),
        bildhinweis=_BILDHINWEIS
        if isinstance(tabelle, Schutztabelle) and t.diagramm is Diagramm.GESTAPELT and not versteckt
        else "",
        erwartet=_erwartungskopf(tabelle),
    )


def _erwartungskopf(tabelle: Rohtabelle | Schutztabelle) -> str:
    if not isinstance(tabelle, Rohtabelle) or not tabelle.tabelle.erwartung:
        return ""
    return f"{tabelle.tabelle.erwartung}, erwartet" + (" bisher" if tabelle.zeitraum.laeuft else "")


def _ausser(tabellen: list[T]) -> set[str]:
    """Return the lines to leave out: of exact tables those where nothing was ever counted, of protected ones none."""
    erste = tabellen[0]
    if isinstance(erste, Schutztabelle) or not erste.tabelle.zeilen:
        return set()
    leere = leere_zeilen(tabellen)
    return leere & _OHNE_WORT if erste.tabelle.zeilen in _BLEIBT else leere


def _erwartet(tabelle: Rohtabelle | Schutztabelle, zeile: str | None) -> str:
    """Return what a row was expected to be and how it came out."""
    if not isinstance(tabelle, Rohtabelle) or zeile is None or zeile not in tabelle.erwartet:
        return ""
    von, bis = tabelle.erwartet[zeile]
    text = str(von) if von == bis else f"{von}–{bis}"
    if tabelle.zeitraum.laeuft:
        return text  # of a month that has only begun nothing is expected yet
    ist = groesse(tabelle.werte.get((zeile, tabelle.tabelle.erwartung)))
    return f"{text} ({'darunter' if ist < von else 'darüber' if ist > bis else 'wie erwartet'})"


@dataclass(frozen=True, slots=True)
class Ueberblick(Generic[T]):
    """Quarters with their tables, newest first."""

    quartale: Mapping[Zeitraum, Mapping[str, T]]

    @property
    def spalten(self) -> list[Zeitraum]:
        """The newest quarter that is over, the one before it, the same a year before; at the end the running one."""
        alle = list(self.quartale)
        fertige = [z for z in alle if not z.laeuft]
        jahr_zuvor = ein_jahr_zuvor(fertige[0]) if fertige else None
        frueher = [z for z in fertige[2:] if jahr_zuvor is not None and z.schluessel == jahr_zuvor.schluessel]
        return [*fertige[:2], *frueher, *(z for z in alle if z.laeuft)]


@dataclass(frozen=True, slots=True)
class Kernzeile:
    """A line of the overview: one cell of one figure over several periods."""

    kennzahl: Kennzahl
    worte: str
    zellen: Sequence[Zelle]
    bild: Markup


def kernzeilen(ueberblick: Ueberblick[T], kennzahlen: Sequence[Kennzahl], frage: Leitfrage) -> list[Kernzeile]:
    """Return what the overview says of one question."""
    return [
        _kernzeile(ueberblick, kennzahl, kern)
        for kennzahl in kennzahlen
        if kennzahl.leitfrage is frage
        for kern in kennzahl.kern
        if any(kern.tabelle in tabellen for tabellen in ueberblick.quartale.values())
    ]


def _kernzeile(ueberblick: Ueberblick[T], kennzahl: Kennzahl, kern: Kern) -> Kernzeile:
    ort = (kern.zeile, kern.spalte)
    alle = {z: tabellen.get(kern.tabelle) for z, tabellen in ueberblick.quartale.items()}
    # A release can leave out a table.
    zellen = [zelle(t, ort) if (t := alle[z]) is not None else Zelle(KEIN_WERT, "") for z in ueberblick.spalten]
    werte = [groesse(t.werte.get(ort)) or None if t is not None else None for t in alle.values()]
    laeuft = next(iter(ueberblick.quartale)).laeuft
    return Kernzeile(kennzahl, kern.worte, zellen, verlauf(werte[::-1], laeuft=laeuft))
