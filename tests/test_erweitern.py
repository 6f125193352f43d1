"""The worked examples for maintainers: every change is made to a copy of the program, every command run, every output compared."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import WURZEL
from tests.hilfen import BEIM_LANDEN
from tests.vorgeladen import HAENGT

SEITE = WURZEL / "docs/erweitern.md"
_KASTEN = re.compile(r"^```(diff|console)\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def wende_an(wurzel: Path, diff: str) -> None:
    """Make the changes of a box; each must have exactly one place."""
    for teil in re.split(r"^\+\+\+ ", diff, flags=re.MULTILINE)[1:]:
        name, _, rest = teil.partition("\n")
        datei = wurzel / name
        for stueck in re.split(r"^@@\n", rest, flags=re.MULTILINE)[1:]:
            zeilen = stueck.removesuffix("\n").split("\n")
            alt = "".join(z[1:] + "\n" for z in zeilen if not z.startswith("+"))
            neu = "".join(z[1:] + "\n" for z in zeilen if not z.startswith("-"))
            text = datei.read_text(encoding="utf-8") if datei.exists() else ""
            assert not alt or text.count(alt) == 1, (name, alt)
            datei.write_text(text.replace(alt, neu) if alt else neu, encoding="utf-8")


def befehle(kasten: str) -> list[tuple[str, str]]:
    """Return each command of a console box with the output below it."""
    teile = re.split(r"^\$ (.*)\n", kasten, flags=re.MULTILINE)
    return list(zip(teile[1::2], teile[2::2], strict=True))


@BEIM_LANDEN
def test_jedes_beispiel_stimmt(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    shutil.copytree(
        WURZEL / "plugins/fallbuch", tmp_path / "plugins/fallbuch", ignore=shutil.ignore_patterns("__pycache__")
    )
    programme = tmp_path / "bin"
    programme.mkdir()
    for name, modul in (("fallbuch", "fallbuch.cli"), ("mkdocs", "mkdocs")):
        (programme / name).write_text(f'#!/bin/sh\nexec "{sys.executable}" -m {modul} "$@"\n')
        (programme / name).chmod(0o755)
    umgebung = {k: v for k, v in os.environ.items() if not k.startswith("FALLBUCH_")} | {
        "PATH": f"{programme}:{os.environ['PATH']}", "PYTHONPATH": str(tmp_path / "plugins"), "NO_MKDOCS_2_WARNING": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
    }  # fmt: skip
    text, ort = SEITE.read_text(encoding="utf-8"), tmp_path
    neu = text
    gelaufen = 0
    for art, kasten in _KASTEN.findall(text):
        if art == "diff":
            wende_an(tmp_path, kasten)
            continue
        erneuert = ""
        for befehl, erwartet in befehle(kasten):
            if befehl.startswith("cd "):
                ort = ort / befehl.removeprefix("cd ")
                erneuert += f"$ {befehl}\n"
                continue
            ende = subprocess.run(
                ["sh", "-c", befehl], cwd=ort, env=umgebung, capture_output=True, text=True, check=False, timeout=HAENGT
            )
            assert ende.returncode == 0, (befehl, ende.stdout, ende.stderr)
            erneuert += f"$ {befehl}\n{ende.stdout if not befehl.startswith('fallbuch einrichten probe') else ''}"
            gelaufen += 1
            if not request.config.getoption("--golden-neu") and not befehl.startswith("fallbuch einrichten probe"):
                assert ende.stdout == erwartet, befehl
        neu = neu.replace(f"```console\n{kasten}```", f"```console\n{erneuert}```", 1)
    if request.config.getoption("--golden-neu"):
        SEITE.write_text(neu, encoding="utf-8")
    assert gelaufen >= 11
    assert {"Eine Regel", "Ein Feld", "Eine Prüfung", "Eine Seite", "Eine Kennzahl"} == set(
        re.findall(r"^## (.*)$", text, re.MULTILINE)
    )


def test_ein_beispiel_das_nicht_mehr_passt_faellt_auf(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("eins\nzwei\n")
    wende_an(tmp_path, "+++ a.py\n@@\n eins\n+neu\n zwei\n")
    assert (tmp_path / "a.py").read_text() == "eins\nneu\nzwei\n"
    with pytest.raises(AssertionError):
        wende_an(tmp_path, "+++ a.py\n@@\n eins\n+noch eins\n zwei\n")
