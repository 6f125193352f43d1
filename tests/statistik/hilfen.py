"""Small stocks of cases in few words, and their figures."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from fallbuch.akte.protokoll import Protokoll
from fallbuch.bestand.laden import lade_bestand
from fallbuch.regelwerk.modell import Regelwerk
from fallbuch.statistik.bausteine import Stoff
from fallbuch.statistik.laden import Kennzahlenbuch
from fallbuch.statistik.los import SCHRITT, Gezaehlt, Los
from fallbuch.statistik.tabelle import Rohtabelle
from fallbuch.statistik.tafeln import tafeln_aus
from fallbuch.statistik.werk import Zahlenwerk
from tests.hilfen import HEUTE, fall, quelle, regelwerk_aus

STICHTAG = date(2026, 6, 30)


def werk_aus(
    texte: Iterable[str],
    *,
    stichtag: date = STICHTAG,
    regelwerk: Regelwerk | None = None,
    buch: Kennzahlenbuch | None = None,
    kalender: bool = False,
    protokoll: Protokoll | None = None,
    geheimnis: bytes = bytes(32),
) -> Zahlenwerk:
    """Return the figures of cases; each gets an ID of its own."""
    regeln = regelwerk or regelwerk_aus()[0]
    dateien = [
        quelle(text.replace("ID: 4711", f"ID: {nummer}"), f"faelle/{nummer}.md")
        for nummer, text in enumerate(texte, start=10_001)
    ]
    akten = lade_bestand(dateien, regeln, stichtag, HEUTE, {})
    tafeln = tafeln_aus(akten, protokoll or Protokoll(), regeln, stichtag)
    return Zahlenwerk(Stoff(tafeln, stichtag), buch or Kennzahlenbuch(), kalender=kalender, geheimnis=geheimnis)


def faelle(anzahl: int, verlauf: str = "", **felder: str) -> list[str]:
    """Return so many cases of one kind."""
    return [fall(verlauf, **felder)] * anzahl


def tabelle(werk: Zahlenwerk, zeitraum: str, name: str) -> Rohtabelle:
    """Return one exact table of a period."""
    gefunden = werk.zeitraum(zeitraum)
    assert gefunden is not None
    return werk.roh(gefunden)[name]


class Naechstes(Los):
    """A lot that always falls on the nearest multiple: with it, a test can stand on both sides of a threshold."""

    def __init__(self) -> None:
        super().__init__(b"")

    def anzahl(self, gezaehlt: Gezaehlt, schritt: int = SCHRITT) -> int:
        """Return the nearest multiple."""
        return naechstes(gezaehlt.zahl, schritt)

    def mittel(self, wert: float, satz: int, was: str, schritt: int) -> int:
        """Return the nearest multiple."""
        return naechstes(wert, schritt)


def naechstes(zahl: float, schritt: int = SCHRITT) -> int:
    return schritt * int(zahl / schritt + 0.5)
