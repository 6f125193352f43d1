"""Free text is watched: what leads to somebody is found in every way of writing it, and everyday sentences give no alarm."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fallbuch.akte import nummern
from fallbuch.akte.lesen import lesen
from fallbuch.akte.textwache import Angabenart, funde, sagt_etwas_persoenliches, verdaechtig, verdeckt, zeigbar
from tests.hilfen import akten, fall, quelle, zeile

TEXTE = Path(__file__).with_name("texte")
MARKEN = str.maketrans("", "", "»«")


def saetze(datei: str) -> list[str]:
    alle = (TEXTE / datei).read_text(encoding="utf-8").splitlines()
    return [satz for satz in alle if not satz.startswith("#")]


MIT, OHNE = saetze("mit.txt"), saetze("ohne.txt")
MIT_FREMD, OHNE_FREMD = saetze("mit-fremd.txt"), saetze("ohne-fremd.txt")


def test_zweihundert_saetze_mit_angaben() -> None:
    """At least 95 of a hundred are found, and of those nothing stays to be seen."""
    da: Counter[str] = Counter()
    gefunden: Counter[str] = Counter()
    for eintrag in MIT:
        art, satz = eintrag[:4], eintrag[5:]
        werte, roh = re.findall("»(.*?)«", satz), satz.translate(MARKEN)
        da[art] += 1
        if any(fund.art == art for fund in funde(roh)):
            gefunden[art] += 1
            gezeigt = verdeckt(roh)
            assert len(gezeigt) == len(roh)
            assert art == Angabenart.PERSON or not any(wert in gezeigt for wert in werte), gezeigt
    assert sum(da.values()) == len(set(MIT)) == 200
    # Kind: sentences, found.
    assert {art: (da[art], gefunden[art]) for art in da} == {
        "D003": (40, 40),
        "D004": (25, 25),
        "D005": (20, 20),
        "D006": (30, 30),
        "D007": (30, 29),
        "D008": (25, 25),
        "D009": (30, 30),
    }


def test_zweihundert_saetze_ohne_angaben() -> None:
    assert len(set(OHNE)) == 200
    assert {satz: funde(satz) for satz in OHNE if funde(satz)} == {}
    assert [satz for satz in OHNE if verdeckt(satz) != satz] == []


def test_auf_einem_platz_wird_gezaehlt() -> None:
    assert funde("Sie hat auf dem Marktplatz 2 Stände betreut, am Bahnhofplatz 3 Stunden gewartet.") == ()
    for satz in (
        "Post an Marktplatz 2, 8010 Graz",
        "wohnt am Marktplatz 2",
        "Marktplatz 2 Stiege 3",
        "am Marktplatz 2",
    ):
        assert [f.art for f in funde(satz)] == ["D007"], satz


def test_saetze_von_anderer_hand() -> None:
    """Written before the program was read: what is found there was not fitted to it, or only afterwards."""
    gefunden = Counter(s[:4] for s in MIT_FREMD if any(f.art == s[:4] for f in funde(s[5:])))
    assert {art: (zahl, gefunden[art]) for art, zahl in Counter(s[:4] for s in MIT_FREMD).items()} == {
        "D003": (17, 17),
        "D004": (17, 17),
        "D005": (17, 17),
        "D006": (17, 17),
        "D007": (17, 17),
        "D008": (17, 16),
        "D009": (18, 18),
    }
    assert {satz: funde(satz) for satz in OHNE_FREMD if funde(satz)} == {}


@pytest.mark.parametrize("text", [
    "* 12.12. Kontrolle", "* 12.07.2026 Kundin schickt Lebenslauf", "Auf dem Lernweg 3 sind 5 Module offen", "Umweg 2", "Parkplatz 12", "Tabellenzeile 12",
    "Ehering 3", "Kurs in der Gartenstraße 8-16 Uhr", "Bildungsgutschein, Nummer 123456", "Herr der Lage", "Frau Geschäftsführerin sagt ab", "info@firma.de",
    "personal-nord@firma.de", "Zusammenhang 3", "Kapitel 4", "Drittel 2",
])  # fmt: skip
def test_was_nur_so_aussieht(text: str) -> None:
    assert funde(text) == ()


@pytest.mark.parametrize(("text", "art"), [
    ("Steinweg 12", "D007"), ("Hauptplatz 4, 8010 Graz", "D007"), ("Mittelweg 31", "D007"), ("Parkring 12, 1010 Wien", "D007"), ("Wohnung Karl-Marx-Ring 22", "D007"),
    ("Wiener Gürtel 44", "D007"), ("Lindenstraße Nr. 12", "D007"), ("LINDENSTRASSE 12", "D007"), ("Wohnhaft Am Alten Markt 12", "D007"), ("+49-170-1234567", "D003"),
    ("Neue Nummer 0911 123456", "D003"), ("Personalausweis L01X00T47", "D006"), ("SVNR: 1237-150378", "D006"), ("Steuer-ID 86-095-742-719", "D006"),
    ("anna.weber[at]gmx[dot]de", "D004"), ("info.petra@web-firma.at", "D004"), ("info@posteo.de", "D004"), ("AT61-1904-3002-3457-3201", "D005"), ("Konto 1234567 bei der Sparkasse", "D005"),
    ("Datum der Geburt: 12.03.1981", "D008"), ("kam am 12.03.2019 zur Welt", "D008"), ("geb. am Montag, 12.03.1981", "D008"), ("*12.12.1969 in Linz", "D008"),
    ("Frau A. Berger", "D009"), ("FRAU BERGER", "D009"), ("Frau Đorđević", "D009"), ("Frau **Müller**", "D009"), ("Fr.Müller", "D009"), ("Familie Yılmaz", "D009"), ("Herrn al-Hassan", "D009"),
])  # fmt: skip
def test_auch_so_geschrieben(text: str, art: str) -> None:
    assert [fund.art for fund in funde(text)] == [art]
    assert art == "D009" or verdeckt(text) != text


def test_eine_ausnahme_gilt_in_ihrem_satz() -> None:
    assert funde("Ruf 0171 7731001 an (unbedenklich: Zentrale).") == ()
    assert len(funde("Ruf 0171 7731001 an. Danach war er in der Praxis (unbedenklich: Name der Praxis).")) == 1


@pytest.mark.parametrize(
    ("text", "gezeigt"),
    [
        # On both sides of every threshold: what makes a number, a street, a birthday, a name.
        ("Tel. 12345", "Tel. •••••"),
        ("Tel. 1234", "Tel. 1234"),
        ("0911 1234", "0911•••••"),
        ("0911 123", "0911 123"),
        ("0911 1234567890123456", "0911 1234567890123456"),
        ("0800 4555500", "0800 4555500"),
        ("0900 1234567", "0900 1234567"),
        ("0041 44 123 45 67", "0041•••••••••••••"),
        ("+43 664 1234567", "+43••••••••••••"),
        ("(0911) 12 34 56", "(0911••••••••••"),
        ("0170 1234567 oder 0911 123456", "0170•••••••• oder 0911•••••••"),
        ("0170\u00a0123\u00a045\u00a067", "0170••••••••••"),
        ("0170\u2011123\u201145\u201167", "0170••••••••••"),
        ("bewerbung@lindenhof.example", "bewerbung@lindenhof.example"),
        ("bewerbung@gmx.de", "••••••••••••••••"),
        ("bewerbungen-nord@firma.example", "bewerbungen-nord@firma.example"),
        ("petra@lindenhof.example.", "•••••••••••••••••••••••."),
        ("um 14@Uhr", "um 14@Uhr"),
        ("DE89370400440532013000", "••••••••••••••••••••••"),
        ("DE8937040044053201300", "DE8937040044053201300"),
        ("DE88370400440532013000", "••••••••••••••••••••••"),
        ("CH93 0076 2011 6238 5295 7", "••••••••••••••••••••••••••"),
        ("CH93 0076 2011 6238 5295 8", "CH93 0076 2011 6238 5295 8"),
        ("36574261809", "•••••••••••"),
        ("36574261808", "36574261808"),
        ("Steuer-ID 36574261808", "Steuer-ID •••••••••••"),
        ("1237 010180", "•••••••••••"),
        ("1238 010180", "1238 010180"),
        ("1235 321380", "1235 321380"),
        ("1231 311580", "•••••••••••"),
        ("1233 311680", "1233 311680"),
        ("15 070649 C 103", "•••••••••••••••"),
        ("15 070649 C 104", "15 070649 C 104"),
        ("A123456780", "••••••••••"),
        ("A123456781", "A123456781"),
        ("Kundennummer 12345", "Kundennummer •••••"),
        ("Kundennummer 1234", "Kundennummer 1234"),
        ("735D123456", "••••••••••"),
        ("735D12345", "735D12345"),
        ("Lindenweg 3", "•••••••••••"),
        ("Lindenweg 999", "•••••••••••••"),
        ("Lindenweg 2026", "Lindenweg 2026"),
        ("Lindenweg 20 Minuten", "Lindenweg 20 Minuten"),
        ("Arbeitsweg 20", "Arbeitsweg 20"),
        ("Lindenweg", "Lindenweg"),
        ("Werdenau 3, 92318 Neumarkt", "••••••••••••••••••••••••••"),
        ("Werdenau 3", "Werdenau 3"),
        ("wohnt Am Bach 7", "wohnt •••••••••"),
        ("Treffen Am Bach 7", "Treffen Am Bach 7"),
        ("geb. 1.2.1990", "geb. ••••••••"),
        ("geb. Beispiel", "geb. Beispiel"),
        ("geboren 1990", "geboren 1990"),
        ("Gespräch am 1.2.1990", "Gespräch am 1.2.1990"),
    ],
)
def test_grenzen(text: str, gezeigt: str) -> None:
    assert verdeckt(text) == gezeigt


@pytest.mark.parametrize(
    ("text", "namen"),
    [
        ("Frau Musterfrau", ["Musterfrau"]),
        ("Frau M. ruft an", []),
        ("Frau Mu ruft an", ["Mu"]),
        ("Herr Dr. med. von Beispiel", ["von Beispiel"]),
        ("Herr Doktor", []),
        ("die Frau arbeitet", []),
        ("Frau und Herr Muster", ["Muster"]),
        ("Frau\u00a0Muster", ["Muster"]),
    ],
)
def test_namen_hinter_frau_und_herr(text: str, namen: list[str]) -> None:
    assert [text[f.von : f.bis] for f in funde(text) if f.art is Angabenart.PERSON] == namen
    assert verdeckt(text) == text, "a page without the team's own people says nothing"


@pytest.mark.parametrize(
    ("text", "arten"),
    [
        ("0911 123456 (unbedenklich: Zentrale der Behörde)", []),
        ("0911 123456 (Unbedenklich: Zentrale)", []),
        ("0911 123456 (unbedenklich)", ["D003!"]),
        ("0911 123456 (unbedenklich: )", ["D003!"]),
        ("0911 123456 (unbedenklich: ja)", ["D003!"]),
        ("0911 123456 ist (unbedenklich: die Zentrale)", []),
        ("(unbedenklich: die Zentrale) 0911 123456", ["D003"]),
        ("0170 1234567, Amt 0911 123456 (unbedenklich: Zentrale)", ["D003"]),
        ("Amt 0911 123456 (unbedenklich: Zentrale), privat 0170 1234567", ["D003"]),
        ("Frau Muster, 0911 123456 (unbedenklich: Zentrale)", ["D009"]),
        ("0911 123456, Frau Muster (unbedenklich: Name der Praxis)", ["D003"]),
    ],
)
def test_eine_ausnahme_braucht_einen_grund_und_gilt_fuer_das_letzte(text: str, arten: list[str]) -> None:
    assert [f"{f.art}{'!' if f.grundlos else ''}" for f in funde(text)] == arten


@pytest.mark.parametrize(
    "text",
    [
        "0170\\-1234567",
        "0170&#32;123&#32;4567",
        "0170<b>1234567</b>",
        "01\u200b70 12\u200b34\u200b567",
        "0\u00ad170 1234567",
        "petra\\.muster\\@gmx.de",
        "petra.muster&#64;gmx.de",
    ],
)
def test_was_sich_versteckt_wird_ganz_verdeckt(text: str) -> None:
    assert sagt_etwas_persoenliches(text)
    assert not re.search(r"[0-9]{4,}|muster", verdeckt(text).replace("0170", ""))


def test_pruefziffern() -> None:
    """One wrong digit makes another number; the examples are those of the publishers."""
    for gilt, nummer in (
        (nummern.ist_rentennummer, "15070649C103"),
        (nummern.ist_versichertennummer, "A123456780"),
        (nummern.ist_steuer_id, "36574261809"),
        (nummern.ist_sv_nummer, "1237010180"),
        (nummern.ist_iban, "DE89370400440532013000"),
    ):
        assert gilt(nummer)
        letzte = int(nummer[-1])
        assert sum(gilt(f"{nummer[:-1]}{(letzte + n) % 10}") for n in range(10)) == 1


GESCHICHTE = """## 2026-02-02 Notiz (Jana)

