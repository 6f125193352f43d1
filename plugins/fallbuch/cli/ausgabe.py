"""Output formats: pure functions from findings and due items to text."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from datetime import date

from fallbuch.akte.kopftypen import LAENGSTE_MERKZEILE
from fallbuch.befund import lesbar
from fallbuch.bestand.laden import Akte
from fallbuch.cli.meldungen import zeilen_als_json
from fallbuch.regelwerk.faelligkeit import Faelligkeit
from fallbuch.text.tabelle import als_csv
from fallbuch.uebersicht.tage import wann
from fallbuch.uebersicht.vorgang import Vorgang, gruppiert

#: Where the sentences of a case begin, below its ID and counsellor.
_EINZUG = " " * 28
#: Where the note of a case begins below its one line.
_EINZUG_KURZ = " " * 26
#: So many columns a sentence gets, however narrow the window.
_MINDESTENS = 24


def bis_zu(vorgaenge: Iterable[Vorgang], tag: date, stichtag: date) -> list[Vorgang]:
    """Leave out what is due after `tag`; what cannot be computed always stays."""
    gekuerzt = (v.nur(lambda f: f.faellig_am is None or f.faellig_am <= tag, stichtag) for v in vorgaenge)
    return [v for v in gekuerzt if v is not None]


def vorgaenge_als_text(vorgaenge: Sequence[Vorgang], stichtag: date, *, ausfuehrlich: bool, breite: int | None) -> str:
    """Return the sections of the site's due list: one line a person, or with `ausfuehrlich` all items with their reasons.

    `breite`: columns of the window that it must fit; None where it goes into a file or another program.
    """
    teile = [f"Stichtag {stichtag}\n"]
    if not vorgaenge:
        teile.append("\nNichts ist fällig.\n")
    for gruppe in gruppiert(vorgaenge, stichtag):
        if gruppe.zeilen:
            teile.append(f"\n{gruppe.titel} ({len(gruppe.zeilen)})\n")
            teile.extend((_block if ausfuehrlich else _kurz)(vorgang, stichtag, breite) for vorgang in gruppe.zeilen)
    if vorgaenge and not ausfuehrlich:
        teile.append(
            f"\n{_gefaltet('Warum, und was sonst noch ansteht: fallbuch faellig --ausfuehrlich', breite, '')}\n"
        )
    return "".join(teile)


def _kurz(vorgang: Vorgang, stichtag: date, breite: int | None) -> str:
    f = vorgang.fuehrend
    mehr = vorgang.weitere(stichtag)
    weitere = f" (+ {mehr})" if mehr else ""
    vertritt = f"{vorgang.vertretung} für {vorgang.berater or 'alle'}" if vorgang.vertretung else ""
    wer = lesbar(vertritt or _zustaendig(vorgang))
    vorn = f"  {lesbar(vorgang.wer):<8} {wer:<14} {wann(f, stichtag):<15} "
    platz = None if breite is None else max(breite - len(vorn) - len(weitere), _MINDESTENS // 2)
    was = lesbar(f.titel, 200 if platz is None else platz)
    zeilen = [f"{vorn}{was}{weitere}", *(_gefaltet(satz, breite, _EINZUG_KURZ) for satz in _merkzeile(vorgang))]
    return "\n".join(zeilen) + "\n"


def _zustaendig(vorgang: Vorgang) -> str:
    return vorgang.fremd or vorgang.berater or ("zu vergeben" if vorgang.akte else "–")


def _merkzeile(vorgang: Vorgang) -> list[str]:
    """Return what must be seen before anybody calls."""
    merke = vorgang.akte.auszug.zu_beachten if vorgang.akte is not None else None
    return [f"Zu beachten: {lesbar(merke, 2 * LAENGSTE_MERKZEILE)}"] if merke else []


def _block(vorgang: Vorgang, stichtag: date, breite: int | None) -> str:
    erste, *weitere = [f.begruendung for f in vorgang.punkte]
    vorn = f"  {lesbar(vorgang.wer):<12} {lesbar(_zustaendig(vorgang)):<12} "
    zeilen = [vorn + _gefaltet(erste, breite, _EINZUG)[len(_EINZUG) :]]
    zeilen += [_gefaltet(satz, breite, _EINZUG) for satz in (*weitere, *_merkzeile(vorgang))]
    if vorgang.akte is not None and vorgang.vertretung is not None:
        zeilen.append(f"{_EINZUG}Vertretung: {lesbar(str(vorgang.akte.auszug.vertretungsfeld))}")
    if vorgang.vorschlag is not None:
        zeilen.append(_gefaltet(f"→ {vorgang.vorschlag.satz(stichtag)}", breite, _EINZUG))
    return "\n".join(zeilen) + "\n"


def _gefaltet(satz: str, breite: int | None, einzug: str) -> str:
    if breite is None:
        return einzug + satz
    return textwrap.fill(
        satz,
        max(breite, len(einzug) + _MINDESTENS),
        initial_indent=einzug,
        subsequent_indent=f"{einzug}  ",
        break_on_hyphens=False,
    )


#: A due item with its case, None where it is the team's own.
Aufgabe = tuple[Akte | None, Faelligkeit]


def faelligkeiten_als_json(aufgaben: Iterable[Aufgabe]) -> str:
    """Stable for programs: a list of objects; fields may be added, never renamed."""
    felder = (*SPALTEN, "zu_beachten")
    return zeilen_als_json(
        dict(zip(felder, (*_werte(akte, f), akte.auszug.zu_beachten if akte else None), strict=True))
        for akte, f in aufgaben
    )


def faelligkeiten_als_csv(aufgaben: Iterable[Aufgabe]) -> bytes:
    """A table is handed on: what is to be observed about somebody does not stand in it."""
    return als_csv(SPALTEN, (list(_werte(*aufgabe)) for aufgabe in aufgaben))


SPALTEN = (
    "fall", "berater", "regel", "titel", "faellig_am", "dringlichkeit", "anker", "anker_datum", "datei", "zeile", "begruendung", "quelle",
    "herkunft", "vertretung", "uhrzeit", "wer",
)  # fmt: skip


def _werte(akte: Akte | None, f: Faelligkeit) -> tuple[str | int | None, ...]:
    weg = f.ableitung
    uhrzeit = None if weg.uhrzeit is None else f"{weg.uhrzeit:%H:%M}"
    return (
        f.fall, f.berater, f.regel, f.titel, _tag(f.faellig_am), f.dringlichkeit, weg.anker, _tag(f.anker_datum), f.stelle.datei, f.stelle.zeile,
        f.begruendung, f.quelle, f.herkunft, akte.auszug.vertretung if akte else None, uhrzeit, " und ".join(f.wer) or None,
    )  # fmt: skip


def _tag(tag: date | None) -> str | None:
    return None if tag is None else tag.isoformat()
