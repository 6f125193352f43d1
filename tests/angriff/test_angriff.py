"""No released count can be narrowed to fewer than three values, and the attack finds what can be found."""

from __future__ import annotations

import copy
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.angriff.angriff import bericht, greife_an, pruefe
from tests.angriff.lose import lies
from tests.angriff.mengen import phasen, tafeln
from tests.angriff.raten import Geraten, rate
from tests.angriff.teams import GROESSEN, QUARTALE, Blatt, Fall, Gezaehltes, Stelle, fall
from tests.angriff.urteil import urteile
from tests.angriff.wissen import ausgelost, plusminus2, rechnung

LANG = bool(os.environ.get("FALLBUCH_LANG"))
_WEGE = ("Beratungstag", "Runder Tisch", "VAMV Beratung", "unbekannt")
_Q = "2026Q2"
#: 2026Q2 in the row of all quarters.
_NUMMER = 2026 * 4 + 1
_BEGONNEN: Mapping[str, Any] = {"zaehlt": "Phasen", "wann": "begonnen"}
_BETEILIGT: list[Mapping[str, Any]] = [
    {"zaehlt": "Menschen", "wann": "in Beratung", "titel": "in Beratung"},
    {"zaehlt": "Menschen", "wann": "in Beratung", "nur": ["beraten"], "titel": "davon beraten"},
]


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Fall:
    """A team whose sheets the tests spoil."""
    return fall(60, 2, tmp_path_factory.mktemp("team"))


@pytest.mark.parametrize("seed", range(60 if LANG else len(GROESSEN)))
def test_kein_leck(tmp_path: Path, seed: int) -> None:
    """All that is printed, by the handbook's words: the truth fits, and every target keeps three values."""
    groesse = GROESSEN[seed % len(GROESSEN)]
    # Big teams take longest; in the short form half their quarters must do.
    quartale = QUARTALE if LANG or groesse < 100 else QUARTALE[-4:]
    urteil = pruefe(fall(groesse, seed, tmp_path, quartale))
    assert not urteil.falsch, "Der Angriff irrt: " + "; ".join(urteil.falsch)
    assert not urteil.lecks, "Das lässt sich ausrechnen: " + "; ".join(urteil.lecks)
    assert not urteil.wortbruch, "Anders, als das Handbuch sagt: " + "; ".join(urteil.wortbruch)
    assert urteil.ziele > 100, "Der Angriff hat kaum etwas gelesen"


def test_raten(team: Fall) -> None:
    """Both guessers guess, and their figures are said."""
    geraten = Geraten()
    gelesen, r = greife_an(team.blaetter)
    rate(geraten, team, gelesen, r)
    assert geraten.kleine > geraten.zusammen > 0, "Wer rät, rät nie oder immer richtig"
    assert geraten.daneben, "Keine Zahl liegt mehr als 2 daneben, obwohl ausgelost wurde"
    assert len(bericht([urteile(team, gelesen, r)], geraten)) >= 13, "Im Bericht fehlt etwas"


def test_gerundet_geht_nur_mit_einem_auf() -> None:
    """7, 7, 7 and 2 of 23, to the nearest 5: only these numbers fit. The same prints, drawn, leave everything open."""
    blatt = _blatt(_tabelle("zugang", [_BEGONNEN], dict(zip(_WEGE, (5, 5, 5, 0), strict=True)), 25))
    mengen = [phasen("begonnen", _NUMMER, f"Zugangsweg={weg}") for weg in _WEGE]
    _, gerundet = greife_an([blatt], plusminus2, leiter=False)
    assert [gerundet.bereich(menge) for menge in mengen] == [(7, 7), (7, 7), (7, 7), (2, 2)], "Nicht gefunden"
    _, ausgeloste = greife_an([blatt], ausgelost, leiter=False)
    assert [ausgeloste.bereich(menge) for menge in mengen] == [(1, None)] * 3 + [(0, None)], "Zu viel gefolgert"


def test_gerundete_blaetter(team: Fall) -> None:
    """Whole sheets rounded to the nearest 5: the attacker is right everywhere, and finds many."""
    blaetter = _gedruckt(team, lambda wahr: 5 * round(wahr / 5))
    gelesen, r = greife_an(blaetter, plusminus2, leiter=False)
    urteil = urteile(team, gelesen, r)
    assert not urteil.falsch, "Der Angriff irrt: " + "; ".join(urteil.falsch)
    assert len(urteil.lecks) >= 5, "Beim Runden lässt sich viel ausrechnen, und der Angriff findet es nicht"


def test_eine_genaue_zahl(team: Fall) -> None:
    """One number that was not drawn, and the attacker knows it: found, though all others are drawn."""
    gelesen = lies(team.blaetter)
    menge, wahr = next((m, team.wahr[s].zahl) for s, (m, _) in gelesen.drucke.items() if 1 <= team.wahr[s].zahl <= 4)
    r = rechnung(gelesen)
    r.enge(menge, (wahr, wahr))
    r.rechne()
    lecks = urteile(team, gelesen, r).lecks
    assert any(leck.startswith(f"{menge}: in Wahrheit {wahr},") for leck in lecks), f"Nicht gefunden: {menge}"


