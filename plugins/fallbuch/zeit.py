"""Dates and spans: strict ISO dates, calendar months clamped at the month's end, weeks to Sunday."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from fallbuch.werte import dataclass

_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_LAENGE_ISO = 10
_DEUTSCH = re.compile(r"([0-9]{1,2})\.\s?([0-9]{1,2})\.\s?([0-9]{4})")
_KURZ = re.compile(r"([0-9]{1,2})\.\s?([0-9]{1,2})(?:\.(?:\s?([0-9]{2}))?)?")
_MIT_MONAT = re.compile(r"([0-9]{1,2})\.\s*([a-zä]{3,9})\.?(?:\s+([0-9]{4}))?")
_MONATE = (
    "januar",
    "februar",
    "märz",
    "april",
    "mai",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "dezember",
)
_IN = re.compile(r"(in|vor)\s+([0-9]{1,3}|eine[mr])\s+(tag|woche|monat)(?:e?n)?")
_WOCHENTAG = re.compile(
    r"(?:am\s+)?(?:(nächst|kommend|letzt|vorig)\w*\s+)?(mo|di|mi|do|fr|sa|so)(?:\.|ntag|enstag|ttwoch|nnerstag|eitag|mstag|nntag)?"
)
_WOCHENTAGE = ("mo", "di", "mi", "do", "fr", "sa", "so")
#: How days are typed: what stands before anything else, as far as it is one.
GETIPPTER_TAG = re.compile(
    r"(?:in|vor)\s+\w+\s+\w+|(?:am\s+)?(?:nächst|kommend|letzt|vorig)\w*\s+\w+|am\s+\w+|[0-9]{1,2}\.\s*[a-zä]{3,9}\.?(?:\s+[0-9]{4})?|[0-9.]{4,8}|\w+\.?",
    re.IGNORECASE,
)
_TAGE = {"vorgestern": -2, "gestern": -1, "heute": 0, "morgen": 1, "übermorgen": 2, "uebermorgen": 2}
_ZEITPUNKT = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]00:00(?::00(?:\.0{1,9})?)?(?: ?(?:Z|[+-]00:?00))?")
_SPANNE = re.compile(r"([0-9]{1,4})\s*([A-Za-zäÄ]+)(\s+vorher)?")

# Years outside these bounds are typing errors (0206, 20226) and would break date arithmetic.
FRUEHESTES_JAHR, SPAETESTES_JAHR = 1900, 2199


MONATE = (
    "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember",
)  # fmt: skip

#: A day and its month without a year, as a sentence begins with them; to Markdown the first is the number of a list item.
TAG_UND_MONAT = (
    r"[0-9]{1,2}\.[ \t]+(?:(?:Januar|Jänner|Februar|Feber|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember)(?![\w-])"
    r"|(?:Jan|Feb|Mrz|Mär|Apr|Jun|Jul|Aug|Sept?|Okt|Nov|Dez)\.|(?:0?[1-9]|1[0-2])\.(?=[ \t]*(?:[:,;a-zäöü]|[0-9]{4}\b|$)))"
)


class Einheit(StrEnum):
    """Unit of a span, named as the team writes it."""

    TAGE = "Tage"
    WOCHEN = "Wochen"
    MONATE = "Monate"
    JAHRE = "Jahre"


_EINZAHL = {Einheit.TAGE: "Tag", Einheit.WOCHEN: "Woche", Einheit.MONATE: "Monat", Einheit.JAHRE: "Jahr"}
#: How many days or months a unit has.
_TAGE_UND_MONATE = {Einheit.TAGE: (1, 0), Einheit.WOCHEN: (7, 0), Einheit.MONATE: (0, 1), Einheit.JAHRE: (0, 12)}
_WOERTER = {wort: einheit for einheit, eins in _EINZAHL.items() for wort in (eins.lower(), einheit.lower())}


@dataclass(frozen=True, slots=True)
class Spanne:
    """A calendar span such as 10 weeks or 3 months; `vorher` counts it backwards (4 weeks before an end)."""

    anzahl: int
    einheit: Einheit
    vorher: bool = False

    def __str__(self) -> str:
        einheit = _EINZAHL[self.einheit] if self.anzahl == 1 else self.einheit
        return f"{self.anzahl} {einheit}{' vorher' if self.vorher else ''}"

    def nach(self, tag: date) -> date:
        """Return `tag` plus this span; months clamp at the month's end (31 Aug + 6 = 28/29 Feb)."""
        return self._verschoben(tag, -self.anzahl if self.vorher else self.anzahl)

    def vor(self, tag: date) -> date:
        """Return `tag` minus this span, clamped in the same way."""
        return self._verschoben(tag, self.anzahl if self.vorher else -self.anzahl)

    def _verschoben(self, tag: date, anzahl: int) -> date:
        tage, monate = _TAGE_UND_MONATE[self.einheit]
        try:
            return tag + timedelta(days=tage * anzahl) if tage else _plus_monate(tag, monate * anzahl)
        except (OverflowError, ValueError):
            return date.max if anzahl > 0 else date.min


