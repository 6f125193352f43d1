"""Answers given again: only where every door says what it said, and then without anything that reads, checks or reckons."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.cli.aufruf import im_prozess
from tests.git import git
from tests.hilfen import fall

ORDNER = Callable[..., Path]
TAG = {"FALLBUCH_STICHTAG": "2026-03-01"}
AUFRUFE = (
    ("pruefen",), ("pruefen", "--format", "json", "--streng"), ("pruefen", "faelle/4711.md"), ("faellig",), ("faellig", "--woche"),
    ("faellig", "--format", "ics"), ("faellig", "--format", "csv", "--bis", "2026-04-01"),
)  # fmt: skip


@pytest.fixture
def wurzel(ordner: ORDNER, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "merke"))
    team = ordner({"4711.md": fall("## 2026-01-14 Erstgespräch (Jana)\n\nBetreuungsstufe: IK\n", Betreuungsstufe="IK")})
    (team / "site_src/prozesse").mkdir()
    (team / "site_src/prozesse/plan.md").write_text("---\nName: Plan\nHilfsmittel: liste.ods\n---\n", encoding="utf-8")
    return team


def antworten(wurzel: Path, *mehr: str, aufrufe: Sequence[Sequence[str]] = AUFRUFE) -> list[tuple[int, str]]:
    return [im_prozess(*aufruf, *mehr, cwd=wurzel, **TAG) for aufruf in aufrufe]


def test_was_git_sagt_gehoert_dazu(wurzel: Path) -> None:
    """Each state of the repository in turn: the answer that was kept is never one of another state."""

    def gehe(*worte: str, code: int = 0) -> Callable[[], Any]:
        return lambda: git(wurzel, *worte, code=code)

    def schreibe(satz: str) -> None:
        (wurzel / "faelle/4711.md").write_text(fall(f"## 2026-01-14 Erstgespräch (Jana)\n\n{satz}\n"), encoding="utf-8")
        git(wurzel, "commit", "-aqm", satz)

    schritte: tuple[Callable[[], Any], ...] = (
        gehe("init", "-q", "-b", "main"), gehe("add", "-A"), gehe("commit", "-qm", "Anfang"), gehe("checkout", "-qb", "dort"),
        lambda: schreibe("Dort."), gehe("checkout", "-q", "main"), lambda: schreibe("Hier."), gehe("merge", "-q", "dort", code=1),
        gehe("checkout", "--ours", "faelle/4711.md"), gehe("add", "-A"), gehe("commit", "-qm", "Beide"),
    )  # fmt: skip
    gesehen = set()
    for nummer, schritt in enumerate(schritte):
        schritt()
        ohne = antworten(wurzel, "--ohne-zwischenspeicher", aufrufe=AUFRUFE[:1])
        for _ in range(2):
            assert antworten(wurzel, aufrufe=AUFRUFE[:1]) == ohne, nummer
        gesehen.add(ohne[0])
    assert len(gesehen) > 3  # clean, in conflict, declared to be done, lost


def test_ein_fehler_bleibt_einer(wurzel: Path) -> None:
    (wurzel / "vorlagen/regelwerk.yml").write_text("regeln:\n  kontakt-ik:\n    frist: bald\n", encoding="utf-8")
    erste = antworten(wurzel)
    assert [code for code, _ in erste] == [1, 1, 0, 0, 0, 0, 0]
    assert "Achtung: In den Vorlagen des Teams stehen Fehler" in erste[3][1]
    assert antworten(wurzel) == erste


def test_eine_antwort_laedt_nichts_was_rechnet(wurzel: Path) -> None:
    frage = "import sys\nfrom fallbuch.cli.haupt import main\ntry:\n    main(['pruefen'])\nexcept SystemExit:\n    print(sorted(m for m in sys.modules if m.startswith('fallbuch') or m in {'yaml', 'filelock', 'holidays'}))"

    def geladen() -> str:
        ende = subprocess.run(
            [sys.executable, "-c", frage], cwd=wurzel, env={**os.environ, **TAG}, capture_output=True, text=True, check=True
        )  # fmt: skip
        assert "1 Fall geprüft" in ende.stdout
        return ende.stdout.splitlines()[-1]

    zuerst = geladen()
    assert "'fallbuch.regelwerk.laden'" in zuerst
    # Who has released nothing and counts nothing of its own loads nothing of the wing of figures that counts.
    for raum in ("statistik.tafeln", "statistik.mengen", "statistik.werk", "statistik.laden", "freigabe", "leckprobe"):
        assert f"'fallbuch.{raum}" not in zuerst, raum
    assert json.loads(geladen().replace("'", '"')) == [
        "fallbuch",
        "fallbuch.befund",
        "fallbuch.beispiele",
        "fallbuch.cli",
        "fallbuch.cli.antworten",
        "fallbuch.cli.befehle",
        "fallbuch.cli.deutsch",
        "fallbuch.cli.haupt",
        "fallbuch.fehler",
        "fallbuch.kennung",
        "fallbuch.text",
        "fallbuch.text.git",
        "fallbuch.text.mitschrift",
        "fallbuch.text.quelle",
        "fallbuch.text.zwischenspeicher",
        "fallbuch.uhr",
        "fallbuch.werte",
        "fallbuch.zeit",
    ]


#: Says which files somebody looked into past the doors, as the interpreter sees it.
_WACHE = """
import sys
from fallbuch.text import mitschrift
from fallbuch.cli.haupt import main
import os
gesehen, hier = [], os.getcwd()
def wache(was, args):
    if mitschrift._laufend is not None and was in {"open", "os.listdir", "os.scandir", "subprocess.Popen"}:
        if was == "subprocess.Popen" or os.path.abspath(os.fsdecode(args[0] or ".")).startswith(hier):
            gesehen.append((was, str(args[0])))
sys.addaudithook(wache)
try:
    main(sys.argv[1:])
except SystemExit:
    pass
assert "--woche" in sys.argv or gesehen == [], gesehen
print("durch Türen" if gesehen == [] else "daneben")
"""


@pytest.mark.parametrize("unter_git", [False, True])
def test_gesehen_wird_nur_durch_tueren(wurzel: Path, unter_git: bool) -> None:
    """What a kept answer follows from is noted: nothing in the team's folder is opened, listed or asked of git past a door."""
    if unter_git:
        git(wurzel, "init", "-q", "-b", "main")
        git(wurzel, "add", "-A")
        git(wurzel, "commit", "-qm", "Anfang")
    (wurzel / "statistik/register").mkdir(parents=True)
    (wurzel / "statistik/register/2026Q1.json").write_text("{}", encoding="utf-8")
    (wurzel / "statistik/los.txt").write_text("los: 1", encoding="utf-8")
    for aufruf in AUFRUFE:
        if aufruf[-1] in {"faelle/4711.md", "--woche"}:
            continue  # these say that nobody may keep their answer
        ende = subprocess.run(
            [sys.executable, "-c", _WACHE, *aufruf], cwd=wurzel, env={**os.environ, **TAG}, capture_output=True, text=True, check=False
        )  # fmt: skip
        assert ende.stdout.endswith("durch Türen\n"), ende.stderr
