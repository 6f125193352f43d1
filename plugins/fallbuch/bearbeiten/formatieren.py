"""One normal form for all case files, and the certain fixes of what the check found."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import fields, replace
from typing import Any

from fallbuch.akte.angaben import Zeilenart
from fallbuch.akte.eintraege import zeilenarten
from fallbuch.akte.eintragsformen import Planangaben
from fallbuch.akte.entwurf import Schreibfehler
from fallbuch.akte.meldungen import F023
from fallbuch.akte.modell import Angaben, Status
from fallbuch.akte.normalform import normalform
from fallbuch.akte.protokoll import PROTOKOLLDATEI
from fallbuch.akte.schreiben import Falltext, Inhalt, aussage, entziffert, neue_befunde
from fallbuch.akte.vereinbarung import mit_einheitlicher_frist
from fallbuch.akte.zusage import Vereinbarung
from fallbuch.bearbeiten.platz import Platz
from fallbuch.befund import Befund, Korrektur, Schwere
from fallbuch.bestand.laden import Akte
from fallbuch.bestand.meldungen import F016, F035, F050, F051
from fallbuch.bestand.protokoll import lade_protokoll
from fallbuch.kennung import als_zahl_gelesen, nfc
from fallbuch.regelwerk.geschichte import zeitlich
from fallbuch.text.aenderung import Aenderung, Ortung, Schriftstueck
from fallbuch.text.quelle import Quelldatei, lies_datei
from fallbuch.werte import dataclass
from fallbuch.zeit import TAG_UND_MONAT, deutsches_datum

_RUNDEN = 10
#: Before a day and its month at the beginning of a line, which says the same without it.
_AM_TAG = re.compile(rf"^([ \t>]*+(?:[-*+][ \t]++)?)Am (?={TAG_UND_MONAT})", re.MULTILINE)
_DATUM = re.compile(r"[0-9]{1,2}\.\s?[0-9]{1,2}\.\s?[0-9]{4}")
#: Fixes that correct what the front matter says, where all others only say the same in better spelling.
_INHALTLICH = {F050: "betreuungsstufe", F051: "status", F016: "id"}


@dataclass(frozen=True, kw_only=True)
class Formatierung:
    """What becomes of one file; `hindernis` says why it stays as it is."""

    name: str
    alt: bytes
    neu: bytes
    behoben: tuple[Befund, ...] = ()
    hindernis: str = ""

    @property
    def geaendert(self) -> bool:
        return self.neu != self.alt


def formatiere(platz: Platz, datei: Quelldatei, *, beheben: bool) -> Formatierung:
    """Return the file in normal form, with certain fixes made before where wanted; its meaning stays.

    A file with a Fehler is not put in order: first somebody has to say what was meant.
    """
    inhalt, behoben = datei.inhalt, tuple[Befund, ...]()
    try:
        if datei.hindernis is not None:
            raise Schreibfehler(f"Die Datei ist {datei.hindernis}.")
        for _ in range(_RUNDEN):
            if beheben:
                inhalt, weitere = _behebe(platz, replace(datei, inhalt=inhalt))
                behoben += weitere
            text = Falltext(inhalt, datei.name)
            if fehler := [b for b in text.befunde if b.schwere is Schwere.FEHLER]:
                grund = f"Zeile {fehler[0].stelle.zeile}: {fehler[0].text}"
                return Formatierung(name=datei.name, alt=datei.inhalt, neu=inhalt, behoben=behoben, hindernis=grund)
            neu = normalform(text)
            if neu == inhalt or not beheben:
                break
            inhalt = neu  # without quotation marks there may be more that can be mended
    except Schreibfehler as fehler:
        return Formatierung(name=datei.name, alt=datei.inhalt, neu=datei.inhalt, hindernis=str(fehler))
    return Formatierung(name=datei.name, alt=datei.inhalt, neu=neu, behoben=behoben)


def behobenes_protokoll(platz: Platz) -> Formatierung | None:
    """Return the team's log with certain fixes made; None where there is no log or nothing to mend in it."""
    datei = lies_datei(platz.einrichtung.wurzel / PROTOKOLLDATEI, PROTOKOLLDATEI, platz.einrichtung.wurzel)
    if datei.hindernis is not None:
        return None
    inhalt, behoben = datei.inhalt, list[Befund]()
    for _ in range(_RUNDEN):
        vorher, befunde = lade_protokoll(replace(datei, inhalt=inhalt), platz.regelwerk.vokabular, platz.heute)
        if not (fixe := _getrennte(befunde)):
            break
        stueck = entziffert(inhalt, datei.name)
        stueck = replace(stueck, text=nfc(stueck.text))
        ortung = Ortung(stueck)
        neu = stueck.mit([ortung.berichtigung(fix) for fix in fixe.values()]).inhalt
        danach, neue = lade_protokoll(replace(datei, inhalt=neu), platz.regelwerk.vokabular, platz.heute)
        gleich = list(map(aussage, danach.eintraege)) == list(map(aussage, vorher.eintraege))
        if not gleich or any(b.schwere is Schwere.FEHLER for b in neue_befunde(befunde, neue)):
            break
        inhalt, behoben = neu, [*behoben, *fixe]
    return Formatierung(name=datei.name, alt=datei.inhalt, neu=inhalt, behoben=tuple(behoben)) if behoben else None


