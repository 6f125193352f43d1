"""Figures of a site against what was published: nothing else may stand there."""

from __future__ import annotations

import csv
import io
import re
from itertools import pairwise, takewhile

from fallbuch.leckprobe.bekannt import Bekanntes
from fallbuch.leckprobe.blatt import Fundblatt, Fundwort
from fallbuch.leckprobe.geheimnisse import Geheimnisse
from fallbuch.leckprobe.meldungen import S015
from fallbuch.leckprobe.tage import tag_ab
from fallbuch.leckprobe.treffer import Treffer
from fallbuch.leckprobe.zahlwoerter import zahlwoerter
from fallbuch.statistik.anzeige import INSGESAMT, KEIN_WERT, als_text
from fallbuch.statistik.ausgabe import SPALTEN, werte_einer_zeile
from fallbuch.statistik.tabelle import Schutzwert

#: Files of the published figures.
_STATISTIK = ("statistik.html", "statistik/")
_ZAEHLWORTE = frozenset(
    {"fall", "fälle", "fällen", "mensch", "menschen", "person", "personen", "kundin", "kundinnen", "kunde", "kunden", "phasen", "beratungen",
     "abschlüsse", "neue", "offene", "begonnene", "abgeschlossene", "abgeschlossen", "arbeitsstellen", "frau", "frauen", "mann", "männer", "männern",
     "leute", "leuten", "mütter", "müttern", "väter", "vätern", "eltern", "alleinerziehende", "alleinerziehenden", "jugendliche", "jugendlichen",
     "kinder", "kindern", "teilnehmende", "teilnehmenden", "teilnehmerinnen", "teilnehmer", "ratsuchende", "ratsuchenden", "arbeitslose", "arbeitslosen",
     "arbeitsuchende", "arbeitsuchenden", "kund", "klient", "klientin", "anmeldungen", "vermittlungen", "gespräche", "gesprächen", "akten", "geflüchtete", "geflüchteten", "klientinnen", "klienten", "betroffene", "betroffenen"}
)  # fmt: skip
#: Before a number they make a bound or a name of it, behind it a measure.
_KEINE_ANZAHL = frozenset(
    {"unter", "über", "ab", "bis", "zu", "von", "mindestens", "höchstens", "maximal", "zwischen", "und", "kapitel", "abschnitt", "seite", "punkt", "zimmer",
     "raum", "haus", "nummer", "nr", "telefon", "tel", "fax", "paragraf", "artikel", "woche", "jahr", "jahrgang", "version"}
)  # fmt: skip
_EINHEITEN = frozenset(
    {"uhr", "jahre", "jahren", "jahr", "monate", "monaten", "wochen", "tage", "tagen", "stunden", "minuten", "euro", "prozent", "plätze", "plätzen"}
)  # fmt: skip
_ZAHL = re.compile(r"[0-9]+(?:\.[0-9]{3})*")
_JAHR = re.compile(r"(?:19|20|21)[0-9]{2}")
_LAENGSTE = 6


