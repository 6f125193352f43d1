"""The proof: every object of a repository, every file of git's own and of the working tree looked through, containers too."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from fallbuch.loeschung.spuren import RUHENDES, Spurart, Spuren, als_text, ist_text
from fallbuch.loeschung.vergangenheit import inhalte
from fallbuch.text.git import git
from fallbuch.werte import dataclass

#: A tree is so much larger than its names that few of them are looked at together.
_BYTES = 32_000_000
_NAME_IM_BAUM = re.compile(rb"[0-7]{5,6} ([^\0]+)\0(?s:.{20})")
#: What cannot be read without the program that made it, by how such a file begins.
_VERSCHLOSSEN = {
    b"%PDF": "PDF",
    b"age-encryption.org": "verschlossen (age)",
    b"\x1f\x8b": "gepackt (gzip)",
    b"7z\xbc\xaf": "gepackt (7z)",
    b"# v2 git bundle": "gepackt (git bundle)",
    b"# v3 git bundle": "gepackt (git bundle)",
}
WORTE = {
    "blob": "Dateien in der Geschichte",
    "commit": "Stände mit ihren Nachrichten",
    "tag": "Marken mit ihren Texten",
    "tree": "Verzeichnisse mit den Namen von Dateien",
}


@dataclass(frozen=True, slots=True)
class Fund:
    """A place where something still stands."""

    wo: str
    arten: frozenset[Spurart]


@dataclass(frozen=True, kw_only=True)
class Nachweis:
    """What was looked through, how much of it, what was found, and what could not be read."""

    gezaehlt: Mapping[str, int]
    funde: Sequence[Fund]
    unlesbare: Mapping[str, int]

    @property
    def sauber(self) -> bool:
        return not self.funde


def durchsuche(ordner: Path, spuren: Spuren, vorsatz: str = "") -> Nachweis:
    """Look through a repository and its working tree for anything of the cases."""
    gezaehlt: Counter[str] = Counter()
    unlesbare: Counter[str] = Counter()
    funde = list(_objekte(ordner, spuren, vorsatz, gezaehlt, unlesbare))
    funde += _dateien(ordner, spuren, vorsatz, gezaehlt)
    return Nachweis(gezaehlt=dict(gezaehlt), funde=funde, unlesbare=dict(unlesbare))


def _objekte(
    ordner: Path, spuren: Spuren, vorsatz: str, gezaehlt: Counter[str], unlesbare: Counter[str]
) -> Iterator[Fund]:
    """Look through every object, also those to which nothing leads."""
    form = "%(objectname) %(objecttype) %(objectsize)"
    zeilen = git(ordner, "cat-file", "--batch-all-objects", f"--batch-check={form}").decode().splitlines()
    nach_art: dict[str, list[tuple[str, int]]] = {}
    for objekt, art, groesse in map(str.split, zeilen):
        nach_art.setdefault(art, []).append((objekt, int(groesse)))
    ruhende = _ruhende(ordner, vorsatz)
    namen: set[bytes] = set()
    for art, alle in sorted(nach_art.items()):
        gezaehlt[WORTE.get(art, art)] += len(alle)
        for teil in _gestueckelt(alle):
            for objekt, inhalt in inhalte(ordner, teil, frozenset({art.encode()})):
                if art == "tree":
                    namen.update(_NAME_IM_BAUM.findall(inhalt))
                    continue
                arten = spuren.arten(inhalt)
                if objekt in ruhende:
                    arten -= {Spurart.NUMMER}
                if arten:
                    yield Fund(f"{WORTE.get(art, art)}: {objekt[:12]}", frozenset(arten))
                if art == "blob" and (wie := _unlesbar(inhalt)) is not None:
                    unlesbare[wie] += 1
    for name in sorted(namen):
        if arten := {s.art for s in spuren.stellen(als_text(name)[0])}:
            yield Fund(f"Name einer Datei ({len(name)} Zeichen)", frozenset(arten))


def _ruhende(ordner: Path, vorsatz: str) -> frozenset[str]:
    """Return the objects in which a number is none of a case."""
    roh = git(
        ordner,
        "log",
        "--all",
        "--raw",
        "-m",
        "--root",
        "--no-abbrev",
        "--no-renames",
        "--format=",
        "--",
        *(f"{vorsatz}{ruhend}" for ruhend in RUHENDES),
    )
    return frozenset(z.split()[3] for z in roh.decode("utf-8", "replace").splitlines() if z.startswith(":"))


def _gestueckelt(alle: Sequence[tuple[str, int]]) -> Iterator[list[str]]:
    teil: list[str] = []
    summe = 0
    for objekt, groesse in alle:
        if teil and summe + groesse > _BYTES:
            yield teil
            teil, summe = [], 0
        teil.append(objekt)
        summe += groesse
    if teil:
        yield teil


def _dateien(ordner: Path, spuren: Spuren, vorsatz: str, gezaehlt: Counter[str]) -> Iterator[Fund]:
    """Look through every file below `.git` that holds no objects, and through the working tree."""
    for wo, unter, namen in os.walk(ordner):
        hier = Path(wo).relative_to(ordner).as_posix()
        in_git = hier == ".git" or hier.startswith(".git/")
        unter.sort()
        for name in sorted(namen):
            if hier.startswith(".git/objects/") and re.fullmatch(
                r"[0-9a-f]{38,62}|.*\.(pack|idx|rev|bitmap|mtimes)", name
            ):
                continue  # objects were looked through one by one
            pfad = f"{hier}/{name}".removeprefix("./")
            gezaehlt["Dateien von git selbst" if in_git else "Dateien im Ordner"] += 1
            arten = spuren.arten((ordner / pfad).read_bytes(), pfad) if not (ordner / pfad).is_symlink() else set()
            if pfad.startswith(tuple(f"{vorsatz}{ordner}" for ordner in RUHENDES)):
                arten -= {Spurart.NUMMER}
            if arten:
                yield Fund(pfad if not spuren.stellen(pfad) else "eine Datei, deren Name es nennt", frozenset(arten))


def _unlesbar(inhalt: bytes) -> str | None:
    if (wie := next((wie for anfang, wie in _VERSCHLOSSEN.items() if inhalt.startswith(anfang)), None)) is not None:
        return wie
    return (
        None
        if ist_text(inhalt) or inhalt.startswith(b"PK\x03\x04")
        else "kein Text (Bilder, alte Office-Dateien und anderes)"
    )
