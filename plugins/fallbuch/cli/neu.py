"""The command that makes new cases: one, or all of an event at once."""

from __future__ import annotations

import random
import secrets
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import click

from fallbuch.akte.entwurf import Schreibfehler
from fallbuch.bearbeiten.eintragen import kopffeld, teile_angabe
from fallbuch.bearbeiten.neu import plane_neue, pruefe_id
from fallbuch.bearbeiten.platz import Platz
from fallbuch.bearbeiten.werte import lies_wort, nummer
from fallbuch.bearbeiten.wuensche import Veranstaltungswunsch, plane_veranstaltung, reihum
from fallbuch.cli.befehle import fallbuch
from fallbuch.cli.deutsch import Tag
from fallbuch.cli.dialog import Pruefung, am_terminal, frage, sage
from fallbuch.cli.fall import fuehre_aus, gefuehrt
from fallbuch.cli.fragen import WIE_ES_GEHT, frage_datum, frage_fall, frage_person
from fallbuch.cli.gruppe import ZU_BEACHTEN, option, worte
from fallbuch.cli.schreiben import aendernd
from fallbuch.einrichtung import Aufruffehler

_HOECHSTENS = 50
_EIGENE_WEGE = {"ID": "Dafür gibt es --id.", "Status": "Ein neuer Fall ist „neu“."}


@fallbuch.command(beispiel="fallbuch neu --zugangsweg Beratungstag --berater Jana")
@aendernd
@option("--zugangsweg NAME", "Woher der Mensch kam. Fehlt es, wird gefragt.", ergaenzt=worte("zugangswege"))
@option("--datum JJJJ-MM-TT", "Tag des Erstkontakts oder der Veranstaltung. Vorgabe: heute.", type=Tag())
@option(
    "--berater NAME",
    "Wer sich kümmert. Bei einer Veranstaltung mehrmals: reihum.",
    multiple=True,
    ergaenzt=worte("berater"),
)
@option('--feld "FELD: WERT"', "Ein weiteres Feld der Stammdaten. Mehrmals möglich.", "felder", multiple=True)
@ZU_BEACHTEN
@option("--id ID", "Eine bestimmte ID statt einer zufälligen.", "kennung")
@option(
    "--veranstaltung NAME",
    "Legt die Fälle einer Veranstaltung an und trägt sie ins Protokoll ein.",
    ergaenzt=worte("zugangswege"),
)
@option("--faelle N", "Wie viele Fälle die Veranstaltung brachte.", type=click.IntRange(1, _HOECHSTENS))
@option("--teilnehmende N", "Wie viele Menschen bei der Veranstaltung waren.", type=click.IntRange(0, 9999))
@option("--text TEXT", "Was zur Veranstaltung festgehalten werden soll.", default="")
def neu(platz: Platz, **werte: Any) -> None:
    """Legt einen neuen Fall an, mit einer zufälligen ID. Ohne Angaben wird Schritt für Schritt gefragt."""
    if werte["veranstaltung"] is not None:
        _lege_veranstaltung_an(platz, **werte)
        return
    if len(werte["berater"]) > 1:
        raise Aufruffehler("Einen Fall hat eine Person. Mehrere --berater gehören zu --veranstaltung.")
    for name in ("faelle", "teilnehmende", "text"):
        if werte[name] not in {None, ""}:
            raise Aufruffehler(f"--{name} gehört zu --veranstaltung. Nennen Sie dort den Zugangsweg.")
    bekannt = {"ID": werte["kennung"], "Zugangsweg": werte["zugangsweg"], "Berater": " ".join(werte["berater"])}
    bekannt |= {"Zu beachten": werte["zu_beachten"], "Erstkontakt": str(werte["datum"] or "")}
    felder = _felder(werte["felder"]) | {name: wert for name, wert in bekannt.items() if wert}
    fragen = "Zugangsweg" not in felder and am_terminal()
    if not fragen:
        fuehre_aus(platz, plane_neue(platz, [felder]))
        return
    pruefe_id(platz, felder.get("ID", ""))

    wurf = secrets.randbits(64)

    def frage_und_schreibe() -> bool:
        sage("Ein neuer Fall. Namen und Anschrift gehören nicht hierher, sondern zu den Kontaktdaten.")
        sage(WIE_ES_GEHT)
        vorhaben = plane_neue(platz, [frage_fall(platz, felder)], zufall=_zufall(wurf))
        return fuehre_aus(platz, vorhaben, fragen=True)

    gefuehrt(platz, frage_und_schreibe, "neu", felder.get("ID", ""))


