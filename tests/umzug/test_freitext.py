"""One cell of talk: text, agreements and appointment are parted where it says so, and nothing is lost."""

from __future__ import annotations

from datetime import date

import pytest

from fallbuch.umzug.freitext import Gesagtes, sagt_mehr, teile

TAG = date(2017, 1, 12)


@pytest.mark.parametrize(
    ("text", "gesagt"),
    [
        ("Sucht eine Stelle im Büro.", Gesagtes(text="Sucht eine Stelle im Büro.")),
        (
            "Sucht eine Stelle.\nVereinbarungen:\n• Kunde wird bis 30.01. Bewerbungen schreiben.\n• Team fragt nach\n\nGuter Dinge.\nFolgetermin: 2017-02-03",
            Gesagtes(
                text="Sucht eine Stelle.\nGuter Dinge.",
                vereinbarungen=["Kunde wird bis 2017-01-30 Bewerbungen schreiben.", "Team fragt nach"],
                folgetermin="2017-02-03",
            ),
        ),
        (
            "Kurz. Vereinbarung: Kunde schickt Lebenslauf bis 15.02.2017. Folgetermin: Fr 03.02.17 10 Uhr, mit Zeugnissen",
            Gesagtes(
                text="Kurz.\nmit Zeugnissen", vereinbarungen=["Kunde schickt Lebenslauf bis 2017-02-15."], folgetermin="2017-02-03 10:00"
            ),
        ),
        ("Vereinbart: 1. Lebenslauf\n2. Foto • Zeugnisse", Gesagtes(vereinbarungen=["Lebenslauf", "Foto", "Zeugnisse"])),
        ("Nächster Termin:\n5.2.2017\nSonst nichts.", Gesagtes(text="Sonst nichts.", folgetermin="2017-02-05")),
        ("Folgetermin: keiner", Gesagtes(folgetermin="keiner")),
        (
            "Folgetermin: nach Bedarf",
            Gesagtes(text="Folgetermin nach Bedarf", hinweise=["Ein Folgetermin ohne Tag („nach Bedarf“) bleibt im Text stehen"]),
        ),
        (
            "Vereinbarung: Team ruft bis Freitag an",
            Gesagtes(vereinbarungen=["Team ruft bis 2017-01-13 an"], hinweise=["„bis Freitag“ ist vom 2017-01-12 an gerechnet der 2017-01-13"]),
        ),
        ("Folgetermin: 3.2.\nFolgetermin: 4.2.", Gesagtes(text="Folgetermin 4.2.", folgetermin="2017-02-03", hinweise=["Es sind zwei Folgetermine genannt; der zweite bleibt im Text stehen"])),
        ("Folgetermin: 3.13.", Gesagtes(grund="Folgetermin: Einen Tag „3.13.“ gibt es nicht")),
        ("Gut. Nächster Termin 21.2. um 10 Uhr bei Jana", Gesagtes(text="Gut.\nbei Jana", folgetermin="2017-02-21 10:00")),
        (
            "Vereinbarung: Foto\n- Nächster Termin am Mi 1.2. um 14 Uhr",
            Gesagtes(vereinbarungen=["Foto"], folgetermin="2017-02-01 14:00"),
        ),
        ("Nächster Termin ist am 3.2.", Gesagtes(folgetermin="2017-02-03")),
        ("Folgetermin am 10. Dezember um 9 Uhr", Gesagtes(folgetermin="2017-12-10 09:00")),
        ("Da. WV 10.12.2017", Gesagtes(text="Da.", folgetermin="2017-12-10")),
        ("Vereinbart: 1. Lebenslauf bis 10.2. 2. Zeugnisse kopieren", Gesagtes(vereinbarungen=["Lebenslauf bis 2017-02-10", "Zeugnisse kopieren"])),
        ("Vereinbart: - Termin in Raum 2. Danach Foto", Gesagtes(vereinbarungen=["Termin in Raum 2. Danach Foto"])),
        ("Vereinbart: 1. Kita bis 2. Mai suchen", Gesagtes(vereinbarungen=["Kita bis 2017-05-02 suchen"])),
        ("Vereinbarungen: keine.", Gesagtes()),
        ("Vereinbarung:\n- (keine)\n- Foto", Gesagtes(vereinbarungen=["Foto"])),
        (
            "Folgetermin: 3.2. um halb drei",
            Gesagtes(text="um halb drei", folgetermin="2017-02-03", hinweise=["Hinter dem Folgetermin steht noch „um halb drei“; es bleibt im Text stehen"]),
        ),
        # „bis 14 Uhr“ limits something else than time to act.
        ("Vereinbarung: Kind ist bis 14 Uhr betreut", Gesagtes(vereinbarungen=["Kind ist bis 14 Uhr betreut"])),
    ],
)  # fmt: skip
def test_geteilt(text: str, gesagt: Gesagtes) -> None:
    assert teile(text, TAG) == gesagt


@pytest.mark.parametrize(
    ("text", "mehr"),
    [
        ("Vereinbarung: x", True),
        ("Gut.\nNächstes Gespräch: 3.2.", True),
        ("Alles gut - Folgetermin: 3.2.", True),
        ("Die Vereinbarung: das war nichts", False),
        ("Folgetermin verschoben", False),
        ("Der nächste Termin am 3.2. fällt aus", False),
        ("Folgetermin am 3.2.", True),
        ("Kunde möchte To-dos: keine", False),
    ],
)
def test_nur_wo_es_dasteht(text: str, mehr: bool) -> None:
    assert sagt_mehr(text) is mehr
