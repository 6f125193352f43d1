"""Taking back: the last change of a case, or one entry with all that came with it; and an entry that belongs elsewhere."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from fallbuch.akte.entwurf import Eintragsentwurf, Schreibfehler
from fallbuch.akte.feld import felder
from fallbuch.akte.modell import Eintrag, Fall, Kopf, Status
from fallbuch.akte.schreiben import Falltext, aussage, neue_befunde
from fallbuch.akte.zuordnung import zuordnung
from fallbuch.bearbeiten.eintragen import Arbeitsblatt, Auftrag, naechstes_zu_tun
from fallbuch.bearbeiten.platz import Platz, Vorhaben, als_vorhaben, benannt, unlesbare_aufzeichnung
from fallbuch.bearbeiten.vorgeschichte import Rueckschritt, rueckschritte
from fallbuch.bearbeiten.werte import kopfwert
from fallbuch.befund import Schwere, lesbar
from fallbuch.bestand.geloeschte import GELOESCHT, lade_verzeichnis
from fallbuch.kennung import vergleichsform
from fallbuch.text.ablage import Ablage
from fallbuch.text.journal import Journalfehler, Schreibvorgang, gemerkte, lage, unterbrochene
from fallbuch.text.quelle import Quelldatei
from fallbuch.werte import dataclass
from fallbuch.zeit import datum_aus, deutsches_datum

#: So far back an entry's origin is looked for.
_HOECHSTENS = 300
_WORT = re.compile(r"[\w-]+")
_NUMMER = re.compile(r"(.*?)\s+([1-9][0-9]?)")


def plane_ruecknahme(platz: Platz, kennung: str, *, eintrag: str | None = None, nach: str | None = None) -> Vorhaben:
    """Work out what takes back the last change of a case, or a named entry; with `nach` the entry goes to another case.

    Raises `Schreibfehler` where nothing is known of how the file became what it is, or the result would not be right.
    """
    name, jetzt = _datei(platz, kennung)
    if eintrag is not None or nach is not None:
        return _Eintragsruecknahme(platz, Quelldatei(name, jetzt or b""), eintrag, nach).plane()
    schritt = next(rueckschritte(platz.einrichtung.wurzel, name, jetzt), None)
    if schritt is None:
        raise Schreibfehler(
            f"Zu {name} ist keine frühere Fassung bekannt: weder in git noch auf diesem Rechner. Zurückzunehmen ist nichts mehr."
        )
    return _ganz(platz, name, schritt)


def _datei(platz: Platz, kennung: str) -> tuple[str, bytes | None]:
    """Return the name and content of a case's file; of one that a command removed there is no content."""
    name = platz.name(kennung)
    weg = gemerkte(platz.einrichtung.wurzel, name)
    if weg and (ablage := weg[0].ablage(name)) is not None and ablage.neu is None and kennung not in platz.kennungen:
        return name, None
    datei = platz.datei(kennung)
    return datei.name, datei.inhalt


def _ganz(platz: Platz, name: str, schritt: Rueckschritt) -> Vorhaben:
    """Give a file back the state before its last change."""
    if schritt.alt is None and schritt.vorgang is None:
        # Only who has just made a case here may mean that it was never meant to be.
        raise Schreibfehler(
            f"{name} ist, wie sie angelegt wurde; es gibt keine Änderung, die sich zurücknehmen ließe. Einen einzelnen Eintrag nehmen Sie zurück, indem Sie ihn nennen."
        )
    ablagen = [Ablage(name=name, alt=schritt.neu, neu=schritt.alt)]
    nummern = [(n, name) for n in (schritt.vorgang.nummer if schritt.vorgang is not None else 0, *schritt.formen)]
    if schritt.vorgang is not None and any(a.neu is None for a in schritt.vorgang.ablagen):
        # What one file lost another one got: only together they go back without losing anything.
        _pruefe_unveraendert(platz, schritt.vorgang)
        ablagen = [a.umgekehrt for a in schritt.vorgang.ablagen]
        nummern = [(schritt.vorgang.nummer, a.name) for a in ablagen]
    for ablage in ablagen:
        _pruefe_geloeschtes(platz, ablage)
    saetze = [f"Zurückgenommen in {', '.join(a.name for a in ablagen)}: {schritt.was}."]
    warnungen = _warnungen(schritt, [a.name for a in ablagen])
    for ablage in ablagen:
        if ablage.neu is None:
            saetze.append(f"{ablage.name} gibt es damit nicht mehr.")
            continue
        akte = platz.akte(Quelldatei(ablage.name, ablage.neu))
        vorher = platz.akte(Quelldatei(ablage.name, ablage.alt)).befunde if ablage.alt is not None else ()
        fehler = [b for b in neue_befunde(vorher, akte.befunde) if b.schwere is Schwere.FEHLER]
        warnungen += [f"Achtung: Danach meldet die Prüfung in {ablage.name}: {b.text}" for b in fehler[:3]]
        saetze += [naechstes_zu_tun(akte)] if ablage.name == name else []
    return Vorhaben(ablagen=ablagen, saetze=saetze, nimmt_zurueck=nummern, warnungen=warnungen)


