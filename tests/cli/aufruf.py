"""Runs `fallbuch` as a program of its own, as people and scripts do."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def fallbuch(*argumente: str, cwd: Path, **umgebung: str) -> subprocess.CompletedProcess[str]:
    """Run the command line in `cwd` without the caller's key date."""
    env = {k: v for k, v in os.environ.items() if not k.startswith("FALLBUCH_")} | umgebung
    return subprocess.run(
        [sys.executable, "-m", "fallbuch.cli", *argumente], cwd=cwd, env=env, text=True, encoding="utf-8", capture_output=True,
        check=False, timeout=120,
    )  # fmt: skip
