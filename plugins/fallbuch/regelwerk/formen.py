"""What a team's YAML may say is declared in classes; their annotations read it, and a faulty place costs only itself.

A dataclass names each field with its type. What is faulty is reported with its place, replaced by
the default's value where there is one, and left out otherwise; what cannot be without it goes with it.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import MISSING, field, fields, is_dataclass, replace
from enum import StrEnum
from functools import cache, partial
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from fallbuch.befund import Befund, Meldungsart, Stelle, lesbar
from fallbuch.kennung import meinten_sie
from fallbuch.text.knoten import Knoten, Liste, Skalar, Tafel
from fallbuch.werte import dataclass

T = TypeVar("T")
Pfad = tuple[str | int, ...]
_HOECHSTENS_MELDUNGEN = 200
_EINFACH = "ein einfacher Wert in einer Zeile"
_LISTE = "eine Liste, zum Beispiel „[IN, IK]“"
_TAFEL = "darunter eingerückte Zeilen „Feld: Wert“"
#: What some places expect below them, said more exactly.
_ERWARTET: dict[Pfad, str] = dict.fromkeys(
    (("berater",), ("zugangswege",)), "darunter eingerückt je Zeile ein Name mit Doppelpunkt, zum Beispiel „Jana:“"
)


class _Fehlt:
    """Stands for what could not be read and has been reported."""


FEHLT = _Fehlt()


@dataclass(frozen=True, slots=True)
class Textform:
    """A value that stands in one line: `lies` returns None for text that is none, and `erwartet` says what would be."""

    lies: Callable[[str], Any]
    erwartet: str


def eines_von(woerter: Iterable[StrEnum]) -> Textform:
    """Return the form of one of these words."""
    nach_wort = {str(wort): wort for wort in woerter}
    *vorn, letztes = (f"„{wort}“" for wort in nach_wort)
    return Textform(nach_wort.get, f"{', '.join(vorn)} oder {letztes}")


def erklaert(hilfe: str, **mehr: Any) -> Any:
    """Return a field with the sentence that its page says of it; a `default` makes it optional."""
    return field(metadata={"hilfe": hilfe}, **mehr)


def entscheidend(default: Any) -> Any:
    """Return a field without which all that stands beside it must not hold."""
    return field(default=default, metadata={"entscheidend": True})


@dataclass(frozen=True, slots=True)
class Formmeldungen:
    """The kinds of finding about the form of a file: an unknown field, an unreadable value, something missing."""

    unbekannt: Meldungsart
    unlesbar: Meldungsart
    fehlt: Meldungsart


@dataclass(frozen=True, slots=True)
class Lesestelle:
    """Where the reader is: a node with its place and path, what the defaults say there, and where findings go."""

    knoten: Knoten
    stelle: Stelle
    #: Where the defaults say nothing, what stands there is its own.
    vorgabe: Knoten
    pfad: Pfad
    arten: Formmeldungen
    befunde: dict[Befund, None]

    def teile(self) -> dict[str | int, Lesestelle]:
        """Return the parts of a mapping by name, of a list by number."""
        vorgaben = _teile(self.vorgabe)
        return {
            name: Lesestelle(
                teil[1], teil[0].stelle, vorgaben.get(name, teil)[1], (*self.pfad, name), self.arten, self.befunde
            )
            for name, teil in _teile(self.knoten).items()
        }

    def lies(self, form: Form) -> Any:
        """Read a part of something larger; what is faulty gets the default's value."""
        wert = form(self)
        if wert is FEHLT and als_daten(self.vorgabe) != als_daten(self.knoten):
            # Defaults are right: there is nothing to report.
            return form(replace(self, knoten=self.vorgabe, befunde={}))
        return wert

    def unlesbar(self, erwartet: str) -> _Fehlt:
        erwartet = _ERWARTET.get(self.pfad, erwartet)
        if len(self.pfad) == 2 and self.pfad[0] == "regeln":
            erwartet = "darunter eingerückte Zeilen, zum Beispiel „frist: 8 Wochen“"
        self.melde(self.arten.unlesbar, feld=pfadtext(self.pfad), wert=zitat(self.knoten), erwartet=erwartet)
        return FEHLT

    def melde(self, art: Meldungsart, **werte: Any) -> None:
        if len(self.befunde) < _HOECHSTENS_MELDUNGEN:
            self.befunde[art.melde(self.stelle, **werte)] = None


