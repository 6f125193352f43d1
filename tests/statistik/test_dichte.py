"""The table of DICHTE on 236 cases built to its shares: exact inside, by the rules outside."""

from __future__ import annotations

import pytest

from fallbuch.statistik.anzeige import zelle
from fallbuch.statistik.schutz import schuetze
from fallbuch.statistik.tabelle import Anzahl, Schutzregeln, Schutzwert
from tests.hilfen import fall
from tests.statistik.hilfen import Naechstes, tabelle, werk_aus

#: Cases by level and position (arbeitslos, arbeitsuchend), and the shares that DICHTE prints for them.
ZAHLEN = {"IN": (8, 5), "IK": (43, 20), "IG": (55, 25), "IF": (25, 10), "ohne Stufe": (17, 28)}
ANTEILE = {
    ("IN", "arbeitslos"): 3.39, ("IN", "arbeitsuchend"): 2.11, ("IK", "arbeitslos"): 18.22, ("IK", "arbeitsuchend"): 8.48,
    ("IG", "arbeitslos"): 23.31, ("IG", "arbeitsuchend"): 10.59, ("IF", "arbeitslos"): 10.59, ("IF", "arbeitsuchend"): 4.24,
    ("ohne Stufe", "arbeitslos"): 7.21, ("ohne Stufe", "arbeitsuchend"): 11.86,
    (None, "arbeitslos"): 62.72, (None, "arbeitsuchend"): 37.28,
}  # fmt: skip
#: With lots that always fall on the nearest multiple of 3: the count, and whole per cent of 237.
GESCHUETZT = {
    ("IN", "arbeitslos"): (9, 4), ("IN", "arbeitsuchend"): (6, 3), ("IN", None): (12, 5),
    ("IK", "arbeitslos"): (42, 18), ("IK", "arbeitsuchend"): (21, 9), ("IK", None): (63, 27),
    ("IG", "arbeitslos"): (54, 23), ("IG", "arbeitsuchend"): (24, 10), ("IG", None): (81, 34),
    ("IF", "arbeitslos"): (24, 10), ("IF", "arbeitsuchend"): (9, 4), ("IF", None): (36, 15),
    ("ohne Stufe", "arbeitslos"): (18, 8), ("ohne Stufe", "arbeitsuchend"): (27, 11), ("ohne Stufe", None): (45, 19),
    (None, "arbeitslos"): (147, 62), (None, "arbeitsuchend"): (87, 37), (None, None): (237, None),
}  # fmt: skip


def bestand() -> list[str]:
    texte: list[str] = []
    for stufe, (arbeitslose, suchende) in ZAHLEN.items():
        kopf = {} if stufe == "ohne Stufe" else {"Betreuungsstufe": stufe}
        texte += [fall(Arbeitsmarktstatus="arbeitslos", **kopf)] * arbeitslose
        texte += [fall(Arbeitsmarktstatus="arbeitsuchend", **kopf)] * suchende
    return texte


def test_die_tabelle_stimmt_innen_auf_ein_hundertstel_und_aussen_nach_den_regeln() -> None:
    roh = tabelle(werk_aus(bestand()), "2026Q2", "struktur")
    gesamt = roh.werte[None, None]
    assert isinstance(gesamt, Anzahl)
    assert (gesamt.zahl, gesamt.personen.zahl) == (236, 236)
    for ort, anteil in ANTEILE.items():
        wert = roh.werte[ort]
        assert isinstance(wert, Anzahl)
        assert 100 * wert.zahl / gesamt.zahl == pytest.approx(anteil, abs=0.01), ort
        gezeigt = zelle(roh, ort).text
        assert float(gezeigt.partition("(")[2].removesuffix(" %)").replace(",", ".")) == pytest.approx(
            anteil, abs=0.011
        )
    geschuetzt = schuetze(roh, Schutzregeln(), Naechstes())
    assert geschuetzt is not None
    assert geschuetzt.hinweis == ""
    gefuellt = {ort: wert for ort, wert in geschuetzt.werte.items() if wert.zahl}
    assert gefuellt == {ort: Schutzwert(zahl=zahl, prozent=prozent) for ort, (zahl, prozent) in GESCHUETZT.items()}
    # The other columns are there with zeros: one that is missing would tell that nobody was counted.
    assert {s for _, s in geschuetzt.werte} == {
        "arbeitslos", "arbeitsuchend", "beschäftigt", "in Ausbildung", "nicht gemeldet", "unbekannt", None,
    }  # fmt: skip
