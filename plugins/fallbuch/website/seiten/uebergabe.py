"""A handover page for each counsellor: what a colleague must know who takes over before a holiday."""

from __future__ import annotations

from functools import partial

from fallbuch.forge.adressen import bearbeiten
from fallbuch.uebersicht.tagesstand import Tagesstand
from fallbuch.uebersicht.uebergabe import uebergabe
from fallbuch.website.darstellung import Darsteller
from fallbuch.website.fallverweise import Fallverweise
from fallbuch.website.menue import WOCHE
from fallbuch.website.seiten.seite import Seite, Sicht


def seiten(stand: Tagesstand) -> list[Seite]:
    return [
        Seite(
            f"uebergabe/{seite}.md",
            f"Übergabe: {name}",
            Sicht.INTERN,
            "uebergabe",
            WOCHE,
            partial(_werte, name=name, slug=seite),
            im_menue=False,
        )
        for name, seite in stand.namen.items()
    ]


def _werte(stand: Tagesstand, *, name: str, slug: str) -> dict[str, object]:
    team = stand.team
    darsteller = Darsteller(team)
    faelle = [
        (fall, darsteller.vorgang(fall.vorgang) if fall.vorgang is not None else None, bearbeiten(team.datei.forge, fall.akte.auszug.datei))
        for fall in uebergabe(team, name)
    ]  # fmt: skip
    return {
        "wer": name,
        "slug": slug,
        "faelle": faelle,
        "dringende": sum(1 for fall, _, _ in faelle if fall.dringend),
        "vertreten": sorted({v for fall, _, _ in faelle if not fall.fremd and (v := fall.akte.auszug.vertretung) is not None}),
        "verlinkt": partial(Fallverweise(team.akten), wurzel="../"),
    }  # fmt: skip
