"""What contacts are shown beside: the cases of the team, and what is to be done in them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from fallbuch.fehler import Satzfehler
from fallbuch.schreibtisch.lage import Teamlage
from fallbuch.uebersicht.tage import wann
from fallbuch.uebersicht.tagesstand import Tagesstand
from fallbuch.werte import dataclass

#: Each case's ID, what to do, and when.
Zeilen = Sequence[tuple[str, str, str]]


@dataclass(frozen=True, kw_only=True)
class Umfeld:
    """What contacts need to know of a team."""

    #: ID of each case → the page that shows it.
    seiten: Mapping[str, str]
    absender: str
    stichtag: date
    #: Short form of a counsellor and a day → the name, and what that person has to do up to it. Raises `Satzfehler` where there is nobody of that name.
    anrufe: Callable[[str, date], tuple[str, Zeilen]]


def umfeld_von(lage: Teamlage) -> Umfeld:
    """Return it for one state of a team."""
    team, stand = lage.team, lage.website.stand
    return Umfeld(
        seiten={akte.fall.kennung: f"/faelle/{akte.seite}.html" for akte in team.akten},
        absender=team.datei.name,
        stichtag=team.stichtag,
        anrufe=lambda wer, bis: _anrufe(stand, wer, bis),
    )


def _anrufe(stand: Tagesstand, wer: str, bis: date) -> tuple[str, Zeilen]:
    name = next((name for name, kurz in stand.namen.items() if kurz == wer), None)
    if name is None:
        raise Satzfehler("Wählen Sie einen Namen aus der Liste.")
    zeilen = []
    for v in (*stand.gereiht, *stand.fremde):
        tag = v.fuehrend.faellig_am
        if v.akte is not None and name in {v.handelnd, v.fuer} and (tag is None or tag <= bis):
            zeilen.append((v.akte.auszug.kennung, v.fuehrend.tun, wann(v.fuehrend, stand.stichtag)))
    return name, zeilen
