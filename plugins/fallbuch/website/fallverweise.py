"""IDs of the team in texts become links to their cases, on internal pages.

A number is an ID where a word before it says so ("Fall 1357", "die Fälle 1357 und 2468"). Alone it is one only if
a case has it, it is as long as the team's numbers usually are, and it is no year, amount, time or part of a longer
number: a link that is missing costs a look, a wrong one leads to somebody else.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property
from hashlib import blake2b

from markupsafe import Markup, escape

from fallbuch.bestand.laden import Akte
from fallbuch.kennung import KURZE_ID

_JAHRE = range(1900, 2101)
_WORT = re.compile(r"\w[\w-]*")
_MARKE = re.compile(r"(<[^>]*>)")
#: Without a digit, and without one of the words below, nothing is an ID.
_VIELLEICHT = re.compile(r"[0-9]|\b(?:f[aä]ll|id)", re.IGNORECASE)
#: After these words stand IDs, also several, with these between them.
_DAVOR = frozenset({"fall", "falls", "fälle", "fällen", "fall-id", "id", "ids"})
_DAZWISCHEN = frozenset({"und", "oder", "sowie", "nr", "nummer"})
_TRENNER = re.compile(r"[\s:,;/(„“\"#]*")
_NACH_NR = re.compile(r"\.?\s*")
#: What makes a plain number something else: in front of it, or behind.
_BETRAG_DAVOR = re.compile(
    r"(?:€|EUR|Euro|Tel\.?|Telefon|Handy|Mobil|Fax|PLZ|Nr\.?|Nummer|Zimmer|Konto|Jahr|Seite|§|[0-9][.,:/+-]?)[\s:]*$|[.,:/+&#]$"
)
_BETRAG_DANACH = re.compile(
    r"[.,:/]?[0-9]|\s?(?:€|%|EUR\b|Euro\b|Uhr\b|Cent\b|km\b|m²|qm\b|Stunden\b|Minuten\b|Tage[n]?\b|Menschen\b)|\s[0-9]{2}"
)
#: Text inside is no text of ours, or a link already.
_UNBERUEHRT = frozenset({"a", "code", "pre"})
_IM_SATZ = frozenset({"strong", "em", "br", *_UNBERUEHRT})


class Fallverweise:
    """The IDs of all cases, each with its page; looked up once for all texts of a site."""

    def __init__(self, akten: Iterable[Akte]) -> None:
        akten = list(akten)
        self._seiten = {
            name.lower(): akte.seite
            for akte, kurz in ((akte, akte.auszug) for akte in akten)
            for name in (*kurz.vereint_mit, kurz.stamm, kurz.kennung)
        }
        laengen = Counter(len(name) for name in self._seiten if name.isdecimal())
        self._laenge = max(KURZE_ID, laengen.most_common(1)[0][0]) if laengen else 0

    def __call__(self, html: str, wurzel: str, eigene: str = "") -> Markup:
        """Return escaped HTML with links on IDs; `eigene` is the page on which it stands, which needs none."""
        html = escape(html)
        if _VIELLEICHT.search(html) is None:  # most texts
            return html
        teile, in_kette, tief = [], False, 0
        for nummer, teil in enumerate(_MARKE.split(str(html))):
            if nummer % 2:
                name = teil.strip("</>").split()[0].lower()
                tief += (1 if teil[1] != "/" else -1) if name in _UNBERUEHRT else 0
                in_kette = in_kette and name in _IM_SATZ
                teile.append(teil)
            elif tief or not teil:
                teile.append(teil)
            else:
                stuecke = _Kette(self, teil, in_kette)
                teile += stuecke.verlinkt(wurzel, eigene)
                in_kette = stuecke.offen
        return Markup("".join(teile))  # noqa: S704 - escaped before; what is added are IDs that exist

    @cached_property
    def abdruck(self) -> bytes:
        """A hash of all IDs and pages: as long as it is the same, texts have the same links."""
        return blake2b(repr((sorted(self._seiten.items()), self._laenge)).encode("utf-8", "surrogatepass")).digest()

    def seite(self, wort: str) -> str | None:
        """Return the page of the case that a word names, None where there is none."""
        return self._seiten.get(wort.lower())

    def allein_eine_id(self, wort: str) -> bool:
        """Tell whether a word is an ID without anything before it that says so."""
        if not wort.isdecimal():
            return any(z.isdigit() for z in wort)
        return len(wort) == self._laenge and int(wort) not in _JAHRE


class _Kette:
    """Reads one piece of text word by word; `offen` tells whether IDs may follow in the next."""

    def __init__(self, verweise: Fallverweise, text: str, offen: bool) -> None:
        self._verweise, self._text, self.offen = verweise, text, offen
        self._trenner = _TRENNER

    def verlinkt(self, wurzel: str, eigene: str) -> Iterator[str]:
        bis = 0
        for treffer in _WORT.finditer(self._text):
            seite = self._nimm(treffer, bis)
            if seite is not None and seite != eigene:
                yield f'{self._text[bis : treffer.start()]}<a href="{wurzel}faelle/{seite}.html">{treffer[0]}</a>'
            else:
                yield self._text[bis : treffer.end()]
            bis = treffer.end()
        self.offen = self.offen and self._trenner.fullmatch(self._text, bis) is not None
        yield self._text[bis:]

    def _nimm(self, treffer: re.Match[str], bis: int) -> str | None:
        """Take the next word; returns the page to which it leads."""
        wort, davor = treffer[0], self._text[bis : treffer.start()]
        self.offen = self.offen and self._trenner.fullmatch(davor) is not None
        self._trenner = _NACH_NR if wort.lower() == "nr" else _TRENNER
        if wort.lower() in _DAVOR and not davor.endswith("&"):
            self.offen = True
            return None
        seite = self._verweise.seite(wort)
        if self.offen and wort.lower() in _DAZWISCHEN:
            return None
        if seite is None:
            # A number that nobody has may be somebody's who was deleted: the next one is an ID all the same.
            self.offen = self.offen and wort.isdecimal()
            return None
        if self.offen or (self._verweise.allein_eine_id(wort) and self._steht_allein(treffer)):
            return seite
        return None

    def _steht_allein(self, treffer: re.Match[str]) -> bool:
        davor = self._text[max(0, treffer.start() - 20) : treffer.start()]
        danach = self._text[treffer.end() : treffer.end() + 12]
        return _BETRAG_DAVOR.search(davor) is None and _BETRAG_DANACH.match(danach) is None
