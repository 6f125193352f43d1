"""The remark of one line, and the stand-in until a day: what is read, what is reported, what is never shown."""

from __future__ import annotations

from datetime import date

import pytest

from fallbuch.akte.kopftypen import LAENGSTE_MERKZEILE, Vertretung
from fallbuch.befund import Schwere
from fallbuch.bestand.laden import Akte
from tests.hilfen import akten, fall
from tests.hilfen import zeile as meldungszeile


def _akte(**felder: str) -> Akte:
    return akten(
        fall("## 2026-01-14 Erstgespräch (Jana)\n\nBetreuungsstufe: IK\n", Betreuungsstufe="IK", **felder),
        stichtag=date(2026, 2, 1),
    )[0]


@pytest.mark.parametrize(
    ("text", "wert", "laenge"),
    [
        ("nicht auf die Mailbox sprechen", "nicht auf die Mailbox sprechen", None),
        ("x" * LAENGSTE_MERKZEILE, "x" * LAENGSTE_MERKZEILE, None),
        ("x" * (LAENGSTE_MERKZEILE + 1), "x" * (LAENGSTE_MERKZEILE + 1), "101 Zeichen"),
        ("|\n  erst ab 14 Uhr\n  Dolmetscherin Arabisch", "erst ab 14 Uhr; Dolmetscherin Arabisch", "2 Zeilen"),
        (">\n  erst ab\n  14 Uhr", "erst ab 14 Uhr", None),
        ("erst ab 14:30 Uhr, ab 04.05.2026 nur Mo und Di", "erst ab 14:30 Uhr, ab 04.05.2026 nur Mo und Di", None),
    ],
)
def test_zu_beachten_ist_eine_zeile(text: str, wert: str, laenge: str | None) -> None:
    akte = _akte(**{"Zu beachten": text})
    assert akte.fall.kopf.zu_beachten == wert
    assert [b.text for b in akte.befunde if b.kennung == "F095"] == (
        [f"Zu beachten hat {laenge}. Erwartet: eine Zeile mit höchstens 100 Zeichen."] if laenge else []
    )
    assert all(b.kennung == "F095" for b in akte.befunde)


@pytest.mark.parametrize(
    ("text", "wort"),
    [
        ("nur 0176 / 123 456 7 anrufen", "Telefonnummer"),
        ("+49 911 1234567", "Telefonnummer"),
        ("schreiben an amira@example.org", "E-Mail-Adresse"),
        ('"Handy: 0176 1234567"', "Handy"),
        ('"NName: Muster"', "NName"),
    ],
)
def test_kontaktdaten_stehen_dort_nicht(text: str, wort: str) -> None:
    akte = _akte(**{"Zu beachten": text})
    assert akte.fall.kopf.zu_beachten is None
    assert [(b.kennung, b.schwere) for b in akte.befunde] == [("D001", Schwere.FEHLER)]
    assert akte.befunde[0].text.startswith(f"„{wort}“ gehört nicht in eine Falldatei.")
    assert "123" not in meldungszeile(akte.befunde[0])
    assert all(f.faellig_am is not None for f in akte.faelligkeiten)


@pytest.mark.parametrize(
    ("text", "wer", "bis", "kennungen"),
    [
        ("Ole", "Ole", None, []),
        ("Ole bis 2026-04-06", "Ole", date(2026, 4, 6), []),
        ("Ole (bis 2026-04-06)", "Ole", date(2026, 4, 6), []),
        ("Ole bis 6.4.2026", "Ole", date(2026, 4, 6), ["F014"]),
        ("ole bis 2026-04-06", "Ole", date(2026, 4, 6), ["F020"]),
        ("Ole bis Ostern", "Ole", None, ["F096"]),
        ("Ole bis 6.4.", "Ole", None, ["F096"]),
        ("Ole bis", "Ole", None, ["F096"]),
        ("Ole bis 2026-02-30", "Ole", None, ["F012"]),
    ],
)
def test_vertretung_bis_zu_einem_tag(text: str, wer: str, bis: date | None, kennungen: list[str]) -> None:
    akte = _akte(Vertretung=text)
    assert akte.fall.kopf.vertretung == Vertretung(wer, bis)
    assert [b.kennung for b in akte.befunde] == kennungen


def test_die_berichtigung_des_tages_steht_dabei() -> None:
    (befund,) = _akte(Vertretung="Ole bis 6.4.2026").befunde
    assert (
        befund.text
        == "Vertretung „Ole bis 6.4.2026“ wurde als Ole bis 2026-04-06 gelesen. Erwartet: Ole bis 2026-04-06."
    )
    assert befund.korrektur is not None
    assert befund.korrektur.ersatz == "Ole bis 2026-04-06"


def test_ein_unlesbares_ende_stellt_den_fall_nach_oben_und_die_vertretung_bleibt() -> None:
    akte = _akte(Vertretung="Ole bis Ostern")
    assert akte.faelligkeiten[0].faellig_am is None
    assert akte.sicht.vertretung == "Ole"


@pytest.mark.parametrize(("tag", "wer"), [("2026-04-05", "Ole"), ("2026-04-06", "Ole"), ("2026-04-07", None)])
def test_nach_dem_tag_ist_die_vertretung_zu_ende(tag: str, wer: str | None) -> None:
    sicht = _akte(Vertretung="Ole bis 2026-04-06").sicht.am(date.fromisoformat(tag))
    assert sicht.vertretung == wer
    assert sicht.handelnd == (wer or "Jana")


@pytest.mark.parametrize(("bis", "kennungen"), [("", ["F064"]), (" bis 2026-02-01", ["F064"]), (" bis 2026-01-31", [])])
def test_wer_nicht_mehr_im_team_ist_faellt_nur_in_einer_laufenden_vertretung_auf(
    bis: str, kennungen: list[str]
) -> None:
    akte = _akte(Vertretung=f"Rita{bis}")
    assert [b.kennung for b in akte.befunde] == kennungen
    assert akte.sicht.vertretung is None
