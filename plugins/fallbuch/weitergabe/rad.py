"""The program as a wheel: made from whatever runs here, always with the same bytes, and read before it is trusted.

Source: the binary distribution format of the Python packaging specifications (wheel 1.0), PEP 376 for RECORD.
"""

from __future__ import annotations

import base64
import hashlib
import io
import re
import zipfile
import zlib
from email.parser import HeaderParser
from importlib.metadata import PackageNotFoundError, distribution
from importlib.resources import files

from fallbuch import __version__
from fallbuch.einrichtung import Aufruffehler
from fallbuch.text.quelle import dateien_unter
from fallbuch.werte import dataclass

#: Where the wheel keeps the versions with which the program was tested.
SPERRLISTE = "fallbuch/vorgaben/programm/requirements.txt"
_REGELN = "fallbuch/vorgaben/regelwerk.yml"
#: The same moment for every file, so that the wheel does not tell when it was made: the first that a ZIP can state.
_ZEIT = (1980, 1, 1, 0, 0, 0)
_RECHTE = 0o100644 << 16
_HOECHSTE_GROESSE = 100_000_000
#: A version becomes part of a file's name (PEP 440).
_VERSION = re.compile(r"[0-9A-Za-z.+!]{1,64}")
# What a damaged ZIP raises: no ZIP, a file missing or no text, an unknown or a secret way of packing, broken packing.
_BESCHAEDIGT = (zipfile.BadZipFile, KeyError, ValueError, RuntimeError, zlib.error, EOFError)
_WHEEL = "Wheel-Version: 1.0\nGenerator: fallbuch {version}\nRoot-Is-Purelib: true\nTag: py3-none-any\n"


@dataclass(frozen=True, kw_only=True)
class Rad:
    """A wheel of this program: its version, bytes, and what it says about packages and rules."""

    version: str
    inhalt: bytes
    sperrliste: str
    regeln: bytes

    @property
    def name(self) -> str:
        """Its file name."""
        return f"fallbuch-{self.version}-py3-none-any.whl"

    @property
    def pruefsumme(self) -> str:
        """The SHA-256 of its bytes, as pip compares it."""
        return hashlib.sha256(self.inhalt).hexdigest()


def eigenes_rad() -> Rad:
    """Return the running program as a wheel, whether it came from a wheel or from its source text.

    Raises `Aufruffehler` where it was never installed, so that nobody knows what it needs.
    """
    try:
        angaben = distribution("fallbuch")
    except PackageNotFoundError as fehler:
        raise Aufruffehler(
            "Dieses Fallbuch ist nicht installiert, deshalb lässt es sich nicht weitergeben. Installieren Sie es mit pip."
        ) from fehler
    info = f"fallbuch-{__version__}.dist-info"
    inhalte = {f"fallbuch/{name}": datei.read_bytes() for name, datei in dateien_unter(files("fallbuch"))}
    for name in ("METADATA", "entry_points.txt", "licenses/LICENSE"):
        text = angaben.read_text(name)
        if text is not None:
            inhalte[f"{info}/{name}"] = text.encode()
    inhalte[f"{info}/WHEEL"] = _WHEEL.format(version=__version__).encode()
    verzeichnis = f"{info}/RECORD"
    zeilen = [f"{name},{_summe(inhalt)},{len(inhalt)}" for name, inhalt in sorted(inhalte.items())]
    inhalte[verzeichnis] = "".join(f"{zeile}\n" for zeile in [*zeilen, f"{verzeichnis},,"]).encode()
    return lies_rad(_gepackt(inhalte))


def lies_rad(inhalt: bytes) -> Rad:
    """Return a wheel from its bytes; raises `Aufruffehler` where they are none of this program."""
    try:
        with zipfile.ZipFile(io.BytesIO(inhalt)) as rad:
            if sum(datei.file_size for datei in rad.infolist()) > _HOECHSTE_GROESSE:
                raise Aufruffehler("Die Datei ist größer, als das Programm sein kann.")
            namen = rad.namelist()
            (metadaten,) = (n for n in namen if n.endswith(".dist-info/METADATA") and n.count("/") == 1)
            kopf = HeaderParser().parsestr(rad.read(metadaten).decode())
            name, version = kopf["Name"], kopf["Version"]
            sperrliste, regeln = rad.read(SPERRLISTE).decode(), rad.read(_REGELN)
            heil = rad.testzip() is None
    except _BESCHAEDIGT as fehler:
        raise Aufruffehler(_KEIN_RAD) from fehler
    eigen = name == "fallbuch" and metadaten == f"fallbuch-{version}.dist-info/METADATA"
    if not heil or not eigen or _VERSION.fullmatch(version) is None:
        raise Aufruffehler(_KEIN_RAD)
    return Rad(version=version, inhalt=inhalt, sperrliste=sperrliste, regeln=regeln)


_KEIN_RAD = (
    "Das ist keine Datei mit Fallbuch darin. Erwartet: eine Datei wie fallbuch-1.0-py3-none-any.whl, die „make paket“ oder "
    "„fallbuch einrichten“ geschrieben hat."
)


def _summe(inhalt: bytes) -> str:
    return "sha256=" + base64.urlsafe_b64encode(hashlib.sha256(inhalt).digest()).decode().rstrip("=")


def _gepackt(inhalte: dict[str, bytes]) -> bytes:
    """Return a ZIP whose bytes hang on its files alone.

    Stored, not compressed: what compressing yields differs between machines, and git, in which it lies, compresses the
    difference to the version before.
    """
    puffer = io.BytesIO()
    with zipfile.ZipFile(puffer, "w", zipfile.ZIP_STORED) as rad:
        for name, inhalt in sorted(inhalte.items(), key=lambda paar: (".dist-info/" in paar[0], paar[0])):
            eintrag = zipfile.ZipInfo(name, _ZEIT)
            eintrag.external_attr = _RECHTE
            eintrag.create_system = 3  # as on Unix, also where it is made on Windows
            rad.writestr(eintrag, inhalt)
    return puffer.getvalue()
