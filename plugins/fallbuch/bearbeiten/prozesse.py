"""A new process from the team's template, entered at its neighbours too, so that the way stays whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from importlib.resources import files
from pathlib import Path

from fallbuch.akte.entwurf import Schreibfehler
from fallbuch.akte.schreiben import entziffert, neue_befunde
from fallbuch.bearbeiten.platz import Platz, Vorhaben
from fallbuch.befund import Schwere, lesbar
from fallbuch.kennung import naechstes, slug
from fallbuch.prozess.laden import dateinamen
from fallbuch.prozess.meldungen import PROZESSORDNER
from fallbuch.prozess.modell import VON_AUSSEN, Prozess, Prozessbuch
from fallbuch.prozess.netz import Netz
from fallbuch.team import prozessbuch_von
from fallbuch.text.ablage import Ablage
from fallbuch.text.knoten import teile_kopf
from fallbuch.text.quelle import Hindernis, lies_datei
from fallbuch.text.yamlorte import geschrieben, setze_pfad

PROZESSVORLAGE = "vorlagen/prozess.md"
_LISTEN = ("Verantwortlich", "Vorgänger", "Eingabe", "Ausgabe", "Nachfolger", "Status", "Regeln", "Hilfsmittel")


def prozessvorlage(wurzel: Path) -> bytes:
    """Return the template of a process: the team's, else the shipped one. Raises `Schreibfehler` for an unreadable one."""
    datei = lies_datei(wurzel / PROZESSVORLAGE, PROZESSVORLAGE, wurzel)
    if datei.hindernis is Hindernis.FEHLT:
        return files("fallbuch").joinpath("vorgaben", "einrichtung", *PROZESSVORLAGE.split("/")).read_bytes()
    if datei.hindernis is not None:
        raise Schreibfehler(f"Die Vorlage {PROZESSVORLAGE} ist {datei.hindernis}.")
    return datei.inhalt


def prozessbuch(platz: Platz) -> Prozessbuch:
    """Return how the team works now."""
    return prozessbuch_von(platz.einrichtung, platz.heute)


def plane_prozess(platz: Platz, name: str, felder: Mapping[str, Sequence[str]]) -> Vorhaben:
    """Work out a new process and the changes at its neighbours. `felder` maps field names to what somebody typed.

    What is needed and was not said is filled in, so that nothing is at fault from the first moment. Raises
    `Schreibfehler` where the name is taken, a neighbour is unknown, or the result would have a Fehler.
    """
    buch = prozessbuch(platz)
    netz, name = Netz(buch.prozesse), " ".join(name.split())
    stamm = _freier_stamm(platz, buch, name)
    vorgaenger = [_nachbar(netz, buch, wort) for wort in felder.get("Vorgänger", ())]
    nachfolger = [_nachbar(netz, buch, wort) for wort in felder.get("Nachfolger", ())]
    werte = {feld: list(worte) for feld, worte in felder.items() if worte}
    werte |= {"Vorgänger": [p.name.text for p in vorgaenger], "Nachfolger": [p.name.text for p in nachfolger]}
    werte = {"Name": [name], **_vorgaben(name, vorgaenger), **{feld: worte for feld, worte in werte.items() if worte}}
    neu = f"{_ordner(platz)}/{stamm}.md"
    text = prozessvorlage(platz.einrichtung.wurzel)
    for feld, worte in werte.items():
        text = _mit_feld(text, PROZESSVORLAGE, feld, worte)
    ablagen = [Ablage(name=neu, alt=None, neu=_mit_version(text, platz))]
    eintraege = [(p, "Nachfolger", [name]) for p in vorgaenger] + [(p, "Vorgänger", [name]) for p in nachfolger]
    # What comes out of the new process goes into those that follow.
    eintraege += [(p, "Eingabe", werte["Ausgabe"]) for p in nachfolger]
    for nachbar, feld, neue in eintraege:
        _ergaenze(platz, ablagen, nachbar, feld, neue)
    _pruefe(platz, buch, ablagen)
    saetze = [f"Angelegt: {neu}. Schreiben Sie dort nun auf, was der Reihe nach zu tun ist."]
    saetze += [f"{ablage.name} nennt jetzt „{name}“." for ablage in ablagen[1:]]
    return Vorhaben(ablagen=ablagen, saetze=saetze, vertraulich=False)


def _ordner(platz: Platz) -> str:
    return f"{platz.einrichtung.datei.ordner.seiten}/{PROZESSORDNER}"


def _freier_stamm(platz: Platz, buch: Prozessbuch, name: str) -> str:
    if not name:
        raise Schreibfehler("Wie soll der Prozess heißen? Nennen Sie einen Namen.")
    gleicher = Netz(buch.prozesse).finde(name)
    if gleicher is not None:
        raise Schreibfehler(
            f"Einen Prozess „{gleicher.name}“ gibt es schon ({gleicher.datei}). Nennen Sie einen anderen Namen."
        )
    stamm = slug(name)
    ordner = platz.einrichtung.wurzel / _ordner(platz)
    belegt = (
        {p.stamm.lower() for p in buch.prozesse} | {n.rsplit(".", 1)[0].lower() for n in dateinamen(ordner)} | {"index"}
    )
    if stamm in belegt:
        raise Schreibfehler(f"Eine Datei {stamm}.md gibt es schon. Nennen Sie einen anderen Namen.")
    return stamm


