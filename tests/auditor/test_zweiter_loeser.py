"""The audit against a second solver (OR-tools CP-SAT) on random linked tables: the same numbers leak."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from random import Random

from fallbuch.auditor.modell import Modell
from fallbuch.auditor.ziele import MINDESTENS_WERTE, Ziel, Zielname
from fallbuch.regelwerk.modell import Regelwerk
from fallbuch.statistik.zeitraum import Art
from tests.auditor.hilfen import Blatt, blaetter_von, geprueft, zufallswerk
from tests.hilfen import regelwerk_aus
from tests.statistik.zufallsbestand import TEAM
from tests.vorgeladen import HAENGT

MODELLE = 300 if os.environ.get("FALLBUCH_LANG") else 12
#: Numbers of each model that the second solver decides.
ZIELE = 12


def auftrag(modell: Modell, ziele: list[Ziel]) -> str:
    """Return a model with some of its sums as the second solver reads it; the first sum is nothing: is it possible?"""
    return json.dumps(
        {
            "mindestens": modell.mindestens,
            "zeilen": [(z.summe, z.von, z.bis) for z in modell.zeilen],
            "ziele": [[], *(z.summe for z in ziele)],
            "genug": MINDESTENS_WERTE,
        }
    )


def zufallsmodell(seed: int, regeln: Regelwerk) -> tuple[list[Blatt], Random]:
    """Two or three linked releases of a random stock, with a few tables each; sometimes one printed number is wrong."""
    rng = Random(f"zweiter-{seed}")
    werk = zufallswerk(rng, regeln)
    fertige = [z for z in werk.zeitraeume if z.zu_ende and z.art is not Art.GESAMT]
    anfang = rng.randrange(max(1, len(fertige) - 2))
    blaetter = blaetter_von(werk, fertige[anfang : anfang + rng.choice((1, 2, 3))])
    gekuerzt = [
        Blatt(b.zeitraum, {n: b.tabellen[n] for n in rng.sample(sorted(b.tabellen), 6)}, b.schutz) for b in blaetter
    ]
    return gekuerzt, rng


def test_beide_sagen_dasselbe() -> None:
    regeln = regelwerk_aus(team=TEAM)[0]
    modelle: list[tuple[int, list[Ziel], dict[Zielname, tuple[int, ...]]]] = []
    auftraege = []
    for seed in range(MODELLE):
        blaetter, rng = zufallsmodell(seed, regeln)
        aufbau, alle, pruefung = geprueft(*blaetter)
        assert not pruefung.widerspruch, seed
        gewaehlt = [leck.ziel for leck in pruefung.lecks[: ZIELE // 2]] + rng.sample(alle, min(ZIELE // 2, len(alle)))
        modelle.append((seed, gewaehlt, {leck.ziel.name: leck.moeglich for leck in pruefung.lecks}))
        auftraege.append(auftrag(aufbau.modell, gewaehlt))
    zweiter = subprocess.run(
        [sys.executable, Path(__file__).with_name("zweiter_loeser.py")],
        input="\n".join(auftraege), capture_output=True, text=True, check=True, timeout=HAENGT,
    )  # fmt: skip
    verglichen = verraten = 0
    for (seed, gewaehlt, lecks), antwort in zip(modelle, zweiter.stdout.splitlines(), strict=True):
        ob, *alle_werte = json.loads(antwort)
        assert ob == [0], seed
        for ziel, werte in zip(gewaehlt, alle_werte, strict=True):
            soll = len(werte) < MINDESTENS_WERTE and any(map(ziel.geschuetzt, werte))
            assert (ziel.name in lecks) == soll, (seed, ziel.name, werte)
            if soll:
                assert list(lecks[ziel.name]) == werte, (seed, ziel.name)
            verglichen, verraten = verglichen + 1, verraten + soll
    assert verglichen > MODELLE * 3
    assert verraten > MODELLE // 3
