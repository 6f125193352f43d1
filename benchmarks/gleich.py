"""Two versions of the program on the same spoilt case files: findings, due items and written bytes, compared.

`python -m benchmarks.gleich COMMIT [ANZAHL]` compares that commit with the working tree.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from difflib import unified_diff
from pathlib import Path
from random import Random

from tests.akte.fuzzen import verdorben
from tests.hilfen import TEAM_YML

WURZEL = Path(__file__).parents[1]
#: Cases of one folder are compared with one another: enough for that, and few enough to be quick.
JE_ORDNER = 500
BEFEHLE = (("pruefen", "--format", "json"), ("faellig", "--format", "json"), ("formatieren", "--beheben"))


def saat() -> list[bytes]:
    """Return good and bad files: golden ones, those that other programs wrote, and some of the demo team."""
    orte = ("tests/golden/lesen", "tests/fremde/originale", "tests/fremde/geschrieben", "faelle")
    return [p.read_bytes() for ort in orte for p in sorted((WURZEL / ort).rglob("*.md"))]


def lege_team_an(ziel: Path, faelle: list[bytes]) -> None:
    for name in ("faelle", "vorlagen", "site_src"):
        (ziel / name).mkdir(parents=True)
    (ziel / "vorlagen/team.yml").write_text(TEAM_YML, encoding="utf-8")
    for nummer, roh in enumerate(faelle):
        (ziel / f"faelle/{4000 + nummer}.md").write_bytes(roh)


def antworten(programm: Path, team: Path) -> dict[str, bytes]:
    """Run every command of a version on a folder; returns what they say, and the files as they are then."""
    umgebung = {**os.environ, "PYTHONPATH": str(programm / "plugins"), "FALLBUCH_STICHTAG": "2026-06-30", "XDG_CACHE_HOME": str(team.parent / "merke")}  # fmt: skip
    ergebnis = {}
    for befehl in BEFEHLE:
        aufruf = [sys.executable, "-m", "fallbuch.cli", *befehl]
        ende = subprocess.run(aufruf, cwd=team, env=umgebung, capture_output=True, check=False)
        ergebnis[befehl[0]] = b"%d\n" % ende.returncode + ende.stdout + ende.stderr
    return ergebnis | {p.name: p.read_bytes() for p in sorted((team / "faelle").iterdir())}


def unterschiede(eine: dict[str, bytes], andere: dict[str, bytes]) -> Iterator[str]:
    for name in sorted({*eine, *andere}):
        alt, neu = eine.get(name), andere.get(name)
        if alt == neu:
            continue
        yield name
        if alt is not None and neu is not None and name in {befehl[0] for befehl in BEFEHLE}:
            yield from list(
                unified_diff(alt.decode().splitlines(), neu.decode().splitlines(), "alt", "neu", "", "", 2)
            )[:40]


def main(commit: str, anzahl: int) -> int:
    rng, alle, anders = Random(24), saat(), 0
    with tempfile.TemporaryDirectory() as ordner:
        vorher = Path(ordner, "vorher")
        subprocess.run(["git", "worktree", "add", "-q", "--detach", vorher, commit], cwd=WURZEL, check=True)
        try:
            for nummer, ab in enumerate(range(0, anzahl, JE_ORDNER)):
                faelle = [verdorben(rng, alle) for _ in range(min(JE_ORDNER, anzahl - ab))]
                ergebnisse = []
                for name, programm in (("alt", vorher), ("neu", WURZEL)):
                    team = Path(ordner, f"{nummer}-{name}", "team")
                    lege_team_an(team, faelle)
                    ergebnisse.append(antworten(programm, team))
                for zeile in unterschiede(*ergebnisse):
                    anders += 1
                    print(f"{nummer}: {zeile}", flush=True)
        finally:
            subprocess.run(["git", "worktree", "remove", "--force", vorher], cwd=WURZEL, check=True)
    print(f"{anzahl} Dateien, {anders} Unterschiede")
    return anders > 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 20_000))
