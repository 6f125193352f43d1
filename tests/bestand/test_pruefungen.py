"""Checks on both sides of each threshold; what several files say against each other."""

from __future__ import annotations

from datetime import date

import pytest

from tests.hilfen import HEUTE, akten, fall, kennungen, quelle

ERST = "## 2026-01-14 Erstgespräch (Jana)\n\nBetreuungsstufe: IK\n\n"


def mit(verlauf: str, **mehr: str) -> str:
    return fall(ERST + verlauf, Betreuungsstufe="IK", **mehr)


@pytest.mark.parametrize(("tag", "code"), [("2026-11-19", False), ("2026-11-20", False), ("2026-11-21", True)])
def test_zukunft_wird_an_heute_gemessen(tag: str, code: bool) -> None:
    for inhalt in (mit(f"## {tag} Notiz\n"), fall(erstkontakt=tag, status="neu"), mit("", Einwilligung=tag)):
        assert ("F036" in kennungen(inhalt)) is code


def test_frueherer_stichtag_macht_keinen_fehler() -> None:
    befunde = akten(mit("## 2026-06-01 Notiz\n\n## 2026-07-01 Notiz\n"), stichtag="2026-05-31", heute=HEUTE)[0].befunde
    assert [(b.kennung, b.text) for b in befunde] == [
        (
            "F037",
            "Nach dem Stichtag 2026-05-31 gibt es noch 2 Einträge; hier zählt nur, was davor geschah. Erwartet: ein Stichtag, der sie einschließt.",
        )
    ]


@pytest.mark.parametrize(("tag", "code"), [("2026-01-11", True), ("2026-01-12", False), ("2026-01-13", False)])
def test_eintrag_vor_erstkontakt(tag: str, code: bool) -> None:
    assert ("F034" in kennungen(fall(f"## {tag} Notiz\n"))) is code


def test_neueste_zuerst_ist_ein_hinweis() -> None:
    assert kennungen(
        mit("").replace(ERST.strip(), "## 2026-03-01 Notiz\n\n## 2026-02-01 Notiz\n\n" + ERST.strip())
    ) == ["F035"]


def test_gleicher_tag_ist_in_ordnung() -> None:
    assert kennungen(mit("## 2026-01-14 Notiz\n")) == []


@pytest.mark.parametrize(
    ("termin", "codes"), [("2026-01-31", ["F042"]), ("2026-02-01", []), ("2026-04-12", []), ("2026-04-13", ["F043"])]
)
def test_folgetermin_zwischen_eintrag_und_faelligkeit(termin: str, codes: list[str]) -> None:
    # last contact 2026-02-01 + 10 weeks = 2026-04-12
    assert kennungen(mit(f"## 2026-02-01 Telefonat\n\nFolgetermin: {termin}\n")) == codes


@pytest.mark.parametrize(("kopf", "codes"), [("IK", []), ("IG", ["F050"]), ("", ["F050"])])
def test_stufe_im_kopf(kopf: str, codes: list[str]) -> None:
    inhalt = fall(ERST, **({"Betreuungsstufe": kopf} if kopf else {}))
    befunde = akten(inhalt)[0].befunde
    assert [b.kennung for b in befunde] == codes
    if kopf == "IG":
        assert befunde[0].korrektur is not None
        assert (
            befunde[0].korrektur.ersatz,
            inhalt.split("\n")[befunde[0].korrektur.zeile - 1][befunde[0].korrektur.von - 1 :],
        ) == ("IK", "IG")


JOB = "## 2026-03-02 Abschluss\n\nErgebnis: Arbeitsstelle angenommen\nArbeitsbeginn: 2026-03-09\n"
OHNE = "## 2026-03-02 Abschluss\n\nErgebnis: ohne Arbeitsstelle beendet\n"


