"""A file of the team as it stands there: what the program finds in it while somebody writes, and what it would move."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import field

from fallbuch.akte.entwurf import Schreibfehler
from fallbuch.akte.protokoll import PROTOKOLLDATEI, lies_protokoll
from fallbuch.akte.schreiben import neue_befunde
from fallbuch.bearbeiten.formatieren import formatiere
from fallbuch.bearbeiten.platz import Vorhaben, als_vorhaben
from fallbuch.bearbeiten.textfrage import als_frage, neues_im_text
from fallbuch.befund import Befund, Schwere, anzahl
from fallbuch.einrichtung import richte_ein
from fallbuch.regelwerk.laden import VORLAGEN
from fallbuch.schreibtisch.lage import Teamlage
from fallbuch.team import oeffne
from fallbuch.text.ablage import Ablage
from fallbuch.text.quelle import HOECHSTE_GROESSE, Hindernis, Quelldatei, ist_falldatei, lies_datei
from fallbuch.uebersicht.tage import mit_datum
from fallbuch.vergleich.folgen import terminfolgen
from fallbuch.vergleich.modell import Terminfolge
from fallbuch.werte import dataclass

#: So many consequences of a rule are named.
_HOECHSTENS = 20


@dataclass(kw_only=True)
class Textplan:
    """What a text would be: its findings, and the change it makes unless something is in the way."""

    befunde: Sequence[Befund] = ()
    vorhaben: Vorhaben | None = None
    hindernis: str = ""
    #: What would become of due items, as sentences.
    folgen: list[str] = field(default_factory=list)
    #: What somebody must say yes to before it is saved.
    rueckfrage: str = ""


def lies(lage: Teamlage, name: str) -> Quelldatei:
    """Return a file that may be edited as a whole: a case, the log, the team's lists and rules. Raises `Schreibfehler`."""
    einrichtung = lage.team.einrichtung
    ordner, _, datei = name.rpartition("/")
    ist_fall = ordner == einrichtung.datei.ordner.faelle and ist_falldatei(datei)
    if not ist_fall and name not in {*VORLAGEN, PROTOKOLLDATEI}:
        raise Schreibfehler("Diese Datei lässt sich hier nicht ändern.")
    wurzel = einrichtung.fallordner if ist_fall else einrichtung.wurzel
    quelle = lies_datei(einrichtung.wurzel / name, name, wurzel)
    if quelle.hindernis is Hindernis.FEHLT and not ist_fall:
        return Quelldatei(name, b"")
    if quelle.hindernis is not None:
        raise Schreibfehler(f"{name} lässt sich nicht ändern: Die Datei ist {quelle.hindernis}.")
    return quelle


def pruefe_lesbar(datei: Quelldatei) -> None:
    """Raise `Schreibfehler` where a browser could not give back the file as it is."""
    try:
        text = datei.inhalt.decode("utf-8")
    except UnicodeDecodeError as fehler:
        satz = f"In {datei.name} stehen Zeichen, die nicht in UTF-8 geschrieben sind. Öffnen Sie die Datei mit einem Editor, und speichern Sie sie als UTF-8."
        raise Schreibfehler(satz) from fehler
    ohne = text.replace("\r\n", "")
    if "\r" in ohne or ("\r\n" in text and "\n" in ohne):
        satz = f"In {datei.name} enden die Zeilen verschieden. Öffnen Sie die Datei mit einem Editor, und speichern Sie sie mit einheitlichen Zeilenenden."
        raise Schreibfehler(satz)


def plane(lage: Teamlage, alt: Quelldatei, text: str) -> Textplan:
    """Read a text as it would stand in the file; line ends and mark of the file stay as they are."""
    neu = _bytes(alt, text)
    if len(neu) > HOECHSTE_GROESSE:
        return Textplan(hindernis="Der Text ist zu lang für eine Datei.")
    ablage = Ablage(name=alt.name, alt=alt.inhalt or None, neu=neu)
    if neu == alt.inhalt:
        return Textplan(hindernis="Es ist nichts geändert.", befunde=_befunde(lage, Quelldatei(alt.name, neu)))
    if alt.name in VORLAGEN:
        return _vorlage(lage, ablage)
    if alt.name == PROTOKOLLDATEI:
        vorige, befunde = (lies_protokoll(Quelldatei(alt.name, inhalt))[1] for inhalt in (alt.inhalt, neu))
        return _mit_textfrage(lage, _gepruefter(ablage, befunde, neue_befunde(vorige, befunde)))
    platz = lage.platz("text")
    vorher = platz.akte(alt)
    plan = Textplan(befunde=_befunde(lage, Quelldatei(alt.name, neu)))
    try:
        plan.vorhaben, akte = als_vorhaben(platz, alt, neu, [f"Gespeichert: {alt.name}."], vorher)
    except Schreibfehler as fehler:
        plan.hindernis = fehler.satz
    else:
        plan.folgen = list(_saetze(terminfolgen(vorher, akte)))
        if noch := [b for b in akte.befunde if b.schwere is Schwere.FEHLER]:
            plan.rueckfrage = (
                f"In der Datei {'ist' if len(noch) == 1 else 'sind'} noch {anzahl(len(noch), 'Fehler', 'Fehler')}, zum Beispiel in Zeile {noch[0].stelle.zeile}: "
                f"{mit_datum(noch[0].text)} Beim Abgleichen bekommen ihn auch die anderen. Trotzdem speichern?"
            )
    return _mit_textfrage(lage, plan)


