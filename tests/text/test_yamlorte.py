"""Changes to YAML in place: the value that was meant, and not a byte besides."""

from __future__ import annotations

import pytest

from fallbuch.text.aenderung import Aenderung, Schriftstueck, angewandt
from fallbuch.text.knoten import Tafel, skalare
from fallbuch.text.yamlorte import (
    einzelne,
    ergaenze,
    ergaenze_in_klammern,
    ersetze_wert,
    geschrieben,
    lies_tafel,
    schluss,
    setze_pfad,
)

TEXT = """\
# Oben
berater:
  Jana: {}  # bleibt
  'Ole P.': {bis: 2026-12-31}
text: |
  eins

# dahinter
leer:
"""


@pytest.mark.parametrize(
    ("pfad", "wert", "ergebnis"),
    [
        (["berater", "Ole P.", "bis"], "2027-01-31", TEXT.replace("2026-12-31", "2027-01-31")),
        (["berater", "Ole P.", "von"], "2026-01-01", TEXT.replace("12-31}", "12-31, von: 2026-01-01}")),
        (["berater", "Jana", "bis"], "x", TEXT.replace("Jana: {}", "Jana: {bis: x}")),
        (["berater", "Rita", "bis"], "x", TEXT.replace("12-31}\n", "12-31}\n  Rita:\n    bis: x\n")),
        (["leer"], "ja", TEXT.replace("leer:", "leer: ja")),
        (["leer", "a", "b"], "ja", TEXT.replace("leer:", "leer: {a: {b: ja}}")),
        (["text"], "kurz", TEXT.replace("text: |\n  eins\n", "text: kurz\n")),
        (["neu", "a: b"], "1", f'{TEXT}neu:\n  "a: b": 1\n'),
    ],
)
def test_ein_wert_an_seinem_ort(pfad: list[str], wert: str, ergebnis: str) -> None:
    assert setze_pfad(TEXT, pfad, wert) == ergebnis


@pytest.mark.parametrize(
    ("text", "ergebnis"),
    [
        ("", "a:\n  b: 1\n"),
        ("# nur das", "# nur das\na:\n  b: 1\n"),
        ("a: {c: 2}", "a: {c: 2, b: 1}"),
        ("a:\n    c: 2", "a:\n    c: 2\n    b: 1"),
    ],
)
def test_auch_wo_wenig_steht(text: str, ergebnis: str) -> None:
    assert setze_pfad(text, ["a", "b"], "1") == ergebnis


@pytest.mark.parametrize(
    ("wert", "stil", "klammern", "text"),
    [
        ("Jana", "", False, "Jana"),
        ("Tafel, Laden", "", False, "Tafel, Laden"),
        ("Tafel, Laden", "", True, '"Tafel, Laden"'),
        ("a: b", "", False, '"a: b"'),
        ("null", "", False, '"null"'),
        (" a", "", False, '" a"'),
        ("# a", "", False, '"# a"'),
        ("", "", False, '""'),
        ("sagt 'ja'", "'", False, "'sagt ''ja'''"),
        ("ä", '"', False, '"ä"'),
        ("eins\nzwei", "'", False, '"eins\\nzwei"'),
    ],
)
def test_anfuehrungszeichen_nur_wo_sie_noetig_sind(wert: str, stil: str, klammern: bool, text: str) -> None:
    assert geschrieben(wert, stil, klammern=klammern) == text


def test_orte_der_teile() -> None:
    orte = lies_tafel(TEXT)
    assert orte is not None
    assert [ort.text for ort in skalare(orte, auch_tafeln=True)] == ["2026-12-31", "eins\n", ""]
    assert [ort.text for ort in einzelne(orte)] == [
        "berater", "Jana", "Ole P.", "bis", "2026-12-31", "text", "eins\n", "leer", "",
    ]  # fmt: skip
    paar = orte.paare.get("text")
    assert paar is not None
    assert [TEXT[ort.von : schluss(ort)] for ort in paar] == ["text", "|\n  eins"]
    assert orte.paare.get("fehlt") is None
    assert lies_tafel("a: [") is lies_tafel("# nichts\n") is None


def test_werte_und_paare_kommen_dazu() -> None:
    text = "a: 'x'\nb:\n  c: 1 # eins\nd: {}\n"
    orte = lies_tafel(text)
    assert orte is not None
    (_, a), (_, b), (_, d) = orte.folge
    assert isinstance(b, Tafel)
    assert isinstance(d, Tafel)
    assert angewandt(
        text, [ersetze_wert(a, "y's"), ergaenze(text, b, ["e: 2", "f: 3"]), ergaenze_in_klammern(d, ["g"], '"1, 2"')]
    ) == ("a: 'y''s'\nb:\n  c: 1 # eins\n  e: 2\n  f: 3\nd: {g: \"1, 2\"}\n")
    assert angewandt(text, [ergaenze(text, orte, ["n: 1"], nach=a, zeilenende="\r\n")]) == text.replace(
        "'x'\n", "'x'\nn: 1\r\n"
    )


def test_was_sich_ueberschneidet_wird_nicht_geaendert() -> None:
    with pytest.raises(ValueError, match="overlapping"):
        angewandt("abc", [Aenderung(0, 2, "x"), Aenderung(1, 3, "y")])
    assert angewandt("abc", [Aenderung(2, 3, "z"), Aenderung(0, 0, "x"), Aenderung(1, 1, "y")]) == "xaybz"


def test_ein_schriftstueck_bleibt_wie_es_ist() -> None:
    roh = b"\xef\xbb\xbfa\r\nb\r\nc\n"
    stueck = Schriftstueck.aus(roh)
    assert (stueck.text, stueck.marke, stueck.inhalt, stueck.zeilenende) == ("a\r\nb\r\nc\n", True, roh, "\r\n")
    assert stueck.mit([Aenderung(3, 4, "ü")]).inhalt == b"\xef\xbb\xbfa\r\n\xc3\xbc\r\nc\n"
    assert Schriftstueck("a\nb\r\n").zeilenende == "\n"
