"""A second implementation of the rules, written from the table and not from the engine, agrees day by day."""

from __future__ import annotations

import os
from collections import Counter
from datetime import date, timedelta
from functools import cache
from random import Random

import pytest
from benchmarks.demo.erzeugen import demo_faelle, demo_team
from benchmarks.demo.skizze import STICHTAG

from fallbuch.akte.lesen import lesen
from fallbuch.akte.modell import Fall
from fallbuch.regelwerk.deuten import Deuter
from fallbuch.regelwerk.fallregeln import Fallregeln
from fallbuch.regelwerk.laden import lade_regelwerk, lade_team
from fallbuch.regelwerk.modell import Regelwerk
from fallbuch.regelwerk.sicht import Fallsicht
from tests.hilfen import umfang
from tests.regelwerk.naiv import naiv
from tests.regelwerk.zufallsfaelle import zufallsfall

LANG = bool(os.environ.get("FALLBUCH_LANG"))
TAGE, FAELLE, TEILE = 400, umfang(90, 90, 2000), (6 if LANG else 2)
TEAM = """\
berater:
  Jana: {}
  Mira: {}
  Ole: {}
  Tarik: {}
  Rita: {bis: 2027-09-30}
zugangswege:
  Beratungstag: {}
"""
EINFUEHRUNG = date(2027, 10, 31)


@cache
def regelwerk(mit_einfuehrung: bool = False) -> Regelwerk:
    text = f"einfuehrung: {EINFUEHRUNG}\n" if mit_einfuehrung else ""
    geladen, befunde = lade_regelwerk(text.encode(), lade_team(TEAM.encode())[0])
    assert befunde == []
    return geladen


def gelesen(text: str, geladen: Regelwerk) -> Fall:
    roh, befunde = lesen(text.encode(), "faelle/4711.md")
    assert [b for b in befunde if b.schwere == "Fehler"] == []
    return Deuter(geladen.vokabular).deute(roh)[0]


def vergleiche(
    fall: Fall, geladen: Regelwerk, beginn: date, einfuehrung: date | None, text: str, schritt: int = 1
) -> Counter[str]:
    regeln = Fallregeln(geladen)
    gesehen: Counter[str] = Counter()
    for versatz in range(0, TAGE, schritt):
        tag = beginn + timedelta(days=versatz)
        faelligkeiten = regeln.faelligkeiten(Fallsicht(fall, geladen, tag), ())
        ist = sorted(
            (f.regel, f.faellig_am, str(f.dringlichkeit), f.wer) for f in faelligkeiten if f.regel and f.faellig_am
        )
        assert ist == naiv(fall, tag, einfuehrung), (tag, text)
        gesehen.update(regel for regel, *_ in ist)
    return gesehen


@pytest.mark.parametrize("teil", range(TEILE))
def test_zufaellige_faelle(teil: int) -> None:
    """2,000 random cases (90 in the short form) on 400 consecutive key dates each, every fifth with a day of introduction."""
    gesehen: Counter[str] = Counter()
    for seed in range(teil * FAELLE // TEILE, (teil + 1) * FAELLE // TEILE):
        mit_einfuehrung = seed % 5 == 0
        text = zufallsfall(Random(seed))
        fall = gelesen(text, regelwerk(mit_einfuehrung))
        beginn = date(2026, 1, 1) + timedelta(days=Random(f"beginn-{seed}").randrange(0, 1000))
        gesehen += vergleiche(fall, regelwerk(mit_einfuehrung), beginn, EINFUEHRUNG if mit_einfuehrung else None, text)
    assert len(gesehen) >= 28, "the cases must put nearly every rule to the test"


def test_die_faelle_des_demo_teams() -> None:
    team, _ = lade_team(demo_team(1, 1)["vorlagen/team.yml"].encode())
    # The second implementation knows one day on which Rita left; the demo team's is another.
    geladen, _ = lade_regelwerk(None, lade_team(TEAM.encode())[0])
    assert set(team.berater) == set(geladen.vokabular.berater)
    schritt = 1 if LANG else 7
    for nummer, text in enumerate(demo_faelle(120, 1).values()):
        # In the short form each case is looked at every seventh day, and each day in every seventh case.
        ab = STICHTAG - timedelta(days=TAGE - 30 - nummer % schritt)
        vergleiche(gelesen(text, geladen), geladen, ab, None, text, schritt)


def test_kein_offener_fall_ist_still() -> None:
    """On every key date an open, unpaused case is reminded of a contact or a first conversation, or stands on top."""
    regeln = Fallregeln(regelwerk())
    erinnert = {r.schluessel for r in regelwerk().regeln if r.neueste.gruppe == "Kontakt"} | {"erstgespraech", None}
    geprueft = 0
    for seed in range(250 if LANG else 100):
        fall = gelesen(zufallsfall(Random(seed)), regelwerk())
        for versatz in range(0, 1200, 12):
            sicht = Fallsicht(fall, regelwerk(), date(2026, 1, 1) + timedelta(days=versatz))
            if sicht.besteht and sicht.offen and not sicht.pausiert:
                geprueft += 1
                assert {f.regel for f in regeln.faelligkeiten(sicht, ())} & erinnert, (seed, versatz)
    assert geprueft > 20 * seed
