"""The statements of one entry: key lines and lists become typed values, the rest stays text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import field, replace
from enum import StrEnum
from typing import Any

from fallbuch.akte.absatz import Zeile
from fallbuch.akte.feld import Feld
from fallbuch.akte.lesartmeldungen import F082, F091
from fallbuch.akte.meldungen import F023, F038, F039, F044, F045, F049
from fallbuch.akte.schluessel import (
    ABGESETZT,
    ANGABE,
    KAESTCHEN,
    PUNKT,
    Schluessel,
    Schluesselbund,
    sagt_etwas,
)
from fallbuch.akte.typen import F020, Mangel
from fallbuch.akte.vereinbarung import frist_im_text, ist_nur_frist, lies_vereinbarung
from fallbuch.akte.zeilentafel import ANGABEN, LEER, NAME, PUNKTREIHE, TEXT, WERT, Reihe
from fallbuch.akte.zusage import Vereinbarung
from fallbuch.befund import Befund, Korrektur, Stelle
from fallbuch.kennung import naechstes, nfc
from fallbuch.werte import dataclass

#: So many columns further in a box stands under another; one column less is a slip of the finger.
_TIEFER, _LANG = 2, 9


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


_ZITAT = re.compile(r"(?<![^\s>])>[ ]?")
#: What is shown as it stands.
_NUR_TEXT = frozenset({Zeilenart.TEXT, Zeilenart.ZAUN})


@dataclass(frozen=True, slots=True)
class Gelesen:
    """What a line, or a part of one, is read as: as it is meant, text as it stands."""

    art: Zeilenart
    text: str


@dataclass(slots=True)
class _Listenpunkt:
    """A list item being read: its text, where it begins, whether it stands on one line."""

    text: str
    stelle: Stelle
    einzeilig: bool = True
    markiert: bool = True
    #: Columns before its mark; a box further in stands under the one above it.
    einzug: int = 0


@dataclass(slots=True)
class Angabenleser:
    """Collects the values of one entry line by line."""

    datei: str
    bund: Schluesselbund
    befunde: list[Befund]
    gemeinsam: dict[str, Any] = field(default_factory=dict)
    besonders: dict[str, Any] = field(default_factory=dict)
    #: Line and column of each key, and of each value that stands as it is written.
    stellen: dict[str, tuple[int, int]] = field(default_factory=dict)
    wertstellen: dict[str, tuple[int, int]] = field(default_factory=dict)
    unlesbar: set[str] = field(default_factory=set)
    text: list[str] = field(default_factory=list)
    liste: Schluessel | None = None
    punkte: list[_Listenpunkt] = field(default_factory=list)
    fortsetzung: Schluessel | None = None
    nach_leerzeile: bool = False
    nach_vereinbarungen: bool = False
    #: All lines of the entry.
    zeilen: Sequence[Zeile] = ()
    zitate: dict[Zeile, Schluessel] | None = None
    #: What each line was read as, by number; kept where somebody wants to write the entry anew.
    arten: dict[int, list[Gelesen]] | None = None

    def nimm(self, zeile: Zeile) -> None:
        """Take one line: a key, part of an open list or text value, or plain text."""
        art = self._nimm(zeile)
        if art not in _NUR_TEXT:
            self.befunde.extend(zeile.befunde)
        if self.arten is not None:
            self.arten.setdefault(zeile.nummer, []).append(
                Gelesen(art, zeile.wie_sie_steht if art in _NUR_TEXT else zeile.text)
            )

    def nimm_reihen(self, reihen: Sequence[Reihe], nummer: int) -> None:
        """Take the rows of an entry that means what it looks like, the first of which is line `nummer`; an odd one as any line."""
        lies, stellen = self.bund.lies, self.stellen
        for nummer, reihe in enumerate(reihen, start=nummer):  # noqa: B020, PLR1704 - the number of this row
            art, offen = reihe.lastindex, self.liste
            if art == LEER and offen is not None:
                self.nach_leerzeile = True
            elif art == LEER:
                self.fortsetzung = None
                self.text.append("")
            elif art == WERT and (gelesen := lies(reihe)) is not None and (name := reihe[NAME]) not in stellen:
                if offen is not None:
                    self.nach_leerzeile = False
                    self._schliesse()
                schluessel, wert = gelesen
                stellen[name] = nummer, 1
                if schluessel.feld.ist_text:
                    self.fortsetzung = schluessel
                else:
                    self.fortsetzung = None
                    self.wertstellen[name] = nummer, len(name) + 3
                (self.gemeinsam if schluessel.gemeinsam else self.besonders)[schluessel.attribut] = wert
            elif art == TEXT and offen is None and self.fortsetzung is None and not self.nach_vereinbarungen:
                self.text.append(reihe[0])
            elif art in ANGABEN and (angabe := self.bund.genau(reihe[NAME])) is not None:
                self._nimm_angabe(angabe, reihe[WERT] or "", nummer)
            elif art == PUNKTREIHE and offen is not None and (offen.feld.vereinbarungen or reihe[PUNKTREIHE][0] != "["):
                self.nach_leerzeile = False
                self.punkte.append(_Listenpunkt(reihe[PUNKTREIHE], Stelle(datei=self.datei, zeile=nummer, spalte=3)))
            else:
                self.nimm(Zeile(reihe[0], nummer))

    def _nimm_angabe(self, bekannt: Schluessel, wert: str, nummer: int) -> None:
        """Take a key at the margin, spelt as it is declared, a colon, and a blank before its value."""
        self.nach_leerzeile = False
        if self.liste is not None:
            self._schliesse()
        self.fortsetzung = None
        spalte = len(bekannt.feld.name) + (3 if wert else 2)
        wertstelle = Stelle(datei=self.datei, zeile=nummer, spalte=spalte)
        self._beginne(bekannt, wert, Stelle(datei=self.datei, zeile=nummer), wertstelle)

    def _nimm(self, zeile: Zeile) -> Zeilenart:
        if zeile.im_zaun:
            self._schliesse()
            self.text.append(zeile.wie_sie_steht)
            return Zeilenart.ZAUN
        if (self.liste is None or not self.liste.feld.vereinbarungen) and KAESTCHEN.match(zeile.text):
            self._oeffne_vereinbarungen(zeile)
            return Zeilenart.PUNKT
        if self.liste is not None and (art := self._listenzeile(zeile)) is not None:
            return art
        gefunden = None if self._ist_nur_zitat(zeile) else self._schluessel(zeile)
        if gefunden is not None:
            self._schliesse()
            self._beginne(*gefunden)
            return Zeilenart.ANGABE
        if self.fortsetzung is not None and zeile.text.strip() and not PUNKT.match(zeile.text):
            self._setze_fort(zeile)
            return Zeilenart.FORTSETZUNG
        self.fortsetzung = None
        self.text.append(zeile.wie_sie_steht)
        self._frage_nach_frist(zeile)
        return Zeilenart.TEXT

    def _frage_nach_frist(self, zeile: Zeile) -> None:
        """Ask about a deadline in the first text below agreements: programs break an item in two."""
        if not self.nach_vereinbarungen or not zeile.text.strip():
            return
        self.nach_vereinbarungen = False
        if (treffer := frist_im_text(zeile.text)) is not None:
            self.befunde.append(F091.melde(zeile.ort(self.datei, treffer.start()), wert=treffer[0]))

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
        if KAESTCHEN.match(text):
            text = text.lstrip("> \t")  # a box quoted with > is an agreement all the same
        punkt = PUNKT.match(text)
        if punkt is not None and not self._ist_angabe(text):
            ort = zeile.ort(self.datei, punkt.start(4) + len(zeile.text.rstrip()) - len(text))
            links = _ZITAT.sub("", zeile.text).expandtabs(4)
            einzug = len(links) - len(links.lstrip())
            self.punkte.append(_Listenpunkt(nfc(punkt[4]), ort, einzeilig=zeile.roh is None, einzug=einzug))
            return Zeilenart.PUNKT
        if punkt is None and self.punkte and zeile.text.startswith((" ", "\t")) and not self._ist_neue_angabe(text):
            self.punkte[-1].text += " " + nfc(zeile.text.strip())
            self.punkte[-1].einzeilig = False
            return Zeilenart.FORTSETZUNG
        if (
            punkt is None
            and sagt_etwas(text)
            and self._ohne_zeichen(nach_leerzeile)
            and not self._ist_angabe(text, auch_texte=True)
        ):
            ort = zeile.ort(self.datei, len(zeile.text) - len(zeile.text.lstrip()))
            self.punkte.append(_Listenpunkt(nfc(text.strip()), ort, einzeilig=zeile.roh is None, markiert=False))
            return Zeilenart.PUNKT
        self._schliesse()
        return None

    def _ohne_zeichen(self, nach_leerzeile: bool) -> bool:
        """Tell whether lines without list marks right below the key are meant as agreements."""
        if self.liste is None or not self.liste.feld.vereinbarungen:
            return False
        # Once one item has a mark, a line without is none; the last one tells.
        return not self.punkte or (not nach_leerzeile and not self.punkte[-1].markiert)

    def _ist_angabe(self, text: str, *, auch_texte: bool = False) -> bool:
        """Tell whether a list item is really a statement such as `- Folgetermin: …`."""
        bekannt = self._bekannt(text)
        return bekannt is not None and (auch_texte or not bekannt.ist_text)

    def _ist_neue_angabe(self, text: str) -> bool:
        """Tell whether a line that goes on with a list item by its indent is a statement that the entry does not have yet."""
        bekannt = self._bekannt(text)
        return bekannt is not None and (not bekannt.ist_text or bekannt.feld.name not in self.stellen)

    def _ist_nur_zitat(self, zeile: Zeile) -> bool:
        """Tell whether a key is quoted or set in like code while the entry states it without that elsewhere."""
        if zeile.text[:1] not in " \t>" or ":" not in zeile.text or ABGESETZT.match(zeile.text) is None:
            return False
        if self.zitate is None:
            self.zitate = self._zitate()
        if (bekannt := self.zitate.get(zeile)) is None:
            return False
        self.befunde.append(F082.melde(zeile.ort(self.datei, 0), feld=bekannt.feld.name))
        return True

    def _zitate(self) -> dict[Zeile, Schluessel]:
        """Return the lines with a key that is quoted or code, where another line has the same key without that.

        A line that is far in only goes on with the line above, if there is one that is not so itself.
        """
        zitate: dict[Zeile, Schluessel] = {}
        genannt: set[str] = set()
        davor = ""
        for zeile in self.zeilen:
            bekannt = self._bekannt(zeile.text) if not zeile.im_zaun and ":" in zeile.text else None
            if bekannt is not None:
                treffer = ABGESETZT.match(zeile.text)
                if treffer is not None and (">" in treffer[0] or not davor.strip() or davor.startswith("    ")):
                    zitate[zeile] = bekannt
                else:
                    genannt.add(bekannt.feld.name)
            davor = zeile.text
        return {zeile: schluessel for zeile, schluessel in zitate.items() if schluessel.feld.name in genannt}

    def _bekannt(self, text: str) -> Schluessel | None:
        treffer = ANGABE.match(text.rstrip())
        return self.bund.hole(treffer[2]) if treffer is not None else None

    def _oeffne_vereinbarungen(self, zeile: Zeile) -> None:
        """Read a box that stands outside a list of agreements as one: it would be forgotten otherwise."""
        self._schliesse()
        stelle = Stelle(datei=self.datei, zeile=zeile.nummer, spalte=zeile.spalte)
        fix = Korrektur(zeile=zeile.nummer, von=1, bis=1, ersatz="Vereinbarungen:\n\n")
        sicher = zeile.spalte == 1 and not zeile.text.lstrip().startswith(">")
        self.befunde.append(F049.melde(stelle, korrektur=fix if sicher else None))
        self.liste = self.bund.hole("Vereinbarungen")
        self.stellen.setdefault("Vereinbarungen", (stelle.zeile, stelle.spalte))
        self._listenzeile(zeile)

    def _schluessel(self, zeile: Zeile) -> tuple[Schluessel, str, Stelle, Stelle | None] | None:
        """Return the key of a line, its value, and the places of both; that of the value only where a fix may count on it."""
        treffer = ANGABE.match(zeile.text.rstrip())
        if treffer is None:
            return None
        vorn, name, trenner, wert = treffer[1], nfc(treffer[2]), treffer[3], nfc(treffer[5])
        umrahmt = vorn.endswith(("**", "__")) and wert.endswith(vorn[-2:])
        wert = wert[:-2].rstrip() if umrahmt else wert
        stelle = zeile.ort(self.datei, len(vorn))
        bekannt = self.bund.hole(name)
        if bekannt is None:
            self._melde_verschrieben(name, stelle, vorn)
            return None
        richtig = bekannt.feld.name
        if vorn or trenner != ":" or (wert and not treffer[4]):
            fix = Korrektur(
                zeile=zeile.nummer,
                von=1,
                bis=treffer.end(4) + 1,
                ersatz=f"{richtig}: ".rstrip() + (" " if wert else ""),
            )
            sicher = zeile.roh is None and not umrahmt
            self.befunde.append(F045.melde(stelle, korrektur=fix if sicher else None, feld=richtig))
        elif name != richtig:
            fix = Korrektur(zeile=zeile.nummer, von=stelle.spalte, bis=stelle.spalte + len(treffer[2]), ersatz=richtig)
            sicher = zeile.roh is None
            self.befunde.append(F020.melde(stelle, korrektur=fix if sicher else None, wert=name, richtig=richtig))
        beginn = treffer.start(5) if wert else treffer.end(3)
        return bekannt, wert, stelle, zeile.ort(self.datei, beginn) if zeile.roh is None else None

    def _melde_verschrieben(self, name: str, stelle: Stelle, vorn: str) -> None:
        # A sentence may name a key: "Zum Folgetermin: sie kommt lieber vormittags."
        gross = name[0].isupper() or len(name) > _LANG
        if vorn or not gross or len(name) < 4 or any(map(self.bund.hole, name.split())):
            return
        vorschlag = naechstes(name, (s.feld.name for s in self.bund), schwelle=0.86)
        if vorschlag is not None:
            self.befunde.append(F039.melde(stelle, feld=name, vorschlag=vorschlag))

    def _beginne(self, schluessel: Schluessel, wert: str, stelle: Stelle, wertstelle: Stelle | None) -> None:
        name = schluessel.feld.name
        if schluessel.feld.ist_liste:
            self.stellen.setdefault(name, (stelle.zeile, stelle.spalte))
            self.liste = schluessel
            if sagt_etwas(wert):
                einzeilig = wertstelle is not None
                self.punkte.append(_Listenpunkt(wert, wertstelle or stelle, einzeilig=einzeilig, markiert=False))
            return
        if name in self.stellen:
            art = F044 if name == "Folgetermin" else F038
            self.befunde.append(art.melde(stelle, feld=name, zeile=self.stellen[name][0]))
            return
        self.stellen[name] = stelle.zeile, stelle.spalte
        if not wert:
            self.befunde.append(F023.melde(stelle, feld=name))
        elif schluessel.feld.ist_text:
            self._lege_ab(schluessel, wert)
            self.fortsetzung = schluessel
        else:
            self._lies_wert(schluessel, wert, stelle, wertstelle)

    def _lies_wert(self, schluessel: Schluessel, wert: str, stelle: Stelle, wertstelle: Stelle | None) -> None:
        feld = schluessel.feld
        if wertstelle is not None:
            self.wertstellen[feld.name] = wertstelle.zeile, wertstelle.spalte
        lesung = feld.typ.lies(wert, feld.name)
        if lesung.mangel is not None:
            bis = wertstelle.spalte + len(wert) if wertstelle is not None else None
            self.befunde.append(melde_mangel(lesung.mangel, wertstelle or stelle, bis))
        if lesung.wert is None:
            self.unlesbar.add(feld.name)
        else:
            self._lege_ab(schluessel, lesung.wert)

    def _lege_ab(self, schluessel: Schluessel, wert: Any) -> None:
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
        self.nach_vereinbarungen = schluessel.feld.vereinbarungen
        self.liste, self.punkte = None, []
        ablage = self.gemeinsam if schluessel.gemeinsam else self.besonders
        bisher = ablage.get(schluessel.attribut, ())
        ablage[schluessel.attribut] = bisher + tuple(self._werte(schluessel.feld, punkte, len(bisher)))

    def _werte(self, feld: Feld, punkte: list[_Listenpunkt], davor: int) -> list[str] | list[Vereinbarung]:
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
            if nummer and ist_nur_frist(wert.text):
                self.befunde.append(F091.melde(punkt.stelle, wert=wert.text))
        return werte


def melde_mangel(mangel: Mangel, stelle: Stelle, bis: int | None) -> Befund:
    """Turn what is wrong with a value into a finding; `bis` is the column after the value."""
    fix = None
    if mangel.ersatz is not None and bis is not None:
        fix = Korrektur(zeile=stelle.zeile, von=stelle.spalte, bis=bis, ersatz=mangel.ersatz)
    return mangel.art.melde(stelle, korrektur=fix, **mangel.werte)
