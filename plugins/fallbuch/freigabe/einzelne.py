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

import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from fallbuch.einrichtung import Aufruffehler
from fallbuch.kennung import vergleichsform
from fallbuch.statistik.anzeige import INSGESAMT
from fallbuch.statistik.kennzahl import Massart
from fallbuch.statistik.summen import WENIGE, Summenwerk, Zellsumme, verbirgt
from fallbuch.statistik.tabelle import Ort, Schutztabelle, Schutzwert, Verdeckt
from fallbuch.statistik.zeitraum import Zeitraum
from fallbuch.statistik.zellen import Zaehlort, Zellgroesse
from fallbuch.werte import dataclass
from fallbuch.zeit import Quartal

#: A figure of fewer teams is that of single ones.
MINDESTENS = 3
_WARTEN = "Warten Sie auf Pakete weiterer Teams; freigeben lässt sich ein Quartal auch später."
#: Which package of which team is in which released sheet; it stays with those who put the figures together.
STANDDATEI = "statistik/verbund-freigaben.json"
#: Populations of those who are there: they are handed from one quarter to the next.
_BESTAND = frozenset({"offen", "offen am Anfang", "am Ende", "betreut", "in Beratung"})
#: And with those who came and went one gets from one end of a quarter to the other.
_BEWEGUNG = _BESTAND | {"begonnen", "abgeschlossen"}
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
    #: Keys of all tables that tell it together: without one of them they do not.
    mit: tuple[str, ...] = ()

    def __str__(self) -> str:
        ort = " / ".join((self.zeile or INSGESAMT, self.spalte or INSGESAMT))
        return f"„{self.tabelle}“, {ort}: {self.wodurch}"


def pruefe_einzelne(
    werk: Summenwerk,
    zeitraum: Zeitraum,
    tabellen: Mapping[str, Schutztabelle],
    ohne: Collection[str] = (),
    freigegebene: Mapping[str, Mapping[str, str]] = MappingProxyType({}),
    *,
    im_register: Collection[str] = (),
) -> tuple[dict[str, Schutztabelle], Sequence[str]]:
    """Return what of a period may be released, and what is left out in words. Raises `Aufruffehler` where a team could be found out.

    `ohne` names tables that are left out on purpose, by key or title; `freigegebene` which packages of which team are in the
    sheets of other quarters; `im_register` are the quarters that are released.
    """
    namen = {vergleichsform(n): s for s, t in tabellen.items() for n in (s, t.tabelle.titel)}
    if fremde := [name for name in ohne if vergleichsform(name) not in namen]:
        raise Aufruffehler(f"Eine Tabelle „{fremde[0]}“ gibt es nicht. Erwartet: {', '.join(sorted(tabellen))}.")
    weg = {namen[vergleichsform(name)] for name in ohne}
    summen = werk.stand.zahlen.get(zeitraum.schluessel, {})
    bleiben: dict[str, Schutztabelle] = {}
    ausgelassen = ["Summen mehrerer Teams. Wer von zweien beraten wird, zählt zweimal."]
    funde: list[Erratbares] = []
    fehlende: list[str] = []
    for name, tabelle in tabellen.items():
        alle = summen.get(Zaehlort(name, "", "", Zellgroesse.ALLE))
        if name in weg or alle is None or alle.teams < MINDESTENS:
            fehlende.append(tabelle.tabelle.titel)
        else:
            bleiben[name] = _ohne_zellen_weniger(tabelle, summen, werk.vereinbarung.absprache)
            funde += erratbares(bleiben[name], summen, werk.vereinbarung.absprache)
    if fehlende:
        # One sentence for both: whether few teams have people there would tell something of each.
        ausgelassen.append(f"Nicht freigegeben ist, was hier fehlt: {', '.join(dict.fromkeys(fehlende))}.")
    funde += _verratene(werk, zeitraum, bleiben)
    if zeitraum.quartal is not None:
        q = zeitraum.quartal
        for nachbar in map(
            str, (q.voriges, q.naechstes, *(Quartal(j, q.nummer, q.kalender) for j in (q.jahr - 1, q.jahr + 1)))
        ):
            if nachbar in im_register and not freigegebene.get(nachbar):
                raise Aufruffehler(f"Welche Teams in der Freigabe von {nachbar} sind, steht in „{STANDDATEI}“ nicht; ohne das ließe sich vielleicht eines herausfinden. Holen Sie die Datei aus git oder einer Sicherung zurück.")  # fmt: skip
    for wechsel in _wechsel(werk, zeitraum, freigegebene):
        if betroffene := [name for name, t in bleiben.items() if _zaehlt(t, wechsel.zaehlt)]:
            raise Aufruffehler(f"Das {zeitraum.name} wird nicht freigegeben: {wechsel.satz}{_ohne(betroffene, bleiben, zeitraum, {*weg, *_wenigste(funde)})}")  # fmt: skip
    if funde:
        raise Aufruffehler(_satz(funde, werk.vereinbarung.absprache, zeitraum, weg, bleiben))
    if not bleiben:
        raise Aufruffehler(f"Das {zeitraum.name} wird nicht freigegeben: Es bliebe keine einzige Tabelle. {_WARTEN}")
    return bleiben, ausgelassen


