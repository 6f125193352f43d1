"""What a team's folder has saved in git, and what others have not got yet: saving, fetching, sending."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

from fallbuch.kennung import slug
from fallbuch.text.git import Gitlage, KeinGit, frage, git, grund, oberster, pfad_in_git, rufe, stuecke
from fallbuch.text.historie import vorsatz
from fallbuch.text.quelle import gibt_es, ist_verschlossen
from fallbuch.werte import dataclass

#: Who saves where nobody has a name.
_NIEMAND = "Fallbuch"
#: Seconds that somebody waits for a place that does not answer.
_GEDULD = 45
#: Written when others could be reached: git's own note of it (FETCH_HEAD) is written anew by an attempt that fails.
_GEHOLT = "fallbuch-geholt"
#: Asks git for something that it may refuse though nothing is damaged.
_git = partial(git, sonst=Gitlage.GEHT_NICHT)
#: How git ends where it does not know a command or an option.
_UNBEKANNT = 129
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


def merkmale(wurzel: Path) -> list[Path]:
    """Return the files of git that change with whatever it saves, joins or notes for the next state; none without git."""
    oben = oberster(wurzel)
    ort = oben / ".git" if oben is not None else None
    # A second working tree keeps them elsewhere, and git itself is not asked at every look.
    if ort is None or not ort.is_dir():
        return []
    return [ort / name for name in ("index", "HEAD", "logs/HEAD", "MERGE_HEAD")]


def unter_git(wurzel: Path) -> bool:
    """Tell whether the folder lies in a repository; git is not asked."""
    return oberster(wurzel) is not None


def sind_geaendert(wurzel: Path, namen: Iterable[str]) -> bool:
    """Tell whether one of these files is other than it was saved last. Raises `KeinGit`."""
    return bool(_git(wurzel, "status", "--porcelain", "--untracked-files=no", "--", *namen))


def sichere(wurzel: Path, namen: Iterable[str], betreff: str, wer: str = "") -> bool:
    """Save these files and no others as one state; tells whether there was anything to save. Raises `KeinGit`.

    `wer` is its author; without one it is whom git knows.
    No hook is run: what is saved here has been checked already.
    """
    vorhandene = [n for n in namen if gibt_es(wurzel / n) or _git(wurzel, "ls-files", "--", n)]
    if not vorhandene:
        return False
    _git(wurzel, "add", "--all", "--", *vorhandene)
    if rufe(wurzel, "diff", "--cached", "--quiet", "HEAD", "--", *vorhandene).returncode == 0:
        return False
    _git(
        wurzel,
        *_als(wurzel, wer),
        "-c",
        f"core.hooksPath={os.devnull}",
        "commit",
        "--quiet",
        "--no-verify",
        "--message",
        betreff,
        "--",
        *vorhandene,
    )
    return True


def hat_namen(wurzel: Path) -> bool:
    """Tell whether git knows here who saves."""
    return bool(frage(wurzel, "config", "user.name"))


def _als(wurzel: Path, wer: str) -> list[str]:
    """Return what tells git whose the state is: `wer`, unless that is whom git knows here anyway."""
    # What git cannot take for a name is left out, be it all of it.
    wer = wer if wer.strip(" .,:;<>\"'\\") else ""
    wer = "".join(z for z in wer if z not in "<>" and z.isprintable())
    name, anschrift = (frage(wurzel, "config", was) or "" for was in ("user.name", "user.email"))
    if not (name and anschrift):
        eigener = wer or name or _NIEMAND
        return ["-c", f"user.name={eigener}", "-c", f"user.email={_ANSCHRIFT.format(slug(eigener))}"]
    if not wer or wer.casefold() in name.casefold().split():
        return []
    return ["-c", f"author.name={wer}", "-c", f"author.email={_ANSCHRIFT.format(slug(wer))}"]


def mitten_im_zusammenfuehren(wurzel: Path) -> bool:
    """Tell whether somebody has begun to join two states by hand and not ended it."""
    namen = ("MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD", "rebase-merge", "rebase-apply")
    return any(gibt_es(pfad_in_git(wurzel, name)) for name in namen)


def gegenueber(wurzel: Path) -> str | None:
    """Return the branch of the others with which this one is compared, None where there is none.

    Where nobody has said which, it is the one of the same name.
    """
    ende = rufe(wurzel, "rev-parse", "--abbrev-ref", "--symbolic-full-name", "@{upstream}")
    if ende.returncode == 0:
        return ende.stdout.decode("utf-8", "surrogateescape").strip()
    ort, hier = ferne(wurzel), zweig(wurzel)
    name = f"{ort}/{hier}"
    gibt_es_dort = (
        ort and hier and rufe(wurzel, "rev-parse", "--verify", "--quiet", f"refs/remotes/{name}").returncode == 0
    )
    return name if gibt_es_dort else None


def ferne(wurzel: Path) -> str | None:
    """Return the name of the other place, `origin` where there are several, None where there is none."""
    namen = _git(wurzel, "remote").decode("utf-8", "surrogateescape").split()
    return "origin" if "origin" in namen else next(iter(namen), None)


def zweig(wurzel: Path) -> str:
    """Return the name of the current branch, "" where there is none."""
    # Not its short name: where a tag is called the same, that has "heads/" before it.
    return (frage(wurzel, "symbolic-ref", "--quiet", "HEAD") or "").removeprefix("refs/heads/")


def rueckstand(wurzel: Path, ordner: Sequence[str]) -> Rueckstand:
    """Compare the folder with what is known of the others; nobody is asked over the network. Raises `KeinGit`."""
    roh = _git(wurzel, "status", "--porcelain", "-z", "--untracked-files=all", "--no-renames", "--", *ordner)
    vorn = vorsatz(wurzel)
    voraus = zurueck = 0
    if (dort := gegenueber(wurzel)) is not None:
        zahlen = _git(wurzel, "rev-list", "--left-right", "--count", f"HEAD...{dort}").split()
        voraus, zurueck = int(zahlen[0]), int(zahlen[1])
    geholt = pfad_in_git(wurzel, _GEHOLT)
    zuletzt = datetime.fromtimestamp(geholt.stat().st_mtime) if gibt_es(geholt) else None  # noqa: DTZ006 - as the clock on the wall says
    return Rueckstand(voraus, zurueck, [name[3:].removeprefix(vorn) for name in stuecke(roh)], zuletzt)


def aenderungen(wurzel: Path, dort: str) -> int:
    """Count the saved states that others have not got, without those that only join two."""
    return int(_git(wurzel, "rev-list", "--count", "--no-merges", f"{dort}..HEAD"))


def hole(wurzel: Path, von: str) -> bool:
    """Fetch what others have; tells whether they could be reached."""
    try:
        if rufe(wurzel, "fetch", "--quiet", von, geduld=_GEDULD).returncode != 0:
            return False
    except KeinGit as fehler:
        if fehler.lage is Gitlage.ZU_LANGE:
            return False
        raise
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


def verschlossene_seit(wurzel: Path, dort: str | None) -> list[str]:
    """Return the locked files that came with commits that others have not got, those too that went again."""
    seit = f"{dort}..HEAD" if dort is not None else "HEAD"
    worte = ("log", "-z", "--format=", "--name-only", "--diff-filter=AM", seit, "--", ":(top,icase)*.age*")
    namen = stuecke(git(wurzel, *worte, woertlich=False))
    return list(dict.fromkeys(name.strip("\n") for name in namen if ist_verschlossen(name)))


def ursprung(wurzel: Path, eines: str, anderes: str) -> str | None:
    """Return the state from which two come, None where they have none in common."""
    return frage(wurzel, "merge-base", eines, anderes)


def geaenderte(wurzel: Path, von: str, bis: str) -> set[str]:
    """Return the files that differ between two states, by their names from the folder."""
    return set(stuecke(_git(wurzel, "diff", "--name-only", "--no-renames", "--relative", "-z", von, bis)))


def beiseite(wurzel: Path) -> list[tuple[str, bytes]]:
    """Return the changes that somebody has put aside (stash): what git calls each, and what is in it."""
    namen = _git(wurzel, "stash", "list", "--format=%gd").decode("utf-8", "replace").split()
    return [(name, _git(wurzel, "stash", "show", "--include-untracked", "--patch", "--text", name)) for name in namen]


def geloeschte(wurzel: Path, von: str, bis: str) -> set[str]:
    """Return the files that the later of two states no longer has, by their names from the folder."""
    filter_ = "--diff-filter=D"
    return set(stuecke(_git(wurzel, "diff", "--name-only", "--no-renames", filter_, "--relative", "-z", von, bis)))


def verfasser(wurzel: Path, von: str, bis: str) -> list[tuple[str, list[str]]]:
    """Return who changed which files between two states, each person once, in the order of their first change."""
    roh = _git(
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


#: The rights of an ordinary file, as git writes them.
_DATEI = "100644"


def _verschmolzen(wurzel: Path, dort: str) -> tuple[str, list[str]]:
    """Let git join this state and `dort` line by line, in no folder; returns the result and the files that it could not join."""
    ende = rufe(wurzel, "merge-tree", "--write-tree", "--no-messages", "--name-only", "-z", "HEAD", dort)
    if ende.returncode == _UNBEKANNT:
        raise KeinGit(Gitlage.ALT, wurzel)
    if ende.returncode not in {0, 1}:
        raise grund(wurzel, ende.stderr, Gitlage.GEHT_NICHT)
    baum, *namen = stuecke(ende.stdout)
    return baum.strip(), namen


def strittige(wurzel: Path, dort: str) -> list[str]:
    """Return the files that git cannot join by itself, by their names from the folder."""
    return _verschmolzen(wurzel, dort)[1]


def verschmelze(wurzel: Path, dort: str, eigene: dict[str, bytes | None], betreff: str, wer: str) -> None:
    """Make one state of this one and `dort`, with `eigene` as the content of files that both have changed, and go there.

    The folder moves only to the finished state. Raises `KeinGit` where files not saved stand in the way.
    """
    baum, _ = _verschmolzen(wurzel, dort)
    vorn = vorsatz(wurzel)
    ablage = str(pfad_in_git(wurzel, "fallbuch-index").absolute())
    try:
        _git(wurzel, "read-tree", f"--index-output={ablage}", baum)
        for name, inhalt in eigene.items():
            if inhalt is None:
                _git(wurzel, "update-index", "--force-remove", "--", name, ablage=ablage)
                continue
            rechte = _git(wurzel, "ls-tree", "HEAD", "--", name)[:6].decode() or _DATEI
            objekt = _git(wurzel, "hash-object", "-w", "--stdin", eingabe=inhalt).decode().strip()
            _git(wurzel, "update-index", "--add", "--cacheinfo", f"{rechte},{objekt},{vorn}{name}", ablage=ablage)
        baum = _git(wurzel, "write-tree", ablage=ablage).decode().strip()
    finally:
        Path(ablage).unlink(missing_ok=True)
    stand = _git(
        wurzel, *_als(wurzel, wer), "commit-tree", baum, "-p", "HEAD", "-p", dort, "-m", betreff
    ).decode().strip()  # fmt: skip
    gehe_zu(wurzel, stand)


def gehe_zu(wurzel: Path, stand: str) -> None:
    """Move the folder on to a state that follows from this one. Raises `KeinGit`."""
    ende = rufe(wurzel, "merge", "--quiet", "--ff-only", stand)
    if ende.returncode != 0:
        # Git says so in no other way than by words.
        raise (
            KeinGit(Gitlage.IM_WEG, wurzel)
            if b"overwritten" in ende.stderr
            else grund(wurzel, ende.stderr, Gitlage.GEHT_NICHT)
        )
