"""Words of a case read with the team's lists: other spellings become the listed word, unknown ones a finding."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from datetime import date
from operator import is_
from typing import Any

from fallbuch.akte.angaben import melde_mangel
from fallbuch.akte.eintraege import KEINE_ANGABEN
from fallbuch.akte.eintragsformen import FORMEN, Planangaben
from fallbuch.akte.feld import Feld, felder
from fallbuch.akte.modell import Angaben, Eintrag, Fall, Kopf
from fallbuch.akte.protokoll import Protokoll
from fallbuch.akte.protokollformen import PROTOKOLLFORMEN, PROTOKOLLNOTIZEN
from fallbuch.akte.typen import F019, waehle
from fallbuch.akte.zusage import Nennung, Vereinbarung
from fallbuch.befund import Befund, Meldungsart, Schwere, Stelle
from fallbuch.beispiele import BERATUNG
from fallbuch.regelwerk.namen import Namensliste, ist_niemand
from fallbuch.regelwerk.vokabular import REGELDATEI, Vokabular, Wort

F032 = Meldungsart(
    kennung="F032",
    schwere=Schwere.FEHLER,
    uhr=True,
    titel="Unbekannte Art von Eintrag",
    muster="Die Art „{wert}“ ist nicht bekannt. {erwartet}",
    hinweis="{rat}",
    erklaerung="Die Art sagt, ob ein Eintrag als Kontakt zählt. Bei einer unbekannten Art ist das offen; der Fall steht deshalb ganz oben, bis sie stimmt.",
    schlecht=BERATUNG.replace("Erstgespräch", "Erstgespäch"),
    gut=BERATUNG,
)
F047 = Meldungsart(
    kennung="F047",
    schwere=Schwere.FEHLER,
    uhr=True,
    titel="Unbekannte Betreuungsstufe",
    muster="Betreuungsstufe „{wert}“ ist nicht bekannt. {erwartet}",
    hinweis="{rat}",
    erklaerung="Von der Stufe hängt ab, wann der nächste Kontakt fällig ist. Ist sie nicht zu lesen, gilt vorsichtshalber die kürzeste Frist, und der "
    "Fall steht ganz oben.",
    schlecht=BERATUNG.replace("Betreuungsstufe: IK", "Betreuungsstufe: IX"),
    gut=BERATUNG,
)
F075 = Meldungsart(
    kennung="F075",
    schwere=Schwere.HINWEIS,
    titel="Arbeitgeber steht nicht in der Liste",
    muster="Der Arbeitgeber „{wert}“ steht nicht in der Liste. {erwartet}",
    hinweis="{rat} Fehlt der Betrieb, tragen Sie ihn in vorlagen/arbeitgeber.yml ein.",
    erklaerung="In vorlagen/arbeitgeber.yml steht, welche Betriebe das Team kennt. Nur was dort steht, erscheint auf der Seite der Arbeitgeber. "
    "Der Eintrag selbst gilt, wie er ist.",
    schlecht=BERATUNG + "\n## 2026-02-02 Arbeitgeberkontakt (Jana)\n\nArbeitgeber: Bäckerei Sonnenkorn\n",
    gut=BERATUNG + "\n## 2026-02-02 Arbeitgeberkontakt (Jana)\n\nMit der Bäckerei gesprochen.\n",
)
#: Lists about which an unknown word has a finding of its own.
_EIGENE_MELDUNG = {"arten": F032, "stufen": F047, "arbeitgeber": F075}
# A word that is not in such a list is no mistake in the case: it stays as it was written.
_OFFENE_LISTEN = frozenset({"arbeitgeber"})
_PROTOKOLLARTEN = (*PROTOKOLLFORMEN, *PROTOKOLLNOTIZEN)


class Deuter:
    """Reads words with one team's lists; keeps the folded forms between cases."""

    def __init__(self, vokabular: Vokabular) -> None:
        self._vokabular = vokabular
        self._woerter = vokabular.woerter()
        self._synonyme = {name: vokabular.synonyme(name) for name in self._woerter}
        self._namen = Namensliste(vokabular)
        self._arten = FORMEN.keys() | vokabular.arten.keys()
        #: By declaring class: attribute and declaration of each field with words of a list, and these words.
        self._listenfelder: dict[type[Any], list[tuple[str, Feld, Mapping[str, Wort]]]] = {
            klasse: [
                (attribut, feld, vokabular.liste(feld.typ.vokabular))
                for attribut, feld in felder(klasse)
                if feld.typ.vokabular is not None
            ]
            for klasse in (Kopf, Angaben, *FORMEN.values(), *PROTOKOLLFORMEN.values())
        }

    def deute(self, fall: Fall) -> tuple[Fall, list[Befund]]:
        """Return the case with listed words in place of other spellings, and the findings."""
        befunde: list[Befund] = []
        kopf, unlesbar = self._felder(fall.kopf, fall, befunde)
        eintraege = tuple([self._eintrag(eintrag, befunde) for eintrag in fall.eintraege])
        if kopf is fall.kopf and not unlesbar and all(map(is_, eintraege, fall.eintraege)):
            return fall, befunde
        if fall.zerlegt:
            befunde = [dataclasses.replace(befund, korrektur=None) for befund in befunde]
        return dataclasses.replace(fall, kopf=kopf, eintraege=eintraege, unlesbar=fall.unlesbar | unlesbar), befunde

    def deute_protokoll(self, protokoll: Protokoll) -> tuple[Protokoll, list[Befund]]:
        """Return the team's log with listed words in place of other spellings, and the findings."""
        befunde: list[Befund] = []
        eintraege = tuple(self._eintrag(eintrag, befunde, _PROTOKOLLARTEN) for eintrag in protokoll.eintraege)
        return dataclasses.replace(protokoll, eintraege=eintraege), [dataclasses.replace(b, uhr=False) for b in befunde]

    def _eintrag(self, eintrag: Eintrag, befunde: list[Befund], arten: Sequence[str] = ()) -> Eintrag:
        if eintrag.datum is None:
            return eintrag
        bekannt = self._vokabular.berater.keys() >= set(eintrag.berater)
        nur_text = eintrag.angaben is KEINE_ANGABEN and eintrag.besonderes is None
        if nur_text and bekannt and eintrag.art in (arten or self._arten):
            return eintrag
        art = self._art(eintrag, befunde, arten)
        angaben, unlesbar = self._felder(eintrag.angaben, eintrag, befunde)
        if (vereinbarungen := self._vereinbarungen(angaben.vereinbarungen, eintrag.datum)) is not None:
            angaben = dataclasses.replace(angaben, vereinbarungen=vereinbarungen)
        besonderes, weitere = eintrag.besonderes, frozenset[str]()
        if besonderes is not None:
            besonderes, weitere = self._felder(besonderes, eintrag, befunde)
            if isinstance(besonderes, Planangaben):
                teilziele = self._vereinbarungen(besonderes.teilziele, eintrag.datum)
                if teilziele is not None:
                    besonderes = dataclasses.replace(besonderes, teilziele=teilziele)
        berater = eintrag.berater
        if not bekannt:
            berater = tuple(self._name(eintrag, nummer, befunde) for nummer in range(len(berater)))
        gleich = angaben is eintrag.angaben and besonderes is eintrag.besonderes and not (unlesbar or weitere)
        if gleich and art == eintrag.art and berater == eintrag.berater:
            return eintrag
        return dataclasses.replace(
            eintrag,
            art=art,
            angaben=angaben,
            besonderes=besonderes,
            berater=berater,
            unlesbar=eintrag.unlesbar | unlesbar | weitere,
        )

    def _art(self, eintrag: Eintrag, befunde: list[Befund], arten: Sequence[str]) -> str:
        """Return the kind by the team's list, or by `arten` where the file has kinds of its own."""
        if eintrag.art in (arten or self._arten):
            return eintrag.art
        stelle = dataclasses.replace(eintrag.stelle, spalte=eintrag.art_spalte)
        bis = stelle.spalte + eintrag.art_laenge
        return self._waehle("arten", eintrag.art, "Art", stelle, befunde, bis=bis, woerter=arten or None) or eintrag.art

    def _name(self, eintrag: Eintrag, nummer: int, befunde: list[Befund]) -> str:
        name = eintrag.berater[nummer]
        if name in self._woerter["berater"]:
            return name
        stelle = dataclasses.replace(eintrag.stelle, spalte=eintrag.berater_spalten[nummer])
        return self._waehle("berater", name, "Berater", stelle, befunde, bis=stelle.spalte + len(name)) or name

    def _vereinbarungen(self, vereinbarungen: Sequence[Vereinbarung], tag: date) -> tuple[Vereinbarung, ...] | None:
        """Say whose each agreement is: the customer's, the team's, a counsellor's; a box under another without a name is that one's.

        None where each says so itself.
        """
        gedeutet: list[Vereinbarung] = []
        for vereinbarung in vereinbarungen:
            wort = vereinbarung.wer or ""
            nennungen = self._namen.am_anfang(vereinbarung.text, tag)
            if not nennungen and ist_niemand(wort):
                gedeutet.append(vereinbarung)
                continue
            wer = " und ".join([*([wort] if ist_niemand(wort) else []), *(n.name for n in nennungen)]) or None
            if not nennungen and vereinbarung.eltern is not None:
                oben = gedeutet[vereinbarung.eltern]
                # The words stand with the box above: there is nothing to reword here.
                wer, nennungen = oben.wer, tuple(Nennung("", nennung.name) for nennung in oben.nennungen)
            gedeutet.append(dataclasses.replace(vereinbarung, wer=wer, nennungen=nennungen))
        return None if all(map(is_, gedeutet, vereinbarungen)) else tuple(gedeutet)

    def _felder(self, werte: Any, ort: Fall | Eintrag, befunde: list[Befund]) -> tuple[Any, frozenset[str]]:
        """Return the fields of a head or an entry with the words of the lists, and which of them cannot be read."""
        neu: dict[str, Any] = {}
        unlesbar = set()
        for attribut, feld, woerter in self._listenfelder[type(werte)]:
            if (wert := getattr(werte, attribut)) is None or (wort := feld.typ.wort(wert)) in woerter:
                continue
            genau = ort.wertstellen.get(feld.name)
            stelle, bis = genau or ort.ort(feld.name), None if genau is None else genau.spalte + len(wort)
            richtig = self._waehle(feld.typ.vokabular or "", wort, feld.name, stelle, befunde, bis=bis)
            if richtig is not None:
                neu[attribut] = feld.typ.mit_wort(wert, richtig)
            elif feld.typ.vokabular not in _OFFENE_LISTEN:
                neu[attribut] = None
                unlesbar.add(feld.name)
                if feld.rechnet:
                    befunde[-1] = dataclasses.replace(befunde[-1], uhr=True)
        return (dataclasses.replace(werte, **neu) if neu else werte), frozenset(unlesbar)

    def _waehle(
        self,
        liste: str,
        wert: str,
        feld: str,
        stelle: Stelle,
        befunde: list[Befund],
        *,
        bis: int | None,
        woerter: Sequence[str] | None = None,
    ) -> str | None:
        """Return the word of the list that is meant; `bis` is the column after it, where that is known."""
        lesung = waehle(wert, feld, woerter or self._woerter[liste], {} if woerter else self._synonyme[liste])
        if (mangel := lesung.mangel) is not None:
            if wert in self._vokabular.entfernte.get(liste, ()):
                rat = f"In {REGELDATEI} steht „{wert}: entfernt“. Solange Fälle das Wort verwenden, nehmen Sie dort die Zeile heraus."
                mangel = dataclasses.replace(mangel, werte={**mangel.werte, "rat": rat})
            if mangel.art is F019:
                mangel = dataclasses.replace(mangel, art=_EIGENE_MELDUNG.get(liste, F019))
            befunde.append(melde_mangel(mangel, stelle, bis))
        return lesung.wert
