"""The file format as JSON Schema and as rows for the field reference, both from the declarations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fallbuch.akte.feld import Feld, felder
from fallbuch.akte.modell import FORMEN, Angaben, Kopf


@dataclass(frozen=True, slots=True)
class Feldzeile:
    """One row of the field reference."""

    feld: Feld
    werte: Sequence[str]


@dataclass(frozen=True, slots=True)
class Feldgruppe:
    """The fields of the front matter, or the keys of one kind of entry."""

    titel: str
    zeilen: Sequence[Feldzeile]


def feldgruppen(vokabular: Mapping[str, Sequence[str]]) -> list[Feldgruppe]:
    """Return all fields and keys with the team's words, front matter first."""
    gruppen = [
        ("Kopf der Datei", Kopf),
        ("In jedem Eintrag", Angaben),
        *((f"Im Eintrag „{name}“", form) for name, form in FORMEN.items()),
    ]
    return [
        Feldgruppe(titel, zeilen)
        for titel, klasse in gruppen
        if (zeilen := [Feldzeile(feld, vokabular.get(feld.typ.vokabular or "", ())) for _, feld in felder(klasse)])
    ]


def json_schema(vokabular: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """Return a JSON Schema (2020-12) of a case file's front matter; entries stand under `$defs`."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Kopf einer Falldatei",
        **_objekt(Kopf, vokabular),
        "additionalProperties": False,
        "$defs": {
            "Eintrag": {"title": "Angaben in jedem Eintrag", **_objekt(Angaben, vokabular)},
            **{
                name: {"title": f"Angaben im Eintrag {name}", **_objekt(form, vokabular)}
                for name, form in FORMEN.items()
            },
        },
    }


def _objekt(klasse: type[Any], vokabular: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    deklarationen = [feld for _, feld in felder(klasse)]
    return {
        "type": "object",
        "required": [feld.name for feld in deklarationen if feld.pflicht],
        "properties": {feld.name: _eigenschaft(feld, vokabular) for feld in deklarationen},
    }


def _eigenschaft(feld: Feld, vokabular: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    woerter = vokabular.get(feld.typ.vokabular or "", ())
    auswahl = {"enum": list(woerter)} if woerter else {}
    return {**feld.typ.schema(), **auswahl, "description": feld.hilfe, "examples": [feld.beispiel]}
