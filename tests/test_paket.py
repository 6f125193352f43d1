"""The program as a wheel, and what installs it for a team."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

from tests.conftest import WURZEL
from tests.hilfen import BEIM_LANDEN
from tests.vorgeladen import HAENGT


def _rufe(*befehl: str | Path, cwd: Path, **dazu: str) -> subprocess.CompletedProcess[str]:
    env = {k: v for k, v in os.environ.items() if not k.startswith(("FALLBUCH_", "PYTHON"))} | {
        "NO_MKDOCS_2_WARNING": "1",
        **dazu,
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


@BEIM_LANDEN
def test_installieren_sagt_was_im_weg_ist(tmp_path: Path) -> None:
    """A file where the environment should be; and an environment that lost its pip is made anew."""
    programm = tmp_path / "programm"
    programm.mkdir()
    programm.joinpath("installieren.py").write_bytes(
        (WURZEL / "plugins/fallbuch/vorgaben/programm/installieren.py").read_bytes()
    )
    programm.joinpath("requirements.txt").write_text("")
    befehl = [sys.executable, "programm/installieren.py"]
    (tmp_path / ".venv").touch()
    ende = subprocess.run(befehl, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (ende.returncode, ende.stderr.startswith("„.venv“ ist hier eine Datei.")) == (1, True)
    (tmp_path / ".venv").unlink()
    _rufe(sys.executable, "-m", "venv", "--without-pip", ".venv", cwd=tmp_path)
    assert "Die Umgebung wird angelegt ..." in _rufe(*befehl, cwd=tmp_path).stdout
    assert "Die Umgebung wird angelegt ..." not in _rufe(*befehl, cwd=tmp_path).stdout
