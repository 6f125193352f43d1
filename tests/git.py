"""Runs git as somebody who has a name."""

from __future__ import annotations

import subprocess
from pathlib import Path


def git(wo: Path, *worte: str | Path, code: int = 0) -> str:
    """Run git in `wo`; it must end with `code`. Returns what it says on both streams."""
    ende = subprocess.run(
        ["git", "-c", "user.name=T", "-c", "user.email=t@example.org", *map(str, worte)],
        cwd=wo, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ende.returncode == code, ende.stdout + ende.stderr
    return ende.stdout + ende.stderr
