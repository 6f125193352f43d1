"""How a field or key is declared: once, with all that reading and explaining it needs."""

from __future__ import annotations

import dataclasses
from dataclasses import field
from typing import Any

from fallbuch.akte.typen import Text, Textliste, Typ
from fallbuch.werte import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Feld:
    """The declaration of one field of the front matter or one key of an entry."""

    name: str
    typ: Typ[Any]
    hilfe: str
    beispiel: str
    pflicht: bool = False
    #: Some due date depends on it; a fault in it puts the case on top of the list.
    uhr: bool = True
    #: Without it a due date is missing; if it is absent or no word of the team's list, the case stands on top too.
    rechnet: bool = False
    #: An open case should have it sooner or later: the report shows where it is missing.
    vermisst: bool = False
    synonyme: tuple[str, ...] = ()
    #: Names it had in earlier versions; files that use them are right as they are.
    frueher: tuple[str, ...] = ()
    #: The value is a list of agreements with boxes and deadlines, not of plain texts.
    vereinbarungen: bool = False
    ist_liste: bool = field(init=False)
    #: Its value is text and may go on in the next line.
    ist_text: bool = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "ist_liste", self.vereinbarungen or isinstance(self.typ, Textliste))
        object.__setattr__(self, "ist_text", isinstance(self.typ, Text))

    @property
    def namen(self) -> tuple[str, ...]:
        """All names under which it is read."""
        return (self.name, *self.synonyme, *self.frueher)


def angabe(name: str, typ: Typ[Any], hilfe: str, beispiel: str, **mehr: Any) -> Any:
    ist_liste = isinstance(typ, Textliste)
    deklaration = Feld(name=name, typ=typ, hilfe=hilfe, beispiel=beispiel, **mehr)
    return field(default=() if ist_liste else None, metadata={"feld": deklaration})


def felder(klasse: type[Any]) -> tuple[tuple[str, Feld], ...]:
    """Return attribute name and declaration of every field of a declaring class, in order."""
    if klasse not in _FELDER:
        deklariert = ((a.name, a.metadata.get("feld")) for a in dataclasses.fields(klasse))
        _FELDER[klasse] = tuple((name, deklaration) for name, deklaration in deklariert if deklaration is not None)
    return _FELDER[klasse]


_FELDER: dict[type[Any], tuple[tuple[str, Feld], ...]] = {}
