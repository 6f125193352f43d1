"""Files from a folder, each as bytes or as the reason why there are none."""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import field
from enum import StrEnum
from hashlib import blake2b
from importlib.resources.abc import Traversable
from pathlib import Path

from fallbuch.befund import lesbar
from fallbuch.text.mitschrift import tuer
from fallbuch.werte import dataclass

HOECHSTE_GROESSE = 1_000_000
# Of a file above the limit only the beginning is read: enough for its head, never the whole.
_ANFANG = 65_536
#: When a folder holds more files than this, not all of them are found.
_HOECHSTENS = 5000


class Hindernis(StrEnum):
    """Why a file's bytes are missing or incomplete."""

    ORDNER = "ein Ordner, keine Datei"
    VERWEIS = "ein Verweis auf eine Stelle außerhalb des Ordners"
    SONDERDATEI = "keine gewöhnliche Datei"
    GESPERRT = "nicht lesbar, weil der Zugriff verweigert wird"
    FEHLT = "nicht vorhanden"
    ZU_GROSS = "zu groß"
    KEIN_TEXT = "keine Textdatei"


_VERSCHLOSSEN = re.compile(r"\.age(?![a-z0-9])", re.IGNORECASE)
#: How age begins its files where they are to be text.
GEPANZERT = b"-----BEGIN AGE ENCRYPTED FILE-----"
#: Cases, and pages that the program has built.
_LESBARE = (".md", ".html")
#: How texts are called that may begin with front matter.
TEXTE = (".md", ".markdown", ".txt", ".bak", ".orig", "~")
#: Front matter, also behind a line that somebody put before it.
_MIT_KOPF = re.compile(rb"\A(?:[^\n]{0,200}\n){0,2}(?:\xef\xbb\xbf)?---[ \t]*\r?\n")


@dataclass(frozen=True, slots=True)
class Quelldatei:
    """A file's name relative to the team folder, its bytes, and what stood in the way."""

    name: str
    inhalt: bytes
    hindernis: Hindernis | None = None
    groesse: int = 0
    _abdruck: bytes = field(default=b"", init=False, repr=False, compare=False)

    def abdruck(self) -> bytes:
        """Return 32 bytes that follow from all that the file is, made once."""
        if not self._abdruck:
            kopf = f"{self.name}\0{self.hindernis or ''}\0{self.groesse}\0".encode("utf-8", "surrogatepass")
            object.__setattr__(self, "_abdruck", blake2b(kopf + self.inhalt, digest_size=32).digest())
        return self._abdruck


@tuer
def lies_datei(pfad: Path, name: str, wurzel: Path) -> Quelldatei:
    """Read one file that must lie inside `wurzel`; never raises for what is on the disk."""
    try:
        if (gelesen := _gelesen(pfad) if pfad.parent == wurzel else None) is None:
            if (grund := hindernis(pfad, wurzel)) is not None:
                return Quelldatei(name, b"", grund)
            with pfad.open("rb") as datei:
                gelesen = datei.read(HOECHSTE_GROESSE + 1), os.fstat(datei.fileno()).st_size
        return aus_bytes(name, *gelesen)
    except (OSError, RuntimeError):
        return Quelldatei(name, b"", Hindernis.GESPERRT)


@tuer
def lies_ganz(pfad: Path, wurzel: Path) -> bytes:
    """Return a file that this program wrote and that may be larger than any that people write, b"" where it cannot be read or lies elsewhere."""
    with suppress(OSError, RuntimeError):
        return pfad.read_bytes() if hindernis(pfad, wurzel) is None else b""
    return b""


#: Without following a link, and without waiting for whoever writes into a pipe; 0 where the system cannot.
_OHNE_UMWEG = getattr(os, "O_NOFOLLOW", 0) and os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK


def _gelesen(ort: str | Path) -> tuple[bytes, int] | None:
    """Return bytes and size of an ordinary file; None where it is none, or only a longer look can tell."""
    if not _OHNE_UMWEG:
        return None
    hoechstens = HOECHSTE_GROESSE + 1
    try:
        griff = os.open(ort, _OHNE_UMWEG)
        try:
            stand = os.fstat(griff)
            # Room is asked for as much as there is and one byte more, in case somebody is writing.
            inhalt = os.read(griff, min(stand.st_size + 1, hoechstens)) if stat.S_ISREG(stand.st_mode) else None
        finally:
            os.close(griff)
    except OSError:
        return None
    if inhalt is None or len(inhalt) != min(stand.st_size, hoechstens):
        return None
    return inhalt, stand.st_size