def pruefe_ob_etwas_bleibt(zeitraum: Zeitraum, tabellen: Mapping[str, Schutztabelle]) -> None:
    """Raise `Aufruffehler` where a sheet would show no number: it would be final, and what comes later would come too late."""
    if all(wert.verdeckt is not None for tabelle in tabellen.values() for wert in tabelle.werte.values()):
        raise Aufruffehler(f"Das {zeitraum.name} wird nicht freigegeben: Es bliebe keine einzige Zahl. {_WARTEN}")


def _zaehlt(tabelle: Schutztabelle, wann: Collection[str]) -> bool:
    """Tell whether a table counts one of these populations; an index rests on the open cases."""
    je_offenen = any(m.art is Massart.JE_100_OFFENE for m in tabelle.tabelle.masse)
    return (je_offenen and not _BESTAND.isdisjoint(wann)) or any(p.wann in wann for p in tabelle.tabelle.posten)


def _ohne(betroffene: Collection[str], bleiben: Collection[str], zeitraum: Zeitraum, weg: Collection[str]) -> str:
    """Say which tables to leave out; "" where none would be left."""
    ohne = sorted({*weg, *betroffene})
    if not set(bleiben) - set(ohne):
        return ""
    worte = " ".join(f"--ohne {name}" for name in ohne)
    return f" So geht es ohne die Tabellen, die das verraten: fallbuch statistik --quartal {zeitraum.schluessel} --freigeben {worte}"


def lies_freigegebene(inhalt: bytes | None) -> dict[str, dict[str, str]]:
    """Read which package of which team is in which released sheet. Raises `Aufruffehler` where that cannot be told any more."""
    if inhalt is None:
        return {}
    try:
        return {str(q): {str(t): str(f) for t, f in teams.items()} for q, teams in json.loads(inhalt).items()}
    except (ValueError, TypeError, AttributeError, RecursionError) as fehler:
        raise Aufruffehler(f"Die Datei „{STANDDATEI}“ ist nicht lesbar. Holen Sie sie aus git zurück: Ohne sie weiß niemand, wer in den freigegebenen Zahlen ist.") from fehler  # fmt: skip


