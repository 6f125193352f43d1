"""A command that is killed leaves the old file or the new one, nothing in between."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.conftest import WURZEL


def test_zweihundertmal_getoetet(tmp_path: Path) -> None:
    wie_oft = "5000" if os.environ.get("FALLBUCH_LANG") else "200"
    ende = subprocess.run(
        [sys.executable, "-m", "tests.bearbeiten.toeten", str(tmp_path / "team"), wie_oft, "1"],
        cwd=WURZEL, capture_output=True, text=True, check=False, timeout=600,
    )  # fmt: skip
    assert ende.returncode == 0, ende.stderr
    alte, neue = map(int, ende.stdout.split())
    # Both happen, else the kills came too early or too late to show anything.
    assert alte > 20, ende.stdout
    assert neue > 20, ende.stdout
