"""The pages of the recommendations: what was decided, who follows it up, when."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial

from fallbuch.forge.adressen import bearbeiten
from fallbuch.prozess.fundus import zielpfad
from fallbuch.prozess.meldungen import EMPFEHLUNGSORDNER
from fallbuch.prozess.modell import Empfehlung
from fallbuch.prozess.netz import Netz
from fallbuch.statistik.kennzahlen import kennzahl
from fallbuch.team import Team
from fallbuch.uebersicht.tagesstand import Tagesstand
from fallbuch.website.dokument import dokument
from fallbuch.website.menue import ARBEIT
from fallbuch.website.seiten.einschuebe import Einschuebe
from fallbuch.website.seiten.seite import Seite, Sicht


def seiten(team: Team, sicht: Sicht, einschuebe: Einschuebe, seitenpfade: Collection[str]) -> list[Seite]:
    intern = sicht is Sicht.INTERN
    return [
        Seite(
            f"{EMPFEHLUNGSORDNER}/index.md", "Handlungsempfehlungen", Sicht.OEFFENTLICH, "empfehlungen", ARBEIT,
            partial(_liste, intern=intern), suche=True,
        ),
        *(
            Seite(
                f"{EMPFEHLUNGSORDNER}/{e.stamm}.md", e.name.text, Sicht.INTERN if e.intern else Sicht.OEFFENTLICH, "empfehlung", ARBEIT,
                partial(_werte, e=e, intern=intern, einschuebe=einschuebe, pfade=seitenpfade), im_menue=False, suche=True,
            )
            for e in team.prozessbuch.empfehlungen
        ),
    ]  # fmt: skip


def _liste(stand: Tagesstand, *, intern: bool) -> dict[str, object]:
    team = stand.team
    alle = team.prozessbuch.empfehlungen
    return {
        "intern": intern,
        "offene": [e for e in alle if e.offen],
        "alte": [e for e in alle if not e.offen],
        "ordner": f"{team.datei.ordner.seiten}/{EMPFEHLUNGSORDNER}",
    }


def _werte(
    stand: Tagesstand, *, e: Empfehlung, intern: bool, einschuebe: Einschuebe, pfade: Collection[str]
) -> dict[str, object]:
    team = stand.team
    gefunden = [(n.text, kennzahl(n.text)) for n in e.kennzahlen]
    return {
        "e": e,
        "intern": intern,
        "prozess": Netz(team.prozessbuch.prozesse).finde(e.prozess.text) if e.prozess is not None else None,
        "kennzahlen": [(text, f"../kennzahlen.html#{k.schluessel}") for text, k in gefunden if k is not None],
        "befunde": [b for b in team.prozessbuch.befunde if b.stelle.datei == e.datei] if intern else [],
        "text": dokument(
            e.text,
            gibt_es=lambda ziel: zielpfad(f"{EMPFEHLUNGSORDNER}/{e.stamm}.md", ziel) in pfade,
            setze_ein=lambda name: einschuebe.html(name, "../"),
        ),
        "bearbeiten": bearbeiten(team.datei.forge, e.datei),
    }
