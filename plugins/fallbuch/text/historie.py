"""What git remembers of a folder; a folder without git remembers nothing."""

from __future__ import annotations

import hashlib
import os
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from fallbuch.befund import lesbar
from fallbuch.zeit import datum_aus

_GEDULD = 120
_SHA1_LAENGE = 40
# `git merge-file` ends with the number of conflicts, and with 255 where it could not work.
_HOECHSTENS_KONFLIKTE = 127
# Begins the line of a saved state; hardly any file name does.
_KOPF = "\x1e"


class KeinGit(Exception):
    """The folder is not under version control, or git is not installed."""


def git(wurzel: Path, *argumente: str, eingabe: bytes | None = None) -> bytes:
    """Run git in `wurzel` and return what it prints; raises `KeinGit` where it cannot."""
    ende = _rufe(wurzel, *argumente, eingabe=eingabe)
    if ende.returncode != 0:
        raise KeinGit(str(wurzel))
    return ende.stdout


def _rufe(wurzel: Path, *argumente: str, eingabe: bytes | None = None) -> subprocess.CompletedProcess[bytes]:
    # Messages of git are not shown; its output must not depend on the user's language or pager.
    umgebung = {**os.environ, "LC_ALL": "C", "GIT_PAGER": "cat", "GIT_OPTIONAL_LOCKS": "0"}
    try:
        return subprocess.run(  # noqa: S603 - a list of words, no shell; no word of it comes from a file
            ["git", "-c", "core.quotePath=false", *argumente],  # noqa: S607 - git is found as the user finds it
            cwd=wurzel,
            env=umgebung,
            input=eingabe,
            capture_output=True,
            check=False,
            timeout=_GEDULD,
        )
    except (OSError, subprocess.TimeoutExpired) as fehler:
        raise KeinGit(str(wurzel)) from fehler


def fruehere_dateien(wurzel: Path, ordner: str) -> frozenset[str]:
    """Return the names of all files that ever stood in `ordner`, on any branch; none without git."""
    try:
        ausgabe = git(
            wurzel, "log", "--all", "--no-renames", "--diff-filter=A", "--name-only", "--format=", "-z", "--", ordner
        )
    except KeinGit:
        return frozenset()
    return frozenset(os.path.basename(name) for name in _namen(ausgabe))


def gespeicherte_fassungen(wurzel: Path, ordner: str) -> dict[str, frozenset[str]]:
    """Return name → git objects of each file that stood in `ordner` on the way to the current state; none without git."""
    worte = (
        "log",
        "HEAD",
        "-m",
        "--no-renames",
        "--diff-filter=AM",
        "--raw",
        "--abbrev=64",
        "--format=",
        "-z",
        "--",
        ordner,
    )
    try:
        stuecke = list(_namen(git(wurzel, *worte)))
    except KeinGit:
        return {}
    ergebnis: dict[str, frozenset[str]] = {}
    for angaben, pfad in zip(stuecke[::2], stuecke[1::2], strict=False):
        name, objekt = os.path.basename(pfad), angaben.split()[3]
        ergebnis[name] = ergebnis.get(name, frozenset()) | {objekt}
    return ergebnis


def objektname(inhalt: bytes, wie: str) -> str:
    """Return how git names a file's content, in the same way as another of its names."""
    art = hashlib.sha256 if len(wie) > _SHA1_LAENGE else hashlib.sha1
    return art(b"blob %d\0" % len(inhalt) + inhalt).hexdigest()


def aktueller_stand(wurzel: Path) -> str:
    """Return the name of the newest saved state, "" without git or before the first one."""
    try:
        return git(wurzel, "rev-parse", "HEAD").decode("ascii", errors="replace").strip()
    except KeinGit:
        return ""


@dataclass(frozen=True, slots=True)
class Speicherung:
    """A state that somebody saved: when, who, and what they wrote about it."""

    tag: date
    wer: str
    was: str


def speicherungen(wurzel: Path, ordner: str) -> dict[str, list[Speicherung]]:
    """Return what git remembers of each file in `ordner`, newest first, by the file's name; nothing without git.

    Names are followed no further than the file itself; the day is that of the author's clock.
    """
    try:
        ausgabe = git(
            wurzel,
            "log",
            "--no-renames",
            "--relative",
            "--name-only",
            "--date=short",
            f"--format={_KOPF}%ad%x1f%an%x1f%s",
            "-z",
            "--",
            ordner,
        )
    except KeinGit:
        return {}
    ergebnis: dict[str, list[Speicherung]] = {}
    stand: Speicherung | None = None
    # Between the line of a state and its first file git writes a line end, between files a NUL.
    for stueck in ausgabe.decode("utf-8", errors="replace").replace("\n", "\0").split("\0"):
        if stueck.startswith(_KOPF):
            tag, wer, was = stueck.removeprefix(_KOPF).split("\x1f", 2)
            am = datum_aus(tag)
            stand = None if am is None else Speicherung(am, lesbar(wer, 80), lesbar(was, 200))
        elif stand is not None and os.path.dirname(stueck) == ordner:
            ergebnis.setdefault(os.path.basename(stueck), []).append(stand)
    return ergebnis


