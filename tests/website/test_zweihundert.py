"""A process costs no more than mkdocs' own page of the same content; counted, not timed (that does benchmarks/prozesse.py)."""

from __future__ import annotations

import os
from pathlib import Path

from benchmarks.prozesse import baue, leeres_team, team_mit_prozessen, team_mit_seiten
from markdown import Markdown  # type: ignore[import-untyped]

from tests.hilfen import BEIM_LANDEN
from tests.zaehlen import Arbeit, aufrufe

ANZAHL = 200 if os.environ.get("FALLBUCH_LANG") else 10


@BEIM_LANDEN
def test_je_seite_nicht_mehr_als_eine_seite_von_mkdocs(tmp_path: Path) -> None:
    leer, prozesse = leeres_team(tmp_path / "leer"), team_mit_prozessen(tmp_path / "prozesse", ANZAHL)
    baue(leer)  # the first build of all also loads the programs; later ones are alike

    def gebaut(wurzel: Path) -> Arbeit:
        return aufrufe(lambda: baue(wurzel))

    grund, mit_prozessen = gebaut(leer), gebaut(prozesse)
    mit_seiten = gebaut(team_mit_seiten(tmp_path / "seiten", prozesse))
    for gemacht, ordner in ((mit_prozessen, prozesse / "site/prozesse"), (mit_seiten, tmp_path / "seiten/site/seiten")):
        assert len(list(ordner.glob("p*.html"))) == ANZAHL
        assert gemacht.schritte > grund.schritte
    # Setting the converter up costs more than most pages: what the program has made goes past it.
    assert mit_prozessen.von(Markdown.convert) == grund.von(Markdown.convert)
    assert mit_seiten.von(Markdown.convert) == grund.von(Markdown.convert) + ANZAHL
    assert mit_prozessen.schritte - grund.schritte < 1.15 * (mit_seiten.schritte - grund.schritte)
