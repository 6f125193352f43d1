"""Measures erasing a case of a large team: the plan, then the new history with its proof, in processor time, wall time and peak memory.

Usage: python -m benchmarks.loeschen [NUMBER OF CASES] [NUMBER OF STATES]
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path


def staende(ordner: Path, anzahl: int) -> Iterator[bytes]:
    """Yield a history for `git fast-import`: all files, then one entry in one case at a time."""
    zufall = random.Random(7)
    dateien = {
        p.relative_to(ordner).as_posix(): p.read_bytes()
        for p in sorted(ordner.rglob("*"))
        if p.is_file() and ".git" not in p.parts
    }
    yield _stand(0, "Anfang", dateien)
    faelle = [name for name in dateien if name.startswith("faelle/") and name[7:11].isdigit()]
    for nummer in range(1, anzahl):
        name = faelle[0] if nummer % 200 == 0 else zufall.choice(faelle)
        dateien[name] += (
            f"\n\n## 2026-06-{1 + nummer % 28:02} Notiz (Jana)\n\nLauf {nummer}, wie {zufall.random()} besprochen wurde.\n".encode()
        )
        yield _stand(nummer, f"{Path(name).stem}: Notiz", {name: dateien[name]})


def _stand(nummer: int, nachricht: str, dateien: dict[str, bytes]) -> bytes:
    wer = f"Jana <jana@example.org> {1700000000 + nummer} +0000".encode()
    kopf = b"commit refs/heads/main\ncommitter %s\ndata %d\n%s\n" % (wer, len(nachricht.encode()), nachricht.encode())
    return kopf + b"".join(b"M 100644 inline %s\ndata %d\n%s\n" % (n.encode(), len(i), i) for n, i in dateien.items())


def miss(was: str, befehl: list[str], ordner: Path) -> None:
    """Run a command in a process of its own and print what it took."""
    beginn = time.monotonic()
    kind = os.fork()
    if kind == 0:
        os.chdir(ordner)
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        stumm = os.open(os.devnull, os.O_WRONLY)
        os.dup2(stumm, 1)
        os.execv(befehl[0], befehl)
    _, status, verbrauch = os.wait4(kind, 0)
    if os.waitstatus_to_exitcode(status):
        raise SystemExit(f"{was} ended with {os.waitstatus_to_exitcode(status)}")
    print(
        f"| {was} | {verbrauch.ru_utime + verbrauch.ru_stime:.1f} s | {time.monotonic() - beginn:.1f} s | {verbrauch.ru_maxrss / 1024:.0f} MB |"
    )


def main() -> None:
    faelle, anzahl = (*map(int, sys.argv[1:]), *(7131, 20_000)[len(sys.argv) - 1 :])
    with tempfile.TemporaryDirectory() as name:
        team = Path(name) / "team"
        demo = [sys.executable, "-m", "benchmarks.demo", "--faelle", str(faelle), "--seed", "3", "--ziel", str(team)]
        subprocess.run(demo, check=True, stdout=subprocess.DEVNULL)
        nummer = min((team / "faelle").glob("[0-9]*.md")).stem
        subprocess.run(["git", "init", "-q", "-b", "main"], cwd=team, check=True)
        with subprocess.Popen(["git", "fast-import", "--quiet"], cwd=team, stdin=subprocess.PIPE) as leser:
            assert leser.stdin is not None
            for stand in staende(team, anzahl):
                leser.stdin.write(stand)
        subprocess.run(["git", "reset", "-q", "--hard"], cwd=team, check=True)
        fallbuch = [
            sys.executable,
            "-m",
            "fallbuch.cli",
            "loeschen",
            nummer,
            "--trotzdem",
            "Messung",
            "--stichtag",
            "2026-06-30",
        ]
        print(f"{faelle} Fälle, {anzahl} Stände; der Fall steht in {anzahl // 200} von ihnen.\n")
        print("| Befehl | Rechenzeit | Dauer | Speicher |\n| --- | ---: | ---: | ---: |")
        miss("der Plan (`--zeigen`)", [*fallbuch, "--zeigen"], team)
        miss("der Plan mit der Geschichte (`--historie --zeigen`)", [*fallbuch, "--historie", "--zeigen"], team)
        miss("neue Geschichte mit Nachweis (`--historie --ja`)", [*fallbuch, "--historie", "--ja"], team)


if __name__ == "__main__":
    main()
