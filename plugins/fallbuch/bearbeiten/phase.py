"""The turns of a case: it ends, it begins anew, it gets into other hands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from enum import StrEnum

from fallbuch.akte.entwurf import Eintragsentwurf, Schreibfehler
from fallbuch.akte.kopftypen import Vertretung
from fallbuch.akte.termin import Termin
from fallbuch.bearbeiten.eintragen import Arbeitsblatt, Auftrag, offenes
from fallbuch.bearbeiten.platz import Platz
from fallbuch.bearbeiten.vorschlaege import notizart
from fallbuch.bearbeiten.werte import lies_wort
from fallbuch.bestand.laden import Akte
from fallbuch.kennung import slug
from fallbuch.regelwerk.modell import Regelwerk
from fallbuch.regelwerk.verabredungen import Verabredung


def fehlende_abschlussangaben(regelwerk: Regelwerk, ergebnis: str) -> list[str]:
    """Return the keys that a closing with this result must state: the first day of work, or why it ended without."""
    wort = regelwerk.vokabular.abschlussergebnisse[ergebnis]
    return ["Arbeitsbeginn"] if wort.arbeit else ["Grund", "Erklärung"]


def pruefe_offen(blatt: Arbeitsblatt) -> None:
    """Raise `Schreibfehler` where the case has ended already."""
    letzter = blatt.akte.sicht.phase.abschluss
    if letzter is not None:
        raise Schreibfehler(f"Der Fall ist schon abgeschlossen ({letzter.stelle}).")


def pruefe_abgeschlossen(blatt: Arbeitsblatt) -> None:
    """Raise `Schreibfehler` where the case has not ended."""
    if blatt.akte.sicht.phase.abschluss is None:
        raise Schreibfehler("Der Fall ist nicht abgeschlossen. Tragen Sie das Gespräch mit „fallbuch eintragen“ ein.")


def pruefe_abschluss(blatt: Arbeitsblatt, entwurf: Eintragsentwurf) -> None:
    """Raise `Schreibfehler` unless the case is open and the entry says all that must be asked at its end."""
    pruefe_offen(blatt)
    if "Ergebnis" not in entwurf.angaben:
        raise Schreibfehler("Womit endet die Beratung?", feld="Ergebnis", rat="Nennen Sie es mit --ergebnis.")
    ergebnis = str(entwurf.angaben["Ergebnis"])
    fehlende = [n for n in fehlende_abschlussangaben(blatt.platz.regelwerk, ergebnis) if n not in entwurf.angaben]
    if fehlende:
        optionen = " und ".join(f"--{slug(name)}" for name in fehlende)
        raise Schreibfehler(
            f"Zu „{ergebnis}“ fehlt: {', '.join(fehlende)}.", feld=fehlende[0], rat=f"Nennen Sie es mit {optionen}."
        )


def wiederaufnahme(
    blatt: Arbeitsblatt, zustaendig: str | None, datum: date | None, text: str, angaben: Sequence[tuple[str, str]]
) -> Auftrag:
    """Return the entry that opens a closed case again, with whoever is responsible from now on."""
    pruefe_abgeschlossen(blatt)
    tag = datum or blatt.platz.stichtag
    wer = zustaendiger(blatt.platz, blatt.akte, zustaendig, tag)
    entwurf = blatt.entwurf("Wiederaufnahme", tag, (wer,), text, angaben)
    vorher = blatt.akte.fall.kopf.berater
    return Auftrag(entwurf=entwurf, felder={"Berater": wer} if wer != vorher else {})


#: What an entry says by which a case stays closed.
BLEIBT_ZU = ("Wieder aufnehmen", "nein")


class Verbleib(StrEnum):
    """What becomes of an appointment when a case ends."""

    BLEIBT = "bleibt"
    ENTFAELLT = "entfällt"
    ERLEDIGT = "erledigt"


def entscheidungen(
    blatt: Arbeitsblatt, tag: date, verbleib: Sequence[tuple[Verabredung, Verbleib]]
) -> list[Eintragsentwurf]:
    """Return the entries that say of each appointment that it took place or is dropped; one that stays needs none."""
    art = notizart(blatt.platz.regelwerk, tag)
    entwuerfe = []
    for v, was in verbleib:
        if art is None or was is Verbleib.BLEIBT:
            continue
        termin = str(Termin(v.tag, v.uhrzeit))
        entfaellt = was is Verbleib.ENTFAELLT
        angabe = ("Folgetermin", f"keiner statt {termin}") if entfaellt else ("Termin wahrgenommen", termin)
        satz = f"Der Termin am {v.tag} {'entfällt' if entfaellt else 'hat stattgefunden'}."
        entwuerfe.append(blatt.entwurf(art, tag, sorted(v.wer - {""}), satz, [angabe]))
    return entwuerfe


def nach_dem_ende(blatt: Arbeitsblatt, art: str, tag: date) -> bool:
    """Tell whether an entry would be a conversation after the closing that is no follow-up care.

    One of the day of the closing counts as before it.
    """
    abschluss = blatt.akte.sicht.phase.abschluss
    zu = abschluss is not None and abschluss.datum is not None and abschluss.datum < tag and not blatt.akte.sicht.offen
    return zu and art != "Nachbetreuung" and blatt.platz.regelwerk.vokabular.arten[art].kontakt


def mit_wiederaufnahme(blatt: Arbeitsblatt, auftrag: Auftrag) -> Auftrag:
    """Return the same entry with the reopening of the case before it."""
    entwurf = auftrag.entwurf
    if entwurf is None:
        return auftrag
    try:
        zuerst = wiederaufnahme(blatt, None, entwurf.datum, "", ())
    except Schreibfehler:  # who was responsible has left: whoever talked to the customer takes the case over
        zuerst = wiederaufnahme(blatt, next(iter(entwurf.berater), None), entwurf.datum, "", ())
    davor = (*([zuerst.entwurf] if zuerst.entwurf is not None else []), *auftrag.davor)
    return replace(auftrag, davor=davor, felder={**zuerst.felder, **auftrag.felder})


def zustaendiger(platz: Platz, akte: Akte, name: str | None, tag: date) -> str:
    """Return who is responsible: the one named, else the former one while still in the team."""
    if name is not None:
        return lies_wort("berater", name, "Berater", platz.regelwerk, tag)
    bisher = akte.fall.kopf.berater
    wort = platz.regelwerk.vokabular.berater.get(bisher or "")
    if bisher is None or wort is None or not wort.gilt_am(tag):
        raise Schreibfehler("Wer übernimmt den Fall?", feld="Berater", rat="Nennen Sie die Person mit --berater.")
    return bisher


def uebergabe(
    blatt: Arbeitsblatt, an: str | None, vertretung: str | None, text: str, bis: date | None = None
) -> Auftrag:
    """Return the change that puts a case into other hands, for good (`an`) or for a while (`vertretung`, "" ends it).

    `bis` is the last day on which somebody stands in.
    """
    platz, kopf = blatt.platz, blatt.akte.fall.kopf
    if not blatt.akte.sicht.offen:
        raise Schreibfehler(f"Fall {blatt.akte.fall.kennung} ist abgeschlossen. Nehmen Sie ihn zuerst wieder auf.")
    felder: dict[str, str | None] = {}
    entwurf = None
    if an is not None:
        neuer = lies_wort("berater", an, "Berater", platz.regelwerk, platz.stichtag)
        if neuer == kopf.berater:
            raise Schreibfehler(f"Fall {blatt.akte.fall.kennung} liegt schon bei {neuer}.")
        felder["Berater"] = neuer
        if kopf.vertretung is not None and kopf.vertretung.wer == neuer:
            felder["Vertretung"] = None  # nobody stands in for themselves
        satz = f"Übergeben von {kopf.berater} an {neuer}." if kopf.berater else f"Übernommen von {neuer}."
        entwurf = _vermerk(blatt, satz, neuer, text)
    if vertretung is not None:
        vertreter = _vertretung(platz, vertretung, felder.get("Berater", kopf.berater), bis)
        felder["Vertretung"] = str(vertreter) if vertreter is not None else None
        if text and entwurf is None:
            satz = f"Vertretung: {vertreter}." if vertreter else "Die Vertretung ist zu Ende."
            wer = vertreter.wer if vertreter is not None else felder.get("Berater", kopf.berater)
            entwurf = _vermerk(blatt, satz, wer, text)
    bisher = {"Berater": kopf.berater, "Vertretung": None if kopf.vertretung is None else str(kopf.vertretung)}
    geaendert = {name: wert for name, wert in felder.items() if wert != bisher[name]}
    return Auftrag(entwurf=entwurf, felder=geaendert)


def _vermerk(blatt: Arbeitsblatt, satz: str, wer: str | None, text: str) -> Eintragsentwurf | None:
    """Everything that happens is an entry: later readers see since when somebody else has been responsible."""
    art = notizart(blatt.platz.regelwerk, blatt.platz.stichtag)
    if art is None:
        return None
    return blatt.entwurf(art, None, (wer,) if wer else (), f"{satz} {text}".strip(), ())


def _vertretung(platz: Platz, name: str, zustaendig: str | None, bis: date | None) -> Vertretung | None:
    if not name:
        return None
    if bis is not None and bis < platz.stichtag:
        raise Schreibfehler(f"Der {bis} ist schon vorbei. Nennen Sie den letzten Tag der Vertretung.")
    wer = lies_wort("berater", name, "Vertretung", platz.regelwerk, platz.stichtag)
    if wer == zustaendig:
        raise Schreibfehler(f"{wer} ist selbst zuständig und kann sich nicht vertreten.")
    return Vertretung(wer, bis)


def offene_faelle_von(platz: Platz, name: str) -> list[str]:
    """Return the IDs of the open cases for which somebody is responsible, in the order of their files."""
    return [akte.fall.stamm for akte in platz.akten() if akte.fall.kopf.berater == name and akte.sicht.offen]


def versprochenes(akten: Iterable[Akte], name: str) -> list[str]:
    """Return what somebody has agreed or promised that is still open, case by case, as it is to be said at a handover."""
    return [
        f"Fall {akte.fall.kennung}: {satz}"
        for akte in akten
        for satz in offenes(akte, lambda v: name in v.wer, lambda v: name in v.personen)
    ]