def vorgemerkte(wurzel: Path, ordner: Sequence[str]) -> list[str]:
    """Return the files below `ordner` that the next commit adds or changes, relative to `wurzel`."""
    ausgabe = git(wurzel, "diff", "--cached", "--relative", "--name-only", "--diff-filter=ACMR", "-z", "--", *ordner)
    return sorted(_namen(ausgabe))


def gespeicherter_inhalt(wurzel: Path, stand: str, name: str) -> bytes:
    """Return a file of a saved state, or of the next one (""). Raises `KeinGit` where it is not in it."""
    return git(wurzel, "cat-file", "blob", f"{stand}:./{name}")


def konflikte(wurzel: Path, ordner: str) -> dict[str, tuple[bytes | None, bytes | None, bytes | None]]:
    """Return the files that git could not merge, each as both sides' origin, here and there (None: no such file)."""
    gefunden: dict[str, list[bytes | None]] = {}
    for zeile in _namen(git(wurzel, "ls-files", "--unmerged", "-z", "--", ordner)):
        angaben, _, name = zeile.partition("\t")
        _, kennung, stufe = angaben.split()
        gefunden.setdefault(name, [None, None, None])[int(stufe) - 1] = git(wurzel, "cat-file", "blob", kennung)
    return {name: (basis, hier, dort) for name, (basis, hier, dort) in gefunden.items()}


def markiere_konflikt(hier: Path, basis: Path, dort: Path) -> None:
    """Write both versions into `hier`, marked as git does it: where they differ, else the files as a whole.

    Git sees no conflict where the lines fit together; somebody has to decide all the same.
    """
    unsere, ihre = hier.read_bytes(), dort.read_bytes()
    namen = ("-L", "hier", "-L", "Ursprung", "-L", "dort")
    try:
        code = _rufe(hier.parent, "merge-file", *namen, str(hier), str(basis), str(dort)).returncode
    except KeinGit:
        code = -1
    if not 0 < code <= _HOECHSTENS_KONFLIKTE:
        teile = (b"<<<<<<< hier", unsere.rstrip(b"\n"), b"=======", ihre.rstrip(b"\n"), b">>>>>>> dort", b"")
        hier.write_bytes(b"\n".join(teile))


def merke_vor(wurzel: Path, namen: Sequence[str]) -> None:
    """Put files as they are now into the next commit."""
    git(wurzel, "add", "--", *namen)


def vorsatz(wurzel: Path) -> str:
    """Return the way from the repository to a folder in it, with a slash at its end; "" at its top, or without git."""
    try:
        return git(wurzel, "rev-parse", "--show-prefix").decode("utf-8", errors="replace").strip("\n")
    except KeinGit:
        return ""


def hauptzweig(wurzel: Path) -> str:
    """Return the branch that counts: what a clone took from its origin, else the one that is checked out, else `main`."""
    for name in ("refs/remotes/origin/HEAD", "HEAD"):
        try:
            zweig = git(wurzel, "symbolic-ref", "--quiet", "--short", name).decode("utf-8", errors="replace").strip()
        except KeinGit:
            continue
        return zweig.removeprefix("origin/")
    return "main"


def nur_ein_teil() -> bool:
    """Tell whether git is about to commit some files only (`git commit -- file`): then it works on an index of its own."""
    return Path(os.environ.get("GIT_INDEX_FILE", "index")).name.startswith("next-index")


def hakenordner(wurzel: Path) -> Path:
    """Return the folder in which git looks for programs to run; raises `KeinGit`."""
    ausgabe = git(wurzel, "rev-parse", "--git-path", "hooks").decode("utf-8", errors="replace").strip()
    return (wurzel / ausgabe).resolve()


def _namen(ausgabe: bytes) -> Iterator[str]:
    for roh in ausgabe.split(b"\0"):
        if name := roh.decode("utf-8", errors="surrogateescape").strip("\n"):
            yield name


def erste_eltern(wurzel: Path) -> frozenset[str]:
    """Return the commits of the way that the branch itself went, each join as one step. Raises `KeinGit`."""
    return frozenset(git(wurzel, "rev-list", "--first-parent", "HEAD").decode("ascii", errors="replace").split())


def zeit_des_stands(wurzel: Path, commit: str) -> float:
    """Return when a commit was made, in seconds since 1970; 0 where git cannot say."""
    try:
        return float(git(wurzel, "show", "-s", "--format=%ct", commit).decode("ascii", errors="replace").strip() or 0)
    except KeinGit:
        return 0.0


def wer_ich_bin(wurzel: Path) -> str:
    """Return the name under which git would save now, as it is shown; "" where it knows none."""
    try:
        return lesbar(git(wurzel, "config", "user.name").decode("utf-8", errors="replace").strip(), 80)
    except KeinGit:
        return ""
