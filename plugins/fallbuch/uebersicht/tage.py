"""How days are said: as people in Germany and Austria write and speak of them. Files and machine formats keep ISO dates."""

from __future__ import annotations

import re
from datetime import date

from fallbuch.regelwerk.faelligkeit import Faelligkeit

WOCHENTAGE = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
#: So many days around the key date a day needs no year.
_NAH = 100
#: Up to here days are counted, then weeks, then months.
_TAGE, _WOCHEN = 14, 92
ISO = re.compile(r"(?<![0-9-])([0-9]{4})-([0-9]{2})-([0-9]{2})(?![0-9-])")


def datum(tag: date) -> str:
    """Return `28.05.2026`."""
    return f"{tag:%d.%m.%Y}"


def kurztag(tag: date, stichtag: date | None = None) -> str:
    """Return `Do 28.05.2026`; in the year of `stichtag`, or less than half a year from it, the year goes without saying."""
    nah = stichtag is not None and (tag.year == stichtag.year or abs((tag - stichtag).days) < _NAH)
    return f"{WOCHENTAGE[tag.weekday()][:2]} {tag:%d.%m.}{'' if nah else tag.year}"


def wann(f: Faelligkeit, stichtag: date) -> str:
    """Return when an item is due as people say it: since when, today and at what time, or on which day."""
    tag = f.faellig_am
    if tag is None:
        return "sofort"
    uhrzeit = "" if f.ableitung.uhrzeit is None else f" {f.ableitung.uhrzeit:%H:%M}"
    match (stichtag - tag).days:
        case 0:
            return f"heute{uhrzeit}"
        case 1:
            return "seit gestern"
        case vergangen if vergangen > 1:
            return f"seit {vergangen} Tagen"
    return f"{kurztag(tag, stichtag)}{uhrzeit}"


def vor(tag: date, stichtag: date) -> str:
    """Return how long ago a day was, in two or three words."""
    tage = (stichtag - tag).days
    if tage <= 0:
        return "heute"
    if tage == 1:
        return "gestern"
    if tage < _TAGE:
        return f"vor {tage} Tagen"
    return f"vor {tage // 7} Wochen" if tage < _WOCHEN else f"vor {monate(tage)} Monaten"


def monate(tage: int) -> int:
    """Return how many months of 30.4 days a number of days makes; halves go up, as in the browser."""
    return (10 * tage + 152) // 304


def wochentag(tag: date) -> str:
    """Return `Dienstag, 30.06.2026`."""
    return f"{WOCHENTAGE[tag.weekday()]}, {datum(tag)}"


def mit_datum(satz: str) -> str:
    """Return a sentence of the program with its dates as people write them."""
    return ISO.sub(r"\3.\2.\1", satz)


def mit_wochentag(satz: str) -> str:
    """Return the same with the days of the week, by which people notice that they meant another day: `Mo 30.06.2025`."""
    return ISO.sub(lambda t: kurztag(date.fromisoformat(t[0])), satz)
