"""When entries were written: as git remembers it, else as they say themselves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from fallbuch.akte.gliederung import gliedere
from fallbuch.akte.modell import Eintrag
from fallbuch.bestand.laden import Akte
from fallbuch.kennung import vergleichsform
from fallbuch.team import Team
from fallbuch.text.git import KeinGit
from fallbuch.text.zeilenwechsel import Zeilenwechsel, zeilenwechsel
from fallbuch.werte import dataclass

#: So many files are named to git one by one.
_EINZELN = 200


@dataclass(frozen=True, slots=True)
class Geschehen:
    """An entry of a case with a day: its own, or another that it tells of."""

    akte: Akte
    datum: date
    eintrag: Eintrag

    @property
    def art(self) -> str:
        """The entry's kind, if it is one of the team's list."""
        bekannte = self.akte.regeln.regelwerk.vokabular.arten
        return self.eintrag.art if self.eintrag.art in bekannte else "Eintrag ohne bekannte Art"


@dataclass(slots=True)
class _Eintragskopf:
    """The heading of an entry as git has seen it: of which day and kind, and when it first appeared."""

    datum: date
    art: str
    geschrieben: date


def sagt_es_selbst(akte: Akte, von: date, bis: date) -> bool:
    """Tell whether an entry of the case says that it was written from `von` to `bis`."""
    return any(_liegt(e.angaben.nachgetragen_am, von, bis) for e in akte.fall.eintraege)


def nachgetragene(
    team: Team, akten: Iterable[Akte], selbst: Collection[str], von: date, bis: date
) -> Iterator[Geschehen]:
    """Yield the entries that were written from `von` to `bis` and tell of a day before `von`, each with its day.

    `selbst` are the files in which an entry says so itself.
    """
    je_datei = {akte.auszug.datei: akte for akte in akten}
    erste = _erste_nennungen(team, set(selbst), von, bis)
    for datei, akte in je_datei.items():
        if datei not in selbst and datei not in erste:
            continue
        frueher = [(tag, eintrag) for tag, eintrag in akte.sicht.eintraege if tag < von]
        tage = _tage(erste.get(datei, []), frueher)
        for nummer, (tag, eintrag) in enumerate(frueher):
            geschrieben = tage.get(nummer, eintrag.angaben.nachgetragen_am)
            if _liegt(geschrieben, von, bis):
                yield Geschehen(akte, tag, eintrag)


def _tage(bekannte: list[_Eintragskopf], eintraege: Sequence[tuple[date, Eintrag]]) -> dict[int, date]:
    """Return when entries were written, by their place; of several that git cannot tell apart the last are the newest.

    What was written as one kind may be read as another: a synonym, or a word that the team has changed.
    """
    ergebnis: dict[int, date] = {}
    for genau in (True, False):
        for nummer, (tag, eintrag) in reversed(list(enumerate(eintraege))):
            art = vergleichsform(eintrag.art)
            passend = [u for u in bekannte if u.datum == tag and (not genau or vergleichsform(u.art) == art)]
            if nummer not in ergebnis and passend:
                ergebnis[nummer] = passend[-1].geschrieben
                bekannte.remove(passend[-1])
    return ergebnis


def _erste_nennungen(team: Team, fragliche: set[str], von: date, bis: date) -> dict[str, list[_Eintragskopf]]:
    """Return the headings of each file about which the days from `von` to `bis` are in question; {} where git cannot be asked.

    `fragliche` are the files that say so themselves.
    """
    zone, wurzel, ordner = ZoneInfo(team.datei.zeitzone), team.einrichtung.wurzel, team.datei.ordner.faelle
    anfang = datetime.combine(von, time.min, zone)
    ende = datetime.combine(bis + timedelta(days=1), time.min, zone) - timedelta(seconds=1)
    try:
        neue = {w.datei for w in zeilenwechsel(wurzel, [ordner], anfang, ende) if any(_ueberschriften(w.neu))}
        namen = sorted(fragliche | neue) if len(fragliche | neue) <= _EINZELN else [ordner]
        wechsel = zeilenwechsel(wurzel, namen) if namen else []
    except KeinGit:
        return {}
    ergebnis: dict[str, list[_Eintragskopf]] = defaultdict(list)
    for w in wechsel:
        _wende_an(ergebnis[w.datei], w, w.am.astimezone(zone).date())
    return ergebnis


def _liegt(tag: date | None, von: date, bis: date) -> bool:
    return tag is not None and von <= tag <= bis


def _wende_an(bekannte: list[_Eintragskopf], wechsel: Zeilenwechsel, am: date) -> None:
    """Go on by one saved state: a heading that only moved, or got another name or kind, is no new one."""
    neu, weg = list(_ueberschriften(wechsel.neu)), list(_ueberschriften(wechsel.weg))
    for paar in [p for p in weg if p in neu]:
        if paar in neu:
            neu.remove(paar)
            weg.remove(paar)
    for datum, art in weg:
        gewesen = next((u for u in reversed(bekannte) if (u.datum, u.art) == (datum, art)), None)
        andere = next((p for p in neu if p[0] == datum), None)
        if andere is not None:
            neu.remove(andere)
            if gewesen is not None:
                gewesen.art = andere[1]
        elif gewesen is not None:
            bekannte.remove(gewesen)
    bekannte += [_Eintragskopf(datum, art, am) for datum, art in neu]


def _ueberschriften(zeilen: Sequence[str]) -> Iterator[tuple[date, str]]:
    for zeile in zeilen:
        for abschnitt in gliedere([zeile], "", 1)[1] if "#" in zeile else ():
            if abschnitt.kopf.datum is not None:
                yield abschnitt.kopf.datum, abschnitt.kopf.art
