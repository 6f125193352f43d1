"""A handover page for each counsellor: what a colleague must know who takes over before a holiday."""

from __future__ import annotations

from functools import partial

from fallbuch.forge.adressen import bearbeiten
from fallbuch.team import Team
from fallbuch.uebersicht.uebergabe import dringend, uebergabe
from fallbuch.uebersicht.zustaendigkeit import beraterinnen, beraterseiten
from fallbuch.website.darstellung import SEITENVORLAGEN, Darsteller
from fallbuch.website.fallverweise import Fallverweise
from fallbuch.website.seiten.fall import eintragsangaben
from fallbuch.website.seiten.seite import Seite, Sicht


def seiten(team: Team) -> list[Seite]:
    namen, verweise = beraterseiten(team), Fallverweise(team.akten)
    return [
        Seite(
            pfad=f"uebergabe/{namen[name]}.md",
            titel=f"Übergabe: {name}",
            sicht=Sicht.INTERN,
            gruppe=None,
            html=partial(_seite, name=name, slug=namen[name], verweise=verweise),
        )
        for name in beraterinnen(team)
    ]


def _seite(team: Team, *, name: str, slug: str, verweise: Fallverweise) -> str:
    darsteller = Darsteller(team)
    faelle = [
        (fall, darsteller.vorgang(fall.vorgang) if fall.vorgang is not None else None, bearbeiten(team.datei.forge, fall.akte.fall.datei))
        for fall in uebergabe(team, name)
    ]  # fmt: skip
    return SEITENVORLAGEN.fuelle(
        "uebergabe.html",
        team=team,
        wer=name,
        slug=slug,
        wurzel="../",
        faelle=faelle,
        dringende=sum(1 for fall, _, _ in faelle if dringend(fall, team)),
        vertreten=sorted({v for fall, _, _ in faelle if not fall.fremd and (v := fall.akte.sicht.vertretung) is not None}),
        angaben=eintragsangaben,
        verlinkt=partial(verweise, wurzel="../"),
    )  # fmt: skip
