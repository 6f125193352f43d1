"""The team's own figures, exact: an overview by the questions of an analysis, and a page for each period."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from fallbuch.statistik.ausgabe import csv_der_rohtabellen
from fallbuch.statistik.kennzahl import Leitfrage
from fallbuch.statistik.zeitraum import Zeitraum, Zeitraumart
from fallbuch.team import Team
from fallbuch.uebersicht.tagesstand import Tagesstand
from fallbuch.website.menue import ZAHLEN
from fallbuch.website.seiten.seite import Beilage, Seite, Sicht
from fallbuch.website.zahlen import beiwerk, bloecke, kernspalten, kernzeilen, tabellendateien

ORDNER = "auswertung"


def seiten(team: Team, sicht: Sicht) -> list[Seite]:
    if sicht is Sicht.OEFFENTLICH:
        return []
    return [
        Seite("auswertung.md", "Auswertung", Sicht.INTERN, "auswertung", ZAHLEN, _ueberblick, zahlen=True),
        *(
            Seite(
                f"{ORDNER}/{z.stamm}.md",
                f"Auswertung: {z.name}",
                Sicht.INTERN,
                "auswertung_zeitraum",
                ZAHLEN,
                partial(_zeitraum, zeitraum=z),
                im_menue=False,
                zahlen=True,
            )
            for z in team.zeitraeume
        ),
    ]


def _ueberblick(stand: Tagesstand) -> dict[str, object]:
    team = stand.team
    werk = team.zahlenwerk
    quartale = {z: werk.genau(z) for z in werk.zeitraeume if z.art is Zeitraumart.QUARTAL}
    return {
        "quartale": kernspalten(quartale),
        **beiwerk(team),
        "alle": werk.zeitraeume,
        "fragen": [(f, zeilen) for f in Leitfrage if (zeilen := list(kernzeilen(quartale, werk.buch.kennzahlen, f)))],
        "fehlende": werk.nicht_auswertbar,
        "widerspruechliche": werk.widerspruechlich,
        "ordner": ORDNER,
    }


def _zeitraum(stand: Tagesstand, *, zeitraum: Zeitraum) -> dict[str, object]:
    team = stand.team
    werk = team.zahlenwerk
    zahlen = werk.auswertung(zeitraum)
    return {
        "zeitraum": zeitraum,
        "kennzahlen": [(k, bloecke(zahlen, k, zeitraum.stamm)) for k in zahlen.kennzahlen],
        "zeitraeume_": werk.zeitraeume,
        **beiwerk(team),
    }


def dateien(team: Team) -> Iterator[Beilage]:
    """Yield the tables of all shown periods as files."""
    werk = team.zahlenwerk
    als_csv = partial(csv_der_rohtabellen, werk.buch.kennzahlen)
    for z in werk.zeitraeume:
        yield from tabellendateien(f"{ORDNER}/{z.stamm}", werk.genau(z), als_csv)
