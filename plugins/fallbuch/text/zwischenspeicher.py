"""What was worked out of a file, kept by its content in this account's own cache folder.

A verdict is found by the hash of the file's name and bytes and of all that it hangs on besides (`kontext`), and it is
sealed with a key from the same hash: nobody reads it who neither has the file nor can guess every byte of it, and what
somebody changed or a disk damaged is no verdict. A store that is missing, foreign, damaged or cannot be written is no
error: it is worked out anew.
"""

from __future__ import annotations

import contextlib
import hmac
import marshal
import os
import re
import secrets
import stat
import struct
import sys
from collections.abc import Callable
from functools import cache
from hashlib import blake2b, shake_256
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TypeVar

import fallbuch

T = TypeVar("T")
#: What is kept of a team, each in a file of its own.
SEITENARTEN = ("seiten 1", "seiten 2", "seiten 3", "seiten 4")
ARTEN = ("befunde", "faelligkeiten", "zahlen", "beitraege", *SEITENARTEN)
#: Answers of commands, each in a file of its own for the folder in which somebody called them.
ANTWORTEN = {"pruefen": "antwort pruefen", "faellig": "antwort faellig"}
#: No store is as large: twenty thousand cases need a tenth of it.
_HOECHSTENS = 1 << 30
_MARKE = b"fallbuch 2\n"
_EINTRAG = struct.Struct(">16sQI")
_KONTEXT = 32
_SIEGEL = _EINMAL = 16
#: Names of stores, and of those that a killed program left half written.
_NAME = re.compile(r"[0-9a-f]{24}\.urteile(\.[0-9a-f]{16})?")
#: Stores of teams that nobody opened for so many days are removed.
_TAGE = 30
_BILDER = (".png", ".svg", ".woff2", ".pyc")


class Zwischenspeicher:
    """The verdicts of one team, of one kind; `sichere` keeps those that were used, and no others."""

    def __init__(self, pfad: Path | None, kontext: bytes) -> None:
        self._pfad = pfad
        self._kontext = blake2b(kontext, digest_size=_KONTEXT).digest()
        #: By what a store of the same context is known; it does not tell the context itself.
        self._zeichen = blake2b(self._kontext, digest_size=_KONTEXT, person=b"zeichen").digest()
        self._alte = _lies(pfad, self._zeichen) if pfad is not None else {}
        self._benutzte: dict[bytes, bytes] = {}
        self._neu = False

    def schluessel(self, name: str, inhalt: bytes) -> bytes:
        """Return what a file's verdict is found and opened with, 48 bytes."""
        hash_ = blake2b(self._kontext, digest_size=48)
        hash_.update(name.encode("utf-8", "surrogatepass") + b"\0")
        hash_.update(inhalt)
        return hash_.digest()

    def hole(self, schluessel: bytes) -> Any:
        """Return the verdict, plain tuples and numbers; None where there is none."""
        verschlossen = self._alte.get(schluessel[:16])
        if verschlossen is None:
            return None
        roh = _geoeffnet(verschlossen, schluessel[16:])
        if roh is None:
            self._neu = True
            return None
        self._benutzte[schluessel[:16]] = verschlossen
        return marshal.loads(roh)  # noqa: S302 - it was sealed with the file's own bytes

    def merke(self, schluessel: bytes, urteil: Any) -> None:
        """Keep a verdict, made of tuples, texts, numbers and None."""
        self._neu = True
        self._benutzte[schluessel[:16]] = versiegelt(urteil, schluessel)[1]

    def nimm(self, schluessel: bytes, roh: bytes, verschlossen: bytes) -> Any:
        """Keep a verdict that `versiegelt` has made, in another process perhaps; returns it as `hole` would."""
        self._neu = True
        self._benutzte[schluessel[:16]] = verschlossen
        return marshal.loads(roh)  # noqa: S302 - this program has just written it

    def gemerkt(self, schluessel: bytes, mache: Callable[[], T]) -> T:
        """Return the verdict that is kept; where there is none, make it now and keep it."""
        bekannt: T | None = self.hole(schluessel)
        if bekannt is None:
            bekannt = mache()
            self.merke(schluessel, bekannt)
        return bekannt

    def sichere(self) -> None:
        """Write what was used, in one step, where that differs from what is there."""
        if self._pfad is None or (not self._neu and self._benutzte.keys() == self._alte.keys()):
            return
        teile, stelle = [], len(_MARKE) + _KONTEXT + 8 + _EINTRAG.size * len(self._benutzte)
        for kennung, verschlossen in self._benutzte.items():
            teile.append(_EINTRAG.pack(kennung, stelle, len(verschlossen)))
            stelle += len(verschlossen)
        kopf = _MARKE + self._zeichen + struct.pack(">Q", len(self._benutzte))
        with contextlib.suppress(OSError):
            _schreibe(self._pfad, b"".join([kopf, *teile, *self._benutzte.values()]))


def versiegelt(urteil: Any, schluessel: bytes) -> tuple[bytes, bytes]:
    """Return a verdict, made of tuples, texts, numbers and None, as bytes, and these as they may be kept."""
    roh = marshal.dumps(urteil)
    # Drawn anew each time: what is worked out twice must not be covered twice by the same stream.
    einmal = secrets.token_bytes(_EINMAL)
    inhalt = einmal + _verdeckt(roh, schluessel[16:] + einmal)
    return roh, blake2b(inhalt, key=schluessel[16:], digest_size=_SIEGEL).digest() + inhalt


