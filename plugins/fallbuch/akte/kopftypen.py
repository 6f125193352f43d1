"""Types of fields that only the front matter has: a remark of one line, and a name that holds until a day."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from fallbuch.akte.datenschutz import D001
from fallbuch.akte.typen import F013, Datum, Lesung, Mangel, Text, Vokabel
from fallbuch.befund import Meldungsart, Schwere
from fallbuch.beispiele import BERATUNG, NEU
from fallbuch.werte import dataclass

#: So many characters are read at a glance, and fit beside an ID.
LAENGSTE_MERKZEILE = 100

F095 = Meldungsart(
    kennung="F095",
    schwere=Schwere.HINWEIS,
    titel="Bemerkung ist zu lang",
    muster="{feld} hat {laenge}. Erwartet: eine Zeile mit höchstens {hoechstens} Zeichen.",
    hinweis="Schreiben Sie nur hin, was man vor jedem Anruf wissen muss, und alles andere in einen Eintrag.",
    erklaerung="Was zu beachten ist, steht in allen Listen neben der ID, damit es vor dem Anruf gesehen wird. Ein langer Text wird dort "
    "überlesen. Er wird trotzdem gezeigt; in einer Liste so weit, wie er Platz hat.",
    schlecht=NEU.replace(
        "Status: neu", "Status: neu\nZu beachten: |\n  nicht auf die Mailbox sprechen\n  erst ab 14 Uhr"
    ),
    gut=NEU.replace("Status: neu", "Status: neu\nZu beachten: nicht auf die Mailbox sprechen, erst ab 14 Uhr"),
)
F096 = Meldungsart(
    kennung="F096",
    uhr=True,
    titel="Ende der Vertretung nicht lesbar",
    muster="{feld} „{wert}“ hat kein lesbares Ende. Erwartet: ein Name, dahinter auf Wunsch „bis“ und ein Datum wie 2026-02-28.",
    hinweis="Schreiben Sie hinter „bis“ Jahr, Monat und Tag: JJJJ-MM-TT.",
    erklaerung="Ab dem Tag nach dem genannten ist die Vertretung von selbst zu Ende. Lässt sich der Tag nicht lesen, bleibt die Vertretung bestehen, "
    "damit sich jemand kümmert, und der Fall steht ganz oben, bis der Tag stimmt.",
    schlecht=BERATUNG.replace("Berater: Jana", "Berater: Jana\nVertretung: Ole bis Ostern"),
    gut=BERATUNG.replace("Berater: Jana", "Berater: Jana\nVertretung: Ole bis 2026-04-06"),
)

_TAG = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}\. ?[0-9]{1,2}\.(?: ?[0-9]{2,4})?")
_RUFNUMMER = re.compile(r"(?<![\w.])(?:\+|0)(?:[ ()/.–-]{0,3}[0-9]){5,}")
_MAILADRESSE = re.compile(r"[^\s@]{1,64}@[^\s@]{1,64}\.[^\W\d]{2}")
_BIS = re.compile(r"(\S.*?)[ ,]*\bbis\b(?: zum)?:?[ ]?(.*)$")


class Merkzeile(Text):
    """One line that is seen before every call; it is no place for contact data."""

    name = f"eine Zeile, höchstens {LAENGSTE_MERKZEILE} Zeichen"
    zeilenweise = True
    schema: Mapping[str, Any] = {"type": "string", "maxLength": LAENGSTE_MERKZEILE}

    def lies(self, text: str, feld: str) -> Lesung[str]:
        zeilen = [" ".join(zeile.split()) for zeile in text.split("\n") if zeile.strip()]
        zeile = "; ".join(zeilen)
        if (wort := _kontaktangabe(zeile)) is not None:
            return Lesung(None, Mangel(D001, {"feld": wort}))
        laenge = f"{len(zeilen)} Zeilen" if len(zeilen) > 1 else f"{len(zeile)} Zeichen"
        if len(zeilen) == 1 and len(zeile) <= LAENGSTE_MERKZEILE:
            return Lesung(zeile)
        return Lesung(zeile, Mangel(F095, {"feld": feld, "laenge": laenge, "hoechstens": LAENGSTE_MERKZEILE}))


def _kontaktangabe(zeile: str) -> str | None:
    """Return what stands there though it belongs to the contact data, with or without a word before it."""
    if _MAILADRESSE.search(zeile):
        return "E-Mail-Adresse"
    return "Telefonnummer" if _RUFNUMMER.search(_TAG.sub("–", zeile)) else None


@dataclass(frozen=True, slots=True)
class Vertretung:
    """Who stands in, up to and including `bis`; None: until somebody takes the line out."""

    wer: str
    bis: date | None = None

    def __str__(self) -> str:
        return self.wer if self.bis is None else f"{self.wer} bis {self.bis}"

    def gilt_am(self, tag: date) -> bool:
        """Tell whether it is not over on `tag`."""
        return self.bis is None or tag <= self.bis


class Vertretungstyp(Vokabel):
    """A counsellor, perhaps until a day; an end that cannot be read ends nothing."""

    def lies(self, text: str, feld: str) -> Lesung[Any]:
        treffer = _BIS.fullmatch(text.removesuffix(")").replace("(bis", "bis"))
        if treffer is None:
            return Lesung(Vertretung(text))
        lesung = Datum().lies(treffer[2], feld)
        wert, mangel = Vertretung(treffer[1], lesung.wert), lesung.mangel
        if mangel is not None and lesung.wert is None and mangel.art is F013:
            return Lesung(wert, Mangel(F096, {"feld": feld, "wert": text}))
        ganz = mangel and mangel.am_ganzen(text, str(wert))
        return Lesung(wert, replace(ganz, ersatz=None) if ganz is not None and lesung.wert is None else ganz)

    def wort(self, wert: Any) -> str:
        return str(wert.wer)

    def mit_wort(self, wert: Any, wort: str) -> Any:
        return replace(wert, wer=wort)
