"""Who is meant at the beginning of an agreement: counsellors by their whole names, the longest first."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from fallbuch.akte.zusage import Nennung
from fallbuch.kennung import vergleichsform
from fallbuch.regelwerk.vokabular import Vokabular, Wort, ist_kunde

#: Nobody's name, and no row of names at the beginning of an agreement, is longer.
_LAENGSTENS, _ZWEI_WORTE = 200, 50
_TEIL = re.compile(r"[^\s,;:/&+()*~`@]+|[,/&+]")
_ANREDEN = frozenset({"herr", "frau"})
_UND = frozenset({"und", "u", "sowie", ",", "/", "&", "+"})


def ist_niemand(wort: str) -> bool:
    """Tell whether a word at the beginning is the customer or the team, no single counsellor."""
    return ist_kunde(wort) or vergleichsform(wort) == "team"


class Namensliste:
    """The names of one team's counsellors, prepared for looking at the first words of many texts."""

    def __init__(self, vokabular: Vokabular) -> None:
        self._berater: Mapping[str, Wort] = vokabular.berater
        formen = {name: name for name in vokabular.berater} | {
            synonym: name for name, wort in vokabular.berater.items() for synonym in wort.synonyme
        }
        ganze = [(_geformt(_TEIL.findall(form)), name) for form, name in formen.items()]
        #: Whole names by their first word, those of most words first.
        self._ganze: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for worte, name in sorted((g for g in ganze if g[0]), key=lambda g: (-len(g[0]), g[1])):
            self._ganze.setdefault(worte[0], []).append((worte, name))

    def am_anfang(self, text: str, tag: date | None) -> tuple[Nennung, ...]:
        """Return the counsellors that the first words of `text` name; of several who fit a first name, all of them.

        `tag` is the day on which it was written: of two people of one first name only those count who were there then.
        """
        vorn = _geformt(_TEIL.findall(text[:_ZWEI_WORTE])[:2])
        if not (self._ganze.keys() | _ANREDEN).isdisjoint(vorn[:1]) or (vorn[1:] and vorn[1] in _UND) or len(vorn) < 2:
            return self._genannte(text, tag)
        return ()

    def _genannte(self, text: str, tag: date | None) -> tuple[Nennung, ...]:
        teile = list(_TEIL.finditer(text[:_LAENGSTENS]))
        formen = _geformt([teil[0] for teil in teile])
        stelle = next((i for i, form in enumerate(formen) if form not in _ANREDEN), len(formen))
        # „Kundin und Ole gehen hin“: what both do, Ole has promised.
        if len(formen) > stelle + 1 and formen[stelle + 1] in _UND and ist_niemand(formen[stelle]):
            stelle += 2
        if stelle >= len(formen) or formen[stelle] not in self._ganze:
            return ()
        nennungen: list[Nennung] = []
        while stelle < len(formen):
            passende, laenge = self._an(formen[stelle:], tag)
            if not passende:
                break
            wort = text[teile[stelle].start() : teile[stelle + laenge - 1].end()]
            nennungen += [Nennung(wort, name) for name in passende]
            stelle += laenge
            if stelle >= len(formen) or formen[stelle] not in _UND:
                break
            stelle += 1
        return tuple({nennung.name: nennung for nennung in reversed(nennungen)}.values())[::-1]

    def _an(self, formen: Sequence[str], tag: date | None) -> tuple[list[str], int]:
        """Return who is named by the first of the words, and by how many of them."""
        bekannte = self._ganze.get(formen[0], ())
        for worte, name in bekannte:
            if tuple(formen[: len(worte)]) == worte:
                return [name], len(worte)
        passende = sorted({name for _, name in bekannte})
        damals = [name for name in passende if tag is None or self._berater[name].gilt_am(tag)]
        return damals or passende, 1


def _geformt(teile: Sequence[str]) -> tuple[str, ...]:
    return tuple(teil if teil in _UND else vergleichsform(teil) or teil for teil in teile)
