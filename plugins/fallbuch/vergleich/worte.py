"""A comparison in German sentences: the same for a terminal and for a forge."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from fallbuch.befund import Befund, Schwere, anzahl
from fallbuch.kennung import id_mangel
from fallbuch.vergleich.einstellungen import beschreibung
from fallbuch.vergleich.modell import (
    ENTFERNEND,
    Fallvergleich,
    Handlung,
    Lauf,
    Listenaenderung,
    Regelaenderung,
    Regelvergleich,
    Tat,
    Terminfolge,
    Vergleich,
)


class Wert(str):
    """Text from a file or from the team's lists: whoever prints it makes sure that it stays text."""

    __slots__ = ()


#: A sentence of own words and of values.
Satz = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Zeile:
    """A line, and those that belong to it."""

    satz: Satz
    darunter: Sequence[Zeile] = ()


@dataclass(frozen=True, slots=True)
class Abschnitt:
    """A part of the report; `wichtig` ones are read first and never folded."""

    titel: str
    zeilen: Sequence[Zeile]
    wichtig: bool = False


@dataclass(frozen=True, slots=True)
class Bericht:
    """What a change does, in words: a sentence, what was compared, and the parts."""

    kurz: str
    verglichen: Satz
    abschnitte: Sequence[Abschnitt] = field(default_factory=tuple)


#: So many findings of a kind are named one by one.
_EINZELN = 5
#: Names of fields and days read as they are; anything else came from a file.
_SCHLICHT = re.compile(r"[A-Za-zÄÖÜäöüß0-9 .,()-]*")
_LEER, _VERSCHWIEGEN = "leer", "nicht gezeigt"


def bericht(v: Vergleich) -> Bericht:
    """Put a comparison into words."""
    kopf: Satz = ("der Ordner, wie er jetzt ist",) if not v.kopf else (Wert(v.kopf),)
    verglichen: Satz = ("Verglichen: ", Wert(v.basis), " und ", *kopf, f". Stichtag {v.stichtag}.")
    return Bericht(zusammenfassung(v), verglichen, [a for a in _abschnitte(v) if a.zeilen])


def zusammenfassung(v: Vergleich) -> str:
    """Say in one sentence what a change does."""
    if v.leer:
        return "Es hat sich nichts geändert."
    taten = Counter(h.tat for f in v.faelle for h in f.handlungen)
    gezaehlt = [
        (taten[Tat.ANGELEGT], "Fall angelegt", "Fälle angelegt"),
        (taten[Tat.ENTFERNT], "Fall entfernt", "Fälle entfernt"),
        (taten[Tat.ABGESCHLOSSEN], "Fall abgeschlossen", "Fälle abgeschlossen"),
        (taten[Tat.WIEDERAUFGENOMMEN], "Fall wiederaufgenommen", "Fälle wiederaufgenommen"),
        (_nur_geaenderte(v), "Fall geändert", "Fälle geändert"),
        (len(v.umformatiert), "Fall nur umformatiert", "Fälle nur umformatiert"),
        (len(v.regeln.aenderungen) if v.regeln else 0, "Regel geändert", "Regeln geändert"),
        (len(v.listen), "Liste geändert", "Listen geändert"),
        (len(v.einstellungen), "Einstellung geändert", "Einstellungen geändert"),
        (_neue_freigaben(v), "Zeitraum freigegeben", "Zeiträume freigegeben"),
        (len(v.freigaben) - _neue_freigaben(v), "freigegebener Zeitraum verändert", "freigegebene Zeiträume verändert"),
        (len(v.protokoll), "Änderung am Protokoll", "Änderungen am Protokoll"),
        (len(v.prozesse), "Prozess geändert", "Prozesse geändert"),
        (len(v.dateien), "andere Datei geändert", "andere Dateien geändert"),
    ]
    teile = [anzahl(n, eins, mehr) for n, eins, mehr in gezaehlt if n]
    folgen = [f for fall in v.faelle for f in fall.folgen] + (list(v.regeln.folgen) if v.regeln else [])
    teile += _gezaehlte_folgen(folgen)
    if v.neue_befunde:
        teile.append(anzahl(len(v.neue_befunde), "neue Meldung", "neue Meldungen"))
    if v.geloeste_befunde:
        teile.append(anzahl(len(v.geloeste_befunde), "Meldung behoben", "Meldungen behoben"))
    return f"{', '.join(teile) or 'Etwas anderes als Fälle und Regeln wurde geändert'}."