@pytest.mark.parametrize(
    ("inhalt", "codes"),
    [
        (mit(JOB, status="abgeschlossen"), []),
        (mit(OHNE, status="abgeschlossen"), ["F055", "F056"]),
        (mit(OHNE + "Grund: Umzug\n", status="abgeschlossen"), ["F056"]),
        (mit(OHNE + "Grund: Umzug\nErklärung: Weit weg\n", status="abgeschlossen"), []),
        (mit(OHNE + "Grund: Fernweh\nErklärung: Weit weg\n", status="abgeschlossen"), ["F019"]),
        (mit("", status="abgeschlossen"), ["F053"]),
        (mit(JOB), ["F054"]),
        (mit("", status="neu"), ["F051"]),
        (fall(status="neu"), []),
        (fall(status="neu", berater=""), []),
        (fall(berater=""), ["F052"]),
        (mit(JOB + "\n## 2026-04-01 Wiederaufnahme\n"), []),
        (mit("## 2026-04-01 Wiederaufnahme\n"), ["F062"]),
        (mit(JOB + "\n" + JOB, status="abgeschlossen"), ["F062"]),
        (mit(JOB + "\n## 2026-04-01 Telefonat\n", status="abgeschlossen"), ["F063"]),
        (mit(JOB + "\n## 2026-04-01 Nachbetreuung\n\n## 2026-04-02 Notiz\n", status="abgeschlossen"), []),
        (mit("## 2026-03-02 Abschluss\n", status="abgeschlossen"), ["F011"]),
        (mit("## 2026-03-02 Pause\n"), ["F011"]),
        (mit("## 2026-03-02 Verlängerung\n\nBis: 2026-09-01\n"), ["F011"]),
        (mit("## 2026-03-02 Maßnahme\n"), ["F011"]),
    ],
)
def test_status_und_abschluss(inhalt: str, codes: list[str]) -> None:
    assert kennungen(inhalt) == codes


@pytest.mark.parametrize(
    ("zeilen", "codes"),
    [
        ("Ende: 2026-03-02\n", []),
        ("Ende: 2026-03-01\n", ["F057"]),
        ("Beginn: 2026-04-01\nEnde: 2026-03-31\n", ["F057"]),
        ("Ende: 2026-11-20\nErgebnis: abgeschlossen\n", []),
        ("Ende: 2026-11-21\nErgebnis: abgeschlossen\n", ["F058"]),
        ("Ende: 2026-11-21\nErgebnis: abgebrochen\n", []),
    ],
)
def test_massnahmen(zeilen: str, codes: list[str]) -> None:
    assert kennungen(mit(f"## 2026-03-02 Maßnahme\n\nArt: Weiterbildung\n{zeilen}")) == codes


@pytest.mark.parametrize(
    ("zeilen", "codes"),
    [
        ("Einvernehmen: ja\n", []),
        ("Einvernehmen: ja\nGültig bis: 2026-03-02\n", []),
        ("Einvernehmen: ja\nGültig bis: 2026-03-01\n", ["F069"]),
        ("", ["F059"]),
        ("Einvernehmen: nein\n", ["F060"]),
        ("Einvernehmen: nein\nBegründung fehlendes Einvernehmen: Will nicht\n", []),
        ("Einvernehmen: ja\nKontaktintervall: 10 Wochen\n", []),
        ("Einvernehmen: ja\nKontaktintervall: 71 Tage\n", ["F061"]),
    ],
)
def test_plaene(zeilen: str, codes: list[str]) -> None:
    bis = "" if "Gültig bis" in zeilen else "Gültig bis: 2026-09-02\n"
    assert kennungen(mit(f"## 2026-03-02 Betreuungsplan\n\n{bis}{zeilen}")) == codes


def test_plan_ohne_gueltigkeit() -> None:
    assert kennungen(mit("## 2026-03-02 Betreuungsplan\n\nEinvernehmen: ja\n")) == ["F068"]
    unlesbar = mit("## 2026-03-02 Betreuungsplan\n\nEinvernehmen: ja\nGültig bis: bald\n")
    assert kennungen(unlesbar) == ["F013"], "what is there and unreadable is not absent"


@pytest.mark.parametrize(
    ("art", "zeilen", "codes"),
    [
        ("Weiterbildung", "", ["F070"]),
        ("Weiterbildung", "Ende: 2026-06-26\n", []),
        ("Weiterbildung", "Ergebnis: abgebrochen\n", []),
        ("Bewerbung", "", []),
    ],
)
def test_massnahme_ohne_ende(art: str, zeilen: str, codes: list[str]) -> None:
    assert kennungen(mit(f"## 2026-03-02 Maßnahme\n\nArt: {art}\n{zeilen}")) == codes