def _getrennte(befunde: Iterable[Befund]) -> dict[Befund, Korrektur]:
    """Return the certain fixes that do not touch one another, by their findings."""
    fixe: dict[Befund, Korrektur] = {}
    for befund in befunde:
        fix = befund.korrektur
        if fix is not None and not any(fix.beruehrt(anderer) for anderer in fixe.values()):
            fixe[befund] = fix
    return fixe


def _behebe(platz: Platz, datei: Quelldatei) -> tuple[bytes, tuple[Befund, ...]]:
    """Make all certain fixes; a round that would change what the case says is not made."""
    # Fixes count composed letters; the normal form composes them anyway.
    stueck = Schriftstueck.aus(Falltext(datei.inhalt, datei.name).inhalt)
    inhalt = replace(stueck, text=nfc(stueck.text)).inhalt
    behoben: list[Befund] = []
    for _ in range(_RUNDEN):
        akte = platz.akte(Quelldatei(datei.name, inhalt))
        neu, gemacht = _runde(inhalt, akte)
        if not gemacht:
            break
        danach = platz.akte(Quelldatei(datei.name, neu))
        neue = [b for b in neue_befunde(akte.befunde, danach.befunde) if b.schwere is Schwere.FEHLER]
        if neue or _gedeutet(danach, gemacht) != _gedeutet(akte, gemacht):
            break
        inhalt, behoben = neu, [*behoben, *gemacht]
    return (inhalt if behoben else datei.inhalt), tuple(behoben)


def _runde(inhalt: bytes, akte: Akte) -> tuple[bytes, list[Befund]]:
    """Make the fixes that do not touch one another; what remains comes in the next round."""
    text = Falltext(inhalt, akte.fall.datei)
    # Counselling begins with somebody who is responsible; who that is nobody can guess.
    fixe = _getrennte(b for b in akte.befunde if b.art is not F051 or akte.fall.kopf.berater is not None)
    if fixe:
        return text.stueck.mit([text.ortung.berichtigung(fix) for fix in fixe.values()]).inhalt, list(fixe)
    for befund in akte.befunde:
        if (feld := _richtiges_feld(befund, akte)) is not None:
            return text.mit_feld(*feld).inhalt, [befund]
        if befund.art is F023 and _folgt_kein_wert(text, befund.stelle.zeile):
            return _ohne_zeile(text, befund.stelle.zeile).inhalt, [befund]
        if befund.art is F035 and _neuestes_zuerst(text):
            return _geordnet(text).inhalt, [befund]
    return inhalt, []


