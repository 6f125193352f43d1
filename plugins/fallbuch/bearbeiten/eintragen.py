"""A dated entry, and what follows from it: ticked agreements, status, level and the next appointment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from datetime import date, time

from fallbuch.akte.entwurf import Eintragsentwurf, Schreibfehler, schluessel_aus, schluessel_von
from fallbuch.akte.feld import Feld, felder
from fallbuch.akte.kopf import kopfname
from fallbuch.akte.modell import Eintrag, Fall, Kopf, Status
from fallbuch.akte.schreiben import Falltext
from fallbuch.akte.termin import Termintyp
from fallbuch.akte.verfasser import mit_verfasser
from fallbuch.akte.zusage import Stand, Vereinbarung
from fallbuch.bearbeiten.platz import Platz, Vorhaben, als_vorhaben
from fallbuch.bearbeiten.werte import kopfwert, lies_wert, lies_wort, nummer, pruefe_tag
from fallbuch.befund import anzahl, lesbar
from fallbuch.bestand.laden import Akte
from fallbuch.kennung import meinten_sie, vergleichsform
from fallbuch.regelwerk.faelligkeit import Dringlichkeit, Faelligkeit
from fallbuch.regelwerk.massnahmen import Massnahme
from fallbuch.regelwerk.verabredungen import Verabredung
from fallbuch.regelwerk.vokabular import ist_kunde
from fallbuch.text.quelle import Quelldatei
from fallbuch.uebersicht.vorgang import vorgaenge
from fallbuch.werte import dataclass
from fallbuch.zeit import quartal_von

#: The key that says when an entry was written whose quarter was over by then.
_NACHTRAG = "Nachgetragen am"
#: Appointments before and after these hours are worth a second look.
_FRUEH, _SPAET = time(6), time(22)


@dataclass(frozen=True, kw_only=True)
class Auftrag:
    """What is to be entered into one case. All values have been read already."""

    entwurf: Eintragsentwurf | None = None
    #: Entries that come before it: a reopening, decisions about appointments.
    davor: Sequence[Eintragsentwurf] = ()
    #: Agreements that are ticked or dropped.
    haken: Sequence[tuple[Vereinbarung, Stand]] = ()
    #: Results of measures, each with the entry of its measure.
    rueckmeldungen: Sequence[tuple[Eintrag, str]] = ()
    #: Fields of the front matter; None takes one out.
    felder: Mapping[str, str | None] = field(default_factory=dict)

    @property
    def leer(self) -> bool:
        return not (self.entwurf or self.haken or self.rueckmeldungen or self.felder)


class Arbeitsblatt:
    """One case on the desk: what is open in it, and what becomes of it."""

    def __init__(self, platz: Platz, kennung: str) -> None:
        self.platz = platz
        self.datei: Quelldatei = platz.datei(kennung)
        self.text = Falltext(self.datei.inhalt, self.datei.name)
        self.akte: Akte = platz.akte(self.datei)

    @property
    def offene(self) -> list[Vereinbarung]:
        """Agreements that are neither done nor dropped, in the order of the file."""
        return list(offene(self.text.fall))

    @property
    def ohne_ergebnis(self) -> list[Massnahme]:
        """Measures of the case without a result, in the order of their entries."""
        return [m for m in self.akte.sicht.alle_massnahmen if not m.hat_ergebnis]

    def finde_offene(self, angabe: str) -> Vereinbarung:
        """Return the open agreement that a number or some words name; raises `Schreibfehler` unless it is one."""
        offene = self.offene
        if (stelle := nummer(angabe, len(offene))) is not None:
            return offene[stelle - 1]
        # A number means a place in the list, never part of a date.
        worte = "" if angabe.isdecimal() else vergleichsform(angabe)
        passende = [v for v in offene if worte and worte in vergleichsform(v.text)]
        if len(passende) == 1:
            return passende[0]
        liste = "".join(f"\n  {n}. {lesbar(v.text, 100)}" for n, v in enumerate(offene, start=1))
        grund = "passt auf mehrere offene Vereinbarungen" if passende else "ist keine offene Vereinbarung"
        raise Schreibfehler(
            f"„{lesbar(angabe)}“ {grund}. " + (f"Nennen Sie eine Nummer:{liste}" if offene else "Es ist keine offen.")
        )

    def finde_massnahme(self, angabe: str) -> tuple[Eintrag, str]:
        """Read `Ergebnis`, `Bezeichnung: Ergebnis` or `Nummer: Ergebnis` and return the measure's entry with the team's word."""
        name, doppelpunkt, ergebnis = angabe.rpartition(":")
        form, alle = vergleichsform(name), [(m, _massnahmenname(m)) for m in self.ohne_ergebnis]
        genau = [m for m, wie in alle if doppelpunkt and form == vergleichsform(wie)]
        if (stelle := nummer(name.strip(), len(alle))) is not None:
            genau = [alle[stelle - 1][0]]
        passende = genau or [m for m, wie in alle if not doppelpunkt or form in vergleichsform(wie)]
        if len(passende) != 1:
            namen = ", ".join(f"„{lesbar(wie)}“" for _, wie in alle)
            rat = (
                f"Nennen Sie eine so: „Bezeichnung: Ergebnis“. Ohne Ergebnis: {namen}."
                if alle
                else "Keine Maßnahme wartet auf ein Ergebnis."
            )
            raise Schreibfehler(f"„{lesbar(angabe)}“ lässt sich keiner Maßnahme zuordnen. {rat}")
        feld = schluessel_von("Maßnahme")["Ergebnis"]
        wort = lies_wert(feld, ergebnis, self.platz.regelwerk, self.platz.stichtag)
        return self.eintrag_von(passende[0]), wort

    def eintrag_von(self, massnahme: Massnahme) -> Eintrag:
        """Return the entry of a measure as the file has it."""
        return next(e for e in self.text.fall.eintraege if e.schluessel == massnahme.eintrag.schluessel)

    def berater(self, namen: Sequence[str], tag: date) -> tuple[str, ...]:
        """Return who leads the entry: those named, else whoever acts for the case now."""
        if namen:
            return tuple(lies_wort("berater", name, "Berater", self.platz.regelwerk, tag) for name in namen)
        wer = self.akte.sicht.handelnd
        return (wer,) if wer is not None else ()

    def entwurf(
        self, art: str, datum: date | None, berater: Sequence[str], text: str, angaben: Sequence[tuple[str, str]]
    ) -> Eintragsentwurf:
        """Return the entry with all values read; raises `Schreibfehler` for the first that cannot be."""
        tag = datum or self.platz.stichtag
        pruefe_tag(tag, self.platz.heute, self.akte.fall.kopf.erstkontakt)
        wort = lies_wort("arten", art, "Art", self.platz.regelwerk, tag)
        if self.platz.regelwerk.vokabular.arten[wort].loeschung and self.akte.sicht.offen:
            raise Schreibfehler(f"„{wort}“ gehört an das Ende: Der Fall läuft noch.")
        return Eintragsentwurf(
            datum=tag,
            art=wort,
            berater=self.berater(berater, tag),
            text=text,
            angaben=gelesene_angaben(self.platz, wort, tag, [*angaben, *self._nachtrag(tag, angaben)]),
        )

    def _nachtrag(self, tag: date, angaben: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
        """Say when it was written if the figures of its quarter have gone out already: they count it as late."""
        kalender = self.platz.einrichtung.datei.kalenderquartale
        vorbei = quartal_von(tag, kalender=kalender).ende < self.platz.stichtag
        genannt = any(vergleichsform(name) in map(vergleichsform, (_NACHTRAG, "Nachgetragen")) for name, _ in angaben)
        if vorbei and not genannt:
            yield _NACHTRAG, str(self.platz.stichtag)

    def plane(self, auftrag: Auftrag) -> tuple[Vorhaben, Akte]:
        """Work out the new file and check it; raises `Schreibfehler` where it would not be right."""
        text, saetze = self.text, []
        # Boxes and results first: they keep their lines, an entry moves those below it.
        for vereinbarung, stand in auftrag.haken:
            gemeint = next(v for v in vereinbarungen(text.fall) if v.stelle == vereinbarung.stelle)
            text = text.mit_stand(gemeint, stand)
            saetze.append(f"{stand.capitalize()}: {lesbar(vereinbarung.text, 100)}")
        for eintrag, ergebnis in auftrag.rueckmeldungen:
            text = text.mit_angabe(text.fall.eintraege[self.text.fall.eintraege.index(eintrag)], "Ergebnis", ergebnis)
            saetze.append(f"Ergebnis der Maßnahme vom {eintrag.datum}: {ergebnis}.")
        neue = [*auftrag.davor, *([auftrag.entwurf] if auftrag.entwurf is not None else [])]
        for entwurf in neue:
            text = text.mit_eintrag(entwurf)
        if neue:
            was = ", ".join(f"{entwurf.art} vom {entwurf.datum}" for entwurf in neue)
            saetze.insert(0, f"Eingetragen in {self.datei.name}: {was}.")
        fuer_kopf = {**self.folgen(auftrag), **auftrag.felder}
        for name, wert in fuer_kopf.items():
            vorher = lesbar(kopfwert(text.fall.kopf, name) or "")
            if vorher == (wert or ""):
                continue
            if name == "Berater" and vorher:
                text, satz = _mit_verfasser(text, str(text.fall.kopf.berater))
                saetze += satz
            text = text.mit_feld(name, wert)
            saetze.append(f"{name}: {vorher or 'leer'} → {wert or 'leer'}.")
        if text is self.text:
            raise Schreibfehler("Es gibt nichts zu ändern.")
        vorhaben, akte = als_vorhaben(self.platz, self.datei, text.inhalt, saetze, self.akte)
        geworden = beendete(self.akte, akte)
        mehr = [*bedenken(self.platz, neue), *geworden, *bleibt_offen(akte, auftrag), naechstes_zu_tun(akte)]
        return replace(vorhaben, saetze=(wessen(self.akte), *vorhaben.saetze, *mehr)), akte

    def folgen(self, auftrag: Auftrag) -> dict[str, str | None]:
        """Return the fields that follow from the entry: the front matter says what is true now."""
        entwurf = auftrag.entwurf
        if entwurf is None:
            return {}
        if any(e.art == "Wiederaufnahme" for e in auftrag.davor):
            entwurf = replace(entwurf, art="Wiederaufnahme")  # that is what the status follows
        sicht = self.akte.sicht
        folgen = self._neuer_status(entwurf, auftrag.felder.get("Berater", self.akte.fall.kopf.berater))
        stufe, arbeit = (entwurf.angaben.get(name) for name in ("Betreuungsstufe", "Arbeitsmarktstatus"))
        if isinstance(stufe, str) and all(e.datum <= entwurf.datum for e in sicht.einstufungen):
            folgen["Betreuungsstufe"] = stufe
        spaetere = (e for tag, e in sicht.eintraege if tag > entwurf.datum)
        if isinstance(arbeit, str) and all(e.angaben.arbeitsmarktstatus is None for e in spaetere):
            folgen["Arbeitsmarktstatus"] = arbeit
        return folgen

    def _neuer_status(self, entwurf: Eintragsentwurf, zustaendig: str | None) -> dict[str, str | None]:
        status = self.akte.fall.kopf.status
        if entwurf.art == "Abschluss":
            return {"Status": Status.ABGESCHLOSSEN.value}
        art = self.platz.regelwerk.vokabular.arten.get(entwurf.art)
        beginnt = entwurf.art == "Wiederaufnahme" or (status == Status.NEU and art is not None and art.gespraech)
        if not beginnt:
            return {}
        wer = zustaendig or (entwurf.berater[0] if entwurf.berater else None)
        if wer is None and entwurf.art == "Wiederaufnahme":
            return {"Status": Status.NEU.value}
        if wer is None:
            raise Schreibfehler(
                "Mit dem ersten Gespräch beginnt die Beratung. Wer übernimmt den Fall?",
                feld="Berater",
                rat="Nennen Sie die Person mit --berater.",
            )
        neuer = {} if zustaendig else {"Berater": wer}
        return {"Status": Status.IN_BERATUNG.value, **neuer}


def _mit_verfasser(text: Falltext, name: str) -> tuple[Falltext, list[str]]:
    """Name the author of entries without one before the case gets into other hands: they would become the successor's."""
    neu = mit_verfasser(text, name)
    davor, danach = (sum(1 for e in t.fall.eintraege if not e.berater) for t in (text, neu))
    wo = anzahl(davor - danach, "Überschrift", "Überschriften")
    return neu, [f"In {wo} ohne Namen steht nun {name}."] if davor > danach else []


