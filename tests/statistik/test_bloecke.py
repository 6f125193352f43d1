"""Figures that are counted block by block, and kept by the content of a block's files, are those of the whole stock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from hashlib import blake2b
from pathlib import Path
from random import Random

import pytest

from fallbuch.akte.protokoll import Protokoll
from fallbuch.bestand.laden import Akte, lade_bestand
from fallbuch.bestand.protokoll import lade_protokoll
from fallbuch.regelwerk.laden import lade_regelwerk, lade_team
from fallbuch.regelwerk.modell import Regelwerk
from fallbuch.statistik import auswerten, bloecke
from fallbuch.statistik.auswerten import Auswerter
from fallbuch.statistik.bausteine import Stoff
from fallbuch.statistik.bloecke import Bloecke
from fallbuch.statistik.laden import Kennzahlenbuch, lade_kennzahlen
from fallbuch.statistik.tafeln import tafeln_aus
from fallbuch.statistik.werk import Zahlenwerk
from fallbuch.text.quelle import Quelldatei
from fallbuch.text.zwischenspeicher import Zwischenspeicher
from tests.hilfen import fall, quelle, umfang
from tests.statistik.test_fortschreiben import zeitraeume
from tests.statistik.zufallsbestand import TEAM, bestand, protokoll


def _regeln() -> Regelwerk:
    regeln, befunde = lade_regelwerk(b"", lade_team(TEAM.encode())[0])
    assert befunde == []
    return regeln


def _akten(dateien: Sequence[Quelldatei], regeln: Regelwerk, tag: date) -> list[Akte]:
    """Return cases with keys, as a stock from verdicts has them."""
    inhalte = {datei.name: datei.abdruck() for datei in dateien}
    akten = lade_bestand(dateien, regeln, tag, tag, {})
    return [replace(a, schluessel=blake2b(inhalte[a.auszug.datei], digest_size=48).digest()) for a in akten]


def _werk(stoff: Stoff, speicher: Zwischenspeicher | None = None, buch: Kennzahlenbuch | None = None) -> Zahlenwerk:
    buch = buch or Kennzahlenbuch()
    teile = None if speicher is None else Bloecke(stoff, buch, b"", speicher)
    return Zahlenwerk(stoff, buch, kalender=False, geheimnis=b"", bloecke=teile)


def _stoff(akten: Sequence[Akte], log: Protokoll, regeln: Regelwerk, tag: date) -> Stoff:
    return Stoff(tafeln_aus(akten, log, regeln, tag), tag)


@pytest.fixture
def gezaehlte(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Note of how many cases each counting had to look at, those of none left out."""
    liste: list[int] = []
    zaehle = Auswerter.alle

    def alle(auswerter: Auswerter, kennzahlen: object) -> object:
        if anzahl := len(auswerter._lage.stoff.tafeln.akten):
            liste.append(anzahl)
        return zaehle(auswerter, kennzahlen)  # type: ignore[arg-type]

    monkeypatch.setattr(Auswerter, "alle", alle)
    return liste


@pytest.mark.parametrize("seed", range(umfang(3, 8, 60)))
def test_wie_im_ganzen_gezaehlt(
    seed: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, gezaehlte: list[int]
) -> None:
    monkeypatch.setattr(bloecke, "_JE_BLOCK", 4)
    # Above so many open cases an index counts for a thousand: all together are more, those of a block are not.
    monkeypatch.setattr(auswerten, "TAUSEND", 2)
    rng = Random(f"bloecke-{seed}")
    regeln = _regeln()
    tag = date(2028, 1, 1) + timedelta(days=rng.randrange(731))
    log, _ = lade_protokoll(protokoll(rng), regeln.vokabular, tag)
    dateien = list(bestand(rng))
    akten = _akten(dateien, regeln, tag)
    ganz = _werk(_stoff(akten, log, regeln, tag))
    spanne = zeitraeume(tag)

    def speicher() -> Zwischenspeicher:
        return Zwischenspeicher(tmp_path / "zahlen.urteile", b"kontext")

    for woher, erwartet in (("gezählt", len(akten) * len(spanne)), ("aufgehoben", 0)):
        gezaehlte.clear()
        neu = _werk(_stoff(akten, log, regeln, tag), speicher())
        for zeitraum in spanne:
            assert neu.genau(zeitraum) == Auswerter(ganz.stoff, zeitraum, mit_saetzen=False).alle(neu.buch.kennzahlen)
        assert sum(gezaehlte) == erwartet + len(akten) * len(spanne), woher
        assert [(a.auszug.datei, grund) for a, grund in neu.nicht_auswertbar] == [
            (a.auszug.datei, grund) for a, grund in ganz.nicht_auswertbar
        ]
        assert neu.widerspruechlich == ganz.widerspruechlich
        assert neu.beginn == ganz.beginn
        neu.sichere()

    # One case is another one: only the block in which it lies is counted again.
    anderer = rng.randrange(len(dateien))
    dateien[anderer] = replace(
        dateien[anderer], inhalt=dateien[anderer].inhalt + b"\n## 2027-12-30 Beratung (Jana)\n\nEin Satz.\n"
    )
    akten = _akten(dateien, regeln, tag)
    gezaehlte.clear()
    neu = _werk(_stoff(akten, log, regeln, tag), speicher())
    tabellen = {zeitraum: neu.genau(zeitraum) for zeitraum in spanne}
    assert len(gezaehlte) == len(spanne)
    assert len(set(gezaehlte)) == 1
    assert gezaehlte[0] < len(akten)
    ganz = _werk(_stoff(akten, log, regeln, tag))
    assert tabellen == {zeitraum: ganz.genau(zeitraum) for zeitraum in spanne}


