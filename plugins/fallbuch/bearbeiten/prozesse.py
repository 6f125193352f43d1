"""A new process from the team's template, entered at its neighbours too, so that the way stays whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from fallbuch.akte.entwurf import Schreibfehler, pruefe_zeichen
from fallbuch.akte.schreiben import entziffert, neue_befunde
from fallbuch.bearbeiten.platz import Platz, Vorhaben
from fallbuch.befund import Schwere, lesbar
from fallbuch.kennung import id_mangel, meinten_sie, slug, vergleichsform
from fallbuch.prozess.laden import dateinamen
from fallbuch.prozess.meldungen import PROZESSORDNER
from fallbuch.prozess.modell import UNSERE, VON_AUSSEN, VORLAEUFIG, Prozess, Prozessbuch
from fallbuch.prozess.netz import Netz
from fallbuch.prozess.vorlage import PROZESSVORLAGE, prozessvorlage
from fallbuch.team import prozessbuch_von
from fallbuch.text.ablage import Ablage
from fallbuch.text.aenderung import Aenderung, Schriftstueck
from fallbuch.text.knoten import Liste, teile_kopf
from fallbuch.text.quelle import lies_datei
from fallbuch.text.yamlorte import geschrieben, lies_tafel, schluss, setze_pfad

_LISTEN = ("Verantwortlich", "Vorgänger", "Eingabe", "Ausgabe", "Nachfolger", "Status", "Regeln", "Hilfsmittel")


def plane_prozess(platz: Platz, name: str, felder: Mapping[str, Sequence[str]]) -> Vorhaben:
    """Work out a new process and the changes at its neighbours. `felder` maps field names to what somebody typed.

    What is needed and was not said is filled in, so that nothing is at fault from the first moment. Raises
    `Schreibfehler` where the name is taken, a neighbour is unknown, or the result would have a Fehler.
    """
    buch = prozessbuch_von(platz.einrichtung, platz.heute)
    netz, name = Netz(buch.prozesse), " ".join(name.split())
    stamm = _freier_stamm(platz, buch, name)
    for wort in (name, *(wort for worte in felder.values() for wort in worte)):
        pruefe_zeichen(wort)
    vorgaenger = list(dict.fromkeys(_nachbar(netz, buch, wort) for wort in felder.get("Vorgänger", ())))
    nachfolger = list(dict.fromkeys(_nachbar(netz, buch, wort) for wort in felder.get("Nachfolger", ())))
    werte = {feld: list({vergleichsform(wort): wort for wort in worte}.values()) for feld, worte in felder.items()}
    werte |= {"Vorgänger": [p.name.text for p in vorgaenger], "Nachfolger": [p.name.text for p in nachfolger]}
    werte = {
        "Name": [name],
        **_vorgaben(platz, name, vorgaenger, nachfolger),
        **{feld: worte for feld, worte in werte.items() if worte},
    }
    neu = f"{_ordner(platz)}/{stamm}.md"
    vorlage = prozessvorlage(platz.einrichtung.wurzel)
    if vorlage.hindernis is not None:
        raise Schreibfehler(f"Die Vorlage {PROZESSVORLAGE} ist {vorlage.hindernis}.")
    text = vorlage.inhalt
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
    belegt = {p.stamm.lower() for p in buch.prozesse} | {n.rsplit(".", 1)[0].lower() for n in dateinamen(ordner)}
    if stamm in belegt:
        raise Schreibfehler(f"Eine Datei {stamm}.md gibt es schon. Nennen Sie einen anderen Namen.")
    if (mangel := id_mangel(stamm[:32])) is not None:
        raise Schreibfehler(
            f"Aus „{lesbar(name)}“ würde die Datei {stamm}.md. {mangel}. Nennen Sie einen anderen Namen."
        )
    return stamm


def _nachbar(netz: Netz, buch: Prozessbuch, wort: str) -> Prozess:
    gefunden = netz.finde(wort)
    if gefunden is None:
        namen = ", ".join(f"„{p.name}“" for p in buch.unsere)
        rat = meinten_sie(wort, [p.name.text for p in buch.prozesse], f"Es gibt {namen}.")
        raise Schreibfehler(f"Einen Prozess „{lesbar(wort)}“ gibt es nicht. {rat}")
    for b in buch.befunde:
        if b.stelle.datei == gefunden.datei and b.schwere is Schwere.FEHLER:
            raise Schreibfehler(f"In {gefunden.datei} stehen Fehler: {b.text} Beheben Sie das zuerst.")
    return gefunden


def _vorgaben(
    platz: Platz, name: str, vorgaenger: Sequence[Prozess], nachfolger: Sequence[Prozess]
) -> dict[str, list[str]]:
    """Return what is filled in where nobody said it: a first wording, the neighbours' group and outputs, today's review."""
    eingaben = [p.ausgabe[0].text for p in vorgaenger if p.ausgabe]
    gruppen = {p.gruppe for p in (*vorgaenger, *nachfolger)}
    gruppe = {"Gruppe": list(gruppen)} if len(gruppen) == 1 and gruppen != {UNSERE} else {}
    return {
        "Beschreibung": [VORLAEUFIG],
        "Eingabe": list(dict.fromkeys(eingaben)) or [f"Anlass für {name} {VON_AUSSEN}"],
        "Ausgabe": [f"Ergebnis von {name}"],
        "Geprüft am": [str(platz.stichtag)],
        **gruppe,
    }


def _kopf(inhalt: bytes, datei: str) -> tuple[Schriftstueck, int, str]:
    """Return a file, where the lines of its front matter begin in its text, and these."""
    stueck = entziffert(inhalt, datei)
    kopf, rumpf = teile_kopf(stueck.text)
    if kopf is None or rumpf is None:
        raise Schreibfehler(f"{datei} hat keinen Kopf zwischen zwei Zeilen „---“. Berichtigen Sie die Datei zuerst.")
    beginn = stueck.text.index(kopf)
    von = stueck.text.index("\n", beginn) + 1
    return stueck, von, stueck.text[von : beginn + len(kopf)]


def _mit_feld(inhalt: bytes, datei: str, feld: str, worte: Sequence[str]) -> bytes:
    """Set a field of the front matter; everything else stays as it is."""
    stueck, von, felder = _kopf(inhalt, datei)
    if feld in _LISTEN:
        wert = "[" + ", ".join(geschrieben(wort, klammern=True) for wort in worte) + "]"
    else:
        wert = geschrieben(worte[0])
    neu = setze_pfad(felder, [_geschriebener_name(felder, feld)], wert)
    ende = "" if neu.endswith("\n") else "\n"
    return stueck.mit([Aenderung(von, von + len(felder), _mit_zeilenende(neu + ende, stueck))]).inhalt


def _geschriebener_name(felder: str, feld: str) -> str:
    """Return how the file spells a field, as reading would understand it."""
    tafel = lies_tafel(felder)
    namen = [schluessel.text for schluessel, _ in tafel.folge] if tafel is not None else []
    return next((name for name in namen if vergleichsform(name) == vergleichsform(feld)), feld)


def _mit_zeilenende(text: str, stueck: Schriftstueck) -> str:
    return text.replace("\r\n", "\n").replace("\n", stueck.zeilenende)


def _mit_punkten(inhalt: bytes, datei: str, feld: str, schon: Sequence[str], neue: Sequence[str]) -> bytes:
    """Add items to a field; a list that stands there keeps its form and its comments."""
    stueck, von, felder = _kopf(inhalt, datei)
    tafel = lies_tafel(felder)
    paar = tafel.paare.get(_geschriebener_name(felder, feld)) if tafel is not None else None
    liste = paar[1] if paar is not None else None
    if not isinstance(liste, Liste) or not liste.teile or len(liste.teile) != len(schon):
        return _mit_feld(inhalt, datei, feld, [*schon, *neue])
    letzter = liste.teile[-1]
    if liste.stil == "[":
        stelle, text = schluss(letzter), "".join(f", {geschrieben(wort, klammern=True)}" for wort in neue)
    else:
        zeile = felder.rfind("\n", 0, letzter.von) + 1
        ende = felder.find("\n", schluss(letzter))
        stelle = len(felder) if ende < 0 else ende + 1
        text = "".join(f"{felder[zeile : letzter.von]}{geschrieben(wort)}{stueck.zeilenende}" for wort in neue)
    return stueck.mit([Aenderung(von + stelle, von + stelle, text)]).inhalt


def _mit_version(inhalt: bytes, platz: Platz) -> bytes:
    """Begin the history of the description where the template has a section for it."""
    stueck = entziffert(inhalt, PROZESSVORLAGE)
    kopf, ueberschrift, rest = stueck.text.partition("## Versionen")
    if not ueberschrift or rest.strip():
        return inhalt
    return stueck.mit_text(kopf + _mit_zeilenende(f"{ueberschrift}\n\n- {platz.stichtag} Angelegt\n", stueck)).inhalt


def _ergaenze(platz: Platz, ablagen: list[Ablage], nachbar: Prozess, feld: str, neue: Sequence[str]) -> None:
    """Add words to a field of a neighbour: in the team's file, or in one that says only this of a shipped process."""
    nennungen = {"Nachfolger": nachbar.nachfolger, "Vorgänger": nachbar.vorgaenger, "Eingabe": nachbar.eingabe}[feld]
    datei = nachbar.datei if nachbar.eigen else f"{_ordner(platz)}/{nachbar.stamm}.md"
    geplant = next((a for a in ablagen if a.name == datei), None)
    alt = None
    if geplant is not None:
        alt, inhalt = geplant.alt, geplant.neu or b""
        ablagen.remove(geplant)
    elif nachbar.eigen:
        wurzel = platz.einrichtung.wurzel
        alt = inhalt = lies_datei(wurzel / datei, datei, wurzel).inhalt
    else:
        inhalt = b"---\n---\n"
    schon = [n.text for n in nennungen]
    neue = [wort for wort in neue if wort not in schon]
    ablagen.append(Ablage(name=datei, alt=alt, neu=_mit_punkten(inhalt, datei, feld, schon, neue)))


def _pruefe(platz: Platz, vorher: Prozessbuch, ablagen: Iterable[Ablage]) -> None:
    danach = prozessbuch_von(platz.einrichtung, platz.heute, {a.name: a.neu for a in ablagen if a.neu is not None})
    fehler = [b for b in neue_befunde(vorher.befunde, danach.befunde) if b.schwere is Schwere.FEHLER]
    if fehler:
        saetze = " ".join(f"{befund.text} {befund.hinweis}" for befund in fehler[:3])
        raise Schreibfehler(f"So kann der Prozess nicht angelegt werden. {saetze}")


def namen_der_prozesse(platz: Platz) -> list[str]:
    """Return the names of the team's own processes, in the order of the work."""
    return [p.name.text for p in prozessbuch_von(platz.einrichtung, platz.heute).unsere]
