"""Which processes a change touches, and which of their fields."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from fallbuch.akte.feld import felder
from fallbuch.prozess.modell import Prozess
from fallbuch.team import Team
from fallbuch.vergleich.faelle import worte_in
from fallbuch.vergleich.modell import Dateitat, Handlung, Tat

_ENDUNG = ".md"


def ist_prozess(name: str, team: Team) -> bool:
    """Tell whether a file describes a process."""
    return name.startswith(f"{team.datei.ordner.seiten}/prozesse/") and name.endswith(_ENDUNG)


def prozessaenderungen(alt: Team, neu: Team, dateien: Sequence[Dateitat]) -> Iterator[Handlung]:
    """Yield each process whose file came, went or says something else; its fields are the parts of what was done."""
    davor, jetzt = ({p.stamm: p for p in team.prozessbuch.prozesse} for team in (alt, neu))
    for name, tat in dateien:
        if not ist_prozess(name, neu):
            continue
        stamm = PurePosixPath(name).stem
        vorher, nachher = davor.get(stamm), jetzt.get(stamm)
        eines = nachher or vorher
        titel = eines.name.text if eines is not None else stamm
        if tat is Tat.ANGELEGT:
            yield Handlung(tat, titel)
        elif tat is Tat.ENTFERNT:
            # Without its own file a shipped process is as it was shipped.
            yield Handlung(tat, titel, neu="mitgeliefert" if nachher is not None else None)
        elif (namen := list(_felder(vorher, nachher))) or _worte(alt, name) != _worte(neu, name):
            yield Handlung(tat, titel, teile=tuple(Handlung(Tat.FELD, f) for f in namen))


def _worte(team: Team, name: str) -> object:
    pfad = team.einrichtung.wurzel / name
    return worte_in(pfad.read_bytes()) if pfad.is_file() else None


def _felder(alt: Prozess | None, neu: Prozess | None) -> Iterator[str]:
    if alt is None or neu is None or not (alt.gelesen and neu.gelesen):
        return
    for attribut, feld in felder(Prozess):
        # „Sicht“ is kept as whether it is internal.
        name = "intern" if attribut == "sicht" else attribut
        if getattr(alt, name) != getattr(neu, name):
            yield feld.name
    if alt.text.split() != neu.text.split():
        yield "Text"
