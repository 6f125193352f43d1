"""Drawn IDs keep their distance: no slip of the finger turns one into another."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fallbuch.bearbeiten import neu
from fallbuch.bearbeiten.neu import verwechselbare, ziehe_id
from fallbuch.kennung import nachbarn
from tests.cli.aufruf import im_prozess
from tests.git import git
from tests.hilfen import fall

ORDNER = Callable[..., Path]
NEU = fall(status="neu", berater="", erstkontakt="2026-06-20")


def ein_versehen(a: str, b: str) -> bool:
    """Tell whether one slip makes b of a; written after the words, without a look at the program."""
    if len(a) == len(b):
        andere = [i for i in range(len(a)) if a[i] != b[i]]
        vertauscht = (
            len(andere) == 2
            and andere[1] == andere[0] + 1
            and a[andere[0]] == b[andere[1]]
            and a[andere[1]] == b[andere[0]]
        )
        return len(andere) == 1 or vertauscht
    kurz, lang = sorted((a, b), key=len)
    return len(lang) == len(kurz) + 1 and any(lang[:i] + lang[i + 1 :] == kurz for i in range(len(lang)))


@given(st.text("0123456789", min_size=1, max_size=5), st.text("0123456789", min_size=1, max_size=6))
@settings(max_examples=400)
def test_nachbarn_sind_was_ein_versehen_daraus_macht(a: str, b: str) -> None:
    assert (b in nachbarn(a)) == ein_versehen(a, b) == (a in nachbarn(b))


@given(st.text("0123456789", min_size=2, max_size=5), st.data())
def test_jedes_einzelne_versehen_ist_eines(a: str, data: st.DataObject) -> None:
    b = data.draw(st.sampled_from(sorted(nachbarn(a))))
    assert ein_versehen(a, b)


@pytest.mark.parametrize("same", range(3))
def test_gezogene_liegen_weit_auseinander(same: int) -> None:
    rng = random.Random(same)
    belegt = {str(rng.randrange(1000, 10000)) for _ in range(60)} | {"123", "45678", "beispiel-0001"}
    alt = frozenset(belegt)
    for _ in range(60):
        kennung = ziehe_id(belegt, rng.randrange)
        assert not any(ein_versehen(kennung, k) for k in belegt), kennung
        assert len(kennung) == 4
        belegt.add(kennung)
    assert len(belegt) == len(alt) + 60


#: Every number of four digits is one of these, or a slip away from one.
VOLL = frozenset(f"{a}{b}{c}{(a + b + c) % 10}" for a in range(1, 10) for b in range(10) for c in range(10))


def test_ist_eine_laenge_erschoepft_wird_die_nummer_laenger_und_nie_eine_nahe_genommen(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(neu, "_LUFT", 10)
    assert neu.uebliche_laenge(VOLL) == 4
    kennung = ziehe_id(VOLL, random.Random(2).randrange)
    assert len(kennung) == 5
    assert not any(ein_versehen(kennung, k) for k in VOLL)
    # One more is free again: it is found, though chance would hardly ever draw it.
    assert ziehe_id(VOLL - {"4004"}, lambda grenze: grenze - 1) == "4004"


def test_dass_eine_laenge_erschoepft_ist_wird_gesagt(ordner: ORDNER, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(neu, "_LUFT", 10)
    monkeypatch.setattr(neu, "fruehere_dateien", lambda *_: frozenset(f"{k}.md" for k in VOLL))
    antwort = rufe(ordner({}), "neu", "--zugangsweg", "Beratungstag")
    assert re.search(r"^Angelegt: faelle/[0-9]{5}\.md\.", antwort)
    assert antwort.endswith(
        "\nMit 4 Stellen ist keine Nummer mehr frei, die sich nicht leicht verwechseln ließe; diese hat 5.\n"
    )


def test_der_aufwand_waechst_nicht_mit_dem_quadrat() -> None:
    class Gezaehlt(set[str]):
        gefragt = 0

        def __contains__(self, was: object) -> bool:
            Gezaehlt.gefragt += 1
            return super().__contains__(was)

        def __iter__(self):  # type: ignore[no-untyped-def]
            raise AssertionError("nobody walks through all IDs to draw one")

    belegt = Gezaehlt(str(z) for z in random.Random(3).sample(range(100_000, 1_000_000), 7000))
    ziehe_id(belegt, random.Random(4).randrange)
    assert Gezaehlt.gefragt < 100 * 120


def rufe(wurzel: Path, *worte: str, code: int = 0) -> str:
    ende = im_prozess(*worte, cwd=wurzel, FALLBUCH_STICHTAG="2026-07-01")
    assert ende[0] == code, ende[1]
    return ende[1]


def test_eine_gewuenschte_nahe_id_wird_gesagt(ordner: ORDNER) -> None:
    wurzel = ordner({"4711.md": NEU, "4811.md": NEU.replace("4711", "4811")})
    for worte in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "a"]):
        git(wurzel, *worte)
    (wurzel / "faelle/4811.md").unlink()  # git remembers it
    antwort = rufe(wurzel, "neu", "--zugangsweg", "Beratungstag", "--id", "4771")
    assert antwort.endswith(
        "\nHinweis: 4771 ist mit 4711 leicht zu verwechseln, ein Tippfehler genügt. "
        "Ohne --id zieht Fallbuch eine Nummer, bei der das nicht geschieht.\n"
    )
    assert "Hinweis: 8411 ist mit 4811 leicht" in rufe(wurzel, "neu", "--zugangsweg", "Beratungstag", "--id", "8411")
    assert "Hinweis: " not in rufe(wurzel, "neu", "--zugangsweg", "Beratungstag", "--id", "5230")
    assert verwechselbare("A-12", {"a-1", "a-21", "b-12", "zz"}) == ["a-1", "a-21", "b-12"]
