"""Every code: its examples do what they say, its words are complete German sentences."""

from __future__ import annotations

import re
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from fallbuch.bearbeiten.meldungen import UMSTELLUNGSDATEI
from fallbuch.bearbeiten.platz import Platz
from fallbuch.bearbeiten.umstellen import stelle_um
from fallbuch.bearbeiten.umstellung import lies_umstellungen
from fallbuch.befund import Meldungsart
from fallbuch.katalog import KATALOG
from fallbuch.regelwerk.laden import lade_team
from fallbuch.regelwerk.pruefen import pruefe_einfuehrung
from fallbuch.team import prozessbuch_von, richte_ein
from fallbuch.text.quelle import lies_datei
from tests.hilfen import HEUTE, STICHTAG, TEAM_YML, akten, quelle, regelwerk_aus

ARTEN = pytest.mark.parametrize("art", KATALOG.values(), ids=list(KATALOG))


def _gemeldete(datei: str, inhalt: str | bytes, dazu: dict[str, str]) -> set[str]:
    if datei.startswith("vorlagen/"):
        assert isinstance(inhalt, str)
        if datei.endswith("team.yml"):
            return {befund.kennung for befund in lade_team(inhalt.encode())[1]}
        regelwerk, befunde = regelwerk_aus(inhalt)
        return {befund.kennung for befund in [*befunde, *pruefe_einfuehrung(regelwerk, HEUTE)]}
    if datei.startswith("site_src/"):
        assert isinstance(inhalt, str)
        return _beschrieben({datei: inhalt, **dazu})
    if datei == UMSTELLUNGSDATEI:
        assert isinstance(inhalt, str)
        return _umgestellt(inhalt, dazu)
    dateien = [quelle(inhalt, datei), *(quelle(text, name) for name, text in dazu.items())]
    return {befund.kennung for akte in akten(*dateien) for befund in akte.befunde}


def _beschrieben(texte: dict[str, str]) -> set[str]:
    """Check the descriptions of a team that has nothing else."""
    with TemporaryDirectory() as ordner:
        wurzel = Path(ordner)
        for name, text in {"vorlagen/team.yml": TEAM_YML, **texte}.items():
            (wurzel / name).parent.mkdir(parents=True, exist_ok=True)
            (wurzel / name).write_text(text, encoding="utf-8")
        return {befund.kennung for befund in prozessbuch_von(richte_ein(wurzel), HEUTE).befunde}


def _umgestellt(inhalt: str, dazu: dict[str, str]) -> set[str]:
    """Reword a team with one case, or say what is wrong with the file of rewordings."""
    with TemporaryDirectory() as ordner:
        wurzel = Path(ordner)
        for name, text in {"vorlagen/team.yml": TEAM_YML, **dazu}.items():
            (wurzel / name).parent.mkdir(exist_ok=True)
            (wurzel / name).write_text(text, encoding="utf-8")
        platz = Platz(einrichtung=richte_ein(wurzel), stichtag=STICHTAG, heute=HEUTE)
        umstellungen, befunde = lies_umstellungen(inhalt.encode(), UMSTELLUNGSDATEI, platz.regelwerk)
        offene = () if befunde or not dazu else stelle_um(platz, umstellungen).offene
        return {befund.kennung for befund in (*befunde, *offene)}


@ARTEN
def test_schlechtes_beispiel_wird_gemeldet(art: Meldungsart) -> None:
    if not art.umstand:
        assert art.kennung in _gemeldete(art.beispieldatei, art.schlecht, dict(art.dazu))


@ARTEN
def test_gutes_beispiel_ist_sauber(art: Meldungsart) -> None:
    datei = "faelle/4711.md" if art.beispieldatei.startswith("faelle/") else art.beispieldatei
    assert (
        _gemeldete(datei, art.gut, dict(art.dazu) if datei == UMSTELLUNGSDATEI or datei.startswith("site_src/") else {})
        == set()
    )


def test_umstand_ordner_statt_datei(tmp_path: Path) -> None:
    (tmp_path / "4711.md").mkdir()
    (akte,) = akten(lies_datei(tmp_path / "4711.md", "faelle/4711.md", tmp_path))
    assert [b.text for b in akte.befunde] == [
        "Die Datei ist ein Ordner, keine Datei. Erwartet: eine gewöhnliche Textdatei."
    ]
    assert [art.kennung for art in KATALOG.values() if art.umstand] == ["F001", "P020"]


@ARTEN
def test_worte_sind_vollstaendig(art: Meldungsart) -> None:
    assert re.fullmatch(r"[FRDPU][0-9]{3}", art.kennung)
    # What is expected stands in the sentence itself, or comes with a word list or the form of an ID.
    assert "Erwartet" in art.muster or "{erwartet}" in art.muster or "{mangel}" in art.muster
    assert art.muster.endswith((".", "“.", "{erwartet}"))
    assert art.hinweis.endswith((".", "{rat}"))
    assert art.erklaerung.endswith(".")
    assert not art.titel.endswith(".")
    assert not re.search(
        r"\b(error|invalid|failed|parse|value|key|line|column)\b", f"{art.muster} {art.hinweis} {art.erklaerung}"
    )