Neue Nummer 0170 123 45 67, Mail p.muster@web.de, geb. 03.04.1985.
Frau Musterfrau (Amt), IBAN DE89 3704 0044 0532 0130 00.

Vereinbarungen:

- [ ] Kundin ruft 0911 123456 an (bis 2026-02-09)
- [ ] Team schreibt in die Lindenstraße 12

Folgetermin: 2026-02-09
"""


def test_meldungen_nennen_stelle_und_art_und_nie_den_wert() -> None:
    (akte,) = akten(quelle(fall(GESCHICHTE)))
    assert [zeile(b).partition(" | ")[0] for b in akte.befunde] == [
        "faelle/4711.md:11:13 Hinweis D003: Hier steht eine Telefonnummer („0170 …“). Erwartet: keine, über die sich jemand finden lässt.",
        "faelle/4711.md:11:34 Hinweis D004: Hier steht eine E-Mail-Adresse. Erwartet: keine, über die sich jemand finden lässt.",
        "faelle/4711.md:11:56 Hinweis D008: Hier steht ein Geburtstag. Erwartet: keiner, höchstens das Alter.",
        "faelle/4711.md:12:6 Hinweis D009: Hinter „Frau“ steht ein Name. Erwartet: „die Kundin“, „der Kunde“, oder die Stelle ohne Namen.",
        "faelle/4711.md:12:29 Hinweis D005: Hier steht eine IBAN oder Kontonummer. Erwartet: keine.",
        "faelle/4711.md:16:19 Hinweis D003: Hier steht eine Telefonnummer („0911 …“). Erwartet: keine, über die sich jemand finden lässt.",
        "faelle/4711.md:17:28 Hinweis D007: Hier steht eine Anschrift. Erwartet: keine, höchstens der Ort oder der Stadtteil.",
    ]


def test_gelesen_wird_alles_andere_wie_zuvor() -> None:
    roh, _ = lesen(fall(GESCHICHTE).encode(), "faelle/4711.md")
    ohne, _ = lesen(fall(verdeckt_ganz(GESCHICHTE)).encode(), "faelle/4711.md")
    (eintrag,), (anderer,) = roh.eintraege, ohne.eintraege
    assert (eintrag.text, eintrag.angaben) == (anderer.text, anderer.angaben)
    assert str(eintrag.angaben.folgetermin) == "2026-02-09"
    assert [str(v.frist) for v in eintrag.angaben.vereinbarungen] == ["2026-02-09", "None"]
    assert eintrag.verborgenes != anderer.verborgenes == ()


def verdeckt_ganz(text: str) -> str:
    return "\n".join(map(verdeckt, text.split("\n")))


def test_im_kopf_gilt_ein_feld_mit_einer_nummer_nicht() -> None:
    text = fall(Hilfenetz="[Schuldnerberatung 0911 123456]")
    (akte,) = akten(quelle(text))
    assert akte.fall.kopf.hilfenetz == ()
    assert [b.kennung for b in akte.befunde] == ["D003"]
    (akte,) = akten(quelle(fall().replace("ID: 4711", "ID: 09111234567"), "faelle/09111234567.md"))
    assert [b.kennung for b in akte.befunde] == [], "an ID may look like a number"


def test_was_sein_wort_davor_hat_bleibt_eine_meldung() -> None:
    (akte,) = akten(quelle(fall("## 2026-02-02 Notiz (Jana)\n\nTelefon: 0170 1234567\nTel. 0170 1234567\n")))
    assert [b.kennung for b in akte.befunde] == ["D001", "D001"]


@given(st.text(alphabet=st.sampled_from("0123456789 +/-().@:abzABß•\\&<>\u00a0\u00adFrau Herrgeb.weg,"), max_size=60))
def test_jede_zeile_bleibt_so_lang_wie_sie_ist(text: str) -> None:
    gezeigt = verdeckt(text)
    assert len(gezeigt) == len(text)
    assert all(0 <= f.von < f.bis <= len(text) for f in funde(text))
    assert verdaechtig(text) or gezeigt == text
    assert zeigbar(text).count("\n") == text.count("\n")


@pytest.mark.parametrize(
    "muster", ["A", "Aa", "a.", "1", "0 1", "1/", "Frau A", "geb. ", "Am B ", "(0", "a@", "Straße ", "Nummer "]
)
def test_lange_zeilen_dauern_nicht_laenger_als_lang(muster: str) -> None:
    """Hundred thousand characters of the same: whoever looks at each pair of them never ends."""
    verdaechtig(muster * (100_000 // len(muster)))
    verdeckt(muster * (20_000 // len(muster)))
