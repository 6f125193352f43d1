"""The questions of each dialog: which, in what order, with what proposal. The answers are checked as they come."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from fallbuch.akte.eintragsformen import FORMEN
from fallbuch.akte.entwurf import Eintragsentwurf, Schreibfehler, schluessel_von
from fallbuch.akte.feld import Feld, felder
from fallbuch.akte.modell import Angaben, Eintrag, Kopf
from fallbuch.akte.termin import Termin
from fallbuch.akte.typen import Zahl
from fallbuch.akte.zusage import Stand, Vereinbarung
from fallbuch.bearbeiten import phase
from fallbuch.bearbeiten.eintragen import (
    Arbeitsblatt,
    Auftrag,
    in_reihenfolge,
    kopffeld,
    terminname,
    untergeordnete,
)
from fallbuch.bearbeiten.platz import Platz
from fallbuch.bearbeiten.vorschlaege import (
    fragliche_termine,
    gefragte_angaben,
    moegliche_arten,
    stehender_termin,
    vorgeschlagener_termin,
)
from fallbuch.bearbeiten.werte import auswahl, getippt, lies_wert, lies_wort, mit_getippter_frist, pruefe_tag
from fallbuch.befund import lesbar
from fallbuch.cli.dialog import Pruefung, absatz, frage, gemeintes, ja, mehrere, sage, waehle, zeige_auswahl
from fallbuch.regelwerk.verabredungen import Verabredung

#: Into whose hands cases get: the new counsellor, the stand-in ("" ends one), and the stand-in's last day.
Haende = tuple[str | None, str | None, date | None]
Angabenpaare = list[tuple[str, str]]
WIE_ES_GEHT = "Gespeichert wird erst am Ende. „zurück“ geht eine Frage zurück, Strg+C bricht ab."


def frage_feld(platz: Platz, feld: Feld, tag: date, vorgabe: str = "", *, noetig: bool = False) -> str:
    """Ask for the value of a field or key; words of a list are shown to choose from."""

    def pruefe(text: str) -> str:
        return lies_wert(feld, getippt(feld, text, platz.stichtag), platz.regelwerk, tag)

    if feld.typ.vokabular is not None:
        sage(f"{feld.name}:")
        worte = auswahl(platz.regelwerk, feld.typ.vokabular, tag)
        stufen = platz.regelwerk.vokabular.stufen if feld.typ.vokabular == "stufen" else {}
        namen = {wort: stufe.name for wort, stufe in stufen.items()}
        return waehle("Nummer oder Wort", worte, vorgabe, noetig=noetig, namen=namen, sonst=pruefe)
    freiwillig = "" if noetig or vorgabe else ", sonst Eingabetaste"
    beispiel = "" if vorgabe else f" (zum Beispiel {lesbar(feld.beispiel)}{freiwillig})"
    einheit = f" in {feld.typ.einheit}" if isinstance(feld.typ, Zahl) else ""
    return frage(f"{feld.name}{einheit}{beispiel}", vorgabe, pruefe, noetig=noetig)


def frage_datum(platz: Platz, text: str, vorgabe: date, ab: date | None = None) -> date:
    """Ask for a day that is not in the future, and not before `ab`."""
    feld = replace(kopffeld("Erstkontakt"), name="Datum")

    def pruefe(antwort: str) -> str:
        wert = lies_wert(feld, getippt(feld, antwort, platz.stichtag, voraus=False), platz.regelwerk, platz.stichtag)
        pruefe_tag(date.fromisoformat(wert), platz.heute, ab)
        return wert

    return date.fromisoformat(frage(text, str(vorgabe), pruefe))


def frage_personen(platz: Platz, text: str, vorgabe: str, tag: date) -> list[str]:
    """Ask who was there; several people with commas between them."""
    namen = auswahl(platz.regelwerk, "berater", tag)
    sage(text)
    zeige_auswahl(namen, vorgabe, {})

    def pruefe(antwort: str) -> str:
        teile = filter(None, map(str.strip, antwort.split(",")))
        gemeinte = (gemeintes(t, namen, {}) or lies_wort("berater", t, "Berater", platz.regelwerk, tag) for t in teile)
        return ", ".join(dict.fromkeys(gemeinte))

    antwort = frage("Nummern oder Namen, mit Komma dazwischen", vorgabe, pruefe, noetig=True, zu=namen)
    return antwort.split(", ")


def frage_person(platz: Platz, text: str, vorgabe: str, tag: date) -> str:
    sage(f"{text}:")
    return waehle("Nummer oder Name", auswahl(platz.regelwerk, "berater", tag), vorgabe)


def zeige_fall(blatt: Arbeitsblatt) -> None:
    """Say which case it is and what is due, so that nobody writes into the wrong one."""
    kopf = blatt.akte.fall.kopf
    teile = filter(None, (kopf.status, kopf.berater or "zu vergeben", kopf.betreuungsstufe))
    sage(f"Fall {blatt.akte.fall.kennung} ({', '.join(map(str, teile))})")
    if kopf.zu_beachten:
        sage(f"  Zu beachten: {lesbar(kopf.zu_beachten, 200)}")
    for f in in_reihenfolge(blatt.akte)[:3]:
        sage(f"  {f.begruendung}")
    sage(WIE_ES_GEHT)
    sage()


def frage_eintrag(blatt: Arbeitsblatt) -> Auftrag | None:
    """Ask for a whole entry, step by step; None where somebody thinks better of it."""
    platz = blatt.platz
    arten = moegliche_arten(blatt.akte, platz.regelwerk, platz.stichtag)
    sage("Was ist geschehen?")
    art = waehle("Nummer oder Art", arten, arten[0])
    if art == "Abschluss":
        return frage_abschluss(blatt)
    if art == "Wiederaufnahme":
        return frage_wiederaufnahme(blatt)
    tag = frage_datum(platz, "Wann", platz.stichtag, blatt.akte.fall.kopf.erstkontakt)
    wieder = phase.nach_dem_ende(blatt, art, tag) and ja("Der Fall ist abgeschlossen. Wird er wieder aufgenommen?")
    handelnd = blatt.berater((), tag)
    berater = frage_personen(platz, "Wer war dabei?", handelnd[0] if handelnd else "", tag)
    angaben = _frage_angaben(blatt, art, tag)
    text = absatz(_textfrage(art), _pruefe(blatt, art, tag))
    haken = _frage_offene(blatt)
    angaben += [("Vereinbarungen", v) for v in mehrere(_NEUE, _pruefe(blatt, art, tag, "Vereinbarungen"))]
    ergebnisse = _frage_ergebnisse(blatt, tag)
    ist_kontakt = platz.regelwerk.vokabular.arten[art].kontakt
    if ist_kontakt:
        angaben += _frage_gespraech(blatt, art, tag)
    # A contact sets clocks back: it must not come about by pressing Enter.
    if not text and not angaben and not ja("Es ist nichts festgehalten. Trotzdem eintragen?", vorgabe=False):
        return None
    if not wieder and phase.nach_dem_ende(blatt, art, tag):
        angaben.append(phase.BLEIBT_ZU)
    entwurf = blatt.entwurf(art, tag, berater, text, angaben)
    auftrag = Auftrag(entwurf=entwurf, haken=haken, rueckmeldungen=ergebnisse)
    auftrag = phase.mit_wiederaufnahme(blatt, auftrag) if wieder else auftrag
    return _mit_termin(blatt, auftrag, entwurf, angaben) if ist_kontakt else auftrag


def _textfrage(art: str) -> str:
    if art == "Pause":
        return "Möchten Sie etwas dazu schreiben? Den Grund einer Pause schreiben Sie nicht auf"
    return "Möchten Sie noch etwas dazu schreiben?" if art in FORMEN else "Was wurde besprochen?"


def _pruefe(blatt: Arbeitsblatt, art: str, tag: date, liste: str = "") -> Pruefung:
    """Check a text, or an item of a list, as it will be read in the entry: no line of it may be taken for something else."""

    def pruefe(antwort: str) -> str:
        entwurf = Eintragsentwurf(datum=tag, art=art, text=antwort)
        if liste:
            antwort = mit_getippter_frist(antwort, blatt.platz.stichtag)
            entwurf = replace(entwurf, text="", angaben={liste: [antwort]})
        entwurf.gelesen(blatt.datei.name)
        return antwort

    return pruefe


_NEUE = "Neue Vereinbarung (zum Beispiel „Kundin schreibt eine Bewerbung (bis 2026-07-14)“, sonst Eingabetaste)"


def _frage_angaben(blatt: Arbeitsblatt, art: str, tag: date) -> Angabenpaare:
    """Ask for the keys that an entry of the kind has of its own."""
    paare: Angabenpaare = []
    for _, feld in felder(FORMEN[art]) if art in FORMEN else ():
        if feld.ist_liste:
            pruefe = _pruefe(blatt, art, tag, feld.name)
            paare += [
                (feld.name, wert) for wert in mehrere(f"{feld.name} (je Zeile eines, sonst Eingabetaste)", pruefe)
            ]
        elif wert := frage_feld(blatt.platz, feld, tag, noetig=feld.pflicht):
            paare.append((feld.name, wert))
    return paare


def _frage_offene(blatt: Arbeitsblatt) -> list[tuple[Vereinbarung, Stand]]:
    """Ask which open agreements are done or dropped, and which of those under them."""
    if not blatt.offene:
        return []
    sage("Offene Vereinbarungen:")
    for stelle, vereinbarung in enumerate(blatt.offene, start=1):
        sage(f"  {stelle:>2}  {lesbar(vereinbarung.text, 100)}")
    erledigt = _frage_nummern(blatt, "Welche sind erledigt (Nummern, sonst Eingabetaste)")
    darunter: list[Vereinbarung] = []
    for v, oben in untergeordnete(blatt.text.fall):
        if v in blatt.offene and v not in erledigt and oben in (*erledigt, *darunter):
            darunter.append(v)
    erledigt += [v for v in darunter if ja(f"Darunter ist noch offen: {lesbar(v.text, 100)} – auch erledigt?")]
    weg = [v for v in _frage_nummern(blatt, "Welche fallen weg (Nummern, sonst Eingabetaste)") if v not in erledigt]
    return [*((v, Stand.ERLEDIGT) for v in erledigt), *((v, Stand.FALLENGELASSEN) for v in weg)]


def _frage_nummern(blatt: Arbeitsblatt, text: str) -> list[Vereinbarung]:
    def pruefe(antwort: str) -> str:
        for teil in antwort.replace(",", " ").split():
            if not teil.isdecimal():
                raise Schreibfehler(
                    "Geben Sie die Nummern aus der Liste ein, mit Komma dazwischen, oder nur die Eingabetaste."
                )
            blatt.finde_offene(teil)
        return antwort

    zu = [v.text for v in blatt.offene]
    return [blatt.finde_offene(teil) for teil in frage(text, pruefe=pruefe, zu=zu).replace(",", " ").split()]


def _frage_ergebnisse(blatt: Arbeitsblatt, tag: date) -> list[tuple[Eintrag, str]]:
    """Ask how measures that are over went."""
    antworten = []
    ergebnis = schluessel_von("Maßnahme")["Ergebnis"]
    for massnahme in blatt.ohne_ergebnis:
        if massnahme.ende is not None and massnahme.ende <= tag:
            name = massnahme.angaben.bezeichnung or massnahme.angaben.art or ""
            sage(f"Die Maßnahme „{lesbar(name)}“ endete am {massnahme.ende}. Wie ging sie aus?")
            if wort := frage_feld(blatt.platz, ergebnis, tag):
                antworten.append((blatt.eintrag_von(massnahme), wort))
    return antworten


def _frage_gespraech(blatt: Arbeitsblatt, art: str, tag: date) -> Angabenpaare:
    """Ask what a conversation may settle; only what is open or due soon is asked for."""
    regelwerk, paare = blatt.platz.regelwerk, []
    gemeinsame = {feld.name: feld for _, feld in felder(Angaben)}
    *namen, zuletzt = gefragte_angaben(blatt.akte, regelwerk, art, tag)
    for name in namen:
        if name == "Bewerberangebot":
            wert = "geprüft" if ja("Wurde das Bewerberangebot geprüft?", vorgabe=False) else ""
        else:
            if name == "Betreuungsstufe":
                bisher = blatt.akte.fall.kopf.betreuungsstufe
                jetzt = f"bisher {bisher}" if bisher else "noch keine"
                sage(f"Wurde die Betreuungsstufe festgelegt oder bestätigt ({jetzt})? Sonst Eingabetaste.")
            wert = frage_feld(blatt.platz, gemeinsame[name], tag)
        paare.append((name, wert))
    for v in fragliche_termine(blatt.akte, regelwerk, art, tag):
        if ja(f"War das der verabredete Termin ({terminname(v)})?"):
            paare.append(("Termin wahrgenommen", str(Termin(v.tag, v.uhrzeit))))
            break
    paare.append((zuletzt, frage_feld(blatt.platz, gemeinsame[zuletzt], tag)))
    return [(name, wert) for name, wert in paare if wert]


def _mit_termin(blatt: Arbeitsblatt, auftrag: Auftrag, entwurf: Eintragsentwurf, angaben: Angabenpaare) -> Auftrag:
    """Ask for the next appointment, with the last good day by the rules as proposal."""
    feld = schluessel_von(entwurf.art)["Folgetermin"]
    try:
        danach = blatt.plane(auftrag)[1]
    except Schreibfehler:
        return auftrag  # what is wrong with it is said at the end, with all that was typed
    vorschlag = vorgeschlagener_termin(danach, blatt.platz.einrichtung.datei, entwurf.datum)
    if stehender_termin(danach, entwurf.datum) is not None:
        stehende = ", ".join(terminname(v) for v in danach.sicht.offene_verabredungen if v.tag > entwurf.datum)
        sage(
            f"Verabredet ist schon: {stehende}. Ein neuer Termin derselben Person löst ihn ab; mit „statt JJJJ-MM-TT“ dahinter den genannten."
        )
    elif vorschlag is not None:
        sage(f"Spätestens am {vorschlag[0]} sollten Sie wieder voneinander hören: {vorschlag[1].begruendung}")
    # Enter enters nothing: an appointment is what was agreed, not what would be good.
    wahl = f"Datum, „v“ für den Vorschlag {vorschlag[0]}, „keiner“" if vorschlag is not None else "Datum oder „keiner“"

    def pruefe(text: str) -> str:
        wert = str(vorschlag[0]) if vorschlag is not None and text.strip().lower() == "v" else text
        return lies_wert(feld, getippt(feld, wert, blatt.platz.stichtag), blatt.platz.regelwerk, entwurf.datum)

    antwort = frage(f"Folgetermin vereinbart? ({wahl}, sonst Eingabetaste)", pruefe=pruefe)
    neue = [*angaben, ("Folgetermin", antwort)] if antwort else angaben
    fertig = blatt.entwurf(entwurf.art, entwurf.datum, entwurf.berater, entwurf.text, neue)
    return replace(auftrag, entwurf=fertig)


def frage_abschluss(blatt: Arbeitsblatt) -> Auftrag:
    """Ask what belongs to the end of a case."""
    platz = blatt.platz
    phase.pruefe_offen(blatt)
    tag = frage_datum(platz, "Wann", platz.stichtag, blatt.akte.fall.kopf.erstkontakt)
    handelnd = blatt.berater((), tag)
    # While somebody stands in, either may have closed the case.
    vertreten = handelnd and handelnd[0] != blatt.akte.fall.kopf.berater
    wer = frage_personen(platz, "Wer hat ihn abgeschlossen?", handelnd[0], tag) if vertreten else handelnd
    form = schluessel_von("Abschluss")
    gewaehlt = frage_feld(platz, form["Ergebnis"], tag, noetig=True)
    noetige = phase.fehlende_abschlussangaben(platz.regelwerk, gewaehlt)
    paare = [("Ergebnis", gewaehlt), *((n, frage_feld(platz, form[n], tag, noetig=True)) for n in noetige)]
    if "Arbeitsbeginn" in noetige:
        paare += [(n, wert) for n in ("Umfang", "Form") if (wert := frage_feld(platz, form[n], tag))]
    haken = _frage_offene(blatt)
    davor = phase.entscheidungen(blatt, tag, _frage_termine(blatt, tag))
    text = absatz(_textfrage("Abschluss"), _pruefe(blatt, "Abschluss", tag))
    return Auftrag(entwurf=blatt.entwurf("Abschluss", tag, wer, text, paare), davor=davor, haken=haken)


def _frage_termine(blatt: Arbeitsblatt, tag: date) -> list[tuple[Verabredung, phase.Verbleib]]:
    """Ask of each open appointment what becomes of it; one that lies ahead cannot have taken place."""
    antworten = []
    for v in blatt.akte.sicht.offene_verabredungen:
        sage(f"Offen ist: {terminname(v)}. Was wird daraus?")
        wahl = [was for was in phase.Verbleib if v.tag <= tag or was is not phase.Verbleib.ERLEDIGT]
        antworten.append((v, phase.Verbleib(waehle("Nummer oder Wort", wahl, phase.Verbleib.BLEIBT))))
    return antworten


def frage_wiederaufnahme(blatt: Arbeitsblatt) -> Auftrag:
    """Ask when, why and by whom a closed case is taken up again."""
    platz = blatt.platz
    phase.pruefe_abgeschlossen(blatt)
    tag = frage_datum(platz, "Wann", platz.stichtag, blatt.akte.fall.kopf.erstkontakt)
    bisher = blatt.akte.fall.kopf.berater
    vorgabe = bisher if bisher in auswahl(platz.regelwerk, "berater", tag) else ""
    wer = frage_person(platz, "Wer übernimmt den Fall", vorgabe or "", tag)
    text = absatz("Was ist geschehen", _pruefe(blatt, "Wiederaufnahme", tag))
    return phase.wiederaufnahme(blatt, wer, tag, text, ())


def frage_uebergabe(platz: Platz, bis: date | None) -> Haende:
    """Ask who takes cases over, and whether for good."""
    sage("Was soll geschehen?")
    wahl = waehle("Nummer", ("auf Dauer übergeben", "für eine Weile vertreten lassen", "die Vertretung beenden"))
    if wahl == "die Vertretung beenden":
        return None, "", bis
    if wahl == "auf Dauer übergeben":
        return frage_person(platz, "Wer ist von nun an zuständig", "", platz.stichtag), None, bis
    wer = frage_person(platz, "Wer vertritt", "", platz.stichtag)
    if bis is None:
        feld = replace(kopffeld("Bewilligung bis"), name="Letzter Tag der Vertretung")
        antwort = frage_feld(platz, feld, platz.stichtag)
        bis = date.fromisoformat(antwort) if antwort else None
    return None, wer, bis


def frage_fall(platz: Platz, bekannt: dict[str, str], *, nummer: int = 0) -> dict[str, str]:
    """Ask for the front matter of a new case; what is known already is not asked again."""
    werte = dict(bekannt)
    if nummer:
        sage(f"Fall {nummer}:")
    if "Erstkontakt" not in werte:
        werte["Erstkontakt"] = str(frage_datum(platz, "Tag des Erstkontakts", platz.stichtag))
    tag = date.fromisoformat(lies_wert(kopffeld("Erstkontakt"), werte["Erstkontakt"], platz.regelwerk, platz.stichtag))
    alle = {feld.name: feld for _, feld in felder(Kopf)}
    if "Zugangsweg" not in werte:
        werte["Zugangsweg"] = frage_feld(platz, alle["Zugangsweg"], tag, noetig=True)
    for name in ("Berater", "Arbeitsmarktstatus", "Einwilligung"):
        if name not in werte:
            werte[name] = frage_feld(platz, alle[name], tag)
    return {name: wert for name, wert in werte.items() if wert}
