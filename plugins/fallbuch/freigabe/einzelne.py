"""Before sums of many teams are released: no team may be found out from them, not even by others who know their own figures.

Nobody outside can tell how many somebody has: every printed number is drawn, and above each true one all larger ones stay
possible (theorem 1 of the draw holds for the rows of one team as for those of one person). What is left is how closely one
may guess. A draw lies seldom more than two off; whoever subtracts the own number and that of a friend is left with that,
and with what the other teams add. For a small number that is much, for a large one nothing: so a figure needs teams beside
those who talk, and beside the largest one among the others enough people that it cannot be worked out to a tenth.
A cell of more than a handful of people in which only so few teams have somebody is not shown. And where a team joins or
leaves, what was open at the end of one quarter and at the beginning of the next would tell its number.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from fallbuch.befund import anzahl
from fallbuch.einrichtung import Aufruffehler
from fallbuch.kennung import vergleichsform
from fallbuch.statistik.anzeige import INSGESAMT
from fallbuch.statistik.summen import Summenwerk, Zellsumme
from fallbuch.statistik.tabelle import Schutztabelle, Schutzwert, Verdeckt
from fallbuch.statistik.zeitraum import Zeitraum
from fallbuch.statistik.zellen import Zaehlort, Zellgroesse
from fallbuch.werte import dataclass

#: A figure of fewer teams is that of single ones.
MINDESTENS = 3
#: What a printed number leaves open where one takes it to lie at most two off.
OFFEN_DURCH_DAS_LOS = 4
#: To so small a part of it nobody may work out a team's number.
GENAU = 10
#: Up to so many people a cell may be that of few teams: there the draw hides enough.
WENIGE = 10
#: What was there before a quarter began, and so at the end of the one before.
_BESTAND = "offen am Anfang"
#: So many places are named.
_HOECHSTENS = 5


@dataclass(frozen=True, slots=True)
class Erratbares:
    """Where one team could be found out: the table, its line and column, and how many teams have people there."""

    #: The key of the table, and its title.
    name: str
    tabelle: str
    zeile: str
    spalte: str
    teams: int
    wodurch: str

    def __str__(self) -> str:
        ort = " / ".join((self.zeile or INSGESAMT, self.spalte or INSGESAMT))
        return f"„{self.tabelle}“, {ort}: {self.wodurch}"


def pruefe_einzelne(
    werk: Summenwerk, zeitraum: Zeitraum, tabellen: Mapping[str, Schutztabelle], ohne: Collection[str] = ()
) -> tuple[dict[str, Schutztabelle], Sequence[str]]:
    """Return what of a period may be released, and what is left out in words. Raises `Aufruffehler` where a team could be found out.

    `ohne` names tables that are left out on purpose, by key or title.
    """
    namen = {vergleichsform(n): s for s, t in tabellen.items() for n in (s, t.tabelle.titel)}
    if fremde := [name for name in ohne if vergleichsform(name) not in namen]:
        raise Aufruffehler(f"Eine Tabelle „{fremde[0]}“ gibt es nicht. Erwartet: {', '.join(sorted(tabellen))}.")
    weg = {namen[vergleichsform(name)] for name in ohne}
    summen = werk.stand.zahlen.get(zeitraum.schluessel, {})
    bleiben: dict[str, Schutztabelle] = {}
    teams = len({a.team for a in werk.stand.abgaben if a.quartal == zeitraum.schluessel})
    ausgelassen = [f"Summen aus {anzahl(teams, 'Team', 'Teams')}. Wer von zweien beraten wird, zählt zweimal."]
    funde: list[Erratbares] = []
    for name, tabelle in tabellen.items():
        alle = summen.get(Zaehlort(name, "", "", Zellgroesse.ALLE))
        if name in weg or alle is None or alle.teams < MINDESTENS:
            # One sentence for both: whether few teams have people there would tell something of each.
            ausgelassen.append(f"{tabelle.tabelle.titel}: Diese Tabelle ist nicht freigegeben.")
        else:
            bleiben[name] = _ohne_zellen_weniger(tabelle, summen, werk.vereinbarung.absprache)
            funde += erratbares(bleiben[name], summen, werk.vereinbarung.absprache)
            funde += _wechsel(werk, zeitraum, tabelle)
    if funde:
        raise Aufruffehler(_satz(funde, werk.vereinbarung.absprache, zeitraum))
    return bleiben, ausgelassen


def _ohne_zellen_weniger(tabelle: Schutztabelle, summen: Mapping[Zaehlort, Zellsumme], absprache: int) -> Schutztabelle:
    """Return a table without the numbers of cells that are those of few teams, unless they are small anyway."""
    name, werte = tabelle.tabelle.schluessel, dict(tabelle.werte)
    for ort, summe in summen.items():
        wo = ort.zeile or None, ort.spalte or None
        innen = ort.tabelle == name and wo in werte and ort.groesse not in {Zellgroesse.ALLE, Zellgroesse.GRUND}
        if innen and summe.teams < absprache + 2 and summe.zahl > WENIGE and wo != (None, None):
            werte[wo] = Schutzwert(verdeckt=Verdeckt.ZU_WENIGE, einheit=werte[wo].einheit)
    return replace(tabelle, werte=werte)


def _wechsel(werk: Summenwerk, zeitraum: Zeitraum, tabelle: Schutztabelle) -> Iterator[Erratbares]:
    """Yield that a team that joined or left could be read off from what was open at the end of the quarter before."""
    davor = zeitraum.quartal.voriges if zeitraum.quartal is not None else None
    jetzt, vorher = (
        {a.team for a in werk.stand.abgaben if a.quartal == q}
        for q in (zeitraum.schluessel, str(davor) if davor else "")
    )
    wechsel = len(jetzt ^ vorher) if vorher else 0
    if 0 < wechsel < werk.vereinbarung.absprache + 2 and any(p.wann == _BESTAND for p in tabelle.tabelle.posten):
        wodurch = (
            "Teams sind dazugekommen oder weggefallen, und was am Ende des Quartals davor offen war, verriete ihre Zahl"
        )
        yield Erratbares(tabelle.tabelle.schluessel, tabelle.tabelle.titel, _BESTAND, "", wechsel, wodurch)


def erratbares(tabelle: Schutztabelle, summen: Mapping[Zaehlort, Zellsumme], absprache: int) -> Iterator[Erratbares]:
    """Yield the places of a table from which a team could be found out by `absprache` others who tell each other their numbers."""
    name, titel = tabelle.tabelle.schluessel, tabelle.tabelle.titel
    wer = "ein Team" if absprache == 1 else "zwei Teams"
    alle = summen.get(Zaehlort(name, "", "", Zellgroesse.ALLE), Zellsumme(0, 0, (0, 0, 0)))
    if alle.teams < absprache + 2:
        yield Erratbares(name, titel, "", "", alle.teams, f"nur {alle.teams} Teams haben dazu Zahlen, und {wer} könnte{'' if absprache == 1 else 'n'} die des letzten ausrechnen")  # fmt: skip
        return
    for ort, summe in summen.items():
        wo = ort.zeile or None, ort.spalte or None
        gezeigt = tabelle.werte.get(wo)
        gehoert = ort.tabelle == name and ort.groesse not in {Zellgroesse.ALLE, Zellgroesse.GRUND}
        if not gehoert or gezeigt is None or gezeigt.verdeckt is not None:
            continue
        groesstes, *naechste = summe.groesste
        rest = summe.zahl - groesstes - sum(naechste[:absprache])
        if GENAU * (OFFEN_DURCH_DAS_LOS + rest) < groesstes:
            genau = f"{wer} könnte{'' if absprache == 1 else 'n'} die Zahl des größten fast ausrechnen"
            yield Erratbares(name, titel, ort.zeile, ort.spalte, summe.teams, genau)


def _satz(funde: Sequence[Erratbares], absprache: int, zeitraum: Zeitraum) -> str:
    einmal = list(dict.fromkeys(map(str, funde)))
    mehr = f" und an {len(einmal) - _HOECHSTENS} weiteren Stellen" if len(einmal) > _HOECHSTENS else ""
    worte = " ".join(f"--ohne {name}" for name in sorted({f.name for f in funde}))
    wer = (
        "ein Team, das seine eigenen Zahlen kennt," if absprache == 1 else "zwei Teams, die einander ihre Zahlen sagen,"
    )
    return (
        f"Das {zeitraum.name} wird nicht freigegeben: Aus den Summen könnte{'' if absprache == 1 else 'n'} {wer} ein drittes herausfinden. "
        f"{'; '.join(einmal[:_HOECHSTENS])}{mehr}. Das hilft: auf Pakete weiterer Teams warten, in vorlagen/verbund.yml mehrere Wörter zu einem "
        f"zusammenlegen, oder so freigeben: fallbuch statistik --quartal {zeitraum.schluessel} --freigeben {worte}"
    )