def _pruefe_geloeschtes(platz: Platz, ablage: Ablage) -> None:
    """Raise `Schreibfehler` where an earlier version of a file says what the team has erased since."""
    verzeichnis = lade_verzeichnis(platz.einrichtung.wurzel)[0]
    if ablage.neu is None or not verzeichnis.loeschungen:
        return
    alt, neu = (text.decode("utf-8", "replace") for text in (ablage.alt or b"", ablage.neu))
    # By its number an erased case is known; of a name, the mark in its place tells.
    dazu = set(_WORT.findall(neu)) - set(_WORT.findall(alt))
    if alt.count(GELOESCHT) > neu.count(GELOESCHT) or any(verzeichnis.fall(wort) is not None for wort in dazu):
        raise Schreibfehler(
            f"Die Fassung davor von {ablage.name} brächte zurück, was das Team gelöscht hat; es wurde nichts geschrieben. "
            "Ändern Sie von Hand, was Sie ändern wollten."
        )


def _pruefe_unveraendert(platz: Platz, vorgang: Schreibvorgang) -> None:
    for ablage in vorgang.ablagen:
        pfad = platz.einrichtung.wurzel / ablage.name
        if (pfad.read_bytes() if pfad.exists() else None) != ablage.neu:
            raise Schreibfehler(
                f"{ablage.name} wurde nach „fallbuch {vorgang.befehl}“ noch geändert. Nehmen Sie zuerst dort zurück, was danach kam."
            )


def _warnungen(schritt: Rueckschritt, dabei: Sequence[str]) -> list[str]:
    """Say who else is concerned: whoever wrote it, and the other files of the same command."""
    andere = [n for n in (schritt.vorgang.namen if schritt.vorgang is not None else ()) if n not in dabei]
    namen = ", ".join(andere[:10]) + (" …" if len(andere) > 10 else "")
    auch = f"Derselbe Befehl hat auch geändert: {namen}. Dort bleibt es, wie es ist." if andere else ""
    return list(filter(None, (schritt.achtung, auch)))


def plane_abbruch(wurzel: Path) -> Vorhaben | None:
    """Work out how to take back what is written of an interrupted change; None where there is none."""
    try:
        vorgang = next(unterbrochene(wurzel), None)
    except Journalfehler as fehler:
        raise unlesbare_aufzeichnung(fehler) from fehler
    if vorgang is None:
        return None
    jetzt = lage(wurzel, vorgang)
    saetze = [f"Zurückgenommen: {benannt(vorgang)}. Rufen Sie den Befehl noch einmal auf."]
    warnungen = [
        f"{name} hat seither jemand geändert und bleibt so. Sehen Sie nach, ob darin noch etwas davon steht."
        for name in jetzt.fremd
    ]
    ablagen = [ablage.umgekehrt for ablage in jetzt.geschrieben]
    return Vorhaben(ablagen=ablagen, saetze=saetze, warnungen=warnungen)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Schreibherkunft:
    """The change that brought an entry: the case before and after it, and which entries are which of today's."""

    schritt: Rueckschritt
    alt: Fall
    neu: Fall
    #: Place after the change → place before it, and → place today.
    frueher: Mapping[int, int]
    heute: Mapping[int, int]
    juengste: bool

    @property
    def allein(self) -> bool:
        """Tell whether the change brought this one entry and no other."""
        return len(_neue(self.neu, self.frueher)) == 1

    @property
    def als_ganzes(self) -> bool:
        """Tell whether it was a command's last change and brought this entry, with the reopening that it needed at most."""
        arten = [self.neu.eintraege[n].art for n in _neue(self.neu, self.frueher)]
        return self.juengste and self.schritt.vorgang is not None and len(arten) - arten.count("Wiederaufnahme") <= 1


