"""Sums over packages are the figures over all cases in one stock, exactly; what can be said of them is the same by any machine."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import pytest

from fallbuch.statistik.bausteine import Merkmal, aus_liste
from fallbuch.statistik.summen import Summenstand, kategorien, lies_summen
from fallbuch.statistik.tabelle import Anzahl, Kennwert, Quotient
from fallbuch.statistik.verbund import NICHT_ZUORDENBAR
from fallbuch.statistik.zellen import Zaehlort, Zusammensetzung, reste
from fallbuch.verbund import rechenwerk
from fallbuch.verbund.abgeben import in_worten
from fallbuch.verbund.rechenwerk import Paketzeile, Summenzeile, abfrage, duckdb_da, folge, summiere
from fallbuch.verbund.zaehlung import Gemeinsamzaehler
from fallbuch.verbund.zusammenfassen import fasse_zusammen
from tests.hilfen import BEIM_LANDEN
from tests.verbund.hilfen import HEUTE, SCHLUESSEL, dateien, gezaehlt, quartal, team_aus, verbund, verschlossen

QUARTALE = [f"{jahr}Q{n}" for jahr in (2024, 2025, 2026) for n in (1, 2, 3, 4)][2:10]


def _summe_ist_der_ganze_bestand(groessen: list[int], quartale: list[str]) -> None:
    namen = [f"Team {n}" for n in range(1, len(groessen) + 1)]
    vereinbarung = verbund(namen)
    alles: dict[str, str] = {}
    werke = []
    for n, (name, faelle) in enumerate(zip(namen, groessen, strict=True), start=1):
        eigene = dateien(faelle, n)
        alles |= eigene
        werke.append((name, team_aus(eigene, name).zahlenwerk))
    pakete = [gezaehlt(werk, vereinbarung, q, name) for name, werk in werke for q in quartale]
    # Who had nobody has nothing to hand in.
    stand = fasse_zusammen(verschlossen(*(p for p in pakete if p.zahlen)), SCHLUESSEL, vereinbarung, HEUTE)
    assert stand.maengel == []
    ganzes = team_aus(alles, "Alle").zahlenwerk
    for q in quartale:
        zaehler = Gemeinsamzaehler(ganzes.stoff, quartal(q), vereinbarung)
        summen = {ort: summe.zahl for ort, summe in stand.stand.zahlen.get(q, {}).items()}
        anteile = dict(reste([t for k in vereinbarung.kennzahlen for t in k.tabellen], zaehler.zahlen()))
        assert summen == zaehler.zahlen() | anteile
        fremde: Counter[tuple[str, str]] = Counter()
        for paket in pakete:
            fremde.update(paket.nicht_zuordenbar if paket.quartal == q else {})
        assert dict(fremde) == zaehler.nicht_zuordenbare()
        # And the tables made of it are those that counting makes.
        mache = Zusammensetzung(quartal(q), summen)
        for k in vereinbarung.kennzahlen:
            for roh in zaehler.alle([k]).values():
                neu = mache.tabelle(roh.tabelle, *kategorien(vereinbarung, roh.tabelle, quartal(q)))
                assert (neu.zeilen, neu.spalten, neu.personen) == (roh.zeilen, roh.spalten, roh.personen)
                assert neu.grundpersonen == roh.grundpersonen
                for ort, wert in roh.werte.items():
                    anderer = neu.werte[ort]
                    if isinstance(wert, Kennwert) and isinstance(anderer, Kennwert):
                        assert (anderer.wert, anderer.personen, anderer.einheit) == (
                            wert.wert,
                            wert.personen,
                            wert.einheit,
                        )
                    elif isinstance(wert, Quotient) and isinstance(anderer, Quotient):
                        assert (anderer.personen, anderer.unter, anderer.mal) == (wert.personen, wert.unter, wert.mal)
                    else:
                        assert anderer == wert


def test_vorher_ist_jede_anzahl_zu_lesen() -> None:
    """Whatever number of a package were another one: what the team reads before it goes would say so."""
    vereinbarung, q = verbund(["Team 1"]), quartal("2026Q2")
    paket = gezaehlt(team_aus(dateien(40, 1), "Team 1").zahlenwerk, vereinbarung, "2026Q2")
    gelesen = in_worten(paket, vereinbarung, q)
    assert len(paket.zahlen) > 400
    assert [
        ort
        for ort, zahl in paket.zahlen.items()
        if in_worten(replace(paket, zahlen={**paket.zahlen, ort: zahl + 1}), vereinbarung, q) == gelesen
    ] == []
    kontakte, menschen = (paket.zahlen[Zaehlort("kontakte", "Beratung", "Anzahl", g)] for g in ("zeilen", "menschen"))
    assert menschen < kontakte
    assert f"\n    Beratung / Anzahl: {menschen} Menschen\n" in gelesen
    # Where each has one, the people are what stands in the table.
    assert "Beratung / neu: " not in gelesen


def test_neun_teams_acht_quartale() -> None:
    _summe_ist_der_ganze_bestand([5, 8, 12, 15, 18, 20, 22, 25, 40], QUARTALE)


@BEIM_LANDEN
def test_fuenfzig_teams_acht_quartale() -> None:
    _summe_ist_der_ganze_bestand([5 + n % 20 for n in range(50)], QUARTALE)


def test_wer_zwei_woerter_hat_zaehlt_einmal() -> None:
    """Two channels become one before anybody is counted; added up afterwards, somebody would count twice."""
    vereinbarung = verbund(["Team 1"])
    werk = team_aus(dateien(60, 3), "Team 1").zahlenwerk
    zaehler = Gemeinsamzaehler(werk.stoff, quartal("2026Q2"), vereinbarung)
    (roh,) = (t for name, t in zaehler.alle(vereinbarung.kennzahlen).items() if name == "menschenwege")
    assert roh.zeilen == ("Runder Tisch", "Beratung", "unbekannt", NICHT_ZUORDENBAR)
    menschen = [roh.werte[zeile, "Anzahl"].personen.zahl for zeile in roh.zeilen]
    assert sum(menschen) == roh.werte[None, "Anzahl"].personen.zahl == roh.personen.zahl
    assert min(menschen[:2]) > 0
    assert set(zaehler.nicht_zuordenbare()) == {
        ("Zugangsweg", "Kontaktstelle Familie & Beruf"),
        ("Zugangsweg", "Wer hilft weiter?"),
    }


def test_zwei_fremde_woerter_sind_einmal_fremd() -> None:
    """Somebody in two groups that nobody knows is one person in "nicht zuordenbar", and counts in it once."""
    vereinbarung = verbund(["Team 1"])
    zaehler = Gemeinsamzaehler(team_aus(dateien(5, 3), "Team 1").zahlenwerk.stoff, quartal("2026Q2"), vereinbarung)
    feld: Merkmal[object] = Merkmal("Feld", aus_liste("zugangswege"), lambda _, __: ("Amt", "Tafel", "Runder Tisch"))
    assert zaehler._kategorien_von(object(), feld) == (NICHT_ZUORDENBAR, "Runder Tisch")


def test_dieselbe_frage_lost_dasselbe() -> None:
    """Open phases are one number, whether they are a table's whole or what a share is made of."""
    vereinbarung = verbund(["Team 1"])
    werk = team_aus(dateien(60, 3), "Team 1").zahlenwerk
    z = quartal("2026Q2")
    mache = Zusammensetzung(z, Gemeinsamzaehler(werk.stoff, z, vereinbarung).zahlen())
    tafeln = {
        t.schluessel: mache.tabelle(t, *kategorien(vereinbarung, t, z))
        for k in vereinbarung.kennzahlen
        for t in k.tabellen
    }
    (verhaeltnis,) = {w.unter.satz for w in tafeln["massnahmen"].werte.values() if isinstance(w, Quotient)}
    ganzes = tafeln["struktur"].werte[None, None]
    assert isinstance(ganzes, Anzahl)
    assert ganzes.gezaehlt.satz == verhaeltnis == tafeln["bewegung"].werte["offen am Ende", "Anzahl"].gezaehlt.satz  # type: ignore[union-attr]
    assert len({w.gezaehlt.satz for w in tafeln["bewegung"].werte.values() if isinstance(w, Anzahl) and w.zahl}) == 5


