"""The file format as JSON Schema and as rows for the field reference, both from the declarations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from fallbuch.akte.eintragsformen import FORMEN
from fallbuch.akte.feld import Feld, felder
from fallbuch.akte.modell import Angaben, Kopf
from fallbuch.kennung import slug
from fallbuch.werte import dataclass


@dataclass(frozen=True, slots=True)
class Feldzeile:
    """One row of the field reference."""

    feld: Feld
    werte: Sequence[str]


@dataclass(frozen=True, slots=True)
class Feldgruppe:
    """The fields of the front matter, or the keys of one kind of entry. `schluessel` begins the anchors of its fields."""

    schluessel: str
    titel: str
    zeilen: Sequence[Feldzeile]

    def anker(self, feld: Feld) -> str:
        """Return the anchor of a field in the field reference."""
        return f"{self.schluessel}-{slug(feld.name)}"


KOPF, EINTRAG = "kopf", "eintrag"
_KLASSEN: tuple[tuple[str, str, type[Any]], ...] = (
    (KOPF, "Kopf der Datei", Kopf),
    (EINTRAG, "In jedem Eintrag", Angaben),
    *((slug(name), f"Im Eintrag „{name}“", form) for name, form in FORMEN.items()),
)


def feldgruppen(vokabular: Mapping[str, Sequence[str]]) -> list[Feldgruppe]:
    """Return all fields and keys with the team's words, front matter first."""
    gruppen = (Feldgruppe(name, titel, feldzeilen(klasse, vokabular)) for name, titel, klasse in _KLASSEN)
    return [gruppe for gruppe in gruppen if gruppe.zeilen]


def feldzeilen(klasse: type[Any], vokabular: Mapping[str, Sequence[str]]) -> list[Feldzeile]:
    """Return the declared fields of a class with the team's words."""
    return [Feldzeile(feld, vokabular.get(feld.typ.vokabular or "", ())) for _, feld in felder(klasse)]


def feldanker() -> dict[str, str]:
    """Return every field and key with its anchor in the field reference; of equal names the first."""
    ergebnis: dict[str, str] = {}
    for gruppe in feldgruppen({}):
        for zeile in gruppe.zeilen:
            for name in (zeile.feld.name, *zeile.feld.frueher):
                ergebnis.setdefault(name, gruppe.anker(zeile.feld))
    return ergebnis


def json_schema(vokabular: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """Return a JSON Schema (2020-12) of a case file's front matter; entries stand under `$defs`."""
    eintraege = (
        ("Eintrag", "in jedem Eintrag", Angaben),
        *((n, f"im Eintrag {n}", form) for n, form in FORMEN.items()),
    )
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Kopf einer Falldatei",
        **_objekt(Kopf, vokabular),
        "additionalProperties": False,
        "$defs": {name: {"title": f"Angaben {wo}", **_objekt(form, vokabular)} for name, wo, form in eintraege},
    }


def _objekt(klasse: type[Any], vokabular: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    deklarationen = [feld for _, feld in felder(klasse)]
    umbenannte = [feld for feld in deklarationen if feld.frueher]
    objekt: dict[str, Any] = {
        "type": "object",
        "required": [feld.name for feld in deklarationen if feld.pflicht and not feld.frueher],
        "properties": {feld.name: _eigenschaft(feld, vokabular) for feld in deklarationen}
        | {name: _eigenschaft(feld, vokabular) | {"deprecated": True} for feld in umbenannte for name in feld.frueher},
    }
    if einer_von := [{"anyOf": [{"required": [name]} for name in f.namen]} for f in umbenannte if f.pflicht]:
        objekt["allOf"] = einer_von
    return objekt


def _eigenschaft(feld: Feld, vokabular: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    woerter = vokabular.get(feld.typ.vokabular or "", ())
    auswahl = {"enum": list(woerter)} if woerter else {}
    return {**feld.typ.schema, **auswahl, "description": feld.hilfe, "examples": [feld.beispiel]}