def _zufall(wurf: int) -> Callable[[int], int]:
    """Return a source of IDs that draws the same for one dialog: who goes back a question keeps the ID that was shown."""
    return random.Random(wurf).randrange


def _lege_veranstaltung_an(platz: Platz, **werte: Any) -> None:
    if werte["zu_beachten"] is not None:
        raise Aufruffehler(
            "--zu-beachten gilt einem Menschen. Tragen Sie es danach ein: fallbuch eintragen ID --zu-beachten."
        )
    if werte["zugangsweg"] is not None or werte["kennung"] is not None:
        raise Aufruffehler(
            "Bei einer Veranstaltung folgt der Zugangsweg aus --veranstaltung, und die IDs werden gezogen."
        )
    tag: date = werte["datum"] or platz.stichtag
    weg = lies_wort("zugangswege", werte["veranstaltung"], "Zugangsweg", platz.regelwerk, tag)
    felder, berater = _felder(werte["felder"]), list(werte["berater"])
    fragen = werte["faelle"] is None and am_terminal()
    if werte["faelle"] is None and not fragen:
        raise Aufruffehler("Wie viele Fälle brachte die Veranstaltung? Nennen Sie die Zahl mit --faelle.")
    teilnehmende = "" if werte["teilnehmende"] is None else str(werte["teilnehmende"])
    wurf = secrets.randbits(64)

    wunsch = Veranstaltungswunsch(
        zugangsweg=weg, datum=tag, faelle=(), berater=berater, teilnehmende=teilnehmende, text=werte["text"]
    )

    def schreibe(wunsch: Veranstaltungswunsch) -> bool:
        return fuehre_aus(platz, plane_veranstaltung(platz, wunsch, _zufall(wurf)), fragen=fragen)

    def frage_und_schreibe() -> bool:
        am = frage_datum(platz, "Wann war die Veranstaltung", tag)
        viele = teilnehmende or frage("Wie viele Menschen waren da (sonst Eingabetaste)", pruefe=_zahl(0, 9999))
        wie_viele = int(frage("Wie viele neue Fälle kamen dazu", pruefe=_zahl(1, _HOECHSTENS), noetig=True))
        wer = berater or [frage_person(platz, "Wer hat die Veranstaltung betreut", "", am)]
        fest = {"Erstkontakt": str(am), "Zugangsweg": weg, **felder}
        faelle = [frage_fall(platz, fest, nummer=n) for n in range(1, wie_viele + 1)]
        return schreibe(replace(wunsch, datum=am, faelle=faelle, berater=wer, teilnehmende=viele))

    if fragen:
        gefuehrt(platz, frage_und_schreibe, "veranstaltung", weg)
        return
    schreibe(reihum(platz, wunsch, werte["faelle"], felder))


def _zahl(von: int, bis: int) -> Pruefung:
    def pruefe(antwort: str) -> str:
        if not (antwort == "0" and von == 0) and nummer(antwort, bis) is None:
            raise Schreibfehler(f"Erwartet wird eine Zahl von {von} bis {bis}.")
        return antwort

    return pruefe


def _felder(angaben: Sequence[str]) -> dict[str, str]:
    paare = [(kopffeld(wort).name, wert) for wort, wert in map(teile_angabe, angaben)]
    for name, _ in paare:
        if name in _EIGENE_WEGE:
            raise Aufruffehler(f"„{name}“ lässt sich so nicht setzen. {_EIGENE_WEGE[name]}")
    return {name: "\n".join(wert for n, wert in paare if n == name) for name, _ in paare}
