"""Working days: Monday to Friday without the public holidays of the team's Land.

They are only ever shown beside a due date; no due date and no state follows them.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

from fallbuch.kennung import vergleichsform

if TYPE_CHECKING:
    from holidays import HolidayBase

_STAATEN = {"DE": ("Deutschland", "DE"), "AT": ("Österreich", "AT")}
_SAMSTAG, _SONNTAG = 5, 6
#: What the library calls days that are no holiday for everybody: of Catholic municipalities, of a province's offices.
_VIELERORTS = {"DE": "catholic", "AT": "bank"}


@dataclass(frozen=True, slots=True)
class Land:
    """A country and, where named, one of its states: both as codes, with the name that the team wrote."""

    staat: str
    teil: str | None
    name: str


def land_aus(text: str) -> Land | None:
    """Read `Bayern`, `DE-BY`, `Österreich` or `Wien`; None for a place that is none of them."""
    return _laender().get(vergleichsform(text))


@cache
def _laender() -> Mapping[str, Land]:
    # Loaded when a team names its Land: the library takes a tenth of a second.
    import holidays  # noqa: PLC0415

    gefunden: dict[str, Land] = {}
    for staat, namen in _STAATEN.items():
        gefunden |= {vergleichsform(name): Land(staat, None, namen[0]) for name in namen}
        for name, teil in getattr(holidays, staat).subdivisions_aliases.items():
            # Single letters mean one thing in Germany and another in Austria.
            if len(name) > 1:
                land = gefunden.setdefault(vergleichsform(f"{staat}-{teil}"), Land(staat, teil, name))
                gefunden[vergleichsform(name)] = land
    return gefunden


class Arbeitstage:
    """Which days are working days; without a `land` only Saturdays and Sundays are free."""

    def __init__(self, land: Land | None) -> None:
        self._land = land
        self._feiertage: Container[date] = _feiertage(land, "public") if land is not None else ()

    def ist_arbeitstag(self, tag: date) -> bool:
        return tag.weekday() < _SAMSTAG and tag not in self._feiertage

    def freier_tag(self, tag: date) -> str | None:
        """Return what makes the day one on which nobody expects an appointment: a Sunday, a public holiday; else None.

        Days that are free in parts of a Land only, such as 15 August in Bavaria, are named too.
        """
        if tag in self._feiertage:
            return "ein Feiertag"
        if tag.weekday() == _SONNTAG:
            return "ein Sonntag"
        return "ein Tag, an dem vielerorts geschlossen ist" if tag in self._vielerorts() else None

    def _vielerorts(self) -> Container[date]:
        if self._land is None:
            return ()
        return _feiertage(self._land, _VIELERORTS[self._land.staat])

    def davor(self, tag: date) -> date:
        """Return the last working day up to and including `tag`."""
        while not self.ist_arbeitstag(tag) and tag > date.min:
            tag -= timedelta(days=1)
        return tag

    def danach(self, tag: date) -> date:
        """Return the first working day from `tag` on."""
        while not self.ist_arbeitstag(tag) and tag < date.max:
            tag += timedelta(days=1)
        return tag


@cache
def _feiertage(land: Land, kategorie: str) -> HolidayBase:
    import holidays  # noqa: PLC0415

    # The years are filled in as they are asked for.
    return holidays.country_holidays(land.staat, subdiv=land.teil, categories=(kategorie,))
