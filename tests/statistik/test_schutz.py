"""What leaves the team: rounding, and both sides of every threshold."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fallbuch.statistik.kennzahlen import KENNZAHLEN
from fallbuch.statistik.laden import lade_kennzahlen
from fallbuch.statistik.schutz import Schutzregeln, gerundet, schuetze
from fallbuch.statistik.tabelle import Schutztabelle, Schutzwert, Verdeckt
from fallbuch.statistik.werk import Zahlenwerk
from tests.hilfen import fall
from tests.statistik.hilfen import tabelle, werk_aus

REGELN = Schutzregeln()


def geschuetzt(werk: Zahlenwerk, name: str, zeitraum: str = "2026Q2") -> Schutztabelle:
    ergebnis = schuetze(tabelle(werk, zeitraum, name), werk.buch.schutz)
    assert ergebnis is not None
    return ergebnis


def offene(anzahl: int) -> Zahlenwerk:
    """So many open cases, a third of them with level IK."""
    return werk_aus(fall(**({"Betreuungsstufe": "IK"} if i % 3 == 0 else {})) for i in range(anzahl))


@given(st.integers(0, 10_000))
def test_runden(zahl: int) -> None:
    assert gerundet(zahl) % 5 == 0
    assert abs(gerundet(zahl) - zahl) <= 2


def test_nullen_sind_zweideutig() -> None:
    assert [gerundet(n) for n in range(9)] == [0, 0, 0, 5, 5, 5, 5, 5, 10]


def test_eine_ungerundete_zahl_laesst_sich_nicht_veroeffentlichen() -> None:
    for zahl, basis in ((3, None), (5, 21)):
        with pytest.raises(ValueError, match="unrounded"):
            Schutzwert(zahl=zahl, basis=basis)


@pytest.mark.parametrize(
    ("menschen", "zeilen", "innen", "hinweis"),
    [
        (19, False, False, "Unter 20 Menschen zeigen wir nur die Summe."),
        (20, True, False, "Bis 50 Menschen zeigen wir nur die Summen der Zeilen und der Spalten."),
        (50, True, False, "Bis 50 Menschen zeigen wir nur die Summen der Zeilen und der Spalten."),
        (51, True, True, ""),
    ],
)
def test_je_weniger_menschen_desto_weniger_teilung(menschen: int, zeilen: bool, innen: bool, hinweis: str) -> None:
    struktur = geschuetzt(offene(menschen), "struktur")
    assert struktur.werte[None, None].zahl == gerundet(menschen)
    assert (("IK", None) in struktur.werte, (None, "unbekannt") in struktur.werte) == (zeilen, zeilen)
    assert (("IK", "unbekannt") in struktur.werte) == innen
    assert (bool(struktur.zeilen), struktur.hinweis) == (zeilen, hinweis)
    # One-way tables need twenty as well.
    wartende = geschuetzt(offene(menschen), "wartende")
    assert wartende.werte["noch ohne Gespräch", "Anzahl"] == Schutzwert(zahl=gerundet(menschen))


@pytest.mark.parametrize(("menschen", "prozent"), [(17, None), (18, 100), (22, 100)])
def test_prozente_brauchen_eine_gerundete_grundzahl_von_zwanzig(menschen: int, prozent: int | None) -> None:
    werk = werk_aus([fall("## 2026-05-04 Erstgespräch (Jana)\n", erstkontakt="2026-05-01")] * menschen)
    wert = geschuetzt(werk, "erstgespraech").werte["Erstgespräch", "rechtzeitig"]
    verdeckt = Verdeckt.ZU_WENIGE if prozent is None else None
    zahl = gerundet(menschen)
    assert wert == Schutzwert(zahl=zahl, basis=zahl, prozent=prozent, verdeckt=verdeckt)


def geschlossene(anzahl: int) -> Zahlenwerk:
    ende = (
        "## 2026-05-02 Abschluss (Jana)\n\nErgebnis: ohne Arbeitsstelle beendet\nGrund: Umzug\nErklärung: Zieht weg\n"
    )
    return werk_aus([fall(ende, erstkontakt="2026-01-01", status="abgeschlossen")] * anzahl)


@pytest.mark.parametrize(("menschen", "tage"), [(9, None), (10, 120)])
def test_mittelwerte_brauchen_zehn_menschen_und_sind_gerundet(menschen: int, tage: int | None) -> None:
    dauer = geschuetzt(geschlossene(menschen), "dauer")
    wert = dauer.werte["im Zeitraum abgeschlossen", "mittlere Dauer in Tagen (Median)"]
    # 1 January to 2 May are 121 days.
    verdeckt = Verdeckt.ZU_WENIGE if tage is None else None
    assert wert == Schutzwert(wert=tage, einheit="Tage", verdeckt=verdeckt)


def test_keine_zahl_ueber_eine_einzelne_person() -> None:
    werk = offene(60)
    assert schuetze(tabelle(werk, "2026Q2", "zustaendigkeit"), REGELN) is None
    relation = ("offene Fälle mit Zuständigkeit", "Fälle je Beraterin oder Berater")
    assert geschuetzt(werk, "betreuungsrelation").werte[relation] == Schutzwert(verdeckt=Verdeckt.ZU_WENIGE)
    zwei = werk_aus(fall(berater="Ole" if i % 2 else "Jana") for i in range(61))
    assert geschuetzt(zwei, "betreuungsrelation").werte[relation] == Schutzwert(wert=30)


def test_ein_index_entsteht_aus_gerundeten_zahlen() -> None:
    mit = fall("## 2026-06-01 Maßnahme (Jana)\n\nArt: Weiterbildung\nEnde: 2026-09-30\n")
    werk = werk_aus([mit] * 23 + [fall()] * 79)
    massnahmen = geschuetzt(werk, "massnahmen")
    # 25 of 100, where exactly it would be 23 of 102.
    assert massnahmen.werte["Qualifizierung", "Menschen je 100 offene Fälle"] == Schutzwert(wert=25)


def test_zeilen_folgen_aus_den_listen_nie_aus_den_zahlen() -> None:
    """Two teams with the same lists show the same lines, whatever they counted."""
    einer, anderer = offene(60), werk_aus([fall(Betreuungsstufe="IF", Arbeitsmarktstatus="beschäftigt")] * 60)
    for kennzahl in KENNZAHLEN:
        for t in kennzahl.tabellen:
            a, b = (schuetze(tabelle(w, "2026Q2", t.schluessel), REGELN) for w in (einer, anderer))
            if a is not None and b is not None and bool(a.zeilen) == bool(b.zeilen):
                assert (a.zeilen, a.spalten) == (b.zeilen, b.spalten), t.schluessel


def test_keine_kategorie_steht_zweimal() -> None:
    werk = offene(60)
    zeitraum = werk.zeitraeume[1]
    for name, roh in werk.roh(zeitraum).items():
        assert len(set(roh.zeilen)) == len(roh.zeilen), name
        assert len(set(roh.spalten)) == len(roh.spalten), name


def test_ein_team_darf_vorsichtiger_sein_nicht_sorgloser() -> None:
    buch, befunde = lade_kennzahlen(b"schutz: {aufteilen_ab: 30, kreuzen_ueber: 49, mittel_ab: 10}\n")
    assert [(b.kennung, b.stelle.zeile) for b in befunde] == [("S005", 1)]
    assert befunde[0].text == "Die Schwelle „kreuzen_ueber“ ist 49. Erwartet: mindestens 50."
    assert buch.schutz == Schutzregeln(aufteilen_ab=30)
    texte = [fall()] * 29
    assert geschuetzt(werk_aus(texte, buch=buch), "struktur").zeilen == ()
    assert geschuetzt(werk_aus([*texte, fall()], buch=buch), "struktur").zeilen != ()


def test_veroeffentlicht_wird_nur_was_zu_ende_ist() -> None:
    werk = offene(30)
    assert [v.zeitraum.schluessel for v in werk.veroeffentlichungen()] == ["2026Q2", "2026Q1"]
    am_letzten_tag = werk_aus([fall()] * 30, stichtag=werk.zeitraeume[1].ende)
    assert [v.zeitraum.schluessel for v in am_letzten_tag.veroeffentlichungen()] == ["2026Q1"]