class _Eintragsruecknahme:
    """Takes one entry out of a case, with ticks, results and fields that were written together with it."""

    def __init__(self, platz: Platz, datei: Quelldatei, eintrag: str | None, nach: str | None) -> None:
        self.platz, self.datei, self.nach = platz, datei, nach
        self.text = Falltext(datei.inhalt, datei.name)
        self.nummer = self._neuester() if eintrag is None else _finde(self.text.fall, eintrag)
        self.eintrag = self.text.fall.eintraege[self.nummer]
        self.herkunft = self._herkunft(self.nummer)

    def plane(self) -> Vorhaben:
        wo = f"{lesbar(self.eintrag.art)} vom {self.eintrag.datum}"
        h = self.herkunft
        if h is not None and h.als_ganzes and (h.allein or self.eintrag.art != "Wiederaufnahme"):
            vorhaben = _ganz(self.platz, self.datei.name, h.schritt)
        else:
            text, geblieben = self._ohne()
            saetze = [f"Zurückgenommen in {self.datei.name}: {wo}.", *geblieben]
            vorhaben, akte = als_vorhaben(self.platz, self.datei, text.inhalt, saetze)
            warnungen = _warnungen(h.schritt, [self.datei.name]) if h is not None and h.allein else []
            vorhaben = replace(vorhaben, saetze=[*saetze, naechstes_zu_tun(akte)], warnungen=warnungen)
        return vorhaben if self.nach is None else self._mit_ziel(vorhaben, wo)

    def _neuester(self) -> int:
        """Return the place of the entry that the last change brought."""
        schritt = next(rueckschritte(self.platz.einrichtung.wurzel, self.datei.name, self.datei.inhalt), None)
        if schritt is not None and schritt.alt is not None:
            neue = _neue(self.text.fall, _zugeordnet(schritt)[2])
            eigentliche = [n for n in neue if self.text.fall.eintraege[n].art != "Wiederaufnahme"] or neue
            if len(eigentliche) == 1:
                return eigentliche[0]
        raise Schreibfehler(
            f"Die letzte Änderung in {self.datei.name} hat nicht genau einen Eintrag gebracht. Nennen Sie ihn mit --eintrag, zum Beispiel: "
            '--eintrag "2026-03-02 Telefonat".'
        )

    def _herkunft(self, nummer: int) -> _Schreibherkunft | None:
        """Return the change that brought the entry at a place; None where it was there from the beginning."""
        heute = {i: i for i in range(len(self.text.fall.eintraege))}
        alle = rueckschritte(self.platz.einrichtung.wurzel, self.datei.name, self.datei.inhalt)
        for tiefe, schritt in enumerate(alle):
            if schritt.alt is None or schritt.neu is None or tiefe > _HOECHSTENS:
                return None
            try:
                alt, neu, frueher = _zugeordnet(schritt)
            except Schreibfehler:
                return None
            if nummer not in frueher:
                return _Schreibherkunft(
                    schritt=schritt, alt=alt, neu=neu, frueher=frueher, heute=heute, juengste=tiefe == 0
                )
            heute = {frueher[n]: stelle for n, stelle in heute.items() if n in frueher}
            nummer = frueher[nummer]
        return None

    def _ohne(self) -> tuple[Falltext, list[str]]:
        """Return the case without the entry, and what of its change could not be undone because somebody went on from it."""
        text, geblieben = self.text, list[str]()
        h = self.herkunft
        if h is None or not h.allein:
            return self._mit_passendem_kopf(text.ohne_eintrag(self.nummer)), geblieben
        text = _ohne_mitgebrachtes(text, h).ohne_eintrag(self.nummer)
        for name in (feld.name for _, feld in felder(Kopf) if not feld.ist_liste):
            vorher, nachher, jetzt = (kopfwert(fall.kopf, name) for fall in (h.alt, h.neu, text.fall))
            if jetzt == nachher != vorher:
                text = text.mit_feld(name, vorher)
            elif nachher != vorher != jetzt:
                geblieben.append(f"{name} bleibt „{lesbar(jetzt or 'leer')}“: Das wurde seither geändert.")
        return self._mit_passendem_kopf(text), geblieben

    def _mit_passendem_kopf(self, text: Falltext) -> Falltext:
        """Let status and level follow the entries that remain: the front matter says what is true now."""
        kopf = text.fall.kopf
        sicht = self.platz.akte(Quelldatei(text.name, text.inhalt)).sicht
        zu = sicht.phase.abschluss is not None
        if self.eintrag.art in {"Abschluss", "Wiederaufnahme"} and zu != (kopf.status == Status.ABGESCHLOSSEN):
            offen = Status.IN_BERATUNG if kopf.berater is not None else Status.NEU
            text = text.mit_feld("Status", (Status.ABGESCHLOSSEN if zu else offen).value)
        stufe = self.eintrag.angaben.betreuungsstufe
        if stufe is not None and kopf.betreuungsstufe == stufe:
            text = text.mit_feld("Betreuungsstufe", _neueste_stufe(text.fall))
        return text

    def _mit_ziel(self, vorhaben: Vorhaben, wo: str) -> Vorhaben:
        """Write the entry into another case, with what follows from it there."""
        blatt = Arbeitsblatt(self.platz, self.nach or "")
        if blatt.datei.name == self.datei.name:
            raise Schreibfehler(
                f"Der Eintrag steht schon in {self.datei.name}. Nennen Sie mit --nach einen anderen Fall."
            )
        if any(aussage(e) == aussage(self.eintrag) for e in blatt.text.fall.eintraege):
            raise Schreibfehler(
                f"In {blatt.datei.name} steht derselbe Eintrag schon. Nehmen Sie ihn hier ohne --nach zurück."
            )
        text = blatt.text.mit_zeilen(self.eintrag, self.text.zeilen(self.nummer))
        for feld, wert in blatt.folgen(Auftrag(entwurf=_entwurf(self.eintrag))).items():
            if kopfwert(text.fall.kopf, feld) != wert:
                text = text.mit_feld(feld, wert)
        ziel, akte = als_vorhaben(self.platz, blatt.datei, text.inhalt, (), blatt.akte)
        satz = f"Eingetragen in {blatt.datei.name}: {wo}. {naechstes_zu_tun(akte)}"
        return replace(
            vorhaben,
            ablagen=[*vorhaben.ablagen, *ziel.ablagen],
            saetze=[*vorhaben.saetze, satz],
            hinweise=[*vorhaben.hinweise, *ziel.hinweise],
        )


