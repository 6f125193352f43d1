"""What a team's YAML may say is declared in classes; their annotations read it, and a faulty place costs only itself.

A dataclass names each field with its type. What is faulty is reported with its place, replaced by
the default's value where there is one, and left out otherwise; what cannot be without it goes with it.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, field, fields, is_dataclass
from functools import cache
from typing import Annotated, Any, Literal, Protocol, TypeVar, Union, get_args, get_origin, get_type_hints

from fallbuch.befund import Befund, Meldungsart, Stelle, lesbar
from fallbuch.kennung import naechstes
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


@dataclass(slots=True)
class Lesestelle:
    """Where the reader is: the path, and the place to which a finding points."""

    pfad: Pfad
    stelle: Stelle

    def tiefer(self, teil: str | int, stelle: Stelle) -> Lesestelle:
        return Lesestelle((*self.pfad, teil), stelle)


class Formleser:
    """Collects what is wrong while a tree is read; a silent one reads defaults, which are right."""

    def __init__(self, arten: Formmeldungen | None) -> None:
        self._arten = arten
        self.befunde: dict[Befund, None] = {}

    def unlesbar(self, knoten: Knoten | str, erwartet: str, ort: Lesestelle) -> _Fehlt:
        erwartet = _ERWARTET.get(ort.pfad, erwartet)
        if len(ort.pfad) == 2 and ort.pfad[0] == "regeln":
            erwartet = "darunter eingerückte Zeilen, zum Beispiel „frist: 8 Wochen“"
        if self._arten is not None:
            wert = knoten if isinstance(knoten, str) else als_daten(knoten)
            self._melde(self._arten.unlesbar, ort, feld=pfadtext(ort.pfad), wert=zitat(wert), erwartet=erwartet)
        return FEHLT

    def fehlt(self, name: str, ort: Lesestelle) -> None:
        if self._arten is not None:
            self._melde(self._arten.fehlt, ort, feld=name, wo=pfadtext(ort.pfad))

    def unbekannt(self, name: str, erlaubte: list[str], ort: Lesestelle) -> None:
        if self._arten is not None:
            vorschlag = naechstes(name, erlaubte)
            rat = f"Meinten Sie „{vorschlag}“?" if vorschlag else "Löschen Sie die Zeile."
            erwartet = "Erwartet: " + ", ".join(erlaubte) + "."
            self._melde(self._arten.unbekannt, ort, feld=name, erwartet=erwartet, rat=rat)

    def _melde(self, art: Meldungsart, ort: Lesestelle, **werte: Any) -> None:
        if len(self.befunde) < _HOECHSTENS_MELDUNGEN:
            self.befunde[art.melde(ort.stelle, **werte)] = None


_STUMM = Formleser(None)


class Form(Protocol):
    """Reads a node as a value of one type, or reports why it is none; `vorgabe` is what the defaults say there."""

    def lies(self, leser: Formleser, knoten: Knoten, vorgabe: Knoten | None, ort: Lesestelle) -> Any: ...


def _oder_vorgabe(form: Form, leser: Formleser, knoten: Knoten, vorgabe: Knoten | None, ort: Lesestelle) -> Any:
    """Read a part of something larger; what is faulty gets the default's value."""
    wert = form.lies(leser, knoten, vorgabe, ort)
    if wert is FEHLT and vorgabe is not None and als_daten(vorgabe) != als_daten(knoten):
        return form.lies(_STUMM, vorgabe, None, ort)
    return wert


@dataclass(frozen=True, slots=True)
class _Einfach:
    """Text as it stands, or what a `Textform` makes of it."""

    textform: Textform | None = None

    def lies(self, leser: Formleser, knoten: Knoten, vorgabe: Knoten | None, ort: Lesestelle) -> Any:
        if not isinstance(knoten, Skalar):
            return leser.unlesbar(knoten, _EINFACH, ort)
        if self.textform is None:
            return knoten.text
        wert = self.textform.lies(knoten.text.strip())
        return leser.unlesbar(knoten, self.textform.erwartet, ort) if wert is None else wert


@dataclass(frozen=True, slots=True)
class _Wahl:
    worte: tuple[str, ...]

    def lies(self, leser: Formleser, knoten: Knoten, vorgabe: Knoten | None, ort: Lesestelle) -> Any:
        if isinstance(knoten, Skalar) and knoten.text in self.worte:
            return knoten.text
        return leser.unlesbar(knoten, "eines der Wörter " + ", ".join(self.worte), ort)


@dataclass(frozen=True, slots=True)
class _Reihe:
    teil: Form

    def lies(self, leser: Formleser, knoten: Knoten, vorgabe: Knoten | None, ort: Lesestelle) -> Any:
        if not isinstance(knoten, Liste):
            return leser.unlesbar(knoten, _LISTE, ort)
        vorgaben = vorgabe.teile if isinstance(vorgabe, Liste) else ()
        werte = [
            _oder_vorgabe(
                self.teil, leser, teil, vorgaben[n] if n < len(vorgaben) else None, ort.tiefer(n, teil.stelle)
            )
            for n, teil in enumerate(knoten.teile)
        ]
        return tuple(wert for wert in werte if wert is not FEHLT)