def _richtiges_feld(befund: Befund, akte: Akte) -> tuple[str, str] | None:
    """Return the field of the front matter that a finding corrects, and its value."""
    kopf = akte.fall.kopf
    if befund.art is F016 and als_zahl_gelesen(kopf.id or "", akte.fall.stamm):
        return "ID", akte.fall.stamm
    if befund.art is F050 and (stufe := akte.sicht.einstufungen[-1].stufe) is not None:
        return "Betreuungsstufe", stufe
    if befund.art is F051 and kopf.berater is not None:
        return "Status", Status.IN_BERATUNG.value
    return None


def _folgt_kein_wert(text: Falltext, zeile: int) -> bool:
    """Tell whether what stands below an empty key cannot be its value: nothing, another key, a list or a heading."""
    arten = zeilenarten(text.stueck.text)
    for nummer in range(zeile + 1, text.ortung.zeilen + 1):
        if text.ortung.zeile(nummer).strip():
            return not any(g.art is Zeilenart.TEXT for g in arten.get(nummer, ()))
    return True


def _ohne_zeile(text: Falltext, zeile: int) -> Schriftstueck:
    """Return the file without a line that says nothing: a key left empty in a template."""
    return text.stueck.mit([Aenderung(text.ortung.anfang(zeile), text.ortung.anfang(zeile + 1), "")])


def _neuestes_zuerst(text: Falltext) -> bool:
    """Tell whether the whole file is written the other way round; a single date out of line may be a slip."""
    tage = [e.datum for e in text.fall.eintraege if e.datum is not None]
    return len(set(tage)) > 1 and tage == sorted(tage, reverse=True)


def _geordnet(text: Falltext) -> Schriftstueck:
    """Return the file with its entries oldest first; entries without a date stay behind the one they follow."""
    eintraege = text.fall.eintraege
    grenzen = [*(text.ortung.anfang(e.stelle.zeile) for e in eintraege), len(text.stueck.text)]
    ende = text.stueck.zeilenende
    stuecke = {
        e.schluessel: text.stueck.text[grenzen[i] : grenzen[i + 1]].rstrip("\r\n") for i, e in enumerate(eintraege)
    }
    gereiht = [e for _, e in zeitlich(eintraege)]
    for i, eintrag in enumerate(eintraege):
        if eintrag.datum is None:
            gereiht.insert(gereiht.index(eintraege[i - 1]) + 1 if i else 0, eintrag)
    rumpf = (ende * 2).join(stuecke[e.schluessel] for e in gereiht)
    return replace(text.stueck, text=text.stueck.text[: grenzen[0]] + rumpf + ende)


def _gedeutet(akte: Akte, gemacht: Iterable[Befund]) -> Inhalt:
    """Return what a case says in the team's words, apart from what the fixes correct on purpose."""
    inhalt = Inhalt.von(akte.fall)
    bewusst: dict[str, Any] = {_INHALTLICH[b.art]: None for b in gemacht if b.art in _INHALTLICH}
    eintraege = tuple(_mit_isodaten(aussage(e)) for _, e in zeitlich(akte.fall.eintraege))
    return replace(inhalt, kopf=replace(inhalt.kopf, **bewusst), eintraege=eintraege)


def _mit_isodaten(wert: Any) -> Any:
    """Write the days in agreements in one way: a deadline is part of their text."""
    if isinstance(wert, Vereinbarung):
        text = mit_einheitlicher_frist(wert.text)
        return replace(wert, text=_DATUM.sub(lambda t: str(deutsches_datum(t[0]) or t[0]), text))
    if isinstance(wert, str):
        return _AM_TAG.sub(r"\1", wert)
    if isinstance(wert, tuple):
        return tuple(map(_mit_isodaten, wert))
    if isinstance(wert, Angaben | Planangaben):
        return replace(wert, **{f.name: _mit_isodaten(getattr(wert, f.name)) for f in fields(wert)})
    return wert
