"""The pages of cases in a build: one is drawn again only when its case, or something around it that every page shows, has changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from hashlib import blake2b

from fallbuch.bestand.laden import Akte, in_toepfe
from fallbuch.team import Team
from fallbuch.text.zwischenspeicher import SEITENARTEN, Zwischenspeicher
from fallbuch.website.menue import FAELLE
from fallbuch.website.rahmen import Page, Rahmen
from fallbuch.website.zielordner import Inhalt, Seitenabdruck, summe

#: Where the page of a case lies, and its content.
Adresse = Callable[[Akte], str]
Zeichner = Callable[[Akte], bytes]


def umfeld(rahmen: Rahmen, namen: Mapping[str, str], verweise: bytes) -> bytes:
    """Return a hash of what pages of cases show besides their case, the team's words and the day: shell, people, other cases."""
    leere = rahmen.seite(Page("faelle/0.md", "", "", FAELLE))
    return blake2b(repr((leere, sorted(namen.items()), verweise)).encode("utf-8", "surrogatepass")).digest()


def stapel(team: Team) -> list[tuple[str, list[Akte]]]:
    """Return the team's cases in piles whose pages can be drawn at the same time, each with the name under which it is kept."""
    return list(zip(SEITENARTEN, in_toepfe(team.akten, len(SEITENARTEN)), strict=True))


def fallseiten(
    speicher: Zwischenspeicher | None, akten: Sequence[Akte], ringsum: bytes, wo: Adresse, zeichne: Zeichner
) -> Iterator[tuple[str, Inhalt]]:
    """Yield place and content of the pages of a pile; of one that an earlier build has drawn, length and hash alone.

    The page of a case about which others make a difference, as with an ID that stands twice, is drawn each time.
    """
    if speicher is None:
        yield from ((wo(akte), zeichne(akte)) for akte in akten)
        return
    for akte in akten:
        if akte.befunde != akte.eigene:
            yield wo(akte), zeichne(akte)
            continue
        schluessel = speicher.schluessel(akte.seite, ringsum + akte.schluessel)
        bekannt = speicher.hole(schluessel)
        if bekannt is not None:
            laenge, gemerkt = bekannt
            yield wo(akte), Seitenabdruck(laenge, gemerkt, partial(zeichne, akte))
            continue
        inhalt = zeichne(akte)
        speicher.merke(schluessel, (len(inhalt), summe(inhalt)))
        yield wo(akte), inhalt
    speicher.sichere()