@cache
def programm() -> bytes:
    """Return a hash of all that reckons: this program's own files, Python, and the libraries that read."""
    yaml = find_spec("yaml")
    daneben = Path(yaml.origin).parent if yaml is not None and yaml.origin is not None else Path(fallbuch.__path__[0])
    # Installed libraries tell their versions by the names of folders; whether YAML is read in C, a file does.
    namen = [n for n in os.listdir(daneben.parent) if n.endswith(".dist-info")] + os.listdir(daneben)
    ganzes = blake2b(repr((sys.version, sorted(namen))).encode(), digest_size=_KONTEXT)
    for ordner, unter, dateien in os.walk(fallbuch.__path__[0]):
        unter[:] = sorted(name for name in unter if name != "__pycache__")
        for name in sorted(dateien):
            if not name.endswith(_BILDER) and os.path.isfile(ort := f"{ordner}/{name}"):
                with open(ort, "rb") as strom:
                    ganzes.update(name.encode() + b"\0" + blake2b(strom.read()).digest())
    return ganzes.digest()


def ordner() -> Path | None:
    """Return where this account keeps what can be worked out anew; None where it has no such place."""
    if os.name == "nt":
        ort = os.environ.get("LOCALAPPDATA")
        return Path(ort) / "fallbuch" / "Cache" if ort else None
    ort = os.environ.get("XDG_CACHE_HOME")
    try:
        return (Path(ort) if ort and os.path.isabs(ort) else Path.home() / ".cache") / "fallbuch"
    except RuntimeError:
        return None


def datei(wurzel: Path, art: str) -> Path | None:
    """Return the file for the verdicts of a team's folder; its name does not tell which."""
    ort = ordner()
    if ort is None:
        return None
    try:
        wo = os.path.realpath(wurzel)
    except OSError:  # a folder that is gone
        return None
    name = blake2b(f"{wo}\0{art}".encode("utf-8", "surrogateescape"), digest_size=12).hexdigest()
    return ort / f"{name}.urteile"


#: Without waiting for somebody to write into a pipe, and without following a link.
_LESEND = os.O_RDONLY | sum(getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY"))


def _geoeffnet(verschlossen: bytes, schluessel: bytes) -> bytes | None:
    siegel, inhalt = verschlossen[:_SIEGEL], verschlossen[_SIEGEL:]
    if not hmac.compare_digest(siegel, blake2b(inhalt, key=schluessel, digest_size=_SIEGEL).digest()):
        return None
    return _verdeckt(inhalt[_EINMAL:], schluessel + inhalt[:_EINMAL])


def _verdeckt(roh: bytes, schluessel: bytes) -> bytes:
    laenge = len(roh)
    strom = shake_256(schluessel).digest(laenge)
    return (int.from_bytes(roh, "big") ^ int.from_bytes(strom, "big")).to_bytes(laenge, "big")


def _lies(pfad: Path, zeichen: bytes) -> dict[bytes, bytes]:
    """Return the sealed verdicts by their names; a store of another context, of others or damaged holds none."""
    try:
        griff = os.open(pfad, _LESEND)
        with open(griff, "rb") as strom:
            stand = os.fstat(griff)
            fremd = hasattr(os, "geteuid") and (stand.st_uid != os.geteuid() or stand.st_mode & 0o077)
            if fremd or not stat.S_ISREG(stand.st_mode) or stand.st_size > _HOECHSTENS:
                return {}
            alles = strom.read()
    except OSError:
        return {}
    anfang = len(_MARKE) + _KONTEXT + 8
    if len(alles) < anfang or not alles.startswith(_MARKE + zeichen):
        return {}
    ende = anfang + _EINTRAG.size * int.from_bytes(alles[anfang - 8 : anfang], "big")
    if ende > len(alles):
        return {}
    return {
        kennung: alles[stelle : stelle + laenge]
        for kennung, stelle, laenge in _EINTRAG.iter_unpack(alles[anfang:ende])
        if stelle + laenge <= len(alles) and laenge >= _SIEGEL + _EINMAL
    }


def _schreibe(pfad: Path, inhalt: bytes) -> None:
    pfad.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    neu = pfad.with_name(f"{pfad.name}.{secrets.token_hex(8)}")
    griff = os.open(neu, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    try:
        with open(griff, "wb") as strom:
            strom.write(inhalt)
        os.replace(neu, pfad)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(neu)
        raise
    _raeume_auf(pfad)


def _raeume_auf(pfad: Path) -> None:
    """Remove stores that nobody has used for long, and what killed programs left."""
    neu = os.stat(pfad).st_mtime
    for eintrag in os.scandir(pfad.parent):
        if (treffer := _NAME.fullmatch(eintrag.name)) is None:
            continue  # not ours
        halb = treffer[1] is not None
        with contextlib.suppress(OSError):
            if neu - eintrag.stat(follow_symlinks=False).st_mtime > (3600 if halb else _TAGE * 24 * 3600):
                os.unlink(eintrag.path)
