"""What a form asks: made of the declarations of fields and kinds, and of what the rules propose; never a list of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from datetime import date
from enum import StrEnum

from fallbuch.akte.feld import Feld
from fallbuch.akte.termin import Terminbezug, Termintyp
from fallbuch.akte.typen import Auswahl, Datum, Zahl
from fallbuch.bearbeiten.platz import Platz
from fallbuch.bearbeiten.werte import auswahl
from fallbuch.kennung import slug
from fallbuch.uebersicht.tage import datum, mit_datum
from fallbuch.werte import dataclass

#: Keys that take a sentence or more.
_ABSAETZE = frozenset({"Ausgangslage", "Ziel", "Begründung", "Erklärung"})
#: A word may be chosen, or none.
KEINE = ("", "–")


class Eingabe(StrEnum):
    """How a field is filled in."""

    ZEILE = "zeile"
    ZAHL = "zahl"
    TEXT = "text"
    TAG = "tag"
    TERMIN = "termin"
    #: One word of a list, and several of them.
    WAHL = "wahl"
    MEHRERE = "mehrere"
    #: Lines, each a thing of its own.
    LISTE = "liste"


@dataclass(frozen=True, kw_only=True)
class Formularfeld:
    """One thing to fill in; `name` stands for it in what the browser sends."""

    name: str
    titel: str
    art: Eingabe = Eingabe.ZEILE
    wert: str | Sequence[str] = ""
    #: Value and what is shown for it.
    auswahl: Sequence[tuple[str, str]] = ()
    noetig: bool = False
    hilfe: str = ""
    beispiel: str = ""
    #: What `hilfe` says must be known before.
    erklaert: bool = False
    #: Another answer makes another form.
    bestimmt: bool = False

    @property
    def ident(self) -> str:
        """Name it in a page."""
        return f"f-{slug(self.name)}"


@dataclass(frozen=True, kw_only=True)
class Formularteil:
    """Fields that belong together; `gefaltet` where most people need none of them."""

    titel: str
    felder: Sequence[Formularfeld]
    gefaltet: bool = False


@dataclass(frozen=True, kw_only=True)
class Formular:
    """A form: what is done by it, and of which version of which files it speaks."""

    tat: str
    titel: str
    teile: Sequence[Formularteil]
    #: The address behind the deed: IDs of cases, or nothing.
    worum: str = ""
    #: Title of the part with keys that the kind alone has.
    eigenes: str = ""
    #: What is said above the form: which case it is, what is due.
    saetze: Sequence[str] = ()
    merkzeile: str | None = None
    knopf: str = "Speichern"
    #: It takes something away: what, is shown before anybody touches it.
    sofort: bool = False
    #: Other forms that may be meant: address and name.
    wege: Sequence[tuple[str, str]] = ()
    #: Name → hash of the files for which it was made.
    staende: Mapping[str, str] = field(default_factory=dict)

    @property
    def anfang(self) -> str:
        """Return the field in which one begins: the first that is needed and empty, else the text."""
        noetige = (feld.name for feld in self.felder if feld.noetig and not feld.wert)
        return next(
            noetige, next((teil.felder[0].name for teil in self.teile[1:2] if teil.titel == self.eigenes), "text")
        )

    @property
    def felder(self) -> Iterator[Formularfeld]:
        return (feld for teil in self.teile for feld in teil.felder)


def feldeintrag(
    platz: Platz, feld: Feld, tag: date, name: str, wert: str = "", *, noetig: bool | None = None
) -> Formularfeld:
    """Return the form's field for a declared one; words of a list hold on `tag`."""
    wahl: list[tuple[str, str]] = []
    if feld.typ.vokabular is not None:
        stufen = platz.regelwerk.vokabular.stufen if feld.typ.vokabular == "stufen" else {}
        worte = auswahl(platz.regelwerk, feld.typ.vokabular, tag)
        wahl = [(w, f"{w} – {stufen[w].name}" if w in stufen else w) for w in worte]
    elif isinstance(feld.typ, Auswahl):
        wahl = [(w, w) for w in feld.typ.woerter]
    art = Eingabe.WAHL if wahl else _ARTEN.get(type(feld.typ), Eingabe.ZEILE)
    if feld.ist_liste:
        art = Eingabe.LISTE
    elif feld.name in _ABSAETZE:
        art = Eingabe.TEXT
    if art == Eingabe.WAHL:
        wahl = [KEINE, *wahl, *([(wert, wert)] if wert and wert not in dict(wahl) else [])]
    einheit = f" in {feld.typ.einheit}" if isinstance(feld.typ, Zahl) else ""
    return Formularfeld(
        name=name,
        titel=f"{feld.name}{einheit}",
        art=art,
        wert=mit_datum(wert) if art in {Eingabe.TAG, Eingabe.TERMIN} else wert,
        auswahl=wahl,
        noetig=feld.pflicht if noetig is None else noetig,
        hilfe=feld.hilfe,
        beispiel="" if wahl else feld.beispiel.removeprefix("- [ ] ").removeprefix("- "),
    )


_ARTEN = {Zahl: Eingabe.ZAHL, Datum: Eingabe.TAG, Termintyp: Eingabe.TERMIN, Terminbezug: Eingabe.ZEILE}


def personenfeld(platz: Platz, name: str, titel: str, wert: Sequence[str], tag: date) -> Formularfeld:
    namen = list(dict.fromkeys([*auswahl(platz.regelwerk, "berater", tag), *wert]))
    return Formularfeld(name=name, titel=titel, art=Eingabe.MEHRERE, wert=wert, auswahl=[(n, n) for n in namen])


def personfeld(platz: Platz, name: str, titel: str, wert: str, tag: date, *, noetig: bool = False) -> Formularfeld:
    namen = auswahl(platz.regelwerk, "berater", tag)
    wahl = [KEINE, *((n, n) for n in dict.fromkeys([*namen, *([wert] if wert else [])]))]
    return Formularfeld(name=name, titel=titel, art=Eingabe.WAHL, wert=wert, auswahl=wahl, noetig=noetig)


def tagfeld(titel: str, tag: date, name: str = "datum") -> Formularfeld:
    return Formularfeld(name=name, titel=titel, art=Eingabe.TAG, wert=datum(tag), noetig=True)
