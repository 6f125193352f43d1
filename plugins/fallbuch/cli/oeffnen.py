"""The command that opens the desk."""

from __future__ import annotations

import os
import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click

from fallbuch.cli.befehle import fallbuch
from fallbuch.cli.gruppe import IM_TEAM, PFAD, lebenszeichen, option, schreibe_gleich, stichtag_und_heute
from fallbuch.einrichtung import Aufruffehler, Einrichtung
from fallbuch.kontakte.ablageort import fehlendes, kontaktordner, schluesselort
from fallbuch.kontakte.modell import Kontaktfehler
from fallbuch.regelwerk.modell import Teamdatei
from fallbuch.text.eigenes import eigener_ordner

if TYPE_CHECKING:
    from fallbuch.schreibtisch.kontakte import Kontaktschrank
    from fallbuch.schreibtisch.wache import Tischzugang

_FEHLT = "Für den Schreibtisch fehlt das Paket Werkzeug. Es kommt mit: pip install 'fallbuch[schreibtisch]'"
_PORT = 8641
_ANDERER_PORT = (
    "Der Schreibtisch steht heute unter {hier} statt {sonst}: Dort antwortet ein anderes Programm. Der Browser hält das für einen anderen Ort; "
    "angefangene Texte und „Ich bin“ sind wieder da, sobald {sonst} frei ist.\n"
)


@fallbuch.command(beispiel="fallbuch oeffnen")
@IM_TEAM
@option(
    "--port PORT",
    f"Unter welchem Port er zu finden ist. Vorgabe: der vom letzten Mal, zuerst {_PORT}, sonst der nächste freie.",
    type=click.IntRange(1024, 65515),
)
@option("--ohne-browser", "Öffnet keinen Browser, sondern nennt nur die Adresse.")
@option(
    "--ruhe MINUTEN",
    "Nach so vielen Minuten ohne Anfrage schließt er sich. 0: nie. Vorgabe: 240.",
    type=click.IntRange(0, 10080),
    default=240,
)
@option(
    "--ablage ORDNER",
    "Ordner der Kontaktdaten, außerhalb des Teams. Vorgabe: was in FALLBUCH_KONTAKTE oder vorlagen/team.yml steht.",
    type=PFAD,
)
@option("--adresse ADRESSE", "Hinter einem anderen Server: die Adresse, unter der ihn alle erreichen, mit https://.")
@option("--nutzerkopf NAME", "Hinter einem anderen Server: in welcher Kopfzeile dieser sagt, wer angemeldet ist.")
@option(
    "--vertraut RECHNER",
    "Von welchem Rechner diese Kopfzeile gilt. Mehrmals möglich. Vorgabe: 127.0.0.1.",
    multiple=True,
)
def oeffnen(  # noqa: PLR0917 - click hands over every option
    team: Path,
    stichtag: str | None,
    port: int | None,
    ohne_browser: bool,
    ruhe: int,
    ablage: Path | None,
    adresse: str | None,
    nutzerkopf: str | None,
    vertraut: tuple[str, ...],
) -> None:
    """Öffnet den Schreibtisch: die Seiten des Teams im Browser, und daneben Formulare, die in die Fälle schreiben."""
    try:
        from fallbuch.schreibtisch import server  # noqa: PLC0415 - a team that only builds its pages does not install it
        from fallbuch.schreibtisch.lage import Beobachter  # noqa: PLC0415
        from fallbuch.schreibtisch.wache import GESPERRTE_PORTS  # noqa: PLC0415
    except ModuleNotFoundError as fehler:
        if fehler.name != "werkzeug":
            raise
        raise Aufruffehler(_FEHLT) from fehler
    if port in GESPERRTE_PORTS:
        raise Aufruffehler(f"Über den Port {port} spricht kein Browser. Nennen Sie einen anderen.")
    if (adresse is None) != (nutzerkopf is None):
        raise Aufruffehler(
            "--adresse und --nutzerkopf gehören zusammen: hinter einem Server, der die Anmeldung übernimmt."
        )

    def tage(einrichtung: Einrichtung):  # type: ignore[no-untyped-def] # the observer's own type
        return stichtag_und_heute(einrichtung, team, stichtag)

    try:
        with server.einziger(team) as vermerke:
            with lebenszeichen("Die Fälle werden gelesen …"):
                beobachter = Beobachter(team, tage)
                # Behind a login many people share one desk: nobody's key belongs there.
                schrank = _schrank(team, ablage, beobachter.lage().team.datei) if adresse is None else None

            bisher = server.gemerkter_port(team)

            def melde(wo: str) -> None:
                if port is None:
                    _merke_port(team, urlsplit(wo).port or _PORT, bisher)
                _zeige(wo if adresse is None else adresse, ohne_browser=ohne_browser or adresse is not None)

            server.starte(
                beobachter,
                host="127.0.0.1",
                port=port or bisher or _PORT,
                zugang=lambda wirklicher: _zugang(wirklicher, adresse, nutzerkopf, vertraut),
                ruhe=ruhe * 60.0,
                vermerke=vermerke,
                melde=melde,
                schrank=schrank,
            )
            schreibe_gleich("Der Schreibtisch ist geschlossen.\n")
    except server.Steht as schon:
        if not schon.adresse:
            raise Aufruffehler("In diesem Ordner steht schon ein Schreibtisch; er öffnet sich gerade.") from schon
        _zeige(schon.adresse, ohne_browser=ohne_browser, steht_schon=True)