def spanne_aus(text: str) -> Spanne | None:
    """Read `10 Wochen`, `1 Monat`, `0 Tage`, `4 Wochen vorher`; None where the text is no span."""
    treffer = _SPANNE.fullmatch(text.strip())
    if treffer is None or (einheit := _WOERTER.get(treffer[2].lower())) is None:
        return None
    return Spanne(int(treffer[1]), einheit, vorher=treffer[3] is not None)


def hat_tagesform(text: str) -> bool:
    """Tell whether `text` looks like JJJJ-MM-TT or a full German date, whether or not that day exists."""
    return _ISO.fullmatch(text) is not None or _DEUTSCH.fullmatch(text.strip()) is not None


def datum_aus(text: str) -> date | None:
    """Read exactly JJJJ-MM-TT; None for anything else, also for days that do not exist."""
    return _tag_aus_iso(text) if len(text) == _LAENGE_ISO else None


@lru_cache(maxsize=4096)  # the cases of a team share their days
def _tag_aus_iso(text: str) -> date | None:
    treffer = _ISO.fullmatch(text)
    return _tag(*map(int, treffer.groups())) if treffer else None


def deutsches_datum(text: str) -> date | None:
    """Read a full German date such as 30.1.2026, which has only one reading; else None."""
    treffer = _DEUTSCH.fullmatch(text.strip())
    return _tag(int(treffer[3]), int(treffer[2]), int(treffer[1])) if treffer else None


def getippter_tag(text: str, heute: date, *, voraus: bool | None = None) -> date | None:
    """Read a day as people type it in a dialog: `gestern`, `28.11.`, `28. Juni`, `Montag`, `in 2 Wochen`; None for anything else.

    Two digits of a year mean this century, a day without a year the next (`voraus`), the last (False) or the nearest to
    `heute`: it is shown before anything is written. In files neither is read.
    """
    wort = text.strip().lower()
    if wort in _TAGE:
        return heute + timedelta(days=_TAGE[wort])
    if (treffer := _IN.fullmatch(wort)) is not None:
        spanne = Spanne(int(treffer[2]) if treffer[2].isdigit() else 1, _WOERTER[treffer[3]])
        return spanne.nach(heute) if treffer[1] == "in" else spanne.vor(heute)
    if (treffer := _WOCHENTAG.fullmatch(wort)) is not None:
        zurueck = treffer[1] in {"letzt", "vorig"} or (treffer[1] is None and voraus is False)
        return _naechster_wochentag(heute, _WOCHENTAGE.index(treffer[2]), -1 if zurueck else 1)
    if (treffer := _KURZ.fullmatch(wort)) is not None:
        monat, jahr = int(treffer[2]), f"20{treffer[3]}" if treffer[3] else None
    elif (treffer := _MIT_MONAT.fullmatch(wort)) is not None:
        monat = next(
            (n for n, name in enumerate(_MONATE, start=1) if name.startswith(treffer[2].replace("jänner", "januar"))), 0
        )
        jahr = treffer[3]
    else:
        return None
    tag = int(treffer[1])
    if jahr:
        return _tag(int(jahr), monat, tag)
    alle = (_tag(heute.year + versatz, monat, tag) for versatz in (-1, 0, 1))
    moegliche = [m for m in alle if m is not None and (voraus is None or (m >= heute if voraus else m <= heute))]
    return min(moegliche, key=lambda m: abs(m - heute), default=None)