# -- the query


A, B = Zaehlort("t", "a", "", "zeilen"), Zaehlort("t", "", "x", "zeilen")


def _pakete() -> list[Paketzeile]:
    return [
        Paketzeile("Nord", "2025Q4", 1, [(A, 5), (B, 1)]),
        Paketzeile("Nord", "2026Q1", 1, [(A, 50)]),
        Paketzeile("Nord", "2026Q1", 2, [(A, 6)]),
        Paketzeile("Süd", "2026Q1", 1, [(A, 2)]),
        Paketzeile("West", "2026Q1", 1, [(A, 9), (B, 3)]),
        Paketzeile("Ost", "2026Q1", 1, [(A, 1)]),
        Paketzeile("Süd", "2026Q3", 1, [(A, 7)]),
    ]


ERWARTET = [
    Summenzeile("2025Q4", A, 5, 1, (5, 0, 0), None),
    Summenzeile("2025Q4", B, 1, 1, (1, 0, 0), None),
    # The second version counts, the first never; three of four are named by size.
    Summenzeile("2026Q1", A, 18, 4, (9, 6, 2), 5),
    Summenzeile("2026Q1", B, 3, 1, (3, 0, 0), 1),
    # Of the quarter before nothing was handed in.
    Summenzeile("2026Q3", A, 7, 1, (7, 0, 0), None),
]
RECHNER = ["sqlite", pytest.param("duckdb", marks=pytest.mark.skipif(not duckdb_da(), reason="duckdb ist nicht installiert"))]  # fmt: skip


