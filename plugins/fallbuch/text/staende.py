"""Saved states of a folder, read from git without touching the files on the disk.

Names are relative to the folder, which may be any folder of its repository.
"""

from __future__ import annotations

import posixpath
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path

from fallbuch.befund import lesbar
from fallbuch.text.git import HOLEN, frage, git, grund, hat_stand, inhalte_von, ist_flach, oberster, rand, stuecke
from fallbuch.text.historie import FREMD
from fallbuch.werte import dataclass

#: What git writes before a link.
_VERWEIS = "120000"


class KeinStand(Exception):
    """A state cannot be had; the message is a German sentence with the next step."""


@dataclass(frozen=True, slots=True)
class Paar:
    """A file in two states: its name there, None where it is not."""

    alt: str | None
    neu: str | None


class Gitstand:
    """A saved state of a folder, or the next one (""); the files that were in it, each read when it is asked for."""

    def __init__(self, wurzel: Path, commit: str) -> None:
        self._wurzel = wurzel
        self.commit = commit

    @cached_property
    def dateien(self) -> Mapping[str, str]:
        """Return name → git object of every file, also of those that a link in the folder leads to."""
        return {**self._eigene, **{name: self._eigene[ziel] for name, ziel in self.verwiesene.items()}}

    @cached_property
    def verwiesene(self) -> Mapping[str, str]:
        """Return the names under which links show other files of this folder → those files' own names."""
        ergebnis = {}
        for name, objekt in self._verweise.items():
            ziel = self._ziel(name, objekt)
            if ziel in self._eigene:
                ergebnis[name] = ziel
            else:
                ergebnis |= {f"{name}{d[len(ziel) :]}": d for d in self._eigene if d.startswith(f"{ziel}/")}
        return ergebnis

    def ist_draussen(self, name: str) -> bool:
        """Tell whether a link leads out of the folder in which it stands, where the folder may be reached by a link itself."""
        ziel = self.verwiesene.get(name)
        if ziel is None or name not in self._verweise:
            return False
        ordner = posixpath.dirname(name)
        wo = self._ziel(ordner, self._verweise[ordner]) if ordner in self._verweise else ordner
        return not ziel.startswith(f"{wo}/")

    @cached_property
    def fremde(self) -> frozenset[str]:
        """Return the folders that are repositories of their own: git knows no file of theirs."""
        return frozenset(name for name, (art, _) in self._eintraege.items() if art == FREMD)

    @cached_property
    def _eintraege(self) -> Mapping[str, tuple[str, str]]:
        ergebnis = {}
        worte = ("ls-tree", "-r", "-z", self.commit) if self.commit else ("ls-files", "--stage", "-z")
        for eintrag in stuecke(git(self._wurzel, *worte)):
            angaben, _, name = eintrag.partition("\t")
            art, eines, anderes = angaben.split()
            if self.commit:
                ergebnis[name] = (art, anderes)
            elif anderes == "0":  # the others wait to be joined
                ergebnis[name] = (art, eines)
        return ergebnis

    @cached_property
    def _eigene(self) -> Mapping[str, str]:
        return {name: objekt for name, (art, objekt) in self._eintraege.items() if art not in {_VERWEIS, FREMD}}

    @cached_property
    def _verweise(self) -> Mapping[str, str]:
        return {name: objekt for name, (art, objekt) in self._eintraege.items() if art == _VERWEIS}

    def _ziel(self, name: str, objekt: str) -> str:
        """Return what a link leads to."""
        inhalt = git(self._wurzel, "cat-file", "blob", objekt).decode("utf-8", errors="surrogateescape")
        return posixpath.normpath(posixpath.join(posixpath.dirname(name), inhalt))

    def inhalte(self, namen: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """Yield the content of files of this state, all from one call of git."""
        gesucht = [(name, self.dateien[name]) for name in namen if name in self.dateien]
        inhalte = inhalte_von(self._wurzel, (objekt for _, objekt in gesucht)) if gesucht else ()
        for (name, _), inhalt in zip(gesucht, inhalte, strict=True):
            if inhalt is None:
                raise grund(self._wurzel)  # git knows that it is there, and has not got it
            yield name, inhalt


_HOECHSTENS_GENANNT = 10


def bestimme_stand(wurzel: Path, name: str) -> str:
    """Return the commit that a name means (a branch, a tag, a number). Raises `KeinStand`."""
    if oberster(wurzel) is None:
        raise KeinStand(
            f"„{wurzel}“ steht nicht unter git, oder git ist nicht installiert. Vergleichen lassen sich nur Stände, die git kennt."
        )
    commit = _commit(wurzel, name)
    if commit:
        return commit
    if name == "HEAD":
        if hat_stand(wurzel):
            raise grund(wurzel)
        raise KeinStand(
            "In git ist hier noch nichts gespeichert. Vergleichen lässt sich erst, wenn es einen ersten Stand gibt."
        )
    zweig = name if name.startswith("origin/") else f"origin/{name}"
    hilfe = f" Meinten Sie „{zweig}“?" if name != zweig and _commit(wurzel, zweig) else ""
    alle = zweige(wurzel)
    genannt = ", ".join(map(lesbar, alle[:_HOECHSTENS_GENANNT]))
    genannt += " und weitere" if len(alle) > _HOECHSTENS_GENANNT else ""
    gibt_es = f" Zweige, die es gibt: {genannt}." if alle else ""
    raise KeinStand(
        f"Einen Stand „{lesbar(name)}“ kennt git hier nicht.{hilfe}{gibt_es} Nennen Sie einen Zweig oder einen gespeicherten Stand; "
        "fehlt er auf diesem Rechner, holen Sie ihn mit „git fetch“."
    )


def zweige(wurzel: Path) -> list[str]:
    """Return the names of all branches, those of origins as `origin/NAME`; raises `KeinGit`."""
    namen = git(wurzel, "for-each-ref", "--format=%(refname)", "refs/heads", "refs/remotes").decode("utf-8", "replace")
    kurz = (n.removeprefix("refs/heads/").removeprefix("refs/remotes/") for n in namen.split("\n") if n)
    return [name for name in kurz if not name.endswith("/HEAD")]


def _commit(wurzel: Path, name: str) -> str:
    """Return the commit of a name, "" where git knows none."""
    return frage(wurzel, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}") or ""


def gemeinsamer_ursprung(wurzel: Path, basis: str, kopf: str) -> str:
    """Return the newest commit from which both come. Raises `KeinStand`."""
    alle = urspruenge(wurzel, basis, kopf)
    if not alle and ist_flach(wurzel):
        raise KeinStand(f"Hier liegen nur die neuesten Stände, der gemeinsame Ursprung fehlt. {HOLEN}")
    if not alle:
        raise KeinStand(
            "Die beiden Stände haben keinen gemeinsamen Ursprung; sie stammen aus verschiedenen Anfängen. "
            "Nennen Sie einen Stand, aus dem der andere hervorgegangen ist."
        )
    if len(alle) > 1:
        # Whichever is taken, what was lost in the merge that made the other one would not show.
        raise KeinStand(
            "Die beiden Stände wurden schon kreuzweise zusammengeführt und haben mehrere gemeinsame Ursprünge. "
            "Führen Sie zuerst den neuesten Stand der Basis mit Ihrem zusammen („git merge“), und vergleichen Sie dann."
        )
    return alle[0]


def urspruenge(wurzel: Path, *staende: str) -> list[str]:
    """Return the newest commits from which all of these come; several where they were joined crosswise, none in strange histories."""
    return (frage(wurzel, "merge-base", "--all", *staende) or "").split()


def tag_des_stands(wurzel: Path, commit: str) -> str:
    """Return the day on which a state was saved, by the clock of who saved it."""
    return git(wurzel, "show", "-s", "--format=%cs", commit).decode("ascii", errors="replace").strip()


def unterschiede(wurzel: Path, basis: str, kopf: str | None) -> list[Paar]:
    """Return the files that differ between two commits, or between one and the next ("") or the folder as it is now (None).

    Git compares its objects: files that are the same are not opened. A file that was renamed is one pair.
    """
    worte = ["diff", "--raw", "-z", "--abbrev=64", "--find-renames", "--relative", "--no-ext-diff", "--no-textconv"]
    welche = ["--cached", basis] if kopf == "" else [basis] if kopf is None else [basis, kopf]
    ausgabe = git(wurzel, *worte, *welche, "--")
    paare = list(_paare(stuecke(ausgabe)))
    if kopf is None:
        neue = stuecke(git(wurzel, "ls-files", "--others", "--exclude-standard", "-z", "--"))
        paare += [Paar(None, name) for name in neue]
    return paare


def _paare(teile: Iterator[str]) -> Iterator[Paar]:
    for angaben in teile:
        *_, vorher, nachher, art = angaben.split(" ")
        art, name = art[:1], next(teile)
        if art == "M" and vorher == nachher:
            continue  # who may run a file is no content
        # A copy is new, and so is what was added; what was renamed or copied has a second name.
        danach = next(teile) if art in {"R", "C"} else name
        yield Paar(None if art in {"A", "C"} else name, None if art == "D" else danach)


@dataclass(frozen=True, slots=True)
class Verlaufsschritt:
    """A commit of a file's history: of which states it made which, and who wrote what about it.

    A step with several states before it joined them.
    """

    commit: str
    davor: tuple[str, ...]
    datum: str
    wer: str
    was: str
    paar: Paar
    #: What was before lies elsewhere: only the newest states are here.
    am_rand: bool = False


def schritte(wurzel: Path, name: str) -> Sequence[Verlaufsschritt]:
    """Return what git remembers of a file, newest first, under earlier names too."""
    # Nobody who writes about a state knows beforehand what stands between two of them.
    trenner = f"\x1e{secrets.token_hex(8)}"
    kopf = f"{trenner}%H%x1f%P%x1f%ad%x1f%an%x1f%s%x1f"
    # Also what is gone by now from one side of a join, and each join with what it made of each side.
    ausgabe = git(
        wurzel, "log", "--follow", "--full-history", "-m", "--raw", "-z", "--abbrev=64", "--relative", "--date=short",
        f"--format={kopf}", "--", name,
    )  # fmt: skip
    ergebnis: list[Verlaufsschritt] = []
    abgeschnitten = rand(wurzel)
    for block in ausgabe.split(trenner.encode())[1:]:
        commit, eltern, datum, *namen, rest = block.decode("utf-8", errors="surrogateescape").split("\x1f")
        wer, was = namen[0], " ".join(namen[1:])
        paare = list(_paare(s for s in rest.lstrip("\n\0").split("\0") if s.strip("\n")))
        davor = tuple(eltern.split())
        if not paare or (ergebnis and ergebnis[-1].commit == commit):
            continue
        paar = paare[0] if len(davor) < 2 else Paar(name, name)
        if (paar.neu or paar.alt) != name:
            break  # git took the file for a copy, and would go on with what it was copied from
        ergebnis.append(
            Verlaufsschritt(commit, davor, datum, lesbar(wer, 80), lesbar(was, 200), paar, commit in abgeschnitten)
        )
        name = paar.alt or name
    return ergebnis


def spaeterer_name(wurzel: Path, commit: str, name: str) -> str | None:
    """Return how a file is called since a commit that took it away, None where it is gone."""
    worte = ("show", "--raw", "-z", "--abbrev=64", "--relative", "--find-renames", "--format=", commit)
    return next((p.neu for p in _paare(stuecke(git(wurzel, *worte))) if p.alt == name), None)
