"""What leaves the team: nothing but lots and what follows from them, and both sides of every threshold."""

from __future__ import annotations

import pytest

from fallbuch.statistik.anzeige import als_text
from fallbuch.statistik.kennzahlen import KENNZAHLEN
from fallbuch.statistik.laden import lade_kennzahlen
from fallbuch.statistik.los import Los
from fallbuch.statistik.schutz import schuetze
from fallbuch.statistik.tabelle import Anteil, Anzahl, Schutzregeln, Schutztabelle, Schutzwert, Verdeckt
from fallbuch.statistik.werk import Zahlenwerk
from tests.hilfen import fall
from tests.statistik.hilfen import Naechstes, naechstes, tabelle, werk_aus

REGELN = Schutzregeln()


def geschuetzt(werk: Zahlenwerk, name: str, zeitraum: str = "2026Q2", los: Los | None = None) -> Schutztabelle:
    ergebnis = schuetze(tabelle(werk, zeitraum, name), werk.buch.schutz, los or Naechstes())
    assert ergebnis is not None
    return ergebnis


def offene(anzahl: int) -> Zahlenwerk:
    """So many open cases, a third of them with level IK."""
    return werk_aus(fall(**({"Betreuungsstufe": "IK"} if i % 3 == 0 else {})) for i in range(anzahl))


def test_eine_zahl_die_kein_los_ist_laesst_sich_nicht_veroeffentlichen() -> None:
    for zahl, basis in ((4, None), (3, 22)):
        with pytest.raises(ValueError, match="as it is"):
            Schutzwert(zahl=zahl, basis=basis)


SUMME = "Bei so wenigen Menschen zeigen wir nur die Summe."
SUMMEN = "Bei so wenigen Menschen zeigen wir nur die Summen der Zeilen und der Spalten."


@pytest.mark.parametrize(
    ("menschen", "zeilen", "innen", "hinweis"),
    [
        # 18 and 21, 48 and 51 are the printed numbers around the thresholds of 20 and 50.
        (16, False, False, SUMME), (19, False, False, SUMME), (20, True, False, SUMMEN), (22, True, False, SUMMEN),
        (49, True, False, SUMMEN), (50, True, True, ""), (53, True, True, ""),
    ],
)  # fmt: skip
def test_je_weniger_menschen_desto_weniger_teilung(menschen: int, zeilen: bool, innen: bool, hinweis: str) -> None:
    struktur = geschuetzt(offene(menschen), "struktur")
    assert struktur.werte[None, None].zahl == naechstes(menschen)
    assert (("IK", None) in struktur.werte, (None, "unbekannt") in struktur.werte) == (zeilen, zeilen)
    assert (("IK", "unbekannt") in struktur.werte) == innen
    assert (bool(struktur.zeilen), struktur.hinweis) == (zeilen, hinweis)
    # What a condition picks out of a population splits it as well.
    wartende = geschuetzt(offene(menschen), "wartende")
    erwartet = Schutzwert(zahl=naechstes(menschen)) if zeilen else Schutzwert(verdeckt=Verdeckt.ZU_WENIGE)
    assert wartende.werte["noch ohne Gespräch", "Anzahl"] == erwartet


def test_ob_geteilt_wird_entscheidet_das_los() -> None:
    """The same thirty people: what is printed for them decides, and it is printed beside it."""
    werk = offene(20)
    gesehen = set()
    for n in range(60):
        struktur = geschuetzt(werk, "struktur", los=Los(bytes([n])))
        gedruckt = struktur.werte[None, None].zahl
        assert gedruckt is not None
        assert struktur.hinweis == (SUMME if gedruckt < 20 else SUMMEN)
        gesehen.add(gedruckt)
    assert {18, 21} <= gesehen


