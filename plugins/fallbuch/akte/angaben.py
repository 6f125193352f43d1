"""The statements of one entry: key lines and lists become typed values, the rest stays text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from fallbuch.akte.eintragsformen import FORMEN, Besonderes
from fallbuch.akte.feld import Feld, felder
from fallbuch.akte.meldungen import F023, F038, F039, F044, F045, F049
from fallbuch.akte.modell import Angaben, Eintrag
from fallbuch.akte.typen import F020, Mangel, Text
from fallbuch.akte.vereinbarung import lies_vereinbarung
from fallbuch.akte.verlauf import Abschnitt, Zeile
from fallbuch.akte.zusage import Vereinbarung
from fallbuch.befund import Befund, Korrektur, Stelle
from fallbuch.kennung import naechstes, nfc, slug, vergleichsform

_ANGABE = re.compile(
    r"( {0,3}(?:[-*+][ \t]++)?(?:\*\*|__)?)([^\W\d_][\w .\-]{0,60}?)([ \t]*(?:\*\*|__)?:(?:\*\*|__)?)([ \t]*+)(.*)$"
)
_KAESTCHEN = re.compile(r"[ \t>]*+(?:[-*+•–—]|[0-9]{1,3}[.)])?[ \t]*+\[[ xX-]?\](?!\()")
#: So many columns further in a box stands under another; one column less is a slip of the finger.
_TIEFER = 2
_PUNKT = re.compile(r"([ \t]*+)([-*+•–—]|[0-9]{1,3}[.)]|(?=\[[ xX-]?\]\s))([ \t]++|(?=\[))(.*)$")


class Zeilenart(StrEnum):
    """What a line of an entry is read as."""

    TEXT = "Text"
    ANGABE = "Angabe"
    PUNKT = "Punkt"
    #: Goes on with the value or the list item above it.
    FORTSETZUNG = "Fortsetzung"
    #: A blank line inside a list.
    LUECKE = "Lücke"
    ZAUN = "Zaun"


@dataclass(frozen=True, slots=True)
class _Schluessel:
    attribut: str
    feld: Feld
    gemeinsam: bool


@dataclass(slots=True)
class _Punkt:
    """A list item being read: its text, where it begins, whether it stands on one line."""

    text: str
    stelle: Stelle
    einzeilig: bool = True
    markiert: bool = True
    #: Columns before its mark; a box further in stands under the one above it.
    einzug: int = 0


@dataclass(slots=True)
class _Leser:
    """Collects the values of one entry line by line."""

    datei: str
    bekannte: dict[str, _Schluessel]
    befunde: list[Befund]
    gemeinsam: dict[str, Any] = field(default_factory=dict)
    besonders: dict[str, Any] = field(default_factory=dict)
    stellen: dict[str, Stelle] = field(default_factory=dict)
    wertstellen: dict[str, Stelle] = field(default_factory=dict)
    unlesbar: set[str] = field(default_factory=set)
    text: list[str] = field(default_factory=list)
    liste: _Schluessel | None = None
    punkte: list[_Punkt] = field(default_factory=list)
    fortsetzung: _Schluessel | None = None
    nach_leerzeile: bool = False
    #: What each line was read as, by number; kept where somebody wants to write the entry anew.
    arten: dict[int, Zeilenart] | None = None

    def nimm(self, zeile: Zeile) -> None:
        """Take one line: a key, part of an open list or text value, or plain text."""
        art = self._nimm(zeile)
        if self.arten is not None:
            self.arten[zeile.nummer] = art

    def _nimm(self, zeile: Zeile) -> Zeilenart:
        if zeile.im_zaun:
            self._schliesse()
            self.text.append(zeile.text)
            return Zeilenart.ZAUN
        if (self.liste is None or not self.liste.feld.vereinbarungen) and _KAESTCHEN.match(zeile.text):
            self._oeffne_vereinbarungen(zeile)
            return Zeilenart.PUNKT
        if self.liste is not None and (art := self._listenzeile(zeile)) is not None:
            return art
        gefunden = self._schluessel(zeile)
        if gefunden is not None:
            self._schliesse()
            self._beginne(*gefunden)
            return Zeilenart.ANGABE
        if self.fortsetzung is not None and zeile.text.strip() and not _PUNKT.match(zeile.text):
            self._setze_fort(zeile)
            return Zeilenart.FORTSETZUNG
        self.fortsetzung = None
        self.text.append(zeile.text)
        return Zeilenart.TEXT

    def beende(self) -> None:
        """Close an open list at the end of the entry."""
        self._schliesse()

    def _listenzeile(self, zeile: Zeile) -> Zeilenart | None:
        """Take a line of the open list; None closes the list."""
        if not zeile.text.strip():
            self.nach_leerzeile = True
            return Zeilenart.LUECKE
        nach_leerzeile, self.nach_leerzeile = self.nach_leerzeile, False
        text = zeile.text.rstrip()
        if _KAESTCHEN.match(text):
            text = text.lstrip("> \t")  # a box quoted with > is an agreement all the same
        punkt = _PUNKT.match(text)
        if punkt is not None and not self._ist_angabe(text):
            spalte = punkt.start(4) + 1 + len(zeile.text.rstrip()) - len(text)
            stelle = Stelle(datei=self.datei, zeile=zeile.nummer, spalte=spalte)
            links = zeile.text.expandtabs(4)
            self.punkte.append(_Punkt(nfc(punkt[4]), stelle, einzug=len(links) - len(links.lstrip())))
            return Zeilenart.PUNKT
        if punkt is None and self.punkte and zeile.text.startswith((" ", "\t")):
            self.punkte[-1].text += " " + nfc(zeile.text.strip())
            self.punkte[-1].einzeilig = False
            return Zeilenart.FORTSETZUNG
        if punkt is None and self._ohne_zeichen(nach_leerzeile) and not self._ist_angabe(text, auch_texte=True):
            spalte = len(zeile.text) - len(zeile.text.lstrip()) + 1
            stelle = Stelle(datei=self.datei, zeile=zeile.nummer, spalte=spalte)
            self.punkte.append(_Punkt(nfc(text.strip()), stelle, markiert=False))
            return Zeilenart.PUNKT
        self._schliesse()
        return None

    def _ohne_zeichen(self, nach_leerzeile: bool) -> bool:
        """Tell whether lines without list marks right below the key are meant as agreements."""
        if self.liste is None or not self.liste.feld.vereinbarungen:
            return False
        return not self.punkte or (not nach_leerzeile and not any(punkt.markiert for punkt in self.punkte))

    def _ist_angabe(self, text: str, *, auch_texte: bool = False) -> bool:
        """Tell whether a list item is really a statement such as `- Folgetermin: …`."""
        treffer = _ANGABE.match(text.rstrip())
        bekannt = self.bekannte.get(vergleichsform(treffer[2])) if treffer is not None else None
        return bekannt is not None and (auch_texte or not isinstance(bekannt.feld.typ, Text))

    def _oeffne_vereinbarungen(self, zeile: Zeile) -> None:
        """Read a box that stands outside a list of agreements as one: it would be forgotten otherwise."""
        self._schliesse()
        stelle = Stelle(datei=self.datei, zeile=zeile.nummer)
        fix = Korrektur(zeile=zeile.nummer, von=1, bis=1, ersatz="Vereinbarungen:\n\n")
        self.befunde.append(F049.melde(stelle, korrektur=None if zeile.text.lstrip().startswith(">") else fix))
        self.liste = self.bekannte[vergleichsform("Vereinbarungen")]
        self.stellen.setdefault("Vereinbarungen", stelle)
        text = zeile.text.lstrip(" \t>")
        self._listenzeile(Zeile(text, zeile.nummer))
        if self.punkte:
            ort = self.punkte[-1].stelle
            self.punkte[-1].stelle = replace(ort, spalte=ort.spalte + len(zeile.text) - len(text))

    def _schluessel(self, zeile: Zeile) -> tuple[_Schluessel, str, Stelle, Stelle] | None:
        treffer = _ANGABE.match(zeile.text.rstrip())
        if treffer is None:
            return None
        vorn, name, trenner, wert = treffer[1], nfc(treffer[2]), treffer[3], nfc(treffer[5])
        umrahmt = vorn.endswith(("**", "__")) and wert.endswith(vorn[-2:])
        wert = wert[:-2].rstrip() if umrahmt else wert
        stelle = Stelle(datei=self.datei, zeile=zeile.nummer, spalte=len(vorn) + 1)
        bekannt = self.bekannte.get(vergleichsform(name))
        if bekannt is None:
            self._melde_verschrieben(name, stelle, vorn)
            return None
        richtig = bekannt.feld.name
        if vorn or trenner != ":" or (wert and not treffer[4]):
            fix = (
                None
                if umrahmt
                else Korrektur(
                    zeile=zeile.nummer,
                    von=1,
                    bis=treffer.end(4) + 1,
                    ersatz=f"{richtig}: ".rstrip() + (" " if wert else ""),
                )
            )
            self.befunde.append(F045.melde(stelle, korrektur=fix, feld=richtig))
        elif name != richtig:
            fix = Korrektur(zeile=zeile.nummer, von=stelle.spalte, bis=stelle.spalte + len(treffer[2]), ersatz=richtig)
            self.befunde.append(F020.melde(stelle, korrektur=fix, wert=name, richtig=richtig))
        beginn = treffer.start(5) + 1 if wert else treffer.end(3) + 1
        return bekannt, wert, stelle, Stelle(datei=self.datei, zeile=zeile.nummer, spalte=beginn)

    def _melde_verschrieben(self, name: str, stelle: Stelle, vorn: str) -> None:
        if vorn or not name[0].isupper() or len(name) < 4:
            return
        vorschlag = naechstes(name, (s.feld.name for s in self.bekannte.values()), schwelle=0.86)
        if vorschlag is not None:
            self.befunde.append(F039.melde(stelle, feld=name, vorschlag=vorschlag))

    def _beginne(self, schluessel: _Schluessel, wert: str, stelle: Stelle, wertstelle: Stelle) -> None:
        name = schluessel.feld.name
        if schluessel.feld.ist_liste:
            self.stellen.setdefault(name, stelle)
            self.liste = schluessel
            if wert:
                self.punkte.append(_Punkt(wert, wertstelle, markiert=False))
            return
        if name in self.stellen:
            art = F044 if name == "Folgetermin" else F038
            self.befunde.append(art.melde(stelle, feld=name, zeile=self.stellen[name].zeile))
            return
        self.stellen[name] = stelle
        if not wert:
            self.befunde.append(F023.melde(stelle, feld=name))
        elif isinstance(schluessel.feld.typ, Text):
            self._lege_ab(schluessel, wert)
            self.fortsetzung = schluessel
        else:
            self._lies_wert(schluessel, wert, wertstelle)

    def _lies_wert(self, schluessel: _Schluessel, wert: str, stelle: Stelle) -> None:
        self.wertstellen[schluessel.feld.name] = stelle
        lesung = schluessel.feld.typ.lies(wert, schluessel.feld.name)
        if lesung.mangel is not None:
            self.befunde.append(melde_mangel(lesung.mangel, stelle, stelle.spalte + len(wert)))
        if lesung.wert is None:
            self.unlesbar.add(schluessel.feld.name)
        else:
            self._lege_ab(schluessel, lesung.wert)

    def _lege_ab(self, schluessel: _Schluessel, wert: Any) -> None:
        (self.gemeinsam if schluessel.gemeinsam else self.besonders)[schluessel.attribut] = wert

    def _setze_fort(self, zeile: Zeile) -> None:
        assert self.fortsetzung is not None  # noqa: S101 - the caller checked it
        ablage = self.gemeinsam if self.fortsetzung.gemeinsam else self.besonders
        ablage[self.fortsetzung.attribut] += " " + nfc(zeile.text.strip())

    def _schliesse(self) -> None:
        self.fortsetzung = None
        if self.liste is None:
            return
        schluessel, punkte = self.liste, self.punkte
        self.liste, self.punkte = None, []
        ablage = self.gemeinsam if schluessel.gemeinsam else self.besonders
        bisher = ablage.get(schluessel.attribut, ())
        ablage[schluessel.attribut] = bisher + tuple(self._werte(schluessel.feld, punkte, len(bisher)))

    def _werte(self, feld: Feld, punkte: list[_Punkt], davor: int) -> list[str] | list[Vereinbarung]:
        nicht_leer = [punkt for punkt in punkte if punkt.text]
        if not feld.vereinbarungen:
            return [punkt.text for punkt in nicht_leer]
        werte = []
        offene: list[int] = []  # the boxes under which the next one may stand, outermost first
        for nummer, punkt in enumerate(nicht_leer):
            kasten = feld.name == "Vereinbarungen"
            wert, befunde = lies_vereinbarung(punkt.text, punkt.stelle, kasten=kasten, einzeilig=punkt.einzeilig)
            while offene and punkt.einzug < nicht_leer[offene[-1]].einzug + _TIEFER:
                offene.pop()
            werte.append(replace(wert, eltern=davor + offene[-1]) if offene else wert)
            offene.append(nummer)
            self.befunde.extend(befunde)
        return werte


def melde_mangel(mangel: Mangel, stelle: Stelle, bis: int | None) -> Befund:
    """Turn what is wrong with a value into a finding; `bis` is the column after the value."""
    fix = None
    if mangel.ersatz is not None and bis is not None:
        fix = Korrektur(zeile=stelle.zeile, von=stelle.spalte, bis=bis, ersatz=mangel.ersatz)
    return mangel.art.melde(stelle, korrektur=fix, **mangel.werte)


def lies_eintrag(
    abschnitt: Abschnitt,
    datei: str,
    nummern: dict[tuple[Any, str], int],
    formen: Mapping[str, type[Besonderes]] = FORMEN,
    arten: dict[int, Zeilenart] | None = None,
) -> tuple[Eintrag, list[Befund]]:
    """Read one section; `nummern` counts equal dates and kinds across the file, `formen` are its kinds with own keys.

    `arten` is filled with what each line was read as.
    """
    befunde: list[Befund] = []
    kopf = abschnitt.kopf
    form = formen.get(kopf.art) if kopf.datum is not None else None
    leser = _Leser(datei, _bekannte(form), befunde, arten=arten)
    for zeile in abschnitt.zeilen:
        leser.nimm(zeile)
    leser.beende()
    gleiche = nummern[kopf.datum, kopf.art] = nummern.get((kopf.datum, kopf.art), 0) + 1
    name = f"{kopf.datum or 'ohne-datum'}-{slug(kopf.art)[:60]}" + (f"-{gleiche}" if gleiche > 1 else "")
    eintrag = Eintrag(
        datum=kopf.datum,
        art=kopf.art,
        berater=kopf.berater,
        text="\n".join(leser.text).strip("\n"),
        angaben=Angaben(**leser.gemeinsam),
        besonderes=form(**leser.besonders) if form else None,
        stelle=kopf.stelle,
        stellen=leser.stellen,
        art_spalte=kopf.art_spalte,
        art_laenge=kopf.art_laenge,
        berater_spalten=kopf.berater_spalten,
        schluessel=name,
        wertstellen=leser.wertstellen,
        unlesbar=frozenset(leser.unlesbar),
    )
    return eintrag, befunde


_BEKANNTE: dict[type[Besonderes] | None, dict[str, _Schluessel]] = {}


def _bekannte(form: type[Besonderes] | None) -> dict[str, _Schluessel]:
    if form not in _BEKANNTE:
        # Keys of the kind come last and win: `Begründung` of a plan is not that of another kind.
        klassen: list[tuple[type[Any], bool]] = [(Angaben, True)]
        if form is not None:
            klassen.append((form, False))
        _BEKANNTE[form] = {
            vergleichsform(wort): _Schluessel(attribut, feld, gemeinsam)
            for klasse, gemeinsam in klassen
            for attribut, feld in felder(klasse)
            for wort in (feld.name, *feld.synonyme)
        }
    return _BEKANNTE[form]
