"""The engine: how anchors, spans, limits, conditions, clearing events, replacements and versions combine.

Which of them make a rule stands in the rule file. A `Rechner` binds the rules to their building
blocks once; what depends on level and state alone is decided once per level and state.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Generic, Protocol, TypeVar

from fallbuch.akte.modell import Eintrag
from fallbuch.befund import anzahl
from fallbuch.regelwerk.bausteine import Anker, Ankerpunkt, Bausteine, Wert, woerter, zaehlt_von_bis
from fallbuch.regelwerk.begruendung import Rechenweg, Schritt, Schrittart
from fallbuch.regelwerk.ereignisse import DURCH_GESPRAECH, LOESCHUNG, VERGABE
from fallbuch.regelwerk.faelligkeit import Eigenschaften, Faelligkeit
from fallbuch.regelwerk.fristen import dringlichkeit_am, kuerzere, pausentage, vorwarntage
from fallbuch.regelwerk.herkunft import fassungsname, herkunft, quelle
from fallbuch.regelwerk.modell import Auswahl, Bezug, Erledigung, Fassung, Regel, Regelwerk
from fallbuch.regelwerk.sicht import Pausenhinweis, Pausenzeit, Punkt
from fallbuch.zeit import Einheit, Spanne

_BRAUCHT_TAG = frozenset({Bezug.ABSCHNITT, Bezug.FAELLIGKEIT})
_NICHTS = Spanne(0, Einheit.TAGE)


class Sicht(Protocol):
    """What the engine asks of a view, of a case or of the team."""

    @property
    def stichtag(self) -> date: ...
    @property
    def kennung(self) -> str | None: ...
    @property
    def stamm(self) -> str | None: ...
    @property
    def zustaendig(self) -> str | None: ...
    @property
    def einfuehrung(self) -> Punkt | None: ...
    @property
    def versuche(self) -> Sequence[Eintrag]: ...
    @property
    def pausenzeiten(self) -> Sequence[Pausenzeit]: ...
    def pause_am(self, faellig_am: date) -> Pausenhinweis | None: ...


S = TypeVar("S", bound=Sicht)
Punkte = Callable[[str], Sequence[Ankerpunkt]]


@dataclass(frozen=True, slots=True)
class Zustand:
    """What alone decides for most rules whether they can apply."""

    fall: str
    pausiert: bool
    stufe: str


@dataclass(slots=True)
class _Gebunden(Generic[S]):
    """A version of a rule with its building blocks looked up."""

    regel: str
    fassung: Fassung
    bedingungen: Sequence[tuple[Callable[[S, Wert, Ankerpunkt, Fassung], bool], Wert]]
    erledigt: Sequence[tuple[Callable[[S, Ankerpunkt, date, date], bool], Erledigung]]
    fristen: Sequence[Spanne]
    quelle: str
    herkunft: str
    fassungsname: str
    vorwarntage: int
    eigenschaften: Eigenschaften
    verschoben: bool

    def moeglich(self, zustand: Zustand) -> bool:
        """Tell whether the version can apply at all in this state."""
        fassung = self.fassung
        if not fassung.aktiv or fassung.fall != zustand.fall or (zustand.pausiert and fassung.pause == "ruht"):
            return False
        stufen = fassung.bedingung.get("stufe")
        return stufen is None or zustand.stufe in woerter(stufen)


@dataclass(slots=True)
class _Regel(Generic[S]):
    schluessel: str
    anker: str
    fassungen: Sequence[_Gebunden[S]]
    ersetzt: bool
    #: The only version, where it holds for all time.
    einzige: _Gebunden[S] | None

    def fassung_am(self, tag: date) -> _Gebunden[S] | None:
        return next((g for g in reversed(self.fassungen) if g.fassung.gilt_am(tag)), None)


#: A version of a rule and the way the date of one open fact was found.
_Offenes = tuple[_Gebunden[S], Rechenweg]


class Rechner(Generic[S]):
    """Computes due items of views; made once for many of them."""

    def __init__(self, regelwerk: Regelwerk, bausteine: Bausteine[S]) -> None:
        self._bausteine = bausteine
        self._regeln = [self._binde(regel) for regel in regelwerk.regeln if bausteine.passt(regel.neueste)]
        self._auswahl: dict[Zustand, tuple[Sequence[_Regel[S]], Sequence[_Regel[S]]]] = {}

    def _binde(self, regel: Regel) -> _Regel[S]:
        fassungen = [self._binde_fassung(regel, fassung) for fassung in regel.fassungen]
        zeitlos = len(fassungen) == 1 and regel.neueste.ab is None and regel.neueste.bis is None
        return _Regel(
            regel.schluessel,
            regel.neueste.anker,
            fassungen,
            any(fassung.ersetzt for fassung in regel.fassungen),
            fassungen[0] if zeitlos else None,
        )

    def _binde_fassung(self, regel: Regel, fassung: Fassung) -> _Gebunden[S]:
        bausteine = self._bausteine
        return _Gebunden(
            regel=regel.schluessel,
            fassung=fassung,
            bedingungen=[
                # The level is part of the state and decided there, once for all cases of a level.
                (bausteine.bedingungen[name].gilt, wert) for name, wert in fassung.bedingung.items() if name != "stufe"
            ],
            erledigt=[(bausteine.ereignisse[e.ereignis].eingetreten, e) for e in fassung.erledigt],
            fristen=(fassung.frist, *fassung.weitere_fristen),
            quelle=quelle(regel, fassung),
            herkunft=herkunft(regel, fassung),
            fassungsname=fassungsname(regel, fassung),
            vorwarntage=vorwarntage(fassung.frist),
            eigenschaften=_eigenschaften(fassung, bausteine.anker[fassung.anker]),
            verschoben=bool(
                fassung.frist_kuerzer or fassung.fruehestens or fassung.spaetestens or fassung.genauer_tag
                or fassung.ab_einfuehrung or fassung.ohne_pausen
            ),
        )  # fmt: skip

    def rechne(self, sicht: S, zustand: Zustand) -> list[Faelligkeit]:
        """Return the due items of one view, in the order of the rules."""
        return [self._faelligkeit(sicht, gebunden, weg) for gebunden, weg in self._offene(sicht, zustand)]

    def tage(self, sicht: S, zustand: Zustand) -> list[date]:
        """Return the due dates alone, for who asks many days of the past."""
        return [weg.faellig_am for _, weg in self._offene(sicht, zustand)]

    def _offene(self, sicht: S, zustand: Zustand) -> Iterator[_Offenes[S]]:
        gefunden: dict[str, Sequence[Ankerpunkt]] = {}

        def punkte(name: str) -> Sequence[Ankerpunkt]:
            vorhanden = gefunden.get(name)
            if vorhanden is None:
                vorhanden = gefunden[name] = tuple(self._bausteine.anker[name].finde(sicht))
            return vorhanden

        regeln, ersetzende = self._regeln_fuer(zustand)
        ersetzt: set[tuple[str, str]] = set()
        for regel in ersetzende:
            if von := punkte(regel.anker):
                ersetzt.update(self._ersetzte(sicht, zustand, regel, von))
        for regel in regeln:
            if von := gefunden.get(regel.anker) or punkte(regel.anker):
                yield from self._je_regel(sicht, regel, self._geltende(sicht, zustand, regel, von), punkte, ersetzt)

    def _regeln_fuer(self, zustand: Zustand) -> tuple[Sequence[_Regel[S]], Sequence[_Regel[S]]]:
        """Return the rules that can apply in this state, and those of them that stand in for others."""
        vorhanden = self._auswahl.get(zustand)
        if vorhanden is None:
            regeln = tuple(regel for regel in self._regeln if any(g.moeglich(zustand) for g in regel.fassungen))
            vorhanden = self._auswahl[zustand] = (regeln, tuple(regel for regel in regeln if regel.ersetzt))
        return vorhanden

    def _geltende(
        self, sicht: S, zustand: Zustand, regel: _Regel[S], punkte: Sequence[Ankerpunkt]
    ) -> list[tuple[Ankerpunkt, _Gebunden[S]]]:
        """Return the facts to which a version applies: the one in force on the fact's day decides."""
        einzige = regel.einzige
        if einzige is not None and not einzige.bedingungen:
            return [(punkt, einzige) for punkt in punkte]
        geltende = []
        for punkt in punkte:
            gebunden = einzige or regel.fassung_am(punkt.punkt.datum)
            if gebunden is None or (einzige is None and not gebunden.moeglich(zustand)):
                continue
            for gilt, wert in gebunden.bedingungen:
                if not gilt(sicht, wert, punkt, gebunden.fassung):
                    break
            else:
                geltende.append((punkt, gebunden))
        return geltende

    def _ersetzte(
        self, sicht: S, zustand: Zustand, regel: _Regel[S], punkte: Sequence[Ankerpunkt]
    ) -> Iterator[tuple[str, str]]:
        for punkt, gebunden in self._geltende(sicht, zustand, regel, punkte):
            for ersetzung in gebunden.fassung.ersetzt:
                wirkt = {
                    Bezug.JEDERZEIT: True,
                    Bezug.ANKER: punkt.datum <= sicht.stichtag,
                    Bezug.NACH_ANKER: punkt.datum < sicht.stichtag,
                }[ersetzung.ab]
                if wirkt:
                    yield ersetzung.regel, punkt.punkt.bezug

    def _je_regel(
        self,
        sicht: S,
        regel: _Regel[S],
        geltende: Sequence[tuple[Ankerpunkt, _Gebunden[S]]],
        punkte: Punkte,
        ersetzt: set[tuple[str, str]],
    ) -> Sequence[_Offenes[S]]:
        offene: list[_Offenes[S]] = []
        auswahl = Auswahl.ALLE
        for punkt, gebunden in geltende:
            if ersetzt and (regel.schluessel, punkt.punkt.bezug) in ersetzt:
                continue
            auswahl = gebunden.fassung.auswahl
            if len(gebunden.fristen) > 1:
                offene.extend((gebunden, weg) for weg in self._reihe(sicht, gebunden, punkt, punkte))
            elif (weg := self._eines(sicht, gebunden, punkt, punkte)) is not None:
                offene.append((gebunden, weg))
        if len(offene) < 2 or auswahl is Auswahl.ALLE:
            return offene
        waehle = _frueheste if auswahl is Auswahl.FRUEHESTE else _neueste
        je_thema: dict[str, list[_Offenes[S]]] = {}
        for eines in offene:
            je_thema.setdefault(eines[1].ankerpunkt.thema, []).append(eines)
        anker = self._bausteine.anker[regel.anker]
        return [waehle(gruppe, sicht.stichtag, anker) for gruppe in je_thema.values()]

    def _eines(self, sicht: S, gebunden: _Gebunden[S], punkt: Ankerpunkt, punkte: Punkte) -> Rechenweg | None:
        offen: Rechenweg | None = None
        for eingetreten, erledigung in gebunden.erledigt:
            if erledigung.ab is Bezug.JEDERZEIT:
                von, bis = date.min, date.max
            else:
                if erledigung.ab in _BRAUCHT_TAG and offen is None:
                    offen = self._mit_frist(sicht, gebunden, punkt, gebunden.fristen[0], punkte)
                faellig = offen.faellig_am if offen is not None else date.max
                von, bis = zaehlt_von_bis(erledigung, punkt.punkt.datum, None, faellig)
            if eingetreten(sicht, punkt, von, bis):
                return None
        return offen or self._mit_frist(sicht, gebunden, punkt, gebunden.fristen[0], punkte)

    def _reihe(self, sicht: S, gebunden: _Gebunden[S], punkt: Ankerpunkt, punkte: Punkte) -> list[Rechenweg]:
        """Of several spans from one fact the newest open one: what is due, else what comes next.

        What settles a later span settles the earlier ones too: they are past.
        """
        alle = [self._mit_frist(sicht, gebunden, punkt, frist, punkte) for frist in gebunden.fristen]
        alle.sort(key=lambda offen: offen.faellig_am)
        erledigt = 0
        davor: date | None = None
        for nummer, offen in enumerate(alle, start=1):
            offen.abschnitt = nummer
            if any(
                eingetreten(sicht, punkt, *zaehlt_von_bis(e, punkt.punkt.datum, davor, offen.faellig_am))
                for eingetreten, e in gebunden.erledigt
            ):
                erledigt = nummer
            davor = offen.faellig_am
        offene = alle[erledigt:]
        faellige = [offen for offen in offene if offen.faellig_am <= sicht.stichtag]
        return faellige[-1:] or offene[:1]

    def _mit_frist(
        self, sicht: S, gebunden: _Gebunden[S], punkt: Ankerpunkt, frist: Spanne, punkte: Punkte
    ) -> Rechenweg:
        """Compute the due date: the fact + span or the shorter agreed one, then pauses and limits."""
        if not gebunden.verschoben:
            return Rechenweg(punkt, frist, frist.nach(punkt.punkt.datum))
        offen = Rechenweg(punkt, frist, date.max)
        fassung = gebunden.fassung
        if fassung.genauer_tag is not None:
            genau = self._bausteine.tagquellen[fassung.genauer_tag].finde(sicht)
            if genau is not None:
                offen.ankerpunkt, offen.frist = Ankerpunkt(genau, kunde_dran=punkt.kunde_dran), _NICHTS
        beginn = offen.ankerpunkt.datum
        schritte: list[Schritt] = []
        if fassung.ab_einfuehrung and (einfuehrung := sicht.einfuehrung) is not None and einfuehrung.datum > beginn:
            beginn = einfuehrung.datum
            schritte.append(Schritt(Schrittart.EINFUEHRUNG, einfuehrung, offen.frist))
        faellig = offen.frist.nach(beginn)
        for name in fassung.frist_kuerzer:
            kuerzer = self._bausteine.fristquellen[name].finde(sicht)
            if kuerzer is not None:
                faellig, offen.kuerzung = kuerzere(kuerzer, beginn, faellig)
        if fassung.ohne_pausen and (tage := pausentage(sicht.pausenzeiten, beginn, faellig)):
            faellig += timedelta(days=tage)
            schritte.append(Schritt(Schrittart.PAUSEN, None, _NICHTS, tage))
        for grenzen, art, waehle in (
            (fassung.fruehestens, Schrittart.FRUEHESTENS, max),
            (fassung.spaetestens, Schrittart.SPAETESTENS, min),
        ):
            for grenze in grenzen:
                for ankerpunkt in punkte(grenze.anker):
                    tag = waehle(faellig, grenze.frist.nach(ankerpunkt.datum))
                    if tag != faellig:
                        faellig = tag
                        schritte.append(Schritt(art, ankerpunkt.punkt, grenze.frist))
        offen.faellig_am, offen.schritte = faellig, schritte
        return offen

    def _faelligkeit(self, sicht: S, gebunden: _Gebunden[S], weg: Rechenweg) -> Faelligkeit:
        punkt, faellig_am, fassung = weg.ankerpunkt, weg.faellig_am, gebunden.fassung
        weg.fassung = gebunden.fassungsname
        weg.eigenschaften = gebunden.eigenschaften
        if gebunden.eigenschaften.gespraech:
            weg.versuche = sicht.versuche
        if sicht.pausenzeiten and fassung.pause == "ruht":
            weg.pause = sicht.pause_am(faellig_am)
        warnung_ab = (
            fassung.vorwarnung.vor(faellig_am)
            if fassung.vorwarnung is not None
            else faellig_am - timedelta(days=gebunden.vorwarntage)
        )
        return Faelligkeit(
            fall=sicht.kennung,
            stamm=sicht.stamm,
            berater=punkt.zustaendig or sicht.zustaendig,
            regel=gebunden.regel,
            titel=f"{fassung.titel}: {punkt.thema}" if punkt.thema else fassung.titel,
            gruppe=fassung.gruppe,
            faellig_am=faellig_am,
            dringlichkeit=dringlichkeit_am(faellig_am, warnung_ab, sicht.stichtag, weg.versuch_am, punkt.kunde_dran),
            anker_datum=punkt.punkt.datum,
            stelle=punkt.punkt.stelle,
            ableitung=weg,
            quelle=gebunden.quelle,
            herkunft=gebunden.herkunft,
            warnung_ab=warnung_ab,
            thema=punkt.thema,
        )