def _finde(fall: Fall, angabe: str) -> int:
    """Return the place of the entry that a day, a kind and a number among equals name."""
    roh, _, rest = angabe.strip().partition(" ")
    tag = datum_aus(roh) or deutsches_datum(roh)
    if tag is None:
        raise Schreibfehler(
            f"„{lesbar(angabe)}“ nennt keinen Eintrag. Erwartet: Tag und Art, zum Beispiel „2026-03-02 Telefonat“."
        )
    treffer = _NUMMER.fullmatch(f" {rest}")
    art, welcher = (treffer[1], int(treffer[2])) if treffer is not None else (rest, 0)
    art = vergleichsform(art.strip())
    passende = [
        i for i, e in enumerate(fall.eintraege) if e.datum == tag and (not art or vergleichsform(e.art).startswith(art))
    ]
    if 1 <= welcher <= len(passende):
        return passende[welcher - 1]
    if len(passende) == 1 and not welcher:
        return passende[0]
    if passende:
        namen = ", ".join(f"{n} {lesbar(fall.eintraege[i].art)}" for n, i in enumerate(passende, start=1))
        raise Schreibfehler(
            f"Am {tag} gibt es in {fall.datei} mehrere passende Einträge: {namen}. Nennen Sie auch die Nummer, zum Beispiel „{tag} {rest or fall.eintraege[passende[0]].art} 2“."
        )
    tage = sorted({str(e.datum) for e in fall.eintraege if e.datum is not None})
    rat = f"Einträge gibt es am {', '.join(tage[-5:])}." if tage else "Der Fall hat noch keinen Eintrag."
    raise Schreibfehler(f"Einen Eintrag „{lesbar(angabe)}“ gibt es in {fall.datei} nicht. {rat}")


