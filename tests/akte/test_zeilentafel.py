"""Every record is read the same with the table of lines and without it; what is well formed does not need the long way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from random import Random

import pytest

from fallbuch.akte import eintraege
from fallbuch.akte.absatz import Zeile
from fallbuch.akte.datenschutz import persoenliche_stelle
from fallbuch.akte.eintraege import lies_eintraege
from fallbuch.akte.eintragsformen import FORMEN, Besonderes
from fallbuch.akte.feld import felder
from fallbuch.akte.lesen import lesen
from fallbuch.akte.modell import Angaben
from fallbuch.akte.protokollformen import PROTOKOLLFORMEN
from fallbuch.akte.zeilentafel import gegliedert
from fallbuch.befund import Befund
from tests.hilfen import umfang
from tests.zaehlen import arbeit

WURZEL = Path(__file__).parents[2]
GUT = """
## 2026-01-12 Erstgespräch (Jana, Ole)

Hat viele Jahre im Büro gearbeitet (Teilzeit), sucht wieder.

Vereinbarungen:

- [ ] Kundin aktualisiert den Lebenslauf (bis 2026-01-26)
- [x] Team sucht drei Anzeigen heraus

Betreuungsstufe: IK
Folgetermin: 2026-01-26 14:30

## 2026-02-02 Betreuungsplan (Jana)

Ziel: Bürostelle, 20 Stunden
Schritte Team:

- Arbeitgeber ansprechen

Gültig bis: 2026-08-02
"""
#: Lines that mean more or less than they look like.
ZEILEN = (
    "", " ", "\t", "Text.", "Text:", "Text: mehr", "Text = mehr", "- ", "-", "- Punkt", "* Punkt", "1. Punkt", "- [ ] Kundin ruft an",
    "- [x] Team ruft an (bis 2026-02-30)", "- [ ]", "[ ] Kundin", "- [X] Kunde: kommt", "- [ ] Kundin – bis 2026-03-01", "  - [ ] Kundin",
    "- [ ] Kundin \u201ekommt\u201c bis 01.03.2026", "## 2026-03-01 Telefonat (Ole)", "## 2026-02-30 Telefonat", "## 2026-03-01", "## Überschrift",
    "# 2026-03-01 Telefonat", "## 2026-03-01 telefonat", "## 2026-03-01 abschluss (Ole)", "## 2026-03-01 Abschluss (Ole)", "2026-03-01 Telefonat (Ole)",
    "- 2026-03-01 Telefonat (Ole)", "**2026-03-01 Telefonat (Ole)**", "h2. 2026-03-01 Telefonat", "h2. Text", "Text ## 2026-03-01 Telefonat", "```", "~~~", "``` python",
    "Folgetermin: 2026-03-01", "Folgetermin: 2026-03-01 09:00", "Gültig bis: 01.03.2026", "Folgetermin: 01.03.2026", "Einvernehmen: Ja", "Folgetermin 2026-03-01", "Folgetermin:", "folgetermin: 2026-03-01", "> Folgetermin: 2026-03-01",
    "- Folgetermin: 2026-03-01", "**Folgetermin:** 2026-03-01", "Folgetermin:2026-03-01", "Folgetermin: keiner ", "Folgetermn: 2026-03-01", "    Folgetermin: 2026-03-01",
    "Dauer: 45 Folgetermin: 2026-03-01", "Text und Folgetermin: 2026-03-01", "Der Folgetermin, den wir nannten", "Der Folgetermin ist am 01.03.2026", "XDauer: 4",
    "Vereinbarungen:", "Vereinbarungen: keine", "Vereinbarung:", "Teilziele:", "Dauer: 45", "Dauer: viel", "Betreuungsstufe IK", "Betreuungsstufe: IK", "Bis: 2026-09-30",
    "Bis", "Grund: Umzug", "Nachgetragen: 2026-03-01", "Ziel: eine Stelle: im Büro", "Ziel: eine Stelle &amp; mehr", "Ziel: \\*Stelle", "Ziel: 14:30 Uhr", "Ziel:  zwei", "Ziel: \tzwei", "Ziel",
    "NName: Muster", "Name: Erika", "Handy 0171 2345678", "Telefon: 0171 2345678", "Tel. (0171) 23456", "geht an das Handy, 0171 2345678", "Handy:", "E-Mail: a@b.de",
    "Fax\u00a00171 2345678", "Nummer: 1", "bis 2026-03-01", "(bis 2026-03-01)", "spätestens 1.3.2026", "3. März, 10 Uhr", "statt 2026-01-26", "14:30 Uhr", "|a|b|",
    "| Folgetermin | 2026-03-01 |", "<b>Folgetermin</b>: 2026-03-01", "Zeile  ", "Zeile\\", "a\u200bb", "Fo\u200blgetermin: 2026-03-01", "\ufeffText", "\uff03\uff03 2026-03-01 Telefonat",
    "Ende, 20", "Ende 20", "Ende am", "Das Ende ist am 3.", "Form - frei", "Begründung fehlendes Einvernehmen, weil", "Termin\nwahrgenommen: ja", "Termin wahrgenommen: ja",
    "Zeilen\u2028trenner", "Seiten\x0cvorschub", "null\x00", "===", "---", "1–2", "[–]", "Text • - [ ] Kundin kommt", "Ü" * 300,
)  # fmt: skip


def _ohne_tafel(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(eintraege, "gegliedert", lambda *_, **__: None)


def _gelesen(text: str, formen: Mapping[str, type[Besonderes]]) -> tuple[object, ...]:
    eintraege, vorspann, befunde = lies_eintraege(text, "x.md", 7, formen)
    return eintraege, [zeile for zeile in vorspann if zeile.text], befunde


def _vorlagen() -> list[str]:
    golden = sorted((WURZEL / "tests" / "golden" / "lesen").glob("*.md"))
    demo = sorted((WURZEL / "faelle").glob("*.md"))[:60]
    return [pfad.read_bytes().decode("utf-8", "replace") for pfad in [*golden, *demo]]


def _gestoert(anzahl: int) -> Iterator[str]:
    rng = Random(11)
    vorlagen = [*_vorlagen(), *(f"---\nID: 4711\n---\n{GUT}" for _ in range(30))]
    for _ in range(anzahl):
        zeilen = rng.choice(vorlagen).split("\n")
        for _ in range(rng.randrange(1, 5)):
            ort = rng.randrange(len(zeilen))
            match rng.randrange(6):
                case 0 | 1 | 2:
                    zeilen[ort:ort] = [rng.choice(ZEILEN)]
                case 3:
                    zeilen[ort] += " " * rng.randrange(2) + rng.choice(ZEILEN)
                case 4 if len(zeilen) > 1:
                    del zeilen[ort]
                case _:
                    zeilen[ort] = zeilen[ort].swapcase() if rng.random() < 0.3 else rng.choice(ZEILEN)
        yield rng.choice(["\n", "\n", "\r\n"]).join(zeilen)


def test_mit_und_ohne_tafel_dasselbe(monkeypatch: pytest.MonkeyPatch) -> None:
    """Random records, most of them a little wrong: the same entries, places and findings."""
    anzahl = umfang(300, 1_000, 200_000)
    faelle = [text.encode() for text in [*_vorlagen(), *_gestoert(anzahl)]]
    mit = [lesen(text, "faelle/4711.md") for text in faelle]
    _ohne_tafel(monkeypatch)
    for text, gelesen in zip(faelle, mit, strict=True):
        assert gelesen == lesen(text, "faelle/4711.md"), text.decode()


@pytest.mark.parametrize("zeile", ZEILEN)
def test_jede_zeile_an_jeder_stelle(zeile: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each of the lines, put before every line of a good record, for cases and for the log."""
    gut = GUT.split("\n")
    texte = ["\n".join([*gut[:i], zeile, *gut[i:]]) for i in range(len(gut) + 1)]
    for formen in (FORMEN, PROTOKOLLFORMEN):
        mit = [_gelesen(text, formen) for text in texte]
        with monkeypatch.context() as ohne:
            _ohne_tafel(ohne)
            assert mit == [_gelesen(text, formen) for text in texte]