def hindernis(pfad: Path, wurzel: Path) -> Hindernis | None:
    """Return why a path is no file of the folder `wurzel`, None where it is one."""
    ziel = pfad.resolve()
    if not ziel.is_relative_to(wurzel.resolve()):
        return Hindernis.VERWEIS
    if ziel.is_dir():
        return Hindernis.ORDNER
    if not ziel.is_file():
        fehlt = not os.path.lexists(pfad) or pfad.is_symlink()
        return Hindernis.FEHLT if fehlt else Hindernis.SONDERDATEI
    return None


def aus_bytes(name: str, inhalt: bytes, groesse: int | None = None) -> Quelldatei:
    """Return a file of which the bytes are known; of one that is too large its beginning. `groesse` is its size on the disk."""
    if len(inhalt) <= HOECHSTE_GROESSE:
        return Quelldatei(name, inhalt)
    anfang = inhalt[:_ANFANG].rpartition(b"\n")[0]
    return Quelldatei(name, anfang, Hindernis.ZU_GROSS, len(inhalt) if groesse is None else groesse)


def anzeigename(name: str) -> str:
    """Return a file name that can be printed, whatever bytes the file system holds; two names never look the same."""
    roh = name.encode("utf-8", "surrogateescape")
    lesbarer = lesbar(roh.decode("utf-8", "replace"), laenge=255)
    if lesbarer == name:
        return name
    stamm, punkt, endung = lesbarer.rpartition(".")
    return f"{stamm}~{hashlib.sha256(roh).hexdigest()[:6]}{punkt}{endung}"


def ist_falldatei(name: str) -> bool:
    """Tell whether a file of this name is a case: `*.md` without a leading `_` or `.`."""
    return name.lower().endswith(".md") and not name.startswith(("_", "."))


def dateien_unter(ordner: Traversable, vorn: str = "") -> Iterator[tuple[str, Traversable]]:
    """Yield every file below a folder of the package with its path from there, in the order of names, translated programs left out."""
    for eintrag in sorted(ordner.iterdir(), key=lambda e: e.name):
        if eintrag.name == "__pycache__" or eintrag.name.endswith((".pyc", ".pyo")):
            continue
        if eintrag.is_dir():
            yield from dateien_unter(eintrag, f"{vorn}{eintrag.name}/")
        else:
            yield f"{vorn}{eintrag.name}", eintrag


@tuer
def namen_in(ordner: Path) -> list[str]:
    """Return the names of what lies in a folder, in order; raises `OSError`."""
    return sorted(os.listdir(ordner))


@tuer
def namen_unter(ordner: Path, *, unterstrichene: bool = False) -> list[str]:
    """Return the files below `ordner` as paths with slashes, hidden ones left out, those with a "_" in front too unless wanted; a few thousand at most."""
    gefunden: list[str] = []
    verborgen = (".",) if unterstrichene else (".", "_")
    for wurzel, unterordner, namen in os.walk(ordner):
        unterordner[:] = sorted(name for name in unterordner if not name.startswith(verborgen))
        sichtbare = (Path(wurzel, name) for name in sorted(namen) if not name.startswith(verborgen))
        gefunden += (pfad.relative_to(ordner).as_posix() for pfad in sichtbare)
        if len(gefunden) > _HOECHSTENS:
            break
    return gefunden


@tuer
def ist_ordner(pfad: Path) -> bool:
    return pfad.is_dir()


@tuer
def gibt_es(pfad: Path) -> bool:
    """Tell whether something is there; a link counts as what it leads to."""
    try:
        return pfad.exists()
    except (OSError, ValueError):
        return False


@tuer
def liegt_da(pfad: Path) -> bool:
    """Tell whether a name is taken, be it by a link to nowhere; raises `OSError` where nobody may look."""
    try:
        os.lstat(pfad)
    except (FileNotFoundError, NotADirectoryError):
        return False
    return True


def namen_der_faelle(ordner: Path) -> list[str]:
    """Return the names of the case files of `ordner` in order; raises `OSError`."""
    return [name for name in namen_in(ordner) if ist_falldatei(name)]


