"""Own tables of a team: what works, and what every fault is answered with."""

from __future__ import annotations

from array import array
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fallbuch.befund import meldung
from fallbuch.statistik.kennzahlen import KENNZAHLEN
from fallbuch.statistik.laden import lade_kennzahlen
from fallbuch.statistik.los import Gezaehlt, Los
from fallbuch.statistik.mengen import MENGEN
from fallbuch.statistik.schutz import schuetze
from fallbuch.statistik.tabelle import Anteil, Anzahl, Kennwert
from tests.hilfen import fall
from tests.statistik.hilfen import tabelle, werk_aus

KOPF = "tabellen:\n  eine:\n    titel: Eine Tabelle\n    definition: Was sie zählt.\n"
GANZ = KOPF + "    zaehlt: Phasen\n    wann: offen\n"
FEHLERHAFTE = {
    "kein Feld": GANZ + "    farbe: rot\n",
    "fehlende Angabe": KOPF + "    zaehlt: Phasen\n",
    "unbekannte Menge": KOPF + "    zaehlt: Fälle\n    wann: offen\n",
    "unbekannter Zeitpunkt": KOPF + "    zaehlt: Phasen\n    wann: gestern\n",
    "unbekanntes Feld": GANZ + "    zeilen: Zugangsweeg\n",
    "unbekannte Bedingung": GANZ + "    nur: [neu, alt]\n",
    "unbekannte Größe": GANZ + "    mass: Median\n    von: Tag\n",
    "Anteil ohne Bedingung": GANZ + "    mass: Anteil\n",
    "Anteil über zwei Felder": GANZ
    + "    zeilen: Zugangsweg\n    spalten: Beginn\n    mass: Anteil\n    von: mit Arbeitsstelle\n",
    "von ohne Maß": GANZ + "    von: neu\n",
    "Spalten ohne Zeilen": GANZ + "    spalten: Beginn\n",
    "zweimal dasselbe": GANZ + "    zeilen: Beginn\n    spalten: Beginn\n",
    "unbekanntes Maß": GANZ + "    mass: Schätzung\n",
    "unbekanntes Bild": GANZ + "    diagramm: Torte\n",
    "öffentlich nach Beraterin": GANZ + "    zeilen: Berater\n    oeffentlich: ja\n",
    "öffentliche Summe": GANZ + "    mass: Summe\n    von: Kontakte\n    oeffentlich: ja\n",
    "kein Wert, sondern eine Liste": GANZ + "    zeilen: [Beginn]\n",
    "sehr langer Name": GANZ.replace("eine:", "e" * 300 + ":"),
    "Name eines Geräts": GANZ.replace("eine:", "con:"),
    "vergebener Name": GANZ.replace("eine:", "zugang:"),
    "ungeeigneter Name": GANZ.replace("  eine:", "  Größe & mehr:"),
    "Wort statt Zahl": "schutz: {mittel_ab: viele}\n",
    "zu niedrig": "schutz: {prozent_ab: 3}\n",
    "doppelter Schlüssel": GANZ + "    wann: begonnen\n",
    "keine Felder": "- eins\n- zwei\n",
    "kein YAML": "tabellen: [\n",
}


def test_meldungen_im_ganzen(golden: Callable[[str, str], None]) -> None:
    text = ""
    for was, inhalt in FEHLERHAFTE.items():
        buch, befunde = lade_kennzahlen(inhalt.encode())
        assert befunde, was
        # What is faulty is left out, everything else goes on.
        assert [k.schluessel for k in buch.kennzahlen] == [k.schluessel for k in KENNZAHLEN]
        text += f"== {was}\n{''.join(map(meldung, befunde))}\n"
    golden("statistik/meldungen.txt", text)


def test_eine_fehlerhafte_tabelle_kostet_nur_sich_selbst() -> None:
    zweite = "  zweite:\n    titel: Zweite\n    definition: Zählt.\n    zaehlt: Pläne\n    wann: im Zeitraum\n"
    buch, befunde = lade_kennzahlen((GANZ + "    zeilen: Haarfarbe\n" + zweite).encode())
    assert [(b.kennung, str(b.stelle), b.stelle.spalte) for b in befunde] == [("S004", "vorlagen/kennzahlen.yml:7", 5)]
    assert [t.schluessel for t in buch.kennzahlen[-1].tabellen] == ["zweite"]