def test_wohlgeformtes_geht_den_kurzen_weg(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody asks what the lines of a well-formed record mean; one odd line sends its entry alone the long way."""
    gefragt: list[int] = []

    def gemeint(zeilen: Sequence[Zeile], *_: object) -> tuple[Sequence[Zeile], list[Befund]]:
        gefragt.append(len(zeilen))
        return zeilen, []

    monkeypatch.setattr(eintraege, "gemeint", gemeint)
    lies_eintraege(GUT, "x.md", 1, FORMEN)
    assert gefragt == []
    lies_eintraege(GUT.replace("Ziel: Büro", "**Ziel**: Büro"), "x.md", 1, FORMEN)
    assert gefragt == [7]
    assert gegliedert(GUT.replace("(Jana)", "(Jana) Tel. 0171 234567"), "x.md", 1, FORMEN) is None


def test_ein_wohlgeformter_eintrag_kostet_wenig() -> None:
    """Counted in lines of code that run: a tenth more cases are a tenth more, and the table spares more than half."""
    viele = GUT * 20
    lies_eintraege(viele, "x.md", 1, FORMEN)
    mit = arbeit(lambda: lies_eintraege(viele, "x.md", 1, FORMEN)).schritte
    with pytest.MonkeyPatch.context() as ohne:
        _ohne_tafel(ohne)
        assert mit < 0.5 * arbeit(lambda: lies_eintraege(viele, "x.md", 1, FORMEN)).schritte


def test_kein_schluessel_ist_persoenlich() -> None:
    """The table takes a declared key for no personal statement without asking."""
    for klasse in (Angaben, *FORMEN.values(), *PROTOKOLLFORMEN.values()):
        for _, feld in felder(klasse):
            assert persoenliche_stelle(f"{feld.name}: 14:30 Uhr") is None
