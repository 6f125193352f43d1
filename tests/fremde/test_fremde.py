"""Files as foreign programs write them say what the originals say, or a finding names the place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from fallbuch.akte.modell import Eintrag
from fallbuch.bestand.laden import Akte
from fallbuch.regelwerk.laden import lade_regelwerk, lade_team
from tests.conftest import WURZEL
from tests.hilfen import akten, quelle

ORDNER = WURZEL / "tests/fremde"
REGELWERK = lade_regelwerk(None, lade_team((WURZEL / "vorlagen/team.yml").read_bytes())[0])[0]
STICHTAG = "2026-02-10"
GESCHRIEBEN = sorted(p for p in (ORDNER / "geschrieben").iterdir() if p.is_dir())
# What Markdown shows alike: emphasis, code and addresses written as links.
_AUSZEICHNUNG = re.compile(r"[*_<>`\\]|\]\([^)]*\)|\[(?=[^\]]*\]\()|mailto:")


@cache
def gelesen(pfad: Path) -> Akte:
    return akten(quelle(pfad.read_bytes(), f"faelle/{pfad.name}"), stichtag=STICHTAG, regelwerk=REGELWERK)[0]


def original(pfad: Path) -> Akte:
    return gelesen(ORDNER / "originale" / pfad.name)


def faellig(akte: Akte) -> list[tuple[str | None, str]]:
    return sorted((str(f.regel), str(f.faellig_am)) for f in akte.faelligkeiten)


def vereinbart(eintrag: Eintrag) -> list[tuple[Any, ...]]:
    return [
        (" ".join(_AUSZEICHNUNG.sub("", v.text).split()), v.stand, v.frist, v.wer, v.eltern)
        for v in eintrag.angaben.vereinbarungen
    ]


def kopf(akte: Akte) -> dict[str, object]:
    """Return the front matter; IDs are the same in capitals and small letters."""
    werte = {name: getattr(akte.fall.kopf, name) for name in akte.fall.kopf.__slots__}
    return werte | {"id": str(werte["id"]).lower()}


def neue_befunde(vorher: Akte, nachher: Akte, zeilen: range) -> Counter[str]:
    """Return the findings on some lines that the original does not have as often."""
    return Counter(b.kennung for b in nachher.befunde if b.stelle.zeile in zeilen) - Counter(
        b.kennung for b in vorher.befunde
    )


def stumme_unterschiede(vorher: Akte, nachher: Akte) -> Iterator[str]:
    """Yield what differs without a finding where it does."""
    grenzen = [*(e.stelle.zeile for e in nachher.fall.eintraege), 10**6]
    if kopf(vorher) != kopf(nachher) and not neue_befunde(vorher, nachher, range(1, grenzen[0])):
        yield f"Kopf: {[n for n, w in kopf(vorher).items() if kopf(nachher)[n] != w]}"
    if len(vorher.fall.eintraege) != len(nachher.fall.eintraege):
        if not any(b.kennung == "F030" for b in nachher.befunde):
            yield "Zahl der Einträge"
        return
    gefragt = False
    for nummer, (alt, neu) in enumerate(zip(vorher.fall.eintraege, nachher.fall.eintraege, strict=True)):
        neue = neue_befunde(vorher, nachher, range(grenzen[nummer], grenzen[nummer + 1]))
        gefragt |= bool(neue)
        if (alt.datum, alt.art, alt.berater) != (neu.datum, neu.art, neu.berater) and not neue:
            yield f"Überschrift {alt.schluessel}"
        if vereinbart(alt) != vereinbart(neu) and not neue:
            yield f"Vereinbarungen {alt.schluessel}"
    if faellig(vorher) != faellig(nachher) and not gefragt and kopf(vorher) == kopf(nachher):
        yield f"Fälligkeiten {set(faellig(vorher)) ^ set(faellig(nachher))}"


@pytest.mark.parametrize("ordner", GESCHRIEBEN, ids=[p.name for p in GESCHRIEBEN])
def test_jede_datei_sagt_dasselbe_oder_eine_meldung_nennt_die_stelle(ordner: Path) -> None:
    dateien = sorted(ordner.glob("*.md"))
    assert dateien
    stumm = {p.name: s for p in dateien if (s := list(stumme_unterschiede(original(p), gelesen(p))))}
    assert not stumm, stumm


def test_keine_datei_bringt_das_lesen_zu_fall_und_jeder_eintrag_wird_gefunden() -> None:
    """Whatever a program did, each entry of the original is one, or is asked about."""
    for ordner in GESCHRIEBEN:
        for pfad in sorted(ordner.glob("*.md")):
            alt, neu = original(pfad), gelesen(pfad)
            tage = Counter((e.datum, e.art) for e in alt.fall.eintraege)
            fehlen = tage - Counter((e.datum, e.art) for e in neu.fall.eintraege)
            gemeldet = sum(b.kennung == "F030" for b in neu.befunde)
            assert fehlen.total() <= gemeldet, (ordner.name, pfad.name, fehlen)


def test_das_meiste_wird_gelesen_wie_es_gemeint_war() -> None:
    """Not only asked about: of the files of formatters that know front matter nearly all keep every date."""
    treue = (
        "prettier",
        "oxfmt",
        "dprint",
        "mdformat",
        "markdownlint",
        "remark",
        "rumdl",
        "pymarkdown",
        "pandoc",
        "flowmark",
    )
    gleich = anders = 0
    for ordner in GESCHRIEBEN:
        if ordner.name.startswith(treue):
            for pfad in sorted(ordner.glob("*.md")):
                alt, neu = original(pfad), gelesen(pfad)
                if faellig(alt) == faellig(neu):
                    gleich += 1
                else:
                    anders += 1
    assert gleich > 200
    assert anders <= gleich // 20, (gleich, anders)


@pytest.mark.parametrize("lage", sorted(p.name for p in (ORDNER / "zusammengefuehrt").iterdir()))
def test_was_git_bibliotheken_ohne_unser_zusammenfuehren_hinterlassen(lage: str) -> None:
    """They call no merge driver of ours: what they leave says what both sides say, or the conflict is named."""
    ordner = ORDNER / "zusammengefuehrt" / lage
    hier, dort = (
        akten(quelle((ordner / n).read_bytes()), stichtag=STICHTAG, regelwerk=REGELWERK)[0]
        for n in ("hier.md", "dort.md")
    )
    ergebnisse = [p for p in sorted(ordner.glob("*.md")) if p.stem not in {"basis", "hier", "dort"}]
    assert len(ergebnisse) == 3
    for pfad in ergebnisse:
        akte = akten(quelle(pfad.read_bytes()), stichtag=STICHTAG, regelwerk=REGELWERK)[0]
        if any(b.kennung == "F074" for b in akte.befunde):
            assert [f.titel for f in akte.faelligkeiten if f.faellig_am is None] == ["Nicht berechenbar"]
            continue
        seiten = {(e.datum, e.art) for a in (hier, dort) for e in a.fall.eintraege}
        assert {(e.datum, e.art) for e in akte.fall.eintraege} == seiten
