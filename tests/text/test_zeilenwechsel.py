"""What git tells of lines and files: which came and went with each state, and what two states differ in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from fallbuch.text import zeilenwechsel as modul
from fallbuch.text.konflikte import Ordnerlage, konflikte, ordnerlage
from fallbuch.text.staende import KeinStand, Paar, bestimme_stand, unterschiede, zweige
from fallbuch.text.zeilenwechsel import Zeilenwechsel, zeilenwechsel
from tests.git import git

#: Dates of the commits, so that nothing hangs on a clock.
TAGE = [f"2026-01-0{n}T12:00:00+00:00" for n in range(1, 5)]


def speichere(wurzel: Path, tag: str, **dateien: str | None) -> None:
    for name, text in dateien.items():
        pfad = wurzel / f"faelle/{name.strip('_')}.md"
        pfad.parent.mkdir(exist_ok=True)
        if text is None:
            pfad.unlink()
        else:
            pfad.write_bytes(text.encode())
    git(wurzel, "add", "-A")
    with pytest.MonkeyPatch.context() as dabei:
        dabei.setenv("GIT_COMMITTER_DATE", tag)
        git(wurzel, "commit", "-qm", tag)


@pytest.fixture
def team(tmp_path: Path) -> Path:
    git(tmp_path, "init", "-q", "-b", "main")
    speichere(tmp_path, TAGE[0], _1="a\nb\n")
    speichere(tmp_path, TAGE[1], _1="a\n--- c\r\n", _2="x\n")
    speichere(tmp_path, TAGE[2], _2=None)
    return tmp_path


def am(tag: str, name: str, neu: list[str], weg: list[str]) -> Zeilenwechsel:
    return Zeilenwechsel(datetime.fromisoformat(tag).astimezone(UTC), f"faelle/{name}.md", neu, weg)


def test_welche_zeilen_kamen_und_gingen(team: Path) -> None:
    """The first state is left out: what it holds may have been written at any time."""
    alle = [am(TAGE[1], "1", ["--- c"], ["b"]), am(TAGE[1], "2", ["x"], []), am(TAGE[2], "2", [], ["x"])]
    assert zeilenwechsel(team, ["faelle"]) == alle
    assert zeilenwechsel(team, ["faelle/1.md"]) == alle[:1]
    assert zeilenwechsel(team, ["faelle"], von=datetime.fromisoformat(TAGE[2])) == alle[2:]
    assert zeilenwechsel(team, ["faelle"], bis=datetime.fromisoformat(TAGE[1])) == alle[:2]


def test_nach_einem_speichern_wird_nur_der_neue_stand_verglichen(team: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A week's states are many, and the desk asks after each save."""
    von = datetime.fromisoformat(TAGE[0])
    davor = zeilenwechsel(team, ["faelle"], von)
    gefragt: list[Sequence[str]] = []
    wahre = modul._frage_git

    def zaehle(wurzel: Path, namen: Sequence[str], welche: Sequence[str], staende: Sequence[str] = ()) -> Any:
        gefragt.append(staende)
        return wahre(wurzel, namen, welche, staende)

    monkeypatch.setattr(modul, "_frage_git", zaehle)
    assert zeilenwechsel(team, ["faelle"], von) == davor
    assert gefragt == []
    speichere(team, TAGE[2], _1="a\n--- c\r\nd\n")
    assert zeilenwechsel(team, ["faelle"], von) == [*davor, am(TAGE[2], "1", ["d"], [])]
    assert [len(s) for s in gefragt] == [1]
    # What was kept of a folder says nothing of a single file.
    assert zeilenwechsel(team, ["faelle/2.md"], von) == [w for w in davor if w.datei == "faelle/2.md"]


def test_ohne_git_ist_nichts_bekannt(tmp_path: Path) -> None:
    assert zeilenwechsel(tmp_path, ["faelle"]) == []
    assert ordnerlage(tmp_path) == Ordnerlage()
    with pytest.raises(KeinStand, match="steht nicht unter git, oder git ist nicht installiert"):
        bestimme_stand(tmp_path, "HEAD")


def test_ein_stand_den_es_nicht_gibt_wird_erklaert(team: Path) -> None:
    assert bestimme_stand(team, "main") == git(team, "rev-parse", "HEAD").strip()
    assert zweige(team) == ["main"]
    with pytest.raises(KeinStand) as fehler:
        bestimme_stand(team, "mian")
    assert str(fehler.value) == (
        "Einen Stand „mian“ kennt git hier nicht. Zweige, die es gibt: main. Nennen Sie einen Zweig oder einen gespeicherten Stand; "
        "fehlt er auf diesem Rechner, holen Sie ihn mit „git fetch“."
    )


def test_was_auf_ein_zusammenfuehren_wartet(team: Path) -> None:
    git(team, "checkout", "-qb", "dort")
    speichere(team, TAGE[3], _1="dort\n")
    git(team, "checkout", "-q", "main")
    speichere(team, TAGE[3], _1="hier\n")
    git(team, "merge", "dort", code=1)
    assert ordnerlage(team) == Ordnerlage(wartende=("faelle/1.md",))
    assert konflikte(team, "faelle") == {"faelle/1.md": (b"a\n--- c\r\n", b"hier\n", b"dort\n")}


def test_was_zwei_staende_unterscheidet(team: Path) -> None:
    assert unterschiede(team, "HEAD~2", "HEAD") == [Paar("faelle/1.md", "faelle/1.md")]
    assert unterschiede(team, "HEAD~1", "HEAD") == [Paar("faelle/2.md", None)]
    git(team, "mv", "faelle/1.md", "faelle/3.md")
    (team / "faelle/4.md").write_bytes(b"neu")
    assert unterschiede(team, "HEAD", "") == [Paar("faelle/1.md", "faelle/3.md")]
    assert unterschiede(team, "HEAD", None) == [Paar("faelle/1.md", "faelle/3.md"), Paar(None, "faelle/4.md")]
