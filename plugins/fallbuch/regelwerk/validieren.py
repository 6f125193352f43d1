"""Validation by cutting out: a faulty place costs only itself.

It is reported, replaced by the default where there is one and left out otherwise, and the rest is
validated again.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from fallbuch.befund import Befund, Meldungsart, Stelle, lesbar
from fallbuch.kennung import naechstes
from fallbuch.regelwerk.meldungen import R001, R002, R003
from fallbuch.regelwerk.modell import Fassung
from fallbuch.regelwerk.vokabular import EIGENER_FEHLER
from fallbuch.text.knoten import Knoten, Liste, Skalar, Tafel

M = TypeVar("M", bound=BaseModel)
Loc = tuple[str | int, ...]
_HOECHSTENS_MELDUNGEN = 200


@dataclass(frozen=True, slots=True)
class Formmeldungen:
    """The kinds of finding about the form of a file: an unknown field, an unreadable value, something missing."""

    unbekannt: Meldungsart
    unlesbar: Meldungsart
    fehlt: Meldungsart


_REGELMELDUNGEN = Formmeldungen(R001, R002, R003)


def validiere(
    klasse: type[M], wurzel: Tafel, standard: Tafel, datei: str, arten: Formmeldungen = _REGELMELDUNGEN
) -> tuple[M, list[Befund]]:
    """Validate; put the default in the place of what is faulty, or cut it out, and validate again."""
    daten, vorgabe = als_daten(wurzel), als_daten(standard)
    befunde: dict[Befund, None] = {}
    ausgeschnitten: set[Loc] = set()
    for _ in range(100):
        try:
            return klasse.model_validate(daten), list(befunde)
        except ValidationError as fehler:
            orte: set[Loc] = set()
            for mangel in fehler.errors(include_url=False):
                loc = _im_baum(mangel["loc"], daten)
                # What is missing because it was cut out has been reported already.
                if loc not in ausgeschnitten and len(befunde) < _HOECHSTENS_MELDUNGEN:
                    befunde[_melde(klasse, mangel, loc, (wurzel, datei), arten)] = None
                if loc[:1] == ("regeln",) and loc[-1] == "ab":
                    loc = loc[:-1]  # a version from an unreadable day must not hold for all time
                orte.add(loc[:-1] if mangel["type"] == "missing" and len(loc) > 1 else loc)
            # Deeper and later places first: cutting one out must not move or remove another.
            for ort in sorted(orte, key=lambda ort: (len(ort), _vergleichbar(ort)), reverse=True):
                if _ersetze(daten, vorgabe, ort):
                    ausgeschnitten.add(ort)
    return klasse.model_validate(vorgabe), list(befunde)


def _vergleichbar(ort: Loc) -> list[tuple[int, str]]:
    return [(teil, "") if isinstance(teil, int) else (-1, teil) for teil in ort]


def _im_baum(loc: Loc, daten: Any) -> Loc:
    """Drop what pydantic adds to a place (union members), keep keys and indexes of the data."""
    ergebnis: list[str | int] = []
    for stufe, teil in enumerate(loc):
        letzte = stufe == len(loc) - 1
        tiefer = _teil(daten, teil)
        if tiefer is not None:
            daten = tiefer
        elif not (letzte and isinstance(daten, Mapping)):
            continue
        ergebnis.append(teil)
    return tuple(ergebnis)


def _ersetze(daten: Any, vorgabe: Any, loc: Loc) -> bool:
    """Put the default's value at `loc`; cut the place out where the default has none or is refused itself.

    Returns True where something was cut out.
    """
    if not loc:
        return False
    *davor, letzter = loc
    for teil in davor:
        daten, vorgabe = _teil(daten, teil), _teil(vorgabe, teil)
    if _teil(daten, letzter) is None:
        return False
    ersatz = _teil(vorgabe, letzter)
    if ersatz is not None and ersatz != daten[letzter]:
        daten[letzter] = copy.deepcopy(ersatz)
        return False
    del daten[letzter]
    return True


def _teil(daten: Any, teil: str | int) -> Any:
    if isinstance(daten, Mapping):
        return daten.get(teil)
    if isinstance(daten, list) and isinstance(teil, int) and teil < len(daten):
        return daten[teil]
    return None


def _melde(
    klasse: type[BaseModel], mangel: ErrorDetails, loc: Loc, quelle: tuple[Tafel, str], arten: Formmeldungen
) -> Befund:
    wurzel, datei = quelle
    name = str(loc[-1]) if loc else ""
    stelle = ort_im_baum(wurzel, loc, datei)
    match mangel["type"]:
        case "missing":
            return arten.fehlt.melde(ort_im_baum(wurzel, loc[:-1], datei), feld=name, wo=_pfadtext(loc[:-1]))
        case "extra_forbidden":
            vorschlag = naechstes(name, _erlaubte(klasse, mangel["loc"]))
            rat = f"Meinten Sie „{vorschlag}“?" if vorschlag else "Löschen Sie die Zeile."
            return arten.unbekannt.melde(
                stelle, feld=name, erwartet="Erwartet: " + ", ".join(_erlaubte(klasse, mangel["loc"])) + ".", rat=rat
            )
        case _:
            return arten.unlesbar.melde(
                stelle, feld=_pfadtext(loc), wert=zitat(mangel["input"]), erwartet=_erwartet(mangel, loc)
            )


_FORM_ERWARTET = {
    "tuple_type": "eine Liste, zum Beispiel „[IN, IK]“",
    "list_type": "eine Liste, zum Beispiel „[IN, IK]“",
    "string_type": "ein einfacher Wert in einer Zeile",
    "date_type": "ein einfacher Wert in einer Zeile",
    "bool_type": "ein einfacher Wert in einer Zeile",
}


def _erwartet(mangel: ErrorDetails, loc: Loc) -> str:
    art, kontext = mangel["type"], mangel.get("ctx", {})
    if len(loc) == 2 and loc[0] == "regeln":
        return "darunter eingerückte Zeilen, zum Beispiel „frist: 8 Wochen“"
    if loc in {("berater",), ("zugangswege",)}:
        return "darunter eingerückt je Zeile ein Name mit Doppelpunkt, zum Beispiel „Jana:“"
    if art == EIGENER_FEHLER:
        return str(kontext["erwartet"])
    if art == "literal_error":
        return "eines der Wörter " + str(kontext["expected"]).replace("'", "").replace(" or ", ", ")
    return _FORM_ERWARTET.get(art, "darunter eingerückte Zeilen „Feld: Wert“")


def _erlaubte(klasse: type[BaseModel], loc: Loc) -> list[str]:
    """Names allowed at the place of a forbidden key, found by walking the model's annotations."""
    typ: Any = klasse
    for teil in loc[:-1]:
        typ = _modell_in(typ)
        if isinstance(typ, type) and issubclass(typ, BaseModel):
            feld = typ.model_fields.get(str(teil))
            typ = feld.annotation if feld is not None else None
        else:
            # The key of a mapping or the index of a list: what stands there is the last but one or the only type.
            typ = next((a for a in reversed(get_args(typ)) if a is not ...), None)
    typ = _modell_in(typ)
    if not (isinstance(typ, type) and issubclass(typ, BaseModel)):
        return []
    return [*typ.model_fields, "fassungen"] if typ is Fassung else list(typ.model_fields)


