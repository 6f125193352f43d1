"""Due items as calendars to subscribe to (RFC 5545): the case's ID and the rule's title, nothing else of a case."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from itertools import count
from urllib.parse import quote
from zoneinfo import ZoneInfo

from fallbuch.befund import lesbar
from fallbuch.kennung import kurzform, nach_aussen
from fallbuch.regelwerk.faelligkeit import Faelligkeit
from fallbuch.team import Team

#: How far ahead the site's calendars reach; a deletion in three years would only be in the way.
VORAUS = timedelta(days=366)
_ANFANG = date(2020, 1, 1)
_DAUER = timedelta(hours=1)
_AUFFRISCHEN = timedelta(hours=12)
#: What stands in a line as it is (RFC 5545, 3.3.11), and how many bytes a line may have before it is folded (3.1).
_SCHLICHT = re.compile(r"[A-Za-z0-9ÄÖÜäöüß .:/()@%!?§„“–+-]*")
_LAENGSTE_ZEILE = 74


class Kalender:
    """Writes calendars of a team; an item that stands in several is made once."""

    def __init__(self, team: Team) -> None:
        self._stichtag = team.stichtag
        self._zone = ZoneInfo(team.datei.zeitzone)
        self._fertige: dict[tuple[str, str], bytes] = {}

    def ics(self, name: str, faellige: Iterable[Faelligkeit]) -> bytes:
        """Return the calendar called `name`, lines ended by CRLF.

        An event keeps its UID for as long as the case has to do the same thing, so that a new date moves it.
        """
        # Loaded when a calendar is written: the library takes a tenth of a second.
        from icalendar import Calendar  # noqa: PLC0415

        kalender = Calendar()
        kalender.add("prodid", "-//Fallbuch//Fallbuch//DE")
        kalender.add("version", "2.0")
        kalender.add("calscale", "GREGORIAN")
        for eigenschaft in ("name", "x-wr-calname"):
            kalender.add(eigenschaft, lesbar(name, 200))
        kalender.add("refresh-interval", _AUFFRISCHEN, parameters={"VALUE": "DURATION"})
        # No type of the library: it would write the span as a time of day.
        kalender.add("x-published-ttl", f"PT{_AUFFRISCHEN // _DAUER}H")
        kopf, ende, rest = bytes(kalender.to_ical()).rpartition(b"END:VCALENDAR")
        kennungen: set[str] = set()
        termine: list[bytes] = []
        for f in faellige:
            # A team's own rule may find several facts where the shipped ones find one.
            kennung = f.dauerkennung
            if kennung in kennungen:
                kennung = f"{kennung}/{kurzform(f.schluessel)}"
            # One name twice, and a server takes nothing of the whole calendar.
            kennung = next(k for n in count(1) if (k := kennung if n == 1 else f"{kennung}/{n}") not in kennungen)
            kennungen.add(kennung)
            if (fertig := self._fertige.get((f.schluessel, kennung))) is None:
                fertig = self._fertige[f.schluessel, kennung] = self._ereignis(f, kennung)
            termine.append(fertig)
        return kopf + b"".join(termine) + ende + rest

    def _ereignis(self, f: Faelligkeit, kennung: str) -> bytes:
        # What cannot be computed stands on the key date until somebody has looked.
        tag = f.faellig_am or self._stichtag
        if (uhrzeit := f.ableitung.uhrzeit) is not None:
            # In world time: every program shows it right, none needs to know the rules of a time zone.
            beginn = datetime.combine(tag, uhrzeit, self._zone).astimezone(UTC)
            wann = [f"DTSTART:{beginn:%Y%m%dT%H%M%SZ}", f"DTEND:{beginn + _DAUER:%Y%m%dT%H%M%SZ}"]
        else:
            wann = [
                f"DTSTART;VALUE=DATE:{tag:%Y%m%d}",
                f"DTEND;VALUE=DATE:{tag + timedelta(days=1):%Y%m%d}",
                "TRANSP:TRANSPARENT",
            ]
        # Both grow when a newer fact moves the date, and only then: programs that keep calendars alike delete and make
        # anew whatever has grown.
        seit = f.ableitung.fest_seit or tag
        zeilen = [
            "BEGIN:VEVENT",
            self._text("UID", f"{quote(kennung)}@fallbuch"),
            f"DTSTAMP:{seit:%Y%m%d}T000000Z",
            f"SEQUENCE:{max((seit - _ANFANG).days, 0)}",
            self._text("SUMMARY", f"{nach_aussen(f.fall) if f.fall else 'Team'}: {lesbar(f.name, 200)}"),
            *wann,
            "END:VEVENT",
        ]
        return "".join(f"{zeile}\r\n" for zeile in zeilen).encode()

    @staticmethod
    def _text(name: str, text: str) -> str:
        """Return a line with free text, escaped and folded by the library; whole events of its own take ten times as long.

        A short line of everyday letters needs neither.
        """
        if _SCHLICHT.fullmatch(text) is not None and len(name) + 1 + len(text.encode()) <= _LAENGSTE_ZEILE:
            return f"{name}:{text}"
        from icalendar.parser import Contentline, Parameters  # noqa: PLC0415
        from icalendar.prop import vText  # noqa: PLC0415

        return str(Contentline.from_parts(name, Parameters(), vText(text)).to_ical(), "utf-8")


def im_kalender(team: Team, faellige: Iterable[Faelligkeit]) -> list[Faelligkeit]:
    """Return the items that the site's calendars hold: everything overdue, and a year ahead."""
    bis = team.stichtag + VORAUS
    return [f for f in faellige if f.faellig_am is None or f.faellig_am <= bis]