@pytest.mark.parametrize(("menschen", "gezeigt"), [(19, False), (20, True), (27, True)])
def test_ein_anteil_ist_eine_teilung(menschen: int, gezeigt: bool) -> None:
    werk = werk_aus([fall("## 2026-05-04 Erstgespräch (Jana)\n", erstkontakt="2026-05-01")] * menschen)
    wert = geschuetzt(werk, "erstgespraech").werte["Erstgespräch", "rechtzeitig"]
    zahl = naechstes(menschen)
    alle = Schutzwert(zahl=zahl, basis=zahl, prozent=100)
    assert wert == (alle if gezeigt else Schutzwert(basis=zahl, verdeckt=Verdeckt.ZU_WENIGE))
    assert als_text(wert) == (f"{zahl} von {zahl} (100 %)" if gezeigt else f"zu wenige (von {zahl})")


@pytest.mark.parametrize(("menschen", "je_zeile"), [(49, False), (50, True)])
def test_ein_anteil_je_zeile_sind_zwei_teilungen(menschen: int, je_zeile: bool) -> None:
    texte = [fall("## 2026-06-04 Erstgespräch (Jana)\n\nBetreuungsstufe: IK\n", erstkontakt="2026-06-01")] * menschen
    tafel = geschuetzt(werk_aus(texte), "kontaktbestand")
    zahl = naechstes(menschen)
    alle = Schutzwert(zahl=zahl, basis=zahl, prozent=100)
    assert tafel.werte[None, "innerhalb der Frist"] == alle
    assert tafel.werte["IK", "innerhalb der Frist"] == (
        alle if je_zeile else Schutzwert(basis=zahl, verdeckt=Verdeckt.ZU_WENIGE)
    )
    assert tafel.hinweis == ("" if je_zeile else "Bei so wenigen Menschen zeigen wir den Anteil nur für alle zusammen.")


def test_kein_teil_ist_groesser_als_seine_summen() -> None:
    """Each is drawn on its own, and nobody would understand six of three. Here nearly all are in one cell."""
    gespraech, frueher = "## 2026-06-04 Erstgespräch (Jana)\n", "## 2026-04-02 Erstgespräch (Jana)\n"
    texte = [
        *[fall(gespraech, erstkontakt="2026-06-01", Betreuungsstufe="IK", Arbeitsmarktstatus="arbeitslos")] * 57,
        *[fall(frueher, erstkontakt="2026-04-01", Betreuungsstufe="IK", Arbeitsmarktstatus="beschäftigt")] * 2,
        fall(erstkontakt="2026-06-01", Arbeitsmarktstatus="arbeitslos"),
    ]
    werk, begrenzt = werk_aus(texte), set()
    for n in range(60):
        los = Los(bytes([n]))
        for name in ("struktur", "kontaktbestand", "menschen"):
            roh, werte = tabelle(werk, "2026Q2", name), geschuetzt(werk, name, los=los).werte
            for (zeile, spalte), wert in werte.items():
                genau = roh.werte[zeile, spalte]
                gelost = (
                    genau.gezaehlt
                    if isinstance(genau, Anzahl)
                    else genau.getroffene
                    if isinstance(genau, Anteil)
                    else None
                )
                if gelost is not None and wert.zahl is not None and wert.zahl < los.anzahl(gelost):
                    begrenzt.add(name)
                summen: list[int | None] = [wert.basis]
                if name == "struktur":
                    orte = ((zeile, None), (None, spalte), (None, None))
                    summen += [werte[ort].zahl for ort in orte if ort in werte]
                if name == "menschen":
                    summen.append(werte["in Beratung", "Anzahl"].zahl)
                assert all((wert.zahl or 0) <= summe for summe in summen if summe is not None), (name, zeile, spalte)
                assert wert.prozent is None or wert.prozent <= 100
    assert begrenzt == {"struktur", "kontaktbestand", "menschen"}, "what is never too large needs no limit"


def test_summen_bleiben_im_team() -> None:
    """A sum tells of how many it is made, and a hidden line could be taken from the total."""
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
    assert geschuetzter == Schutzwert(basis=naechstes(fluss.basis), verdeckt=Verdeckt.ZU_WENIGE)