FAELLE = [
    fall("## 2026-05-04 Erstgespräch (Jana)\n\nDauer: 30\n", erstkontakt="2026-05-01", Betreuungsstufe="IK"),
    fall("## 2026-05-04 Erstgespräch (Jana)\n\nDauer: 60\n", erstkontakt="2026-05-01"),
    fall(erstkontakt="2026-05-01", berater="Ole"),
]


@pytest.mark.parametrize(
    ("angaben", "ort", "wert"),
    [
        ("zaehlt: Phasen\n    wann: begonnen", ("Eine Tabelle", "Anzahl"), Anzahl(Gezaehlt(3, 0), Gezaehlt(3, 0))),
        ("zaehlt: Phasen\n    wann: begonnen\n    zeilen: Betreuungsstufe", ("IK", "Anzahl"), Anzahl(Gezaehlt(1, 0), Gezaehlt(1, 0))),
        ("zaehlt: Phasen\n    wann: begonnen\n    zeilen: Betreuungsstufe\n    spalten: Berater", ("IK", "Jana"), Anzahl(Gezaehlt(1, 0), Gezaehlt(1, 0))),
        ("zaehlt: Phasen\n    wann: begonnen\n    nur: [ohne Gespräch]", ("Eine Tabelle", "Anzahl"), Anzahl(Gezaehlt(1, 0), Gezaehlt(1, 0))),
        ("zaehlt: Phasen\n    wann: begonnen\n    mass: Anteil\n    von: ohne Gespräch", ("Eine Tabelle", "ohne Gespräch"), Anteil(Gezaehlt(1, 0), Gezaehlt(3, 0), Gezaehlt(3, 0))),
        ("zaehlt: Einträge\n    wann: im Zeitraum\n    mass: Mittel\n    von: Minuten", ("Eine Tabelle", "Minuten (Mittel)"), Kennwert(45, Gezaehlt(2, 0), 0, "Minuten", array("q", (30, 60)))),
        ("zaehlt: Einträge\n    wann: im Zeitraum\n    mass: Summe\n    von: Minuten", ("Eine Tabelle", "Minuten (Summe)"), Kennwert(90, Gezaehlt(2, 0), 0, "Minuten", array("q", (30, 60)))),
    ],
)  # fmt: skip
def test_was_ein_team_zaehlen_kann(angaben: str, ort: tuple[str, str], wert: object) -> None:
    buch, befunde = lade_kennzahlen((KOPF + "    " + angaben + "\n").encode())
    assert befunde == []
    roh = tabelle(werk_aus(FAELLE, buch=buch), "2026Q2", "eine")
    assert roh.werte[ort] == wert


def test_hinaus_nur_was_das_team_freigibt_und_nie_nach_beraterin() -> None:
    for zusatz, kommt_hinaus in (
        ("", False),
        ("    oeffentlich: nein\n", False),
        ("    oeffentlich: ja\n", True),
    ):
        buch, befunde = lade_kennzahlen((GANZ + zusatz).encode())
        assert befunde == []
        roh = tabelle(werk_aus(FAELLE, buch=buch), "2026Q2", "eine")
        assert (schuetze(roh, buch.schutz, Los(b"")) is not None) == kommt_hinaus


def test_jede_mitgelieferte_kennzahl_nennt_nur_woerter_die_es_gibt() -> None:
    schluessel = [t.schluessel for k in KENNZAHLEN for t in k.tabellen]
    assert len(set(schluessel)) == len(schluessel)
    for kennzahl in KENNZAHLEN:
        namen = {t.schluessel: t for t in kennzahl.tabellen}
        for t in kennzahl.tabellen:
            for p in t.posten:
                menge = MENGEN[p.zaehlt]
                assert p.wann in menge.auswahl
                assert set(p.nur) <= set(menge.bedingungen)
                assert {f for f in (t.zeilen, t.spalten) if f} <= set(menge.merkmale)
        for kern in kennzahl.kern:
            t = namen[kern.tabelle]
            assert kern.zeile is None or t.zeilen or kern.zeile in {p.titel for p in t.posten}
            assert kern.spalte is None or kern.spalte in {m.titel for m in t.masse}


@given(st.text(alphabet="tabelen:\n  -[]{}&*!|>'\"#eine zaehlt Phasen wann ofen 0", max_size=200))
def test_beliebiger_text_stuerzt_nie_ab(text: str) -> None:
    buch, _ = lade_kennzahlen(text.encode())
    assert len(buch.kennzahlen) >= len(KENNZAHLEN)
