"""All figures of a team: which periods there are, and what each of them says, exactly or protected."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property

from fallbuch.bestand.laden import Akte, ohne_speicherbereinigung
from fallbuch.statistik.auswerten import Auswerter
from fallbuch.statistik.bausteine import Stoff
from fallbuch.statistik.bloecke import Bloecke
from fallbuch.statistik.fortschreiben import fortgeschrieben
from fallbuch.statistik.laden import Kennzahlenbuch
from fallbuch.statistik.los import Los
from fallbuch.statistik.schutz import schuetze
from fallbuch.statistik.stand import Auswertung, Zahlenstand
from fallbuch.statistik.tabelle import Rohtabelle, Schutztabelle
from fallbuch.statistik.zeitraum import (
    Zeitraum,
    davor,
    ein_jahr_zuvor,
    gezeigte_zeitraeume,
    zeitraum_aus,
)


class Zahlenwerk:
    """Counts periods of one team when they are asked for, each once; `geheimnis` is what printed numbers are drawn from.

    `vorher` has counted the same figures of the team before some of its cases changed.
    """

    def __init__(
        self,
        stoff: Stoff,
        buch: Kennzahlenbuch,
        *,
        kalender: bool,
        geheimnis: bytes,
        vorher: Zahlenwerk | None = None,
        bloecke: Bloecke | None = None,
    ) -> None:
        """`bloecke` has counted some of these cases in earlier runs."""
        self.stoff, self.buch, self.kalender, self._los, self._bloecke = stoff, buch, kalender, Los(geheimnis), bloecke
        self._roh: dict[Zeitraum, Mapping[str, Rohtabelle]] = {}
        self._genau = {} if vorher is None else vorher.fortgeschriebene(stoff)

    @property
    def stichtag(self) -> date:
        return self.stoff.stichtag

    @cached_property
    def beginn(self) -> date:
        """The day of the first case, the key date where there is none."""
        return min(self.stoff.tafeln.beginn or self.stichtag, self.stichtag)

    @cached_property
    def zeitraeume(self) -> Sequence[Zeitraum]:
        """The periods that the team's pages show: quarters and years back to the first case, newest first, all time."""
        return gezeigte_zeitraeume(self.beginn, self.stichtag, kalender=self.kalender)

    def zeitraum(self, name: str) -> Zeitraum | None:
        """Return the period called `2026Q3`, `2026` or `gesamt`; None where there is none by the key date."""
        return zeitraum_aus(name, self.beginn, self.stichtag, kalender=self.kalender)

    def roh(self, zeitraum: Zeitraum) -> Mapping[str, Rohtabelle]:
        """Return all exact tables of a period by their keys, with what printed numbers are drawn from."""
        if zeitraum not in self._roh:
            with ohne_speicherbereinigung():
                self._roh[zeitraum] = Auswerter(self.stoff, zeitraum).alle(self.buch.kennzahlen)
        return self._roh[zeitraum]

    def genau(self, zeitraum: Zeitraum) -> Mapping[str, Rohtabelle]:
        """Return the same for the team's own eyes: nothing can be drawn for others, which is a good part of the work."""
        if zeitraum in self._roh:
            return self._roh[zeitraum]
        if zeitraum not in self._genau:
            with ohne_speicherbereinigung():
                bloecke = self._bloecke
                self._genau[zeitraum] = bloecke.tabellen(zeitraum) if bloecke else self._gezaehlt(self.stoff, zeitraum)
        return self._genau[zeitraum]

    @property
    def nicht_auswertbar(self) -> list[tuple[Akte, str]]:
        """What cannot be counted: a case or one of its phases, with the reason."""
        if self._bloecke is None:
            return self.stoff.tafeln.nicht_auswertbar
        gruende = (
            (akte, self._bloecke.maengel.get(akte.auszug.datei, ((), False))) for akte in self.stoff.tafeln.akten
        )
        return [(akte, grund) for akte, (alle, _) in gruende for grund in alle]

    @property
    def widerspruechlich(self) -> list[Akte]:
        """Cases whose Status and record disagree; counted by the record."""
        if self._bloecke is None:
            return self.stoff.tafeln.widerspruechlich
        maengel = self._bloecke.maengel
        return [akte for akte in self.stoff.tafeln.akten if maengel.get(akte.auszug.datei, ((), False))[1]]

    def sichere(self) -> None:
        """Keep for later runs what was counted, when all of it has been."""
        if self._bloecke is not None:
            self._bloecke.sichere()

    def _gezaehlt(self, stoff: Stoff, zeitraum: Zeitraum) -> Mapping[str, Rohtabelle]:
        return Auswerter(stoff, zeitraum, mit_saetzen=False).alle(self.buch.kennzahlen)

    def fortgeschriebene(self, neu: Stoff) -> dict[Zeitraum, Mapping[str, Rohtabelle]]:
        """Return what has been counted, as it is after some cases changed; nothing where cases do not count one by one."""
        davor, danach = self.stoff.tafeln, neu.tafeln
        if not (davor.je_mensch_einer and danach.je_mensch_einer):
            return {}
        waren, sind = set(davor.akten), set(danach.akten)
        weg = self.stoff.mit(davor.nur(akte for akte in davor.akten if akte not in sind))
        dazu = neu.mit(danach.nur(akte for akte in danach.akten if akte not in waren))
        return {
            z: fortgeschrieben(tabellen, self._gezaehlt(weg, z), self._gezaehlt(dazu, z))
            for z, tabellen in list(self._genau.items())  # the desk may be counting another period meanwhile
        }

    def auswertung(self, zeitraum: Zeitraum) -> Auswertung:
        """Return the exact figures of a period with those to compare them with."""
        # Before the first case nothing happened, so there is nothing to compare with.
        vorher, vorjahr = (
            self.genau(z) if z is not None and z.bis >= self.beginn else None
            for z in (davor(zeitraum), ein_jahr_zuvor(zeitraum))
        )
        return Zahlenstand(
            zeitraum=zeitraum,
            kennzahlen=self.buch.kennzahlen,
            tabellen=self.genau(zeitraum),
            davor=vorher,
            ein_jahr_zuvor=vorjahr,
        )

    def geschuetzte(self, zeitraum: Zeitraum) -> dict[str, Schutztabelle]:
        """Return all tables of a period that may leave the team, by their keys, as they would be released."""
        paare = ((name, schuetze(roh, self.buch.schutz, self._los)) for name, roh in self.roh(zeitraum).items())
        return {name: tabelle for name, tabelle in paare if tabelle is not None}
