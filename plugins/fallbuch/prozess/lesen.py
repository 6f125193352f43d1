"""From the bytes of a description to its fields and text with their places; never an exception, whatever the bytes are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import PurePosixPath
from typing import Any

from fallbuch.akte.angaben import melde_mangel
from fallbuch.akte.feld import Feld, felder
from fallbuch.akte.meldungen import F005, F006
from fallbuch.akte.oeffnen import Schrift, oeffne
from fallbuch.akte.typen import F020, Datum
from fallbuch.befund import Befund, Korrektur, Stelle, lesbar
from fallbuch.kennung import naechstes, nfc, vergleichsform
from fallbuch.prozess.meldungen import P001, P015
from fallbuch.prozess.modell import Beschreibung, Faktor, Prozessnennung, Textabschnitt
from fallbuch.text.knoten import F009, Knoten, Liste, Skalar, Tafel, lies_yaml, teile_kopf
from fallbuch.text.quelle import Quelldatei
from fallbuch.text.zeichen import ersetze_steuerzeichen
from fallbuch.text.zeilen import zeilen

_UEBERSCHRIFT = re.compile(r"##[ \t]+(.*?)[ \t#]*$")
_ZAUN = re.compile(r" {0,3}(`{3,}|~{3,})")
_PUNKT = re.compile(r" {0,3}(?:[-*+]|[0-9]{1,3}[.)])[ \t]+(.*)$")
_KENNZAHLEN = re.compile(r"\(Kennzahl(?:en)?:[ \t]*([^()]*)\)[ \t]*\.?$")
_LAENGSTER_WERT = 2000


def lies_blatt(datei: Quelldatei, klasse: type[Any], *, mitgeliefert: bool = False) -> Beschreibung:
    """Read one description; `klasse` declares its fields."""
    stamm = nfc(PurePosixPath(datei.name).name.rsplit(".", 1)[0])
    schrift = oeffne(datei)
    if not isinstance(schrift, Schrift) or schrift.gekuerzt:
        befunde = schrift.gefunden(uhr=False) if isinstance(schrift, Schrift) else (replace(schrift[0], uhr=False),)
        return Beschreibung(stamm=stamm, datei=datei.name, befunde=befunde, gelesen=False, mitgeliefert=mitgeliefert)
    text, gelesene = schrift.text, schrift.befunde
    kopf, rumpf = teile_kopf(text)
    leser = _Prozessleser(datei.name, {vergleichsform(f.name): f for _, f in felder(klasse)}, gelesene)
    if kopf is None or rumpf is None:
        gelesene.append((F005 if kopf is None else F006).melde(Stelle(datei=datei.name)))
    else:
        leser.lies(kopf)
    # Without a closed front matter nobody knows where it ends; none of it may be shown as text.
    rumpf = rumpf or ""
    erste = 1 + text.count("\n", 0, len(text) - len(rumpf))
    sauber, gefunden = ersetze_steuerzeichen(rumpf, datei.name, kopf=False, erste_zeile=erste)
    gelesene += gefunden
    return Beschreibung(
        stamm=stamm,
        datei=datei.name,
        werte=leser.werte,
        stellen=leser.stellen,
        tage=leser.tage,
        unlesbar=frozenset(leser.unlesbar),
        text=sauber,
        erste_zeile=erste,
        # No finding of a description makes the due date of a case uncertain.
        befunde=schrift.gefunden(uhr=False),
        gelesen=not any(befund.art.ungelesen for befund in gelesene),
        mitgeliefert=mitgeliefert,
    )


@dataclass(slots=True)
class _Prozessleser:
    """Collects the fields of one front matter."""

    datei: str
    felder: dict[str, Feld]
    befunde: list[Befund]
    werte: dict[str, tuple[Prozessnennung, ...]] = field(default_factory=dict)
    stellen: dict[str, Stelle] = field(default_factory=dict)
    tage: dict[str, date] = field(default_factory=dict)
    unlesbar: set[str] = field(default_factory=set)

    def lies(self, kopf: str) -> None:
        sauber, gefunden = ersetze_steuerzeichen(kopf, self.datei, kopf=True)
        self.befunde += gefunden
        knoten, gefunden = lies_yaml(sauber, self.datei)
        self.befunde += gefunden
        for schluessel, wert in (knoten.paare if isinstance(knoten, Tafel) else {}).values():
            self._nimm(schluessel, wert)

    def _nimm(self, schluessel: Skalar, knoten: Knoten) -> None:
        feld = self.felder.get(vergleichsform(schluessel.text))
        if feld is None:
            self.befunde.append(self._unbekannt(schluessel))
            return
        if feld.name in self.stellen:
            zeile = self.stellen[feld.name].zeile
            self.befunde.append(F009.melde(schluessel.stelle, feld=feld.name, zeile=zeile))
            return
        if schluessel.text != feld.name:
            fix = None
            if schluessel.bis is not None:
                von = schluessel.stelle.spalte
                fix = Korrektur(zeile=schluessel.stelle.zeile, von=von, bis=schluessel.bis, ersatz=feld.name)
            self.befunde.append(F020.melde(schluessel.stelle, korrektur=fix, wert=schluessel.text, richtig=feld.name))
        self.stellen[feld.name] = schluessel.stelle
        self.werte[feld.name] = tuple(self._lies(feld, knoten))

    def _lies(self, feld: Feld, knoten: Knoten) -> Iterator[Prozessnennung]:
        teile = knoten.teile if isinstance(knoten, Liste) and feld.ist_liste else (knoten,)
        for teil in teile:
            if not isinstance(teil, Skalar):
                was = "eine Liste" if isinstance(teil, Liste) else "eine Untergliederung"
                self.befunde.append(P015.melde(teil.stelle, feld=feld.name, was=was, erwartet=f"„{feld.beispiel}“"))
                continue
            # An escape in quotation marks can hold what no text file may.
            text = lesbar(" ".join(teil.text.split()), _LAENGSTER_WERT)
            if not text:
                continue
            nennung = Prozessnennung(text, teil.stelle, teil.bis)
            yield nennung if feld.ist_liste else self._typ(feld, nennung)

    def _typ(self, feld: Feld, nennung: Prozessnennung) -> Prozessnennung:
        lesung = feld.typ.lies(nennung.text, feld.name)
        if lesung.mangel is not None:
            self.befunde.append(melde_mangel(lesung.mangel, nennung.stelle, nennung.bis))
        if lesung.wert is None:
            self.unlesbar.add(feld.name)
        if isinstance(feld.typ, Datum) and lesung.wert is not None:
            self.tage[feld.name] = lesung.wert
        return replace(nennung, text="" if lesung.wert is None else str(lesung.wert))

    def _unbekannt(self, schluessel: Skalar) -> Befund:
        namen = [feld.name for feld in self.felder.values()]
        vorschlag = naechstes(schluessel.text, namen)
        rat = f"Meinten Sie „{vorschlag}“?" if vorschlag else "Schreiben Sie es in den Text unter dem Kopf."
        erwartet = "Erwartet: " + ", ".join(namen) + "."
        return P001.melde(schluessel.stelle, feld=schluessel.text, erwartet=erwartet, rat=rat)


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
    ergebnis: list[Textabschnitt] = []
    titel, beginn, gesammelt = "", erste_zeile, list[str]()
    for nummer, zeile, prosa in nummeriert(text, erste_zeile):
        ueberschrift = _UEBERSCHRIFT.match(zeile) if prosa else None
        if ueberschrift is None:
            gesammelt.append(zeile)
            continue
        ergebnis.append(Textabschnitt(titel, tuple(gesammelt), beginn))
        titel, beginn, gesammelt = ueberschrift[1], nummer + 1, []
    return (*ergebnis, Textabschnitt(titel, tuple(gesammelt), beginn))


def abschnitt(abschnitte: Iterable[Textabschnitt], titel: str) -> Textabschnitt | None:
    """Return the section called `titel`."""
    form = vergleichsform(titel)
    return next((a for a in abschnitte if vergleichsform(a.titel) == form), None)


def lies_faktoren(gelesen: Textabschnitt | None, datei: str) -> tuple[Faktor, ...]:
    """Read the factors of success, each with the figures named in brackets at its end."""
    return tuple(_faktor(text, stelle) for text, stelle in _punkte(gelesen, datei))


def _faktor(text: str, stelle: Stelle) -> Faktor:
    treffer = _KENNZAHLEN.search(text)
    if treffer is None:
        return Faktor(text, ())
    namen, spalte = [], stelle.spalte + treffer.start(1)
    for teil in treffer[1].split(","):
        beginn = spalte + len(teil) - len(teil.lstrip())
        if teil.strip():
            # A figure named on the line before stands left of where this line begins.
            ort = replace(stelle, spalte=max(beginn, 1))
            namen.append(Prozessnennung(teil.strip(), ort, beginn + len(teil.strip())))
        spalte += len(teil) + 1
    return Faktor(text[: treffer.start()].rstrip(), tuple(namen))


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
