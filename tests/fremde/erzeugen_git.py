"""Lets git libraries merge case files: most of them never call the merge driver that a team has set up.

Usage: .venv/bin/python -m tests.fremde.erzeugen_git [--werkstatt FOLDER]

Three situations, each as base, `hier` (the branch checked out) and `dort` (the branch merged into it). Every library gets
a repository made by git itself, with `faelle/*.md merge=fallbuch` in its attributes and a driver that leaves a trace when
it is called. What a library leaves in the working tree that did not call it goes to `zusammengefuehrt/`; what each one
says, and whether it called the driver, to `zusammengefuehrt.json`. git itself runs along: it calls the driver.
Needs node, npm, a Java that runs single source files, and Debian's libjgit-java in the version written here.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.fremde.erzeugen import HIER, ORIGINALE, PROGRAMME, Werkstatt
from tests.git import git

ZIEL = HIER / "zusammengefuehrt"
LISTE = HIER / "zusammengefuehrt.json"
DATEI = "faelle/4711.md"
JARS = ("org.eclipse.jgit", "slf4j-api", "slf4j-nop", "javaewah", "jsch")

_JANA = "\n## 2026-02-10 Beratung (Jana)\n\nUnterlagen sind vollständig.\n\nFolgetermin: 2026-03-02 10:00\n"
_OLE = "\n## 2026-02-10 Telefonat (Ole)\n\nDer Betrieb meldet sich nächste Woche.\n\nFolgetermin: 2026-03-05\n"
_OFFEN = "- [ ] Kundin holt die Zeugnisse beim alten Arbeitgeber ab"


@dataclass(frozen=True, slots=True)
class Lage:
    """What two people did to the same file."""

    name: str
    hier: Callable[[str], str]
    dort: Callable[[str], str]


LAGEN = (
    Lage("beide-haengen-an", lambda b: b + _JANA, lambda b: b + _OLE),
    Lage(
        "dasselbe-feld",
        lambda b: b.replace("\nBerater: Jana\n", "\nBerater: Mira\n"),
        lambda b: b.replace("\nBerater: Jana\n", "\nBerater: Ole\n"),
    ),
    Lage("haken-und-anhang", lambda b: b.replace(_OFFEN, _OFFEN.replace("[ ]", "[x]")), lambda b: b + _OLE),
)

Lauf = Callable[[Werkstatt, Path], Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Bibliothek:
    """A library that merges, and how it is run over a repository."""

    name: str
    version: str
    was: str
    lauf: Lauf

    @property
    def ordner(self) -> str:
        return f"{self.name}-{self.version}"


def _sagt(worte: list[str | Path], wo: Path) -> Mapping[str, str]:
    """Run a helper and return the JSON it prints last."""
    ende = subprocess.run([*map(str, worte)], cwd=wo, capture_output=True, text=True, check=False)
    if ende.returncode:
        raise SystemExit(ende.stdout + ende.stderr)
    return dict(json.loads(ende.stdout.strip().splitlines()[-1]))


def _isomorphic(werkstatt: Werkstatt, repo: Path) -> Mapping[str, str]:
    return _sagt(["node", "zusammenfuehren.mjs", repo], werkstatt.npm("zeile"))


_PYGIT2 = """
import json, sys
import pygit2
repo = pygit2.Repository(sys.argv[1])
repo.merge(repo.branches['andere'].target)
print(json.dumps({'ergebnis': 'Konflikt' if repo.index.conflicts else 'zusammengeführt'}))
"""

_DULWICH = """
import json, sys
from dulwich import porcelain
_, konflikte = porcelain.merge(sys.argv[1], b'andere', author=b'T <t@example.org>', committer=b'T <t@example.org>')
print(json.dumps({'ergebnis': 'Konflikt' if konflikte else 'zusammengeführt'}))
"""


def _python(programmtext: str) -> Lauf:
    return lambda werkstatt, repo: _sagt([werkstatt.python("git") / "python", "-c", programmtext, repo], repo)


def _jgit(werkstatt: Werkstatt, repo: Path) -> Mapping[str, str]:
    pfad = ":".join(f"/usr/share/java/{jar}.jar" for jar in JARS)
    return _sagt(
        [
            "java",
            "-Dfile.encoding=UTF-8",
            "-Dstdout.encoding=UTF-8",
            "-cp",
            pfad,
            PROGRAMME / "Zusammenfuehren.java",
            repo,
        ],
        repo,
    )


def _git(werkstatt: Werkstatt, repo: Path) -> Mapping[str, str]:
    ende = subprocess.run(
        ["git", "-c", "user.name=T", "-c", "user.email=t@example.org", "merge", "--quiet", "--no-edit", "andere"],
        cwd=repo, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return {"ergebnis": "Konflikt" if ende.returncode else "zusammengeführt"}


BIBLIOTHEKEN = (
    Bibliothek(
        "isomorphic-git", "1.44.11", "git in JavaScript, in Editoren und Redaktionssystemen des Browsers", _isomorphic
    ),
    Bibliothek(
        "pygit2", "1.21.0", "Python über libgit2 1.9.7, das auch in Programmen mit Oberfläche steckt", _python(_PYGIT2)
    ),
    Bibliothek("jgit", "4.11.9", "git in Java, in Eclipse und in Servern", _jgit),
    Bibliothek("dulwich", "1.2.21", "git in Python", _python(_DULWICH)),
    Bibliothek("git", "", "git selbst, zum Vergleich", _git),
)


def repository(ordner: Path, lage: Lage, basis: str) -> Path:
    """Make a repository with the two branches of a situation; its merge driver leaves a trace and fails."""
    repo = ordner / "repo"
    (repo / "faelle").mkdir(parents=True)
    git(repo, "init", "--quiet", "--initial-branch=main")
    git(repo, "config", "merge.fallbuch.driver", f"touch {ordner}/gerufen; false")
    (repo / ".gitattributes").write_text("faelle/*.md merge=fallbuch\n", encoding="utf-8")

    def stand(text: str) -> None:
        (repo / DATEI).write_bytes(text.encode())
        git(repo, "add", ".")
        git(repo, "commit", "--quiet", "--message=Stand")

    stand(basis)
    git(repo, "checkout", "--quiet", "-b", "andere")
    stand(lage.dort(basis))
    git(repo, "checkout", "--quiet", "main")
    stand(lage.hier(basis))
    return repo


def main(worte: list[str] | None = None) -> int:
    """Run every library over every situation."""
    leser = argparse.ArgumentParser(description="Lässt git-Bibliotheken Falldateien zusammenführen.")
    leser.add_argument("--werkstatt", type=Path)
    wahl = leser.parse_args(worte)
    paket = subprocess.run(
        ["dpkg-query", "-W", "-f", "${Version}", "libjgit-java"], capture_output=True, text=True, check=False
    )
    if not paket.stdout.startswith("4.11.9-"):
        raise SystemExit(f"JGit 4.11.9 is needed: apt-get install libjgit-java. Found: {paket.stdout or 'none'}.")
    os.environ |= {"GIT_AUTHOR_DATE": "2026-02-10T10:00:00Z", "GIT_COMMITTER_DATE": "2026-02-10T10:00:00Z"}
    basis = (ORIGINALE / "4711.md").read_text(encoding="utf-8")
    shutil.rmtree(ZIEL, ignore_errors=True)
    liste = []
    with tempfile.TemporaryDirectory() as name:
        werkstatt = Werkstatt((wahl.werkstatt or Path(name)).resolve())
        werkstatt.ordner.mkdir(parents=True, exist_ok=True)
        for lage in LAGEN:
            ziel = ZIEL / lage.name
            ziel.mkdir(parents=True)
            for wort, text in (("basis", basis), ("hier", lage.hier(basis)), ("dort", lage.dort(basis))):
                (ziel / f"{wort}.md").write_bytes(text.encode())
            for bibliothek in BIBLIOTHEKEN:
                with tempfile.TemporaryDirectory() as ort:
                    repo = repository(Path(ort), lage, basis)
                    antwort = bibliothek.lauf(werkstatt, repo)
                    gerufen = (Path(ort) / "gerufen").exists()
                    if not gerufen:
                        shutil.copy(repo / DATEI, ziel / f"{bibliothek.ordner}.md")
                kopf = {
                    "lage": lage.name,
                    "bibliothek": bibliothek.name,
                    "version": bibliothek.version,
                    "was": bibliothek.was,
                }
                liste.append({**kopf, **antwort, "treiber": "gerufen" if gerufen else "nicht gerufen"})
                print(lage.name, bibliothek.name, antwort["ergebnis"], liste[-1]["treiber"], sep="  ", flush=True)
    LISTE.write_text(json.dumps(liste, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