def _nachbar(netz: Netz, buch: Prozessbuch, wort: str) -> Prozess:
    gefunden = netz.finde(wort)
    if gefunden is None:
        vorschlag = naechstes(wort, [p.name.text for p in buch.prozesse])
        namen = ", ".join(f"„{p.name}“" for p in buch.unsere)
        rat = f"Meinten Sie „{vorschlag}“?" if vorschlag else f"Es gibt {namen}."
        raise Schreibfehler(f"Einen Prozess „{lesbar(wort)}“ gibt es nicht. {rat}")
    return gefunden


def _vorgaben(name: str, vorgaenger: Sequence[Prozess]) -> dict[str, list[str]]:
    eingaben = [p.ausgabe[0].text for p in vorgaenger if p.ausgabe]
    return {
        "Beschreibung": ["Noch zu beschreiben."],
        "Eingabe": list(dict.fromkeys(eingaben)) or [f"Anlass für {name} {VON_AUSSEN}"],
        "Ausgabe": [f"Ergebnis von {name}"],
    }


def _mit_feld(inhalt: bytes, datei: str, feld: str, worte: Sequence[str]) -> bytes:
    """Set a field of the front matter; comments and everything else stay as they are."""
    stueck = entziffert(inhalt, datei)
    kopf, rumpf = teile_kopf(stueck.text)
    if kopf is None or rumpf is None:
        raise Schreibfehler(f"{datei} hat keinen Kopf zwischen zwei Zeilen „---“. Berichtigen Sie die Datei zuerst.")
    beginn = stueck.text.index(kopf)
    erste = stueck.text.index("\n", beginn) + 1 if kopf.startswith(("\n", "\r\n")) else beginn
    felder = stueck.text[erste : beginn + len(kopf)]
    if feld in _LISTEN:
        wert = "[" + ", ".join(geschrieben(wort, klammern=True) for wort in worte) + "]"
    else:
        wert = geschrieben(worte[0])
    neu = setze_pfad(felder, [feld], wert)
    ende = "" if neu.endswith("\n") else "\n"
    return stueck.mit_text(stueck.text[:erste] + neu + ende + stueck.text[beginn + len(kopf) :]).inhalt


def _mit_version(inhalt: bytes, platz: Platz) -> bytes:
    """Begin the history of the description where the template has a section for it."""
    text = inhalt.decode("utf-8")
    kopf, ueberschrift, rest = text.partition("## Versionen")
    if not ueberschrift or rest.strip():
        return inhalt
    return f"{kopf}{ueberschrift}\n\n- {platz.stichtag} Angelegt\n".encode()


def _ergaenze(platz: Platz, ablagen: list[Ablage], nachbar: Prozess, feld: str, neue: Sequence[str]) -> None:
    """Add words to a field of a neighbour: in the team's file, or in one that says only this of a shipped process."""
    nennungen = {"Nachfolger": nachbar.nachfolger, "Vorgänger": nachbar.vorgaenger, "Eingabe": nachbar.eingabe}[feld]
    datei = nachbar.datei if nachbar.eigen else f"{_ordner(platz)}/{nachbar.stamm}.md"
    schon = next((a for a in ablagen if a.name == datei), None)
    alt = None
    if schon is not None:
        alt, inhalt = schon.alt, schon.neu
        ablagen.remove(schon)
    elif nachbar.eigen:
        wurzel = platz.einrichtung.wurzel
        alt = inhalt = lies_datei(wurzel / datei, datei, wurzel).inhalt
    else:
        inhalt = b"---\n---\n"
    worte = list(dict.fromkeys([*(n.text for n in nennungen), *neue]))
    ablagen.append(Ablage(name=datei, alt=alt, neu=_mit_feld(inhalt, datei, feld, worte)))


def _pruefe(platz: Platz, vorher: Prozessbuch, ablagen: Iterable[Ablage]) -> None:
    danach = prozessbuch_von(platz.einrichtung, platz.heute, {ablage.name: ablage.neu for ablage in ablagen})
    fehler = [b for b in neue_befunde(vorher.befunde, danach.befunde) if b.schwere is Schwere.FEHLER]
    if fehler:
        saetze = " ".join(f"{befund.text} {befund.hinweis}" for befund in fehler[:3])
        raise Schreibfehler(f"So kann der Prozess nicht angelegt werden. {saetze}")


def namen_der_prozesse(platz: Platz) -> list[str]:
    """Return the names of the team's own processes, in the order of the work."""
    return [p.name.text for p in prozessbuch(platz).unsere]