def _neue_freigaben(v: Vergleich) -> int:
    return sum(1 for h in v.freigaben if h.tat is Tat.ANGELEGT)


def _nur_geaenderte(v: Vergleich) -> int:
    besondere = {Tat.ANGELEGT, Tat.ENTFERNT, Tat.ABGESCHLOSSEN, Tat.WIEDERAUFGENOMMEN}
    return sum(1 for f in v.geaendert if not any(h.tat in besondere for h in f.handlungen))


def _gezaehlte_folgen(folgen: Iterable[Terminfolge]) -> list[str]:
    alle = list(folgen)
    laeufe = Counter(f.lauf for f in alle)
    gezaehlt = [
        (sum(1 for f in alle if f.wird_faellig), "wird fällig", "werden fällig"),
        (laeufe[Lauf.NEU], "neu", "neu"),
        (laeufe[Lauf.FRUEHER], "früher", "früher"),
        (laeufe[Lauf.SPAETER], "später", "später"),
        (laeufe[Lauf.ENTFAELLT], "entfällt", "entfallen"),
    ]
    erste, *weitere = [g for g in gezaehlt if g[0]] or [(0, "", "")]
    if not erste[0]:
        return []
    # What is counted is named once.
    vorn = anzahl(erste[0], f"Termin {erste[1]}", f"Termine {erste[2]}")
    return [vorn, *(anzahl(n, eins, mehr) for n, eins, mehr in weitere)]


def _abschnitte(v: Vergleich) -> Iterator[Abschnitt]:
    weg = [Zeile((Wert(f.kennung), ": ", *satz)) for f, satz in entferntes(v)]
    yield Abschnitt("Entfernt", weg, wichtig=True)
    yield Abschnitt("Freigegebene Zahlen", [Zeile(_freigabe(h)) for h in v.freigaben], wichtig=True)
    yield Abschnitt("Bitte prüfen: neue Meldungen", list(_gebuendelt(v.neue_befunde)), wichtig=True)
    yield Abschnitt("Fälle", [_fall(f) for f in v.geaendert])
    yield Abschnitt(
        "Nur umformatiert",
        [Zeile(tuple(_aufgezaehlt([Wert(f.kennung) for f in v.umformatiert])))] if v.umformatiert else [],
    )
    if v.regeln is not None:
        yield Abschnitt("Regeln", list(_regeln(v.regeln)))
    yield Abschnitt(
        "Listen und Einstellungen", [*map(_liste, v.listen), *(Zeile(handlung(h)) for h in v.einstellungen)]
    )
    yield Abschnitt("Protokoll", [Zeile(handlung(h)) for h in v.protokoll])
    yield Abschnitt("Prozesse", [Zeile((Wert(h.woran), ": ", _art(h))) for h in v.prozesse])
    yield Abschnitt("Berührte Kennzahlen", [
        Zeile((
            z.zeitraum, ": ", *_aufgezaehlt([Wert(k) for k in z.kennzahlen]),
            " (freigegeben, daran ändert sich nichts)" if z.freigegeben else "",
        ))
        for z in v.zahlen
    ])  # fmt: skip
    yield Abschnitt("Andere Dateien", [Zeile(_datei(h)) for h in v.dateien])
    yield Abschnitt("Behoben", list(_gebuendelt(v.geloeste_befunde)))


def entferntes(v: Vergleich) -> Iterator[tuple[Fallvergleich, Satz]]:
    """Yield what is gone from cases, with the sentence that says so."""
    for f in v.faelle:
        for h in _alle(f.handlungen):
            if h.tat in ENTFERNEND:
                yield f, handlung(h)


def _alle(handlungen: Iterable[Handlung]) -> Iterator[Handlung]:
    for h in handlungen:
        yield h
        yield from _alle(h.teile)


def _gebuendelt(befunde: Sequence[Befund]) -> Iterator[Zeile]:
    """Name findings, errors first; of a kind that comes in crowds the number and the first places."""
    nach_art: dict[tuple[str, str], list[Befund]] = {}
    for b in sorted(befunde, key=lambda b: b.schwere is not Schwere.FEHLER):
        nach_art.setdefault((b.schwere, b.kennung), []).append(b)
    for gleiche in nach_art.values():
        if len(gleiche) <= _EINZELN:
            yield from (Zeile(meldungssatz(b)) for b in gleiche)
            continue
        b, dateien = gleiche[0], {b.stelle.datei for b in gleiche}
        wie_oft = f"{len(gleiche)} mal in {anzahl(len(dateien), 'Datei', 'Dateien')}"
        weitere = Zeile((f"und an {anzahl(len(gleiche) - _EINZELN, 'weiteren Stelle', 'weiteren Stellen')}",))
        orte = [Zeile((Wert(_ort(b)),)) for b in gleiche[:_EINZELN]]
        yield Zeile((f"{b.schwere} {b.kennung}, {b.art.titel}: {wie_oft}",), [*orte, weitere])


