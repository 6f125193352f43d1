"""Reading XML inside of office files, event by event: a big sheet never stands in memory as a tree."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable, Mapping
from pathlib import PurePosixPath
from xml.parsers import expat

from fallbuch.umzug.bogen import Umzugsfehler

#: Bytes that one part of a file may have once it is unpacked.
_HOECHSTENS = 300_000_000
#: What a damaged office file raises: no ZIP, a part missing, an unknown or a secret way of packing, broken packing.
BESCHAEDIGT = (KeyError, zipfile.BadZipFile, zlib.error, RuntimeError, EOFError, OSError)
_BESCHAEDIGT = "Die Datei lässt sich nicht lesen: Sie ist beschädigt oder mit einem Kennwort geschützt."
Beginn = Callable[[str, Mapping[str, str]], None]


def beschaedigt() -> Umzugsfehler:
    """Return the error of a file that no program could read."""
    return Umzugsfehler(_BESCHAEDIGT)


class Buerodatei:
    """An office file: a ZIP with XML in it. Raises `Umzugsfehler` where it is none, or too big."""

    def __init__(self, roh: zipfile.ZipFile) -> None:
        self._zip = roh
        self._namen = {name: name for name in roh.namelist()}

    def hat(self, name: str) -> bool:
        return name in self._namen

    def namen(self, muster: str) -> list[str]:
        """Return the parts whose name fits a pattern such as `xl/worksheets/*.xml`."""
        return [name for name in self._namen if PurePosixPath(name).match(muster)]

    def lies(self, name: str, beginn: Beginn, ende: Callable[[str], None], zeichen: Callable[[str], None]) -> None:
        """Read one part; elements are named by their namespace's last word and their own: `table:table-cell`.

        Attributes are named by their own word alone.
        """
        leser = expat.ParserCreate(namespace_separator=" ")
        leser.buffer_text = True
        leser.ordered_attributes = False
        kurz: dict[str, str] = {}

        def benannt(voll: str) -> str:
            if (name := kurz.get(voll)) is None:
                raum, _, eigen = voll.rpartition(" ")
                raum = next((wort for teil, wort in _RAEUME if teil in raum), "")
                name = kurz[voll] = f"{raum}:{eigen}" if raum else eigen
            return name

        def eigenschaft(voll: str) -> str:
            if (name := kurz.get(f"@{voll}")) is None:
                raum, _, eigen = voll.rpartition(" ")
                # LibreOffice says some things twice, the second time more precisely.
                name = kurz[f"@{voll}"] = f"calcext:{eigen}" if raum.endswith(":calcext:1.0") else eigen
            return name

        def doctype(*_: object) -> None:
            # What office programs write has none; with one a small file could grow without end.
            raise beschaedigt()

        leser.StartDoctypeDeclHandler = doctype
        leser.StartElementHandler = lambda voll, attribute: beginn(
            benannt(voll), {eigenschaft(schluessel): wert for schluessel, wert in attribute.items()}
        )
        leser.EndElementHandler = lambda voll: ende(benannt(voll))
        leser.CharacterDataHandler = zeichen
        try:
            if self._zip.getinfo(name).file_size > _HOECHSTENS:
                raise Umzugsfehler("Die Datei ist zu groß. Teilen Sie sie, zum Beispiel in eine je Jahr.")
            with self._zip.open(name) as strom:
                leser.ParseFile(strom)
        except (expat.ExpatError, *BESCHAEDIGT) as fehler:
            raise beschaedigt() from fehler


#: Parts of the namespaces' names, which differ between the two editions of the same format.
_RAEUME = (
    ("opendocument:xmlns:table", "table"),
    ("opendocument:xmlns:text", "text"),
    ("opendocument:xmlns:office", "office"),
    ("opendocument:xmlns:drawing", "draw"),
    ("opendocument:xmlns:manifest", "manifest"),
    ("wordprocessingml", "w"),
    ("spreadsheetml", "s"),
    ("markup-compatibility", "mc"),
    ("officeDocument/math", "m"),
    ("officeDocument/2006/relationships", "r"),
    ("office:annotation", "office"),
    ("purl.org/dc", "dc"),
    ("purl.oclc.org/ooxml/officeDocument/relationships", "r"),
)
