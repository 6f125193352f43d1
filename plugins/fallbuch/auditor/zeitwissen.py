"""What a day tells: who begins in a period cannot have been there for longer, and years follow from the calendar."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from fallbuch.auditor.aussagen import JA, NEIN, Grundmenge
from fallbuch.auditor.beziehungen import FESTE_WERTE
from fallbuch.statistik.zeitraum import Art, Zeitraum
from fallbuch.zeit import Einheit, Spanne

_LAENGER = {"über 9 Monate": 9, "über 12 Monate": 12}
_JAHR = "Jahr des Beginns"
#: Fields of which the calendar says something.
AUS_TAGEN = frozenset({*_LAENGER, _JAHR})
_EIN_TAG = timedelta(days=1)


def ist_fest(grundmenge: Grundmenge, feld: str) -> bool:
    """Tell whether not every word of a field can be said of this population."""
    return (grundmenge.zaehlt, grundmenge.wann, feld) in FESTE_WERTE or folgt_aus_tagen(grundmenge, feld)


def folgt_aus_tagen(grundmenge: Grundmenge, feld: str) -> bool:
    """Tell whether the calendar says something of a field, though no figure does."""
    match grundmenge.zaehlt, grundmenge.wann:
        case "Phasen", "begonnen":
            return feld == _JAHR or feld in _LAENGER
        case "Phasen", "offen am Anfang":
            return feld == _JAHR
    return False


def moeglich(grundmenge: Grundmenge, feld: str, wort: str, zeitraum: Zeitraum | None) -> bool:
    """Tell whether a word of a field can be true of anybody in a population."""
    feste = FESTE_WERTE.get((grundmenge.zaehlt, grundmenge.wann, feld))
    if feste is not None:
        return wort in feste
    if zeitraum is None or grundmenge.zaehlt != "Phasen" or zeitraum.art is Art.GESAMT:
        return True
    match grundmenge.wann, feld:
        case "begonnen", "über 9 Monate" | "über 12 Monate":
            # Pauses only make it shorter.
            return wort == NEIN or _spanne(feld).nach(zeitraum.von) < zeitraum.ende
        case "begonnen", "Jahr des Beginns":
            return not wort.isdecimal() or zeitraum.von.year <= int(wort) <= zeitraum.ende.year
        case "offen am Anfang", "Jahr des Beginns":
            return not wort.isdecimal() or int(wort) <= (zeitraum.von - _EIN_TAG).year
    return True


def ausschluesse(zeitraum: Zeitraum) -> Iterator[tuple[str, str, str, tuple[str, ...]]]:
    """Yield what no phase can be at once: a word of a field, and words of another. Begun this year, and there for longer."""
    if zeitraum.art is Art.GESAMT:
        return
    for feld in _LAENGER:
        jahre = range(zeitraum.ende.year - 1, zeitraum.ende.year + 1)
        zu_kurz = tuple(str(j) for j in jahre if _spanne(feld).nach(date(j, 1, 1)) >= zeitraum.ende)
        if zu_kurz:
            yield feld, JA, _JAHR, zu_kurz


def _spanne(feld: str) -> Spanne:
    return Spanne(_LAENGER[feld], Einheit.MONATE)