def geschlossene(anzahl: int) -> Zahlenwerk:
    ende = (
        "## 2026-05-02 Abschluss (Jana)\n\nErgebnis: ohne Arbeitsstelle beendet\nGrund: Umzug\nErklärung: Zieht weg\n"
    )
    return werk_aus([fall(ende, erstkontakt="2026-01-01", status="abgeschlossen")] * anzahl)


@pytest.mark.parametrize(("menschen", "tage"), [(9, None), (10, None), (11, 120)])
def test_mittelwerte_brauchen_zwoelf_gedruckte_menschen_und_sind_gelost(menschen: int, tage: int | None) -> None:
    werk = geschlossene(menschen)
    dauer = geschuetzt(werk, "dauer")
    wert = dauer.werte["im Zeitraum abgeschlossen", "mittlere Dauer in Tagen (Median)"]
    # 1 January to 2 May are 121 days.
    verdeckt = Verdeckt.ZU_WENIGE if tage is None else None
    assert wert == Schutzwert(wert=tage, einheit="Tage", verdeckt=verdeckt)
    geloste = {
        geschuetzt(werk, "dauer", los=Los(bytes([n])))
        .werte["im Zeitraum abgeschlossen", "mittlere Dauer in Tagen (Median)"]
        .wert
        for n in range(80)
    }
    assert {120, 125} <= geloste
    assert all(wert is None or wert % 5 == 0 for wert in geloste)


def test_keine_zahl_ueber_eine_einzelne_person() -> None:
    werk = offene(60)
    assert schuetze(tabelle(werk, "2026Q2", "zustaendigkeit"), REGELN, Naechstes()) is None
    relation = ("offene Fälle mit Zuständigkeit", "Fälle je Beraterin oder Berater")
    assert geschuetzt(werk, "betreuungsrelation").werte[relation] == Schutzwert(verdeckt=Verdeckt.ZU_WENIGE)
    zwei = werk_aus(fall(berater="Ole" if i % 2 else "Jana") for i in range(61))
    assert geschuetzt(zwei, "betreuungsrelation").werte[relation] == Schutzwert(zahl=60, wert=30)
    # Their number is drawn as well: the quotient never tells it.
    gedruckte = {geschuetzt(zwei, "betreuungsrelation", los=Los(bytes([n]))).werte[relation] for n in range(60)}
    assert {round(w.zahl / w.wert) for w in gedruckte if w.zahl and w.wert} >= {2, 3, 4}
    assert Schutzwert(verdeckt=Verdeckt.ZU_WENIGE) in gedruckte
    assert all(w.basis is None for w in gedruckte)


def test_ein_index_entsteht_aus_gedruckten_zahlen() -> None:
    mit = fall("## 2026-06-01 Maßnahme (Jana)\n\nArt: Weiterbildung\nEnde: 2026-09-30\n")
    werk = werk_aus([mit] * 23 + [fall()] * 80)
    massnahmen = geschuetzt(werk, "massnahmen")
    # 24 of 102, where exactly it would be 23 of 103.
    assert massnahmen.werte["Qualifizierung", "Menschen im Verhältnis zu den offenen Fällen"] == Schutzwert(
        zahl=24, basis=102, wert=24, einheit="je 100"
    )


def test_zeilen_folgen_aus_den_listen_nie_aus_den_zahlen() -> None:
    """Two teams with the same lists show the same lines, whatever they counted."""
    einer, anderer = offene(60), werk_aus([fall(Betreuungsstufe="IF", Arbeitsmarktstatus="beschäftigt")] * 60)
    for kennzahl in KENNZAHLEN:
        for t in kennzahl.tabellen:
            a, b = (schuetze(tabelle(w, "2026Q2", t.schluessel), REGELN, Naechstes()) for w in (einer, anderer))
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
    texte = [fall()] * 28
    assert geschuetzt(werk_aus(texte, buch=buch), "struktur").zeilen == ()
    assert geschuetzt(werk_aus([*texte, fall()], buch=buch), "struktur").zeilen != ()
