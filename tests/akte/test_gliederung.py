"""The grammar of entries: what is read, what is reported, what stays text."""

from __future__ import annotations

from datetime import date, time

import pytest

from fallbuch.akte.eintragsformen import Massnahmeangaben, Planangaben
from fallbuch.akte.lesen import lesen
from fallbuch.akte.modell import Eintrag
from fallbuch.akte.termin import Termin
from tests.hilfen import fall, kennungen, leseregeln


def eintraege(verlauf: str) -> tuple[Eintrag, ...]:
    return lesen(fall(verlauf).encode(), "faelle/4711.md")[0].eintraege


@pytest.mark.parametrize(
    ("kopf", "codes"),
    [
        ("## 2026-02-01 Telefonat (Jana)", []),
        ("##2026-02-01 Telefonat (Jana)", ["F031"]),
        ("### 2026-02-01 Telefonat (Jana)", ["F031"]),
        ("# 2026-02-01 Telefonat (Jana)", ["F031"]),
        (" ## 2026-02-01 Telefonat (Jana)", ["F031"]),
        ("##  2026-02-01 Telefonat (Jana)", ["F031"]),
        ("## 1.2.2026 Telefonat (Jana)", ["F014"]),
        ("## 01.02.2026 Telefonat (Jana)", ["F014"]),
        ("## 2026-02-01: Telefonat (Jana)", []),
        ("## 2026-02-01 Telefonat (Jana) ##", []),
    ],
)
def test_eindeutige_ueberschriften_werden_gelesen(kopf: str, codes: list[str]) -> None:
    (eintrag,) = eintraege(kopf + "\n\nText.\n")
    assert (eintrag.datum, eintrag.art, eintrag.berater, eintrag.text) == (
        date(2026, 2, 1),
        "Telefonat",
        ("Jana",),
        "Text.",
    )
    assert leseregeln(fall(kopf)) == codes


@pytest.mark.parametrize(
    ("kopf", "code"),
    [
        ("## Telefonat", "F030"),
        ("## Telefonat am 3. Mai (Jana)", "F030"),
        ("## 3. Mai 2026 Telefonat", "F030"),
        ("## 2026-02-01", "F030"),
        ("## 2026-02-30 Telefonat (Jana)", "F012"),
        ("2026-02-01 Telefonat (Jana)", "F030"),
        ("**2026-02-01 Telefonat (Jana)**", "F030"),
        ("2026-02-01 Telefonat\n---", "F030"),
    ],
)
def test_fast_ein_eintrag_wird_gemeldet_und_nicht_verloren(kopf: str, code: str) -> None:
    inhalt = fall(f"## 2026-01-12 Erstgespräch\n\nErster.\n\n{kopf}\n\nZweiter Text.\n")
    assert leseregeln(inhalt) == [code]
    gelesen = lesen(inhalt.encode(), "faelle/4711.md")[0]
    assert "Zweiter Text." in "\n".join(e.text for e in gelesen.eintraege)


@pytest.mark.parametrize(
    "zeile",
    ["### Lage", "Am 2026-02-01 Telefonat mit der Schule.", "#Hashtag", "2026-02-01 war der Umzug in die neue Stadt."],
)
def test_gewoehnlicher_text_ist_kein_eintrag(zeile: str) -> None:
    assert leseregeln(fall(f"## 2026-01-12 Erstgespräch\n\n{zeile}\n")) == []


def test_ueberschrift_im_codeblock_ist_text() -> None:
    verlauf = "## 2026-01-12 Erstgespräch\n\n```\n## 2026-01-13 Telefonat\nFolgetermin: 2026-01-20\n```\n\nDauer: 30\n"
    (eintrag,) = eintraege(verlauf)
    assert (eintrag.angaben.dauer, eintrag.angaben.folgetermin) == (30, None)


def test_offener_codeblock_verschluckt_keinen_eintrag() -> None:
    verlauf = (
        "## 2026-01-12 Erstgespräch\n\n```\noffen\n\n## 2026-01-26 Telefonat\n\n```\nzu\n```\n\n## 2026-02-02 Notiz\n"
    )
    assert [str(e.datum) for e in eintraege(verlauf)] == ["2026-01-12", "2026-01-26", "2026-02-02"]
    assert leseregeln(fall(verlauf)) == ["F033"]


def test_tilden_und_laengere_zaeune() -> None:
    verlauf = "## 2026-01-12 Erstgespräch\n\n~~~~\n```\n~~~\n## 2026-01-13 Telefonat\n~~~~\n"
    assert (len(eintraege(verlauf)), leseregeln(fall(verlauf))) == (1, [])


@pytest.mark.parametrize(
    ("text", "termin"),
    [
        ("2026-01-26", Termin(date(2026, 1, 26))),
        ("2026-01-26 14:30", Termin(date(2026, 1, 26), time(14, 30))),
        ("2026-01-26 9:05", Termin(date(2026, 1, 26), time(9, 5))),
        ("2026-01-26, 14.30 Uhr", Termin(date(2026, 1, 26), time(14, 30))),
        ("keiner", Termin(None)),
        ("Keiner", Termin(None)),
    ],
)
def test_folgetermin(text: str, termin: Termin) -> None:
    (eintrag,) = eintraege(f"## 2026-01-12 Erstgespräch\n\nFolgetermin: {text}\n")
    assert eintrag.angaben.folgetermin == termin


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Freitag", "F027"),
        ("2026-02-30", "F012"),
        ("2026-01-26 25:00", "F027"),
        ("3.4.26", "F027"),
        ("26.1.2026", "F014"),
        ("", "F023"),
    ],
)
def test_folgetermin_mit_meldung(text: str, code: str) -> None:
    inhalt = fall(f"## 2026-01-12 Erstgespräch\n\nFolgetermin: {text}\n")
    assert leseregeln(inhalt) == [code]
    unlesbar = lesen(inhalt.encode(), "faelle/4711.md")[0].eintraege[0].unlesbar
    assert unlesbar == (frozenset() if code in {"F014", "F023"} else {"Folgetermin"})


