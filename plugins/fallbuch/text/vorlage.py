"""Jinja behind one door: everything is escaped, a missing name is an error, never an empty hole."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

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

    def fuelle(self, name: str, /, **werte: Any) -> str:
        """Render the template `name` with `werte`."""
        return self._umgebung.get_template(name).render(**werte)