def _eigenschaften(fassung: Fassung, anker: Anker[S]) -> Eigenschaften:
    return Eigenschaften(
        # An item that is about the attempts themselves is not softened by them.
        gespraech="versuch" not in anker.fakten and any(e.ereignis in DURCH_GESPRAECH for e in fassung.erledigt),
        im_termin=fassung.im_termin,
        vergabe=any(e.ereignis in VERGABE for e in fassung.erledigt),
        loeschung=any(e.ereignis in LOESCHUNG for e in fassung.erledigt),
        mehrere=anker.mehrere,
        wiederkehrend=anker.wiederkehrend,
        erledigt=fassung.erledigt,
    )


def _frueheste(gruppe: Sequence[_Offenes[S]], stichtag: date, anker: Anker[S]) -> _Offenes[S]:
    """The earliest, but what the team itself is late with comes before the customer's turn."""
    sortiert = sorted(gruppe, key=lambda offen: (offen[1].faellig_am, offen[1].ankerpunkt.kunde_dran))
    eigene = [o for o in sortiert if not o[1].ankerpunkt.kunde_dran and o[1].faellig_am <= stichtag]
    gewaehlt = (eigene or sortiert)[0]
    zaehlende = [o for o in sortiert if not anker.weitere_nur_faellige or o[1].faellig_am <= stichtag]
    gewaehlt[1].weitere = _gezaehlt(len(zaehlende) - 1, anker.weitere)
    return gewaehlt


def _neueste(gruppe: Sequence[_Offenes[S]], stichtag: date, anker: Anker[S]) -> _Offenes[S]:
    """The newest that is due, else what comes next."""
    sortiert = sorted(gruppe, key=lambda offen: offen[1].faellig_am)
    faellige = [offen for offen in sortiert if offen[1].faellig_am <= stichtag]
    gewaehlt = faellige[-1] if faellige else sortiert[0]
    gewaehlt[1].weitere = _gezaehlt(len(faellige) - 1, anker.weitere)
    return gewaehlt


def _gezaehlt(wie_viele: int, worte: tuple[str, str] | None) -> str:
    return anzahl(wie_viele, *worte) if worte is not None and wie_viele > 0 else ""