def _naechster_wochentag(heute: date, welcher: int, richtung: int) -> date:
    """Return the next day of the week in a direction; today itself is never meant by its name."""
    tag = heute + timedelta(days=richtung)
    while tag.weekday() != welcher:
        tag += timedelta(days=richtung)
    return tag


def tag_aus_zeitpunkt(text: str) -> date | None:
    """Read a day to which a program added midnight in world time (2026-01-12T00:00:00.000Z); else None."""
    treffer = _ZEITPUNKT.fullmatch(text.strip())
    return datum_aus(treffer[1]) if treffer else None


def naechster_moeglicher_tag(text: str) -> date | None:
    """For an impossible ISO date (2026-02-30) return the last possible day before it, else None."""
    treffer = _ISO.fullmatch(text)
    if treffer is None:
        return None
    jahr, monat, tag = map(int, treffer.groups())
    if not (FRUEHESTES_JAHR <= jahr <= SPAETESTES_JAHR and 1 <= monat <= 12 and tag > 28):
        return None
    return date(jahr, monat, calendar.monthrange(jahr, monat)[1])


def sonntag(tag: date) -> date:
    """Return the Sunday that ends the week of `tag`."""
    return tag + timedelta(days=6 - tag.weekday())


def _tag(jahr: int, monat: int, tag: int) -> date | None:
    if not FRUEHESTES_JAHR <= jahr <= SPAETESTES_JAHR:
        return None
    try:
        return date(jahr, monat, tag)
    except ValueError:
        return None


def _plus_monate(tag: date, monate: int) -> date:
    jahr, monat0 = divmod(tag.year * 12 + tag.month - 1 + monate, 12)
    if tag.day <= 28:  # every month has this day
        return date(jahr, monat0 + 1, tag.day)
    return date(jahr, monat0 + 1, min(tag.day, calendar.monthrange(jahr, monat0 + 1)[1]))


@dataclass(frozen=True, slots=True, order=True)
class Quartal:
    """A reporting period of three months; it runs from the 29th to the 28th (VEREIN 2.4: data go out on the 28th).

    `kalender` makes it a quarter of the calendar instead.
    """

    jahr: int
    nummer: int
    kalender: bool = False

    def __str__(self) -> str:
        return f"{self.jahr}Q{self.nummer}"

    @property
    def anfang(self) -> date:
        """The first day: the one after the end of the quarter before."""
        return self.voriges.ende + timedelta(days=1)

    @property
    def ende(self) -> date:
        """The last day: 28 March, June, September or December, or the month's last."""
        tag = date(self.jahr, 3 * self.nummer, 28)
        return monatsende(tag) if self.kalender else tag

    @property
    def naechstes(self) -> Quartal:
        return Quartal(self.jahr + self.nummer // 4, self.nummer % 4 + 1, self.kalender)

    @property
    def voriges(self) -> Quartal:
        return Quartal(self.jahr - (self.nummer == 1), (self.nummer - 2) % 4 + 1, self.kalender)


def quartal_von(tag: date, *, kalender: bool = False) -> Quartal:
    """Return the reporting period to which `tag` belongs."""
    quartal = Quartal(tag.year, (tag.month + 2) // 3, kalender)
    return quartal if tag <= quartal.ende else quartal.naechstes


def quartal_aus(text: str, *, kalender: bool = False) -> Quartal | None:
    """Read `2026Q2`; None for anything else."""
    treffer = re.fullmatch(r"([0-9]{4})Q([1-4])", text.strip())
    if treffer is None or not FRUEHESTES_JAHR <= int(treffer[1]) <= SPAETESTES_JAHR:
        return None
    return Quartal(int(treffer[1]), int(treffer[2]), kalender)


def monatsende(tag: date) -> date:
    """Return the last day of the month of `tag`."""
    return tag.replace(day=calendar.monthrange(tag.year, tag.month)[1])


def monat_aus(text: str) -> date | None:
    """Read `2026-06` as the last day of that month; None for anything else."""
    erster = datum_aus(f"{text.strip()}-01")
    return None if erster is None else monatsende(erster)
