"""Small releases in few words, and stocks whose figures are all shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random

from fallbuch.auditor.aufbau import baue
from fallbuch.auditor.gruppen import Aufbau
from fallbuch.auditor.pruefung import Pruefung, pruefe
from fallbuch.auditor.ziele import Ziel, ziele
from fallbuch.bestand.laden import lade_bestand
from fallbuch.bestand.protokoll import lade_protokoll
from fallbuch.freigabe.tor import frueheres
from fallbuch.regelwerk.modell import Regelwerk
from fallbuch.statistik.bausteine import Stoff
from fallbuch.statistik.begriffe import Begriffe, Feld
from fallbuch.statistik.kennzahl import Posten, Tabelle
from fallbuch.statistik.laden import Kennzahlenbuch
from fallbuch.statistik.liste import Listengruppe
from fallbuch.statistik.runden import gerundet
from fallbuch.statistik.schutz import Schutzregeln
from fallbuch.statistik.tabelle import Ort, Schutztabelle, Schutzwert
from fallbuch.statistik.tafeln import tafeln_aus
from fallbuch.statistik.werk import Zahlenwerk
from fallbuch.statistik.zeitraum import Zeitraum, zeitraum_des_jahres, zeitraum_des_quartals
from fallbuch.zeit import Quartal
from tests.statistik.zufallsbestand import bestand, protokoll

HEUTE = date(2031, 1, 1)
#: Shows everything, however few people it is about: more to take apart.
ALLES = Schutzregeln(aufteilen_ab=0, kreuzen_ueber=-1, prozent_ab=5, mittel_ab=0)


def quartal(jahr: int, nummer: int) -> Zeitraum:
    return zeitraum_des_quartals(Quartal(jahr, nummer), HEUTE)


def jahr(zahl: int) -> Zeitraum:
    return zeitraum_des_jahres(zahl, HEUTE, kalender=False)


@dataclass(frozen=True)
class Blatt:
    """A release as the auditor sees it."""

    zeitraum: Zeitraum
    tabellen: Mapping[str, Schutztabelle]
    schutz: Schutzregeln = ALLES
    liste: Sequence[Listengruppe] = field(default=())

    def ohne(self, name: str) -> Blatt:
        return replace(self, tabellen={n: t for n, t in self.tabellen.items() if n != name})

    def mit_zahl(self, tabelle: str, ort: Ort, zahl: int) -> Blatt:
        """Print another number."""
        t = self.tabellen[tabelle]
        return replace(
            self, tabellen={**self.tabellen, tabelle: replace(t, werte={**t.werte, ort: Schutzwert(zahl=zahl)})}
        )


def einfach(
    zeitraum: Zeitraum,
    name: str,
    zeilen: Mapping[str, int],
    *,
    feld: str = "Zugangsweg",
    zaehlt: str = "Phasen",
    wann: str = "begonnen",
    ohne_summe: bool = False,
) -> Schutztabelle:
    """Return a table with one field, printed from true counts."""
    t = Tabelle(schluessel=name, titel=name, posten=(Posten(zaehlt=zaehlt, wann=wann),), zeilen=feld)
    werte: dict[Ort, Schutzwert] = {(z, "Anzahl"): Schutzwert(zahl=gerundet(n)) for z, n in zeilen.items()}
    if not ohne_summe:
        werte[None, "Anzahl"] = Schutzwert(zahl=gerundet(sum(zeilen.values())))
    begriffe = (Begriffe({feld: Feld(tuple(zeilen))}),)
    return Schutztabelle(
        tabelle=t, zeitraum=zeitraum, zeilen=tuple(zeilen), spalten=("Anzahl",), werte=werte, begriffe=begriffe
    )


def gekreuzt(
    zeitraum: Zeitraum,
    name: str,
    zellen: Mapping[tuple[str, str], int],
    felder: tuple[str, str],
    *,
    innen: bool = True,
    wann: str = "begonnen",
) -> Schutztabelle:
    """Return a table with two fields, printed from true counts; without `innen` its margins alone."""
    t = Tabelle(
        schluessel=name, titel=name, posten=(Posten(zaehlt="Phasen", wann=wann),), zeilen=felder[0], spalten=felder[1]
    )
    zeilen, spalten = (tuple(dict.fromkeys(ort[i] for ort in zellen)) for i in (0, 1))
    werte: dict[Ort, Schutzwert] = {}
    for z in (*zeilen, None):
        for s in (*spalten, None):
            if innen or z is None or s is None:
                menge = sum(n for (a, b), n in zellen.items() if z in {a, None} and s in {b, None})
                werte[z, s] = Schutzwert(zahl=gerundet(menge))
    begriffe = (Begriffe({felder[0]: Feld(zeilen), felder[1]: Feld(spalten)}),)
    return Schutztabelle(tabelle=t, zeitraum=zeitraum, zeilen=zeilen, spalten=spalten, werte=werte, begriffe=begriffe)


def gezaehlt(zeitraum: Zeitraum, name: str, zahlen: Mapping[Posten, int]) -> Schutztabelle:
    """Return a table with a line for each population, printed from true counts."""
    t = Tabelle(schluessel=name, titel=name, posten=tuple(zahlen))
    werte: dict[Ort, Schutzwert] = {(p.titel, "Anzahl"): Schutzwert(zahl=gerundet(n)) for p, n in zahlen.items()}
    begriffe = tuple(Begriffe({}, bedingungen=p.nur) for p in zahlen)
    zeilen = tuple(p.titel for p in zahlen)
    return Schutztabelle(
        tabelle=t, zeitraum=zeitraum, zeilen=zeilen, spalten=("Anzahl",), werte=werte, begriffe=begriffe
    )


def phasen(wann: str, *nur: str) -> Posten:
    return Posten(zaehlt="Phasen", wann=wann, nur=nur, titel=" ".join((wann, *nur)))


def blatt(*tabellen: Schutztabelle) -> Blatt:
    return Blatt(tabellen[0].zeitraum, {t.tabelle.schluessel: t for t in tabellen})


def geprueft(*blaetter: Blatt) -> tuple[Aufbau, list[Ziel], Pruefung]:
    """Audit some releases together."""
    aufbau = baue(blaetter)
    alle = ziele(aufbau.gesagt, frueheres([b.zeitraum for b in blaetter]))
    return aufbau, alle, pruefe(aufbau.modell, alle, 120)


def verraten(*blaetter: Blatt) -> set[tuple[str, tuple[int, ...]]]:
    """Return what is given away: the figure, and its possible values."""
    return {(leck.ziel.aussage.zahl, leck.moeglich) for leck in geprueft(*blaetter)[2].lecks}


def zufallswerk(rng: Random, regelwerk: Regelwerk, *, kalender: bool = False, menschen: int = 0) -> Zahlenwerk:
    """Return the figures of a random stock."""
    stichtag = date(2028, 6, 1) + timedelta(days=rng.randrange(600))
    dateien = bestand(rng)
    while len(dateien) < menschen:
        dateien += [replace(d, name=f"faelle/{len(dateien) + i}.md") for i, d in enumerate(bestand(rng))]
    akten = lade_bestand(dateien, regelwerk, stichtag, stichtag, {})
    log, _ = lade_protokoll(protokoll(rng), regelwerk.vokabular, stichtag)
    return Zahlenwerk(Stoff(tafeln_aus(akten, log, regelwerk, stichtag), stichtag), Kennzahlenbuch(), kalender=kalender)


def blaetter_von(werk: Zahlenwerk, zeitraeume: Iterable[Zeitraum], regeln: Schutzregeln = ALLES) -> list[Blatt]:
    """Return what would be released of some periods."""
    werk.buch = Kennzahlenbuch(kennzahlen=werk.buch.kennzahlen, schutz=regeln)
    return [Blatt(z, werk.geschuetzte(z), regeln) for z in zeitraeume]