@dataclass(frozen=True, slots=True)
class _Zuordnung:
    name: Textform | None
    wert: Form

    def lies(self, leser: Formleser, knoten: Knoten, vorgabe: Knoten | None, ort: Lesestelle) -> Any:
        if not isinstance(knoten, Tafel):
            return leser.unlesbar(knoten, _TAFEL, ort)
        vorgaben = vorgabe.paare if isinstance(vorgabe, Tafel) else {}
        ergebnis: dict[Any, Any] = {}
        for text, (schluessel, teil) in knoten.paare.items():
            hier = ort.tiefer(text, schluessel.stelle)
            name = text if self.name is None else self.name.lies(text.strip())
            if self.name is not None and name is None:
                leser.unlesbar(text, self.name.erwartet, hier)
                continue
            davor = vorgaben[text][1] if text in vorgaben else None
            wert = _oder_vorgabe(self.wert, leser, teil, davor, hier)
            if wert is not FEHLT:
                ergebnis[name] = wert
        return ergebnis


@dataclass(frozen=True, slots=True)
class _WortOderReihe:
    """One word, or a list of them."""

    reihe: Form

    def lies(self, leser: Formleser, knoten: Knoten, vorgabe: Knoten | None, ort: Lesestelle) -> Any:
        if isinstance(knoten, Skalar):
            return knoten.text
        if isinstance(knoten, Liste):
            return self.reihe.lies(leser, knoten, vorgabe, ort)
        return leser.unlesbar(knoten, f"{_EINFACH} oder {_LISTE}", ort)


@dataclass(frozen=True, slots=True)
class _Angabe:
    name: str
    form: Form
    noetig: bool
    entscheidend: bool


@dataclass(frozen=True, slots=True)
class _Modellform:
    klasse: type[Any]
    angaben: tuple[_Angabe, ...]
    #: A name without anything behind it says as much as one with empty braces.
    auch_leer: bool
    #: Further names that stand in files and are read elsewhere.
    dazu: tuple[str, ...]

    def lies(self, leser: Formleser, knoten: Knoten, vorgabe: Knoten | None, ort: Lesestelle) -> Any:
        if isinstance(knoten, Skalar) and not knoten.text and self.auch_leer:
            return self.klasse()
        if not isinstance(knoten, Tafel):
            return leser.unlesbar(knoten, _TAFEL, ort)
        vorgaben = vorgabe.paare if isinstance(vorgabe, Tafel) else {}
        werte: dict[str, Any] = {}
        vollstaendig = True
        for angabe in self.angaben:
            paar = knoten.paare.get(angabe.name)
            if paar is None:
                if angabe.noetig:
                    leser.fehlt(angabe.name, ort)
                    vollstaendig = False
                continue
            hier = ort.tiefer(angabe.name, paar[0].stelle)
            davor = vorgaben[angabe.name][1] if angabe.name in vorgaben else None
            if angabe.entscheidend:
                wert = angabe.form.lies(leser, paar[1], davor, hier)
            else:
                wert = _oder_vorgabe(angabe.form, leser, paar[1], davor, hier)
            if wert is not FEHLT:
                werte[angabe.name] = wert
            elif angabe.noetig or angabe.entscheidend:
                vollstaendig = False
        namen = [angabe.name for angabe in self.angaben]
        for name, (schluessel, _) in knoten.paare.items():
            if name not in namen:
                leser.unbekannt(name, [*namen, *self.dazu], ort.tiefer(name, schluessel.stelle))
        return self.klasse(**werte) if vollstaendig else FEHLT


@cache
def form(typ: Any) -> Form:
    """Return the reader for an annotation."""
    if isinstance(typ, type) and is_dataclass(typ):
        return _modellform(typ)
    teile = get_args(typ)
    match get_origin(typ):
        case None if typ is str:
            gefunden: Form = _Einfach()
        case origin if origin is Annotated:
            gefunden = _Einfach(teile[1])
        case origin if origin is Literal:
            gefunden = _Wahl(teile)
        case origin if origin is tuple:
            gefunden = _Reihe(form(teile[0]))
        case origin if origin is Mapping:
            name = get_args(teile[0])[1] if get_origin(teile[0]) is Annotated else None
            gefunden = _Zuordnung(name, form(teile[1]))
        case origin if origin in {Union, types.UnionType}:
            moegliche = [teil for teil in teile if teil is not type(None)]
            gefunden = form(moegliche[0]) if len(moegliche) == 1 else _WortOderReihe(form(moegliche[1]))
        case _:
            raise TypeError(f"no form for {typ}")
    return gefunden


def _modellform(klasse: type[Any]) -> Form:
    typen = get_type_hints(klasse, include_extras=True)
    return _Modellform(
        klasse,
        tuple(
            _Angabe(
                feld.name,
                form(typen[feld.name]),
                feld.default is MISSING and feld.default_factory is MISSING,
                bool(feld.metadata.get("entscheidend")),
            )
            for feld in fields(klasse)
            if not feld.metadata.get("intern")
        ),
        getattr(klasse, "AUCH_LEER", False),
        getattr(klasse, "DAZU", ()),
    )


def lies(klasse: type[T], wurzel: Tafel, vorgabe: Tafel, arten: Formmeldungen, datei: str) -> tuple[T, list[Befund]]:
    """Read a whole file; what is faulty in it is reported and stands there as in `vorgabe`, or not at all."""
    leser = Formleser(arten)
    annotation: Any = klasse
    wert = form(annotation).lies(leser, wurzel, vorgabe, Lesestelle((), Stelle(datei=datei)))
    if wert is FEHLT:
        wert = lies_vorgabe(klasse, vorgabe)
    return wert, list(leser.befunde)


def lies_vorgabe(klasse: type[T], vorgabe: Tafel) -> T:
    """Read what is shipped, and right."""
    annotation: Any = klasse
    wert: T = form(annotation).lies(_STUMM, vorgabe, None, Lesestelle((), vorgabe.stelle))
    return wert


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


def pfadtext(pfad: Pfad) -> str:
    return " → ".join(str(teil) for teil in pfad if not isinstance(teil, int)) or "der Datei"


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
