"""Putting files in the place of others: whole or not at all, and never over what somebody else wrote meanwhile."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

# Seconds: how long to wait for another program, and how young a remnant may be somebody's at work.
_GEDULD, _JUNG = 10.0, 600.0
_RESTE = ".fallbuch-neu"


class Zwischenzeitlich(Exception):
    """A file is no longer what it was when the change was worked out; nothing was written."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


@dataclass(frozen=True, kw_only=True, slots=True)
class Ablage:
    """What shall stand in a file: `neu` in the place of `alt` (None: there is no such file yet)."""

    name: str
    alt: bytes | None
    neu: bytes


def lege_ab(wurzel: Path, ablagen: Sequence[Ablage]) -> None:
    """Write all files below `wurzel`; refuse before the first where any has changed since it was read.

    Each file is the old or the new one at every moment. Raises `Zwischenzeitlich` and `OSError`.
    """
    with _allein(wurzel):
        for ablage in ablagen:
            _vergleiche(wurzel, ablage)
            _raeume_auf((wurzel / ablage.name).resolve().parent)
        for ablage in ablagen:
            _ersetze(wurzel, ablage)


@contextlib.contextmanager
def _allein(wurzel: Path) -> Iterator[None]:
    """Let one program of this machine at a time write into the team; the lock ends with the program."""
    nutzer = os.getuid() if hasattr(os, "getuid") else 0
    kurz = hashlib.sha256(f"{nutzer} {wurzel.resolve()}".encode()).hexdigest()[:16]
    sperre = FileLock(Path(tempfile.gettempdir()) / f"fallbuch-{kurz}.lock")
    try:
        sperre.acquire(timeout=_GEDULD)
    except Timeout as fehler:
        raise OSError(errno.EBUSY, "busy", str(wurzel)) from fehler
    try:
        yield
    finally:
        sperre.release()


def _vergleiche(wurzel: Path, ablage: Ablage) -> None:
    pfad = wurzel / ablage.name
    if ablage.alt is None:
        if os.path.lexists(pfad):
            raise Zwischenzeitlich(ablage.name)
        return
    try:
        stand = pfad.read_bytes()
    except FileNotFoundError as fehler:
        raise Zwischenzeitlich(ablage.name) from fehler
    if stand != ablage.alt:
        raise Zwischenzeitlich(ablage.name)


def _ersetze(wurzel: Path, ablage: Ablage) -> None:
    # A link is followed: the file behind it is replaced, not the link.
    ziel = (wurzel / ablage.name).resolve()
    ziel.parent.mkdir(parents=True, exist_ok=True)
    # A name with a dot in front is no case file, should a crash leave it behind.
    kennung, roh = tempfile.mkstemp(prefix=f".{ziel.name}.", suffix=_RESTE, dir=ziel.parent)
    neu = Path(roh)
    try:
        with os.fdopen(kennung, "wb") as datei:
            datei.write(ablage.neu)
            datei.flush()
            os.fsync(datei.fileno())
        _uebernimm_rechte(ziel, neu, vorhanden=ablage.alt is not None)
        _vergleiche(wurzel, ablage)
        _benenne_um(neu, ziel, ablage)
    except BaseException:
        with contextlib.suppress(OSError):
            neu.unlink()
        raise
    _sichere_ordner(ziel.parent)


def _benenne_um(neu: Path, ziel: Path, ablage: Ablage) -> None:
    if ablage.alt is None:
        try:
            os.link(neu, ziel)  # unlike a renaming it refuses where a file has appeared meanwhile
        except FileExistsError as fehler:
            raise Zwischenzeitlich(ablage.name) from fehler
        except OSError:
            pass  # a drive without hard links
        else:
            neu.unlink()
            return
    os.replace(neu, ziel)


def _uebernimm_rechte(ziel: Path, neu: Path, *, vorhanden: bool) -> None:
    if vorhanden:
        shutil.copymode(ziel, neu)
        return
    maske = os.umask(0)
    os.umask(maske)
    neu.chmod(0o666 & ~maske)


def _sichere_ordner(ordner: Path) -> None:
    # Without this a power cut could forget the renaming; Windows opens no folders.
    with contextlib.suppress(OSError):
        kennung = os.open(ordner, os.O_RDONLY)
        try:
            os.fsync(kennung)
        finally:
            os.close(kennung)


def _raeume_auf(ordner: Path) -> None:
    """Remove what programs that were killed left behind; young files may be another machine's at work."""
    with contextlib.suppress(OSError):
        for eintrag in os.scandir(ordner):
            if eintrag.name.startswith(".") and eintrag.name.endswith(_RESTE):
                with contextlib.suppress(OSError):
                    if time.time() - eintrag.stat().st_mtime > _JUNG:
                        Path(eintrag.path).unlink()


def als_ablagen(alt: Mapping[str, bytes | None], neu: Mapping[str, bytes]) -> list[Ablage]:
    """Return what is to be written, files that do not change left out."""
    return [Ablage(name=name, alt=alt.get(name), neu=inhalt) for name, inhalt in neu.items() if alt.get(name) != inhalt]
