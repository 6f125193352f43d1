"""Last names that are words as well: as the team's own texts write them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from fallbuch.kennung import ohne_zeichen, umschrift
from fallbuch.kontakte.namen import TITEL, ist_hauptwort, ist_klein, ist_wort
from fallbuch.loeschung.lesarten import als_text
from fallbuch.loeschung.namensfolgen import ANREDEN
from fallbuch.loeschung.namensstellen import gefaltet, wie_in_namen
from fallbuch.werte import dataclass

_WORT = re.compile(r"[^\W\d_]+")
#: What stands before a word, as far as it may say that it is a name.
_DAVOR = re.compile(r"([^\W\d_]+)[. \u00a0-]{1,3}\Z")
#: In so many other cases a word stands before it counts as one.
_AB = 3


@dataclass(frozen=True, slots=True)
class Alltag:
    """Words of last names, folded: those that several cases of others have too, and of these the ones they write small."""

    worte: frozenset[str] = frozenset()
    kleine: frozenset[str] = frozenset()

    def ist_wort(self, form: str) -> bool:
        """Tell whether a word, folded, says by itself nothing of anybody."""
        return ist_wort((form,)) or not self.worte.isdisjoint({form, form.removesuffix("s")})

    def ist_hauptwort(self, form: str) -> bool:
        """Tell whether a word, folded, is one that people speak of behind "Kunde" or "Fr." as well."""
        return ist_hauptwort(form) or not self.worte.isdisjoint({form, form.removesuffix("s")})

    def ist_klein(self, form: str) -> bool:
        """Tell whether a word, folded, stands in sentences with a small letter."""
        return ist_klein(form) or not self.kleine.isdisjoint({form, form.removesuffix("s")})


def alltag_aus(kontakte: Iterable[Mapping[str, str]], andere: Iterable[tuple[bytes, set[str]]]) -> Alltag:
    """Look which words of last names other cases use; `andere` are their contents and names.

    No list holds every word; and who is called Fertig or Lager must not take every "fertig" and every "Lager" along.
    """
    alle = list(kontakte)
    gesucht = {umschrift(w) for kontakt in alle for w in _WORT.findall(kontakt.get("NName", "")) if w[0].isupper()}
    vornamen = {umschrift(w) for kontakt in alle for w in _WORT.findall(kontakt.get("VName", ""))}
    # Most texts hold none of them: a piece without umlauts tells that quickly.
    muster = re.compile("|".join(f"(?i:{_gleiches(form)})" for form in gesucht).encode()) if gesucht else None
    gross, klein = dict[str, set[str]](), dict[str, set[str]]()
    for inhalt, namen in andere if muster is not None else ():
        if muster is not None and muster.search(inhalt) is not None:
            text = als_text(inhalt)[0]
            for treffer in _WORT.finditer(text):
                form = gefaltet(treffer[0])
                if (form if form in gesucht else form.removesuffix("s")) not in gesucht:
                    continue
                if not _ist_genannt(text, treffer.start(), vornamen) and not wie_in_namen(text, treffer):
                    (klein if treffer[0][0].islower() else gross).setdefault(form, set()).update(namen)
    alle_worte = {*gross, *klein}
    return Alltag(
        frozenset(w for w in alle_worte if len(gross.get(w, set()) | klein.get(w, set())) >= _AB),
        frozenset(w for w in klein if len(klein[w]) >= _AB),
    )


def _gleiches(form: str) -> str:
    """Return a piece that every spelling of a folded word has; "" where there is none, which is in every text."""
    return re.escape(max(re.split("ae|oe|ue|ss|[^a-z]", form), key=len))


def _ist_genannt(text: str, stelle: int, vornamen: set[str]) -> bool:
    """Tell whether what stands before a word says that it is somebody's name."""
    davor = _DAVOR.search(text, max(0, stelle - 40), stelle)
    return davor is not None and ohne_zeichen(davor[1]) in {*ANREDEN, *TITEL, *vornamen}
