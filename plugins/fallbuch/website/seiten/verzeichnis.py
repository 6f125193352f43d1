"""All generated pages of a site in the order of its navigation."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from fallbuch.statistik.stand import Veroeffentlichung
from fallbuch.team import Team
from fallbuch.website.dokumente import DOKUMENTE, HANDBUCH, PROZESSE
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
    intern = sicht is Sicht.INTERN
    # Descriptions link to other pages; what is not on this site becomes plain text there.
    pfade: set[str] = set()
    alle = [
        Seite("index.md", "Start", Sicht.INTERN, "start", start.werte)
        if intern
        else Seite("index.md", "Start", Sicht.OEFFENTLICH, "start_oeffentlich", suche=True),
        *faelligkeiten.seiten(team),
        Seite("woche.md", "Woche", Sicht.INTERN, "woche", woche.werte),
        Seite("faelle.md", "Fälle", Sicht.INTERN, "faelle", faelle.werte),
        Seite("auslastung.md", "Auslastung", Sicht.INTERN, "auslastung", auslastung.werte, "Planung"),
        Seite("kalender.md", "Kalender", Sicht.INTERN, "kalender", kalender.werte, "Planung"),
        Seite("protokoll.md", "Protokoll", Sicht.INTERN, "protokoll", protokoll.werte, "Planung"),
        *uebergabe.seiten(team),
        Seite("pruefbericht.md", "Prüfbericht", Sicht.INTERN, "pruefbericht", pruefbericht.werte),
        *auswertung.seiten(team, sicht),
        *statistik.seiten(veroeffentlicht, sicht),
        Seite("kennzahlen.md", "Kennzahlen", Sicht.OEFFENTLICH, "kennzahlen", partial(kennzahlen.werte, intern=intern), HANDBUCH, suche=True),
        *prozesse.seiten(team, sicht, einschuebe, pfade),
        Seite("arbeitgeber.md", "Arbeitgeber", Sicht.INTERN, "arbeitgeber", arbeitgeber.werte, PROZESSE),
        *empfehlungen.seiten(team, sicht, einschuebe, pfade),
        Seite("regelwerk.md", "Regelwerk", Sicht.OEFFENTLICH, "regelwerk", partial(regelwerk.werte, intern=intern), suche=True),
        Seite("feldreferenz.md", "Feldreferenz", Sicht.OEFFENTLICH, "felder", felder.werte, HANDBUCH, suche=True),
        Seite("meldungen.md", "Meldungen", Sicht.OEFFENTLICH, "meldungen", meldungen.liste, HANDBUCH, suche=True),
        *meldungen.seiten(),
        # Filled when all others have been made.
        Seite(PFAD, TITEL, Sicht.OEFFENTLICH, "druckfassung", lambda _: {"teile": {}}, HANDBUCH),
    ]  # fmt: skip
    gebaute = [seite for seite in alle if intern or seite.sicht is Sicht.OEFFENTLICH]
    pfade |= {seite.pfad for seite in gebaute} | set(team.prozessbuch.fundus.eigene) | {d.pfad for d in DOKUMENTE}
    return gebaute
