"""The association's own page: who has handed in what, and how the figures spread, as people read them."""

from __future__ import annotations

import re
from dataclasses import replace

from fallbuch.statistik.diagramm import diagramm
from fallbuch.statistik.laden import Kennzahlenbuch
from fallbuch.statistik.summen import Abgabe, Streuung, Summenstand, Summenwerk, Zellsumme
from fallbuch.statistik.zellen import Zaehlort
from fallbuch.uebersicht.tagesstand import Tagesstand
from fallbuch.website.seiten.verbund import seiten
from tests.verbund.hilfen import HEUTE, dateien, quartal, team_aus, verbund


def test_die_seite() -> None:
    vereinbart = verbund(["Süd", "Nord <b>", "Öd (bis 2026Q1)"], "zugang")
    team = team_aus({n: t for n, t in dateien(1, 1).items() if n.startswith("vorlagen")}, "V")
    assert seiten(Tagesstand(team)) == []
    stand = Summenstand(
        vereinbarung=vereinbart.kennung,
        abgaben=[Abgabe("Nord <b>", "2026Q2", 1, HEUTE), Abgabe("Süd", "2026Q1", 12, HEUTE)],
        zahlen={"2026Q2": {}, "2026Q1": {}},
        woerter={"2026Q2": vereinbart.woerter, "2026Q1": vereinbart.woerter},
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
        "Öd gehört da nicht dazu – fehlt",
        "Süd – fehlt ✓ 12 Fassung 12 vom 10.07.2026",
        "zusammen 1 1",
        "Kennzahl Teams unteres Viertel Mitte oberes Viertel",
        "begonnene Phasen 10 3,3 % 1.005 % 2,5 %",
    ]
    assert "<li>Zugangsweg: Tafel (3)</li>" in html
    assert "alt" not in re.findall(r"<li>Zugangsweg: (\w+)", html)


def test_ein_name_aus_zwei_worten_liegt_ueber_keinem_feld() -> None:
    """In the chart of levels „nicht zuordenbar“ stands in two lines, beside the fields and above its own."""
    vereinbart = verbund(["Nord"], "stufen")
    team = team_aus({n: t for n, t in dateien(1, 1).items() if n.startswith("vorlagen")}, "V")
    orte = [Zaehlort("stufenschritte", z, s, g) for z in ("IK", "") for s in ("IN", "") for g in ("zeilen", "menschen")]
    zahlen = {ort: Zellsumme(3, 1, (3, 0, 0)) for ort in orte}
    stand = Summenstand(vereinbarung=vereinbart.kennung, abgaben=[], zahlen={"2026Q2": zahlen}, woerter={})
    werk = Summenwerk(team.zahlenwerk.stoff, vereinbart, stand, Kennzahlenbuch(), b"x")
    tabelle = werk.roh(quartal("2026Q2"))["stufenschritte"]
    bild = str(diagramm(tabelle))
    worte = [(float(x), float(y), w) for x, y, w in re.findall(r'<text x="([\d.]+)" y="([\d.]+)"[^>]*>([^<]+)<', bild)]
    nicht = [(x, y) for x, y, w in worte if w == "nicht"]
    zuordenbar = [(x, y) for x, y, w in worte if w == "zuordenbar"]
    assert len(nicht) == 2
    assert zuordenbar == [(x, y + 13) for x, y in nicht]
    felder = [tuple(map(float, f)) for f in re.findall(r'<rect class="fb-d-\w+" x="([\d.]+)" y="([\d.]+)"', bild)]
    links, oben = min(x for x, _ in felder), min(y for _, y in felder)
    assert links >= 84
    assert sorted(x == 0 for x, _ in nicht) == [False, True]
    assert all(y < oben for x, y in zuordenbar if x > 0)
