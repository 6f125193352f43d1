"""Days of old lists: taken where a single one makes sense, on both sides of every bound."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from fallbuch.umzug.bogen import Zellwert
from fallbuch.umzug.tage import FRUEHESTER, Zeitfenster, lies_tag, lies_termin

HEUTE = date(2026, 6, 30)
WAR = Zeitfenster(von=FRUEHESTER, bis=HEUTE)
KOMMT = Zeitfenster(von=date(2017, 1, 12), bis=date(2019, 1, 12), naechster=True)


@pytest.mark.parametrize(
    ("wert", "tag"),
    [
        ("2016-03-12", date(2016, 3, 12)),
        ("12.3.2016", date(2016, 3, 12)),
        ("12. 3. 2016", date(2016, 3, 12)),
        ("Fr 12.03.16", date(2016, 3, 12)),
        ("am Freitag, 12.03.2016", date(2016, 3, 12)),
        ("12. März 2016", date(2016, 3, 12)),
        ("12. Mrz. 16", date(2016, 3, 12)),
        ("2016-03-12 00:00:00", date(2016, 3, 12)),
        ("20160312", date(2016, 3, 12)),
        ("2016/03/12", date(2016, 3, 12)),
        ("13/3/2016", date(2016, 3, 13)),
        (date(2016, 3, 12), date(2016, 3, 12)),
        (datetime(2016, 3, 12, 14, 30), date(2016, 3, 12)),
        (HEUTE, HEUTE),
        (FRUEHESTER, FRUEHESTER),
        (42441.0, date(2016, 3, 12)),
        # Two digits: only one century is possible.
        ("30.06.26", HEUTE),
        ("31.12.99", date(1999, 12, 31)),
    ],
)
def test_ein_tag(wert: Zellwert, tag: date) -> None:
    assert lies_tag(wert, WAR).tag == tag


@pytest.mark.parametrize(
    ("wert", "grund"),
    [
        ("30.01.29", "„30.01.29“ ergibt hier keinen Sinn. Der 2029-01-30 liegt zu weit in der Zukunft (hier geht es bis 2026-06-30). Vielleicht hat die Tabelle beim Tippen ein falsches Jahr ergänzt"),
        ("01.07.26", "„01.07.26“ ergibt hier keinen Sinn. Der 2026-07-01 liegt zu weit in der Zukunft (hier geht es bis 2026-06-30). Vielleicht hat die Tabelle beim Tippen ein falsches Jahr ergänzt"),
        (date(2026, 7, 1), "Der 2026-07-01 liegt zu weit in der Zukunft (hier geht es bis 2026-06-30). Vielleicht hat die Tabelle beim Tippen ein falsches Jahr ergänzt"),
        (date(1989, 12, 31), "Der 1989-12-31 liegt zu früh (hier geht es ab 1990-01-01). Vielleicht hat die Tabelle beim Tippen ein falsches Jahr ergänzt"),
        ("12.3.", "„12.3.“ kann mehrere Tage meinen (1990-03-12 oder 1991-03-12 oder 1992-03-12 …). Schreiben Sie ihn so wie in der Klammer"),
        ("3/4/2016", "„3/4/2016“ kann mehrere Tage meinen (2016-03-04 oder 2016-04-03). Schreiben Sie ihn so wie in der Klammer"),
        ("30.2.2016", "„30.2.2016“ ist kein Tag, den ich lesen kann. Erwartet: ein Datum wie 2026-02-28"),
        ("31.2.16", "Einen Tag „31.2.16“ gibt es nicht"),
        ("bald", "„bald“ ist kein Tag, den ich lesen kann. Erwartet: ein Datum wie 2026-02-28"),
        (7.0, "„7“ ist kein Tag. Erwartet: ein Datum wie 2026-02-28"),
        (True, "Hier steht kein Tag. Erwartet: ein Datum wie 2026-02-28"),
        (time(10), "Hier steht kein Tag. Erwartet: ein Datum wie 2026-02-28"),
    ],
)  # fmt: skip
def test_kein_tag(wert: Zellwert, grund: str) -> None:
    lesung = lies_tag(wert, WAR)
    assert (lesung.tag, lesung.grund) == (None, grund)


def test_das_falsche_jahrhundert() -> None:
    bewilligt = Zeitfenster(von=FRUEHESTER, bis=date(2032, 6, 30))
    lesung = lies_tag(date(1929, 1, 30), bewilligt)
    assert lesung.tag == date(2029, 1, 30)
    assert lesung.hinweis == (
        "Gespeichert ist der 1929-01-30; gemeint sein kann nur der 2029-01-30: Aus zwei Ziffern hat die Tabelle das falsche Jahrhundert gemacht"
    )
    assert lies_tag(date(1933, 1, 30), bewilligt).tag is None
    # A number that looks like a day is none.
    assert (lies_tag(date(1919, 12, 31), bewilligt).tag, lies_tag(date(1920, 1, 1), bewilligt).tag) == (
        None,
        date(2020, 1, 1),
    )
    # The same for what was typed: until 2032 it is one day, beyond none.
    assert (lies_tag("30.06.32", bewilligt).tag, lies_tag("01.07.32", bewilligt).tag) == (date(2032, 6, 30), None)


def test_eine_liste_je_jahr() -> None:
    von_2016 = Zeitfenster(von=FRUEHESTER, bis=HEUTE, jahr=2016)
    assert lies_tag("12.3.", von_2016).tag == date(2016, 3, 12)
    assert lies_tag(date(2016, 11, 10), von_2016).hinweis == ""
    lesung = lies_tag(date(2024, 11, 10), von_2016)
    assert lesung.tag == date(2024, 11, 10)
    assert lesung.hinweis == (
        "Der 2024-11-10 liegt nicht im Jahr des Blatts (2016). Aus „10.11.“ macht eine Tabelle beim Tippen den Tag des laufenden Jahres: Sehen Sie nach"
    )


@pytest.mark.parametrize(
    ("text", "tag", "uhrzeit", "rest"),
    [
        ("2017-02-03", date(2017, 2, 3), "", ""),
        ("Fr 03.02.17 10 Uhr, Lebenslauf mitbringen", date(2017, 2, 3), "10:00", ", Lebenslauf mitbringen"),
        ("3.2. um 14:30 im Büro", date(2017, 2, 3), "14:30", " im Büro"),
        ("26.03. 10 Uhr", date(2017, 3, 26), "10:00", ""),
        ("26. 3. 17, 10h", date(2017, 3, 26), "10:00", ""),
        ("12.1.", date(2017, 1, 12), "", ""),
        ("11.1.", date(2018, 1, 11), "", ""),
        ("in 2 Wochen", date(2017, 1, 26), "", ""),
        ("Freitag", date(2017, 1, 13), "", ""),
        ("3. Februar 2017, 9.15 Uhr", date(2017, 2, 3), "09:15", ""),
        ("2017-02-03 25:00", date(2017, 2, 3), "", " 25:00"),
        ("13.01.19", None, "", ""),
        ("12.3.17 - 14:30", date(2017, 3, 12), "14:30", ""),
        ("12.3.17 (14:30 Uhr)", date(2017, 3, 12), "14:30", ""),
        ("20.2.17, 10-11 Uhr im Büro", date(2017, 2, 20), "10:00", " im Büro"),
        ("3.2. 14-15 Uhr", date(2017, 2, 3), "14:00", ""),
        ("31.1.17 14:30-15:30", date(2017, 1, 31), "14:30", ""),
        ("3.2.17 um halb drei", date(2017, 2, 3), "", " um halb drei"),
        ("nach Bedarf", None, "", ""),
    ],
)
def test_ein_termin(text: str, tag: date | None, uhrzeit: str, rest: str) -> None:
    lesung, um, danach = lies_termin(text, KOMMT)
    assert (lesung.tag, um, danach) == (tag, uhrzeit, rest)
