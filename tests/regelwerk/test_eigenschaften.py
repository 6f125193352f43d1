"""Laws of the rule engine over made-up cases and many key dates."""

from __future__ import annotations

import os
from datetime import date, timedelta
from functools import cache
from random import Random

import pytest
from benchmarks.demo.erzeugen import demo_faelle, demo_team
from benchmarks.demo.skizze import STICHTAG as DEMO_TAG

from fallbuch.akte.modell import Fall
from fallbuch.bestand.pruefungen import pruefe_fall
from fallbuch.regelwerk.faelligkeit import Faelligkeit
from fallbuch.regelwerk.fallregeln import Fallregeln
from fallbuch.regelwerk.laden import lade_regelwerk, lade_team
from fallbuch.regelwerk.modell import Regelwerk
from fallbuch.regelwerk.sicht import Fallsicht
from tests.hilfen import akten, quelle

TAGE = 400
ANZAHL = 1200 if os.environ.get("FALLBUCH_LANG") else 40


@cache
def demo_regelwerk() -> Regelwerk:
    dateien = demo_team(1, 1)
    return lade_regelwerk(None, lade_team(dateien["vorlagen/team.yml"].encode())[0])[0]


@cache
def demo_fallregeln() -> Fallregeln:
    return Fallregeln(demo_regelwerk())


@cache
def faelle() -> tuple[tuple[str, Fall], ...]:
    """Demo cases, every second one with entries left out at random, so that stories break off."""
    rng = Random(5)
    ergebnis = []
    for nummer, (kennung, text) in enumerate(demo_faelle(ANZAHL, 11).items()):
        if nummer % 2:
            kopf, *teile = text.split("\n## ")
            text = "\n## ".join([kopf, *(t for t in teile if rng.random() < 0.7)])
        ergebnis.append((text, akten(quelle(text, f"faelle/{kennung}.md"), regelwerk=demo_regelwerk())[0].fall))
    return tuple(ergebnis)


def am(fall: Fall, tag: date) -> list[Faelligkeit]:
    befunde = pruefe_fall(Fallsicht(fall, demo_regelwerk(), tag), DEMO_TAG)
    return demo_fallregeln().faelligkeiten(Fallsicht(fall, demo_regelwerk(), tag), befunde)


def test_ueberfaelliges_verschwindet_nur_durch_ein_datiertes_ereignis() -> None:
    """An item that is overdue stays until an entry of the new day explains why it is gone."""
    verschwunden = 0
    for _, fall in faelle():
        ereignistage = {e.datum for e in fall.eintraege}
        gestern: set[str] = set()
        for versatz in range(TAGE + 200):  # beyond the key date nothing is entered any more, and nothing may go
            tag = DEMO_TAG - timedelta(days=TAGE - versatz)
            heute = am(fall, tag)
            fehlend = gestern - {f.schluessel for f in heute}
            # A call that nobody made in the first month gives way to that of the second: a series says so.
            # The measure's end takes the place of "ends soon".
            jetzt = {f.schluessel for f in heute}
            ersetzt = {
                s
                for s in fehlend
                if ("/nachbetreuung/" in s and any("/nachbetreuung" in neu for neu in jetzt))
                or ("-bald/" in s and s.replace("-bald/", "/") in jetzt)
            }
            fehlend -= ersetzt
            assert not fehlend or tag in ereignistage, (fall.kennung, tag, fehlend)
            verschwunden += len(fehlend)
            gestern = {f.schluessel for f in heute if f.faellig_am is not None and f.faellig_am <= tag}
    assert verschwunden > 20, "the cases must put the law to the test"


def test_kein_offener_fall_ist_still() -> None:
    for _, fall in faelle():
        for versatz in range(0, TAGE, 7):
            tag = DEMO_TAG - timedelta(days=versatz)
            sicht = Fallsicht(fall, demo_regelwerk(), tag)
            if sicht.besteht and sicht.offen and not sicht.pausiert:
                assert am(fall, tag), (fall.kennung, tag)


def test_faelligkeit_haengt_nicht_am_stichtag_solange_nichts_geschieht() -> None:
    """Between two entries the due date of an item stands still; only its urgency moves on."""
    for _, fall in faelle():
        tage = sorted({e.datum for e in fall.eintraege if e.datum is not None})
        if not tage or tage[-1] > DEMO_TAG - timedelta(days=2):
            continue
        pausen = [
            s for s in (Fallsicht(fall, demo_regelwerk(), date.max).pause_bis,) if s is not None and s >= tage[-1]
        ]
        stand = {f.schluessel: f.faellig_am for f in am(fall, tage[-1])}
        if not pausen:
            for versatz in (1, 30, 200):
                spaeter = {f.schluessel: f.faellig_am for f in am(fall, tage[-1] + timedelta(days=versatz))}
                assert spaeter.items() & stand.items() == {k: v for k, v in spaeter.items() if k in stand}.items()
                # What is gone has been replaced by a rule that says so, or by the next of a series.
                assert {s.split("/")[1] for s in stand.keys() - spaeter.keys()} <= {
                    "massnahme-endet-bald",
                    "nachbetreuung",
                    "kontakt-if-16a",
                }


@pytest.mark.parametrize("stichtag", [date(2024, 2, 29), date(2026, 6, 30), date(2027, 12, 31)])
def test_jede_zeile_erklaert_sich(stichtag: date) -> None:
    for text, fall in faelle():
        for f in am(fall, stichtag):
            assert f"{f.stelle.datei}:{f.stelle.zeile}" in f.begruendung
            if f.faellig_am is not None:
                assert str(f.faellig_am) in f.begruendung
                # Counted from the end of the year in which the day on that line lies, or from a day of the team's file.
                if f.regel not in {"fall-loeschen", "neu-zu-vergeben"}:
                    assert str(f.anker_datum) in text.split("\n")[f.stelle.zeile - 1]
                assert f.quelle
                assert f.herkunft in {"quelle", "abgeleitet", "team"}
