"""Pieces of pages that are made thousands of times: plain functions that escape and join."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time
from typing import Any
from urllib.parse import quote

from markupsafe import escape

from fallbuch.akte.zusage import Stand
from fallbuch.uebersicht.tage import datum, kurztag
from fallbuch.website.darstellung import als_text, mit_tagen

KAESTEN = {Stand.OFFEN: "☐", Stand.ERLEDIGT: "☑", Stand.FALLENGELASSEN: "☒"}


def eintragen(kennung: str, wurzel: str, *, am_tisch: bool) -> str:
    """Return the way to write down what has happened: a form, or where there is none the command, to be copied."""
    if am_tisch:
        return f'<a class="fb-knopf" href="{wurzel}tisch/eintragen/{quote(kennung)}">Eintragen</a>'
    return f"<code data-kopieren>fallbuch eintragen {escape(kennung)}</code>"


#: What else can be done with a case at the desk: the deed, and what it is called.
_TATEN = (
    ("eintragen/{}?art=Abschluss", "Abschließen"),
    ("aendern/{}", "Ändern"),
    ("uebergeben/{}", "Übergeben"),
    ("zuruecknehmen/{}", "Zurücknehmen"),
    ("vereinen/{}", "Vereinen"),
)


def taten(kennung: str, datei: str, wurzel: str, *, offen: bool) -> str:
    """Return the ways to the other forms of a case."""
    alle = [
        *(_TATEN if offen else (("eintragen/{}?art=Wiederaufnahme", "Wieder aufnehmen"), *_TATEN[3:])),
        ("text/{1}", "Text"),
    ]
    ziele = ((f"{wurzel}tisch/{weg.format(quote(kennung), quote(datei))}", name) for weg, name in alle)
    return " ".join(f'<a href="{escape(ziel)}">{name}</a>' for ziel, name in ziele)


def termin(tag: date, uhrzeit: time | None, stichtag: date) -> str:
    """Return day and time of an appointment."""
    zusatz = f", {uhrzeit:%H:%M} Uhr" if uhrzeit is not None else ""
    return f'<span class="fb-tag">{kurztag(tag, stichtag)}{zusatz}</span>'


def angabenliste(paare: Iterable[tuple[str, Any]]) -> str:
    """Return names and values as a list, "" without any."""
    zeilen = "".join(f"<div><dt>{escape(name)}</dt><dd>{_wert(wert)}</dd></div>" for name, wert in paare)
    return f'<dl class="fb-angaben">{zeilen}</dl>' if zeilen else ""


def _wert(wert: Any) -> str:
    if isinstance(wert, str):
        return str(escape(wert))
    if isinstance(wert, tuple | list):
        teile = "".join(f"<li>{mit_tagen(getattr(teil, 'text', None) or str(als_text(teil)))}</li>" for teil in wert)
        return f"<ul>{teile}</ul>"
    return str(escape(datum(wert))) if isinstance(wert, date) else str(mit_tagen(str(wert)))
