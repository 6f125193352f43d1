"""Saved states of a folder, read from git without touching the files on the disk.

Names are relative to the folder, which may be any folder of its repository.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from fallbuch.befund import lesbar
from fallbuch.text.historie import KeinGit, git

_DATEI, _AUSFUEHRBAR = "100644", "100755"
_HOLEN = "git fetch --unshallow"


class KeinStand(Exception):
    """A state cannot be had; the message is a German sentence with the next step."""


@dataclass(frozen=True, slots=True)
class Paar:
    """A file in two states: its name there, None where it is not."""

    alt: str | None
    neu: str | None


class Stand:
    """A saved state of a folder; the files that were in it, each read when it is asked for."""

    def __init__(self, wurzel: Path, commit: str) -> None:
        self._wurzel = wurzel
        self.commit = commit

    @cached_property
    def dateien(self) -> Mapping[str, str]:
        """Return name → git object of every ordinary file; links and other repositories are none."""
        ergebnis = {}
        for eintrag in _stuecke(git(self._wurzel, "ls-tree", "-r", "-z", self.commit)):
            angaben, _, name = eintrag.partition("\t")
            art, _, objekt = angaben.split()
            if art in {_DATEI, _AUSFUEHRBAR}:
                ergebnis[name] = objekt
        return ergebnis

    def inhalte(self, namen: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """Yield the content of files of this state, all from one call of git."""
        gesucht = [(name, self.dateien[name]) for name in namen if name in self.dateien]
        if not gesucht:
            return
        anfrage = "".join(f"{objekt}\n" for _, objekt in gesucht).encode()
        antwort = git(self._wurzel, "cat-file", "--batch", eingabe=anfrage)
        ort = 0
        for name, _ in gesucht:
            ende = antwort.index(b"\n", ort)
            worte = antwort[ort:ende].split()
            if len(worte) != 3:
                raise KeinStand(
                    f"git hat den früheren Inhalt von „{lesbar(name)}“ nicht geholt. Rufen Sie „{_HOLEN}“ auf."
                )
            groesse = int(worte[2])
            yield name, antwort[ende + 1 : ende + 1 + groesse]
            ort = ende + 1 + groesse + 1


def bestimme_stand(wurzel: Path, name: str) -> str:
    """Return the commit that a name means (a branch, a tag, a number). Raises `KeinStand`."""
    commit = _commit(wurzel, name)
    if commit:
        return commit
    try:
        git(wurzel, "rev-parse", "--git-dir")
    except KeinGit as fehler:
        raise KeinStand(
            f"„{wurzel}“ steht nicht unter git, oder git ist nicht installiert. Vergleichen lassen sich nur Stände, die git kennt."
        ) from fehler
    if name == "HEAD":
        raise KeinStand(
            "In git ist hier noch nichts gespeichert. Vergleichen lässt sich erst, wenn es einen ersten Stand gibt."
        )
    zweig = name if name.startswith("origin/") else f"origin/{name}"
    hilfe = f" Meinten Sie „{zweig}“?" if name != zweig and _commit(wurzel, zweig) else ""
    raise KeinStand(
        f"Einen Stand „{lesbar(name)}“ kennt git hier nicht.{hilfe} Nennen Sie einen Zweig oder einen gespeicherten Stand; "
        "fehlt er auf diesem Rechner, holen Sie ihn mit „git fetch“."
    )


def _commit(wurzel: Path, name: str) -> str:
    """Return the commit of a name, "" where git knows none."""
    try:
        roh = git(wurzel, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    except KeinGit:
        return ""
    return roh.decode().strip()


def gemeinsamer_ursprung(wurzel: Path, basis: str, kopf: str) -> str:
    """Return the newest commit from which both come. Raises `KeinStand`."""
    try:
        return git(wurzel, "merge-base", basis, kopf).decode().strip()
    except KeinGit as fehler:
        if git(wurzel, "rev-parse", "--is-shallow-repository").strip() == b"true":
            raise KeinStand(
                f"Hier liegen nur die neuesten Stände, der gemeinsame Ursprung fehlt. Holen Sie die ganze Geschichte mit „{_HOLEN}“; "
                "in einer Pipeline von GitHub oder Forgejo steht dafür „fetch-depth: 0“ beim Auschecken, bei GitLab „GIT_DEPTH: 0“."
            ) from fehler
        raise KeinStand(
            "Die beiden Stände haben keinen gemeinsamen Ursprung; sie stammen aus verschiedenen Anfängen. "
            "Nennen Sie einen Stand, aus dem der andere hervorgegangen ist."
        ) from fehler


def tag_des_stands(wurzel: Path, commit: str) -> str:
    """Return the day on which a state was saved, by the clock of who saved it."""
    return git(wurzel, "show", "-s", "--format=%cs", commit).decode("ascii", errors="replace").strip()


def unterschiede(wurzel: Path, basis: str, kopf: str | None) -> list[Paar]:
    """Return the files that differ between two commits, or between one and the folder as it is now.

    Git compares its objects: files that are the same are not opened. A file that was renamed is one pair.
    """
    worte = ["diff", "--raw", "-z", "--abbrev=64", "--find-renames", "--relative", "--no-ext-diff", "--no-textconv"]
    ausgabe = git(wurzel, *worte, basis, *([kopf] if kopf is not None else []), "--")
    paare = list(_paare(_stuecke(ausgabe)))
    if kopf is None:
        neue = _stuecke(git(wurzel, "ls-files", "--others", "--exclude-standard", "-z", "--"))
        paare += [Paar(None, name) for name in neue]
    return paare


def _paare(stuecke: Iterator[str]) -> Iterator[Paar]:
    for angaben in stuecke:
        art = angaben.rsplit(" ", 1)[1][:1]
        name = next(stuecke)
        match art:
            case "A":
                yield Paar(None, name)
            case "D":
                yield Paar(name, None)
            case "R":
                yield Paar(name, next(stuecke))
            case "C":
                yield Paar(None, next(stuecke))
            case _:
                yield Paar(name, name)


def _stuecke(ausgabe: bytes) -> Iterator[str]:
    return (s.decode("utf-8", errors="surrogateescape") for s in ausgabe.split(b"\0") if s)


@dataclass(frozen=True, slots=True)
class Schritt:
    """A commit of a file's history: which state it made of which, and who wrote what about it."""

    commit: str
    davor: str | None
    datum: str
    wer: str
    was: str
    paar: Paar


def schritte(wurzel: Path, name: str) -> Sequence[Schritt]:
    """Return what git remembers of a file, newest first, under earlier names too; merges tell nothing of their own."""
    kopf = "\x1e%H%x1f%P%x1f%ad%x1f%an%x1f%s%x1f"
    ausgabe = git(
        wurzel,
        "log",
        "--follow",
        "--raw",
        "-z",
        "--abbrev=64",
        "--relative",
        "--date=short",
        f"--format={kopf}",
        "--",
        name,
    )
    ergebnis = []
    for block in ausgabe.split(b"\x1e")[1:]:
        commit, eltern, datum, wer, was, rest = block.decode("utf-8", errors="surrogateescape").split("\x1f", 5)
        stuecke = (s for s in rest.lstrip("\n\0").split("\0") if s.strip("\n"))
        paare = list(_paare(stuecke))
        if paare:
            davor = eltern.split()[0] if eltern else None
            ergebnis.append(Schritt(commit, davor, datum, lesbar(wer, 80), lesbar(was, 200), paare[0]))
    return ergebnis
