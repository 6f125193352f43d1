"""What single cases contribute to pages, kept by the content of their files: as long as a case stays, nobody reads it for a list."""

from __future__ import annotations

import io
import pickle
from collections import defaultdict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from fallbuch.bestand.laden import Akte
from fallbuch.text.zwischenspeicher import Zwischenspeicher

T = TypeVar("T")
#: Besides this program's own values, contributions hold days and times.
_WERTE = frozenset({("datetime", "date"), ("datetime", "time"), ("markupsafe", "Markup")})


class Beitraege:
    """Contributions by case and by what they are for; what is asked for is kept, and nothing else."""

    def __init__(self, speicher: Zwischenspeicher) -> None:
        self._speicher = speicher
        self._bekannte: dict[Akte, dict[str, tuple[Hashable, Any]]] = {}
        self._benutzte: dict[Akte, dict[str, tuple[Hashable, Any]]] = defaultdict(dict)
        self._neue: set[Akte] = set()

    def hole(self, akte: Akte, was: str, mache: Callable[[], T], an: Hashable) -> T:
        """Return a contribution, or make it now; it must hang on the case's file, the team's words, the day and on `an` alone.

        That of a case about which others make a difference, as with an ID that stands twice, is made each time.
        """
        if akte.befunde != akte.eigene:
            return mache()
        bekannte = self._bekannte.get(akte)
        if bekannte is None:
            bekannte = self._bekannte[akte] = self._lies(akte)
        bekannt, an = bekannte.get(was), (akte.seite, an)
        if bekannt is None or bekannt[0] != an:
            self._neue.add(akte)
            bekannt = bekannte[was] = an, mache()
        self._benutzte[akte][was] = bekannt
        return bekannt[1]

    def sichere(self) -> None:
        """Keep what was asked for, for later runs."""
        for akte in self._neue:
            roh = io.BytesIO()
            _Beitragsschreiber(roh, protocol=5).dump(self._benutzte[akte])
            self._speicher.merke(akte.schluessel, roh.getvalue())
        self._speicher.sichere()

    def _lies(self, akte: Akte) -> dict[str, tuple[Hashable, Any]]:
        roh = self._speicher.hole(akte.schluessel)
        if roh is None:
            return {}
        try:
            bekannte: dict[str, tuple[Hashable, Any]] = _Beitragsleser(roh, akte).load()
        except (
            pickle.UnpicklingError,
            AttributeError,
            TypeError,
        ):  # of another version of this program, by the same name
            return {}
        return bekannte


class _Beitragsschreiber(pickle.Pickler):
    """Writes contributions; the case itself is named, since whoever reads them has it."""

    def persistent_id(self, obj: Any) -> str | None:
        return "akte" if isinstance(obj, Akte) else None


class _Beitragsleser(pickle.Unpickler):
    """Reads contributions, made of this program's own values and nothing else."""

    def __init__(self, roh: bytes, akte: Akte) -> None:
        super().__init__(io.BytesIO(roh))
        self._akte = akte

    def persistent_load(self, pid: Any) -> Akte:
        return self._akte

    def find_class(self, module_name: str, global_name: str) -> Any:
        if not module_name.startswith("fallbuch.") and (module_name, global_name) not in _WERTE:
            raise pickle.UnpicklingError(f"{module_name}.{global_name} is no value of a contribution")
        return super().find_class(module_name, global_name)
