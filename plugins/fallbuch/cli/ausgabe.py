"""Output formats: pure functions from findings and due items to text."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from fallbuch.befund import Befund, anzahl, lesbar
from fallbuch.regelwerk.faelligkeit import Faelligkeit
from fallbuch.regelwerk.gruppen import gruppen


def befunde_als_json(befunde: Sequence[Befund]) -> str:
    """Stable for programs: a list of objects; fields may be added, never renamed."""
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
    )


def faelligkeiten_als_text(faelligkeiten: Sequence[Faelligkeit], stichtag: date, *, knapp: bool) -> str:
    """Items in the sections of the site's due list; `knapp` leaves out distant items of cases named already."""
    teile = [f"Stichtag {stichtag}\n"]
    if not faelligkeiten:
        teile.append("\nNichts ist fällig.\n")
    for gruppe in gruppen(faelligkeiten, stichtag, lambda f: f, knapp=knapp):
        if gruppe.zeilen:
            teile.append(f"\n{gruppe.titel} ({len(gruppe.zeilen)})\n")
            teile.extend(
                f"  {lesbar(f.fall or 'Team'):<12} {lesbar(f.berater or ('zu vergeben' if f.fall else '–')):<12} {f.begruendung}\n"
                for f in gruppe.zeilen
            )
        if gruppe.weitere:
            termine = anzahl(gruppe.weitere, "weiterer späterer Termin", "weitere spätere Termine")
            teile.append(f"\nDazu {termine} bei Fällen, die oben stehen. Alle nennt „fallbuch faellig --alle“.\n")
    return "".join(teile)


def faelligkeiten_als_json(faelligkeiten: Iterable[Faelligkeit]) -> str:
    """Stable for programs: a list of objects; fields may be added, never renamed."""
    return als_json([_zeile(f) for f in faelligkeiten])


def faelligkeiten_als_csv(faelligkeiten: Iterable[Faelligkeit]) -> str:
    """Semicolons and a byte order mark, so that spreadsheets in German open it right."""
    puffer = io.StringIO()
    puffer.write("\ufeff")
    schreiber = csv.DictWriter(puffer, SPALTEN, delimiter=";", lineterminator="\r\n")
    schreiber.writeheader()
    for faelligkeit in faelligkeiten:
        schreiber.writerow({name: _harmlos(wert) for name, wert in _zeile(faelligkeit).items()})
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
)


def _zeile(f: Faelligkeit) -> dict[str, Any]:
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