def _massnahmenname(massnahme: Massnahme) -> str:
    return massnahme.angaben.bezeichnung or massnahme.angaben.art or "Maßnahme"


def gelesene_angaben(
    platz: Platz, art: str, tag: date, angaben: Sequence[tuple[str, str]]
) -> dict[str, str | list[str]]:
    """Return keys with values read; those of a list are collected in order."""
    einzelne: dict[str, str | list[str]] = {}
    listen = defaultdict[str, list[str]](list)
    for wort, wert in angaben:
        feld = schluessel_aus(wort, art)
        gelesen = lies_wert(feld, wert, platz.regelwerk, tag)
        if feld.ist_liste:
            listen[feld.name].append(gelesen)
        elif feld.name in einzelne:
            raise Schreibfehler(f"„{feld.name}“ ist zweimal genannt. Nennen Sie die Angabe einmal.")
        else:
            einzelne[feld.name] = gelesen
    return {**einzelne, **listen}


def kopffeld(wort: str) -> Feld:
    """Return the field of the front matter that somebody means; raises `Schreibfehler` where there is none."""
    alle = {feld.name: feld for _, feld in felder(Kopf)}
    if (name := kopfname(wort)) is not None:
        return alle[name]
    rat = meinten_sie(wort, alle, f"Erwartet: {', '.join(alle)}.")
    raise Schreibfehler(f"Ein Feld „{lesbar(wort)}“ gibt es nicht. {rat}")


