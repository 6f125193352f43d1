"""When contacts were due, by the same rules as the due list, on any day of the past.

A wait begins with a contact (or the beginning of the phase) and ends with the next one. It has one due date: the one
that held on its last day, as far as it was known by then.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from fallbuch.regelwerk.binden import Zustand
from fallbuch.regelwerk.fallregeln import FALLBAUSTEINE
from fallbuch.regelwerk.modell import Regel
from fallbuch.regelwerk.rechnen import Rechner
from fallbuch.statistik.tafeln import Phasenzeile, Tafeln
from fallbuch.statistik.zeitraum import Zeitraum
from fallbuch.werte import dataclass

_EIN_TAG = timedelta(days=1)
#: Conditions that change only with the entries named in `Phasenzeile.wendepunkte`, or with a measure.
_TRAEGE = frozenset({"stufe", "gespraech", "in_massnahme", "kuerzerer_abstand", "geplante_massnahme"})


@dataclass(slots=True)
class Kontaktfristzeile:
    """A contact that was due: its day, whether it was met by then, and the level on the last day of the wait."""

    phase: Phasenzeile
    tag: date
    erfuellt: bool
    stufe: str | None


class Kontaktuhr:
    """Computes due dates of contacts; remembers those that cannot have changed between two days."""

    def __init__(self, tafeln: Tafeln, stichtag: date) -> None:
        self._tafeln, self._stichtag = tafeln, stichtag
        kontaktregeln = tuple(filter(_ist_kontaktregel, tafeln.regelwerk.regeln))
        self._rechner = Rechner(replace(tafeln.regelwerk, regeln=kontaktregeln), FALLBAUSTEINE)
        fassungen = [f for regel in kontaktregeln for f in regel.fassungen]
        self._traege = all(f.bedingung.keys() <= _TRAEGE for f in fassungen)
        spannen = [f.frist for f in fassungen] + [g.frist for f in fassungen for g in (*f.fruehestens, *f.spaetestens)]
        tag = date(2001, 1, 1)
        # Half a year has 181 to 184 days: a bound for what cannot be due any more must not be too short.
        self._laengste = max((s.nach(tag) - tag for s in spannen), default=timedelta()) + timedelta(days=7)
        self._gemerkt: dict[tuple[int, date, int], date | None] = {}

    def am_stichtag(self, zeitraum: Zeitraum) -> Iterator[Kontaktfristzeile]:
        """Yield the waits that run at the end of the period; `erfuellt`: their day has not passed."""
        tag = zeitraum.bis
        for p in self._tafeln.phasen:
            if p.offen_am(tag) and not p.pausiert_am(tag):
                faellig = self._faellig(p, p.letzter_kontakt_bis(tag) or p.beginn, tag)
                if faellig is not None:
                    yield Kontaktfristzeile(p, faellig, faellig >= tag, p.fall.stufe_am(tag))

    def im_zeitraum(self, zeitraum: Zeitraum) -> Iterator[Kontaktfristzeile]:
        """Yield the contacts whose day lies in the period; one due on the key date itself is still open."""
        for p in self._tafeln.phasen:
            if p.beginn > zeitraum.bis:
                continue
            ende = p.ende if p.ende is not None and p.ende <= zeitraum.bis else None
            for ab, naechster in _wartezeiten(p, zeitraum.bis if ende is None else ende):
                # A wait that ended long before cannot have been due in this period.
                schluss = naechster or ende
                if schluss is not None and max(schluss, ab + self._laengste) < zeitraum.von:
                    continue
                zeile = self._zeile(p, ab, naechster, ende, zeitraum)
                if zeile is not None:
                    yield zeile

    def _zeile(
        self, p: Phasenzeile, ab: date, naechster: date | None, ende: date | None, zeitraum: Zeitraum
    ) -> Kontaktfristzeile | None:
        letzter_tag = (naechster or ende or zeitraum.bis + _EIN_TAG) - _EIN_TAG
        if letzter_tag < ab or p.pausiert_am(letzter_tag):
            return None
        tag = self._faellig(p, ab, letzter_tag)
        if tag is None or not zeitraum.enthaelt(tag):
            return None
        if any(pause.von <= min(tag, letzter_tag) and tag <= pause.bis for pause in p.pausenzeiten):
            return None  # a pause that was known by then
        if ende is not None and (tag > ende or (naechster is None and tag == ende)):
            return None  # closed before the contact was due
        erfuellt = naechster is not None and naechster <= tag
        if not erfuellt and tag >= self._stichtag:
            return None
        return Kontaktfristzeile(p, tag, erfuellt, p.fall.stufe_am(letzter_tag))

    def _faellig(self, p: Phasenzeile, ab: date, tag: date) -> date | None:
        """Return the day of the contact due after `ab`, as it was known on `tag`; None where no rule asks for one."""
        abschnitt = tag.toordinal() if p.massnahmen or not self._traege else bisect_right(p.wendepunkte, tag)
        schluessel = (id(p), ab, abschnitt)
        if schluessel not in self._gemerkt:
            self._gemerkt[schluessel] = self._rechne(p, tag)
        return self._gemerkt[schluessel]

    def _rechne(self, p: Phasenzeile, tag: date) -> date | None:
        sicht = p.fall.akte.sicht.am(tag)
        # Nobody asks on a paused day, and whether the file says today that the case is closed does not matter then.
        stand = Zustand("offen", pausiert=False, stufe=sicht.stufe or "keine")
        return min(self._rechner.tage(sicht, stand), default=None)


def _ist_kontaktregel(regel: Regel) -> bool:
    """Tell whether a rule counts from the last contact of an open case."""
    return any(
        f.anker == "letzter-kontakt" and f.fall == "offen" and any(e.ereignis == "kontakt" for e in f.erledigt)
        for f in regel.fassungen
    )


def _wartezeiten(p: Phasenzeile, bis: date) -> Iterator[tuple[date, date | None]]:
    """Yield each wait up to `bis` as the day it began and the day of the contact that ended it."""
    ab = p.beginn
    for kontakt in p.kontakte:
        if kontakt > bis:
            break
        if kontakt > ab:
            yield ab, kontakt
            ab = kontakt
    yield ab, None
