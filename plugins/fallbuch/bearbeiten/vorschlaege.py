"""What the rules propose for the next entry: its kind, and the day to see each other again."""

from __future__ import annotations

from datetime import date, timedelta

from fallbuch.akte.eintragsformen import FORMEN
from fallbuch.bearbeiten.eintragen import vielleicht_gewesen
from fallbuch.bearbeiten.werte import auswahl
from fallbuch.bestand.laden import Akte
from fallbuch.regelwerk.faelligkeit import Faelligkeit
from fallbuch.regelwerk.modell import Regelwerk, Teamdatei
from fallbuch.regelwerk.verabredungen import Verabredung
from fallbuch.uebersicht.vorgang import vorgaenge

#: Which kind of entry settles an item, by the event that the rule names.
_DURCH = {
    "plan": "Betreuungsplan",
    "neuerer-plan": "Betreuungsplan",
    "nachbetreuungsergebnis": "Nachbetreuung",
    "arbeit-beendet": "Nachbetreuung",
    "verlaengerung": "Verlängerung",
    "neuere-verlaengerung": "Verlängerung",
}


_BALD = timedelta(days=28)
_NACH_DEM_ENDE = frozenset({"Wiederaufnahme", "Nachbetreuung"})
_VOR_DEM_ENDE = frozenset({"Betreuungsplan", "Maßnahme", "Abschluss", "Pause", "Verlängerung"})


def moegliche_arten(akte: Akte, regelwerk: Regelwerk, tag: date) -> list[str]:
    """Return the kinds of entries that make sense on `tag`, the proposed one first."""
    unpassende = _NACH_DEM_ENDE if akte.sicht.offen else _VOR_DEM_ENDE
    alle = [
        art
        for art in auswahl(regelwerk, "arten", tag)
        if art not in unpassende and not (akte.sicht.offen and regelwerk.vokabular.arten[art].loeschung)
    ]
    erste = vorgeschlagene_art(akte, regelwerk, tag)
    return [erste, *(art for art in alle if art != erste)]


def vorgeschlagene_art(akte: Akte, regelwerk: Regelwerk, tag: date) -> str:
    """Return the kind that fits what is due: a first conversation, a plan, follow-up care, else how one last talked."""
    arten = regelwerk.vokabular.arten
    moegliche = auswahl(regelwerk, "arten", tag)
    kontakte = [art for art in moegliche if arten[art].kontakt and not arten[art].nur_stufen and art not in FORMEN]
    sicht = akte.sicht
    if sicht.offen and not sicht.gespraeche:
        return next((art for art in kontakte if arten[art].gespraech), kontakte[0] if kontakte else moegliche[0])
    zeilen = vorgaenge([akte], (), sicht.stichtag)
    fuehrend = zeilen[0].fuehrend if zeilen else None
    if fuehrend is not None and fuehrend.faellig_am is not None and not (sicht.offen and fuehrend.wartet):
        for erledigung in fuehrend.ableitung.eigenschaften.erledigt:
            form = _DURCH.get(erledigung.ereignis)
            if form in moegliche and (not sicht.offen or fuehrend.faellig_am <= tag + timedelta(days=14)):
                return form
        if fuehrend.ableitung.eigenschaften.loeschung and fuehrend.faellig_am <= tag:
            return next((art for art in moegliche if arten[art].loeschung), moegliche[0])
    if not sicht.offen:
        return "Nachbetreuung" if sicht.arbeitsbeginn and "Nachbetreuung" in moegliche else _notiz(regelwerk, moegliche)
    zuletzt = [
        eintrag.art for eintrag in sicht.kontakte if eintrag.art in kontakte and not arten[eintrag.art].gespraech
    ]
    ohne_gespraech = [art for art in kontakte if not arten[art].gespraech]
    return (zuletzt[-1:] or ohne_gespraech[:1] or kontakte[:1] or moegliche[:1])[0]


def _notiz(regelwerk: Regelwerk, moegliche: list[str]) -> str:
    """Return a kind that says nothing by itself, for what is only to be remembered."""
    arten = ((art, regelwerk.vokabular.arten[art]) for art in moegliche if art not in FORMEN)
    return next((art for art, a in arten if not (a.kontakt or a.versuch or a.loeschung)), moegliche[0])


def notizart(regelwerk: Regelwerk, tag: date) -> str | None:
    """Return the team's kind of entry for notes, None where it has none."""
    moegliche = auswahl(regelwerk, "arten", tag)
    art = _notiz(regelwerk, moegliche) if moegliche else None
    return art if art is not None and art not in FORMEN else None


def gefragte_angaben(akte: Akte, regelwerk: Regelwerk, art: str, tag: date) -> list[str]:
    """Return the keys worth asking for after a conversation: what is open, or due within four weeks of `tag`."""
    faellige = {
        erledigung.ereignis
        for f in akte.faelligkeiten
        if f.faellig_am is not None and f.faellig_am <= tag + _BALD
        for erledigung in f.ableitung.eigenschaften.erledigt
    }
    namen = []
    if regelwerk.vokabular.arten[art].gespraech or faellige & {"stufe", "einstufung"}:
        namen.append("Betreuungsstufe")
    if akte.fall.kopf.arbeitsmarktstatus is None:
        namen.append("Arbeitsmarktstatus")
    if "bewerberangebot" in faellige:
        namen.append("Bewerberangebot")
    return [*namen, "Dauer"]


def fragliche_termine(akte: Akte, regelwerk: Regelwerk, art: str, tag: date) -> list[Verabredung]:
    """Return the appointments that a conversation of `tag` may have been: a meeting is its appointment by itself, but for one agreed on the same day."""
    trifft = regelwerk.vokabular.arten[art].trifft
    gewesen = vielleicht_gewesen(akte, tag)
    return [v for v in gewesen if v.seit == tag or (v.uhrzeit is not None and not trifft)]


def stehender_termin(akte: Akte, tag: date) -> date | None:
    """Return the appointment that was agreed before and still lies ahead of `tag`."""
    return min((v.tag for v in akte.sicht.offene_verabredungen if v.tag > tag), default=None)


def vorgeschlagener_termin(akte: Akte, datei: Teamdatei, tag: date) -> tuple[date, Faelligkeit] | None:
    """Return the last good day for the next conversation after an entry of `tag`, and the item that asks for it.

    `akte` is the case with the entry. A day off gives way to the working day before, if that still lies ahead.
    """
    # An entry written late must not propose a day that has passed since.
    tag = max(tag, akte.sicht.stichtag)
    wartende = [f for f in akte.faelligkeiten if f.wartet and f.faellig_am is not None and f.faellig_am > tag]
    if not akte.sicht.offen or not wartende:
        return None
    erste = min(wartende, key=lambda f: f.faellig_am or date.max)
    faellig_am = erste.faellig_am or date.max
    davor = datei.werktage.davor(faellig_am) if datei.arbeitstage else faellig_am
    return (davor if davor > tag else faellig_am), erste
