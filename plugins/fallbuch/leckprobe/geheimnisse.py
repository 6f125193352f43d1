"""What must not leave the team: IDs, people, texts and days of all cases, and figures that are not protected."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property

from fallbuch.kennung import slug
from fallbuch.leckprobe.blatt import GRENZE, folgen, formen
from fallbuch.statistik.anzeige import schluessel
from fallbuch.statistik.stand import Veroeffentlichung
from fallbuch.statistik.tabelle import Anteil, Anzahl, Schutzwert
from fallbuch.team import Team
from fallbuch.werte import dataclass
from fallbuch.zeit import FRUEHESTES_JAHR, SPAETESTES_JAHR

#: From so many characters on an ID means something by itself.
LANGE_ID = 4
#: So many words of a case in a row are a sentence of it.
LAUF = 5
#: An exact figure up to this one says nothing by itself: every page has such numbers.
_KLEIN = 5
_MINDESTENS_ZIFFERN = 6


@dataclass(frozen=True, slots=True)
class Kontakt:
    """A contact person of an employer: the words of the name, digits of the number, mail address."""

    betrieb: str
    namen: tuple[str, ...]
    ziffern: str
    email: str


class Geheimnisse:
    """All that a scan looks for, in the form in which it is found."""

    def __init__(self, team: Team, veroeffentlicht: Sequence[Veroeffentlichung]) -> None:
        self._team = team
        self._veroeffentlicht = veroeffentlicht

    @cached_property
    def ids(self) -> Mapping[tuple[str, ...], str]:
        """Folded words of each ID → the file of its case."""
        return {
            tuple(formen(name)): akte.fall.datei
            for akte in self._team.akten
            for name in (akte.fall.kennung, akte.fall.stamm)
            if formen(name)
        }

    @cached_property
    def personen(self) -> frozenset[str]:
        """Names that a file about a counsellor could have."""
        return frozenset(map(slug, self.berater))

    @cached_property
    def berater(self) -> frozenset[str]:
        """Names of everybody who counsels or did, as they are written."""
        namen = set(self._team.regelwerk.vokabular.berater)
        for akte in self._team.akten:
            kopf = akte.fall.kopf
            namen |= {kopf.berater or "", kopf.vertretung.wer if kopf.vertretung is not None else ""}
            namen.update(name for eintrag in akte.fall.eintraege for name in eintrag.berater)
        return frozenset(name for name in namen if len(name) > 1)

    @cached_property
    def merkzeilen(self) -> Mapping[tuple[str, ...], str]:
        """Folded words of what is to be observed about somebody → the file of the case; one word alone is everybody's."""
        zeilen = ((tuple(formen(a.fall.kopf.zu_beachten or "")), a.fall.datei) for a in self._team.akten)
        return {worte: datei for worte, datei in zeilen if len(worte) > 1}

    @cached_property
    def kontakte(self) -> Sequence[Kontakt]:
        """Contact persons of employers."""
        return [
            Kontakt(name, tuple(formen(p.name)), _ziffern(p.telefon), p.email.casefold())
            for name, arbeitgeber in self._team.regelwerk.vokabular.arbeitgeber.items()
            for p in arbeitgeber.ansprechpartner
        ]

    @cached_property
    def tage(self) -> Mapping[date, set[tuple[str, ...]]]:
        """Days on which something is written of a case → the folded words for what happened."""
        ergebnis: defaultdict[date, set[tuple[str, ...]]] = defaultdict(set)
        for akte in self._team.akten:
            for eintrag in akte.fall.eintraege:
                if eintrag.datum is not None and formen(eintrag.art):
                    ergebnis[eintrag.datum].add(tuple(formen(eintrag.art)))
                termin = eintrag.angaben.folgetermin
                if termin is not None and termin.tag is not None:
                    ergebnis[termin.tag].add(("folgetermin",))
            if akte.fall.kopf.erstkontakt is not None:
                ergebnis[akte.fall.kopf.erstkontakt].add(("erstkontakt",))
        return ergebnis

    def laeufe(self, texte: Mapping[str, str]) -> Iterator[tuple[str, int, int]]:
        """Yield (file, line, hash) of every run of five words of the cases; `texte` are the files as they stand."""
        for datei, text in texte.items():
            zeile = 1
            for absatz in re.split(r"(\n[ \t\r]*\n)", text):
                worte = formen(absatz)
                yield from ((datei, zeile, folge) for _, folge in folgen(worte, LAUF))
                zeile += absatz.count("\n")

    @cached_property
    def erlaubt(self) -> Mapping[str, Schutzwert]:
        """Name of each published figure → what it says."""
        return {
            schluessel(tabelle, ort): wert
            for v in self._veroeffentlicht
            for tabellen in (v.tabellen, v.davor or {}, v.ein_jahr_zuvor or {})
            for tabelle in tabellen.values()
            for ort, wert in tabelle.werte.items()
        }

    @cached_property
    def zeitraeume(self) -> Mapping[str, tuple[str, str]]:
        """Name of each published period → its first and last day."""
        return {v.zeitraum.schluessel: (str(v.zeitraum.von), str(v.zeitraum.bis)) for v in self._veroeffentlicht}

    @cached_property
    def genaue(self) -> frozenset[int]:
        """Exact counts of all shown periods that are printed nowhere and are no everyday numbers."""
        werk, zahlen = self._team.zahlenwerk, set()
        for wert in (w for z in werk.zeitraeume for t in werk.genau(z).values() for w in t.werte.values()):
            if isinstance(wert, Anzahl):
                zahlen.add(wert.zahl)
            elif isinstance(wert, Anteil):
                zahlen |= {wert.treffer, wert.basis}
        gedruckte = {w for v in self.erlaubt.values() for w in (v.zahl, v.basis, v.wert)}
        return frozenset(zahl for zahl in zahlen - gedruckte if zahl > _KLEIN)

    @property
    def los(self) -> str:
        """The team's secret as it stands in its file; "" before the first release."""
        return self._team.register.los.geheimnis.hex() if self._team.register.los is not None else ""

    @cached_property
    def worte(self) -> Sequence[str]:
        """Texts of the team that are no secret: titles and definitions of its tables, words of its lists."""
        tabellen = [t for k in self._team.einrichtung.kennzahlen.kennzahlen for t in k.tabellen]
        listen = self._team.regelwerk.vokabular.woerter()
        eigene = [wort for name, worte in listen.items() if name not in {"berater", "arbeitgeber"} for wort in worte]
        veroeffentlichte = [t for v in self._veroeffentlicht for t in v.tabellen.values()]
        worte = {wort for t in veroeffentlichte for wort in (t.hinweis, *t.zeilen, *t.spalten)}
        return [*(t.titel for t in tabellen), *(t.definition for t in tabellen), *worte, *eigene]


def _ziffern(text: str) -> str:
    ziffern = re.sub(r"\D", "", text)
    return ziffern if len(ziffern) >= _MINDESTENS_ZIFFERN else ""


def allein_erkennbar(worte: tuple[str, ...]) -> bool:
    """Tell whether an ID means something wherever it stands: long enough, with a digit, and no year."""
    text = "".join(worte)
    if len(text) < LANGE_ID or not any(z.isdigit() for z in text) or GRENZE in worte:
        return False
    return not (text.isdigit() and len(text) == 4 and FRUEHESTES_JAHR <= int(text) <= SPAETESTES_JAHR)
