"""Runs `fallbuch` as a program of its own, as people and scripts do."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import click
import pytest

from fallbuch.cli.befehle import BEFEHLE, FUER_PROGRAMME
from fallbuch.cli.befehle import fallbuch as gruppe
from fallbuch.cli.haupt import main
from tests.vorgeladen import bote, rufe


def fallbuch(*argumente: str, cwd: Path, **umgebung: str) -> subprocess.CompletedProcess[str]:
    """Run the command line in `cwd` without the caller's key date."""
    env = {k: v for k, v in os.environ.items() if not k.startswith("FALLBUCH_")} | umgebung
    return rufe("fallbuch.cli", argumente, cwd, env)


def lade_alle() -> dict[str, click.Command]:
    """Return every command by its name, loaded."""
    return {name: gruppe.hole(name) for name in sorted(BEFEHLE | FUER_PROGRAMME)}


def im_prozess(*argumente: str, cwd: Path, **umgebung: str) -> tuple[int, str]:
    """Run the command line inside the test, for what is only looked up; returns code and output of both streams."""
    ausgabe = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
    with pytest.MonkeyPatch.context() as dabei:
        dabei.chdir(cwd)
        dabei.setattr(sys, "stdout", ausgabe)
        dabei.setattr(sys, "stderr", ausgabe)
        for name in [n for n in os.environ if n.startswith("FALLBUCH_")]:
            dabei.delenv(name)
        for name, wert in umgebung.items():
            dabei.setenv(name, wert)
        with pytest.raises(SystemExit) as ende:
            main(list(argumente))
    return int(ende.value.code or 0), ausgabe.buffer.getvalue().decode()


def lege_haken_an(wurzel: Path) -> tuple[int, str]:
    """Set up hook and merge driver in a team's git; the program that they call is there at once."""
    with pytest.MonkeyPatch.context() as dabei:
        dabei.setattr(sys, "executable", bote())
        return im_prozess("einrichten", "--haken", cwd=wurzel)
