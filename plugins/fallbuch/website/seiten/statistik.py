"""What may leave the team: the released figures. These pages take nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from fallbuch.register.blatt import VERFAHREN
from fallbuch.statistik.ausgabe import csv_der_schutztabellen
from fallbuch.statistik.kennzahl import Leitfrage
from fallbuch.statistik.stand import Veroeffentlichung
from fallbuch.statistik.zeitraum import Zeitraum, Zeitraumart
from fallbuch.team import Team
from fallbuch.uebersicht.tagesstand import Tagesstand
from fallbuch.website.menue import ZAHLEN
from fallbuch.website.seiten.seite import Beilage, Seite, Sicht
from fallbuch.website.zahlen import beiwerk, bloecke, kernspalten, kernzeilen, tabellendateien

ORDNER = "statistik"
#: So many periods that wait to be released are named.
_OFFENE = 3


def seiten(veroeffentlicht: Sequence[Veroeffentlichung], sicht: Sicht) -> list[Seite]:
    """Return the pages of the protected figures."""
    return [
        Seite(
            "statistik.md",
            "Statistik",
            Sicht.OEFFENTLICH,
            "statistik",
            ZAHLEN,
            partial(_ueberblick, veroeffentlicht=veroeffentlicht, intern=sicht is Sicht.INTERN),
            zahlen=True,
        ),
        *(
            Seite(
                f"{ORDNER}/{v.zeitraum.stamm}.md",
                f"Statistik: {v.zeitraum.name}",
                Sicht.OEFFENTLICH,
                "statistik_zeitraum",
                ZAHLEN,
                partial(_zeitraum, v=v, alle=veroeffentlicht),
                im_menue=False,
                zahlen=True,
            )
            for v in veroeffentlicht
        ),
    ]


def _ueberblick(stand: Tagesstand, *, veroeffentlicht: Sequence[Veroeffentlichung], intern: bool) -> dict[str, object]:
    team = stand.team
    gezeigte = [v for v in veroeffentlicht if v.zeitraum.art is Zeitraumart.QUARTAL]
    quartale = {v.zeitraum: v.tabellen for v in gezeigte}
    kennzahlen = gezeigte[0].kennzahlen if gezeigte else ()
    fragen = [(frage, list(kernzeilen(quartale, kennzahlen, frage))) for frage in Leitfrage]
    return {
        **beiwerk(team),
        "quartale": kernspalten(quartale),
        "alle": [v.zeitraum for v in veroeffentlicht],
        "fragen": [(frage, zeilen) for frage, zeilen in fragen if zeilen],
        "ordner": ORDNER,
        "intern": intern,
        "offene": _offene(team, veroeffentlicht) if intern else [],
        **_verfahren(gezeigte),
    }


def _verfahren(gezeigte: Sequence[Veroeffentlichung]) -> dict[str, object]:
    """Return what a page says about how its numbers were made; sheets of before the draw stay as they were released."""
    fruehere = [v for v in gezeigte if v.verfahren != VERFAHREN]
    return {
        "ausgelost": len(fruehere) < len(gezeigte),
        "fruehere": [
            f"{v.zeitraum.name}: Diese Zahlen entstanden nach einem früheren Verfahren ({v.verfahren})."
            for v in fruehere
        ],
    }


def _offene(team: Team, veroeffentlicht: Sequence[Veroeffentlichung]) -> list[Zeitraum]:
    """Return the periods that are over since the newest release; before the first one, the newest that are over."""
    zuletzt = max((v.zeitraum.ende for v in veroeffentlicht), default=None)
    alle = (z for z in team.zahlenwerk.zeitraeume if z.zu_ende and z.art is not Zeitraumart.GESAMT)
    return [z for z in alle if zuletzt is None or z.ende > zuletzt][:_OFFENE]


def _zeitraum(stand: Tagesstand, *, v: Veroeffentlichung, alle: Sequence[Veroeffentlichung]) -> dict[str, object]:
    team = stand.team
    abschnitte = [(k, bloecke(v, k, v.zeitraum.stamm)) for k in v.kennzahlen]
    return {
        "stand": v,
        "zeitraum": v.zeitraum,
        **beiwerk(team),
        "kennzahlen": [(k, teile) for k, teile in abschnitte if teile],
        "zeitraeume_": [a.zeitraum for a in alle],
        **_verfahren([v]),
    }


def dateien(veroeffentlicht: Sequence[Veroeffentlichung]) -> Iterator[Beilage]:
    """Yield the protected tables as files."""
    for v in veroeffentlicht:
        als_csv = partial(csv_der_schutztabellen, v.kennzahlen, freigegeben_am=v.freigegeben_am)
        yield from tabellendateien(f"{ORDNER}/{v.zeitraum.stamm}", v.tabellen, als_csv)