def test_was_nicht_gezaehlt_wird_und_was_sich_widerspricht(tmp_path: Path) -> None:
    """Kept with the figures, so that nobody has to read the cases for it."""
    regeln, tag = _regeln(), date(2028, 6, 30)
    dateien = [
        quelle(fall(), "faelle/4711.md"),
        quelle(
            fall("## 2026-02-01 Abschluss (Jana)\n\nGrund: Vermittlung\n").replace("4711", "4712"), "faelle/4712.md"
        ),
        quelle("kein Kopf\n", "faelle/4713.md"),
    ]
    akten = _akten(dateien, regeln, tag)
    ganz = _werk(_stoff(akten, Protokoll(), regeln, tag))
    assert [a.auszug.datei for a in ganz.widerspruechlich] == ["faelle/4712.md"]
    assert [a.auszug.datei for a, _ in ganz.nicht_auswertbar] == ["faelle/4713.md"]
    for _ in range(2):
        neu = _werk(_stoff(akten, Protokoll(), regeln, tag), Zwischenspeicher(tmp_path / "z.urteile", b"kontext"))
        assert neu.widerspruechlich == ganz.widerspruechlich
        assert neu.nicht_auswertbar == ganz.nicht_auswertbar
        neu.sichere()


def test_andere_tabellen_andere_schluessel(tmp_path: Path, gezaehlte: list[int]) -> None:
    """What a team counts by its own tables is no part of what the files say, but of the key."""
    regeln, tag = _regeln(), date(2028, 6, 30)
    akten = _akten([quelle(fall(), "faelle/4711.md")], regeln, tag)
    stoff, zeitraum = _stoff(akten, Protokoll(), regeln, tag), zeitraeume(tag)[0]
    eigene = b"tabellen:\n  meine:\n    titel: Meine\n    zaehlt: Phasen\n    wann: offen\n    zeilen: Betreuungsstufe\n    definition: Was offen ist.\n"
    for datei in (b"", eigene, b"", eigene):
        buch, befunde = lade_kennzahlen(datei or None)
        assert befunde == []
        speicher = Zwischenspeicher(tmp_path / "z.urteile", b"kontext")
        teile = Bloecke(stoff, buch, datei, speicher)
        assert teile.tabellen(zeitraum) == Auswerter(stoff, zeitraum, mit_saetzen=False).alle(buch.kennzahlen)
        teile.sichere()
    # Each counting of the whole is one; of the blocks there are two, since only the last one is kept.
    assert len(gezaehlte) == 4 + 4


def test_wer_die_akten_nicht_fragt_liest_sie_nicht() -> None:
    """Tables know how many cases there are, when the first began and whether somebody has two files, without reading one."""
    regeln, tag = _regeln(), date(2028, 6, 30)
    akten = _akten([quelle(fall(), "faelle/4711.md"), quelle(fall(), "faelle/4711.MD")], regeln, tag)
    ungelesene = [replace(akte, gelesen=lambda: pytest.fail("gelesen")) for akte in akten]
    tafeln = tafeln_aus(ungelesene, Protokoll(), regeln, tag)
    assert (tafeln.beginn, tafeln.je_mensch_einer, tafeln.nur(ungelesene[:1]).je_mensch_einer) == (
        date(2026, 1, 12),
        False,
        True,
    )
