"""Agreements: list items with a box, a deadline and somebody whose turn it is."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from fallbuch.akte.lesartmeldungen import F084, F086, F089
from fallbuch.akte.schluessel import SCHMUCK
from fallbuch.akte.typen import Datum
from fallbuch.akte.zusage import Stand, Vereinbarung
from fallbuch.befund import Befund, Meldungsart, Schwere, Stelle
from fallbuch.beispiele import BERATUNG
from fallbuch.zeit import datum_aus

_KASTEN = re.compile(r"\[\s?([xX-]?)\s?\]\s*")
#: What may be a box too: two in a row, a cross that is "done" to one program and "not" to another, a sign of other programs.
_FRAGLICH = re.compile(r"(?:\[\s?[xX-]?\s?\]\s*(?:\[\s?[xX-]?\s?\](?![(\[])|[☒✗✘])|\[[/~?!*+>✗✘]\](?![(\[])|[☒✗✘])\s*")
_WORT = re.compile(r"[^\W\d_][\w-]*")
_TAG = r"[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}\.\s?[0-9]{1,2}\.(?:\s?[0-9]{2,4})?"
_GANZER_TAG = r"[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}\.\s?[0-9]{1,2}\.\s?[0-9]{4}"
_WOCHENTAG = r"(?:Mon|Diens|Donners|Frei|Sams|Sonn)tag|Mittwoch|Sonnabend|morgen|übermorgen"
_MONAT = r"Januar|Jänner|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember"
_RELATIV = rf"(?:(?:zum|Ende|Anfang|Mitte|nächste[nrm]?|kommende[nrm]?|dieser|diesen|[0-9]{{1,2}}\.)\s++)*+(?:{_WOCHENTAG}|{_MONAT}|Woche|Monat|Jahr|Monatsende|Jahresende)"
_UMBRUCH = re.compile(r"<br ?/?>")
_IN_KLAMMERN = re.compile(
    r"\(\s*+(?:bis|spätestens)\s++(?:zum\s++|am\s++|zu\s++(?=[0-9]{4}-))?([^()]*+)\)", re.IGNORECASE
)
#: The same in other words or brackets; only with a whole date, so that it can be nothing else.
_ANDERE_WORTE = (
    r"(?:(?:bis|spätestens|fällig|frist|deadline|due)\b[.:=]{0,2}\s*+|bis[.:=]{0,2}(?=[0-9]))++(?:zum\s++|zu\s++|am\s++)?"
    rf"({_GANZER_TAG})"
)
_ANDERS = re.compile(rf"[(\[{{<]\s*+{_ANDERE_WORTE}\s*+[)\]}}>]", re.IGNORECASE)
_OHNE_KLAMMERN = re.compile(rf"\b{_ANDERE_WORTE}(?![\w-])", re.IGNORECASE)
#: A day that a program broke over two lines.
_GEBROCHENER_TAG = re.compile(r"\b([0-9]{4}-) ?([0-9]{2}-) ?([0-9]{2})\b")
#: As it should be: at the end, and no other bracket or mark anywhere.
_FRIST_AM_ENDE = re.compile(r"[^()*_~`<>\n\t]*+\(bis ([0-9]{4}-[0-9]{2}-[0-9]{2})\)")
#: Without a figure, one of these words or a mark that may break one there is no deadline.
_VIELLEICHT_FRIST = re.compile(r"[0-9*_~`<\n]|bis|spätestens", re.IGNORECASE)
_GANZE_FRIST = re.compile(rf"\b(?:bis|spätestens)\s++(?:zum\s++|am\s++)?(?:{_GANZER_TAG})(?=[)\s.]*$)", re.IGNORECASE)
_OFFENE_KLAMMER = re.compile(r"\(\s?(?:bis|spätestens)\s*$", re.IGNORECASE)
_NUR_TAG = re.compile(
    rf"\((?:[^()0-9]{{0,30}}?\s)?({_GANZER_TAG})\s?\)|\s[^\w\s()–—-]{{1,3}}\s?({_GANZER_TAG})(?![\w-])"
)
_NUR_FRIST = re.compile(rf"\W*{_ANDERE_WORTE}\W*", re.IGNORECASE)
_IM_SATZ = re.compile(rf"\b(?:bis|spätestens)\s++(?:zum\s++|am\s++)?({_TAG}|{_RELATIV})(?![\w-])", re.IGNORECASE)
# "(bis 14 Uhr)", "(bis 20 Stunden)", "(bis zu drei)" limit something else than time to act.
_KEINE_FRIST = re.compile(
    r"(zu\s(?![0-9]{4}-)|[0-9.,]+\s*(Uhr|Stunden?|Std\.?|h|km|€|Euro|%|Prozent|Minuten|Personen)\b)", re.IGNORECASE
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
    uhr=True,
    titel="Frist einer Vereinbarung nicht lesbar",
    muster="Die Frist „bis {wert}“ ist kein eindeutiges Datum. Erwartet: „bis JJJJ-MM-TT“, zum Beispiel „bis 2026-02-28“.",
    hinweis="Schreiben Sie den Tag als Datum mit vierstelligem Jahr.",
    erklaerung="„Bis Freitag“ stimmt nur in der Woche, in der es geschrieben wurde. Mit einem Datum kann die Vereinbarung nachgehalten werden.",
    schlecht=_GUT.replace("2026-02-09", "Freitag"),
    gut=_GUT,
)


def lies_vereinbarung(
    text: str, stelle: Stelle, *, kasten: bool = True, einzeilig: bool = True
) -> tuple[Vereinbarung, list[Befund]]:
    """Read one list item; `stelle` is where its text (the box) begins.

    `kasten` False reads intermediate goals, which may stand without a box. A text joined from
    several lines (`einzeilig` False) gets no fix, since its columns are not those of the file.
    """
    befunde: list[Befund] = []
    treffer = _KASTEN.match(text)
    fraglich = _FRAGLICH.match(text) if kasten or treffer is not None else None
    rest = text[(fraglich or treffer).end() :] if fraglich or treffer else text  # type: ignore[union-attr]
    if fraglich is not None and rest.strip():
        befunde.append(F084.melde(stelle, wert=fraglich[0].strip()))
        treffer = None
    elif treffer is None and kasten:
        # Behind a bracket nobody knows whether it was meant as the box.
        fix = stelle.ersetzt(0, "[ ] ") if einzeilig and text[:1].isalpha() else None
        befunde.append(F040.melde(stelle, korrektur=fix))
    stand = _stand(treffer[1] if treffer else " ")
    wie_erwartet = _FRIST_AM_ENDE.fullmatch(text)
    frist = datum_aus(wie_erwartet[1]) if wie_erwartet is not None else None
    mangel: list[Befund] = []
    if frist is None and _VIELLEICHT_FRIST.search(text) is not None:
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
    klar = _GEBROCHENER_TAG.sub(r"\1\2\3", SCHMUCK.sub("", _UMBRUCH.sub(" ", text)))
    text, einzeilig = klar, einzeilig and klar == text
    treffer = next((t for t in _IN_KLAMMERN.finditer(text) if not _KEINE_FRIST.match(t[1])), None)
    if treffer is None and (anders := _ANDERS.search(text)) is not None:
        return _andere_frist(anders, stelle, einzeilig)
    treffer = treffer or _IM_SATZ.search(text)
    if treffer is None and (anders := _OHNE_KLAMMERN.search(text)) is not None:
        return _andere_frist(anders, stelle, einzeilig)
    if treffer is None:
        return None, _frage_nach_frist(text, stelle, einzeilig)
    ort = _ort(stelle, treffer.start(1) if einzeilig else 0)
    wert = treffer[1].rstrip()
    lesung = Datum().lies(wert, "Frist")
    if lesung.mangel is None:
        return lesung.wert, []
    if lesung.wert is None:
        return None, [F041.melde(ort, wert=wert)]
    fix = ort.ersetzt(len(wert), str(lesung.wert)) if einzeilig else None
    return lesung.wert, [lesung.mangel.art.melde(ort, korrektur=fix, **lesung.mangel.werte)]


def _frage_nach_frist(text: str, stelle: Stelle, einzeilig: bool) -> list[Befund]:
    """Ask about a bracket that a program left open, and about a day that may be meant as the deadline."""
    if (offen := _OFFENE_KLAMMER.search(text)) is not None:
        return [F041.melde(_ort(stelle, offen.start() if einzeilig else 0), wert="…")]
    nur_tag = _NUR_TAG.search(text)
    if nur_tag is None:
        return []
    return [F089.melde(_ort(stelle, nur_tag.start() if einzeilig else 0), wert=nur_tag[1] or nur_tag[2])]


def _ort(stelle: Stelle, versatz: int) -> Stelle:
    return replace(stelle, spalte=stelle.spalte + versatz)


def _andere_frist(treffer: re.Match[str], stelle: Stelle, einzeilig: bool) -> tuple[date | None, list[Befund]]:
    ort = _ort(stelle, treffer.start() if einzeilig else 0)
    tag = Datum().lies(treffer[1], "Frist").wert
    if tag is None:
        return None, [F041.melde(ort, wert=treffer[1])]
    fix = ort.ersetzt(len(treffer[0]), f"(bis {tag})") if einzeilig else None
    return tag, [F086.melde(ort, korrektur=fix, wert=treffer[0], richtig=f"bis {tag}")]


def frist_im_text(text: str) -> re.Match[str] | None:
    """Return where a line that is no agreement states a deadline by its whole date."""
    return _GANZE_FRIST.search(text)


def mit_einheitlicher_frist(text: str) -> str:
    """Return the text of an agreement with its deadline in the one form; what it says stays."""

    def ersetzt(treffer: re.Match[str]) -> str:
        tag = Datum().lies(treffer[1], "Frist").wert
        return treffer[0] if tag is None else f"(bis {tag})"

    if _IN_KLAMMERN.search(text):
        return text
    muster = _ANDERS if _ANDERS.search(text) else _OHNE_KLAMMERN
    return text if muster is _OHNE_KLAMMERN and _IM_SATZ.search(text) else muster.sub(ersetzt, text, count=1)


def ist_nur_frist(text: str) -> bool:
    """Tell whether an item is nothing but the deadline of another."""
    return _NUR_FRIST.fullmatch(text) is not None
