"""Agreements: list items with a box, a deadline and somebody whose turn it is."""

from __future__ import annotations

import re
from datetime import date

from fallbuch.akte.typen import Datum
from fallbuch.akte.zusage import Stand, Vereinbarung
from fallbuch.befund import Befund, Korrektur, Meldungsart, Schwere, Stelle
from fallbuch.beispiele import BERATUNG

_KASTEN = re.compile(r"\[\s?([xX-]?)\s?\]\s*")
_WORT = re.compile(r"[^\W\d_][\w-]*")
_TAG = r"[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}\.\s?[0-9]{1,2}\.(?:\s?[0-9]{2,4})?"
_WOCHENTAG = r"(?:Mon|Diens|Donners|Frei|Sams|Sonn)tag|Mittwoch|Sonnabend|morgen|übermorgen"
_MONAT = r"Januar|Jänner|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember"
_RELATIV = rf"(?:(?:zum|Ende|Anfang|Mitte|nächste[nrm]?|kommende[nrm]?|dieser|diesen|[0-9]{{1,2}}\.)\s++)*+(?:{_WOCHENTAG}|{_MONAT}|Woche|Monat|Jahr|Monatsende|Jahresende)"
_IN_KLAMMERN = re.compile(r"\(\s*+(?:bis|spätestens)\s++(?:zum\s++|am\s++)?([^()]*+)\)", re.IGNORECASE)
_IM_SATZ = re.compile(rf"\b(?:bis|spätestens)\s++(?:zum\s++|am\s++)?({_TAG}|{_RELATIV})(?![\w-])", re.IGNORECASE)
# "(bis 14 Uhr)", "(bis 20 Stunden)", "(bis zu drei)" limit something else than time to act.
_KEINE_FRIST = re.compile(
    r"(zu\s|[0-9.,]+\s*(Uhr|Stunden?|Std\.?|h|km|€|Euro|%|Prozent|Minuten|Personen)\b)", re.IGNORECASE
)

_GUT = BERATUNG + "\nVereinbarungen:\n\n- [ ] Kundin aktualisiert den Lebenslauf (bis 2026-02-09)\n"

F040 = Meldungsart(
    kennung="F040",
    schwere=Schwere.HINWEIS,
    titel="Vereinbarung ohne Kästchen",
    muster="Vor der Vereinbarung steht kein Kästchen; sie wurde als offen gelesen. Erwartet: „- [ ] …“.",
    hinweis="Setzen Sie „[ ]“ davor, wenn sie offen ist, „[x]“, wenn sie erledigt ist.",
    erklaerung="Nur mit einem Kästchen lässt sich abhaken, was getan ist. Ohne gilt die Vereinbarung als offen und wird nachgehalten.",
    schlecht=_GUT.replace("[ ] ", ""),
    gut=_GUT,
)
F041 = Meldungsart(
    kennung="F041",
    schwere=Schwere.FEHLER,
    uhr=True,
    titel="Frist einer Vereinbarung nicht lesbar",
    muster="Die Frist „bis {wert}“ ist kein eindeutiges Datum. Erwartet: „bis JJJJ-MM-TT“, zum Beispiel „bis 2026-02-28“.",
    hinweis="Schreiben Sie den Tag als Datum mit vierstelligem Jahr.",
    erklaerung="„Bis Freitag“ stimmt nur in der Woche, in der es geschrieben wurde. Mit einem Datum kann die Vereinbarung nachgehalten werden.",
    schlecht=_GUT.replace("2026-02-09", "Freitag"),
    gut=_GUT,
)
MELDUNGSARTEN = (F040, F041)


def lies_vereinbarung(
    text: str, stelle: Stelle, *, kasten: bool = True, einzeilig: bool = True
) -> tuple[Vereinbarung, list[Befund]]:
    """Read one list item; `stelle` is where its text (the box) begins.

    `kasten` False reads intermediate goals, which may stand without a box. A text joined from
    several lines (`einzeilig` False) gets no fix, since its columns are not those of the file.
    """
    befunde: list[Befund] = []
    treffer = _KASTEN.match(text)
    rest = text[treffer.end() :] if treffer else text
    if treffer is None and kasten:
        fix = Korrektur(zeile=stelle.zeile, von=stelle.spalte, bis=stelle.spalte, ersatz="[ ] ")
        befunde.append(F040.melde(stelle, korrektur=fix))
    stand = _stand(treffer[1] if treffer else " ")
    frist, mangel = _frist(text, stelle, einzeilig)
    if stand is Stand.OFFEN:  # the deadline of what is done asks nothing of anybody
        befunde.extend(mangel)
    wort = _WORT.match(rest)
    return Vereinbarung(
        text=rest.strip(), stand=stand, frist=frist, wer=wort[0] if wort else None, stelle=stelle
    ), befunde


def _stand(zeichen: str) -> Stand:
    return {"x": Stand.ERLEDIGT, "-": Stand.FALLENGELASSEN}.get(zeichen.lower(), Stand.OFFEN)


def _frist(text: str, stelle: Stelle, einzeilig: bool) -> tuple[date | None, list[Befund]]:
    treffer = next((t for t in _IN_KLAMMERN.finditer(text) if not _KEINE_FRIST.match(t[1])), None) or _IM_SATZ.search(
        text
    )
    if treffer is None:
        return None, []
    spalte = stelle.spalte + (treffer.start(1) if einzeilig else 0)
    ort = Stelle(datei=stelle.datei, zeile=stelle.zeile, spalte=spalte)
    wert = treffer[1].rstrip()
    lesung = Datum().lies(wert, "Frist")
    if lesung.mangel is None:
        return lesung.wert, []
    if lesung.wert is None:
        return None, [F041.melde(ort, wert=wert)]
    fix = (
        Korrektur(zeile=stelle.zeile, von=spalte, bis=spalte + len(wert), ersatz=str(lesung.wert))
        if einzeilig
        else None
    )
    return lesung.wert, [lesung.mangel.art.melde(ort, korrektur=fix, **lesung.mangel.werte)]
