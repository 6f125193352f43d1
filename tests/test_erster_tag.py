"""The handbook's first day, done as it says: an empty folder, a team of three, the first customer, the first build, the second person."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import WURZEL
from tests.test_erweitern import befehle
from tests.vorgeladen import HAENGT

SEITE = WURZEL / "plugins/fallbuch/vorgaben/handbuch/erster-tag.md"


def test_der_erste_tag_stimmt(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    heim = tmp_path / "heim"
    (heim / "bin").mkdir(parents=True)
    for name, modul in (("fallbuch", "fallbuch.cli"), ("mkdocs", "mkdocs")):
        (heim / "bin" / name).write_text(f'#!/bin/sh\nexec "{sys.executable}" -m {modul} "$@"\n')
        (heim / "bin" / name).chmod(0o755)
    (heim / "bin/python3").symlink_to(sys.executable)
    (heim / ".gitconfig").write_text("[user]\n  name = Jana\n  email = jana@example.org\n")
    umgebung = {k: v for k, v in os.environ.items() if not k.startswith(("FALLBUCH_", "GIT_", "PYTHONPATH"))} | {
        "PATH": f"{heim / 'bin'}:{os.environ['PATH']}", "HOME": str(heim), "FALLBUCH_STICHTAG": "2026-07-06", "NO_MKDOCS_2_WARNING": "1",
        "PIP_NO_COMPILE": "1",
    }  # fmt: skip
    text, ort = SEITE.read_text(encoding="utf-8"), tmp_path
    neu, gelaufen = text, []
    for kasten in re.findall(r"^```console\n(.*?)^```$", text, re.DOTALL | re.MULTILINE):
        erneuert = ""
        for befehl, erwartet in befehle(kasten):
            erneuert += f"$ {befehl}\n"
            gelaufen.append(befehl)
            if befehl.startswith("cd "):
                ort = (ort / befehl.removeprefix("cd ")).resolve()
                continue
            ende = subprocess.run(
                ["sh", "-c", befehl], cwd=ort, env=umgebung, capture_output=True, text=True, check=False, timeout=HAENGT
            )
            assert ende.returncode == 0, (befehl, ende.stdout, ende.stderr)
            erneuert += ende.stdout
            assert request.config.getoption("--golden-neu") or ende.stdout == erwartet, befehl
        neu = neu.replace(f"```console\n{kasten}```", f"```console\n{erneuert}```", 1)
    if request.config.getoption("--golden-neu"):
        SEITE.write_text(neu, encoding="utf-8")
    assert gelaufen[-2:] == ["python3 programm/installieren.py", ".venv/bin/fallbuch faellig"]
    assert len(gelaufen) == 17
