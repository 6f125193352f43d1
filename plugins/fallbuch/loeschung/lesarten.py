"""Bytes as the texts that stand in them: in old encodings, in containers, in mails, in packed files."""

from __future__ import annotations

import bz2
import email
import email.policy
import gzip
import html
import io
import json
import lzma
import os
import re
import tarfile
import zipfile
import zlib
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any

from fallbuch.werte import dataclass

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
# What damaged containers raise: none at all, an unknown or a secret way of packing (both are a RuntimeError), broken packing.
_BESCHAEDIGT = (
    zipfile.BadZipFile,
    tarfile.TarError,
    RuntimeError,
    OSError,
    EOFError,
    ValueError,
    zlib.error,
    lzma.LZMAError,
)
_TIEFE, _HOECHSTENS = 3, 200_000_000
#: So much of a file shows how wide its letters are; so many of the other bytes are nothing.
_PROBE, _FAST_ALLE = 4_096, 0.7
#: In which programs of before Windows wrote umlauts.
DOS = "cp850"
_TAGS = re.compile(r"<[^<>]*>")


@dataclass(frozen=True, slots=True)
class Umschreibung:
    """A text with plain letters where they stood in another writing, and what became of each row of them."""

    text: str
    #: Beginning and end in the plain text, beginning and end as they were written.
    _reihen: Sequence[tuple[int, int, int, int]]

    def ort(self, von: int, bis: int) -> tuple[int, int]:
        """Return where a place of the plain text was written; of a row of written letters it is the whole row."""
        return self._davor(von, ende=False), self._davor(bis, ende=True)

    def _davor(self, stelle: int, *, ende: bool) -> int:
        i = bisect_right(self._reihen, stelle, key=lambda reihe: reihe[1])
        if i < len(self._reihen) and self._reihen[i][0] < stelle:
            return self._reihen[i][3 if ende else 2]
        return stelle - self._reihen[i - 1][1] + self._reihen[i - 1][3] if i else stelle


_KEINE_ZIFFER = re.compile(r"[^0-9a-fA-F]")


def _aus_zahlen(wie: str) -> Callable[[str], str]:
    """Return what reads letters that are written as the numbers of their bytes."""
    return lambda text: bytes.fromhex(_KEINE_ZIFFER.sub("", text.replace("\\u", ""))).decode(wie, "replace")


def _einmal_zu_oft(text: str) -> str:
    """Return letters whose bytes were taken for letters themselves, as they were before: `ÃŸ` is ß."""
    for wie in ("cp1252", "latin-1"):
        with suppress(UnicodeError):
            return text.encode(wie).decode("utf-8")
    return text


#: Other ways of writing words, by what one of them has in it, and what reads them: JSON, addresses, mails and business cards, RTF,
#: HTML, letters that were stored twice; a word divided at the end of its line, and where a link in a sentence leads. A pattern
#: begins with plain signs where it can: most texts hold none of them, and these are searched for much faster.
_SCHREIBWEISEN: Sequence[tuple[str, re.Pattern[str], Callable[[str], str]]] = (
    ("\\u", re.compile(r"(?:\\u[0-9a-fA-F]{4})+"), _aus_zahlen("utf-16-be")),
    ("%", re.compile(r"(?:%[0-9a-fA-F]{2})+"), _aus_zahlen("utf-8")),
    ("=", re.compile(r"(?:=[0-9A-F]{2})+"), _aus_zahlen("utf-8")),
    ("\\'", re.compile(r"(?:\\'[0-9a-fA-F]{2})+"), _aus_zahlen("cp1252")),
    ("&", re.compile(r"(?:&(?:[A-Za-z]{2,8}|#[0-9]{1,6}|#x[0-9a-fA-F]{1,5});)+"), html.unescape),
    (
        "Ã",
        re.compile("(?:[ÃÂÅ][\u0080-\u00bf\u0152-\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122])+"),
        _einmal_zu_oft,
    ),
    ("-\n", re.compile(r"-\n(?<=[^\W\d_]-\n)[ \t>*-]*(?=[^\W\d_])"), lambda _: ""),
    ("-\r\n", re.compile(r"-\r\n(?<=[^\W\d_]-\r\n)[ \t>*-]*(?=[^\W\d_])"), lambda _: ""),
    # Calendars and business cards fold long lines.
    ("BEGIN:V", re.compile(r"\r?\n[ \t]"), lambda _: ""),
    ("](", re.compile(r"\]\([^()\n]{0,300}\)"), lambda _: "]"),
)


def umschreibungen(text: str) -> Iterator[Umschreibung]:
    """Yield a text with plain letters, for each other writing of them that stands in it."""
    for zeichen, muster, lies in _SCHREIBWEISEN:
        if zeichen not in text:
            continue
        teile, reihen, ab, laenge = list[str](), list[tuple[int, int, int, int]](), 0, 0
        for treffer in muster.finditer(text):
            klar = lies(treffer[0])
            teile += [text[ab : treffer.start()], klar]
            von = laenge + treffer.start() - ab
            ab, laenge = treffer.end(), von + len(klar)
            reihen.append((von, laenge, treffer.start(), treffer.end()))
        if reihen:
            yield Umschreibung("".join(teile) + text[ab:], reihen)


def _breite_form(inhalt: bytes) -> str:
    """Return in which wide letters a text is written without saying so, "" where in none: of German letters every other byte is nothing."""
    if b"\0" not in inhalt[:_PROBE] or len(inhalt) % 2 or inhalt.startswith((_OLE, _ZIP)):
        return ""
    probe = inhalt[:_PROBE]
    gerade, ungerade = probe[::2].count(0), probe[1::2].count(0)
    wenige, viele = sorted((gerade, ungerade))
    if wenige or viele < _FAST_ALLE * len(probe) / 2:
        return ""
    return "utf-16-be" if gerade else "utf-16-le"