def _freigabe(h: Handlung) -> Satz:
    match h.tat:
        case Tat.ANGELEGT:
            return (Wert(h.woran), ": freigegeben")
        case Tat.ENTFERNT:
            return (Wert(h.woran), ": entfernt. Was freigegeben wurde, bleibt für immer; holen Sie die Datei zurück.")
    return (Wert(h.woran), ": verändert. Freigegebene Zahlen ändern sich nie mehr; nehmen Sie die Änderung zurück.")


def _liste(a: Listenaenderung) -> Zeile:
    teile = (("neu: ", a.dazu), ("geändert: ", a.geaendert), ("entfernt: ", a.weg))
    saetze = [Zeile((was, *_aufgezaehlt([Wert(w) for w in worte]))) for was, worte in teile if worte]
    return Zeile((a.titel,), saetze)


def _datei(h: Handlung) -> Satz:
    was = beschreibung(h.woran)
    return (Wert(h.woran), f" ({was})" if was else "", ": ", _art(h))


def _art(h: Handlung) -> str:
    return {Tat.ANGELEGT: "neu", Tat.ENTFERNT: "entfernt"}.get(h.tat, "geändert")


def _aufgezaehlt(werte: Sequence[str]) -> Iterator[str]:
    for nummer, wert in enumerate(werte):
        if nummer:
            yield ", "
        yield wert


def _fall(f: Fallvergleich) -> Zeile:
    darunter = [Zeile(handlung(h)) for h in f.handlungen] + [Zeile(terminsatz(t)) for t in f.folgen]
    return Zeile((Wert(f.kennung), *((" (", Wert(f.berater), ")") if f.berater else ())), darunter)


class _Luecke(StrEnum):
    """What is put into a sentence: own words, a value, from what to what, what it is made of."""

    WORAN = "woran"
    WERT = "Wert"
    VON_NACH = "von → nach"
    TEILE = "Teile"


_W = _Luecke
_SAETZE: Mapping[Tat, Sequence[str]] = {
    Tat.FELD: (_W.WORAN, ": ", _W.VON_NACH),
    Tat.ABGESCHLOSSEN: ("abgeschlossen (Status: ", _W.VON_NACH, ")"),
    Tat.WIEDERAUFGENOMMEN: ("wiederaufgenommen (Status: ", _W.VON_NACH, ")"),
    Tat.UMBENANNT: ("Datei umbenannt: ", _W.VON_NACH),
    Tat.ANGELEGT: ("neu angelegt", _W.TEILE),
    Tat.ENTFERNT: ("Der Fall ist entfernt, die Datei gibt es nicht mehr.",),
    Tat.EINTRAG_NEU: ("Neuer Eintrag ", _W.WERT, _W.TEILE),
    Tat.EINTRAG_ENTFERNT: ("Eintrag ", _W.WERT, " entfernt"),
    Tat.EINTRAG_GEAENDERT: ("Eintrag ", _W.WERT, " geändert", _W.TEILE),
    Tat.VEREINBARUNG_NEU: ("Vereinbarung dazu (", _W.WORAN, ")"),
    Tat.VEREINBARUNG_ERLEDIGT: ("Vereinbarung erledigt (", _W.WORAN, ")"),
    Tat.VEREINBARUNG_FALLENGELASSEN: ("Vereinbarung fallengelassen (", _W.WORAN, ")"),
    Tat.VEREINBARUNG_OFFEN: ("Vereinbarung wieder offen (", _W.WORAN, ")"),
    Tat.VEREINBARUNG_GEAENDERT: ("Vereinbarung geändert, ", _W.WORAN, ": ", _W.VON_NACH),
    Tat.VEREINBARUNG_ENTFERNT: ("Vereinbarung entfernt (", _W.WORAN, ")"),
    Tat.TEXT: ("Text geändert",),
    Tat.UMFORMATIERT: ("nur umformatiert",),
    Tat.SONSTIGES: ("etwas geändert, das keine Angabe und kein Eintrag ist, zum Beispiel ein Kommentar",),
    Tat.UNLESBAR: ("Eine der beiden Fassungen lässt sich nicht ganz lesen; sehen Sie die Zeilen selbst an.",),
}


