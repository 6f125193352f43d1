"""Which entry of one version of a file is which of another."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Container, Hashable, Mapping, Sequence
from difflib import SequenceMatcher
from typing import TypeVar

T = TypeVar("T")

#: From how many characters on, and how similar, two texts are taken for versions of one.
_GENUG_TEXT, _SEHR_AEHNLICH = 6, 0.8
#: More pairs than that are not compared text by text; such a file was written anew.
_HOECHSTENS_PAARE = 10_000
#: So many of one day and kind are paired in their order: each with each would take minutes.
_VIELE = 12
#: Up to so many letters.
_BUCHSTABENWEISE = 800


def zuordnung(
    alte: Sequence[T],
    neue: Sequence[T],
    *,
    gleich: Callable[[T], Hashable],
    tag_und_art: Callable[[T], Hashable],
    text: Callable[[T], str],
) -> dict[int, int]:
    """Return which of `neue` comes from which of `alte`, by their places.

    One that nobody touched is known by what is `gleich`. Of the others the most similar of one day and kind belong
    together, then those of which only the heading was corrected. What remains is new, or was removed.
    """
    herkunft: dict[int, int] = {}

    def nimm(paare: list[tuple[float, int, int, int]]) -> None:
        vergeben = set(herkunft.values())
        for _, _, nummer, stelle in sorted(paare, reverse=True):
            if stelle not in herkunft and nummer not in vergeben:
                herkunft[stelle] = nummer
                vergeben.add(nummer)

    def offene(schluessel: Callable[[T], Hashable]) -> list[tuple[int, int]]:
        nach = _gruppen(alte, schluessel, set(herkunft.values()))
        return [(n, s) for s, eines in enumerate(neue) if s not in herkunft for n in nach.get(schluessel(eines), ())]

    # Equal ones are taken in their order, and so are those that are too many to compare text by text.
    nimm([(1.0, -n, n, s) for n, s in _der_reihe_nach(alte, neue, gleich, herkunft)])
    nimm([(0.0, -n, n, s) for n, s in _der_reihe_nach(alte, neue, tag_und_art, herkunft, ab=_VIELE)])
    nimm([(_aehnlich(text(alte[n]), text(neue[s])), -abs(s - n), n, s) for n, s in offene(tag_und_art)])
    rest = offene(lambda _: None)
    if len(rest) <= _HOECHSTENS_PAARE:
        werte = ((_gleicher_text(text(alte[n]), text(neue[s])), -abs(s - n), n, s) for n, s in rest)
        nimm([w for w in werte if w[0] > 0])
    return herkunft


def _der_reihe_nach(
    alte: Sequence[T], neue: Sequence[T], schluessel: Callable[[T], Hashable], vergebene: Mapping[int, int], ab: int = 1
) -> list[tuple[int, int]]:
    """Pair what has the same key, first with first, where there are at least `ab` of a kind on one side."""
    nach = _gruppen(alte, schluessel, set(vergebene.values()))
    return [
        paar
        for wert, stellen in _gruppen(neue, schluessel, vergebene).items()
        if max(len(stellen), len(nach[wert])) >= ab
        for paar in zip(nach[wert], stellen, strict=False)
    ]


def _gruppen(alle: Sequence[T], schluessel: Callable[[T], Hashable], ohne: Container[int]) -> dict[Hashable, list[int]]:
    """Return the places of those that are still open, by their key."""
    gruppen: dict[Hashable, list[int]] = defaultdict(list)
    for stelle, eines in enumerate(alle):
        if stelle not in ohne:
            gruppen[schluessel(eines)].append(stelle)
    return gruppen


def _aehnlich(eines: str, anderes: str) -> float:
    """Return how alike two texts are, 0 to 1: letter by letter, long ones word by word."""
    if max(len(eines), len(anderes)) <= _BUCHSTABENWEISE:
        # Without „autojunk“, which leaves out frequent letters from 200 letters on.
        return SequenceMatcher(None, eines, anderes, autojunk=False).ratio()
    davor, jetzt = Counter(eines.split()), Counter(anderes.split())
    return 2 * (davor & jetzt).total() / max(1, davor.total() + jetzt.total())


def _gleicher_text(eines: str, anderes: str) -> float:
    """The same words under a corrected heading; a few words can be the same by chance."""
    if min(len(eines), len(anderes)) < _GENUG_TEXT:
        return 0.0
    # A bound from above, and quick.
    if 2 * min(len(eines), len(anderes)) < _SEHR_AEHNLICH * (len(eines) + len(anderes)):
        return 0.0
    wert = _aehnlich(eines, anderes)
    return wert if wert >= _SEHR_AEHNLICH else 0.0
