"""Before sums of many teams are released: no team may be found out from them, not even by others who know their own figures.

Nobody outside can tell how many somebody has: every printed number is drawn, and above each true one all larger ones stay
possible (theorem 1 of the draw holds for the rows of one team as for those of one person). What is left is how closely one
may guess. A draw lies seldom more than two off; whoever subtracts the own number and that of a friend is left with that,
and with what the other teams add. For a small number that is much, for a large one nothing: so a figure needs teams beside
those who talk, and beside the largest one among the others enough people that it cannot be worked out to a tenth.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from fallbuch.einrichtung import Aufruffehler
from fallbuch.statistik.anzeige import INSGESAMT
from fallbuch.statistik.summen import Summenwerk, Zellsumme
from fallbuch.statistik.tabelle import Schutztabelle
from fallbuch.statistik.zeitraum import Zeitraum
from fallbuch.statistik.zellen import Zaehlort, Zellgroesse
from fallbuch.werte import dataclass

#: A figure of fewer teams is that of single ones.
MINDESTENS = 3
#: What a printed number leaves open where one takes it to lie at most two off.
OFFEN_DURCH_DAS_LOS = 4
#: To so small a part of it nobody may work out a team's number.
GENAU = 10
#: So many places are named.
_HOECHSTENS = 5


@dataclass(frozen=True, slots=True)
class Erratbares:
    """Where one team could be found out: the table, its line and column, and how many teams have people there."""

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

    `ohne` names tables that are left out on purpose.
    """
    if fremde := sorted(set(ohne) - tabellen.keys()):
        raise Aufruffehler(f"Eine Tabelle „{fremde[0]}“ gibt es nicht. Erwartet: {', '.join(sorted(tabellen))}.")
    summen = werk.stand.zahlen.get(zeitraum.schluessel, {})
    bleiben: dict[str, Schutztabelle] = {}
    ausgelassen: list[str] = []
    funde: list[Erratbares] = []
    for name, tabelle in tabellen.items():
        alle = summen.get(Zaehlort(name, "", "", Zellgroesse.ALLE))
        if name in ohne:
            ausgelassen.append(f"{tabelle.tabelle.titel}: beim Freigeben weggelassen.")
        elif alle is None or alle.teams < MINDESTENS:
            ausgelassen.append(f"{tabelle.tabelle.titel}: Dazu haben weniger als drei Teams Zahlen.")
        else:
            bleiben[name] = tabelle
            funde += erratbares(tabelle, summen, werk.vereinbarung.absprache)
    if funde:
        raise Aufruffehler(_satz(funde, werk.vereinbarung.absprache, zeitraum))
    return bleiben, ausgelassen


def erratbares(tabelle: Schutztabelle, summen: Mapping[Zaehlort, Zellsumme], absprache: int) -> Iterator[Erratbares]:
    """Yield the places of a table from which a team could be found out by `absprache` others who tell each other their numbers."""
    name, titel = tabelle.tabelle.schluessel, tabelle.tabelle.titel
    wer = "ein Team" if absprache == 1 else "zwei Teams"
    alle = summen.get(Zaehlort(name, "", "", Zellgroesse.ALLE), Zellsumme(0, 0, (0, 0, 0)))
    if alle.teams < absprache + 2:
        yield Erratbares(titel, "", "", alle.teams, f"nur {alle.teams} Teams haben dazu Zahlen, und {wer} könnte{'' if absprache == 1 else 'n'} die des letzten ausrechnen")  # fmt: skip
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
            yield Erratbares(titel, ort.zeile, ort.spalte, summe.teams, genau)


def _satz(funde: Sequence[Erratbares], absprache: int, zeitraum: Zeitraum) -> str:
    einmal = list(dict.fromkeys(map(str, funde)))
    mehr = f" und an {len(einmal) - _HOECHSTENS} weiteren Stellen" if len(einmal) > _HOECHSTENS else ""
    namen = sorted({f.tabelle for f in funde})
    wer = (
        "ein Team, das seine eigenen Zahlen kennt," if absprache == 1 else "zwei Teams, die einander ihre Zahlen sagen,"
    )
    return (
        f"Das {zeitraum.name} wird nicht freigegeben: Aus den Summen könnte{'' if absprache == 1 else 'n'} {wer} ein drittes herausfinden. "
        f"{'; '.join(einmal[:_HOECHSTENS])}{mehr}. Das hilft: auf Pakete weiterer Teams warten, in vorlagen/verbund.yml mehrere Wörter zu einem "
        f"zusammenlegen, oder mit --ohne freigeben ohne {'diese Tabelle' if len(namen) == 1 else 'diese Tabellen'}."
    )
