"""The chapter „Wer ist das?“ of the handbook, done: its commands in its order, and each answer that it quotes."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.test_kontakt import ANNA, Haus
from tests.conftest import WURZEL
from tests.hilfen import fall

KAPITEL = (WURZEL / "plugins/fallbuch/vorgaben/handbuch/wer-ist-das.md").read_text(encoding="utf-8")


def schritte(abschnitt: str) -> list[str]:
    return re.findall(r"^\d\. (.*)$", KAPITEL.split(f"## {abschnitt}\n")[1].split("\n## ")[0], re.MULTILINE)


def befehle(schritt: str) -> list[str]:
    return [worte.removeprefix("fallbuch kontakt ") for worte in re.findall(r"`(fallbuch kontakt [^`]*)`", schritt)]


def zitate(schritt: str) -> list[str]:
    """Return what a step says that the program answers: whole sentences, or the beginning of one."""
    return [z for z in re.findall(r"„((?:[^„“]|„[^“]*“)*)“", schritt) if " " in z and z[0].isupper()]


@pytest.fixture
def haus(ordner: Callable[..., Path], tmp_path: Path, schnell: None) -> Haus:
    return Haus(ordner({"2911.md": fall().replace("4711", "2911")}), tmp_path / "neben")


def test_das_kapitel(haus: Haus) -> None:
    zeilen: dict[str, str] = {}
    gesagt: list[str] = []

    def rufe(wer: str, *worte: str, eingabe: list[str] | None = None) -> None:
        code, ausgabe = haus.rufe(wer, *worte, eingabe=eingabe)
        assert code == 0, ausgabe
        gesagt.append(ausgabe)

    def schluessel(wer: str) -> None:
        rufe(wer, "schluessel", eingabe=[haus.kennwort(wer)] * 2)
        zeile = re.search("age1[a-z0-9]{58}", gesagt[-1])
        assert zeile is not None
        zeilen[wer] = zeile[0]

    def tragt_ein(*namen: str) -> None:
        for wer in namen:
            rufe("jana", "empfaenger", "--ja", eingabe=[wer.title(), zeilen[wer]])

    def neu_verschlossen() -> None:
        rufe("jana", "umschluesseln", eingabe=[haus.kennwort("jana")])

    def oeffnen() -> list[str]:
        return [wer for wer in zeilen if haus.rufe(wer, "zeigen", "2911", eingabe=[haus.kennwort(wer)])[0] == 0]

    def pruefe(abschnitt: str, nummer: int, *getan: str) -> None:
        schritt = schritte(abschnitt)[nummer - 1]
        assert befehle(schritt) == list(getan)
        for zitat in zitate(schritt):
            assert any(zitat in ausgabe for ausgabe in gesagt) or zitat in {
                "Kontaktdaten anlegen",
                "Kontaktdaten löschen",
                "Kontaktdaten gelöscht",
            }, zitat
        gesagt.clear()

    for wer in ("jana", "ole", "mira"):
        schluessel(wer)
    pruefe("Einrichten", 1, "schluessel")
    tragt_ein("jana", "ole", "mira")
    assert sum("1. Wort" in a or re.search(r"^ ?1 {2}", a, re.MULTILINE) is not None for a in gesagt) == 1
    pruefe("Einrichten", 2, "empfaenger")
    rufe("ole", "neu", "2911", eingabe=ANNA)
    pruefe("Einrichten", 3, "neu 2911")
    assert oeffnen() == ["jana", "ole", "mira"]

    rufe("jana", "empfaenger", eingabe=["Ole"])
    neu_verschlossen()
    assert oeffnen() == ["jana", "mira"]
    pruefe("Wenn sich etwas ändert", 1, "empfaenger", "umschluesseln")

    datei = haus.neben / "mira/schluessel.age"
    datei.rename(datei.with_suffix(".alt"))
    schluessel("mira")
    rufe("jana", "empfaenger", eingabe=["Mira"])
    tragt_ein("mira")
    neu_verschlossen()
    assert oeffnen() == ["jana", "mira"]
    pruefe("Wenn sich etwas ändert", 2, "schluessel", "empfaenger", "umschluesseln")

    schluessel("tarik")
    tragt_ein("tarik")
    neu_verschlossen()
    assert oeffnen() == ["jana", "mira", "tarik"]
    pruefe("Wenn sich etwas ändert", 3, "schluessel", "empfaenger", "umschluesseln")

    rufe("tarik", "pruefen", eingabe=[haus.kennwort("tarik")])
    pruefe("Wenn sich etwas ändert", 4, "pruefen")
    rufe("tarik", "loeschen", "2911", "--ja")
    assert oeffnen() == []
    pruefe("Wenn sich etwas ändert", 5, "loeschen 2911", "pruefen")


def test_der_anruf_steht_da_wie_er_geschieht() -> None:
    """`tests/schreibtisch/test_kontakte_browser.py` does it; here are the words that it presses."""
    assert [re.findall("„([^“]*)“", schritt) for schritt in schritte("Jemand ruft an")] == [
        ["Kontakte", "Sperren"],
        ["Name, Ort oder Nummer"],
        ["Eintragen", "Speichern", "Heute"],
    ]