def _mit_textfrage(lage: Teamlage, plan: Textplan) -> Textplan:
    """Ask back where the text says what belongs in no case."""
    if plan.vorhaben is not None:
        neues = neues_im_text(lage.team.einrichtung, plan.vorhaben.ablagen)
        plan.rueckfrage = f"{als_frage(neues)} {plan.rueckfrage}".strip()
    return plan


def behobener(lage: Teamlage, alt: Quelldatei, text: str) -> str:
    """Return the text of a case with every certain fix made, in normal form. Raises `Schreibfehler` where that cannot be."""
    form = formatiere(lage.platz("text"), Quelldatei(alt.name, _bytes(alt, text)), beheben=True)
    if form.hindernis and not form.behoben:
        raise Schreibfehler(f"Das lässt sich nicht von selbst beheben. {form.hindernis}")
    return form.neu.decode("utf-8-sig", "replace").replace("\r\n", "\n")


def _bytes(alt: Quelldatei, text: str) -> bytes:
    """Return the text with the line ends and the mark that the file has; browsers know only one kind of line end."""
    roh = text.replace("\r\n", "\n")
    if b"\r\n" in alt.inhalt:
        roh = roh.replace("\n", "\r\n")
    marke = "\ufeff" if alt.inhalt.startswith(b"\xef\xbb\xbf") and not roh.startswith("\ufeff") else ""
    return f"{marke}{roh}".encode("utf-8", "replace")


def _befunde(lage: Teamlage, datei: Quelldatei) -> Sequence[Befund]:
    if datei.name in VORLAGEN:
        return [b for b in lage.team.einrichtung.befunde if b.stelle.datei == datei.name]
    if datei.name == PROTOKOLLDATEI:
        return lies_protokoll(datei)[1]
    return lage.platz("text").akte(datei).befunde


def _vorlage(lage: Teamlage, ablage: Ablage) -> Textplan:
    """Say what other words and rules would do: to the team's files, and to the due items of its cases."""
    team = lage.team
    einrichtung = richte_ein(team.einrichtung.wurzel, {ablage.name: ablage.neu or b""})
    befunde = [b for b in einrichtung.befunde if b.stelle.datei == ablage.name]
    plan = _gepruefter(ablage, befunde, neue_befunde(team.einrichtung.befunde, einrichtung.befunde))
    if plan.hindernis:
        return plan
    tag = team.stichtag if team.fester_stichtag else None
    neues_team = oeffne(einrichtung, stichtag=tag, heute=team.heute)
    danach = {a.auszug.datei: a for a in neues_team.akten}
    folgen = [f for akte in team.akten for f in terminfolgen(akte, danach.get(akte.auszug.datei))]
    plan.folgen = list(_saetze(folgen)) or ["An den Terminen ändert sich nichts."]
    fehler = [
        b
        for b in neue_befunde(team.befunde, neues_team.befunde, lambda b: (b.stelle.datei, b.text))
        if b.schwere is Schwere.FEHLER
    ]
    if fehler:
        wo = {b.stelle.datei for b in fehler}
        plan.folgen[:0] = [
            f"Danach nennt die Prüfung {anzahl(len(fehler), 'Fehler', 'Fehler')} mehr, in {anzahl(len(wo), 'Datei', 'Dateien')}, zum Beispiel in {fehler[0].stelle.datei}: {fehler[0].text}",
            "Was in der Liste nicht mehr gelten soll, bekommt dort „bis:“ mit seinem letzten Tag; gelöscht fehlt es in allen alten Einträgen.",
        ]
        plan.rueckfrage = (
            f"Danach nennt die Prüfung {anzahl(len(fehler), 'Fehler', 'Fehler')} mehr als jetzt. Trotzdem speichern?"
        )
    elif not (ablage.neu or b"").strip():
        plan.rueckfrage = f"Danach ist {ablage.name} leer. Trotzdem speichern?"
    return plan


def _gepruefter(ablage: Ablage, befunde: Sequence[Befund], neue: Sequence[Befund]) -> Textplan:
    fehler = [b for b in neue if b.schwere is Schwere.FEHLER]
    plan = Textplan(befunde=befunde)
    if fehler:
        plan.hindernis = f"So kann es nicht gespeichert werden. {fehler[0].text} {fehler[0].hinweis}"
    else:
        plan.vorhaben = Vorhaben(
            ablagen=[ablage], saetze=[f"Gespeichert: {ablage.name}."], vertraulich=False, merken=False
        )
    return plan


def _saetze(folgen: Sequence[Terminfolge]) -> Iterator[str]:
    faelle = {f.fall for f in folgen}
    if len(faelle) > 1:
        yield f"In {anzahl(len(faelle), 'Fall', 'Fällen')} ändern sich Termine:"
    for f in folgen[:_HOECHSTENS]:
        vorher, nachher = (str(tag) if tag is not None else "kein Termin" for tag in (f.vorher, f.nachher))
        yield mit_datum(f"Fall {f.fall}, {f.titel}: {vorher} → {nachher}")
    if len(folgen) > _HOECHSTENS:
        yield f"und {len(folgen) - _HOECHSTENS} weitere"