class Zahlenprobe:
    """Compares the figures of pages and tables."""

    def __init__(self, geheimnisse: Geheimnisse, bekannt: Bekanntes, treffer: Treffer) -> None:
        self._g, self._bekannt, self._treffer = geheimnisse, bekannt, treffer
        # A year can be the name of a line: "Jahr des Beginns".
        self._jahre = {teil for name in geheimnisse.erlaubt for teil in name.split("|")[2:] if _JAHR.fullmatch(teil)}

    def pruefe(self, blatt: Fundblatt, worte: list[str]) -> bool:
        """Scan one file; True where it is a table of figures, each line of which has been compared."""
        kopf = (blatt.roh or "").lstrip("\ufeff").partition("\n")[0].strip()
        if kopf == ";".join(SPALTEN):
            self._tabelle(blatt)
            return True
        self._genannte(blatt)
        self._genaue(blatt, worte)
        if blatt.pfad.startswith(_STATISTIK):
            self._uebrige(blatt, worte)
        return False

    def _genannte(self, blatt: Fundblatt) -> None:
        """Compare every figure that carries a name, wherever it stands."""
        for zahl in blatt.zahlen:
            wert = self._g.erlaubt.get(zahl.schluessel)
            soll = None if wert is None else als_text(wert)
            ist = " ".join(zahl.text.split())
            if ist != KEIN_WERT and (soll is None or ist not in {soll, soll.partition(" (")[0]}):
                self._melde(blatt, Fundwort("", "", zahl.zeile, zahl.spalte), ist, zahl.schluessel, wert)

    def _uebrige(self, blatt: Fundblatt, worte: list[str]) -> None:
        """No other number may stand among the statistics: only days, names of periods and what the program explains."""
        for i, wort in enumerate(blatt.woerter):
            if wort.in_zahl or wort.verdeckt or not _ZAHL.fullmatch(wort.form) or _ist_datum_oder_name(worte, i):
                continue
            if wort.form not in self._jahre and not self._bekannt.entschuldigt(worte, i):
                self._melde(blatt, wort, wort.text, "", None)

    def _tabelle(self, blatt: Fundblatt) -> None:
        """Compare each line of a table with the figure it names, column by column."""
        text = (blatt.roh or "").lstrip("\ufeff")
        for nummer, zeile in enumerate(csv.DictReader(io.StringIO(text), delimiter=";"), start=2):
            ort = Fundwort("", "", nummer, 1)
            namen = ["" if zeile.get(n) == INSGESAMT else zeile.get(n) or "" for n in ("zeile", "spalte")]
            zeitraum = zeile.get("zeitraum") or ""
            name = "|".join([zeitraum, zeile.get("tabelle") or "", *namen])
            wert = self._g.erlaubt.get(name)
            ist = [zeile.get(n) or "" for n in ("wert", "basis", "prozent", "einheit", "hinweis")]
            soll = ["" if w is None else str(w) for w in werte_einer_zeile(wert)] if wert is not None else [""] * 5
            tage = (zeile.get("von") or "", zeile.get("bis") or "")
            fremde = [str(v) for k, v in zeile.items() if k not in SPALTEN and v]
            falsch = next((i for i, s in zip(ist, soll, strict=True) if i != s), None) or next(iter(fremde), None)
            if falsch is None and tage != self._g.zeitraeume.get(zeitraum, tage):
                falsch = " bis ".join(tage)
            if falsch is not None:
                self._melde(blatt, ort, falsch, name, wert)

    def _genaue(self, blatt: Fundblatt, worte: list[str]) -> None:
        """Report an exact figure beside a word that counts people, wherever it stands."""
        for i, wort in enumerate(blatt.woerter):
            zahl = _zahl_in(wort.form)
            if wort.in_zahl or zahl is None or zahl not in self._g.genaue:
                continue
            if _ZAEHLWORTE.intersection(_neben(blatt.woerter, i)) and not self._bekannt.entschuldigt(worte, i):
                wo = " neben einem Wort für Menschen"
                erwartet = "nur die veröffentlichten Zahlen"
                self._treffer.melde(S015, blatt.pfad, wort, f"{wo}{zahl}", wert=wort.text, wo=wo, erwartet=erwartet)

    def _melde(self, blatt: Fundblatt, ort: Fundwort, ist: str, name: str, wert: Schutzwert | None) -> None:
        erwartet = f"„{als_text(wert)}“" if wert is not None else "nur die veröffentlichten Zahlen"
        wo = f" bei „{', '.join(teil or INSGESAMT for teil in name.split('|'))}“" if name else ""
        worum = f"{name}{ist}{ort.zeile}:{ort.spalte}"
        self._treffer.melde(S015, blatt.pfad, ort, worum, wert=ist, wo=wo, erwartet=erwartet)


def _neben(woerter: list[Fundwort], i: int) -> list[str]:
    """Return the words to which a number can belong: two before it, two after it up to the next sign; none of a bound or a label."""
    davor = [w.form for w in takewhile(lambda w: w.form, reversed(woerter[max(0, i - 2) : i]))]
    danach: list[str] = []
    for a, b in pairwise(woerter[i : i + 3]):
        if not b.form or (a.zeile == b.zeile and b.spalte - a.spalte - len(a.text) > 1):
            break
        danach.append(b.form)
    keine_zahl = (davor and davor[0] in _KEINE_ANZAHL) or (danach and danach[0] in _EINHEITEN)
    return [] if keine_zahl else [*davor, *danach]


def _zahl_in(form: str) -> int | None:
    """Return the number that a word is, in digits or written out."""
    ziffern = form.replace(".", "")
    if _ZAHL.fullmatch(form):
        return int(ziffern) if len(ziffern) <= _LAENGSTE else None
    return zahlwoerter().get(form)


def _ist_datum_oder_name(worte: list[str], i: int) -> bool:
    """Tell whether a number belongs to a day, to a period's name or to a file of one."""
    if any(tag_ab(worte, j)[0] is not None for j in range(max(0, i - 2), i + 1)):
        return True
    davor, danach = worte[i - 1] if i else "", worte[i + 1] if i + 1 < len(worte) else ""
    if _JAHR.fullmatch(worte[i]):
        return davor in {"quartal", "jahr", "statistik"}
    return len(worte[i]) == 1 and danach == "quartal"
