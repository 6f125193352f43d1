"""The association's own page: who has handed in what, and how the figures spread, as people read them."""

from __future__ import annotations

import re
from dataclasses import replace

from fallbuch.statistik.laden import Kennzahlenbuch
from fallbuch.statistik.summen import Abgabe, Streuung, Summenstand, Summenwerk
from fallbuch.uebersicht.tagesstand import Tagesstand
from fallbuch.website.seiten.verbund import seiten
from tests.verbund.hilfen import HEUTE, dateien, team_aus, verbund


def test_die_seite() -> None:
    vereinbart = verbund(["Süd", "Nord <b>", "Öd"], "zugang")
    team = team_aus({n: t for n, t in dateien(1, 1).items() if n.startswith("vorlagen")}, "V")
    assert seiten(Tagesstand(team)) == []
    stand = Summenstand(
        vereinbarung=vereinbart.kennung,
        abgaben=[Abgabe("Nord <b>", "2026Q2", 1, HEUTE), Abgabe("Süd", "2026Q1", 12, HEUTE)],
        zahlen={"2026Q2": {}, "2026Q1": {}},
        streuung={"2026Q2": [Streuung("begonnene Phasen", 10, 3.25, 1005.0, 2.5, "%")]},
        nicht_zuordenbar={("2026Q2", "Zugangsweg", "Tafel"): 3, ("2026Q1", "Zugangsweg", "alt"): 1},
    )
    werk = Summenwerk(team.zahlenwerk.stoff, vereinbart, stand, Kennzahlenbuch(), b"x")
    mit_summen = replace(team)
    mit_summen.__dict__["summenwerk"] = werk
    (seite,) = seiten(Tagesstand(mit_summen))
    html = seite.html(Tagesstand(mit_summen))
    zeilen = [re.sub(r"<[^>]+>", " ", z).split() for z in re.findall(r"<tr>.*?</tr>", html)]
    assert [" ".join(z) for z in zeilen] == [
        "Team 2026Q2 2026Q1",
        "Nord &lt;b&gt; ✓ abgegeben am 10.07.2026 – fehlt",
        "Öd – fehlt – fehlt",
        "Süd – fehlt ✓ 12 Fassung 12 vom 10.07.2026",
        "zusammen 1 1",
        "Kennzahl Teams unteres Viertel Mitte oberes Viertel",
        "begonnene Phasen 10 3,3 % 1.005 % 2,5 %",
    ]
    assert "<li>Zugangsweg: Tafel (3)</li>" in html
    assert "alt" not in re.findall(r"<li>Zugangsweg: (\w+)", html)
