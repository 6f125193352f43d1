"""The door to PDF (`reportlab`): a letter, labels, a sheet to take along. Made in memory; nothing of it is kept on the disk."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import getFont, registerFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from fallbuch.kontakte.modell import Kontaktdaten, Kontaktfehler
from fallbuch.werte import dataclass

#: Labels of 70 × 37 mm, three beside each other, eight rows: the common sheet without margins at the sides.
_SPALTEN, _ZEILEN, _BREIT, _HOCH, _OBEN = 3, 8, 70 * mm, 37 * mm, 0.5 * mm
_NORMAL, _FETT = "DejaVuSans", "DejaVuSans-Bold"
_RAND = 25 * mm


@dataclass(frozen=True, slots=True)
class Anruf:
    """A row of the sheet to take along: the case, the person as far as known, what to do and when."""

    kennung: str
    kontakt: Kontaktdaten | None
    tun: str
    wann: str


def brief(kontakt: Kontaktdaten, *, absender: str, tag: date, betreff: str, text: str) -> bytes:
    """Return a letter as DIN 5008 places it (form B): the address in the window, then the day, what it is about, the text."""
    anschrift = _anschrift(kontakt)
    blatt = _Druckbogen(f"Brief zu {kontakt.kennung}")
    blatt.schreibe(absender, 25 * mm, 49 * mm, groesse=7)
    for nummer, zeile in enumerate(blatt.umbrochen(anschrift, 80 * mm)):
        blatt.schreibe(zeile, 25 * mm, (62 + 5 * nummer) * mm)
    blatt.schreibe(f"{tag:%d.%m.%Y}", 150 * mm, 97 * mm)
    y = 108 * mm
    if betreff:
        blatt.schreibe(betreff, 25 * mm, y, fett=True)
        y += 12 * mm
    for absatz in [f"Guten Tag {kontakt.name}," if kontakt.name else "Guten Tag,", "", *text.split("\n")]:
        for zeile in blatt.umbrochen([absatz], 160 * mm, 10.5):
            if y > 270 * mm:
                blatt.neue_seite()
                y = _RAND
            blatt.schreibe(zeile, 25 * mm, y, groesse=10.5)
            y += 5.2 * mm
    return blatt.als_bytes()


def etiketten(kontakte: Iterable[Kontaktdaten]) -> tuple[bytes, list[str]]:
    """Return sheets of labels, and the IDs of those without an address; raises `Kontaktfehler` where nobody has one."""
    blatt = _Druckbogen("Etiketten")
    ohne, gesetzt = [], 0
    for kontakt in kontakte:
        try:
            anschrift = _anschrift(kontakt)
        except Kontaktfehler:
            ohne.append(kontakt.kennung)
            continue
        if not druckbar("".join(anschrift)):
            ohne.append(kontakt.kennung)
            continue
        platz = gesetzt % (_SPALTEN * _ZEILEN)
        if gesetzt and not platz:
            blatt.neue_seite()
        links, oben = platz % _SPALTEN * _BREIT, _OBEN + platz // _SPALTEN * _HOCH
        for nummer, zeile in enumerate(blatt.umbrochen(anschrift, _BREIT - 10 * mm)):
            blatt.schreibe(zeile, links + 6 * mm, oben + (12 + 5 * nummer) * mm, breite=_BREIT - 10 * mm)
        gesetzt += 1
    if not gesetzt:
        raise Kontaktfehler("Bei niemandem davon ist eine Anschrift eingetragen.")
    return blatt.als_bytes(), ohne


def unterwegs(wer: str, anrufe: Sequence[Anruf], *, von: date, bis: date) -> bytes:
    """Return the calls of one person for some days, with names and numbers, and until when the sheet may be kept."""
    blatt = _Druckbogen("Blatt für unterwegs")
    blatt.schreibe(f"Für {wer}: {von:%d.%m.} bis {bis:%d.%m.%Y}", 20 * mm, 22 * mm, fett=True, groesse=14)
    blatt.schreibe(
        f"Nach dem {bis:%d.%m.%Y} vernichten. Nicht liegen lassen, nicht fotografieren.", 20 * mm, 29 * mm, groesse=9
    )
    y = 40 * mm
    for anruf in anrufe:
        if y > 280 * mm:
            blatt.neue_seite()
            y = _RAND
        k = anruf.kontakt
        blatt.schreibe(anruf.kennung, 20 * mm, y, fett=True, groesse=9.5)
        name = k.name if k is not None else ""
        blatt.schreibe(
            (name if druckbar(name) else "Name nicht druckbar") or "ohne Kontaktdaten",
            36 * mm,
            y,
            groesse=9.5,
            breite=54 * mm,
        )
        blatt.schreibe(k["Telefon"] if k else "", 92 * mm, y, groesse=9.5, breite=38 * mm)
        blatt.schreibe(f"{anruf.tun}, {anruf.wann}", 132 * mm, y, groesse=9.5, breite=60 * mm)
        y += 7 * mm
    return blatt.als_bytes()


def blatt_fuer_den_safe(zeilen: Iterable[str]) -> bytes:
    """Return the words of the recovery key as a page to lock away."""
    blatt = _Druckbogen("Für den Safe")
    blatt.schreibe("Für den Safe: Wiederherstellung der Kontaktdaten", 20 * mm, 25 * mm, fett=True, groesse=14)
    blatt.schreibe("Diese Wörter öffnen alle Kontaktdaten, wenn sonst niemand mehr kann: fallbuch kontakt liste --blatt", 20 * mm, 34 * mm, groesse=9)  # fmt: skip
    for nummer, zeile in enumerate(zeilen):
        blatt.schreibe(zeile, 20 * mm, (48 + 11 * nummer) * mm, groesse=13)
    blatt.schreibe("Gedruckt am ______________   von ______________   eingeschlossen in ______________", 20 * mm, 175 * mm, groesse=9)  # fmt: skip
    return blatt.als_bytes()


def _anschrift(kontakt: Kontaktdaten) -> list[str]:
    ort = " ".join(teil for feld in ("PLZ", "Stadt") if (teil := kontakt[feld]))
    if not (kontakt.name and kontakt["Strasse"] and ort):
        raise Kontaktfehler(f"Zu {kontakt.kennung} fehlt die Anschrift: Name, Straße, Postleitzahl und Ort.")
    return [kontakt.name, kontakt["Strasse"], ort]


class _Druckbogen:
    """Pages of A4; places are measured from the left and from the top."""

    def __init__(self, titel: str) -> None:
        self._inhalt = io.BytesIO()
        # Without the hour of printing, and with nobody's name in what the file says of itself.
        self._leinwand = Canvas(self._inhalt, pagesize=A4, invariant=1)
        self._leinwand.setTitle(titel)
        _schriften()

    def schreibe(
        self, text: str, links: float, oben: float, *, fett: bool = False, groesse: float = 11, breite: float = 170 * mm
    ) -> None:
        """Write a line; one that is too long for its place gets smaller letters, not fewer."""
        schrift = _FETT if fett else _NORMAL
        _pruefe_zeichen(text, schrift)
        weit = self._leinwand.stringWidth(text, schrift, groesse)
        self._leinwand.setFont(schrift, groesse * min(1, breite / weit) if weit else groesse)
        self._leinwand.drawString(links, A4[1] - oben, text)

    def umbrochen(self, zeilen: Iterable[str], breite: float, groesse: float = 11) -> list[str]:
        """Return lines that fit, broken at blanks; at a no-break one not, and a word that fits no line is cut."""
        fertige: list[str] = []
        for zeile in zeilen:
            jetzt = ""
            for wort in re.split(r"(?<=[ \t])(?=[^ \t])", zeile):
                if jetzt and self._breite(f"{jetzt}{wort}".rstrip(), groesse) > breite:
                    fertige.append(jetzt.rstrip())
                    jetzt = ""
                while self._breite(wort.rstrip(), groesse) > breite:
                    passt = next(
                        n for n in range(len(wort), 0, -1) if n == 1 or self._breite(wort[:n], groesse) <= breite
                    )
                    fertige.append(wort[:passt])
                    wort = wort[passt:]
                jetzt += wort
            fertige.append(jetzt.rstrip())
        return fertige

    def _breite(self, text: str, groesse: float) -> float:
        return float(self._leinwand.stringWidth(text, _NORMAL, groesse))

    def neue_seite(self) -> None:
        self._leinwand.showPage()

    def als_bytes(self) -> bytes:
        self._leinwand.showPage()
        self._leinwand.save()
        return self._inhalt.getvalue()


@cache
def _schriften() -> None:
    for name in (_NORMAL, _FETT):
        registerFont(TTFont(name, Path(__file__).with_name("schriften") / f"{name}.ttf"))


def druckbar(text: str) -> bool:
    """Tell whether all letters of a text are in the font."""
    _schriften()
    return all(ord(zeichen) in getFont(_NORMAL).face.charToGlyph for zeichen in text)


def _pruefe_zeichen(text: str, schrift: str) -> None:
    """Raise `Kontaktfehler` for letters that would be printed as boxes."""
    if any(ord(zeichen) not in getFont(schrift).face.charToGlyph for zeichen in text):
        raise Kontaktfehler(
            "Etwas davon ist in einer Schrift geschrieben, die sich hier nicht drucken lässt. Schreiben Sie es mit lateinischen Buchstaben, wie im Ausweis."
        )
