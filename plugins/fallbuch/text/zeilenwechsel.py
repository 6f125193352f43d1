"""When lines of files were written, as far as git remembers: which came and which went with each saved state."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from fallbuch.text.git import git, hat_stand, oberster

_KOPF = "\x1e"
#: Stands before each name: no path has two slashes in a row.
_VOR_NAMEN = "///"
_MIT_EINEM_VORGAENGER = ("--min-parents=1", "--max-parents=1")
_ABSCHNITT = re.compile(r"@@ -[0-9]+(?:,([0-9]+))? \+[0-9]+(?:,([0-9]+))? @@")


@dataclass(slots=True)
class Zeilenwechsel:
    """What a saved state changed in one file: lines that came and that went."""

    am: datetime
    datei: str
    neu: list[str] = field(default_factory=list)
    weg: list[str] = field(default_factory=list)


#: What became of the lines in a saved state stays so: the desk asks again after each save, and only the newest is new.
#: By folder, names and state; so many are kept.
_bekannte: dict[tuple[str, tuple[str, ...], str], list[Zeilenwechsel]] = {}
_HOECHSTENS_BEKANNTE = 5_000


def zeilenwechsel(
    wurzel: Path, namen: Sequence[str], von: datetime | None = None, bis: datetime | None = None
) -> list[Zeilenwechsel]:
    """Return what became of the lines of files and folders on the way to the current state, oldest first.

    `von` and `bis` are the first and the last second. States without a predecessor (the very first one, and where
    a shallow clone ends) are left out: what they hold may have been written at any time. Without git there is nothing;
    raises `KeinGit` where git cannot tell.
    """
    if oberster(wurzel) is None or not hat_stand(wurzel):
        return []
    if von is None and bis is None:
        return [w for _, liste in _frage_git(wurzel, namen, ["HEAD"]) for w in liste]
    spanne = [f"--since={von.isoformat()}"] if von is not None else []
    spanne += [f"--until={bis.isoformat()}"] if bis is not None else []
    staende = git(wurzel, "rev-list", "--reverse", *_MIT_EINEM_VORGAENGER, *spanne, "HEAD").decode("ascii").split()
    ort = (str(wurzel), tuple(namen))
    neue = [stand for stand in staende if (*ort, stand) not in _bekannte]
    gefragt = dict(_frage_git(wurzel, namen, ["--no-walk=unsorted", "--stdin"], neue)) if neue else {}
    ergebnis = [gefragt.get(stand) or _bekannte.get((*ort, stand), []) for stand in staende]
    if len(_bekannte) + len(neue) > _HOECHSTENS_BEKANNTE:
        _bekannte.clear()
    _bekannte.update({(*ort, stand): liste for stand, liste in zip(staende, ergebnis, strict=True)})
    return [w for liste in ergebnis for w in liste]


def _frage_git(
    wurzel: Path, namen: Sequence[str], welche: Sequence[str], staende: Sequence[str] = ()
) -> Iterator[tuple[str, list[Zeilenwechsel]]]:
    """Yield states with what became of lines in each."""
    ausgabe = git(
        wurzel, "log", "--reverse", *_MIT_EINEM_VORGAENGER, *welche, f"--format={_KOPF}%H %ct", "--relative",
        "-p", "-U0", "-M", "--no-color", "--no-ext-diff", "--no-textconv", "--no-show-signature",
        f"--src-prefix={_VOR_NAMEN}", f"--dst-prefix={_VOR_NAMEN}", "--", *namen,
        eingabe="".join(f"{stand}\n" for stand in staende).encode() if staende else None,
    )  # fmt: skip
    # Every line of a file has a sign before it: only git's own can begin with this.
    for teil in f"\n{ausgabe.decode('utf-8', errors='replace')}".split(f"\n{_KOPF}")[1:]:
        kopf, *zeilen = teil.split("\n")
        stand, _, wann = kopf.partition(" ")
        yield stand, list(_gelesen(zeilen, datetime.fromtimestamp(int(wann), UTC)))


def _gelesen(zeilen: Sequence[str], am: datetime) -> Iterator[Zeilenwechsel]:
    alte = neue = 0
    wechsel = Zeilenwechsel(am, "")
    for zeile in zeilen:
        if alte and zeile.startswith("-"):
            alte -= 1
            wechsel.weg.append(zeile[1:].rstrip("\r"))
        elif neue and zeile.startswith("+"):
            neue -= 1
            wechsel.neu.append(zeile[1:].rstrip("\r"))
        elif zeile.startswith(f"diff --git {_VOR_NAMEN}"):
            wechsel = Zeilenwechsel(am, zeile.rpartition(f" {_VOR_NAMEN}")[2])
            yield wechsel
        elif (abschnitt := _ABSCHNITT.match(zeile)) is not None:
            alte, neue = (int(zahl) if zahl is not None else 1 for zahl in abschnitt.groups())
