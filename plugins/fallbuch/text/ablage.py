"""Putting files in the place of others: each whole or not at all, and never over what somebody else wrote meanwhile."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import platform
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from fallbuch.werte import dataclass

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
    """What shall stand in a file: `neu` in the place of `alt`. None means that there is no such file."""

    name: str
    alt: bytes | None
    neu: bytes | None

    @property
    def umgekehrt(self) -> Ablage:
        """The way back."""
        return Ablage(name=self.name, alt=self.neu, neu=self.alt)


@contextlib.contextmanager
def allein(wurzel: Path) -> Iterator[None]:
    """Let one program of this machine at a time write into the team; the lock ends with the program."""
    from filelock import FileLock, Timeout  # noqa: PLC0415 - who only looks needs no lock

    kurz = hashlib.sha256(f"{_nutzer()} {wurzel.resolve()}".encode()).hexdigest()[:16]
    try:
        ordner = Path(tempfile.gettempdir())
    except FileNotFoundError as fehler:
        # Python tries to write there, and where it cannot, there is no such folder for it.
        raise OSError(errno.ENOSPC, "full", str(wurzel)) from fehler
    sperre = FileLock(ordner / f"fallbuch-{kurz}.lock")
    try:
        sperre.acquire(timeout=_GEDULD)
    except Timeout as fehler:
        raise OSError(errno.EBUSY, "busy", str(wurzel)) from fehler
    try:
        yield
    finally:
        sperre.release()


@contextlib.contextmanager
def sperre(datei: Path) -> Iterator[bool]:
    """Hold a lock as long as this program runs; yields whether it was free. It ends with the program, however that ends."""
    from filelock import FileLock, Timeout  # noqa: PLC0415 - the same

    schloss = FileLock(datei)
    try:
        schloss.acquire(timeout=0)
    except Timeout:
        yield False
        return
    try:
        yield True
    finally:
        schloss.release()


def _nutzer() -> int:
    return os.getuid() if hasattr(os, "getuid") else 0


def stand(wurzel: Path, name: str) -> bytes | None:
    """Return what a file holds now, None where there is none."""
    try:
        return (wurzel / name).read_bytes()
    except FileNotFoundError as fehler:
        if os.path.lexists(wurzel / name):  # a link to nowhere is somebody's all the same
            raise Zwischenzeitlich(name) from fehler
        return None


def vergleiche(wurzel: Path, ablage: Ablage) -> None:
    """Raise `Zwischenzeitlich` unless the file is still what it was."""
    if stand(wurzel, ablage.name) != ablage.alt:
        raise Zwischenzeitlich(ablage.name)


def setze(wurzel: Path, ablage: Ablage) -> None:
    """Write, replace or remove one file: it is the old or the new one at every moment. Raises `Zwischenzeitlich`."""
    # A link is followed: the file behind it is replaced, not the link.
    ziel = (wurzel / ablage.name).resolve()
    if ablage.neu is None:
        vergleiche(wurzel, ablage)
        (wurzel / ablage.name).unlink()
        _sichere_ordner(ziel.parent)
        return
    ziel.parent.mkdir(parents=True, exist_ok=True)
    with _daneben(ziel, ablage.neu) as neu:
        try:
            _uebernimm_rechte(ziel, neu, vorhanden=ablage.alt is not None)
        except FileNotFoundError as fehler:  # somebody took the file away in between
            raise Zwischenzeitlich(ablage.name) from fehler
        vergleiche(wurzel, ablage)
        _benenne_um(neu, ziel, ablage)


def setze_eigene(ziel: Path, inhalt: bytes) -> None:
    """Write a file that belongs to the program alone and that nobody else may read."""
    with _daneben(ziel, inhalt) as neu:
        os.replace(neu, ziel)


def setze_fuer_alle(ziel: Path, inhalt: bytes, dazwischen: Callable[[], None]) -> None:
    """Write a file that is handed on: whoever may read the folder may read it. `dazwischen` is done when it only needs its name."""
    with _daneben(ziel, inhalt) as neu:
        if os.name != "nt":
            maske = os.umask(0)
            os.umask(maske)
            neu.chmod(0o666 & ~maske)
        dazwischen()
        os.replace(neu, ziel)


@contextlib.contextmanager
def _daneben(ziel: Path, inhalt: bytes) -> Iterator[Path]:
    """Write a file beside another, to be renamed; it is gone afterwards, whatever happens."""
    # A name with a dot in front is no case file, should a crash leave it behind.
    kennung, roh = tempfile.mkstemp(prefix=f".{ziel.name}.{kennzeichen()}.", suffix=_RESTE, dir=ziel.parent)
    neu = Path(roh)
    try:
        with os.fdopen(kennung, "wb") as datei:
            datei.write(inhalt)
            datei.flush()
            os.fsync(datei.fileno())
        yield neu
    except BaseException:
        with contextlib.suppress(OSError):
            neu.unlink()
        raise
    _sichere_ordner(ziel.parent)


def kennzeichen() -> str:
    """Return what marks the files of this machine and account: under the lock no other of its programs is at work."""
    return hashlib.sha256(f"{platform.node()} {_nutzer()}".encode()).hexdigest()[:8]


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


def raeume_auf(ordner: Path) -> None:
    """Remove what programs that were killed left behind; young files of another machine may be somebody's at work."""
    with contextlib.suppress(OSError):
        for eintrag in os.scandir(ordner):
            if eintrag.name.startswith(".") and eintrag.name.endswith(_RESTE):
                with contextlib.suppress(OSError):
                    unserer = f".{kennzeichen()}." in eintrag.name
                    if unserer or time.time() - eintrag.stat().st_mtime > _JUNG:
                        Path(eintrag.path).unlink()
