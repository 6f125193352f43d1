"""All generated pages of a site in the order of its navigation."""

from __future__ import annotations

from fallbuch.team import Team
from fallbuch.website.seiten import (
    auslastung,
    faelle,
    faelligkeiten,
    felder,
    kalender,
    meldungen,
    protokoll,
    pruefbericht,
    regelwerk,
    start,
    uebergabe,
    woche,
)
from fallbuch.website.seiten.seite import Seite, Sicht


def seiten(team: Team, sicht: Sicht) -> list[Seite]:
    """Return the pages that may be built for `sicht`."""
    alle = [
        *start.seiten(sicht),
        *faelligkeiten.seiten(team),
        *woche.seiten(),
        *faelle.seiten(),
        *auslastung.seiten(),
        *kalender.seiten(),
        *protokoll.seiten(),
        *uebergabe.seiten(team),
        *pruefbericht.seiten(),
        *regelwerk.seiten(sicht),
        *felder.seiten(),
        *meldungen.seiten(),
    ]
    return [seite for seite in alle if sicht is Sicht.INTERN or seite.sicht is Sicht.OEFFENTLICH]
