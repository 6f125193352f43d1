"""Commands that write into a case: an entry, its end, a new beginning."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import click

from fallbuch.akte.entwurf import Schreibfehler
from fallbuch.bearbeiten.eintragen import Arbeitsblatt, Auftrag, kopfangaben, teile_angabe
from fallbuch.bearbeiten.phase import (
    BLEIBT_ZU,
    mit_wiederaufnahme,
    nach_dem_ende,
    pruefe_abschluss,
    wiederaufnahme,
)
from fallbuch.bearbeiten.platz import Platz, Vorhaben, zusammen
from fallbuch.bearbeiten.vorschlaege import moegliche_arten, stehender_termin, vorgeschlagener_termin
from fallbuch.bestand.laden import Akte
from fallbuch.cli.befehle import fallbuch
from fallbuch.cli.deutsch import Tag
from fallbuch.cli.dialog import am_terminal, gespraech, ja, sage
from fallbuch.cli.fragen import frage_abschluss, frage_eintrag, frage_wiederaufnahme, zeige_fall
from fallbuch.cli.gang import zettel_fuer
from fallbuch.cli.gruppe import STICHTAG, TEAM, ZEIGEN, ZU_BEACHTEN, ids, schreibe, schreibe_gleich, worte
from fallbuch.cli.schreiben import oeffne_zum_schreiben
from fallbuch.einrichtung import Aufruffehler
from fallbuch.kennung import slug
from fallbuch.text.eigenes import eigener_ordner

F = TypeVar("F", bound=Callable[..., Any])

_ID = click.argument("kennung", metavar="ID", shell_complete=ids)
_IDS = click.argument("kennungen", metavar="ID…", nargs=-1, required=True, shell_complete=ids)
_DATUM = click.option("--datum", type=Tag(), metavar="JJJJ-MM-TT", help="Tag des Eintrags. Vorgabe: heute.")
TEXT = click.option("--text", default="", metavar="TEXT", help="Was festgehalten werden soll.")
_BERATER = click.option(
    "--berater", multiple=True, metavar="NAME", shell_complete=worte("berater"), help="Wer dabei war. Mehrmals möglich."
)
_ANGABE = click.option(
    "--angabe",
    "angaben",
    multiple=True,
    metavar='"SCHLÜSSEL: WERT"',
    help="Eine Angabe des Eintrags. Mehrmals möglich.",
)
_FOLGETERMIN = click.option(
    "--folgetermin",
    metavar="TERMIN",
    help="JJJJ-MM-TT, auf Wunsch mit Uhrzeit, oder „keiner“; „… statt JJJJ-MM-TT“ verschiebt oder streicht den genannten Termin.",
)
_ERLEDIGT = click.option(
    "--erledigt", multiple=True, metavar="NR", help="Hakt eine offene Vereinbarung ab: Nummer oder Wort daraus."
)
_FALLENGELASSEN = click.option(
    "--fallengelassen", multiple=True, metavar="NR", help="Streicht eine offene Vereinbarung: Nummer oder Wort daraus."
)


def _mit(*optionen: Callable[[F], F]) -> Callable[[F], F]:
    def dekoriere(funktion: F) -> F:
        for option in reversed(optionen):
            funktion = option(funktion)
        return funktion

    return dekoriere


@fallbuch.command(
    beispiel='fallbuch eintragen 4711 --art Telefonat --text "Bewerbung ist unterwegs." --folgetermin 2026-07-20'
)
@_IDS
@_mit(TEAM, STICHTAG, ZEIGEN, _DATUM)
@click.option("--art", metavar="ART", shell_complete=worte("arten"), help="Art des Eintrags. Fehlt sie, wird gefragt.")
@_mit(_BERATER, TEXT, _ANGABE)
@click.option("--vereinbarung", multiple=True, metavar="TEXT", help="Eine neue Vereinbarung. Mehrmals möglich.")
@_mit(_ERLEDIGT, _FALLENGELASSEN)
@click.option("--rueckmeldung", multiple=True, metavar="ERGEBNIS", help="Wie eine Maßnahme ausging: „Name: Ergebnis“.")
@click.option(
    "--betreuungsstufe", metavar="STUFE", shell_complete=worte("stufen"), help="Festgelegte oder bestätigte Stufe."
)
@_FOLGETERMIN
@ZU_BEACHTEN
@click.option(
    "--wieder-aufnehmen",
    metavar="ja|nein",
    help="Bei einem Gespräch nach dem Abschluss: ob der Fall damit wieder aufgenommen wird. Fehlt es, wird gefragt.",
)
@click.option(
    "--feld", "felder", multiple=True, metavar='"FELD: WERT"', help="Ändert ein Feld der Stammdaten. Leer: entfernt es."
)
def eintragen(kennungen: Sequence[str], team: Path, stichtag: str | None, zeigen: bool, **werte: Any) -> None:
    """Trägt in einen Fall ein, was geschehen ist, oder dasselbe in mehrere. Ohne --art wird Schritt für Schritt gefragt."""
    platz = oeffne_zum_schreiben(team, stichtag)
    blaetter = [Arbeitsblatt(platz, kennung) for kennung in dict.fromkeys(kennungen)]
    if len(blaetter) > 1:
        _trage_mehrfach_ein(blaetter, zeigen=zeigen, **werte)
        return
    auftrag = _auftrag(blaetter[0], **werte)
    if auftrag is None:
        _fuehre_dialog(blaetter[0], frage_eintrag, zeigen=zeigen)
        return
    _schliesse_ab(blaetter[0], auftrag, zeigen=zeigen)


_JE_FALL = {"erledigt": "--erledigt", "fallengelassen": "--fallengelassen", "rueckmeldung": "--rueckmeldung"}


def _trage_mehrfach_ein(blaetter: Sequence[Arbeitsblatt], *, zeigen: bool, **werte: Any) -> None:
    """Enter the same into several cases: a couple, a workshop. Either all of them get it or none."""
    if nur_einzeln := [name for name, option in _JE_FALL.items() if werte[name]]:
        raise Aufruffehler(
            f"{_JE_FALL[nur_einzeln[0]]} geht nur bei einem Fall: Jeder hat seine eigenen Vereinbarungen und Maßnahmen."
        )
    if werte["art"] is None:
        raise Aufruffehler(
            "Für mehrere Fälle zugleich nennen Sie die Art mit --art. Gefragt wird nur bei einem einzelnen Fall."
        )
    vorhaben = [blatt.plane(auftrag)[0] for blatt in blaetter if (auftrag := _auftrag(blatt, **werte)) is not None]
    fuehre_aus(blaetter[0].platz, zusammen(vorhaben), zeigen=zeigen)


def _auftrag(blatt: Arbeitsblatt, **werte: Any) -> Auftrag | None:
    """Return what the options ask for; None where they leave it to a dialog."""
    paare = [teile_angabe(angabe) for angabe in werte["angaben"]]
    paare += [("Vereinbarungen", v) for v in werte["vereinbarung"]]
    paare += [(n, werte[n.lower()]) for n in ("Betreuungsstufe", "Folgetermin") if werte[n.lower()] is not None]
    teile = Auftrag(
        erledigt=[blatt.finde_offene(angabe) for angabe in werte["erledigt"]],
        fallengelassen=[blatt.finde_offene(angabe) for angabe in werte["fallengelassen"]],
        rueckmeldungen=[blatt.finde_massnahme(angabe) for angabe in werte["rueckmeldung"]],
        felder=kopfangaben(blatt.platz, _felder(werte)),
    )
    if werte["art"] is None:
        fuer_eintrag = [*paare, *werte["berater"], *filter(None, (werte["text"], werte["datum"]))]
        if teile.leer and not fuer_eintrag and am_terminal():
            return None
        if teile.leer or fuer_eintrag:
            vorschlag = moegliche_arten(blatt.akte, blatt.platz.regelwerk, blatt.platz.stichtag)[0]
            raise Aufruffehler(f'Was ist geschehen? Nennen Sie die Art mit --art. Vorschlag: --art "{vorschlag}".')
        return teile
    entwurf = blatt.entwurf(werte["art"], werte["datum"], werte["berater"], werte["text"], paare)
    ausdruecklich = (werte["wieder_aufnehmen"] or "").strip().lower() == "ja" and not blatt.akte.sicht.offen
    if ausdruecklich or nach_dem_ende(blatt, entwurf.art, entwurf.datum):
        if _wieder_aufnehmen(blatt, werte["wieder_aufnehmen"]):
            return mit_wiederaufnahme(blatt, replace(teile, entwurf=entwurf))
        entwurf = blatt.entwurf(werte["art"], werte["datum"], werte["berater"], werte["text"], [*paare, BLEIBT_ZU])
    if entwurf.art == "Abschluss":
        pruefe_abschluss(blatt, entwurf)
    if entwurf.art == "Wiederaufnahme":
        auftrag = wiederaufnahme(blatt, next(iter(werte["berater"]), None), entwurf.datum, entwurf.text, paare)
        return replace(teile, entwurf=auftrag.entwurf, felder={**auftrag.felder, **teile.felder})
    return replace(teile, entwurf=entwurf)


def _wieder_aufnehmen(blatt: Arbeitsblatt, wert: str | None) -> bool:
    """Tell whether the case is to be reopened; asks where nothing was said and somebody sits there."""
    if wert is not None and wert.strip().lower() in {"ja", "nein"}:
        return wert.strip().lower() == "ja"
    if wert is None and am_terminal():
        return ja(f"Fall {blatt.akte.fall.kennung} ist abgeschlossen. Wird er wieder aufgenommen?")
    raise Aufruffehler(
        f"Fall {blatt.akte.fall.kennung} ist abgeschlossen. Wird er mit diesem Gespräch wieder aufgenommen? Nennen Sie --wieder-aufnehmen ja oder nein."
    )


def _felder(werte: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return the fields of the front matter that are to be changed, the remark among them."""
    merkzeile = [("Zu beachten", werte["zu_beachten"])] if werte["zu_beachten"] is not None else []
    return [*merkzeile, *(teile_angabe(angabe) for angabe in werte["felder"])]