def _neue(fall: Fall, frueher: Mapping[int, int]) -> list[int]:
    return [n for n in range(len(fall.eintraege)) if n not in frueher]


def _zugeordnet(schritt: Rueckschritt) -> tuple[Fall, Fall, dict[int, int]]:
    """Return a case before and after a change, and which of its entries was which before."""
    alt, neu = (Falltext(inhalt or b"", "faelle/x.md").fall for inhalt in (schritt.alt, schritt.neu))
    frueher = zuordnung(
        alt.eintraege,
        neu.eintraege,
        gleich=aussage,
        tag_und_art=lambda e: (e.datum, e.art),
        text=lambda e: f"{e.text}\n{e.angaben}",
    )
    return alt, neu, frueher


def _ohne_mitgebrachtes(text: Falltext, h: _Schreibherkunft) -> Falltext:
    """Undo boxes that the change ticked and results that it wrote in older entries, unless somebody has gone on from there."""
    for nach, vor in h.frueher.items():
        if nach not in h.heute:
            continue
        alt, neu, stelle = h.alt.eintraege[vor], h.neu.eintraege[nach], h.heute[nach]
        paare = zip(alt.angaben.vereinbarungen, neu.angaben.vereinbarungen, strict=False)
        for nummer, (davor, danach) in enumerate(paare):
            kaesten = text.fall.eintraege[stelle].angaben.vereinbarungen
            gehakt = davor.text == danach.text and davor.stand is not danach.stand
            if gehakt and nummer < len(kaesten) and kaesten[nummer].stand is danach.stand:
                text = text.mit_stand(kaesten[nummer], davor.stand)
        eintrag = text.fall.eintraege[stelle]
        if _ergebnis(alt) is None and "Ergebnis" in neu.stellen and _ergebnis(eintrag) == _ergebnis(neu):
            text = text.mit_angabe(eintrag, "Ergebnis", None)
    return text


def _ergebnis(eintrag: Eintrag) -> str | None:
    return getattr(eintrag.besonderes, "ergebnis", None)


def _neueste_stufe(fall: Fall) -> str | None:
    """Return the level that the newest entry states which states one."""
    stufen = [(e.datum, n, s) for n, e in enumerate(fall.eintraege) if e.datum and (s := e.angaben.betreuungsstufe)]
    return max(stufen)[2] if stufen else None


def _entwurf(eintrag: Eintrag) -> Eintragsentwurf:
    """Return of an entry what the front matter follows."""
    angaben = {
        "Betreuungsstufe": eintrag.angaben.betreuungsstufe,
        "Arbeitsmarktstatus": eintrag.angaben.arbeitsmarktstatus,
    }
    if eintrag.datum is None:
        raise Schreibfehler(
            "Ein Eintrag ohne lesbares Datum lässt sich nicht verschieben. Berichtigen Sie zuerst sein Datum."
        )
    bekannte = {name: wert for name, wert in angaben.items() if wert is not None}
    return Eintragsentwurf(datum=eintrag.datum, art=eintrag.art, berater=eintrag.berater, angaben=bekannte)