#: Reads a node as a value of one type, or reports why it is none.
Form = Callable[[Lesestelle], Any]


def _teile(knoten: Knoten | None) -> Mapping[Any, tuple[Knoten, Knoten]]:
    """Return what stands below a node by name or number, each with the node that says where."""
    if isinstance(knoten, Tafel):
        return knoten.paare
    return {n: (teil, teil) for n, teil in enumerate(knoten.teile)} if isinstance(knoten, Liste) else {}


def _einfach(textform: Textform | None, hier: Lesestelle) -> Any:
    """Text as it stands, or what a `Textform` makes of it."""
    if not isinstance(hier.knoten, Skalar):
        return hier.unlesbar(_EINFACH)
    if textform is None:
        return hier.knoten.text
    wert = textform.lies(hier.knoten.text.strip())
    return hier.unlesbar(textform.erwartet) if wert is None else wert


def _wahl(worte: tuple[str, ...], hier: Lesestelle) -> Any:
    if isinstance(hier.knoten, Skalar) and hier.knoten.text in worte:
        return hier.knoten.text
    return hier.unlesbar("eines der Wörter " + ", ".join(worte))


def _reihe(form: Form, hier: Lesestelle) -> Any:
    if not isinstance(hier.knoten, Liste):
        return hier.unlesbar(_LISTE)
    return tuple(wert for teil in hier.teile().values() if (wert := teil.lies(form)) is not FEHLT)


def _zuordnung(textform: Textform | None, form: Form, hier: Lesestelle) -> Any:
    if not isinstance(hier.knoten, Tafel):
        return hier.unlesbar(_TAFEL)
    ergebnis: dict[Any, Any] = {}
    for text, teil in hier.teile().items():
        name = text if textform is None else textform.lies(str(text).strip())
        if textform is not None and name is None:
            replace(teil, knoten=hier.knoten.paare[str(text)][0]).unlesbar(textform.erwartet)
        elif (wert := teil.lies(form)) is not FEHLT:
            ergebnis[name] = wert
    return ergebnis


def _wort_oder_reihe(reihe: Form, hier: Lesestelle) -> Any:
    """One word, or a list of them."""
    if isinstance(hier.knoten, Tafel):
        return hier.unlesbar(f"{_EINFACH} oder {_LISTE}")
    return hier.knoten.text if isinstance(hier.knoten, Skalar) else reihe(hier)


def _modell(klasse: type[Any], angaben: Mapping[str, tuple[Form, bool, bool]], hier: Lesestelle) -> Any:
    """A dataclass; `AUCH_LEER` are those whose name without anything behind it says as much as one with empty braces."""
    if isinstance(hier.knoten, Skalar) and not hier.knoten.text and getattr(klasse, "AUCH_LEER", False):
        return klasse()
    if not isinstance(hier.knoten, Tafel):
        return hier.unlesbar(_TAFEL)
    werte: dict[str, Any] = {}
    teile = hier.teile()
    vollstaendig = True
    for name, (form, noetig, entscheidend) in angaben.items():
        teil = teile.get(name)
        if teil is not None and (wert := form(teil) if entscheidend else teil.lies(form)) is not FEHLT:
            werte[name] = wert
        elif noetig or (entscheidend and teil is not None):
            vollstaendig = False
        if teil is None and noetig:
            hier.melde(hier.arten.fehlt, feld=name, wo=pfadtext(hier.pfad))
    # `DAZU` are further names that stand in files and are read elsewhere.
    erlaubte = [*angaben, *getattr(klasse, "DAZU", ())]
    for text in [text for text in hier.knoten.paare if text not in angaben]:
        rat, erwartet = meinten_sie(text, erlaubte, "Löschen Sie die Zeile."), ", ".join(erlaubte)
        teile[text].melde(hier.arten.unbekannt, feld=text, erwartet=f"Erwartet: {erwartet}.", rat=rat)
    return klasse(**werte) if vollstaendig else FEHLT


