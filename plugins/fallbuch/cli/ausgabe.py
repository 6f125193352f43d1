"""Output formats: pure functions from findings and due items to text."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from fallbuch.akte.kopftypen import LAENGSTE_MERKZEILE
from fallbuch.befund import Befund, Schwere, anzahl, lesbar
from fallbuch.regelwerk.faelligkeit import Faelligkeit
from fallbuch.uebersicht.vorgang import Vorgang, gruppiert

#: Where the sentences of a case begin, below its ID and counsellor.
_EINZUG = " " * 28


def befunde_als_json(befunde: Sequence[Befund], entferntes: Iterable[tuple[str, str]] = ()) -> str:
    """Stable for programs: a list of objects; fields may be added, never renamed. `entferntes`: file and sentence."""
    weg = [
        {
            "kennung": "entfernt",
            "schwere": Schwere.HINWEIS,
            "datei": d,
            "zeile": 1,
            "spalte": 1,
            "text": s,
            "hinweis": "",
        }
        for d, s in entferntes
    ]
    return als_json(
        [
            {
                "kennung": b.kennung,
                "schwere": b.schwere,
                "datei": b.stelle.datei,
                "zeile": b.stelle.zeile,
                "spalte": b.stelle.spalte,
                "text": b.text,
                "hinweis": b.hinweis,
            }
            for b in befunde
        ]
        + weg
    )


def vorgaenge_als_text(vorgaenge: Sequence[Vorgang], stichtag: date, *, alle: bool) -> str:
    """Return the sections of the site's due list, one block for each case; distant items only with `alle`."""
    teile = [f"Stichtag {stichtag}\n"]
    if not vorgaenge:
        teile.append("\nNichts ist fällig.\n")
    for gruppe in gruppiert(vorgaenge, stichtag):
        if gruppe.zeilen:
            teile.append(f"\n{gruppe.titel} ({len(gruppe.zeilen)})\n")
            teile.extend(_block(vorgang, stichtag, alle=alle) for vorgang in gruppe.zeilen)
    return "".join(teile)


def _block(vorgang: Vorgang, stichtag: date, *, alle: bool) -> str:
    nahe = (vorgang.punkte if alle else vorgang.nahe(stichtag))[1:]
    zustaendig = vorgang.fremd or vorgang.berater or ("zu vergeben" if vorgang.akte else "–")
    zeilen = [f"  {lesbar(vorgang.wer):<12} {lesbar(zustaendig):<12} {vorgang.fuehrend.begruendung}"]
    zeilen += [f"{_EINZUG}{f.begruendung}" for f in nahe]
    kopf = vorgang.akte.fall.kopf if vorgang.akte is not None else None
    if kopf is not None and kopf.zu_beachten:
        zeilen.append(f"{_EINZUG}Zu beachten: {lesbar(kopf.zu_beachten, 2 * LAENGSTE_MERKZEILE)}")
    if kopf is not None and vorgang.vertretung is not None:
        zeilen.append(f"{_EINZUG}Vertretung: {lesbar(str(kopf.vertretung))}")
    if vorgang.vorschlag is not None:
        zeilen.append(f"{_EINZUG}→ {vorgang.vorschlag.satz(stichtag)}")
    if spaetere := len(vorgang.punkte) - 1 - len(nahe):
        zeilen.append(f"{_EINZUG}Dazu {anzahl(spaetere, 'späterer Termin', 'spätere Termine')}.")
    return "\n".join(zeilen) + "\n"


#: A due item with the line in which it stands.
Aufgabe = tuple[Vorgang, Faelligkeit]


def faelligkeiten_als_json(aufgaben: Iterable[Aufgabe]) -> str:
    """Stable for programs: a list of objects; fields may be added, never renamed."""
    return als_json([{**_zeile(v, f), "zu_beachten": v.akte and v.akte.fall.kopf.zu_beachten} for v, f in aufgaben])


def faelligkeiten_als_csv(aufgaben: Iterable[Aufgabe]) -> str:
    """Semicolons and a byte order mark, so that spreadsheets in German open it right.

    A table is handed on: what is to be observed about somebody does not stand in it.
    """
    puffer = io.StringIO()
    puffer.write("\ufeff")
    schreiber = csv.DictWriter(puffer, SPALTEN, delimiter=";", lineterminator="\r\n")
    schreiber.writeheader()
    for aufgabe in aufgaben:
        schreiber.writerow({name: _harmlos(wert) for name, wert in _zeile(*aufgabe).items()})
    return puffer.getvalue()


SPALTEN = (
    "fall",
    "berater",
    "regel",
    "titel",
    "faellig_am",
    "dringlichkeit",
    "anker",
    "anker_datum",
    "datei",
    "zeile",
    "begruendung",
    "quelle",
    "herkunft",
    "vertretung",
    "uhrzeit",
    "wer",
)


def _zeile(vorgang: Vorgang, f: Faelligkeit) -> dict[str, Any]:
    werte = (
        f.fall,
        f.berater,
        f.regel,
        f.titel,
        _tag(f.faellig_am),
        f.dringlichkeit,
        f.anker,
        _tag(f.anker_datum),
        f.stelle.datei,
        f.stelle.zeile,
        f.begruendung,
        f.quelle,
        f.herkunft,
        vorgang.vertretung,
        None if f.ableitung.uhrzeit is None else f"{f.ableitung.uhrzeit:%H:%M}",
        " und ".join(f.wer) or None,
    )
    return dict(zip(SPALTEN, werte, strict=True))


def _tag(tag: object) -> str | None:
    return None if tag is None else str(tag)


def _harmlos(wert: object) -> object:
    # A leading sign would be run as a formula by a spreadsheet.
    return f"'{wert}" if isinstance(wert, str) and wert.startswith(("=", "+", "-", "@", "\t", "\r")) else wert


def als_json(daten: object) -> str:
    """Return readable JSON with umlauts as they are."""
    return json.dumps(daten, ensure_ascii=False, indent=2) + "\n"
