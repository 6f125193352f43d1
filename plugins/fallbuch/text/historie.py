"""What git remembers of a folder. A folder without git remembers nothing; where git cannot tell, `KeinGit` is raised."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from fallbuch.befund import lesbar
from fallbuch.text.git import KeinGit, frage, git, hat_stand, inhalte_von, oberster, pfad_in_git, rand, rufe, stuecke
from fallbuch.werte import dataclass
from fallbuch.zeit import datum_aus

_SHA1_LAENGE = 40
#: What git writes before a folder, and before a repository inside another.
_ORDNER, FREMD = "040000", "160000"
# Begins the line of a saved state; hardly any file name does.
_KOPF = "\x1e"


def fruehere_dateien(wurzel: Path, ordner: str) -> frozenset[str]:
    """Return the names of all files that ever stood in `ordner`, on any branch, also those that came with a merge."""
    if oberster(wurzel) is None:
        return frozenset()
    ausgabe = git(
        wurzel, "log", "--all", "-m", "--no-renames", "--diff-filter=A", "--name-only", "--format=", "-z", "--", ordner
    )
    return frozenset(os.path.basename(name) for name in _namen(ausgabe))


def gespeicherte_fassungen(wurzel: Path, ordner: str) -> dict[str, frozenset[str]]:
    """Return name → git objects of each file that stood in `ordner` on the way to the current state."""
    if not _gibt_es_stand(wurzel):
        return {}
    ausgabe = git(
        wurzel, "log", "HEAD", "-m", "--no-renames", "--diff-filter=AM", "--raw", "--abbrev=64", "--format=", "-z",
        "--", ordner,
    )  # fmt: skip
    teile = list(_namen(ausgabe))
    ergebnis: dict[str, frozenset[str]] = {}
    for angaben, pfad in zip(teile[::2], teile[1::2], strict=False):
        name, objekt = os.path.basename(pfad), angaben.split()[3]
        ergebnis[name] = ergebnis.get(name, frozenset()) | {objekt}
    return ergebnis


def objektname(inhalt: bytes, wie: str) -> str:
    """Return how git names a file's content, in the same way as another of its names."""
    art = hashlib.sha256 if len(wie) > _SHA1_LAENGE else hashlib.sha1
    return art(b"blob %d\0" % len(inhalt) + inhalt).hexdigest()


def aktueller_stand(wurzel: Path) -> str:
    """Return the name of the newest saved state, "" before the first one."""
    return (frage(wurzel, "rev-parse", "--verify", "HEAD") or "") if _gibt_es_stand(wurzel) else ""


def _gibt_es_stand(wurzel: Path) -> bool:
    """Tell whether git has saved anything of a folder; one without git has nothing saved."""
    return oberster(wurzel) is not None and hat_stand(wurzel)


@dataclass(frozen=True, slots=True)
class Speicherung:
    """A state that somebody saved: when, who, and what they wrote about it."""

    tag: date
    wer: str
    was: str


def speicherungen(wurzel: Path, ordner: str) -> dict[str, list[Speicherung]]:
    """Return what git remembers of each file in `ordner`, newest first, by the file's name.

    Names are followed no further than the file itself; the day is that of the author's clock.
    """
    if not _gibt_es_stand(wurzel):
        return {}
    form = f"--format={_KOPF}%H%x1f%ad%x1f%an%x1f%s"
    ausgabe = git(wurzel, "log", "--no-renames", "--relative", "--name-only", "--date=short", form, "-z", "--", ordner)
    ergebnis: dict[str, list[Speicherung]] = {}
    anfang = rand(wurzel)
    stand: Speicherung | None = None
    # Between the line of a state and its first file git writes a line end, between files a NUL.
    for stueck in ausgabe.decode("utf-8", errors="replace").replace("\n", "\0").split("\0"):
        if stueck.startswith(_KOPF):
            commit, tag, wer, was = stueck.removeprefix(_KOPF).split("\x1f", 3)
            am = datum_aus(tag)
            # Where the history is cut off, git takes all files for new.
            stand = None if am is None or commit in anfang else Speicherung(am, lesbar(wer, 80), lesbar(was, 200))
        elif stand is not None and os.path.dirname(stueck) == ordner:
            ergebnis.setdefault(os.path.basename(stueck), []).append(stand)
    return ergebnis


