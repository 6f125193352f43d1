"""Last names that are words as well: as the team's own texts write them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from fallbuch.kennung import umschrift
from fallbuch.loeschung.lesarten import als_text

_WORT = re.compile(r"[^\W\d_]+")
#: In so many other cases a word is written small before it counts as one.
_AB = 3


def alltagsworte(kontakte: Iterable[Mapping[str, str]], andere: Iterable[tuple[bytes, set[str]]]) -> frozenset[str]:
    """Return the words of last names, folded, that several cases of others write small; `andere` are their contents and names.

    No list holds every word; and who is called Fertig must not take every "fertig" along.
    """
    worte = {w for kontakt in kontakte for w in _WORT.findall(kontakt.get("NName", "")) if w[0].isupper()}
    klein = {form.encode() for wort in worte for form in (wort.lower(), umschrift(wort))}
    gesucht = {umschrift(wort) for wort in worte}
    wo: dict[str, set[str]] = {}
    for inhalt, namen in andere if klein else ():
        if any(form in inhalt for form in klein):
            for wort in _WORT.findall(als_text(inhalt)[0]):
                if wort[0].islower() and umschrift(wort) in gesucht:
                    wo.setdefault(umschrift(wort), set()).update(namen)
    return frozenset(wort for wort, faelle in wo.items() if len(faelle) >= _AB)
