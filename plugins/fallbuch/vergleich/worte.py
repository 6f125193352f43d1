"""A comparison in German sentences: the same for a terminal and for a forge."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from string import Formatter

from fallbuch.akte.protokoll import PROTOKOLLDATEI
from fallbuch.befund import Befund
from fallbuch.kennung import id_mangel
from fallbuch.regelwerk.faelligkeit import Dringlichkeit
from fallbuch.regelwerk.vokabular import TEAMDATEI
from fallbuch.vergleich.einstellungen import BESCHREIBUNGEN
from fallbuch.vergleich.modell import (
    ENTFERNEND,
    Fallvergleich,
    Handlung,
    Listenaenderung,
    Regelaenderung,
    Tat,
    Terminfolge,
    Vergleich,
    Vergleichslauf,
)
from fallbuch.werte import dataclass


class Wert(str):
    """Text from a file or from the team's lists: whoever prints it makes sure that it stays text."""

    __slots__ = ()


#: A sentence of own words and of values.
Satz = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Berichtszeile:
    """A line, and those that belong to it."""

    satz: Satz
    darunter: Sequence[Berichtszeile] = ()


#: Names of fields and days read as they are; anything else came from a file.
_SCHLICHT = re.compile(r"[A-Za-zÄÖÜäöüß0-9 .,()-]*")
ORDNER_NEU = "Den Ordner des Teams gab es im früheren Stand nicht, deshalb gilt alles als neu. Hieß er anders, lässt sich nicht sagen, was dabei verloren ging."


def entfernt_je_datei(v: Vergleich) -> Iterator[tuple[str, Satz]]:
    """Yield all that is gone with its file: of cases, of the team's protocol, and what nobody can tell."""
    if v.ordner_neu:
        yield TEAMDATEI, (ORDNER_NEU,)
    yield from ((f.datei, handlung(h)) for f, h in entfernende(v))
    yield from ((PROTOKOLLDATEI, handlung(h)) for h in aus_dem_protokoll(v))


def aus_dem_protokoll(v: Vergleich) -> list[Handlung]:
    """Return what took something away from the team's protocol."""
    return [h for h in v.protokoll if h.tat in ENTFERNEND]


def entfernende(v: Vergleich) -> Iterator[tuple[Fallvergleich, Handlung]]:
    """Yield what took something away from a case."""
    for f in v.faelle:
        for h in _alle(f.handlungen):
            # Another ID in the same file: whose case it was, nobody finds any more.
            if h.tat in ENTFERNEND or (h.tat is Tat.FELD and h.woran == "ID" and h.alt):
                yield f, h


def _alle(handlungen: Iterable[Handlung]) -> Iterator[Handlung]:
    for h in handlungen:
        yield h
        yield from _alle(h.teile)


_FREIGABEN = {
    Tat.ANGELEGT: ": freigegeben",
    Tat.ENTFERNT: ": entfernt. Was freigegeben wurde, bleibt für immer; holen Sie die Datei zurück.",
    Tat.TEXT: ": verändert. Freigegebene Zahlen ändern sich nie mehr; nehmen Sie die Änderung zurück.",
}


def freigabe(h: Handlung) -> Satz:
    """Say what became of a released sheet."""
    return (Wert(h.woran), _FREIGABEN[h.tat])


def listensatz(a: Listenaenderung) -> Berichtszeile:
    """Say what was changed about a list."""
    teile = (("neu: ", a.dazu), ("geändert: ", a.geaendert), ("entfernt: ", a.weg))
    saetze = [Berichtszeile((was, *aufgezaehlt(worte))) for was, worte in teile if worte]
    return Berichtszeile((a.titel,), saetze)


def prozesssatz(h: Handlung) -> Satz:
    """Say what was done to a process, and to which of its fields."""
    if h.tat is Tat.ENTFERNT and h.neu is not None:
        return (Wert(h.woran), ": eigene Beschreibung entfernt, nun gilt die mitgelieferte")
    felder = (" (", *aufgezaehlt([t.woran for t in h.teile]), ")") if h.teile else ()
    return (Wert(h.woran), ": ", art(h), *felder)


def dateisatz(h: Handlung) -> Satz:
    """Name any other file."""
    was = BESCHREIBUNGEN.get(h.woran)
    return (Wert(h.woran), f" ({was})" if was else "", ": ", art(h))


