"""What two people did to the same files, as git knows it: files that wait to be joined, joins that are under way, joins that were saved."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from fallbuch.text.git import KeinGit, frage, git, lies_inhalt, oberster, pfad_in_git, rufe, stuecke
from fallbuch.text.quelle import gibt_es, ist_verschlossen
from fallbuch.text.staende import Gitstand, urspruenge
from fallbuch.werte import dataclass

# `git merge-file` ends with the number of conflicts, and with 255 where it could not work.
_HOECHSTENS_KONFLIKTE = 127
#: How `git ls-files -t` marks a file that waits to be joined, and one that a sparse checkout leaves out.
_WARTET, _AUSGEBLENDET = "M", "S"
#: The three versions of a file: what both sides come from, ours, theirs; None where there is none.
Fassungen = tuple[bytes | None, bytes | None, bytes | None]


@dataclass(frozen=True, slots=True)
class Ordnerlage:
    """What is special about files of a folder: those that wait to be joined, those that git keeps out of it, encrypted ones."""

    wartende: tuple[str, ...] = ()
    ausgeblendete: tuple[str, ...] = ()
    verschlossene: tuple[str, ...] = ()


def ordnerlage(wurzel: Path, ordner: str = ".") -> Ordnerlage:
    """Ask git about the files of a folder, and about encrypted ones wherever they lie; raises `KeinGit` where it cannot tell."""
    if oberster(wurzel) is None:
        return Ordnerlage()
    zeilen = [
        z.partition(" ")
        for z in stuecke(git(wurzel, "ls-files", "-t", "-z", "--", ordner, ":(top,icase)*.age*", woertlich=False))
    ]
    # What lies beside the team in a larger repository goes to everybody as well.
    verschlossene = dict.fromkeys(name for _, _, name in zeilen if ist_verschlossen(name))
    zeilen = [z for z in zeilen if not z[2].startswith("../")]
    wartende = dict.fromkeys(name for art, _, name in zeilen if art == _WARTET)
    # Who puts such a file there by hand has it there.
    fehlende = (name for art, _, name in zeilen if art == _AUSGEBLENDET and not gibt_es(wurzel / name))
    return Ordnerlage(tuple(wartende), tuple(fehlende), tuple(verschlossene))


def konflikte(wurzel: Path, ordner: str) -> dict[str, Fassungen]:
    """Return the files that git could not merge."""
    return _fassungen(wurzel, "--unmerged", ordner)


def geklaerte(wurzel: Path, ordner: str) -> dict[str, Fassungen]:
    """Return the files that git could not merge and that somebody has declared to be done since the last commit."""
    return _fassungen(wurzel, "--resolve-undo", ordner)


def _fassungen(wurzel: Path, welche: str, ordner: str) -> dict[str, Fassungen]:
    gefunden: dict[str, list[bytes | None]] = {}
    for zeile in stuecke(git(wurzel, "ls-files", welche, "-z", "--", ordner)):
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
        code = rufe(hier.parent, "merge-file", *namen, str(hier), str(basis), str(dort)).returncode
    except KeinGit:
        code = -1
    if not 0 < code <= _HOECHSTENS_KONFLIKTE:
        teile = (b"<<<<<<< hier", unsere.rstrip(b"\n"), b"=======", ihre.rstrip(b"\n"), b">>>>>>> dort", b"")
        hier.write_bytes(b"\n".join(teile))


@dataclass(frozen=True, slots=True)
class Zusammenfuehrung:
    """A join of several states: what each side is, what they come from, and what came of it ("": the next state)."""

    seiten: tuple[Gitstand, ...]
    urspruenge: tuple[Gitstand, ...]
    ergebnis: Gitstand

    @classmethod
    def von(cls, wurzel: Path, seiten: tuple[str, ...], ergebnis: str) -> Zusammenfuehrung:
        return cls(
            tuple(Gitstand(wurzel, s) for s in seiten),
            tuple(Gitstand(wurzel, s) for s in urspruenge(wurzel, *seiten)),
            Gitstand(wurzel, ergebnis),
        )

    def umstrittene(self) -> Iterator[str]:
        """Yield the files of which the result could lack something: more than one side had a hand in it, or another hand."""
        for name in sorted({n for seite in self.seiten for n in seite.dateien}):
            objekte = {s.dateien.get(name) for s in self.seiten}
            neue = objekte - {u.dateien.get(name) for u in self.urspruenge}
            # One side alone changed it, and so it stands there; or nobody changed it.
            if {self.ergebnis.dateien.get(name)} != (neue or objekte):
                yield name


def laufende(wurzel: Path) -> Zusammenfuehrung | None:
    """Return the join that the next commit will save, None where none is under way."""
    if oberster(wurzel) is None or frage(wurzel, "rev-parse", "--verify", "--quiet", "MERGE_HEAD") is None:
        return None
    koepfe = lies_inhalt(pfad_in_git(wurzel, "MERGE_HEAD")).decode("ascii").split()
    kopf = frage(wurzel, "rev-parse", "--verify", "--quiet", "HEAD") or ""
    return Zusammenfuehrung.von(wurzel, (kopf, *koepfe), "")


def gespeicherte(wurzel: Path, basis: str) -> Iterator[Zusammenfuehrung]:
    """Yield the joins that were saved since a state, newest first."""
    for zeile in git(wurzel, "rev-list", "--merges", "--parents", f"{basis}..HEAD").decode("ascii").splitlines():
        commit, *eltern = zeile.split()
        yield Zusammenfuehrung.von(wurzel, tuple(eltern), commit)
