"""The command for contact data. Nothing of a person is ever an option: those stand in the list of processes and in histories."""

from __future__ import annotations

from pathlib import Path

import click

from fallbuch.cli.befehle import fallbuch
from fallbuch.cli.gruppe import OHNE_FRAGE, PFAD, TEAM, option
from fallbuch.einrichtung import Aufruffehler
from fallbuch.kontakte.ablageort import fehlendes

_MIT_ID = ("neu", "zeigen", "aendern", "loeschen")
_TATEN = ("schluessel", "kennwort", "empfaenger", "umschluesseln", "pruefen", "liste", "suchen", *_MIT_ID)


@fallbuch.command(beispiel="fallbuch kontakt pruefen --ablage ../kontakte")
@click.argument("tat", metavar="TAT", type=click.Choice(_TATEN))
@click.argument("kennung", metavar="[ID]", required=False)
@TEAM
@option(
    "--ablage ORDNER",
    "Ordner der Kontaktdaten, außerhalb des Teams. Vorgabe: was in FALLBUCH_KONTAKTE steht.",
    type=PFAD,
)
@option("--blatt", "Öffnet mit den Wörtern vom Blatt im Safe statt mit Ihrem Schlüssel.")
@OHNE_FRAGE
def kontakt(  # noqa: PLR0917 - click hands over every option
    tat: str, kennung: str | None, team: Path, ablage: Path | None, blatt: bool, ohne_frage: bool
) -> None:
    """Führt Namen, Adressen und Telefonnummern, verschlüsselt und außerhalb des Teams; gefragt wird nach allem, was niemand mitlesen darf.

    TAT ist schluessel, kennwort, empfaenger, umschluesseln, pruefen, liste oder suchen, mit der ID eines Falls neu, zeigen, aendern oder loeschen.
    """
    try:
        from fallbuch.cli.kontaktarbeit import Kontaktarbeit  # noqa: PLC0415 - a team without contact data does not install it
    except ModuleNotFoundError as fehler:
        if fehler.name != "pyrage":
            raise
        raise Aufruffehler(fehlendes("pyrage")) from fehler
    if (tat in _MIT_ID) is (kennung is None):
        satz = "Es fehlt die ID des Falls" if kennung is None else f"„{tat}“ nimmt keine ID"
        raise Aufruffehler(f"{satz}: fallbuch kontakt {tat}{' ID' if tat in _MIT_ID else ''}")
    arbeit = Kontaktarbeit(team, ablage, blatt=blatt, ohne_frage=ohne_frage)
    if kennung is not None:
        arbeit.tu_mit(tat, kennung)
    else:
        getattr(arbeit, tat)()