def _fuehre_dialog(blatt: Arbeitsblatt, frage: Callable[[Arbeitsblatt], Auftrag | None], *, zeigen: bool) -> None:
    """Ask, show, and write; what somebody has typed is never lost without a word."""
    kennung = blatt.akte.fall.kennung
    gefuehrt(blatt.platz, lambda: _halte_dialog(blatt, frage, zeigen=zeigen), frage.__name__, kennung)


def gefuehrt(platz: Platz, tue: Callable[[], bool], *worum: str) -> None:
    """Hold a dialog of a team, in which one can go back, and go on the next time it is about the same."""
    gespraech(tue, zettel_fuer(eigener_ordner(platz.einrichtung.wurzel), *worum))


def _halte_dialog(blatt: Arbeitsblatt, frage: Callable[[Arbeitsblatt], Auftrag | None], *, zeigen: bool) -> bool:
    zeige_fall(blatt)
    auftrag = frage(blatt)
    if auftrag is None:
        sage("Es wurde nichts geschrieben.")
        return True
    try:
        if auftrag.entwurf is not None and auftrag.entwurf.art == "Abschluss":
            pruefe_abschluss(blatt, auftrag.entwurf)
        return _schliesse_ab(blatt, auftrag, zeigen=zeigen, fragen=True)
    except Schreibfehler:
        if auftrag.entwurf is not None:
            sage("Das hatten Sie eingegeben:")
            sage("\n".join(f"  {zeile}".rstrip() for zeile in auftrag.entwurf.zeilen()))
        raise