def ist_gepackt(inhalt: bytes) -> bool:
    """Tell whether bytes are packed by gzip, bzip2, xz or tar."""
    return inhalt.startswith(tuple(_PACKER)) or inhalt[257:262] == b"ustar"


def ganz_lesbar(inhalt: bytes) -> bool:
    """Tell whether everything in a container can be read: nothing in it is damaged, secret or packed in an unknown way."""
    packer = next((p for anfang, p in _PACKER.items() if inhalt.startswith(anfang)), None)
    try:
        if inhalt.startswith(_ZIP):
            with zipfile.ZipFile(io.BytesIO(inhalt)) as behaelter:
                return all(glied.file_size <= _HOECHSTENS for glied in behaelter.infolist()) and not behaelter.testzip()
        if packer is not None:
            with packer(io.BytesIO(inhalt)) as strom:
                return bool(len(strom.read(_HOECHSTENS)) < _HOECHSTENS)
        if ist_gepackt(inhalt):
            with tarfile.open(fileobj=io.BytesIO(inhalt)) as behaelter:
                return all(glied.size <= _HOECHSTENS for glied in behaelter.getmembers())
    except _BESCHAEDIGT:
        return False
    return True


def ist_buendel(inhalt: bytes) -> bool:
    """Tell whether bytes are a history that git has put into a file: a copy of everything."""
    return inhalt.startswith((b"# v2 git bundle", b"# v3 git bundle"))


def birgt_geschichte(inhalt: bytes, tiefe: int = _TIEFE) -> bool:
    """Tell whether bytes are a history of git, or a container in which one is packed: nobody can read in it what it says."""
    if ist_buendel(inhalt) or inhalt.startswith(b"PACK\0\0\0"):
        return True
    packer = next((p for anfang, p in _PACKER.items() if inhalt.startswith(anfang)), None)
    with suppress(*_BESCHAEDIGT):
        if inhalt.startswith(_ZIP) and tiefe:
            with zipfile.ZipFile(io.BytesIO(inhalt)) as behaelter:
                glieder = (g for g in behaelter.infolist() if g.file_size <= _HOECHSTENS)
                return any(birgt_geschichte(behaelter.read(glied), tiefe - 1) for glied in glieder)
        if packer is not None and tiefe:
            with packer(io.BytesIO(inhalt)) as strom:
                return birgt_geschichte(strom.read(_HOECHSTENS), tiefe - 1)
        if ist_gepackt(inhalt) and tiefe:
            with tarfile.open(fileobj=io.BytesIO(inhalt)) as behaelter:
                stroeme = (behaelter.extractfile(g) for g in behaelter if g.size <= _HOECHSTENS)
                return any(birgt_geschichte(strom.read(), tiefe - 1) for strom in stroeme if strom is not None)
    return False


def als_text(inhalt: bytes) -> tuple[str, str]:
    """Return bytes as text and the encoding that gives back the same bytes; what is no UTF-8 is read as old Western files are."""
    for anfang, wie, breite in _BREITE_FORMEN:
        if inhalt.startswith(anfang) and len(inhalt) % breite == 0:
            with suppress(UnicodeDecodeError):
                return inhalt.decode(wie, "surrogatepass"), wie
    if wie := _breite_form(inhalt):
        with suppress(UnicodeDecodeError):
            return inhalt.decode(wie, "surrogatepass"), wie
    try:
        return inhalt.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return inhalt.decode("latin-1"), "latin-1"


def als_name(name: str) -> str:
    """Return a file's name as people read it, of whatever encoding its bytes are."""
    return als_text(os.fsencode(name))[0]


def ist_text(inhalt: bytes) -> bool:
    """Tell whether bytes are text in which words can be replaced; a mail whose words are wrapped up is none."""
    if inhalt[:2] in {b"\xff\xfe", b"\xfe\xff"} or _breite_form(inhalt):
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
    with suppress(*_BESCHAEDIGT):
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
        text, wie = als_text(inhalt)
        yield text
        if wie == "latin-1" and ist_text(inhalt):
            yield inhalt.decode(DOS)
        if inhalt.lstrip()[:1] == b"<":  # words of a document may be cut by its marks, or divided by nothing else
            yield html.unescape(_TAGS.sub("", text))
            yield html.unescape(_TAGS.sub(" ", text))
        yield from (umschreibung.text for umschreibung in umschreibungen(text))
        if inhalt.startswith(_OLE):  # its texts stand in letters of two bytes, beginning at any byte
            yield from (
                inhalt[ab : len(inhalt) - (len(inhalt) - ab) % 2].decode("utf-16-le", "replace") for ab in (0, 1)
            )
        if _VERPACKT.search(inhalt) is not None and tiefe:
            yield from _in_der_mail(inhalt, tiefe)
        return
    try:
        with zipfile.ZipFile(io.BytesIO(inhalt)) as behaelter:
            yield als_text(behaelter.comment)[0]
            for glied in behaelter.infolist():
                yield glied.filename
                yield als_text(glied.comment)[0]
                if glied.file_size <= _HOECHSTENS and tiefe:
                    with suppress(*_BESCHAEDIGT):  # one damaged member hides none of the others
                        yield from lesarten(behaelter.read(glied), tiefe - 1)
    except _BESCHAEDIGT:
        yield als_text(inhalt)[0]


def ist_json(text: str) -> bool:
    """Tell whether a program can read a text as JSON."""
    if text.lstrip("\ufeff \t\r\n")[:1] not in {"{", "["}:
        return False
    try:
        json.loads(text.lstrip("\ufeff"))
    except (ValueError, RecursionError):
        return False
    return True