@pytest.mark.parametrize(
    ("zeile", "code"),
    [
        ("folgetermin: 2026-01-26", "F020"),
        ("Folgetermin : 2026-01-26", "F045"),
        ("- Folgetermin: 2026-01-26", "F045"),
        ("**Folgetermin:** 2026-01-26", "F045"),
        ("**Folgetermin**: 2026-01-26", "F045"),
        ("  Folgetermin: 2026-01-26", "F045"),
    ],
)
def test_angabe_anders_geschrieben_wird_gelesen(zeile: str, code: str) -> None:
    inhalt = fall(f"## 2026-01-12 Erstgespräch\n\n{zeile}\n")
    assert leseregeln(inhalt) == [code]
    termin = lesen(inhalt.encode(), "faelle/4711.md")[0].eintraege[0].angaben.folgetermin
    assert termin == Termin(date(2026, 1, 26))


def test_nur_schluessel_der_art_sind_schluessel() -> None:
    gespraech, plan = eintraege(
        "## 2026-01-12 Erstgespräch\n\nZiel: Büro\n\n## 2026-01-13 Betreuungsplan\n\nZiel: Büro\n"
    )
    assert (gespraech.text, gespraech.besonderes) == ("Ziel: Büro", None)
    assert isinstance(plan.besonderes, Planangaben)
    assert (plan.text, plan.besonderes.ziel) == ("", "Büro")


def test_verschriebene_angabe_schlaegt_die_naechste_vor() -> None:
    assert "F039" in leseregeln(fall("## 2026-01-12 Erstgespräch\n\nFolgetermn: 2026-02-01\n"))
    assert leseregeln(fall("## 2026-01-12 Erstgespräch\n\nWichtig: Er kommt mit dem Bus.\n")) == []


def test_listen_mit_beiden_zeichen_und_umbruch() -> None:
    (eintrag,) = eintraege(
        "## 2026-01-12 Erstgespräch\n\nVereinbarungen:\n\n- [ ] Kundin ruft\n  zweimal an\n* [X] Team schreibt\n+ [-] Ole fragt\n\nDanach Text.\n"
    )
    assert [(v.text, str(v.stand), v.wer) for v in eintrag.angaben.vereinbarungen] == [
        ("Kundin ruft zweimal an", "offen", "Kundin"),
        ("Team schreibt", "erledigt", "Team"),
        ("Ole fragt", "fallengelassen", "Ole"),
    ]
    assert eintrag.text == "Danach Text."


def test_massnahme_mit_ss() -> None:
    (eintrag,) = eintraege("## 2026-01-12 MASSNAHME (Jana)\n\nArt: Weiterbildung\nBeginn: 2026-02-01\n")
    assert isinstance(eintrag.besonderes, Massnahmeangaben)
    assert (eintrag.art, eintrag.besonderes.beginn) == ("Maßnahme", date(2026, 2, 1))


def test_gleiche_eintraege_haben_eigene_namen() -> None:
    verlauf = "## 2026-01-12 Telefonat\n\n## 2026-01-12 Telefonat\n\n## 2026-01-12 Notiz\n"
    assert [e.schluessel for e in eintraege(verlauf)] == [
        "2026-01-12-telefonat",
        "2026-01-12-telefonat-2",
        "2026-01-12-notiz",
    ]


@pytest.mark.parametrize(
    ("text", "frist", "codes"),
    [
        ("[ ] Kundin ruft an (bis 2026-01-26)", date(2026, 1, 26), []),
        ("[ ] Kundin ruft bis 2026-01-26 an", date(2026, 1, 26), []),
        ("[ ] Kundin ruft bis zum 26.1.2026 an", date(2026, 1, 26), ["F014"]),
        ("[ ] Kundin ruft an (bis Freitag)", None, ["F041"]),
        ("[ ] Kundin ruft bis nächsten Freitag an", None, ["F041"]),
        ("[ ] Kundin ruft bis Ende Mai an", None, ["F041"]),
        ("[ ] Kundin ruft an (bis 3.4.26)", None, ["F041"]),
        ("[ ] Kundin ruft an (bis bald)", None, ["F041"]),
        ("[x] Kundin ruft an (bis Freitag)", None, []),
        ("[ ] Kundin arbeitet bis 14 Uhr", None, []),
        ("[ ] Kundin ist (bis 14 Uhr) da", None, []),
        ("[ ] Kundin arbeitet bis zu 20 Stunden", None, []),
    ],
)
def test_fristen_von_vereinbarungen(text: str, frist: date | None, codes: list[str]) -> None:
    inhalt = fall(f"## 2026-01-12 Erstgespräch\n\nVereinbarungen:\n\n- {text}\n")
    (vereinbarung,) = lesen(inhalt.encode(), "faelle/4711.md")[0].eintraege[0].angaben.vereinbarungen
    assert (vereinbarung.frist, leseregeln(inhalt)) == (frist, codes)


@pytest.mark.parametrize("art", ["Telefonat", "telefonat", "Anruf", "E-Mail", "Email", "e-mail"])
def test_arten_mit_synonymen(art: str) -> None:
    assert set(kennungen(fall(f"## 2026-01-12 {art}\n"))) <= {"F020"}
