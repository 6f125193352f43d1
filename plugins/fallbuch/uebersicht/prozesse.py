"""Which cases stand in a process now and how long, and which rules watch over it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from statistics import median_low

from fallbuch.akte.modell import Status
from fallbuch.bestand.laden import Akte
from fallbuch.kennung import ordnung, vergleichsform
from fallbuch.prozess.modell import Faelle, Prozess
from fallbuch.regelwerk.massnahmen import Lauf, Massnahme
from fallbuch.regelwerk.modell import Regel
from fallbuch.team import Team
from fallbuch.werte import dataclass


@dataclass(frozen=True, slots=True)
class Verweilen:
    """A case in a process, and since when; None where no date can be read."""

    akte: Akte
    seit: date | None
    #: How many days that is on the key date.
    tage: int | None
    #: Something is due in it on the key date or before.
    faellig: bool


@dataclass(frozen=True, slots=True)
class Prozesslage:
    """The cases of a process, the longest there first."""

    faelle: Sequence[Verweilen]

    @property
    def faellige(self) -> int:
        """How many of them have something due on the key date or before."""
        return sum(v.faellig for v in self.faelle)

    @property
    def median(self) -> int | None:
        """Days that half of the cases have been there at most; None without any."""
        tage = [f.tage for f in self.faelle if f.tage is not None]
        return median_low(tage) if tage else None


#: In which processes a case stands, by file stem.
_Orte = Sequence[tuple[str, Verweilen]]


def lage_der_prozesse(
    team: Team, merken: Callable[[Akte, Callable[[], _Orte]], _Orte] = lambda _, rechne: rechne()
) -> dict[str, Prozesslage]:
    """Return file stem → cases, for every process of the team's own that names a status; each case is looked at once.

    `merken` returns what was worked out for a case before, or works it out now.
    """
    prozesse = [p for p in team.prozessbuch.unsere if p.status]
    gefunden: dict[str, list[Verweilen]] = {p.stamm: [] for p in prozesse}
    nach_status: dict[str, list[Prozess]] = defaultdict(list)
    for p in prozesse:
        for form in {vergleichsform(status.text) for status in p.status}:
            nach_status[form].append(p)
    for akte in team.akten:
        for stamm, verweilen in merken(akte, partial(_orte, akte, nach_status)):
            gefunden[stamm].append(verweilen)
    return {
        stamm: Prozesslage(sorted(faelle, key=lambda f: (f.seit or date.min, ordnung(f.akte.auszug.kennung))))
        for stamm, faelle in gefunden.items()
    }


def _orte(akte: Akte, nach_status: Mapping[str, Sequence[Prozess]]) -> _Orte:
    status, stichtag = _status(akte), akte.sicht.stichtag
    faellig = any(f.faellig_am is not None and f.faellig_am <= stichtag for f in akte.faelligkeiten)
    orte = []
    for p in nach_status.get(vergleichsform(status or ""), ()):
        if p.faelle is Faelle.ALLE or bool(_laufende(akte)) == (p.faelle is Faelle.MIT_MASSNAHME):
            seit = _seit(akte, p.faelle, status)
            orte.append((p.stamm, Verweilen(akte, seit, (stichtag - seit).days if seit is not None else None, faellig)))
    return orte


def _status(akte: Akte) -> str | None:
    """Return the status on the key date: where head and record differ, the record is the truth."""
    if not akte.sicht.besteht:
        return None
    if not akte.sicht.offen:
        return Status.ABGESCHLOSSEN.value
    status = akte.fall.kopf.status
    return Status.IN_BERATUNG.value if status == Status.ABGESCHLOSSEN.value else status


def _laufende(akte: Akte) -> list[Massnahme]:
    stichtag = akte.sicht.stichtag
    return [
        m for m in akte.sicht.massnahmen if m.lauf(stichtag) is Lauf.LAEUFT and not m.vorzeitig and not m.hat_ergebnis
    ]


def _seit(akte: Akte, faelle: Faelle, status: str | None) -> date | None:
    """Return since when the case stands there: the measure, the closing, the first conversation or the phase began.

    Where cases in a measure stand elsewhere, it begins anew on the day after the last one ended.
    """
    sicht = akte.sicht
    if faelle is Faelle.MIT_MASSNAHME:
        return min((m.beginn for m in _laufende(akte)), default=None)
    phase = sicht.phase
    if not sicht.offen and phase.abschluss is not None:
        return phase.abschluss.datum
    beginn = phase.beginn.datum if phase.beginn is not None else None
    if status == Status.IN_BERATUNG.value and sicht.gespraeche:
        beginn = min(e.datum for e in sicht.gespraeche if e.datum is not None)
    if faelle is Faelle.OHNE_MASSNAHME:
        enden = [m.ende + timedelta(days=1) for m in sicht.massnahmen if m.ende is not None and m.ende < sicht.stichtag]
        beginn = max([*enden, *([beginn] if beginn is not None else [])], default=None)
    return beginn


def waechter(team: Team, prozess: Prozess) -> list[Regel]:
    """Return the rules that watch over a process, each once, in the order of the rules."""
    genannte = {r.schluessel for name in prozess.regeln for r in team.regelwerk.genannte(name.text)}
    return [regel for regel in team.regelwerk.regeln if regel.schluessel in genannte]


def unbewachte(team: Team) -> list[Regel]:
    """Return the rules in force that no process of the team names."""
    genannte = {regel.schluessel for p in team.prozessbuch.unsere for regel in waechter(team, p)}
    return [r for r in team.regelwerk.regeln if r.schluessel not in genannte and r.neueste.aktiv]
