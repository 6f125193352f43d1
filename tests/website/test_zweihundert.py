"""A process costs no more than a written page of the same content; counted, not timed (that does benchmarks/prozesse.py)."""

from __future__ import annotations

import os
from pathlib import Path

from benchmarks.prozesse import baue, leeres_team, team_mit_prozessen, team_mit_seiten
from markdown import Markdown  # type: ignore[import-untyped]

from fallbuch.website.dokument import dokument, schriftseite
from tests.hilfen import BEIM_LANDEN
from tests.zaehlen import Arbeit, aufrufe, waechst_gleichmaessig

ANZAHL = 200 if os.environ.get("FALLBUCH_LANG") else 10


@BEIM_LANDEN
def test_je_prozess_nicht_mehr_als_eine_geschriebene_seite(tmp_path: Path) -> None:
    leer, prozesse = leeres_team(tmp_path / "leer"), team_mit_prozessen(tmp_path / "prozesse", ANZAHL)
    baue(leer)  # the first build of all also loads the programs; later ones are alike

    def gebaut(wurzel: Path) -> Arbeit:
        return aufrufe(lambda: baue(wurzel))

    grund, mit_prozessen = gebaut(leer), gebaut(prozesse)
    mit_seiten = gebaut(team_mit_seiten(tmp_path / "seiten", prozesse))
    for gemacht, ordner in ((mit_prozessen, prozesse / "site/prozesse"), (mit_seiten, tmp_path / "seiten/site/seiten")):
        assert len(list(ordner.glob("p*.html"))) == ANZAHL
        assert gemacht.schritte > grund.schritte
        assert gemacht.von(Markdown.convert) == 0, "mkdocs' own Markdown reads nothing, whoever calls the build"
    # Each text is read once.
    assert mit_prozessen.von(dokument) == grund.von(dokument) + ANZAHL
    assert mit_prozessen.von(schriftseite) == grund.von(schriftseite)
    assert mit_seiten.von(schriftseite) == grund.von(schriftseite) + ANZAHL
    assert mit_prozessen.schritte - grund.schritte < 1.15 * (mit_seiten.schritte - grund.schritte)
    # Twice as many cost twice as much: no page looks through all others.
    doppelte = gebaut(team_mit_prozessen(tmp_path / "doppelt", 2 * ANZAHL))
    assert waechst_gleichmaessig(mit_prozessen.schritte - grund.schritte, doppelte.schritte - grund.schritte, 2)
