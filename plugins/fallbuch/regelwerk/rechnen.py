"""The engine: how anchors, spans, limits, conditions, clearing events, replacements and versions combine.

Which of them make a rule stands in the rule file. A `Rechner` binds the rules to their building
blocks once; what depends on level and state alone is decided once per level and state.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cached_property
from typing import Generic

from fallbuch.befund import anzahl
from fallbuch.regelwerk.bausteine import Anker, Ankerpunkt, Bausteine, S, woerter, zaehlt_von_bis
from fallbuch.regelwerk.begruendung import Rechenweg, Schritt, Schrittart
from fallbuch.regelwerk.binden import Gebunden, GebundeneRegel, Zustand
from fallbuch.regelwerk.faelligkeit import Eigenschaften, Faelligkeit
from fallbuch.regelwerk.fristen import dringlichkeit_am, pausentage, vorwarntage
from fallbuch.regelwerk.geschichte import Punkt
from fallbuch.regelwerk.modell import Bezug, Faktenwahl, Fassung, Regelwerk
from fallbuch.zeit import Einheit, Spanne

_BRAUCHT_TAG = frozenset({Bezug.ABSCHNITT, Bezug.FAELLIGKEIT})
_NICHTS = Spanne(0, Einheit.TAGE)
_EIN_TAG = timedelta(days=1)


Punkte = Callable[[str], Sequence[Ankerpunkt]]


#: A version of a rule and the way the date of one open fact was found.
_Offenes = tuple[Gebunden[S], Rechenweg]


class Rechner(Generic[S]):
    """Computes due items of views; made once for many of them."""

    def __init__(self, regelwerk: Regelwerk, bausteine: Bausteine[S]) -> None:
        self._bausteine = bausteine
        self._regelwerk = regelwerk
        self._regeln = [
            GebundeneRegel(regel, bausteine) for regel in regelwerk.regeln if bausteine.passt(regel.neueste)
        ]
        self._auswahl: dict[Zustand, tuple[Sequence[GebundeneRegel[S]], Sequence[GebundeneRegel[S]]]] = {}

    @property
    def eigenschaften(self) -> tuple[Eigenschaften, ...]:
        """What items of each version have in common, in the order of the rules."""
        return tuple(gebunden.eigenschaften for regel in self._regeln for gebunden in regel.fassungen)

    def rechne(self, sicht: S, zustand: Zustand) -> list[Faelligkeit]:
        """Return the due items of one view, in the order of the rules."""
        return [self._faelligkeit(sicht, gebunden, weg) for gebunden, weg in self._offene(sicht, zustand)]

    def tage(self, sicht: S, zustand: Zustand) -> list[date]:
        """Return the due dates alone, for who asks many days of the past."""
        return [weg.faellig_am for _, weg in self._offene(sicht, zustand)]

    @cached_property
    def _ohne_vergangenheit(self) -> Rechner[S]:
        """The rules about the next contact, each by what holds on its day alone."""
        # A rule switched off still says what used to be asked for; one that stands in for others in special cases does not.
        regeln = tuple(
            replace(
                regel,
                fassungen=tuple(
                    replace(f, nicht_rueckwirkend=False, aktiv=f.aktiv or not f.ersetzt) for f in regel.fassungen
                ),
            )
            for regel in self._regelwerk.regeln
            if self._bausteine.passt(regel.neueste)
            and any(f.fall == "offen" and self._bausteine.anker[f.anker].wiederkehrend for f in regel.fassungen)
        )
        return Rechner(replace(self._regelwerk, regeln=regeln), self._bausteine)

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

    def _regeln_fuer(self, zustand: Zustand) -> tuple[Sequence[GebundeneRegel[S]], Sequence[GebundeneRegel[S]]]:
        """Return the rules that can apply in this state, and those of them that stand in for others."""
        vorhanden = self._auswahl.get(zustand)
        if vorhanden is None:
            regeln = tuple(regel for regel in self._regeln if any(g.moeglich(zustand) for g in regel.fassungen))
            vorhanden = self._auswahl[zustand] = (regeln, tuple(regel for regel in regeln if regel.ersetzt))
        return vorhanden

    def _geltende(
        self, sicht: S, zustand: Zustand, regel: GebundeneRegel[S], punkte: Sequence[Ankerpunkt]
    ) -> list[tuple[Ankerpunkt, Gebunden[S]]]:
        """Return the facts to which a version applies: the one in force on the fact's day decides."""
        einzige = regel.einzige
        if einzige is not None and not einzige.bedingungen:
            return [(punkt, einzige) for punkt in punkte]
        geltende = []
        for punkt in punkte:
            gebunden = einzige or regel.fassung_am(punkt.datum)
            if gebunden is None or (einzige is None and not gebunden.moeglich(zustand)):
                continue
            for gilt, wert in gebunden.bedingungen:
                if not gilt(sicht, wert, punkt, gebunden.fassung):
                    break
            else:
                geltende.append((punkt, gebunden))
        return geltende

    def _ersetzte(
        self, sicht: S, zustand: Zustand, regel: GebundeneRegel[S], punkte: Sequence[Ankerpunkt]
    ) -> Iterator[tuple[str, str]]:
        for punkt, gebunden in self._geltende(sicht, zustand, regel, punkte):
            for ersetzung in gebunden.fassung.ersetzt:
                am_anker = ersetzung.ab is Bezug.ANKER and punkt.datum == sicht.stichtag
                if ersetzung.ab is Bezug.JEDERZEIT or punkt.datum < sicht.stichtag or am_anker:
                    yield ersetzung.regel, punkt.bezug

    def _je_regel(
        self,
        sicht: S,
        regel: GebundeneRegel[S],
        geltende: Sequence[tuple[Ankerpunkt, Gebunden[S]]],
        punkte: Punkte,
        ersetzt: set[tuple[str, str]],
    ) -> Sequence[_Offenes[S]]:
        offene: list[_Offenes[S]] = []
        auswahl = Faktenwahl.ALLE
        for punkt, gebunden in geltende:
            if ersetzt and (regel.schluessel, punkt.bezug) in ersetzt:
                continue
            auswahl = gebunden.fassung.auswahl
            if len(gebunden.fristen) > 1:
                offene.extend((gebunden, weg) for weg in self._reihe(sicht, gebunden, punkt, punkte))
            elif (weg := self._eines(sicht, gebunden, punkt, punkte)) is not None:
                offene.append((gebunden, weg))
        if len(offene) < 2 or auswahl is Faktenwahl.ALLE:
            return offene
        # One line for each thing and for whoever has its turn; a promise of the team is a thing of its own.
        je_thema: dict[tuple[str, tuple[str, ...], str], list[_Offenes[S]]] = {}
        for eines in offene:
            punkt = eines[1].ankerpunkt
            je_thema.setdefault((punkt.thema, punkt.wer, punkt.bezug if punkt.einzeln else ""), []).append(eines)
        anker = self._bausteine.anker[regel.anker]
        return [_gewaehlt(gruppe, auswahl, sicht.stichtag, anker) for gruppe in je_thema.values()]

    def _eines(self, sicht: S, gebunden: Gebunden[S], punkt: Ankerpunkt, punkte: Punkte) -> Rechenweg | None:
        offen: Rechenweg | None = None
        for eingetreten, erledigung in gebunden.erledigt:
            if erledigung.ab is Bezug.JEDERZEIT:
                von, bis = date.min, date.max
            else:
                if erledigung.ab in _BRAUCHT_TAG and offen is None:
                    offen = self._mit_frist(sicht, gebunden, punkt, gebunden.fristen[0], punkte)
                faellig = offen.faellig_am if offen is not None else date.max
                von, bis = zaehlt_von_bis(erledigung, punkt.datum, None, faellig)
            if eingetreten(sicht, punkt, von, bis):
                return None
        return offen or self._mit_frist(sicht, gebunden, punkt, gebunden.fristen[0], punkte)

    def _reihe(self, sicht: S, gebunden: Gebunden[S], punkt: Ankerpunkt, punkte: Punkte) -> list[Rechenweg]:
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
                eingetreten(sicht, punkt, *zaehlt_von_bis(e, punkt.datum, davor, offen.faellig_am))
                for eingetreten, e in gebunden.erledigt
            ):
                erledigt = nummer
            davor = offen.faellig_am
        offene = alle[erledigt:]
        faellige = [offen for offen in offene if offen.faellig_am <= sicht.stichtag]
        return faellige[-1:] or offene[:1]

    def _mit_frist(
        self, sicht: S, gebunden: Gebunden[S], punkt: Ankerpunkt, frist: Spanne, punkte: Punkte
    ) -> Rechenweg:
        """Compute the due date: the fact + span or the shorter agreed one, then pauses and limits."""
        if not gebunden.verschoben:
            return Rechenweg(punkt, frist, frist.nach(punkt.datum))
        offen = Rechenweg(punkt, frist, date.max)
        fassung = gebunden.fassung
        if fassung.genauer_tag is not None:
            genau = self._bausteine.tagquellen[fassung.genauer_tag].finde(sicht)
            if genau is not None:
                genau.kunde_dran = punkt.kunde_dran
                offen.ankerpunkt, offen.frist = genau, _NICHTS
        beginn = offen.ankerpunkt.datum
        schritte: list[Schritt] = []
        if fassung.ab_einfuehrung and (einfuehrung := sicht.einfuehrung) is not None and einfuehrung.datum > beginn:
            beginn = einfuehrung.datum
            schritte.append(Schritt(Schrittart.EINFUEHRUNG, einfuehrung, offen.frist))
        faellig = offen.frist.nach(beginn)
        for name in fassung.frist_kuerzer:
            kuerzer = self._bausteine.fristquellen[name].finde(sicht)
            if kuerzer is not None and (eher := kuerzer.spanne.nach(beginn)) < faellig:
                faellig, offen.kuerzer = eher, kuerzer
        if fassung.ohne_pausen and (tage := pausentage(sicht.pausenzeiten, beginn, faellig)):
            faellig += timedelta(days=tage)
            seit = max((pause.von for pause in sicht.pausenzeiten if pause.von < faellig), default=None)
            schritte.append(Schritt(Schrittart.PAUSEN, None, _NICHTS, tage, seit))
        for grenzen, art, waehle in (
            (fassung.fruehestens, Schrittart.FRUEHESTENS, max),
            (fassung.spaetestens, Schrittart.SPAETESTENS, min),
        ):
            for grenze in grenzen:
                for ankerpunkt in self._grenzpunkte(sicht, fassung, grenze.anker, punkte):
                    tag = waehle(faellig, grenze.frist.nach(ankerpunkt.datum))
                    if tag != faellig:
                        faellig = tag
                        schritte.append(Schritt(art, ankerpunkt, grenze.frist))
        offen.faellig_am, offen.schritte = faellig, schritte
        return self._nicht_rueckwirkend(sicht, offen) if fassung.nicht_rueckwirkend else offen

    def _grenzpunkte(self, sicht: S, fassung: Fassung, name: str, punkte: Punkte) -> Iterable[Ankerpunkt]:
        """Return the facts that bound a date; some are others for a rule that holds for some levels alone."""
        anker, stufen = self._bausteine.anker[name], fassung.bedingung.get("stufe")
        return punkte(name) if anker.finde_fuer is None or stufen is None else anker.finde_fuer(sicht, woerter(stufen))

    def _nicht_rueckwirkend(self, sicht: S, weg: Rechenweg) -> Rechenweg:
        """Let a new level or interval make nothing overdue backwards, and postpone nothing that was overdue already.

        What the list said on the day before each change counts: a looser span holds at once, a tighter one from the day
        of the change on, and a date that had passed by then stays.
        """
        aenderungen = sicht.aenderungen
        if not aenderungen or weg.faellig_am >= aenderungen[-1].datum:
            return weg
        bisher, *danach = [self._kontakt(sicht.am(aenderung.datum - _EIN_TAG)) for aenderung in aenderungen]
        for aenderung, dann in zip(aenderungen, [*danach, weg], strict=True):
            bisher = _strenger(bisher, dann, aenderung) if bisher is not None and dann is not None else dann or bisher
        return bisher or weg

    def _kontakt(self, sicht: S) -> Rechenweg | None:
        """Return when the next contact was due by what held on the view's day, None where no rule asked for one."""
        zustand = Zustand("offen", pausiert=False, stufe=sicht.stufe or "keine")
        wege = (weg for _, weg in self._ohne_vergangenheit._offene(sicht, zustand))  # noqa: SLF001 - its own kind
        return min(wege, key=lambda weg: weg.faellig_am, default=None)

    def _faelligkeit(self, sicht: S, gebunden: Gebunden[S], weg: Rechenweg) -> Faelligkeit:
        punkt, faellig_am, fassung = weg.ankerpunkt, weg.faellig_am, gebunden.fassung
        weg.fassung = gebunden.fassungsname
        weg.eigenschaften = gebunden.eigenschaften
        weg.satz = gebunden.satz.replace("{thema}", punkt.thema)
        weg.offene_frage = punkt.verabredet and faellig_am < sicht.stichtag
        if gebunden.eigenschaften.gespraech:
            # Attempts at what the item is about.
            ab, versuche = punkt.versuche_ab, sicht.versuche
            weg.versuche = versuche if ab is None else [v for v in versuche if v.datum is not None and v.datum >= ab]
        if sicht.pausenzeiten and fassung.pause == "ruht":
            weg.pause = sicht.pause_am(faellig_am)
        tage = gebunden.vorwarntage if weg.kuerzer is None else vorwarntage(weg.kuerzer.spanne)
        vorwarnung = fassung.vorwarnung
        warnung_ab = faellig_am - timedelta(days=tage) if vorwarnung is None else vorwarnung.vor(faellig_am)
        return Faelligkeit(
            fall=sicht.kennung,
            stamm=sicht.stamm,
            berater=punkt.zustaendig or sicht.zustaendig,
            regel=gebunden.regel,
            titel=f"{fassung.titel}: {punkt.thema}" if punkt.thema else fassung.titel,
            gruppe=fassung.gruppe,
            faellig_am=faellig_am,
            dringlichkeit=dringlichkeit_am(faellig_am, warnung_ab, sicht.stichtag, weg.versuch_am, punkt.kunde_dran),
            anker_datum=punkt.datum,
            stelle=punkt.stelle,
            ableitung=weg,
            quelle=gebunden.quelle,
            herkunft=gebunden.herkunft,
            warnung_ab=warnung_ab,
            thema=punkt.thema,
            wer=punkt.wer,
        )