def _modell_in(typ: Any) -> Any:
    """Return the model of `Modell | None`; everything else stays as it is."""
    if get_origin(typ) not in {Union, UnionType}:
        return typ
    return next((a for a in get_args(typ) if isinstance(a, type) and issubclass(a, BaseModel)), typ)


def ort_im_baum(wurzel: Knoten, pfad: Sequence[str | int], datei: str) -> Stelle:
    """Return the place of the deepest part of `pfad` that exists."""
    stelle = Stelle(datei=datei)
    knoten: Knoten | None = wurzel
    for teil in pfad:
        if isinstance(knoten, Tafel) and str(teil) in knoten.paare:
            schluessel, knoten = knoten.paare[str(teil)]
            stelle = schluessel.stelle
        elif isinstance(knoten, Liste) and isinstance(teil, int) and teil < len(knoten.teile):
            knoten = knoten.teile[teil]
            stelle = knoten.stelle
        else:
            break
    return stelle


def _pfadtext(loc: Loc) -> str:
    return " → ".join(str(teil) for teil in loc if not isinstance(teil, int)) or "der Datei"


def zitat(wert: Any) -> str:
    """Name a value in a message: text is quoted, everything else is called by its form."""
    if isinstance(wert, str):
        return f"„{lesbar(wert)}“" if wert else "ein leerer Wert"
    return "eine Liste" if isinstance(wert, list) else "eine Untergliederung"


def als_daten(knoten: Knoten) -> Any:
    """Return the nodes as plain mappings, lists and texts."""
    match knoten:
        case Skalar():
            return knoten.text
        case Liste():
            return [als_daten(teil) for teil in knoten.teile]
        case Tafel():
            return {name: als_daten(wert) for name, (_, wert) in knoten.paare.items()}