def _schliesse_ab(blatt: Arbeitsblatt, auftrag: Auftrag, *, zeigen: bool, fragen: bool = False) -> bool:
    vorhaben, akte = blatt.plane(auftrag)
    getan = fuehre_aus(blatt.platz, vorhaben, zeigen=zeigen, fragen=fragen)
    if not zeigen and not fragen:
        schreibe(_terminrat(blatt.platz, auftrag, akte))
    return getan


def fuehre_aus(platz: Platz, vorhaben: Vorhaben, *, zeigen: bool, fragen: bool = False) -> bool:
    """Show a change, or write it and say what was done; in a dialog it is shown first and asked for.

    Tells whether it was done as far as somebody wanted.
    """
    if zeigen or fragen:
        schreibe(vorhaben.vorschau())
    if zeigen:
        schreibe("Das ist nur eine Vorschau; es wurde nichts geschrieben.\n")
        return True
    if fragen and not ja("So speichern?"):
        schreibe("Es wurde nichts geschrieben.\n")
        return False
    vorhaben.fuehre_aus(platz, lambda: schreibe_gleich(vorhaben.bericht()))
    return True


def _terminrat(platz: Platz, auftrag: Auftrag, akte: Akte) -> str:
    """Name the day for the next conversation where the entry was one and says nothing of it."""
    entwurf = auftrag.entwurf
    if entwurf is None or "Folgetermin" in entwurf.angaben or not platz.regelwerk.vokabular.arten[entwurf.art].kontakt:
        return ""
    if stehender_termin(akte, entwurf.datum) is not None:
        return ""
    vorschlag = vorgeschlagener_termin(akte, platz.einrichtung.datei, entwurf.datum)
    return f"Ein Folgetermin ist nicht vereinbart. Spätestens sollte er am {vorschlag[0]} sein.\n" if vorschlag else ""


