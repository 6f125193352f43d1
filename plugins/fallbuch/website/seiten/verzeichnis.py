"""All generated pages of a site in the order of its navigation."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from fallbuch.statistik.stand import Veroeffentlichung
from fallbuch.uebersicht.tagesstand import Tagesstand
from fallbuch.website.dokumente import DOKUMENTE, NACHSCHLAGEN, bleibt_im_team
from fallbuch.website.druckfassung import PFAD, TITEL
from fallbuch.website.menue import ARBEIT, FAELLE, HEUTE, HILFE, START, WOCHE, ZAHLEN
from fallbuch.website.seiten import (
    arbeitgeber,
    auslastung,
    auswertung,
    empfehlungen,
    faelle,
    felder,
    heute,
    kalender,
    kennzahlen,
    meldungen,
    protokoll,
    prozesse,
    pruefbericht,
    regelwerk,
    statistik,
    uebergabe,
    verbund,
    woche,
)
from fallbuch.website.seiten.einschuebe import Einschuebe
from fallbuch.website.seiten.seite import Seite, Sicht


def seiten(
    stand: Tagesstand, sicht: Sicht, einschuebe: Einschuebe, veroeffentlicht: Sequence[Veroeffentlichung] = ()
) -> list[Seite]:
    """Return the pages that may be built for `sicht`; `veroeffentlicht` are the figures that may leave the team."""
    team, intern = stand.team, sicht is Sicht.INTERN
    # Descriptions link to other pages; what is not on this site becomes plain text there.
    pfade: set[str] = set()
    alle = [
        Seite("index.md", "Heute", Sicht.INTERN, "heute", HEUTE, heute.werte)
        if intern
        else Seite("index.md", "Start", Sicht.OEFFENTLICH, "start_oeffentlich", START, suche=True),
        Seite("woche.md", "Woche", Sicht.INTERN, "woche", WOCHE, woche.werte),
        Seite("auslastung.md", "Auslastung", Sicht.INTERN, "auslastung", WOCHE, auslastung.werte),
        Seite("kalender.md", "Kalender", Sicht.INTERN, "kalender", WOCHE, kalender.werte),
        *uebergabe.seiten(stand),
        Seite("faelle.md", "Fälle", Sicht.INTERN, "faelle", FAELLE, faelle.werte),
        *(verbund.seiten(stand) if intern else ()),
        *auswertung.seiten(team, sicht),
        *statistik.seiten(veroeffentlicht, sicht),
        Seite("kennzahlen.md", "Kennzahlen", Sicht.OEFFENTLICH, "kennzahlen", ZAHLEN, partial(kennzahlen.werte, intern=intern), suche=True),
        *prozesse.seiten(stand, sicht, einschuebe, pfade),
        Seite("regelwerk.md", "Regelwerk", Sicht.OEFFENTLICH, "regelwerk", ARBEIT, partial(regelwerk.werte, intern=intern), suche=True),
        *empfehlungen.seiten(team, sicht, einschuebe, pfade),
        Seite("arbeitgeber.md", "Arbeitgeber", Sicht.INTERN, "arbeitgeber", ARBEIT, arbeitgeber.werte),
        Seite("protokoll.md", "Protokoll", Sicht.INTERN, "protokoll", ARBEIT, protokoll.werte),
        Seite("pruefbericht.md", "Prüfbericht", Sicht.INTERN, "pruefbericht", HILFE, pruefbericht.werte, abteilung=NACHSCHLAGEN),
        Seite("feldreferenz.md", "Feldreferenz", Sicht.OEFFENTLICH, "felder", HILFE, felder.werte, abteilung=NACHSCHLAGEN, suche=True),
        Seite("meldungen.md", "Meldungen", Sicht.OEFFENTLICH, "meldungen", HILFE, meldungen.werte, abteilung=NACHSCHLAGEN, suche=True),
        # Filled when all others have been made.
        Seite(PFAD, TITEL, Sicht.OEFFENTLICH, "druckfassung", HILFE, lambda _: {"teile": {}}, abteilung=NACHSCHLAGEN),
    ]  # fmt: skip
    gebaute = [seite for seite in alle if intern or seite.sicht is Sicht.OEFFENTLICH]
    eigene = (pfad for pfad in team.prozessbuch.fundus.eigene if intern or not bleibt_im_team(pfad))
    pfade |= {seite.pfad for seite in gebaute} | set(eigene) | {d.pfad for d in DOKUMENTE}
    return gebaute
