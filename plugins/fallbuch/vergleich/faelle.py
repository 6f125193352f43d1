"""A case before and after: its fields, its entries, what was agreed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields, replace
from difflib import SequenceMatcher
from operator import attrgetter
from typing import Any, TypeVar

from fallbuch.akte.eintragsformen import FORMEN
from fallbuch.akte.feld import Feld, felder
from fallbuch.akte.modell import Eintrag, Fall, Kopf, Status
from fallbuch.akte.oeffnen import dekodiere
from fallbuch.akte.protokollformen import PROTOKOLLFORMEN, PROTOKOLLNOTIZEN
from fallbuch.akte.schreiben import Inhalt, aussage
from fallbuch.akte.typen import Kennungstyp, Text, Textliste, Vokabel
from fallbuch.akte.zuordnung import zuordnung
from fallbuch.akte.zusage import Stand, Vereinbarung
from fallbuch.kennung import nach_aussen, nfc
from fallbuch.regelwerk.vokabular import Vokabular
from fallbuch.text.markdown import ohne_umbrueche
from fallbuch.vergleich.modell import Handlung, Tat
from fallbuch.werte import dataclass

T = TypeVar("T")

#: What a file can be full of without saying anything else: quotation marks, list markers, rules.
_ZIERRAT = re.compile(r"[\"'\s\[\]{},]+")
_MARKEN = frozenset({"-", "*", "+", "---", "•", "–", "—", "#", "##", "###", ">", ">-", "|", "|-", ""})
_UEBERSCHRIFT = re.compile(r"#{1,3}\s*(\d{4}-\d\d-\d\d)\s+(\S.*)")
_UNBEKANNT = "Eintrag unbekannter Art"
_WORT = re.compile(r"\w+")
#: Short texts less alike than that say something else: one is gone and another has come.
_NOCH_DERSELBE, _KURZ = 0.5, 200
_STAENDE = {
    Stand.ERLEDIGT: Tat.VEREINBARUNG_ERLEDIGT,
    Stand.FALLENGELASSEN: Tat.VEREINBARUNG_FALLENGELASSEN,
    Stand.OFFEN: Tat.VEREINBARUNG_OFFEN,
}


@dataclass(frozen=True, slots=True)
class Fallfassung:
    """One version of a case with the bytes it was read from; None where both versions are the same file."""

    fall: Fall
    inhalt: bytes | None


def derselbe_fall(alt: Fall, neu: Fall) -> bool:
    """Tell whether a file under another name is the same case: git goes by likeness, and cases are alike.

    With another ID it is the same if no entry is missing, or nothing else changed; else somebody removed one and wrote another.
    """
    if alt.datei == neu.datei or alt.kopf.id == neu.kopf.id:
        return True
    davor, jetzt = ({_inhalt(e) for e in fall.eintraege} for fall in (alt, neu))
    if len(davor) > 1 and davor <= jetzt and alt.kopf.erstkontakt == neu.kopf.erstkontakt:
        return True  # all that ever happened is there, and more
    return Inhalt.von(alt) == Inhalt.von(neu).mit_feld("ID", alt.kopf.id)


class Fallvergleicher:
    """Compares cases; what it may show of a value follows from the value's type, never from the file's text."""

    def __init__(self, frueher: Vokabular, jetzt: Vokabular) -> None:
        self._woerter = {
            name: frozenset(frueher.woerter().get(name, ())) | frozenset(worte)
            for name, worte in jetzt.woerter().items()
        }
        self._arten = self._woerter["arten"] | {*FORMEN, *PROTOKOLLFORMEN, *PROTOKOLLNOTIZEN}

    def handlungen(self, alt: Fallfassung | None, neu: Fallfassung | None) -> list[Handlung]:
        """Return what was done to a case, in the order in which people tell it."""
        if neu is None:
            return [Handlung(Tat.ENTFERNT)] if alt is not None else []
        jetzt = neu.fall
        if alt is None:
            eintraege = (Handlung(Tat.EINTRAG_NEU, self.name(e)) for e in jetzt.eintraege)
            return [Handlung(Tat.ANGELEGT, teile=(*self._kopf(Kopf(id=jetzt.kopf.id), jetzt.kopf), *eintraege))]
        davor, ergebnis = alt.fall, []
        if davor.stamm != jetzt.stamm:
            ergebnis.append(Handlung(Tat.UMBENANNT, "", nach_aussen(davor.stamm), nach_aussen(jetzt.stamm)))
        beruehrt = alt.inhalt is not None and neu.inhalt is not None
        if beruehrt and not (davor.vollstaendig and jetzt.vollstaendig):
            return [*ergebnis, Handlung(Tat.UNLESBAR), *self._verschwundene(alt, neu)]
        ergebnis += self._kopf_von(davor, jetzt)
        if ohne_umbrueche(davor.vorspann) != ohne_umbrueche(jetzt.vorspann):
            ergebnis.append(textaenderung(davor.vorspann, jetzt.vorspann, "über den Einträgen"))
        ergebnis += self.eintraege(davor.eintraege, jetzt.eintraege)
        if alt.inhalt != neu.inhalt and all(h.tat is Tat.UMBENANNT for h in ergebnis):
            gleich = worte_in(alt.inhalt or b"") == worte_in(neu.inhalt or b"")
            ergebnis.append(Handlung(Tat.UMFORMATIERT if gleich else Tat.SONSTIGES))
        # Of very long files only the beginning becomes entries.
        if beruehrt and any(len(self._ueberschriften(f)) > len(f.fall.eintraege) for f in (alt, neu)):
            ergebnis += self._verschwundene(alt, neu)
        return ergebnis

    def _verschwundene(self, alt: Fallfassung, neu: Fallfassung) -> Iterator[Handlung]:
        """Yield the entries of which not even the heading is left, where a version cannot be read as a whole."""
        verschwundene = _ohne(self._ueberschriften(alt), Counter(self._ueberschriften(neu)), lambda name: name)
        return (Handlung(Tat.EINTRAG_ENTFERNT, name) for name in verschwundene)

    def _ueberschriften(self, fassung: Fallfassung) -> list[str]:
        """Return the entries that a text seems to have, named as entries are."""
        treffer = filter(None, map(_UEBERSCHRIFT.match, _text(fassung.inhalt or b"").splitlines()))
        return [f"{t[1]} {next((a for a in self._arten if a in t[2]), _UNBEKANNT)}" for t in treffer]

    def _kopf_von(self, alt: Fall, neu: Fall) -> list[Handlung]:
        """Compare the heads; a value that nobody can read is not said, and is not the same as none."""
        ergebnis = [
            replace(h, alt=None if h.woran in alt.unlesbar else h.alt, neu=None if h.woran in neu.unlesbar else h.neu)
            for h in self._kopf(alt.kopf, neu.kopf)
        ]
        genannte = {h.woran for h in ergebnis}
        return [*ergebnis, *(Handlung(Tat.FELD, name) for name in sorted((alt.unlesbar ^ neu.unlesbar) - genannte))]

    def _kopf(self, alt: Kopf, neu: Kopf) -> list[Handlung]:
        tat = Tat.FELD
        if neu.status == Status.ABGESCHLOSSEN:
            tat = Tat.ABGESCHLOSSEN
        elif alt.status == Status.ABGESCHLOSSEN:
            tat = Tat.WIEDERAUFGENOMMEN
        ergebnis = [replace(h, tat=tat) if h.woran == "Status" else h for h in self._felder(alt, neu)]
        return sorted(ergebnis, key=lambda h: h.woran != "Status" or h.tat is Tat.FELD)

    def _felder(self, alt: Any, neu: Any) -> list[Handlung]:
        """Return the fields of a declaring class that differ, all without an earlier one; agreements are compared by themselves."""
        ergebnis: list[Handlung] = []
        if neu is None:
            return ergebnis
        alt = type(neu)() if alt is None else alt
        for attribut, feld in felder(type(neu)):
            davor, jetzt = getattr(alt, attribut), getattr(neu, attribut)
            if davor == jetzt:
                continue
            if feld.vereinbarungen:
                ergebnis += vereinbarungen(davor, jetzt)
            else:
                ergebnis.append(Handlung(Tat.FELD, feld.name, self._zeigbar(feld, davor), self._zeigbar(feld, jetzt)))
        return ergebnis

    def _zeigbar(self, feld: Feld, wert: Any) -> str | None:
        if wert is None or wert == ():
            return ""
        match feld.typ:
            case Kennungstyp():
                return nach_aussen(wert)
            case Vokabel(vokabular=liste):
                # A word that is not the team's own could be anything, a name too.
                return str(wert) if feld.typ.wort(wert) in self._woerter.get(str(liste), frozenset()) else None
            case Text() | Textliste():
                return None
        return str(wert)

    def name(self, eintrag: Eintrag) -> str:
        """Name an entry by day and kind, as far as both are words of the program or the team."""
        art = eintrag.art if eintrag.art in self._arten else _UNBEKANNT
        return f"{eintrag.datum} {art}" if eintrag.datum is not None else "ohne lesbares Datum"

    def eintraege(self, alte: Sequence[Eintrag], neue: Sequence[Eintrag]) -> list[Handlung]:
        """Return the entries that were added, changed and removed, by their days."""
        herkunft = _herkunft(alte, neue)
        geblieben = set(herkunft.values())
        ergebnis = [Handlung(Tat.EINTRAG_ENTFERNT, self.name(e)) for n, e in enumerate(alte) if n not in geblieben]
        for stelle, eintrag in enumerate(neue):
            nummer = herkunft.get(stelle)
            if nummer is None:
                teile = (*self._felder(None, eintrag.angaben), *self._felder(None, eintrag.besonderes))
                ergebnis.append(Handlung(Tat.EINTRAG_NEU, self.name(eintrag), teile=teile))
            elif _inhalt(alte[nummer]) != _inhalt(eintrag):
                teile = tuple(self._eintrag(alte[nummer], eintrag))
                ergebnis.append(Handlung(Tat.EINTRAG_GEAENDERT, self.name(alte[nummer]), teile=teile))
        ergebnis.sort(key=lambda h: h.woran)
        plaetze = [herkunft[stelle] for stelle in sorted(herkunft)]
        return [*ergebnis, *([Handlung(Tat.UMGESTELLT)] if plaetze != sorted(plaetze) else [])]

    def _eintrag(self, alt: Eintrag, neu: Eintrag) -> Iterator[Handlung]:
        if alt.datum != neu.datum:
            yield Handlung(Tat.NUN_ANDERER_TAG, "", self.name(alt), self.name(neu))
        elif alt.art != neu.art:
            yield Handlung(Tat.FELD, "Überschrift", self.name(alt), self.name(neu))
        if alt.berater != neu.berater:
            yield Handlung(Tat.FELD, "Gespräch geführt von", self._namen(alt.berater), self._namen(neu.berater))
        yield from self._felder(alt.angaben, neu.angaben)
        if type(alt.besonderes) is type(neu.besonderes):
            yield from self._felder(alt.besonderes, neu.besonderes)
        for name in sorted(alt.unlesbar ^ neu.unlesbar):
            yield Handlung(Tat.FELD, name)
        if ohne_umbrueche(alt.text) != ohne_umbrueche(neu.text):
            yield textaenderung(alt.text, neu.text, self.name(alt))
        elif alt.verborgenes != neu.verborgenes:
            yield Handlung(Tat.FELD, "nicht gezeigte Angabe")

    def _namen(self, berater: Sequence[str]) -> str | None:
        return ", ".join(berater) if self._woerter["berater"].issuperset(berater) else None


def _herkunft(alte: Sequence[Eintrag], neue: Sequence[Eintrag]) -> dict[int, int]:
    return zuordnung(alte, neue, gleich=_inhalt, tag_und_art=lambda e: (e.datum, e.art), text=lambda e: e.text)


def neue_eintraege(alte: Sequence[Eintrag], neue: Sequence[Eintrag]) -> Counter[tuple[Any, ...]]:
    """Return what the entries say that come from none of the old ones."""
    herkunft = _herkunft(alte, neue)
    return Counter(_inhalt(e) for stelle, e in enumerate(neue) if stelle not in herkunft)


def ohne_eintraege(eintraege: Sequence[Eintrag], welche: Counter[tuple[Any, ...]]) -> tuple[Eintrag, ...]:
    """Return the entries but for as many that say the same as `welche` counts."""
    return tuple(_ohne(eintraege, welche, _inhalt))


def _ohne(dinge: Sequence[T], welche: Counter[Any], was: Callable[[T], Any]) -> Iterator[T]:
    """Yield the things but for as many as `welche` counts of what each is."""
    uebrig = welche.copy()
    for ding in dinge:
        if uebrig[was(ding)] > 0:
            uebrig[was(ding)] -= 1
        else:
            yield ding


def _inhalt(eintrag: Eintrag) -> tuple[Any, ...]:
    datum, art, berater, text, angaben, besonderes, *rest = aussage(eintrag)
    return datum, art, berater, ohne_umbrueche(text), _fest(angaben), _fest(besonderes), *rest


def _fest(angaben: Any) -> tuple[Any, ...]:
    """Return values as something that can be looked up."""
    return () if angaben is None else (type(angaben), *(getattr(angaben, f.name) for f in fields(angaben)))


def vereinbarungen(alte: Sequence[Vereinbarung], neue: Sequence[Vereinbarung]) -> list[Handlung]:
    """Return which agreements were ticked, added, changed and removed; they are named by their deadlines."""
    gesagtes, wortlaut = attrgetter("text", "frist", "wer", "stand"), attrgetter("text")
    herkunft = zuordnung(alte, neue, gleich=gesagtes, tag_und_art=wortlaut, text=wortlaut)
    # One that was worded anew keeps its place in the list.
    for stelle in set(range(min(len(alte), len(neue)))).difference(herkunft, herkunft.values()):
        if _noch_dasselbe(_ohne_frist(alte[stelle])[0], _ohne_frist(neue[stelle])[0]):
            herkunft[stelle] = stelle
    geblieben = set(herkunft.values())
    ergebnis = [Handlung(Tat.VEREINBARUNG_ENTFERNT, _frist(v)) for n, v in enumerate(alte) if n not in geblieben]
    for stelle, jetzt in enumerate(neue):
        nummer = herkunft.get(stelle)
        if nummer is None:
            ergebnis.append(Handlung(Tat.VEREINBARUNG_NEU, _frist(jetzt)))
            continue
        davor = alte[nummer]
        if davor.stand is not jetzt.stand:
            ergebnis.append(Handlung(_STAENDE[jetzt.stand], _frist(jetzt)))
        if davor.frist != jetzt.frist:
            frueher, nun = (str(v.frist or "") for v in (davor, jetzt))
            ergebnis.append(Handlung(Tat.VEREINBARUNG_GEAENDERT, "Frist", frueher, nun))
        if _ohne_frist(davor) != _ohne_frist(jetzt):
            ergebnis.append(Handlung(Tat.VEREINBARUNG_GEAENDERT, "Wortlaut"))
    return ergebnis


def textaenderung(alt: str, neu: str, wo: str) -> Handlung:
    """Tell a text that differs from one that was taken away, be it that another has come."""
    return Handlung(Tat.TEXT if _noch_dasselbe(alt, neu) else Tat.TEXT_ERSETZT, wo)


def _noch_dasselbe(alt: str, neu: str) -> bool:
    """Tell whether most words of a text are still there; additions take nothing away."""
    davor, jetzt = (Counter(_WORT.findall(t.casefold())) for t in (alt, neu))
    if 2 * (davor & jetzt).total() >= davor.total():
        return True
    # A few words with a corrected letter are other words.
    return len(alt) <= _KURZ and SequenceMatcher(None, alt, neu[:_KURZ], autojunk=False).ratio() >= _NOCH_DERSELBE


def _frist(v: Vereinbarung) -> str:
    return f"bis {v.frist}" if v.frist is not None else "ohne Frist"


def _ohne_frist(v: Vereinbarung) -> tuple[str, str | None]:
    return re.sub(r"[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}\.\s?[0-9]{1,2}\.\s?[0-9]{4}", "", v.text), v.wer


def worte_in(inhalt: bytes) -> Counter[str]:
    """Return all words of a file, however they are ordered, quoted and set out."""
    worte = (w.rstrip(":") for w in _ZIERRAT.split(nfc(_text(inhalt))))
    # A ticked box may be `[x]` or `[X]`.
    return Counter("x" if w == "X" else w for w in worte if w not in _MARKEN)


def _text(inhalt: bytes) -> str:
    return dekodiere(inhalt, "", [])[0]
