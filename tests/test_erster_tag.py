"""The handbook's first day, done as it says: an empty folder, a team of three, the first customer, the first build, the second person.

The first person has the program from a wheel alone and hands it on, as on a machine that never saw the source; the second
has Python and git, a home of their own, and two commands.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from fallbuch.weitergabe.rad import eigenes_rad
from tests.conftest import WURZEL, Einmal
from tests.git import git
from tests.hilfen import BEIM_LANDEN
from tests.test_erweitern import befehle
from tests.vorgeladen import HAENGT

SEITE = WURZEL / "plugins/fallbuch/vorgaben/handbuch/erster-tag.md"
_KASTEN = re.compile(r"^```console\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def _umgebung(heim: Path) -> dict[str, str]:
    return {k: v for k, v in os.environ.items() if not k.startswith(("FALLBUCH_", "GIT_", "PYTHON"))} | {
        "PATH": f"{heim / 'bin'}:{os.environ['PATH']}", "HOME": str(heim), "FALLBUCH_STICHTAG": "2026-07-06", "NO_MKDOCS_2_WARNING": "1",
        "PIP_NO_COMPILE": "1",
    }  # fmt: skip


def _rufe(*worte: str | Path, ort: Path, heim: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(w) for w in worte], cwd=ort, env=_umgebung(heim), capture_output=True, text=True, check=False, timeout=HAENGT
    )  # fmt: skip


def _richte_heim_ein(heim: Path, programme: Path) -> None:
    (heim / "bin").mkdir(parents=True)
    (heim / "bin/python3").symlink_to(sys.executable)
    (heim / ".gitconfig").write_text("[user]\n  name = Jana\n  email = jana@example.org\n")
    for name, modul in (("fallbuch", "fallbuch.cli"), ("mkdocs", "mkdocs")):
        (heim / "bin" / name).write_text(f'#!/bin/sh\nexec "{programme}/python" -m {modul} "$@"\n')
        (heim / "bin" / name).chmod(0o755)


def _verbringe(ort: Path, programme: Path) -> None:
    """Call every command of the page; what each said is kept in `gesagt.json`."""
    heim = ort / "heim"
    _richte_heim_ein(heim, programme)
    gesagt, hier = [], ort
    for kasten in _KASTEN.findall(SEITE.read_text(encoding="utf-8")):
        for befehl, _ in befehle(kasten):
            if befehl.startswith("cd "):
                hier = (hier / befehl.removeprefix("cd ")).resolve()
                gesagt.append((befehl, ""))
                continue
            ende = _rufe("sh", "-c", befehl, ort=hier, heim=heim)
            assert ende.returncode == 0, (befehl, ende.stdout, ende.stderr)
            gesagt.append((befehl, ende.stdout))
    (ort / "gesagt.json").write_text(json.dumps(gesagt), encoding="utf-8")


@pytest.fixture(scope="module")
def erster_tag(einmal: Einmal, aus_dem_rad: Path) -> Path:
    """The folder of a team after its first day, with the second person's clone in `bei-ole`."""
    return einmal("erster-tag", lambda ort: _verbringe(ort, aus_dem_rad))


@BEIM_LANDEN
def test_der_erste_tag_stimmt(erster_tag: Path, request: pytest.FixtureRequest) -> None:
    gesagt = [tuple(paar) for paar in json.loads((erster_tag / "gesagt.json").read_text(encoding="utf-8"))]
    text = SEITE.read_text(encoding="utf-8")
    if request.config.getoption("--golden-neu"):
        offen = (f"$ {befehl}\n{ausgabe}" for befehl, ausgabe in gesagt)
        text = _KASTEN.sub(lambda k: f"```console\n{''.join(next(offen) for _ in befehle(k[1]))}```", text)
        SEITE.write_text(text, encoding="utf-8")
    assert gesagt == [paar for kasten in _KASTEN.findall(text) for paar in befehle(kasten)]
    assert [befehl for befehl, _ in gesagt][-2:] == ["python3 programm/installieren.py", ".venv/bin/fallbuch faellig"]
    assert len(gesagt) == 17


@BEIM_LANDEN
def test_die_zweite_person(erster_tag: Path, rad: Path) -> None:
    heim, team, ole = erster_tag / "heim", erster_tag / "unser-team", erster_tag / "bei-ole"
    # From the wheel the program hands on what it would from its source.
    assert (team / "programm" / rad.name).read_bytes() == eigenes_rad().inhalt
    assert git(team, "log", "--format=%s") == "Der erste Fall\nAnfang\n"
    liste = _rufe(ole / ".venv/bin/fallbuch", "faellig", ort=ole / "faelle", heim=heim)
    assert "  4711     Jana " in liste.stdout, liste.stderr
    assert git(ole, "status", "--short") == ""
    bau = _rufe(ole / ".venv/bin/fallbuch", "bauen", "--streng", ort=ole, heim=heim)
    assert bau.returncode == 0, bau.stdout + bau.stderr
    assert (ole / "site/faelle/4711.html").is_file()
    # The libraries are their own, not those of the first person's machine.
    wo = _rufe(ole / ".venv/bin/python", "-c", "import yaml; print(yaml.__file__)", ort=ole, heim=heim).stdout
    assert Path(wo).is_relative_to(ole / ".venv")
    # A wheel that is not the one that was written down is refused.
    with (ole / "programm" / rad.name).open("ab") as verfaelscht:
        verfaelscht.write(b"x")
    ende = _rufe("python3", "programm/installieren.py", ort=ole, heim=heim)
    assert ende.returncode == 1
    assert "Ist von „HASHES“ die Rede, wurde eine Datei verändert" in ende.stderr
