"""How much each person has to do: open cases, what is due now, and the conversations that the rules ask for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from functools import partial

from fallbuch.bestand.laden import Akte
from fallbuch.regelwerk.faelligkeit import Faelligkeit
from fallbuch.team import Team
from fallbuch.uebersicht.abschnitte import Abschnitt
from fallbuch.uebersicht.vorgang import Vorgang, vorgaenge
from fallbuch.uebersicht.zustaendigkeit import beraterseiten, eigene, offene, vertretene

WOCHEN = 4
#: What a case adds to somebody's workload: whether something is due now, and the days of the conversations needed.
Lastbeitrag = tuple[bool, tuple[date, ...]]
#: Gets a case, whose workload it is, and what works out its part; returns that part.
Lastmerker = Callable[[Akte, str | None, Callable[[], Lastbeitrag]], Lastbeitrag]
_DRAN = {Abschnitt.NICHT_BERECHENBAR, Abschnitt.JETZT}


class Last:
    """The workload of one person, `name` None for cases without one.

    `jetzt` counts cases with something due by the key date. `gespraeche` counts the conversations needed
    in each of the next four spans of seven days, the first with what is overdue.
    """

    def __init__(
        self,
        name: str | None,
        eigene_faelle: Sequence[Akte],
        uebernommene: Sequence[Akte],
        team: Team,
        merken: Lastmerker,
    ) -> None:
        stichtag = team.stichtag
        bis = stichtag + timedelta(days=7 * WOCHEN - 1)
        # Who is away does not act; whoever stands in does.
        selbst = [akte for akte in eigene_faelle if akte.auszug.vertretung is None]
        beitraege = [
            merken(akte, name, partial(_beitrag, akte, name, stichtag, bis)) for akte in (*selbst, *uebernommene)
        ]
        # An appointment is work for whoever made it, whosever case it is.
        fremde = ([f for f in akte.faelligkeiten if name in f.wer] for akte in team.benannte.get(name or "", ()))
        tage = [tag for _, tage in beitraege for tag in tage]
        tage += [tag for punkte in fremde for tag in noetige_gespraeche(punkte, stichtag, bis)]
        self.name, self.eigene, self.in_vertretung = name, len(eigene_faelle), len(uebernommene)
        self.vertreten = len(eigene_faelle) - len(selbst)
        self.jetzt = sum(dran for dran, _ in beitraege)
        je_woche = Counter((tag - stichtag).days // 7 for tag in tage)
        self.gespraeche = tuple(je_woche[nummer] for nummer in range(WOCHEN))
        #: Conversations needed in the whole span.
        self.summe = sum(self.gespraeche)


def _beitrag(akte: Akte, name: str | None, stichtag: date, bis: date) -> Lastbeitrag:
    zeile = next(iter(vorgaenge([akte], (), stichtag)), None)
    if zeile is None:
        return False, ()
    punkte = [f for f in zeile.punkte if not f.wer or name in f.wer or f.berater in f.wer]
    return _dran(zeile, stichtag), tuple(noetige_gespraeche(punkte, stichtag, bis))


def wochenenden(stichtag: date) -> list[date]:
    """Return the last days of the four spans that `Last.gespraeche` counts."""
    return [stichtag + timedelta(days=7 * nummer - 1) for nummer in range(1, WOCHEN + 1)]


def auslastung(team: Team, merken: Lastmerker = lambda _akte, _name, rechne: rechne()) -> list[Last]:
    """Return the workload of everybody in the team, and of the cases nobody is responsible for."""
    akten = offene(team)
    ohne = [akte for akte in akten if akte.auszug.handelnd is None]
    lasten = [Last(name, eigene(akten, name), vertretene(akten, name), team, merken) for name in beraterseiten(team)]
    return [*lasten, *([Last(None, ohne, [], team, merken)] if ohne else [])]


def _dran(vorgang: Vorgang, stichtag: date) -> bool:
    abschnitt = vorgang.abschnitt_am(stichtag)
    if abschnitt is Abschnitt.ZU_VERGEBEN:
        return any(f.faellig_am is not None and f.faellig_am <= stichtag for f in vorgang.punkte)
    return abschnitt in _DRAN


def noetige_gespraeche(punkte: Sequence[Faelligkeit], von: date, bis: date) -> Iterator[date]:
    """Yield the days in `von` … `bis` on which the rules ask for a conversation, if each is held on its day.

    What is overdue counts for `von`. A conversation settles whatever is due by then, and the rule about the
    next contact begins to count anew.
    """
    tage = [(f, max(f.faellig_am, von)) for f in punkte if f.faellig_am is not None and f.wartet]
    feste = sorted(tag for f, tag in tage if tag <= bis and not f.ableitung.eigenschaften.wiederkehrend)
    kontakte = [(f, tag) for f, tag in tage if f.ableitung.eigenschaften.wiederkehrend]
    naechster = min((tag for _, tag in kontakte), default=None)
    abstaende = [f.ableitung.abstand for f, _ in kontakte if f.ableitung.abstand is not None]
    while feste or (naechster is not None and naechster <= bis):
        tag = min([*feste[:1], *([naechster] if naechster is not None else [])])
        yield tag
        feste = [anderer for anderer in feste if anderer > tag]
        naechster = min((a.nach(tag) for a in abstaende), default=None) if naechster is not None else None
        if naechster is not None and naechster <= tag:
            naechster = None  # a span of nothing would never end
