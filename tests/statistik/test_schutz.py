"""What leaves the team: rounding, and both sides of every threshold."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fallbuch.statistik.anzeige import als_text
from fallbuch.statistik.kennzahlen import KENNZAHLEN
from fallbuch.statistik.laden import lade_kennzahlen
from fallbuch.statistik.runden import gerundet
from fallbuch.statistik.schutz import Schutzregeln, schuetze
from fallbuch.statistik.tabelle import Anteil, Schutztabelle, Schutzwert, Verdeckt
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


SUMME = "Bei so wenigen Menschen zeigen wir nur die Summe."
SUMMEN = "Bei so wenigen Menschen zeigen wir nur die Summen der Zeilen und der Spalten."


@pytest.mark.parametrize(
    ("menschen", "zeilen", "innen", "hinweis"),
    [
        # 18 to 22 all print 20: if one of them were split and another not, the page would tell which it is.
        (17, False, False, SUMME), (18, False, False, SUMME), (20, False, False, SUMME), (22, False, False, SUMME),
        (23, True, False, SUMMEN), (50, True, False, SUMMEN), (52, True, False, SUMMEN), (53, True, True, ""),
    ],
)  # fmt: skip
def test_je_weniger_menschen_desto_weniger_teilung(menschen: int, zeilen: bool, innen: bool, hinweis: str) -> None:
    struktur = geschuetzt(offene(menschen), "struktur")
    assert struktur.werte[None, None].zahl == gerundet(menschen)
    assert (("IK", None) in struktur.werte, (None, "unbekannt") in struktur.werte) == (zeilen, zeilen)
    assert (("IK", "unbekannt") in struktur.werte) == innen
    assert (bool(struktur.zeilen), struktur.hinweis) == (zeilen, hinweis)
    # What a condition picks out of a population splits it as well.
    wartende = geschuetzt(offene(menschen), "wartende")
    erwartet = Schutzwert(zahl=gerundet(menschen)) if zeilen else Schutzwert(verdeckt=Verdeckt.ZU_WENIGE)
    assert wartende.werte["noch ohne Gespräch", "Anzahl"] == erwartet


def test_was_gezeigt_wird_folgt_allein_aus_den_gerundeten_zahlen() -> None:
    """Two teams whose numbers round to the same publish the same."""
    for klasse in range(0, 70, 5):
        gezeigt = set()
        for menschen in range(max(1, klasse - 2), klasse + 3):
            werk = werk_aus([fall("## 2026-05-04 Erstgespräch (Jana)\n", erstkontakt="2026-05-01")] * menschen)
            zeitraum = werk.zeitraum("2026Q2")
            assert zeitraum is not None
            tabellen = werk.geschuetzt(zeitraum).tabellen
            gezeigt.add(str([(name, t.zeilen, t.spalten, t.hinweis, t.werte) for name, t in tabellen.items()]))
        assert len(gezeigt) == 1, klasse


@pytest.mark.parametrize(("menschen", "gezeigt"), [(22, False), (23, True), (27, True)])
def test_ein_anteil_ist_eine_teilung(menschen: int, gezeigt: bool) -> None:
    werk = werk_aus([fall("## 2026-05-04 Erstgespräch (Jana)\n", erstkontakt="2026-05-01")] * menschen)
    wert = geschuetzt(werk, "erstgespraech").werte["Erstgespräch", "rechtzeitig"]
    zahl = gerundet(menschen)
    alle = Schutzwert(zahl=zahl, basis=zahl, prozent=100)
    assert wert == (alle if gezeigt else Schutzwert(basis=zahl, verdeckt=Verdeckt.ZU_WENIGE))
    assert als_text(wert) == (f"{zahl} von {zahl} (100 %)" if gezeigt else f"zu wenige (von {zahl})")


@pytest.mark.parametrize(("menschen", "je_zeile"), [(52, False), (53, True)])
def test_ein_anteil_je_zeile_sind_zwei_teilungen(menschen: int, je_zeile: bool) -> None:
    texte = [fall("## 2026-06-04 Erstgespräch (Jana)\n\nBetreuungsstufe: IK\n", erstkontakt="2026-06-01")] * menschen
    tafel = geschuetzt(werk_aus(texte), "kontaktbestand")
    zahl = gerundet(menschen)
    alle = Schutzwert(zahl=zahl, basis=zahl, prozent=100)
    assert tafel.werte[None, "innerhalb der Frist"] == alle
    assert tafel.werte["IK", "innerhalb der Frist"] == (
        alle if je_zeile else Schutzwert(basis=zahl, verdeckt=Verdeckt.ZU_WENIGE)
    )
    assert tafel.hinweis == ("" if je_zeile else "Bei so wenigen Menschen zeigen wir den Anteil nur für alle zusammen.")


def test_summen_bleiben_im_team() -> None:
    """Minutes come in fives: rounded they would be exact, and a hidden line could be taken from the total."""
    kontakte = geschuetzt(
        werk_aus([fall("## 2026-05-04 Erstgespräch (Jana)\n\nDauer: 45\n", erstkontakt="2026-05-01")] * 60), "kontakte"
    )
    assert kontakte.spalten == ("Anzahl",)
    assert {spalte for _, spalte in kontakte.werte} == {"Anzahl"}
    buch, befunde = lade_kennzahlen(
        b"tabellen:\n  summe: {titel: Summe, definition: Alles., zaehlt: Phasen, wann: begonnen, mass: Summe, von: Kontakte, oeffentlich: ja}\n"
    )
    assert [b.kennung for b in befunde] == ["S007"]
    assert len(buch.kennzahlen) == len(KENNZAHLEN)


def test_ein_anteil_von_wenigen_menschen_mit_vielen_zeilen() -> None:
    """Twenty-four contacts of six people are no base for a percentage."""
    verlauf = "".join(
        f"## 2026-0{4 + n // 2}-{1 + 14 * (n % 2):02} Beratung (Jana)\n\nBetreuungsstufe: IN\n\n" for n in range(5)
    )
    werk = werk_aus([fall(verlauf, erstkontakt="2026-03-20")] * 6)
    fluss = tabelle(werk, "2026Q2", "kontaktfluss").werte[None, "bis zu ihrem Tag zustande gekommen"]
    assert isinstance(fluss, Anteil)
    assert fluss.basis >= 20
    geschuetzter = geschuetzt(werk, "kontaktfluss").werte[None, "bis zu ihrem Tag zustande gekommen"]
    assert geschuetzter == Schutzwert(basis=gerundet(fluss.basis), verdeckt=Verdeckt.ZU_WENIGE)


def geschlossene(anzahl: int) -> Zahlenwerk:
    ende = (
        "## 2026-05-02 Abschluss (Jana)\n\nErgebnis: ohne Arbeitsstelle beendet\nGrund: Umzug\nErklärung: Zieht weg\n"
    )
    return werk_aus([fall(ende, erstkontakt="2026-01-01", status="abgeschlossen")] * anzahl)


@pytest.mark.parametrize(("menschen", "tage"), [(10, None), (12, None), (13, 120)])
def test_mittelwerte_brauchen_zehn_menschen_auch_beim_kleinsten_der_gerundeten_und_sind_gerundet(
    menschen: int, tage: int | None
) -> None:
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
    assert geschuetzt(zwei, "betreuungsrelation").werte[relation] == Schutzwert(zahl=60, wert=30)


def test_ein_index_entsteht_aus_gerundeten_zahlen() -> None:
    mit = fall("## 2026-06-01 Maßnahme (Jana)\n\nArt: Weiterbildung\nEnde: 2026-09-30\n")
    werk = werk_aus([mit] * 23 + [fall()] * 79)
    massnahmen = geschuetzt(werk, "massnahmen")
    # 25 of 100, where exactly it would be 23 of 102.
    assert massnahmen.werte["Qualifizierung", "Menschen im Verhältnis zu den offenen Fällen"] == Schutzwert(
        zahl=25, basis=100, wert=25, einheit="je 100"
    )


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
    texte = [fall()] * 32
    assert geschuetzt(werk_aus(texte, buch=buch), "struktur").zeilen == ()
    assert geschuetzt(werk_aus([*texte, fall()], buch=buch), "struktur").zeilen != ()


def test_wann_der_erste_kam_ist_nicht_zu_sehen() -> None:
    """One more case in a quarter before all others changes nothing, as long as the rounded numbers stay."""
    einer, anderer = werk_aus([fall()] * 30), werk_aus([*[fall()] * 30, fall(erstkontakt="2025-02-03")])
    for name in ("2026Q2", "2026Q1"):
        eine, andere = (w.geschuetzt(z) for w in (einer, anderer) if (z := w.zeitraum(name)) is not None)
        assert {t: tabelle.werte for t, tabelle in eine.tabellen.items()} == {
            t: tabelle.werte for t, tabelle in andere.tabellen.items()
        }
        assert eine.davor is not None
        assert eine.ein_jahr_zuvor is not None
