"""Every code: its examples do what they say, its words are complete German sentences."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from fallbuch.befund import Meldungsart
from fallbuch.katalog import KATALOG
from fallbuch.regelwerk.laden import lade_team
from fallbuch.regelwerk.pruefen import pruefe_einfuehrung
from fallbuch.text.quelle import lies_datei
from tests.hilfen import HEUTE, akten, quelle, regelwerk_aus

ARTEN = pytest.mark.parametrize("art", KATALOG.values(), ids=list(KATALOG))


def _gemeldete(datei: str, inhalt: str | bytes, dazu: dict[str, str]) -> set[str]:
    if datei.startswith("vorlagen/"):
        assert isinstance(inhalt, str)
        if datei.endswith("team.yml"):
            return {befund.kennung for befund in lade_team(inhalt.encode())[1]}
        regelwerk, befunde = regelwerk_aus(inhalt)
        return {befund.kennung for befund in [*befunde, *pruefe_einfuehrung(regelwerk, HEUTE)]}
    dateien = [quelle(inhalt, datei), *(quelle(text, name) for name, text in dazu.items())]
    return {befund.kennung for akte in akten(*dateien) for befund in akte.befunde}


@ARTEN
def test_schlechtes_beispiel_wird_gemeldet(art: Meldungsart) -> None:
    if not art.umstand:
        assert art.kennung in _gemeldete(art.beispieldatei, art.schlecht, dict(art.dazu))


@ARTEN
def test_gutes_beispiel_ist_sauber(art: Meldungsart) -> None:
    datei = art.beispieldatei if art.beispieldatei.startswith("vorlagen/") else "faelle/4711.md"
    assert _gemeldete(datei, art.gut, {}) == set()


def test_umstand_ordner_statt_datei(tmp_path: Path) -> None:
    (tmp_path / "4711.md").mkdir()
    (akte,) = akten(lies_datei(tmp_path / "4711.md", "faelle/4711.md", tmp_path))
    assert [b.text for b in akte.befunde] == [
        "Die Datei ist ein Ordner, keine Datei. Erwartet: eine gewöhnliche Textdatei."
    ]
    assert [art.kennung for art in KATALOG.values() if art.umstand] == ["F001"]


@ARTEN
def test_worte_sind_vollstaendig(art: Meldungsart) -> None:
    assert re.fullmatch(r"[FRD][0-9]{3}", art.kennung)
    # What is expected stands in the sentence itself, or comes with a word list or the form of an ID.
    assert "Erwartet" in art.muster or "{erwartet}" in art.muster or "{mangel}" in art.muster
    assert art.muster.endswith((".", "“.", "{erwartet}"))
    assert art.hinweis.endswith((".", "{rat}"))
    assert art.erklaerung.endswith(".")
    assert not art.titel.endswith(".")
    assert not re.search(
        r"\b(error|invalid|failed|parse|value|key|line|column)\b", f"{art.muster} {art.hinweis} {art.erklaerung}"
    )
