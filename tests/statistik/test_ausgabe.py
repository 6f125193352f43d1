"""What people and programs get: the whole text of a quarter, tidy tables."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable

import pytest

from fallbuch.statistik.ausgabe import SPALTEN
from fallbuch.statistik.kennzahlen import KENNZAHLEN
from tests.cli.aufruf import im_prozess
from tests.conftest import WURZEL

Golden = Callable[[str, str], None]


def rufe(*argumente: str) -> str:
    code, text = im_prozess("statistik", *argumente, cwd=WURZEL)
    assert code == 0, text
    return text


@pytest.mark.parametrize(("art", "optionen"), [("genau", ()), ("geschuetzt", ("--geschuetzt",))])
def test_ein_quartal_als_text(art: str, optionen: tuple[str, ...], golden: Golden) -> None:
    golden(f"statistik/quartal-{art}.txt", rufe("--quartal", "2026Q2", *optionen))


@pytest.mark.parametrize(("art", "optionen"), [("genau", ()), ("geschuetzt", ("--geschuetzt",))])
def test_eine_kennzahl_als_tabelle(art: str, optionen: tuple[str, ...], golden: Golden) -> None:
    text = rufe("--quartal", "2026Q2", "--kennzahl", "Struktur", "--format", "csv", *optionen)
    golden(f"statistik/struktur-{art}.csv", text.replace("\r\n", "\n"))


def test_text_tabelle_und_json_sagen_dasselbe() -> None:
    for optionen in ((), ("--geschuetzt",)):
        daten = json.loads(rufe("--jahr", "2025", "--format", "json", *optionen))
        assert daten["geschuetzt"] == bool(optionen)
        zeilen = list(
            csv.DictReader(
                io.StringIO(rufe("--jahr", "2025", "--format", "csv", *optionen).lstrip("\ufeff")), delimiter=";"
            )
        )
        assert [tuple(z) for z in zeilen][:1] == [SPALTEN]
        assert [z["wert"].replace(",", ".") for z in zeilen] == [
            "" if z["wert"] is None else f"{z['wert']:g}" if isinstance(z["wert"], float) else str(z["wert"]) for z in daten["werte"]
        ]  # fmt: skip
        # All figures but those that a team keeps to itself.
        intern = {t.schluessel for k in KENNZAHLEN for t in k.tabellen if t.intern}
        assert {t.schluessel for k in KENNZAHLEN for t in k.tabellen} - {z["tabelle"] for z in zeilen} == (
            intern if optionen else set()
        )


def test_genau_sagt_es_ist_nur_fuer_das_team() -> None:
    assert rufe("--gesamt").startswith("Seit Beginn, 2021-09-06 bis 2026-06-30\nNur für das Team: genaue Zahlen.\n")
    assert "\nFreigegeben am 2026-06-30: So stehen die Zahlen im Register.\n" in rufe(
        "--quartal", "2026q1", "--geschuetzt"
    )
    entwurf = (
        "\nEntwurf, nur für das Team: So sähen die Zahlen aus, wenn Sie sie freigäben. Hinaus dürfen sie erst danach.\n"
    )
    assert entwurf in rufe("--geschuetzt")
    assert json.loads(rufe("--quartal", "2026Q1", "--geschuetzt", "--format", "json"))["freigegeben_am"] == "2026-06-30"
    assert json.loads(rufe("--geschuetzt", "--format", "json"))["freigegeben_am"] is None
    zeilen = list(csv.DictReader(io.StringIO(rufe("--geschuetzt", "--format", "csv").lstrip("\ufeff")), delimiter=";"))
    assert all(z["hinweis"].startswith("Entwurf, nur für das Team") for z in zeilen)


@pytest.mark.parametrize(
    ("argumente", "satz"),
    [
        (["--quartal", "2026Q2", "--jahr", "2026"], "Nennen Sie nur einen Zeitraum: --quartal, --jahr oder --gesamt."),
        (["--quartal", "2026Q4"], "„2026Q4“ hat am 2026-06-30 noch nicht begonnen. Erwartet: ein Quartal wie 2026Q2."),
        (["--quartal", "2019Q1"], "„2019Q1“ war zu Ende, bevor der erste Fall begann. Erwartet: ein Quartal wie 2026Q2."),
        (["--quartal", "2/2026"], "„2/2026“ ist kein Zeitraum. Erwartet: ein Quartal wie 2026Q2."),
        (["--quartal", ""], "„“ ist kein Zeitraum. Erwartet: ein Quartal wie 2026Q2."),
        (["--jahr", "26"], "„26“ ist kein Zeitraum. Erwartet: ein Jahr wie 2026."),
        (["--jahr", "2026Q1"], "„2026Q1“ ist kein Zeitraum. Erwartet: ein Jahr wie 2026."),
        (["--gesamt", "--geschuetzt"], "Die Zeit seit dem ersten Fall bleibt im Team: Ihr erster Tag ist der eines Menschen."),
        (
            ["--kennzahl", "Vollständigkeit", "--geschuetzt"],
            "„Vollständigkeit“ bleibt im Team. Ohne --geschuetzt sehen Sie die genauen Zahlen.",
        ),
        (
            ["--kennzahl", "Wetter"],
            "Eine Kennzahl „Wetter“ gibt es nicht. Erwartet: Zugang, Menschen, Bewegung, Struktur, Kontaktdichte, Stufenwechsel, Beginn, Einvernehmen, "
            "Maßnahmen, Ergebnis, Dauer, Aufwand, Nachbetreuung, Betreuungsrelation, Wartende, Vollständigkeit, Eigene Tabellen.",
        ),
    ],
)  # fmt: skip
def test_falsche_aufrufe(argumente: list[str], satz: str) -> None:
    assert im_prozess("statistik", *argumente, cwd=WURZEL) == (2, f"fallbuch: {satz}\n")