#: Fields that other commands set together with what belongs to them.
EIGENE_BEFEHLE = {
    "ID": "Eine ID bleibt, wie sie ist.",
    "Status": "Der Status folgt den Einträgen: „fallbuch abschliessen“, „fallbuch wiederaufnehmen“.",
    "Betreuungsstufe": "Die Stufe gehört zu einem Eintrag: --betreuungsstufe.",
    "Hilfenetz": "Die Liste ändern Sie in der Datei selbst.",
    "Vereint mit": "Das Feld schreibt „fallbuch vereinen“.",
}


def kopfangaben(platz: Platz, angaben: Sequence[tuple[str, str]]) -> dict[str, str | None]:
    """Read fields of the front matter given by hand; an empty value takes the field out."""
    ergebnis: dict[str, str | None] = {}
    for wort, wert in angaben:
        feld = kopffeld(wort)
        if feld.name in EIGENE_BEFEHLE:
            raise Schreibfehler(f"„{feld.name}“ lässt sich so nicht setzen. {EIGENE_BEFEHLE[feld.name]}")
        if not wert.strip() and feld.pflicht:
            raise Schreibfehler(f"„{feld.name}“ ist nötig und kann nicht leer sein.")
        ergebnis[feld.name] = lies_wert(feld, wert, platz.regelwerk, platz.stichtag) if wert.strip() else None
    return ergebnis