@cache
def form(typ: Any) -> Form:
    """Return the reader for an annotation."""
    if isinstance(typ, type) and is_dataclass(typ):
        typen = get_type_hints(typ, include_extras=True)
        angaben = {
            f.name: (form(typen[f.name]), f.default is f.default_factory is MISSING, "entscheidend" in f.metadata)
            for f in fields(typ)
            if "intern" not in f.metadata
        }
        return partial(_modell, typ, angaben)
    teile = get_args(typ)
    match get_origin(typ):
        case None if typ is str:
            gefunden: Form = partial(_einfach, None)
        case origin if origin is Annotated:
            gefunden = partial(_einfach, teile[1])
        case origin if origin is Literal:
            gefunden = partial(_wahl, teile)
        case origin if origin is tuple:
            gefunden = partial(_reihe, form(teile[0]))
        case origin if origin is Mapping:
            name = get_args(teile[0])[1] if get_origin(teile[0]) is Annotated else None
            gefunden = partial(_zuordnung, name, form(teile[1]))
        case origin if origin in {Union, types.UnionType}:
            moegliche = [teil for teil in teile if teil is not type(None)]
            gefunden = form(moegliche[0]) if len(moegliche) == 1 else partial(_wort_oder_reihe, form(moegliche[1]))
        case _:
            raise TypeError(f"no form for {typ}")
    return gefunden


def lies(klasse: type[T], wurzel: Tafel, vorgabe: Tafel, arten: Formmeldungen, datei: str) -> tuple[T, list[Befund]]:
    """Read a whole file; what is faulty in it is reported and stands there as in `vorgabe`, or not at all."""
    annotation: Any = klasse
    hier = Lesestelle(wurzel, Stelle(datei=datei), vorgabe, (), arten, {})
    return hier.lies(form(annotation)), list(hier.befunde)


def _weg(wurzel: Knoten | None, pfad: Sequence[str | int]) -> Iterator[tuple[Knoten, Knoten]]:
    """Yield the parts on the way to `pfad`, as far as they exist, each after the node that says where."""
    for name in pfad:
        if (teil := _teile(wurzel).get(name)) is None:
            return
        wurzel = teil[1]
        yield teil


def bei(wurzel: Knoten | None, *pfad: str | int) -> Knoten | None:
    """Return the node at `pfad`, None where there is none."""
    knoten = [knoten for _, knoten in _weg(wurzel, pfad)]
    return knoten[-1] if len(knoten) == len(pfad) else None


def ort_im_baum(wurzel: Knoten, pfad: Sequence[str | int], datei: str) -> Stelle:
    """Return the place of the deepest part of `pfad` that exists."""
    return [Stelle(datei=datei), *(teil.stelle for teil, _ in _weg(wurzel, pfad))][-1]


def pfadtext(pfad: Pfad) -> str:
    return " → ".join(str(teil) for teil in pfad if not isinstance(teil, int)) or "der Datei"


def zitat(knoten: Knoten) -> str:
    """Name a value in a message: text is quoted, everything else is called by its form."""
    match knoten:
        case Skalar(text=text):
            return f"„{lesbar(text)}“" if text else "ein leerer Wert"
        case Liste():
            return "eine Liste"
        case Tafel():
            return "eine Untergliederung"


def als_daten(knoten: Knoten) -> Any:
    """Return the nodes as plain mappings, lists and texts."""
    match knoten:
        case Skalar():
            return knoten.text
        case Liste():
            return [als_daten(teil) for teil in knoten.teile]
        case Tafel():
            return {name: als_daten(wert) for name, (_, wert) in knoten.paare.items()}