@pytest.mark.parametrize("mit", RECHNER)
def test_die_abfrage(mit: str) -> None:
    assert summiere(_pakete(), mit) == ERWARTET
    assert summiere(reversed(_pakete()), mit) == ERWARTET
    assert summiere([], mit) == []


@pytest.mark.parametrize("mit", RECHNER)
def test_eine_zelle_die_es_davor_nicht_gab_war_null(mit: str) -> None:
    neu = Zaehlort("t", "neu", "", "zeilen")
    zeilen = summiere([Paketzeile("Nord", "2026Q1", 1, [(A, 1)]), Paketzeile("Nord", "2026Q2", 1, [(neu, 4)])], mit)
    assert [(z.quartal, z.zelle, z.vorher) for z in zeilen] == [("2026Q1", A, None), ("2026Q2", neu, 0)]


@pytest.mark.parametrize("mit", RECHNER)
def test_die_antwort_haengt_nicht_am_ersten_lag(mit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """ClickHouse answers 0 for the first of a group where others say NULL: whatever it is, nobody looks at it."""
    for erster in ("0", "-1", "999999", "s.folge - 1"):
        anders = re.sub(r"LAG\((s\.\w+)\)", rf"LAG(\1, 1, {erster})", abfrage())
        assert anders != abfrage()
        # Nor at what an outer join did not find.
        gefragt, woher = anders.rsplit("LEFT JOIN", 1)
        anders = f"{gefragt.replace('v.folge', 'COALESCE(v.folge, 0)')}LEFT JOIN{woher}"
        monkeypatch.setattr(rechenwerk, "abfrage", lambda anders=anders: anders)
        assert summiere(_pakete(), mit) == ERWARTET
        monkeypatch.undo()


def test_die_abfrage_nennt_keine_eigenheit() -> None:
    """No function of one vendor's, a CAST where a number comes out, and NULLs in an order that is said."""
    text = re.sub(r"--.*", "", abfrage())
    assert set(re.findall(r"\b([A-Z_]+)\(", text)) <= {
        "MAX",
        "SUM",
        "COUNT",
        "MIN",
        "ROW_NUMBER",
        "LAG",
        "CAST",
        "OVER",
        "AS",
        "JOIN",
    }
    assert not re.search(r"NULLS (FIRST|LAST)|::|QUALIFY|LIMIT", text)
    assert text.count("CASE WHEN c.zeile IS NULL") == 1


def test_quartale_in_einer_reihe() -> None:
    assert [folge(q) for q in ("2025Q4", "2026Q1", "2026Q2")] == [8103, 8104, 8105]


def test_gross_wird_mit_dem_grossen_gerechnet(monkeypatch: pytest.MonkeyPatch) -> None:
    """By size, and only where it is installed; small ones never load it."""
    gerufen: list[str] = []
    monkeypatch.setattr(rechenwerk, "AB_ZAHLEN", 3)

    def rechner(name: str) -> Callable[[object], list[tuple[object, ...]]]:
        def rechne(_: object) -> list[tuple[object, ...]]:
            gerufen.append(name)
            return []

        return rechne

    monkeypatch.setattr(rechenwerk, "_mit_sqlite", rechner("sqlite"))
    monkeypatch.setattr(rechenwerk, "_mit_duckdb", rechner("duckdb"))
    for da, zahlen in ((True, 2), (True, 3), (False, 3)):
        monkeypatch.setattr(rechenwerk, "duckdb_da", lambda da=da: da)
        summiere([Paketzeile("Nord", "2026Q1", 1, [(replace(A, zeile=str(n)), 1) for n in range(zahlen)])])
    assert gerufen == ["sqlite", "duckdb", "sqlite"]


def test_die_datei_der_summen_sagt_dasselbe() -> None:
    vereinbarung = verbund(["Team 1"])
    werk = team_aus(dateien(30, 5), "Team 1").zahlenwerk
    stand = fasse_zusammen(verschlossen(gezaehlt(werk, vereinbarung, "2026Q2")), SCHLUESSEL, vereinbarung, HEUTE).stand
    gelesen: Summenstand = lies_summen(stand.als_bytes())
    assert gelesen.als_bytes() == stand.als_bytes()
    assert gelesen == stand
