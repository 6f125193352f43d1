"""The week as a mail: Markdown that also reads well as plain text.

Mails leave the team's own computers. So a line names the case's ID, who acts, the rule and the day, never a word of what
was said or agreed, and no figure of what happened: exact counts stay inside.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from fallbuch.befund import anzahl
from fallbuch.kennung import nach_aussen
from fallbuch.text.markdown import als_wort
from fallbuch.uebersicht.abschnitte import Gruppe
from fallbuch.uebersicht.vereinbarungen import Zusage
from fallbuch.uebersicht.vorgang import Vorgang
from fallbuch.uebersicht.woche import NICHT_NACHGESEHEN, UNLESBARES, Laufende, Woche, Wochentermin


def liste_als_markdown(titel: str, gruppen: Iterable[Gruppe[Vorgang]], stichtag: date) -> str:
    """Return the sections of the due list as Markdown."""
    teile = [f"# {als_wort(titel)}", f"Stichtag {stichtag}."]
    for gruppe in gruppen:
        teile += _abschnitt(gruppe.titel, [_vorgang(vorgang, stichtag) for vorgang in gruppe.zeilen])
    return _dokument(teile if len(teile) > 2 else [*teile, "Nichts ist fällig."])


def woche_als_markdown(woche: Woche, wer: str) -> str:
    """Return the digest of the week for `wer`, a counsellor or the team."""
    teile = [
        f"# {als_wort(wer)}: Woche {woche.kalenderwoche}, {woche.montag} bis {woche.sonntag}",
        f"Stichtag {woche.stichtag}.",
        *_abschnitt("Verabredete Termine bis Sonntag", [_termin(t) for t in woche.termine]),
    ]
    for gruppe in woche.gruppen:
        teile += _abschnitt(gruppe.titel, [_vorgang(vorgang, woche.stichtag) for vorgang in gruppe.zeilen])
    bald = [z for z in woche.zusagen if z.vereinbarung.frist is not None and z.vereinbarung.frist <= woche.sonntag]
    teile += _abschnitt("Offene Vereinbarungen mit Frist", [_zusage(z) for z in bald])
    teile += _abschnitt("Maßnahmen", [_massnahme(m) for m in woche.massnahmen])
    teile += _abschnitt(f"Zu löschen bis {woche.ausblick}", [_loeschung(f) for f in woche.loeschungen])
    if woche.luecke:
        teile.append(f"{NICHT_NACHGESEHEN} {als_wort(woche.luecke)}")
    if woche.unlesbar:
        teile.append(f"{anzahl(woche.unlesbar, *UNLESBARES)}; was darin steht, fehlt hier.")
    return _dokument(teile)


def ohne_auszeichnung(markdown: str) -> str:
    """Return a document of this room as it is read in a window: without marks of headings, emphasis and escapes."""
    ohne = re.sub(r"^#+ ", "", markdown, flags=re.MULTILINE).replace("**", "")
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", ohne)


def _vorgang(vorgang: Vorgang, stichtag: date) -> str:
    f = vorgang.fuehrend
    wann = "" if f.faellig_am is None else f", {'nachfragen ab' if f.kunde_dran else 'fällig am'} {f.faellig_am}"
    weitere = vorgang.weitere(stichtag)
    mehr = f" (und {weitere} mehr)" if weitere else ""
    wer = vorgang.fremd or vorgang.handelnd or ("zu vergeben" if vorgang.akte else "alle")
    return f"**{_fall(vorgang.wer)}** ({als_wort(wer)}): {als_wort(f.name)}{wann}{mehr}"


def _termin(termin: Wochentermin) -> str:
    f = termin.faelligkeit
    uhrzeit = "" if f.ableitung.uhrzeit is None else f", {f.ableitung.uhrzeit:%H:%M} Uhr"
    return f"{f.faellig_am}{uhrzeit}: **{_fall(termin.akte.fall.kennung)}** ({als_wort(termin.wer)})"


def _zusage(zusage: Zusage) -> str:
    vorbei = f", {zusage.vorbei}" if zusage.vorbei else ""
    wer = zusage.akte.sicht.handelnd or "zu vergeben"
    return f"**{_fall(zusage.akte.fall.kennung)}** ({als_wort(wer)}): dran ist {als_wort(zusage.dran)}, Frist {zusage.vereinbarung.frist}{vorbei}"


def _massnahme(laufende: Laufende) -> str:
    m = laufende.massnahme
    stand = "beendet, ohne Ergebnis" if laufende.lauf == "beendet" else laufende.lauf
    # Even the kind of a measure says what somebody struggles with.
    wer = laufende.akte.sicht.handelnd or "zu vergeben"
    return f"**{_fall(laufende.akte.fall.kennung)}** ({als_wort(wer)}): {m.beginn} bis {m.ende or 'offen'}, {stand}"


def _loeschung(loeschung: Wochentermin) -> str:
    f = loeschung.faelligkeit
    return f"**{_fall(loeschung.akte.fall.kennung)}**: {als_wort(f.titel)}, {f.faellig_am}"


def _abschnitt(titel: str, zeilen: Sequence[str]) -> list[str]:
    if not zeilen:
        return []
    return [f"## {als_wort(titel)} ({len(zeilen)})", "\n".join(f"- {zeile}" for zeile in zeilen)]


def _dokument(teile: Sequence[str]) -> str:
    return "\n\n".join(teile) + "\n"


def _fall(kennung: str) -> str:
    return als_wort(nach_aussen(kennung))
