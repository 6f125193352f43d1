"""The parts of a report, what matters first: the same for a terminal and for a forge."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum, auto

from fallbuch.befund import Befund, Schwere, anzahl
from fallbuch.vergleich import worte
from fallbuch.vergleich.modell import (
    Fallvergleich,
    Regelvergleich,
    Tat,
    Terminfolge,
    Vergleich,
    Vergleichslauf,
    Zahlenfolge,
)
from fallbuch.vergleich.worte import Berichtszeile, Satz, Wert
from fallbuch.werte import dataclass

#: So many findings of a kind are named one by one.
_EINZELN = 5


class Gewicht(Enum):
    """How much a part matters: never folded, folded where it is long, always folded."""

    WICHTIG = auto()
    NORMAL = auto()
    NEBENBEI = auto()


@dataclass(frozen=True, slots=True)
class Berichtsteil:
    """A part of the report."""

    titel: str
    zeilen: Sequence[Berichtszeile]
    gewicht: Gewicht = Gewicht.NORMAL


@dataclass(frozen=True, slots=True)
class Bericht:
    """What a change does, in words: a sentence, what was compared, and the parts."""

    kurz: str
    verglichen: Satz
    abschnitte: Sequence[Berichtsteil]


def bericht(v: Vergleich) -> Bericht:
    """Put a comparison into words."""
    kopf: Satz = ("der Ordner, wie er jetzt ist",) if not v.kopf else (Wert(v.kopf),)
    ab = f", ab dem gemeinsamen Stand {v.ursprung} vom {v.ursprung_vom}. Stichtag {v.stichtag}."
    verglichen: Satz = ("Verglichen: ", Wert(v.basis), " und ", *kopf, ab)
    return Bericht(zusammenfassung(v), verglichen, [a for a in _abschnitte(v) if a.zeilen])


def zusammenfassung(v: Vergleich) -> str:
    """Say in short what a change does: what was done, what becomes of due items, what is wrong now."""
    if v.leer:
        umgekehrt = " Der erste Stand enthält den zweiten schon; vielleicht sind sie vertauscht." if v.enthalten else ""
        return f"Im Ordner des Teams hat sich nichts geändert.{umgekehrt}"
    folgen = [*v.aufgaben, *(v.regeln.folgen if v.regeln else ()), *(f for fall in v.faelle for f in fall.folgen)]
    meldungen = []
    if v.neue_befunde:
        fehler = sum(b.schwere is Schwere.FEHLER for b in v.neue_befunde)
        davon = f", davon {anzahl(fehler, 'Fehler', 'Fehler')}" if fehler else ""
        meldungen.append(anzahl(len(v.neue_befunde), "neue Meldung", "neue Meldungen") + davon)
    if v.geloeste_befunde:
        meldungen.append(anzahl(len(v.geloeste_befunde), "Meldung behoben", "Meldungen behoben"))
    saetze = (", ".join(_getan(v)), ", ".join(_gezaehlte_folgen(folgen)), "; ".join(meldungen))
    return " ".join(f"{satz}." for satz in saetze if satz)


def _getan(v: Vergleich) -> list[str]:
    taten = Counter(h.tat for f in v.faelle for h in f.handlungen)
    gegangene = [h.tat for _, h in worte.entfernende(v)] + [h.tat for h in worte.aus_dem_protokoll(v)]
    eintraege = gegangene.count(Tat.EINTRAG_ENTFERNT)
    anderes = len(gegangene) - eintraege - gegangene.count(Tat.ENTFERNT)
    freigegebene = sum(h.tat is Tat.ANGELEGT for h in v.freigaben)
    besondere = {Tat.ANGELEGT, Tat.ENTFERNT, Tat.ABGESCHLOSSEN, Tat.WIEDERAUFGENOMMEN}
    nur_geaendert = sum(besondere.isdisjoint(h.tat for h in f.handlungen) for f in v.geaendert)
    gezaehlt = [
        (taten[Tat.ENTFERNT], "Fall entfernt", "Fälle entfernt"),
        (eintraege, "Eintrag entfernt", "Einträge entfernt"),
        (anderes, "Angabe oder Text entfernt oder ersetzt", "Angaben oder Texte entfernt oder ersetzt"),
        (len(v.freigaben) - freigegebene, "freigegebener Zeitraum verändert", "freigegebene Zeiträume verändert"),
        (taten[Tat.ANGELEGT], "Fall angelegt", "Fälle angelegt"),
        (taten[Tat.ABGESCHLOSSEN], "Fall abgeschlossen", "Fälle abgeschlossen"),
        (taten[Tat.WIEDERAUFGENOMMEN], "Fall wiederaufgenommen", "Fälle wiederaufgenommen"),
        (nur_geaendert, "Fall geändert", "Fälle geändert"),
        (len(v.umformatiert), "Fall nur umformatiert", "Fälle nur umformatiert"),
        (len(v.regeln.aenderungen) if v.regeln else 0, "Regel geändert", "Regeln geändert"),
        (len(v.listen), "Liste geändert", "Listen geändert"),
        (len(v.einstellungen), "Einstellung geändert", "Einstellungen geändert"),
        (freigegebene, "Zeitraum freigegeben", "Zeiträume freigegeben"),
        (len(v.protokoll), "Änderung am Protokoll", "Änderungen am Protokoll"),
        (len(v.prozesse), "Prozess geändert", "Prozesse geändert"),
        (len(v.dateien), "andere Datei geändert", "andere Dateien geändert"),
    ]
    return [anzahl(n, eins, mehr) for n, eins, mehr in gezaehlt if n]


def _gezaehlte_folgen(folgen: Sequence[Terminfolge]) -> list[str]:
    # What becomes due is said once: that it is new or earlier as well adds nothing.
    laeufe = Counter(f.lauf for f in folgen if not f.wird_faellig)
    gezaehlt = [
        (sum(f.wird_faellig for f in folgen), "wird fällig", "werden fällig"),
        (laeufe[Vergleichslauf.NEU], "neu", "neu"),
        (laeufe[Vergleichslauf.FRUEHER], "früher", "früher"),
        (laeufe[Vergleichslauf.SPAETER], "später", "später"),
        (laeufe[Vergleichslauf.ENTFAELLT], "entfällt", "entfallen"),
    ]
    gezaehlt = [g for g in gezaehlt if g[0]]
    if gezaehlt:  # what is counted is named once
        n, eins, mehr = gezaehlt[0]
        gezaehlt[0] = (n, f"Termin {eins}", f"Termine {mehr}")
    return [anzahl(*g) for g in gezaehlt]


def _abschnitte(v: Vergleich) -> Iterator[Berichtsteil]:
    folgen = v.regeln.folgen if v.regeln is not None else ()
    weg: list[Satz] = [(Wert(f.kennung), ": ", *worte.handlung(h)) for f, h in worte.entfernende(v)]
    weg += [("Prozess ", *worte.prozesssatz(h)) for h in v.prozesse if h.tat is Tat.ENTFERNT]
    weg += [("Protokoll: ", *worte.handlung(h)) for h in worte.aus_dem_protokoll(v)]
    umformatiert = [worte.aufgezaehlt(f.kennung for f in v.umformatiert)] if v.umformatiert else []
    einstellungen = [*map(worte.listensatz, v.listen), *_zeilen(map(worte.handlung, v.einstellungen))]
    yield Berichtsteil("Achtung", _zeilen([(worte.ORDNER_NEU,)] if v.ordner_neu else []), Gewicht.WICHTIG)
    yield Berichtsteil("Entfernt", _zeilen(weg), Gewicht.WICHTIG)
    yield Berichtsteil("Freigegebene Zahlen", _zeilen(map(worte.freigabe, v.freigaben)), Gewicht.WICHTIG)
    yield Berichtsteil("Bitte prüfen: neue Meldungen", list(_gebuendelt(v.neue_befunde)), Gewicht.WICHTIG)
    if v.regeln is not None:
        yield Berichtsteil("Regeln", list(_regeln(v.regeln)), Gewicht.WICHTIG)
    yield Berichtsteil("Durch die Regeln wird fällig", _zeilen(_folge(f) for f in folgen if f.wird_faellig))
    yield Berichtsteil("Fälle", [_fall(f) for f in v.geaendert])
    yield Berichtsteil("Nur umformatiert", _zeilen(umformatiert))
    yield Berichtsteil("Listen und Einstellungen", einstellungen)
    yield Berichtsteil("Protokoll", _zeilen(map(worte.handlung, v.protokoll)))
    yield Berichtsteil("Prozesse", _zeilen(map(worte.prozesssatz, v.prozesse)))
    yield Berichtsteil("Aufgaben des Teams", _zeilen(map(worte.terminsatz, v.aufgaben)))
    yield Berichtsteil("Andere Dateien", _zeilen(map(worte.dateisatz, v.dateien)))
    yield Berichtsteil("Behoben", list(_gebuendelt(v.geloeste_befunde)))
    yield Berichtsteil("Was die Regeln an Terminen ändern", _zeilen(map(_folge, folgen)), Gewicht.NEBENBEI)
    yield Berichtsteil("Berührte Kennzahlen", _zeilen(map(_zahlen, v.zahlen)), Gewicht.NEBENBEI)


def _zeilen(saetze: Iterable[Satz]) -> list[Berichtszeile]:
    return [Berichtszeile(satz) for satz in saetze]


def _zahlen(z: Zahlenfolge) -> Satz:
    wie = " (freigegeben, daran ändert sich nichts)" if z.freigegeben else ""
    return (z.zeitraum, wie, ": ", *worte.aufgezaehlt(z.kennzahlen))


def _wessen(kennung: str, berater: str | None) -> Satz:
    return (Wert(kennung), *((" (", Wert(berater), ")") if berater else ()))


def _gebuendelt(befunde: Sequence[Befund]) -> Iterator[Berichtszeile]:
    """Name findings, errors first; of a kind that comes in crowds the number and the first places."""
    nach_art: dict[tuple[str, str], list[Befund]] = {}
    for b in sorted(befunde, key=lambda b: b.schwere is not Schwere.FEHLER):
        nach_art.setdefault((b.schwere, b.kennung), []).append(b)
    for gleiche in nach_art.values():
        if len(gleiche) <= _EINZELN:
            yield from _zeilen(map(worte.meldungssatz, gleiche))
            continue
        b, dateien = gleiche[0], {b.stelle.datei for b in gleiche}
        wie_oft = f"{anzahl(len(gleiche), '', '').strip()}-mal in {anzahl(len(dateien), 'Datei', 'Dateien')}"
        weitere = Berichtszeile((f"und an {anzahl(len(gleiche) - _EINZELN, 'weiteren Stelle', 'weiteren Stellen')}",))
        orte = _zeilen((Wert(worte.ort(b)),) for b in gleiche[:_EINZELN])
        yield Berichtszeile((f"{b.schwere} {b.kennung}, {b.art.titel}: {wie_oft}",), [*orte, weitere])


def _fall(f: Fallvergleich) -> Berichtszeile:
    darunter = _zeilen([*map(worte.handlung, f.handlungen), *map(worte.terminsatz, f.folgen)])
    return Berichtszeile(_wessen(f.kennung, f.berater), darunter)


def _regeln(r: Regelvergleich) -> Iterator[Berichtszeile]:
    yield from map(worte.regelsatz, r.aenderungen)
    if r.folgen:
        yield Berichtszeile(
            (f"Das ändert Termine: {', '.join(_gezaehlte_folgen(r.folgen))}.",), [*_je_berater(r.folgen)]
        )
    elif r.aenderungen:
        yield Berichtszeile(("Kein Termin ändert sich dadurch.",))


def _folge(f: Terminfolge) -> Satz:
    return (*_wessen(f.fall, f.berater), ": ", *worte.terminsatz(f))


def _je_berater(folgen: Sequence[Terminfolge]) -> Iterator[Berichtszeile]:
    for name in sorted({f.berater or "" for f in folgen}):
        eigene = [f for f in folgen if (f.berater or "") == name]
        wer = Wert(name) if name else "zu vergeben"
        yield Berichtszeile((wer, f": {', '.join(_gezaehlte_folgen(eigene))}"))