@fallbuch.command(
    beispiel='fallbuch abschliessen 4711 --ergebnis "Arbeitsstelle angenommen" --arbeitsbeginn 2026-08-01 --umfang 20 --form versicherungspflichtig'
)
@_ID
@_mit(TEAM, STICHTAG, ZEIGEN, _DATUM)
@click.option(
    "--ergebnis",
    metavar="ERGEBNIS",
    shell_complete=worte("abschlussergebnisse"),
    help="Womit die Beratung endet. Fehlt es, wird gefragt.",
)
@click.option("--arbeitsbeginn", metavar="JJJJ-MM-TT", help="Erster Arbeitstag; nötig bei einer Arbeitsstelle.")
@click.option("--umfang", metavar="STUNDEN", help="Arbeitsstunden in der Woche.")
@click.option(
    "--form", "form", metavar="FORM", shell_complete=worte("beschaeftigungsformen"), help="Form der Beschäftigung."
)
@click.option("--grund", metavar="GRUND", shell_complete=worte("gruende"), help="Warum es ohne Arbeitsstelle endet.")
@click.option("--erklaerung", metavar="SATZ", help="Ein Satz, der den Grund verständlich macht.")
@_mit(_BERATER, TEXT, _ERLEDIGT, _FALLENGELASSEN, _FOLGETERMIN)
def abschliessen(kennung: str, team: Path, stichtag: str | None, zeigen: bool, **werte: Any) -> None:
    """Schließt einen Fall ab und fragt, was dazugehört. Was noch offen ist, lässt sich dabei abhaken."""
    blatt = Arbeitsblatt(oeffne_zum_schreiben(team, stichtag), kennung)
    if werte["ergebnis"] is None and am_terminal():
        _fuehre_dialog(blatt, frage_abschluss, zeigen=zeigen)
        return
    namen = ("Ergebnis", "Grund", "Erklärung", "Arbeitsbeginn", "Umfang", "Form")
    paare = [(n, wert) for n in (*namen, "Folgetermin") if (wert := werte[slug(n)]) is not None]
    entwurf = blatt.entwurf("Abschluss", werte["datum"], werte["berater"], werte["text"], paare)
    pruefe_abschluss(blatt, entwurf)
    auftrag = Auftrag(
        entwurf=entwurf,
        erledigt=[blatt.finde_offene(angabe) for angabe in werte["erledigt"]],
        fallengelassen=[blatt.finde_offene(angabe) for angabe in werte["fallengelassen"]],
    )
    _schliesse_ab(blatt, auftrag, zeigen=zeigen)


@fallbuch.command(beispiel='fallbuch wiederaufnehmen 4711 --berater Jana --text "Die Stelle wurde gekündigt."')
@_ID
@_mit(TEAM, STICHTAG, ZEIGEN, _DATUM)
@click.option(
    "--berater", metavar="NAME", shell_complete=worte("berater"), help="Wer den Fall übernimmt. Vorgabe: wer ihn hatte."
)
@_mit(TEXT, _ANGABE, _FOLGETERMIN)
def wiederaufnehmen(  # noqa: PLR0917 - click hands over every option
    kennung: str,
    team: Path,
    stichtag: str | None,
    zeigen: bool,
    datum: date | None,
    berater: str | None,
    text: str,
    angaben: Sequence[str],
    folgetermin: str | None,
) -> None:
    """Nimmt einen abgeschlossenen Fall wieder auf. Die Fristen beginnen neu, der Verlauf bleibt."""
    platz = oeffne_zum_schreiben(team, stichtag)
    blatt = Arbeitsblatt(platz, kennung)
    paare = [teile_angabe(angabe) for angabe in angaben]
    paare += [("Folgetermin", folgetermin)] if folgetermin else []
    if am_terminal() and not any((datum, berater, text, paare)):
        _fuehre_dialog(blatt, frage_wiederaufnahme, zeigen=zeigen)
        return
    _schliesse_ab(blatt, wiederaufnahme(blatt, berater, datum, text, paare), zeigen=zeigen)