def als_freigegebene(freigegebene: Mapping[str, Mapping[str, str]], werk: Summenwerk, zeitraum: Zeitraum) -> bytes:
    """Return the same after one more release."""
    teams = {a.team: a.stand for a in werk.stand.abgaben if a.quartal == zeitraum.schluessel}
    return (
        json.dumps({**freigegebene, zeitraum.schluessel: teams}, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    ).encode()


def _ohne_zellen_weniger(tabelle: Schutztabelle, summen: Mapping[Zaehlort, Zellsumme], absprache: int) -> Schutztabelle:
    """Return a table without cells that are those of few teams, unless they are small anyway.

    One that is missing beside the others and their sum could be worked out: so with one go all on the same level.
    """
    name, werte = tabelle.tabelle.schluessel, dict(tabelle.werte)
    weg: set[Ort] = set()
    for wo, wert in werte.items():
        teile = (Zaehlort(name, wo[0] or "", wo[1] or "", groesse) for groesse in _worauf_es_ankommt(wert))
        teams = min(summen[ort].teams if ort in summen else 0 for ort in teile)
        if wo != (None, None) and teams < absprache + 2 and _sagt_viel(wert):
            weg.add(wo)
    if tabelle.tabelle.zeilen and tabelle.tabelle.spalten:
        weg |= {o for o in werte if weg and None not in o}
        weg |= {
            o
            for o in werte
            if o[0] is not None and o[1] is None and any(w[0] is not None and w[1] is None for w in weg)
        }
        weg |= {
            o
            for o in werte
            if o[0] is None and o[1] is not None and any(w[0] is None and w[1] is not None for w in weg)
        }
    elif not tabelle.tabelle.zeilen:
        # Open at the beginning and new, less closed, is open at the end: a single missing one could be worked out.
        weg |= {o for o in werte if o[1] in {w[1] for w in weg}}
    else:
        weg |= {o for o in werte if o[0] is not None and o[1] in {w[1] for w in weg if w[0] is not None}}
    for wo in weg:
        werte[wo] = Schutzwert(verdeckt=Verdeckt.ZU_WENIGE, einheit=werte[wo].einheit)
    return replace(tabelle, werte=werte)


def _worauf_es_ankommt(wert: Schutzwert) -> tuple[Zellgroesse, ...]:
    """Return of which counts a value is made: where nobody is hit, few teams are too, or a share of nothing would say so of each.

    A share tells those who are missing to its whole as well as those who are hit.
    """
    if wert.wert is not None:  # an index has a base, a mean has none
        return (Zellgroesse.MENSCHEN,) if wert.basis is not None else (Zellgroesse.MENSCHEN, Zellgroesse.SUMME)
    return (
        (Zellgroesse.ZEILEN,)
        if wert.basis is None
        else (
            Zellgroesse.ZEILEN,
            Zellgroesse.TREFFER,
            Zellgroesse.REST,
        )
    )


def _sagt_viel(wert: Schutzwert) -> bool:
    """Tell whether a printed value is of more than a handful of people: as drawn, since what is shown and what is not says it too.

    Decided by the true number, two who know theirs would read off a cell that is shown that no other has anybody there.
    """
    return wert.wert is not None or max(wert.zahl or 0, wert.basis or 0) > WENIGE


@dataclass(frozen=True, slots=True)
class _Teamwechsel:
    """That other teams are in a quarter than in a released one which counts some of the same people: which tables, and why in words."""

    #: Populations that such a table counts.
    zaehlt: frozenset[str]
    satz: str


def _wechsel(
    werk: Summenwerk, zeitraum: Zeitraum, freigegebene: Mapping[str, Mapping[str, str]]
) -> Iterator[_Teamwechsel]:
    """Yield why a quarter cannot be released beside one that is, since both count some of the same people.

    What was open at the end of one is what the next begins with, and who began a year ago is counted again.
    So the numbers of teams that joined, left or corrected theirs in between could be worked out, unless they are enough
    teams and none of them is much larger than the others.
    """
    q = zeitraum.quartal
    if q is None:
        return
    for nachbar, ist_davor in ((q.voriges, True), (q.naechstes, False)):
        if (groessen := _andere(werk, zeitraum, str(nachbar), freigegebene, ist_davor=ist_davor)) is None:
            continue
        absprache = werk.vereinbarung.absprache
        genug = len(groessen) >= absprache + 2 and None not in groessen
        bekannte = sorted((g for g in groessen if g is not None), reverse=True)
        if not genug or not verbirgt(sum(bekannte), bekannte, absprache):
            bestand = any(
                p.wann in _BESTAND for k in werk.vereinbarung.kennzahlen for t in k.tabellen for p in t.posten
            )
            yield _Teamwechsel(_BEWEGUNG if bestand else _BESTAND, f"Seit der Freigabe von {nachbar} sind wenige Teams dazugekommen oder weggefallen, oder sie haben berichtigt. Was am Ende des einen Quartals offen war, ist der Anfang des anderen; ihre Zahlen ließen sich daraus ausrechnen. Geben Sie dieses Quartal nicht frei; das danach geht wieder.")  # fmt: skip
    for jahr, wann in ((-1, "vor zwölf Monaten begonnen"), (1, "begonnen")):
        anderes = str(Quartal(q.jahr + jahr, q.nummer, q.kalender))
        if _andere(werk, zeitraum, anderes, freigegebene, ist_davor=jahr < 0) is not None:
            yield _Teamwechsel(frozenset({wann}), f"Seit der Freigabe von {anderes} sind Teams dazugekommen oder weggefallen, oder sie haben berichtigt. Wer im einen Quartal begann, wird im anderen noch einmal gezählt; ihre Zahlen ließen sich daraus ausrechnen.")  # fmt: skip


def _andere(
    werk: Summenwerk,
    zeitraum: Zeitraum,
    anderes: str,
    freigegebene: Mapping[str, Mapping[str, str]],
    *,
    ist_davor: bool,
) -> list[int | None] | None:
    """Return what each team that is in one of two quarters alone had open where they meet, None where nobody knows: corrected since, or gone.

    None for all of it where the other quarter is not released, or has the same teams with the same numbers.
    """
    damals = freigegebene.get(anderes)
    if damals is None:
        return None
    hier, dort = ({a.team: a for a in werk.stand.abgaben if a.quartal == z} for z in (zeitraum.schluessel, anderes))
    groessen: list[int | None] = [a.anfang if ist_davor else a.ende for t, a in hier.items() if t not in damals]
    for team, stand in damals.items():
        noch = dort.get(team)
        if noch is None or noch.stand != stand:
            groessen.append(None)
        elif team not in hier:
            groessen.append(noch.ende if ist_davor else noch.anfang)
    return groessen or None


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
        if not verbirgt(summe.zahl, summe.groesste, absprache):
            genau = f"{wer} könnte{'' if absprache == 1 else 'n'} die Zahl des größten fast ausrechnen"
            yield Erratbares(name, titel, ort.zeile, ort.spalte, summe.teams, genau)


def _verratene(werk: Summenwerk, zeitraum: Zeitraum, bleiben: Mapping[str, Schutztabelle]) -> Iterator[Erratbares]:
    """Yield where totals of several tables that stay tell together what few teams have."""
    for u in werk.stand.unterschiede.get(zeitraum.schluessel, ()):
        gezeigt = all(
            o.tabelle in bleiben
            and (wert := bleiben[o.tabelle].werte.get((o.zeile or None, o.spalte or None))) is not None
            and wert.verdeckt is None
            for o in u.orte
        )
        absprache = werk.vereinbarung.absprache
        wenige = u.teams < absprache + 2
        if gezeigt and u.zahl > WENIGE and (wenige or not verbirgt(u.zahl, u.groesste, absprache)):
            namen = [f"„{bleiben[o.tabelle].tabelle.titel}“ ({o.zeile or INSGESAMT})" for o in u.orte]
            was = (
                f"was nur {u.teams} {'Team hat' if u.teams == 1 else 'Teams haben'}"
                if wenige
                else "was ein Team fast allein hat"
            )
            wodurch = f"zusammen mit {' und '.join(namen[1:])} ließe sich ausrechnen, {was}"
            letzte = u.orte[-1].tabelle
            yield Erratbares(
                letzte,
                bleiben[u.orte[0].tabelle].tabelle.titel,
                u.orte[0].zeile,
                u.orte[0].spalte,
                u.teams,
                wodurch,
                tuple(dict.fromkeys(o.tabelle for o in u.orte)),
            )


def _wenigste(funde: Iterable[Erratbares]) -> set[str]:
    """Return tables without which nothing of it can be worked out: one after another that which tells most."""
    offene = [set(f.mit or (f.name,)) for f in funde]
    ohne: set[str] = set()
    while offene:
        zaehler = Counter(name for mit in offene for name in mit)
        ohne.add(max(sorted(zaehler), key=zaehler.__getitem__))
        offene = [mit for mit in offene if mit.isdisjoint(ohne)]
    return ohne


def _satz(
    funde: Sequence[Erratbares], absprache: int, zeitraum: Zeitraum, weg: Collection[str], bleiben: Collection[str]
) -> str:
    einmal = list(dict.fromkeys(map(str, funde)))
    mehr = f" und an {len(einmal) - _HOECHSTENS} weiteren Stellen" if len(einmal) > _HOECHSTENS else ""
    ohne = {*weg, *_wenigste(funde)}
    worte = " ".join(f"--ohne {name}" for name in sorted(ohne))
    wer = (
        "ein Team, das seine eigenen Zahlen kennt," if absprache == 1 else "zwei Teams, die einander ihre Zahlen sagen,"
    )
    hilft = "auf Pakete weiterer Teams warten, in vorlagen/verbund.yml mehrere Wörter zu einem zusammenlegen"
    if set(bleiben) - ohne:
        hilft += f", oder so freigeben: fallbuch statistik --quartal {zeitraum.schluessel} --freigeben {worte}"
    else:
        hilft += ". Ohne diese Tabellen bliebe keine übrig"
    return (
        f"Das {zeitraum.name} wird nicht freigegeben: Aus den Summen könnte{'' if absprache == 1 else 'n'} {wer} ein drittes herausfinden. "
        f"{'; '.join(einmal[:_HOECHSTENS])}{mehr}. Das hilft: {hilft}"
    )
