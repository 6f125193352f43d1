"""The commands that build the site, or its source."""

from __future__ import annotations

from pathlib import Path

import click

from fallbuch.bestand.kerne import kerne_hier, nebenher
from fallbuch.cli.befehle import GEOEFFNET, fallbuch
from fallbuch.cli.gruppe import FRISCH, IM_TEAM, PFAD, lebenszeichen, option, schreibe, stichtag_und_heute
from fallbuch.einrichtung import Aufruffehler, richte_ein
from fallbuch.website.bauen import Bau
from fallbuch.website.darstellung import SEITENVORLAGEN
from fallbuch.website.seiten import Sicht
from fallbuch.website.zielordner import mangel

OEFFENTLICH = "Die Fassung für alle: freigegebene Zahlen, Prozesse und Handbuch, nichts von einem Fall."


@fallbuch.command(beispiel="fallbuch bauen")
@IM_TEAM
@option("--oeffentlich", OEFFENTLICH)
@option("--ziel ORDNER", "Wohin die Seiten kommen. Vorgabe: site, mit --oeffentlich site-oeffentlich.", type=PFAD)
@option("--streng", "Bei einem Fehler in den Dateien wird nichts gebaut; die bisherigen Seiten bleiben.")
@FRISCH
def bauen(team: Path, stichtag: str | None, oeffentlich: bool, ziel: Path | None, streng: bool, frisch: bool) -> None:  # noqa: PLR0917 - click hands over every option
    """Baut die Seiten des Teams. Geschrieben wird nur, was sich geändert hat."""
    ordner = ziel or team / ("site-oeffentlich" if oeffentlich else "site")
    _baue(team, stichtag, ordner, "--ziel", oeffentlich=oeffentlich, streng=streng, merken=not frisch)
    schreibe(f"Die Seiten liegen in {ordner / 'index.html'}.\n")


@fallbuch.command(beispiel="fallbuch quelle seiten-quelle")
@IM_TEAM
@click.argument("ordner", metavar="ORDNER", type=PFAD)
@option("--oeffentlich", OEFFENTLICH)
def quelle(team: Path, stichtag: str | None, ordner: Path, oeffentlich: bool) -> None:
    """Schreibt die Seiten als Markdown, damit auch andere Programme sie bauen können."""
    _baue(team, stichtag, ordner, "Der Aufruf", oeffentlich=oeffentlich, streng=False, als_quelle=True)
    schreibe(f"Die Quelle der Seiten liegt in {ordner}. MkDocs, ProperDocs und Zensical bauen sie.\n")


def _baue(
    team: Path,
    stichtag: str | None,
    ordner: Path,
    woher: str,
    *,
    oeffentlich: bool,
    streng: bool,
    als_quelle: bool = False,
    merken: bool = True,
) -> None:
    einrichtung = richte_ein(team)
    if satz := mangel(ordner, einrichtung, woher, weitere={}, oberste={}):
        raise Aufruffehler(satz)
    tag, jetzt = stichtag_und_heute(einrichtung, team, stichtag)
    with lebenszeichen("Die Seiten werden gebaut …"):
        # What is translated beside reading the cases lies there when the first page is drawn.
        warte = nebenher(SEITENVORLAGEN.uebersetze, kerne_hier() if merken else 1)
        bau = Bau(
            einrichtung, Sicht.OEFFENTLICH if oeffentlich else Sicht.INTERN, stichtag=tag, heute=jetzt, merken=merken
        )
        GEOEFFNET.append(bau)
        warte()
        bau.beginne(ordner, streng=streng)
        bau.schreibe(ordner, als_quelle=als_quelle, kerne=kerne_hier())
