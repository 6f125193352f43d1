"""Where a new entry comes in a file that has entries already."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from fallbuch.akte.entwurf import Eintragsentwurf
from fallbuch.akte.modell import Eintrag
from fallbuch.text.aenderung import Aenderung, Ortung, Schriftstueck


def eintrag_einfuegen(
    stueck: Schriftstueck, eintraege: Sequence[Eintrag], entwurf: Eintragsentwurf
) -> tuple[int, Aenderung]:
    """Return where among the entries of a file the new one comes, and the change that writes it there."""
    nummer = platz_fuer(eintraege, entwurf.datum, entwurf.art)
    return nummer, zeilen_einfuegen(stueck, eintraege, nummer, entwurf.zeilen())


def zeilen_einfuegen(
    stueck: Schriftstueck, eintraege: Sequence[Eintrag], nummer: int, neue: Sequence[str]
) -> Aenderung:
    """Return the change that writes the lines of an entry before the one of that number, or at the end."""
    ortung = Ortung(stueck)
    ende = stueck.zeilenende
    zeilen = ende.join(neue) + ende
    if nummer < len(eintraege):
        zeile = eintraege[nummer].stelle.zeile
        davor = ende if zeile > 1 and ortung.zeile(zeile - 1).strip() else ""
        return Aenderung(ortung.anfang(zeile), ortung.anfang(zeile), davor + zeilen + ende)
    offen = "" if stueck.text.endswith("\n") or not stueck.text else ende
    letzte = ortung.zeile(ortung.zeilen - (1 if stueck.text.endswith("\n") else 0))
    laenge = len(stueck.text)
    return Aenderung(laenge, laenge, offen + (ende if letzte.strip() else "") + zeilen)


def platz_fuer(eintraege: Sequence[Eintrag], datum: date, art: str) -> int:
    """Return before which entry one of this day and kind comes: behind all that are not later, on top where the newest stands first.

    Of one day a closing comes last and a reopening first.
    """
    tage = [eintrag.datum for eintrag in eintraege if eintrag.datum is not None]
    if len(tage) > 1 and tage[0] > tage[-1] and tage == sorted(tage, reverse=True):
        return len(eintraege) - _platz(eintraege[::-1], datum, art)
    return len(eintraege) if not tage or max(tage) < datum else _platz(eintraege, datum, art)


def _platz(eintraege: Sequence[Eintrag], datum: date, art: str) -> int:
    heute = {stelle: eintrag.art for stelle, eintrag in enumerate(eintraege) if eintrag.datum == datum}
    wenden = [stelle for stelle, dort in heute.items() if dort in {"Abschluss", "Wiederaufnahme"}]
    if art == "Wiederaufnahme" and heute and not wenden:
        return min(heute)
    if art not in {"Abschluss", "Wiederaufnahme"} and len(wenden) == 1 and heute[wenden[0]] == "Abschluss":
        return wenden[0]
    if max(e.datum or date.min for e in eintraege) <= datum:
        return len(eintraege)
    return max((i + 1 for i, e in enumerate(eintraege) if e.datum is not None and e.datum <= datum), default=0)