@pytest.mark.parametrize(("tag", "code"), [("2025-12-31", False), ("2026-01-01", True)])
def test_wer_nicht_mehr_da_ist(tag: str, code: bool) -> None:
    assert ("F064" in kennungen(fall(f"## {tag} Notiz (Rita)\n", erstkontakt="2025-01-02"))) is code


def test_offener_fall_von_jemandem_der_gegangen_ist() -> None:
    assert kennungen(fall(status="neu", berater="Rita")) == ["F064"]


@pytest.mark.parametrize(
    ("eins", "zwei", "doppelt"), [("4711", "4711", True), ("ab12", "AB12", True), ("0047", "47", False)]
)
def test_doppelte_ids_nennen_beide_orte(eins: str, zwei: str, doppelt: bool) -> None:
    a = quelle(fall().replace("4711", eins), "faelle/eins.md")
    b = quelle(fall().replace("4711", zwei), "faelle/zwei.md")
    texte = [bef.text for akte in akten(a, b) for bef in akte.befunde if bef.kennung == "F017"]
    erwartet = [
        f"Die ID „{eins}“ steht auch in faelle/zwei.md:2. Erwartet: jede ID einmal.",
        f"Die ID „{zwei}“ steht auch in faelle/eins.md:2. Erwartet: jede ID einmal.",
    ]
    assert sorted(texte) == (sorted(erwartet) if doppelt else [])


@pytest.mark.parametrize(
    "kennung", ["index", "INDEX", "-1234", "_1234", "con", "COM1", "Müller", "a b", "a" * 33, "../x"]
)
def test_form_der_id(kennung: str) -> None:
    assert "F015" in kennungen(fall().replace("4711", kennung))


@pytest.mark.parametrize(
    ("kennung", "codes"), [("a", ["F022"]), ("abc", ["F022"]), ("abcd", []), ("a" * 32, []), ("0047", [])]
)
def test_gute_ids(kennung: str, codes: list[str]) -> None:
    (akte,) = akten(quelle(fall(status="neu").replace("4711", kennung), f"faelle/{kennung}.md"))
    assert [b.kennung for b in akte.befunde] == codes


def test_dateiname_zaehlt_gross_und_klein_nicht() -> None:
    assert [
        b.kennung for b in akten(quelle(fall(status="neu").replace("4711", "AB12"), "faelle/ab12.md"))[0].befunde
    ] == []


def test_zusammengesetzte_und_zerlegte_dateinamen() -> None:
    (akte,) = akten(quelle(fall(status="neu"), "faelle/Mu\u0308ller.md"))
    assert akte.fall.stamm == "Müller"
    assert [b.kennung for b in akte.befunde] == ["F016"]


def test_reihenfolge_der_dateien_ist_gleich() -> None:
    dateien = [quelle(fall(status="neu").replace("4711", str(n)), f"faelle/{n}.md") for n in (5003, 999, 40000, 5001)]
    vorwaerts, rueckwaerts = akten(*dateien), akten(*reversed(dateien))
    assert [a.fall for a in vorwaerts] == [a.fall for a in rueckwaerts]
    assert [a.fall.kennung for a in vorwaerts] == ["999", "5001", "5003", "40000"]


def test_fixes_zeigen_auf_genau_den_text() -> None:
    inhalt = fall(
        "## 2026-01-14 erstgespräch (jana)\n\nFolgetermin: 26.1.2026\n", Arbeitsmarktstatus="arbeitssuchend"
    ).replace("Berater: Jana", 'Berater:   "jana"')
    zeilen = inhalt.split("\n")
    fixes = {
        (zeilen[k.zeile - 1][k.von - 1 : k.bis - 1], k.ersatz) for b in akten(inhalt)[0].befunde if (k := b.korrektur)
    }
    assert fixes == {
        ("arbeitssuchend", "arbeitsuchend"),
        ("erstgespräch", "Erstgespräch"),
        ("jana", "Jana"),
        ("26.1.2026", "2026-01-26"),
    }


def test_heute_haengt_nicht_am_stichtag() -> None:
    assert "F036" in kennungen(mit("## 2026-12-24 Notiz\n"), stichtag=date(2027, 1, 1))