def teile_angabe(text: str) -> tuple[str, str]:
    """Split `Schlüssel: Wert`; raises `Schreibfehler` for a text without a colon."""
    wort, doppelpunkt, wert = text.partition(":")
    if not doppelpunkt or not wort.strip():
        raise Schreibfehler(
            f"„{lesbar(text)}“ ist keine Angabe. Erwartet: „Schlüssel: Wert“, zum Beispiel „Dauer: 45“."
        )
    return wort.strip(), wert.strip()


def bedenken(platz: Platz, entwuerfe: Sequence[Eintragsentwurf]) -> Iterator[str]:
    """Yield what is worth a second look in a new appointment: a free day, an hour at which nobody works."""
    for entwurf in entwuerfe:
        wert = entwurf.angaben.get("Folgetermin")
        termin = Termintyp().lies(wert, "Folgetermin").wert if isinstance(wert, str) else None
        if termin is None or termin.tag is None:
            continue
        frei = platz.einrichtung.datei.werktage.freier_tag(termin.tag)
        if frei is not None:
            yield f"Bitte prüfen: Der {termin.tag} ist {frei}."
        if termin.uhrzeit is not None and not _FRUEH <= termin.uhrzeit <= _SPAET:
            yield f"Bitte prüfen: {termin.uhrzeit:%H:%M} Uhr ist eine ungewöhnliche Zeit für einen Termin."


def beendete(vorher: Akte, nachher: Akte) -> Iterator[str]:
    """Yield what became of appointments by a change: who moves or drops one should see which it was."""
    offene = {(v.seit, v.tag, v.uhrzeit, v.eintrag.art) for v in vorher.sicht.offene_verabredungen}
    for v in nachher.sicht.verabredungen:
        if v.ausgang is not None and (v.seit, v.tag, v.uhrzeit, v.eintrag.art) in offene:
            yield f"{v.ausgang.capitalize()}: {terminname(v)}."


