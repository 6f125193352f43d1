"""The pages of cases in a build: one is drawn again only when its case, or something around it that every page shows, has changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from hashlib import blake2b

from fallbuch.bestand.laden import Akte
from fallbuch.team import Team
from fallbuch.text.zwischenspeicher import versiegelt
from fallbuch.website.menue import FAELLE
from fallbuch.website.rahmen import Page, Rahmen
from fallbuch.website.zielordner import Bekanntes, Inhalt, summe


def umfeld(rahmen: Rahmen, namen: Mapping[str, str], verweise: bytes) -> bytes:
    """Return a hash of what pages of cases show besides their case, the team's words and the day: shell, people, other cases."""
    leere = rahmen.seite(Page("faelle/0.md", "", "", FAELLE))
    return blake2b(repr((leere, sorted(namen.items()), verweise)).encode("utf-8", "surrogatepass")).digest()


def fallseiten(
    team: Team, umfeld: Callable[[], bytes], adresse: Callable[[Akte], str], zeichne: Callable[[Akte], bytes]
) -> Iterator[tuple[str, Inhalt]]:
    """Yield place and content of each case's page; of one that an earlier build has drawn, length and hash alone.

    The page of a case about which others make a difference, as with an ID that stands twice, is drawn each time.
    """
    if team.speicher is None:
        yield from ((adresse(akte), zeichne(akte)) for akte in team.akten)
        return
    speicher, ringsum = team.speicher("seiten"), umfeld()
    for akte in team.akten:
        if akte.befunde != akte.eigene:
            yield adresse(akte), zeichne(akte)
            continue
        schluessel = speicher.schluessel(akte.seite, ringsum + akte.schluessel)
        bekannt = speicher.hole(schluessel)
        if bekannt is not None:
            laenge, gemerkt = bekannt
            yield adresse(akte), Bekanntes(laenge, gemerkt, partial(zeichne, akte))
            continue
        inhalt = zeichne(akte)
        speicher.merke(schluessel, *versiegelt((len(inhalt), summe(inhalt)), schluessel))
        yield adresse(akte), inhalt
    speicher.sichere()