def test_ungeloste_zahl_faellt_auf(team: Fall) -> None:
    """A count as it is, printed where a draw should stand."""
    blaetter = _gedruckt(team, lambda wahr: wahr)
    gelesen, r = greife_an(blaetter, leiter=False)
    assert urteile(team, gelesen, r).wortbruch, "Genaue Zahlen fallen nicht auf"


def test_jemand_wo_niemand_ist(team: Fall) -> None:
    """A print above nought where nobody was counted: the attacker's bounds are not true."""
    blaetter = _gedruckt(team, lambda wahr: 3 * round(wahr / 3) or 3)
    gelesen, r = greife_an(blaetter, leiter=False)
    assert urteile(team, gelesen, r).falsch, "Gedruckte Menschen, die es nicht gibt, fallen nicht auf"


def test_dieselben_anders_gedruckt(team: Fall) -> None:
    """The same people as two different numbers in two tables: not what the handbook says."""
    blaetter = copy.deepcopy(list(team.blaetter))
    bewegung = next(t for t in tafeln(blaetter[-1]) if t.schluessel == "bewegung")
    wert = next(w for w in bewegung.gedruckt["werte"] if w["zeile"] == "offen am Ende")
    wert["zahl"] += 3
    assert lies(blaetter).ungleich, "Zwei Zahlen für dieselben Menschen fallen nicht auf"


def test_teil_groesser_als_seine_summe() -> None:
    """A line above its total: the handbook says that none is."""
    zeilen = dict(zip(_WEGE, (9, 3, 0, 0), strict=True))
    assert lies([_blatt(_tabelle("zugang", [_BEGONNEN], zeilen, 6))]).ueber, "Ein zu großer Teil fällt nicht auf"


def test_schwelle_sieht_die_wahre_zahl() -> None:
    """A part is shown although its whole is printed as fewer than 20: the ladder saw something else."""
    werte = {"in Beratung": 18, "davon beraten": 12}
    blatt = _blatt(_tabelle("menschen", _BETEILIGT, werte, None))
    assert lies([blatt]).ungleich, "Die Schwelle fällt nicht auf"
    werte["in Beratung"] = 21
    assert not lies([_blatt(_tabelle("menschen", _BETEILIGT, werte, None))]).ungleich, "Was stimmt, fällt auf"


def test_verschiedene_lose_sind_verschiedene_mengen() -> None:
    """Where a part is printed as less than its whole, somebody is missing in it; where it is equal, nobody need be."""
    ganz = phasen("begonnen", _NUMMER)
    for summe, mindestens in ((9, 3), (6, 2)):
        zeilen = dict(zip(_WEGE, (6, 3, 0, 0), strict=True))
        _, r = greife_an([_blatt(_tabelle("zugang", [_BEGONNEN], zeilen, summe))], leiter=False)
        assert r.bereich(ganz) == (2, None), f"Bei {summe}: zwei Zeilen haben jemanden"
        zeilen["Runder Tisch"] = 0
        _, r = greife_an([_blatt(_tabelle("zugang", [_BEGONNEN], zeilen, summe))], leiter=False)
        assert r.bereich(ganz) == (mindestens - 1, None), f"Bei {summe}: falsch gefolgert"


def _gedruckt(team: Fall, druck: Callable[[int], int]) -> list[Blatt]:
    """Return the sheets as another procedure would print them."""
    blaetter = copy.deepcopy(list(team.blaetter))
    for blatt in blaetter:
        for tafel in tafeln(blatt):
            for wert in tafel.gedruckt["werte"]:
                for feld in ("zahl", "basis"):
                    stelle = tafel.stelle(wert.get("zeile"), wert.get("spalte"), feld)
                    if feld in wert:
                        wert[feld] = druck(_wahre(team.wahr, stelle).zahl)
    return blaetter


def _wahre(wahr: Mapping[Stelle, Gezaehltes], stelle: Stelle) -> Gezaehltes:
    assert stelle in wahr, f"Gedruckt, aber nicht gezählt: {stelle}"
    return wahr[stelle]


def _tabelle(schluessel: str, posten: list[Mapping[str, Any]], werte: Mapping[str, int], summe: int | None) -> Any:
    """Return a table as it stands in a sheet."""
    angaben: dict[str, Any] = {"schluessel": schluessel, "posten": posten}
    if len(posten) == 1:
        angaben["zeilen"] = "Zugangsweg"
    zellen: list[dict[str, Any]] = [{"zeile": zeile, "spalte": "Anzahl", "zahl": zahl} for zeile, zahl in werte.items()]
    if summe is not None:
        zellen.append({"spalte": "Anzahl", "zahl": summe})
    return {"angaben": angaben, "zeilen": list(werte), "spalten": ["Anzahl"], "werte": zellen}


def _blatt(tabelle: Any) -> Blatt:
    return {"zeitraum": _Q, "kennzahlen": [{"tabellen": [tabelle]}]}
