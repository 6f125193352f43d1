"""From the bytes of a description to its fields and text with their places; never an exception, whatever the bytes are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import PurePosixPath
from typing import Any

from fallbuch.akte.angaben import melde_mangel
from fallbuch.akte.feld import Feld, felder
from fallbuch.akte.meldungen import F005, F006
from fallbuch.akte.oeffnen import Schrift, oeffne
from fallbuch.akte.typen import F020, Mangel
from fallbuch.befund import Befund, Stelle, lesbar
from fallbuch.kennung import meinten_sie, nfc, vergleichsform
from fallbuch.prozess.meldungen import P001, P015
from fallbuch.prozess.modell import Beschreibung, Prozessnennung, Textabschnitt
from fallbuch.text.knoten import F009, Knoten, Liste, Skalar, Tafel, lies_yaml, teile_kopf
from fallbuch.text.quelle import Quelldatei
from fallbuch.text.zeichen import ersetze_steuerzeichen
from fallbuch.text.zeilen import zeilen
from fallbuch.werte import dataclass

_UEBERSCHRIFT = re.compile(r"##[ \t]+(.*?)[ \t#]*$")
_ZAUN = re.compile(r" {0,3}(`{3,}|~{3,})")
_PUNKT = re.compile(r" {0,3}(?:[-*+]|[0-9]{1,3}[.)])[ \t]+(.*)$")
_KENNZAHLEN = re.compile(r"\(Kennzahl(?:en)?:[ \t]*([^()]*)\)[ \t]*\.?$")
_LAENGSTER_WERT = 2000


def lies_blatt(datei: Quelldatei, klasse: type[Any]) -> Beschreibung:
    """Read one description; `klasse` declares its fields."""
    blatt = Beschreibung(stamm=nfc(PurePosixPath(datei.name).name.rsplit(".", 1)[0]), datei=datei.name)
    schrift = oeffne(datei)
    if not isinstance(schrift, Schrift):
        return replace(blatt, befunde=(replace(schrift[0], uhr=False),), gelesen=False)
    if schrift.gekuerzt:
        return replace(blatt, befunde=schrift.gefunden(uhr=False), gelesen=False)
    gelesene = schrift.befunde
    kopf, rumpf = teile_kopf(schrift.text)
    if kopf is None or rumpf is None:
        gelesene.append((F005 if kopf is None else F006).melde(Stelle(datei=datei.name)))
    else:
        _Prozessleser(blatt, {vergleichsform(f.name): f for _, f in felder(klasse)}, gelesene).lies(kopf)
    # Without a closed front matter nobody knows where it ends; none of it may be shown as text.
    rumpf = rumpf or ""
    blatt.erste_zeile = 1 + schrift.text.count("\n", 0, len(schrift.text) - len(rumpf))
    blatt.text, gefunden = ersetze_steuerzeichen(rumpf, datei.name, kopf=False, erste_zeile=blatt.erste_zeile)
    gelesene += gefunden
    # No finding of a description makes the due date of a case uncertain.
    blatt.befunde = schrift.gefunden(uhr=False)
    blatt.gelesen = not any(befund.art.ungelesen for befund in gelesene)
    return blatt


@dataclass(frozen=True, slots=True)
class _Prozessleser:
    """Reads the fields of one front matter into `blatt`."""

    blatt: Beschreibung
    felder: dict[str, Feld]
    befunde: list[Befund]

    def lies(self, kopf: str) -> None:
        sauber, gefunden = ersetze_steuerzeichen(kopf, self.blatt.datei, kopf=True)
        self.befunde.extend(gefunden)
        knoten, gefunden = lies_yaml(sauber, self.blatt.datei)
        self.befunde.extend(gefunden)
        for schluessel, wert in (knoten.paare if isinstance(knoten, Tafel) else {}).values():
            self._nimm(schluessel, wert)

    def _nimm(self, schluessel: Skalar, knoten: Knoten) -> None:
        feld = self.felder.get(vergleichsform(schluessel.text))
        stellen = self.blatt.stellen
        if feld is None:
            namen = [feld.name for feld in self.felder.values()]
            rat = meinten_sie(schluessel.text, namen, "Schreiben Sie es in den Text unter dem Kopf.")
            erwartet = "Erwartet: " + ", ".join(namen) + "."
            self.befunde.append(P001.melde(schluessel.stelle, feld=schluessel.text, erwartet=erwartet, rat=rat))
            return
        if feld.name in stellen:
            self.befunde.append(F009.melde(schluessel.stelle, feld=feld.name, zeile=stellen[feld.name].zeile))
            return
        if schluessel.text != feld.name:
            anders = Mangel(F020, {"wert": schluessel.text, "richtig": feld.name}, ersatz=feld.name)
            self.befunde.append(melde_mangel(anders, schluessel.stelle, schluessel.bis))
        stellen[feld.name] = schluessel.stelle
        if feld.ist_liste:
            teile = knoten.teile if isinstance(knoten, Liste) else (knoten,)
            self.blatt.werte[feld.name] = tuple(n for teil in teile if (n := self._nennung(feld, teil)))
        else:
            self.blatt.werte[feld.name] = self._wert(feld, knoten)

    def _nennung(self, feld: Feld, knoten: Knoten) -> Prozessnennung | None:
        if not isinstance(knoten, Skalar):
            was = "eine Liste" if isinstance(knoten, Liste) else "eine Untergliederung"
            self.befunde.append(P015.melde(knoten.stelle, feld=feld.name, was=was, erwartet=f"„{feld.beispiel}“"))
            return None
        # An escape in quotation marks can hold what no text file may.
        return Prozessnennung(lesbar(" ".join(knoten.text.split()), _LAENGSTER_WERT), knoten.stelle)

    def _wert(self, feld: Feld, knoten: Knoten) -> Prozessnennung | date | None:
        nennung = self._nennung(feld, knoten)
        if not nennung or not isinstance(knoten, Skalar):
            return None
        lesung = feld.typ.lies(nennung.text, feld.name)
        if lesung.mangel is not None:
            self.befunde.append(melde_mangel(lesung.mangel, knoten.stelle, knoten.bis))
        if lesung.wert is None:
            self.blatt.unlesbar.add(feld.name)
        return Prozessnennung(lesung.wert, knoten.stelle) if isinstance(lesung.wert, str) else lesung.wert


def nummeriert(text: str, erste_zeile: int) -> Iterator[tuple[int, str, bool]]:
    """Yield number and text of each line, and whether it is prose: not a fence, nor code inside or indented."""
    zaun = ""
    for nummer, zeile in enumerate(zeilen(text), start=erste_zeile):
        treffer = _ZAUN.match(zeile)
        grenze = treffer is not None and (not zaun or treffer[1].startswith(zaun))
        if treffer is not None and grenze:
            zaun = "" if zaun else treffer[1]
        yield nummer, zeile, not (zaun or grenze or zeile.startswith(("    ", "\t")))


def gliedere(text: str, erste_zeile: int) -> tuple[Textabschnitt, ...]:
    """Split a description's text at its headings of the second level; headings in fences are text."""
    ergebnis = [Textabschnitt("", [], erste_zeile)]
    for nummer, zeile, prosa in nummeriert(text, erste_zeile):
        ueberschrift = _UEBERSCHRIFT.match(zeile) if prosa else None
        if ueberschrift is None:
            ergebnis[-1].zeilen.append(zeile)
        else:
            ergebnis.append(Textabschnitt(ueberschrift[1], [], nummer + 1))
    return tuple(ergebnis)


