"""From published tables to the model: atoms, what each figure says of them, and how populations hang together.

The finest cross-classification of everything would be too large to write down, and need not be: tables of one population
that share no field but a common one can be joined person by person wherever they agree on it, so that counting each
group of fields by itself loses nothing (`felder.py`). The same holds for populations of different periods, which share
only what `beziehungen.py` names.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product
from typing import Protocol

from fallbuch.auditor.aussagen import EINZELNE, JA, LISTE, Aussage, Grundmenge, Merksatz, aussagen
from fallbuch.auditor.beziehungen import FESTE_WERTE, TEILE, Beziehung, alle_zeitraeume, beziehungen
from fallbuch.auditor.felder import Felder, Mehrfachfeld, Werte, auf_ganzes, gemeint, nimm_teil
from fallbuch.auditor.gruppen import REST, Aufbau, Gruppe, fremde_werte, gruppe_mit
from fallbuch.auditor.modell import Herkunft, Modell, Summe, zusammen
from fallbuch.auditor.personen import nimm_personen, sage_von_personen
from fallbuch.auditor.verteilung import verteile_felder
from fallbuch.auditor.zeitwissen import ausschluesse, moeglich
from fallbuch.statistik.bausteine import SONST
from fallbuch.statistik.liste import FELDER, MINDESTENS, SONSTIGE, Listengruppe, gemeinte
from fallbuch.statistik.phasen import WIEDER
from fallbuch.statistik.schutz import Schutzregeln
from fallbuch.statistik.tabelle import Ort, Schutztabelle
from fallbuch.statistik.zeitraum import Zeitraum

#: So many kinds of people one group of fields may have; above, nobody could audit it in time.
HOECHSTENS_ATOME = 4000


class ZuVielfach(Exception):
    """Tables cross so many fields that they cannot be audited."""

    def __init__(self, felder: Iterable[str]) -> None:
        self.felder = tuple(sorted(felder))
        super().__init__(", ".join(self.felder))


class Blatt(Protocol):
    """The tables of a period as they were or will be released."""

    @property
    def zeitraum(self) -> Zeitraum: ...

    @property
    def tabellen(self) -> Mapping[str, Schutztabelle]: ...

    @property
    def schutz(self) -> Schutzregeln: ...

    @property
    def liste(self) -> Sequence[Listengruppe]: ...


def baue(blaetter: Sequence[Blatt]) -> Aufbau:
    """Return the model of all figures of these releases. Raises `ZuVielfach`."""
    aufbau = Aufbau()
    alle: list[Aussage] = []
    for blatt in blaetter:
        for tabelle in blatt.tabellen.values():
            _nimm_woerter(aufbau, tabelle)
            alle += map(auf_ganzes, aussagen(tabelle, blatt.schutz))
    for blatt in blaetter:
        alle += _aussagen_der_liste(aufbau, blatt)
    for aussage in alle:
        aufbau.felder.setdefault(aussage.grundmenge, Felder()).mengen.add(aussage.felder)
    # Sorted: the same figures make the same model, in whatever order they were released.
    zeitraeume = alle_zeitraeume([b.zeitraum for b in blaetter])
    personen = nimm_personen(aufbau.felder, zeitraeume)
    bezuege = beziehungen([b.zeitraum for b in blaetter], aufbau.felder)
    verteile_felder(aufbau.felder, bezuege)
    _nimm_zeitwissen(aufbau.felder, zeitraeume)
    for grundmenge in sorted(aufbau.felder):
        _lege_an(aufbau, grundmenge)
        _schliesse_aus(aufbau, grundmenge, zeitraeume.get(grundmenge.zeitraum))
    for aussage in sorted(alle, key=lambda a: (a.zeitraum, a.tabelle, a.zahl, a.teil)):
        _sage(aufbau, aussage)
    for bezug in bezuege:
        _verbinde(aufbau, bezug)
    sage_von_personen(aufbau, personen)
    return aufbau


def _aussagen_der_liste(aufbau: Aufbau, blatt: Blatt) -> Iterator[Aussage]:
    """Yield what the list for others says: of each group exactly how many they are."""
    z = blatt.zeitraum.schluessel
    if not blatt.liste:
        return
    grundmenge = Grundmenge("Phasen", "betreut", z)
    felder = aufbau.felder.setdefault(grundmenge, Felder())
    for nummer, name in enumerate(FELDER):
        genannte = [g.felder[nummer] for g in blatt.liste if g.felder[nummer] != SONSTIGE]
        # Somebody among the others can have any word that is known anywhere; where none is, an unnamed one.
        bekannte = {w: None for g in sorted(aufbau.felder) for w in aufbau.felder[g].werte.get(name, ()) if w}
        felder.nimm_wert(name, [*genannte, *(FESTE_WERTE.get(("Phasen", "betreut", name)) or bekannte or (SONST,))])
    moegliche = [(j, w, s) for j, w, s in felder.kombinationen(FELDER)]
    for personen, ort in _reste_der_jahre(blatt, moegliche):
        zahl = "|".join((z, LISTE, str(ort[0]), str(ort[1])))
        yield Aussage(grundmenge, (Merksatz(FELDER, personen),), 0, MINDESTENS - 1, z, LISTE, zahl, "", ort)
    for g in blatt.liste:
        gemeint_ = gemeinte(g, blatt.liste, moegliche)
        ort = (", ".join(g.felder[:2]), g.stand)
        zahl = "|".join((z, LISTE, *ort))
        yield Aussage(
            grundmenge, (Merksatz(FELDER, gemeint_),), g.personen, g.personen, z, LISTE, zahl, "", ort, g.personen
        )
        # Who is not named is one of few; only where everything was merged nobody can tell.
        for person in sorted(gemeint_) if SONSTIGE in g.felder and g.stand != SONSTIGE else ():
            if SONST in person:
                continue  # several groups in one
            ort = (", ".join(person[:2]), person[2])
            satz = Merksatz(FELDER, frozenset({person}))
            yield Aussage(grundmenge, (satz,), 0, MINDESTENS - 1, z, LISTE, "|".join((z, LISTE, *ort)), "", ort, 0)


def _reste_der_jahre(
    blatt: Blatt, moegliche: Iterable[tuple[str, str, str]]
) -> Iterator[tuple[frozenset[tuple[str, str, str]], Ort]]:
    """Yield the people of each year who were too few to stand by themselves: their year was given up after their way of access."""
    gruppen = {g.felder for g in blatt.liste}
    if (SONSTIGE, SONSTIGE, SONSTIGE) in gruppen:
        return  # what was left over took others with it
    je: dict[tuple[str, str], set[tuple[str, str, str]]] = defaultdict(set)
    for person in moegliche:
        if person not in gruppen:
            je[person[0], person[2]].add(person)
    for (jahr, stand), personen in sorted(je.items()):
        # Years that no figure names are several.
        if jahr != SONST and (jahr, SONSTIGE, stand) not in gruppen and (SONSTIGE, SONSTIGE, stand) in gruppen:
            yield frozenset(personen), (f"{jahr}, {SONSTIGE}", stand)


def _nimm_woerter(aufbau: Aufbau, tabelle: Schutztabelle) -> None:
    z = tabelle.zeitraum.schluessel
    for posten, begriffe in zip(tabelle.tabelle.posten, tabelle.begriffe, strict=True):
        for menschen in (False, True):
            teil = Grundmenge(posten.zaehlt, posten.wann, z, menschen)
            ganzes = TEILE.get((posten.zaehlt, posten.wann, menschen))
            if ganzes is not None:
                nimm_teil(aufbau.felder.setdefault(Grundmenge(*ganzes[0], z), Felder()), teil, begriffe)
            elif not menschen or posten.zaehlt not in EINZELNE:
                aufbau.felder.setdefault(teil, Felder()).nimm(begriffe)


def _nimm_zeitwissen(felder: Mapping[Grundmenge, Felder], zeitraeume: Mapping[str, Zeitraum]) -> None:
    """Leave out what the calendar makes impossible."""
    for g, hier in felder.items():
        zeitraum = zeitraeume.get(g.zeitraum)
        for name in hier.werte:
            hier.werte[name] = tuple(w for w in hier.werte[name] if moeglich(g, name, w, zeitraum))


def _lege_an(aufbau: Aufbau, grundmenge: Grundmenge) -> None:
    """Make the atoms of a population, and let groups that share fields agree on them."""
    felder, modell = aufbau.felder[grundmenge], aufbau.modell
    wer = f"{grundmenge.zeitraum} {grundmenge.zaehlt} {grundmenge.wann}{' (Menschen)' if grundmenge.menschen else ''}"
    gruppen: list[Gruppe] = []
    for menge in felder.gruppen():
        namen = tuple(sorted(menge))
        kombinationen = felder.kombinationen(namen)
        if len(kombinationen) > HOECHSTENS_ATOME:
            raise ZuVielfach(namen)
        worte = [", ".join(f"{n} = {w or 'keine'}" for n, w in zip(namen, k, strict=True)) for k in kombinationen]
        gruppen.append(
            Gruppe(namen, {k: modell.atom(f"{wer}: {w}") for k, w in zip(kombinationen, worte, strict=True)})
        )
    aufbau.gruppen[grundmenge] = gruppen
    for eine, andere in _baum(gruppen):
        _gleiche_an(modell, eine, andere)
    for mehrfach in felder.mehrfache.values():
        _halte_mehrfach(aufbau, grundmenge, mehrfach)


def _schliesse_aus(aufbau: Aufbau, grundmenge: Grundmenge, zeitraum: Zeitraum | None) -> None:
    """Say of words that nobody can have together that they are not more people than there are.

    Of two fields that is all there is to know; crossing them for it would make far more kinds of people.
    """
    if zeitraum is None or grundmenge.zaehlt != "Phasen":
        return
    bekannte = aufbau.felder[grundmenge].bekannte()
    for eines, wort, anderes, worte in ausschluesse(zeitraum):
        if {eines, anderes} <= bekannte:
            hier, dort = (gruppe_mit(aufbau, grundmenge, {f}) for f in (eines, anderes))
            summen = [(dort.summe((anderes,), (w,)), 1) for w in worte]
            paare = [(hier.summe((eines,), (wort,)), 1), *summen, (list(hier.atome.values()), -1)]
            summe = zusammen((tuple((a, 1) for a in atome), mal) for atome, mal in paare)
            aufbau.modell.halte(dict(summe), None, 0, Herkunft())


def _baum(gruppen: Sequence[Gruppe]) -> Iterator[tuple[Gruppe, Gruppe]]:
    """Join the groups into a tree in which neighbours share as many fields as possible."""
    drin, draussen = list(gruppen[:1]), list(gruppen[1:])
    while draussen:
        eine, andere = max(product(drin, draussen), key=lambda paar: len(set(paar[0].felder) & set(paar[1].felder)))
        yield eine, andere
        drin.append(andere)
        draussen.remove(andere)


def _gleiche_an(modell: Modell, eine: Gruppe, andere: Gruppe) -> None:
    gemeinsame = tuple(f for f in eine.felder if f in andere.felder)
    raender: dict[Werte, dict[int, int]] = defaultdict(dict)
    for gruppe, faktor in ((eine, 1), (andere, -1)):
        orte = [gruppe.felder.index(f) for f in gemeinsame]
        for werte, atom in gruppe.atome.items():
            raender[tuple(werte[i] for i in orte)][atom] = faktor
    for summe in raender.values():
        modell.halte(summe, 0, 0, Herkunft())


def _halte_mehrfach(aufbau: Aufbau, grundmenge: Grundmenge, m: Mehrfachfeld) -> None:
    """Whoever can have several categories has at least one; "none of them" stands alone."""
    bekannte = aufbau.felder[grundmenge].bekannte()
    einzelne = [e for e in m.einzelne if e in bekannte and e != m.keine]
    if not einzelne:
        return
    mit = [f for f in (*einzelne, m.keine) if f in bekannte]
    umgebung = frozenset.intersection(*(frozenset(gruppe_mit(aufbau, grundmenge, {f}).felder) for f in mit)) - set(mit)
    rand = tuple(sorted(umgebung | ({m.traeger} if m.traeger else set())))
    gruppe = gruppe_mit(aufbau, grundmenge, set(rand))
    orte = [gruppe.felder.index(f) for f in rand]
    for werte in dict.fromkeys(tuple(w[i] for i in orte) for w in gruppe.atome):
        if m.traeger and werte[rand.index(m.traeger)] != JA:
            continue
        alle = dict.fromkeys(gruppe.summe(rand, werte), 1)
        je = {f: gruppe_mit(aufbau, grundmenge, {*rand, f}).summe((*rand, f), (*werte, JA)) for f in mit}
        mindestens = {a: -f for a, f in alle.items()}
        for f in mit:
            for a in je[f]:
                mindestens[a] = mindestens.get(a, 0) + 1
        aufbau.modell.halte(mindestens, 0, None, Herkunft())
        if m.keine in je:
            for f in einzelne:
                summe = {a: -f_ for a, f_ in alle.items()}
                for a in (*je[f], *je[m.keine]):
                    summe[a] = summe.get(a, 0) + 1
                aufbau.modell.halte(summe, None, 0, Herkunft())


def summe_von(aufbau: Aufbau, aussage: Aussage) -> Summe:
    """Return the atoms of which a statement speaks."""
    gruppe = gruppe_mit(aufbau, aussage.grundmenge, aussage.felder)
    saetze = [([gruppe.felder.index(f) for f in s.felder], s.werte) for s in aussage.merksaetze]
    return tuple(
        (atom, 1)
        for werte, atom in sorted(gruppe.atome.items(), key=lambda paar: paar[1])
        if all(tuple(werte[i] for i in orte) in erlaubt for orte, erlaubt in saetze)
    )


def _sage(aufbau: Aufbau, aussage: Aussage) -> None:
    summe = summe_von(aufbau, aussage)
    if aussage.ohne_doppelte:
        wiedergekommene = _wiedergekommene(aufbau, aussage.zeitraum)
        if not wiedergekommene:
            return
        summe = zusammen(((summe, 1), (wiedergekommene, -1)))
        aufbau.modell.halte(dict(summe), None, aussage.bis, Herkunft(aussage.zeitraum, aussage.tabelle))
        return
    aufbau.modell.halte(dict(summe), aussage.von, aussage.bis, Herkunft(aussage.zeitraum, aussage.tabelle))
    aufbau.gesagt.append((aussage, summe))


def _wiedergekommene(aufbau: Aufbau, zeitraum: str) -> Summe:
    """Return the atoms of those who came back within a period: nobody else has two phases in it. Empty if nothing is said of them."""
    begonnen = Grundmenge("Phasen", "begonnen", zeitraum)
    if "Beginn" not in aufbau.felder.get(begonnen, Felder()).bekannte():
        return ()
    return tuple((atom, 1) for atom in gruppe_mit(aufbau, begonnen, {"Beginn"}).summe(("Beginn",), (WIEDER,)))


def _verbinde(aufbau: Aufbau, bezug: Beziehung) -> None:
    """Let populations agree on everybody and on every field that they share."""
    je = {
        g: [frozenset(f for f in gr.felder if gemeint(f, bezug.felder)) for gr in aufbau.gruppen[g]] for g in bezug.alle
    }
    gemeinsame = {m for g in bezug.alle for m in je[g] if all(any(m <= n for n in je[h]) for h in bezug.alle)}
    raender = [m for m in gemeinsame if not any(m < n for n in gemeinsame)] or [frozenset()]
    for rand in sorted(raender, key=sorted):
        _gleiche_seiten_an(aufbau, bezug, tuple(sorted(rand)))


def _gleiche_seiten_an(aufbau: Aufbau, bezug: Beziehung, rand: tuple[str, ...]) -> None:
    summen: dict[Werte, dict[int, int]] = defaultdict(dict)
    fremde = {f: fremde_werte(aufbau.felder, bezug.alle, f) for f in rand}
    for seite, faktor in ((bezug.links, 1), (bezug.rechts, -1)):
        for g in seite:
            gruppe = gruppe_mit(aufbau, g, rand)
            orte = [gruppe.felder.index(f) for f in rand]
            for werte, atom in gruppe.atome.items():
                schluessel = tuple(REST if werte[i] in fremde[f] else werte[i] for i, f in zip(orte, rand, strict=True))
                summen[schluessel][atom] = faktor
    for summe in summen.values():
        aufbau.modell.halte(summe, 0, 0, Herkunft(beziehung=bezug.name))
