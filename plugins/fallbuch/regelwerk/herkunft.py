"""Where a date comes from: its source, the team, and which version of a rule."""

from __future__ import annotations

from fallbuch.regelwerk.modell import Fassung, Herkunft, Regel

_RECHNET = frozenset(
    {"anker", "frist", "weitere_fristen", "genauer_tag", "bedingung", "fruehestens", "spaetestens", "frist_kuerzer",
     "ab_einfuehrung", "nicht_rueckwirkend", "ohne_pausen", "erledigt", "ersetzt", "fassungen"}
)  # fmt: skip


def herkunft(regel: Regel, fassung: Fassung) -> str:
    """Return the origin of the date: the team's, where the team changed what is computed."""
    geaendert = {a.pfad[2] for a in regel.abweichungen if len(a.pfad) > 2} & (_RECHNET | {"ab"})
    if fassung.ab is None:
        # Before the day from which the team's wording holds the shipped one does.
        geaendert = set() if "ab" in geaendert else geaendert - {"fassungen"}
    return Herkunft.TEAM if geaendert else fassung.herkunft


def quelle(regel: Regel, fassung: Fassung) -> str:
    """Return the source with its place; where the team changed what is computed, the team comes first."""
    vorlage = f"{fassung.quelle}: {fassung.fundstelle}"
    if herkunft(regel, fassung) == Herkunft.TEAM and fassung.herkunft is not Herkunft.TEAM:
        return f"Team, abweichend von {vorlage}"
    return vorlage


def fassungsname(regel: Regel, fassung: Fassung) -> str:
    """Name the version where there are several: two items may then follow different spans."""
    if len(regel.fassungen) < 2:
        return ""
    return f"nach der Fassung ab {fassung.ab}" if fassung.ab is not None else "nach der ursprünglichen Fassung"
