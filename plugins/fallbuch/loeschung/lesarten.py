"""Bytes as the texts that stand in them: in old encodings, in containers, in mails, in packed files."""

from __future__ import annotations

import bz2
import email
import email.policy
import gzip
import html
import io
import lzma
import re
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any
from urllib.parse import unquote

#: How text of two or four bytes a letter begins.
_BREITE_FORMEN = (
    (b"\xff\xfe\0\0", "utf-32-le", 4),
    (b"\0\0\xfe\xff", "utf-32-be", 4),
    (b"\xff\xfe", "utf-16-le", 2),
    (b"\xfe\xff", "utf-16-be", 2),
)
#: A mail, or a part of one.
_VERPACKT = re.compile(
    rb"(?im)^(?:content-transfer-encoding:[ \t]*(?:base64|quoted-printable)|(?:subject|from|to|cc):.*=\?[\w-]+\?[qb]\?)"
)
#: Office files of before 2007.
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PACKER: Mapping[bytes, Callable[[io.BytesIO], Any]] = {
    b"\x1f\x8b": gzip.open,
    b"BZh": bz2.open,
    b"\xfd7zXZ": lzma.open,
}
_ZIP = b"PK\x03\x04"
_TIEFE, _HOECHSTENS = 3, 200_000_000
_TAGS = re.compile(r"<[^<>]*>")


def _zeichen(muster: str, wie: str) -> Callable[[str], str]:
    """Return what puts letters in the place of their numbers."""
    return lambda text: re.sub(muster, lambda t: bytes.fromhex(t[1]).decode(wie, "replace"), text)


#: Other ways of writing letters, each with what one of them has in it: JSON, addresses, RTF.
_SCHREIBWEISEN: Sequence[tuple[str, Callable[[str], str]]] = (
    ("\\u", _zeichen(r"\\u([0-9a-fA-F]{4})", "utf-16-be")),
    ("%", lambda text: unquote(text, errors="replace")),
    ("\\'", _zeichen(r"\\'([0-9a-fA-F]{2})", "cp1252")),
)


def ist_gepackt(inhalt: bytes) -> bool:
    """Tell whether bytes are packed by gzip, bzip2, xz or tar."""
    return inhalt.startswith(tuple(_PACKER)) or inhalt[257:262] == b"ustar"


def ist_buendel(inhalt: bytes) -> bool:
    """Tell whether bytes are a history that git has put into a file: a copy of everything."""
    return inhalt.startswith((b"# v2 git bundle", b"# v3 git bundle"))


def als_text(inhalt: bytes) -> tuple[str, str]:
    """Return bytes as text and the encoding that gives back the same bytes; what is no UTF-8 is read as old Western files are."""
    for anfang, wie, breite in _BREITE_FORMEN:
        if inhalt.startswith(anfang) and len(inhalt) % breite == 0:
            with suppress(UnicodeDecodeError):
                return inhalt.decode(wie, "surrogatepass"), wie
    try:
        return inhalt.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return inhalt.decode("latin-1"), "latin-1"


def ist_text(inhalt: bytes) -> bool:
    """Tell whether bytes are text in which words can be replaced; a mail whose words are wrapped up is none."""
    if inhalt[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return True
    fremd = inhalt.startswith(b"%PDF") or ist_gepackt(inhalt) or ist_buendel(inhalt)
    return b"\0" not in inhalt and not fremd and _VERPACKT.search(inhalt) is None


def sagt_worte(inhalt: bytes) -> bool:
    """Tell whether bytes hold words; in pictures and programs any four digits may stand together."""
    mail = b"\0" not in inhalt and _VERPACKT.search(inhalt) is not None
    return mail or ist_text(inhalt) or inhalt.startswith(_ZIP) or ist_gepackt(inhalt)


def _in_der_mail(inhalt: bytes, tiefe: int) -> Iterator[str]:
    """Yield the heads, texts and attachments of a mail."""
    for teil in email.message_from_bytes(inhalt, policy=email.policy.default).walk():
        with suppress(
            LookupError, ValueError, TypeError, AttributeError
        ):  # what is no mail after all stands there as it is
            yield "\n".join(str(wert) for wert in teil.values())
            if isinstance(roh := teil.get_payload(decode=True), bytes):
                yield from lesarten(roh, tiefe - 1)


def _entpackt(inhalt: bytes, tiefe: int) -> Iterator[str]:
    """Yield the texts of what gzip, bzip2, xz or tar has packed."""
    packer = next((p for anfang, p in _PACKER.items() if inhalt.startswith(anfang)), None)
    with suppress(OSError, EOFError, lzma.LZMAError, zlib.error, tarfile.TarError, ValueError):
        if packer is not None:
            with packer(io.BytesIO(inhalt)) as strom:
                yield from lesarten(strom.read(_HOECHSTENS), tiefe - 1)
        else:
            with tarfile.open(fileobj=io.BytesIO(inhalt)) as behaelter:
                for glied in behaelter:
                    yield f"{glied.name} {glied.linkname}"
                    if glied.size <= _HOECHSTENS and (strom := behaelter.extractfile(glied)) is not None:
                        yield from lesarten(strom.read(), tiefe - 1)


def lesarten(inhalt: bytes, tiefe: int = _TIEFE) -> Iterator[str]:
    """Yield the texts of a file: itself, and where it is a container (XLSX, DOCX, ODS, a wheel, tar, gzip) the names and texts of its members."""
    if tiefe and ist_gepackt(inhalt):
        yield from _entpackt(inhalt, tiefe)
    if not inhalt.startswith(_ZIP):
        text = als_text(inhalt)[0]
        yield text
        if inhalt.lstrip()[:1] == b"<":  # words of a document may be cut by its marks, or divided by nothing else
            yield html.unescape(_TAGS.sub("", text))
            yield html.unescape(_TAGS.sub(" ", text))
        yield from (entschluesselt(text) for zeichen, entschluesselt in _SCHREIBWEISEN if zeichen in text)
        if inhalt.startswith(_OLE):  # its texts stand in letters of two bytes, beginning at any byte
            yield from (
                inhalt[ab : len(inhalt) - (len(inhalt) - ab) % 2].decode("utf-16-le", "replace") for ab in (0, 1)
            )
        if _VERPACKT.search(inhalt) is not None and tiefe:
            yield from _in_der_mail(inhalt, tiefe)
        return
    try:
        with zipfile.ZipFile(io.BytesIO(inhalt)) as behaelter:
            for glied in behaelter.infolist():
                yield glied.filename
                yield als_text(glied.comment)[0]
                if glied.file_size <= _HOECHSTENS and tiefe:
                    yield from lesarten(behaelter.read(glied), tiefe - 1)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError):
        yield als_text(inhalt)[0]
