"""What a team's folder has saved in git, and what others have not got yet: saving, fetching, sending."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

from fallbuch.kennung import slug
from fallbuch.text.git import frage, git, grund, oberster, pfad_in_git, rufe, stuecke
from fallbuch.text.quelle import gibt_es
from fallbuch.werte import dataclass

#: Written when others could be reached: git's own note of it (FETCH_HEAD) is written anew by an attempt that fails.
_GEHOLT = "fallbuch-geholt"
#: Who has told git no address gets one that leads nowhere (RFC 2606).
_ANSCHRIFT = "{}@fallbuch.invalid"


@dataclass(frozen=True, slots=True)
class Rueckstand:
    """How many saved states others have not got, and how many of theirs are missing here; files that nobody has saved."""

    voraus: int
    zurueck: int
    ungespeicherte: Sequence[str]
    #: When others were last heard of, None where never.
    zuletzt: datetime | None


def unter_git(wurzel: Path) -> bool:
    """Tell whether the folder lies in a repository; git is not asked."""
    return oberster(wurzel) is not None


def sichere(wurzel: Path, namen: Iterable[str], betreff: str, wer: str = "") -> bool:
    """Save these files and no others as one state; tells whether there was anything to save. Raises `KeinGit`.

    `wer` is its author; without one it is whom git knows.
    The hooks of the team are not run: what is saved here has been checked already.
    """
    vorhandene = [n for n in namen if gibt_es(wurzel / n) or git(wurzel, "ls-files", "--", n)]
    if not vorhandene:
        return False
    git(wurzel, "add", "--all", "--", *vorhandene)
    if rufe(wurzel, "diff", "--cached", "--quiet", "HEAD", "--", *vorhandene).returncode == 0:
        return False
    git(
        wurzel,
        *_als(wurzel, wer),
        "commit",
        "--quiet",
        "--no-verify",
        "--message",
        betreff,
        "--",
        *vorhandene,
    )
    return True


def _als(wurzel: Path, wer: str) -> list[str]:
    """Return what tells git whose the state is: `wer`, unless that is whom git knows here anyway."""
    name, anschrift = (frage(wurzel, "config", was) or "" for was in ("user.name", "user.email"))
    if not (name and anschrift):
        eigener = wer or "Fallbuch"
        return ["-c", f"user.name={eigener}", "-c", f"user.email={_ANSCHRIFT.format(slug(eigener))}"]
    if not wer or wer.casefold() in name.casefold().split():
        return []
    return ["-c", f"author.name={wer}", "-c", f"author.email={_ANSCHRIFT.format(slug(wer))}"]


def mitten_im_zusammenfuehren(wurzel: Path) -> bool:
    """Tell whether somebody has begun to join two states by hand and not ended it."""
    namen = ("MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD", "rebase-merge", "rebase-apply")
    return any(gibt_es(pfad_in_git(wurzel, name)) for name in namen)


def gegenueber(wurzel: Path) -> str | None:
    """Return the branch of the others with which this one is compared, None where there is none."""
    ende = rufe(wurzel, "rev-parse", "--abbrev-ref", "--symbolic-full-name", "@{upstream}")
    return ende.stdout.decode("utf-8", "surrogateescape").strip() if ende.returncode == 0 else None


def ferne(wurzel: Path) -> str | None:
    """Return the name of the other place, `origin` where there are several, None where there is none."""
    namen = git(wurzel, "remote").decode("utf-8", "surrogateescape").split()
    return "origin" if "origin" in namen else next(iter(namen), None)


def zweig(wurzel: Path) -> str:
    """Return the name of the current branch, "" where there is none."""
    return frage(wurzel, "symbolic-ref", "--quiet", "--short", "HEAD") or ""


def rueckstand(wurzel: Path, ordner: Sequence[str]) -> Rueckstand:
    """Compare the folder with what is known of the others; nobody is asked over the network. Raises `KeinGit`."""
    roh = git(wurzel, "status", "--porcelain", "-z", "--untracked-files=all", "--no-renames", "--", *ordner)
    voraus = zurueck = 0
    if gegenueber(wurzel) is not None:
        zahlen = git(wurzel, "rev-list", "--left-right", "--count", "HEAD...@{upstream}").split()
        voraus, zurueck = int(zahlen[0]), int(zahlen[1])
    geholt = pfad_in_git(wurzel, _GEHOLT)
    zuletzt = datetime.fromtimestamp(geholt.stat().st_mtime) if gibt_es(geholt) else None  # noqa: DTZ006 - as the clock on the wall says
    return Rueckstand(voraus, zurueck, [name[3:] for name in stuecke(roh)], zuletzt)


def hole(wurzel: Path, von: str) -> bool:
    """Fetch what others have; tells whether they could be reached."""
    if rufe(wurzel, "fetch", "--quiet", von).returncode != 0:
        return False
    pfad_in_git(wurzel, _GEHOLT).write_bytes(b"")
    return True


def sende(wurzel: Path, an: str, wohin: str, *, zur_durchsicht: bool = False) -> bool:
    """Send the current branch; tells whether it was taken.

    Others' branch becomes what this one is compared with, but for one that waits for a review and replaces the last such.
    """
    merke = () if zur_durchsicht else ("--set-upstream",)
    return (
        rufe(
            wurzel, "push", "--quiet", *merke, an, f"{'+' if zur_durchsicht else ''}HEAD:refs/heads/{wohin}"
        ).returncode
        == 0
    )


def ursprung(wurzel: Path, eines: str, anderes: str) -> str | None:
    """Return the state from which two come, None where they have none in common."""
    return frage(wurzel, "merge-base", eines, anderes)


def geaenderte(wurzel: Path, von: str, bis: str) -> set[str]:
    """Return the files that differ between two states, by their names from the folder."""
    return set(stuecke(git(wurzel, "diff", "--name-only", "--no-renames", "--relative", "-z", von, bis)))


def verfasser(wurzel: Path, von: str, bis: str) -> list[tuple[str, list[str]]]:
    """Return who changed which files between two states, each person once, in the order of their first change."""
    roh = git(
        wurzel,
        "log",
        "--no-merges",
        "--reverse",
        "--relative",
        "--name-only",
        "-z",
        "--format=%x01%an",
        f"{von}..{bis}",
    )
    je_person: dict[str, dict[str, None]] = {}
    for stueck in roh.decode("utf-8", "surrogateescape").split("\x01")[1:]:
        name, *dateien = [teil.strip("\n") for teil in stueck.split("\0")]
        je_person.setdefault(name, {}).update(dict.fromkeys(filter(None, dateien)))
    return [(name, list(dateien)) for name, dateien in je_person.items()]


def verschmelze(wurzel: Path, dort: str, eigene: dict[str, bytes | None], betreff: str, wer: str) -> None:
    """Make one state of this one and `dort`, with `eigene` as the content of files that both have changed, and go there.

    The folder moves only to the finished state. Raises `KeinGit` where files not saved stand in the way.
    """
    ende = rufe(wurzel, "merge-tree", "--write-tree", "--no-messages", "--name-only", "-z", "HEAD", dort)
    if ende.returncode not in {0, 1}:
        raise grund(wurzel, ende.stderr)
    baum = ende.stdout.split(b"\0")[0].decode().strip()
    vorn = git(wurzel, "rev-parse", "--show-prefix").decode("utf-8", "surrogateescape").strip("\n")
    ablage = str(pfad_in_git(wurzel, "fallbuch-index").absolute())
    try:
        git(wurzel, "read-tree", f"--index-output={ablage}", baum)
        for name, inhalt in eigene.items():
            if inhalt is None:
                git(wurzel, "update-index", "--force-remove", "--", name, ablage=ablage)
                continue
            objekt = git(wurzel, "hash-object", "-w", "--stdin", eingabe=inhalt).decode().strip()
            git(wurzel, "update-index", "--add", "--cacheinfo", f"100644,{objekt},{vorn}{name}", ablage=ablage)
        baum = git(wurzel, "write-tree", ablage=ablage).decode().strip()
    finally:
        Path(ablage).unlink(missing_ok=True)
    stand = git(
        wurzel, *_als(wurzel, wer), "commit-tree", baum, "-p", "HEAD", "-p", dort, "-m", betreff
    ).decode().strip()  # fmt: skip
    gehe_zu(wurzel, stand)


def gehe_zu(wurzel: Path, stand: str) -> None:
    """Move the folder on to a state that follows from this one. Raises `KeinGit`."""
    git(wurzel, "merge", "--quiet", "--ff-only", stand)