def _merke_port(team: Path, hier: int, bisher: int | None) -> None:
    """Keep where the desk stands, or say that it had to go elsewhere this time."""
    from fallbuch.schreibtisch.server import merke_port  # noqa: PLC0415

    if bisher in {None, hier}:
        merke_port(team, hier)
    else:
        schreibe_gleich(_ANDERER_PORT.format(hier=hier, sonst=bisher))


def _zugang(port: int, adresse: str | None, nutzerkopf: str | None, vertraut: tuple[str, ...]) -> Tischzugang:
    from fallbuch.schreibtisch.wache import Tischzugang  # noqa: PLC0415

    if adresse is None or nutzerkopf is None:
        return Tischzugang.am_eigenen_rechner(port)
    teile = urlsplit(adresse)
    if teile.scheme != "https" or not teile.netloc or teile.path.strip("/"):
        raise Aufruffehler(f"„{adresse}“ ist keine Adresse eines Servers. Erwartet: https://fallbuch.example.org")
    return Tischzugang(
        hosts=frozenset({teile.netloc}),
        herkuenfte=frozenset({f"https://{teile.netloc}"}),
        nutzerkopf=nutzerkopf,
        vertraute=frozenset(vertraut or ("127.0.0.1",)),
    )


def _schrank(team: Path, ablage: Path | None, datei: Teamdatei) -> Kontaktschrank | None:
    """Return the contacts, locked; None for a team that keeps none. What is wrong with them is said, and the desk opens without."""
    try:
        ordner = kontaktordner(team, os.environ, genannt=ablage, im_team=datei.ordner.kontakte)
    except Kontaktfehler as fehler:
        schreibe_gleich(f"Ohne Kontaktdaten: {fehler}\n")
        return None
    if ordner is None:
        return None
    try:
        from fallbuch.schreibtisch.kontakte import Kontaktort, Kontaktschrank  # noqa: PLC0415
    except ModuleNotFoundError as fehler:
        if fehler.name != "pyrage":
            raise
        schreibe_gleich(f"{fehlendes('pyrage')}\n")
        return None
    return Kontaktschrank(Kontaktort(ordner=ordner, schluessel=schluesselort(os.environ), eigenes=eigener_ordner(team)))


def _zeige(adresse: str, *, ohne_browser: bool, steht_schon: bool = False) -> None:
    ende = "Er läuft in einem anderen Fenster." if steht_schon else "Beenden mit Strg+C."
    schreibe_gleich(f"Der Schreibtisch steht unter {adresse}\nDie Adresse öffnet ihn einmal. {ende}\n")
    if not ohne_browser:
        webbrowser.open(adresse)
