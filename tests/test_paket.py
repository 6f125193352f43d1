"""A team built from the wheel alone, in an empty environment, as on a machine that never saw the source."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

from tests.conftest import WURZEL
from tests.vorgeladen import HAENGT


def _rufe(*befehl: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    env = {k: v for k, v in os.environ.items() if not k.startswith(("FALLBUCH_", "PYTHON"))} | {
        "NO_MKDOCS_2_WARNING": "1"
    }
    ende = subprocess.run(
        [str(b) for b in befehl], cwd=cwd, env=env, text=True, capture_output=True, check=False, timeout=HAENGT
    )
    assert ende.returncode == 0, ende.stdout + ende.stderr
    return ende


def test_rad_enthaelt_alles_was_nicht_python_ist(rad: Path) -> None:
    namen = set(zipfile.ZipFile(rad).namelist())
    for pfad in (WURZEL / "plugins/fallbuch").rglob("*"):
        if pfad.is_file() and "__pycache__" not in pfad.parts:
            assert pfad.relative_to(WURZEL / "plugins").as_posix() in namen, pfad
    assert not [name for name in namen if name.startswith(("tests", "faelle"))]


def test_team_aus_dem_rad(rad: Path, tmp_path: Path) -> None:
    umgebung = tmp_path / "leer"
    # The installer works from outside and translates nothing beforehand: what is installed is the same, only sooner.
    _rufe(sys.executable, "-m", "venv", "--without-pip", umgebung, cwd=tmp_path)
    pip = (sys.executable, "-m", "pip", "--python", umgebung, "install", "-q", "--no-compile", "--no-deps")
    _rufe(*pip, "--require-hashes", "-r", WURZEL / "requirements.txt", cwd=tmp_path)
    _rufe(*pip, rad, cwd=tmp_path)
    _rufe(umgebung / "bin/fallbuch", "einrichten", "team", cwd=tmp_path)
    team = tmp_path / "team"
    assert (team / ".gitignore").is_file()
    ende = _rufe(umgebung / "bin/mkdocs", "build", "--strict", cwd=team)
    assert "1 Fall geprüft: 0 Fehler, 0 Hinweise." in ende.stderr
    assert (team / "site/faelle/beispiel-0001.html").is_file()
    assert "2026-01-28" in _rufe(umgebung / "bin/fallbuch", "faellig", cwd=team).stdout
