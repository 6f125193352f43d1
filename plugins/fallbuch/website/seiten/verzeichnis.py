"""All generated pages of a site in the order of its navigation."""

from __future__ import annotations

from collections.abc import Sequence

from fallbuch.statistik.stand import Veroeffentlichung
from fallbuch.team import Team
from fallbuch.website.dokumente import DOKUMENTE
from fallbuch.website.druckfassung import PFAD, TITEL
from fallbuch.website.seiten import (
    arbeitgeber,
    auslastung,
    auswertung,
    empfehlungen,
    faelle,
    faelligkeiten,
    felder,
    kalender,
    kennzahlen,
    meldungen,
    protokoll,
    prozesse,
    pruefbericht,
    regelwerk,
    start,
    statistik,
    uebergabe,
    woche,
)
from fallbuch.website.seiten.einschuebe import Einschuebe
from fallbuch.website.seiten.seite import Seite, Sicht


def seiten(
    team: Team, sicht: Sicht, einschuebe: Einschuebe, veroeffentlicht: Sequence[Veroeffentlichung] = ()
) -> list[Seite]:
    """Return the pages that may be built for `sicht`; `veroeffentlicht` are the figures that may leave the team."""
    # Descriptions link to other pages; what is not on this site becomes plain text there.
    pfade: set[str] = set()
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
        *auswertung.seiten(team, sicht),
        *statistik.seiten(veroeffentlicht, sicht),
        *kennzahlen.seiten(sicht),
        *prozesse.seiten(team, sicht, einschuebe, pfade),
        *arbeitgeber.seiten(),
        *empfehlungen.seiten(team, sicht, einschuebe, pfade),
        *regelwerk.seiten(sicht),
        *felder.seiten(),
        *meldungen.seiten(),
        Seite(pfad=PFAD, titel=TITEL, sicht=Sicht.OEFFENTLICH, html=lambda _: "", gruppe="Handbuch"),
    ]
    gebaute = [seite for seite in alle if sicht is Sicht.INTERN or seite.sicht is Sicht.OEFFENTLICH]
    pfade |= {seite.pfad for seite in gebaute} | set(team.prozessbuch.fundus.eigene) | {d.pfad for d in DOKUMENTE}
    return gebaute
