"""A team built from the wheel alone, in an empty environment, as on a machine that never saw the source."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

from fallbuch.weitergabe.rad import eigenes_rad
from tests.conftest import WURZEL
from tests.git import git
from tests.vorgeladen import HAENGT

_WER = {
    f"GIT_{wer}_{was}": wert
    for wer in ("AUTHOR", "COMMITTER")
    for was, wert in (("NAME", "T"), ("EMAIL", "t@example.org"))
}


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


def test_die_zweite_person(rad: Path, tmp_path: Path) -> None:
    """The first has the program from a wheel and hands it on; the second has Python and git, a home of their own, and two commands."""
    umgebung = tmp_path / "erste"
    _rufe(sys.executable, "-m", "venv", "--without-pip", umgebung, cwd=tmp_path)
    pip = (sys.executable, "-m", "pip", "--python", umgebung, "install", "-q", "--no-compile", "--no-deps")
    _rufe(*pip, "--require-hashes", "-r", WURZEL / "requirements.txt", cwd=tmp_path)
    _rufe(*pip, rad, cwd=tmp_path)
    gegruendet = ("einrichten", "team", "--name", "Am Markt", "--berater", "Jana", "--zugangsweg", "Laden")
    _rufe(umgebung / "bin/fallbuch", *gegruendet, cwd=tmp_path, **_WER)
    team = tmp_path / "team"
    # From the wheel the program hands on what it would from its source.
    assert (team / "programm" / rad.name).read_bytes() == eigenes_rad().inhalt
    _rufe(umgebung / "bin/fallbuch", "neu", "--zugangsweg", "Laden", "--id", "4711", "--berater", "Jana", cwd=team)
    assert git(team, "log", "--format=%s") == "Anfang\n"
    git(team, "add", "-A")
    git(team, "commit", "-q", "-m", "Der erste Fall")
    git(tmp_path, "clone", "-q", "--bare", "team", "team.git")
    heim = tmp_path / "zweite"
    heim.mkdir()
    git(heim, "clone", "-q", tmp_path / "team.git", "team")
    fremd = {"HOME": str(heim), "PIP_NO_COMPILE": "1", "PIP_NO_CACHE_DIR": "0"}
    eingerichtet = _rufe(sys.executable, "programm/installieren.py", cwd=heim / "team", **fremd)
    assert eingerichtet.stdout.endswith("Fertig. So geht es weiter: .venv/bin/fallbuch\n")
    liste = _rufe(heim / "team/.venv/bin/fallbuch", "faellig", cwd=heim / "team/faelle", **fremd).stdout
    assert "  4711     Jana " in liste
    assert git(heim / "team", "status", "--short") == ""
    _rufe(heim / "team/.venv/bin/mkdocs", "build", "--strict", "-q", cwd=heim / "team", **fremd)
    assert (heim / "team/site/faelle/4711.html").is_file()
    # A wheel that is not the one that was written down is refused.
    with (heim / "team/programm" / rad.name).open("ab") as verfaelscht:
        verfaelscht.write(b"x")
    ende = subprocess.run([sys.executable, "programm/installieren.py"], cwd=heim / "team", env={**os.environ, **fremd}, capture_output=True, text=True, check=False)  # fmt: skip
    assert ende.returncode == 1
    assert "Ist von „HASHES“ die Rede, wurde eine Datei verändert" in ende.stderr


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
