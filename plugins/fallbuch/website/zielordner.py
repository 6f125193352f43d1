"""The folder into which a build writes. It holds nothing else afterwards, so it must be one that a build made, or a new one."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from hashlib import blake2b
from itertools import chain
from pathlib import Path

from fallbuch.bestand.kerne import verteilt
from fallbuch.einrichtung import Einrichtung
from fallbuch.kennung import nfc
from fallbuch.leckprobe.probe import MARKE, MARKENTEXT
from fallbuch.text.quelle import ist_verschlossen
from fallbuch.werte import dataclass

_EIGENER = "Nennen Sie einen eigenen Ordner, zum Beispiel „site“."
#: What the builds wrote that left no mark.
_FRUEHER = ("404.html", "sitemap.xml", "search/search_index.json", "assets/fallbuch")


def mangel(
    ziel: Path, einrichtung: Einrichtung, woher: str, *, weitere: Mapping[str, Path], oberste: Mapping[str, Path]
) -> str:
    """Return in a sentence why nothing may be built into a folder, "" where it may; `woher` says who named it.

    A build must not touch the team's folder, nor what the caller reads: `oberste` are folders in which a site may lie
    beside other things, `weitere` keep to themselves.
    """
    wurzel = einrichtung.wurzel
    vergebene = {
        "liegen die Fälle": einrichtung.fallordner,
        "liegen die Vorlagen": wurzel / "vorlagen",
        "liegen die freigegebenen Zahlen": wurzel / "statistik",
        "liegen die Seiten des Teams": wurzel / einrichtung.datei.ordner.seiten,
        "liegt das Programm": wurzel / "programm",
        **weitere,
    }
    try:
        grund = _verboten(ziel, {"liegen die Dateien des Teams": wurzel, **oberste}, vergebene) or _bewohnt(ziel)
    except (OSError, RuntimeError):
        grund = f"Der Ordner lässt sich nicht ansehen. {_EIGENER}"
    return f"{woher} nennt „{ziel}“. {grund}" if grund else ""


def _verboten(ziel: Path, oberste: Mapping[str, Path], vergebene: Mapping[str, Path]) -> str:
    for was, ordner in (*oberste.items(), *vergebene.items()):
        if _liegt_in(ordner, ziel):
            return f"Dort {was}, und der Bau würde alles löschen. {_EIGENER}"
    for was, ordner in vergebene.items():
        if _liegt_in(ziel, ordner):
            return f"Der Ordner „{ordner.name}“ ist vergeben: Dort {was}. {_EIGENER}"
    if any(teil.casefold() == ".git" for teil in (*ziel.absolute().parts, *ziel.resolve().parts)):
        return f"Dort liegt das Verzeichnis von git. {_EIGENER}"
    return ""


def _bewohnt(ziel: Path) -> str:
    if (kontakt := next((p for p in ziel.rglob("*.[Aa][Gg][Ee]*") if ist_verschlossen(p.name)), None)) is not None:
        return f"Dort liegt eine verschlossene Datei wie von Kontaktdaten ({kontakt.name}), und der Bau würde sie löschen oder weitergeben. Verschieben Sie sie in den Ordner der Kontaktdaten."
    if ziel.exists() and not ziel.is_dir():
        return f"Das ist kein Ordner. {_EIGENER}"
    fremdes = _fremdes(ziel)
    if not fremdes:
        return ""
    return (
        f"Dort liegt „{fremdes}“, und kein Bau von Fallbuch hat den Ordner geschrieben; der Bau würde es löschen. Es wurde nichts verändert. "
        "Nennen Sie einen neuen oder leeren Ordner. Sind es nur alte Seiten, so löschen Sie den Ordner selbst, und bauen Sie noch einmal."
    )


def markiere(ziel: Path) -> None:
    """Make the folder, and leave the mark before anything is deleted or written: a build may be stopped at any time."""
    ziel.mkdir(parents=True, exist_ok=True)
    if (ziel / MARKE).is_symlink():
        (ziel / MARKE).unlink()
    (ziel / MARKE).write_bytes(MARKENTEXT)


@dataclass(frozen=True, slots=True)
class Seitenabdruck:
    """A file of which length and hash are known from an earlier build; made only where it does not lie there already."""

    laenge: int
    summe: bytes
    mache: Callable[[], bytes]


def summe(inhalt: bytes) -> bytes:
    """Return the hash by which a file is known again."""
    return blake2b(inhalt, digest_size=32).digest()


Inhalt = bytes | Seitenabdruck


def schreibe(ziel: Path, *teile: Callable[[], Iterable[tuple[str, Inhalt]]], kerne: int = 1) -> None:
    """Make the folder hold these files and no others; what is the same already is not written again.

    The parts are made at the same time where there are several cores. A build that was stopped leaves a mixture, which
    the next one makes right: it compares bytes, not times.
    """
    liegende = _liegende(ziel)
    geschrieben = verteilt(teile, lambda teil: _schreibe_teil(ziel, liegende, teil()), min(kerne, max(len(teile), 1)))
    neue = set(chain.from_iterable(geschrieben))
    ueberzaehlige = liegende.keys() - neue
    gleichnamige = {nfc(pfad).casefold(): pfad for pfad in neue}
    for pfad in ueberzaehlige:
        neuer = gleichnamige.get(nfc(pfad).casefold())
        if neuer is not None and _dieselbe(Path(ziel, pfad), Path(ziel, neuer)):
            Path(ziel, pfad).replace(Path(ziel, neuer))  # a disk that knows no case wrote it under its former name
            continue
        with suppress(
            FileNotFoundError, NotADirectoryError, IsADirectoryError
        ):  # gone with a folder where a page is now, or the other way round
            Path(ziel, pfad).unlink()
    for leerer in sorted({p for pfad in ueberzaehlige for p in Path(pfad).parents if p != Path()}, reverse=True):
        if (ziel / leerer).is_dir() and not any((ziel / leerer).iterdir()):
            (ziel / leerer).rmdir()


def _schreibe_teil(ziel: Path, liegende: Mapping[str, int], dateien: Iterable[tuple[str, Inhalt]]) -> list[str]:
    """Write what is new or other than what lies there; returns all paths."""
    pfade, ordner = [], {""}
    for pfad, inhalt in dateien:
        pfade.append(pfad)
        ort = f"{ziel}/{pfad}"
        if isinstance(inhalt, Seitenabdruck):
            if (
                liegende.get(pfad) == inhalt.laenge
                and (liegt := _lies(ort)) is not None
                and summe(liegt) == inhalt.summe
            ):
                continue
            inhalt = inhalt.mache()
        elif liegende.get(pfad) == len(inhalt) and _lies(ort) == inhalt:
            continue
        oberer = pfad.rpartition("/")[0]
        if oberer not in ordner:
            for weg in (*reversed(Path(oberer).parents), Path(oberer)):
                if weg.as_posix() in liegende:  # a page was there whose place is a folder now
                    with suppress(OSError):  # another process was there first
                        Path(ziel, weg).unlink()
            Path(ziel, oberer).mkdir(parents=True, exist_ok=True)
            ordner.add(oberer)
        if pfad in liegende:
            with suppress(OSError):  # gone already, or a folder
                os.unlink(ort)  # another name of the same file keeps what it has
        try:
            _halte_fest(ort, inhalt)
        except IsADirectoryError:  # a folder was there where a page is now
            shutil.rmtree(ort)
            _halte_fest(ort, inhalt)
    return pfade


def _halte_fest(ort: str, inhalt: bytes) -> None:
    try:
        with open(ort, "wb") as datei:  # thousands of them, and a Path for each costs more than writing
            datei.write(inhalt)
    except OSError as fehler:
        fehler.filename = fehler.filename or ort  # a full disk does not say which file
        raise


def leere(ziel: Path) -> None:
    """Take away all pages, so that nobody passes them on."""
    schreibe(ziel)


def _liegende(ziel: Path) -> dict[str, int]:
    """Return the files in the folder with their sizes, hidden ones left out; links are removed, they lead elsewhere."""
    ergebnis: dict[str, int] = {}
    offene = [""]
    while offene:
        unter = offene.pop()
        with os.scandir(f"{ziel}/{unter}") as eintraege:
            for eintrag in eintraege:
                if eintrag.name.startswith("."):
                    continue
                if eintrag.is_symlink():
                    Path(eintrag.path).unlink()
                elif eintrag.is_dir(follow_symlinks=False):
                    offene.append(f"{unter}{eintrag.name}/")
                else:
                    ergebnis[f"{unter}{eintrag.name}"] = eintrag.stat().st_size
    return ergebnis


def _dieselbe(eine: Path, andere: Path) -> bool:
    try:
        return eine.samefile(andere)
    except OSError:
        return False


def _lies(ort: str) -> bytes | None:
    """Return what a file holds; None where it is gone, since another build writes here too."""
    try:
        with open(ort, "rb") as datei:
            return datei.read()
    except FileNotFoundError:
        return None


def _liegt_in(ort: Path, ordner: Path) -> bool:
    """Tell whether a place is a folder or lies in it; upper and lower case are the same on some disks."""
    return any(
        [nfc(t).casefold() for t in o.parts[: len(d.parts)]] == [nfc(t).casefold() for t in d.parts]
        for o in (ort.absolute(), ort.resolve())
        for d in (ordner.absolute(), ordner.resolve())
    )


def _fremdes(ziel: Path) -> str:
    """Return the name of something that would be deleted and that no build wrote, "" where there is none."""
    if not ziel.is_dir() or (ziel / MARKE).is_file():
        return ""
    namen = sorted(p.name for p in ziel.iterdir() if not p.name.startswith("."))
    if not namen:
        return ""
    if not all((ziel / name).exists() for name in _FRUEHER):
        return namen[0]
    # Pages of a former build; what people write ends with .md, and no build copies that.
    quelle = next((p for p in sorted(ziel.rglob("*")) if p.suffix.lower() == ".md" or p.name == ".git"), None)
    return quelle.relative_to(ziel).as_posix() if quelle is not None else ""