def vorgemerkte(wurzel: Path, ordner: Sequence[str]) -> list[str]:
    """Return the files below `ordner` that the next commit adds or changes, relative to `wurzel`."""
    ausgabe = git(wurzel, "diff", "--cached", "--relative", "--name-only", "--diff-filter=ACMR", "-z", "--", *ordner)
    return sorted(_namen(ausgabe))


def gespeicherter_inhalt(wurzel: Path, stand: str, name: str) -> bytes | None:
    """Return a file of a saved state, or of the next one (""); None where it is not in it."""
    worte = ("ls-tree", "-z", stand) if stand else ("ls-files", "--stage", "-z")
    for eintrag in _namen(git(wurzel, *worte, "--", name)):
        if eintrag.startswith((_ORDNER, FREMD)):
            return None
        objekt = next(w for w in eintrag.partition("\t")[0].split() if len(w) >= _SHA1_LAENGE)
        return git(wurzel, "cat-file", "blob", objekt)
    return None


def gespeicherte_inhalte(wurzel: Path, orte: Sequence[tuple[str, str]]) -> dict[tuple[str, str], bytes]:
    """Return files of saved states by state and name, all from one call of git; what it has not got as a file is left out."""
    gesuchte = [ort for ort in orte if "\n" not in ort[1]]
    inhalte = inhalte_von(wurzel, (f"{stand}:./{name}" for stand, name in gesuchte))
    return {ort: inhalt for ort, inhalt in zip(gesuchte, inhalte, strict=True) if inhalt is not None}


def laesst_aus(wurzel: Path, name: str) -> bool:
    """Tell whether git passes over a file because its name is in an ignore file."""
    if oberster(wurzel) is None:
        return False
    return rufe(wurzel, "check-ignore", "--quiet", "--no-index", "--", name, woertlich=False).returncode == 0


def merke_vor(wurzel: Path, namen: Sequence[str]) -> None:
    """Put files as they are now into the next commit."""
    git(wurzel, "add", "--", *namen)


def vorsatz(wurzel: Path) -> str:
    """Return the way from the repository to a folder in it, with a slash at its end; "" at its top, or without git."""
    try:
        return git(wurzel, "rev-parse", "--show-prefix").decode("utf-8", errors="replace").strip("\n")
    except KeinGit:
        oben = oberster(wurzel)  # where git refuses, the folders still lie as they lie
        weg = wurzel.absolute().relative_to(oben.absolute()).as_posix() if oben is not None else "."
        return "" if weg == "." else f"{weg}/"


def hauptzweig(wurzel: Path) -> str:
    """Return the branch that counts: what a clone took from its origin, else the one that is checked out, else `main`."""
    for name in ("refs/remotes/origin/HEAD", "HEAD"):
        if zweig := frage(wurzel, "symbolic-ref", "--quiet", "--short", name):
            return zweig.removeprefix("origin/")
    return "main"


def nur_ein_teil() -> bool:
    """Tell whether git is about to commit some files only (`git commit -- file`): then it works on an index of its own."""
    return Path(os.environ.get("GIT_INDEX_FILE", "index")).name.startswith("next-index")


def hakenordner(wurzel: Path) -> Path:
    """Return the folder in which git looks for programs to run; raises `KeinGit`."""
    return pfad_in_git(wurzel, "hooks").resolve()


def _namen(ausgabe: bytes) -> Iterator[str]:
    return (name for stueck in stuecke(ausgabe) if (name := stueck.strip("\n")))


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
