"""Jinja behind one door: everything is escaped, a missing name is an error, never an empty hole."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from jinja2 import BytecodeCache, Environment, PackageLoader, StrictUndefined, select_autoescape
from jinja2.bccache import Bucket

import fallbuch
from fallbuch.text.zwischenspeicher import Zwischenspeicher, datei, programm

Filter = Callable[..., object]


class Vorlagen:
    """The templates of a folder inside the package; `klammern` for texts in which braces mean something else.

    `ausgabe` turns values into what is printed.
    """

    def __init__(
        self,
        paket: str,
        ordner: str,
        *,
        filter: Mapping[str, Filter] | None = None,
        html: bool = True,
        klammern: tuple[str, str] = ("{", "}"),
        ausgabe: Callable[[object], object] | None = None,
    ) -> None:
        auf, zu = klammern
        self._art = f"vorlagen {paket} {ordner}"
        self._umgebung = Environment(
            loader=PackageLoader(paket, ordner),
            autoescape=select_autoescape(default=html),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            finalize=ausgabe,
            variable_start_string=auf * 2,
            variable_end_string=zu * 2,
            block_start_string=f"{auf}%",
            block_end_string=f"%{zu}",
            comment_start_string=f"{auf}#",
            comment_end_string=f"#{zu}",
        )
        self._umgebung.filters.update(filter or {})

    def uebersetze(self) -> None:
        """Take all templates as an earlier run has translated them, or do it now and keep them: it takes a fifth of a second."""
        if self._umgebung.cache:
            return  # this program has begun to use them already
        speicher = Zwischenspeicher(datei(Path(fallbuch.__path__[0]), self._art), programm())
        self._umgebung.bytecode_cache = _Uebersetztes(speicher)
        for name in self._umgebung.list_templates():
            self._umgebung.get_template(name)
        self._umgebung.bytecode_cache = None
        speicher.sichere()

    def fuelle(self, name: str, /, **werte: Any) -> str:
        """Render the template `name` with `werte`."""
        return self._umgebung.get_template(name).render(**werte)


class _Uebersetztes(BytecodeCache):
    """What Jinja has made of templates, kept like everything that can be worked out anew."""

    def __init__(self, speicher: Zwischenspeicher) -> None:
        self._speicher = speicher

    def load_bytecode(self, bucket: Bucket) -> None:
        if (roh := self._speicher.hole(self._schluessel(bucket))) is not None:
            bucket.bytecode_from_string(roh)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._speicher.merke(self._schluessel(bucket), bucket.bytecode_to_string())

    def _schluessel(self, bucket: Bucket) -> bytes:
        return self._speicher.schluessel(bucket.key, bucket.checksum.encode())
