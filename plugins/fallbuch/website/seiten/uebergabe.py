"""A handover page for each counsellor: what a colleague must know who takes over before a holiday."""

from __future__ import annotations

from functools import cached_property, partial

from markupsafe import Markup

from fallbuch.forge.adressen import bearbeiten
from fallbuch.uebersicht.tagesstand import Tagesstand
from fallbuch.uebersicht.uebergabe import Uebergabefall, uebergabe
from fallbuch.website.darstellung import SEITENVORLAGEN, Darsteller
from fallbuch.website.fallverweise import Fallverweise
from fallbuch.website.menue import WOCHE
from fallbuch.website.seiten.seite import Seite, Sicht


def seiten(stand: Tagesstand) -> list[Seite]:
    blaetter = _Blaetter(stand)
    return [
        Seite(
            f"uebergabe/{seite}.md",
            f"Übergabe: {name}",
            Sicht.INTERN,
            "uebergabe",
            WOCHE,
            partial(blaetter.werte, name=name, slug=seite),
            im_menue=False,
        )
        for name, seite in stand.namen.items()
    ]


class _Blaetter:
    """The pages of one day; what is the same for all is looked up once."""

    def __init__(self, stand: Tagesstand) -> None:
        self._stand, self._team = stand, stand.team

    @cached_property
    def _darsteller(self) -> Darsteller:
        return Darsteller(self._team)

    @cached_property
    def _verweise(self) -> Fallverweise:
        return Fallverweise(self._team.akten)

    def werte(self, _: Tagesstand, *, name: str, slug: str) -> dict[str, object]:
        faelle = uebergabe(self._team, name)
        eigene = [fall.akte.auszug.vertretung for fall in faelle if not fall.fremd]
        return {
            "wer": name,
            "slug": slug,
            "faelle": [(fall, fall.vorgang) for fall in faelle],
            "artikel": Markup("").join(self._gemerkter(fall, name) for fall in faelle),
            "dringende": sum(1 for fall in faelle if fall.dringend),
            "vertreten": sorted({vertretung for vertretung in eigene if vertretung is not None}),
        }

    def _gemerkter(self, fall: Uebergabefall, name: str) -> Markup:
        return self._stand.beitrag(fall.akte, f"uebergabe {name}", partial(self._artikel, fall), self._verweise.abdruck)

    def _artikel(self, fall: Uebergabefall) -> Markup:
        html = SEITENVORLAGEN.fuelle(
            "uebergabefall.html",
            fall=fall,
            akte=fall.akte,
            zeile=self._darsteller.vorgang(fall.vorgang) if fall.vorgang is not None else None,
            bearbeiten=bearbeiten(self._team.datei.forge, fall.akte.auszug.datei),
            wurzel="../",
            verlinkt=partial(self._verweise, wurzel="../"),
        )
        return Markup(html)  # noqa: S704 - the template escapes
