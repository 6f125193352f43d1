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
_ABSCHNITT = re.compile(r"@@ -[0-9]+(?:,([0-9]+))? \+[0-9]+(?:,([0-9]+))? @@")


@dataclass(slots=True)
class Zeilenwechsel:
    """What a saved state changed in one file: lines that came and that went."""

    am: datetime
    datei: str
    neu: list[str] = field(default_factory=list)
    weg: list[str] = field(default_factory=list)


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
    spanne = [f"--since={von.isoformat()}"] if von is not None else []
    spanne += [f"--until={bis.isoformat()}"] if bis is not None else []
    ausgabe = git(
        wurzel, "log", "--reverse", "--min-parents=1", "--max-parents=1", *spanne, f"--format={_KOPF}%ct", "--relative",
        "-p", "-U0", "-M", "--no-color", "--no-ext-diff", "--no-textconv", "--no-show-signature",
        f"--src-prefix={_VOR_NAMEN}", f"--dst-prefix={_VOR_NAMEN}", "--", *namen,
    )  # fmt: skip
    return list(_gelesen(ausgabe.decode("utf-8", errors="replace").split("\n")))


def _gelesen(zeilen: Sequence[str]) -> Iterator[Zeilenwechsel]:
    am, alte, neue = datetime.fromtimestamp(0, UTC), 0, 0
    wechsel = Zeilenwechsel(am, "")
    for zeile in zeilen:
        if alte and zeile.startswith("-"):
            alte -= 1
            wechsel.weg.append(zeile[1:].rstrip("\r"))
        elif neue and zeile.startswith("+"):
            neue -= 1
            wechsel.neu.append(zeile[1:].rstrip("\r"))
        elif zeile.startswith(_KOPF):
            am = datetime.fromtimestamp(int(zeile[1:]), UTC)
        elif zeile.startswith(f"diff --git {_VOR_NAMEN}"):
            wechsel = Zeilenwechsel(am, zeile.rpartition(f" {_VOR_NAMEN}")[2])
            yield wechsel
        elif (abschnitt := _ABSCHNITT.match(zeile)) is not None:
            alte, neue = (int(zahl) if zahl is not None else 1 for zahl in abschnitt.groups())
