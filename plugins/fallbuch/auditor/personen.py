"""What everybody knows of people beside their phases: who is counted once though he or she comes back.

Within a period the first phase of each person stands for the person (the field `ERSTE`); all further ones of the period
were begun in it, each after another that ended in it. Through a year people are followed from quarter to quarter: who
is there from before, who comes for the first time in this year, who comes back, who was advised so far, who is open at
the end. Those numbers are what is common to all ways in which the same people could be there, so nothing more can be
known of the people of the year from those of its quarters.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from fallbuch.auditor.aussagen import JA, NEIN, Grundmenge
from fallbuch.auditor.beziehungen import ERSTE
from fallbuch.auditor.felder import Felder, nimm_teil
from fallbuch.auditor.gruppen import REST, Aufbau, fremde_werte, gruppe_mit
from fallbuch.auditor.modell import Herkunft
from fallbuch.statistik.begriffe import Begriffe
from fallbuch.statistik.phasen import NEU
from fallbuch.statistik.zeitraum import Art, Zeitraum

BERATEN = f"{ERSTE}/beraten"
WEG, BEGINN = "Zugangsweg", "Beginn"
#: Fields of the people of a quarter that no table shows.
KOMMT, BISHER, BLEIBT = "wie jemand in das Quartal kommt", "im Jahr zuvor beraten", "am Ende offen"
GANGFELDER = frozenset({KOMMT, BISHER, BLEIBT})
WAR_DA, WIEDER_DA, ERSTMALS = "war da", "kommt wieder", "kommt erstmals in diesem Jahr"
#: Nobody comes back more often within a period.
_OEFTER_NICHT = 100
_MENSCHEN = ("Menschen", "in Beratung")
_PHASEN = ("betreut", "offen am Anfang", "begonnen", "abgeschlossen", "offen")
#: A sum over atoms by way of access.
_JeWeg = Mapping[str, Mapping[int, int]]


@dataclass(frozen=True, slots=True)
class Personen:
    """Of which periods something is said of people, and the years with the quarters that lie in them."""

    zeitraeume: Sequence[str]
    jahre: Mapping[str, Sequence[str]]
    #: Years that count by another calendar than their quarters.
    andere: Mapping[str, Sequence[str]]


def nimm_personen(felder: dict[Grundmenge, Felder], zeitraeume: Mapping[str, Zeitraum]) -> Personen:
    """Give all populations that tell something of people the fields by which they do."""
    genannte = {g.zeitraum for g, f in felder.items() if g.wann == "betreut" and ERSTE in f.bekannte()}
    jahre, andere = _jahre([zeitraeume[z] for z in sorted(genannte)], zeitraeume)
    personen = Personen(sorted(genannte.union(*jahre.values())), jahre, andere)
    worte = {n: _alle_worte(felder, n) for n in (WEG, BEGINN)}
    for z in personen.zeitraeume:
        _nimm_zeitraum(felder, z, worte)
    for quartale in jahre.values():
        for nummer, q in enumerate(quartale):
            _nimm_gang(felder.setdefault(Grundmenge(*_MENSCHEN, q), Felder()), worte[WEG], erstes=nummer == 0)
    return personen


def _jahre(
    genannte: Sequence[Zeitraum], alle: Mapping[str, Zeitraum]
) -> tuple[dict[str, Sequence[str]], dict[str, Sequence[str]]]:
    """Return the years with their quarters, and those that count by another calendar with the quarters that lie in them."""
    jahre: dict[str, Sequence[str]] = {}
    andere: dict[str, Sequence[str]] = {}
    for jahr in genannte:
        if jahr.art is Art.JAHR:
            quartale = [q for n in range(1, 5) if (q := alle.get(f"{jahr.schluessel}Q{n}")) is not None]
            if all(q.kalender == jahr.kalender for q in quartale):
                jahre[jahr.schluessel] = [q.schluessel for q in quartale]
            else:
                drin = [q.schluessel for q in quartale if jahr.von <= q.von and q.ende <= jahr.ende]
                andere[jahr.schluessel] = drin
    return jahre, andere


def _alle_worte(felder: Mapping[Grundmenge, Felder], name: str) -> Sequence[str]:
    """Whoever says nothing of a field can have all that is known of it anywhere."""
    return tuple(dict.fromkeys(w for g in sorted(felder) for w in felder[g].werte.get(name, ())))


def _nimm_zeitraum(felder: dict[Grundmenge, Felder], z: str, worte: Mapping[str, Sequence[str]]) -> None:
    for wann in _PHASEN:
        hier = felder.setdefault(Grundmenge("Phasen", wann, z), Felder())
        if wann == "betreut":
            nimm_teil(hier, Grundmenge(*_MENSCHEN, z), Begriffe(bedingungen=("beraten",)))
        hier.nimm_wert(ERSTE, (JA, NEIN))
        # Whoever is new has no phase before it.
        hier.schliesse_aus((ERSTE, BEGINN), lambda w: w != (NEIN, NEU))
        namen = {ERSTE, *([BERATEN] if wann == "betreut" else []), *([BEGINN] if wann == "begonnen" else [])}
        for name in (WEG, BEGINN):
            if name not in hier.werte and worte[name]:
                hier.nimm_wert(name, worte[name])
        hier.mengen.add(frozenset(n for n in (*namen, WEG) if n in hier.werte))


def _nimm_gang(hier: Felder, wege: Sequence[str], *, erstes: bool) -> None:
    """Follow people through a quarter."""
    hier.nimm_wert("beraten", (JA, NEIN))
    hier.nimm_wert(BLEIBT, (JA, NEIN))
    hier.nimm_wert(BISHER, (NEIN,) if erstes else (JA, NEIN))
    hier.nimm_wert(KOMMT, (WAR_DA, ERSTMALS) if erstes else (WAR_DA, WIEDER_DA, ERSTMALS))
    hier.schliesse_aus((KOMMT, BISHER), lambda w: w != (ERSTMALS, JA))
    if wege:
        hier.nimm_wert(WEG, wege)
    hier.mengen.add(frozenset(hier.werte))


def sage_von_personen(aufbau: Aufbau, personen: Personen) -> None:
    """Add the lines that hold for people, whatever was printed."""
    for z in personen.zeitraeume:
        _im_zeitraum(aufbau, z)
    for jahr, quartale in personen.jahre.items():
        _durch_das_jahr(aufbau, jahr, quartale)
    for jahr, quartale in personen.andere.items():
        for q in quartale:
            _im_jahr(aufbau, jahr, q)


class _Zaehlung:
    """Sums over the atoms of populations by way of access, with the words that all of them know."""

    def __init__(self, aufbau: Aufbau, mengen: Sequence[Grundmenge]) -> None:
        self._aufbau = aufbau
        self._mit_weg = all(WEG in aufbau.felder[g].bekannte() for g in mengen)
        self._fremde = fremde_werte(aufbau.felder, mengen, WEG) if self._mit_weg else frozenset()
        worte = {w for g in mengen for w in aufbau.felder[g].werte[WEG]} if self._mit_weg else {""}
        self.wege = sorted({self._weg(w) for w in worte})

    def _weg(self, wort: str) -> str:
        return REST if wort in self._fremde else wort

    def je_weg(self, g: Grundmenge, gilt: Mapping[str, str]) -> _JeWeg:
        """Return who meets all conditions."""
        gruppe = gruppe_mit(self._aufbau, g, (*gilt, *([WEG] if self._mit_weg else [])))
        orte = {name: gruppe.felder.index(name) for name in gilt}
        weg = gruppe.felder.index(WEG) if self._mit_weg else None
        summen: dict[str, dict[int, int]] = defaultdict(dict)
        for werte, atom in gruppe.atome.items():
            if all(werte[orte[name]] == wort for name, wort in gilt.items()):
                summen["" if weg is None else self._weg(werte[weg])][atom] = 1
        return summen

    def halte(
        self, glieder: Iterable[tuple[_JeWeg, int]], von: int | None, bis: int | None, beziehung: str = ""
    ) -> None:
        """Add a line for each way of access."""
        alle = list(glieder)
        for weg in self.wege:
            summe: dict[int, int] = {}
            for je, mal in alle:
                for atom, faktor in je.get(weg, {}).items():
                    summe[atom] = summe.get(atom, 0) + mal * faktor
            self._aufbau.modell.halte(summe, von, bis, Herkunft(beziehung=beziehung))


def _im_zeitraum(aufbau: Aufbau, z: str) -> None:
    offen, zu, betreut = (Grundmenge("Phasen", wann, z) for wann in ("offen", "abgeschlossen", "betreut"))
    zaehlung = _Zaehlung(aufbau, (offen, zu))
    erste_zu, weitere_zu = (zaehlung.je_weg(zu, {ERSTE: wort}) for wort in (JA, NEIN))
    # Whoever came back and is there had ended before, and is there once.
    zaehlung.halte([(zaehlung.je_weg(offen, {ERSTE: NEIN}), 1), (erste_zu, -1)], None, 0)
    zaehlung.halte([(weitere_zu, 1), (erste_zu, -_OEFTER_NICHT)], None, 0)
    eintraege = Grundmenge("Einträge", "im Zeitraum", z)
    if eintraege in aufbau.gruppen:
        _jede_beratung_ist_ein_kontakt(aufbau, betreut, eintraege)


def _jede_beratung_ist_ein_kontakt(aufbau: Aufbau, betreut: Grundmenge, eintraege: Grundmenge) -> None:
    zaehlung = _Zaehlung(aufbau, (betreut,))
    beratene = zaehlung.je_weg(betreut, {BERATEN: JA})
    bekannte = aufbau.felder[eintraege].bekannte()
    gruppe = gruppe_mit(aufbau, eintraege, {"Kontaktart"} & bekannte)
    kontakte = {
        a: -1 for w, a in gruppe.atome.items() if "Kontaktart" not in bekannte or w[gruppe.felder.index("Kontaktart")]
    }
    summe = {a: 1 for je in beratene.values() for a in je}
    aufbau.modell.halte({**summe, **kontakte}, None, 0, Herkunft())


def _durch_das_jahr(aufbau: Aufbau, jahr: str, quartale: Sequence[str]) -> None:
    """Follow people from the first day of a year to its last."""
    ganzes = Grundmenge("Phasen", "betreut", jahr)
    gaenge = [Grundmenge(*_MENSCHEN, q) for q in quartale]
    dabei = [
        Grundmenge("Phasen", wann, q) for q in quartale for wann in ("betreut", "offen am Anfang", "begonnen", "offen")
    ]
    zaehlung = _Zaehlung(aufbau, (ganzes, *gaenge, *dabei))
    name = f"Menschen {jahr}"
    # Who was seen in the year and is not there, by whether he or she was advised.
    weg: dict[str, list[tuple[_JeWeg, int]]] = {JA: [], NEIN: []}
    for nummer, (gang, q) in enumerate(zip(gaenge, quartale, strict=True)):
        _ein_quartal(aufbau, zaehlung, gang, q)
        for beraten in (JA, NEIN):
            if nummer:
                zaehlung.halte(
                    [
                        *_danach(zaehlung, gaenge[nummer - 1], beraten, JA),
                        (zaehlung.je_weg(gang, {KOMMT: WAR_DA, BISHER: beraten}), -1),
                    ],
                    0,
                    0,
                    name,
                )
                wieder = zaehlung.je_weg(gang, {KOMMT: WIEDER_DA, BISHER: beraten})
                zaehlung.halte([(wieder, 1), *((je, -mal) for je, mal in weg[beraten])], None, 0, name)
                weg[beraten].append((wieder, -1))
            weg[beraten] += _danach(zaehlung, gang, beraten, NEIN)
    for beraten in (JA, NEIN):
        gesehene = [*weg[beraten], *_danach(zaehlung, gaenge[-1], beraten, JA)]
        zaehlung.halte(
            [(zaehlung.je_weg(ganzes, {BERATEN: beraten}), 1), *((je, -mal) for je, mal in gesehene)], 0, 0, name
        )


def _danach(zaehlung: _Zaehlung, gang: Grundmenge, beraten: str, bleibt: str) -> list[tuple[_JeWeg, int]]:
    """Return who was advised by the end of a quarter, or was not, and is open then, or is not."""
    paare = [(JA, JA), (JA, NEIN), (NEIN, JA)] if beraten == JA else [(NEIN, NEIN)]
    return [(zaehlung.je_weg(gang, {BISHER: bisher, "beraten": jetzt, BLEIBT: bleibt}), 1) for bisher, jetzt in paare]


def _ein_quartal(aufbau: Aufbau, zaehlung: _Zaehlung, gang: Grundmenge, q: str) -> None:
    """Say that those who are followed are those whom the quarter counts."""

    def phasen(wann: str, gilt: Mapping[str, str]) -> _JeWeg:
        return zaehlung.je_weg(Grundmenge("Phasen", wann, q), gilt)

    for wort in (JA, NEIN):
        zaehlung.halte([(zaehlung.je_weg(gang, {"beraten": wort}), 1), (phasen("betreut", {BERATEN: wort}), -1)], 0, 0)
    zaehlung.halte([(zaehlung.je_weg(gang, {KOMMT: WAR_DA}), 1), (phasen("offen am Anfang", {}), -1)], 0, 0)
    zaehlung.halte([(zaehlung.je_weg(gang, {BLEIBT: JA}), 1), (phasen("offen", {}), -1)], 0, 0)
    if BEGINN in aufbau.felder[Grundmenge("Phasen", "begonnen", q)].bekannte():
        neue = phasen("begonnen", {BEGINN: NEU})
        zaehlung.halte([(zaehlung.je_weg(gang, {KOMMT: ERSTMALS}), 1), (neue, -1)], 0, None)


def _im_jahr(aufbau: Aufbau, jahr: str, quartal: str) -> None:
    """Whoever is counselled or advised in a quarter is so in the year in which it lies."""
    hier, dort = (Grundmenge("Phasen", "betreut", z) for z in (quartal, jahr))
    if ERSTE not in aufbau.felder[hier].bekannte():
        return
    zaehlung = _Zaehlung(aufbau, (hier, dort))
    for gilt in ({ERSTE: JA}, {BERATEN: JA}):
        zaehlung.halte(
            [(zaehlung.je_weg(hier, gilt), 1), (zaehlung.je_weg(dort, gilt), -1)], None, 0, f"Menschen {jahr}"
        )