def abschnitt(text: str, erste_zeile: int, titel: str) -> Textabschnitt | None:
    """Return the section called `titel` of a description's text."""
    form = vergleichsform(titel)
    return next((a for a in gliedere(text, erste_zeile) if vergleichsform(a.titel) == form), None)


def kennzahlen_der(faktoren: Textabschnitt | None, datei: str) -> tuple[Prozessnennung, ...]:
    """Return the figures that are named in brackets behind factors of success."""
    return tuple(n for text, stelle in _punkte(faktoren, datei) for n in _genannte(text, stelle))


def _genannte(text: str, stelle: Stelle) -> Iterator[Prozessnennung]:
    treffer = _KENNZAHLEN.search(text)
    if treffer is None:
        return
    spalte = stelle.spalte + treffer.start(1)
    for teil in treffer[1].split(","):
        if teil.strip():
            # A figure named on the line before stands left of where this line begins.
            beginn = spalte + len(teil) - len(teil.lstrip())
            yield Prozessnennung(teil.strip(), replace(stelle, spalte=max(beginn, 1)))
        spalte += len(teil) + 1


def _punkte(gelesen: Textabschnitt | None, datei: str) -> Iterator[tuple[str, Stelle]]:
    """Yield the items of a section's list, each with the place where its last line begins."""
    offen: tuple[str, Stelle] | None = None
    for nummer, zeile in enumerate(gelesen.zeilen if gelesen else (), start=gelesen.erste if gelesen else 1):
        treffer = _PUNKT.match(zeile)
        if treffer is None and offen is not None and zeile.startswith((" ", "\t")) and zeile.strip():
            inhalt = zeile.strip()
            # Columns count from the line on which the text goes on.
            spalte = len(zeile) - len(zeile.lstrip()) + 1 - len(offen[0]) - 1
            offen = (f"{offen[0]} {inhalt}", Stelle(datei=datei, zeile=nummer, spalte=spalte))
            continue
        if offen is not None:
            yield offen
        offen = None
        if treffer is not None:
            offen = (treffer[1].rstrip(), Stelle(datei=datei, zeile=nummer, spalte=treffer.start(1) + 1))
    if offen is not None:
        yield offen