def handlung(h: Handlung) -> Satz:
    """Say what was done."""
    return tuple(_gefuellt(h))


def _gefuellt(h: Handlung) -> Iterator[str]:
    for teil in _SAETZE[h.tat]:
        match teil:
            case _Luecke.WORAN:
                yield h.woran if _SCHLICHT.fullmatch(h.woran) else Wert(h.woran)
            case _Luecke.WERT:
                yield Wert(h.woran)
            case _Luecke.VON_NACH:
                yield from _von_nach(h)
            case _Luecke.TEILE:
                yield from _teile(h)
            case _:
                yield teil


def _teile(h: Handlung) -> Iterator[str]:
    ganz_neu = h.tat in {Tat.ANGELEGT, Tat.EINTRAG_NEU}
    for nummer, teil in enumerate(h.teile):
        yield ": " if not nummer else "; "
        if ganz_neu and teil.tat in {Tat.FELD, Tat.ABGESCHLOSSEN}:
            # Before there was nothing, which nobody needs to read.
            yield from (f"{teil.woran}: ", *_gezeigt(teil.neu))
        else:
            yield from handlung(teil)


def _von_nach(h: Handlung) -> Iterator[str]:
    if h.alt is None and h.neu is None:
        yield "geändert"
        return
    yield from _gezeigt(h.alt)
    yield " → "
    yield from _gezeigt(h.neu)


def _gezeigt(wert: str | None) -> Iterator[str]:
    yield _VERSCHWIEGEN if wert is None else Wert(wert) if wert else _LEER


def terminsatz(t: Terminfolge) -> Satz:
    """Say what becomes of a due item."""
    titel = Wert(t.titel)
    dringend = f", {t.dringlichkeit}" if t.wird_faellig else ""
    if t.vorher is None and t.nachher is None:
        wie = "steht nun ganz oben" if t.lauf is Lauf.NEU else "steht nicht mehr ganz oben"
        return (titel, f": Der Fall {wie}.")
    match t.lauf:
        case Lauf.NEU:
            return ("Neuer Termin: ", titel, f", {_am(t.nachher)}{dringend}")
        case Lauf.ENTFAELLT:
            return ("Termin entfällt: ", titel, f", war {_am(t.vorher)}")
    return ("Termin ", f"{t.lauf}: ", titel, f", {_am(t.vorher)} → {_am(t.nachher)}{dringend}")


def _am(tag: date | None) -> str:
    return "nicht berechenbar" if tag is None else str(tag)


def _regeln(r: Regelvergleich) -> Iterator[Zeile]:
    for a in r.aenderungen:
        yield Zeile(*_regel(a))
    if not r.folgen:
        yield Zeile(("Kein Termin ändert sich dadurch.",))
        return
    yield Zeile((f"Das ändert Termine: {', '.join(_gezaehlte_folgen(r.folgen))}.",), list(_je_berater(r.folgen)))
    yield Zeile(("Im Einzelnen:",), [Zeile((Wert(f.fall), ": ", *terminsatz(f))) for f in r.folgen])


def _regel(a: Regelaenderung) -> tuple[Satz, Sequence[Zeile]]:
    art = "neu" if a.neu else "entfernt" if a.entfernt else "geändert"
    zeilen = [Zeile((f"{was}: ", *_von_nach(Handlung(Tat.FELD, was, alt, neu)))) for was, alt, neu in a.unterschiede]
    return (Wert(a.titel), f": {art}"), zeilen


def _je_berater(folgen: Sequence[Terminfolge]) -> Iterator[Zeile]:
    for name in sorted({f.berater or "" for f in folgen}):
        eigene = [f for f in folgen if (f.berater or "") == name]
        wer = Wert(name) if name else "zu vergeben"
        yield Zeile((wer, f": {', '.join(_gezaehlte_folgen(eigene))}"))


def meldungssatz(b: Befund) -> Satz:
    """Name a finding by its place and kind; its own text may quote the file."""
    return (Wert(_ort(b)), f": {b.schwere} {b.kennung}, {b.art.titel}")


def _ort(b: Befund) -> str:
    datei = b.stelle.datei
    stamm = datei.rpartition("/")[2].rpartition(".")[0]
    # A file's name may be a human being's.
    return (
        f"{b.stelle}"
        if id_mangel(stamm) is None or "/" not in datei
        else f"{datei.partition('/')[0]}, Zeile {b.stelle.zeile}"
    )
