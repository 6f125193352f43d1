"""Whose case is whose: the responsible person, who stands in for them, who is in the team.

What is to be done for a case stands in the lists of whoever acts for it. An appointment or a promise that somebody
else made stands in that person's lists as well, and in nobody else's.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from fallbuch.bestand.laden import Akte
from fallbuch.kennung import eindeutige_slugs
from fallbuch.regelwerk.faelligkeit import Faelligkeit
from fallbuch.team import Team
from fallbuch.uebersicht.vorgang import Merken, Vorgang, aller, vorgaenge


def beraterseiten(team: Team) -> dict[str, str]:
    """Return name → slug of everybody with something to do, as responsible, standing in or by promise, and of the active team.

    They come in German order.
    """
    beschaeftigte = [akte.auszug for akte in team.akten if _beschaeftigt(akte)]
    namen = {name for kurz in beschaeftigte for name in (kurz.zustaendig, kurz.vertretung) if name is not None}
    namen |= {name for name, wort in team.regelwerk.vokabular.berater.items() if wort.gilt_am(team.stichtag)}
    return eindeutige_slugs({name: name for name in (*namen, *team.benannte)})


def _beschaeftigt(akte: Akte) -> bool:
    """Tell whether there is more to do for the case than to delete it one day."""
    return akte.auszug.besteht and (
        akte.auszug.offen or any(not f.ableitung.eigenschaften.loeschung for f in akte.faelligkeiten)
    )


def offene(team: Team) -> list[Akte]:
    """Return the cases that are open on the key date."""
    return [akte for akte in team.akten if akte.auszug.besteht and akte.auszug.offen]


def eigene(akten: Sequence[Akte], name: str) -> list[Akte]:
    """Return the cases for which `name` is responsible."""
    return [akte for akte in akten if akte.auszug.zustaendig == name]


def vertretene(akten: Sequence[Akte], name: str) -> list[Akte]:
    """Return the cases of others in which `name` stands in."""
    return [akte for akte in akten if akte.auszug.vertretung == name]


def akten_von(team: Team, name: str | None) -> list[Akte]:
    """Return the cases of one person, then those in which they stand in, and those that are everybody's; None: all cases."""
    if name is None:
        return list(team.akten)
    return [*eigene(team.akten, name), *vertretene(team.akten, name), *filter(aller, team.akten)]


def gehoert(wer: Collection[str], akte: Akte, name: str | None) -> bool:
    """Tell whether what `wer` agreed in the case is to stand in somebody's lists; None: in the whole team's."""
    return name is None or name in wer or name in (akte.auszug.zustaendig, akte.auszug.vertretung) or aller(akte)


def vorgaenge_von(team: Team, name: str | None, *, merken: Merken = lambda _, rechne: rechne()) -> list[Vorgang]:
    """Return the lines of one person, with what is theirs in the cases of others; None: of the whole team."""
    des_teams = [f for f in team.teamfaelligkeiten if name is None or f.berater == name]
    # Who promised something in a case that is everybody's has it once.
    fremde = [akte for akte in team.benannte.get(name or "", ()) if not aller(akte)]
    return vorgaenge([*akten_von(team, name), *fremde], des_teams, team.stichtag, fuer=name, merken=merken)


def punkte_von(team: Team, name: str | None) -> list[tuple[Akte | None, Faelligkeit]]:
    """Return what stands in these lines, each with its case (None: the team's own), most pressing first of all."""
    alle: list[tuple[Akte | None, Faelligkeit]] = [
        (None, f) for f in team.teamfaelligkeiten if name is None or f.berater == name
    ]
    alle += ((akte, f) for akte in team.akten for f in akte.faelligkeiten if gehoert(f.wer, akte, name))
    # Cases come in the order of their IDs; comparing these once more for each item would cost more than the rest.
    kennungen: list[str | None] = [*dict.fromkeys(akte.auszug.kennung for akte in team.akten), None]
    plaetze = {kennung: nummer for nummer, kennung in enumerate(kennungen)}
    return sorted(alle, key=lambda paar: paar[1].rang(plaetze[paar[1].fall]))
