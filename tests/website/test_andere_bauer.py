"""Other builders: the plugin under ProperDocs where MkDocs is not installed at all."""

from __future__ import annotations

import os
import site
import subprocess
import sys
from pathlib import Path

from tests.conftest import WURZEL, kopiere_demo
from tests.hilfen import BEIM_LANDEN
from tests.vorgeladen import HAENGT
from tests.website.bauen import baue, dateien


def _ohne_mkdocs(ordner: Path) -> Path:
    """Make a folder in which every installed package lies but MkDocs."""
    ordner.mkdir()
    for quelle in map(Path, site.getsitepackages()):
        for eintrag in quelle.iterdir() if quelle.is_dir() else ():
            ist_mkdocs = eintrag.name == "mkdocs" or eintrag.name.startswith("mkdocs-")
            if not ist_mkdocs and not eintrag.name.endswith(".pth") and not (ordner / eintrag.name).exists():
                (ordner / eintrag.name).symlink_to(eintrag)
    return ordner


@BEIM_LANDEN
def test_properdocs_baut_dieselben_seiten_ohne_mkdocs(tmp_path: Path) -> None:
    wurzel = kopiere_demo(tmp_path / "team")
    pakete = _ohne_mkdocs(tmp_path / "pakete")
    umgebung = {k: v for k, v in os.environ.items() if not k.startswith(("FALLBUCH_", "PYTHON"))}
    umgebung |= {"PYTHONPATH": f"{pakete}{os.pathsep}{WURZEL / 'plugins'}", "DISABLE_MKDOCS_2_WARNING": "true"}

    def rufe(*worte: str) -> subprocess.CompletedProcess[str]:
        # Without `site` there is no other package than these.
        return subprocess.run(
            [sys.executable, "-S", *worte], cwd=wurzel, env=umgebung, capture_output=True, text=True, check=False, timeout=HAENGT
        )  # fmt: skip

    assert rufe("-c", "import mkdocs").stderr.rstrip().endswith("No module named 'mkdocs'")
    ende = rufe("-m", "properdocs", "build", "--strict", "-f", "mkdocs.yml", "-d", "von-properdocs")
    assert ende.returncode == 0, ende.stdout + ende.stderr
    assert baue(wurzel).returncode == 0
    eigene, andere = dateien(wurzel / "site"), dateien(wurzel / "von-properdocs")
    assert eigene.keys() == andere.keys()
    assert [name for name in eigene if eigene[name] != andere[name]] == []