def art(h: Handlung) -> str:
    """Return whether something is new, gone or changed."""
    return {Tat.ANGELEGT: "neu", Tat.ENTFERNT: "entfernt"}.get(h.tat, "geändert")


def aufgezaehlt(werte: Iterable[str]) -> Satz:
    """Return words from a file or a list with commas between them."""
    return tuple(wort for wert in werte for wort in (", ", Wert(wert)))[1:]


def handlung(h: Handlung) -> Satz:
    """Say what was done."""
    return tuple(_gefuellt(h))


def _gefuellt(h: Handlung) -> Iterator[str]:
    for text, luecke, *_ in Formatter().parse(h.tat.satz):
        yield text
        match luecke:
            case "woran":
                yield h.woran if _SCHLICHT.fullmatch(h.woran) else Wert(h.woran)
            case "wert":
                yield Wert(h.woran)
            case "von_nach":
                yield from _von_nach(h.alt, h.neu)
            case "teile":
                yield from _teile(h)


def _teile(h: Handlung) -> Iterator[str]:
    ganz_neu = h.tat in {Tat.ANGELEGT, Tat.EINTRAG_NEU}
    for nummer, teil in enumerate(h.teile):
        yield ": " if not nummer else "; "
        if ganz_neu and teil.tat in {Tat.FELD, Tat.ABGESCHLOSSEN}:
            # Before there was nothing, which nobody needs to read.
            yield from (f"{teil.woran}: ", _gezeigt(teil.neu))
        else:
            yield from handlung(teil)


def _von_nach(alt: str | None, neu: str | None) -> Iterator[str]:
    if alt is None and neu is None:
        yield "geändert"
    else:
        yield from (_gezeigt(alt), " → ", _gezeigt(neu))


def _gezeigt(wert: str | None) -> str:
    return "nicht gezeigt" if wert is None else Wert(wert) if wert else "leer"


def terminsatz(t: Terminfolge) -> Satz:
    """Say what becomes of a due item."""
    if t.vorher is None and t.nachher is None:
        neu = t.lauf is Vergleichslauf.NEU
        wie = "nun nicht berechnen; der Fall steht ganz oben" if neu else "wieder berechnen"
        return (f"Wann dieser Mensch an der Reihe ist, lässt sich {wie}.",)
    titel = Wert(t.titel)
    wie = "jetzt nachfragen" if t.dringlichkeit is Dringlichkeit.NACHFRAGEN else str(t.dringlichkeit)
    dringend = f", {wie}" if t.wird_faellig else ""
    match t.lauf:
        case Vergleichslauf.NEU:
            return ("Neuer Termin: ", titel, f", {_am(t.nachher)}{dringend}")
        case Vergleichslauf.ENTFAELLT:
            return ("Termin entfällt: ", titel, f", war {_am(t.vorher)}")
    return ("Termin ", f"{t.lauf}: ", titel, f", {_am(t.vorher)} → {_am(t.nachher)}{dringend}")


def _am(tag: date | None) -> str:
    return "nicht berechenbar" if tag is None else str(tag)


def regelsatz(a: Regelaenderung) -> Berichtszeile:
    """Say what a rule said and says."""
    was = "neu" if a.neu else "entfernt" if a.entfernt else "geändert"
    zeilen = [Berichtszeile((f"{name}: ", *_von_nach(alt, neu))) for name, alt, neu in a.unterschiede]
    return Berichtszeile((Wert(a.titel), f": {was}"), zeilen)


def meldungssatz(b: Befund) -> Satz:
    """Name a finding by its place and kind; its own text may quote the file."""
    return (Wert(ort(b)), f": {b.schwere} {b.kennung}, {b.art.titel}")


def ort(b: Befund) -> str:
    """Return file and line of a finding, without the name of a file that is no ID."""
    datei = b.stelle.datei
    stamm = datei.rpartition("/")[2].rpartition(".")[0]
    if id_mangel(stamm) is None or "/" not in datei:
        return str(b.stelle)
    # A file's name may be a human being's.
    return f"{datei.partition('/')[0]}, eine Datei mit anderem Namen als einer ID, Zeile {b.stelle.zeile}"