def bleibt_offen(akte: Akte, auftrag: Auftrag) -> Iterator[str]:
    """Yield what stands after the change though somebody might think it is over.

    After a closing everything agreed; with a new appointment the ones made with others; under a ticked box its open ones.
    """
    if (entwurf := auftrag.entwurf) is not None:
        if entwurf.art == "Abschluss":
            offen = offenes(akte, lambda _: True, lambda v: not ist_kunde(v.wer))
            yield from (f"Offen bleibt: {satz}." for satz in offen)
        elif "Folgetermin" in entwurf.angaben:
            eigene = set(entwurf.berater) or {akte.sicht.zustaendig or ""}
            fremde = [v for v in akte.sicht.offene_verabredungen if not v.wer & eigene]
            yield from (f"Weiter verabredet: {terminname(v)}." for v in fremde)
        elif akte.sicht.regelwerk.vokabular.arten[entwurf.art].kontakt:
            for v in vielleicht_gewesen(akte, entwurf.datum):
                yield f"Offen bleibt: {terminname(v)}. War es dieses Gespräch, gehört „Termin wahrgenommen: ja“ in den Eintrag."
    abgehakt = {v.text for v, _ in auftrag.haken}
    for kasten, oben in untergeordnete(akte.fall):
        if kasten.stand is Stand.OFFEN and oben.stand is not Stand.OFFEN and oben.text in abgehakt:
            yield f"Darunter bleibt offen: {lesbar(kasten.text, 100)}"


def vereinbarungen(fall: Fall) -> Iterator[Vereinbarung]:
    """Yield all agreements of a case, in the order of the file."""
    for eintrag in fall.eintraege:
        yield from eintrag.angaben.vereinbarungen


def offene(fall: Fall) -> Iterator[Vereinbarung]:
    """Yield the agreements that are neither done nor dropped."""
    return (v for v in vereinbarungen(fall) if v.stand is Stand.OFFEN)


def untergeordnete(fall: Fall) -> Iterator[tuple[Vereinbarung, Vereinbarung]]:
    """Yield the agreements that stand under another one, each with that one."""
    for eintrag in fall.eintraege:
        alle = eintrag.angaben.vereinbarungen
        yield from ((v, alle[v.eltern]) for v in alle if v.eltern is not None)


def vielleicht_gewesen(akte: Akte, tag: date) -> list[Verabredung]:
    """Return the open appointments up to a day: a call on it may have been one of them."""
    return [v for v in akte.sicht.offene_verabredungen if v.tag <= tag]


def terminname(v: Verabredung) -> str:
    """Return `Folgetermin 2026-06-15, 14:00 Uhr (Jana)`."""
    uhrzeit = "" if v.uhrzeit is None else f", {v.uhrzeit:%H:%M} Uhr"
    wer = " und ".join(sorted(v.wer - {""}))
    return f"Folgetermin {v.tag}{uhrzeit}{f' ({wer})' if wer else ''}"


def offenes(akte: Akte, termin: Callable[[Verabredung], bool], zusage: Callable[[Vereinbarung], bool]) -> Iterator[str]:
    """Yield the open appointments and agreements that are meant, as they are to be said."""
    yield from (terminname(v) for v in akte.sicht.offene_verabredungen if termin(v))
    yield from (f"Vereinbarung „{lesbar(v.text, 100)}“" for v in offene(akte.fall) if zusage(v))


def wessen(akte: Akte) -> str:
    """Say whose case it is, as it was before the change: a wrong number is noticed by it."""
    eintraege = akte.sicht.eintraege
    zuletzt = f"zuletzt {lesbar(eintraege[-1][1].art, 40)} {eintraege[-1][0]}" if eintraege else "noch ohne Eintrag"
    return f"Fall {akte.fall.kennung}, {lesbar(akte.fall.kopf.berater or 'noch zu vergeben')}, {zuletzt}."


def in_reihenfolge(akte: Akte) -> tuple[Faelligkeit, ...]:
    """Return what is due in the order of the page "Heute": who waits for a conversation before paper."""
    return next((v.punkte for v in vorgaenge([akte], (), akte.sicht.stichtag)), ())


def naechstes_zu_tun(akte: Akte) -> str:
    """Return what is due next, as a sentence."""
    if akte.sicht.pausiert:
        return f"Der Fall pausiert bis {akte.sicht.pause_bis}; so lange ruhen die Fristen."
    naechste = next((f for f in in_reihenfolge(akte) if f.dringlichkeit is not Dringlichkeit.PAUSIERT), None)
    return "Als Nächstes ist nichts zu tun." if naechste is None else f"Als Nächstes: {naechste.begruendung}"
