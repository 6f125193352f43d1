"""People are counted once in a period, however often they came back; and the flow of phases adds up all the same."""

from __future__ import annotations

import pytest

from fallbuch.statistik.tabelle import Anzahl
from fallbuch.statistik.werk import Zahlenwerk
from tests.hilfen import fall
from tests.statistik.hilfen import faelle, tabelle, werk_aus

FLUSS = ("offen am Anfang", "neu", "wieder aufgenommen", "abgeschlossen", "offen am Ende")


def zahlen(werk: Zahlenwerk, zeitraum: str, name: str) -> dict[str | None, int]:
    """Return the counts of a table by line."""
    werte = tabelle(werk, zeitraum, name).werte
    return {zeile: wert.zahl for (zeile, _), wert in werte.items() if isinstance(wert, Anzahl)}


def bewegung(werk: Zahlenwerk, zeitraum: str) -> tuple[int, ...]:
    je = zahlen(werk, zeitraum, "bewegung")
    return tuple(je[zeile] for zeile in FLUSS)


def zu(tag: str) -> str:
    return f"## {tag} Abschluss (Jana)\n\nErgebnis: ohne Arbeitsstelle beendet\nGrund: Umzug\n\n"


def wieder(tag: str) -> str:
    return f"## {tag} Wiederaufnahme (Jana)\n\nIst wieder da.\n\n"


@pytest.mark.parametrize(
    ("verlauf", "erstkontakt", "quartal", "fluss", "menschen"),
    [
        pytest.param(
            zu("2026-04-20") + wieder("2026-05-04") + zu("2026-05-20") + wieder("2026-06-01"),
            "2026-04-01", "2026Q2", (0, 1, 2, 2, 1), 1, id="dreimal-im-quartal",
        ),
        pytest.param(
            zu("2026-05-04") + wieder("2026-05-04"), "2026-01-12", "2026Q2", (1, 0, 1, 1, 1), 1, id="am-selben-tag-zu-und-wieder-auf"
        ),
        pytest.param(
            zu("2026-05-04") + wieder("2026-05-04") + zu("2026-05-04") + wieder("2026-05-04"),
            "2026-05-04", "2026Q2", (0, 1, 2, 2, 1), 1, id="alles-an-einem-tag",
        ),
        pytest.param(wieder("2026-05-04") + zu("2026-05-04"), "2026-01-12", "2026Q2", (1, 0, 0, 1, 0), 1, id="wieder-auf-was-nicht-zu-war"),
        pytest.param(zu("2026-05-04") + zu("2026-05-04"), "2026-01-12", "2026Q2", (1, 0, 0, 1, 0), 1, id="zweimal-zu"),
        pytest.param(zu("2026-03-28") + wieder("2026-03-29"), "2026-01-12", "2026Q1", (0, 1, 0, 1, 0), 1, id="zu-am-letzten-tag"),
        pytest.param(zu("2026-03-28") + wieder("2026-03-29"), "2026-01-12", "2026Q2", (0, 0, 1, 0, 1), 1, id="wieder-auf-am-ersten-tag"),
        pytest.param(zu("2026-03-29"), "2026-01-12", "2026Q2", (1, 0, 0, 1, 0), 1, id="zu-am-ersten-tag"),
        pytest.param(zu("2026-03-28"), "2026-01-12", "2026Q2", (0, 0, 0, 0, 0), 0, id="vorher-zu"),
        pytest.param("", "2026-06-28", "2026Q2", (0, 1, 0, 0, 1), 1, id="neu-am-letzten-tag"),
        pytest.param("", "2026-06-29", "2026Q2", (0, 0, 0, 0, 0), 0, id="neu-am-tag-danach"),
    ],
)  # fmt: skip
def test_wer_wiederkommt_zaehlt_einmal(
    verlauf: str, erstkontakt: str, quartal: str, fluss: tuple[int, ...], menschen: int
) -> None:
    status = "abgeschlossen" if verlauf.rstrip().endswith("Umzug") else "in Beratung"
    werk = werk_aus([fall(verlauf, erstkontakt=erstkontakt, status=status)])
    assert bewegung(werk, quartal) == fluss
    assert fluss[0] + fluss[1] + fluss[2] - fluss[3] == fluss[4]
    assert zahlen(werk, quartal, "menschen")["in Beratung"] == menschen


def _telefonat(tag: str) -> str:
    return f"## {tag} Telefonat (Jana)\n\nGesprochen.\n\n"


@pytest.mark.parametrize(
    ("verlauf", "erstkontakt", "beraten"),
    [
        pytest.param(_telefonat("2026-03-28"), "2026-01-12", 0, id="am-tag-vor-dem-quartal"),
        pytest.param(_telefonat("2026-03-29"), "2026-01-12", 1, id="am-ersten-tag"),
        pytest.param(_telefonat("2026-06-28"), "2026-01-12", 1, id="am-letzten-tag"),
        pytest.param(_telefonat("2026-06-29"), "2026-01-12", 0, id="am-tag-nach-dem-quartal"),
        pytest.param(_telefonat("2026-05-10"), "2026-05-10", 1, id="am-tag-des-erstkontakts"),
        pytest.param(_telefonat("2026-05-09"), "2026-05-10", 0, id="vor-dem-erstkontakt"),
        pytest.param(_telefonat("2026-05-10") + zu("2026-05-10"), "2026-01-12", 1, id="am-tag-des-abschlusses"),
        pytest.param(zu("2026-05-10") + _telefonat("2026-05-10"), "2026-01-12", 1, id="am-tag-des-abschlusses-danach-geschrieben"),
        pytest.param(zu("2026-05-10") + _telefonat("2026-05-11"), "2026-01-12", 0, id="nach-dem-abschluss"),
        pytest.param(zu("2026-05-10") + wieder("2026-05-11") + _telefonat("2026-05-11"), "2026-01-12", 1, id="nach-der-wiederaufnahme"),
        pytest.param("## 2026-05-10 Kontaktversuch (Jana)\n\n", "2026-01-12", 0, id="vergeblich"),
        pytest.param("## 2026-05-10 Notiz (Jana)\n\nAkte gelesen.\n\n", "2026-01-12", 0, id="notiz"),
    ],
)  # fmt: skip
def test_beraten_ist_mit_wem_gesprochen_wurde(verlauf: str, erstkontakt: str, beraten: int) -> None:
    status = "abgeschlossen" if "Umzug" in verlauf and "Wiederaufnahme" not in verlauf else "in Beratung"
    werk = werk_aus([fall(verlauf, erstkontakt=erstkontakt, status=status)])
    assert zahlen(werk, "2026Q2", "menschen") == {"in Beratung": 1, "davon beraten": beraten}
    assert zahlen(werk, "2026Q2", "menschenwege")["Beratungstag"] == beraten


def test_ein_jahr_zaehlt_jeden_menschen_einmal() -> None:
    """Four talk in both quarters, three in the first alone, two never; one comes in the second."""
    werk = werk_aus(
        [
            *faelle(4, _telefonat("2026-02-02") + _telefonat("2026-05-04")),
            *faelle(3, _telefonat("2026-02-02") + zu("2026-02-03"), status="abgeschlossen"),
            *faelle(2),
            *faelle(1, _telefonat("2026-05-04"), erstkontakt="2026-05-01"),
        ]
    )
    assert zahlen(werk, "2026Q1", "menschen") == {"in Beratung": 9, "davon beraten": 7}
    assert zahlen(werk, "2026Q2", "menschen") == {"in Beratung": 7, "davon beraten": 5}
    assert zahlen(werk, "2026", "menschen") == {"in Beratung": 10, "davon beraten": 8}