def _strenger(bisher: Rechenweg, dann: Rechenweg, aenderung: Punkt) -> Rechenweg:
    """Return what holds after a change: `bisher` was due before it, `dann` is by the new words alone."""
    if dann.faellig_am >= bisher.faellig_am:
        return dann
    if bisher.faellig_am < aenderung.datum:
        return replace(bisher, schritte=[*bisher.schritte, Schritt(Schrittart.BLEIBT, aenderung, _NICHTS)])
    if dann.faellig_am >= aenderung.datum:
        return dann
    grenze = Schritt(Schrittart.FRUEHESTENS, aenderung, _NICHTS)
    return replace(dann, faellig_am=aenderung.datum, schritte=[*dann.schritte, grenze])


def _gewaehlt(gruppe: Sequence[_Offenes[S]], auswahl: Faktenwahl, stichtag: date, anker: Anker[S]) -> _Offenes[S]:
    """Return the earliest, or the newest that is due, else what comes next; it says how many others there are."""
    sortiert = sorted(gruppe, key=lambda offen: offen[1].faellig_am)
    faellige = [offen for offen in sortiert if offen[1].faellig_am <= stichtag]
    neueste = auswahl is Faktenwahl.NEUESTE
    gewaehlt = faellige[-1] if neueste and faellige else sortiert[0]
    weitere = len(faellige if neueste or anker.weitere_nur_faellige else sortiert) - 1
    if anker.weitere is not None and weitere > 0:
        gewaehlt[1].weitere = anzahl(weitere, *anker.weitere)
    return gewaehlt
