"""Rewording a value everywhere: in cases, in the team's log, in lists and rules, as one change that can be reviewed."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any, NamedTuple

from fallbuch.akte.entwurf import Schreibfehler
from fallbuch.akte.feld import Feld, felder
from fallbuch.akte.modell import Eintrag, Fall, Kopf
from fallbuch.akte.protokoll import PROTOKOLLDATEI, lies_protokoll
from fallbuch.akte.schreiben import Falltext, entziffert, feld_setzen, gleichbedeutend, neue_befunde
from fallbuch.bearbeiten.listen import erwaehnungen, neue_vorlagen, uebernommene
from fallbuch.bearbeiten.meldungen import U004
from fallbuch.bearbeiten.platz import Platz, Vorhaben
from fallbuch.bearbeiten.umstellung import Umstellung, Umstellungen
from fallbuch.befund import Befund, Korrektur, Schwere, Stelle, anzahl
from fallbuch.kennung import nfc
from fallbuch.regelwerk.deuten import Deuter
from fallbuch.regelwerk.laden import VORLAGEN, lade_vorlagen
from fallbuch.text.ablage import Ablage, als_ablagen
from fallbuch.text.aenderung import Aenderung, Ortung
from fallbuch.text.quelle import Hindernis, Quelldatei, lies_datei


@dataclass(frozen=True, kw_only=True, slots=True)
class Fundort:
    """A place where a word of a list stands: the word, as it is read, and its field."""

    liste: str
    wort: str
    feld: str
    stelle: Stelle
    #: How long the word is there; None for the front matter, whose values may be quoted.
    laenge: int | None
    #: Only from `stelle` on, not right there: the word as it is written.
    suche: str = ""
    #: The value of a field with another word in it.
    mit: Callable[[str], Any] = str
    berater: tuple[str, ...]
    tag: date | None


@dataclass(frozen=True, kw_only=True)
class Ergebnis:
    """What is to be written, and the places that cannot be decided; while there are any, nothing should be."""

    vorhaben: Vorhaben
    offene: tuple[Befund, ...]


class _Offen(NamedTuple):
    """A place that cannot be decided, and the word of which list stands there."""

    befund: Befund
    wort: tuple[str, str]


def stelle_um(platz: Platz, umstellungen: Umstellungen) -> Ergebnis:
    """Reword cases, log, lists and rules; raises `Schreibfehler` where the result would not be right."""
    ablagen, offene, stellen = _faelle_und_protokoll(platz, umstellungen)
    inhalte = {
        name: datei.inhalt
        for name in VORLAGEN
        if (datei := lies_datei(platz.einrichtung.wurzel / name, name, platz.einrichtung.wurzel)).hindernis is None
    }
    gebraucht = frozenset(offen.wort for offen in offene)
    vorlagen = neue_vorlagen(inhalte, umstellungen.alle, platz.regelwerk, platz.stichtag, gebraucht)
    danach = _danach(platz, vorlagen)
    for ablage in ablagen:
        if ablage.name != PROTOKOLLDATEI:
            vorher = platz.akte(Quelldatei(ablage.name, ablage.alt or b""))
            danach.gepruefte(vorher, Quelldatei(ablage.name, ablage.neu or b""))
    alle = [*ablagen, *als_ablagen(inhalte, vorlagen)]
    saetze = [
        f"{anzahl(stellen, 'Stelle', 'Stellen')} in {anzahl(len(ablagen), 'Datei', 'Dateien')} umgestellt.",
        *(f"{a.name} geändert." for a in alle if a.name in vorlagen),
        *uebernommene(umstellungen.alle, platz.regelwerk),
        *erwaehnungen(danach.regelwerk, umstellungen.alle),
    ]
    return Ergebnis(vorhaben=Vorhaben(ablagen=alle, saetze=saetze), offene=tuple(offen.befund for offen in offene))


def _danach(platz: Platz, vorlagen: dict[str, bytes]) -> Platz:
    """Return the team as it will be; raises `Schreibfehler` where its new files would have faults."""
    einrichtung = platz.einrichtung
    datei, regelwerk, befunde = lade_vorlagen(vorlagen)
    neue = neue_befunde(einrichtung.befunde, befunde)
    if fehler := [befund for befund in neue if befund.schwere is Schwere.FEHLER]:
        raise Schreibfehler(
            f"Danach stünde in {fehler[0].stelle.datei} ein Fehler: {fehler[0].text} Ändern Sie die Listen zuerst von Hand."
        )
    return replace(platz, einrichtung=replace(einrichtung, datei=datei, regelwerk=regelwerk))


def _faelle_und_protokoll(platz: Platz, umstellungen: Umstellungen) -> tuple[list[Ablage], list[_Offen], int]:
    ablagen, offene, stellen = list[Ablage](), list[_Offen](), 0
    deuter = Deuter(platz.regelwerk.vokabular)
    for datei in platz.dateien():
        neu, unklar, anzahl = _falldatei(datei, deuter, umstellungen)
        offene += unklar
        stellen += anzahl
        if neu is not None:
            ablagen.append(Ablage(name=datei.name, alt=datei.inhalt, neu=neu))
    wurzel = platz.einrichtung.wurzel
    protokoll = lies_datei(wurzel / PROTOKOLLDATEI, PROTOKOLLDATEI, wurzel)
    if protokoll.hindernis not in {None, Hindernis.FEHLT}:
        raise Schreibfehler(f"{PROTOKOLLDATEI} lässt sich nicht ändern: Die Datei ist {protokoll.hindernis}.")
    if protokoll.hindernis is None:
        neu, unklar, anzahl = _protokoll(protokoll, deuter, umstellungen)
        offene += unklar
        stellen += anzahl
        if neu is not None:
            ablagen.append(Ablage(name=PROTOKOLLDATEI, alt=protokoll.inhalt, neu=neu))
    return ablagen, offene, stellen


def _falldatei(datei: Quelldatei, deuter: Deuter, umstellungen: Umstellungen) -> tuple[bytes | None, list[_Offen], int]:
    try:
        text = Falltext(datei.inhalt, datei.name).wie_gemeint()
    except Schreibfehler:
        if datei.hindernis is None and not any(w.encode() in datei.inhalt for u in umstellungen.alle for w in u.alte):
            return None, [], 0
        raise
    fall, _ = deuter.deute(text.fall)
    aenderungen, unklar = list[Aenderung](), list[_Offen]()
    for ort in (*_im_kopf(fall), *_in_eintraegen(fall.eintraege, text.fall.eintraege)):
        umstellung = umstellungen.fuer(ort.liste, ort.wort)
        if umstellung is None:
            continue
        passende = umstellung.waehle(fall.kennung, ort.berater, ort.tag)
        if len(passende) != 1:
            unklar.append(_mehrdeutig(ort, umstellung, passende))
        elif ort.laenge is None:
            aenderungen += feld_setzen(text, ort.feld, str(ort.mit(passende[0])))
        else:
            aenderungen.append(text.ortung.berichtigung(_ersetzung(text.ortung, ort, ort.laenge, passende[0])))
    if not aenderungen:
        return None, unklar, 0
    neu = Falltext(text.stueck.mit(dict.fromkeys(aenderungen)).inhalt, datei.name)
    return _ohne_doppelte(neu).inhalt, unklar, len(aenderungen)


def _ohne_doppelte(text: Falltext) -> Falltext:
    """Name somebody once where two people have become one: in a heading, and not as their own stand-in."""
    kopf = text.fall.kopf
    if kopf.vertretung is not None and kopf.vertretung.wer == kopf.berater:
        text = text.mit_feld("Vertretung", None)
    doppelte = [e for e in text.fall.eintraege if len(set(e.berater)) < len(e.berater)]
    weg = [
        Korrektur(
            zeile=e.stelle.zeile,
            von=e.berater_spalten[0],
            bis=e.berater_spalten[-1] + len(e.berater[-1]),
            ersatz=", ".join(dict.fromkeys(e.berater)),
        )
        for e in doppelte
    ]
    return Falltext(text.stueck.mit(map(text.ortung.berichtigung, weg)).inhalt, text.name) if weg else text


def _protokoll(datei: Quelldatei, deuter: Deuter, umstellungen: Umstellungen) -> tuple[bytes | None, list[_Offen], int]:
    roh, befunde = lies_protokoll(datei)
    stueck = entziffert(datei.inhalt, datei.name)
    if fixe := gleichbedeutend(befunde):
        stueck = stueck.mit(map(Ortung(stueck).berichtigung, fixe))
        roh, _ = lies_protokoll(replace(datei, inhalt=stueck.inhalt))
    gedeutet, _ = deuter.deute_protokoll(roh)
    ortung = Ortung(stueck)
    aenderungen, unklar = list[Aenderung](), list[_Offen]()
    for ort in _in_eintraegen(gedeutet.eintraege, roh.eintraege):
        umstellung = umstellungen.fuer(ort.liste, ort.wort) if ort.liste != "arten" else None
        if umstellung is None or ort.laenge is None:
            continue
        passende = umstellung.waehle("", ort.berater, ort.tag)
        if len(passende) != 1:
            unklar.append(_mehrdeutig(ort, umstellung, passende))
        else:
            aenderungen.append(ortung.berichtigung(_ersetzung(ortung, ort, ort.laenge, passende[0])))
    return (stueck.mit(aenderungen).inhalt if aenderungen else None), unklar, len(aenderungen)


def _ersetzung(ortung: Ortung, ort: Fundort, laenge: int, neu: str) -> Korrektur:
    stelle = ort.stelle
    if ort.suche:
        zeile = nfc(ortung.zeile(stelle.zeile))
        stelle = replace(stelle, spalte=zeile.index(ort.suche, stelle.spalte - 1) + 1)
    return Korrektur(zeile=stelle.zeile, von=stelle.spalte, bis=stelle.spalte + laenge, ersatz=neu)


def _mehrdeutig(ort: Fundort, umstellung: Umstellung, passende: tuple[str, ...]) -> _Offen:
    zahl = "keinem" if not passende else str(len(passende))
    neue = ", ".join(f"„{w}“" for w in umstellung.neue)
    befund = U004.melde(ort.stelle, wert=ort.wort, feld=ort.feld, anzahl=zahl, erwartet=neue)
    return _Offen(befund, (ort.liste, ort.wort))


def _im_kopf(fall: Fall) -> Iterator[Fundort]:
    kopf = fall.kopf
    for attribut, feld in _vokabelfelder(Kopf):
        wert = getattr(kopf, attribut)
        if wert is not None:
            # The front matter says what is true now; only the channel belongs to the day of the first contact.
            tag = kopf.erstkontakt if feld.name == "Zugangsweg" else _zuletzt_gesagt(fall, attribut)
            yield Fundort(
                liste=feld.typ.vokabular or "",
                wort=feld.typ.wort(wert),
                feld=feld.name,
                stelle=fall.ort(feld.name),
                mit=partial(feld.typ.mit_wort, wert),
                laenge=None,
                berater=(kopf.berater,) if kopf.berater else (),
                tag=tag,
            )


def _zuletzt_gesagt(fall: Fall, attribut: str) -> date | None:
    """The front matter repeats what the newest entry states that states it, and must get the same word."""
    datierte = [e for e in fall.eintraege if e.datum is not None]
    sagende = [e.datum for e in datierte if getattr(e.angaben, attribut, None) is not None]
    return max((tag for tag in sagende if tag is not None), default=fall.kopf.erstkontakt)


def _in_eintraegen(gedeutete: Iterable[Eintrag], rohe: Iterable[Eintrag]) -> Iterator[Fundort]:
    for eintrag, roh in zip(gedeutete, rohe, strict=True):
        kopf = replace(eintrag.stelle, spalte=roh.art_spalte)
        if roh.art_laenge:
            yield _ort(eintrag, "arten", eintrag.art, "Art", an=(kopf, roh.art_laenge))
        for name, gelesen, spalte in zip(eintrag.berater, roh.berater, roh.berater_spalten, strict=True):
            yield _ort(eintrag, "berater", name, "Berater", an=(replace(eintrag.stelle, spalte=spalte), len(gelesen)))
        for angaben, geschrieben in ((eintrag.angaben, roh.angaben), (eintrag.besonderes, roh.besonderes)):
            if angaben is not None:
                yield from _angaben(eintrag, angaben, geschrieben)
        yield from _personen(eintrag)


def _angaben(eintrag: Eintrag, angaben: Any, geschrieben: Any) -> Iterator[Fundort]:
    for attribut, feld in _vokabelfelder(type(angaben)):
        wort, stelle = getattr(angaben, attribut), eintrag.wertstellen.get(feld.name)
        if wort is not None and stelle is not None:
            yield _ort(
                eintrag, feld.typ.vokabular or "", wort, feld.name, an=(stelle, len(getattr(geschrieben, attribut)))
            )


def _personen(eintrag: Eintrag) -> Iterator[Fundort]:
    """Agreements begin with whose turn it is; that may be a counsellor's name."""
    for vereinbarung in _vereinbarungen(eintrag):
        worte = Counter(nennung.wort for nennung in vereinbarung.nennungen)
        for nennung in vereinbarung.nennungen:
            # A first name that fits several people, or none that stands there, is not reworded.
            if nennung.wort and worte[nennung.wort] == 1:
                an = (vereinbarung.stelle, len(nennung.wort))
                yield replace(_ort(eintrag, "berater", nennung.name, "Vereinbarung", an=an), suche=nennung.wort)


def _vereinbarungen(eintrag: Eintrag) -> list[Any]:
    teilziele = getattr(eintrag.besonderes, "teilziele", ())
    return [*eintrag.angaben.vereinbarungen, *teilziele]


def _ort(eintrag: Eintrag, liste: str, wort: str, feld: str, *, an: tuple[Stelle, int]) -> Fundort:
    stelle, laenge = an
    return Fundort(
        liste=liste, wort=wort, feld=feld, stelle=stelle, laenge=laenge, berater=eintrag.berater, tag=eintrag.datum
    )


def _vokabelfelder(klasse: type[Any]) -> Iterator[tuple[str, Feld]]:
    if dataclasses.is_dataclass(klasse):
        yield from ((attribut, feld) for attribut, feld in felder(klasse) if feld.typ.vokabular)