@tuer
def lies_falldateien(ordner: Path, name: str) -> list[Quelldatei]:
    """Read the case files of a folder, which messages call `name`; raises `OSError` where the folder cannot be read."""
    gesehen: Counter[str] = Counter()
    ergebnis = []
    for dateiname in namen_der_faelle(ordner):
        anzeige = anzeigename(dateiname)
        gesehen[anzeige] += 1
        if gesehen[anzeige] > 1:  # names that differ only in bytes nobody can see
            anzeige = f"{anzeige.removesuffix('.md')} ({gesehen[anzeige]}).md"
        angezeigt, gelesen = f"{name}/{anzeige}", _gelesen(f"{ordner}/{dateiname}")
        datei = lies_datei(ordner / dateiname, angezeigt, ordner) if gelesen is None else aus_bytes(angezeigt, *gelesen)
        ergebnis.append(datei)
    return ergebnis


#: When a file was written, in nanoseconds, its size in bytes, its number on the disk, and when anything of it last changed.
Dateistand = tuple[int, int, int, int]


def stand_von(namen: Iterable[str]) -> dict[str, Dateistand]:
    """Return the state of each of these files and folders; one that is not there has none."""
    gesehen = {}
    for name in namen:
        with suppress(OSError):
            gesehen[name] = _stand(os.stat(name))
    return gesehen


def _stand(angaben: os.stat_result) -> Dateistand:
    # A time that somebody sets back is no sign that nothing happened; when it was set is.
    return angaben.st_mtime_ns, angaben.st_size, angaben.st_ino, angaben.st_ctime_ns


def staende(ordner: Iterable[Path]) -> dict[str, Dateistand]:
    """Return the state of each file below some folders."""
    gesehen = {}
    offen = [str(pfad) for pfad in ordner]
    while offen:
        with suppress(OSError), os.scandir(offen.pop()) as eintraege:  # gone, or not there yet
            for eintrag in eintraege:
                with suppress(OSError):
                    angaben = eintrag.stat()
                    if eintrag.is_dir():
                        offen.append(eintrag.path)
                    else:
                        gesehen[eintrag.path] = _stand(angaben)
    return gesehen


def ist_verschlossen(name: str) -> bool:
    """Tell by its name whether a file is one of the contacts, or a copy of one: `2911.age`, `2911.age.bak`."""
    return ".age" in name.lower() and _VERSCHLOSSEN.search(name.rpartition("/")[2]) is not None


@tuer
def verschlossene_unter(wurzel: Path, ordner: Sequence[str], viele: Sequence[str] = ()) -> list[str]:
    """Return the encrypted files below some folders of the team, by name or by how they begin, whether git knows them or not.

    Of `viele` among them, where thousands of cases and pages lie, those are not opened.
    """
    gefunden = []
    for oben in ordner:
        for hier, unter, namen in os.walk(wurzel / oben):
            unter.sort()
            gefunden += [
                (Path(hier) / name).relative_to(wurzel).as_posix()
                for name in sorted(namen)
                if ist_verschlossen(name)
                or (not (name.endswith(_LESBARE) and oben in viele) and _beginnt_verschlossen(f"{hier}/{name}"))
            ]
    return gefunden


def hat_kopf(inhalt: bytes) -> bool:
    """Tell whether a text begins with front matter."""
    return _MIT_KOPF.match(inhalt) is not None


@tuer
def texte_unter(wurzel: Path, faelle: str) -> list[tuple[str, bytes]]:
    """Return texts below a folder that are no cases of the folder `faelle`, by name, with the first 4096 bytes of those that have front matter.

    Hidden folders and what comes with programs are left out, and what cannot be read.
    """
    gefunden = []
    for hier, unter, namen in os.walk(wurzel):
        oben = Path(hier).relative_to(wurzel)
        unter[:] = sorted(u for u in unter if not u.startswith(".") and u != "node_modules")
        ist_fall = ist_falldatei if oben.as_posix() == faelle else lambda _: False
        for name in sorted(n for n in namen if n.lower().endswith(TEXTE) and not ist_fall(n)):
            with suppress(OSError):
                if os.path.isfile(pfad := f"{hier}/{name}"):
                    with open(pfad, "rb") as strom:
                        anfang = strom.read(4096)
                    gefunden.append(((oben / name).as_posix(), anfang if hat_kopf(anfang) else b""))
    return gefunden


@tuer
def beginnt_verschlossen(datei: Path) -> bool:
    """Tell whether a file begins as age begins its files; one that cannot be read does not."""
    return _beginnt_verschlossen(str(datei))


def _beginnt_verschlossen(datei: str) -> bool:
    """Tell whether a file begins as age begins its files, whatever it is called; one that cannot be read does not."""
    try:
        if not os.path.isfile(datei):  # nobody waits for a pipe
            return False
        with open(datei, "rb") as strom:
            return strom.read(len(GEPANZERT)).startswith((b"age-encryption.org/", GEPANZERT))
    except OSError:
        return False
