"""The proof: every object of a repository, every file of git's own and of the working tree looked through, containers too."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from fallbuch.loeschung.lesarten import als_name, als_text, ganz_lesbar, sagt_worte
from fallbuch.loeschung.spuren import RUHENDES, Spurart, Spuren, zaehlende
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
    b"7z\xbc\xaf": "gepackt (7z)",
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
    #: Those of them that lie in the folder now, by their names.
    unlesbare_namen: Sequence[str] = ()

    @property
    def sauber(self) -> bool:
        return not self.funde


def durchsuche(ordner: Path, spuren: Spuren, vorsatz: str = "") -> Nachweis:
    """Look through a repository and its working tree for anything of the cases."""
    gezaehlt: Counter[str] = Counter()
    unlesbare: Counter[str] = Counter()
    funde = [_benannt(ordner, spuren, fund) for fund in _objekte(ordner, spuren, vorsatz, gezaehlt, unlesbare)]
    namen: list[str] = []
    funde += _dateien(ordner, spuren, vorsatz, gezaehlt, namen)
    return Nachweis(gezaehlt=dict(gezaehlt), funde=funde, unlesbare=dict(unlesbare), unlesbare_namen=sorted(namen))


def _benannt(ordner: Path, spuren: Spuren, fund: Fund) -> Fund:
    """Say of a version of a file what it is called and since when it is there, and of a state its day: people look for these."""
    art, _, objekt = fund.wo.partition(": ")
    if art == WORTE["blob"]:
        form = "--format=%ad"
        zeilen = git(ordner, "log", "--all", f"--find-object={objekt}", "--raw", "--date=format:%d.%m.%Y", form).decode("utf-8", "replace").splitlines()  # fmt: skip
        name = next((z.partition("\t")[2] for z in zeilen if z.startswith(":")), "")
        mehr = f"„{name}“, Stand vom {zeilen[0]}" if name and not spuren.stellen(name) else "ihr Name nennt es auch"
    elif art == WORTE["commit"]:
        mehr = f"vom {git(ordner, 'show', '--no-patch', '--date=format:%d.%m.%Y', '--format=%ad', objekt).decode().strip()}"
    else:
        return fund
    return Fund(f"{fund.wo} ({mehr})", fund.arten)


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
                if arten and objekt in ruhende:
                    arten = zaehlende(arten, ruhende[objekt])
                if arten:
                    yield Fund(f"{WORTE.get(art, art)}: {objekt[:12]}", frozenset(arten))
                if art == "blob" and (wie := _unlesbar(inhalt)) is not None:
                    unlesbare[wie] += 1
    for name in sorted(namen):
        if arten := {s.art for s in spuren.stellen(als_text(name)[0])}:
            yield Fund(f"Name einer Datei ({len(name)} Zeichen)", frozenset(arten))


def _ruhende(ordner: Path, vorsatz: str) -> Mapping[str, str]:
    """Return the objects in which a number is none of a case, with their names in the team's folder."""
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
    zeilen = (z.partition("\t") for z in roh.decode("utf-8", "replace").splitlines() if z.startswith(":"))
    return {kopf.split()[3]: name.removeprefix(vorsatz) for kopf, _, name in zeilen}


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


def _dateien(
    ordner: Path, spuren: Spuren, vorsatz: str, gezaehlt: Counter[str], namen_unlesbarer: list[str]
) -> Iterator[Fund]:
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
            if hier == ".git/hooks" and name.endswith(".sample"):
                continue  # the same in every folder, and made by git with each
            pfad = f"{hier}/{name}".removeprefix("./")
            gezaehlt["Dateien von git selbst" if in_git else "Dateien im Ordner"] += 1
            if (ordner / pfad).is_symlink():
                continue
            inhalt = (ordner / pfad).read_bytes()
            if not in_git and _unlesbar(inhalt) is not None and not pfad.endswith(".age"):
                namen_unlesbarer.append(pfad)
            if arten := zaehlende(spuren.arten(inhalt, als_name(pfad)), pfad.removeprefix(vorsatz)):
                yield Fund(
                    pfad if not spuren.stellen(als_name(pfad)) else "eine Datei, deren Name es nennt", frozenset(arten)
                )


def _unlesbar(inhalt: bytes) -> str | None:
    if (wie := next((wie for anfang, wie in _VERSCHLOSSEN.items() if inhalt.startswith(anfang)), None)) is not None:
        return wie
    if not ganz_lesbar(inhalt):
        return "gepackt, mit Teilen, die beschädigt oder mit einem Kennwort verschlossen sind"
    return None if sagt_worte(inhalt) else "kein Text (Bilder, alte Office-Dateien und anderes)"
