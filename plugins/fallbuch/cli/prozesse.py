"""Commands about how the team works: a new process, and everything as one document to print."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from fallbuch.bearbeiten.platz import Platz
from fallbuch.bearbeiten.prozesse import namen_der_prozesse, plane_prozess
from fallbuch.cli.befehle import fallbuch
from fallbuch.cli.dialog import am_terminal, frage, sage
from fallbuch.cli.fall import fuehre_aus, gefuehrt
from fallbuch.cli.fragen import WIE_ES_GEHT
from fallbuch.cli.gruppe import PFAD, TEAM, option, schreibe, worte, worte_aus
from fallbuch.cli.schreiben import aendernd, oeffne_platz
from fallbuch.einrichtung import Aufruffehler, richte_ein
from fallbuch.text.drucker import KeinBrowser, drucke

DRUCKFASSUNG = "druckfassung.html"


_PROZESSE = worte_aus(lambda ordner: namen_der_prozesse(oeffne_platz(ordner, None)))


@fallbuch.command(
    "neu-prozess", beispiel="fallbuch neu-prozess Nachbetreuung --vorgaenger Beratung --nachfolger Analyse"
)
@click.argument("name")
@aendernd
@option("--beschreibung TEXT", "Worum es geht, in ein bis drei Sätzen.")
@option("--vorgaenger PROZESS", "Wonach er beginnt. Mehrmals möglich.", multiple=True, ergaenzt=_PROZESSE)
@option("--nachfolger PROZESS", "Was danach kommt. Mehrmals möglich.", multiple=True, ergaenzt=_PROZESSE)
@option("--eingabe TEXT", "Was er braucht. Vorgabe: die erste Ausgabe jedes Vorgängers.", multiple=True)
@option("--ausgabe TEXT", "Was am Ende da ist. Mehrmals möglich.", multiple=True)
@option("--verantwortlich NAME", "Wer sich kümmert. Mehrmals möglich.", multiple=True, ergaenzt=worte("berater"))
@option("--status STATUS", "Fälle mit diesem Status stehen in dem Prozess.", multiple=True)
@option("--regel REGEL", "Eine Regel oder Regelgruppe, die darüber wacht. Mehrmals möglich.", "regeln", multiple=True)
@option("--gruppe GRUPPE", "Zu welchem Bild er gehört. Vorgabe: die Gruppe der Nachbarn.")
def neu_prozess(  # noqa: PLR0917 - click hands over every option
    platz: Platz, name: str, beschreibung: str | None, vorgaenger: Sequence[str], nachfolger: Sequence[str],
    eingabe: Sequence[str], ausgabe: Sequence[str], verantwortlich: Sequence[str], status: Sequence[str], regeln: Sequence[str],
    gruppe: str | None,
) -> None:  # fmt: skip
    """Legt einen neuen Prozess an und trägt ihn bei seinen Nachbarn ein."""
    felder = {
        "Beschreibung": [beschreibung] if beschreibung else [], "Vorgänger": vorgaenger, "Nachfolger": nachfolger, "Eingabe": eingabe,
        "Ausgabe": ausgabe, "Verantwortlich": verantwortlich, "Status": status, "Regeln": regeln,
        "Gruppe": [gruppe] if gruppe else [],
    }  # fmt: skip
    fragen = not any(felder.values()) and am_terminal()
    if not fragen:
        fuehre_aus(platz, plane_prozess(platz, name, felder))
        return

    def frage_und_schreibe() -> bool:
        gefragt = felder | _frage(platz, name)
        return fuehre_aus(platz, plane_prozess(platz, name, gefragt), fragen=True)

    gefuehrt(platz, frage_und_schreibe, "neu-prozess", name)


def _frage(platz: Platz, name: str) -> dict[str, list[str]]:
    sage(f"Ein neuer Prozess: {name}. {WIE_ES_GEHT}")
    sage("Bisher gibt es: " + ", ".join(namen_der_prozesse(platz)) + ".")
    return {
        "Beschreibung": _eines(frage("Worum geht es, in ein bis drei Sätzen")),
        "Vorgänger": _liste(frage("Wonach beginnt er (Namen mit Komma, sonst Eingabetaste)")),
        "Nachfolger": _liste(frage("Was kommt danach (Namen mit Komma, sonst Eingabetaste)")),
        "Ausgabe": _eines(frage("Was ist am Ende da")),
        "Verantwortlich": _liste(frage("Wer kümmert sich (Namen mit Komma, sonst Eingabetaste)")),
    }


def _eines(antwort: str) -> list[str]:
    return [antwort] if antwort else []


def _liste(antwort: str) -> list[str]:
    return [wort.strip() for wort in antwort.split(",") if wort.strip()]


@fallbuch.command(beispiel="fallbuch drucken --ausgabe handbuch.pdf")
@TEAM
@option("--seiten ORDNER", "Ordner der gebauten Seiten. Vorgabe: site im Ordner des Teams.", type=PFAD)
@option("--ausgabe DATEI", "Wie die Datei heißen soll. Vorgabe: handbuch.pdf.", type=PFAD, default=Path("handbuch.pdf"))
def drucken(team: Path, seiten: Path | None, ausgabe: Path) -> None:
    """Macht aus Prozessen und Handbuch eine PDF-Datei. Die Seiten müssen gebaut sein, und ein Browser muss da sein."""
    richte_ein(team)
    quelle = (seiten or team / "site") / DRUCKFASSUNG
    if not quelle.is_file():
        raise Aufruffehler(
            f"Die Druckfassung „{quelle}“ gibt es noch nicht. Bauen Sie zuerst die Seiten: fallbuch bauen."
        )
    if ausgabe.suffix.lower() != ".pdf":
        raise Aufruffehler(f"„{ausgabe}“ soll eine PDF-Datei werden. Nennen Sie einen Namen, der auf „.pdf“ endet.")
    if not ausgabe.resolve().parent.is_dir():
        raise Aufruffehler(
            f"Den Ordner „{ausgabe.resolve().parent}“ gibt es nicht. Legen Sie ihn an, oder nennen Sie einen anderen."
        )
    try:
        drucke(quelle.resolve(), ausgabe.resolve())
    except KeinBrowser as fehler:
        raise Aufruffehler(
            f"{fehler} Öffnen Sie stattdessen „{quelle}“ in Ihrem Browser und wählen Sie dort „Drucken“ und „Als PDF speichern“."
        ) from fehler
    schreibe(f"Gedruckt: {ausgabe}.\n")
