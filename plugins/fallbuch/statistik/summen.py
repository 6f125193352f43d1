"""Sums over many teams as a source of figures: with them a folder without a single case shows and releases like a team's."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from datetime import date
from functools import cached_property
from typing import Any

from fallbuch.fehler import Satzfehler
from fallbuch.statistik.bausteine import Stoff
from fallbuch.statistik.kennzahl import Tabelle
from fallbuch.statistik.laden import Kennzahlenbuch
from fallbuch.statistik.meldungen import SUMMENDATEI
from fallbuch.statistik.mengen import MENGEN
from fallbuch.statistik.stand import Auswertung
from fallbuch.statistik.tabelle import Rohtabelle
from fallbuch.statistik.verbund import Verbund, Woerter, gemeinsame_kategorien
from fallbuch.statistik.werk import Zahlenwerk
from fallbuch.statistik.zeitraum import Zeitraum, davor, ein_jahr_zuvor, zeitraum_des_quartals
from fallbuch.statistik.zellen import Zaehlort, Zusammensetzung
from fallbuch.werte import dataclass
from fallbuch.zeit import datum_aus, quartal_aus

_FORM = 2
_UNLESBAR = f"Die Summen des Verbunds ({SUMMENDATEI}) sind nicht lesbar, oder jemand hat sie von Hand geändert. Holen Sie die Datei aus git zurück, oder machen Sie sie aus den Paketen neu: fallbuch verbund zusammenfassen … --trotzdem"


@dataclass(frozen=True, slots=True)
class Abgabe:
    """That a team handed in a quarter: which version counts, and when it was counted."""

    team: str
    quartal: str
    fassung: int
    gezaehlt_am: date
    #: Open at the beginning and at the end; where no agreed figure counts that, the people of its largest table.
    anfang: int = 0
    ende: int = 0
    #: Hash of its counts.
    wert: str = ""

    @property
    def stand(self) -> str:
        """By what it is known again: version and counts."""
        return f"{self.fassung} {self.wert}".rstrip()


#: What a printed number leaves open where one takes it to lie at most two off.
OFFEN_DURCH_DAS_LOS = 4
#: Up to such a printed number a cell may be that of few teams: there the draw hides enough.
WENIGE = 10
#: To so small a part of it nobody may work out a team's number.
GENAU = 10


def verbirgt(zahl: int, groesste: Sequence[int], absprache: int) -> bool:
    """Tell whether a sum hides its largest part from `absprache` teams that tell each other theirs; `groesste` are the largest, in order."""
    erste, *naechste = groesste
    return GENAU * (OFFEN_DURCH_DAS_LOS + zahl - erste - sum(naechste[:absprache])) >= erste


@dataclass(frozen=True, slots=True)
class Zellsumme:
    """The sum of one cell: how many teams have somebody there, and the three largest of their numbers."""

    zahl: int
    teams: int
    groesste: tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Unterschied:
    """What several numbers tell together: their places, how large the difference is, of how many teams, and what the three largest add to it."""

    orte: tuple[Zaehlort, ...]
    zahl: int
    teams: int
    groesste: tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Streuung:
    """How one figure spreads over teams: of how many, lower quartile, median, upper quartile; in per cent or as a count."""

    worte: str
    teams: int
    unten: float
    mitte: float
    oben: float
    einheit: str


@dataclass(frozen=True, kw_only=True)
class Summenstand:
    """Everything that the packages said together."""

    #: Hash of what was agreed when they were counted.
    vereinbarung: str
    abgaben: Sequence[Abgabe]
    zahlen: Mapping[str, Mapping[Zaehlort, Zellsumme]]
    #: By quarter: the common words by which it was counted.
    woerter: Mapping[str, Woerter]
    streuung: Mapping[str, Sequence[Streuung]] = field(default_factory=dict)
    #: By quarter: what totals tell together of a few teams.
    unterschiede: Mapping[str, Sequence[Unterschied]] = field(default_factory=dict)
    #: By quarter, field and word: how many people, in all teams that call something so.
    nicht_zuordenbar: Mapping[tuple[str, str, str], int] = field(default_factory=dict)

    @property
    def quartale(self) -> Sequence[str]:
        """The quarters of which somebody handed in figures, newest first."""
        return sorted(self.zahlen, reverse=True)

    def als_bytes(self) -> bytes:
        """Return the bytes of the file: the same for the same packages."""
        werte = {
            "form": _FORM, "vereinbarung": self.vereinbarung,
            "abgaben": [[a.team, a.quartal, a.fassung, str(a.gezaehlt_am), a.anfang, a.ende, a.wert] for a in self.abgaben],
            "nicht_zuordenbar": [[*ort, zahl] for ort, zahl in sorted(self.nicht_zuordenbar.items())],
            "streuung": {q: [[s.worte, s.teams, s.unten, s.mitte, s.oben, s.einheit] for s in alle] for q, alle in sorted(self.streuung.items())},
            "unterschiede": {
                q: [[u.zahl, u.teams, u.groesste, [[o.tabelle, o.zeile, o.spalte, o.groesse] for o in u.orte]] for u in alle]
                for q, alle in sorted(self.unterschiede.items())
            },
            "woerter": {q: {liste: {wort: list(andere) for wort, andere in worte.items()} for liste, worte in alle.items()} for q, alle in sorted(self.woerter.items())},
            "zahlen": {
                q: [[z.tabelle, z.zeile, z.spalte, z.groesse, s.zahl, s.teams, *s.groesste] for z, s in sorted(zellen.items())]
                for q, zellen in sorted(self.zahlen.items())
            },
        }  # fmt: skip
        return (json.dumps({**werte, "pruefwert": _pruefwert(werte)}, ensure_ascii=False, indent=0) + "\n").encode()


def _pruefwert(werte: Mapping[str, Any]) -> str:
    """Return by what a file is known as the program wrote it: a number that slipped in by hand would be released with the others."""
    return hashlib.sha256(json.dumps(werte, sort_keys=True).encode()).hexdigest()[:32]


def lies_summen(inhalt: bytes) -> Summenstand:
    """Read the file; raises `Satzfehler`."""
    try:
        werte: dict[str, Any] = json.loads(inhalt)
        if werte["form"] != _FORM or werte.pop("pruefwert") != _pruefwert(werte):
            raise Satzfehler(_UNLESBAR)
        return Summenstand(
            vereinbarung=str(werte["vereinbarung"]),
            abgaben=[
                Abgabe(str(t), str(q), int(f), datum_aus(tag) or date.min, int(anfang), int(ende), str(wert))
                for t, q, f, tag, anfang, ende, wert in werte["abgaben"]
            ],
            zahlen={
                str(q): {Zaehlort(t, z, s, g): Zellsumme(zahl, n, (a, b, c)) for t, z, s, g, zahl, n, a, b, c in zeilen}
                for q, zeilen in werte["zahlen"].items()
            },
            woerter={
                str(q): {
                    liste: {wort: tuple(andere) for wort, andere in worte.items()} for liste, worte in alle.items()
                }
                for q, alle in werte["woerter"].items()
            },
            streuung={str(q): [Streuung(*teile) for teile in alle] for q, alle in werte["streuung"].items()},
            unterschiede={
                str(q): [
                    Unterschied(tuple(Zaehlort(*o) for o in orte), int(n), int(t), tuple(g)) for n, t, g, orte in alle
                ]
                for q, alle in werte["unterschiede"].items()
            },
            nicht_zuordenbar={(q, f, w): zahl for q, f, w, zahl in werte["nicht_zuordenbar"]},
        )
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as fehler:
        raise Satzfehler(_UNLESBAR) from fehler


#: Where sums were made by another agreement than the one that holds now.
ANDERS_VEREINBART = "Die Vereinbarung des Verbunds ist geändert worden, seit die Summen entstanden. Rufen Sie „fallbuch verbund zusammenfassen“ noch einmal auf."


class Summenwerk(Zahlenwerk):
    """The figures of an association: what its teams handed in, quarter by quarter. Years cannot be added, since people come back."""

    def __init__(
        self, stoff: Stoff, vereinbarung: Verbund, stand: Summenstand, buch: Kennzahlenbuch, geheimnis: bytes
    ) -> None:
        """`stand` are the sums, `buch` the thresholds of the folder that puts them together. Raises `Satzfehler`."""
        fremde = [a for a in stand.abgaben if a.team not in vereinbarung.erwartete(a.quartal)]
        if fremde or stand.vereinbarung != vereinbarung.kennung:
            raise Satzfehler(ANDERS_VEREINBART)
        eigenes = replace(buch, kennzahlen=vereinbarung.kennzahlen)
        super().__init__(stoff, eigenes, kalender=vereinbarung.kalender, geheimnis=geheimnis)
        self.vereinbarung, self.stand = vereinbarung, stand

    @cached_property
    def beginn(self) -> date:
        return min((z.von for z in self.zeitraeume), default=self.stichtag)

    @cached_property
    def zeitraeume(self) -> Sequence[Zeitraum]:
        alle = (quartal_aus(q, kalender=self.kalender) for q in self.stand.quartale)
        gueltige = (zeitraum_des_quartals(q, self.stichtag) for q in alle if q is not None)
        return tuple(z for z in gueltige if z.von <= self.stichtag)

    def zeitraum(self, name: str) -> Zeitraum | None:
        return next((z for z in self.zeitraeume if z.schluessel == name.strip()), None)

    def roh(self, zeitraum: Zeitraum) -> Mapping[str, Rohtabelle]:
        if zeitraum not in self._roh:
            self._roh[zeitraum] = self._zusammengesetzt(zeitraum)
        return self._roh[zeitraum]

    def genau(self, zeitraum: Zeitraum) -> Mapping[str, Rohtabelle]:
        return self.roh(zeitraum)

    def auswertung(self, zeitraum: Zeitraum) -> Auswertung:
        """Return the figures of a quarter beside those of others, where these were counted by the same words."""
        zahlen = super().auswertung(zeitraum)
        worte = self.stand.woerter.get(zeitraum.schluessel, {})

        def vergleichbar(z: Zeitraum | None) -> bool:
            return z is not None and self.stand.woerter.get(z.schluessel, {}) == worte

        return replace(
            zahlen,
            davor=zahlen.davor if vergleichbar(davor(zeitraum)) else None,
            ein_jahr_zuvor=zahlen.ein_jahr_zuvor if vergleichbar(ein_jahr_zuvor(zeitraum)) else None,
        )

    def fortgeschriebene(self, neu: Stoff) -> dict[Zeitraum, Mapping[str, Rohtabelle]]:
        return {}

    def _zusammengesetzt(self, zeitraum: Zeitraum) -> dict[str, Rohtabelle]:
        summen = self.stand.zahlen.get(zeitraum.schluessel, {})
        # A word that nobody was asked for has no line: its zero would be wrong.
        damals = self.vereinbarung.mit_woertern(self.stand.woerter.get(zeitraum.schluessel, {}))
        mache = Zusammensetzung(zeitraum, {zelle: summe.zahl for zelle, summe in summen.items()})
        return {
            t.schluessel: mache.tabelle(t, *kategorien(damals, t, zeitraum))
            for k in self.vereinbarung.kennzahlen
            for t in k.tabellen
        }


def kategorien(vereinbarung: Verbund, tabelle: Tabelle, zeitraum: Zeitraum) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the lines and columns of a table in the common words."""
    merkmale = MENGEN[tabelle.posten[0].zaehlt].merkmale

    def von(feld: str) -> tuple[str, ...]:
        return gemeinsame_kategorien(vereinbarung, merkmale[feld], zeitraum)

    zeilen = von(tabelle.zeilen) if tabelle.zeilen else tuple(p.titel for p in tabelle.posten)
    return zeilen, von(tabelle.spalten) if tabelle.spalten else tuple(m.titel for m in tabelle.masse)
