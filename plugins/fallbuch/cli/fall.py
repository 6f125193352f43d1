"""Commands that write into a case: an entry, its end, a new beginning."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import click

from fallbuch.akte.entwurf import Schreibfehler
from fallbuch.akte.textmeldungen import FRAGLICH
from fallbuch.bearbeiten import phase
from fallbuch.bearbeiten.eintragen import Arbeitsblatt, Auftrag, teile_angabe
from fallbuch.bearbeiten.platz import Platz, Vorhaben
from fallbuch.bearbeiten.textfrage import neues_im_text
from fallbuch.bearbeiten.wuensche import (
    Eintragswunsch,
    auftrag_aus,
    fragt_nach_wiederaufnahme,
    plane_fuer_mehrere,
    terminrat,
)
from fallbuch.befund import meldung
from fallbuch.cli.befehle import fallbuch
from fallbuch.cli.deutsch import Tag
from fallbuch.cli.dialog import am_terminal, gespraech, ja, sage
from fallbuch.cli.fragen import frage_abschluss, frage_eintrag, frage_wiederaufnahme, zeige_fall
from fallbuch.cli.gang import zettel_fuer
from fallbuch.cli.gruppe import ID, ZU_BEACHTEN, ids, option, samt, schreibe, schreibe_gleich, worte
from fallbuch.cli.schreiben import aendernd
from fallbuch.kennung import slug
from fallbuch.text.eigenes import eigener_ordner

_IDS = click.argument("kennungen", metavar="ID…", nargs=-1, required=True, shell_complete=ids)
_DATUM = option("--datum JJJJ-MM-TT", "Tag des Eintrags. Vorgabe: heute.", type=Tag())
TEXT = option("--text TEXT", "Was festgehalten werden soll.", default="")
_BERATER = option("--berater NAME", "Wer dabei war. Mehrmals möglich.", multiple=True, ergaenzt=worte("berater"))
_ANGABE = option('--angabe "SCHLÜSSEL: WERT"', "Eine Angabe des Eintrags. Mehrmals möglich.", "angaben", multiple=True)
_FOLGETERMIN = option(
    "--folgetermin TERMIN",
    "JJJJ-MM-TT, auf Wunsch mit Uhrzeit, oder „keiner“; „… statt JJJJ-MM-TT“ verschiebt oder streicht den genannten Termin.",
)
_OFFENE = samt(
    option("--erledigt NR", "Hakt eine offene Vereinbarung ab: Nummer oder Wort daraus.", multiple=True),
    option("--fallengelassen NR", "Streicht eine offene Vereinbarung: Nummer oder Wort daraus.", multiple=True),
)


@fallbuch.command(
    beispiel='fallbuch eintragen 4711 --art Telefonat --text "Bewerbung ist unterwegs." --folgetermin 2026-07-20'
)
@_IDS
@aendernd
@_DATUM
@option("--art ART", "Art des Eintrags. Fehlt sie, wird gefragt.", ergaenzt=worte("arten"))
@samt(_BERATER, TEXT, _ANGABE)
@option("--vereinbarung TEXT", "Eine neue Vereinbarung. Mehrmals möglich.", multiple=True)
@_OFFENE
@option("--rueckmeldung ERGEBNIS", "Wie eine Maßnahme ausging: „Name: Ergebnis“.", multiple=True)
@option("--betreuungsstufe STUFE", "Festgelegte oder bestätigte Stufe.", ergaenzt=worte("stufen"))
@samt(_FOLGETERMIN, ZU_BEACHTEN)
@option(
    "--wieder-aufnehmen ja|nein",
    "Bei einem Gespräch nach dem Abschluss: ob der Fall damit wieder aufgenommen wird. Fehlt es, wird gefragt.",
)
@option('--feld "FELD: WERT"', "Ändert ein Feld der Stammdaten. Leer: entfernt es.", "felder", multiple=True)
def eintragen(platz: Platz, kennungen: Sequence[str], **werte: Any) -> None:
    """Trägt in einen Fall ein, was geschehen ist, oder dasselbe in mehrere. Ohne --art wird Schritt für Schritt gefragt."""
    blaetter, wunsch = [Arbeitsblatt(platz, kennung) for kennung in dict.fromkeys(kennungen)], _wunsch(werte)
    if len(blaetter) > 1:
        fuehre_aus(platz, plane_fuer_mehrere(blaetter, wunsch))
    elif am_terminal() and wunsch == Eintragswunsch():
        _fuehre_dialog(blaetter[0], frage_eintrag)
    else:
        if am_terminal() and fragt_nach_wiederaufnahme(blaetter[0], wunsch):
            frage = f"Fall {blaetter[0].akte.fall.kennung} ist abgeschlossen. Wird er wieder aufgenommen?"
            wunsch = replace(wunsch, wieder_aufnehmen=ja(frage))
        _schliesse_ab(blaetter[0], auftrag_aus(blaetter[0], wunsch))


def _wunsch(werte: Mapping[str, Any]) -> Eintragswunsch:
    paare = [teile_angabe(angabe) for angabe in werte["angaben"]]
    paare += [("Vereinbarungen", v) for v in werte["vereinbarung"]]
    paare += [(n, werte[n.lower()]) for n in ("Betreuungsstufe", "Folgetermin") if werte[n.lower()] is not None]
    merkzeile = [("Zu beachten", werte["zu_beachten"])] if werte["zu_beachten"] is not None else []
    return Eintragswunsch(
        art=werte["art"],
        datum=werte["datum"],
        berater=werte["berater"],
        text=werte["text"],
        angaben=tuple(paare),
        erledigt=werte["erledigt"],
        fallengelassen=werte["fallengelassen"],
        rueckmeldung=werte["rueckmeldung"],
        felder=(*merkzeile, *(teile_angabe(angabe) for angabe in werte["felder"])),
        wieder_aufnehmen={"ja": True, "nein": False}.get((werte["wieder_aufnehmen"] or "").strip().lower()),
    )


def _fuehre_dialog(blatt: Arbeitsblatt, frage: Callable[[Arbeitsblatt], Auftrag | None]) -> None:
    """Ask, show, and write; what somebody has typed is never lost without a word."""
    kennung = blatt.akte.fall.kennung
    gefuehrt(blatt.platz, lambda: _halte_dialog(blatt, frage), frage.__name__, kennung)


def gefuehrt(platz: Platz, tue: Callable[[], bool], *worum: str) -> None:
    """Hold a dialog of a team, in which one can go back, and go on the next time it is about the same."""
    gespraech(tue, zettel_fuer(eigener_ordner(platz.einrichtung.wurzel), *worum))


def _halte_dialog(blatt: Arbeitsblatt, frage: Callable[[Arbeitsblatt], Auftrag | None]) -> bool:
    zeige_fall(blatt)
    auftrag = frage(blatt)
    if auftrag is None:
        sage("Es wurde nichts geschrieben.")
        return True
    try:
        if auftrag.entwurf is not None and auftrag.entwurf.art == "Abschluss":
            phase.pruefe_abschluss(blatt, auftrag.entwurf)
        return _schliesse_ab(blatt, auftrag, fragen=True)
    except Schreibfehler:
        if auftrag.entwurf is not None:
            sage("Das hatten Sie eingegeben:")
            sage("\n".join(f"  {zeile}".rstrip() for zeile in auftrag.entwurf.zeilen()))
        raise


def _schliesse_ab(blatt: Arbeitsblatt, auftrag: Auftrag, *, fragen: bool = False) -> bool:
    vorhaben, akte = blatt.plane(auftrag)
    getan = fuehre_aus(blatt.platz, vorhaben, fragen=fragen)
    if getan and not blatt.platz.zeigen and not fragen:
        rat = terminrat(blatt.platz, auftrag, akte)
        schreibe(f"{rat}\n" if rat else "")
    return getan


def fuehre_aus(platz: Platz, vorhaben: Vorhaben, *, fragen: bool = False) -> bool:
    """Show a change, or write it and say what was done; in a dialog it is shown first and asked for.

    Where a text says what belongs in no case, whoever sits there is asked as well; a program is told. Tells whether it
    was done as far as somebody wanted.
    """
    fraglich = neues_im_text(platz.einrichtung, vorhaben.ablagen)
    vorhaben = replace(vorhaben, hinweise=[b for b in vorhaben.hinweise if b.kennung not in FRAGLICH])
    if platz.zeigen or fragen:
        schreibe(vorhaben.vorschau())
    schreibe("".join(map(meldung, fraglich)))
    if platz.zeigen:
        schreibe("Das ist nur eine Vorschau; es wurde nichts geschrieben.\n")
        return True
    fragen = fragen or (bool(fraglich) and am_terminal())
    if fragen and not ja("Trotzdem so speichern?" if fraglich else "So speichern?", vorgabe=not fraglich):
        schreibe("Es wurde nichts geschrieben.\n")
        return False
    vorhaben.fuehre_aus(platz, lambda: schreibe_gleich(vorhaben.bericht()))
    return True


@fallbuch.command(
    beispiel='fallbuch abschliessen 4711 --ergebnis "Arbeitsstelle angenommen" --arbeitsbeginn 2026-08-01 --umfang 20 --form versicherungspflichtig'
)
@ID
@aendernd
@_DATUM
@option(
    "--ergebnis ERGEBNIS", "Womit die Beratung endet. Fehlt es, wird gefragt.", ergaenzt=worte("abschlussergebnisse")
)
@option("--arbeitsbeginn JJJJ-MM-TT", "Erster Arbeitstag; nötig bei einer Arbeitsstelle.")
@option("--umfang STUNDEN", "Arbeitsstunden in der Woche.")
@option("--form FORM", "Form der Beschäftigung.", ergaenzt=worte("beschaeftigungsformen"))
@option("--grund GRUND", "Warum es ohne Arbeitsstelle endet.", ergaenzt=worte("gruende"))
@option("--erklaerung SATZ", "Ein Satz, der den Grund verständlich macht.")
@samt(_BERATER, TEXT, _OFFENE, _FOLGETERMIN)
def abschliessen(platz: Platz, kennung: str, **werte: Any) -> None:
    """Schließt einen Fall ab und fragt, was dazugehört. Was noch offen ist, lässt sich dabei abhaken."""
    blatt = Arbeitsblatt(platz, kennung)
    if werte["ergebnis"] is None and am_terminal():
        _fuehre_dialog(blatt, frage_abschluss)
        return
    namen = ("Ergebnis", "Grund", "Erklärung", "Arbeitsbeginn", "Umfang", "Form", "Folgetermin")
    wunsch = Eintragswunsch(
        art="Abschluss",
        datum=werte["datum"],
        berater=werte["berater"],
        text=werte["text"],
        angaben=[(n, wert) for n in namen if (wert := werte[slug(n)]) is not None],
        erledigt=werte["erledigt"],
        fallengelassen=werte["fallengelassen"],
    )
    _schliesse_ab(blatt, auftrag_aus(blatt, wunsch))


@fallbuch.command(beispiel='fallbuch wiederaufnehmen 4711 --berater Jana --text "Die Stelle wurde gekündigt."')
@ID
@aendernd
@_DATUM
@option("--berater NAME", "Wer den Fall übernimmt. Vorgabe: wer ihn hatte.", ergaenzt=worte("berater"))
@samt(TEXT, _ANGABE, _FOLGETERMIN)
def wiederaufnehmen(  # noqa: PLR0917 - click hands over every option
    platz: Platz,
    kennung: str,
    datum: date | None,
    berater: str | None,
    text: str,
    angaben: Sequence[str],
    folgetermin: str | None,
) -> None:
    """Nimmt einen abgeschlossenen Fall wieder auf. Die Fristen beginnen neu, der Verlauf bleibt."""
    blatt = Arbeitsblatt(platz, kennung)
    paare = [teile_angabe(angabe) for angabe in angaben]
    paare += [("Folgetermin", folgetermin)] if folgetermin else []
    if am_terminal() and not any((datum, berater, text, paare)):
        _fuehre_dialog(blatt, frage_wiederaufnahme)
        return
    _schliesse_ab(blatt, phase.wiederaufnahme(blatt, berater, datum, text, paare))
