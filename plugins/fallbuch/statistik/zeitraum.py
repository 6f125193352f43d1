"""Periods: quarters and years as the team reports them, and all time since its first case."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum

from fallbuch.werte import dataclass
from fallbuch.zeit import FRUEHESTES_JAHR, SPAETESTES_JAHR, Einheit, Quartal, Spanne, quartal_aus, quartal_von

_EIN_TAG = timedelta(days=1)
GESAMT = "gesamt"
#: Two years of quarters stand on pages; older ones are asked for by name.
_QUARTALE, _JAHRE = 8, 3


class Zeitraumart(StrEnum):
    """What kind of period it is."""

    QUARTAL = "Quartal"
    JAHR = "Jahr"
    GESAMT = "seit Beginn"


@dataclass(frozen=True, kw_only=True, slots=True)
class Zeitraum:
    """Days from `von` to `bis`, both included. `bis` is the key date while the period runs, else its `ende`.

    States such as "open" are those at the end of `bis`.
    """

    art: Zeitraumart
    #: `2026Q3`, `2026` or `gesamt`.
    schluessel: str
    von: date
    bis: date
    ende: date
    #: The key date as of which it is looked at.
    stichtag: date
    quartal: Quartal | None = None
    kalender: bool = False

    @property
    def laeuft(self) -> bool:
        """The period goes on after the key date."""
        return self.bis < self.ende

    @property
    def zu_ende(self) -> bool:
        """The key date lies after the period's last day: only then it can be passed on."""
        return self.stichtag > self.ende

    @property
    def name(self) -> str:
        """Return `3. Quartal 2026`, `Jahr 2026` or `Seit Beginn`."""
        if self.quartal is not None:
            return f"{self.quartal.nummer}. Quartal {self.quartal.jahr}"
        return f"Jahr {self.schluessel}" if self.art is Zeitraumart.JAHR else "Seit Beginn"

    @property
    def spanne(self) -> str:
        """Return the first and the last day in words."""
        return f"{self.von} bis {self.bis}" + (f" (läuft bis {self.ende})" if self.laeuft else "")

    @property
    def stamm(self) -> str:
        """Return the name of its page and files."""
        return self.schluessel.lower()

    def enthaelt(self, tag: date | None) -> bool:
        """Tell whether `tag` is one of its days."""
        return tag is not None and self.von <= tag <= self.bis


def zeitraum_des_quartals(quartal: Quartal, stichtag: date) -> Zeitraum:
    """Return the period of a quarter as far as it is over on `stichtag`."""
    return _von_bis(Zeitraumart.QUARTAL, quartal, quartal, stichtag, quartal)


def zeitraum_des_jahres(jahr: int, stichtag: date, *, kalender: bool) -> Zeitraum:
    """Return the period of the four quarters of `jahr`."""
    return _von_bis(Zeitraumart.JAHR, Quartal(jahr, 1, kalender), Quartal(jahr, 4, kalender), stichtag)


def _von_bis(art: Zeitraumart, von: Quartal, bis: Quartal, stichtag: date, quartal: Quartal | None = None) -> Zeitraum:
    return Zeitraum(
        art=art, schluessel=str(quartal or von.jahr), von=von.anfang, bis=min(bis.ende, stichtag), ende=bis.ende, stichtag=stichtag,
        quartal=quartal, kalender=von.kalender,
    )  # fmt: skip


def seit_beginn(beginn: date, stichtag: date) -> Zeitraum:
    """Return all time from the first case to `stichtag`."""
    von = min(beginn, stichtag)
    return Zeitraum(art=Zeitraumart.GESAMT, schluessel=GESAMT, von=von, bis=stichtag, ende=stichtag, stichtag=stichtag)


def zeitraum_aus(text: str, beginn: date, stichtag: date, *, kalender: bool) -> Zeitraum | None:
    """Read `2026Q3`, `2026` or `gesamt`; None for anything else and for what has not begun."""
    text = text.strip()
    if text == GESAMT:
        return seit_beginn(beginn, stichtag)
    quartal = quartal_aus(text, kalender=kalender)
    if quartal is not None:
        gefunden = zeitraum_des_quartals(quartal, stichtag)
    elif re.fullmatch("[0-9]{4}", text) and FRUEHESTES_JAHR < int(text) < SPAETESTES_JAHR:
        gefunden = zeitraum_des_jahres(int(text), stichtag, kalender=kalender)
    else:
        return None
    return gefunden if gefunden.von <= stichtag else None


def davor(zeitraum: Zeitraum) -> Zeitraum | None:
    """Return the whole period before this one; there is none before all time."""
    if zeitraum.quartal is not None:
        return zeitraum_des_quartals(zeitraum.quartal.voriges, zeitraum.stichtag)
    return ein_jahr_zuvor(zeitraum)


def ein_jahr_zuvor(zeitraum: Zeitraum) -> Zeitraum | None:
    """Return the whole period of the same name a year before."""
    q = zeitraum.quartal
    if q is not None:
        return zeitraum_des_quartals(Quartal(q.jahr - 1, q.nummer, q.kalender), zeitraum.stichtag)
    if zeitraum.art is not Zeitraumart.JAHR:
        return None
    return zeitraum_des_jahres(int(zeitraum.schluessel) - 1, zeitraum.stichtag, kalender=zeitraum.kalender)


def volle_monate(von: date, bis: date) -> int:
    """Count the whole months in `von` … `bis`; 29 March to 28 June are three."""
    monate = 0
    while Spanne(monate + 1, Einheit.MONATE).nach(von) - _EIN_TAG <= bis:
        monate += 1
    return monate


def quartale_bis(stichtag: date, wieviele: int, *, kalender: bool) -> Iterator[Zeitraum]:
    """Yield the running quarter and those before it, newest first."""
    quartal = quartal_von(stichtag, kalender=kalender)
    for _ in range(wieviele):
        yield zeitraum_des_quartals(quartal, stichtag)
        quartal = quartal.voriges


def gezeigte_zeitraeume(beginn: date, stichtag: date, *, kalender: bool) -> tuple[Zeitraum, ...]:
    """Return the periods that the team's pages show: quarters and years back to `beginn`, newest first, and all time."""
    quartale = list(quartale_bis(stichtag, _QUARTALE, kalender=kalender))
    jahr = int(quartale[0].schluessel[:4])
    jahre = (zeitraum_des_jahres(jahr - n, stichtag, kalender=kalender) for n in range(_JAHRE))
    return (*(z for z in (*quartale, *jahre) if z.ende >= beginn), seit_beginn(beginn, stichtag))
