"""Reads what stands in a form, value by value: what cannot be read is noted beside its field, all else is read all the same."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import field
from datetime import date

from fallbuch.akte.eintragsformen import FORMEN
from fallbuch.akte.entwurf import Schreibfehler, schluessel_aus
from fallbuch.akte.feld import Feld, felder
from fallbuch.akte.termin import Termintyp
from fallbuch.akte.typen import Datum
from fallbuch.bearbeiten.eintragen import kopffeld
from fallbuch.bearbeiten.platz import Platz, Vorhaben
from fallbuch.bearbeiten.werte import getippt, lies_wert, mit_getippter_frist
from fallbuch.befund import lesbar
from fallbuch.schreibtisch.sendung import Werte, als_text
from fallbuch.uebersicht.tage import mit_datum, mit_wochentag
from fallbuch.werte import dataclass

#: Begin the names of a form's fields for keys of an entry and for fields of the front matter.
ANGABE, FELD = "angabe ", "feld "
_KEIN_TAG = "„{}“ lässt sich nicht als Tag lesen. Schreiben Sie ihn zum Beispiel so: 4.12. oder 04.12.2026{}."
#: What people who know the files put in front of a line, though the form does it for them.
_KAESTCHEN = re.compile(r"^[-*•]\s+(?:\[[ xX]?\]\s*)?")


@dataclass(kw_only=True)
class Plan:
    """What would be done, or what is in the way of it, field by field."""

    #: Name of a form's field → what is wrong with it; "" for what is about none.
    fehler: dict[str, str] = field(default_factory=dict)
    #: Name → how the value will be written, where that is not how it was typed.
    gelesen: dict[str, str] = field(default_factory=dict)
    vorhaben: Vorhaben | None = None
    #: What it does, as the history of the files will tell it.
    betreff: str = ""
    #: A day for the next appointment, how it is said, and its reason, and what is agreed already.
    vorschlag: tuple[str, str, str] | None = None
    verabredet: str = ""
    rat: str = ""
    #: What somebody must say yes to before it is done.
    rueckfrage: str = ""


class Formularleser:
    """Reads the values of one form; what cannot be read is noted beside its field, and the others are read all the same."""

    def __init__(self, platz: Platz, werte: Werte, plan: Plan, gezeigt: Werte) -> None:
        self.platz, self.werte, self.plan, self.gezeigt = platz, werte, plan, gezeigt

    def text(self, name: str) -> str:
        return als_text(self.werte, name).replace("\r\n", "\n").strip()

    def liste(self, name: str) -> list[str]:
        """Return the lines of a list, or the words that were chosen."""
        zeilen = (_KAESTCHEN.sub("", zeile.strip()) for zeile in self.text(name).split("\n"))
        return [zeile for zeile in zeilen if zeile]

    def wert(self, name: str, feld: Feld, text: str, tag: date, *, voraus: bool | None = None) -> str:
        """Return a value as it will be written, "" where it cannot be."""
        ist_tag, mit_uhrzeit = isinstance(feld.typ, Datum | Termintyp), isinstance(feld.typ, Termintyp)
        try:
            gelesen = lies_wert(
                feld, getippt(feld, text, self.platz.stichtag, voraus=voraus), self.platz.regelwerk, tag
            )
        except Schreibfehler as fehler:
            satz = mit_datum(fehler.satz)
            if ist_tag:
                uhrzeit = ", mit Uhrzeit 4.12. 14:30, oder „keiner“" if mit_uhrzeit else ""
                satz = _KEIN_TAG.format(lesbar(text, 40), uhrzeit)
            self.plan.fehler.setdefault(name, satz)
            return ""
        if mit_datum(gelesen) != text or mit_uhrzeit:
            self.plan.gelesen[name] = mit_wochentag(gelesen) if ist_tag else mit_datum(gelesen)
        return gelesen

    def tag(self, name: str, *, voraus: bool = False) -> date | None:
        """Return a day, None where none is given or it cannot be read."""
        text = self.text(name)
        gelesen = self.wert(name, kopffeld("Erstkontakt"), text, self.platz.stichtag, voraus=voraus) if text else ""
        return date.fromisoformat(gelesen) if gelesen else None

    def angaben(self, art: str, tag: date) -> list[tuple[str, str]]:
        """Return the keys of an entry that are filled in."""
        paare = []
        for _, feld in felder(FORMEN[art]) if art in FORMEN else ():
            if feld.pflicht and not self.text(f"{ANGABE}{feld.name}") and feld.name != "Ergebnis":
                self.plan.fehler.setdefault(f"{ANGABE}{feld.name}", f"„{feld.name}“ fehlt noch.")
        for name in self.werte:
            if not name.startswith(ANGABE) or not self.text(name):
                continue
            feld = schluessel_aus(name.removeprefix(ANGABE), art)
            if feld.ist_liste:
                paare += [(feld.name, mit_getippter_frist(zeile, self.platz.stichtag)) for zeile in self.liste(name)]
            elif wert := self.wert(name, feld, self.text(name), tag):
                paare.append((feld.name, wert))
        return paare

    def kopf(self, gezeigt: Mapping[str, object] | None = None) -> list[tuple[str, str]]:
        """Return the fields of the front matter that are filled in; with `gezeigt` those that are other than they were shown, emptied ones too."""
        paare = []
        for name in self.werte:
            if not name.startswith(FELD) or (gezeigt is not None and gezeigt.get(name) == self.text(name)):
                continue
            feld, text = kopffeld(name.removeprefix(FELD)), self.text(name)
            if feld.ist_liste:
                paare += [(feld.name, text)] if text else []
            elif text:
                paare.append((feld.name, self.wert(name, feld, text, self.platz.stichtag)))
            elif gezeigt is not None:
                paare.append((feld.name, ""))
        return paare
