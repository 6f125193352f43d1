"""Working days: Monday to Friday without the public holidays of the team's Land.

They are only ever shown beside a due date; no due date and no state follows them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from fallbuch.kennung import vergleichsform
from fallbuch.werte import dataclass
from fallbuch.zeit import datum_aus

if TYPE_CHECKING:
    from holidays import HolidayBase

_STAATEN = {"DE": ("Deutschland", "DE"), "AT": ("Österreich", "AT")}
_SAMSTAG, _SONNTAG = 5, 6
#: What the library calls days that are no holiday for everybody: of Catholic municipalities, of a province's offices.
_VIELERORTS = {"DE": "catholic", "AT": "bank"}
#: What a team may keep besides, in its words → country → the library's word.
AUCH: Mapping[str, Mapping[str, str]] = {
    "auch katholische": {"DE": "catholic"},
    "auch die der Länder": {"AT": "bank"},
}
_KEINE: Mapping[FreierTag, str] = MappingProxyType({})
_TAG = re.compile(r"(?:([0-9]{4})-)?([0-9]{2}-[0-9]{2})")


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
        klasse = getattr(holidays, staat)
        # Augsburg has no alias, only its own name.
        mit_namen = dict(klasse.subdivisions_aliases)
        ohne_namen = {teil: teil for teil in klasse.subdivisions if teil not in mit_namen.values()}
        for name, teil in (mit_namen | ohne_namen).items():
            # Single letters mean one thing in Germany and another in Austria.
            if len(name) > 1:
                land = gefunden.setdefault(vergleichsform(f"{staat}-{teil}"), Land(staat, teil, name))
                gefunden[vergleichsform(name)] = land
    return gefunden


@dataclass(frozen=True, slots=True, order=True)
class FreierTag:
    """A day that the team does not work: of one year, or of every year where `jahr` is None."""

    monat: int
    tag: int
    jahr: int | None = None

    def __str__(self) -> str:
        return f"{self.jahr or ''}{'-' if self.jahr else ''}{self.monat:02}-{self.tag:02}"

    def ist(self, tag: date) -> bool:
        return (tag.month, tag.day) == (self.monat, self.tag) and self.jahr in {None, tag.year}


def freier_tag_aus(text: str) -> FreierTag | None:
    """Read `2026-05-15`, or `08-08` for a day of every year; None for anything else."""
    treffer = _TAG.fullmatch(text.strip())
    # Any leap year will do for a day of every year.
    if treffer is None or (tag := datum_aus(f"{treffer[1] or 2024}-{treffer[2]}")) is None:
        return None
    return FreierTag(tag.month, tag.day, int(treffer[1]) if treffer[1] else None)


class Arbeitstage:
    """Which days are working days; without a `land` only Saturdays and Sundays are free, and the team's own days.

    `auch` is one of `AUCH`: holidays that are none for everybody and that this team keeps.
    """

    def __init__(self, land: Land | None, auch: str = "", eigene: Mapping[FreierTag, str] = _KEINE) -> None:
        self._land = land
        self._eigene = eigene
        kategorie = AUCH.get(auch, {}).get(land.staat) if land is not None else None
        kategorien = ("public",) if kategorie is None else ("public", kategorie)
        self._feiertage: Mapping[date, str] = _feiertage(land, kategorien) if land is not None else {}

    def ist_arbeitstag(self, tag: date) -> bool:
        return tag.weekday() < _SAMSTAG and self.feiertag(tag) is None

    def feiertag(self, tag: date) -> str | None:
        """Return the German name of the holiday, the team's own days first; None where it is none."""
        eigener = next((name for frei, name in self._eigene.items() if frei.ist(tag)), None)
        return eigener or self._feiertage.get(tag)

    def freier_tag(self, tag: date) -> str | None:
        """Return what makes the day one on which nobody expects an appointment: a Sunday, a holiday; else None.

        Days that are free in parts of a Land only, such as 15 August in Bavaria, are named too.
        """
        if (name := self.feiertag(tag)) is not None:
            return f"ein freier Tag ({name})"
        if tag.weekday() == _SONNTAG:
            return "ein Sonntag"
        vielerorts = {} if self._land is None else _feiertage(self._land, (_VIELERORTS[self._land.staat],))
        return f"ein Tag, an dem vielerorts geschlossen ist ({vielerorts[tag]})" if tag in vielerorts else None

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
def _feiertage(land: Land, kategorien: tuple[str, ...]) -> HolidayBase:
    import holidays  # noqa: PLC0415

    # The years are filled in as they are asked for. Without a language, names are in that of the machine.
    return holidays.country_holidays(land.staat, subdiv=land.teil, categories=kategorien, language="de")
